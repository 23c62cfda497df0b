"""Find what names a time in a sentence: days absolute and relative, spans (`dating.py` says which days they mean).

A report is read with a calendar in hand: the day it was published, the day its story has come to, and whether the
text has named any day yet.
"""

from __future__ import annotations

__all__ = ["Calendar", "Moment", "find_days"]

import re
from dataclasses import dataclass
from functools import cache
from itertools import compress
from typing import TYPE_CHECKING, NamedTuple

from frontline.model import Span

from .dating import MONTHS, NO_TIME, NUMBERS, RESOLVE, WEEKDAYS, shift

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

_M = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?"
)
_W = r"(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
_D = r"\d{1,2}(?:st|nd|rd|th)?"
_Y = r"(?:19|20)\d\d\b"
_TO = r"\s?(?:and|to|until|through|-|–|—|/)\s?"
_N = r"an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d{1,3}"
_SOME = r"several|few|some|many|two|three|four|five|six|seven|ten|\d{1,3}"

_UNIT = r"(?:hour|day|week|month|year)s?"

# What a time may look like, by its kind, in the order in which they are tried; what leads up to it is found by words.
_TIMES = {
    "range": rf"""
        (?P<q1>{_D})\s(?P<qm1>{_M})(?:,?\s(?P<qy1>{_Y}))?{_TO}(?P<q2>{_D})\s(?P<qm2>{_M})(?:,?\s(?P<qy2>{_Y}))?
      | (?P<r1>{_D}){_TO}(?P<r2>{_D})\s(?:of\s)?(?P<rm>{_M})(?:,?\s(?P<ry>{_Y}))?
      | (?P<t1m>{_M})\s(?P<t1>{_D}){_TO}(?P<t2m>{_M})\s(?P<t2>{_D})\b(?:,?\s(?P<ty>{_Y}))?
      | (?P<sm>{_M})\s(?P<s1>{_D}){_TO}(?P<s2>{_D})\b(?:,?\s(?P<sy>{_Y}))?""",
    "day": rf"""
        (?:{_W},?\s(?:the\s)?)?
        (?:(?P<d1>{_D})\s(?:of\s)?(?P<m1>{_M})(?:,?\s(?P<y1>{_Y}))?
          |(?P<m2>{_M})\s(?P<d2>{_D})\b(?!\d)(?:,?\s(?P<y2>{_Y}))?)""",
    "ordinal": r"the\s(?P<o>\d{1,2})(?:st|nd|rd|th)\b(?=[,.;:)]|\s(?:and|but|by|as|the|a|when|while|after)\b|$)",
    "iso": r"(?P<iy>(?:19|20)\d\d)-(?P<im>\d\d)-(?P<id>\d\d)\b",
    "dotted": rf"(?P<dd>\d{{1,2}})[./](?P<dm>\d{{1,2}})[./](?P<dy>{_Y}|\d\d\b(?![./]))",
    "month": rf"""
        (?P<third>(?:beginning|start|middle|end|first\shalf|second\shalf|rest|last\sthird|first\sweek|last\sweek
            |first\sdays)\sof\s|early\sto\smid-?|mid\sto\slate-?|early[-\s]|mid[-\s]|late[-\s])?
        (?P<mm>{_M})(?:(?:\sand|\sto|\suntil|-|–)\s?(?P<mm2>{_M}))?(?:,?\s(?:of\s)?(?P<my>{_Y}))?""",
    "year": rf"(?:(?:early|mid|late)[-\s])?(?P<yy>{_Y})",
    "weekday": rf"""
        (?:(?:last|previous|following|next)\s)?(?P<wd>{_W})\b
        (?:\s(?:morning|evening|night|afternoon))?""",
    "later": rf"(?P<n>{_N})\s(?P<unit>{_UNIT})\s(?:later|afterwards?|after\b)",
    "earlier": rf"(?P<en>{_N})\s(?P<eunit>{_UNIT})\s(?:earlier|before|prior|ago|previously)",
    "vague": r"""
        (?:(?:several|a\sfew|few|some|many|a\scouple\sof)\s)?(?:days|weeks|months|years)
        \s(?:later|after\b|before|earlier)""",
    "next": r"(?:the\s)?(?:next|following)\s(?:day|morning|evening|night|afternoon)\b",
    "previous": r"the\s(?:(?:previous|preceding|prior)\s(?:day|evening|night)|day\sbefore|night\sbefore)\b",
    "span": rf"""
        (?:the\s)?(?:(?:next|following|coming|subsequent|ensuing)\s(?:(?:{_SOME})\s)?(?:days|weeks|hours|months|week
            |month|year)|(?:previous|past|last)\s(?:{_SOME})\s(?:days|weeks|months))\b""",
    "same": r"""
        (?:the\ssame|that|this)\s(?:day|morning|evening|night|afternoon)\b|(?:the\s)?end\sof\sthe\sday\b
      | the\sday\b(?!\sof)
      | (?:by|in)\s(?:the\s)?(?:(?:early|late)\s)?(?:morning|evening|nightfall|night|afternoon|midnight|dawn|dusk
            |noon)\b(?!\sof)""",
    "now": r"(?:today|yesterday|tonight|overnight)\b",
    "thatmonth": r"""
        (?:that|the\ssame|the|this|last|next|the\sprevious|the\sfollowing)\s(?:month|week|year|summer|winter|spring
            |autumn)\b""",
}
_MONTH, _COUNT = " ".join(MONTHS), " ".join(NUMBERS)
_OPENED_BY = {
    kind: frozenset(words.split())
    for kind, words in {
        "range": f"0 {_MONTH}",
        "day": f"0 {_MONTH} {' '.join(WEEKDAYS)}",
        "ordinal": "the",
        "iso": "0",
        "dotted": "0",
        "month": f"beginning start middle end first second rest last early mid mid- late {_MONTH}",
        "year": "0 early mid mid- late",
        "weekday": f"last previous following next {' '.join(WEEKDAYS)}",
        "later": f"0 {_COUNT}",
        "earlier": f"0 {_COUNT}",
        "vague": "several a few some many days weeks months years",
        "next": "the next following",
        "previous": "the",
        "span": "the next following coming subsequent ensuing previous past last",
        "same": "the that this end by in",
        "now": "today yesterday tonight overnight",
        "thatmonth": "the that this last next",
    }.items()
}  # the words that each may begin with; 0 is any number, mid- any word that begins so
_MAY_BEGIN = frozenset().union(*_OPENED_BY.values())
_REMEMBERED = 100_000  # words of which it is kept what time they may begin


class _Openers(dict[str, str]):
    """The word of `_MAY_BEGIN` that each word is, or "" where no time begins with it; found out once."""

    def __missing__(self, low: str) -> str:
        known = low in _MAY_BEGIN
        found = low if known else "0" if low[0].isdigit() else "mid-" if low.startswith("mid-") else ""
        if len(self) > _REMEMBERED:
            self.clear()
        self[low] = found
        return found


_OPENERS = _Openers()


@cache
def _begun_by(word: str) -> re.Pattern[str]:
    """Return the pattern of the times that may begin with a word of `_MAY_BEGIN`: no other need be tried there."""
    may = (f"(?P<{kind}>{times})" for kind, times in _TIMES.items() if word in _OPENED_BY[kind])
    return re.compile("|".join(may), re.VERBOSE | re.IGNORECASE)


# Words that lead up to a time and belong to it: "on the morning of", "by late", "as of".
_LEADS = frozenset(
    {
        "on", "by", "as", "of", "until", "since", "from", "through", "before", "after", "around", "about", "starting",
        "in", "at", "during", "to", "throughout", "between", "the", "over", "within", "early", "late", "later",
        "earlier", "morning", "evening", "night", "afternoon", "midnight", "noon", "dawn", "dusk", "end", "start",
        "beginning", "course", "hours", "just", "only", "some", "and", "for",
    }
)  # fmt: skip
_LEADING = frozenset(
    {
        "on", "by", "as", "until", "since", "from", "through", "around", "about", "starting", "in", "at", "during",
        "throughout", "between", "over", "within", "early", "late", "later", "earlier",
    }
)  # fmt: skip
_COUNTED = frozenset({"later", "vague"})
_WIDE = frozenset({"year", "month", "range"})
# What opens a clause that tells of something else, and of another time: "the peninsula, which fell in 2014".
_ASIDE = frozenset({"which", "who", "whose", "where", "when", "until", "till"})
_FRONTING = frozenset({"just", "only", "barely", "exactly", "about", "around", "some", "and", "but", "then", "nearly"})


class Moment(NamedTuple):
    """A stretch of text that names a time: where it stands, the days it means (None: it cannot be told which).

    Something has lasted `since` it: the day of nothing that is told. What "a day after" goes on to tell was `then`;
    the rest is of the day that it counts to, where it opens the sentence, and of the day before it where it is `past`.
    """

    start: int
    end: int
    when: Span | None
    since: bool = False
    after: bool = False
    past: bool = False
    then: Span | None = None


@dataclass(slots=True)
class Calendar:
    """What the reading knows of time: the report's day, and the day that its story has come to."""

    published: date | None = None
    day: date | None = None  # the story's day, None where it cannot be told
    anchor: date | None = None  # the last day named, to find the years of others by
    named: bool = False  # the text has named a time of its own
    absolute: bool = False  # it has named a day of the calendar

    def near(self) -> date | None:
        """Return the day that a date without a year lies near to."""
        return self.anchor or self.published


def find_days(text: str, lows: Sequence[str], offsets: Sequence[int], calendar: Calendar) -> list[Moment]:
    """Find what names a time in a sentence, moving the calendar's anchor (not its day) along.

    `lows` are the sentence's words in lower case and `offsets` where they start in `text`.
    """
    moments: list[Moment] = []
    here = calendar.day
    done = -1
    openers = _OPENERS
    for i in compress(range(len(lows)), map(openers.__getitem__, lows)):
        if offsets[i] < done:
            continue
        match = _begun_by(openers[lows[i]]).match(text, offsets[i])
        if match is None:
            continue
        kind = match.lastgroup or ""
        when = RESOLVE[kind](match, calendar, here)
        if when is NO_TIME:
            continue
        span = when if isinstance(when, Span) else None
        led = _led(lows, offsets, i, moments[-1].end if moments else 0)
        since = kind in _WIDE and "since" in lows[led:i]
        after = kind in _COUNTED and _goes_on(text, match)
        past = after and (bool(moments) or not _FRONTING.issuperset(lows[:i]))
        told = here
        if span is not None and not past:
            aside = since or (kind in _WIDE and not _ASIDE.isdisjoint(lows[:led]))
            near = calendar.near()
            if not aside or near is None or span.start >= near:
                calendar.anchor = span.start
            if span.days == 1 and not since:
                here = span.start
        done = match.end()
        then = Span.day(told) if after and told is not None else None
        if past:
            then = _then(match, lows[:i], told or (None if calendar.absolute else calendar.published))
        moments.append(Moment(offsets[led], done, span, since, after, past, then))
    return moments


def _goes_on(text: str, match: re.Match[str]) -> bool:
    """Tell whether a time goes on to what it is counted from: "a day after | they took X", not "a day later"."""
    return match.group().lower().endswith("after") and text[match.end() : match.end() + 1] == " "


def _then(match: re.Match[str], before: Sequence[str], here: date | None) -> Span | None:
    """Return the day of what something came so many days after, None where they are not counted."""
    if match.lastgroup != "later" or before[-1:] == ["than"]:
        return None  # "less than a week after"
    return shift(match["n"], match["unit"], -1, here)


def _led(lows: Sequence[str], offsets: Sequence[int], i: int, after: int) -> int:
    """Return the first of the words that lead up to the time at word `i`."""
    j = i
    while j > 0 and i - j < 7 and lows[j - 1] in _LEADS and offsets[j - 1] >= after:
        j -= 1
    while j < i and lows[j] not in _LEADING:
        j += 1
    return j

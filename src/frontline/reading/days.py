"""The days that a report speaks of: absolute, relative, spans; resolved as the reading goes on.

A report is read with a calendar in hand: the day it was published, the day its story has come to, and whether the
text has named any day yet. A day without a year takes the year that brings it nearest to the day before it.
"""

from __future__ import annotations

__all__ = ["Calendar", "Moment", "find_days"]

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from frontline.model import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
            "september sept sep", "october oct", "november nov", "december dec",
        ), 1,
    )
    for name in names.split()
}  # fmt: skip
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_NUMBERS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12,
}  # fmt: skip

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
_MONTH, _COUNT = " ".join(_MONTHS), " ".join(_NUMBERS)
_OPENED_BY = {
    kind: frozenset(words.split())
    for kind, words in {
        "range": f"0 {_MONTH}",
        "day": f"0 {_MONTH} {' '.join(_WEEKDAYS)}",
        "ordinal": "the",
        "iso": "0",
        "dotted": "0",
        "month": f"beginning start middle end first second rest last early mid mid- late {_MONTH}",
        "year": "0 early mid mid- late",
        "weekday": f"last previous following next {' '.join(_WEEKDAYS)}",
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
    [
        "on",
        "by",
        "as",
        "of",
        "until",
        "since",
        "from",
        "through",
        "before",
        "after",
        "around",
        "about",
        "starting",
        "in",
        "at",
        "during",
        "to",
        "throughout",
        "between",
        "the",
        "over",
        "within",
        "early",
        "late",
        "later",
        "earlier",
        "morning",
        "evening",
        "night",
        "afternoon",
        "midnight",
        "noon",
        "dawn",
        "dusk",
        "end",
        "start",
        "beginning",
        "course",
        "hours",
        "just",
        "only",
        "some",
        "and",
        "for",
    ]
)
_LEADING = frozenset(
    [
        "on",
        "by",
        "as",
        "until",
        "since",
        "from",
        "through",
        "around",
        "about",
        "starting",
        "in",
        "at",
        "during",
        "throughout",
        "between",
        "over",
        "within",
        "early",
        "late",
        "later",
        "earlier",
    ]
)


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
    for i in [i for i, low in enumerate(lows) if openers[low]]:
        if offsets[i] < done:
            continue
        match = _begun_by(openers[lows[i]]).match(text, offsets[i])
        if match is None:
            continue
        kind = match.lastgroup or ""
        when = _RESOLVE[kind](match, calendar, here)
        if when is _NONE:
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
    return _shift(match["n"], match["unit"], -1, here)


def _led(lows: Sequence[str], offsets: Sequence[int], i: int, after: int) -> int:
    """Return the first of the words that lead up to the time at word `i`."""
    j = i
    while j > 0 and i - j < 7 and lows[j - 1] in _LEADS and offsets[j - 1] >= after:
        j -= 1
    while j < i and lows[j] not in _LEADING:
        j += 1
    return j


_YEAR_LEAD = re.compile(
    r"(?:\b(?:in|by|since|during|of|until|throughout|from|mid|early|late|and|to|around)[\s-]|[(–-])$", re.IGNORECASE
)
_ON = re.compile(r"\b(?:on|by|until|of|early|late)\s$", re.IGNORECASE)
_FRESH = 7  # days from publication within which a report speaks of news, and looks back from there
_NONE = object()
_COUNTED = frozenset({"later", "vague"})
_WIDE = frozenset({"year", "month", "range"})
# What opens a clause that tells of something else, and of another time: "the peninsula, which fell in 2014".
_ASIDE = frozenset({"which", "who", "whose", "where", "when", "until", "till"})
_FRONTING = frozenset({"just", "only", "barely", "exactly", "about", "around", "some", "and", "but", "then", "nearly"})


def _int(text: str) -> int:
    return int(re.match(r"\d+", text).group())  # type: ignore[union-attr]


def _month(name: str) -> int:
    return _MONTHS[name.rstrip(".").lower()]


def _date(year: int | None, month: int, day: int, calendar: Calendar) -> date | None:
    """Return the day; without a year, the one nearest to what the text last spoke of."""
    near = calendar.near()
    if year is None and near is None:
        return None
    years = [year] if year is not None else [near.year - 1, near.year, near.year + 1]  # type: ignore[union-attr]
    days = []
    for candidate in years:
        try:
            days.append(date(candidate, month, day))
        except ValueError:
            continue
    if not days:
        return None
    return days[0] if year is not None else min(days, key=lambda d: _far(d, near, calendar))  # type: ignore[arg-type]


def _far(day: date, near: date, calendar: Calendar) -> int:
    """Tell how far a day lies from what was last spoken of: a story goes on, a report looks back."""
    days = (day - near).days
    news = calendar.published is not None and abs((near - calendar.published).days) <= _FRESH
    return abs(days) * (3 if (days > 0 if news else days < 0) else 2)


def _span(first: date | None, last: date | None) -> Span | None:
    if first is None or last is None or last < first or (last - first).days > 3660:
        return None
    return Span(first, last + timedelta(days=1))


def _range(m: re.Match[str], c: Calendar, _: date | None) -> Span | None:
    if m["r1"]:
        year = int(m["ry"]) if m["ry"] else None
        last = _date(year, _month(m["rm"]), _int(m["r2"]), c)
        first = _date(last.year, _month(m["rm"]), _int(m["r1"]), c) if last else None
    elif m["s1"]:
        year = int(m["sy"]) if m["sy"] else None
        last = _date(year, _month(m["sm"]), _int(m["s2"]), c)
        first = _date(last.year, _month(m["sm"]), _int(m["s1"]), c) if last else None
    else:
        day1, month1, day2, month2, year2 = (
            (m["q1"], m["qm1"], m["q2"], m["qm2"], m["qy2"])
            if m["q1"]
            else (m["t1"], m["t1m"], m["t2"], m["t2m"], m["ty"])
        )
        last = _date(int(year2) if year2 else None, _month(month2), _int(day2), c)
        if last is None:
            return None
        year1 = last.year - (_month(month1) > _month(month2))
        first = _date(year1, _month(month1), _int(day1), c)
    return _span(first, last)


def _day(m: re.Match[str], c: Calendar, _: date | None) -> Span | None:
    year = m["y1"] or m["y2"]
    day = _date(int(year) if year else None, _month(m["m1"] or m["m2"]), _int(m["d1"] or m["d2"]), c)
    return Span.day(day) if day else None


def _ordinal(m: re.Match[str], c: Calendar, here: date | None) -> Span | object:
    """Read "on the 9th": of the month that the text has come to, or of the one beside it."""
    near = here or c.near()
    if near is None or not _ON.search(m.string, max(0, m.start() - 12), m.start()):
        return _NONE
    first = near.replace(day=1)
    months = (first - timedelta(days=1), first, first + timedelta(days=31))
    days = []
    for month in months:
        try:
            days.append(month.replace(day=int(m["o"])))
        except ValueError:
            continue
    return Span.day(min(days, key=lambda day: abs((day - near).days))) if days else _NONE


def _figures(m: re.Match[str], _: Calendar, __: date | None) -> Span | None:
    """Read a date in figures: the day comes first, unless there is no such month: "5/23/16"."""
    year = m["dy"] if len(m["dy"]) == 4 else f"20{m['dy']}"
    day, month = m["dd"], m["dm"]
    return _numeric(year, month, day) or _numeric(year, day, month)


def _numeric(year: str, month: str, day: str) -> Span | None:
    try:
        return Span.day(date(int(year), int(month), int(day)))
    except ValueError:
        return None


def _month_span(m: re.Match[str], c: Calendar, _: date | None) -> Span | object | None:
    name = m["mm"]
    if not name[0].isupper():
        return _NONE  # "may" and "march" are words
    month, last_month = _month(name), _month(m["mm2"] or name)
    first = _date(int(m["my"]) if m["my"] else None, month, 1, c)
    if first is None:
        return None
    year = first.year + (last_month < month)
    after = date(year + last_month // 12, last_month % 12 + 1, 1)
    third = (m["third"] or "").lower()
    if third.startswith(("early", "beginning", "start", "first")) and "to" not in third:
        after = date(first.year, month, 16)
    elif third.startswith(("late", "end", "second", "last", "rest")):
        first = date(first.year, month, 16)
    elif third.startswith("mid") and "to" not in third:
        first, after = date(first.year, month, 8), date(first.year, month, 24)
    return Span(first, after)


def _year(m: re.Match[str], _: Calendar, __: date | None) -> Span | object:
    if not _YEAR_LEAD.search(m.string, max(0, m.start() - 24), m.start()):
        return _NONE  # a number
    year = int(m["yy"])
    return Span(date(year, 1, 1), date(year + 1, 1, 1))


def _weekday(m: re.Match[str], c: Calendar, here: date | None) -> Span | None:
    wanted = _WEEKDAYS.index(m["wd"].lower())
    text = m.group().lower()
    base = (
        here
        if here is not None and ("following" in text or "next" in text or c.published is None)
        else c.published or here
    )
    if base is None:
        return None
    if "following" in text or "next" in text:
        return Span.day(base + timedelta(days=(wanted - base.weekday() - 1) % 7 + 1))
    back = (base.weekday() - wanted) % 7
    return Span.day(base - timedelta(days=back or (7 if "last" in text or "previous" in text else 0)))


def _shift(number: str, unit: str, sign: int, here: date | None) -> Span | None:
    if here is None:
        return None
    n = _NUMBERS.get(number.lower()) or int(number)
    unit = unit.lower().removesuffix("s")
    if unit == "hour":
        return Span.day(here) if n < 12 else None
    if unit == "day":
        return Span.day(here + sign * timedelta(days=n))
    if unit == "week":
        return Span.day(here + sign * timedelta(days=7 * n))
    return None


def _next(_: re.Match[str], __: Calendar, here: date | None) -> Span | None:
    return Span.day(here + timedelta(days=1)) if here else None


def _previous(_: re.Match[str], __: Calendar, here: date | None) -> Span | None:
    return Span.day(here - timedelta(days=1)) if here else None


def _same(_: re.Match[str], __: Calendar, here: date | None) -> Span | None:
    return Span.day(here) if here else None


def _now(m: re.Match[str], c: Calendar, here: date | None) -> Span | object | None:
    word = m.group().lower()
    if word in {"now", "overnight"}:
        return _NONE if here is not None or c.published is None else Span.day(c.published)
    if c.published is None:
        return None
    return Span.day(c.published - timedelta(days=word == "yesterday"))


def _nothing(_: re.Match[str], __: Calendar, ___: date | None) -> None:
    return None


_RESOLVE: dict[str, Callable[[re.Match[str], Calendar, date | None], Span | object | None]] = {
    "range": _range,
    "day": _day,
    "iso": lambda m, _c, _h: _numeric(m["iy"], m["im"], m["id"]),
    "ordinal": _ordinal,
    "dotted": _figures,
    "month": _month_span,
    "year": _year,
    "weekday": _weekday,
    "later": lambda m, _c, h: _shift(m["n"], m["unit"], 1, h),
    "earlier": lambda m, c, h: _shift(m["en"], m["eunit"], -1, c.published if "ago" in m.group() else h),
    "vague": _nothing,
    "next": _next,
    "previous": _previous,
    "span": _nothing,
    "same": _same,
    "now": _now,
    "thatmonth": _nothing,
}

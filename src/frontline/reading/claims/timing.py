"""On which day it happened: the time in an event's own clause, else the one named before it, else the story's day."""

from __future__ import annotations

__all__ = ["move", "when_of"]

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from frontline.model import Span
from frontline.reading.grammar.syntax import Mark, Verb

if TYPE_CHECKING:
    from frontline.reading.grammar.syntax import Sentence
    from frontline.reading.text.days import Calendar, Moment

    from .telling import Event

_RELATIVE = frozenset({"which", "who", "whose", "whom", "where"})
_LATER = frozenset({"eventually", "subsequently", "afterwards"})
ABSOLUTE = re.compile(
    r"\b\d{1,2}(?:st|nd|rd|th)? (?:of )?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)|"
    r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December) \d{1,2}\b|"
    r"\b20\d\d-\d\d"
)


def when_of(s: Sentence, event: Event, calendar: Calendar) -> Span | None:
    """Return the days in which an event happened, None where the text does not tell.

    A text that names no day of its own speaks of the day of its publication or the day before.
    """
    here = Span.day(calendar.day) if calendar.day is not None else None
    moment = _beside(s, event) or _of_clause(s, event, otherwise=here is None) if s.days else None
    if moment is not None:
        return moment.then if _goes_on(s, moment, event) else moment.when
    return here if here is not None or calendar.named else _of_report(event, calendar)


def _of_clause(s: Sentence, event: Event, *, otherwise: bool) -> Moment | None:
    """Return the time that an event's clause has, else the one told before it, else (`otherwise`) the only one."""
    at = s.starts[event.cue.at]
    days = _own(s, at, state=event.kind in {"hold", "besiege"})
    before = [moment for moment in days if moment.start <= at]
    after = next((moment for moment in days if moment.start > at), None)
    if after is not None and _in_clause(s, at, after):
        return after
    counted = next((moment for moment in s.days if _goes_on(s, moment, event)), None)
    if counted is not None or before:
        return counted or before[-1]
    return after if otherwise and len(days) == 1 else None


def _goes_on(s: Sentence, moment: Moment, event: Event) -> bool:
    """Tell whether an event is what a time is counted from: "a day after | they took X"."""
    at = s.starts[event.cue.at]
    return moment.after and moment.end <= at and not _parted(s, moment.end, at)


def _parted(s: Sentence, start: int, end: int) -> bool:
    """Tell whether a comma stands between two places in the sentence."""
    return any(item.kind == "," and start <= s.starts[item.i] < end for item in s.chunks)


def _own(s: Sentence, at: int, *, state: bool = False) -> list[Moment]:
    """Return the times that may be those of what is told at a place of the sentence.

    None since when something lasted, unless it is a state that is told or what began it ("since July, when they took
    X"); none that other things came so many days after; outside a relative clause none within it: "X, which had
    fallen on 6 May, was retaken".
    """
    days = [m for m in s.days if not (m.past or (m.since and not (state or _began(s, m, at))))]
    if not days:
        return days
    asides = _asides(s)
    if not asides:
        return days
    within = [moment for moment in days if any(first <= moment.start < end for first, end in asides)]
    return days if any(first <= at < end for first, end in asides) else [m for m in days if m not in within]


def _began(s: Sentence, moment: Moment, at: int) -> bool:
    """Tell whether what is told at a place of the sentence is what began at a time: "since July, when | they took"."""
    return at > moment.end and s.text[moment.end :].lstrip(", ").startswith("when ")


def _asides(s: Sentence) -> list[tuple[int, int]]:
    """Return where relative clauses begin and end."""
    found: list[tuple[int, int]] = []
    opened: int | None = None
    for item in s.chunks:
        if opened is None:
            if item.kind == "R" or (isinstance(item, Mark) and item.low in _RELATIVE):
                opened = s.starts[item.i]
        elif item.kind in {",", "."}:
            found.append((opened, s.starts[item.i]))
            opened = None
    if opened is not None:
        found.append((opened, len(s.text)))
    return found


def _beside(s: Sentence, event: Event) -> Moment | None:
    """Return the time right behind the place: "captured X on 3 March and Y the next day"."""
    if event.anaphor or event.found.j <= event.cue.at:
        return None
    for item in s.chunks:
        if item.i >= event.found.j:
            at = s.starts[item.i]
            return next((m for m in s.days if m.start <= at < m.end), None) if item.kind == "T" else None
    return None


def _of_report(event: Event, calendar: Calendar) -> Span | None:
    verb = event.cue.verb
    if calendar.published is None or calendar.absolute or (verb is not None and verb.had):
        return None
    return Span(calendar.published - timedelta(days=1), calendar.published + timedelta(days=1))


def _in_clause(s: Sentence, at: int, moment: Moment) -> bool:
    """Tell whether a time that follows a trigger belongs to it: no verb between, and it does not open a clause."""
    for k, item in enumerate(s.chunks):
        where = s.starts[item.i]
        if isinstance(item, Verb) and at < where < moment.start:
            return False
        if item.kind == "T" and where >= moment.start:
            return not _opens(s, k)
    return True


def _opens(s: Sentence, k: int) -> bool:
    """Tell whether the time at chunk `k` opens a clause: nothing, a comma or a joining word stands before it."""
    if s.chunks[k + 1].kind == "." if k + 1 < len(s.chunks) else True:
        return False  # "X, the capital of the north, | on 3 March."
    while k > 0 and s.chunks[k - 1].kind in {"P", "T", "A"}:
        k -= 1
    return k == 0 or s.chunks[k - 1].kind in {",", "C", "S", ";", "."}


def move(s: Sentence, calendar: Calendar) -> None:
    """Move the story's day to the day that the sentence names: the last one that opens a clause, else the first."""
    if not s.days:
        if s.lows[0] in _LATER or ("later" in s.lows and s.lows[0] != "later" and "time" not in s.lows):
            calendar.day = None
        return
    days = _own(s, 0)
    if not days:
        return
    calendar.named = True
    times = [(s.starts[item.i], k) for k, item in enumerate(s.chunks) if item.kind == "T"]
    opening = [moment for moment in days for at, k in times if moment.start <= at < moment.end and _opens(s, k)]
    when = (opening[-1] if opening else days[0]).when
    calendar.day = when.start if when is not None and when.days == 1 else None

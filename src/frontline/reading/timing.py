"""On which day it happened: the time in an event's own clause, else the one named before it, else the story's day."""

from __future__ import annotations

__all__ = ["move", "when_of"]

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from frontline.model import Span

from .syntax import Verb

if TYPE_CHECKING:
    from .days import Calendar, Moment
    from .syntax import Sentence
    from .telling import Event

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
    if not s.days:
        return here if here is not None or calendar.named else _of_report(event, calendar)
    at = s.starts[event.cue.at]
    beside = _beside(s, event)
    if beside is not None:
        return beside.when
    before = [moment for moment in s.days if moment.start <= at]
    after = next((moment for moment in s.days if moment.start > at), None)
    if after is not None and _in_clause(s, at, after):
        return after.when
    if before:
        return before[-1].when
    if here is None and after is not None and len(s.days) == 1:
        return after.when
    return here


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
    while k > 0 and s.chunks[k - 1].kind in {"P", "T", "A"}:
        k -= 1
    return k == 0 or s.chunks[k - 1].kind in {",", "C", "S", ";", "."}


def move(s: Sentence, calendar: Calendar) -> None:
    """Move the story's day to the day that the sentence names: the last one that opens a clause, else the first."""
    if not s.days:
        if s.lows[0] in _LATER or ("later" in s.lows and s.lows[0] != "later" and "time" not in s.lows):
            calendar.day = None
        return
    calendar.named = True
    opening = [
        moment
        for moment in s.days
        for k, item in enumerate(s.chunks)
        if item.kind == "T" and moment.start <= s.starts[item.i] < moment.end and _opens(s, k)
    ]
    when = (opening[-1] if opening else s.days[0]).when
    calendar.day = when.start if when is not None and when.days == 1 else None

"""Days as people write them in tables: a day, a month, a year, or the days between two of these."""

from __future__ import annotations

__all__ = ["PRECISIONS", "read_day", "read_span"]

import re
from datetime import date, timedelta

from frontline.model import Span

PRECISIONS = ("day", "month", "year")

_WRITTEN = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2})(?:[T ]\d\d:.*)?)?)?", re.ASCII)
_HOW = "write a day as 2015-11-10, a month as 2015-11, a year as 2015"


def read_day(text: str) -> date:
    """Return the one day that the text names; ValueError says in a sentence what is wrong with it."""
    span = read_span(text)
    if span.days != 1:
        raise ValueError(f"'{text}' is no single day; write it as YYYY-MM-DD, for example 2015-11-10")
    return span.start


def read_span(text: str, precision: str = "") -> Span:
    """Return the days that the text names.

    `2015-11-10` is a day, `2015-11` a month, `2015` a year, `2015-10-22/2015-11-04` all days from the first to the
    second, both included; a time of day is passed over. `precision` (day, month, year) widens a day that only stands
    for its month or year, as tables have it that fill every date up to a day. ValueError says what is wrong.
    """
    first, slash, second = text.strip().partition("/")
    span = _part(first, text)
    if slash:
        span = Span(span.start, _part(second, text).end)
    if span.days <= 0:
        raise ValueError(f"'{text}' ends before it starts; put the earlier day first")
    if precision in {"", "day"}:
        return span
    if precision not in PRECISIONS:
        raise ValueError(f"'{precision}' is no precision of a date; write one of {', '.join(PRECISIONS)}")
    written = span.start.isoformat()
    return _part(written[:7] if precision == "month" else written[:4], text)


def _part(text: str, whole: str) -> Span:
    match = _WRITTEN.fullmatch(text.strip())
    if not match:
        raise ValueError(f"'{whole}' is no date; {_HOW}")
    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        start = date(year or 0, month or 1, day or 1)
        if day:
            return Span.day(start)
        if month:
            return Span(start, (start + timedelta(days=31)).replace(day=1))
        return Span(start, start.replace(year=start.year + 1))
    except (ValueError, OverflowError):
        raise ValueError(f"'{whole}' is no date of the calendar; {_HOW}") from None

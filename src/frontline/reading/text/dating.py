"""Which days a time means that the text names: resolved against the calendar and the story's day.

A day without a year takes the year that brings it nearest to the day that was last spoken of.
"""

from __future__ import annotations

__all__ = ["MONTHS", "NO_TIME", "NUMBERS", "RESOLVE", "WEEKDAYS", "shift"]

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

from frontline.model import Span

if TYPE_CHECKING:
    from collections.abc import Callable

    from .days import Calendar

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
            "september sept sep", "october oct", "november nov", "december dec",
        ), 1,
    )
    for name in names.split()
}  # fmt: skip
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
NUMBERS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12,
}  # fmt: skip
_YEAR_LEAD = re.compile(
    r"(?:\b(?:in|by|since|during|of|until|throughout|from|mid|early|late|and|to|around)[\s-]|[(–-])$", re.IGNORECASE
)
_ON = re.compile(r"\b(?:on|by|until|of|early|late)\s$", re.IGNORECASE)
_FRESH = 7  # days from publication within which a report speaks of news, and looks back from there
NO_TIME = object()  # what looked like a time is none


def _int(text: str) -> int:
    return int(re.match(r"\d+", text).group())  # type: ignore[union-attr]


def _month(name: str) -> int:
    return MONTHS[name.rstrip(".").lower()]


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
        return NO_TIME
    first = near.replace(day=1)
    months = (first - timedelta(days=1), first, first + timedelta(days=31))
    days = []
    for month in months:
        try:
            days.append(month.replace(day=int(m["o"])))
        except ValueError:
            continue
    return Span.day(min(days, key=lambda day: abs((day - near).days))) if days else NO_TIME


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
        return NO_TIME  # "may" and "march" are words
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
        return NO_TIME  # a number
    year = int(m["yy"])
    return Span(date(year, 1, 1), date(year + 1, 1, 1))


def _weekday(m: re.Match[str], c: Calendar, here: date | None) -> Span | None:
    wanted = WEEKDAYS.index(m["wd"].lower())
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


def shift(number: str, unit: str, sign: int, here: date | None) -> Span | None:
    """Return the day that lies a number of hours, days or weeks after another (`sign` -1: before it)."""
    if here is None:
        return None
    n = NUMBERS.get(number.lower()) or int(number)
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
        return NO_TIME if here is not None or c.published is None else Span.day(c.published)
    if c.published is None:
        return None
    return Span.day(c.published - timedelta(days=word == "yesterday"))


def _nothing(_: re.Match[str], __: Calendar, ___: date | None) -> None:
    return None


RESOLVE: dict[str, Callable[[re.Match[str], Calendar, date | None], Span | object | None]] = {
    "range": _range,
    "day": _day,
    "iso": lambda m, _c, _h: _numeric(m["iy"], m["im"], m["id"]),
    "ordinal": _ordinal,
    "dotted": _figures,
    "month": _month_span,
    "year": _year,
    "weekday": _weekday,
    "later": lambda m, _c, h: shift(m["n"], m["unit"], 1, h),
    "earlier": lambda m, c, h: shift(m["en"], m["eunit"], -1, c.published if "ago" in m.group() else h),
    "vague": _nothing,
    "next": _next,
    "previous": _previous,
    "span": _nothing,
    "same": _same,
    "now": _now,
    "thatmonth": _nothing,
}

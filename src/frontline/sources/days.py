"""The day a map is of: from its file's name or from a property."""

from __future__ import annotations

__all__ = ["DATE_FIELDS", "day_in_name", "day_of_value"]

import re
from datetime import date, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

DATE_FIELDS = ("date", "day", "datum", "map_date", "date_map", "snapshot", "as_of")
"""Names of properties that are taken for the day where none is named, in this order, in any case of letters."""

# A day in a file's name. Year first or last; never the American month first, which nobody can tell from a day.
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})([-_.]?)(\d{2})\2(\d{2})(?!\d)")
_YEAR_LAST = re.compile(r"(?<!\d)(\d{1,2})([-_.])(\d{1,2})\2(\d{4})(?!\d)")


def day_in_name(name: str) -> date | None:
    """Return the one day that a file's name tells, None where it tells none; ValueError where it tells several."""
    found = {*_days(_YEAR_FIRST.findall(name), (0, 2, 3)), *_days(_YEAR_LAST.findall(name), (3, 2, 0))}
    if len(found) > 1:
        days = " and ".join(sorted(day.isoformat() for day in found))
        raise ValueError(f"its name tells {days}; leave one, or say --date")
    return next(iter(found), None)


def _days(matches: Iterable[tuple[str, ...]], places: tuple[int, int, int]) -> Iterable[date]:
    for match in matches:
        year, month, day = (int(match[place]) for place in places)
        if 1900 <= year <= 2100:
            try:
                yield date(year, month, day)
            except ValueError:
                continue


def day_of_value(value: object) -> date | None:
    """Return the day that a property's value tells (a date, ISO text with or without a time, 20250131)."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, bool) or value is None:
        return None
    text = str(value).strip()
    for read in (date.fromisoformat, lambda text: datetime.fromisoformat(text).date()):
        try:
            return read(text)
        except ValueError:
            continue
    match = _YEAR_LAST.fullmatch(text) or _YEAR_FIRST.match(text)
    return day_in_name(match.group()) if match else None

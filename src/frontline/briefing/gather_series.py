"""What a briefing on a day of a series of maps is written from: the pictures of the day and of the week before."""

from __future__ import annotations

__all__ = ["gather_series"]

from bisect import bisect_right
from datetime import timedelta
from typing import TYPE_CHECKING

from frontline.model import Record, Report, Span
from frontline.picture.daily import draw_day
from frontline.picture.lives import pocket_lives
from frontline.sources import control_map, theatre_of
from frontline.sources.series import known_day

from .situation import Situation

if TYPE_CHECKING:
    from datetime import date

    from frontline.sources import Series


def gather_series(series: Series, day: date, *, weeks: int = 6) -> Situation:
    """Return the situation on a known day of a series; NotFoundError where it is not known.

    The week before is the last known day at least seven days earlier. The record is the day's map alone: it makes no
    claims.
    """
    number = known_day(series, day)
    lives = pocket_lives(series, last=day, least_km2=0)
    earlier = bisect_right(series.days, day - timedelta(days=7)) - 1
    source = series.files[number]
    report = Report(id=source, source=source, text="", origin=source, published=Span.day(day), title=f"Map of {day}")
    return Situation(
        theatre=theatre_of(series),
        record=Record({report.id: report}, ()),
        control_map=control_map(series, day),
        picture=draw_day(series, day, pockets=lives),
        week_before=draw_day(series, series.days[earlier], pockets=lives) if earlier >= 0 else None,
        window=Span(day - timedelta(days=7 * weeks - 1), day + timedelta(days=1)),
    )

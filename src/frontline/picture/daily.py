"""The picture of a day of a series of maps: as of any control map, and what the days before it add."""

from __future__ import annotations

__all__ = ["draw_day"]

from dataclasses import replace
from typing import TYPE_CHECKING

import shapely

from frontline.sources.series import control_map

from .draw import draw_map
from .lives import pocket_lives
from .moving import moving_part
from .salients import salients, scale_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from frontline.model import Life, Picture, Place, Pocket
    from frontline.sources import Series


def draw_day(
    series: Series,
    day: date,
    *,
    scale_km: float | None = None,
    gazetteer: Iterable[Place] = (),
    pockets: Sequence[Life] | None = None,
) -> Picture:
    """Return the picture of a known day of a series, its pockets with the day since which they are cut off.

    Where no boundary tells fronts from coasts, salients are looked for where ground changes hands in the series. The
    pockets' lives are followed up to the day where the caller has not followed them. No routes, no tempo. Raises
    NotFoundError where the day is not known.
    """
    places = tuple(gazetteer)
    mapped = control_map(series, day)
    picture = draw_map(mapped, gazetteer=places, scale_km=scale_km)
    if series.given_boundary is None:
        moving = moving_part(series, day, scale_km or scale_of(mapped))
        found = salients(moving, scale_km=scale_km or scale_of(mapped), gazetteer=places)
        picture = replace(picture, salients=found)
    lives = pocket_lives(series, last=day, least_km2=0) if pockets is None else pockets
    return replace(picture, pockets=tuple(_since(pocket, lives, day) for pocket in picture.pockets))


def _since(pocket: Pocket, lives: Sequence[Life], day: date) -> Pocket:
    for life in lives:
        there = life.side == pocket.side and life.start <= day and (life.end is None or day < life.end)
        if there and not life.before_record and shapely.intersection(life.shape, pocket.shape).area > 0:
            return replace(pocket, since=life.start, days=(day - life.start).days + 1)
    return pocket

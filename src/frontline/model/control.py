"""The words of control: who holds what on a day, place by place and as areas."""

from __future__ import annotations

__all__ = ["ControlMap", "PlaceControl"]

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from shapely.geometry.base import BaseGeometry


@dataclass(frozen=True, slots=True)
class PlaceControl:
    """The belief about one place on one day.

    `p` gives each side's probability (sums to 1); `holder` is the likeliest side; `claims` counts the independent
    claims that the belief rests on, 0 where it is taken from the neighbours; `disputed` says that factual claims
    in force on the day name different holders.
    """

    place_id: str
    place: str
    lat: float
    lon: float
    holder: str
    p: Mapping[str, float]
    claims: int = 0
    disputed: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class ControlMap:
    """Who holds which ground on a day. Places with their beliefs, or somebody's polygons: one thing downstream.

    `areas` are disjoint (multi)polygons by side, WGS84 lon/lat, inside `boundary`; ground that is in no side's area
    (water, unknown) is no one's. `doubt` is the part of the areas in which the holder's probability is below 0.75.
    `cells` is the Thiessen cell of each place, where the map is made of places. `crs` is the metric projection to
    measure shapes in (areas and lengths are geodesic).
    """

    day: date
    areas: Mapping[str, BaseGeometry]
    boundary: BaseGeometry
    crs: str
    places: tuple[PlaceControl, ...] = ()
    cells: Mapping[str, BaseGeometry] | None = None
    doubt: BaseGeometry | None = None

"""The words for things on the map that live through days: salients, corridors, pockets with one identity each."""

from __future__ import annotations

__all__ = ["Happening", "Life", "LifeDay"]

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import date

    from shapely.geometry.base import BaseGeometry

What = Literal[
    "born", "grown", "shrunk", "narrowed", "widened", "pinched off", "relieved", "merged", "levelled", "collapsed"
]


@dataclass(frozen=True, slots=True)
class LifeDay:
    """What a thing measured on one known day. A pocket has no neck: its `neck_km` is None, its length its reach."""

    day: date
    area_km2: float
    length_km: float
    neck_km: float | None = None


@dataclass(frozen=True, slots=True)
class Happening:
    """What became of a thing on a known day. `after` is the known day before it: it happened between the two.

    `figure` is the area in km² or the neck's width in km that it grew, shrank, narrowed or widened to.
    """

    day: date
    after: date | None
    what: What
    figure: float | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Life:
    """One salient, corridor or pocket from its first known day to its last.

    `start` is the first known day on which it is seen; with `before_record` it was there already when the span
    begins. `end` is the first known day without it, None while it lasts; `into` the pocket that is left of it then.
    `matter` is what it is sorted by: its area summed over its days, km² days. `shape` is as it was at its largest,
    `at` the middle of its neck then, or of the pocket.
    """

    id: str
    name: str
    kind: Literal["salient", "corridor", "pocket"]
    side: str
    against: str | None
    start: date
    end: date | None
    days: tuple[LifeDay, ...]
    happenings: tuple[Happening, ...]
    matter: float
    at: tuple[float, float]
    shape: BaseGeometry
    into: str | None = None
    before_record: bool = False

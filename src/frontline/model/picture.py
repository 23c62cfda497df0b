"""The words of the picture: what a control map means on its day. Kilometres and square kilometres are geodesic."""

from __future__ import annotations

__all__ = [
    "Front",
    "Neck",
    "Phase",
    "Picture",
    "Pocket",
    "RouteState",
    "RouteStatus",
    "Salient",
    "SideTotal",
    "Siege",
    "Spell",
    "Stall",
    "Tempo",
    "Week",
]

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from shapely.geometry.base import BaseGeometry

RouteStatus = Literal["open", "threatened", "contested", "cut"]


@dataclass(frozen=True, slots=True)
class SideTotal:
    """How much a side holds."""

    area_km2: float
    places: int


@dataclass(frozen=True, slots=True, eq=False)
class Front:
    """The border shared by two sides; `line` in WGS84."""

    sides: tuple[str, str]
    length_km: float
    line: BaseGeometry


@dataclass(frozen=True, slots=True)
class Neck:
    """The narrowest width of a salient or corridor: `at` is its middle, `across` its two ends, all (lon, lat).

    `beyond` is where the ground that it would cut off is widest, None where nobody looked.
    """

    width_km: float
    at: tuple[float, float]
    near: str | None
    across: tuple[tuple[float, float], tuple[float, float]]
    beyond: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Salient:
    """A finger of a side's ground into another's; a corridor where it leads on to ground `beyond` its neck.

    `length_km` along its middle from base to tip, `base_km` the width where it leaves the main body, `flank_km` the
    part of its edge that faces another side and `exposed` that part as a share of its edge without the base; `flanks`
    are its kilometres by the side that is faced.
    """

    name: str
    kind: Literal["salient", "corridor"]
    side: str
    against: str | None
    length_km: float
    base_km: float
    neck: Neck
    flank_km: float
    exposed: float
    area_km2: float
    beyond: tuple[str, ...]
    shape: BaseGeometry
    flanks: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class Pocket:
    """Ground of a side that is cut off from its rear. `since` is None where it began before the record."""

    name: str
    side: str
    by: tuple[str, ...]
    places: tuple[str, ...]
    area_km2: float
    since: date | None
    days: int | None
    shape: BaseGeometry


@dataclass(frozen=True, slots=True)
class RouteState:
    """A route as one side can use it on a day; `at` names where it is not open and `since` dates the status.

    A side uses a road from the first to the last place that it holds there: `between` names the two where that is
    not the whole road.
    """

    id: str
    name: str
    side: str
    status: RouteStatus
    since: date | None
    at: tuple[str, ...]
    between: tuple[str, str] | None = None

    @property
    def line(self) -> str:
        """The road's name, with the stretch that the side's line on it is where that is not all of it."""
        return f"{self.name} ({self.between[0]}–{self.between[1]})" if self.between else self.name


@dataclass(frozen=True, slots=True)
class Spell:
    """A side's unbroken hold of a place; `end` is None while it lasts, `p` its mean probability."""

    side: str
    start: date
    end: date | None
    p: float


@dataclass(frozen=True, slots=True)
class Siege:
    """A place cut off by an enemy. `start_doubt` are the days between which the start lies with 90 % probability."""

    place: str
    by: tuple[str, ...]
    start: date
    end: date | None
    days: int
    start_doubt: tuple[date, date]
    end_doubt: tuple[date, date] | None


@dataclass(frozen=True, slots=True)
class Week:
    """What a side gained and lost in the seven days from `start`."""

    start: date
    gained: int
    lost: int
    gained_km2: float
    lost_km2: float


@dataclass(frozen=True, slots=True)
class Stall:
    """A place fought over for long by the side that wanted it, and what followed when it fell.

    `end` is the day it fell, None if it did not; `broke_to` are the places taken in the days right after.
    """

    place: str
    side: str
    start: date
    end: date | None
    days: int
    broke_to: tuple[str, ...]
    break_days: int | None


@dataclass(frozen=True, slots=True)
class Phase:
    """A stretch of days through which a side took places at one pace; `end` is None for the one that lasts."""

    start: date
    end: date | None
    places_a_week: float


@dataclass(frozen=True, slots=True)
class Tempo:
    """The pace of a side's campaign up to the picture's day."""

    weeks: tuple[Week, ...]
    stalls: tuple[Stall, ...]
    phases: tuple[Phase, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """What a control map means on its day."""

    day: date
    sides: Mapping[str, SideTotal]
    fronts: tuple[Front, ...]
    salients: tuple[Salient, ...]
    pockets: tuple[Pocket, ...]
    routes: tuple[RouteState, ...]
    tempo: Mapping[str, Tempo]

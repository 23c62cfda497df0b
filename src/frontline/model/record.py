"""The words of the record: theatre, side, place, route, report, claim.

Plain frozen values without behaviour beyond what a value can say of itself. Coordinates are WGS84 degrees,
spans of days are half-open.
"""

from __future__ import annotations

__all__ = [
    "KINDS",
    "Claim",
    "Hold",
    "Kind",
    "Place",
    "Record",
    "Report",
    "Route",
    "Side",
    "Source",
    "Span",
    "Stretch",
    "Theatre",
]

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal, NamedTuple, get_args

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from shapely.geometry.base import BaseGeometry

Kind = Literal["gain", "hold", "attack", "repel", "advance", "withdraw", "besiege", "relieve", "cut", "reopen"]
KINDS: tuple[Kind, ...] = get_args(Kind)


class Span(NamedTuple):
    """Days from `start` up to and without `end`."""

    start: date
    end: date

    @classmethod
    def day(cls, day: date) -> Span:
        """Return the span that is one day."""
        return cls(day, day + timedelta(days=1))

    @property
    def last(self) -> date:
        """The last day of the span."""
        return self.end - timedelta(days=1)

    @property
    def days(self) -> int:
        """How many days the span has."""
        return (self.end - self.start).days


@dataclass(frozen=True, slots=True)
class Side:
    """A party to the war. `aliases` are all names that reports give it, its units and its people."""

    id: str
    name: str
    colour: str  # "#rrggbb"
    aliases: tuple[str, ...] = ()
    rear: tuple[str, ...] = ()  # ids of places from which the side is supplied; a pocket is cut off from all of them
    foe: str | None = None  # the id of the side that it mostly fights: of use where a report does not tell


@dataclass(frozen=True, slots=True)
class Place:
    """A named point. `kind` is village, town, city, airbase, base, hill, junction, industry, oilfield, checkpoint ...

    `size` is 1 (a checkpoint) to 5 (a city): it decides how large the place is drawn, never how it is believed.
    `people` and `garrison` are how many live there and how many soldiers hold it, as published; None where not given.
    """

    id: str
    name: str
    lat: float
    lon: float
    kind: str = "village"
    aliases: tuple[str, ...] = ()
    size: int = 2
    people: int | None = None
    garrison: int | None = None


@dataclass(frozen=True, slots=True)
class Route:
    """A road as the ordered ids of the places on it."""

    id: str
    name: str
    places: tuple[str, ...]
    aliases: tuple[str, ...] = ()


class Stretch(NamedTuple):
    """A part of a route between two of its places, in the route's order. The whole route: its first and last place."""

    route: str
    start: str
    end: str


@dataclass(frozen=True, slots=True)
class Hold:
    """Who held a place when the record begins (`start.csv`). `source` is "assumed" where nobody says so."""

    place: str
    side: str
    since: date
    source: str


@dataclass(frozen=True, slots=True)
class Source:
    """A source of reports as an analyst grades it (`sources.csv`).

    `origin` is whose words it carries (a reprint's original, an agency): claims of one origin count once.
    `grade` is the reliability of the Admiralty code, A (reliable) to E (unreliable), F (cannot be judged).
    `lean` is the side that the source favours, None where it favours none.
    """

    name: str
    origin: str
    grade: str = "F"
    lean: str | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """A text with where it comes from. `published` is None where nobody knows; a month or a year is a span."""

    id: str
    source: str
    text: str
    origin: str
    grade: str = "F"
    lean: str | None = None
    published: Span | None = None
    url: str = ""
    title: str = ""
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Claim:
    """What one report says happened to one place (or road), by one side, in a span of days.

    `place` is the name as written, `place_id` the theatre's place it was resolved to, `stretch` the part of a
    route where it speaks of a road. `when` is the span of days in which it happened (one day, a month, a year ...),
    None where nobody can tell. `quote` is `report.text[start:end]`; a claim entered by hand that quotes nothing has
    start = end = 0 and its own words in `quote`. `credibility` is the Admiralty code's 1 (confirmed) to 5
    (improbable), 6 (cannot be judged). `readers` are who found it: "hand", "grammar", "llm:<model>". `also` are the
    other reports that say the same and count with this one (copies, dispatches of one origin), `decision` what an
    analyst decided on it ("accepted", "amended", "" for nothing yet).
    """

    kind: Kind
    actor: str | None
    target: str | None
    place: str
    place_id: str | None = None
    stretch: Stretch | None = None
    lat: float | None = None
    lon: float | None = None
    when: Span | None = None
    factual: bool = True
    start: int = 0
    end: int = 0
    quote: str = ""
    readers: tuple[str, ...] = ()
    credibility: int = 6
    report: str = ""
    id: str = ""
    also: tuple[str, ...] = ()
    decision: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Theatre:
    """The area and the war: everything of a theatre's folder except the texts of its reports.

    `boundary` and `water` are shapely geometries in WGS84 lon/lat; `water` belongs to no one. `crs` is a metric
    projection for the theatre (an azimuthal equal-area one about its middle unless theatre.toml names another).
    The mappings keep the order of the files and are keyed by id (`sources`: by name). `day` is the one worth showing
    first, where theatre.toml names one.
    """

    id: str
    name: str
    start: date
    end: date
    sides: Mapping[str, Side]
    places: Mapping[str, Place]
    boundary: BaseGeometry
    crs: str
    routes: Mapping[str, Route] = field(default_factory=dict)
    start_holds: tuple[Hold, ...] = ()
    sources: Mapping[str, Source] = field(default_factory=dict)
    water: BaseGeometry | None = None
    folder: Path | None = None
    day: date | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Record:
    """What the ledger holds at one moment: reports by id, and their claims as the analysts' decisions leave them.

    A claim that several readers found in one report stands once, with all of them in `readers`; a reprint's claims
    stand once for all reports of one origin (docs/ledger.md tells how). `told` has them before origins count once: what
    each text says. `known_on` is the day up to which reports were known, None for all.
    """

    reports: Mapping[str, Report]
    claims: tuple[Claim, ...]
    known_on: date | None = None
    told: tuple[Claim, ...] = ()

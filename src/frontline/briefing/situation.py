"""What a briefing is written from: a day's picture, what led to it, and the claims that each part rests on."""

from __future__ import annotations

__all__ = [
    "Ahead",
    "Change",
    "CounterStory",
    "Dispute",
    "EventStory",
    "Initiative",
    "RouteSpell",
    "RouteStory",
    "SiegeStory",
    "Situation",
    "Strip",
    "holder_by",
]

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from .words import the

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from frontline.ledger import Agreement
    from frontline.model import Claim, ControlMap, Picture, Pocket, Record, RouteStatus, Siege, Span, Spell, Theatre
    from frontline.outlook.counterattack import Counter
    from frontline.outlook.events import Event
    from frontline.outlook.halt import Halt


@dataclass(frozen=True, slots=True)
class Change:
    """A place that changed hands. `p` is the new holder's probability on the briefing's day.

    `claims` say so or bear it out; `against` are dated near it and name another holder.
    """

    place_id: str
    place: str
    day: date
    before: str
    after: str
    p: float
    claims: tuple[Claim, ...] = ()
    against: tuple[Claim, ...] = ()


@dataclass(frozen=True, slots=True)
class SiegeStory:
    """A siege that lasts on the briefing's day or ended in its window, with the claims about its start and its end.

    `side` is the one besieged, `eve` the pocket that held the place on the siege's last day, or on the briefing's.
    """

    place_id: str
    siege: Siege
    side: str
    starts: tuple[Claim, ...] = ()
    ends: tuple[Claim, ...] = ()
    eve: Pocket | None = None


@dataclass(frozen=True, slots=True)
class RouteSpell:
    """What a side could make of a route for a time; `end` is None while it lasts.

    `start_doubt` are the days between which it began with 90 % probability, where claims about the road tell.
    """

    side: str
    status: RouteStatus
    start: date
    end: date | None
    at: tuple[str, ...] = ()
    start_doubt: tuple[date, date] | None = None
    claims: tuple[Claim, ...] = ()


@dataclass(frozen=True, slots=True)
class RouteStory:
    """The spells of a road or a stretch of it, side by side and in order, as far as they touch the briefing's window.

    `route` is the id of the whole road.
    """

    id: str
    route: str
    name: str
    spells: tuple[RouteSpell, ...]


@dataclass(frozen=True, slots=True)
class Dispute:
    """A place of which reports do not agree who held it when.

    `claims` name a holder, by side and date; the record as a whole does not bear out those in `against` (their side
    had less than two thirds of the probability on all the days that they speak of). `spells` is what it makes of the
    place, `p` each side's probability on the briefing's day.
    """

    place_id: str
    place: str
    p: Mapping[str, float]
    claims: Mapping[str, tuple[Claim, ...]]
    against: tuple[Claim, ...]
    spells: tuple[Spell, ...]


@dataclass(frozen=True, slots=True)
class Strip:
    """A place's row of the timeline.

    `spells` are its holders as (side, first day, day after the last, mean probability), `claims` what is said of it,
    `sieges` are (besieger, first day, day after the last).
    """

    place: str
    spells: tuple[tuple[str, date, date, float], ...]
    claims: tuple[Claim, ...] = ()
    sieges: tuple[tuple[str, date, date], ...] = ()


class Initiative(NamedTuple):
    """The side that took most ground in so many days, less what it lost."""

    side: str
    net_km2: float
    days: int


class EventStory(NamedTuple):
    """An event with the claims that tell of it."""

    event: Event
    claims: tuple[Claim, ...]


class CounterStory(NamedTuple):
    """The chances of a counter-attack on a corridor within some days, the fewest first.

    `salient` is the corridor's number in the picture, `claims` tell of the ground that was lost there lately.
    """

    salient: int
    chances: tuple[Counter, ...]
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Ahead:
    """What counted most since a day, the first first, and what may follow: what lies open, what chances there are."""

    since: date
    events: tuple[EventStory, ...] = ()
    initiative: Initiative | None = None
    halt: Halt | None = None
    counters: tuple[CounterStory, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Situation:
    """A day with what led to it. `week_before` is the picture seven days earlier, `window` the weeks looked back on."""

    theatre: Theatre
    record: Record
    control_map: ControlMap
    picture: Picture
    week_before: Picture | None
    window: Span
    changes: tuple[Change, ...] = ()
    sieges: tuple[SiegeStory, ...] = ()
    routes: tuple[RouteStory, ...] = ()
    disputes: tuple[Dispute, ...] = ()
    strips: tuple[Strip, ...] = ()
    agreement: Agreement | None = None
    silent: int = 0  # places whose likeliest holder became another in seven days, without a claim of their own
    ahead: Ahead | None = None  # None where it was not asked: maps alone make no claims to judge by

    @property
    def day(self) -> date:
        """The day that the briefing is about."""
        return self.picture.day

    @property
    def necks(self) -> tuple[int, ...]:
        """Return the numbers of the picture's salients that matter now: corridors, and what leads to recent changes.

        Those first beyond whose neck lie most of the places that were besieged or changed hands lately.
        """
        lately = {story.siege.place for story in self.sieges} | {change.place for change in self.changes}
        weighed = [
            (len(lately & set(one.beyond)), one.kind == "corridor", -at)
            for at, one in enumerate(self.picture.salients)
            if one.kind == "corridor" or lately & set(one.beyond)
        ]
        return tuple(-at for _, _, at in sorted(weighed, reverse=True))

    def foremost(self, names: Iterable[str]) -> list[str]:
        """Sort names of places: what was besieged first, then those of which most is reported, then by name."""
        besieged = {story.siege.place for story in self.sieges}
        claims = {place.place: place.claims for place in self.control_map.places}
        return sorted(names, key=lambda name: (name not in besieged, -claims.get(name, 0), name))

    def name(self, side_id: str) -> str:
        """Return a side's name, for a table; an id that the theatre does not know stands for itself."""
        side = self.theatre.sides.get(side_id)
        return side.name if side else side_id

    def side(self, side_id: str) -> str:
        """Return a side's name as it stands within a sentence."""
        return the(self.name(side_id))

    def origins(self, claims: Iterable[Claim]) -> set[str]:
        """Return the origins of all reports that say these claims: whose words they are, reprints counted once."""
        told = [report for claim in claims for report in (claim.report, *claim.also)]
        return {self.record.reports[report].origin for report in told if report in self.record.reports}


def holder_by(claim: Claim) -> str | None:
    """Return the side that holds the place if the claim is right, None where the claim does not say."""
    if not claim.factual or claim.stretch is not None:
        return None
    if claim.kind in {"gain", "hold", "repel", "relieve"}:
        return claim.actor
    if claim.kind in {"besiege", "attack"}:
        return claim.target
    return None

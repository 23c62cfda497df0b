"""Which event counted: what each change in the record changed by itself, ranked.

An event is what one side brought about on one day in one area: places it took, sieges it broke or laid, roads it cut
or opened. What it changed is worked out by itself: the eve's map with this event's changes alone, compared with the
eve's map. So the day's other events, and ground that nobody speaks of, count for nothing in it.
"""

from __future__ import annotations

__all__ = ["Event", "RouteTurn", "rank"]

from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from frontline.control import legs_of, place_beliefs
from frontline.model import Stretch
from frontline.picture.course import plots
from frontline.picture.measure import distances_km
from frontline.picture.routes import held_on, road_on, route_history, state_of
from frontline.picture.sieges import sieges_of
from frontline.picture.tempo import changes

from .lines import lines_of, standing
from .whatif import Isolated, isolated

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from numpy.typing import NDArray

    from frontline.control import Belief
    from frontline.model import RouteStatus, Siege
    from frontline.picture.routes import Road

    from .lines import Standing

NEAR_KM = 12.0  # changes of one day and side with no wider gap between them are one event


class RouteTurn(NamedTuple):
    """A route that an event changed for a side; a status is None where the side has no line on it.

    `places` is how many places of the route the side's line on it joins, where the line is, or was, not cut.
    """

    id: str
    name: str
    side: str
    before: RouteStatus | None
    after: RouteStatus | None
    places: int = 0


@dataclass(frozen=True, slots=True)
class Event:
    """What a side brought about on a day, and what that changed.

    `places` are the ids of those it took, from the sides `against`; `area_km2` is their ground and `front_km_change` by
    how much they lengthened the fronts. `broken` and `laid` are sieges that ended and began, `freed` and `cut_off` the
    places that won or lost their way to the rear, `routes` those that came to be cut or ceased to be. `weights` is what
    the event comes to in each of these as a share of the largest of the span, `score` their sum; `reason` says it in
    words.
    """

    day: date
    side: str
    against: tuple[str, ...]
    places: tuple[str, ...]
    area_km2: float
    front_km_change: float
    broken: tuple[Siege, ...]
    laid: tuple[Siege, ...]
    freed: tuple[Isolated, ...]
    cut_off: tuple[Isolated, ...]
    routes: tuple[RouteTurn, ...]
    weights: Mapping[str, float]
    score: float
    reason: str

    @property
    def siege_days(self) -> int:
        """How long the longest siege had lasted that the event ended."""
        return max((siege.days for siege in self.broken), default=0)


class _Raw(NamedTuple):
    """The parts of an event before it is measured: places taken with their losers, sieges, all by index."""

    day: date
    side: int
    taken: dict[int, int]
    broken: list[tuple[int, Siege]]
    laid: list[tuple[int, Siege]]


def rank(belief: Belief, start: date, end: date, *, near_km: float = NEAR_KM) -> tuple[Event, ...]:
    """Return the events from `start` up to and without `end`, those first that changed most.

    The score is a sum of shares of the span's largest: ground (km²), front (km), supply (places cut off or freed, by
    size), roads (places on the lines that were cut or opened), and sieges ended (days). Changes that only follow from
    neighbours are no events.
    """
    raw = _raw(belief, start, end, near_km)
    eves: dict[date, Standing] = {}
    found = [event for one in raw if (event := _measured(belief, one, eves)) is not None]
    return _weighed(belief, _with_roads(belief, found, start, end))


def _raw(belief: Belief, start: date, end: date, near_km: float) -> list[_Raw]:
    index = {place: at for at, place in enumerate(belief.theatre.places)}
    lonlat = np.array([(place.lon, place.lat) for place in belief.theatre.places.values()])
    parts: dict[tuple[date, int], _Raw] = {}

    def on(day: date, side: int) -> _Raw:
        return parts.setdefault((day, side), _Raw(day, side, {}, [], []))

    for change in changes(belief, until=end - timedelta(days=1)):
        if change.day >= start:
            on(change.day, change.winner).taken[change.place] = change.loser
    for place_id in map(str, belief.sieges.index):
        for siege in sieges_of(belief, place_id):
            at = index[place_id]
            if siege.end is not None and start <= siege.end < end:
                holder = int(place_beliefs(belief, siege.end)[at].argmax())
                on(siege.end, holder).broken.append((at, siege))
            if start <= siege.start < end and siege.by:
                on(siege.start, belief.sides.index(siege.by[-1])).laid.append((at, siege))
    return [one for part in parts.values() for one in _parted(part, lonlat, near_km)]


def _parted(whole: _Raw, lonlat: NDArray[np.float64], near_km: float) -> Iterable[_Raw]:
    """Part what a side did on a day where there is a wide gap between the places."""
    left = {*whole.taken, *(at for at, _ in whole.broken), *(at for at, _ in whole.laid)}
    while left:
        group, todo = set(), [min(left)]
        while todo:
            at = todo.pop()
            if at in left:
                left.discard(at)
                group.add(at)
                others = sorted(left)
                todo += (
                    [o for o, km in zip(others, distances_km(lonlat[others], lonlat[at]), strict=True) if km <= near_km]
                    if others
                    else []
                )
        yield whole._replace(
            taken={at: loser for at, loser in whole.taken.items() if at in group},
            broken=[one for one in whole.broken if one[0] in group],
            laid=[one for one in whole.laid if one[0] in group],
        )


def _measured(belief: Belief, raw: _Raw, eves: dict[date, Standing]) -> Event | None:
    theatre, graph = belief.theatre, plots(belief)
    ids = list(theatre.places)
    eve = max(raw.day - timedelta(days=1), theatre.start)
    if eve not in eves:
        eves[eve] = standing(belief, eve)
    before = eves[eve]
    taken = {at: loser for at, loser in raw.taken.items() if before.holder[at] != raw.side}
    if not taken and not raw.broken and not raw.laid:
        return None
    flips = {ids[at]: belief.sides[raw.side] for at in taken}
    after = standing(belief, eve, supposing=flips) if flips else before
    sides = [raw.side, *dict.fromkeys(before.holder[at] for at in taken)]
    relieved = [theatre.places[ids[at]] for at, _ in raw.broken]
    freed = [Isolated(one.id, one.name, one.kind, belief.sides[raw.side], "ground", None) for one in relieved]
    cut_off = []
    for side in sides:
        old, new = (lines_of(belief, now, belief.sides[side]) for now in (before, after))
        cut_off += isolated(belief, old, new)
        freed += [one for one in isolated(belief, new, old) if one.place_id not in {same.id for same in relieved}]
    return Event(
        day=raw.day,
        side=belief.sides[raw.side],
        against=tuple(belief.sides[side] for side in sides[1:]),
        places=tuple(ids[at] for at in sorted(taken, key=lambda at: -theatre.places[ids[at]].size)),
        area_km2=float(graph.area_km2[list(taken)].sum()),
        front_km_change=_front_km(belief, after) - _front_km(belief, before),
        broken=tuple(siege for _, siege in raw.broken),
        laid=tuple(siege for _, siege in raw.laid),
        freed=tuple(freed),
        cut_off=tuple(cut_off),
        routes=tuple(_turns(belief, before, after, raw.side)) if flips else (),
        weights={},
        score=0.0,
        reason="",
    )


def _front_km(belief: Belief, now: Standing) -> float:
    graph = plots(belief)
    return float(graph.border_km[now.holder[graph.pairs[:, 0]] != now.holder[graph.pairs[:, 1]]].sum())


def _turns(belief: Belief, before: Standing, after: Standing, winner: int) -> Iterable[RouteTurn]:
    """Yield the lines that the winner opened for itself and cut for others.

    A line that is cut only since it has grown, or is no longer since its lost end does not count, is neither.
    """
    for route_id, road in before.roads.items():
        for number, side in enumerate(belief.sides):
            was, now = (state_of(one, number) for one in (road, after.roads[route_id]))
            old, new = was.status if was else None, now.status if now else None
            if (old == "cut") != (new == "cut") and (new == "cut") == (number != winner):
                length = _length(road if new == "cut" else after.roads[route_id], number)
                yield RouteTurn(route_id, belief.theatre.routes[route_id].name, side, old, new, length)


def _length(road: Road, side: int) -> int:
    """Return how many places of a road lie on a side's line, from the first that it holds to the last."""
    held = np.flatnonzero(held_on(road, side))
    return int(held[-1] - held[0]) + 1 if len(held) else 0


def _with_roads(belief: Belief, events: list[Event], start: date, end: date) -> list[Event]:
    """Add what reports say of roads: to the event of the day that took a place there, or as an event by itself."""
    told = {(turn.id, turn.side, event.day) for event in events for turn in event.routes}
    for route in belief.theatre.routes.values():
        whole = Stretch(route.id, route.places[0], route.places[-1])
        # The stretch that is told of before the whole road that it cuts: what hangs on it is less.
        for stretch in dict.fromkeys((*legs_of(belief, route.id), whole)):
            for day, turn, dated in _road_turns(belief, stretch, start, end):
                if (route.id, turn.side, day) in told:
                    continue
                first, last = sorted((route.places.index(stretch.start), route.places.index(stretch.end)))
                on_it = {*route.places[first : last + 1]}
                at = next((n for n, one in enumerate(events) if one.day == day and on_it & {*one.places}), None)
                cut = turn.after == "cut"
                if at is not None:
                    if cut == (turn.side == events[at].side):
                        continue  # its own line reaches farther, or another's lost end no longer counts
                    events[at] = replace(events[at], routes=(*events[at].routes, turn))
                elif dated:
                    by = _cutter(belief, route.id, turn.side, day) if cut else turn.side
                    against = () if by == turn.side else (turn.side,)
                    hanging = _hanging(belief, stretch, turn, day)
                    freed, cut_off = ((), hanging) if cut else (hanging, ())
                    events.append(Event(day, by, against, (), 0.0, 0.0, (), (), freed, cut_off, (turn,), {}, 0.0, ""))
                else:
                    continue
                told.add((route.id, turn.side, day))
    return events


def _road_turns(belief: Belief, stretch: Stretch, start: date, end: date) -> Iterable[tuple[date, RouteTurn, bool]]:
    """Yield when a stretch came to be cut for a side or ceased to be, and whether road claims tell of the day."""
    theatre = belief.theatre
    route = theatre.routes[stretch.route]
    name = route.name
    if {stretch.start, stretch.end} != {route.places[0], route.places[-1]}:
        name = f"{theatre.places[stretch.start].name}–{theatre.places[stretch.end].name} stretch of the {name}"
    for side, spells in route_history(belief, route.id, between=(stretch.start, stretch.end), end=end).items():
        for old, new in pairwise(spells):
            turned = (old.status == "cut") != (new.status == "cut") and old.end == new.start
            if turned and start <= new.start < end:
                open_on = new.start if old.status == "cut" else max(new.start - timedelta(days=1), theatre.start)
                length = _length(road_on(belief, route.id, open_on), belief.sides.index(side))
                turn = RouteTurn(route.id, name, side, old.status, new.status, length)
                yield new.start, turn, new.start_doubt is not None


def _hanging(belief: Belief, stretch: Stretch, turn: RouteTurn, day: date) -> tuple[Isolated, ...]:
    """Return the side's places that hang by road on a stretch on the day that it was open last, or first."""
    open_on = max(day - timedelta(days=1), belief.theatre.start) if turn.after == "cut" else day
    ways = (standing(belief, open_on), standing(belief, open_on, cut=[stretch]))
    return tuple(isolated(belief, *(lines_of(belief, now, turn.side) for now in ways)))


def _cutter(belief: Belief, route_id: str, side: str, day: date) -> str:
    """Return the side that likeliest holds the stretch, or a place, at which a side's line is cut."""
    road, number = road_on(belief, route_id, day), belief.sides.index(side)
    chances = np.array(
        [stop.p[0] for stop in road.stops if stop.told[0] and stop.p[0, number] < 0.5] or [road.stops[0].p[0]]
    )
    chances[:, number] = -1
    return belief.sides[int(chances.max(axis=0).argmax())]


def _weighed(belief: Belief, events: Sequence[Event]) -> tuple[Event, ...]:
    size = {place.id: place.size for place in belief.theatre.places.values()}
    figures = [
        {
            "ground": event.area_km2,
            "front": abs(event.front_km_change),
            "supply": float(sum(size[one.place_id] for one in (*event.freed, *event.cut_off))),
            "roads": float(sum(turn.places for turn in event.routes)),
            "siege": float(event.siege_days),
        }
        for event in events
    ]
    largest = {key: max((one[key] for one in figures), default=0.0) or 1.0 for key in (figures[0] if figures else {})}
    weighed = []
    for event, figure in zip(events, figures, strict=True):
        weights = {key: value / largest[key] for key, value in figure.items()}
        weighed.append(replace(event, weights=weights, score=sum(weights.values()), reason=_reason(belief, event)))
    return tuple(sorted(weighed, key=lambda event: (-event.score, event.day, event.side, event.places)))


def _reason(belief: Belief, event: Event) -> str:
    """Say in words what an event was and what it changed."""
    theatre = belief.theatre

    def side(one: str) -> str:
        return theatre.sides[one].name

    def listed(names: Sequence[str], most: int = 3) -> str:
        some = list(dict.fromkeys(names))
        more = len(some) - most
        return ", ".join(some[:most]) + (f" and {more} more" if more > 0 else "")

    parts = [f"the siege of {siege.place}, {siege.days:,} days long, was broken" for siege in event.broken]
    parts += [f"{siege.place} came under siege" for siege in event.laid]
    if event.places:
        loser = f" from {listed([side(one) for one in event.against])}" if event.against else ""
        taken = listed([theatre.places[place].name for place in event.places])
        parts.append(f"{side(event.side)} took {taken}{loser} ({event.area_km2:,.0f} km²)")
    relieved = {siege.place for siege in event.broken}
    freed = [one for one in event.freed if one.place not in relieved]
    for lost, words in (
        (event.cut_off, {"ground": "cut off over the ground", "road": "left without a road of the theatre's"}),
        (freed, {"ground": "joined to its rear again over the ground", "road": "given a road to its rear again"}),
    ):
        for how, word in words.items():
            names = [one.place for one in lost if one.how == how]
            if names:
                parts.append(f"{word}: {listed(names)}")
    for turn in event.routes:
        became = "was cut" if turn.after == "cut" else "was no longer cut" if turn.after else "was lost"
        parts.append(f"the {turn.name} {became} for {side(turn.side)}")
    if abs(event.front_km_change) >= 0.5:
        grown = "longer" if event.front_km_change > 0 else "shorter"
        parts.append(f"the fronts became {abs(event.front_km_change):.0f} km {grown}")
    return "; ".join(parts)

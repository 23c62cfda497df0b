"""Routes as each side can use them: open, threatened, contested or cut, where, and since when."""

from __future__ import annotations

__all__ = ["Road", "RouteSpell", "closed", "held_on", "road_on", "route_history", "route_states", "state_of"]

from bisect import bisect
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import shapely
from shapely.geometry import LineString

from frontline.control import chain
from frontline.model import RouteState, Stretch

from .course import course
from .measure import to_metres
from .sieges import doubt_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from frontline.control import Belief
    from frontline.control.families import Family
    from frontline.model import Route, RouteStatus

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]
    Bools = NDArray[np.bool_]

NEAR_KM = 2.0  # enemy ground this near to a road threatens it
SPLIT = 0.4  # the probability of others from which on a stretch is contested ...
SPOKEN_DAYS = 30  # ... if a claim speaks of it so near to the day: an old doubt is no fight
FRESH = 0.5  # how much of what is said of a stretch or place must still bear on the day ...
KNOWN = 0.9  # ... and how sure it must be that one of its two likeliest sides holds it, for it to speak


@dataclass(frozen=True, slots=True)
class RouteSpell:
    """A route's unbroken state for one side; `end` is None while it lasts.

    `at` names where it is not open. `start_doubt` are the days between which a change that road claims tell of lies
    with 90 % probability, None where it follows from places alone.
    """

    status: RouteStatus
    start: date
    end: date | None
    at: tuple[str, ...]
    start_doubt: tuple[date, date] | None = None


class _Stop(NamedTuple):
    """Something on a route in its order: a place, or a stretch that road claims speak of."""

    name: str
    p: Floats  # (days, sides): who may use it
    told: Bools  # (days): whether something is said of it that still bears on the day and is more than a guess
    spoken: Ints  # ordinals of the days of which claims speak
    first: int  # the place on the route at which it begins ...
    last: int  # ... and ends
    leg: int | None  # its number among the legs


class Road(NamedTuple):
    """A route, or a stretch of it, through the course's days, or on one of them (`road_on`)."""

    days: list[tuple[date, int]]  # on which its state may change, with the course's row that then holds
    stops: list[_Stop]
    enemies_near: Bools  # (sides, days, pieces of road between two places)
    names: list[str]
    whole: tuple[int, int] | None  # from which place to which a stretch is asked for
    around: list[NDArray[np.intp]]  # the places whose ground is near each piece


class _State(NamedTuple):
    """What a side's line is like on one day; `leg` is the first stretch that cuts it, where road claims say so."""

    status: RouteStatus
    at: tuple[str, ...]
    leg: int | None
    between: tuple[str, str] | None  # where the line begins and ends, None where it is the whole road


def route_states(
    belief: Belief,
    day: date,
    *,
    near_km: float = NEAR_KM,
    supposing: Mapping[str, str] | None = None,
    cut: Sequence[Stretch] = (),
) -> tuple[RouteState, ...]:
    """Return every route as each side that has a line on it can use it on a day, routes in the theatre's order.

    `supposing` are sides by place id, and `cut` stretches: the routes as they would be if these places were theirs
    and nobody could pass there. What is supposed begins on the day itself.
    """
    if supposing or cut:
        return _supposed_states(belief, day, near_km, supposing or {}, cut)
    found = []
    for route in belief.theatre.routes.values():
        road = _road(belief, route.id, near_km, None)
        now = max(0, bisect(road.days, day, key=lambda one: one[0]) - 1)
        for number, side in enumerate(belief.sides):
            state = _state(road, number, *road.days[now])
            if state is None:
                continue
            at = now
            while at and (before := _state(road, number, *road.days[at - 1])) and before.status == state.status:
                at -= 1
            since = road.days[at][0] if at else None
            found.append(RouteState(route.id, route.name, side, state.status, since, state.at, state.between))
    return tuple(found)


def _supposed_states(
    belief: Belief, day: date, near_km: float, supposing: Mapping[str, str], cut: Sequence[Stretch]
) -> tuple[RouteState, ...]:
    since = {(state.id, state.side, state.status): state.since for state in route_states(belief, day, near_km=near_km)}
    found = []
    for route in belief.theatre.routes.values():
        road = road_on(belief, route.id, day, near_km=near_km, supposing=supposing, cut=cut)
        for number, side in enumerate(belief.sides):
            if state := state_of(road, number):
                begun = since.get((route.id, side, state.status), day)
                found.append(RouteState(route.id, route.name, side, state.status, begun, state.at, state.between))
    return tuple(found)


def road_on(
    belief: Belief,
    route_id: str,
    day: date,
    *,
    near_km: float = NEAR_KM,
    supposing: Mapping[str, str] | None = None,
    cut: Sequence[Stretch] = (),
) -> Road:
    """Return a route as it is on one day, or as it would be if places were sides' (`supposing`) and stretches `cut`.

    A road claim about a stretch on which a place is supposed to be somebody's says nothing any more: the places of
    the stretch decide. Nobody passes a stretch that is cut.
    """
    places = belief.theatre.routes[route_id].places
    road = _road(belief, route_id, near_km, None)
    _, row = road.days[max(0, bisect(road.days, day, key=lambda one: one[0]) - 1)]
    number = {place: at for at, place in enumerate(belief.theatre.places)}
    holder = course(belief).holder[row].copy()
    for place, side in (supposing or {}).items():
        holder[number[place]] = belief.sides.index(side)
    held = {at: holder[number[place]] for at, place in enumerate(places) if place in (supposing or {})}
    stops = []
    for stop in road.stops:
        p, told = stop.p[row], bool(stop.told[row])
        if stop.leg is None and stop.first in held:
            p, told = (np.arange(len(belief.sides)) == held[stop.first]).astype(float), True
        elif any(stop.first <= at <= stop.last for at in held):
            told = False
        stops.append(stop._replace(p=p[None], told=np.array([told])))
    for stretch in cut:
        if stretch.route == route_id:
            first, last = sorted((places.index(stretch.start), places.index(stretch.end)))
            name, closed = f"{road.names[first]}–{road.names[last]}", np.ones((1, len(belief.sides)))  # others' for all
            stops.append(_Stop(name, closed, np.ones(1, bool), np.empty(0, np.int64), first, last, -1))
    return road._replace(
        days=[(day, 0)],
        stops=sorted(stops, key=lambda stop: (stop.first, -stop.last)),
        enemies_near=_others(road.around, holder[None], len(belief.sides)),
    )


def state_of(road: Road, side: int) -> _State | None:
    """Return what a side's line is like on a road of one day, None where it has none."""
    return _state(road, side, *road.days[0])


def closed(road: Road, side: int) -> Bools:
    """Say which pieces of a road of one day, between one place and the next, are part of a stretch that others hold.

    By what road claims say of the stretch, or since it is supposed to be cut; (pieces,).
    """
    shut = np.zeros(len(road.around), bool)
    for stop in road.stops:
        if stop.leg is not None and stop.told[0] and np.delete(stop.p[0], side).max(initial=0) > 0.5:
            shut[stop.first : stop.last] = True
    return shut


def held_on(road: Road, side: int) -> Bools:
    """Say which places of a road of one day a side likely holds (places,)."""
    held = {stop.first: bool(stop.p[0, side] > 0.5) for stop in road.stops if stop.leg is None}
    return np.array([held[at] for at in range(len(held))], bool)


def route_history(
    belief: Belief,
    route_id: str,
    *,
    between: tuple[str, str] | None = None,
    start: date | None = None,
    end: date | None = None,
    near_km: float = NEAR_KM,
) -> Mapping[str, tuple[RouteSpell, ...]]:
    """Return how each side could use a route from `start` up to and without `end`: by side, spells in order.

    `between` are the ids of two of its places where only the stretch from one to the other is asked for: who holds
    either end asks for the whole of it. Its first and last place ask for the route as a whole.

    A side's *line* on a route runs from the first to the last of its places that the side likely holds (P > 0.5);
    days on which it holds fewer than two have no spell. What lies in between decides, the worst first:

    - **cut**: another side likely holds a place or a stretch (P > 0.5);
    - **contested**: a claim within a month of the day speaks of a place or stretch, and what is said is split: others
      hold it with a probability of 0.4 or more together (but where more than a tenth of the probability lies with
      neither of the two likeliest sides, nobody knows, and the place or stretch says nothing);
    - **threatened**: ground that others likely hold comes within `near_km` of the road;
    - **open** otherwise.

    Who holds a place that is besieged does not hold the road beside it: the besieger does. Where reports speak of a
    stretch of road (cut, reopened, held), the stretch's belief takes the place of that of the places inside it, as
    far as what was said still bears on the day. A spell's `at` are all places and stretches that made it so. Spells
    that only began or ended in the span are given whole.
    """
    places = belief.theatre.routes[route_id].places
    road = _road(belief, route_id, near_km, None if between in {None, (places[0], places[-1])} else between)
    found = {}
    for number, side in enumerate(belief.sides):
        spells = tuple(
            spell
            for spell in _spells(belief, road, number)
            if (end is None or spell.start < end) and (start is None or spell.end is None or spell.end > start)
        )
        if spells:
            found[side] = spells
    return found


def _spells(belief: Belief, road: Road, side: int) -> tuple[RouteSpell, ...]:
    days = [day for day, _ in road.days]
    states = [_state(road, side, *one) for one in road.days]
    spells: list[RouteSpell] = []
    row, leg = 0, None
    for status, group in groupby(states, key=lambda state: state.status if state else None):
        same = list(group)
        start, row = row, row + len(same)
        if status is None:
            leg = None
            continue
        told = [state for state in same if state is not None]
        before, leg = leg, told[0].leg
        told_by = leg if leg is not None else before
        doubt = None
        if told_by is not None and start:
            doubt = _doubt(belief, told_by, side, days[start], cut=status == "cut")
        at = tuple(dict.fromkeys(name for state in told for name in state.at))
        spells.append(RouteSpell(status, days[start], days[row] if row < len(days) else None, at, doubt))
    return tuple(spells)


@lru_cache(maxsize=256)
def _road(belief: Belief, route_id: str, near_km: float, between: tuple[str, str] | None) -> Road:
    route = belief.theatre.routes[route_id]
    names = [belief.theatre.places[place].name for place in route.places]
    first, last = sorted(map(route.places.index, between)) if between else (0, len(names) - 1)
    stops = [stop for stop in _stops(belief, route, names) if first <= stop.first and stop.last <= last]
    # Besides the course's own days those on which claims come to speak of it, and cease to.
    course_days = [day.toordinal() for day in course(belief).days]
    said = np.unique(np.concatenate([np.empty(0, np.int64), *(stop.spoken for stop in stops)]))
    days = np.unique(np.concatenate([course_days, said - SPOKEN_DAYS, said + SPOKEN_DAYS + 1]))
    days = days[(days >= course_days[0]) & (days < belief.theatre.end.toordinal())]
    rows = np.searchsorted(course_days, days, side="right") - 1
    around = _around(belief, route, near_km)
    return Road(
        days=[(date.fromordinal(day), row) for day, row in zip(days.tolist(), rows.tolist(), strict=True)],
        stops=stops,
        enemies_near=_others(around, course(belief).holder, len(belief.sides)),
        names=names,
        whole=(first, last) if between else None,
        around=around,
    )


def _stops(belief: Belief, route: Route, names: list[str]) -> list[_Stop]:
    theatre, followed = belief.theatre, course(belief)
    ordinals = np.array([day.toordinal() for day in followed.days])
    number = {place: index for index, place in enumerate(theatre.places)}
    indices = np.array([number[place] for place in route.places])
    p = followed.p[:, np.searchsorted(followed.watched, indices)].astype(float)
    told = chain.grip(belief.places.chains, indices[None, :], ordinals[:, None]).reshape(len(ordinals), -1)

    order = {place: at for at, place in reversed(list(enumerate(route.places)))}
    stops = []
    for leg, index in belief.legs.index.items():
        if isinstance(leg, Stretch) and leg.route == route.id:
            first, last = order[leg.start], order[leg.end]
            said = chain.posterior(belief.legs.chains, index, ordinals)
            grip = chain.grip(belief.legs.chains, index, ordinals) * _known(said)
            inside = slice(first + 1, last)
            p[:, inside] = grip[:, None, None] * said[:, None] + (1 - grip)[:, None, None] * p[:, inside]
            told[:, inside] = np.maximum(told[:, inside], grip[:, None])
            spoken = _spoken(belief.legs, index)
            stops.append(_Stop(f"{names[first]}–{names[last]}", said, grip >= FRESH, spoken, first, last, index))
    for at, name in enumerate(names):
        known = told[:, at] * _known(p[:, at]) >= FRESH
        spoken = _spoken(belief.places, int(indices[at]))
        stops.append(_Stop(name, p[:, at], known, spoken, at, at, None))
    return sorted(stops, key=lambda stop: (stop.first, -stop.last))


def _spoken(family: Family, index: int) -> Ints:
    return np.unique(family.words.day[(family.words.chain == index) & (family.words.claim >= 0)])


def _known(p: Floats) -> Bools:
    return np.asarray(np.sort(p, axis=-1)[..., -2:].sum(axis=-1) >= KNOWN, bool)


def _around(belief: Belief, route: Route, near_km: float) -> list[NDArray[np.intp]]:
    """Return the places whose ground comes near to each piece of road between two places."""
    theatre = belief.theatre
    points = [(theatre.places[place].lon, theatre.places[place].lat) for place in route.places]
    line = shapely.get_coordinates(to_metres(LineString(points), theatre.crs))
    pieces = shapely.linestrings(np.stack([line[:-1], line[1:]], axis=1))
    cells = to_metres(np.array(belief.cells, dtype=object), theatre.crs)
    piece, cell = shapely.STRtree(cells).query(pieces, predicate="dwithin", distance=near_km * 1000)
    return [cell[piece == at] for at in range(len(line) - 1)]


def _others(around: list[NDArray[np.intp]], holder: NDArray[np.int8], sides: int) -> Bools:
    """Say for each side, day and piece of road whether others' ground is near (s, d, pieces); `holder` is (d, n)."""
    near = np.zeros((sides, len(holder), len(around)), bool)
    for at, cells in enumerate(around):
        for side in range(sides):
            near[side, :, at] = (holder[:, cells] != side).any(axis=1)
    return near


def _state(road: Road, side: int, day: date, row: int) -> _State | None:
    """Return what a side's line on a road is like from one of its days on, None where it has none."""
    held = [stop.first for stop in road.stops if stop.leg is None and stop.p[row, side] > 0.5]
    if road.whole and not {*held}.isdisjoint(road.whole):
        held = [*road.whole]
    if len(held) < 2:
        return None
    low, high = held[0], held[-1]
    between = None if (low, high) == (road.whole or (0, len(road.names) - 1)) else (road.names[low], road.names[high])
    line = [stop for stop in road.stops if low <= stop.first and stop.last <= high]
    speaking = [stop for stop in line if stop.leg is None or stop.told[row]]
    lost = [stop for stop in speaking if np.delete(stop.p[row], side).max(initial=0) > 0.5]
    if lost:
        return _State("cut", _named(lost), next((stop.leg for stop in lost if stop.leg is not None), None), between)
    split = [stop for stop in speaking if 1 - stop.p[row, side] >= SPLIT and stop.told[row] and _near_day(stop, day)]
    if split:
        return _State("contested", _named(split), None, between)
    threatened = [low + first for first in np.flatnonzero(road.enemies_near[side, row, low:high]).tolist()]
    if threatened:
        where = tuple(f"{road.names[start]}–{road.names[end]}" for start, end in _joined(threatened))
        return _State("threatened", where, None, between)
    return _State("open", (), None, between)


def _near_day(stop: _Stop, day: date) -> bool:
    return bool((np.abs(stop.spoken - day.toordinal()) <= SPOKEN_DAYS).any())


def _named(stops: list[_Stop]) -> tuple[str, ...]:
    """Name stops, but for those that lie inside another."""
    inside = {at for stop in stops if stop.leg is not None for at in range(stop.first + 1, stop.last)}
    return tuple(stop.name for stop in stops if stop.leg is not None or stop.first not in inside)


def _joined(pieces: list[int]) -> list[tuple[int, int]]:
    """Join pieces of road that follow one another: from which place to which."""
    ends = [piece for piece in pieces if piece + 1 not in pieces]
    starts = [piece for piece in pieces if piece - 1 not in pieces]
    return [(start, end + 1) for start, end in zip(starts, ends, strict=True)]


def _doubt(belief: Belief, leg: int, side: int, start: date, *, cut: bool) -> tuple[date, date] | None:
    """Return the days between which a stretch was cut, or opened; None where `start` is not due to the stretch."""
    first = belief.theatre.start
    days = np.arange(first.toordinal(), belief.theatre.end.toordinal())
    own = chain.posterior(belief.legs.chains, leg, days)[:, side]
    p, at = 1 - own if cut else own, (start - first).days
    if not p[at - 1] <= 0.5 < p[at]:
        return None
    early, late = doubt_of(p, at)
    return first + timedelta(days=early), first + timedelta(days=late)

"""What if a place were in other hands, or a road closed: the picture before and after, and the difference."""

from __future__ import annotations

__all__ = ["Inside", "Isolated", "NeckChange", "RouteChange", "WhatIf", "as_it_is", "inside", "isolated", "what_if"]

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np

from frontline.control import control_map
from frontline.picture.draw import draw
from frontline.picture.routes import NEAR_KM, held_on, state_of

from .lines import Lines, Standing, lines_of, standing, way_km, ways_km

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from frontline.control import Belief
    from frontline.model import ControlMap, Picture, Place, RouteStatus, Salient, Stretch

How = Literal["ground", "road"]


@dataclass(frozen=True, slots=True)
class Isolated:
    """A place that lost what it hung by: its ground (a pocket), or its last road, with ground left to cross.

    `way_km` is the shortest way that is left from its side's rear over its own ground, None where there is none.
    """

    place_id: str
    place: str
    kind: str
    side: str
    how: How
    way_km: float | None
    people: int | None = None
    garrison: int | None = None


class Inside(NamedTuple):
    """How many people and soldiers are in some places, and of how many of the places that is known."""

    people: int
    people_places: int
    garrison: int
    garrison_places: int


@dataclass(frozen=True, slots=True)
class RouteChange:
    """What became of a side's line on a route; a status is None where the side has no line on it.

    `before_km` and `after_km` are the lengths of the shortest way between the line's ends over the side's own ground
    and the roads that it can pass, None where there is none; `detour_km` is how much longer that has become.
    `by_road_km` is the way that is left by roads alone.
    """

    id: str
    name: str
    side: str
    before: RouteStatus | None
    after: RouteStatus | None
    at: tuple[str, ...]
    before_km: float | None
    after_km: float | None
    by_road_km: float | None

    @property
    def detour_km(self) -> float | None:
        """How much longer the way has become; None where none is left."""
        if self.before_km is None or self.after_km is None:
            return None
        return max(self.after_km - self.before_km, 0.0)


@dataclass(frozen=True, slots=True, eq=False)
class NeckChange:
    """What became of a salient or corridor; None where it is not there before, or after."""

    name: str
    side: str
    before: Salient | None
    after: Salient | None


@dataclass(frozen=True, slots=True, eq=False)
class WhatIf:
    """Two pictures and what differs. `taken` are the sides by place id that were supposed, `cut` the roads."""

    before: Picture
    after: Picture
    before_map: ControlMap
    after_map: ControlMap
    taken: Mapping[str, str]
    cut: tuple[Stretch, ...]
    cut_off: tuple[Isolated, ...]
    freed: tuple[Isolated, ...]
    routes: tuple[RouteChange, ...]
    necks: tuple[NeckChange, ...]

    @property
    def front_km_change(self) -> float:
        """How much longer all fronts together have become, km."""
        return _front_km(self.after) - _front_km(self.before)

    @property
    def flank_km_change(self) -> Mapping[str, float]:
        """How much longer the exposed flanks of each side's salients and corridors have become, km."""
        sides = {salient.side for picture in (self.before, self.after) for salient in picture.salients}
        return {side: _flank_km(self.after, side) - _flank_km(self.before, side) for side in sorted(sides)}


def _front_km(picture: Picture) -> float:
    return sum(front.length_km for front in picture.fronts)


def _flank_km(picture: Picture, side: str) -> float:
    return sum(salient.flank_km for salient in picture.salients if salient.side == side)


def what_if(
    belief: Belief,
    day: date,
    *,
    flips: Mapping[str, str] | None = None,
    cut: Sequence[Stretch] = (),
    scale_km: float | None = None,
    near_km: float = NEAR_KM,
) -> WhatIf:
    """Return what would change on a day if places were sides' (`flips`, side by place id) and stretches were closed.

    What is supposed is certain, and nothing else is believed otherwise for it: places that nobody speaks of do not
    follow. All rules are the picture's. Raises InputError where the day is not one of the theatre's.
    """
    flips = flips or {}
    pictures = (
        draw(belief, day, scale_km=scale_km, near_km=near_km),
        draw(belief, day, scale_km=scale_km, near_km=near_km, supposing=flips, cut=cut),
    )
    return _compared(belief, day, pictures, flips, cut, near_km)


def as_it_is(mapped: ControlMap, picture: Picture) -> WhatIf:
    """Return what is where nothing is supposed: a day's map and picture twice, and no difference."""
    return WhatIf(picture, picture, mapped, mapped, {}, (), (), (), (), ())


def _compared(
    belief: Belief,
    day: date,
    pictures: tuple[Picture, Picture],
    flips: Mapping[str, str],
    cut: Sequence[Stretch],
    near_km: float,
) -> WhatIf:
    now = standing(belief, day, near_km=near_km)
    then = standing(belief, day, near_km=near_km, supposing=flips, cut=cut)
    both = {side: (lines_of(belief, now, side), lines_of(belief, then, side)) for side in belief.sides}
    return WhatIf(
        before=pictures[0],
        after=pictures[1],
        before_map=control_map(belief, day),
        after_map=control_map(belief, day, supposing=flips),
        taken=dict(flips),
        cut=tuple(cut),
        cut_off=tuple(one for old, new in both.values() for one in isolated(belief, old, new)),
        freed=tuple(one for old, new in both.values() for one in isolated(belief, new, old)),
        routes=tuple(_routes(belief, now, then, both)),
        necks=necks_between(*pictures),
    )


def isolated(belief: Belief, old: Lines, new: Lines) -> list[Isolated]:
    """Return the side's places that hung on its rear by the old lines, are still its own and do not by the new.

    Those without ground first, then those without a road; of each the largest first.
    """
    places = list(belief.theatre.places.values())
    kept = old.held & new.held
    ground = kept & old.by_ground.supplied & ~new.by_ground.supplied
    road = kept & old.by_road.supplied & ~new.by_road.supplied & ~ground
    hows: tuple[tuple[How, np.ndarray], ...] = (("ground", ground), ("road", road))
    found = []
    for how, lost in hows:
        for at in sorted(np.flatnonzero(lost).tolist(), key=lambda at: (-places[at].size, places[at].name)):
            way = None if how == "ground" else _from_rear(new, at)
            one = places[at]
            found.append(Isolated(one.id, one.name, one.kind, old.side, how, way, one.people, one.garrison))
    return found


def inside(those: Iterable[Isolated | Place]) -> Inside:
    """Add up the people and soldiers in some places, each once; what is not known counts nothing."""
    once = {getattr(one, "place_id", None) or getattr(one, "id", None): one for one in those}.values()
    people = [one.people for one in once if one.people is not None]
    garrison = [one.garrison for one in once if one.garrison is not None]
    return Inside(sum(people), len(people), sum(garrison), len(garrison))


def _from_rear(lines: Lines, place: int) -> float | None:
    left = ways_km(lines.ways, place)[lines.roots]
    return float(left.min()) if np.isfinite(left).any() else None


def _routes(
    belief: Belief, now: Standing, then: Standing, both: Mapping[str, tuple[Lines, Lines]]
) -> Iterable[RouteChange]:
    theatre = belief.theatre
    index = {place: at for at, place in enumerate(theatre.places)}
    for route in theatre.routes.values():
        stops = np.array([index[place] for place in route.places])
        for number, (side, (old, new)) in enumerate(both.items()):
            states = [state_of(one.roads[route.id], number) for one in (now, then)]
            if states[0] == states[1]:
                continue
            before, after = (state.status if state else None for state in states)
            held = np.flatnonzero(held_on(now.roads[route.id], number) & held_on(then.roads[route.id], number))
            line = stops[held[0] : held[-1] + 1] if len(held) > 1 else stops[:0]
            ends = (int(line[0]), int(line[-1])) if len(line) else (0, 0)
            ways = (old.ways, new.ways, new.road_ways)
            lengths = [way_km(way, *ends) if len(line) else None for way in ways]
            at = states[1].at if states[1] else ()
            yield RouteChange(route.id, route.name, side, before, after, at, *lengths)


def necks_between(before: Picture, after: Picture) -> tuple[NeckChange, ...]:
    """Return the salients and corridors that are not in both pictures, or have another neck or flank in them."""
    old = {(one.side, one.name): one for one in before.salients}
    new = {(one.side, one.name): one for one in after.salients}
    pairs = [(side, name, old.get((side, name)), new.get((side, name))) for side, name in dict.fromkeys((*old, *new))]
    return tuple(
        NeckChange(name, side, *pair) for side, name, *pair in pairs if _measures(pair[0]) != _measures(pair[1])
    )


def _measures(salient: Salient | None) -> tuple[float, float] | None:
    return None if salient is None else (salient.neck.width_km, salient.flank_km)

"""What matters: every single place ranked by what its loss would cut off, lengthen or uncover.

What hangs on a place, by ground and by road, comes from one dominator-tree pass each (`supply`), not from a search a
place. What it does to the roads is worked out for the places that lie on a road or near one only.
"""

from __future__ import annotations

__all__ = ["Loss", "PairLoss", "RouteLoss", "RouteNeed", "facing", "pairs", "pairs_cut", "route_needs", "sweep"]

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from frontline._errors import InputError
from frontline.model import Stretch
from frontline.picture.course import plots
from frontline.picture.routes import NEAR_KM, held_on, state_of

from .lines import Lines, lines_of, standing
from .supply import Graph, SupplyTree, supply_tree

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from numpy.typing import NDArray

    from frontline.control import Belief
    from frontline.model import RouteStatus
    from frontline.picture.routes import Road

    from .lines import Standing

    Bools = NDArray[np.bool_]
    Ints = NDArray[np.int64]

_NEARBY_KM = 60.0
_WORSE = {"open": 0, "threatened": 1, "contested": 2, "cut": 3}


class RouteLoss(NamedTuple):
    """A route that a loss would make worse for the side.

    `detour_km` is how much longer the way from the place before to the place behind becomes, over all ground and roads
    that the side has left; None where there is none, or where the loss is an end of the line.
    """

    id: str
    before: RouteStatus
    after: RouteStatus
    detour_km: float | None


@dataclass(frozen=True, slots=True)
class Loss:
    """What the loss of one place would do to the side that holds it.

    `cuts_off` are the ids of the places that lose all ground to their rear, then of those that lose their last road;
    `by_road` how many of them are of the second kind. `score` is `len(cuts_off)` by size plus the routes: see `sweep`.
    """

    place_id: str
    place: str
    cuts_off: tuple[str, ...]
    by_road: int
    routes: tuple[RouteLoss, ...]
    lengthened_km: float
    uncovers: tuple[str, ...]
    score: float
    on_front: bool


@dataclass(frozen=True, slots=True)
class PairLoss:
    """What the loss of two places together would cut off beyond what either would alone."""

    place_ids: tuple[str, str]
    places: tuple[str, str]
    cuts_off: tuple[str, ...]
    score: float


@dataclass(frozen=True, slots=True)
class RouteNeed:
    """The places, by id, that would have no road left to their side's rear were a route closed; `score` their sizes."""

    id: str
    name: str
    status: RouteStatus
    only_way_for: tuple[str, ...]
    score: float


def sweep(belief: Belief, day: date, side: str, *, near_km: float = NEAR_KM) -> tuple[Loss, ...]:
    """Return every place of a side on a day by what its loss would do, worst first.

    The score is counted in places: each place that would be cut off counts its size (1 to 5), the place itself none;
    a route cut one for each place of its line, one that comes under threat a tenth of that. Places whose loss would
    do none of this are last, those at the front first. InputError where the side holds nothing that day.
    """
    now = standing(belief, day, near_km=near_km)
    lines = lines_of(belief, now, side)
    if not lines.held.any():
        raise InputError(f"{side} holds no place of {belief.theatre.name} on {day}")
    places = list(belief.theatre.places.values())
    size = np.array([place.size for place in places], float)
    ground, road = _under(lines.by_ground), _under(lines.by_road)
    on_front = facing(belief, lines.held)
    routes = _route_losses(belief, now, lines, side)
    found = []
    for at in np.flatnonzero(lines.held).tolist():
        by_ground = ground.below(at)
        falling = set(by_ground)
        by_road = [one for one in road.below(at) if lines.held[one] and one not in falling]
        lost = [*_largest(by_ground, size), *_largest(by_road, size)]
        hit = routes.get(at, [])
        cut = [one for one, _ in hit if one.after == "cut"]
        bared = [one for one, _ in hit if one.after != "cut"]
        score = size[lost].sum() + sum(count * (1.0 if one.after == "cut" else 0.1) for one, count in hit)
        found.append(
            Loss(
                place_id=places[at].id,
                place=places[at].name,
                cuts_off=tuple(places[one].id for one in lost),
                by_road=len(by_road),
                routes=tuple(cut),
                lengthened_km=sum(one.detour_km or 0.0 for one in cut),
                uncovers=tuple(one.id for one in bared),
                score=float(score),
                on_front=bool(on_front[at]),
            )
        )
    return tuple(sorted(found, key=lambda loss: (-loss.score, -len(loss.cuts_off), not loss.on_front, loss.place)))


def _largest(places: Iterable[int], size: NDArray[np.float64]) -> list[int]:
    return sorted(places, key=lambda one: (-size[one], one))


class _Under(NamedTuple):
    """A dominator tree in preorder: what hangs on a place is one run of it."""

    order: list[int]
    rank: dict[int, int]
    hanging: list[int]

    def below(self, place: int) -> list[int]:
        """Return the places that hang on a place."""
        at = self.rank.get(place)
        return [] if at is None else self.order[at + 1 : at + 1 + self.hanging[place]]


def _under(tree: SupplyTree) -> _Under:
    children: dict[int, list[int]] = defaultdict(list)
    for child in np.flatnonzero(tree.supplied).tolist():
        children[int(tree.dominator[child])].append(child)
    order: list[int] = []
    stack = children[-1][::-1]
    while stack:
        at = stack.pop()
        order.append(at)
        stack += children.get(at, ())
    return _Under(order, {place: at for at, place in enumerate(order)}, tree.cut_off.tolist())


def facing(belief: Belief, held: Bools) -> Bools:
    """Say which of the held places have ground that borders on others' (n,)."""
    pairs = plots(belief).pairs
    border = pairs[held[pairs[:, 0]] != held[pairs[:, 1]]]
    front = np.zeros(len(held), bool)
    front[border.ravel()] = True
    return front & held


def _route_losses(belief: Belief, now: Standing, lines: Lines, side: str) -> dict[int, list[tuple[RouteLoss, int]]]:
    """Return for each place, by index, the routes that its loss would make worse, each with the length of its line."""
    index = {place: at for at, place in enumerate(belief.theatre.places)}
    number = belief.sides.index(side)
    found: dict[int, list[tuple[RouteLoss, int]]] = defaultdict(list)
    for route_id, road in now.roads.items():
        before = state_of(road, number)
        held = np.flatnonzero(held_on(road, number))
        if before is None:
            continue
        stops = np.array([index[place] for place in belief.theatre.routes[route_id].places])
        low, high = int(held[0]), int(held[-1])
        # Ground beside an open road: its loss brings the others near.
        beside = {int(one) for near in road.around[low:high] for one in near} if before.status == "open" else set()
        for place in beside - set(stops.tolist()):
            found[place].append((RouteLoss(route_id, "open", "threatened", 0.0), high - low + 1))
        for place in dict.fromkeys(stops[held].tolist()):
            after = state_of(_without(road, stops, place, number), number)
            status: RouteStatus = "cut" if after is None else after.status  # of two places one is lost
            if _WORSE[status] > _WORSE[before.status]:
                detour = _detour_km(lines, stops[low : high + 1], place) if status == "cut" else 0.0
                found[place].append((RouteLoss(route_id, before.status, status, detour), high - low + 1))
    return found


def _without(road: Road, stops: Ints, place: int, side: int) -> Road:
    """Return a road of one day as it is for a side that has lost a place: others hold it and its ground."""
    lost = set(np.flatnonzero(stops == place).tolist())
    others = 1.0 - np.eye(road.stops[0].p.shape[1])[[side]]
    changed = [
        stop._replace(p=others, told=np.ones(1, bool))
        if stop.leg is None and stop.first in lost
        else stop._replace(told=np.zeros(1, bool))
        if any(stop.first <= at <= stop.last for at in lost)
        else stop
        for stop in road.stops
    ]
    near = road.enemies_near.copy()
    near[side, 0] |= [place in around for around in road.around]
    return road._replace(stops=changed, enemies_near=near)


def _detour_km(lines: Lines, line: Ints, lost: int) -> float | None:
    at = int(np.flatnonzero(line == lost)[0])
    if at in {0, len(line) - 1}:
        return None
    start, end = int(line[at - 1]), int(line[at + 1])
    before, after = _round_km(lines.ways, start, end, None), _round_km(lines.ways, start, end, lost)
    return None if before is None or after is None else max(after - before, 0.0)


def _round_km(ways: csr_array, start: int, end: int, lost: int | None) -> float | None:
    """Return the length of the shortest way between two places that does not lead through a third."""
    steps = ways
    if lost is not None:
        km = ways.data.copy()
        km[ways.indptr[lost] : ways.indptr[lost + 1]] = np.inf
        km[ways.indices == lost] = np.inf
        steps = csr_array((km, ways.indices, ways.indptr), shape=ways.shape)
    # Nearly always there is a way round nearby: the search need not see the rest.
    for limit in (_NEARBY_KM, np.inf):
        length = float(dijkstra(steps, directed=True, indices=[start], limit=limit)[0][end])
        if np.isfinite(length):
            return length
    return None


def pairs(belief: Belief, day: date, side: str, *, near_km: float = NEAR_KM) -> tuple[PairLoss, ...]:
    """Return the pairs of places at the front whose loss together cuts off more than either alone would, worst first.

    One dominator-tree pass for each place at the front, over the ground and roads that are left without it. The score
    counts the sizes of all places that the pair would cut off.
    """
    lines = lines_of(belief, standing(belief, day, near_km=near_km), side)
    places = list(belief.theatre.places.values())
    size = np.array([place.size for place in places], float)
    front = np.flatnonzero(facing(belief, lines.held)).tolist()
    nets = (
        (lines.ground, lines.held, lines.roots, lines.by_ground),
        (lines.roads, lines.on_road & lines.held, lines.gates, lines.by_road),
    )
    together: dict[tuple[int, int], set[int]] = defaultdict(set)
    for graph, held, rear, alone in nets:
        for pair, lost in pairs_cut(graph, held, rear, front, alone=alone).items():
            together[pair] |= lost
    found = []
    for (one, other), more in together.items():
        single = {
            place for tree in (lines.by_ground, lines.by_road) for at in (one, other) for place in tree.lost_with(at)
        }
        falling = _largest({*more, *single} - {one, other}, size)
        found.append(
            PairLoss(
                (places[one].id, places[other].id),
                (places[one].name, places[other].name),
                tuple(places[at].id for at in falling),
                float(size[falling].sum()),
            )
        )
    return tuple(sorted(found, key=lambda pair: (-pair.score, pair.places)))


def route_needs(belief: Belief, day: date, side: str, *, near_km: float = NEAR_KM) -> tuple[RouteNeed, ...]:
    """Return the routes on which a side has a line, those first that most places have for their only road."""
    now = standing(belief, day, near_km=near_km)
    lines = lines_of(belief, now, side)
    places = list(belief.theatre.places.values())
    size = np.array([place.size for place in places], float)
    found = []
    for route in belief.theatre.routes.values():
        state = state_of(now.roads[route.id], belief.sides.index(side))
        if state is None:
            continue
        whole = Stretch(route.id, route.places[0], route.places[-1])
        left = lines_of(belief, standing(belief, day, near_km=near_km, cut=[whole]), side)
        lost = np.flatnonzero(lines.by_road.supplied & ~left.by_road.supplied)
        named = tuple(places[at].id for at in _largest(lost.tolist(), size))
        found.append(RouteNeed(route.id, route.name, state.status, named, float(size[lost].sum())))
    return tuple(sorted(found, key=lambda need: (-need.score, need.id)))


def pairs_cut(
    graph: Graph, held: Bools, rear: Ints, among: Sequence[int], *, alone: SupplyTree | None = None
) -> dict[tuple[int, int], set[int]]:
    """Return what pairs of some places cut off that neither of the two does alone; pairs without any are left out.

    Takes time O(len(among) * (places + edges)): without the one, what hangs on the other.
    """
    before = _under(alone or supply_tree(graph, held, rear))
    found: dict[tuple[int, int], set[int]] = {}
    for number, one in enumerate(among):
        if not held[one]:
            continue
        left = held.copy()
        left[one] = False
        after = supply_tree(graph, left, rear)
        under = _under(after)
        fallen = set(before.below(one))
        for other in among[number + 1 :]:
            if after.cut_off[other] and (more := {*under.below(other)} - fallen - {*before.below(other)}):
                found[one, other] = more
    return found

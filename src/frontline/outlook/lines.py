"""Lines of supply: by which ground and by which roads a side's places hang on its rear on a day.

Two ways of hanging on, one mechanism. Over *ground*: from cell to neighbouring cell of the side's own, as pockets are
found. By *road*: from place to place on the routes that the side can pass. Both begin at the side's rear and where
its ground leads out of the map. A place that loses the ground is a pocket; a place that had a road and has none left
can only be reached across country.
"""

from __future__ import annotations

__all__ = ["Lines", "Standing", "ground_of", "lines_of", "roads_of", "standing", "way_km", "way_of", "ways_km"]

from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from frontline.control import place_beliefs
from frontline.picture.course import plots
from frontline.picture.measure import distances_km
from frontline.picture.routes import NEAR_KM, Road, closed, held_on, road_on

from .supply import Graph, SupplyTree, supply_tree

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from numpy.typing import NDArray

    from frontline.control import Belief
    from frontline.model import Stretch

    Bools = NDArray[np.bool_]
    Ints = NDArray[np.int64]


class Standing(NamedTuple):
    """Who holds each place on a day (`holder`: the likeliest side's index, in the theatre's order), and the roads."""

    holder: Ints
    roads: Mapping[str, Road]


@dataclass(frozen=True, eq=False)
class Lines:
    """What one side's supply runs over (n places in the theatre's order).

    `held` are its places, `roots` those of them at which supply begins: its rear, and where its ground leads out of
    the map; of a side with neither, the largest of its places by size. `gates` are those at which supply by road
    begins: roots in the rear, and at the end of a route. `ground` joins cells of whatever side, `roads` the places on
    roads that the side can pass; `on_road` are its places on routes.
    """

    side: str
    held: Bools
    roots: Ints
    gates: Ints
    ground: Graph
    on_road: Bools
    roads: Graph

    @cached_property
    def by_ground(self) -> SupplyTree:
        """What hangs on each place over the side's ground."""
        return supply_tree(self.ground, self.held, self.roots)

    @cached_property
    def by_road(self) -> SupplyTree:
        """What hangs on each place by road."""
        return supply_tree(self.roads, self.on_road, self.gates)

    @cached_property
    def road_ways(self) -> csr_array:
        """The (n, n) matrix of the lengths, km, of the pieces of road that the side can pass."""
        return self.roads.within(self.on_road)

    @cached_property
    def ways(self) -> csr_array:
        """The (n, n) matrix of the lengths, km, of all steps that the side can take: to a neighbour, along a road."""
        return csr_array(self.ground.within(self.held).maximum(self.road_ways))


def standing(
    belief: Belief,
    day: date,
    *,
    near_km: float = NEAR_KM,
    supposing: Mapping[str, str] | None = None,
    cut: Sequence[Stretch] = (),
) -> Standing:
    """Return who holds what and the state of the roads on a day, or as it would be (see `picture.draw.draw`)."""
    number = {place: at for at, place in enumerate(belief.theatre.places)}
    holder = place_beliefs(belief, day).argmax(axis=1)
    for place, side in (supposing or {}).items():
        holder[number[place]] = belief.sides.index(side)
    roads = {
        route: road_on(belief, route, day, near_km=near_km, supposing=supposing, cut=cut)
        for route in belief.theatre.routes
    }
    return Standing(holder, roads)


def lines_of(belief: Belief, now: Standing, side: str) -> Lines:
    """Return what a side's supply runs over."""
    theatre, number = belief.theatre, belief.sides.index(side)
    index = {place: at for at, place in enumerate(theatre.places)}
    held = now.holder == number
    rear = np.zeros(len(held), bool)
    rear[[index[place] for place in theatre.sides[side].rear]] = True
    roots = np.flatnonzero(held & (rear | plots(belief).on_edge))
    if not len(roots) and held.any():
        sizes = np.array([place.size for place in theatre.places.values()])
        roots = np.array([np.where(held, sizes, -1).argmax()])
    stops = {route: np.array([index[place] for place in theatre.routes[route].places]) for route in now.roads}
    on_road = np.zeros(len(held), bool)
    for route, road in now.roads.items():
        on_road[stops[route][held_on(road, number)]] = True
    # A crossroads is passed on every road of it where it can be passed on one.
    steps = [
        (start, end)
        for route, road in now.roads.items()
        for start, end, shut in zip(stops[route][:-1], stops[route][1:], closed(road, number), strict=True)
        if on_road[start] and on_road[end] and not shut
    ]
    ends = np.zeros(len(held), bool)
    ends[[int(those[at]) for those in stops.values() for at in (0, -1)]] = True
    leading = rear | ends | ~(rear | plots(belief).on_edge)  # a road that runs along the map's edge does not leave it
    gates = roots[leading[roots]]
    return Lines(
        side, held, roots.astype(np.int64), gates.astype(np.int64), ground_of(belief), on_road, _joined(belief, steps)
    )


@lru_cache(maxsize=2)
def ground_of(belief: Belief) -> Graph:
    """Return the graph of all cells that share an edge, with the ways between their places."""
    return _joined(belief, plots(belief).pairs)


def _joined(belief: Belief, pairs: Sequence[tuple[int, int]] | NDArray[np.int64]) -> Graph:
    lonlat = np.array([(place.lon, place.lat) for place in belief.theatre.places.values()]).reshape(-1, 2)
    ends = np.unique(np.sort(np.asarray(pairs, np.int64).reshape(-1, 2), axis=1), axis=0)
    ends = ends[ends[:, 0] != ends[:, 1]]
    km = distances_km(lonlat[ends[:, 0]], lonlat[ends[:, 1]]) if len(ends) else np.empty(0)
    return Graph.from_edges(len(lonlat), ends, km)


def ways_km(ways: csr_array, start: int) -> NDArray[np.float64]:
    """Return the lengths, km, of the shortest ways from a place to each (n,), infinite where there is none.

    Dijkstra 1959, over the straight lines between neighbouring places.
    """
    return np.asarray(dijkstra(ways, directed=False, indices=[start])[0], float)


def way_km(ways: csr_array, start: int, end: int) -> float | None:
    """Return the length, km, of the shortest way between two places; None where there is none."""
    length = float(ways_km(ways, start)[end])
    return length if np.isfinite(length) else None


def way_of(lines: Lines, place: int) -> list[int]:
    """Return the places on the shortest way from a side's rear to a place, in order; empty where there is none."""
    lengths, predecessors = dijkstra(lines.ways, directed=False, indices=[place], return_predecessors=True)
    length, before = lengths[0], predecessors[0]
    reached = [root for root in lines.roots.tolist() if np.isfinite(length[root])]
    if not reached:
        return []
    way = [min(reached, key=lambda root: float(length[root]))]
    while way[-1] != place:
        way.append(int(before[way[-1]]))
    return way


@lru_cache(maxsize=2)
def roads_of(belief: Belief) -> Graph:
    """Return the graph of all roads, whoever holds them."""
    index = {place: at for at, place in enumerate(belief.theatre.places)}
    routes = belief.theatre.routes.values()
    return _joined(belief, [(index[one], index[two]) for route in routes for one, two in pairwise(route.places)])

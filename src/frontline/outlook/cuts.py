"""The cheapest ways to cut a side's ground: by fewest places, and by the shortest line in the plane; and what helps.

Fewest places: by Menger's theorem (1927) the least number of places whose loss parts a place from its rear is the
largest number of ways to it that share no place. Both come from a flow of unit capacities through the places (Even,
"Graph Algorithms", 1979: each place split into a way in and a way out). What more ways would cost in places that are
the other side's comes from the same flow at least cost (successive shortest paths, Ford & Fulkerson 1962).

Shortest line: the least total length of straight lines across a side's ground that part a point from its rear. In the
plane too the largest flow equals the least cut (Strang 1983, "Maximal flow through a domain"; Mitchell 1990). The
ground is triangulated with its edge sampled, a triangle passes to its neighbour as much as their common edge is long,
and each line that is found is then measured between the exact edges.
"""

from __future__ import annotations

__all__ = ["LineCut", "fewest_places", "more_ways", "shortest_line"]

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import shapely
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import breadth_first_order, maximum_flow
from shapely.geometry import LineString, MultiLineString, Point, Polygon

from frontline.picture.chords import faces
from frontline.picture.measure import ground_in_metres, length_km, to_degrees, to_metres

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from frontline.model import ControlMap
    from frontline.picture.chords import Faces

    from .supply import Graph

    Bools = NDArray[np.bool_]
    Ints = NDArray[np.int64]

_MANY = 1 << 30  # more than any cut costs
_PLACE = 1 << 17  # what a place counts in a cut
_CM = 100.0  # capacities are whole numbers: centimetres


def fewest_places(
    graph: Graph, held: Bools, rear: Iterable[int], goal: int, *, far_km: NDArray[np.float64] | None = None
) -> list[int] | None:
    """Return the fewest held places whose loss parts a goal from its rear; None where no loss does.

    Neither the goal nor the rear itself counts as lost; where the goal borders on the rear, or is part of it, nothing
    parts them. Empty where they are parted already. Of several cuts as small the one is returned whose places lie
    nearest to the other sides (by `far_km` (n,), where given), and of those the one nearest the rear: it takes most
    with it.
    """
    roots = [place for place in dict.fromkeys(rear) if held[place]]
    if goal in roots or not held[goal]:
        return None if held[goal] else []
    n = graph.size
    start = np.repeat(np.arange(n), np.diff(graph.first))
    keep = held[start] & held[graph.near]
    one, other = start[keep], graph.near[keep]
    inside = np.flatnonzero(held)
    # A place counts for more than all distances together: to a hundred metres, of at most a thousand km in sum.
    far = np.zeros(n) if far_km is None else np.minimum(far_km, 1000.0)
    capacity = (_PLACE + np.round(10 * far[inside])).astype(np.int32)
    capacity[np.isin(inside, [*roots, goal])] = _MANY
    # The way in of place i is 2 i, the way out 2 i + 1, the source 2 n.
    rows = np.concatenate([2 * inside, 2 * one + 1, np.full(len(roots), 2 * n)])
    columns = np.concatenate([2 * inside + 1, 2 * other, 2 * np.array(roots, np.int64)])
    most = np.full(len(one) + len(roots), _MANY, np.int32)
    reached = _reached((np.concatenate([capacity, most]), rows, columns), 2 * n, 2 * goal + 1)
    if reached is None:
        return None
    return [int(place) for place in inside if reached[2 * place] and not reached[2 * place + 1]]


def _reached(steps: tuple[NDArray[np.int32], Ints, Ints], source: int, sink: int) -> Bools | None:
    """Return what the source still reaches when the largest flow runs; None where that has no bound.

    `steps` are the capacities of the network's steps, where each begins and where it ends.
    """
    capacity, rows, columns = steps
    size = max(source, sink, *rows.tolist(), *columns.tolist()) + 1
    network: csr_array = coo_array((capacity, (rows, columns)), shape=(size, size)).tocsr()
    flow = maximum_flow(network, source, sink)
    if flow.flow_value >= _MANY:
        return None
    left = csr_array(network - flow.flow)
    left.data[left.data < 0] = 0
    left.eliminate_zeros()
    reached = np.zeros(size, bool)
    reached[breadth_first_order(left, source, directed=True, return_predecessors=False)] = True
    return reached


def more_ways(graph: Graph, cost: NDArray[np.float64], rear: Iterable[int], goal: int, ways: int) -> list[int] | None:
    """Return the places to take so that a goal has `ways` ways to its rear that share no place; None if it cannot.

    `cost` (n,) is what each place costs: 0 for the side's own, 1 for another's, infinite for what cannot be had. The
    places are the cheapest, by a flow at least cost: exact.
    """
    n = graph.size
    flow = _Network(2 * n + 2)
    for place in np.flatnonzero(np.isfinite(cost)).tolist():
        flow.join(2 * place, 2 * place + 1, ways if place == goal else 1, float(cost[place]))
    start = np.repeat(np.arange(n), np.diff(graph.first))
    for one, other in zip(start.tolist(), graph.near.tolist(), strict=True):
        flow.join(2 * one + 1, 2 * other, 1, 0.0)
    for root in dict.fromkeys(rear):
        flow.join(2 * n, 2 * root, 1, 0.0)
    if flow.send(2 * n, 2 * goal + 1, ways) < ways:
        return None
    return [place for place in range(n) if np.isfinite(cost[place]) and cost[place] > 0 and flow.used(2 * place)]


class _Network:
    """A flow network of unit steps with costs, in lists: it is small, and each way is one search."""

    def __init__(self, size: int) -> None:
        self.out: list[list[int]] = [[] for _ in range(size)]
        self.to: list[int] = []
        self.left: list[int] = []
        self.cost: list[float] = []

    def join(self, start: int, end: int, capacity: int, cost: float) -> None:
        for one, other, room, price in ((start, end, capacity, cost), (end, start, 0, -cost)):
            self.out[one].append(len(self.to))
            self.to.append(other)
            self.left.append(room)
            self.cost.append(price)

    def used(self, node: int) -> bool:
        """Whether the first step out of a node, that through its place, carries anything."""
        return self.left[self.out[node][0] ^ 1] > 0

    def send(self, source: int, sink: int, most: int) -> int:
        """Send one unit after the other on the cheapest way that is left; return how many got through.

        Bellman–Ford in a queue, since ways back cost less than nothing.
        """
        from collections import deque  # noqa: PLC0415

        for sent in range(most):
            price = [np.inf] * len(self.out)
            by = [-1] * len(self.out)
            price[source] = 0.0
            queue, waiting = deque([source]), {source}
            while queue:
                at = queue.popleft()
                waiting.discard(at)
                for step in self.out[at]:
                    to, total = self.to[step], price[at] + self.cost[step]
                    if self.left[step] > 0 and total < price[to] - 1e-9:
                        price[to], by[to] = total, step
                        if to not in waiting:
                            queue.append(to)
                            waiting.add(to)
            if by[sink] < 0:
                return sent
            at = sink
            while at != source:
                step = by[at]
                self.left[step] -= 1
                self.left[step ^ 1] += 1
                at = self.to[step ^ 1]
        return most


@dataclass(frozen=True, slots=True, eq=False)
class LineCut:
    """The shortest line across a side's ground that parts points from the rear; in several pieces across islands.

    `line` in WGS84; `beyond` is the ground that it cuts off.
    """

    length_km: float
    line: MultiLineString
    beyond: BaseGeometry


def shortest_line(
    mapped: ControlMap,
    side: str,
    goals: Sequence[tuple[float, float]],
    *,
    rear: BaseGeometry | None = None,
    step_km: float = 0.25,
    gap_km: float = 0.02,
) -> LineCut | None:
    """Return the shortest line across a side's ground that parts goals (lon, lat) from the side's rear.

    The rear is ground (lon/lat points, lines or areas), and wherever the side's ground leads out of the map. Other
    sides' ground inside is crossed for nothing. Goals that lie on another part of the side's ground than the first, or
    on none, are parted already. None where the first lies on no ground of the side's, or there is no rear to be parted
    from, or a goal lies so near to it that no line goes between.
    """
    targets = np.atleast_1d(to_metres(shapely.points(goals), mapped.crs))
    on = [shapely.dwithin(part, targets[0], gap_km * 1000) for part in _parts(mapped, side)] if len(targets) else []
    if not any(on):
        return None
    terrain = _terrain(mapped, side, on.index(True), step_km, gap_km)
    part, mesh, triangles = terrain.part, terrain.mesh, terrain.triangles
    sources = terrain.out
    if rear is not None:
        sources = sources | shapely.intersects(triangles, to_metres(rear, mapped.crs))
    on_it = targets[shapely.dwithin(part, targets, gap_km * 1000)]
    sinks = np.unique(terrain.tree.nearest(on_it))
    if not sources.any() or sources[sinks].any():
        return None
    count = len(triangles)
    width = np.linalg.norm(mesh.points[mesh.gate[:, 0]] - mesh.points[mesh.gate[:, 1]], axis=1)
    capacity = np.maximum(np.round(width * _CM), 1).astype(np.int32)
    roots = np.flatnonzero(sources)
    rows = np.concatenate([mesh.one, mesh.other, np.full(len(roots), count), sinks])
    columns = np.concatenate([mesh.other, mesh.one, roots, np.full(len(sinks), count + 1)])
    amounts = np.concatenate([capacity, capacity, np.full(len(roots) + len(sinks), _MANY, np.int32)])
    reached = _reached((amounts, rows, columns), count, count + 1)
    if reached is None:
        return None
    crossed = np.flatnonzero(reached[mesh.one] != reached[mesh.other])
    rim = shapely.segmentize(shapely.boundary(part), step_km * 1000)
    lines = [_exact(mesh.points[gate], rim, step_km * 1000) for gate in mesh.gate[crossed]]
    line = to_degrees(MultiLineString(lines), mapped.crs)
    beyond = to_degrees(shapely.union_all(triangles[~reached[:count]]), mapped.crs)
    return LineCut(length_km(line), line, beyond)


@dataclass(frozen=True, slots=True, eq=False)
class _Terrain:
    """A part of a side's ground as triangles, and which of them lead out of the map."""

    part: Polygon
    mesh: Faces
    triangles: NDArray[np.object_]
    tree: shapely.STRtree
    out: Bools


@lru_cache(maxsize=4)
def _parts(mapped: ControlMap, side: str) -> tuple[Polygon, ...]:
    parts = shapely.get_parts(ground_in_metres(mapped.areas[side], mapped.crs))
    return tuple(parts[np.argsort(-shapely.area(parts), kind="stable")])


@lru_cache(maxsize=8)  # all corridors of a side run over the same ground
def _terrain(mapped: ControlMap, side: str, number: int, step_km: float, gap_km: float) -> _Terrain:
    part = _parts(mapped, side)[number]
    mesh = faces(part, step=step_km * 1000)
    triangles = np.asarray(shapely.polygons(mesh.points[mesh.corners]), dtype=object)
    others = [ground_in_metres(ground, mapped.crs) for name, ground in mapped.areas.items() if name != side]
    out = _leads_out(part, others, to_metres(mapped.boundary, mapped.crs), gap=gap_km * 1000)
    shapely.prepare(out)
    return _Terrain(part, mesh, triangles, shapely.STRtree(triangles), np.asarray(shapely.dwithin(out, triangles, 1.0)))


def _leads_out(
    part: BaseGeometry, others: Sequence[BaseGeometry], boundary: BaseGeometry, *, gap: float
) -> BaseGeometry:
    """Return the edge of a part that lies on the map's edge and borders on no other side."""
    edge = shapely.intersection(shapely.boundary(part), shapely.buffer(shapely.boundary(boundary), gap))
    return shapely.difference(edge, shapely.buffer(shapely.union_all(others), gap)) if others else edge


def _exact(gate: NDArray[np.float64], rim: BaseGeometry, step: float) -> LineString:
    """Slide the ends of a chord of the mesh along the edge as long as that makes it shorter."""
    line = LineString(gate)
    while True:
        reach = min(0.75 * step, line.length / 3)
        ends = [shapely.intersection(rim, shapely.buffer(Point(end), reach)) for end in line.coords]
        shorter = shapely.shortest_line(*ends)
        # Between parallel edges all ways are as short: there the chord tells which.
        if shorter is None or shorter.is_empty or not 0 < shorter.length < 0.9999 * line.length:
            return line
        line = shorter

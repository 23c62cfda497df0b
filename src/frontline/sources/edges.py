"""Ground as the set of its directed edges: the form in which a series of maps keeps, compares and measures ground.

An edge runs from one corner to the next with the ground on its left. Two maps of successive days share nearly all
of their edges, so the edges that one has and the other has not are the change, exactly. Whatever is a sum over
edges (area, perimeter) follows from the change alone.

Corners lie on a grid of 1e-7 degrees (about a centimetre) as 32-bit integers: equal corners are equal numbers.
"""

from __future__ import annotations

__all__ = ["GRID", "Edges", "degrees", "edges_of", "minus", "missing", "no_edges", "pieces_of", "polygons_of"]

from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import shapely
from numpy.typing import NDArray

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

Edges: TypeAlias = NDArray[np.int32]
"""Shape (n, 4): from x, y to x, y, in units of 1e-7 degrees, sorted, each edge once."""

GRID = 10_000_000  # corners a degree


def no_edges() -> Edges:
    """Return the edges of no ground at all."""
    return np.empty((0, 4), dtype=np.int32)


def degrees(corners: NDArray[np.int32]) -> NDArray[np.float64]:
    """Return grid numbers as degrees; division gives the same float as reading the decimal number would."""
    return corners / GRID


def edges_of(ground: BaseGeometry) -> Edges:
    """Return the edges of (multi)polygons in WGS84 lon/lat; what the grid cannot tell apart falls together.

    Opposite edges cancel, so polygons that share a border with the same corners are joined.
    """
    rings = shapely.get_rings(shapely.orient_polygons(shapely.get_parts(ground)))
    if len(rings) == 0:
        return no_edges()
    corners, ring = shapely.get_coordinates(rings, return_index=True)
    corners = np.rint(corners * GRID).astype(np.int32)
    within = ring[1:] == ring[:-1]
    edges = np.hstack([corners[:-1][within], corners[1:][within]])
    edges = edges[_keys(edges[:, :2]) != _keys(edges[:, 2:])]
    return minus(_in_order(edges), _in_order(edges[:, [2, 3, 0, 1]]))


def minus(these: Edges, those: Edges) -> Edges:
    """Return the edges of `these` that are not among `those`."""
    return these[missing(these, those)]


def missing(these: Edges, those: Edges) -> NDArray[np.bool_]:
    """Say of each of `these` whether it is not among `those`; each of both holds an edge once."""
    both = np.concatenate([these, those])
    order = _order(both)
    again = (both[order[1:]] == both[order[:-1]]).all(axis=1)
    alone = np.ones(len(both), dtype=bool)
    alone[order[1:][again]] = alone[order[:-1][again]] = False
    return alone[: len(these)]


def polygons_of(edges: Edges, corners: NDArray[np.float64] | None = None) -> shapely.MultiPolygon:
    """Return the ground that `edges` enclose, valid, in shapely's normal form, in degrees.

    `corners` (n, 2 or more) has where the edges start in another projection, and the ground is in that one.

    At a corner where the ground touches itself the walk goes on along the ground it came by, and a ring that
    comes by a corner twice is cut there in two: so rings are simple and the interior of a polygon hangs together.
    """
    if len(edges) == 0:
        return shapely.MultiPolygon()
    rings = _rings(edges)
    start = degrees(edges[:, :2]) if corners is None else corners[:, :2]
    ring = np.repeat(np.arange(len(rings)), [len(ring) for ring in rings])
    linear = np.asarray(shapely.linearrings(start[np.concatenate(rings)], indices=ring))
    outer = shapely.is_ccw(linear)
    shells, holes = linear[outer], linear[~outer]
    filled = np.asarray(shapely.polygons(shells))
    inside: list[list[shapely.LinearRing]] = [[] for _ in shells]
    if len(holes):
        areas, gaps = np.asarray(shapely.area(filled)), np.asarray(shapely.polygons(holes))
        hole, shell = shapely.STRtree(filled).query(shapely.point_on_surface(gaps), predicate="within")
        for index, gap in enumerate(gaps):
            around = shell[hole == index]
            around = around[areas[around] >= gap.area]
            inside[around[np.argmin(areas[around])]].append(holes[index])
    return shapely.normalize(shapely.MultiPolygon([shapely.Polygon(s, h) for s, h in zip(shells, inside, strict=True)]))


def pieces_of(edges: Edges) -> int:
    """Return how many polygons the edges enclose: their rings that run counter-clockwise."""
    if len(edges) == 0:
        return 0
    x0, y0, x1, y1 = (edges - edges[0, [0, 1, 0, 1]].astype(np.int64)).astype(float).T
    twice = (x0 * y1 - x1 * y0).tolist()  # the area between an edge and the first corner
    return sum(sum(twice[edge] for edge in ring) > 0 for ring in _rings(edges))


def _keys(corners: NDArray[np.int32]) -> NDArray[np.int64]:
    """Return one number for each corner."""
    return (corners[:, 0].astype(np.int64) << 32) + corners[:, 1]


def _order(edges: Edges) -> NDArray[np.intp]:
    return np.lexsort((_keys(edges[:, 2:]), _keys(edges[:, :2])))


def _in_order(edges: Edges) -> Edges:
    """Return `edges` sorted, each once."""
    edges = edges[_order(edges)]
    first = np.ones(len(edges), dtype=bool)
    first[1:] = (edges[1:] != edges[:-1]).any(axis=1)
    return edges[first]


def _rings(edges: Edges) -> list[list[int]]:
    """Return the closed walks through `edges`, each as the indices of its edges."""
    start, end = _keys(edges[:, :2]), _keys(edges[:, 2:])
    order = np.argsort(start, kind="stable")
    first = np.searchsorted(start[order], end, side="left")
    count = np.searchsorted(start[order], end, side="right") - first
    following = order[np.minimum(first, len(order) - 1)]
    for edge in np.flatnonzero(count > 1):
        ways = order[first[edge] : first[edge] + count[edge]]
        following[edge] = ways[_next_clockwise(edges[edge], edges[ways])]
    onward, corner = following.tolist(), start.tolist()
    rings: list[list[int]] = []
    seen = bytearray(len(edges))
    touching = bool((count > 1).any())
    for begin in range(len(edges)):
        if seen[begin]:
            continue
        ring: list[int] = []
        at = begin
        while not seen[at]:
            seen[at] = 1
            ring.append(at)
            at = onward[at]
        rings += _cut_at_touches(ring, corner) if touching else [ring]
    return rings


def _next_clockwise(edge: NDArray[np.int32], ways: Edges) -> int:
    """Return which of `ways` comes first, turning clockwise from the way `edge` came: the ground lies there."""
    back = np.arctan2(float(edge[1]) - float(edge[3]), float(edge[0]) - float(edge[2]))
    out = np.arctan2(
        ways[:, 3].astype(float) - ways[:, 1].astype(float), ways[:, 2].astype(float) - ways[:, 0].astype(float)
    )
    return int(np.argmin((back - out) % (2 * np.pi)))


def _cut_at_touches(ring: list[int], corner: list[int]) -> list[list[int]]:
    """Return the simple rings of a walk that may come by a corner more than once."""
    cut: list[list[int]] = []
    walk: list[int] = []
    place: dict[int, int] = {}
    for edge in ring:
        if corner[edge] in place:
            since = place[corner[edge]]
            loop, walk = walk[since:], walk[:since]
            cut.append(loop)
            for passed in loop:
                del place[corner[passed]]
        place[corner[edge]] = len(walk)
        walk.append(edge)
    return [*cut, walk]

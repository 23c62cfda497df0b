"""The course of a war: the likeliest holder of every place on every day on which one changes, computed once."""

from __future__ import annotations

__all__ = ["Course", "Plots", "course", "plots"]

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import shapely
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from frontline.control import change_days, place_beliefs, siege_beliefs

from .measure import area_km2, to_metres

if TYPE_CHECKING:
    from datetime import date

    from numpy.typing import NDArray

    from frontline.control import Belief


@dataclass(frozen=True, slots=True, eq=False)
class Course:
    """Who held what from each of `days` on until the next (d days, n places in the theatre's order, s sides).

    `holder` (d, n) is the likeliest side's index. `watched` are the indices of the places that lie on a route or are
    besieged at some time, and `p` (d, w, s) who may use the ground there: the place's belief, but where the place is
    besieged the besieger's, since a ring lets nobody pass.
    """

    days: tuple[date, ...]
    holder: NDArray[np.int8]
    watched: NDArray[np.intp]
    p: NDArray[np.float32]

    def until(self, day: date) -> int:
        """Return how many of the days come before or on a day; at least one."""
        return max(1, int(np.searchsorted([one.toordinal() for one in self.days], day.toordinal(), side="right")))


@lru_cache(maxsize=2)
def course(belief: Belief) -> Course:
    """Follow a belief over its change days, from the theatre's first day to its last. Kept for the last two beliefs."""
    theatre = belief.theatre
    number = {place: index for index, place in enumerate(theatre.places)}
    on_routes = {number[place] for route in theatre.routes.values() for place in route.places}
    besieged = {place: number[str(place)] for place in belief.sieges.index}
    watched = np.array(sorted(on_routes | set(besieged.values())), np.intp)
    days = (theatre.start, *(day for day in change_days(belief) if theatre.start < day < theatre.end))

    holder = np.empty((len(days), len(number)), np.int8)
    p = np.empty((len(days), len(watched), len(belief.sides)), np.float32)
    for row, day in enumerate(days):
        beliefs = place_beliefs(belief, day)
        holder[row] = beliefs.argmax(axis=1)
        p[row] = beliefs[watched]
    for place, index in besieged.items():
        ring = siege_beliefs(belief, str(place), days)
        at = int(np.searchsorted(watched, index))
        p[:, at] = ring[:, :-1] + ring[:, -1:] * p[:, at]
    return Course(days, holder, watched, p)


@dataclass(frozen=True, slots=True, eq=False)
class Plots:
    """The cells of a theatre's places as a graph (n places in the theatre's order).

    `pairs` (k, 2) are places whose cells share an edge, `border_km` (k) how much of it; `on_edge` (n) says whose cell
    lies on the map's edge.
    """

    pairs: NDArray[np.intp]
    border_km: NDArray[np.float64]
    on_edge: NDArray[np.bool_]
    area_km2: NDArray[np.float64]

    def parts(self, which: NDArray[np.bool_]) -> NDArray[np.intp]:
        """Return the number of the connected part that each of some places is in (n), -1 for the others."""
        inside = self.pairs[which[self.pairs].all(axis=1)]
        count = len(which)
        graph = coo_array((np.ones(len(inside)), (inside[:, 0], inside[:, 1])), (count, count))
        part = connected_components(graph, directed=False)[1]
        return np.where(which, part, -1)


@lru_cache(maxsize=2)
def plots(belief: Belief, *, touch_km: float = 0.05) -> Plots:
    """Return the graph of a belief's cells, joined where they share more than `touch_km` of edge."""
    crs = belief.theatre.crs
    cells = to_metres(np.array(belief.cells, dtype=object), crs)
    parts, part_of = shapely.get_parts(cells, return_index=True)
    rings, ring_of = shapely.get_rings(parts, return_index=True)
    points, ring = shapely.get_coordinates(rings, return_index=True)
    # Cells of one diagram meet in equal edges; what the overlay with the boundary rounds stays far below a metre.
    keys = np.round(points).astype(np.int64)
    step = ring[1:] == ring[:-1]
    ends = np.stack([keys[:-1][step], keys[1:][step]], axis=1)
    swap = (ends[:, 0, 0] > ends[:, 1, 0]) | ((ends[:, 0, 0] == ends[:, 1, 0]) & (ends[:, 0, 1] > ends[:, 1, 1]))
    ends[swap] = ends[swap][:, ::-1]
    owner = part_of[ring_of[ring[:-1][step]]]
    edges, edge = np.unique(ends.reshape(-1, 4), axis=0, return_inverse=True)
    order = np.argsort(edge, kind="stable")
    same = edge[order][1:] == edge[order][:-1]
    one, other = owner[order][:-1][same], owner[order][1:][same]
    length = np.hypot(*(edges[edge[order][:-1][same]][:, 2:] - edges[edge[order][:-1][same]][:, :2]).T)
    pairs, which = np.unique(np.sort(np.column_stack([one, other]), axis=1), axis=0, return_inverse=True)
    border_km = np.bincount(which, length, minlength=len(pairs)) / 1000
    joined = (border_km > touch_km) & (pairs[:, 0] != pairs[:, 1])
    outline = shapely.boundary(to_metres(belief.theatre.boundary, crs))
    shapely.prepare(outline)
    areas = np.array([area_km2(cell) for cell in belief.cells])
    return Plots(pairs[joined], border_km[joined], shapely.dwithin(outline, cells, 20.0), areas)

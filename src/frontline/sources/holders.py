"""Whose ground a point is on, on every known day at once."""

from __future__ import annotations

__all__ = ["holders"]

from typing import TYPE_CHECKING

import numpy as np
import shapely

from .edges import degrees

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from .series import Series


def holders(series: Series, lonlat: Sequence[tuple[float, float]]) -> NDArray[np.object_]:
    """Return whose ground each point (lon, lat) is on, on each known day: (points, days) of layers' names.

    The other side's where it is in no layer and inside the boundary, "" outside of that. A point is inside where the
    edges that stand on the day wind around it; an edge that the ray to the east crosses counts from its first day to
    its last, so all days follow from one pass over the edges near the ray.
    """
    points = np.array(lonlat, dtype=float).reshape(-1, 2)
    inside = shapely.contains_xy(series.boundary, points[:, 0], points[:, 1])
    rest = np.where(inside, series.against, "").astype(object)
    found = np.repeat(rest[:, None], len(series.days), axis=1)
    if not len(points) or not len(series.edges):
        return found
    corners = degrees(series.edges)
    tree = shapely.STRtree(np.asarray(shapely.linestrings(corners.reshape(-1, 2, 2))))
    east = np.column_stack([np.full(len(points), corners[:, [0, 2]].max() + 1), points[:, 1]])
    point, edge = tree.query(shapely.linestrings(np.stack([points, east], axis=1)))
    x, y = points[point].T
    x0, y0, x1, y1 = corners[edge].T
    left = (x1 - x0) * (y - y0) - (x - x0) * (y1 - y0)
    turn = ((y0 <= y) & (y < y1) & (left > 0)).astype(int) - ((y1 <= y) & (y < y0) & (left < 0))
    for number, layer in enumerate(series.layers):
        steps = np.zeros((len(points), len(series.days) + 1), dtype=int)
        mine = series.layer[edge] == number
        np.add.at(steps, (point[mine], series.born[edge[mine]]), turn[mine])
        np.subtract.at(steps, (point[mine], np.minimum(series.gone[edge[mine]], len(series.days))), turn[mine])
        found[np.cumsum(steps, axis=1)[:, :-1] > 0] = layer
    return found

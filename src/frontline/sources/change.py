"""What changed hands between two maps, as ground: gained and lost apart."""

from __future__ import annotations

__all__ = ["ground_between", "ground_changed"]

from typing import TYPE_CHECKING

import numpy as np
import shapely

from .edges import Edges, degrees, minus

if TYPE_CHECKING:
    from numpy.typing import NDArray


def ground_between(before: Edges, after: Edges) -> tuple[shapely.MultiPolygon, shapely.MultiPolygon]:
    """Return the ground that was gained and that was lost from one map's edges to another's, WGS84."""
    return ground_changed(minus(after, before), minus(before, after))


def ground_changed(came: Edges, went: Edges) -> tuple[shapely.MultiPolygon, shapely.MultiPolygon]:
    """Return the ground that was gained and lost where `came` took the place of `went`, WGS84.

    Both maps are closed, so what came and what went backwards close too. They cut the plane into faces; around a
    face they wind as often as the new map covers it less the old: once where it is gained, minus once where lost.
    The cost is that of the edges that changed, however large the maps.
    """
    changed = np.concatenate([came, went])
    if len(changed) == 0:
        return shapely.MultiPolygon(), shapely.MultiPolygon()
    corners = degrees(changed)
    lines = np.asarray(shapely.linestrings(corners.reshape(-1, 2, 2)))
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(shapely.union_all(lines))))
    inside = shapely.get_coordinates(shapely.point_on_surface(faces))
    sign = np.concatenate([np.ones(len(came)), -np.ones(len(went))])
    winding = _winding(inside, corners, lines, sign)
    return shapely.MultiPolygon(list(faces[winding > 0])), shapely.MultiPolygon(list(faces[winding < 0]))


def _winding(
    points: NDArray[np.float64], edges: NDArray[np.float64], lines: NDArray[np.object_], sign: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return how often signed edges wind around each point, by their crossings of the ray to the east.

    Sunday, D. (2001), Inclusion of a Point in a Polygon: the winding number algorithm.
    """
    ends = np.column_stack([np.full(len(points), edges[:, [0, 2]].max() + 1), points[:, 1]])
    rays = shapely.linestrings(np.stack([points, ends], axis=1))
    point, edge = shapely.STRtree(lines).query(rays)
    x, y = points[point].T
    x0, y0, x1, y1 = edges[edge].T
    left = (x1 - x0) * (y - y0) - (x - x0) * (y1 - y0)
    up = (y0 <= y) & (y < y1) & (left > 0)
    down = (y1 <= y) & (y < y0) & (left < 0)
    return np.asarray(np.bincount(point, sign[edge] * (up.astype(float) - down), len(points)), dtype=float)

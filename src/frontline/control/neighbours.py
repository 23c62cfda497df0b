"""Belief spread over the ground: places of which nobody speaks are believed of as their neighbours are."""

from __future__ import annotations

__all__ = ["Ground", "lay", "spread"]

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csc_array

    Floats = NDArray[np.float64]

EARTH_KM = 6371.0088
ANCHOR = 1.0


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """The places in kilometres about their middle, and the Laplacian of their graph."""

    points: Floats
    laplacian: csc_array


def lay(lon: Floats, lat: Floats) -> Ground:
    """Lay the graph of the places: Delaunay's, an edge the stronger the shorter."""
    from scipy.sparse import csc_array, diags_array  # noqa: PLC0415
    from scipy.spatial import Delaunay, QhullError  # noqa: PLC0415

    points = np.radians(np.column_stack([lon * np.cos(np.radians(lat.mean() if len(lat) else 0)), lat])) * EARTH_KM
    points = points - points.mean(axis=0)
    count = len(points)
    try:
        triangles = Delaunay(points, qhull_options="QJ Qbb Qc Q12").simplices
        pairs = np.unique(np.sort(triangles[:, [0, 1, 1, 2, 0, 2]].reshape(-1, 2), axis=1), axis=0)
    except (QhullError, ValueError):
        order = np.argsort(points[:, 0] + points[:, 1]) if count else np.zeros(0, dtype=np.int64)
        pairs = np.column_stack([order[:-1], order[1:]])
    length = np.linalg.norm(points[pairs[:, 0]] - points[pairs[:, 1]], axis=1)
    scale = float(np.median(length)) if len(length) else 1.0
    weight = 1 / (0.05 + (length / max(scale, 1e-9))) ** 2
    rows, columns = np.concatenate([pairs, pairs[:, ::-1]]).T
    graph = csc_array((np.tile(weight, 2), (rows, columns)), shape=(count, count))
    degree = np.asarray(graph.sum(axis=1)).ravel()
    return Ground(points, (diags_array(degree) - graph).tocsc())


def spread(ground: Ground, own: Floats, grip: Floats) -> Floats:
    """Return the beliefs that minimise  sum w_ij |f_i - f_j|^2 + sum c_i |f_i - own_i|^2,  (places, sides)."""
    from scipy.sparse import diags_array  # noqa: PLC0415
    from scipy.sparse.linalg import splu  # noqa: PLC0415

    if not grip.any():
        return own
    anchor = ANCHOR * grip / np.maximum(1 - grip, 1e-6) + 1e-9
    system = (ground.laplacian + diags_array(anchor)).tocsc()
    filled = np.maximum(splu(system, permc_spec="MMD_AT_PLUS_A").solve(anchor[:, None] * own), 0.0)
    return np.asarray(filled / filled.sum(axis=1, keepdims=True))

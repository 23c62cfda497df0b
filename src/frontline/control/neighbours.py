"""Belief spread over the ground: places of which nobody speaks are believed of as their neighbours are.

Indicator kriging (Journel 1983, "Nonparametric estimation of spatial distributions", Math. Geology 15): the chance
that a side holds a place is the best linear unbiased mean of the beliefs about the nearest places of which something
is said, under a variogram that grows linearly with distance, with a nugget for what differs between next-door
places. What is said of a place counts the less, the larger its nugget: it grows as the grip of its evidence on the
day goes down. All sides at once, in one batch of small solves; nothing larger than a place's neighbourhood.

Harmonic label propagation (Zhu, Ghahramani & Lafferty 2003) over the Delaunay graph does the same with a logarithmic
variogram, whose peaks at the known places are too sharp: `benchmarks/bench_fill.py` has both, on a real map.
"""

from __future__ import annotations

__all__ = ["Ground", "lay", "near", "spread"]

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

EARTH_KM = 6371.0088
NEAREST = 16  # places in a neighbourhood: more change nothing
NUGGET = 1.0  # in units of the variogram's slope times the places' spacing
STALE = 4.0  # the nugget that evidence adds when half its grip is lost
# Kriged indicators are too near the middle: squared and renormalised they are calibrated, but for a small rest that
# no neighbourhood removes.
SHARPEN = 2.0
REST = 0.005
NEAR_SPACINGS = 1.5
NEAR_KM = 3.0


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """The places' neighbourhoods.

    `nearest` (places, k) are the nearest others of which something is said, and where there are too few of them the
    place itself, of which `spread` takes no notice then; `toward` (places, k) and `between`
    (places, k, k) the distances to and among them, in units of the places' spacing.
    """

    nearest: Ints
    toward: Floats
    between: Floats


def _plane(lon: Floats, lat: Floats) -> tuple[Floats, float]:
    """Return the places in kilometres about their middle, and their spacing: the median way to the nearest other."""
    from scipy.spatial import cKDTree  # noqa: PLC0415

    middle = np.radians(lat.mean()) if len(lat) else 0.0
    points = np.radians(np.column_stack([(lon - np.median(lon)) * np.cos(middle), lat])) * EARTH_KM
    distinct = np.unique(points, axis=0)
    if len(distinct) < 2:
        return points, 1.0
    apart = np.asarray(cKDTree(distinct).query(distinct, k=2)[0])
    return points, float(np.median(apart[:, 1]))


def lay(lon: Floats, lat: Floats, spoken: NDArray[np.bool_]) -> Ground:
    """Find each place's neighbourhood among the places of which something is said."""
    from scipy.spatial import cKDTree  # noqa: PLC0415

    points, spacing = _plane(lon, lat)
    known = np.flatnonzero(spoken)
    if not len(known):
        none = np.zeros((len(points), 0))
        return Ground(none.astype(np.int64), none, np.zeros((len(points), 0, 0)))
    k = min(NEAREST, len(known))
    asked = min(k + 1, len(known))
    found = cKDTree(points[known]).query(points, k=asked)
    toward, nearest = (np.asarray(column).reshape(-1, asked) for column in found)
    nearest = known[nearest]
    itself = nearest == np.arange(len(points))[:, None]
    order = np.argsort(np.where(itself, np.inf, toward), axis=1, kind="stable")[:, :k]
    nearest, toward = np.take_along_axis(nearest, order, axis=1), np.take_along_axis(toward, order, axis=1)
    spots = points[nearest]
    between = np.linalg.norm(spots[:, :, None] - spots[:, None], axis=-1)
    return Ground(nearest, toward / spacing, between / spacing)


def near(lon: Floats, lat: Floats) -> tuple[Ints, Ints, Floats]:
    """Return all ordered pairs of different places that are near each other, and how near: 1 next door, 0 far off.

    A bell over the distance, `NEAR_SPACINGS` of the places' spacings wide and no wider than `NEAR_KM`, cut off at
    twice its width.
    """
    from scipy.spatial import cKDTree  # noqa: PLC0415

    points, spacing = _plane(lon, lat)
    width = min(NEAR_SPACINGS * spacing, NEAR_KM)
    pairs = cKDTree(points).query_pairs(2 * width, output_type="ndarray").astype(np.int64)
    one, other = pairs.T
    nearness = np.exp(-0.5 * (np.linalg.norm(points[one] - points[other], axis=1) / width) ** 2)
    return np.concatenate([one, other]), np.concatenate([other, one]), np.tile(nearness, 2)


def spread(ground: Ground, places: Ints, own: Floats, grip: Floats, around: Floats, grip_around: Floats) -> Floats:
    """Return what is believed, (n, sides), of n places (by index; one may come again for another day).

    `own` (n, sides) is what is believed of a place by its own evidence, `grip` (n,) how much of that still bears on
    the day, 0 to 1: so much of the answer is its own, the rest its neighbours'. `around` (n, k, sides) and
    `grip_around` (n, k) say the same of its `ground.nearest`.
    """
    k = ground.nearest.shape[1]
    loose = np.flatnonzero(grip < 0.999)
    if not k or not len(loose):
        return own
    around, at = around[loose], places[loose]
    bears = np.maximum(grip_around[loose], 1e-3)
    system = np.zeros((len(loose), k + 1, k + 1))
    system[:, :k, :k] = -ground.between[at]
    system[:, np.arange(k), np.arange(k)] += NUGGET + STALE * (1 / bears - 1)
    system[:, np.arange(k), np.arange(k)] += np.where(ground.nearest[at] == at[:, None], 1e9, 0.0)
    system[:, k, :k] = system[:, :k, k] = 1.0  # the weights are to sum to one
    right = np.ones((len(loose), k + 1, 1))
    right[:, :k, 0] = -ground.toward[at]
    weight = np.linalg.solve(system, right)[:, :k]
    mean = np.maximum((weight * around).sum(axis=1), 1e-6)
    sharp = (mean / mean.sum(axis=1, keepdims=True)) ** SHARPEN
    sharp /= sharp.sum(axis=1, keepdims=True)
    # Nobody is surer of a place than of the places that he infers it from.
    sure = np.abs(weight)
    doubt = 1 - (sure * around.max(axis=2, keepdims=True)).sum(axis=1) / sure.sum(axis=1)
    rest = REST + (1 - REST) * doubt
    inferred = (1 - rest) * sharp + rest / own.shape[1]
    beliefs = own.copy()
    beliefs[loose] = grip[loose, None] * own[loose] + (1 - grip[loose, None]) * inferred
    return beliefs

"""How well places of which nobody speaks are filled in: a real map with a quarter hidden, ten times, beside others.

    python benchmarks/bench_fill.py [../shared/data/syria_north_places.csv]

The hidden are drawn from the places whose holder in mid-2017 is known (seeds 0 to 9); whoever fills in sees the rest,
and all names. Peers: the nearest neighbour, with its errors counted at the rate that is best for it on the hidden
places themselves (an advantage); the shares among its k nearest, with the k and the smoothing that are best for them;
harmonic label propagation (Zhu, Ghahramani & Lafferty 2003) over the Delaunay graph, weights 1/length, with the best
power and smoothing. Ours is the product's way, from a theatre with nothing but start holds, untouched.
"""

from __future__ import annotations

import csv
import sys
import time
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import shapely
from scipy.sparse import csc_array, diags_array
from scipy.sparse.linalg import splu
from scipy.spatial import Delaunay, cKDTree

from frontline.control import believe, place_beliefs
from frontline.model import Hold, Place, Record, Side, Theatre

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

DAY = date(2017, 6, 30)
ROUNDS = 10


def _read(path: Path) -> tuple[Floats, Floats, Ints, list[str]]:
    with path.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    sides = sorted({row["held_mid_2017"] for row in rows} - {""})
    held = np.array([sides.index(row["held_mid_2017"]) if row["held_mid_2017"] else -1 for row in rows])
    return np.array([float(row["lon"]) for row in rows]), np.array([float(row["lat"]) for row in rows]), held, sides


def _plane(lon: Floats, lat: Floats) -> Floats:
    return np.radians(np.column_stack([lon * np.cos(np.radians(lat.mean())), lat])) * 6371.0


def _nearest(points: Floats, held: Ints, known: Ints, hidden: Ints, sides: int, k: int) -> Floats:
    at = cKDTree(points[known]).query(points[hidden], k=k)[1].reshape(len(hidden), k)
    return np.asarray(np.eye(sides)[held[known]][at].mean(axis=1))


def _harmonic(points: Floats, held: Ints, known: Ints, hidden: Ints, sides: int) -> Floats:
    triangles = Delaunay(points, qhull_options="QJ Qbb Qc Q12").simplices
    pairs = np.unique(np.sort(triangles[:, [0, 1, 1, 2, 0, 2]].reshape(-1, 2), axis=1), axis=0)
    length = np.linalg.norm(points[pairs[:, 0]] - points[pairs[:, 1]], axis=1)
    weight = 1 / (0.05 + length / np.median(length))
    rows, columns = np.concatenate([pairs, pairs[:, ::-1]]).T
    graph = csc_array((np.tile(weight, 2), (rows, columns)), shape=(len(points),) * 2)
    anchor = np.full(len(points), 1e-9)
    anchor[known] = 50
    target = np.full((len(points), sides), 1 / sides)
    target[known] = np.eye(sides)[held[known]]
    laplacian = diags_array(np.asarray(graph.sum(axis=1)).ravel()) - graph
    solved = splu((laplacian + diags_array(anchor)).tocsc()).solve(anchor[:, None] * target)
    return np.asarray(np.maximum(solved[hidden], 1e-9))


def _ours(lon: Floats, lat: Floats, held: Ints, known: Ints, hidden: Ints, sides: list[str]) -> Floats:
    theatre = Theatre(
        "north",
        "north",
        date(2017, 6, 15),
        date(2017, 12, 31),
        {side: Side(side, side, "#888888") for side in sides},
        {str(at): Place(str(at), str(at), lat[at], lon[at]) for at in range(len(lon))},
        shapely.box(lon.min(), lat.min(), lon.max(), lat.max()),
        "+proj=laea +lat_0=36 +lon_0=37.5 +datum=WGS84 +units=m +no_defs",
        start_holds=tuple(Hold(str(at), sides[held[at]], date(2017, 6, 15), "a map") for at in known),
    )
    return place_beliefs(believe(theatre, Record({}, ())), DAY)[hidden]


def _loss(p: Floats, truth: Ints) -> float:
    return float(-np.log(p[np.arange(len(p)), truth]).mean())


def _best(p: Floats, truth: Ints) -> tuple[float, Floats]:
    """Return the log loss of the power and smoothing that suit a peer best on the hidden places themselves."""
    tried = []
    for power in (0.6, 0.8, 1, 1.2, 1.5, 2, 2.5, 3):
        sharp = np.maximum(p, 1e-12) ** power
        sharp /= sharp.sum(axis=1, keepdims=True)
        for rest in (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1):
            smoothed = (1 - rest) * sharp + rest / p.shape[1]
            tried.append((_loss(smoothed, truth), smoothed))
    return min(tried, key=lambda one: one[0])


def _reliability(p: Floats, truth: Ints) -> tuple[float, list[tuple[float, float, int]]]:
    sure, right = p.max(axis=1), p.argmax(axis=1) == truth
    bins = np.minimum((sure * 10).astype(int), 9)
    table = [(sure[bins == at].mean(), right[bins == at].mean(), int((bins == at).sum())) for at in np.unique(bins)]
    return sum(abs(said - was) * n for said, was, n in table) / len(p), table


def main() -> None:
    """Print each way's accuracy, log loss and calibration error, then our reliability table."""
    path = Path(sys.argv[1] if len(sys.argv) > 1 else "../shared/data/syria_north_places.csv")
    lon, lat, held, sides = _read(path)
    points, labelled, count = _plane(lon, lat), np.flatnonzero(held >= 0), len(sides)
    ways: dict[str, Callable[[Ints, Ints], Floats]] = {
        "nearest neighbour": lambda known, hidden: _nearest(points, held, known, hidden, count, 1),
        **{
            f"shares of {k} nearest": lambda known, hidden, k=k: _nearest(points, held, known, hidden, count, k)
            for k in (3, 5, 7)
        },
        "harmonic, Delaunay": lambda known, hidden: _harmonic(points, held, known, hidden, count),
        "ours": lambda known, hidden: _ours(lon, lat, held, known, hidden, sides),
    }
    print(f"{len(labelled)} of {len(lon)} places known; {len(labelled) // 4} of them hidden, {ROUNDS} times\n")
    print(f"{'way':22} {'accuracy':>9} {'log loss':>9} {'ECE':>7} {'s':>7}")
    losses = {}
    for name, way in ways.items():
        began, chances, truths = time.perf_counter(), [], []
        for seed in range(ROUNDS):
            hidden = np.random.default_rng(seed).permutation(labelled)[: len(labelled) // 4]
            chances.append(way(np.setdiff1d(labelled, hidden), hidden))
            truths.append(held[hidden])
        seconds = time.perf_counter() - began
        p, truth = np.concatenate(chances), np.concatenate(truths)
        loss, p = (_loss(p, truth), p) if name == "ours" else _best(p, truth)
        losses[name] = loss
        error, table = _reliability(p, truth)
        print(f"{name:22} {(p.argmax(axis=1) == truth).mean():9.4f} {loss:9.4f} {error:7.4f} {seconds:7.2f}")
    print(f"\nlog loss, ours over the nearest neighbour's: {losses['ours'] / losses['nearest neighbour']:.2f}")
    print("\nours said   it was   n")
    for said, was, n in table:
        print(f"{said:9.3f} {was:8.3f} {n:5}")


if __name__ == "__main__":
    main()

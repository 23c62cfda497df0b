"""Two definitions of a salient on the same days: what opening takes away, and what a cheap cut would sever.

    FRONTLINE_SHARED=../shared python benchmarks/bench_definitions.py

Opening alone (the peer): the pieces of a side's ground in which no disc of the scale's diameter fits, of a quarter of
the scale squared or more. Ours: those of them that a chord cuts off cheaply (`picture/salients.py`). Both on the whole
of the ground near which anything moves, over fifty days. A definition is good where it finds the few places that
matter and gives a thing that nobody touched the same figure from one day to the next.
"""

from __future__ import annotations

import os
import tempfile
from itertools import pairwise
from pathlib import Path

import numpy as np
import shapely

from bench_series import ARCHIVE, _salients, _window, timed
from frontline.picture.measure import to_metres
from frontline.picture.moving import SCALE_KM
from frontline.sources import ground_on, import_maps, open_series

os.environ.setdefault("OMP_NUM_THREADS", "1")

Things = list[tuple[str, object]]


def opened(areas: dict[str, shapely.Geometry]) -> Things:
    """Return by side the pieces that opening at the scale takes away."""
    half = 500 * SCALE_KM
    found: Things = []
    for side, area in areas.items():
        body = area.buffer(-half).buffer(half * 1.001)
        parts = shapely.get_parts(area.difference(body))
        found += [(side, part) for part in parts if part.area >= (1000 * SCALE_KM) ** 2 / 4]
    return found


def steady(days: list[Things]) -> tuple[float, float]:
    """Return how far the area of one thing is off from day to day: the mean, and the share of more than a half."""
    off = []
    for before, after in pairwise(days):
        for side, shape in after:
            best = max(
                (other for where, other in before if where == side),
                key=lambda other: shape.intersection(other).area / shape.union(other).area,
                default=None,
            )
            if best is not None and shape.intersection(best).area > 0:
                off.append(abs(shape.area - best.area) / max(shape.area, best.area))
    return float(np.mean(off)), float((np.array(off) > 0.5).mean())


def main() -> None:
    """Print both definitions' figures."""
    with tempfile.TemporaryDirectory() as folder:
        into = Path(folder) / "war.series"
        import_maps([ARCHIVE], into, side="russia", against="ukraine")
        series = open_series(into)
    window = _window(series)
    inner = window.buffer(-2000 * SCALE_KM)
    days: dict[str, list[Things]] = {"opening": [], "cheapest cut": []}
    seconds = dict.fromkeys(days, 0.0)
    for day in series.days[350:400]:
        ground = to_metres(ground_on(series, day)[series.side], series.crs)
        mine = ground.intersection(window)
        areas = {series.side: mine, series.against: window.difference(mine)}
        one, spent = timed(lambda areas=areas: opened(areas))
        days["opening"].append([(side, shape) for side, shape in one if inner.contains(shape)])
        seconds["opening"] += spent
        two, spent = timed(lambda ground=ground: _salients(ground, window, series))
        shapes = [(found.side, to_metres(found.shape, series.crs)) for found in two]
        days["cheapest cut"].append([(side, shape) for side, shape in shapes if inner.contains(shape)])
        seconds["cheapest cut"] += spent
    for name, things in days.items():
        mean, jumps = steady(things)
        km2 = [shape.area / 1e6 for day in things for _, shape in day]
        print(
            f"{name}: {len(km2) / len(things):.1f} a day, median {np.median(km2):.0f} km², area off from day to day by "
            f"{100 * mean:.1f} % on average, by more than half in {100 * jumps:.2f} %; "
            f"{1000 * seconds[name] / len(things):.0f} ms a day"
        )


if __name__ == "__main__":
    main()

"""A day's forecast of 40,000 cells, training apart, and its skill on real maps where they are at hand.

    python benchmarks/bench_forecast.py [ARCHIVE OF DAILY MAPS]

Peers in the same run: persistence and drift as forecasts; for speed, the bound of 5 seconds that was asked for.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import shapely

from frontline.outlook.cells import cells_of
from frontline.outlook.features import observe
from frontline.outlook.forecast import Past, chances, drifts, learn, walk
from frontline.outlook.scores import blocks_of, score_forecasts
from frontline.sources import Series, import_maps, open_series
from frontline.sources.edges import edges_of
from frontline.sources.series import Day, build

BOUND_S = 5.0
START = date(2030, 1, 1)
DEGREE_KM = 111.195


def long_front(days: int, km: float) -> Series:
    """Return a war along a front of so many km, moving east by fits and starts."""
    rng = np.random.default_rng(3)
    steps = int(km / 5)
    depth = np.cumsum(rng.exponential(0.15, size=(days, steps)), axis=0)
    told = []
    for day in range(days):
        parts = [shapely.box(-60, 0, 0, km), *(shapely.box(-1, 5 * n, depth[day, n], 5 * n + 5) for n in range(steps))]
        ground = shapely.transform(shapely.union_all(parts), lambda at: at / DEGREE_KM)
        told.append(Day(START + timedelta(days=day), f"{day}", {"north": edges_of(ground)}))
    return build("north", "south", told, layers=("north",))


def time_a_day() -> None:
    """Print how long learning and a day's forecast take on a front with 40,000 cells near it."""
    series = long_front(200, 1400)
    began = time.perf_counter()
    past = Past(cells_of(series))
    laid = time.perf_counter()
    day = series.days[-1].toordinal()
    model = learn(past, day, 30)
    learnt = time.perf_counter()
    seen = observe(past.cells, day)
    p = chances(model, seen)
    done = time.perf_counter()
    took = done - learnt
    print(f"cells near the front                {len(p):>10,}")
    print(f"laying 200 days of maps into cells  {laid - began:>10.2f} s")
    print(f"training ({model.days} days of pairs)        {learnt - laid:>10.2f} s")
    print(f"a day's forecast                    {took:>10.2f} s   {BOUND_S / took:.1f} times within the bound")
    print(f"  for 40,000 cells                  {took * 40_000 / len(p):>10.2f} s")


def score_real(archive: Path) -> None:
    """Print the skill over the last half year of an archive of daily maps, walking forward."""
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "maps.series"
        import_maps([archive], into=store, side="side", against="other")
        past = Past(cells_of(open_series(store)))
    last = int(past.cells.days[-1])
    for horizon in (7, 14, 30):
        began = time.perf_counter()
        days = [day for day in range(last - 183, last - horizon + 1, 5) if day in set(past.cells.days.tolist())]
        steps = [step for step in walk(past, days, horizon) if step.came is not None]
        p = np.concatenate([step.p for step in steps])
        came = np.concatenate([step.came for step in steps if step.came is not None])
        wide = past.cells.start.shape[1]
        blocks = [blocks_of(*np.divmod(step.seen.which, wide), step.seen.day, horizon) for step in steps]
        drift = np.concatenate([drifts(step.seen, horizon) for step in steps])
        scores = score_forecasts(p, came, drift, blocks=np.concatenate(blocks))
        near = scores.near
        print(
            f"{horizon:>3} days: skill {scores.skill:.3f} against persistence, {scores.skill_drift:.3f} against drift, "
            f"calibration error {scores.calibration.width:.4f}, {len(days)} days in {time.perf_counter() - began:.0f} s"
        )
        if near is not None:
            print(
                f"     of chances of 5 % or more: {near.width:.4f} by tenths of chance, {near.mass:.4f} by tenths of "
                f"forecasts; right ones would show {near.noise:.4f} by luck alone, at most {near.noise_high:.4f}"
            )


if __name__ == "__main__":
    time_a_day()
    if len(sys.argv) > 1:
        score_real(Path(sys.argv[1]))
    else:
        print("no archive of daily maps was named: skill is not measured")
    print(f"peak memory                         {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:>10,.0f} MB")

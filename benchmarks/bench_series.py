"""How fast a series of maps is read, kept and understood, beside a plain GeoPandas script that does it day by day.

    FRONTLINE_SHARED=../shared python benchmarks/bench_series.py [--baseline-days 40]

The peer reads each day's GeoJSON and measures the whole map: geodesic area and perimeter, gained and lost by overlay
with the day before, the front by a buffer, pieces, pockets, and salients by the same function as ours on all ground
that ever moves; pockets and salients are joined with those of the day before by overlay. It is run on consecutive
days in the middle of the sample and its time is scaled to all of them.
Times are of the processor, one core, so that a busy machine does not change the ratios much.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tarfile
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

os.environ.setdefault("OMP_NUM_THREADS", "1")

import geopandas
import numpy as np
import shapely
from pyproj import Geod

from frontline.model import ControlMap
from frontline.picture.lives import pocket_lives, salient_lives
from frontline.picture.measure import to_degrees, to_metres
from frontline.picture.moving import SCALE_KM, salients_by_day
from frontline.picture.salients import salients
from frontline.sources import ground_on, import_maps, measure, open_series
from frontline.sources.edges import GRID, edges_of
from frontline.sources.metrics import SCALE_KM as FRONT_KM
from frontline.sources.series import Day, build

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from shapely.geometry.base import BaseGeometry

    from frontline.model import Salient
    from frontline.sources import Series

SHARED = Path(os.environ.get("FRONTLINE_SHARED", Path(__file__).parents[2] / "shared"))
ARCHIVE = SHARED / "data" / "deepstate-2024-07..2025-12.tar.xz"
EARTH = Geod(ellps="WGS84")


def timed(call: Callable[[], Any]) -> tuple[Any, float]:
    """Return what a call gives, and the processor's seconds it took."""
    start = time.process_time()
    done = call()
    return done, time.process_time() - start


def understood(series: Series) -> tuple[Any, float]:
    """Run metrics, salients and pockets over all days."""
    return timed(lambda: (measure(series), salient_lives(series, pockets=(cut := pocket_lives(series))), cut))


def doubled(series: Series) -> Series:
    """Return the series and its days backwards after it: as much change a day, twice the days."""
    sides = [ground_on(series, day)[series.side] for day in series.days]
    last = series.days[-1]
    back = [
        Day(last + timedelta(days=k), "backwards", {series.side: edges_of(ground)})
        for k, ground in enumerate(reversed(sides[:-1]), start=1)
    ]
    return build(series.side, series.against, back, layers=series.layers, start=series)


def plain(folder: Path, names: list[str], series: Series) -> tuple[list[dict[str, Any]], float, float]:
    """Measure each day of the files as a whole, the way one writes it first; its time, and that of the salients."""
    window = _window(series)
    found: list[dict[str, Any]] = []
    before = fingers_before = pockets_before = None
    start, on_salients = time.process_time(), 0.0
    for name in names:
        day = geopandas.read_file(folder / name)
        metric = day.to_crs(series.crs)
        whole = metric.union_all()
        row: dict[str, Any] = {
            "area": sum(abs(EARTH.geometry_area_perimeter(g)[0]) for g in day.geometry) / 1e6,
            "perimeter": sum(EARTH.geometry_length(g.boundary) for g in day.geometry) / 1e3,
            "front": whole.boundary.buffer(FRONT_KM * 500).area / 1e6 / FRONT_KM,
            "pieces": len(metric.explode()),
        }
        if before is not None:
            for key, one, other in (("gained", day, before), ("lost", before, day)):
                parts = geopandas.overlay(one, other, how="difference", keep_geom_type=True).geometry
                row[key] = sum(abs(EARTH.geometry_area_perimeter(shapely.orient_polygons(g))[0]) for g in parts) / 1e6
        parts = list(metric.explode().geometry)
        body = max(parts, key=lambda part: part.area)
        cut_off = [(series.side, part) for part in parts if part is not body]
        cut_off += [(series.against, shapely.Polygon(hole)) for part in parts for hole in part.interiors]
        pockets = _frame(cut_off, series.crs)
        row["pockets"] = len(pockets)
        if before is not None:
            row["pockets followed"] = len(_followed(pockets, pockets_before))
        pockets_before = pockets
        begin = time.process_time()
        now = _salients(whole, window, series)
        row["salients"] = [(one.side, one.area_km2, one.neck.width_km) for one in now]
        fingers = _frame([(one.side, to_metres(one.shape, series.crs)) for one in now], series.crs)
        if before is not None:
            row["followed"] = len(_followed(fingers, fingers_before))
        fingers_before = fingers
        on_salients += time.process_time() - begin
        found.append(row)
        before = day
    return found, time.process_time() - start, on_salients


def _window(series: Series) -> BaseGeometry:
    """Return all ground near which an edge ever moves, as squares."""
    moved = (series.born > 0) | (series.gone < len(series.days))
    corners = shapely.get_coordinates(to_metres(shapely.multipoints(series.edges[moved][:, :2] / GRID), series.crs))
    reach = 4500 * SCALE_KM
    cell = np.unique(np.floor(corners / reach), axis=0) * reach
    return shapely.union_all(shapely.box(*(cell - reach).T, *(cell + 2 * reach).T))


def _frame(things: Sequence[tuple[str, BaseGeometry]], crs: str) -> geopandas.GeoDataFrame:
    rows = {"side": [side for side, _ in things], "number": range(len(things))}
    return geopandas.GeoDataFrame(rows, geometry=[shape for _, shape in things], crs=crs)


def _followed(now: geopandas.GeoDataFrame, before: geopandas.GeoDataFrame) -> geopandas.GeoDataFrame:
    """Join each salient with that of the day before which it shares most with."""
    common = geopandas.overlay(now, before, how="intersection", keep_geom_type=True)
    common = common[common.side_1 == common.side_2]
    union = now.area[common.number_1].to_numpy() + before.area[common.number_2].to_numpy() - common.area
    return common[common.area / union > 0.2].drop_duplicates("number_1")


def _salients(ground: BaseGeometry, window: BaseGeometry, series: Series) -> tuple[Salient, ...]:
    mine = ground.intersection(window)
    areas = {series.side: mine, series.against: window.difference(mine)}
    control = ControlMap(
        series.days[0],
        {side: to_degrees(area, series.crs) for side, area in areas.items()},
        to_degrees(window, series.crs),
        series.crs,
    )
    return salients(control, scale_km=SCALE_KM, rungs=1)


def compare(series: Series, names: list[str], found: list[dict[str, Any]]) -> None:
    """Print how far our figures are from the plain ones."""
    ours = {one.day: one for one in measure(series)}
    days = [next(d for d in series.days if f"{d:%Y%m%d}" in name) for name in names]
    worst = dict.fromkeys(("area", "perimeter", "front", "gained", "lost"), 0.0)
    for day, row in zip(days, found, strict=True):
        mine = ours[day]
        pairs = {"area": mine.area_km2[series.side], "perimeter": mine.perimeter_km, "front": mine.front_km}
        if "gained" in row:
            pairs |= {"gained": mine.gained_km2, "lost": mine.lost_km2}
        for key, value in pairs.items():
            off = abs(value - row[key])
            worst[key] = max(worst[key], off if key in {"gained", "lost"} else off / row[key])
        assert mine.pieces == row["pieces"]
    print(
        "  largest difference: "
        + ", ".join(f"{key} {value:.2g}{' km²' if key in {'gained', 'lost'} else ''}" for key, value in worst.items())
    )
    # The salients near what moved on a day, against those of the whole map of that day.
    same = total = 0
    by_day = {one.day: one for one in salients_by_day(series, first=days[0] - timedelta(days=1), last=days[-1])}
    for day, row in zip(days, found, strict=True):
        for thing in by_day[day].things:
            total += 1
            same += any(
                thing.side == side and abs(thing.area_km2 - area) < 0.01 * area and abs(thing.neck_km - neck) < 0.01
                for side, area, neck in row["salients"]
            )
    print(
        f"  salients found in windows: {total}, the same in the whole map: {same} ({100 * same / max(total, 1):.1f} %)"
    )


def main() -> None:
    """Print all figures."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--baseline-days", type=int, default=40)
    arguments.add_argument("--skip-baseline", action="store_true")
    wanted = arguments.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with tarfile.open(ARCHIVE) as packed:
            packed.extractall(folder, filter="data")
        names = sorted(path.name for path in folder.glob("*.geojson"))
        geojson = sum((folder / one).stat().st_size for one in names)
        into = folder / "war.series"
        done, seconds = timed(lambda: import_maps([ARCHIVE], into, side="russia", against="ukraine"))
        size = into.stat().st_size
        print(
            f"import: {done.added} days in {seconds:.1f} s; {size / 1e6:.2f} MB, GeoJSON {geojson / 1e6:.1f} MB, "
            f"1/{geojson / size:.0f}"
        )
        series = open_series(into)
        start = time.perf_counter()
        ground_on(open_series(into), series.days[len(series.days) // 2])
        print(f"a day back, file opened anew: {1000 * (time.perf_counter() - start):.0f} ms")
        _append(folder, names, into)
        edges = len(series.edges)
        (days, fingers, pockets), ours = understood(series)
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"metrics, {len(fingers)} salients, {len(pockets)} pockets of {len(days)} days: {ours:.1f} s; "
            f"largest memory {memory:.0f} MB"
        )
        for label, call in (("metrics", measure), ("salients", salient_lives), ("pockets", pocket_lives)):
            print(f"  {label}: {timed(lambda call=call: call(series))[1]:.1f} s")
        _grow(series, edges, ours)
        if not wanted.skip_baseline:
            middle = len(names) // 2
            some = names[middle : middle + wanted.baseline_days]
            found, seconds, on_salients = plain(folder, some, series)
            whole = seconds * len(names) / len(some)
            print(
                f"plain GeoPandas: {seconds:.1f} s for {len(some)} days, {whole:.0f} s for {len(names)}, "
                f"of it salients {on_salients * len(names) / len(some):.0f} s; ours is {whole / ours:.0f} times as fast"
            )
            compare(series, some, found)


def _append(folder: Path, names: list[str], into: Path) -> None:
    """Time the whole command for one new day: the program started, the series opened, written."""
    new = folder / "map_20260102.geojson"
    new.write_bytes((folder / names[-30]).read_bytes())
    program = [sys.executable, "-c", "from frontline.cli import main; main()"]
    command = [*program, "import", "maps", str(new), "--side", "russia", "--against", "ukraine", "--into", str(into)]
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    print(f"a new day added, the whole command: {time.perf_counter() - start:.2f} s")


def _grow(series: Series, edges: int, ours: float) -> None:
    """Show how the time grows with the days and with the changed edges."""
    half = build(
        series.side,
        series.against,
        [
            Day(day, "", {series.side: edges_of(ground_on(series, day)[series.side])})
            for day in series.days[: len(series.days) // 2]
        ],
        layers=series.layers,
    )
    rows = [(half, understood(half)[1]), (series, ours)]
    twice = doubled(series)
    rows.append((twice, understood(twice)[1]))
    for one, seconds in rows:
        changed = int(np.count_nonzero(one.born) + np.count_nonzero(one.gone < len(one.days)))
        print(
            f"  {len(one.days)} days, {changed} changed edges: {seconds:.1f} s, "
            f"{1000 * seconds / len(one.days):.1f} ms a day, {1000 * seconds / changed:.2f} ms a changed edge"
        )
    assert edges == len(series.edges)


if __name__ == "__main__":
    main()

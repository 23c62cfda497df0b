"""Salients by chords beside salients by buffers: the same maps, the same scales, in one run.

    python benchmarks/bench_salients.py [DAYS]

The peer is what a GIS user does: open the area morphologically (buffer in, buffer out) at each scale, take the pieces
that are left over, and keep those that stand out at least as far as three quarters of their base. Prints how long
each takes, how many things it finds, how many of them are found again on the next day (of two, overlapping by more
than half), and what each says of shapes whose measures are known. Needs the maps of FRONTLINE_SHARED (or ../shared).
"""

from __future__ import annotations

import io
import json
import os
import sys
import tarfile
from datetime import date
from itertools import pairwise
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

import numpy as np
import shapely
from shapely import box

from frontline.model import ControlMap
from frontline.picture.measure import area_km2, to_degrees, to_metres
from frontline.picture.salients import salients

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from shapely.geometry.base import BaseGeometry

CRS = "+proj=laea +lat_0=48 +lon_0=36 +datum=WGS84"
SCALE_KM = 5.0
SHARED = Path(os.environ.get("FRONTLINE_SHARED", Path(__file__).parents[2] / "shared"))


def by_chords(control_map: ControlMap) -> list[BaseGeometry]:
    """Return the shapes of the salients as the package finds them."""
    return [salient.shape for salient in salients(control_map, scale_km=SCALE_KM, sides=["held"])]


def by_buffers(control_map: ControlMap) -> list[BaseGeometry]:
    """Return the leftovers of the morphological opening at four scales, where they stand out enough."""
    area = to_metres(control_map.areas["held"], control_map.crs)
    other = shapely.buffer(to_metres(control_map.areas["other"], control_map.crs), 20)
    found: list[BaseGeometry] = []
    for rung in range(4):
        radius = SCALE_KM * 1000 * 2**rung / 2
        opened = shapely.buffer(shapely.buffer(area, -radius), radius)
        for piece in shapely.get_parts(shapely.difference(area, opened)):
            if piece.area < (SCALE_KM * 1000) ** 2 / 4:
                continue
            edge = shapely.boundary(piece)
            base = shapely.length(shapely.intersection(edge, shapely.buffer(opened, 1)))
            exposed = shapely.length(shapely.intersection(edge, other))
            if base and piece.area >= 0.75 * base**2 and exposed >= 0.5 * (piece.length - base):
                shape = to_degrees(piece, control_map.crs)
                if not any(_overlap(shape, one) > 0.5 for one in found):
                    found.append(shape)
    return found


def _overlap(one: BaseGeometry, other: BaseGeometry) -> float:
    if not shapely.intersects(one, other):
        return 0.0
    shared = shapely.area(shapely.intersection(one, other))
    return float(shared / (one.area + other.area - shared))


def _maps(most: int) -> Iterator[ControlMap]:
    archive = next(SHARED.glob("data/deepstate-*.tar.xz"))
    with tarfile.open(archive) as tar:
        names = sorted(name for name in tar.getnames() if name.endswith(".geojson"))[-most:]
        read = {name: tar.extractfile(name) for name in names}
        for file in read.values():
            assert file is not None
            features = json.load(io.TextIOWrapper(file, "utf-8"))["features"]
            shapes = [shapely.force_2d(shapely.from_geojson(json.dumps(one["geometry"]))) for one in features]
            held = shapely.union_all(shapely.make_valid(shapes))
            world = shapely.convex_hull(held)
            yield ControlMap(date(2025, 1, 1), {"held": held, "other": shapely.difference(world, held)}, world, CRS)


def _measure(name: str, find: Callable[[ControlMap], list[BaseGeometry]], maps: list[ControlMap]) -> float:
    start = perf_counter()
    days = [find(one) for one in maps]
    taken = (perf_counter() - start) / len(maps)
    again = [any(_overlap(shape, one) > 0.5 for one in after) for before, after in pairwise(days) for shape in before]
    kept = np.mean(again) if again else float("nan")
    print(
        f"{name:10}{taken * 1000:8.0f} ms a map{np.mean([len(day) for day in days]):8.1f} found{kept:8.1%} found again"
    )
    return taken


def _known() -> None:
    body, world = box(-60, -60, 60, 0), box(-60, -60, 60, 60)
    shapes = {
        "finger 2 x 10 km (20 km2)": box(-1, 0, 1, 10),
        "bulge 24 x 20 km (480 km2)": box(-12, 0, 12, 20),
        "corridor 2 x 12 km (24 km2)": shapely.union(box(-1, 0, 1, 12), box(-15, 12, 15, 40)),
        "right corner (none)": shapely.Polygon(),
    }
    for name, shape in shapes.items():
        held = shapely.transform(shapely.union(body, shape), lambda points: points * 1000)
        ground = shapely.transform(world, lambda points: points * 1000)
        sides = {"held": held, "other": shapely.difference(ground, held)}
        drawn = {side: to_degrees(area, CRS) for side, area in sides.items()}
        control_map = ControlMap(date(2025, 1, 1), drawn, to_degrees(ground, CRS), CRS)
        said = [
            "chords " + (", ".join(f"{area_km2(one):.1f}" for one in by_chords(control_map)) or "none"),
            "buffers " + (", ".join(f"{area_km2(one):.1f}" for one in by_buffers(control_map)) or "none"),
        ]
        print(f"{name:30}{said[0]:30}{said[1]}")


def main() -> None:
    """Print both measures on known shapes and on the sample's last days."""
    _known()
    maps = list(_maps(int(sys.argv[1]) if len(sys.argv) > 1 else 30))
    chords = _measure("chords", by_chords, maps)
    buffers = _measure("buffers", by_buffers, maps)
    print(f"chords take {chords / buffers:.2f} of the time of buffers")


if __name__ == "__main__":
    main()

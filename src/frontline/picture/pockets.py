"""Pockets: ground of a side that is cut off from that side's rear."""

from __future__ import annotations

__all__ = ["pockets"]

from typing import TYPE_CHECKING

import numpy as np
import shapely

from frontline.model import Pocket

from ._names import names_of
from .measure import area_km2, to_degrees, to_metres

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from shapely.geometry.base import BaseGeometry

    from frontline.model import ControlMap, Place


def pockets(
    control_map: ControlMap,
    *,
    rear: Mapping[str, BaseGeometry] | None = None,
    gazetteer: Iterable[Place] = (),
    sides: Sequence[str] | None = None,
    touch_km: float = 0.05,
    smallest_km2: float = 0.0,
    gap_km: float = 0.02,
) -> tuple[Pocket, ...]:
    """Return the pieces of each side's ground from which its rear cannot be reached over its own ground, by area.

    `rear` is ground by side (lon/lat points, lines or areas) from which it is supplied; of a side without one the
    largest piece is its main body, unless another leads out of the map: such a piece is no pocket. Ground joined by
    less than `touch_km` (a point where two cells meet) is not joined. Pieces smaller than
    `smallest_km2` are passed over. `by` are the sides around, the one that faces most of the edge first; `since` and
    `days` are None: a day's map does not tell them.
    """
    metric = {side: to_metres(area, control_map.crs) for side, area in control_map.areas.items() if not area.is_empty}
    outline = shapely.boundary(to_metres(control_map.boundary, control_map.crs))
    shapely.prepare(outline)
    names = names_of(control_map, gazetteer)
    gap = gap_km * 1000
    found = []
    for side in sides or tuple(metric):
        pieces = _pieces(metric[side], touch_km * 1000)
        joined = shapely.dwithin(pieces, outline, gap)
        if rear and side in rear:
            sources = to_metres(rear[side], control_map.crs)
            shapely.prepare(sources)
            joined |= shapely.intersects(sources, pieces)
        elif not joined.any():
            joined[shapely.area(pieces).argmax()] = True
        for piece in pieces[~joined]:
            shape = to_degrees(piece, control_map.crs)
            area = area_km2(shape)
            if area < smallest_km2:
                continue
            places = names.inside(shape, side)
            title = places[0] if places else names.nearest(shapely.get_coordinates(shapely.centroid(shape))[0])
            around = {
                other: shapely.length(shapely.intersection(shapely.boundary(piece), shapely.buffer(ground, gap)))
                for other, ground in metric.items()
                if other != side and shapely.dwithin(piece, ground, gap)
            }
            found.append(
                Pocket(
                    name=f"{title} pocket" if title else "pocket",
                    side=side,
                    by=tuple(sorted(around, key=lambda other: -around[other])),
                    places=places,
                    area_km2=area,
                    since=None,
                    days=None,
                    shape=shape,
                )
            )
    return tuple(sorted(found, key=lambda pocket: -pocket.area_km2))


def _pieces(area: BaseGeometry, touch: float) -> np.ndarray[tuple[int], np.dtype[np.object_]]:
    """Part an area where it is narrower than `touch` metres; what is nowhere wider keeps its own piece."""
    parts = shapely.get_parts(area)
    pieces = []
    for part in parts:
        cores = shapely.get_parts(shapely.buffer(part, -touch / 2, quad_segs=2))
        cores = cores[~shapely.is_empty(cores)]
        if len(cores) < 2:
            pieces.append(part)
            continue
        # Grown back a little further than they were shrunk, and cut to the part: no slivers left between.
        grown = shapely.intersection(shapely.buffer(cores, touch / 2 * 1.01, quad_segs=8), part)
        pieces.extend(grown)
    return np.array(pieces, dtype=object)

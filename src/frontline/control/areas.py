"""Places as areas: Thiessen cells, dissolved by side, inside the boundary, without the water."""

from __future__ import annotations

__all__ = ["DOUBT", "cells", "control_map"]

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import shapely

from frontline.model import ControlMap

from .questions import place_control

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from frontline.model import Theatre

    from .belief import Belief

DOUBT = 0.75  # below this probability of its holder a cell is drawn as doubtful


def cells(theatre: Theatre) -> list[BaseGeometry]:
    """Return each place's Thiessen cell (WGS84), cut to the boundary and without the water; in the places' order.

    Every point of the land belongs to the place that is nearest in the theatre's metric projection. Places that
    share a point share its cell evenly in name only: the first has it, the others' cells are empty. A place outside
    the boundary may have a cell inside it.
    """
    from pyproj import Transformer  # noqa: PLC0415

    places = list(theatre.places.values())
    land = theatre.boundary if theatre.water is None else shapely.difference(theatre.boundary, theatre.water)
    if not places:
        return []
    there = Transformer.from_crs("EPSG:4326", theatre.crs, always_xy=True)
    x, y = there.transform([place.lon for place in places], [place.lat for place in places])
    spots, of = np.unique(np.round(np.column_stack([x, y]), 3), axis=0, return_inverse=True)
    empty = shapely.Polygon()
    if len(spots) == 1:
        pieces = np.array([land], dtype=object)
    else:
        ring = shapely.get_coordinates(shapely.segmentize(theatre.boundary, 0.05))
        outline = np.column_stack(there.transform(ring[:, 0], ring[:, 1]))
        corners = np.concatenate([outline, spots])
        reach = shapely.box(*(corners.min(axis=0) - 10_000), *(corners.max(axis=0) + 10_000))
        diagram = shapely.voronoi_polygons(shapely.MultiPoint(spots), extend_to=reach, ordered=True)

        def back(points: NDArray[np.float64]) -> NDArray[np.float64]:
            return np.column_stack(there.transform(points[:, 0], points[:, 1], direction="INVERSE"))

        pieces = shapely.make_valid(shapely.transform(np.array(diagram.geoms, dtype=object), back))
        shapely.prepare(land)
        cut = ~shapely.contains_properly(land, pieces)  # most cells lie inside, and need no overlay
        pieces[cut] = _polygonal(shapely.intersection(pieces[cut], land))
    first = np.unique(of, return_index=True)[1]
    owner = set(first.tolist())
    return [pieces[of[at]] if at in owner else empty for at in range(len(places))]


def _polygonal(shapes: NDArray[np.object_]) -> NDArray[np.object_]:
    """Keep the polygons of what an overlay returns, without its stray points and lines."""
    kept = shapes.copy()
    for at in np.flatnonzero(~np.isin(shapely.get_type_id(shapes), (3, 6))):
        parts = shapely.get_parts(shapes[at])
        kept[at] = shapely.union_all(parts[np.isin(shapely.get_type_id(parts), (3, 6))])
    return kept


def control_map(belief: Belief, day: date, *, supposing: Mapping[str, str] | None = None) -> ControlMap:
    """Return the areas of the sides on a day, with the places they come from.

    `supposing` are sides by place id: the map as it would be if these places were theirs.
    """
    return _control_map(belief, day, tuple(sorted((supposing or {}).items())))


@lru_cache(maxsize=4)  # a day's map is asked for by what draws it, what compares it and what shows it
def _control_map(belief: Belief, day: date, supposing: tuple[tuple[str, str], ...]) -> ControlMap:
    theatre = belief.theatre
    places = place_control(belief, day, supposing=dict(supposing))
    ground = np.array(belief.cells, dtype=object)
    holder = np.array([place.holder for place in places], dtype=object)
    sure = np.array([place.p[place.holder] for place in places])
    drawn = belief.drawn
    rest = drawn.areas if drawn is not None else {}
    areas = {
        side: shapely.union_all([*ground[holder == side], *([rest[side]] if side in rest else [])])
        for side in belief.sides
    }
    return ControlMap(
        day=day,
        areas={side: area for side, area in areas.items() if not area.is_empty},
        boundary=theatre.boundary,
        crs=theatre.crs,
        places=places,
        cells=dict(zip(theatre.places, belief.cells, strict=True)),
        doubt=drawn.doubt if drawn is not None else shapely.union_all(ground[sure < DOUBT]),
    )

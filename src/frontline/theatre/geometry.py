"""The ground of a theatre: its boundary, its water, the projection to measure in."""

from __future__ import annotations

__all__ = ["box_of", "equal_area_about", "read_polygons"]

import json
import math
from typing import TYPE_CHECKING

import shapely

from frontline._errors import Fault

from .tables import read_text

if TYPE_CHECKING:
    from pathlib import Path

    from shapely.geometry.base import BaseGeometry


def read_polygons(path: Path, faults: list[Fault]) -> BaseGeometry | None:
    """Return the union of the polygons of a GeoJSON file (RFC 7946: WGS84 lon/lat); None and a fault if it has none."""
    text = read_text(path, faults)
    if text is None:
        return None
    try:
        json.loads(text)
        whole = shapely.from_geojson(text)
    except json.JSONDecodeError as error:
        faults.append(Fault(path.name, error.lineno, f"is no JSON ({error.msg}); save it as GeoJSON"))
        return None
    except (shapely.errors.ShapelyError, RecursionError, ValueError, TypeError) as error:
        why = str(error).splitlines()[0] if str(error) else type(error).__name__
        faults.append(Fault(path.name, None, f"is no GeoJSON ({why}); give polygons as RFC 7946 has them"))
        return None
    polygons = [part for part in _parts(whole) if part.geom_type == "Polygon" and not part.is_empty]
    if not polygons:
        faults.append(Fault(path.name, None, "has no polygon in it; draw the area as one polygon or several"))
        return None
    for polygon in polygons:
        west, south, east, north = polygon.bounds
        if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
            sentence = "has coordinates that are no degrees; give WGS84 as [longitude, latitude]"
            faults.append(Fault(path.name, None, sentence))
            return None
        if not polygon.is_valid:
            why = shapely.is_valid_reason(polygon)
            faults.append(Fault(path.name, None, f"has a polygon that is not sound ({why}); draw it without crossing"))
            return None
    return shapely.union_all(polygons)


def _parts(geometry: BaseGeometry | None) -> list[BaseGeometry]:
    if geometry is None:
        return []
    parts: list[BaseGeometry] = []
    todo = [geometry]
    while todo:
        one = todo.pop()
        if hasattr(one, "geoms"):
            todo.extend(one.geoms)
        else:
            parts.append(one)
    return parts


def box_of(bbox: object) -> BaseGeometry:
    """Return the box of `[west, south, east, north]` in degrees; ValueError says what is wrong with it."""
    if not (isinstance(bbox, list) and len(bbox) == 4 and all(type(value) in {int, float} for value in bbox)):
        raise ValueError("bbox is to be four numbers, [west, south, east, north], in degrees")
    west, south, east, north = map(float, bbox)
    if not all(map(math.isfinite, (west, south, east, north))) or not (
        -180 <= west < east <= 180 and -90 <= south < north <= 90
    ):
        raise ValueError(f"bbox {bbox} is no box; write [west, south, east, north] with west < east and south < north")
    return shapely.box(west, south, east, north)


def equal_area_about(area: BaseGeometry) -> str:
    """Return the azimuthal equal-area projection (metres) about the middle of an area in WGS84 lon/lat."""
    middle = area.centroid
    return f"+proj=laea +lat_0={middle.y:.4f} +lon_0={middle.x:.4f} +datum=WGS84 +units=m +no_defs"

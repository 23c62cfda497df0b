"""The ground of a theatre: its boundary, its water, the projection to measure in."""

from __future__ import annotations

__all__ = ["box_of", "equal_area_about", "is_metric", "read_polygons"]

import json
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
        polygons = [part for part in _parts(shapely.from_geojson(text)) if part.geom_type == "Polygon"]
    except json.JSONDecodeError as error:
        faults.append(Fault(path.name, error.lineno, f"is no JSON ({error.msg}); save it as GeoJSON"))
        return None
    except (shapely.errors.ShapelyError, RecursionError, ValueError, TypeError) as error:
        why = str(error).partition("\n")[0] or "nested too deep"
        faults.append(Fault(path.name, None, f"is no GeoJSON ({why}); give polygons as RFC 7946 has them"))
        return None
    unsound = next(filter(None, map(_unsound, polygons)), None if polygons else "has no polygon in it")
    if unsound:
        faults.append(Fault(path.name, None, f"{unsound}; draw the area as polygons in degrees, [longitude, latitude]"))
        return None
    return shapely.union_all(polygons)


def _unsound(polygon: BaseGeometry) -> str | None:
    if polygon.is_empty:
        return "has an empty polygon in it"
    west, south, east, north = polygon.bounds
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        return "has coordinates that are no degrees"
    return None if polygon.is_valid else f"has a polygon that is not sound ({shapely.is_valid_reason(polygon)})"


def _parts(geometry: BaseGeometry | None) -> list[BaseGeometry]:
    parts: list[BaseGeometry] = []
    todo = [] if geometry is None else [geometry]
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
    west, south, east, north = bbox
    if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
        raise ValueError("bbox is no box; write [west, south, east, north] with west < east and south < north")
    return shapely.box(west, south, east, north)


def equal_area_about(area: BaseGeometry) -> str:
    """Return the azimuthal equal-area projection (metres) about the middle of an area in WGS84 lon/lat."""
    middle = area.centroid
    return f"+proj=laea +lat_0={middle.y:.4f} +lon_0={middle.x:.4f} +datum=WGS84 +units=m +no_defs"


def is_metric(crs: str) -> bool:
    """Say whether a CRS is a projection in metres, in whatever way pyproj can read it."""
    from pyproj import CRS  # noqa: PLC0415
    from pyproj.exceptions import CRSError  # noqa: PLC0415

    try:
        read = CRS.from_user_input(crs)
    except CRSError:
        return False
    return read.is_projected and all(axis.unit_name == "metre" for axis in read.axis_info)

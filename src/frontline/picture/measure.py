"""Lengths and areas on the ellipsoid, and the way between degrees and a map's own metres.

Geodesic figures follow Karney, "Algorithms for geodesics", J. Geodesy 87 (2013), as PROJ has them (WGS84).
"""

from __future__ import annotations

__all__ = ["area_km2", "distances_km", "ground_in_metres", "length_km", "to_degrees", "to_metres"]

from functools import lru_cache
from typing import TYPE_CHECKING, TypeVar, cast

import numpy as np
import shapely
from pyproj import Geod, Transformer

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray
    from shapely.geometry.base import BaseGeometry

Geometry = TypeVar("Geometry", bound="BaseGeometry | NDArray[np.object_]")

_EARTH = Geod(ellps="WGS84")
_M2_PER_KM2 = 1e6
_POLYGON = 3  # shapely's number for its type


@lru_cache(maxsize=32)
def _transformer(crs: str, *, inverse: bool) -> Transformer:
    ends = (crs, "EPSG:4326") if inverse else ("EPSG:4326", crs)
    return Transformer.from_crs(*ends, always_xy=True)


def _transformed(geometry: Geometry, crs: str, *, inverse: bool) -> Geometry:
    transformer = _transformer(crs, inverse=inverse)

    def move(points: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.column_stack(transformer.transform(points[:, 0], points[:, 1]))

    return cast("Geometry", shapely.transform(cast("BaseGeometry", geometry), move))


def to_metres(geometry: Geometry, crs: str) -> Geometry:
    """Project a geometry (or an array of them) from WGS84 lon/lat to the metric projection `crs`."""
    return _transformed(geometry, crs, inverse=False)


def ground_in_metres(area: BaseGeometry, crs: str) -> BaseGeometry:
    """Project an area (WGS84 lon/lat) to `crs`, valid there too: what is a hair wide can come to cross itself."""
    parts = shapely.get_parts(shapely.get_parts(shapely.make_valid(to_metres(area, crs))))
    ground: BaseGeometry = shapely.multipolygons(parts[shapely.get_type_id(parts) == _POLYGON])
    return ground


def to_degrees(geometry: Geometry, crs: str) -> Geometry:
    """Bring a geometry (or an array of them) back from the metric projection `crs` to WGS84 lon/lat."""
    return _transformed(geometry, crs, inverse=True)


def distances_km(start: ArrayLike, end: ArrayLike) -> NDArray[np.float64]:
    """Return the geodesic distances, km, between two arrays of lon/lat points of shape (n, 2), pair by pair."""
    a, b = np.atleast_2d(np.asarray(start, float)), np.atleast_2d(np.asarray(end, float))
    a, b = np.broadcast_arrays(a, b)
    _, _, metres = _EARTH.inv(a[:, 0], a[:, 1], b[:, 0], b[:, 1])
    return np.asarray(metres, float) / 1000


def length_km(geometry: BaseGeometry) -> float:
    """Return the geodesic length, km, of all lines of a lon/lat geometry; of polygons the perimeter."""
    lines = shapely.get_parts(shapely.boundary(geometry) if geometry.area else geometry)
    points, line = shapely.get_coordinates(lines, return_index=True)
    if len(points) < 2:
        return 0.0
    within = line[1:] == line[:-1]
    return float(distances_km(points[:-1][within], points[1:][within]).sum())


def area_km2(geometry: BaseGeometry) -> float:
    """Return the geodesic area, km2, of all polygons of a lon/lat geometry; holes are left out."""
    polygons = shapely.get_parts(geometry)
    polygons = polygons[shapely.get_dimensions(polygons) == 2]
    rings, polygon = shapely.get_rings(polygons, return_index=True)
    is_shell = np.diff(polygon, prepend=-1) != 0
    total = 0.0
    for ring, shell in zip(rings, is_shell, strict=True):
        lon, lat = shapely.get_coordinates(ring).T
        area = abs(_EARTH.polygon_area_perimeter(lon, lat)[0])
        total += area if shell else -area
    return total / _M2_PER_KM2

"""Lengths and areas on the ellipsoid."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from shapely.geometry.base import BaseGeometry  # noqa: TC002 - pytest reads it

from frontline.picture.measure import area_km2, distances_km, length_km, to_degrees, to_metres


def test_a_degree_of_the_equator_is_111_kilometres() -> None:
    # 2 pi a / 360 with a = 6378.137 km, WGS84's equatorial radius.
    assert length_km(shapely.LineString([(0, 0), (1, 0)])) == pytest.approx(111.319, abs=0.001)


def test_a_quarter_meridian_is_ten_thousand_kilometres() -> None:
    # The metre's old definition; on WGS84 10001.966 km.
    assert distances_km([0, 0], [0, 90])[0] == pytest.approx(10001.966, abs=0.001)


def test_all_lines_of_a_geometry_count_and_the_gaps_between_them_do_not() -> None:
    two = shapely.MultiLineString([[(0, 0), (1, 0)], [(5, 0), (6, 0)]])
    assert length_km(two) == pytest.approx(2 * 111.319, abs=0.002)


def test_the_length_of_a_polygon_is_its_perimeter_with_its_holes() -> None:
    hole = [(0.25, 0.25), (0.75, 0.25), (0.75, 0.75), (0.25, 0.75)]
    square = shapely.Polygon([(0, 0), (1, 0), (1, 1), (0, 1)], [hole])
    assert length_km(square) == pytest.approx(1.5 * length_km(shapely.Polygon(square.exterior)), rel=0.01)


def test_the_earth_is_510_million_square_kilometres() -> None:
    octant = shapely.Polygon([(0, 0), (90, 0), (0, 90)])
    assert 8 * area_km2(octant) == pytest.approx(510_065_622, rel=1e-6)


def test_a_hole_is_no_ground() -> None:
    square = shapely.box(30, 48, 31, 49)
    hole = shapely.box(30.25, 48.25, 30.75, 48.75)
    both = area_km2(shapely.difference(square, hole)) + area_km2(hole)
    assert both == pytest.approx(area_km2(square), rel=1e-9)


def test_which_way_a_ring_runs_does_not_matter() -> None:
    square = shapely.box(30, 48, 31, 49)
    assert area_km2(shapely.reverse(square)) == pytest.approx(area_km2(square))


@pytest.mark.parametrize("nothing", [shapely.Polygon(), shapely.LineString(), shapely.Point(1, 2)])
def test_nothing_measures_nothing(nothing: BaseGeometry) -> None:
    assert (area_km2(nothing), length_km(nothing)) == (0.0, 0.0)


def test_a_way_there_and_back_ends_where_it_began() -> None:
    crs = "+proj=laea +lat_0=48 +lon_0=36"
    points = np.array([shapely.Point(36.5, 48.25), shapely.Point(31, 45)], dtype=object)
    back = to_degrees(to_metres(points, crs), crs)
    assert shapely.get_coordinates(back) == pytest.approx(shapely.get_coordinates(points), abs=1e-7)

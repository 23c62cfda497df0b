"""Salients and corridors of shapes worked out by hand. Shapes in kilometres; red is the side that is looked at."""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import affinity, box
from shapely.geometry import Polygon

from frontline.picture.salients import salients, scale_of

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from frontline.model import ControlMap, Salient

    from .conftest import Drawn, Placed

WORLD = box(-60, -60, 60, 60)
BODY = box(-60, -60, 60, 0)


def _map(drawn: Drawn, red: BaseGeometry, **places: tuple[float, float, str]) -> ControlMap:
    return drawn({"red": red, "blue": shapely.difference(WORLD, red)}, world=WORLD, places=places)


def _reds(drawn: Drawn, red: BaseGeometry, *, scale_km: float = 4, **places: tuple[float, float, str]) -> list[Salient]:
    return list(salients(_map(drawn, red, **places), scale_km=scale_km, sides=["red"]))


def test_a_finger_on_a_rectangle_is_a_salient_with_the_fingers_measures(drawn: Drawn) -> None:
    (finger,) = _reds(drawn, shapely.union(BODY, box(-1, 0, 1, 10)))
    measured = (finger.length_km, finger.base_km, finger.neck.width_km, finger.flank_km, finger.area_km2)
    assert measured == pytest.approx((10, 2, 2, 22, 20), rel=1e-3)


def test_all_of_a_fingers_edge_but_its_base_is_exposed_to_the_other_side(drawn: Drawn) -> None:
    (finger,) = _reds(drawn, shapely.union(BODY, box(-1, 0, 1, 10)))
    assert (finger.kind, finger.side, finger.against) == ("salient", "red", "blue")
    assert finger.exposed == pytest.approx(1)


def test_the_neck_of_a_finger_is_where_it_would_be_cut_off_whole(drawn: Drawn, lonlat: Placed) -> None:
    (finger,) = _reds(drawn, shapely.union(BODY, box(-1, 0, 1, 10)))
    ends = np.array(finger.neck.across)
    expected = lonlat([(-1, 0), (1, 0)])
    assert np.sort(ends, axis=0) == pytest.approx(np.sort(expected, axis=0), abs=1e-5)


def test_an_hourglass_has_its_neck_in_the_middle_and_its_upper_half_beyond(drawn: Drawn, lonlat: Placed) -> None:
    waist = Polygon(
        [(-10, 0), (-10, -10), (10, -10), (10, 0), (1, 9), (10, 18), (10, 30), (-10, 30), (-10, 18), (-1, 9)]
    )
    glass = next(
        one
        for one in _reds(drawn, shapely.union(BODY, waist), Upper=(0, 25, "red"), Lower=(0, -20, "red"))
        if one.kind == "corridor"
    )
    assert glass.neck.width_km == pytest.approx(2, rel=1e-3)
    assert glass.neck.at == pytest.approx(tuple(lonlat([(0, 9)])[0]), abs=1e-5)
    assert (glass.beyond, glass.name) == (("Upper",), "Upper corridor")


def test_a_corridor_between_two_bodies_is_as_long_as_the_narrow_ground_between_them(drawn: Drawn) -> None:
    red = shapely.union_all([BODY, box(-1, 0, 1, 12), box(-15, 12, 15, 40)])
    (corridor,) = _reds(drawn, red)
    measured = (corridor.length_km, corridor.base_km, corridor.neck.width_km, corridor.flank_km, corridor.area_km2)
    assert corridor.kind == "corridor"
    assert measured == pytest.approx((12, 2, 2, 24, 24), rel=1e-3)


def test_a_bent_finger_is_as_long_as_the_way_round_its_bend(drawn: Drawn) -> None:
    bent = shapely.union_all([BODY, box(-1, 0, 1, 12), box(1, 10, 16, 12)])
    (finger,) = _reds(drawn, bent)
    # A taut string from the base's middle line: up the inner edge to the corner (1, 10), then along to the tip.
    assert finger.length_km == pytest.approx(10 + sqrt(15**2 + 2**2), rel=0.01)


def test_a_broad_bulge_is_found_as_well_as_a_narrow_finger(drawn: Drawn) -> None:
    red = shapely.union_all([BODY, box(-12, 0, 12, 20), box(40, 0, 42, 10)])
    found = _reds(drawn, red)
    assert [(round(one.base_km), round(one.length_km)) for one in found] == [(24, 20), (2, 10)]


def test_a_finger_at_the_tip_of_a_bulge_is_a_thing_of_its_own(drawn: Drawn) -> None:
    red = shapely.union_all([BODY, box(-12, 0, 12, 20), box(-1, 20, 1, 28)])
    assert sorted(round(one.base_km) for one in _reds(drawn, red)) == [2, 24]


def test_the_corners_of_a_rectangle_are_no_salients(drawn: Drawn) -> None:
    assert _reds(drawn, box(-60, -60, 10, 10)) == []


def test_a_shallow_bulge_is_no_salient(drawn: Drawn) -> None:
    assert _reds(drawn, shapely.union(BODY, box(-10, 0, 10, 6))) == []


def test_what_the_threshold_of_strength_calls_a_salient_is_told_by_depth_over_width(drawn: Drawn) -> None:
    def found(depth: float, strength: float) -> int:
        red = shapely.union(BODY, box(-5, 0, 5, depth))
        return len(salients(_map(drawn, red), scale_km=4, strength=strength, sides=["red"]))

    assert [found(depth, 1.0) for depth in (9, 11)] == [0, 1]


def test_each_prong_of_a_fork_is_found(drawn: Drawn) -> None:
    red = shapely.union_all([BODY, *(box(x, 0, x + 2, 12) for x in (-20, 0, 20))])
    assert len(_reds(drawn, red)) == 3


def test_an_isthmus_between_water_and_enemy_is_exposed_on_one_flank_only(drawn: Drawn) -> None:
    finger = box(-1, 0, 1, 10)
    red = shapely.union(BODY, finger)
    lake = box(1, 0, 20, 20)
    blue = shapely.difference(WORLD, shapely.union(red, lake))
    found = salients(drawn({"red": red, "blue": blue}, world=WORLD), scale_km=4, sides=["red"], exposure=0.4)
    assert [round(one.exposed, 2) for one in found] == [round(12 / 22, 2)]


def test_ground_that_leads_out_of_the_map_is_not_cut_off(drawn: Drawn) -> None:
    assert _reds(drawn, shapely.union(BODY, box(-1, 0, 1, 60))) == []


def test_ground_with_a_rear_of_its_own_is_not_cut_off(drawn: Drawn, lonlat: Placed) -> None:
    red = shapely.union_all([BODY, box(-1, 0, 1, 12), box(-15, 12, 15, 40)])
    rear = {"red": shapely.MultiPoint(lonlat([(0, -30), (0, 30)]))}
    assert salients(_map(drawn, red), scale_km=4, sides=["red"], rear=rear) == ()


def test_enemy_ground_inside_a_corridor_does_not_hide_it(drawn: Drawn) -> None:
    red = shapely.union_all([BODY, box(-3, 0, 3, 16), box(-15, 16, 15, 40)])
    red = shapely.difference(red, box(-0.5, 6, 0.5, 8))
    (corridor,) = _reds(drawn, red, scale_km=8)
    assert (corridor.neck.width_km, corridor.area_km2) == pytest.approx((6, 6 * 16 - 2), rel=0.01)


def test_only_the_sides_own_places_lie_beyond_a_neck(drawn: Drawn) -> None:
    red = shapely.union(BODY, box(-1, 0, 1, 10))
    (finger,) = _reds(drawn, red, Far=(0, 9, "red"), Rear=(0, -20, "red"), Enemy=(5, 9, "blue"))
    assert finger.beyond == ("Far",)


def test_things_are_named_after_the_place_at_their_tip_and_necks_after_another(drawn: Drawn) -> None:
    (finger,) = _reds(drawn, shapely.union(BODY, box(-1, 0, 1, 10)), Enemy=(5, 12, "blue"), Rear=(0, -30, "red"))
    assert (finger.name, finger.neck.near) == ("Enemy salient", "Rear")


def test_a_map_of_one_side_has_no_salients_since_nobody_faces_it(drawn: Drawn) -> None:
    assert salients(drawn({"red": shapely.union(BODY, box(-1, 0, 1, 10))}, world=WORLD), scale_km=4) == ()


@settings(max_examples=15)
@given(
    width=st.floats(1, 5),
    ratio=st.floats(1.2, 6),
    degrees=st.floats(0, 360),
    east=st.floats(-30, 30),
    north=st.floats(-30, 30),
)
def test_a_finger_measures_the_same_wherever_and_however_it_points(
    drawn: Drawn, width: float, ratio: float, degrees: float, east: float, north: float
) -> None:
    length = width * ratio
    red = shapely.union(box(-40, -40, 40, 0), box(0, 0, width, length))
    red = affinity.translate(affinity.rotate(red, degrees, origin=(0, 0)), east, north)
    world = box(-120, -120, 120, 120)
    drawing = drawn({"red": red, "blue": shapely.difference(world, red)}, world=world)
    (finger,) = salients(drawing, scale_km=1.5 * width, sides=["red"])
    measured = (finger.length_km, finger.base_km, finger.neck.width_km, finger.area_km2)
    assert measured == pytest.approx((length, width, width, width * length), rel=0.005)


@pytest.mark.parametrize("scale_km", [6, 12])
@pytest.mark.parametrize("degrees", [0, 20, 45, 90, 180])
def test_a_corridor_of_square_cells_is_as_long_as_its_cells_however_it_lies(
    drawn: Drawn, degrees: float, scale_km: float
) -> None:
    # Three cells of 5 km in a row between two blocks of cells; each cell's corners are corners of the shape.
    cells = [(x, y) for x in (-20, -15, -10, 10, 15, 20) for y in (-10, -5, 0, 5, 10)] + [(x, 0) for x in (-5, 0, 5)]
    held = shapely.union_all([shapely.segmentize(box(x - 2.5, y - 2.5, x + 2.5, y + 2.5), 5) for x, y in cells])
    red = affinity.rotate(shapely.union(held, box(-50, -12.5, -20, 12.5)), degrees, origin=(0, 0))
    (corridor,) = _reds(drawn, red, scale_km=scale_km)
    assert corridor.kind == "corridor"
    assert (corridor.length_km, corridor.neck.width_km) == pytest.approx((15, 5), rel=1e-3)


@settings(max_examples=10)
@given(factor=st.floats(0.3, 3))
def test_a_shape_twice_as_large_has_necks_twice_as_wide(drawn: Drawn, factor: float) -> None:
    jagged = [(-60, -60), (60, -60), (60, 0), (20, 0), (14, 9), (17, 20), (5, 22), (8, 8), (0, 0), (-20, 5), (-60, 0)]
    red = Polygon(jagged)

    def measures(size: float) -> list[tuple[float, float, float]]:
        big, world = affinity.scale(red, size, size, origin=(0, 0)), affinity.scale(WORLD, size, size, origin=(0, 0))
        drawing = drawn({"red": big, "blue": shapely.difference(world, big)}, world=world)
        return [
            (one.neck.width_km / size, one.base_km / size, one.area_km2 / size**2)
            for one in salients(drawing, scale_km=5 * size, sides=["red"])
        ]

    assert np.array(measures(factor)) == pytest.approx(np.array(measures(1.0)), rel=0.02)


def test_the_finest_scale_of_a_map_of_polygons_follows_the_ground_that_is_fought_over(drawn: Drawn) -> None:
    held = box(0, 0, 64, 64)
    drawing = drawn({"red": held, "blue": shapely.difference(box(-200, -200, 200, 200), held)})
    assert scale_of(drawing) == pytest.approx(1, rel=1e-6)

"""Pockets: ground cut off from its side's rear. Shapes in kilometres."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import shapely
from shapely import box

from frontline.picture.pockets import pockets

if TYPE_CHECKING:
    from .conftest import Drawn, Placed

WORLD = box(0, 0, 60, 60)


def test_the_hole_of_a_ring_is_a_pocket_of_those_who_hold_it(drawn: Drawn) -> None:
    hole = box(20, 20, 25, 24)
    ring = shapely.difference(box(10, 10, 40, 40), hole)
    outside = shapely.difference(WORLD, box(10, 10, 40, 40))
    blue = shapely.union(outside, hole)
    (pocket,) = pockets(drawn({"red": ring, "blue": blue}, world=WORLD, places={"Fort": (22, 22, "blue")}))
    assert (pocket.name, pocket.side, pocket.by, pocket.places) == ("Fort pocket", "blue", ("red",), ("Fort",))
    assert pocket.area_km2 == pytest.approx(20, rel=1e-4)


def test_a_sides_only_ground_is_no_pocket(drawn: Drawn) -> None:
    island = box(20, 20, 30, 30)
    assert pockets(drawn({"red": island, "blue": shapely.difference(WORLD, island)}, world=WORLD)) == ()


def test_without_a_rear_the_largest_ground_inside_the_map_is_the_main_body(drawn: Drawn) -> None:
    large, small = box(10, 10, 30, 30), box(40, 40, 45, 45)
    red = shapely.union(large, small)
    (pocket,) = pockets(drawn({"red": red, "blue": shapely.difference(WORLD, red)}, world=WORLD))
    assert pocket.area_km2 == pytest.approx(25, rel=1e-4)


def test_with_a_rear_the_largest_ground_may_be_the_pocket(drawn: Drawn, lonlat: Placed) -> None:
    large, small = box(10, 10, 30, 30), box(40, 40, 45, 45)
    red = shapely.union(large, small)
    rear = {"red": shapely.MultiPoint(lonlat([(42, 42)]))}
    (pocket,) = pockets(drawn({"red": red, "blue": shapely.difference(WORLD, red)}, world=WORLD), rear=rear)
    assert pocket.area_km2 == pytest.approx(400, rel=1e-4)


def test_a_sides_only_ground_is_a_pocket_where_its_rear_is_elsewhere(drawn: Drawn, lonlat: Placed) -> None:
    island = box(20, 20, 30, 30)
    rear = {"red": shapely.MultiPoint(lonlat([(5, 5)]))}
    drawing = drawn({"red": island, "blue": shapely.difference(WORLD, island)}, world=WORLD)
    assert [pocket.side for pocket in pockets(drawing, rear=rear)] == ["red"]


def test_ground_that_leads_out_of_the_map_is_no_pocket(drawn: Drawn) -> None:
    red = shapely.union(box(0, 10, 5, 20), box(40, 40, 60, 45))
    assert pockets(drawn({"red": red, "blue": shapely.difference(WORLD, red)}, world=WORLD)) == ()


def test_grounds_that_touch_in_a_point_are_not_joined(drawn: Drawn) -> None:
    red = shapely.union(box(0, 0, 20, 20), box(20, 20, 30, 30))
    (pocket,) = pockets(drawn({"red": red, "blue": shapely.difference(WORLD, red)}, world=WORLD))
    assert pocket.area_km2 == pytest.approx(100, rel=1e-4)


def test_grounds_joined_by_a_thread_are_parted_where_it_is_narrower_than_is_asked_for(drawn: Drawn) -> None:
    red = shapely.union_all([box(0, 0, 20, 20), box(19, 9.9, 31, 10.1), box(30, 5, 40, 15)])
    drawing = drawn({"red": red, "blue": shapely.difference(WORLD, red)}, world=WORLD)
    found = {touch: len(pockets(drawing, touch_km=touch)) for touch in (0.05, 0.5)}
    assert found == {0.05: 0, 0.5: 1}


def test_who_faces_most_of_the_edge_is_named_first(drawn: Drawn) -> None:
    pocket = box(20, 20, 30, 30)
    red = shapely.union(box(0, 0, 60, 10), pocket)
    green = shapely.difference(box(0, 10, 60, 22), pocket)
    blue = shapely.difference(WORLD, shapely.union_all([red, green]))
    (found,) = pockets(drawn({"red": red, "green": green, "blue": blue}, world=WORLD), sides=["red"])
    assert found.by == ("blue", "green")


def test_pockets_too_small_to_matter_are_passed_over(drawn: Drawn) -> None:
    red = shapely.union_all([box(0, 0, 20, 20), box(40, 40, 40.5, 40.5)])
    drawing = drawn({"red": red, "blue": shapely.difference(WORLD, red)}, world=WORLD)
    assert [len(pockets(drawing, smallest_km2=size)) for size in (0.0, 1.0)] == [1, 0]


def test_the_largest_pocket_comes_first(drawn: Drawn) -> None:
    red = shapely.union_all([box(0, 0, 20, 20), box(40, 40, 41, 41), box(50, 50, 55, 55)])
    found = pockets(drawn({"red": red, "blue": shapely.difference(WORLD, red)}, world=WORLD))
    assert [round(pocket.area_km2) for pocket in found] == [25, 1]

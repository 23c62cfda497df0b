"""Fronts: the border that two sides share."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
import shapely
from shapely import affinity, box

from frontline.picture.fronts import fronts

if TYPE_CHECKING:
    from .conftest import Drawn


def test_two_sides_front_is_the_border_they_share(drawn: Drawn) -> None:
    found = fronts(drawn({"red": box(0, 0, 10, 30), "blue": box(10, 0, 20, 30)}))
    assert [(front.sides, round(front.length_km, 2)) for front in found] == [(("red", "blue"), 30.0)]


def test_each_pair_of_sides_has_its_own_front_longest_first(drawn: Drawn) -> None:
    found = fronts(drawn({"red": box(0, 0, 10, 10), "blue": box(10, 0, 20, 10), "green": box(0, 10, 20, 14)}))
    lengths = {front.sides: front.length_km for front in found}
    assert lengths == pytest.approx({("red", "blue"): 10, ("red", "green"): 10, ("blue", "green"): 10}, abs=1e-3)


def test_sides_that_meet_in_a_point_have_no_front(drawn: Drawn) -> None:
    assert fronts(drawn({"red": box(0, 0, 10, 10), "blue": box(10, 10, 20, 20)})) == ()


def test_sides_that_do_not_meet_have_no_front(drawn: Drawn) -> None:
    assert fronts(drawn({"red": box(0, 0, 10, 10), "blue": box(11, 0, 20, 10)})) == ()


def test_a_sliver_between_two_sides_does_not_part_them(drawn: Drawn) -> None:
    (front,) = fronts(drawn({"red": box(0, 0, 10, 30), "blue": box(10.01, 0, 20, 30)}))
    assert front.length_km == pytest.approx(30, abs=0.05)


def test_an_overlap_of_two_sides_does_not_lengthen_their_front(drawn: Drawn) -> None:
    (front,) = fronts(drawn({"red": box(0, 0, 10.01, 30), "blue": box(10, 0, 20, 30)}))
    assert front.length_km == pytest.approx(30, abs=0.05)


def test_the_border_of_an_island_is_front_all_round(drawn: Drawn) -> None:
    island = box(10, 10, 20, 15)
    (front,) = fronts(drawn({"red": island, "blue": shapely.difference(box(0, 0, 30, 30), island)}))
    assert front.length_km == pytest.approx(30, rel=1e-3)


def test_a_coarser_ruler_measures_a_shorter_front(drawn: Drawn) -> None:
    zigzag = [(10 + (x % 2), x) for x in range(31)]
    west = shapely.Polygon([(0, 0), *zigzag, (0, 30)])
    drawing = drawn({"red": west, "blue": shapely.difference(box(0, 0, 20, 30), west)})
    lengths = [fronts(drawing, scale_km=scale)[0].length_km for scale in (0, 0.4, 2)]
    assert lengths[0] == pytest.approx(30 * 2**0.5, rel=0.01)
    assert all(longer > shorter or longer == pytest.approx(shorter) for longer, shorter in pairwise(lengths))
    assert lengths[2] == pytest.approx(30, abs=0.6)


def test_a_front_is_as_long_wherever_the_map_is_turned(drawn: Drawn) -> None:
    shapes = {"red": box(-10, -15, 0, 15), "blue": box(0, -15, 10, 15)}
    turned = {side: affinity.rotate(shape, 33, origin=(0, 0)) for side, shape in shapes.items()}
    (front,), (again,) = fronts(drawn(shapes)), fronts(drawn(turned))
    assert again.length_km == pytest.approx(front.length_km, rel=1e-4)

"""Ground as edges: there and back again without losing a corner."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely import MultiPolygon, Polygon, box

from frontline.sources.change import ground_between
from frontline.sources.edges import edges_of, minus, polygons_of

WHOLE = st.integers(0, 12)


def _same(one: shapely.Geometry, other: shapely.Geometry) -> bool:
    return bool(shapely.equals_exact(shapely.normalize(one), shapely.normalize(other), 0))


@pytest.mark.parametrize(
    "ground",
    [
        MultiPolygon([box(0, 0, 1, 1)]),
        MultiPolygon([Polygon(box(0, 0, 3, 3).exterior, [box(1, 1, 2, 2).exterior])]),
        MultiPolygon([Polygon(box(0, 0, 5, 5).exterior, [box(1, 1, 4, 4).exterior]), box(2, 2, 3, 3)]),
        MultiPolygon([box(0, 0, 1, 1), box(1, 1, 2, 2)]),
        MultiPolygon([Polygon([(0, 0), (4, 0), (4, 4), (0, 4)], [[(0, 0), (1, 3), (3, 1)]])]),
        MultiPolygon([Polygon([(0, 0), (9, 0), (9, 9), (0, 9)], [[(1, 1), (3, 2), (2, 3)], [(3, 2), (5, 3), (4, 5)]])]),
    ],
    ids=["square", "hole", "island in a hole", "touching at a corner", "hole at a corner", "holes that touch"],
)
def test_edges_give_back_the_ground_they_were_taken_from(ground: MultiPolygon) -> None:
    assert ground.is_valid
    assert _same(polygons_of(edges_of(ground)), ground)


def test_two_squares_touching_at_two_corners_round_a_gap_come_back_valid() -> None:
    ring = shapely.union_all([box(0, 0, 3, 1), box(0, 1, 1, 2), box(2, 1, 3, 2)])
    ground = shapely.union_all([ring, Polygon([(1, 2), (2, 2), (1.5, 3)])])
    back = polygons_of(edges_of(ground))
    assert back.is_valid
    assert back.equals(ground)


def test_neighbours_with_the_same_corners_are_one_ground() -> None:
    parts = MultiPolygon([box(0, 0, 1, 1)])
    other = MultiPolygon([box(1, 0, 2, 1)])
    both = edges_of(shapely.GeometryCollection([*parts.geoms, *other.geoms]))
    assert polygons_of(both).equals(box(0, 0, 2, 1))


def test_no_ground_has_no_edges() -> None:
    assert len(edges_of(MultiPolygon())) == 0
    assert polygons_of(edges_of(MultiPolygon())).is_empty


@given(st.lists(st.tuples(WHOLE, WHOLE, st.integers(1, 4), st.integers(1, 4)), min_size=1, max_size=8))
def test_any_union_of_boxes_comes_back_whole(boxes: list[tuple[int, int, int, int]]) -> None:
    ground = shapely.union_all([box(x, y, x + w, y + h) for x, y, w, h in boxes])
    back = polygons_of(edges_of(ground))
    assert back.is_valid
    assert shapely.equals(back, ground)


@given(
    st.lists(st.tuples(WHOLE, WHOLE, st.integers(1, 5)), min_size=1, max_size=6),
    st.lists(st.tuples(WHOLE, WHOLE, st.integers(1, 5)), min_size=1, max_size=6),
)
def test_what_was_gained_and_lost_is_what_geometry_says(
    before: list[tuple[int, int, int]], after: list[tuple[int, int, int]]
) -> None:
    # Half a unit off the grid of the others: edges cross, they do not only coincide.
    old = shapely.union_all([box(x, y, x + s, y + s) for x, y, s in before])
    new = shapely.union_all([box(x + 0.5, y, x + s + 0.5, y + s) for x, y, s in after])
    gained, lost = ground_between(edges_of(old), edges_of(new))
    assert gained.area == pytest.approx(new.difference(old).area)
    assert lost.area == pytest.approx(old.difference(new).area)
    assert gained.intersection(old).area == pytest.approx(0)


def test_edges_that_both_have_are_no_change() -> None:
    edges = edges_of(box(0, 0, 1, 1))
    assert len(minus(edges, edges)) == 0
    assert np.array_equal(minus(edges, edges[:0]), edges)

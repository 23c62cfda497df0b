"""The chords of a shape: a tree of triangles, what each chord severs, and strings pulled tight through them."""

from __future__ import annotations

from itertools import combinations
from math import cos, hypot, pi, sin

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import box
from shapely.geometry import LineString, Polygon
from shapely.ops import split

from frontline.picture.chords import Mesh, rooted, taut, triangulate


@st.composite
def stars(draw: st.DrawFn) -> Polygon:
    """Draw a star-shaped polygon of 5 to 14 corners, 20 to 100 m from its middle."""
    radii = draw(st.lists(st.floats(20, 100), min_size=5, max_size=14))
    turns = [2 * pi * at / len(radii) for at in range(len(radii))]
    return Polygon([(radius * cos(turn), radius * sin(turn)) for radius, turn in zip(radii, turns, strict=True)])


@given(stars())
def test_the_triangles_fill_the_shape(star: Polygon) -> None:
    assert triangulate(star, step=5).area.sum() == pytest.approx(star.area)


@given(stars())
def test_a_chord_severs_what_a_cut_along_it_does(star: Polygon) -> None:
    mesh = triangulate(star, step=8)
    severed = mesh.beyond(mesh.area)
    widest = int(np.argmax(np.where(mesh.width < np.inf, mesh.width, 0)))
    start, end = mesh.points[mesh.gate[widest]]
    # A little longer than the chord, or it would not cut through.
    stretched = LineString([start - 1e-6 * (end - start), start, end, end + 1e-6 * (end - start)])
    areas = [part.area for part in split(star, stretched).geoms]
    # Where the cut touches a corner on its way there are more than two parts: some of them lie beyond.
    sums = [sum(some) for count in range(1, len(areas)) for some in combinations(areas, count)]
    assert min(abs(area - severed[widest]) for area in sums) < 1e-3 * star.area


@given(stars(), st.floats(0, 1))
def test_from_any_root_a_chord_parts_the_shape_in_the_same_two(star: Polygon, share: float) -> None:
    mesh = triangulate(star, step=8)
    root = int(share * (len(mesh.parent) - 1))
    again, was = rooted(mesh, root)
    assert was[0] == root
    either = {
        frozenset(gate): severed
        for gate, severed in zip(mesh.gate[1:].tolist(), mesh.beyond(mesh.area)[1:], strict=True)
    }
    for gate, severed in zip(again.gate[1:].tolist(), again.beyond(again.area)[1:], strict=True):
        one = either[frozenset(gate)]
        assert severed == pytest.approx(one) or severed == pytest.approx(star.area - one)


@given(stars())
def test_a_subtree_is_a_triangle_and_all_that_is_reached_through_it(star: Polygon) -> None:
    mesh = triangulate(star, step=8)
    assert mesh.size[0] == len(mesh.parent)
    for triangle in range(1, len(mesh.parent)):
        parent = int(mesh.parent[triangle])
        assert parent < triangle < triangle + mesh.size[triangle] <= parent + mesh.size[parent]


def test_half_the_width_of_a_strip_is_the_radius_of_its_discs() -> None:
    mesh = triangulate(box(0, 0, 100, 10), step=1)
    middle = mesh.points[mesh.corners].mean(axis=1)[:, 0]
    inner = (middle > 20) & (middle < 80) & (mesh.radius > 0)
    assert mesh.radius[inner] == pytest.approx(np.full(inner.sum(), 5), rel=0.02)


def test_the_edges_of_the_mesh_are_the_edge_of_the_shape() -> None:
    mesh = triangulate(box(0, 0, 100, 10), step=1)
    lengths = np.linalg.norm(np.diff(mesh.points[mesh.edges], axis=1)[:, 0], axis=1)
    assert lengths.sum() == pytest.approx(220)


def test_a_string_through_a_straight_strip_is_straight() -> None:
    points = np.array([(0.0, 5.0), *((x, y) for x in (10.0, 20.0, 30.0) for y in (0.0, 10.0))])
    string = taut(points, np.array([[1, 2], [2, 3], [3, 4], [4, 5], [5, 6]]), 0)
    assert string == pytest.approx(np.array([(0, 5), (30, 5)]))


def test_a_string_bends_round_the_inner_corner() -> None:
    bent = Polygon([(0, 0), (10, 0), (10, 50), (60, 50), (60, 60), (0, 60)])
    mesh, _ = rooted(*_by(bent, (5, 0)))
    far = int(np.argmax(mesh.points[mesh.corners].mean(axis=1)[:, 0]))
    tip = int(mesh.corners[far][mesh.points[mesh.corners[far]][:, 0].argmax()])
    path = [far]
    while path[-1]:
        path.append(int(mesh.parent[path[-1]]))
    string = taut(mesh.points, mesh.gate[[at for at in path if at]], tip)
    length = float(np.linalg.norm(np.diff(string, axis=0), axis=1).sum())
    # From the far end to the corner (10, 50), then straight down to the last chord near the bottom.
    assert any(hypot(x - 10, y - 50) < 1e-6 for x, y in string)
    assert length == pytest.approx(hypot(60 - 10, mesh.points[tip][1] - 50) + 50, abs=3)


def _by(shape: Polygon, point: tuple[float, float]) -> tuple[Mesh, int]:
    mesh = triangulate(shape, step=2)
    away = np.linalg.norm(mesh.points[mesh.corners].mean(axis=1) - point, axis=1)
    return mesh, int(away.argmin())

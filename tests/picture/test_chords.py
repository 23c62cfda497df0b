"""The chords of a shape: a tree of triangles, what each chord severs, and strings pulled tight through them."""

from __future__ import annotations

from itertools import combinations, pairwise
from math import cos, hypot, pi, sin
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import affinity, box, get_parts, union_all
from shapely.geometry import LineString, Polygon
from shapely.ops import split

from frontline.picture.chords import Mesh, rooted, taut, triangulate

if TYPE_CHECKING:
    from random import Random


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


def _ladder(*rungs: tuple[tuple[float, float], tuple[float, float]]) -> tuple[np.ndarray, np.ndarray]:
    """Return the points and gates of a shape drawn as rungs across it, with a diagonal between each two."""
    across = np.arange(2 * len(rungs)).reshape(-1, 2)
    gates = [gate for one, other in pairwise(across) for gate in (one, (one[1], other[0]))]
    return np.array(rungs).reshape(-1, 2), np.array([*gates, across[-1]])


def _length(way: np.ndarray) -> float:
    return float(np.linalg.norm(np.diff(way, axis=0), axis=1).sum())


@pytest.mark.parametrize("start", [0, 1])
@pytest.mark.parametrize("turn", [0.0, 0.3, pi / 2, 4.0])
def test_a_string_along_the_wall_of_a_strip_with_corners_in_line_is_as_long_as_the_strip(
    start: int, turn: float
) -> None:
    points, gates = _ladder(*(((25.0 * at, 0.0), (25.0 * at, 25.0)) for at in range(5)))
    assert _length(taut(_turned(points, turn), gates, start)) == pytest.approx(100)


@pytest.mark.parametrize(("start", "length"), [(0, hypot(30, 10) + 20), (1, 30 + 20)])
def test_a_string_through_an_l_with_corners_in_line_bends_once_round_its_inner_corner(
    start: int, length: float
) -> None:
    along = [((x, 30.0), (x, 20.0)) for x in (40.0, 30.0, 20.0, 10.0)]
    down = [((0.0, y), (10.0, y)) for y in (20.0, 10.0, 0.0)]
    points, gates = _ladder(*along, ((0.0, 30.0), (10.0, 20.0)), *down)
    # The rungs that fan out from the inner corner share it: some gates there are one.
    points, number = np.unique(points, axis=0, return_inverse=True)
    gates = np.sort(number[gates], axis=1)
    gates = gates[(gates[:, 0] != gates[:, 1]) & (np.diff(gates, axis=0, prepend=-1) != 0).any(axis=1)]
    way = taut(points, gates, int(number[start]))
    assert _length(way) == pytest.approx(length)
    assert any((corner == (10, 20)).all() for corner in way)


def test_a_string_bends_round_a_corner_that_hides_the_nearest_point_of_the_last_gate() -> None:
    points = np.array([(0, 0), (1, 3), (1, 1), (3, 4), (3, -2)], float)
    way = taut(points, np.array([(1, 2), (2, 3), (3, 4)]), 0)
    assert way == pytest.approx(np.array([(0, 0), (1, 1), (3, 1)]))


def test_a_string_that_starts_on_its_only_gate_has_no_length() -> None:
    assert _length(taut(np.array([(0.0, 0.0), (0.0, 5.0)]), np.array([(0, 1)]), 1)) == 0


@st.composite
def blocks(draw: st.DrawFn) -> Polygon:
    """Draw a shape of squares of 25 m on a grid, in which most corners are in line with others."""
    cells = draw(st.sets(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=6, max_size=20))
    parts = get_parts(union_all([box(25 * x, 25 * y, 25 * x + 25, 25 * y + 25) for x, y in cells]))
    return Polygon(max(parts, key=lambda part: part.area).exterior)


@st.composite
def ways(draw: st.DrawFn) -> tuple[Polygon, np.ndarray, np.ndarray, int]:
    """Draw a shape, the corners of its triangles, the gates from one of these to the root, and where to start."""
    shape = affinity.rotate(draw(stars() | blocks()), draw(st.sampled_from([0, 0, 30, 45, 90, 123.4])))
    mesh = triangulate(shape, step=draw(st.sampled_from([5, 8, 25])))
    path = [draw(st.integers(1, len(mesh.parent) - 1))]
    while mesh.parent[path[-1]]:
        path.append(int(mesh.parent[path[-1]]))
    return shape, mesh.points, mesh.gate[path], draw(st.sampled_from(mesh.corners[path[0]].tolist()))


@given(ways(), st.randoms(use_true_random=False))
def test_no_way_over_the_gates_is_shorter_than_the_string(
    way: tuple[Polygon, np.ndarray, np.ndarray, int], random: Random
) -> None:
    shape, points, gates, start = way
    string = taut(points, gates, start)
    assert _length(string) >= np.linalg.norm(string[-1] - string[0]) - 1e-6
    assert shape.buffer(1e-6).covers(LineString(string))
    shares = [np.full(len(gates), share) for share in (0, 0.5, 1)]
    shares += [np.array([random.random() for _ in gates]) for _ in range(10)]
    for share in shares:
        over = (1 - share)[:, None] * points[gates[:, 0]] + share[:, None] * points[gates[:, 1]]
        assert _length(string) <= _length(np.vstack([points[start], over])) + 1e-6


@given(ways(), st.floats(0, 2 * pi))
def test_a_string_is_as_long_however_its_shape_is_turned(
    way: tuple[Polygon, np.ndarray, np.ndarray, int], turn: float
) -> None:
    _, points, gates, start = way
    length = _length(taut(points, gates, start))
    assert _length(taut(_turned(points, turn), gates, start)) == pytest.approx(length, abs=1e-5)


def _turned(points: np.ndarray, turn: float) -> np.ndarray:
    return np.asarray(points @ np.array([(cos(turn), sin(turn)), (-sin(turn), cos(turn))]))


def _by(shape: Polygon, point: tuple[float, float]) -> tuple[Mesh, int]:
    mesh = triangulate(shape, step=2)
    away = np.linalg.norm(mesh.points[mesh.corners].mean(axis=1) - point, axis=1)
    return mesh, int(away.argmin())

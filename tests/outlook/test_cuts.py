"""The cheapest cuts: known by hand, equal to networkx on any graph, never longer than a neck."""

from __future__ import annotations

from datetime import date
from itertools import combinations
from typing import TYPE_CHECKING

import networkx as nx
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import affinity, box

from frontline.model import ControlMap
from frontline.outlook.cuts import fewest_places, more_ways, shortest_line
from frontline.outlook.halt import halt
from frontline.outlook.supply import Graph, supplied
from frontline.picture.measure import to_degrees

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from frontline.control import Belief

    from .conftest import War

DAY = date(2020, 6, 1)
CRS = "+proj=laea +lat_0=48 +lon_0=36 +datum=WGS84"


def _graph(n: int, pairs: list[tuple[int, int]]) -> Graph:
    return Graph.from_edges(n, pairs, np.ones(len(pairs)))


@st.composite
def _wars(draw: st.DrawFn) -> tuple[int, list[tuple[int, int]], list[bool], list[int], int]:
    n = draw(st.integers(3, 9))
    pairs = draw(st.lists(st.sampled_from(list(combinations(range(n), 2))), unique=True, min_size=2, max_size=20))
    held = draw(st.lists(st.booleans() | st.just(value=True), min_size=n, max_size=n))
    held[n - 1] = True
    return n, pairs, held, draw(st.lists(st.integers(0, n - 2), min_size=1, max_size=2, unique=True)), n - 1


def test_a_single_road_is_cut_by_one_place() -> None:
    graph = _graph(4, [(0, 1), (1, 2), (2, 3)])
    assert fewest_places(graph, np.ones(4, bool), [0], 3) == [1]


def test_of_cuts_as_small_the_one_nearest_to_the_others_is_named() -> None:
    graph = _graph(4, [(0, 1), (1, 2), (2, 3)])
    assert fewest_places(graph, np.ones(4, bool), [0], 3, far_km=np.array([9.0, 6, 3, 1])) == [2]


def test_next_door_to_the_rear_nothing_parts_a_place_from_it() -> None:
    assert fewest_places(_graph(2, [(0, 1)]), np.ones(2, bool), [0], 1) is None


def test_what_is_parted_already_needs_no_loss() -> None:
    graph, held = _graph(3, [(0, 1), (1, 2)]), np.array([True, False, True])
    assert fewest_places(graph, held, [0], 2) == []


@given(_wars())
def test_the_cut_is_as_small_as_networkx_finds_and_does_cut(
    war: tuple[int, list[tuple[int, int]], list[bool], list[int], int],
) -> None:
    n, pairs, flags, rear, goal = war
    graph, held = _graph(n, pairs), np.array(flags)
    roots = [root for root in rear if held[root]]
    ours: nx.Graph[object] = nx.Graph([(i, j) for i, j in pairs if held[i] and held[j]])
    ours.add_nodes_from(np.flatnonzero(held).tolist())
    ours.add_edges_from(("source", root) for root in roots)
    # The rear is not to be lost: stand-ins enough that no cut goes through it.
    for root in roots:
        for copy in range(n):
            ours.add_edges_from([("source", (root, copy)), *(((root, copy), near) for near in list(ours[root]))])
    ours.add_node("source")
    cut = fewest_places(graph, held, rear, goal)
    if cut is None:
        assert any(ours.has_edge(root, goal) for root in roots)
        return
    assert len(cut) == (len(nx.minimum_node_cut(ours, "source", goal)) if roots else 0)
    left = held.copy()
    left[cut] = False
    assert not supplied(graph, left, roots)[goal]


def test_a_second_way_takes_the_fewest_places() -> None:
    #  0 - 1 - 2      the side's own; round it 3 - 4 below (two of the other's) or 5 - 6 - 7 above
    pairs = [(0, 1), (1, 2), (0, 3), (3, 4), (4, 2), (0, 5), (5, 6), (6, 7), (7, 2)]
    cost = np.array([0.0, 0, 0, 1, 1, 1, 1, 1])
    assert more_ways(_graph(8, pairs), cost, [0], 2, 1) == []
    # One way out of the rear itself would pass it twice: two roots.
    assert more_ways(_graph(9, [*pairs, (8, 3), (8, 5)]), np.append(cost, 0.0), [0, 8], 2, 2) == [3, 4]


@given(_wars())
def test_no_smaller_taking_gives_as_many_ways(
    war: tuple[int, list[tuple[int, int]], list[bool], list[int], int],
) -> None:
    n, pairs, held, rear, goal = war
    graph, cost = _graph(n, pairs), np.where(held, 0.0, 1.0)
    taken = more_ways(graph, cost, rear, goal, 2)

    def ways(more: tuple[int, ...]) -> int:
        ours: nx.DiGraph[object] = nx.DiGraph()
        for i, j in pairs:
            if all(held[at] or at in more for at in (i, j)):
                ours.add_edge((i, 1), (j, 0), capacity=1)
                ours.add_edge((j, 1), (i, 0), capacity=1)
        for at in range(n):
            ours.add_edge((at, 0), (at, 1), capacity=2 if at == goal else 1)
        for root in rear:
            if held[root] or root in more:
                ours.add_edge("source", (root, 0), capacity=1)
        ours.add_node("source")
        return int(nx.maximum_flow_value(ours, "source", (goal, 1)))

    foreign = [at for at in range(n) if not held[at]]
    enough = [len(some) for k in range(len(foreign) + 1) for some in combinations(foreign, k) if ways(some) >= 2]
    assert (None if taken is None else len(taken)) == (min(enough) if enough else None)
    if taken is not None:
        assert ways(tuple(taken)) >= 2


def _map(ground: BaseGeometry, world: BaseGeometry) -> ControlMap:
    def placed(shape: BaseGeometry) -> BaseGeometry:
        return to_degrees(affinity.scale(shape, 1000, 1000, origin=(0, 0)), CRS)

    return ControlMap(
        day=DAY,
        areas={"red": placed(ground), "blue": placed(world.difference(ground))},
        boundary=placed(world),
        crs=CRS,
    )


def _lonlat(x: float, y: float) -> tuple[float, float]:
    lon, lat = shapely.get_coordinates(to_degrees(shapely.Point(x * 1000, y * 1000), CRS))[0].tolist()
    return lon, lat


WORLD = box(0, -20, 60, 20)
# 20 km of rear on the map's edge, a neck 4 km wide and 10 long, 20 km of ground beyond it.
DUMBBELL = shapely.union_all([box(0, -10, 20, 10), box(20, -2, 30, 2), box(30, -10, 50, 10)])


def test_the_shortest_line_across_a_dumbbell_is_its_neck() -> None:
    cut = shortest_line(_map(DUMBBELL, WORLD), "red", [_lonlat(40, 0)])
    assert cut is not None
    assert cut.length_km == pytest.approx(4, rel=1e-3)
    assert shapely.intersects(cut.beyond, shapely.Point(_lonlat(40, 0)))
    assert not shapely.intersects(cut.beyond, shapely.Point(_lonlat(10, 0)))


def test_an_island_of_the_other_side_s_is_crossed_for_nothing() -> None:
    # In the middle of the ground beyond, 20 km wide, an island leaves 0.5 km above it and 0.5 km below: less than 4.
    island = box(34, -9.5, 36, 9.5)
    cut = shortest_line(_map(DUMBBELL.difference(island), WORLD), "red", [_lonlat(45, 0)], step_km=0.1)
    assert cut is not None
    assert cut.length_km == pytest.approx(1, rel=0.01)
    assert len(cut.line.geoms) == 2


def test_a_slanting_neck_is_measured_where_it_is_narrowest() -> None:
    wedge = shapely.Polygon([(0, -10), (25, -1.5), (50, -10), (50, 10), (25, 1.5), (0, 10)])
    cut = shortest_line(_map(wedge, WORLD), "red", [_lonlat(45, 0)])
    assert cut is not None
    assert cut.length_km == pytest.approx(3, rel=1e-3)


def test_a_corridor_with_a_kink_is_cut_across_its_inner_corner() -> None:
    # Three kilometres wide eastwards, then two wide northwards: the cut lies across the northern leg, not the corner,
    # whose diagonal (the root of 2 squared and 3 squared) is longer.
    kinked = shapely.union_all([box(0, -10, 20, 10), box(20, -1.5, 30, 1.5), box(28, 1.5, 30, 10), box(24, 10, 44, 19)])
    cut = shortest_line(_map(kinked, WORLD), "red", [_lonlat(34, 14)], step_km=0.1)
    assert cut is not None
    assert cut.length_km == pytest.approx(2, rel=2e-3)
    # With a notch of half a kilometre in its western arm the corner itself is what is cut.
    notched = kinked.difference(box(24, 0.5, 25, 1.5)).difference(box(24, -1.5, 25, -0.5))
    at_notch = shortest_line(_map(notched, WORLD), "red", [_lonlat(34, 14)], step_km=0.1)
    assert at_notch is not None
    assert at_notch.length_km == pytest.approx(1, rel=2e-3)


def _widths(step: float) -> st.SearchStrategy[list[float]]:
    return st.lists(st.integers(2, 12).map(lambda n: n * step), min_size=2, max_size=5)


@settings(max_examples=20)
@given(_widths(0.5), _widths(0.5))
def test_two_arms_are_cut_where_each_is_narrowest(upper: list[float], lower: list[float]) -> None:
    """Two arms of rooms in a row lead from the rear to a head: a cut takes the narrowest of both, no other is less."""

    def arm(rooms: list[float], middle: float) -> list[BaseGeometry]:
        length = 20 / len(rooms)
        return [
            box(15 + n * length, middle - w / 2, 15 + (n + 1) * length, middle + w / 2) for n, w in enumerate(rooms)
        ]

    ground = shapely.union_all([box(0, -16, 15, 16), *arm(upper, 8), *arm(lower, -8), box(35, -16, 50, 16)])
    cut = shortest_line(_map(ground, WORLD), "red", [_lonlat(42, 0)])
    assert cut is not None
    assert cut.length_km == pytest.approx(min(upper) + min(lower), rel=5e-3)
    assert len(cut.line.geoms) == 2
    left = shapely.difference(_map(ground, WORLD).areas["red"], shapely.buffer(cut.line, 2e-5))
    whole = [part for part in shapely.get_parts(left) if shapely.intersects(part, shapely.Point(_lonlat(42, 0)))]
    assert not any(shapely.intersects(part, shapely.Point(_lonlat(5, 0))) for part in whole)


def test_goals_on_both_sides_of_the_neck_are_cut_before_the_first() -> None:
    goals = [_lonlat(40, 0), _lonlat(25, 0)]
    cut = shortest_line(_map(DUMBBELL, WORLD), "red", goals)
    assert cut is not None
    assert all(shapely.intersects(cut.beyond, shapely.Point(goal)) for goal in goals)


def test_ground_with_no_way_out_has_no_line_to_its_rear() -> None:
    assert shortest_line(_map(box(30, -10, 50, 10), WORLD), "red", [_lonlat(40, 0)]) is None


def test_a_halted_corridor_hangs_by_its_one_row(broad: Belief) -> None:
    (held,) = halt(broad, DAY, "red", scale_km=8).corridors
    assert held.by_ground is not None
    assert held.by_ground.places in {("22",), ("23",), ("24",)}
    assert held.by_road is not None
    assert held.line is not None
    assert held.line.length_km == pytest.approx(5.55, rel=0.02)
    # A way of its own above the row or below it: three villages of the other side's.
    assert held.one_more in {("12", "13", "14"), ("32", "33", "34")}
    assert held.second_road is None
    # The gap between the two bodies is three columns wide, and the corridor as long: the villages within half its
    # length of its middle, two rows above it and two below.
    assert {place[0] for place in held.widening} >= {"1", "3"}
    assert held.widened_km is not None
    assert held.widened_km >= 0.9 * held.corridor.length_km
    assert held.wider_km == pytest.approx(held.corridor.length_km - held.line.length_km)


def test_a_second_road_takes_the_fewest_places_on_the_roads_that_there_are(war: War) -> None:
    rows = "BBBBBBBBB RRBBBRRRB RRRRRRRRB RRBBBRRRB BBBBBBBBB"
    main = ["20", "21", "22", "23", "24", "25", "26"]
    roads = {
        "main": main,
        "long": ["10", "01", "02", "03", "04", "05", "16", "26"],
        "short": ["30", "31", "32", "33", "34", "35", "26"],
    }
    (held,) = halt(war(rows, roads=roads, rear=["20", "10", "30"]), DAY, "red", scale_km=8).corridors
    assert held.second_road == ("32", "33", "34")


def test_both_flanks_of_a_corridor_lie_open(broad: Belief) -> None:
    (held,) = halt(broad, DAY, "red", scale_km=8).corridors
    assert {flank.toward for flank in held.flanks} == {"north", "south"}
    assert held.flanks[0].exposed_km == pytest.approx(held.flanks[1].exposed_km, rel=0.05)
    assert sum(flank.exposed_km for flank in held.flanks) == pytest.approx(held.corridor.flank_km, rel=0.05)


def test_at_kuweires_both_flanks_lay_open_and_a_few_villages_held_the_corridor(kuweires: Belief) -> None:
    halted = halt(kuweires, date(2015, 11, 11), "government")
    held = next(one for one in halted.corridors if one.goal == "kuweires-airbase")
    assert len(held.flanks) == 2
    assert all(flank.exposed_km > 10 and flank.against == ("isil",) for flank in held.flanks)
    assert held.by_ground is not None
    assert "kuweires-airbase" in held.by_ground.cuts_off
    assert held.by_road is not None
    assert len(held.by_road.places) == 1
    assert held.line is not None
    assert held.line.length_km <= held.corridor.neck.width_km * 1.001
    assert held.widened_km is not None
    assert held.widened_km > held.line.length_km

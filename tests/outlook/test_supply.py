"""What hangs on one place is what can no longer be reached without it."""

from __future__ import annotations

import networkx as nx
import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from frontline.outlook.supply import Graph, supplied, supply_tree


def _graph(n: int, pairs: list[tuple[int, int]]) -> Graph:
    return Graph.from_edges(n, pairs, np.ones(len(pairs)))


def test_on_a_single_road_every_place_hangs_on_the_one_before() -> None:
    tree = supply_tree(_graph(4, [(0, 1), (1, 2), (2, 3)]), np.ones(4, bool), [0])
    assert tree.cut_off.tolist() == [3, 2, 1, 0]
    assert tree.lost_with(1) == [2, 3]


def test_a_second_road_frees_what_hung_on_the_first() -> None:
    tree = supply_tree(_graph(4, [(0, 1), (1, 2), (2, 3), (0, 3)]), np.ones(4, bool), [0])
    assert tree.cut_off.tolist() == [3, 0, 0, 0]


def test_a_second_source_frees_too() -> None:
    tree = supply_tree(_graph(4, [(0, 1), (1, 2), (2, 3)]), np.ones(4, bool), [0, 3])
    assert tree.cut_off.tolist() == [0, 0, 0, 0]


def test_an_enemy_place_is_no_way() -> None:
    graph, held = _graph(4, [(0, 1), (1, 2), (2, 3)]), np.array([True, True, False, True])
    assert supplied(graph, held, [0]).tolist() == [True, True, False, False]
    assert supply_tree(graph, held, [0]).supplied.tolist() == [True, True, False, False]


@st.composite
def _wars(draw: st.DrawFn) -> tuple[int, list[tuple[int, int]], list[bool], list[int]]:
    n = draw(st.integers(2, 14))
    every = [(i, j) for i in range(n) for j in range(i + 1, n)]
    pairs = draw(st.lists(st.sampled_from(every), unique=True, max_size=24))
    held = draw(st.lists(st.booleans() | st.just(value=True), min_size=n, max_size=n))
    return n, pairs, held, draw(st.lists(st.integers(0, n - 1), min_size=1, max_size=3))


@given(_wars())
def test_one_pass_finds_what_a_search_for_every_loss_finds(
    war: tuple[int, list[tuple[int, int]], list[bool], list[int]],
) -> None:
    n, pairs, held, rear = war
    tree = supply_tree(_graph(n, pairs), np.array(held), rear)
    ours = nx.Graph([(i, j) for i, j in pairs if held[i] and held[j]])
    ours.add_nodes_from(i for i in range(n) if held[i])
    sources = [i for i in rear if held[i]]
    before = {i for root in sources for i in nx.node_connected_component(ours, root)}
    assert set(np.flatnonzero(tree.supplied).tolist()) == before
    for lost in range(n):
        left = ours.subgraph(set(ours) - {lost})
        after = {i for root in sources if root != lost for i in nx.node_connected_component(left, root)}
        gone = before - after - {lost} if lost in before else set()
        assert set(tree.lost_with(lost)) == gone
        assert tree.cut_off[lost] == len(gone)

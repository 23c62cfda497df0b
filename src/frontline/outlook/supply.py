"""Who is supplied by whom: the graph of a side's places, and what each single loss would cut off.

Two places are neighbours where their Thiessen cells share a border. A place is supplied where a way of places of its
own side leads to it from a place in the side's rear. The loss of one place v cuts off exactly the places that v
dominates: those to which every way from the rear leads through v (Prosser 1959). On an undirected graph one
depth-first search finds them all by its low points (Hopcroft & Tarjan 1973), so that a sweep over every place costs
O(places + edges) and not one search a place.
"""

from __future__ import annotations

__all__ = ["Graph", "SupplyTree", "supplied", "supply_tree"]

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class Graph:
    """Undirected neighbourhood of n places in compressed rows: the neighbours of i are `near[first[i]:first[i + 1]]`.

    `km` is the geodesic length of each of these edges, in the order of `near`.
    """

    first: NDArray[np.int64]
    near: NDArray[np.int64]
    km: NDArray[np.float64]

    @classmethod
    def from_edges(
        cls, n: int, pairs: Sequence[tuple[int, int]] | NDArray[np.int64], km: Sequence[float] | NDArray[np.float64]
    ) -> Graph:
        """Build the graph from m pairs of places, each once, with their lengths (km)."""
        ends = np.asarray(pairs, dtype=np.int64).reshape(-1, 2)
        both = np.concatenate([ends, ends[:, ::-1]])
        lengths = np.concatenate([np.asarray(km, dtype=float)] * 2)
        order = np.lexsort((both[:, 1], both[:, 0]))
        first = np.zeros(n + 1, dtype=np.int64)
        np.cumsum(np.bincount(both[:, 0], minlength=n), out=first[1:])
        return cls(first, both[order, 1], lengths[order])

    @property
    def size(self) -> int:
        """How many places there are."""
        return len(self.first) - 1

    def within(self, held: NDArray[np.bool_]) -> csr_array:
        """Return the n x n matrix of edge lengths (km) with both ends among the `held`."""
        start = np.repeat(np.arange(self.size), np.diff(self.first))
        keep = held[start] & held[self.near]
        return csr_array((self.km[keep], (start[keep], self.near[keep])), shape=(self.size, self.size))


@dataclass(frozen=True, slots=True, eq=False)
class SupplyTree:
    """The dominator tree of a side's supply.

    `dominator[v]` is the last place that every way from the rear to v must pass, -1 where there is none (v in the
    rear, supplied by separate ways, not supplied or not held). `cut_off[v]` counts the places that the loss of v
    alone would cut off, without v. `supplied` tells which places can be reached at all.
    """

    dominator: NDArray[np.int64]
    cut_off: NDArray[np.int64]
    supplied: NDArray[np.bool_]

    def lost_with(self, place: int) -> list[int]:
        """List the places that are cut off when `place` falls, nearest in the tree first."""
        under: dict[int, list[int]] = {}
        for child, parent in enumerate(self.dominator.tolist()):
            under.setdefault(parent, []).append(child)
        found: list[int] = []
        queue = list(under.get(place, ()))
        while queue:
            found += queue
            queue = [child for parent in queue for child in under.get(parent, ())]
        return found


def supplied(graph: Graph, held: NDArray[np.bool_], rear: Iterable[int]) -> NDArray[np.bool_]:
    """Tell which of a side's places can be reached from its rear over its own places."""
    _, label = connected_components(graph.within(held), directed=False)
    roots = [place for place in rear if held[place]]
    return held & np.isin(label, label[roots])


def supply_tree(graph: Graph, held: NDArray[np.bool_], rear: Iterable[int]) -> SupplyTree:
    """Return what each single loss would cut off from the `rear`, for all places in one depth-first search.

    A place of the rear is a source by itself: it can be lost like any other, and what hangs on it alone is cut off.
    Time and memory O(places + edges).
    """
    n = graph.size
    mine: list[bool] = held.tolist()
    search = _search(graph, mine, [place for place in dict.fromkeys(rear) if mine[place]])

    # Where no way around leads from a place's subtree to above its parent, the parent is the only way in; otherwise
    # the two lie in one block and have the same dominator.
    dominator = [-1] * (n + 1)
    for place in search.order:
        above = search.parent[place]
        if above != n:
            dominator[place] = above if search.low[place] >= search.found[above] else dominator[above]
    cut_off = [0] * n
    for place in reversed(search.order):
        if dominator[place] >= 0:
            cut_off[dominator[place]] += cut_off[place] + 1
    return SupplyTree(
        np.array(dominator[:n], dtype=np.int64),
        np.array(cut_off, dtype=np.int64),
        np.array(search.found[:n], dtype=bool),
    )


class _Search(NamedTuple):
    order: list[int]  # the places as they were found
    parent: list[int]
    found: list[int]  # when; 0 for never
    low: list[int]  # the earliest that the subtree reaches past its parent


def _search(graph: Graph, mine: list[bool], roots: list[int]) -> _Search:
    """Search depth first from a source outside (number n) on which all of the rear hangs."""
    n = graph.size
    first, near = graph.first.tolist(), graph.near.tolist()
    source, is_root = 1, set(roots)
    order: list[int] = []
    parent, found, low, cursor = [-1] * (n + 1), [0] * (n + 1), [0] * (n + 1), first[:]
    found[n] = low[n] = source

    def enter(place: int, above: int) -> None:
        order.append(place)
        parent[place], found[place] = above, len(order) + source
        low[place] = source if place in is_root else found[place]

    for root in roots:
        if found[root]:
            continue
        enter(root, n)
        stack = [root]
        while stack:
            at = stack[-1]
            if cursor[at] == first[at + 1]:
                stack.pop()
                low[parent[at]] = min(low[parent[at]], low[at])
                continue
            to = near[cursor[at]]
            cursor[at] += 1
            if not mine[to] or to == parent[at]:
                continue
            if found[to]:
                low[at] = min(low[at], found[to])
            else:
                enter(to, at)
                stack.append(to)
    return _Search(order, parent, found, low)

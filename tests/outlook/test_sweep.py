"""What matters: the sweep against doing each loss by itself, one after the other."""

from __future__ import annotations

from datetime import date
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontline._errors import InputError
from frontline.outlook.lines import lines_of, standing
from frontline.outlook.supply import Graph, supplied
from frontline.outlook.sweep import pairs, pairs_cut, route_needs, sweep
from frontline.outlook.whatif import what_if

if TYPE_CHECKING:
    from frontline.control import Belief

    from .conftest import War

DAY = date(2020, 6, 1)
ROADS = {"low": ["20", "21", "22", "23", "24"], "high": ["10", "11", "12", "13", "14"], "link": ["14", "24"]}


def test_the_worst_loss_is_the_corridor_s_first_place(corridor: Belief) -> None:
    worst = sweep(corridor, DAY, "red")[0]
    assert worst.place_id in {"21", "22"}
    assert {"23", "24", "25", "15", "35"} <= {*worst.cuts_off}


def test_every_place_of_the_side_is_in_the_sweep_once(corridor: Belief) -> None:
    held = lines_of(corridor, standing(corridor, DAY), "red").held
    ids = np.array(list(corridor.theatre.places))[held]
    assert sorted(loss.place_id for loss in sweep(corridor, DAY, "red")) == sorted(ids.tolist())


@pytest.mark.parametrize("side", ["red", "blue"])
def test_each_loss_cuts_off_what_supposing_it_does(war: War, side: str) -> None:
    belief = war("BBBBBB RRRRRB RRBRRB BBRRBB BBBBBB", roads=ROADS, rear=["20"])
    other = {"red": "blue", "blue": "red"}[side]
    for loss in sweep(belief, DAY, side):
        supposed = what_if(belief, DAY, flips={loss.place_id: other})
        alone = {one.place_id for one in supposed.cut_off if one.side == side}
        assert {*loss.cuts_off} == alone, loss.place
        before = {(one.id, one.side): one.status for one in supposed.before.routes}
        cut = {one.id for one in supposed.routes if one.side == side and one.before != "cut" == one.after}
        assert cut <= {one.id for one in loss.routes}
        assert all(before[one.id, side] == one.before for one in loss.routes)


def test_a_road_that_goes_round_makes_the_way_longer(war: War) -> None:
    belief = war("BBBBBB RRRRRB RRRRRB BBBBBB", roads={"low": ROADS["low"]}, rear=["20"])
    middle = next(loss for loss in sweep(belief, DAY, "red") if loss.place_id == "22")
    assert [route.id for route in middle.routes] == ["low"]
    assert middle.lengthened_km == pytest.approx(2 * 5.55, rel=0.02)


def test_the_loss_of_ground_beside_an_open_road_uncovers_it(war: War) -> None:
    belief = war("RRRRR RRRRR RRRRR BBBBB", roads={"mid": ["10", "11", "12", "13", "14"]}, rear=["10"])
    beside = next(loss for loss in sweep(belief, DAY, "red", near_km=3.0) if loss.place_id == "22")
    assert (beside.uncovers, beside.routes) == (("mid",), ())


def test_routes_rank_by_who_has_no_other(war: War) -> None:
    belief = war("BBBBBB RRRRRB RRRRRB BBBBBB", roads={"low": ROADS["low"], "spur": ["24", "14"]}, rear=["20"])
    first, second = route_needs(belief, DAY, "red")
    assert (first.id, {*first.only_way_for}) == ("low", {"21", "22", "23", "24", "14"})
    assert (second.id, {*second.only_way_for}) == ("spur", {"14"})


def test_two_losses_on_both_roads_do_what_neither_does(war: War) -> None:
    belief = war("BBBBBB RRRRRB RRRRRB BBBBBB", rear=["20"])
    found = {frozenset(pair.place_ids): {*pair.cuts_off} for pair in pairs(belief, DAY, "red")}
    assert found[frozenset({"12", "22"})] == {"13", "14", "23", "24"}
    assert all(not loss.cuts_off for loss in sweep(belief, DAY, "red"))


def test_a_side_that_holds_nothing_is_refused(war: War) -> None:
    with pytest.raises(InputError, match="blue holds no place of Grid"):
        sweep(war("RRR RRR"), DAY, "blue")


@st.composite
def _graphs(draw: st.DrawFn) -> tuple[int, list[tuple[int, int]]]:
    n = draw(st.integers(4, 10))
    return n, draw(st.lists(st.sampled_from(list(combinations(range(n), 2))), unique=True, min_size=3, max_size=18))


@given(_graphs())
def test_pairs_cut_off_what_a_search_without_both_does_not_reach(graph: tuple[int, list[tuple[int, int]]]) -> None:
    n, edges = graph
    net, held = Graph.from_edges(n, edges, np.ones(len(edges))), np.ones(n, bool)
    found = pairs_cut(net, held, np.array([0]), range(n))

    def lost(*places: int) -> set[int]:
        left = held.copy()
        left[list(places)] = False
        gone = supplied(net, held, [0]) & left & ~supplied(net, left, [0])
        return {*np.flatnonzero(gone).tolist()}

    for one, other in combinations(range(n), 2):
        assert found.get((one, other), set()) == lost(one, other) - lost(one) - lost(other) - {one, other}

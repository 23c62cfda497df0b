"""What a supposed change does: to who is cut off, to the roads, to the fronts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise, permutations
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frontline._errors import InputError
from frontline.control import believe, control_map
from frontline.exports.outlook import what_if_value
from frontline.model import Stretch
from frontline.outlook.whatif import inside, what_if
from frontline.picture.course import plots
from frontline.picture.draw import draw
from frontline.picture.measure import distances_km

if TYPE_CHECKING:
    from frontline.control import Belief

    from .conftest import War

DAY = date(2020, 6, 1)
RELIEVED = date(2015, 11, 11)


def test_the_loss_of_a_corridor_s_middle_cuts_off_what_lies_beyond(corridor: Belief) -> None:
    supposed = what_if(corridor, DAY, flips={"23": "blue"})
    assert {(one.place_id, one.how) for one in supposed.cut_off} == {
        (place, "ground") for place in ("24", "25", "15", "35")
    }


def test_what_is_cut_off_over_the_ground_is_what_the_picture_calls_a_pocket(corridor: Belief) -> None:
    supposed = what_if(corridor, DAY, flips={"23": "blue"})
    pocketed = {place for pocket in supposed.after.pockets if pocket.side == "red" for place in pocket.places}
    assert pocketed == {one.place for one in supposed.cut_off if one.how == "ground" and one.side == "red"}
    assert {pocket.since for pocket in supposed.after.pockets} == {DAY}


def test_what_joins_a_pocket_to_its_rear_frees_it(war: War) -> None:
    belief = war("BBBBBB RRBRRB RRBRRB BBBBBB", rear=["10"])
    supposed = what_if(belief, DAY, flips={"12": "red"})
    assert {one.place_id for one in supposed.freed} == {"13", "14", "23", "24"}
    assert supposed.cut_off == ()


def test_a_place_that_keeps_its_ground_and_loses_its_last_road_is_cut_off_by_road(war: War) -> None:
    belief = war("BBBBBB RRRRRB RRRRRB BBBBBB", roads={"low": ["20", "21", "22", "23", "24"]}, rear=["20"])
    supposed = what_if(belief, DAY, flips={"22": "blue"})
    assert {(one.place_id, one.how) for one in supposed.cut_off} == {("23", "road"), ("24", "road")}
    way = {one.place_id: one.way_km for one in supposed.cut_off}["24"]
    assert way == pytest.approx(4 * 4.12 + 5.55, rel=0.02)  # from the map's edge: four steps east and one south


def test_a_road_that_is_cut_leaves_the_detour_over_own_ground(war: War) -> None:
    belief = war("BBBBBB RRRRRB RRRRRB BBBBBB", roads={"low": ["20", "21", "22", "23", "24"]}, rear=["20"])
    red = next(one for one in what_if(belief, DAY, flips={"22": "blue"}).routes if one.side == "red")
    assert (red.before, red.after, red.by_road_km) == ("open", "cut", None)
    assert red.detour_km == pytest.approx(2 * 5.55, rel=0.02)


def _shortest_km(belief: Belief, held: set[str], road: list[str], start: str, end: str) -> float | None:
    """Try every order of every choice of villages: over held ground from cell to cell, and along the road."""
    places, ids = belief.theatre.places, list(belief.theatre.places)
    steps = {frozenset((ids[one], ids[other])) for one, other in plots(belief).pairs.tolist()}
    steps |= {frozenset(pair) for pair in pairwise(road)}
    middle = [place for place in held if place not in {start, end}]
    at = {key: (place.lon, place.lat) for key, place in places.items()}
    ways = [
        sum(float(distances_km(at[one], at[other])[0]) for one, other in pairwise((start, *some, end)))
        for count in range(len(middle) + 1)
        for some in permutations(middle, count)
        if all(frozenset(pair) in steps for pair in pairwise((start, *some, end)))
    ]
    return min(ways, default=None)


@settings(max_examples=25)
@given(st.lists(st.booleans(), min_size=6, max_size=6), st.sampled_from(["01", "02"]))
def test_a_detour_is_the_shortest_of_all_ways_that_are_left(war: War, red: list[bool], lost: str) -> None:
    road = ["00", "01", "02", "03"]
    # The road's four villages are red, of the eight below it some are.
    below = dict(zip(("10", "11", "12", "13", "21", "22"), red, strict=True))
    rows = ["RRRR", *("".join("R" if below.get(f"{row}{n}") else "B" for n in range(4)) for row in (1, 2))]
    belief = war(" ".join(rows), roads={"main": road}, rear=["00"])
    held = {*road, *(key for key, is_red in below.items() if is_red)}
    (turn,) = (one for one in what_if(belief, DAY, flips={lost: "blue"}).routes if one.side == "red")
    before, after = (_shortest_km(belief, those, road, "00", "03") for those in (held, held - {lost}))
    assert turn.before_km == pytest.approx(before)
    assert turn.after_km == (None if after is None else pytest.approx(after))
    assert turn.detour_km == (None if after is None or before is None else pytest.approx(after - before, abs=1e-9))


def test_no_detour_is_left_where_no_ground_is(corridor: Belief) -> None:
    red = next(one for one in what_if(corridor, DAY, flips={"23": "blue"}).routes if one.side == "red")
    assert red.after == "cut"
    assert red.detour_km is None


def test_the_people_who_would_be_cut_off_are_added_up_once_and_where_they_are_known(corridor: Belief) -> None:
    counted = {"15": 900, "25": 4000}
    places = {
        key: replace(place, people=counted.get(key), garrison=120 if key == "35" else None)
        for key, place in corridor.theatre.places.items()
    }
    peopled = believe(replace(corridor.theatre, places=places), corridor.record)
    supposed = what_if(peopled, DAY, flips={"23": "blue"})
    assert {one.place_id for one in supposed.cut_off} >= {"15", "25", "35"}
    assert inside([*supposed.cut_off, *supposed.cut_off]) == (4900, 2, 120, 1)
    told = what_if_value(supposed)
    assert told["inside"] == {"people": 4900, "people_places": 2, "garrison": 120, "garrison_places": 1}
    assert told["garrisons"] == ["Village 35"]


def test_where_nobody_counted_people_nothing_is_said_of_them(corridor: Belief) -> None:
    told = what_if_value(what_if(corridor, DAY, flips={"23": "blue"}))
    assert "inside" not in told
    assert all("people" not in one for one in told["isolated"])


def test_a_closed_road_cuts_off_by_road_alone(corridor: Belief) -> None:
    supposed = what_if(corridor, DAY, cut=[Stretch("main", "22", "23")])
    assert {(one.place_id, one.how) for one in supposed.cut_off} == {(at, "road") for at in ("23", "24", "25")}
    assert supposed.front_km_change == 0


def test_nothing_supposed_changes_nothing(corridor: Belief) -> None:
    supposed = what_if(corridor, DAY)
    assert (supposed.cut_off, supposed.freed, supposed.routes, supposed.necks) == ((), (), (), ())


def test_an_island_in_a_side_s_ground_lengthens_the_front_by_its_edge(war: War) -> None:
    belief = war("RRRRR RRRRR RRRRR BBBBB")
    supposed = what_if(belief, DAY, flips={"12": "blue"})
    assert supposed.front_km_change == pytest.approx(2 * (4.12 + 5.55), rel=0.03)


def test_the_map_before_stays_as_it_was(corridor: Belief) -> None:
    what_if(corridor, DAY, flips={"23": "blue"})
    assert control_map(corridor, DAY).areas["red"].area == pytest.approx(
        what_if(corridor, DAY).before_map.areas["red"].area
    )
    assert not [pocket for pocket in draw(corridor, DAY).pockets if pocket.side == "red"]


def test_a_day_outside_the_theatre_is_refused(corridor: Belief) -> None:
    with pytest.raises(InputError, match="is no day of Grid"):
        what_if(corridor, date(2025, 1, 1), flips={"23": "blue"})


def test_the_loss_of_sheikh_ahmad_would_have_cut_the_base_off_again(kuweires: Belief) -> None:
    supposed = what_if(kuweires, RELIEVED, flips={"sheikh-ahmad": "isil"})
    base = next(one for one in supposed.cut_off if one.place_id == "kuweires-airbase")
    assert (base.side, base.how) == ("government", "road")
    road = next(one for one in supposed.routes if (one.id, one.side) == ("safira-kuweires", "government"))
    assert road.after == "cut"

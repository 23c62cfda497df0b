"""What a supposed change does: to who is cut off, to the roads, to the fronts."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from frontline._errors import InputError
from frontline.control import control_map
from frontline.model import Stretch
from frontline.outlook.whatif import what_if
from frontline.picture.draw import draw

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


def test_no_detour_is_left_where_no_ground_is(corridor: Belief) -> None:
    red = next(one for one in what_if(corridor, DAY, flips={"23": "blue"}).routes if one.side == "red")
    assert red.after == "cut"
    assert red.detour_km is None


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

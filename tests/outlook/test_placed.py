"""Places laid on a map of polygons: whose they are, which ground goes with them, what then hangs on what."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from frontline._errors import InputError
from frontline.control import control_map
from frontline.model import ControlMap, Place, Route, Side
from frontline.outlook.halt import halt
from frontline.outlook.lines import lines_of, standing
from frontline.outlook.placed import NOBODY, placed
from frontline.outlook.sweep import sweep
from frontline.outlook.whatif import what_if
from frontline.picture.course import plots

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

DAY = date(2020, 6, 1)
CRS = "+proj=laea +lat_0=42 +lon_0=20.2 +datum=WGS84 +units=m +no_defs"
WORLD = shapely.box(20.0, 41.8, 20.4, 42.2)
SIDES = {"red": Side("red", "Red", "#ff0000"), "blue": Side("blue", "Blue", "#0000ff")}


def _map(red: BaseGeometry, contested: BaseGeometry | None = None) -> ControlMap:
    blue = shapely.difference(WORLD, red if contested is None else shapely.union(red, contested))
    return ControlMap(DAY, {"red": red, "blue": blue}, WORLD, CRS, doubt=contested)


def _places(**at: tuple[float, float]) -> list[Place]:
    return [Place(name, name.title(), lat, lon) for name, (lon, lat) in at.items()]


# Red ground from the west edge in two arms, with a wedge of blue ground between them that reaches far west.
ARMS = shapely.union_all(
    [shapely.box(20.0, 41.9, 20.1, 42.1), shapely.box(20.1, 42.05, 20.3, 42.1), shapely.box(20.1, 41.9, 20.3, 41.95)]
)
ON_ARMS = _places(
    root=(20.05, 42.0),
    upper=(20.2, 42.08),
    top=(20.28, 42.08),
    lower=(20.2, 41.92),
    wedge=(20.25, 42.0),
    abroad=(20.39, 41.82),
)


def test_a_place_is_held_by_the_side_on_whose_ground_it_stands() -> None:
    held = {one.place_id: one.holder for one in control_map(placed(_map(ARMS), ON_ARMS, sides=SIDES), DAY).places}
    assert held == {"root": "red", "upper": "red", "top": "red", "lower": "red", "wedge": "blue", "abroad": "blue"}


def test_the_areas_stay_those_of_the_map() -> None:
    mapped = _map(ARMS)
    laid = control_map(placed(mapped, ON_ARMS, sides=SIDES), DAY)
    for side, area in mapped.areas.items():
        assert shapely.symmetric_difference(laid.areas[side], area).area < 1e-4 * area.area


def test_ground_joins_only_what_can_be_walked_to() -> None:
    belief = placed(_map(ARMS), ON_ARMS, sides=SIDES)
    ids = list(belief.theatre.places)
    joined = {frozenset((ids[one], ids[other])) for one, other in plots(belief).pairs.tolist()}
    assert {frozenset(("root", "upper")), frozenset(("root", "lower"))} <= joined
    # Nearest neighbours as the crow flies, with the wedge between them.
    assert frozenset(("upper", "lower")) not in joined


def test_the_fall_of_an_arms_middle_cuts_off_its_tip_and_takes_its_ground() -> None:
    supposed = what_if(placed(_map(ARMS), ON_ARMS, sides=SIDES), DAY, flips={"upper": "blue"}, scale_km=3)
    assert [(one.place_id, one.how) for one in supposed.cut_off] == [("top", "ground")]
    assert len(shapely.get_parts(supposed.after_map.areas["red"])) == 2
    (loss,) = (one for one in sweep(placed(_map(ARMS), ON_ARMS, sides=SIDES), DAY, "red") if one.place_id == "upper")
    assert loss.cuts_off == ("top",)


def test_ground_with_no_place_on_it_stays_whose_it_is_and_supplies_nobody() -> None:
    apart = shapely.box(20.35, 42.15, 20.4, 42.2)  # red ground on the map's edge, on which no red place lies
    inland = shapely.box(20.2, 42.0, 20.25, 42.05)
    belief = placed(_map(shapely.union(apart, inland)), _places(inland=(20.22, 42.02), far=(20.05, 41.85)), sides=SIDES)
    assert control_map(belief, DAY).areas["red"].area == pytest.approx(apart.area + inland.area, rel=1e-4)
    assert not plots(belief).on_edge[0]


def test_a_place_on_ground_that_is_no_sides_is_nobodys_and_cuts_its_road() -> None:
    contested = shapely.box(20.15, 41.9, 20.2, 42.1)
    red = shapely.box(20.0, 41.9, 20.15, 42.1)
    east = shapely.box(20.2, 41.9, 20.3, 42.1)
    there = _places(west=(20.1, 42.0), middle=(20.17, 42.0), east=(20.25, 42.0))
    road = Route("road", "Road", ("west", "middle", "east"))
    belief = placed(_map(shapely.union(red, east), contested), there, sides=SIDES, routes=[road], rear=["west"])
    mapped = control_map(belief, DAY)
    assert [one.holder for one in mapped.places] == ["red", NOBODY, "red"]
    assert NOBODY not in mapped.areas
    assert mapped.doubt is not None
    assert mapped.doubt.equals(contested)
    supply = lines_of(belief, standing(belief, DAY), "red").by_road.supplied
    assert supply.tolist() == [True, False, False]


def test_a_road_ends_where_it_leaves_the_map() -> None:
    there = [*ON_ARMS, *_places(off=(19.0, 42.0))]
    belief = placed(_map(ARMS), there, sides=SIDES, routes=[Route("r", "R", ("off", "root", "upper"))])
    assert belief.theatre.routes["r"].places == ("root", "upper")


def test_a_gazetteer_of_elsewhere_is_refused() -> None:
    with pytest.raises(InputError, match="no place of the gazetteer lies on the map"):
        placed(_map(ARMS), _places(off=(10.0, 42.0)), sides=SIDES)


def test_a_halt_counts_places_and_measures_lines_on_one_map() -> None:
    head = shapely.union_all(
        [
            shapely.box(20.0, 41.9, 20.1, 42.1),
            shapely.box(20.1, 41.99, 20.25, 42.01),
            shapely.box(20.25, 41.95, 20.33, 42.05),
        ]
    )
    there = _places(rear=(20.05, 42.0), gate=(20.15, 42.0), hall=(20.22, 42.0), goal=(20.29, 42.0), away=(20.2, 42.15))
    there = [replace(place, size=4) if place.id == "goal" else place for place in there]
    belief = placed(_map(head), there, sides=SIDES, rear=["rear"])
    (held,) = halt(belief, DAY, "red", scale_km=3, fingers=True).corridors
    assert held.goal == "goal"
    assert held.by_ground is not None
    assert held.by_ground.places in {("gate",), ("hall",)}
    assert held.line is not None
    assert held.line.length_km == pytest.approx(2.22, rel=0.01)  # 0.02 degrees of latitude
    assert held.wider_km == pytest.approx(held.corridor.length_km - 2.22, abs=0.03)


@given(
    st.lists(st.tuples(st.integers(1, 39), st.integers(1, 39)), unique=True, min_size=2, max_size=12),
    st.lists(st.tuples(*[st.integers(0, 7)] * 2), unique=True, min_size=3, max_size=40),
)
def test_every_piece_of_a_sides_ground_is_one_places_and_every_place_lies_in_its_own(
    spots: list[tuple[int, int]], squares: list[tuple[int, int]]
) -> None:
    red = shapely.union_all(
        [shapely.box(20 + x / 20, 41.8 + y / 20, 20.05 + x / 20, 41.85 + y / 20) for x, y in squares]
    )
    there = [Place(str(n), str(n), 41.8 + y / 100 + 0.0013, 20 + x / 100 + 0.0017) for n, (x, y) in enumerate(spots)]
    belief = placed(_map(red), there, sides=SIDES)
    ground = np.array(belief.cells, dtype=object)
    held = control_map(belief, DAY)
    assert shapely.area(ground).sum() <= WORLD.area * (1 + 1e-6)
    assert shapely.area(shapely.union_all(ground)) == pytest.approx(shapely.area(ground).sum(), rel=1e-6)
    for place, own in zip(there, ground, strict=True):
        assert shapely.dwithin(own, shapely.Point(place.lon, place.lat), 1e-6)
    for side, area in _map(red).areas.items():
        assert shapely.symmetric_difference(held.areas.get(side, shapely.Polygon()), area).area < 1e-6

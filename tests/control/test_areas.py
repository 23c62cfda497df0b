"""Areas: Thiessen cells inside a boundary, without the water, all of it shared out and none of it twice."""

from __future__ import annotations

import itertools
import json
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from frontline.control import control_map
from frontline.exports.control import control_geojson

if TYPE_CHECKING:
    from collections.abc import Callable

    from frontline.model import Theatre

    from .conftest import Believed, Say

DAY = date(2020, 6, 30)


def test_two_places_share_the_box_at_their_middle_line(believed: Believed, theatre_of: Callable[..., Theatre]) -> None:
    theatre = theatre_of([("west", 36.0, 36.8), ("east", 36.0, 37.2)], holds=[("west", "red"), ("east", "blue")])
    drawn = control_map(believed(theatre=theatre), DAY)
    assert drawn.areas["red"].bounds == pytest.approx((36.5, 35.5, 37.0, 36.5), abs=1e-3)
    assert drawn.areas["blue"].bounds == pytest.approx((37.0, 35.5, 37.5, 36.5), abs=1e-3)


def test_places_of_one_side_make_one_area(believed: Believed, theatre_of: Callable[..., Theatre]) -> None:
    places = [("a", 36.0, 36.7), ("b", 36.0, 37.0), ("c", 36.2, 37.3)]
    drawn = control_map(believed(theatre=theatre_of(places, holds=[(name, "red") for name, _, _ in places])), DAY)
    assert list(drawn.areas) == ["red"]
    assert shapely.equals(shapely.normalize(drawn.areas["red"]), shapely.normalize(drawn.boundary))


def test_one_place_has_all_the_land(believed: Believed, theatre_of: Callable[..., Theatre]) -> None:
    drawn = control_map(believed(theatre=theatre_of([("a", 36.0, 36.7)], holds=[("a", "red")])), DAY)
    assert drawn.areas["red"].area == pytest.approx(drawn.boundary.area)


def test_the_water_is_no_ones(believed: Believed, theatre_of: Callable[..., Theatre]) -> None:
    theatre = theatre_of(holds=[("ford", "red"), ("mill", "blue")], water=(36.9, 36.05, 37.2, 36.2))
    drawn = control_map(believed(theatre=theatre), DAY)
    assert theatre.water is not None
    assert shapely.union_all(list(drawn.areas.values())).intersection(theatre.water).area == pytest.approx(0)


def test_two_names_of_one_point_have_one_cell_between_them(
    believed: Believed, theatre_of: Callable[..., Theatre]
) -> None:
    theatre = theatre_of([("a", 36.0, 36.8), ("alias", 36.0, 36.8), ("b", 36.0, 37.2)], holds=[("a", "red")])
    cells = control_map(believed(theatre=theatre), DAY).cells
    assert cells is not None
    assert [cells[name].is_empty for name in ("a", "alias", "b")] == [False, True, False]


def test_the_doubt_is_the_ground_whose_holder_is_unsure(
    believed: Believed, say: Say, theatre_of: Callable[..., Theatre]
) -> None:
    theatre = theatre_of([("west", 36.0, 36.8), ("east", 36.0, 37.2)], holds=[("west", "red"), ("east", "red")])
    torn = [say("gain", "blue", place="east"), say("hold", "red", place="east", when=date(2020, 6, 11))]
    drawn = control_map(believed(*torn, theatre=theatre), DAY)
    assert drawn.doubt is not None
    assert drawn.doubt.bounds == pytest.approx((37.0, 35.5, 37.5, 36.5), abs=1e-3)


spots = st.lists(
    st.tuples(st.floats(35.4, 36.6), st.floats(36.4, 37.6), st.sampled_from(["red", "blue", "green"])),
    min_size=1,
    max_size=25,
)


@given(spots, st.booleans())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_areas_and_the_water_are_the_whole_boundary_and_share_nothing(
    believed: Believed,
    theatre_of: Callable[..., Theatre],
    found: list[tuple[float, float, str]],
    wet: bool,  # noqa: FBT001
) -> None:
    theatre = theatre_of(
        [(f"p{at}", lat, lon) for at, (lat, lon, _) in enumerate(found)],
        holds=[(f"p{at}", side) for at, (_, _, side) in enumerate(found)],
        water=(36.9, 36.05, 37.2, 36.2) if wet else None,
    )
    drawn = control_map(believed(theatre=theatre), DAY)
    water = theatre.water.area if theatre.water else 0.0
    assert sum(area.area for area in drawn.areas.values()) + water == pytest.approx(drawn.boundary.area, rel=1e-9)
    assert all(area.is_valid and area.geom_type.endswith("Polygon") for area in drawn.areas.values())
    for one, other in itertools.combinations(drawn.areas.values(), 2):
        assert one.intersection(other).area == pytest.approx(0, abs=1e-9)


def test_every_place_inside_lies_in_its_own_cell(believed: Believed, theatre_of: Callable[..., Theatre]) -> None:
    rng = np.random.default_rng(3)
    places = [(f"p{at}", *spot) for at, spot in enumerate(rng.uniform((35.6, 36.6), (36.4, 37.4), (60, 2)))]
    theatre = theatre_of(places, holds=[("p0", "red")])
    cells = control_map(believed(theatre=theatre), DAY).cells
    assert cells is not None
    assert all(cells[name].covers(shapely.Point(lon, lat)) for name, lat, lon in places)


def test_the_geojson_has_areas_doubt_and_places_and_winds_as_the_standard_says(believed: Believed, say: Say) -> None:
    belief = believed(say("gain", "blue", place="mill", grade="E"))
    found = json.loads(json.dumps(control_geojson(belief.theatre, control_map(belief, DAY))))
    assert {feature["properties"]["layer"] for feature in found["features"]} == {"area", "doubt", "place"}
    rings = [shapely.from_geojson(json.dumps(feature["geometry"])) for feature in found["features"]]
    outer = [part.exterior for shape in rings for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]
    assert outer
    assert all(ring.is_ccw for ring in outer)

"""What a series measures: areas on the ellipsoid, ground gained and lost apart, a front at a scale."""

from __future__ import annotations

import math
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod
from shapely import MultiPolygon, box

from frontline._errors import NotFoundError
from frontline.sources.edges import edges_of
from frontline.sources.metrics import area_km2, measure, summed
from frontline.sources.series import Day, Series, build, changes, edges_on, open_series, save

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

START = date(2025, 1, 30)
EARTH = Geod(ellps="WGS84")


def series(*grounds: BaseGeometry, boundary: BaseGeometry | None = None, step: int = 1) -> Series:
    days = [
        Day(START + timedelta(days=step * number), "by hand", {"red": edges_of(ground)})
        for number, ground in enumerate(grounds)
    ]
    return build("red", "blue", days, layers=("red",), boundary=boundary)


def _geodesic_km2(ground: BaseGeometry) -> float:
    """Return the area with every edge cut fine, so that straight in degrees and geodesic are the same."""
    return float(
        abs(EARTH.geometry_area_perimeter(shapely.orient_polygons(shapely.segmentize(ground, 0.001)))[0]) / 1e6
    )


@pytest.mark.parametrize(
    "ground",
    [
        box(30, 50, 31, 51),
        box(-70.5, -20.25, -70.25, -20),
        box(10, -1, 11, 1),
        shapely.Polygon([(30, 50), (33, 51), (31, 53)]),
        box(30, 50, 33, 53).difference(box(31, 51, 32, 52)),
    ],
    ids=["north", "south-west", "across the equator", "slanted", "with a hole"],
)
def test_area_is_that_of_the_ellipsoid(ground: BaseGeometry) -> None:
    assert area_km2(ground) == pytest.approx(_geodesic_km2(ground), rel=1e-8)


def test_area_of_a_day_is_the_sum_over_its_edges() -> None:
    grounds = [box(30, 50, 31, 51), box(30, 50, 31.5, 51), box(30.2, 50, 31.5, 51)]
    assert [day.area_km2["red"] for day in measure(series(*grounds))] == pytest.approx(list(map(area_km2, grounds)))


def test_gained_and_lost_are_told_apart() -> None:
    _, day = measure(series(box(30, 50, 31, 51), box(30.25, 50, 31.5, 51)))
    assert day.gained_km2 == pytest.approx(area_km2(box(31, 50, 31.5, 51)))
    assert day.lost_km2 == pytest.approx(area_km2(box(30, 50, 30.25, 51)))


def test_the_other_side_has_the_rest_of_the_boundary() -> None:
    whole = box(30, 50, 33, 52)
    (day,) = measure(series(box(30, 50, 31, 52), boundary=whole))
    assert sum(day.area_km2.values()) == pytest.approx(area_km2(whole))


def test_pieces_and_perimeter() -> None:
    (day,) = measure(series(MultiPolygon([box(30, 0, 31, 1), box(32, 0, 33, 1)])))
    lengths = EARTH.inv([30, 30, 31, 30], [0, 1, 0, 0], [31, 31, 31, 30], [0, 1, 1, 1])[2]
    assert day.pieces == 2
    assert day.perimeter_km == pytest.approx(2 * sum(lengths) / 1000)


def test_a_straight_front_is_as_long_as_it_is() -> None:
    (day,) = measure(series(box(30, 50, 31, 51), boundary=box(30, 50, 32, 51)), border_km=0.5)
    length = EARTH.inv(31, 50, 31, 51)[2] / 1000
    # The ends of the band are half-discs, each of which adds an eighth of a circle's girth to the length.
    assert day.front_km == pytest.approx(length + math.pi / 4, abs=0.03)


def test_without_a_boundary_the_whole_outline_is_front() -> None:
    (day,) = measure(series(box(30, 50, 31, 51)))
    assert day.front_km == pytest.approx(day.perimeter_km, rel=0.01)


def test_bends_narrower_than_the_scale_do_not_lengthen_the_front() -> None:
    teeth = np.arange(0, 100)
    comb = [(30, 50), (31, 50), *((31 + 0.002 * (k % 2), 50 + 0.0002 * k) for k in teeth), (31, 50.02), (30, 50.02)]
    ground, plain = shapely.Polygon(comb), box(30, 50, 31, 50.02)
    (rough,), (smooth,) = (measure(series(one), scale_km=2.0) for one in (ground, plain))
    assert rough.perimeter_km > smooth.perimeter_km + 10
    assert rough.front_km == pytest.approx(smooth.front_km, rel=0.01)


def test_the_front_carried_from_day_to_day_is_the_front_measured_anew() -> None:
    grounds = [box(30, 50, 31 + 0.01 * k, 51).union(box(30.9, 50.1 * 1, 31.1 + 0.005 * k, 50.3)) for k in range(6)]
    carried = measure(series(*grounds))[-1].front_km
    assert carried == pytest.approx(measure(series(grounds[-1]))[0].front_km, rel=1e-3)


def test_regions_are_measured_apart() -> None:
    regions = {"west": box(30, 50, 31, 51), "east": box(31, 50, 32, 51)}
    first, second = measure(series(box(30, 50, 30.5, 51), box(30.25, 50, 31.5, 51)), regions=regions)
    assert first.regions["west"][0] == pytest.approx(area_km2(box(30, 50, 30.5, 51)))
    area, gained, lost = second.regions["west"]
    assert (area, gained, lost) == pytest.approx(
        (area_km2(box(30.25, 50, 31, 51)), area_km2(box(30.5, 50, 31, 51)), area_km2(box(30, 50, 30.25, 51)))
    )
    assert second.regions["east"][0] == pytest.approx(area_km2(box(31, 50, 31.5, 51)))


def test_a_span_begins_with_what_changed_on_its_first_day() -> None:
    grounds = [box(30, 50, 31 + k, 51) for k in range(4)]
    days = measure(series(*grounds), first=START + timedelta(days=2))
    assert [day.gained_km2 for day in days] == pytest.approx(
        [area_km2(box(32, 50, 33, 51)), area_km2(box(33, 50, 34, 51))]
    )


def test_a_span_without_a_known_day_is_said() -> None:
    with pytest.raises(NotFoundError, match="no known day from 2026-01-01 to the end"):
        measure(series(box(30, 50, 31, 51)), first=date(2026, 1, 1))


def test_months_add_up_what_their_days_gained() -> None:
    grounds = [box(30, 50, 31 + 0.1 * k, 51) for k in range(5)]  # 30 January to 3 February
    january, february = summed(measure(series(*grounds)), "month")
    assert (january.day, february.day) == (date(2025, 1, 31), date(2025, 2, 3))
    assert february.since == date(2025, 1, 31)
    assert february.gained_km2 == pytest.approx(area_km2(box(31.1, 50, 31.4, 51)))


SIZES = st.lists(st.integers(1, 9), min_size=2, max_size=12)


@given(SIZES, SIZES)
def test_what_was_gained_less_what_was_lost_is_the_change_of_area(wide: list[int], high: list[int]) -> None:
    grounds = [box(30, 50, 30 + w / 10, 50 + h / 10) for w, h in zip(wide, high, strict=False)]
    days = measure(series(*grounds))
    for before, after in pairwise(days):
        grown = after.area_km2["red"] - before.area_km2["red"]
        assert after.gained_km2 - after.lost_km2 == pytest.approx(grown, abs=1e-6)


@settings(max_examples=12)
@given(SIZES)
def test_a_saved_series_gives_every_day_back(tmp_path_factory: pytest.TempPathFactory, wide: list[int]) -> None:
    made = series(*[box(30, 50, 30 + w / 10, 51) for w in wide])
    path = tmp_path_factory.mktemp("s") / "it's.series"
    save(made, path)
    back = open_series(path)
    assert back.days == made.days
    for number in range(len(wide)):
        assert np.array_equal(_sorted(edges_on(back, number, "red")), _sorted(edges_on(made, number, "red")))


def _sorted(edges: np.ndarray[tuple[int, ...], np.dtype[np.int32]]) -> list[list[int]]:
    return sorted(edges.tolist())


def test_a_day_like_the_one_before_changes_nothing() -> None:
    made = series(box(30, 50, 31, 51), box(30, 50, 31, 51))
    assert len(list(changes(made, "red"))[1].came) == 0
    assert len(made.edges) == 4

"""Cells, features, the readable model, walking forward, scores: by worked examples and by changing the future."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from frontline._errors import InputError
from frontline.outlook import carried, hazard
from frontline.outlook.cells import cells_of, corners_of, cover_on
from frontline.outlook.corridors import cut_chances
from frontline.outlook.features import NAMES, in_words, observe
from frontline.outlook.forecast import Past, Sums, chances, covered, drifts, forecast, gains_of, learn, outcome, walk
from frontline.outlook.scores import blocks_of, calibration, reliability, score_forecasts
from frontline.picture.draw import draw_map
from frontline.sources import Series, control_map, measure
from frontline.sources.edges import edges_of
from frontline.sources.series import Day, build

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

START = date(2030, 1, 1)
KM = 1 / 111.195  # degrees of latitude; the test wars lie on the equator, where degrees of longitude are as long


def series_of(grounds: Mapping[int, BaseGeometry]) -> Series:
    """Return a series with a map on each of the days numbered from the start."""
    days = [
        Day(START + timedelta(days=number), f"{number}.geojson", {"north": edges_of(ground)})
        for number, ground in sorted(grounds.items())
    ]
    return build("north", "south", days, layers=("north",))


def box(x0: float, y0: float, x1: float, y1: float) -> shapely.Polygon:
    """Return a box with its corners in km from the origin."""
    return shapely.box(x0 * KM, y0 * KM, x1 * KM, y1 * KM)


def offensive(days: int, *, until: int | None = None, missing: tuple[int, ...] = ()) -> Series:
    """Return a war in which the north moves east by jumps in one sector, up to a day, and stands still elsewhere."""
    rng = np.random.default_rng(7)
    steps = rng.exponential(0.25, size=(days, 6))
    if until is not None:
        steps[until + 1 :] = rng.exponential(0.4, size=(days - until - 1, 6))
    return front_of(np.cumsum(steps, axis=0), missing)


def front_of(depth: NDArray[np.float64], missing: tuple[int, ...] = ()) -> Series:
    """Return a war by how far the north has come on each day (rows) in six sectors of 5 km, in km."""
    grounds = {}
    for day in range(len(depth)):
        if day not in missing:
            parts = [box(-30, 0, 0, 60), *(box(-1, 5 * n, depth[day, n], 5 * n + 5) for n in range(6))]
            grounds[day] = shapely.union_all(parts)
    return series_of(grounds)


@pytest.fixture(scope="module")
def war() -> Series:
    return offensive(200)


@pytest.fixture(scope="module")
def past(war: Series) -> Past:
    return Past(cells_of(war))


def ordinal(number: int) -> int:
    return (START + timedelta(days=number)).toordinal()


def test_the_cover_of_all_cells_is_the_ground_to_a_tenth_of_a_per_cent(war: Series) -> None:
    cells = cells_of(war)
    for number in (0, 77, 199):
        measured = measure(war, first=war.days[number], last=war.days[number])[0].area_km2["north"]
        assert cover_on(cells, ordinal(number)).sum() == pytest.approx(measured, rel=1e-3)


def test_a_triangle_covers_its_cells_by_exact_shares() -> None:
    cells = cells_of(series_of({0: shapely.Polygon([(0, 0), (4 * KM, 0), (0, 4 * KM)])}))
    cover = cover_on(cells, ordinal(0))
    # The projection's origin is the triangle's centroid, so that cells lie askew to it; all of it is in them still.
    assert cover.sum() == pytest.approx(8, rel=1e-2)
    assert cover.min() >= 0
    assert cover.max() == pytest.approx(1, abs=1e-6)


@given(st.lists(st.tuples(*[st.integers(-20, 20)] * 4), min_size=1, max_size=5))
def test_cover_is_the_ground_for_any_boxes_with_holes_between_them(corners: list[tuple[int, int, int, int]]) -> None:
    boxes = [box(min(a, c), min(b, d), max(a, c) + 1.3, max(b, d) + 0.7) for a, b, c, d in corners]
    ground = shapely.union_all(boxes)
    cells = cells_of(series_of({0: ground}))
    # In the plane of the equator a degree squared is as many km²; the projection's distortion is far below 1 %.
    assert cover_on(cells, ordinal(0)).sum() == pytest.approx(ground.area / KM**2, rel=0.01)


def test_a_cell_that_was_taken_flips_once_and_on_its_day() -> None:
    cells = cells_of(series_of({0: box(-20, 0, 0, 20), 3: box(-20, 0, 5, 20)}))
    when, where, to = cells.flips
    assert set(when.tolist()) == {ordinal(3)}
    assert to.all()
    assert len(set(where.tolist())) == len(where) == pytest.approx(100, abs=21)


def test_corners_lie_where_the_ground_is() -> None:
    ground = box(0, 0, 10, 10)
    cells = cells_of(series_of({0: ground}))
    full = np.flatnonzero(cover_on(cells, ordinal(0)).ravel() > 0.999)
    squares = shapely.polygons(corners_of(cells, full))
    assert shapely.area(shapely.difference(shapely.union_all(squares), ground)) < 1e-3 * ground.area


def test_cells_too_many_for_a_machine_are_refused_with_a_size_that_would_do(war: Series) -> None:
    with pytest.raises(InputError, match=r"ask for cells of .* km or more"):
        cells_of(war, size_km=0.01)


def test_where_cells_lie_depends_on_the_first_day_alone() -> None:
    short, long = offensive(20), offensive(20, until=10)
    assert cells_of(short).crs == cells_of(long).crs


def test_a_threat_is_what_the_holders_enemy_took_whoever_holds() -> None:
    cells = cells_of(series_of({0: box(-20, 0, 0, 20), 40: box(-20, 0, 2, 20)}))
    seen = observe(cells, ordinal(40))
    threat = seen.features[:, NAMES.index("threat_8km_12d")]
    relief = seen.features[:, NAMES.index("relief_8km_12d")]
    near = seen.depth_km < 2
    assert (threat[near & ~seen.held] > 0).any()
    assert threat[seen.held].max() == pytest.approx(0, abs=1e-3)
    assert (relief[near & seen.held] > 0).any()


def test_ground_beyond_a_neck_is_reached_by_a_way_as_wide_as_the_neck() -> None:
    ground = shapely.union_all([box(-60, -40, 0, 40), box(-1, -2.5, 25, 2.5), box(24, -12, 48, 12)])
    seen = observe(cells := cells_of(series_of({0: ground})), ordinal(0))
    at = corners_of(cells, seen.which)[:, 0] / KM
    neck = seen.features[:, NAMES.index("neck_km")]
    beyond = seen.held & (np.abs(at[:, 1]) < 8) & (at[:, 0] > 30) & (at[:, 0] < 44)
    base = seen.held & (np.abs(at[:, 1]) < 30) & (at[:, 0] > -11) & (at[:, 0] < -6)
    assert set(neck[beyond].tolist()) == {4}  # of 5 km, by steps of 2, 4, 6
    assert set(neck[base].tolist()) == {16}


def test_drift_moves_a_steady_front_as_far_as_it_moves() -> None:
    cells = cells_of(series_of({day: box(-30, 0, 0.2 * day, 60) for day in range(181)}))
    seen = observe(cells, ordinal(150))
    said, came = drifts(seen, 30), outcome(cells, seen, 30)
    assert (said & came).sum() > 0.7 * came.sum()
    assert (said & ~came).sum() < 0.3 * came.sum()


def test_the_model_finds_the_curve_that_made_the_chances() -> None:
    rng = np.random.default_rng(1)
    x = rng.uniform(0, 4, size=(40_000, 1)).astype(np.float32)
    true = np.abs(x[:, 0] - 2) * 1.5 - 2
    yes = rng.random(len(x)) < 1 / (1 + np.exp(-true))
    model = hazard.fit(x, ["x"], yes, np.ones(len(x)), bend=1.0, ridge=0.1)
    found = hazard.odds(model, x, ["x"])
    assert np.abs(found - true).max() < 0.35


def test_chances_come_about_as_often_as_the_model_says_where_it_learnt(past: Past) -> None:
    model = learn(past, ordinal(199), 14)
    assert model.learnt_on == "this series"
    said, came = 0.0, 0
    for day in past.days(ordinal(199), 14):
        seen = observe(past.cells, day)
        said += chances(model, seen).sum()
        came += int(outcome(past.cells, seen, 14).sum())
    assert said == pytest.approx(came, rel=0.25)


def test_a_forecast_of_an_offensive_beats_persistence_and_drift(past: Past) -> None:
    days = [ordinal(number) for number in range(120, 170, 10)]
    steps = list(walk(past, days, 14))
    came = np.concatenate([step.came for step in steps if step.came is not None])
    p = np.concatenate([step.p for step in steps])
    drift = np.concatenate([drifts(step.seen, 14) for step in steps])
    scores = score_forecasts(p, came, drift, blocks=np.arange(len(p)))
    assert scores.skill is not None
    assert scores.skill > 0.1
    assert scores.skill_drift is not None
    assert scores.skill_drift > 0


def test_changing_the_future_changes_nothing_of_a_forecast() -> None:
    day = 120
    told = []
    for series in (offensive(150), offensive(150, until=day), offensive(day + 1)):
        past = Past(cells_of(series))
        outlook = forecast(past, ordinal(day), 14)
        lonlat = corners_of(past.cells, outlook.seen.which)[:, 0]
        told.append((lonlat, outlook.p, [x for g in outlook.gains for x in (g.expected_km2, g.low_km2, g.high_km2)]))
    futures = [cover_on(cells_of(series), ordinal(149)).sum() for series in (offensive(150), offensive(150, until=day))]
    assert abs(futures[0] - futures[1]) > 10  # they do differ
    for lonlat, p, gains in told[1:]:
        np.testing.assert_allclose(lonlat, told[0][0], atol=1e-9)
        np.testing.assert_allclose(p, told[0][1], rtol=1e-9)
        assert gains == pytest.approx(told[0][2])


def test_a_model_learns_from_no_day_whose_outcome_lay_ahead(past: Past) -> None:
    assert max(past.days(ordinal(150), 30)) <= ordinal(120)


def test_a_walk_gives_each_day_a_model_from_before_it(past: Past) -> None:
    days = [ordinal(number) for number in range(100, 190, 15)]
    assert all(step.model.day <= step.seen.day for step in walk(past, days, 7))


def test_pairs_with_an_unknown_day_are_not_learnt_from() -> None:
    gone = tuple(range(60, 70))
    past = Past(cells_of(offensive(120, missing=gone)))
    unknown = {ordinal(number) for number in gone}
    for day in past.days(ordinal(119), 7):
        assert day not in unknown
        assert day + 7 not in unknown


def test_with_too_little_past_the_model_is_carried_over_and_says_so() -> None:
    outlook = forecast(Past(cells_of(offensive(20))), ordinal(19), 30)
    assert outlook.model.learnt_on == "carried over"
    assert outlook.p.max() > outlook.p.min()


def test_the_same_past_gives_the_same_forecast(war: Series) -> None:
    first, second = (forecast(Past(cells_of(war)), ordinal(150), 7, hindcast=False) for _ in range(2))
    np.testing.assert_array_equal(first.p, second.p)


def test_the_interval_of_ground_gained_has_its_mean_inside(past: Past) -> None:
    for gain in forecast(past, ordinal(199), 14).gains:
        assert 0 <= gain.low_km2 <= gain.expected_km2 <= gain.high_km2


def test_an_interval_holds_what_the_errors_of_before_allow(past: Past) -> None:
    def told(day: int, said: float, came: float) -> Sums:
        return Sums(day, (said, said), (came, 0.0))

    calm = [told(day, 90, 90 * 1.05) for day in range(0, 100, 10)]
    wild = [told(day, 90, 90 * (3 if day % 20 else 0.3)) for day in range(0, 100, 10)]
    (narrow, _), (wide, _) = (gains_of(past.cells, told(130, 90, 0), before) for before in (calm, wild))
    assert wide.low_km2 < narrow.low_km2 < 90 < narrow.high_km2 < wide.high_km2
    # A day's interval knows of no day whose outcome lay ahead of it: 30 days ahead, day 60 is the first to know four.
    count = covered(past.cells, [*calm, told(130, 90, 95), told(140, 90, 300)], 30)
    assert count["north"] == (5, 6)
    assert count["south"][1] == 6


def test_a_war_that_slackens_is_expected_to_bring_less() -> None:
    rng = np.random.default_rng(9)
    steps = rng.exponential(0.5, size=(200, 6))
    steps[150:] *= 0.1
    depth = np.cumsum(steps, axis=0)
    fast, slow = (Past(cells_of(front_of(depth[:days]))) for days in (150, 200))
    last = ordinal(149), ordinal(199)
    paces = [learn(one, day, 7).pace for one, day in zip((fast, slow), last, strict=True)]
    assert paces[1] < 0.95 < paces[0]
    assert learn(slow, last[1], 7, forget=False).pace == 1


def test_a_side_that_advances_is_expected_to_gain_more_than_the_other(past: Past) -> None:
    gains = {gain.side: gain.expected_km2 for gain in forecast(past, ordinal(199), 14, hindcast=False).gains}
    assert gains["north"] > 5 * gains["south"]


@pytest.mark.parametrize("horizon", [1, 7, 20, 30, 90])
def test_the_shipped_model_says_more_for_more_days(horizon: int) -> None:
    past = Past(cells_of(offensive(40)))
    seen = observe(past.cells, ordinal(39))
    now, later = (
        1 / (1 + np.exp(-hazard.odds(carried.model_for(days), seen.features, NAMES))) for days in (1, horizon)
    )
    assert later.sum() >= now.sum()


def test_a_model_written_down_and_read_again_says_the_same(past: Past) -> None:
    model = learn(past, ordinal(199), 7).additive
    again = carried.of_value(carried.as_value(model))
    seen = observe(past.cells, ordinal(199))
    said, said_again = (hazard.odds(one, seen.features, NAMES) for one in (model, again))
    assert np.abs(said - said_again).max() < 0.05


def test_scores_are_those_worked_by_hand() -> None:
    p, came = np.array([0.8, 0.2, 0.0, 0.5]), np.array([True, False, False, True])
    scores = score_forecasts(p, came, np.array([True, True, False, False]), blocks=np.arange(4))
    assert scores.brier == pytest.approx((0.04 + 0.04 + 0 + 0.25) / 4)
    assert scores.brier_persistence == 0.5
    assert scores.brier_drift == 0.5
    assert scores.skill == pytest.approx(1 - 0.0825 / 0.5)
    assert scores.log_score == pytest.approx(-np.log([0.8, 0.8, 1 - 1e-6, 0.5]).mean())


def test_where_nothing_happened_there_is_no_skill_to_speak_of() -> None:
    quiet = np.zeros(5, dtype=bool)
    scores = score_forecasts(np.zeros(5), quiet, quiet, blocks=np.arange(5))
    assert scores.skill is None
    assert scores.brier == 0


@given(st.integers(0, 2**32 - 1))
def test_chances_that_are_true_are_calibrated(seed: int) -> None:
    rng = np.random.default_rng(seed)
    p = rng.random(20_000)
    came = rng.random(20_000) < p
    assert all(abs(one.p - one.observed) < 0.06 for one in reliability(p, came))
    assert sum(one.n for one in reliability(p, came)) == 20_000


def test_the_calibration_error_is_that_worked_by_hand() -> None:
    p, came = np.array([0.12, 0.18, 0.71, 0.79]), np.array([False, True, True, True])
    found = calibration(p, came, np.arange(4), bins=2)
    assert found.width == pytest.approx((abs(0.12 - 0 + 0.18 - 1) + abs(0.71 - 1 + 0.79 - 1)) / 4)
    assert found.mass == pytest.approx(found.width)


@pytest.mark.parametrize("together", [1, 50])
def test_what_luck_does_to_right_forecasts_grows_with_how_many_share_their_fate(together: int) -> None:
    rng = np.random.default_rng(4)
    p, blocks = np.repeat(rng.random(200), 50), np.arange(10_000) // together
    errors = []
    for _ in range(20):  # wars, in all of which the chances are true
        luck = np.repeat(rng.random(10_000 // together), together)
        errors.append(calibration(p, luck < p, blocks))
    # The noise that one war tells of is the error that right forecasts do make, war for war.
    assert np.mean([one.noise for one in errors]) == pytest.approx(np.mean([one.width for one in errors]), rel=0.25)
    assert sum(one.width > one.noise_high for one in errors) <= 4
    assert errors[0].noise < 0.02 if together == 1 else errors[0].noise > 0.02


def test_wrong_chances_are_off_by_more_than_luck_would_have_it() -> None:
    rng = np.random.default_rng(4)
    p = rng.random(10_000)
    found = calibration(p, rng.random(10_000) < p**2, np.arange(10_000) // 20)
    assert found.width > 2 * found.noise_high


def test_forecasts_share_their_fate_in_a_sector_and_a_spell() -> None:
    x, y = np.array([1.0, 49.0, 51.0, -1.0]), np.array([1.0, 49.0, 1.0, 1.0])
    now, soon, late = (blocks_of(x, y, day, 30) for day in (60_000, 60_059, 60_060))
    assert now[0] == now[1]
    assert len(set(now.tolist())) == 3
    np.testing.assert_array_equal(now, soon)
    assert not set(now.tolist()) & set(late.tolist())


def test_a_thin_corridor_is_likelier_cut_than_a_wide_one() -> None:
    def finger(width: float) -> float:
        ground = shapely.union_all([box(-40, -40, 0, 40), box(-1, -width / 2, 25, width / 2), box(22, -14, 50, 14)])
        series = series_of({0: ground})
        cells = cells_of(series)
        seen = observe(cells, ordinal(0))
        p = np.where(seen.held & (seen.depth_km < 2), 0.3, 0.01)
        found = cut_chances(cells, seen, p, draw_map(control_map(series, START)).salients)
        return max(one.p_cut for one in found)

    assert finger(2.5) > finger(6)


def test_a_corridor_that_nothing_threatens_is_not_cut() -> None:
    ground = shapely.union_all([box(-40, -40, 0, 40), box(-1, -3, 25, 3), box(22, -8, 38, 8)])
    series = series_of({0: ground})
    cells = cells_of(series)
    seen = observe(cells, ordinal(0))
    found = cut_chances(cells, seen, np.full(len(seen.which), 1e-9), draw_map(control_map(series, START)).salients)
    assert found
    assert all(one.p_cut == 0 for one in found)


def test_a_grid_of_another_fineness_tells_of_like_ground(war: Series) -> None:
    fine, coarse = (forecast(Past(cells_of(war, size_km=km)), ordinal(199), 14, hindcast=False) for km in (1.0, 2.0))
    assert coarse.gains[0].expected_km2 == pytest.approx(fine.gains[0].expected_km2, rel=0.5)


@pytest.mark.parametrize("name", NAMES)
def test_every_feature_can_be_said_in_words(name: str) -> None:
    assert "_" not in in_words(name)

"""Salients and pockets have a life: born, grown, narrowed, pinched off, collapsed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
import shapely
from shapely import box

from frontline.model import Place
from frontline.picture.lives import pocket_lives, salient_lives
from frontline.sources.edges import edges_of
from frontline.sources.series import Day, Series, build

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

START = date(2025, 3, 1)
# Near the equator a hundredth of a degree is 1.11 km either way.
LAND = box(30, 0, 32, 2)
BODY = box(30, 0, 32, 1)


def _series(*grounds: BaseGeometry) -> Series:
    days = [
        Day(START + timedelta(days=number), "by hand", {"red": edges_of(ground)})
        for number, ground in enumerate(grounds)
    ]
    return build("red", "blue", days, layers=("red",), boundary=LAND)


def _finger(length: float, width: float = 0.04) -> BaseGeometry:
    """Return the body with a finger to the north."""
    return BODY if not length else BODY.union(box(31 - width / 2, 0.9, 31 + width / 2, 1 + length))


def test_a_finger_is_born_grows_and_collapses() -> None:
    lengths = [0, 0.1, 0.1, 0.1, 0.2, 0.2, 0.2, 0.0, 0.0]
    (life,) = [life for life in salient_lives(_series(*map(_finger, lengths))) if life.side == "red"]
    assert (life.start, life.end) == (START + timedelta(days=1), START + timedelta(days=7))
    assert [event.what for event in life.happenings] == ["born", "grown", "collapsed"]
    assert [round(day.length_km) for day in life.days] == [11, 11, 11, 22, 22, 22]
    assert life.days[0].neck_km == pytest.approx(4.45, abs=0.05)


def test_a_neck_that_is_cut_into_narrows() -> None:
    waist = [box(30.97, 1.02, 30.97 + 0.005 * k, 1.03) for k in (0, 3, 3, 3, 5, 5, 5)]
    grounds = [_finger(0.2).difference(bite) for bite in waist]
    (life,) = [life for life in salient_lives(_series(*grounds)) if life.side == "red"]
    assert life.before_record
    assert [event.what for event in life.happenings] == ["narrowed"]
    assert life.happenings[0].figure == pytest.approx(2.78, abs=0.1)


def test_a_finger_cut_through_is_a_pocket_that_was_pinched_off() -> None:
    cut = _finger(0.2).difference(box(30.9, 1.02, 31.1, 1.05))
    made = _series(*[_finger(0.2)] * 4, *[cut] * 4)
    (salient,) = [life for life in salient_lives(made) if life.side == "red"]
    (pocket,) = [life for life in pocket_lives(made) if life.side == "red"]
    assert salient.happenings[-1].what == "pinched off"
    assert salient.into == pocket.id
    assert pocket.start == START + timedelta(days=4)
    assert pocket.end is None


def test_a_pocket_that_is_reached_again_is_relieved_and_one_that_falls_collapses() -> None:
    reached = [BODY.union(box(31, 1.1, 31.1, 1.2))] * 2 + [BODY.union(box(31, 0.9, 31.1, 1.2))] * 2
    fallen = [BODY.union(box(31, 1.1, 31.1, 1.2))] * 2 + [BODY] * 2
    for grounds, what in ((reached, "relieved"), (fallen, "collapsed")):
        (life,) = pocket_lives(_series(*grounds))
        assert life.happenings[-1].what == what
        assert life.end == START + timedelta(days=2)


def test_a_hole_in_the_ground_is_the_other_sides_pocket() -> None:
    (life,) = pocket_lives(_series(BODY.difference(box(31, 0.4, 31.1, 0.5))))
    assert (life.side, life.against) == ("blue", "red")


def test_ground_on_the_boundary_is_no_pocket() -> None:
    assert pocket_lives(_series(BODY.union(box(30, 1.5, 30.1, 1.6)))) == []


def test_a_thing_unseen_for_some_days_is_the_same_thing() -> None:
    lengths = [0, 0.2, 0.2, 0, 0.2, 0.2]
    (life,) = [life for life in salient_lives(_series(*map(_finger, lengths))) if life.side == "red"]
    assert life.end is None
    assert len(life.days) == 4


def test_what_never_moves_is_not_told() -> None:
    far = BODY.union(box(30.2, 0.9, 30.24, 1.2))
    moves = far.union(box(31.6, 0.9, 31.64, 1.2))
    lives = salient_lives(_series(far, moves, moves, moves))
    assert {round(life.at[0], 1) for life in lives if life.side == "red"} == {31.6}


def test_lives_are_named_after_the_nearest_place_and_sorted_by_what_they_mattered() -> None:
    both = _finger(0.2).union(box(31.6, 0.9, 31.64, 1.1))
    places = [Place("a", "Alpha", 1.19, 31.0), Place("b", "Beta", 1.09, 31.62)]
    lives = salient_lives(_series(BODY, *[both] * 4), least_km2=1, gazetteer=places)
    assert [life.name for life in lives if life.side == "red"] == ["Alpha salient", "Beta salient"]
    assert [life.matter for life in lives] == sorted((life.matter for life in lives), reverse=True)


def test_looking_only_where_the_map_moved_finds_what_looking_everywhere_finds() -> None:
    # Two fingers that grow on different days: the windows of a day hold one of them, the whole map both.
    grounds = [
        BODY.union(box(30.4, 0.9, 30.44, 1.1 + 0.02 * (k // 2))).union(
            box(31.6, 0.9, 31.64, 1.1 + 0.06 * ((k + 1) // 3))
        )
        for k in range(8)
    ]
    lives = [life for life in salient_lives(_series(*grounds), least_km2=1) if life.side == "red"]
    assert len(lives) == 2
    for life in lives:
        for number, day in enumerate(life.days):
            alone = shapely.difference(grounds[number], BODY)
            piece = max(shapely.get_parts(alone), key=lambda part: part.intersection(life.shape).area)
            _, south, _, north = piece.bounds
            assert day.length_km == pytest.approx((north - south) * 110.6, rel=0.03)

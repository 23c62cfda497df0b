"""Which event counted: what each changed by itself, in the order of how much."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from frontline.control import believe
from frontline.model import Claim, Record, Report, Span, Stretch
from frontline.outlook.events import rank

if TYPE_CHECKING:
    from frontline.control import Belief
    from frontline.model import Kind


FELL = date(2020, 6, 10)


def _taken(belief: Belief, *falls: tuple[str, date]) -> Belief:
    """Return the war after reports of different origins say that villages fell to blue."""
    claims, reports = [], {}
    for place, day in falls:
        for source in ("one", "two", "three"):
            key = f"{place}-{source}"
            reports[key] = Report(key, source, "Blue took it.", source, "B", published=Span.day(day))
            claims.append(
                Claim("gain", "blue", "red", place, place, when=Span.day(day), quote="took", report=key, id=key)
            )
    theatre = replace(belief.theatre)
    return believe(theatre, Record(reports, tuple(claims)))


def test_the_fall_that_cuts_off_counts_for_more_than_a_fall_at_the_edge(corridor: Belief) -> None:
    belief = _taken(corridor, ("23", FELL), ("11", FELL - timedelta(days=30)))
    first, second = rank(belief, date(2020, 4, 1), date(2020, 7, 1))
    assert first.places == ("23",)
    assert {one.place_id for one in first.cut_off} == {"24", "25", "15", "35"}
    assert [(turn.id, turn.after) for turn in first.routes] == [("main", "cut")]
    assert second.places == ("11",)
    assert first.score > second.score


def test_falls_of_one_day_close_together_are_one_event_and_far_apart_two(corridor: Belief) -> None:
    near = rank(_taken(corridor, ("23", FELL), ("24", FELL)), FELL - timedelta(days=5), FELL + timedelta(days=5))
    assert [{*event.places} for event in near] == [{"23", "24"}]
    far = rank(_taken(corridor, ("20", FELL), ("25", FELL)), FELL - timedelta(days=5), FELL + timedelta(days=5))
    assert sorted(event.places for event in far) == [("20",), ("25",)]


def test_an_event_s_figures_are_its_own_ground_and_front(corridor: Belief) -> None:
    (event,) = rank(_taken(corridor, ("23", FELL)), FELL - timedelta(days=5), FELL + timedelta(days=5))
    assert event.area_km2 == pytest.approx(4.12 * 5.55, rel=0.03)
    # Two sides of the square were front, two become it: the row's cells are wider than high.
    assert event.front_km_change == pytest.approx(2 * 5.55 - 2 * 4.12, rel=0.1)


def test_a_span_in_which_nothing_happened_has_no_event(corridor: Belief) -> None:
    assert rank(_taken(corridor, ("23", FELL)), date(2020, 2, 1), date(2020, 3, 1)) == ()


def test_the_reason_names_what_was_taken_from_whom_and_what_it_cut_off(corridor: Belief) -> None:
    (event,) = rank(_taken(corridor, ("23", FELL)), FELL - timedelta(days=5), FELL + timedelta(days=5))
    assert event.reason.startswith("Blue took Village 23 from Red (23 km²); cut off over the ground: ")


def _on_the_road(belief: Belief, *turns: tuple[Kind, str, date]) -> Belief:
    """Return the war after reports of different origins say what became of the road's middle, and of nothing else."""
    claims, reports = [], {}
    for kind, actor, day in turns:
        for source in ("one", "two", "three"):
            key = f"{kind}-{source}"
            reports[key] = Report(key, source, "The road.", source, "B", published=Span.day(day))
            road = Stretch("main", "22", "23")
            other = "red" if actor == "blue" else "blue"
            claims.append(
                Claim(
                    kind, actor, other, "the road", stretch=road, when=Span.day(day), report=key, id=key, quote="road"
                )
            )
    return believe(belief.theatre, Record(reports, tuple(claims)))


def test_a_road_that_is_cut_and_reopened_counts_by_what_hangs_on_it(corridor: Belief) -> None:
    back = FELL + timedelta(days=12)
    belief = _on_the_road(corridor, ("cut", "blue", FELL), ("reopen", "red", back))
    events = {event.day: event for event in rank(belief, FELL - timedelta(days=5), back + timedelta(days=5))}
    lost, won = events[FELL], events[back]
    assert (lost.side, won.side) == ("blue", "red")
    assert {(one.place_id, one.how) for one in lost.cut_off} == {("23", "road"), ("24", "road"), ("25", "road")}
    assert {one.place_id for one in won.freed} == {"23", "24", "25"}
    assert [turn.places for event in (lost, won) for turn in event.routes] == [6, 6]
    assert "left without a road of the theatre's: Village 23" in lost.reason


def test_nobodys_own_advance_is_said_to_cut_his_own_line(kuweires: Belief) -> None:
    for event in rank(kuweires, date(2015, 10, 12), date(2015, 11, 12)):
        for turn in event.routes:
            assert (turn.after == "cut") == (turn.side != event.side)


def test_the_relief_of_the_base_was_what_counted_most_in_its_month(kuweires: Belief) -> None:
    first = rank(kuweires, date(2015, 10, 12), date(2015, 11, 12))[0]
    assert first.day == date(2015, 11, 10)
    assert [siege.place for siege in first.broken] == ["Kuweires Airbase"]
    assert ("aleppo-raqqa", "isil") in {(turn.id, turn.side) for turn in first.routes}

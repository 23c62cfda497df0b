"""The Kuweires record, believed: what its hand-entered claims must come out as, through the code any theatre takes."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
import shapely

from frontline.control import (
    believe,
    control_map,
    evidence_of,
    leg_beliefs,
    place_control,
    siege_beliefs,
    siege_probability,
    timeline,
)
from frontline.ledger import build, record
from frontline.theatre import find, load, load_claims, load_reports

if TYPE_CHECKING:
    import numpy as np

    from frontline.control import Belief

BASE, RELIEF = "kuweires-airbase", date(2015, 11, 10)
CORRIDOR = ("sheikh-ahmad", "kuweires-sharqi")


@pytest.fixture(scope="module")
def belief() -> Belief:
    theatre = load(folder := find("kuweires"))
    reports = load_reports(folder, theatre)
    with build(theatre, reports, load_claims(folder, theatre, reports)) as ledger:
        return believe(theatre, record(ledger))


def held(belief: Belief, place: str, day: date) -> str:
    return belief.sides[int(timeline(belief, place, [day])[0].argmax())]


def besieged(belief: Belief) -> tuple[list[date], np.ndarray[tuple[int], np.dtype[np.float64]]]:
    days = [belief.theatre.start + timedelta(days=at) for at in range(1900)]
    return days, siege_probability(belief, BASE, days)


def test_the_siege_of_the_base_begins_between_december_2012_and_april_2013(belief: Belief) -> None:
    days, p = besieged(belief)
    assert date(2012, 12, 1) <= days[int((p > 0.5).argmax())] <= date(2013, 4, 30)


def test_the_sources_disagreement_on_its_beginning_shows_as_weeks_of_doubt(belief: Belief) -> None:
    days, p = besieged(belief)
    assert (days[int((p > 0.95).argmax())] - days[int((p > 0.05).argmax())]).days > 20


def test_the_siege_is_unbroken_through_its_change_of_besiegers_and_ends_on_the_day_of_relief(belief: Belief) -> None:
    days, p = besieged(belief)
    lasting = p[days.index(date(2013, 5, 1)) : days.index(RELIEF)]
    assert lasting.min() > 0.9
    assert p[days.index(RELIEF)] < 0.05
    by = siege_beliefs(belief, BASE, [date(2013, 3, 1), date(2015, 9, 1)])
    assert [belief.sides[at] for at in by[:, :-1].argmax(axis=1)] == ["rebels", "isil"]


def test_the_garrison_holds_the_base_throughout(belief: Belief) -> None:
    days = [date(2012, 6, 1) + timedelta(days=at) for at in range(1500)]
    p = timeline(belief, BASE, days)[:, belief.sides.index("government")]
    assert p.min() > 0.75


def test_sheikh_ahmad_falls_the_day_before_kuweires_sharqi(belief: Belief) -> None:
    days = (date(2015, 11, 8), date(2015, 11, 9), RELIEF)
    assert [held(belief, "sheikh-ahmad", day) for day in days] == ["isil", "government", "government"]
    assert [held(belief, "kuweires-sharqi", day) for day in days] == ["isil", "isil", "government"]


def test_the_base_is_an_island_on_the_ninth_and_joined_to_the_main_body_on_the_tenth(belief: Belief) -> None:
    base, safira = (
        shapely.Point(belief.theatre.places[name].lon, belief.theatre.places[name].lat) for name in (BASE, "safira")
    )

    def joined(day: date) -> bool:
        parts = shapely.get_parts(control_map(belief, day).areas["government"])
        return any(part.covers(base) and part.covers(safira) for part in parts)

    assert [joined(date(2015, 11, 9)), joined(RELIEF)] == [False, True]


def test_the_road_to_ithriya_is_the_islamic_states_from_23_october_to_4_november(belief: Belief) -> None:
    days = [date(2015, 10, 22), date(2015, 10, 23), date(2015, 11, 3), date(2015, 11, 4)]
    [leg] = [leg for leg in leg_beliefs(belief, "aleppo-salamiyah", days[0]) if leg.start == "khanaser"]
    p = [leg_beliefs(belief, "aleppo-salamiyah", day)[leg][belief.sides.index("isil")] for day in days]
    assert [chance > 0.5 for chance in p] == [False, True, True, False]


def test_jabbul_and_tal_sabin_are_disputed_while_sources_contradict_each_other_about_them(belief: Belief) -> None:
    then = {place.place_id: place for place in place_control(belief, date(2015, 10, 12))}
    assert then["jabbul"].disputed
    assert then["tal-sabin"].disputed
    for place in ("jabbul", "tal-sabin"):
        kinds = {(said.claim.kind, said.claim.actor) for said in evidence_of(belief, place)}
        assert ("gain", "government") in kinds
    assert ("hold", "isil") in {(said.claim.kind, said.claim.actor) for said in evidence_of(belief, "tal-sabin")}
    after = {place.place_id: place for place in place_control(belief, RELIEF)}
    assert [after[place].holder for place in ("jabbul", "tal-sabin")] == ["government", "government"]


def test_khanaser_changes_hands_four_times(belief: Belief) -> None:
    days = [date(2013, 8, 1) + timedelta(days=at) for at in range(1000)]
    holders = timeline(belief, "khanaser", days).argmax(axis=1)
    turns = [
        (day, belief.sides[now]) for day, now, was in zip(days[1:], holders[1:], holders, strict=False) if now != was
    ]
    assert turns == [
        (date(2013, 8, 26), "rebels"),
        (date(2013, 10, 3), "government"),
        (date(2016, 2, 23), "isil"),
        (date(2016, 2, 25), "government"),
    ]

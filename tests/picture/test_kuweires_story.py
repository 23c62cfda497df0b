"""What the record of the example theatre must show, through the code that any theatre takes."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from frontline.cli._record import open_record
from frontline.control import believe
from frontline.ledger import build, record
from frontline.picture.draw import draw
from frontline.picture.history import place_history
from frontline.picture.routes import route_history
from frontline.picture.sieges import sieges_of
from frontline.theatre import find, load, load_claims, load_reports

if TYPE_CHECKING:
    from collections.abc import Mapping

    from frontline.control import Belief
    from frontline.model import Picture, Stall
    from frontline.picture.routes import RouteSpell

BASE = "Kuweires Airbase"


@pytest.fixture(scope="module", params=["by hand", "with what the reader found"])
def belief(request: pytest.FixtureRequest) -> Belief:
    if request.param != "by hand":
        return believe(*open_record("kuweires"))
    theatre = load(folder := find("kuweires"))
    reports = load_reports(folder, theatre)
    with build(theatre, reports, load_claims(folder, theatre, reports)) as ledger:
        return believe(theatre, record(ledger))


@pytest.fixture(scope="module")
def eve(belief: Belief) -> Picture:
    return draw(belief, date(2015, 11, 9))


@pytest.fixture(scope="module")
def relief(belief: Belief) -> Picture:
    return draw(belief, date(2015, 11, 10))


def test_the_siege_of_the_base_begins_in_the_winter_of_2012_and_ends_with_its_relief(belief: Belief) -> None:
    (siege,) = sieges_of(belief, "kuweires-airbase")
    assert date(2012, 12, 1) <= siege.start <= date(2013, 4, 30)
    assert siege.end == date(2015, 11, 10)
    assert siege.days == (siege.end - siege.start).days


def test_the_disagreement_of_the_sources_about_the_sieges_beginning_is_shown(belief: Belief) -> None:
    (siege,) = sieges_of(belief, "kuweires-airbase")
    early, late = siege.start_doubt
    assert early < siege.start <= late


def test_rebels_laid_the_siege_and_isil_kept_it_up(belief: Belief) -> None:
    (siege,) = sieges_of(belief, "kuweires-airbase")
    assert siege.by == ("rebels", "isil")


def test_on_the_eve_the_base_is_in_a_pocket_besieged_for_almost_three_years(eve: Picture) -> None:
    pocket = next(one for one in eve.pockets if BASE in one.places)
    assert (pocket.side, pocket.by[0]) == ("government", "isil")
    assert pocket.days is not None
    assert pocket.days > 2 * 365


def test_on_the_day_of_the_relief_the_base_is_in_no_pocket(relief: Picture) -> None:
    assert not any(BASE in pocket.places for pocket in relief.pockets)


def test_on_the_day_of_the_relief_the_base_lies_beyond_a_corridor_of_its_own_side(relief: Picture) -> None:
    corridor = next(one for one in relief.salients if BASE in one.beyond)
    assert (corridor.kind, corridor.side, corridor.against) == ("corridor", "government", "isil")


def test_the_corridor_has_a_length_a_neck_and_flanks_that_face_the_enemy(relief: Picture) -> None:
    corridor = next(one for one in relief.salients if BASE in one.beyond)
    assert 8 < corridor.length_km < 30
    assert 2 < corridor.neck.width_km < corridor.length_km
    assert corridor.exposed > 0.8
    # The neck is where the advance ran: by the last villages before the base.
    lon, lat = corridor.neck.at
    assert (lon, lat) == pytest.approx((37.55, 36.16), abs=0.06)


def test_sheikh_ahmad_was_fought_for_from_21_october_to_9_november(relief: Picture) -> None:
    stall = _stall(relief, "Sheikh Ahmad")
    assert (stall.start, stall.end) == (date(2015, 10, 21), date(2015, 11, 9))


def test_then_two_days_led_to_the_village_by_the_highway_and_to_the_base(relief: Picture) -> None:
    stall = _stall(relief, "Sheikh Ahmad")
    assert {"Kuweires Sharqi", BASE} <= set(stall.broke_to)
    assert stall.break_days is not None
    assert stall.break_days <= 2


def test_the_last_phase_of_the_campaign_is_the_fastest(relief: Picture) -> None:
    phases = relief.tempo["government"].phases
    assert phases[-1].places_a_week == max(phase.places_a_week for phase in phases)


def test_the_khanaser_road_is_cut_on_23_october_and_open_on_4_november(belief: Belief) -> None:
    spells = route_history(belief, "aleppo-salamiyah", between=("khanaser", "ithriya"))["government"]
    cut = next(spell for spell in spells if spell.status == "cut" and spell.start.year == 2015)
    assert abs((cut.start - date(2015, 10, 23)).days) <= 1
    assert cut.end is not None
    assert abs((cut.end - date(2015, 11, 4)).days) <= 1
    after = next(spell for spell in spells if spell.start == cut.end)
    assert after.status in {"open", "threatened"}


def test_the_doubt_of_the_day_of_the_cut_is_shown(belief: Belief) -> None:
    spells = route_history(belief, "aleppo-salamiyah", between=("khanaser", "ithriya"))["government"]
    cut = next(spell for spell in spells if spell.status == "cut" and spell.start.year == 2015)
    assert cut.start_doubt is not None
    assert cut.start_doubt[0] <= cut.start <= cut.start_doubt[1]


def test_isil_loses_its_highway_to_aleppo_at_the_base_on_the_day_of_the_relief(belief: Belief) -> None:
    status = {day: _on(route_history(belief, "aleppo-raqqa"), "isil", date(2015, 11, day)) for day in (9, 10, 20)}
    assert [spell.status == "cut" for spell in status.values()] == [False, True, True]
    assert status[10].start == date(2015, 11, 10)
    assert "Kuweires Sharqi" in status[10].at


@pytest.mark.parametrize("place", ["jabbul", "tal-sabin"])
def test_the_claims_that_contradict_one_another_about_a_place_are_named(belief: Belief, place: str) -> None:
    history = place_history(belief, place)
    ids = {word.claim.id for word in history.words}
    contradicted = [word for word in history.words if word.against]
    assert contradicted
    assert all(set(word.against) <= ids for word in contradicted)


@pytest.mark.parametrize("place", ["jabbul", "tal-sabin", "sheikh-ahmad"])
def test_villages_on_the_way_to_the_base_pass_to_the_government_in_autumn_2015(belief: Belief, place: str) -> None:
    won = [spell for spell in place_history(belief, place).spells if spell.side == "government"][-1]
    assert date(2015, 9, 1) < won.start <= date(2015, 11, 9)
    assert won.end is None or won.end > date(2016, 1, 1)


def _stall(picture: Picture, place: str) -> Stall:
    return next(stall for stall in picture.tempo["government"].stalls if stall.place == place)


def _on(by_side: Mapping[str, tuple[RouteSpell, ...]], side: str, day: date) -> RouteSpell:
    return next(spell for spell in by_side[side] if spell.start <= day and (spell.end is None or day < spell.end))

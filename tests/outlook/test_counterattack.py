"""Counter-attacks: a base rate counted by hand, what moves it, and the example's corridor as known on its day."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
import shapely

from frontline.cli._record import open_record, open_records
from frontline.control import believe
from frontline.model import Claim, Kind, Neck, Place, Record, Salient, Side, Span, Theatre
from frontline.outlook.counterattack import base_rate, counter_attacks, deeds_of, struck_after
from frontline.outlook.places import TheatreOutlook, cells_of_places, foresee, retell, score_places

DAY = date(2030, 6, 1)
RELIEF = date(2015, 11, 11)


@pytest.fixture(scope="module")
def theatre() -> Theatre:
    """Three villages 20 km apart on the equator, and two sides."""
    places = {name: Place(name, name.title(), 0.0, at * 0.18) for at, name in enumerate(("ford", "mill", "hill"))}
    sides = {name: Side(name, name.title(), "#336699") for name in ("north", "south")}
    crs = "+proj=laea +lat_0=0 +lon_0=0.18 +datum=WGS84 +units=m +no_defs"
    boundary = shapely.box(-1, -1, 1, 1)
    return Theatre("small", "Small", date(2030, 1, 1), date(2031, 1, 1), sides, places, boundary, crs)


def claim(kind: Kind, actor: str, target: str | None, place: str, day: int, *, factual: bool = True) -> Claim:
    when = Span.day(DAY + timedelta(days=day))
    return Claim(kind, actor, target, place, place, when=when, factual=factual)


def lost_and_answered() -> list[Claim]:
    """Return four losses of the south, two of them answered within a week at or near the place."""
    return [
        claim("gain", "north", "south", "ford", 0),
        claim("attack", "south", "north", "ford", 3),
        claim("gain", "north", "south", "mill", 20),
        claim("repel", "north", "south", "mill", 26),
        claim("gain", "north", "south", "hill", 40),
        claim("attack", "south", "north", "ford", 42),  # 40 km away: no answer
        claim("gain", "north", "south", "ford", 60),
        claim("attack", "south", "north", "ford", 69),  # after more than a week
    ]


def test_a_base_rate_is_what_the_events_say(theatre: Theatre) -> None:
    rate = base_rate(deeds_of(theatre, lost_and_answered()), "south", DAY + timedelta(days=100), 7)
    assert (rate.hits, rate.n) == (2, 4)
    assert rate.p == pytest.approx(0.5)
    assert rate.low < rate.p < rate.high


def test_a_trial_that_is_not_over_does_not_count(theatre: Theatre) -> None:
    deeds = deeds_of(theatre, lost_and_answered())
    assert base_rate(deeds, "south", DAY + timedelta(days=6), 7).n == 0
    assert base_rate(deeds, "south", DAY + timedelta(days=7), 7).n == 1


def test_with_no_trial_at_all_it_is_one_in_two_and_unsure(theatre: Theatre) -> None:
    rate = base_rate([], "south", DAY, 7)
    assert rate.p == pytest.approx(0.5)
    assert rate.high - rate.low > 0.5
    assert deeds_of(theatre, []) == []


def test_what_is_planned_or_denied_is_no_deed(theatre: Theatre) -> None:
    assert deeds_of(theatre, [claim("attack", "south", "north", "ford", 3, factual=False)]) == []


def test_he_who_repels_tells_of_the_others_attack(theatre: Theatre) -> None:
    (deed,) = deeds_of(theatre, [claim("repel", "north", "south", "ford", 3)])
    assert (deed.side, deed.against) == ("south", "north")


def test_one_loss_told_by_three_reports_is_one_trial(theatre: Theatre) -> None:
    claims = [claim("gain", "north", "south", "ford", day) for day in (0, 1, 2)]
    assert base_rate(deeds_of(theatre, claims), "south", DAY + timedelta(days=100), 7).n == 1


def finger() -> Salient:
    """Return a corridor of the north about Mill."""
    neck = Neck(4.0, (0.1, 0.0), None, ((0.1, -0.02), (0.1, 0.02)))
    shape = shapely.box(0.1, -0.02, 0.2, 0.02)
    return Salient("Mill corridor", "corridor", "north", "south", 11, 4, neck, 22, 0.8, 44, ("Mill",), shape)


def thought(theatre: Theatre, claims: list[Claim], day: int, days: int = 7) -> list[float]:
    record = Record({}, tuple(claims))
    found = counter_attacks(theatre, record, [finger()], DAY + timedelta(days=day), days=days)
    return [one.p for one in found]


def test_where_nothing_was_lost_lately_there_is_nothing_to_answer(theatre: Theatre) -> None:
    assert thought(theatre, lost_and_answered(), 50) == []


def test_an_enemy_who_attacks_there_day_after_day_is_likelier_to_go_on(theatre: Theatre) -> None:
    loss = [claim("gain", "north", "south", "mill", 20)]
    strikes = [claim("attack", "south", "north", "mill", day) for day in range(5, 20, 3)]
    (quiet,), (busy,) = thought(theatre, loss, 25), thought(theatre, [*loss, *strikes], 25)
    assert busy > quiet


def test_two_weeks_give_no_less_chance_than_one(theatre: Theatre) -> None:
    loss = [*lost_and_answered()[:4], claim("gain", "north", "south", "mill", 95)]
    (one,), (two,) = thought(theatre, loss, 100, 7), thought(theatre, loss, 100, 14)
    assert two >= one


def test_what_happens_after_the_day_changes_nothing_said_on_it(theatre: Theatre) -> None:
    loss = [claim("gain", "north", "south", "mill", 20)]
    later = [claim("attack", "south", "north", "mill", day) for day in (26, 27, 28)]
    assert thought(theatre, loss, 25) == thought(theatre, [*loss, *later], 25)


def test_it_came_where_the_record_tells_of_it_in_time(theatre: Theatre) -> None:
    record = Record({}, (claim("attack", "south", "north", "mill", 5),))
    assert struck_after(theatre, record, finger(), DAY, 7)
    assert not struck_after(theatre, record, finger(), DAY, 4)
    assert not struck_after(theatre, record, finger(), DAY + timedelta(days=5), 7)


def test_a_place_that_is_taken_is_ground_that_is(theatre: Theatre) -> None:
    held = np.array([[0, 1, 1], [0, 0, 1]])
    cells = cells_of_places(theatre, held, [DAY.toordinal(), DAY.toordinal() + 1], 0)
    assert len(cells.flips[0]) == (cells.change > 0).sum() > 100


@pytest.fixture(scope="module")
def relief() -> TheatreOutlook:
    """Return the example's forecast of the day after the blockade was broken, by what was known then."""
    theatre, record = open_record("kuweires", known_on=RELIEF)
    return foresee(theatre, record, RELIEF, 14)


def test_on_the_day_of_the_relief_a_counter_attack_has_a_chance_a_base_rate_and_reasons(relief: TheatreOutlook) -> None:
    for days in (7, 14):
        # The ground may narrow at more than one place; the first is the likeliest to be struck.
        one = next(c for c in relief.counters if c.days == days and "Kuweires" in c.corridor)
        assert (one.side, one.by) == ("government", "isil")
        assert 0.2 < one.p < 0.8
        assert one.base.n >= 5
        assert "Kuweires Sharqi" in one.lost_lately
        assert any("flank" in reason for reason in one.reasons)


def test_the_counter_attack_came(relief: TheatreOutlook) -> None:
    _, record = open_record("kuweires")
    assert all(came for one, came in retell(relief, record) if "Kuweires" in one.corridor)


def test_the_places_most_at_risk_are_near_a_front_and_rightly_scored(relief: TheatreOutlook) -> None:
    with open_records("kuweires") as (theatre, record_of):
        scores = score_places(relief, believe(theatre, record_of(None)))
    assert all(one.front_km <= 12 for one in relief.places)
    assert len(scores.p) + scores.mistaken == len(relief.places)
    assert scores.p.max() > 10 * scores.p.mean()

"""A report's durations are held to those of the record: sieges, operations, fights, ways, closed roads."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from frontline.check import check
from frontline.model import Report, Span

if TYPE_CHECKING:
    from collections.abc import Callable

    from frontline.check import Figure
    from frontline.model import Claim, Record, Theatre

    from .conftest import Said

MARCH_1, JUNE_1, JUNE_10, JUNE_11 = (date(2020, month, day) for month, day in ((3, 1), (6, 1), (6, 10), (6, 11)))


@pytest.fixture
def record(said: Said, record_of: Callable[..., Record]) -> Record:
    """Return a record of a siege of a hundred and one days, of ten days' fight on the way, of a road closed for ten."""
    fight = [
        said("attack", "red", "blue", place="mill", day=JUNE_1 - timedelta(days=n), origin="two")
        for n in range(0, 10, 3)
    ]
    return record_of(
        said("gain", "blue", "red", place="mill", day=date(2020, 1, 5), origin="one"),
        said("besiege", "red", "blue", place="keep", day=MARCH_1, origin="one"),
        said("besiege", "red", "blue", place="keep", day=MARCH_1, origin="two"),
        said("relieve", "blue", "red", place="keep", day=JUNE_10, origin="one"),
        said("relieve", "blue", "red", place="keep", day=JUNE_10, origin="two"),
        *fight,
        said("gain", "red", "blue", place="mill", day=JUNE_1, origin="one"),
        said("gain", "red", "blue", place="mill", day=JUNE_1, origin="two"),
        said("cut", "red", "blue", day=date(2020, 5, 1), origin="one", road=True),
        said("cut", "red", "blue", day=date(2020, 5, 1), origin="two", road=True),
        said("reopen", "blue", "red", day=date(2020, 5, 11), origin="one", road=True),
        said("reopen", "blue", "red", day=date(2020, 5, 11), origin="two", road=True),
    )


def _figures(
    theatre: Theatre, record: Record, text: str, *told: tuple[Claim, str], published: date = JUNE_11
) -> list[Figure]:
    """Return the figures of a text in which claims stand at certain words."""
    report = Report("mine", "me", text, "me", published=Span.day(published))
    claims = []
    for claim, words in told:
        start = text.index(words)
        claims.append(replace(claim, start=start, end=start + len(words), quote=words, report="mine"))
    return list(check(theatre, record, report, claims).figures)


@pytest.mark.parametrize(
    ("stated", "verdict"),
    [
        ("more than three months", "supported"),
        ("about three months", "supported"),
        ("101 days", "supported"),
        ("more than a year", "contradicted"),
        ("only two weeks", "contradicted"),
    ],
)
def test_a_siege_is_as_long_as_the_record_has_it(
    theatre: Theatre, record: Record, said: Said, stated: str, verdict: str
) -> None:
    text = f"The siege of Keep was broken. The garrison had been cut off for {stated}."
    (found,) = _figures(theatre, record, text, (said("relieve", "blue", place="keep")[0], "The siege of Keep"))
    assert (found.verdict, found.measures) == (verdict, "the siege of Keep")
    assert found.computed_days == pytest.approx(101, abs=3)


def test_a_siege_that_lasts_is_counted_up_to_the_report(theatre: Theatre, record: Record, said: Said) -> None:
    text = "Keep has been besieged for two months."
    told = (said("besiege", "red", place="keep")[0], "Keep has been besieged")
    (found,) = _figures(theatre, record, text, told, published=date(2020, 4, 30))
    assert (found.verdict, found.end) == ("supported", date(2020, 4, 30))


def test_a_siege_without_a_claim_is_found_by_the_name_before_it(theatre: Theatre, record: Record) -> None:
    (found,) = _figures(theatre, record, "Nothing new from Keep. It has been besieged for three months.")
    assert (found.verdict, found.measures) == ("supported", "the siege of Keep")


def test_the_siege_of_another_place_is_not_taken_for_it(theatre: Theatre, record: Record) -> None:
    (found,) = _figures(theatre, record, "Keep is free. Town was besieged for three months.")
    assert (found.verdict, found.computed_days) == ("untested", None)


def test_a_fight_lasts_from_its_first_reported_day_to_the_fall(theatre: Theatre, record: Record, said: Said) -> None:
    text = "After ten days of fighting the Reds took Mill."
    (found,) = _figures(theatre, record, text, (said("gain", "red", "blue", place="mill")[0], "the Reds took Mill"))
    assert (found.verdict, found.measures, found.computed_days) == ("supported", "the fight for Mill", 9)


def test_the_way_is_the_time_between_two_falls(theatre: Theatre, record: Record, said: Said) -> None:
    text = "Mill fell to the Reds. The relief of Keep took a month to reach it."
    mill, keep = said("gain", "red", "blue", place="mill")[0], said("relieve", "blue", place="keep")[0]
    (found,) = _figures(theatre, record, text, (mill, "Mill fell"), (keep, "to reach it"))
    assert (found.verdict, found.start, found.end) == ("contradicted", JUNE_1, JUNE_10)


def test_a_road_was_closed_from_its_cut_to_its_reopening(theatre: Theatre, record: Record, said: Said) -> None:
    text = "The Blues reopened the road ten days after it was cut."
    told = (said("reopen", "blue", "red", road=True)[0], "The Blues reopened the road")
    (found,) = _figures(theatre, record, text, told, published=date(2020, 5, 12))
    assert (found.verdict, found.start, found.end) == ("supported", date(2020, 5, 1), date(2020, 5, 11))


def test_an_operation_runs_back_over_the_fighting_near_its_objective(
    theatre: Theatre, record: Record, said: Said
) -> None:
    text = "The Reds took Mill. The operation lasted ten days."
    (found,) = _figures(
        theatre,
        record,
        text,
        (said("gain", "red", "blue", place="mill")[0], "The Reds took Mill"),
        published=date(2020, 6, 2),
    )
    assert (found.verdict, found.start, found.end) == ("supported", date(2020, 5, 23), JUNE_1)


def test_a_duration_that_measures_nothing_known_is_not_compared(theatre: Theatre, record: Record) -> None:
    (found,) = _figures(theatre, record, "It rained for three days.")
    assert (found.verdict, found.measures, found.computed_days) == ("untested", None, None)

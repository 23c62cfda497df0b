"""A claim is supported by what others say of it, contradicted by what they say otherwise, and else untested."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontline.check import VERDICTS, check
from frontline.check.echoes import ECHOES, days_apart
from frontline.model import KINDS, Span

if TYPE_CHECKING:
    from collections.abc import Callable

    from frontline.check import Statement
    from frontline.model import Claim, Kind, Record, Report, Theatre

    from .conftest import Said

JUNE_10 = date(2020, 6, 10)


def _only(theatre: Theatre, record: Record, told: tuple[Claim, Report]) -> Statement:
    claim, report = told
    (statement,) = check(theatre, record, report, [claim]).statements
    return statement


def test_a_capture_that_two_others_tell_of_is_supported(
    theatre: Theatre, said: Said, record_of: Callable[..., Record]
) -> None:
    record = record_of(said("gain", "red", "blue", origin="one"), said("gain", "red", "blue", origin="two"))
    found = _only(theatre, record, said("gain", "red", "blue", origin="mine"))
    assert (found.verdict, found.origins_for, found.origins_against) == ("supported", ("one", "two"), ())
    assert found.p_before is not None
    assert found.p_before > 0.9


def test_a_capture_of_which_nobody_else_speaks_is_untested(
    theatre: Theatre, said: Said, record_of: Callable[..., Record]
) -> None:
    record = record_of(said("attack", "red", place="town", day=date(2020, 3, 1)))
    assert _only(theatre, record, said("gain", "red", "blue", origin="mine")).verdict == "untested"


def test_a_capture_is_contradicted_where_others_repelled_it_and_held_the_place(
    theatre: Theatre, said: Said, record_of: Callable[..., Record]
) -> None:
    record = record_of(
        said("repel", "blue", "red", origin="one"),
        said("hold", "blue", origin="two", day=date(2020, 6, 12)),
    )
    found = _only(theatre, record, said("gain", "red", "blue", origin="mine"))
    assert (found.verdict, set(found.origins_against)) == ("contradicted", {"one", "two"})
    assert found.p_before is not None
    assert found.p_before < 0.1


def test_an_origin_does_not_bear_itself_out(theatre: Theatre, said: Said, record_of: Callable[..., Record]) -> None:
    record = record_of(said("gain", "red", "blue", origin="mine", day=date(2020, 6, 9)))
    found = _only(theatre, record, said("gain", "red", "blue", origin="mine"))
    assert found.verdict == "untested"
    assert [one.independent for one in found.evidence] == [False]


def test_a_report_is_not_held_to_its_own_words_nor_to_a_reprint_of_them(
    theatre: Theatre, said: Said, record_of: Callable[..., Record]
) -> None:
    words = "Red troops entered the ford early in the morning and took all of it by noon on Wednesday, it is told"
    mine = said("gain", "red", "blue", origin="mine", text=words)
    reprint = said("gain", "red", "blue", origin="paper", text=words.upper())
    checked = check(theatre, record_of(mine, reprint), mine[1], [mine[0]])
    assert {one.origin for one in checked.left_out} == {"mine", "paper"}
    assert checked.record.claims == ()
    assert checked.statements[0].verdict == "untested"


def test_what_another_also_said_stays_when_the_first_to_say_it_is_left_out(
    theatre: Theatre, said: Said, record_of: Callable[..., Record]
) -> None:
    claim, report = said("gain", "red", "blue", origin="mine", text="A text of its own, long enough to be told apart")
    other = replace(report, id="later", text="Another dispatch of the same house that says so in its own words again")
    record = record_of((replace(claim, also=("later",)), report))
    record = replace(record, reports={**record.reports, other.id: other})
    checked = check(theatre, record, report, [claim])
    assert [one.id for one in checked.left_out] == [report.id]
    assert [(one.report, one.also) for one in checked.record.claims] == [("later", ())]


def test_a_plan_is_not_tested(theatre: Theatre, said: Said, record_of: Callable[..., Record]) -> None:
    record = record_of(said("gain", "red", "blue", origin="one"))
    assert _only(theatre, record, said("gain", "red", "blue", origin="mine", factual=False)).verdict == "untested"


def test_partisan_voices_alone_do_not_bear_out_an_attack(
    theatre: Theatre, said: Said, record_of: Callable[..., Record]
) -> None:
    loud = record_of(*(said("repel", "blue", "red", origin=f"blue {n}", grade="E", lean="blue") for n in range(3)))
    sober = record_of(said("repel", "blue", "red", origin="agency", grade="A"))
    mine = said("attack", "red", "blue", origin="mine")
    assert _only(theatre, loud, mine).verdict == "untested"
    assert _only(theatre, sober, mine).verdict == "supported"


def test_the_same_told_of_another_week_says_so(theatre: Theatre, said: Said, record_of: Callable[..., Record]) -> None:
    record = record_of(*(said("gain", "red", "blue", origin=name, day=date(2020, 6, 24)) for name in ("one", "two")))
    found = _only(theatre, record, said("gain", "red", "blue", origin="mine"))
    assert found.verdict == "untested"
    assert "14 days later" in found.reason


def test_a_siege_is_broken_by_him_whose_the_place_then_is(
    theatre: Theatre, said: Said, record_of: Callable[..., Record]
) -> None:
    record = record_of(
        said("besiege", "red", "blue", place="keep", day=date(2020, 3, 1), origin="one"),
        said("relieve", "blue", "red", place="keep", origin="one"),
        said("relieve", "blue", "red", place="keep", origin="two"),
    )
    assert _only(theatre, record, said("relieve", "blue", "red", place="keep", origin="mine")).verdict == "supported"
    assert _only(theatre, record, said("relieve", "red", "blue", place="keep", origin="mine")).verdict == "contradicted"


def test_an_attack_is_repelled_where_the_road_was_reopened_though_it_was_cut_before(
    theatre: Theatre, said: Said, record_of: Callable[..., Record]
) -> None:
    record = record_of(
        said("cut", "red", "blue", road=True, day=date(2020, 6, 1), origin="one"),
        said("reopen", "blue", "red", road=True, day=date(2020, 6, 8), origin="one"),
        said("reopen", "blue", "red", road=True, day=date(2020, 6, 8), origin="two"),
    )
    mine = said("repel", "blue", "red", place="mill", day=Span(date(2020, 5, 20), date(2020, 6, 11)), origin="mine")
    found = _only(theatre, record, mine)
    assert (found.verdict, found.origins_for, found.origins_against) == ("supported", ("one", "two"), ("one",))


def test_a_report_that_names_no_day_is_held_to_the_month_before_it(
    theatre: Theatre, said: Said, record_of: Callable[..., Record]
) -> None:
    record = record_of(*(said("gain", "red", "blue", origin=name, day=date(2020, 5, 25)) for name in ("one", "two")))
    claim, report = said("gain", "red", "blue", origin="mine", reader="grammar")
    assert report.published is not None
    guessed = replace(claim, when=Span(JUNE_10, report.published.end))
    assert _only(theatre, record, (guessed, report)).verdict == "supported"


def test_nothing_is_made_of_a_place_that_is_on_no_map(
    theatre: Theatre, said: Said, record_of: Callable[..., Record]
) -> None:
    claim, report = said("gain", "red", "blue")
    nowhere = replace(claim, place="Atlantis", place_id=None)
    found = _only(theatre, record_of(), (nowhere, report))
    assert found.verdict == "untested"
    assert "Atlantis" in found.reason


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_borne_out_first_by_its_own_kind(kind: Kind) -> None:
    first = ECHOES[kind][0]
    assert (first.kind, first.says, first.first <= 0 <= first.last) == (kind, 1.0, True)


spans = st.builds(
    lambda day, days: Span(date.fromordinal(day), date.fromordinal(day + days)),
    st.integers(737000, 737400),
    st.integers(1, 40),
)


@given(spans, spans)
def test_days_apart_turn_their_sign_with_the_order_of_the_spans(one: Span, other: Span) -> None:
    assert days_apart(one, other) == -days_apart(other, one)


@given(
    kind=st.sampled_from(KINDS),
    actor=st.sampled_from(["red", "blue", None]),
    others=st.lists(
        st.tuples(st.sampled_from(KINDS), st.sampled_from(["red", "blue"]), st.integers(-20, 20)), max_size=4
    ),
)
def test_whatever_is_said_the_verdict_has_its_reasons(
    theatre: Theatre,
    said: Said,
    record_of: Callable[..., Record],
    kind: Kind,
    actor: str | None,
    others: list[tuple[Kind, str, int]],
) -> None:
    record = record_of(
        *(
            said(each, side, origin=f"o{at}", day=date.fromordinal(JUNE_10.toordinal() + shift), place="mill")
            for at, (each, side, shift) in enumerate(others)
        )
    )
    found = _only(theatre, record, said(kind, actor, place="mill", origin="mine"))
    assert found.verdict in VERDICTS
    assert found.p_before is None or 0 <= found.p_before <= 1
    if found.verdict == "supported":
        assert found.origins_for
    if found.verdict == "contradicted":
        assert found.origins_against

"""What is believed of a small war, claim by claim."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from frontline._errors import NotFoundError
from frontline.control import (
    change_days,
    evidence_of,
    leg_beliefs,
    legs_of,
    place_beliefs,
    place_control,
    siege_beliefs,
    siege_probability,
    timeline,
)
from frontline.model import KINDS, Span, Stretch

if TYPE_CHECKING:
    from collections.abc import Callable

    from frontline.control import Belief
    from frontline.model import Theatre

    from .conftest import Believed, Say, Told

SIDES = ("red", "blue", "green")
BEFORE, THAT_DAY, LATER = date(2020, 6, 9), date(2020, 6, 10), date(2020, 7, 10)
JUNE = Span(date(2020, 6, 1), date(2020, 7, 1))


def chance(belief: Belief, side: str, day: date, place: str = "ford") -> float:
    return float(timeline(belief, place, [day])[0, SIDES.index(side)])


def holder(belief: Belief, day: date, place: str = "ford") -> str:
    return SIDES[int(timeline(belief, place, [day])[0].argmax())]


def test_with_no_claims_the_start_holds_and_fades_only_slowly(believed: Believed) -> None:
    red = [chance(believed(), "red", day) for day in (date(2020, 1, 1), date(2021, 1, 1), date(2022, 12, 1))]
    assert red[0] > 0.99
    assert red == sorted(red, reverse=True)
    assert red[-1] > 0.85


def test_with_a_fast_rate_an_old_start_says_no_more_than_how_often_sides_are_heard_of(believed: Believed) -> None:
    p = timeline(believed(rate=0.1), "ford", [date(2022, 12, 1)])[0]
    assert p == pytest.approx([0.5, 0.25, 0.25], abs=1e-3)  # red is heard of once, and each side once more


def test_a_gain_changes_the_holder_on_its_day(believed: Believed, say: Say) -> None:
    belief = believed(say("gain", "blue", "red"))
    assert [holder(belief, day) for day in (BEFORE, THAT_DAY, LATER)] == ["red", "blue", "blue"]


def test_a_gain_dated_to_a_month_is_in_doubt_within_it_and_done_after_it(believed: Believed, say: Say) -> None:
    belief = believed(say("gain", "blue", "red", when=JUNE))
    blue = [chance(belief, "blue", day) for day in (date(2020, 5, 31), date(2020, 6, 15), date(2020, 6, 30))]
    assert blue[0] < 0.1
    assert 0.2 < blue[1] < 0.8
    assert blue[2] > 0.8


def test_two_months_of_which_one_names_the_day_agree_on_the_day(believed: Believed, say: Say) -> None:
    belief = believed(say("gain", "blue", "red", when=JUNE), say("gain", "blue", "red", origin="paper"))
    assert chance(belief, "blue", THAT_DAY) - chance(belief, "blue", BEFORE) > 0.6


def test_a_month_that_was_not_over_when_the_report_came_out_ends_there(believed: Believed, say: Say) -> None:
    belief = believed(say("gain", "blue", "red", when=JUNE, published=Span.day(date(2020, 6, 12))))
    assert holder(belief, date(2020, 6, 13)) == "blue"


@pytest.mark.parametrize("kind", ["attack", "advance"])
def test_attacks_and_advances_take_nothing(believed: Believed, say: Say, kind: str) -> None:
    assert chance(believed(say(kind, "blue", "red")), "red", LATER) > 0.8


def test_a_repelled_attack_leaves_the_defender(believed: Believed, say: Say) -> None:
    theatre_says_nothing = believed(say("repel", "green", "blue", place="mill"))
    assert holder(theatre_says_nothing, THAT_DAY, "mill") == "green"


def test_a_place_lost_to_nobody_named_is_no_longer_the_losers(believed: Believed, say: Say) -> None:
    assert chance(believed(say("gain", None, "red", grade="A", credibility=1)), "red", LATER) < 0.2


@pytest.mark.parametrize("kind", KINDS)
def test_a_claim_that_names_no_side_says_nothing_of_the_holder(believed: Believed, say: Say, kind: str) -> None:
    named = timeline(believed(say(kind, None, None), rate=1e-4), "ford", [THAT_DAY, LATER])
    assert named == pytest.approx(timeline(believed(rate=1e-4), "ford", [THAT_DAY, LATER]), abs=1e-3)


def test_whoever_withdraws_was_there_and_is_not(believed: Believed, say: Say) -> None:
    belief = believed(say("withdraw", "green", "blue", place="mill"))
    assert chance(belief, "green", BEFORE, "mill") > 5 * chance(belief, "green", THAT_DAY, "mill")
    assert holder(belief, THAT_DAY, "mill") == "blue"


def test_plans_denials_and_failures_say_nothing(believed: Believed, say: Say) -> None:
    assert np.array_equal(
        timeline(believed(say("gain", "blue", "red", factual=False)), "ford", [LATER]),
        timeline(believed(), "ford", [LATER]),
    )


def test_what_nobody_dates_is_of_the_month_before_its_report(believed: Believed, say: Say) -> None:
    belief = believed(say("gain", "blue", "red", when=None, published=Span.day(THAT_DAY), grade="A", credibility=1))
    assert chance(belief, "blue", date(2020, 5, 1)) < 0.1
    assert holder(belief, LATER) == "blue"


@pytest.mark.parametrize("published", [None, Span.day(date(2024, 1, 1)), Span(date(2020, 1, 1), date(2021, 1, 1))])
def test_what_nobody_can_date_says_nothing(believed: Believed, say: Say, published: Span | None) -> None:
    belief = believed(say("gain", "blue", "red", when=None, published=published))
    assert np.array_equal(timeline(belief, "ford", [LATER]), timeline(believed(), "ford", [LATER]))


def test_the_better_the_source_the_further_its_word_moves_belief(believed: Believed, say: Say) -> None:
    blue = [chance(believed(say("gain", "blue", "red", grade=grade)), "blue", THAT_DAY) for grade in "EDFCBA"]
    assert blue == sorted(blue)
    assert blue[0] < 0.5 < blue[-1]


def test_the_more_credible_the_claim_the_further_it_moves_belief(believed: Believed, say: Say) -> None:
    blue = [
        chance(believed(say("gain", "blue", "red", credibility=credibility)), "blue", THAT_DAY)
        for credibility in (5, 4, 3, 2, 1)
    ]
    assert blue == sorted(blue)


def test_what_a_program_read_alone_counts_for_less_than_what_a_person_read(believed: Believed, say: Say) -> None:
    claim, report = say("gain", "blue", "red")
    blue = [
        chance(believed((replace(claim, readers=readers), report)), "blue", THAT_DAY)
        for readers in (("grammar",), ("grammar", "llm:x"), ("hand",))
    ]
    assert blue[0] < blue[1] == blue[2]


@pytest.mark.parametrize("grade", "ABCDEF")
def test_a_partisan_is_believed_against_his_own_side_sooner_than_for_it(
    believed: Believed, say: Say, grade: str
) -> None:
    neutral = chance(believed(say("gain", "blue", "red", grade=grade)), "blue", THAT_DAY)
    his_own = chance(believed(say("gain", "blue", "red", grade=grade, lean="blue")), "blue", THAT_DAY)
    against = chance(believed(say("gain", "blue", "red", grade=grade, lean="red")), "blue", THAT_DAY)
    assert his_own < neutral <= against


def test_one_partisan_for_his_side_does_not_turn_a_place_but_his_enemy_who_admits_it_does(
    believed: Believed, say: Say
) -> None:
    assert holder(believed(say("gain", "blue", "red", grade="D", lean="blue")), LATER) == "red"
    assert holder(believed(say("gain", "blue", "red", grade="D", lean="red")), LATER) == "blue"


def test_one_origin_counts_once_however_often_it_says_it(believed: Believed, say: Say) -> None:
    claim, report = say("gain", "blue", "red")
    again = say("gain", "blue", "red", published=Span.day(LATER))
    once, twice = believed((claim, report)), believed((claim, report), again)
    assert chance(once, "blue", THAT_DAY) == pytest.approx(chance(twice, "blue", THAT_DAY), abs=0.01)


@given(
    first=st.sampled_from("ABCDEF"),
    second=st.sampled_from("ABCDEF"),
    third=st.sampled_from("ABCDEF"),
    kind=st.sampled_from(["gain", "hold", "repel"]),
    lean=st.sampled_from([None, *SIDES]),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_further_independent_source_never_makes_a_claim_less_believed(
    believed: Believed, say: Say, first: str, second: str, third: str, kind: str, lean: str | None
) -> None:
    told = [
        say(kind, "blue", "red", origin="one", grade=first, lean=lean),
        say(kind, "blue", "red", origin="two", grade=second),
        say(kind, "blue", "red", origin="three", grade=third),
    ]
    blue = [chance(believed(*told[:count], rate=1e-4), "blue", THAT_DAY) for count in range(4)]
    assert blue == sorted(blue)


@st.composite
def records(draw: st.DrawFn) -> list[tuple[str, str | None, str | None, int, int, str, str]]:
    side = st.sampled_from([None, *SIDES])
    return draw(
        st.lists(
            st.tuples(
                st.sampled_from(KINDS),
                side,
                side,
                st.integers(0, 700),
                st.sampled_from([1, 30, 365]),
                st.sampled_from(["agency", "paper", "blog"]),
                st.sampled_from(["ford", "mill"]),
            ),
            max_size=8,
        )
    )


def told_of(say: Say, rows: list[tuple[str, str | None, str | None, int, int, str, str]]) -> list[Told]:
    return [
        say(
            kind,
            actor,
            target,
            when=Span(date(2020, 1, 2) + timedelta(days=at), date(2020, 1, 2) + timedelta(days=at + days)),
            origin=origin,
            place=place,
        )
        for kind, actor, target, at, days, origin, place in rows
    ]


@given(rows=records(), order=st.randoms(use_true_random=False))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_order_of_the_record_changes_no_belief(believed: Believed, say: Say, rows: list, order: object) -> None:  # type: ignore[type-arg]
    told = told_of(say, rows)
    one = believed(*told)
    order.shuffle(told)  # type: ignore[attr-defined]
    other = believed(*told)
    for day in (date(2020, 1, 1), date(2020, 8, 1), date(2022, 6, 1)):
        np.testing.assert_allclose(place_beliefs(one, day), place_beliefs(other, day), atol=1e-9)


@given(rows=records())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_belief_is_a_probability_and_a_timeline_says_what_the_day_says(
    believed: Believed,
    say: Say,
    rows: list,  # type: ignore[type-arg]
) -> None:
    belief = believed(*told_of(say, rows))
    for day in (date(2019, 6, 1), date(2020, 4, 1), date(2021, 11, 30)):
        p = place_beliefs(belief, day)
        np.testing.assert_allclose(p.sum(axis=1), 1.0)
        assert (p >= 0).all()
        for at, place in enumerate(belief.theatre.places):
            np.testing.assert_allclose(timeline(belief, place, [day])[0], p[at], atol=1e-12)
            assert 0 <= siege_probability(belief, place, [day])[0] <= 1


def test_the_likeliest_holder_stays_from_one_change_day_to_the_next(believed: Believed, say: Say) -> None:
    belief = believed(
        say("gain", "blue", "red"),
        say("gain", "red", "blue", when=JUNE, origin="paper"),
        say("gain", "green", when=date(2021, 3, 3)),
        rate=0.001,
    )
    changes = change_days(belief)
    days = [date(2020, 1, 2) + timedelta(days=at) for at in range(700)]
    held = timeline(belief, "ford", days).argmax(axis=1)
    turned = [day for day, now, then in zip(days[1:], held[1:], held[:-1], strict=True) if now != then]
    assert turned
    assert set(turned) <= set(changes)


def test_sources_that_disagree_leave_doubt_are_said_to_and_are_both_listed(believed: Believed, say: Say) -> None:
    belief = believed(say("gain", "blue", "red"), say("hold", "red", origin="paper", when=date(2020, 6, 11)))
    ford = place_control(belief, LATER)[0]
    assert ford.disputed
    assert ford.claims == 2
    assert 0.2 < ford.p["blue"] < 0.8
    assert {testimony.claim.kind for testimony in evidence_of(belief, "ford")} == {"gain", "hold"}


def test_sources_that_agree_dispute_nothing_and_a_fulfilled_change_ends_no_dispute_before_it(
    believed: Believed, say: Say
) -> None:
    belief = believed(say("gain", "blue", "red"), say("hold", "blue", origin="paper", when=date(2020, 6, 20)))
    assert not any(place_control(belief, day)[0].disputed for day in (date(2020, 3, 1), THAT_DAY, LATER))


def test_evidence_comes_by_date_with_how_far_the_belief_goes_along(believed: Believed, say: Say) -> None:
    belief = believed(
        say("hold", "green", grade="E", when=date(2020, 9, 1)),
        say("gain", "blue", "red", grade="A", credibility=1),
        say("hold", "blue", grade="A", when=date(2020, 9, 2)),
    )
    found = evidence_of(belief, "ford")
    assert [testimony.claim.actor for testimony in found] == ["blue", "green", "blue"]
    assert found[1].agrees < 0.1
    assert found[2].agrees > 0.9


def test_a_siege_begins_and_ends_on_the_days_told_and_the_garrison_holds_throughout(
    believed: Believed, say: Say
) -> None:
    belief = believed(
        say("besiege", "blue", "red", when=date(2020, 3, 1)),
        say("relieve", "red", "blue", when=date(2020, 9, 1)),
    )
    days = [date(2020, 2, 15), date(2020, 3, 1), date(2020, 8, 31), date(2020, 9, 1)]
    assert (siege_probability(belief, "ford", days) > 0.5).tolist() == [False, True, True, False]
    assert {holder(belief, day) for day in days} == {"red"}


def test_a_siege_taken_over_by_another_besieger_goes_on(believed: Believed, say: Say) -> None:
    belief = believed(
        say("besiege", "blue", "red", when=date(2020, 3, 1)),
        say("besiege", "green", "red", when=date(2020, 12, 1)),
        say("relieve", "red", "green", when=date(2021, 6, 1)),
    )
    days = [date(2020, 3, 1) + timedelta(days=at) for at in range(450)]
    assert siege_probability(belief, "ford", days).min() > 0.7
    by = siege_beliefs(belief, "ford", [date(2020, 6, 1), date(2021, 5, 1)])
    assert by[:, :3].argmax(axis=1).tolist() == [1, 2]


def test_sources_that_date_the_start_of_a_siege_apart_leave_its_start_in_doubt(believed: Believed, say: Say) -> None:
    belief = believed(
        say("besiege", "blue", "red", when=Span(date(2020, 3, 1), date(2020, 4, 1))),
        say("besiege", "blue", "red", when=Span(date(2020, 6, 1), date(2020, 7, 1)), origin="paper"),
    )
    p = siege_probability(belief, "ford", [date(2020, 2, 28), date(2020, 4, 15), date(2020, 7, 1)])
    assert p[0] < 0.2 < p[1] < 0.99 < p[2]


def test_who_fights_his_way_to_his_own_garrison_does_not_attack_it(believed: Believed, say: Say) -> None:
    siege = say("besiege", "blue", "red", when=date(2020, 3, 1))
    without, with_advance = believed(siege, rate=1e-4), believed(siege, say("advance", "red", "blue"), rate=1e-4)
    assert chance(with_advance, "red", BEFORE) == pytest.approx(chance(without, "red", BEFORE), abs=0.01)


def test_a_place_that_nobody_calls_besieged_is_not(believed: Believed) -> None:
    assert siege_probability(believed(), "ford", [THAT_DAY]).tolist() == [0.0]


@pytest.fixture(scope="module")
def road(theatre_of: Callable[..., Theatre]) -> Theatre:
    places = [(name, 36.0, 36.6 + 0.1 * at) for at, name in enumerate(("ford", "mill", "inn", "gate", "town"))]
    return theatre_of(places, holds=[], routes={"north": ("ford", "mill", "inn", "gate", "town")})


def test_a_road_is_parted_where_claims_about_it_begin_and_end(believed: Believed, say: Say, road: Theatre) -> None:
    belief = believed(say("cut", "blue", place=None, stretch=Stretch("north", "mill", "gate")), theatre=road)
    assert legs_of(belief, "north") == (
        Stretch("north", "ford", "mill"),
        Stretch("north", "mill", "gate"),
        Stretch("north", "gate", "town"),
    )


def test_a_road_cut_and_reopened_was_its_cutters_in_between(believed: Believed, say: Say, road: Theatre) -> None:
    stretch = Stretch("north", "mill", "gate")
    belief = believed(
        say("cut", "blue", "red", place=None, stretch=stretch, when=date(2020, 3, 1)),
        say("reopen", "red", "blue", place=None, stretch=stretch, when=date(2020, 3, 20)),
        say("repel", "red", "blue", place=None, stretch=Stretch("north", "ford", "mill"), when=date(2020, 3, 10)),
        theatre=road,
    )
    on = {day: leg_beliefs(belief, "north", day) for day in (date(2020, 3, 10), date(2020, 3, 25))}
    assert [SIDES[p[stretch].argmax()] for p in on.values()] == ["blue", "red"]
    assert SIDES[on[date(2020, 3, 10)][Stretch("north", "ford", "mill")].argmax()] == "red"


def test_a_claim_about_a_whole_road_bears_on_every_leg_of_it(believed: Believed, say: Say, road: Theatre) -> None:
    belief = believed(
        say("cut", "blue", place=None, stretch=Stretch("north", "town", "ford")),
        say("attack", "green", place=None, stretch=Stretch("north", "inn", "gate")),
        theatre=road,
    )
    assert [SIDES[p.argmax()] for p in leg_beliefs(belief, "north", LATER).values()] == ["blue"] * 3


def test_who_opens_a_road_holds_its_ends(believed: Believed, say: Say, road: Theatre) -> None:
    belief = believed(say("reopen", "green", place=None, stretch=Stretch("north", "mill", "gate")), theatre=road)
    assert [holder(belief, THAT_DAY, place) for place in ("mill", "gate")] == ["green", "green"]


@pytest.fixture(scope="module")
def valley(theatre_of: Callable[..., Theatre]) -> Theatre:
    """Twelve villages a kilometre and a half apart along a river, all red's as far as anybody assumes."""
    names = [f"v{at:02}" for at in range(12)]
    places = [(name, 36.0, 36.6 + 0.0167 * at) for at, name in enumerate(names)]
    return theatre_of(places, holds=[(name, "red") for name in names], source="assumed")


def test_a_village_taken_makes_the_hamlet_next_to_it_doubtful_and_leaves_the_far_ones(
    believed: Believed, say: Say, valley: Theatre
) -> None:
    belief = believed(*[say("gain", "blue", "red", place=f"v{at:02}", grade="A") for at in (3, 5)], theatre=valley)
    before, after = ([chance(belief, "blue", day, f"v{at:02}") for at in (4, 11)] for day in (BEFORE, THAT_DAY))
    assert before[0] < 0.1
    assert after[0] > 0.5
    assert after[1] == pytest.approx(before[1], abs=0.02)


def test_a_hamlet_of_which_later_news_comes_keeps_its_holder_through_its_neighbours_fall(
    believed: Believed, say: Say, valley: Theatre
) -> None:
    taken = [say("gain", "blue", "red", place=f"v{at:02}", grade="A") for at in (3, 5)]
    held = say("hold", "red", place="v04", when=date(2020, 6, 12), grade="A", credibility=1)
    assert holder(believed(*taken, held, theatre=valley), date(2020, 6, 11), "v04") == "red"


def test_an_unknown_place_is_said_to_be_unknown(believed: Believed) -> None:
    with pytest.raises(NotFoundError, match="no place 'weir'"):
        timeline(believed(), "weir", [THAT_DAY])
    with pytest.raises(NotFoundError, match="no place 'weir'"):
        evidence_of(believed(), "weir")


def test_a_theatre_of_which_nobody_says_anything_is_all_doubt(
    believed: Believed, theatre_of: Callable[..., Theatre]
) -> None:
    belief = believed(theatre=theatre_of(holds=[]))
    assert place_beliefs(belief, THAT_DAY) == pytest.approx(np.full((2, 3), 1 / 3))
    assert change_days(belief) == []
    assert not any(place.disputed for place in place_control(belief, THAT_DAY))

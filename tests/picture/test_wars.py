"""Sieges, routes, tempo and histories of a small war of our own: eight villages along one road."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from frontline._errors import NotFoundError
from frontline.control import believe, control_map
from frontline.model import Claim, Hold, Place, Record, Report, Route, Side, Span, Stretch, Theatre
from frontline.picture.course import course, plots
from frontline.picture.draw import draw, draw_map
from frontline.picture.history import place_history
from frontline.picture.routes import route_history, route_states
from frontline.picture.sieges import doubt_of, runs, sieges, sieges_of
from frontline.picture.tempo import phases_of, tempo

if TYPE_CHECKING:
    from frontline.control import Belief
    from frontline.model import Kind

START = date(2020, 1, 1)
NAMES = ("Ash", "Birch", "Cedar", "Dogwood", "Elm", "Fir", "Ginkgo", "Hazel")
IDS = tuple(name.lower() for name in NAMES)


def _day(n: int) -> date:
    return START + timedelta(days=n)


def _theatre(holders: str, *, around: str = "", rear: dict[str, tuple[str, ...]] | None = None) -> Theatre:
    """Return the war: a village every 0.05 degrees, held at first as the letters say, r(ed) or b(lue).

    With `around` a field north and south of each is held by that side.
    """
    rear = rear or {}
    sides = {side: Side(side, side.title(), "#000000", rear=rear.get(side, ())) for side in ("red", "blue")}
    full = {"r": "red", "b": "blue"}
    rows = [(key, name, 48.0, full[holder]) for key, name, holder in zip(IDS, NAMES, holders, strict=True)]
    if around:
        rows += [(f"{key}-{lat}", f"{key} {lat}", lat, full[around]) for lat in (47.96, 48.04) for key in IDS]
    places = {key: Place(key, name, lat, 36 + 0.05 * (at % 8)) for at, (key, name, lat, _) in enumerate(rows)}
    return Theatre(
        id="road",
        name="The road",
        start=START,
        end=_day(120),
        sides=sides,
        places=places,
        boundary=shapely.box(35.97, 47.91 if around else 47.97, 36.38, 48.09 if around else 48.03),
        crs="+proj=laea +lat_0=48 +lon_0=36.2 +datum=WGS84",
        routes={"road": Route("road", "Ash–Hazel road", IDS)},
        start_holds=tuple(Hold(key, holder, START, "a source") for key, _, _, holder in rows),
    )


def _claim(
    kind: Kind,
    actor: str,
    where: str | tuple[str, str],
    n: int,
    *,
    days: int = 1,
    number: int = 0,
) -> Claim:
    stretch = Stretch("road", *where) if isinstance(where, tuple) else None
    return Claim(
        kind=kind,
        actor=actor,
        target="blue" if actor == "red" else "red",
        place=where if isinstance(where, str) else "–".join(where),
        place_id=where if isinstance(where, str) else None,
        stretch=stretch,
        when=Span(_day(n), _day(n + days)),
        quote=f"{kind} {where} {n} {number}",
        credibility=2,
        report=f"r{number}",
        id=f"{kind}-{where}-{n}-{number}",
    )


def _held(side: str, n: int, *places: str) -> list[Claim]:
    return [_claim("hold", side, place, n) for place in places]


def _told(theatre: Theatre, *claims: Claim) -> Belief:
    """Believe claims that two good sources make each."""
    both = [claim for number in (0, 1) for claim in (_by(claim, number) for claim in claims)]
    reports = {f"r{number}": Report(f"r{number}", f"s{number}", "", f"s{number}", grade="A") for number in (0, 1)}
    return believe(theatre, Record(reports, tuple(both)))


def _by(claim: Claim, number: int) -> Claim:
    where: str | tuple[str, str] = claim.place_id or (claim.stretch[1:] if claim.stretch else "")
    assert claim.when is not None
    assert claim.actor is not None
    first = (claim.when.start - START).days
    return _claim(claim.kind, claim.actor, where, first, days=claim.when.days, number=number)


def _statuses(belief: Belief, side: str, *, between: tuple[str, str] | None = None) -> list[tuple[str, int]]:
    """Return a road's statuses for a side with the day on which each begins."""
    spells = route_history(belief, "road", between=between)[side]
    return [(spell.status, (spell.start - START).days) for spell in spells]


# Routes


def test_a_road_that_a_side_holds_from_end_to_end_is_open_to_it() -> None:
    belief = _told(_theatre("rrrrrrrr"), _claim("hold", "red", "dogwood", 10))
    assert _statuses(belief, "red") == [("open", 0)]


def test_a_side_that_holds_nothing_on_a_road_has_no_line_on_it() -> None:
    belief = _told(_theatre("rrrrrrrr"), _claim("hold", "red", "dogwood", 10))
    assert "blue" not in route_history(belief, "road")


def test_a_road_is_cut_where_the_enemy_takes_a_village_between_two_that_a_side_holds() -> None:
    belief = _told(_theatre("rrrrrrrr"), _claim("gain", "blue", "dogwood", 30), *_held("red", 35, "cedar", "elm"))
    (state,) = [one for one in route_states(belief, _day(40)) if one.side == "red"]
    assert (state.status, state.since, state.at) == ("cut", _day(30), ("Dogwood",))


def test_a_road_is_open_again_when_the_village_is_retaken() -> None:
    belief = _told(_theatre("rrrrrrrr"), _claim("gain", "blue", "dogwood", 30), _claim("gain", "red", "dogwood", 50))
    assert _statuses(belief, "red")[1:3] == [("cut", 30), ("open", 50)]


def test_the_loss_of_the_last_village_of_a_line_shortens_it_and_cuts_nothing() -> None:
    belief = _told(_theatre("rrrrrbbb"), _claim("gain", "blue", "elm", 30))
    assert all(status != "cut" for status, _ in _statuses(belief, "red"))


def test_enemy_ground_near_a_road_threatens_it_where_it_is() -> None:
    belief = _told(_theatre("rrrrrbbb"), _claim("hold", "red", "ash", 10))
    (state,) = [one for one in route_states(belief, _day(20), near_km=2.5) if one.side == "red"]
    assert (state.status, state.at) == ("threatened", ("Dogwood–Elm",))


def test_how_near_is_near_is_for_the_user_to_say() -> None:
    belief = _told(_theatre("rrrrrbbb"), _claim("hold", "red", "ash", 10))
    (state,) = [one for one in route_states(belief, _day(20), near_km=0.5) if one.side == "red"]
    assert state.status == "open"


def test_a_report_that_a_road_is_cut_cuts_it_whatever_villages_on_it_are_held() -> None:
    belief = _told(
        _theatre("rrrrrrrr"),
        _claim("hold", "red", ("birch", "fir"), 10),
        _claim("cut", "blue", ("birch", "fir"), 30),
        _claim("reopen", "red", ("birch", "fir"), 42),
    )
    assert _statuses(belief, "red") == [("open", 0), ("cut", 30), ("open", 42)]
    spell = route_history(belief, "road")["red"][1]
    assert (spell.at, spell.start_doubt) == (("Birch–Fir",), (_day(30), _day(30)))


def test_a_stretch_of_a_road_has_a_history_of_its_own() -> None:
    belief = _told(_theatre("rrrrrrrr"), _claim("gain", "blue", "ginkgo", 30), *_held("red", 35, "elm", "fir"))
    histories = {ends: _statuses(belief, "red", between=ends) for ends in (("ash", "elm"), ("elm", "hazel"))}
    assert [status for status, _ in histories["ash", "elm"]] == ["open"]
    assert histories["elm", "hazel"][:2] == [("open", 0), ("cut", 30)]


def test_a_stretch_that_a_side_can_only_enter_is_cut_for_it_and_the_whole_road_is_not() -> None:
    belief = _told(_theatre("rrrrrbbb"), _claim("hold", "red", "ash", 10))
    assert {status for status, _ in _statuses(belief, "red", between=("dogwood", "hazel"))} == {"cut"}
    assert "cut" not in {status for status, _ in _statuses(belief, "red", between=("ash", "hazel"))}


def test_an_old_doubt_about_a_village_is_no_contest() -> None:
    theatre = _theatre("rrrrrrrr")
    claims = [_claim("gain", "blue", "dogwood", 20), _claim("hold", "red", "dogwood", 21, number=1)]
    reports = {f"r{n}": Report(f"r{n}", f"s{n}", "", f"s{n}", grade="A") for n in (0, 1)}
    belief = believe(theatre, Record(reports, tuple(claims)))
    states = {n: [one.status for one in route_states(belief, _day(n)) if one.side == "red"] for n in (22, 100)}
    assert states[100] != ["contested"]


def test_only_spells_of_the_days_asked_for_are_given() -> None:
    belief = _told(_theatre("rrrrrrrr"), _claim("gain", "blue", "dogwood", 30), _claim("gain", "red", "dogwood", 50))
    spells = route_history(belief, "road", start=_day(35), end=_day(45))["red"]
    assert [(spell.status, spell.start) for spell in spells] == [("cut", _day(30))]


def test_a_besieged_garrison_does_not_hold_the_road_that_runs_by_it() -> None:
    holders = "rrrbrrrr"
    free = _told(_theatre(holders), _claim("hold", "blue", "dogwood", 10))
    ringed = _told(_theatre(holders), _claim("besiege", "red", "dogwood", 10), _claim("besiege", "red", "dogwood", 60))
    day = _day(40)
    status = [next(one.status for one in route_states(belief, day) if one.side == "red") for belief in (free, ringed)]
    assert status[0] == "cut"
    assert status[1] != "cut"


# Sieges


def _siege() -> Belief:
    return _told(
        _theatre("rrrrrrrb"),
        _claim("besiege", "red", "hazel", 20),
        _claim("besiege", "red", "hazel", 40),
        _claim("relieve", "blue", "hazel", 70),
    )


def test_a_siege_lasts_from_the_first_report_of_it_to_the_relief() -> None:
    (siege,) = sieges_of(_siege(), "hazel")
    assert (siege.place, siege.by, siege.end, siege.days) == (
        "Hazel",
        ("red",),
        _day(70),
        (_day(70) - siege.start).days,
    )
    assert _day(1) < siege.start <= _day(20)


def test_a_siege_that_lasts_has_no_end_and_counts_its_days_to_the_day_asked_for() -> None:
    (siege,) = sieges_of(_siege(), "hazel", until=_day(50))
    assert (siege.end, siege.end_doubt, siege.days) == (None, None, (_day(51) - siege.start).days)


def test_the_beginning_of_a_siege_lies_between_the_days_of_its_doubt() -> None:
    (siege,) = sieges(_siege())
    assert siege.start_doubt[0] <= siege.start <= siege.start_doubt[1]


def test_a_siege_dated_to_a_month_begins_in_more_doubt_than_one_dated_to_a_day() -> None:
    def doubt(days: int) -> int:
        belief = _told(
            _theatre("rrrrrrrb"),
            _claim("hold", "blue", "hazel", 5),
            _claim("relieve", "blue", "hazel", 6),
            _claim("besiege", "red", "hazel", 20, days=days),
        )
        (siege,) = sieges_of(belief, "hazel")
        return (siege.start_doubt[1] - siege.start_doubt[0]).days

    assert doubt(31) > doubt(1)


def test_a_place_of_which_nobody_says_so_is_not_besieged() -> None:
    assert sieges_of(_siege(), "ash") == ()


@given(st.lists(st.booleans(), max_size=40))
def test_runs_are_what_is_true_without_a_break(values: list[bool]) -> None:
    found = runs(values)
    again = [any(low <= at < high for low, high in found) for at in range(len(values))]
    assert again == values
    assert all(high < low for (_, high), (low, _) in pairwise(found))


def test_the_doubt_of_a_slow_rise_is_as_wide_as_the_rise() -> None:
    p = np.concatenate([np.zeros(10), np.linspace(0, 1, 101), np.ones(10)])
    early, late = doubt_of(p, int(np.flatnonzero(p > 0.5)[0]))
    assert (early, late) == (10 + 5, 10 + 95)


# Histories


def test_a_place_that_changes_hands_twice_has_three_spells_that_leave_no_day_out() -> None:
    belief = _told(_theatre("rrrrrrrr"), _claim("gain", "blue", "dogwood", 30), _claim("gain", "red", "dogwood", 50))
    spells = place_history(belief, "dogwood").spells
    assert [(spell.side, spell.start, spell.end) for spell in spells] == [
        ("red", _day(0), _day(30)),
        ("blue", _day(30), _day(50)),
        ("red", _day(50), None),
    ]
    assert all(spell.p > 0.5 for spell in spells)


def test_a_history_from_a_day_on_leaves_out_the_spells_before_it() -> None:
    belief = _told(_theatre("rrrrrrrr"), _claim("gain", "blue", "dogwood", 30), _claim("gain", "red", "dogwood", 50))
    history = place_history(belief, "dogwood", start=_day(40), end=_day(60))
    assert [spell.side for spell in history.spells] == ["blue", "red"]
    assert [word.claim.kind for word in history.words] == ["gain", "gain"]


def test_a_claim_of_the_wrong_day_is_contradicted_by_those_of_the_right_one() -> None:
    theatre = _theatre("rrrrrrrr")
    right = [_claim("gain", "blue", "dogwood", 50, number=number) for number in (0, 1)]
    holds = [_claim("hold", "red", "dogwood", 45, number=number) for number in (0, 1)]
    wrong = _claim("gain", "blue", "dogwood", 30, number=2)
    reports = {f"r{n}": Report(f"r{n}", f"s{n}", "", f"s{n}", grade="AAE"[n]) for n in (0, 1, 2)}
    belief = believe(theatre, Record(reports, (*right, *holds, wrong)))
    words = {word.claim.id: word for word in place_history(belief, "dogwood").words}
    assert not words[wrong.id].supports
    assert set(words[wrong.id].against) & {claim.id for claim in (*right, *holds)}
    assert all(words[claim.id].supports for claim in right)


def test_the_history_of_a_place_that_is_not_there_is_refused() -> None:
    with pytest.raises(NotFoundError, match="oak"):
        place_history(_siege(), "oak")


# Tempo


def test_a_village_fought_for_long_is_a_stall_and_what_falls_right_after_is_the_break() -> None:
    belief = _told(
        _theatre("rrrbbbbb"),
        *(_claim("attack", "red", "dogwood", n) for n in (20, 27, 33, 38)),
        _claim("gain", "red", "dogwood", 40),
        _claim("gain", "red", "elm", 41),
    )
    (stall,) = tempo(belief, _day(60))["red"].stalls
    assert (stall.place, stall.start, stall.end, stall.days) == ("Dogwood", _day(20), _day(40), 20)
    assert (stall.broke_to, stall.break_days) == (("Elm",), 1)


def test_a_village_that_falls_at_once_is_no_stall() -> None:
    belief = _told(_theatre("rrrbbbbb"), _claim("attack", "red", "dogwood", 39), _claim("gain", "red", "dogwood", 40))
    assert tempo(belief, _day(60))["red"].stalls == ()


def test_a_village_that_never_falls_is_a_stall_without_an_end() -> None:
    belief = _told(_theatre("rrrbbbbb"), *(_claim("attack", "red", "dogwood", n) for n in (20, 27, 33)))
    (stall,) = tempo(belief, _day(60))["red"].stalls
    assert (stall.end, stall.days, stall.broke_to) == (None, 13, ())


def test_two_fights_with_a_long_pause_between_are_two_bouts() -> None:
    fights = (10, 15, 20, 70, 75, 80)
    belief = _told(_theatre("rrrbbbbb"), *(_claim("attack", "red", "dogwood", n) for n in fights))
    assert [stall.days for stall in tempo(belief, _day(110))["red"].stalls] == [10, 10]


def test_what_is_gained_by_one_side_is_lost_by_the_other_in_the_same_week() -> None:
    belief = _told(_theatre("rrrbbbbb"), _claim("gain", "red", "dogwood", 40), _claim("gain", "red", "elm", 41))
    pace = tempo(belief, _day(60), last_weeks=None)
    gained = {week.start: (week.gained, week.gained_km2) for week in pace["red"].weeks if week.gained}
    lost = {week.start: (week.lost, week.lost_km2) for week in pace["blue"].weeks if week.lost}
    assert gained == lost
    assert sum(count for count, _ in gained.values()) == 2


def test_the_weeks_given_are_the_last_ones_and_end_with_the_day() -> None:
    belief = _told(_theatre("rrrbbbbb"), _claim("gain", "red", "dogwood", 40))
    weeks = tempo(belief, _day(60), last_weeks=4)["red"].weeks
    assert [week.start for week in weeks] == [_day(60 - 27 + 7 * at) for at in range(4)]


def test_phases_begin_where_the_rate_changes() -> None:
    assert phases_of([0] * 20 + [3] * 10 + [0] * 20) == [0, 20, 30]


def test_a_constant_rate_is_one_phase() -> None:
    assert phases_of([1] * 40) == [0]


@given(st.lists(st.integers(0, 6), min_size=2, max_size=9))
def test_no_other_partition_into_phases_costs_less(counts: list[int]) -> None:
    def cost(starts: list[int]) -> float:
        parts = np.split(np.array(counts, float), starts[1:])
        fit = sum(-part.sum() * np.log(part.mean()) for part in parts if part.sum())
        return float(fit + 1.5 * len(parts))

    every = [
        [0, *(at + 1 for at in range(len(counts) - 1) if which >> at & 1)] for which in range(1 << (len(counts) - 1))
    ]
    assert cost(phases_of(counts, penalty=1.5)) == pytest.approx(min(map(cost, every)))


# Pictures


def test_a_village_cut_off_is_a_pocket_since_the_day_it_was() -> None:
    theatre = _theatre("rrrrrrbb", around="b", rear={"red": ("ash",)})
    holds = [*_held("red", 50, "cedar", "elm", "fir"), *_held("blue", 50, *list(theatre.places)[8:])]
    belief = _told(theatre, _claim("gain", "blue", "dogwood", 30), *holds)
    (pocket,) = draw(belief, _day(60)).pockets
    assert (pocket.side, pocket.by, pocket.since, pocket.days) == ("red", ("blue",), _day(30), 31)
    assert set(pocket.places) == {"Elm", "Fir"}


def test_a_pocket_in_which_a_place_is_besieged_is_as_old_as_the_siege() -> None:
    theatre = _theatre("rrrrbrrr", around="r", rear={"blue": ("ash",)})
    belief = _told(theatre, _claim("besiege", "red", "elm", 20), _claim("besiege", "red", "elm", 60))
    day = _day(70)
    (pocket,) = [one for one in draw(belief, day).pockets if one.side == "blue"]
    (siege,) = sieges_of(belief, "elm", until=day)
    assert (pocket.since, pocket.days) == (siege.start, siege.days)


def test_a_picture_counts_each_sides_places_and_ground() -> None:
    belief = _told(_theatre("rrrrrbbb"), _claim("hold", "red", "ash", 10))
    picture = draw(belief, _day(20))
    assert {side: total.places for side, total in picture.sides.items()} == {"red": 5, "blue": 3}
    assert sum(total.area_km2 for total in picture.sides.values()) == pytest.approx(
        0.41 * 74.6 * 0.06 * 111.2, rel=0.01
    )


def test_a_map_without_a_record_has_a_picture_without_routes_and_tempo() -> None:
    belief = _told(_theatre("rrrrrbbb"), _claim("hold", "red", "ash", 10))
    picture = draw_map(control_map(belief, _day(20)))
    assert (picture.routes, picture.tempo) == ((), {})
    assert [front.sides for front in picture.fronts] == [("red", "blue")]


def test_the_course_of_the_war_knows_every_change_of_the_likeliest_holder() -> None:
    belief = _told(_theatre("rrrrrrrr"), _claim("gain", "blue", "dogwood", 30))
    followed = course(belief)
    at = IDS.index("dogwood")
    sides = {day: belief.sides[followed.holder[row, at]] for row, day in enumerate(followed.days)}
    assert (sides[_day(0)], sides[_day(30)]) == ("red", "blue")


def test_cells_that_share_an_edge_are_neighbours_on_the_graph_of_plots() -> None:
    belief = _told(_theatre("rrrrrrrr"), _claim("hold", "red", "ash", 10))
    assert plots(belief).pairs.tolist() == [[at, at + 1] for at in range(7)]
    parts = plots(belief).parts(np.array([1, 1, 0, 1, 0, 0, 1, 1], bool))
    assert [int(part) >= 0 for part in parts] == [True, True, False, True, False, False, True, True]
    assert parts[0] == parts[1] != parts[3]

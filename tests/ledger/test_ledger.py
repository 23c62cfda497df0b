"""The ledger says what its rows say: readers of one text agree, analysts decide, one origin is one witness."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from frontline._errors import InputError, NotFoundError
from frontline.ledger import (
    Ledger,
    Score,
    add,
    add_all,
    agreement,
    build,
    decide,
    decisions,
    journal,
    open_ledger,
    record,
    same_texts,
    would_add,
)
from frontline.model import Claim, Place, Report, Route, Side, Span, Stretch, Theatre

if TYPE_CHECKING:
    from collections.abc import Iterator

TEXT = "The army took Alpha on Tuesday after a month of fighting, its command said in the evening."
QUOTE = "The army took Alpha"
LONG = (
    "Government troops entered the western suburbs on Friday morning and raised their flag over the grain silos, "
    "residents said by telephone, while shells fell on the road to the north until well after dark."
)


def day(number: int, month: int = 11) -> Span:
    return Span.day(date(2015, month, number))


def a_report(id_: str = "r1", text: str = TEXT, **values: Any) -> Report:  # noqa: ANN401
    return replace(Report(id_, "Courier", text, "Courier", published=day(11)), **values)


def a_claim(**values: Any) -> Claim:  # noqa: ANN401
    claim = Claim("gain", "army", None, "Alpha", "alpha", when=day(10), readers=("grammar",), credibility=3)
    return replace(claim, **values)


def by_hand(**values: Any) -> Claim:  # noqa: ANN401
    return a_claim(**{"readers": ("hand",), "quote": "Alpha fell to the army.", **values})


@pytest.fixture
def ledger() -> Iterator[Ledger]:
    with open_ledger(":memory:", write=True) as opened:
        yield opened


def said(ledger: Ledger, **asked: Any) -> list[tuple[str, str | None, str, tuple[str, ...]]]:  # noqa: ANN401
    return [(claim.kind, claim.actor, claim.place, claim.readers) for claim in record(ledger, **asked).claims]


# --- readers of one text


def test_a_claim_comes_back_as_it_was_added(ledger: Ledger) -> None:
    claim = a_claim(
        kind="cut",
        target="rebels",
        place="Alpha–Beta road",
        place_id=None,
        stretch=Stretch("north", "alpha", "beta"),
        lat=36.0,
        lon=37.5,
        when=Span(date(2015, 11, 1), date(2015, 12, 1)),
        factual=False,
        start=0,
        end=len(QUOTE),
        quote=QUOTE,
        credibility=4,
        report="r1",
        id="c1",
    )
    report = a_report(grade="B", lean="army", url="https://example.org/1", title="Alpha", language="ar")
    add(ledger, report, [claim], who="anna")
    assert (record(ledger).claims, record(ledger).reports) == ((claim,), {"r1": report})


def test_what_a_person_and_a_reader_find_in_one_report_is_one_claim_with_two_readers(ledger: Ledger) -> None:
    add(ledger, a_report(), [a_claim(), by_hand()], who="anna")
    assert said(ledger) == [("gain", "army", "Alpha", ("hand", "grammar"))]


def test_the_persons_version_wins_and_the_reader_completes_it(ledger: Ledger) -> None:
    person = by_hand(actor=None, when=None, place="al-Alpha")
    reader = a_claim(target="rebels", start=0, end=len(QUOTE), quote=QUOTE)
    add(ledger, a_report(), [reader, person], who="anna")
    (claim,) = record(ledger).claims
    assert (claim.place, claim.actor, claim.target, claim.when, claim.quote) == (
        "al-Alpha",
        "army",
        "rebels",
        day(10),
        QUOTE,
    )


@pytest.mark.parametrize(
    ("person", "reader", "together"),
    [(3, 3, 2), (5, 5, 4), (2, 2, 2), (1, 4, 1), (3, 6, 2), (6, 6, 6), (6, 4, 3)],
)
def test_two_readers_that_agree_raise_the_credibility_but_confirm_nothing(
    ledger: Ledger, person: int, reader: int, together: int
) -> None:
    add(ledger, a_report(), [a_claim(credibility=reader), by_hand(credibility=person)], who="anna")
    assert [claim.credibility for claim in record(ledger).claims] == [together]


@pytest.mark.parametrize(
    "other",
    [
        {"kind": "hold"},
        {"factual": False},
        {"actor": "rebels"},
        {"place": "Beta", "place_id": "beta"},
        {"when": day(11)},
    ],
    ids=lambda other: next(iter(other)),
)
def test_claims_that_differ_in_what_they_say_stay_two(ledger: Ledger, other: dict[str, Any]) -> None:
    add(ledger, a_report(), [by_hand(), a_claim(**other)], who="anna")
    assert len(record(ledger).claims) == 2


@pytest.mark.parametrize(
    "other",
    [
        {"actor": None},
        {"when": None},
        {"when": Span(date(2015, 11, 1), date(2015, 12, 1))},
        {"place": "ALPHA", "place_id": None},
        {"target": "rebels"},
    ],
    ids=["no actor", "no day", "the month", "name unresolved", "target"],
)
def test_claims_of_which_one_only_says_less_are_one(ledger: Ledger, other: dict[str, Any]) -> None:
    add(ledger, a_report(), [by_hand(), a_claim(**other)], who="anna")
    assert len(record(ledger).claims) == 1


def test_a_month_joins_one_of_two_days_and_does_not_make_them_one(ledger: Ledger) -> None:
    month = Span(date(2015, 11, 1), date(2015, 12, 1))
    claims = [a_claim(when=day(3), readers=("a",)), a_claim(when=day(9), readers=("b",)), a_claim(when=month)]
    add(ledger, a_report(), claims, who="anna")
    assert [claim.when for claim in record(ledger).claims] == [day(3), day(9)]


def test_two_stretches_of_a_road_are_one_where_they_overlap() -> None:
    road = Route("north", "Northern road", ("a", "b", "c", "d"))
    west = by_hand(kind="cut", place="A–C road", place_id=None, stretch=Stretch("north", "a", "c"))
    middle = replace(west, place="B–D road", stretch=Stretch("north", "b", "d"), readers=("grammar",))
    east = replace(west, place="C–D road", stretch=Stretch("north", "c", "d"), readers=("grammar",))

    def together(*claims: Claim) -> int:
        with build(theatre(road), [a_report()], [replace(claim, report="r1") for claim in claims]) as ledger:
            return len(record(ledger).claims)

    assert (together(west, middle), together(west, east)) == (1, 2)


def test_the_order_of_adding_does_not_matter(ledger: Ledger) -> None:
    reports = [a_report(), a_report("r2", LONG, published=day(12))]
    parts = [(reports[0], [by_hand()]), (reports[1], [a_claim(report="r2")]), (reports[0], [a_claim(when=None)])]
    for report, claims in parts:
        add(ledger, report, claims, who="anna")
    with open_ledger(":memory:", write=True) as other:
        for report, claims in reversed(parts):
            add(other, report, claims, who="ben")
        assert record(other).claims == record(ledger).claims


# --- reading again


def test_adding_the_same_again_adds_nothing(ledger: Ledger) -> None:
    first = add(ledger, a_report(), [a_claim(), by_hand()], who="anna")
    again = add(ledger, a_report(), [a_claim(), by_hand()], who="ben")
    assert (first.status, first.claims, again.status, again.claims, again.readers) == ("new", 2, "known", 0, ())
    assert len(journal(ledger)) == 1


def test_a_readers_latest_reading_counts_and_the_older_one_is_kept(ledger: Ledger) -> None:
    add(ledger, a_report(), [a_claim(place="Beta", place_id="beta"), by_hand()], who="anna")
    then = journal(ledger)[-1].when
    add(ledger, a_report(), [a_claim()], who="anna")
    assert said(ledger) == [("gain", "army", "Alpha", ("hand", "grammar"))]
    assert len(record(ledger, at=then).claims) == 2


def test_a_reader_may_read_again_and_find_nothing(ledger: Ledger) -> None:
    add(ledger, a_report(), [a_claim()], who="anna")
    add(ledger, a_report(), [], who="anna", readers=("grammar",))
    assert said(ledger) == []


def test_a_corrected_text_leaves_the_claims_of_the_old_one_behind(ledger: Ledger) -> None:
    add(ledger, a_report(), [a_claim()], who="anna")
    changed = add(ledger, a_report(text=LONG), [], who="anna", readers=("grammar",))
    assert (changed.status, said(ledger), record(ledger).reports["r1"].text) == ("changed", [], LONG)


def test_a_new_grade_keeps_the_reading(ledger: Ledger) -> None:
    add(ledger, a_report(), [a_claim()], who="anna")
    add(ledger, a_report(grade="B"), [], who="anna")
    assert (record(ledger).reports["r1"].grade, len(record(ledger).claims)) == ("B", 1)


def test_what_an_addition_would_do_can_be_asked_first(ledger: Ledger) -> None:
    would = would_add(ledger, [(a_report(), [a_claim()], ())])
    assert (journal(ledger), would) == ([], [add(ledger, a_report(), [a_claim()], who="anna")])


# --- decisions


def test_a_rejected_claim_is_gone_until_that_is_undone(ledger: Ledger) -> None:
    add(ledger, a_report(), [a_claim(id="c1")], who="anna")
    decide(ledger, "c1", "rejected", who="ben", reason="it says failed to take")
    assert said(ledger) == []
    decide(ledger, "c1", "undo", who="ben")
    assert said(ledger) == [("gain", "army", "Alpha", ("grammar",))]


def test_the_last_decision_counts(ledger: Ledger) -> None:
    add(ledger, a_report(), [a_claim(id="c1")], who="anna")
    decide(ledger, "c1", "accepted", who="ben")
    decide(ledger, "c1", "rejected", who="anna", reason="on second thoughts")
    assert said(ledger) == []


def test_undo_takes_back_one_decision_at_a_time(ledger: Ledger) -> None:
    add(ledger, a_report(), [a_claim(id="c1")], who="anna")
    for decision in ("accepted", "rejected", "undo"):
        decide(ledger, "c1", decision, who="ben")
    assert [claim.decision for claim in record(ledger).claims] == ["accepted"]


def test_an_amended_claim_takes_the_others_place_under_its_id(ledger: Ledger) -> None:
    add(ledger, a_report(), [a_claim(id="c1")], who="anna")
    decide(ledger, "c1", "amended", who="ben", amended=a_claim(kind="advance"))
    (claim,) = record(ledger).claims
    assert (claim.id, claim.kind, claim.readers, claim.decision) == ("c1", "advance", ("hand",), "amended")


def test_a_rejection_holds_when_the_reader_reads_the_same_again_in_other_words(ledger: Ledger) -> None:
    add(ledger, a_report(), [a_claim(id="c1", start=0, end=8, quote=TEXT[:8])], who="anna")
    decide(ledger, "c1", "rejected", who="ben")
    add(ledger, a_report(), [a_claim(id="c2", start=0, end=len(QUOTE), quote=QUOTE)], who="anna")
    assert said(ledger) == []


def test_what_an_older_reading_said_does_not_complete_the_newer(ledger: Ledger) -> None:
    add(ledger, a_report(), [a_claim(id="c1", target="rebels", credibility=2)], who="anna")
    decide(ledger, "c1", "accepted", who="ben")
    add(ledger, a_report(), [a_claim(id="c2", when=None)], who="anna")
    (claim,) = record(ledger).claims
    assert (claim.id, claim.target, claim.when, claim.credibility) == ("c1", None, None, 3)


def test_what_a_person_accepted_stays_when_the_reader_no_longer_finds_it(ledger: Ledger) -> None:
    add(ledger, a_report(), [a_claim(id="c1")], who="anna")
    decide(ledger, "c1", "accepted", who="ben")
    add(ledger, a_report(), [], who="anna", readers=("grammar",))
    assert said(ledger) == [("gain", "army", "Alpha", ("hand",))]


def test_a_rejection_is_about_one_text_and_leaves_another_dispatch_of_the_same_origin(ledger: Ledger) -> None:
    add(ledger, a_report(), [a_claim(id="c1")], who="anna")
    add(ledger, a_report("r2", LONG, published=day(12)), [a_claim(id="c2")], who="anna")
    assert [(claim.id, claim.also) for claim in record(ledger).claims] == [("c1", ("r2",))]
    decide(ledger, "c1", "rejected", who="ben", reason="misread")
    assert [(claim.id, claim.also) for claim in record(ledger).claims] == [("c2", ())]


def test_a_decision_says_who_when_and_why(ledger: Ledger) -> None:
    add(ledger, a_report(), [a_claim(id="c1")], who="anna")
    moment = datetime(2100, 1, 1, 12, tzinfo=UTC)
    decide(ledger, "c1", "rejected", who="ben", reason="a plan", when=moment)
    (line,) = decisions(ledger, "c1")
    assert (line.who, line.when, line.what, line.reason) == ("ben", moment, "rejected c1", "a plan")


def test_there_must_be_something_to_decide_on_and_to_undo(ledger: Ledger) -> None:
    add(ledger, a_report(), [a_claim(id="c1")], who="anna")
    with pytest.raises(NotFoundError, match="no claim 'c9'"):
        decide(ledger, "c9", "rejected", who="ben")
    with pytest.raises(InputError, match="nothing to undo"):
        decide(ledger, "c1", "undo", who="ben")
    with pytest.raises(InputError, match="amended"):
        decide(ledger, "c1", "amended", who="ben")
    assert len(journal(ledger)) == 1


# --- witnesses


def test_two_origins_are_two_witnesses(ledger: Ledger) -> None:
    add(ledger, a_report(), [a_claim()], who="anna")
    add(ledger, a_report("r2", LONG, source="Herald", origin="Herald"), [a_claim()], who="anna")
    assert [(claim.report, claim.also) for claim in record(ledger).claims] == [("r1", ()), ("r2", ())]


def test_two_dispatches_of_one_origin_are_one_witness(ledger: Ledger) -> None:
    add(ledger, a_report("r2", LONG, published=day(12)), [a_claim()], who="anna")
    add(ledger, a_report(), [a_claim()], who="anna")
    assert [(claim.report, claim.also) for claim in record(ledger).claims] == [("r1", ("r2",))]
    assert [claim.report for claim in record(ledger).told] == ["r1", "r2"]


def test_the_same_words_under_another_name_are_no_second_witness(ledger: Ledger) -> None:
    add(ledger, a_report("r1", LONG), [a_claim()], who="anna")
    reprint = a_report("r2", LONG.upper() + " (Agencies)", source="Herald", origin="Herald", published=day(12))
    assert add(ledger, reprint, [a_claim()], who="anna").copy_of == "r1"
    assert [(claim.report, claim.also) for claim in record(ledger).claims] == [("r1", ("r2",))]


def test_a_reprint_is_the_witness_while_the_original_is_not_yet_known(ledger: Ledger) -> None:
    add(ledger, a_report("r1", LONG, published=day(20)), [a_claim()], who="anna")
    add(ledger, a_report("r2", LONG, source="Herald", origin="Herald", published=day(12)), [a_claim()], who="anna")
    assert [(claim.report, claim.also) for claim in record(ledger, known_on=date(2015, 11, 15)).claims] == [("r2", ())]


def test_texts_of_a_few_words_or_none_are_not_taken_for_copies() -> None:
    reports = [a_report("r1", "Alpha fell."), a_report("r2", "Alpha fell."), a_report("r3", ""), a_report("r4", "")]
    assert same_texts(reports) == {"r1": "r1", "r2": "r2", "r3": "r3", "r4": "r4"}


def test_a_long_report_that_quotes_a_sentence_of_another_is_not_its_copy() -> None:
    first = LONG.split(" and ", maxsplit=1)[0]
    longer = f"{first}. Nobody could say on Saturday who held the bridge, the mill or the two farms beyond the canal."
    assert same_texts([a_report("r1", LONG), a_report("r2", longer)]) == {"r1": "r1", "r2": "r2"}


# --- moments


def test_known_on_a_day_are_the_reports_published_by_its_end(ledger: Ledger) -> None:
    november = Span(date(2015, 11, 1), date(2015, 12, 1))
    for id_, published in {"dated": day(11), "month": november, "undated": None}.items():
        add(ledger, a_report(id_, f"{LONG} {id_}", origin=id_, published=published), [], who="anna")
    known = {
        known_on: set(record(ledger, known_on=known_on).reports)
        for known_on in (date(2015, 11, 10), date(2015, 11, 11), date(2015, 11, 29), date(2015, 11, 30), None)
    }
    assert known == {
        date(2015, 11, 10): set(),
        date(2015, 11, 11): {"dated"},
        date(2015, 11, 29): {"dated"},
        date(2015, 11, 30): {"dated", "month"},
        None: {"dated", "month", "undated"},
    }


def test_any_past_state_can_be_asked_for(ledger: Ledger) -> None:
    start = datetime(2015, 11, 11, 6, tzinfo=UTC)
    add(ledger, a_report(), [a_claim(id="c1")], who="anna", when=start)
    decide(ledger, "c1", "rejected", who="ben", when=start + timedelta(hours=2))
    decide(ledger, "c1", "undo", who="ben", when=start + timedelta(hours=4))
    seen = [len(record(ledger, at=start + timedelta(hours=hour)).claims) for hour in (-1, 0, 1, 2, 3, 4, 5)]
    assert seen == [0, 1, 1, 0, 0, 1, 1]


def test_the_past_cannot_be_added_to(ledger: Ledger) -> None:
    start = datetime(2015, 11, 11, 6, tzinfo=UTC)
    add(ledger, a_report(), [], who="anna", when=start)
    with pytest.raises(InputError, match="cannot follow the ledger's last"):
        add(ledger, a_report("r2", LONG), [], who="anna", when=start)
    with pytest.raises(InputError, match="time zone"):
        record(ledger, at=datetime(2015, 11, 11))  # noqa: DTZ001


def test_a_clock_that_was_set_back_does_not_change_the_past(ledger: Ledger) -> None:
    future = datetime(2100, 1, 1, tzinfo=UTC)
    add(ledger, a_report(), [a_claim()], who="anna", when=future)
    add(ledger, a_report("r2", LONG), [], who="anna")
    assert set(record(ledger, at=future).reports) == {"r1"}


# --- what is not let in


@pytest.mark.parametrize(
    ("claim", "fault"),
    [
        (a_claim(report="r2"), "is of report 'r2'"),
        (a_claim(readers=()), "names no reader"),
        (a_claim(kind="conquer"), "is of no known kind"),
        (a_claim(start=0, end=9, quote="The rebel"), "quotes words that do not stand"),
    ],
)
def test_a_claim_that_its_report_does_not_carry_is_refused_with_all_others(
    ledger: Ledger, claim: Claim, fault: str
) -> None:
    with pytest.raises(InputError, match=fault):
        add_all(ledger, [(a_report("r0", LONG), [], ()), (a_report(), [a_claim(), claim], ())], who="anna")
    assert (journal(ledger), record(ledger).reports) == ([], {})


def test_an_amended_claim_must_stand_in_the_report_too(ledger: Ledger) -> None:
    add(ledger, a_report(), [a_claim(id="c1")], who="anna")
    with pytest.raises(InputError, match="quotes words"):
        decide(ledger, "c1", "amended", who="ben", amended=a_claim(start=0, end=3, quote="Nor"))


def test_nobody_adds_anonymously(ledger: Ledger) -> None:
    with pytest.raises(InputError, match="who made it"):
        add(ledger, a_report(), [], who=" ")
    assert record(ledger).reports == {}


def test_hostile_text_comes_back_as_it_went_in(ledger: Ledger) -> None:
    text = "'; DROP TABLE claims; -- \x00 \u202e $1 {} [bold]%s"
    add(ledger, a_report(text=text, title=text), [a_claim(place=text, quote=text)], who=text)
    told = record(ledger)
    assert (told.reports["r1"].text, told.claims[0].place, journal(ledger)[0].who) == (text, text, text)


# --- the folder and the agreement


def theatre(*routes: Route) -> Theatre:
    from shapely import box  # noqa: PLC0415

    return Theatre(
        id="small",
        name="Small war",
        start=date(2015, 1, 1),
        end=date(2016, 1, 1),
        sides={"army": Side("army", "Army", "#c00000")},
        places={"alpha": Place("alpha", "Alpha", 36.0, 37.5)},
        boundary=box(37, 35, 38, 37),
        crs="EPSG:32637",
        routes={route.id: route for route in routes},
    )


def test_a_folder_becomes_a_ledger_in_memory() -> None:
    with build(theatre(), [a_report()], [by_hand(report="r1"), a_claim(report="r1")]) as ledger:
        assert said(ledger) == [("gain", "army", "Alpha", ("hand", "grammar"))]


def test_a_claim_of_a_report_that_is_not_there_is_named() -> None:
    with pytest.raises(InputError, match="'r9', which is not there"):
        build(theatre(), [a_report()], [by_hand(report="r9")])


def test_agreement_counts_what_both_found_and_what_only_one_did(ledger: Ledger) -> None:
    beta, gamma = ({"place": name, "place_id": name.lower()} for name in ("Beta", "Gamma"))
    add(ledger, a_report(), [by_hand(), by_hand(**beta), a_claim(), a_claim(kind="hold", **gamma)], who="anna")
    add(ledger, a_report("r2", LONG), [a_claim(kind="hold")], who="anna")  # nobody entered this one by hand
    add(ledger, a_report("r3", ""), [by_hand(kind="hold")], who="anna")  # and nobody can read this one
    result = agreement(record(ledger))
    assert (result.reports, result.overall, result.by_kind["gain"]) == (1, Score(1, 1, 1), Score(1, 1, 0))
    assert (result.overall.precision, result.overall.recall, result.overall.f1) == (0.5, 0.5, 0.5)


def test_agreement_about_nothing_is_zero(ledger: Ledger) -> None:
    assert agreement(record(ledger)).overall.f1 == 0.0

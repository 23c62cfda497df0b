"""What counted most and what may follow: the sentences say what the figures do, and nothing where there is nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from shapely.geometry import LineString, MultiLineString, Point

from frontline.briefing import Situation, highlights, sections, words
from frontline.briefing.ahead import counter_sentences, event_sentences, halt_sentences
from frontline.briefing.document import document
from frontline.briefing.gather_ahead import initiative
from frontline.briefing.outline import Figure
from frontline.briefing.situation import Ahead, CounterStory, EventStory, Initiative
from frontline.model import Tempo, Week
from frontline.outlook.counterattack import BaseRate, Counter
from frontline.outlook.cuts import LineCut
from frontline.outlook.events import Event, RouteTurn
from frontline.outlook.halt import Flank, Halt, Hold, PlaceCut
from frontline.outlook.whatif import Isolated

if TYPE_CHECKING:
    from collections.abc import Iterable

    from frontline.briefing.outline import Sentence

NORTH, SOUTH = "north", "south"


def _text(sentences: Iterable[Sentence]) -> str:
    return " ".join(sentence.text for sentence in sentences)


@pytest.fixture(scope="module")
def looking(situation: Situation) -> Situation:
    """The relief of the fort counted most; its corridor lies open; a counter-attack is likely within two weeks."""
    (corridor,) = situation.picture.salients
    relief = Event(
        day=date(2031, 5, 18),
        side=NORTH,
        against=(SOUTH,),
        places=("bridge",),
        area_km2=12.3,
        front_km_change=22.0,
        broken=(situation.sieges[0].siege,),
        laid=(),
        freed=(Isolated("fort", "Fort", "airbase", NORTH, "ground", None),),
        cut_off=(Isolated("ferry", "Ferry", "village", SOUTH, "road", 30.0),),
        routes=(
            RouteTurn("river", "river road", SOUTH, "open", "cut"),
            RouteTurn("river", "river road", NORTH, "open", "cut"),
        ),
        weights={"ground": 0.5, "front": 1.0, "supply": 1.0, "roads": 0.0, "siege": 1.0},
        score=3.5,
        reason="",
    )
    road = replace(
        relief,
        day=date(2031, 5, 3),
        side=SOUTH,
        against=(NORTH,),
        places=(),
        broken=(),
        freed=(),
        cut_off=(),
        front_km_change=0.0,
        routes=(RouteTurn("river", "river road", NORTH, "open", "cut"),),
    )
    held = Hold(
        corridor=corridor,
        goal="fort",
        flanks=(Flank("north-west", 25.2, (SOUTH,)), Flank("south-east", 14.8, (SOUTH,))),
        by_ground=PlaceCut(("bridge", "mill"), ("fort", "lodge")),
        by_road=PlaceCut(("bridge",), ("fort",)),
        line=LineCut(
            2.3, MultiLineString([LineString([(10.49, 50.36), (10.51, 50.34)])]), Point(10.6, 50.42).buffer(0.02)
        ),
        one_more=("ferry",),
        second_road=None,
        widening=("quarry", "marsh"),
        widened_km=20.0,
    )
    base = BaseRate(SOUTH, 7, 11, 3, 18, 4, 0.26, 0.1, 0.4)
    chance = Counter(
        corridor.name, "corridor", NORTH, SOUTH, 7, 0.38, base, ("Bridge",), ("lost Bridge there", "attacked on 6 days")
    )
    later = replace(chance, days=14, p=0.58, base=replace(base, days=14, n=7, all_n=14))
    return replace(
        situation,
        ahead=Ahead(
            since=date(2031, 4, 20),
            events=(EventStory(relief, situation.changes[0].claims), EventStory(road, ())),
            initiative=Initiative(NORTH, 25.0, 28),
            halt=Halt(NORTH, situation.picture, situation.control_map, 40.0, (held,)),
            counters=(CounterStory(0, (chance, later), situation.changes[0].claims),),
        ),
    )


def test_the_change_that_counted_most_is_told_with_what_it_changed_and_why(looking: Situation) -> None:
    assert _text(event_sentences(looking, 0)) == (
        "The most significant change of the 30 days to 20 May 2031 came on 18 May 2031: the Northern army broke the"
        " siege of Fort after about two years (808 days) and took Bridge from Southland (12 km²). By itself this cut"
        " off one place of Southland by the roads that the theatre has (Ferry), cut the river road for Southland and"
        " lengthened the fronts by 22 km. Measured against the largest of these days it comes to: ground 50%, front"
        " 100%, supply 100% and siege 100%."
    )


def test_the_change_rests_on_the_words_that_tell_of_it(looking: Situation) -> None:
    assert set(looking.changes[0].claims) <= set(event_sentences(looking, 0)[0].notes)


def test_a_road_cut_by_itself_is_told_as_the_deed(looking: Situation) -> None:
    assert _text(event_sentences(looking, 1)).startswith(
        "Next in weight came 3 May 2031: Southland cut the river road for the Northern army."
    )


def test_what_lies_open_is_told_by_flank_with_the_cheapest_cuts_and_what_would_help(looking: Situation) -> None:
    assert _text(halt_sentences(looking, 0)) == (
        "If the Northern army stops where it stood, 40 km of flank of the Fort corridor lie open: 25 km to the"
        " north-west facing Southland and 14.8 km to the south-east facing Southland. Over the ground the loss of no"
        " fewer than two places would cut off Fort, and with it <b>Lodge</b>: Bridge and Mill. By road the loss of one"
        " place would cut off Fort: Bridge. The shortest line across it that cuts it is 2.3 km long. One way more over"
        " the ground that shares no place with the others would take one place more: Ferry. The theatre's roads offer"
        " it no second one to the rear. To make it as wide as it is long, 19.4 km wider at its narrowest,"
        " would take two places more."
    )


def test_a_counter_attack_is_told_as_an_estimate_with_its_base_rate_its_reasons_and_how_sure(
    looking: Situation,
) -> None:
    likely, base, reasons, sure = (sentence.text for sentence in counter_sentences(looking, 0))
    assert likely == (
        "An estimate, carried over: it is unlikely that Southland attacks at or near the Fort corridor within seven"
        " days (38%); it is likely that it does within 14 days (58%)."
    )
    assert base == (
        "Southland came back at ground that it lost earlier in the record 3 of 11 times within seven days and 3 of 7"
        " times within 14 days; all losers together 4 of 18 and 4 of 14."
    )
    assert reasons == "The reasons, seen from Southland: lost Bridge there; attacked on 6 days."
    assert sure == (
        "Confidence in this estimate is low: its weights were set on one war and are carried over to any, and it rests"
        " on 18 earlier losses of ground."
    )


def test_likelihood_and_confidence_of_what_may_follow_never_share_a_sentence(looking: Situation) -> None:
    likely = [word for _, word in words.LIKELIHOODS]
    told = [sentence.text for section in sections(looking) for sentence in section.sentences]
    assert sum("onfidence in this estimate" in text for text in told) == 1
    assert not any("onfidence" in text and word in text for text in told for word in likely)


def test_every_figure_of_the_outlook_leads_to_its_number(looking: Situation) -> None:
    written = document(looking)
    told = [section for section in sections(looking) if section.key in {"significant", "outlook"}]
    assert [section.key for section in told] == ["significant", "outlook"]
    figures = [note for one in told for said in one.sentences for note in said.notes if isinstance(note, Figure)]
    for figure in figures:
        value: Any = written
        for token in figure.pointer.split("/")[1:]:
            value = value[int(token)] if isinstance(value, list) else value[token]
        assert value is not None, figure.pointer


def test_two_of_the_lines_that_matter_are_of_the_month_and_of_what_may_follow(looking: Situation) -> None:
    lines = {line.topic: line.sentence.text for line in highlights(looking)}
    assert lines["of the month"].startswith("The most significant change of the 30 days")
    assert "40 km of flank" in lines["outlook"]
    assert "unlikely that Southland attacks" in lines["outlook"]


def test_where_nothing_counted_and_nothing_lies_open_nothing_is_told(quiet: Situation) -> None:
    empty = replace(quiet, ahead=Ahead(since=date(2031, 4, 20)))
    assert not {"significant", "outlook"} & {section.key for section in sections(empty)}
    assert document(empty)["outlook"]["events"] == []
    assert document(quiet)["outlook"] is None


def test_the_initiative_is_with_the_side_that_took_more_than_it_lost_of_late(situation: Situation) -> None:
    long_ago, lately = date(2031, 3, 1), date(2031, 5, 14)
    pace = {
        NORTH: Tempo((Week(lately, 3, 1, 30.0, 5.0),), ()),
        SOUTH: Tempo((Week(long_ago, 9, 0, 500.0, 0.0), Week(lately, 1, 3, 5.0, 30.0)), ()),
    }
    assert initiative(replace(situation.picture, tempo=pace)) == Initiative(NORTH, 25.0, 28)


def test_where_nobody_gained_nobody_has_the_initiative(situation: Situation) -> None:
    assert initiative(replace(situation.picture, tempo={})) is None

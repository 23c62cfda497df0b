"""A briefing says what its situation holds, in sentences that each rest on something."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from frontline.briefing import highlights, sections, words
from frontline.briefing.document import document
from frontline.briefing.outline import Figure, Notes, Sentence, pointer

if TYPE_CHECKING:
    from frontline.briefing import Situation
    from frontline.briefing.outline import Section


def _section(situation: Situation, key: str) -> Section:
    return next(section for section in sections(situation) if section.key == key)


def _text(section: Section) -> str:
    return " ".join(sentence.text for sentence in section.sentences)


def _at(value: Any, path: str) -> Any:  # noqa: ANN401
    """Return what a JSON pointer leads to (RFC 6901)."""
    for token in path.split("/")[1:]:
        key = token.replace("~1", "/").replace("~0", "~")
        value = value[int(key)] if isinstance(value, list) else value[key]
    return value


def test_a_sentence_that_rests_on_nothing_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="needs a note"):
        Sentence("The moon is taken.", ())


def test_a_broken_siege_is_told_with_its_length_and_its_doubt(situation: Situation) -> None:
    assert _text(_section(situation, "sieges")).startswith(
        "The siege of Fort was broken on 18 May 2031: the Northern army had been cut off there by Southland since"
        " 1 March 2029, about two years (808 days). On 17 May 2031 it lay in a pocket of 20 km² with one place, cut off"
        " by Southland. It began between 10 January and 31 March 2029 with 90 % probability. The sources date it"
        " differently: 2029 (The Gazette) and March 2029 (Bulletin)."
    )


def test_a_siege_that_lasts_is_not_told_as_broken(situation: Situation) -> None:
    story = situation.sieges[0]
    lasting = replace(situation, sieges=(replace(story, siege=replace(story.siege, end=None), ends=()),))
    told = _text(_section(lasting, "sieges"))
    assert told.startswith("Fort, held by the Northern army, had been under siege by Southland since 1 March 2029")
    assert "broken" not in told


def test_a_corridor_is_measured(situation: Situation) -> None:
    told = _text(_section(situation, "corridors"))
    assert "reached Fort through a corridor 22 km long and 2.3 km wide at its neck near Bridge." in told
    assert "40 km of its edge faced Southland: 94% of it but its base." in told
    assert "Beyond the neck lay Fort" in told


def test_ground_is_told_with_its_change_in_a_week(situation: Situation) -> None:
    table = _section(situation, "ground").table
    assert table is not None
    assert table.rows[0] == ("Southland", "3,000 km²", "75%", "3", "−60 km²")
    assert table.rows[1] == ("Northern army", "1,000 km²", "25%", "5", "+60 km²")


def test_the_front_is_told_with_its_change_in_a_week(situation: Situation) -> None:
    told = _text(_section(situation, "front"))
    pair = "the Northern army and Southland"
    assert told == f"The front between {pair} was 88 km long, 28 km longer than a week before."


def test_a_road_cut_is_told_with_its_days(situation: Situation) -> None:
    told = _text(_section(situation, "routes"))
    assert told == "The river road was cut for the Northern army from 3 May 2031 at Bridge until 18 May 2031, 15 days."


def test_a_stall_and_what_followed_is_told(situation: Situation) -> None:
    told = _text(_section(situation, "tempo"))
    assert told == (
        "The Northern army fought for Bridge for 19 days, from 28 April 2031 until it fell on 17 May 2031;"
        " then it reached Fort within one day."
    )


def test_a_fight_in_vain_is_told_as_one_and_not_for_ever(situation: Situation) -> None:
    pace = situation.picture.tempo["north"]
    for start, told in ((date(2031, 5, 1), True), (date(2031, 1, 1), False)):
        stall = replace(pace.stalls[0], start=start, end=None, broke_to=(), break_days=None)
        picture = replace(situation.picture, tempo={"north": replace(pace, stalls=(stall,))})
        text = _text(_section(replace(situation, picture=picture), "tempo"))
        assert text.startswith("The Northern army fought for Bridge for 19 days from 1 May 2031 without") == told
        assert told or not text


def test_a_contradiction_names_both_sides_and_what_the_record_makes_of_it(situation: Situation) -> None:
    told = _text(_section(situation, "disputes"))
    assert "That the Northern army took or held Mill is reported for 2 May 2031 (Radio)." in told
    assert "The rest of the record does not bear out what is said for 2 May 2031 (<script>" in told
    assert "it is almost certain that the Northern army held it on 20 May 2031." in told


def test_a_claim_to_the_contrary_is_not_kept_quiet(situation: Situation) -> None:
    told = _text(_section(situation, "changes"))
    assert "On 17 May 2031 the Northern army took Bridge from Southland." in told
    assert "After 17 May 2031 one origin has Bridge held by Southland." in told


def test_what_changed_without_a_report_is_owned_up_to(situation: Situation) -> None:
    told = _text(_section(replace(situation, silent=12), "changes"))
    assert "12 places without reports of their own got another likeliest holder in these seven days" in told
    assert "without reports" not in _text(_section(situation, "changes"))


def test_the_readers_agreement_is_told_in_numbers(situation: Situation) -> None:
    told = _text(_section(situation, "basis"))
    assert "Of 8 claims that people entered by hand from three reports the automatic reader finds 75%;" in told
    assert "60% of what it finds there was also entered by hand." in told


def test_a_quiet_day_is_told_as_quiet(quiet: Situation) -> None:
    told = _text(_section(quiet, "day"))
    assert told == "No place with reports of its own changed hands in the seven days to 20 May 2031."
    assert [section.key for section in sections(quiet)] == ["day", "ground", "changes", "front", "basis", "limits"]


def test_likelihood_and_confidence_never_share_a_sentence(situation: Situation) -> None:
    likely = [word for _, word in words.LIKELIHOODS]
    for section in sections(situation):
        for sentence in section.sentences:
            assert "onfidence" not in sentence.text or not any(word in sentence.text for word in likely)


@pytest.mark.parametrize("which", ["situation", "quiet"])
def test_every_figure_leads_to_its_number(which: str, request: pytest.FixtureRequest) -> None:
    told: Situation = request.getfixturevalue(which)
    written = document(told)
    notes = [note for section in sections(told) for sentence in section.sentences for note in sentence.notes]
    notes += [note for section in sections(told) if section.table for note in section.table.notes]
    figures = [note for note in notes if isinstance(note, Figure)]
    assert figures
    for figure in figures:
        assert _at(written, figure.pointer) is not None, figure.pointer


def test_the_numbers_of_a_corridor_are_those_of_picture_json(situation: Situation) -> None:
    written = document(situation)
    corridor = _section(situation, "corridors").sentences[0]
    figures = {note.pointer: _at(written, note.pointer) for note in corridor.notes if isinstance(note, Figure)}
    assert all(words.km(value) in corridor.text for value in figures.values())
    assert len(figures) == 2


def test_the_highlights_are_about_ten_and_begin_with_the_siege(situation: Situation) -> None:
    told = highlights(situation)
    assert 6 <= len(told) <= 13
    assert told[0].sentence.text.startswith("The siege of Fort was broken")


def test_on_a_quiet_day_the_highlights_are_the_lead(quiet: Situation) -> None:
    assert [one.sentence.text for one in highlights(quiet)] == [
        "No place with reports of its own changed hands in the seven days to 20 May 2031."
    ]


def test_the_same_words_of_one_report_get_one_number(situation: Situation) -> None:
    notes = Notes()
    first, second = situation.record.claims[:2]
    assert notes.numbers([first, second, first]) == [1, 2]
    assert notes.numbers([second]) == [2]
    assert len(notes.entries) == 2


def test_a_pointer_survives_the_signs_of_pointers() -> None:
    assert _at({"a/b~c": 1}, f"/{pointer('a/b~c')}") == 1


def test_what_happens_later_is_not_in_the_week(situation: Situation) -> None:
    older = replace(situation, changes=(replace(situation.changes[0], day=date(2031, 5, 1)),))
    assert "No place with reports of its own changed hands in the seven days" in _text(_section(older, "day"))

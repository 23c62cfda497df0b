"""Text as it comes: what is not prose is blanked, and no character moves."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontline.reading import load_war, read
from frontline.reading.text.clean import clean
from frontline.reading.text.sentences import MAX_SENTENCE, sentences

SYRIA = load_war("syria")


@pytest.mark.parametrize(
    "text",
    [
        "**The army** captured __Tal Rasm__.",
        "AbCdEfGhIjKlMnO.png largeThe army captured Tal Rasm.",
        "CTdmH_uWUAAoYwOThe army captured Tal Rasm.",
        "The army[12] captured[a] Tal Rasm.[citation needed]",
        "The “army” captured Tal Rasm’s neighbour, Tal Rasm.",
        "\u200eThe army\u200f captured Tal Rasm.",
        "The army cap\u200btured Tal Rasm.",
        "1. The army captured Tal Rasm.\n2. The weather was good.",
        "## News\n\nThe army captured Tal Rasm.",
        "THE ARMY CAPTURED TAL RASM",
        "Syrian Army Captures Tal Rasm After Heavy Clashes",
        "The army captured <b>Tal Rasm</b> (https://example.org/a?b=c).",
        "• The army captured Tal Rasm",
        "The army captured\u00a0Tal\u00a0Rasm.",
    ],
)
def test_markup_and_glue_do_not_hide_a_claim(text: str) -> None:
    claims = read(text, SYRIA)
    assert [(claim.kind, claim.actor, claim.place.title()) for claim in claims] == [("gain", "government", "Tal Rasm")]
    assert all(claim.quote == text[claim.start : claim.end] for claim in claims)


@given(st.text(max_size=300))
def test_cleaning_never_moves_a_character(text: str) -> None:
    assert len(clean(text)) == len(text)


@given(st.text(alphabet="ab .!?\n\t\"'A1)", max_size=400))
def test_sentences_are_in_order_and_leave_out_only_blanks(text: str) -> None:
    spans = list(sentences(text))
    assert all(start < end for start, end in spans)
    assert all(first[1] <= second[0] for first, second in pairwise(spans))
    left = set(range(len(text))) - {i for start, end in spans for i in range(start, end)}
    assert all(text[i].isspace() for i in left)


def test_a_text_without_full_stops_is_cut() -> None:
    spans = list(sentences("word " * 10_000))
    assert max(end - start for start, end in spans) <= MAX_SENTENCE


@pytest.mark.parametrize(
    "text",
    [
        "Brig. Gen. Aziz spoke.",
        "It is 3.5 km away.",
        "The U.S. forces left.",
        "On 5 Feb. 2016 it fell.",
        "See No. 5 there.",
    ],
)
def test_a_point_in_an_abbreviation_ends_no_sentence(text: str) -> None:
    assert len(list(sentences(text))) == 1

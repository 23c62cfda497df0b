"""With a gazetteer at hand a report's common nouns are places, and its title tells which."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from frontline.model import Place, Side
from frontline.names import build_index
from frontline.reading import load_war, read, war_of

if TYPE_CHECKING:
    from frontline.model import Claim

_PLACES = (
    Place("base", "Umm Zahra Airbase", 36.0, 37.0, "airbase", ("Umm Zahra", "مطار أم زهرة")),
    Place("east", "Umm Zahra Sharqi", 36.0, 37.1, "village"),
    Place("plant", "Sabkha Gas Power Plant", 36.1, 37.0, "power plant"),
    Place("ghuz", "'Ayn Ghuz", 36.2, 37.0, "village"),
)


def _read(text: str, title: str = "") -> list[Claim]:
    return read(text, load_war("syria"), index=build_index(_PLACES), title=title)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("The army captured the gas station.", "plant"),
        ("ISIL withdrew from the gas power plant.", "plant"),
        ("The army captured 'Ayn Ghuz.", "ghuz"),
        ("The army captured Umm Zahra village.", "east"),
        ("The army captured Umm Zahra airbase.", "base"),
    ],
)
def test_a_place_is_known_by_what_it_is_and_what_it_is_called(text: str, place: str) -> None:
    assert [claim.place_id for claim in _read(text)] == [place]


def test_a_word_that_fits_no_one_site_is_no_place() -> None:
    assert _read("The army captured the cement plant.") == []


@pytest.mark.parametrize("title", ["ISIL attacks Umm Zahra", "حصار مطار أم زهرة"])
def test_the_base_and_the_siege_are_those_of_the_title(title: str) -> None:
    text = "Rebels stormed the base. The army broke the siege on Tuesday."
    assert [(claim.kind, claim.place_id) for claim in _read(text, title)] == [("attack", "base"), ("relieve", "base")]
    assert _read("Rebels stormed the base.") == []


def test_a_title_makes_no_claim() -> None:
    assert _read("Nothing else was known.", "ISIL captures Umm Zahra") == []


def test_what_a_source_says_was_taken_is_taken() -> None:
    assert [claim.kind for claim in _read("SANA: Umm Zahra Sharqi retaken after 48 hours.")] == ["gain"]


def test_a_fall_that_would_have_effects_is_no_fact() -> None:
    claims = _read("The army attacked 'Ayn Ghuz; its fall would cut the road to Sabkha.")
    assert [claim.kind for claim in claims if claim.factual] == ["attack"]


@pytest.mark.parametrize(("foe", "actor"), [("blue", "blue"), (None, None)])
def test_a_theatre_may_say_whom_a_side_fights_where_its_sentence_names_it_alone(
    foe: str | None, actor: str | None
) -> None:
    sides = {
        "red": Side("red", "Reds", "#ff0000", ("Reds",), foe=foe),
        "green": Side("green", "Greens", "#00ff00", ("Greens",)),
        "blue": Side("blue", "Blues", "#0000ff", ("Blues",)),
    }
    text = "Reds attacked Umm Zahra for an hour and were repelled. Greens and Blues may yet come."
    claims = read(text, war_of(sides), index=build_index(_PLACES))
    assert [(claim.kind, claim.actor, claim.place_id) for claim in claims] == [("repel", actor, "base")]

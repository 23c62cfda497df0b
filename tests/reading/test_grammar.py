"""Each construction of English war reporting, read as a person reads it; `sentences.txt` has the sentences, our own."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest

from frontline.reading import load_war, read

WARS = {"u": load_war("ukraine"), "": load_war("syria")}
DAY = date(2016, 3, 1)


class Said(NamedTuple):
    """A sentence, the war it is of, and what it claims."""

    text: str
    war: str
    claims: tuple[str, ...]


def _sentences() -> list[Said]:
    lines = (Path(__file__).parent / "sentences.txt").read_text(encoding="utf-8").splitlines()
    lines = [line for line in lines if line and not line.startswith("#")]
    said = []
    for text, claims in zip(lines[::2], lines[1::2], strict=True):
        war = "u" if claims.strip().startswith("u ") else ""
        told = claims.strip().removeprefix("u ")
        said.append(Said(text, war, () if told == "-" else tuple(told.split(", "))))
    return said


def told(text: str, war: str = "") -> list[str]:
    """Return the claims of a text as the sentences' file writes them."""
    lines = []
    for claim in read(text, WARS[war], day=DAY):
        line = f"{claim.kind} {claim.actor or '.'} {claim.place}"
        lines.append(line if claim.factual else f"({line})")
    return sorted(lines)


@pytest.mark.parametrize("said", _sentences(), ids=lambda said: said.text[:60])
def test_a_sentence_claims_what_a_person_reads_in_it(said: Said) -> None:
    assert told(said.text, said.war) == sorted(said.claims)


def test_they_and_the_town_are_followed_back() -> None:
    text = "The army attacked Umm Zahra. They captured the town. ISIL later retook it."
    assert told(text) == ["attack government Umm Zahra", "gain government Umm Zahra", "gain isil Umm Zahra"]


def test_the_town_is_not_followed_back_for_ever() -> None:
    text = "The army attacked Umm Zahra. It rained. It rained. It rained. ISIL captured the town."
    assert told(text) == ["attack government Umm Zahra"]


def test_a_repelled_attack_told_in_two_sentences_is_a_repulse_too() -> None:
    text = "ISIL attacked Tal Rasm. The attack was repelled by the army."
    assert told(text) == ["attack isil Tal Rasm", "repel government Tal Rasm"]


def test_who_is_repelled_from_a_place_was_repelled_by_who_held_it() -> None:
    text = "The SDF captured Tal Rasm from ISIL. The army attacked Tal Rasm but was repelled."
    assert told(text) == ["gain sdf Tal Rasm", "repel sdf Tal Rasm"]

"""Each construction of English war reporting, read as a person reads it: sentences of our own, and their claims.

`cases/` goes through kinds of claims and constructions, in three wars (one of them invented); what a person reads in
a sentence was written down before the reader saw it. `sentences.txt` was written along with the grammar.
A case is two lines: the text; then, indented, the letter of the war if it is not the first, and the claims with
commas between: kind, side (a dot for none, a star for any), place, and `@` and a day where that is to be right too.
In brackets: told as not having happened. A dash: no claim. A question mark before them: known not to be read yet.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from frontline.reading import load_war, read

if TYPE_CHECKING:
    from collections.abc import Sequence

    from _pytest.mark import ParameterSet

    from frontline.model import Claim

HERE = Path(__file__).parent
WARS = {"s": load_war("syria"), "u": load_war("ukraine"), "v": load_war(str(HERE / "cases" / "vale.toml"))}
DAY = date(2016, 3, 1)


class Said(NamedTuple):
    """A text, the war it is of, what it claims, and whether the reader is known not to get it yet."""

    text: str
    war: str
    claims: tuple[str, ...]
    missed: bool


def _said(text: str, told: str) -> Said:
    """Read a case: the war's letter (the first war's is left out), claims; "?" before them where it is missed."""
    missed = told.startswith("? ")
    told = told.removeprefix("? ")
    war = "s"
    if told[:2] in {f"{letter} " for letter in WARS}:
        war, told = told[0], told[2:]
    return Said(text, war, () if told == "-" else tuple(sorted(told.split(", "))), missed)


def _cases() -> list[Said]:
    paths = [HERE / "sentences.txt", *sorted((HERE / "cases").glob("*.txt"))]
    lines = [line for path in paths for line in path.read_text(encoding="utf-8").splitlines()]
    lines = [line.strip() for line in lines if line and not line.startswith("#")]
    return [_said(text, told) for text, told in zip(lines[::2], lines[1::2], strict=True)]


def _as_written(claim: Claim, wanted: Sequence[str]) -> str:
    """Write a claim as the cases do; with its day, or without its side, where that is how it is wanted."""
    line = f"{claim.kind} {claim.actor or '.'} {claim.place}"
    line = line if claim.factual else f"({line})"
    day = f"{line} @{claim.when.start}" if claim.when is not None else line
    forms = [day, *(form.replace(f" {claim.actor or '.'} ", " * ", 1) for form in (line, day))]
    return next((form for form in forms if form in wanted), line)


def told(text: str, war: str = "s", wanted: Sequence[str] = ()) -> list[str]:
    """Return the claims of a text as the cases write them."""
    return sorted(_as_written(claim, wanted) for claim in read(text, WARS[war], day=DAY))


def _marked(said: Said) -> ParameterSet:
    marks = [pytest.mark.xfail(strict=True, reason="not read yet")] if said.missed else []
    return pytest.param(said, id=said.text[:60], marks=marks)


@pytest.mark.parametrize("said", [_marked(said) for said in _cases()])
def test_a_sentence_claims_what_a_person_reads_in_it(said: Said) -> None:
    assert told(said.text, said.war, said.claims) == list(said.claims)


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

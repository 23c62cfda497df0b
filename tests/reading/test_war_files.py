"""Wars are data: a third one is written here and read, and a wrong file is told all its faults."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from frontline._errors import InputError, NotFoundError
from frontline.model import Side
from frontline.reading import load_war, read, war_of

if TYPE_CHECKING:
    from pathlib import Path

THIRD = """
name = "Redland and Blueland"
regions = ["Redland", "Blue Province"]

[sides.red]
name = "Redland"
colour = "#cc0000"
aliases = ["Redlandic Army", "RA", "Red Guards"]
gentilics = ["Redlandic"]
short = ["army"]

[sides.blue]
name = "Blueland"
colour = "#0000cc"
aliases = ["Blue Volunteers", "BV", "Free Blues", "insurgents"]
gentilics = ["Bluelandic"]
"""


def test_a_third_war_is_read_as_well(tmp_path: Path) -> None:
    file = tmp_path / "third.toml"
    file.write_text(THIRD, encoding="utf-8")
    war = load_war(file)
    text = (
        "The Blue Volunteers captured Aldham and Beckford from the army. "
        "Redlandic troops shelled insurgent-held Aldham. "
        "The BV repelled an RA attack on Beckford, and the Red Guards withdrew from Carrow. "
        "A unit entered Blue Province."
    )
    told = [(claim.kind, claim.actor, claim.place) for claim in read(text, war)]
    assert told == [
        ("gain", "blue", "Aldham"),
        ("gain", "blue", "Beckford"),
        ("attack", "red", "Aldham"),
        ("hold", "blue", "Aldham"),
        ("repel", "blue", "Beckford"),
        ("withdraw", "red", "Carrow"),
    ]


def test_the_sides_of_a_theatre_are_a_war() -> None:
    war = war_of({"n": Side("n", "Northern Army", "#111111", ("the northerners",)), "s": Side("s", "South", "#222222")})
    claims = read("The Northern Army took Aldham. The northerners advanced on Beckford.", war)
    assert [(claim.kind, claim.actor, claim.place) for claim in claims] == [
        ("gain", "n", "Aldham"),
        ("advance", "n", "Beckford"),
    ]


def test_a_name_in_capitals_only_is_meant_in_capitals_only() -> None:
    claims = read("IS captured Aldham. It is calm in Beckford.", load_war("syria"))
    assert [(claim.actor, claim.place) for claim in claims] == [("isil", "Aldham")]


def test_a_short_name_means_what_the_text_calls_it_in_full() -> None:
    text = "Turkish-backed rebels gathered. The Turkish-backed rebels moved. The rebels captured Aldham."
    assert read(text, load_war("syria"))[-1].actor == "turkey"
    assert read("The rebels captured Aldham.", load_war("syria"))[-1].actor == "rebels"


def test_all_faults_of_a_wars_file_are_told_at_once(tmp_path: Path) -> None:
    file = tmp_path / "wrong.toml"
    file.write_text('regions = "x"\n[sides.a]\naliases = "A"\ncolour = "red"\n[sides]\nb = 3\n', encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load_war(file)
    assert {"sides.a.colour", "sides.a.aliases", "regions", "side 'b'"} <= {
        name
        for fault in caught.value.faults
        for name in ("sides.a.colour", "sides.a.aliases", "regions", "side 'b'")
        if name in str(fault)
    }


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"sides = 3", b"[sides]"])
def test_what_is_no_war_is_refused_in_a_sentence(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "wrong.toml"
    file.write_bytes(content)
    with pytest.raises(InputError, match=r"wrong\.toml"):
        load_war(file)


def test_an_unknown_war_names_those_that_ship() -> None:
    with pytest.raises(NotFoundError, match="syria and ukraine"):
        load_war("atlantis")

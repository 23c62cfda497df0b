"""The model case: a machine-translated situation report, read as its reader reads it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from frontline.reading import load_war, read

if TYPE_CHECKING:
    from pathlib import Path

    from frontline.model import Claim


@pytest.fixture(scope="module")
def claims(shared: Path) -> list[Claim]:
    text = (shared / "seed" / "kuweires-2015-11-11.txt").read_text(encoding="utf-8")
    return read(text, load_war("syria"), day=date(2015, 11, 11))


@pytest.mark.parametrize(
    "told",
    [
        ("relieve", "government", "Kuwayres"),
        ("repel", "government", "Khanaser"),
        ("gain", "isil", "Jabbul"),
        ("advance", "isil", "Al-Nasiriyah"),
        ("advance", "isil", "Al-Safira"),
        ("advance", "government", "Kuwaries Sharqi"),
    ],
)
def test_the_report_says_it(claims: list[Claim], told: tuple[str, str, str]) -> None:
    assert told in {(claim.kind, claim.actor, claim.place) for claim in claims if claim.factual}


def test_sheikh_ahmad_was_fought_for(claims: list[Claim]) -> None:
    assert ("attack", "Sheikh Ahmad") in {(claim.kind, claim.place) for claim in claims if claim.factual}


def test_the_caliphate_lost_the_road_at_kuweires_sharqi(claims: list[Claim]) -> None:
    cut = [claim for claim in claims if claim.kind == "cut"]
    assert [(claim.target, "Kuwaries Sharqi" in claim.place) for claim in cut] == [("isil", True)]


def test_what_may_happen_is_no_fact(shared: Path, claims: list[Claim]) -> None:
    text = (shared / "seed" / "kuweires-2015-11-11.txt").read_text(encoding="utf-8")
    first, last = text.index("On the one hand"), text.index("especially critical")
    assert not [claim for claim in claims if first <= claim.start < last and claim.factual]
    assert not [
        claim for claim in claims if claim.start > text.index("The Caliphate in the coming days") and claim.factual
    ]

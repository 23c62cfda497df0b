"""The scoring of labelled text counts as it says that it does."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from types import ModuleType


def label(kind: str, actor: str | None, place: str, *, factual: bool = True) -> dict[str, Any]:
    return {"kind": kind, "actor": actor, "target": None, "place": place, "date": None, "factual": factual}


def article(folder: Path, name: str, *sentences: tuple[str, list[dict[str, Any]]]) -> None:
    rows = [{"text": text, "date": None, "claims": claims} for text, claims in sentences]
    (folder / f"{name}.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")


def test_a_claim_is_right_where_kind_place_and_named_side_agree(gold: ModuleType, tmp_path: Path) -> None:
    article(
        tmp_path,
        "one",
        ("The army captured Umm Zahra and Tal Rasm.", [label("gain", None, "village of Umm Zahra")]),
        ("ISIL shelled Kafr Anbar.", [label("attack", "government", "Kafr Anbar")]),
        ("It rained.", [label("hold", "rebels", "Deir Walid")]),
    )
    found = gold.score(tmp_path)
    assert found.total == (3, 3, 1)
    assert found.total.f1 == pytest.approx(1 / 3)
    assert found.faults == {"false: gain where none is": 1, "another side": 1, "missed: hold": 1}


def test_what_did_not_happen_is_not_wanted_and_said_to_be_so_where_it_is_read(gold: ModuleType, tmp_path: Path) -> None:
    wanted = label("gain", "government", "Umm Zahra", factual=False)
    article(tmp_path, "one", ("The army captured Umm Zahra.", [wanted]))
    found = gold.score(tmp_path)
    assert found.total == (0, 1, 0)
    assert found.faults == {"false: did not happen": 1}


def test_the_interval_holds_the_score_and_is_a_point_where_all_articles_are_alike(
    gold: ModuleType, tmp_path: Path
) -> None:
    right = ("The army captured Umm Zahra.", [label("gain", "government", "Umm Zahra")])
    for name in "abc":
        article(tmp_path, name, right)
    assert gold.score(tmp_path).interval() == (1.0, 1.0)
    article(tmp_path, "d", ("It rained.", [label("hold", "rebels", "Deir Walid")]))
    found = gold.score(tmp_path)
    low, high = found.interval()
    assert low < found.total.f1 < high


def test_it_agrees_with_the_scorer_that_it_follows(
    gold: ModuleType, shared: Path, script: Callable[[Path], ModuleType]
) -> None:
    scorer = script(shared / "score_reading.py")
    files = sorted((shared / "gold" / "train").glob("*.jsonl"))[:2]
    rows = [json.loads(line) for path in files for line in path.read_text(encoding="utf-8").splitlines()]
    names = sorted({claim["place"] for row in rows for claim in row["claims"]})[:60]
    for kind in ("gain", "cut"):
        for one in names:
            for other in names:
                assert gold.one_place(one, other, kind) == scorer.same_place(one, other, kind), (one, other)

"""The reader against sentences that people have labelled: what it reaches must not be lost again."""

from __future__ import annotations

import importlib.util
import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from frontline.reading import load_war, read

if TYPE_CHECKING:
    from pathlib import Path

# F1 of all claims, F1 of gains, share of days.
LEAST = {"train": (0.86, 0.93, 0.93), "dev": (0.74, 0.84, 0.90)}


@pytest.fixture(scope="module")
def same_place(shared: Path) -> Any:  # noqa: ANN401
    """Return the scorer's own comparison of places."""
    spec = importlib.util.spec_from_file_location("score_reading", shared / "score_reading.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.same_place


def score(folder: Path, same_place: Any) -> tuple[float, float, float]:  # noqa: ANN401
    """Return F1 over all claims, F1 over gains, and the share of right claims whose day is right (level `full`)."""
    gold = got = hit = gains = gains_got = gains_hit = dated = dated_hit = 0
    for path in sorted(folder.glob("*.jsonl")):
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        war = load_war("ukraine" if "ukraine" in json.dumps(rows[0].get("sides", "")) else "syria")
        first = next((row["date"] for row in rows if row.get("date")), None)
        text = "".join(row["text"] + " " for row in rows)
        claims = [claim for claim in read(text, war, day=date.fromisoformat(first) if first else None) if claim.factual]
        at = 0
        for row in rows:
            end = at + len(row["text"]) + 1
            left = [claim for claim in claims if at <= claim.start < end]
            got += len(left)
            gains_got += sum(claim.kind == "gain" for claim in left)
            at = end
            for wanted in (claim for claim in row["claims"] if claim["factual"]):
                gold += 1
                gains += wanted["kind"] == "gain"
                found = next(
                    (
                        claim
                        for claim in left
                        if claim.kind == wanted["kind"]
                        and same_place(claim.place, wanted["place"], claim.kind)
                        and wanted["actor"] in (None, claim.actor)
                    ),
                    None,
                )
                if found is None:
                    continue
                left.remove(found)
                hit += 1
                gains_hit += found.kind == "gain"
                if wanted["date"]:
                    dated += 1
                    dated_hit += found.when is not None and found.when.start.isoformat() == wanted["date"]
    return 2 * hit / (gold + got), 2 * gains_hit / (gains + gains_got), dated_hit / dated


@pytest.mark.parametrize("part", ["train", "dev"])
def test_labelled_sentences_are_read_as_well_as_before(shared: Path, same_place: Any, part: str) -> None:  # noqa: ANN401
    reached = score(shared / "gold" / part, same_place)
    assert all(value >= least for value, least in zip(reached, LEAST[part], strict=True)), reached

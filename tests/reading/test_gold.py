"""The reader against sentences that people have labelled: what it reaches must not be lost again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path
    from types import ModuleType

# F1 of all claims, F1 of gains, share of days.
LEAST = {"train": (0.86, 0.93, 0.93), "dev": (0.76, 0.84, 0.90)}


@pytest.mark.parametrize("part", ["train", "dev"])
def test_labelled_sentences_are_read_as_well_as_before(shared: Path, gold: ModuleType, part: str) -> None:
    got = gold.score(shared / "gold" / part)
    reached = (got.total.f1, got.kinds["gain"].f1, got.on_the_day)
    assert all(value >= least for value, least in zip(reached, LEAST[part], strict=True)), reached

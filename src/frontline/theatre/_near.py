"""Near names for a name that is not there: every fault about a name says what its writer may have meant."""

from __future__ import annotations

__all__ = ["did_you_mean"]

from typing import TYPE_CHECKING

from rapidfuzz.fuzz import WRatio
from rapidfuzz.process import extract
from rapidfuzz.utils import default_process

if TYPE_CHECKING:
    from collections.abc import Iterable


def did_you_mean(name: str, known: Iterable[str], *, at_most: int = 2, cutoff: float = 72) -> str:
    """Return "; did you mean 'a' or 'b'?", or nothing where no known name is near (rapidfuzz's WRatio, 0 to 100)."""
    best = extract(name, list(dict.fromkeys(known)), scorer=WRatio, processor=default_process, limit=at_most)
    near = [candidate for candidate, score, _ in best if score >= cutoff]
    return f"; did you mean {' or '.join(map(repr, near))}?" if near else ""

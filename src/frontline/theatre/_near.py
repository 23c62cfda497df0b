"""Near names for a name that is not there: every fault about a name says what its writer may have meant."""

from __future__ import annotations

__all__ = ["did_you_mean", "slip_of"]

from typing import TYPE_CHECKING

from rapidfuzz.distance import OSA
from rapidfuzz.fuzz import WRatio
from rapidfuzz.process import extract
from rapidfuzz.utils import default_process

if TYPE_CHECKING:
    from collections.abc import Iterable

_MANY = 5000


def did_you_mean(name: str, known: Iterable[str], *, at_most: int = 2, cutoff: float = 72) -> str:
    """Return "; did you mean 'a' or 'b'?", or nothing where no known name is near (rapidfuzz's WRatio, 0 to 100).

    Among very many names only those of the same first letter are looked at: a quarter of a second a fault is too long.
    """
    known = list(dict.fromkeys(known))
    if len(known) > _MANY:
        known = [one for one in known if one[:1].casefold() == name[:1].casefold()]
    best = extract(name[:100], known, scorer=WRatio, processor=default_process, limit=at_most)
    near = [candidate for candidate, score, _ in best if score >= cutoff]
    return f"; did you mean {' or '.join(map(repr, near))}?" if near else ""


def slip_of(word: str, known: Iterable[str]) -> str | None:
    """Return the known word that a word is a slip of the pen of: one letter wrong or two swapped, in eight."""
    return next((one for one in known if OSA.distance(word.casefold(), one) <= 1 + len(one) // 8), None)

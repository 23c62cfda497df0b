"""Which testimony is independent: whose words a report carries, and whether it only repeats another's.

Two reports are independent where they have different origins *and* different words. A reprint under another name
has the same words; a second dispatch of one agency has the same origin. Neither is a second witness.
"""

from __future__ import annotations

__all__ = ["same_texts", "sketch"]

import re
from collections import Counter, defaultdict
from hashlib import blake2b
from heapq import nsmallest
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from frontline.model import Report

_WORD = re.compile(r"\w+")
_RUN = 4  # words in a row that are compared
_READ = 20_000  # words of a text that are looked at: a reprint shows itself well before
_KEPT = 16  # hashes in a sketch; two texts that share nine tenths of their runs share about that part of the sketch
_SHARED = 0.25  # share of a sketch that another must have for their texts to be compared at all
_SAME = 0.8  # share of the shorter text's runs that stand in the longer one too
_FEW = 8  # a text of fewer words proves nothing by being like another


def sketch(text: str) -> tuple[int, ...]:
    """Return the smallest hashes of the runs of words in a text: texts that share much share some of them.

    A bottom-k sketch (A. Broder, "On the resemblance and containment of documents", 1997). Empty for a text of
    fewer than eight words.
    """
    return tuple(nsmallest(_KEPT, {_hash(run) for run in _runs(text)}))


def same_texts(reports: Iterable[Report], sketches: Mapping[str, tuple[int, ...]] | None = None) -> dict[str, str]:
    """Return for each report (by id) the first report that has its words, itself where no other has.

    Two texts are the same where four fifths of the runs of four words in the shorter stand in the longer, case and
    punctuation aside. "First" is by day of publication, then id. `sketches` are theirs by id, if known.
    """
    ordered = sorted(reports, key=lambda report: (report.published is None, report.published or (), report.id))
    by_id = {report.id: report for report in ordered}
    known = sketches or {}
    first = {report.id: report.id for report in ordered}
    holders: dict[int, list[str]] = defaultdict(list)
    runs: dict[str, set[str]] = {}

    def runs_of(report: str) -> set[str]:
        if report not in runs:
            runs[report] = _runs(by_id[report].text)
        return runs[report]

    for report in ordered:
        hashes = known[report.id] if report.id in known else sketch(report.text)
        shared = Counter(other for value in hashes for other in holders[value])
        likely = (other for other, count in shared.most_common() if count >= _SHARED * len(hashes))
        copied = next((other for other in likely if _contained(runs_of(report.id), runs_of(other))), None)
        if copied is not None:
            first[report.id] = copied
            continue
        for value in hashes:
            holders[value].append(report.id)
    return first


def _runs(text: str) -> set[str]:
    words = [match[0] for _, match in zip(range(_READ), _WORD.finditer(text.casefold()), strict=False)]
    if len(words) < _FEW:
        return set()
    return {" ".join(words[at : at + _RUN]) for at in range(len(words) - _RUN + 1)}


def _hash(run: str) -> int:
    return int.from_bytes(blake2b(run.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")


def _contained(one: set[str], other: set[str]) -> bool:
    return len(one & other) >= _SAME * min(len(one), len(other)) > 0

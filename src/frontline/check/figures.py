"""The durations that a report states, held to those that the record gives.

What a duration measures is told by the nearest of a few words in its sentence (`CUES`): a siege, an operation, a
fight, the way from one place to the next, a closed road; "N days after" is the time between two events. What it is the
siege (operation, ...) of is told by the claims of the same sentence, else of the nearest sentence before that has any
(`scene.py`); `durations.py` computes it from the record.

A figure is supported where the range of days that its words let stand (`quantities`) meets the range that the record
gives with the doubt in both its ends, and contradicted where it does not.
"""

from __future__ import annotations

__all__ = ["CUES", "figures"]

import re
from bisect import bisect
from datetime import timedelta
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from frontline.names import build_index, scan
from frontline.reading.text.clean import clean
from frontline.reading.text.sentences import sentences

from .durations import DURATIONS
from .findings import Figure
from .ground import ground_of
from .quantities import quantities
from .scene import Scene

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from frontline.control import Belief
    from frontline.model import Claim, Report

    from .durations import Computed
    from .findings import Statement
    from .quantities import Quantity

_REMEMBERED = 50  # names before a duration that may be what it is about
_ABOUT = 25  # characters about a duration in which the side is named whose siege it is
_AFTER = re.compile(r"\s+after\b", re.IGNORECASE)

# What a duration measures, by the words about it.
CUES: Mapping[str, re.Pattern[str]] = {
    measure: re.compile(rf"\b(?:{words})\b", re.IGNORECASE)
    for measure, words in {
        "siege": r"sieges?|besieg\w+|(?:de)?blockad\w+|encircl\w+|surrounded|cut off|isolated|trapped",
        "operation": r"operations?|offensives?|campaigns?|push|drive",
        "fight": r"fight\w*|fought|battles?|clash\w*|combat",
        "way": r"to (?:reach|take|break|link|get|cover|capture|advance|seize)|reach(?:ed|es|ing)?|link(?:ed|ing)? up",
        "closed road": r"closed|blocked|severed|reopen\w*|unusable|cut(?! off)",
    }.items()
}


def figures(belief: Belief, report: Report, found: Sequence[Statement]) -> tuple[Figure, ...]:
    """Return the durations that a report states, in its order, each held to the record's."""
    spans = list(sentences(clean(report.text)))
    starts = [start for start, _ in spans]
    index = build_index(belief.theatre.places.values())
    last = belief.theatre.end - timedelta(days=1)
    until = min(report.published.last if report.published else last, last)
    ground = cache(lambda claim: ground_of(claim, belief.theatre, index))
    said: dict[int, list[Claim]] = {}  # by sentence
    for one in found:
        said.setdefault(bisect(starts, one.claim.start) - 1, []).append(one.claim)
    told_in = sorted(said)
    mentions = scan(index, report.text)
    named_at = [mention.start for mention in mentions]
    out = []
    for quantity in quantities(report.text):
        at = bisect(starts, quantity.start) - 1
        if at < 0:
            continue
        start, end = spans[at]
        last_told = bisect(told_in, at)
        near = said[told_in[last_told - 1]] if last_told else ()
        own = said.get(at, [])
        named = bisect(named_at, end)
        measure, about = _measure(report.text[start:end], quantity, start)
        scene = Scene(
            belief,
            until,
            near,
            [claim for claim in own if claim.start < quantity.start] or said.get(at - 1, []),
            [claim for claim in own if claim.start >= quantity.start],
            ground,
            mentions[max(0, named - _REMEMBERED) : named],
            start,
            quantity.start,
            about,
        )
        computed = DURATIONS[measure](scene) if measure else None
        sentence = " ".join(report.text[start:end].split())
        out.append(_held(quantity, sentence, measure, computed))
    return tuple(out)


def _measure(sentence: str, quantity: Quantity, base: int) -> tuple[str | None, str]:
    """Return what a duration measures: "N days after", else by the cue nearest to it, and the words about both."""
    start, end = quantity.start - base, quantity.end - base
    if _AFTER.match(sentence, end):
        return "time between", ""
    near = [(max(first - end, start - last, 0), first, last, measure) for first, last, measure in _cues(sentence)]
    if not near:
        return None, ""
    _, first, last, measure = min(near)
    return measure, sentence[max(0, min(start, first) - _ABOUT) : max(end, last) + _ABOUT]


@lru_cache(maxsize=8)
def _cues(sentence: str) -> tuple[tuple[int, int, str], ...]:
    """Return where in a sentence the cues stand, and what each says is measured."""
    text = clean(sentence)
    return tuple((*cue.span(), measure) for measure, pattern in CUES.items() for cue in pattern.finditer(text))


def _held(quantity: Quantity, sentence: str, measure: str | None, computed: Computed | None) -> Figure:
    if computed is None:
        reason = "the record has no such " + measure if measure else "the text does not tell what lasted so long"
        return Figure(quantity, sentence, "untested", f"Not compared: {reason}.")
    days = (computed.end - computed.start).days
    meets = computed.low <= quantity.high and quantity.low <= computed.high
    bounds = f" ({computed.low:,} to {computed.high:,})" if computed.low != computed.high else ""
    return Figure(
        quantity,
        sentence,
        "supported" if meets else "contradicted",
        f"{computed.basis}: {days:,} day{'' if days == 1 else 's'}{bounds}.",
        computed.measures,
        computed.start,
        computed.end,
        days,
        computed.low,
        computed.high,
        computed.basis,
        computed.claims,
    )

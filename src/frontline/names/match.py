"""Which place a spelling means, and how sure that is.

Every candidate place, and the supposition that the spelling means none of them, is weighed by Bayes' rule:
prior (how prominent the place is, how near to the other places of the report) times likelihood (how far the spelling
is from the place's own). The supposition of none pays for every sound of the spelling: a long or rare name that fits
well can hardly fit by chance, a short or common one can.
"""

from __future__ import annotations

__all__ = ["Alternative", "Match", "THRESHOLD", "resolve"]

from dataclasses import dataclass
from math import exp, log
from typing import TYPE_CHECKING

import numpy as np
from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import cdist

from .distance import distance, weight
from .index import Form, candidates, fold, parse
from .lexicon import RELATED, SETTLEMENT

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from frontline.model import Place

    from .index import NameIndex

    _Fits = tuple[NDArray[np.int64], NDArray[np.float64]]

THRESHOLD = 0.5  # below this probability the answer is none
_COST = 4.0  # log-odds that a consonant's difference costs
_SOUND = 2.3  # log-odds that a consonant's agreement earns: about what it narrows down among names
_NONE = 0.3  # prior of a name that is in no gazetteer
_CONTEXT = 0.9  # weight of the report's other places in the prior
_REACH_KM = 20.0  # distance at which a report's other places have half their weight
_SAME_KM = 3.0  # one name written alike within this distance is one place listed twice
_SHORTLIST = 24


@dataclass(frozen=True, slots=True)
class Alternative:
    """A place that a spelling may mean, with the probability of it."""

    place: Place
    score: float


@dataclass(frozen=True, slots=True)
class Match:
    """What a spelling means: `place` is None where no place reaches the threshold; `score` is a probability.

    `alternatives` are the likeliest places, best first, the answer among them.
    """

    name: str
    place: Place | None
    score: float
    alternatives: tuple[Alternative, ...] = ()


def resolve(index: NameIndex, spelling: str, *, context: Iterable[str] = (), near: Iterable[str] = ()) -> Match:
    """Find the place that a spelling means.

    `context` are other names from the same report, as written; `near` are ids of places known to be in it.
    """
    fits = _fits(index, spelling)
    prior = _prior(index, tuple(context), tuple(near))
    return _match(index, spelling, fits, prior)


def _match(index: NameIndex, spelling: str, fits: _Fits, prior: NDArray[np.float64] | None) -> Match:
    places, fit = fits
    if not len(places):
        return Match(spelling, None, 0.0)
    weights = (index.prior if prior is None else prior)[places] * np.exp(fit) * (1 - _NONE)
    scores = weights / (weights.sum() + _NONE)
    order = np.lexsort((places, -scores))
    merged = _merged(index, places[order], scores[order])
    ranked = tuple(Alternative(index.places[place], round(score, 4)) for place, score in merged[:5] if score >= 5e-5)
    if ranked and ranked[0].score >= THRESHOLD:
        return Match(spelling, ranked[0].place, ranked[0].score, ranked)
    return Match(spelling, None, ranked[0].score if ranked else 0.0, ranked)


def _fits(index: NameIndex, spelling: str) -> _Fits:
    """Return the places that the spelling may mean and the log-likelihood ratio of each against a name unknown."""
    found = index.cache.get(spelling)
    if found is None:
        found = index.cache[spelling] = _compare(index, spelling)
    return found


def _compare(index: NameIndex, spelling: str) -> _Fits:
    form = parse(spelling)
    readings = [form] if form.core else []
    if not form.core:
        readings.append(Form(tuple(fold(spelling).split())))
    best: dict[int, float] = {}
    for reading in readings:
        core = reading.key
        if not core:
            continue
        earned = _information(index, reading)
        entries = _shortlist(index, core, candidates(index, core))
        far: dict[str, float] = {}
        for entry in entries:
            other = index.cores[entry]
            if other not in far:
                far[other] = distance(core, other)
            place = int(index.owner[entry])
            cost = far[other] + _differing(reading, index.forms[entry], index.kinds[place])
            fit = earned - _COST * cost
            if fit > best.get(place, -20.0):
                best[place] = fit
    return np.array(list(best), dtype=np.int64), np.array(list(best.values()), dtype=float)


def _shortlist(index: NameIndex, core: str, entries: NDArray[np.int32]) -> list[int]:
    if len(entries) > _SHORTLIST:
        scores = cdist([core], [index.cores[entry] for entry in entries], scorer=Levenshtein.distance)[0]
        limit = np.partition(scores, _SHORTLIST)[_SHORTLIST]
        entries = entries[scores <= limit]
    return [int(entry) for entry in entries]


def _information(index: NameIndex, form: Form) -> float:
    """Return how unlikely the name would be by chance: the log-odds that a full agreement earns."""
    total = max(len(index.forms), 1)
    earned = 0.0
    for word in form.core:
        common = index.frequency.get(word)
        by_sound = _SOUND * weight(word)
        earned += min(by_sound, log(total / common)) if common else by_sound
    return earned + 1.0 * len(form.types) + 1.5 * len(form.qualifiers)


def _differing(asked: Form, known: Form, kind: frozenset[str]) -> float:
    """Return what the words around the name cost where they differ, in consonants."""
    cost = 0.0
    has = known.types | kind
    for concept in asked.types - has:
        if concept in SETTLEMENT and has & SETTLEMENT:
            continue
        near = any(concept in group and has & group for group in RELATED)
        cost += 0.3 if near else 0.5 if concept == "hill" else 1.0
    cost += 0.2 * len((known.types - asked.types) - SETTLEMENT)
    missing, extra = known.qualifiers - asked.qualifiers, asked.qualifiers - known.qualifiers
    cost += 0.5 * len(missing) + 0.6 * len(extra)
    return cost


def _prior(index: NameIndex, context: Sequence[str], near: Sequence[str]) -> NDArray[np.float64] | None:
    weights: dict[int, float] = {}
    for place in near:
        if place in index.number:
            weights[index.number[place]] = 1.0
    for name in context:
        match = _match(index, name, _fits(index, name), None)
        for alternative in match.alternatives:
            number = index.number[alternative.place.id]
            weights[number] = weights.get(number, 0.0) + alternative.score
    if not weights:
        return None
    total = sum(weights.values())
    prior = np.zeros(len(index.places))
    for number, share in weights.items():
        prior += share / total * _around(index, number)
    return (1 - _CONTEXT) * index.prior + _CONTEXT * prior


def _around(index: NameIndex, number: int) -> NDArray[np.float64]:
    key = ("around", number)
    if key not in index.cache:
        kernel = index.prior / (1 + (_km(index, number) / _REACH_KM) ** 2) ** 1.5
        index.cache[key] = kernel / kernel.sum()
    return index.cache[key]


def _km(index: NameIndex, number: int) -> NDArray[np.float64]:
    lon, lat = index.points.T
    east = (lon - lon[number] + 180) % 360 - 180
    return 111.2 * np.hypot(east * np.cos(np.radians(lat[number])), lat - lat[number])


def _merged(index: NameIndex, places: NDArray[np.int64], scores: NDArray[np.float64]) -> list[tuple[int, float]]:
    return [(int(place), float(score)) for place, score in zip(places, scores, strict=True)]

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
from rapidfuzz.distance.Indel import normalized_similarity as ratio
from rapidfuzz.process import cdist

from .distance import distance, weight
from .index import Form, candidates, fold, parse
from .lexicon import RELATED, SETTLEMENT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from frontline.model import Place

    from .index import NameIndex

    _Fits = tuple[NDArray[np.int64], NDArray[np.float64]]

THRESHOLD = 0.4  # below this probability the answer is none

# The weights below were fitted (maximum likelihood, docs/names.md) to spellings of known places, with the places in the
# gazetteer and taken out of it, and rounded; they speak of writing, not of one war's names.
_NONE = 0.2  # prior of a name that the gazetteer lacks
_COST = 6.5  # log-odds that a difference of one consonant costs
_CONSONANT, _VOWEL, _TYPE, _QUALIFIER = 2.3, 1.1, 2.5, 0.5  # log-odds that the agreement of one earns
_CONTEXT = 0.97  # share of the prior that lies around the report's other places, where it has any
_REACH_KM = 8.0  # the prior around a place falls off beyond this distance, with its third power
_DESCRIBED = 0.3  # how much less a description ("the airport") says than a name
_EXACT = 2.0  # log-odds that a spelling earns which the gazetteer has letter for letter
_PLAIN = Form()
_SHORTLIST = 24  # spellings nearest by plain edit distance that are compared closely

# What differences in the words around the name cost, in consonants.
_OTHER_TYPE, _RELATED_TYPE, _TYPE_LEFT_OUT, _HILL_ADDED = 2.0, 0.4, 0.2, 0.5
_QUALIFIER_LEFT_OUT, _GREAT_LEFT_OUT, _QUALIFIER_ADDED = 0.5, 0.15, 1.5
_SURFACE = 0.5  # two spellings in one script that sound alike but share no letter


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
    form, words = parse(spelling)
    if not form.core:
        described = _described(index, form)
        if described is not None:
            return described
        form = Form(tuple(fold(spelling).split()), abjad=form.abjad)
    core = form.key
    best: dict[int, float] = {}
    if core:
        earned = _information(index, form)
        for place, cost in costs(index, form, words):
            fit = earned - _COST * cost + (_EXACT if cost == 0 else 0)
            if fit > best.get(place, -20.0):
                best[place] = fit
    return np.array(list(best), dtype=np.int64), np.array(list(best.values()), dtype=float)


def costs(index: NameIndex, form: Form, words: str) -> Iterator[tuple[int, float]]:
    """Yield the number of each place that the form may mean, and how far one of its spellings is, in consonants."""
    core = form.key
    far: dict[tuple[str, bool], float] = {}
    for entry in _shortlist(index, core, candidates(index, core)):
        known = index.forms.get(entry, _PLAIN)
        other = index.cores[entry], known.abjad
        if other not in far:
            far[other] = distance(core, other[0], abjad=(form.abjad, known.abjad))
        place = int(index.owner[entry])
        cost = far[other] + _differing(form, known, index.kinds[place])
        if form.abjad == known.abjad:
            cost += _SURFACE * (1 - ratio(words, index.words[entry]))
        yield place, cost


def _described(index: NameIndex, form: Form) -> _Fits | None:
    """Weigh the places that a description without a name, as "the airport", fits."""
    if not form.types or form.types & SETTLEMENT:
        return None
    fitting = [number for number, types in enumerate(index.types) if form.types <= types]
    if not fitting:
        return None
    share = index.prior[fitting].sum()
    return np.array(fitting, dtype=np.int64), np.full(len(fitting), log(_DESCRIBED / share))


def _shortlist(index: NameIndex, core: str, entries: NDArray[np.int32]) -> list[int]:
    if len(entries) > _SHORTLIST:
        scores = cdist([core], [index.cores[entry] for entry in entries], scorer=Levenshtein.distance)[0]
        limit = np.partition(scores, _SHORTLIST)[_SHORTLIST]
        entries = entries[scores <= limit]
    return [int(entry) for entry in entries]


def _information(index: NameIndex, form: Form) -> float:
    """Return how unlikely the name would be by chance: the log-odds that a full agreement earns.

    A word earns by its sounds, but not more than its rarity among the gazetteer's names says.
    """
    total = len(index.cores)
    earned = _TYPE * len(form.types) + _QUALIFIER * len(form.qualifiers)
    for word in form.core:
        vowels = sum(map(word.count, "aeiou"))
        by_sound = _CONSONANT * weight(word) + _VOWEL * vowels
        common = index.frequency.get(word)
        earned += min(by_sound, log(total / common)) if common else by_sound
    return earned


def _differing(asked: Form, known: Form, kind: frozenset[str]) -> float:
    """Return what the words around the name cost where they differ, in consonants."""
    cost = _TYPE_LEFT_OUT * len((known.types - asked.types) - SETTLEMENT)
    has = known.types | kind
    for concept in asked.types - has:
        if concept in SETTLEMENT and has & SETTLEMENT:
            continue
        if any(concept in group and has & group for group in RELATED):
            cost += _RELATED_TYPE
        else:
            cost += _HILL_ADDED if concept in {"hill", "mountain"} else _OTHER_TYPE
    missing, added = known.qualifiers - asked.qualifiers, asked.qualifiers - known.qualifiers
    cost += _QUALIFIER_LEFT_OUT * len(missing - {"great"}) + _GREAT_LEFT_OUT * len(missing & {"great"})
    return cost + _QUALIFIER_ADDED * len(added)


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

"""Which place a spelling means, and how sure that is.

Every candidate place, and the supposition that the spelling means none of them, is weighed by Bayes' rule:
prior (how prominent the place is, how near to the other places of the report) times likelihood (how far the spelling
is from the place's own). The supposition of none pays for every sound of the spelling: a long or rare name that fits
well can hardly fit by chance, a short or common one can.
"""

from __future__ import annotations

__all__ = ["THRESHOLD", "Alternative", "Match", "resolve"]

from dataclasses import dataclass
from math import log
from typing import TYPE_CHECKING

import numpy as np
from rapidfuzz.distance import Levenshtein
from rapidfuzz.distance.Indel import normalized_similarity as ratio
from rapidfuzz.process import cdist

from .distance import distance, weight
from .index import Form, candidates, fold, parse
from .lexicon import RELATED, SETTLEMENT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from numpy.typing import NDArray

    from frontline.model import Place

    from .index import NameIndex

    _Fits = tuple[NDArray[np.int64], NDArray[np.float64]]

THRESHOLD = 0.5  # below this probability the answer is none: a place must be likelier than all else together

# The weights were fitted by maximum likelihood to spellings of known places, asked with their places in the gazetteer
# and taken out of it, and rounded (docs/names.md). They are log-odds but where a unit is given.
_NONE = 0.15  # prior probability of a name that the gazetteer lacks
_CONSONANT, _VOWEL, _TYPE, _QUALIFIER = 2.3, 1.1, 2.5, 0.5  # what the agreement of one earns
_COST = 6.5  # what a difference of one consonant costs
_NAMES = 1000  # a small gazetteer's words are judged as if there were so many names more
_EXACT = 2.0  # what a spelling earns that the gazetteer has letter for letter
_DESCRIBED = 0.3  # how much less likely a place is described ("the airport") than named
_CONTEXT = 0.97  # share of the prior that lies around the report's other places, where it names any
_REACH_KM = 8.0  # beyond this distance from one of them the prior falls off, with its third power

# What differences in the words around the name cost, in consonants.
_OTHER_TYPE, _RELATED_TYPE, _TYPE_LEFT_OUT, _HILL_ADDED = 2.0, 0.4, 0.2, 0.5
_QUALIFIER_LEFT_OUT, _GREAT_LEFT_OUT, _QUALIFIER_ADDED = 0.5, 0.15, 1.5
_SURFACE = 0.5  # two spellings in one script that sound alike but share no letter

_PLAIN = Form()
_SHORTLIST = 24  # so many spellings, the nearest by plain edit distance, are compared closely
_SHOWN = 5
_HOPELESS, _CERTAIN = -5.0, 300.0
_NO_CHANCE = 5e-5  # a score that would be shown as 0
_TWIN_DEGREES = 0.02  # one name this near to itself is one place listed twice
_DEGREE_KM = 111.2
_REMEMBERED = 100_000  # what has been found out about names


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

    `context` are other names from the same report, as written; `near` are ids of places known to be in it. Of places
    alike in name those near to them are likelier. Method, formulas and figures: docs/names.md.
    """
    return _match(index, spelling, _around(index, context, near))


def _match(index: NameIndex, spelling: str, around: Mapping[int, float]) -> Match:
    places, fit = _fits(index, spelling)
    if not len(places):
        return Match(spelling, None, 0.0)
    weights = (1 - _NONE) * _prior(index, places, around) * np.exp(np.minimum(fit, _CERTAIN))
    scores = weights / (weights.sum() + _NONE)
    found = [
        Alternative(index.places[place], score) for place, score in zip(places.tolist(), scores.tolist(), strict=True)
    ]
    ranked = _ranked(found)
    best = ranked[0] if ranked else None
    answer = best.place if best and best.score >= THRESHOLD else None
    return Match(spelling, answer, best.score if best else 0.0, ranked)


def _ranked(found: Iterable[Alternative]) -> tuple[Alternative, ...]:
    """Return the likeliest places, best first; one that a gazetteer lists twice counts once, with both scores."""
    likely: list[Alternative] = []
    for other in sorted(found, key=lambda one: (-round(one.score, 9), one.place.id)):
        if other.score < _NO_CHANCE:
            break
        twin = next((at for at, one in enumerate(likely) if _is_twin(one.place, other.place)), None)
        if twin is None:
            likely.append(other)
        else:
            likely[twin] = Alternative(likely[twin].place, likely[twin].score + other.score)
    likely.sort(key=lambda one: (-round(one.score, 9), one.place.id))
    return tuple(Alternative(one.place, min(round(one.score, 4), 1.0)) for one in likely[:_SHOWN])


def _is_twin(one: Place, other: Place) -> bool:
    near = abs(one.lat - other.lat) < _TWIN_DEGREES and abs(one.lon - other.lon) < _TWIN_DEGREES
    return near and one.kind == other.kind and fold(one.name) == fold(other.name)


def _fits(index: NameIndex, spelling: str) -> _Fits:
    """Return the places that the spelling may mean and the log-likelihood ratio of each against a name unknown."""
    found = index.heard.get(spelling)
    if found is None:
        if len(index.heard) > _REMEMBERED:
            index.heard.clear()  # a stream without end brings ever new names
        found = index.heard[spelling] = _compare(index, spelling)
    return found


def _compare(index: NameIndex, spelling: str) -> _Fits:
    form, words = parse(spelling)
    best: dict[int, float] = {}
    if not form.core:
        best = _described(index, form)
        form = Form(tuple(fold(spelling).split()), abjad=form.abjad)
    if form.core:
        earned = _information(index, form)
        for place, cost in costs(index, form, words, limit=(earned - _HOPELESS) / _COST):
            fit = earned - _COST * cost + (_EXACT if cost == 0 else 0)
            if fit > best.get(place, _HOPELESS):
                best[place] = fit
    return np.array(list(best), dtype=np.int64), np.array(list(best.values()), dtype=float)


def costs(index: NameIndex, form: Form, words: str, *, limit: float) -> Iterator[tuple[int, float]]:
    """Yield the number of each place that the form may mean, and how far one of its spellings is, in consonants."""
    core = form.key
    far: dict[tuple[str, bool], float] = {}
    for entry in _shortlist(index, core, candidates(index, core)):
        known = index.forms.get(entry, _PLAIN)
        other = index.cores[entry], known.abjad
        if other not in far:
            far[other] = distance(core, other[0], abjad=(form.abjad, known.abjad), limit=limit)
        place = int(index.owner[entry])
        cost = far[other] + _differing(form, known, index.kinds[place])
        if form.abjad == known.abjad:
            cost += _SURFACE * (1 - ratio(words, index.words[entry]))
        yield place, cost


def _described(index: NameIndex, form: Form) -> dict[int, float]:
    """Weigh the places that a description without a name fits, as "the airport": the rarer the type, the better."""
    if not form.types or form.types & SETTLEMENT:
        return {}
    fitting = [number for number, types in enumerate(index.types) if form.types <= types]
    share = float(index.prior[fitting].sum())
    return dict.fromkeys(fitting, log(_DESCRIBED / share)) if fitting else {}


def _shortlist(index: NameIndex, core: str, entries: NDArray[np.int32]) -> list[int]:
    if len(entries) > _SHORTLIST:
        scores = cdist([core], [index.cores[entry] for entry in entries], scorer=Levenshtein.distance)[0]
        limit = np.partition(scores, _SHORTLIST)[_SHORTLIST]
        entries = entries[scores <= limit]
    return [int(entry) for entry in entries]


def _information(index: NameIndex, form: Form) -> float:
    """Return how unlikely the name would be by chance: the log-odds that a full agreement earns.

    A word earns by its sounds, but not more than its rarity says where several names of the gazetteer have it.
    """
    total = len(index.cores) + _NAMES
    earned = _TYPE * len(form.types) + _QUALIFIER * len(form.qualifiers)
    for word in form.core:
        vowels = sum(map(word.count, "aeiou"))
        by_sound = _CONSONANT * weight(word) + _VOWEL * vowels
        others = index.frequency.get(word, 0) - 1
        earned += min(by_sound, log(total / others)) if others > 0 else by_sound
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


def _around(index: NameIndex, context: Iterable[str], near: Iterable[str]) -> dict[int, float]:
    """Return the numbers of the places that a report names, with how sure that is, as shares of one."""
    weights = {index.number[place]: 1.0 for place in near if place in index.number}
    for name in context:
        for other in _alone(index, name):
            number = index.number[other.place.id]
            weights[number] = weights.get(number, 0.0) + other.score
    total = sum(weights.values())
    return {number: weight / total for number, weight in weights.items()}


def _alone(index: NameIndex, name: str) -> tuple[Alternative, ...]:
    """Return what a name of the report means by itself, found out once."""
    found: tuple[Alternative, ...] | None = index.heard.get(("alone", name))
    if found is None:
        found = index.heard["alone", name] = _match(index, name, {}).alternatives
    return found


def _prior(index: NameIndex, places: NDArray[np.int64], around: Mapping[int, float]) -> NDArray[np.float64]:
    """Return the prior of the places: by their prominence, and by how near they are to others of the report."""
    prior = index.prior[places]
    if not around:
        return prior
    shares = np.array([share / _crowd(index, number) for number, share in around.items()])
    near = shares @ _kernel(index, np.array(list(around))[:, np.newaxis], places)
    mixed: NDArray[np.float64] = prior * ((1 - _CONTEXT) + _CONTEXT * near)
    return mixed


def _crowd(index: NameIndex, number: int) -> float:
    """Return how many places, weighed by prominence, there are about a place."""
    key = ("crowd", number)
    if key not in index.cache:
        index.cache[key] = float((index.prior * _kernel(index, np.array(number), slice(None))).sum())
    crowd: float = index.cache[key]
    return crowd


def _kernel(index: NameIndex, numbers: NDArray[np.int64], places: NDArray[np.int64] | slice) -> NDArray[np.float64]:
    """Return how near places are to others of the report, from 1 down to 0; `numbers` is broadcast over `places`."""
    lon, lat = index.points[places].T
    here_lon, here_lat = index.points[numbers, 0], index.points[numbers, 1]
    east = (lon - here_lon + 180) % 360 - 180
    km = _DEGREE_KM * np.hypot(east * np.cos(np.radians(here_lat)), lat - here_lat)
    kernel: NDArray[np.float64] = (1 + (km / _REACH_KM) ** 2) ** -1.5
    return kernel

"""The index of a gazetteer's spellings: from a spelling to the few places that it may mean."""

from __future__ import annotations

__all__ = ["Form", "NameIndex", "build_index", "candidates", "fold", "parse"]

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from .lexicon import FILLERS, PHRASES, QUALIFIERS, TYPES
from .sound import skeleton, sound, words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from frontline.model import Place

_DEPTH = 12  # consonants of a skeleton that retrieval looks at: twelve of five bits fit one machine word
_PARTS = re.compile(r"\s*[()/&#|]\s*")
_PARTED = re.compile(r"[()/&#|]")
_PHRASE = re.compile(r"\b(?:" + "|".join(PHRASES) + r")\b")
_CODES = {letter: code for code, letter in enumerate("bftsjkhlrmn0123456789", start=1)}


_PROMINENCE = 1.3  # the prior of a place grows with its size to this power
_TELLING = 4  # letters from which on a word is known by its sound too, however it is spelt
_ABJAD = re.compile(r"[\u0590-\u06ff\ufb50-\ufdff\ufe70-\ufeff]")
_Meaning = tuple[str, str]


class Form(NamedTuple):
    """A spelling taken apart: the sounds of the name proper by word, and the concepts of the words around it."""

    core: tuple[str, ...] = ()
    types: frozenset[str] = frozenset()
    qualifiers: frozenset[str] = frozenset()
    abjad: bool = False  # in a script that leaves short vowels unwritten

    @property
    def key(self) -> str:
        """The sounds of the name proper without gaps."""
        return "".join(self.core)


@dataclass(frozen=True, slots=True, eq=False)
class NameIndex:
    """A gazetteer ready to be asked. Entry `i` is one spelling, of the place `places[owner[i]]`.

    `keys` are the packed skeletons of the entries and of these with one consonant left out, sorted, `entries` says
    which entry each is of. `frequency` counts the entries in which a word of a name's core occurs.
    """

    places: tuple[Place, ...]
    number: Mapping[str, int]
    spellings: Sequence[str]
    owner: NDArray[np.int32]
    forms: Mapping[int, Form]
    cores: Sequence[str]
    words: Sequence[str]
    keys: NDArray[np.uint64]
    entries: NDArray[np.int32]
    frequency: Mapping[str, int]
    kinds: Sequence[frozenset[str]]
    types: Sequence[frozenset[str]]
    points: NDArray[np.float64]
    prior: NDArray[np.float64]
    cache: dict[Any, Any] = field(default_factory=dict)  # what asking has worked out so far
    heard: dict[Any, Any] = field(default_factory=dict)  # the same, of names asked for: may be emptied at any time


def _lexicon() -> tuple[dict[str, _Meaning], dict[str, _Meaning]]:
    by_word: dict[str, _Meaning] = {}
    by_sound: dict[str, _Meaning] = {}
    for part, table in (("filler", {"": FILLERS}), ("type", TYPES), ("qualifier", QUALIFIERS)):
        for concept, words in table.items():
            for word in words_of(words.replace(" ", "\n")).split():
                by_word.setdefault(word, (part, concept))
                if len(word) >= _TELLING:
                    by_sound.setdefault(sound(word), (part, concept))
    return by_word, by_sound


_BY_WORD, _BY_SOUND = _lexicon()


def _take_apart(spellings: Sequence[str]) -> tuple[list[str], list[str], dict[int, Form]]:
    """Return the spellings in plain words and in sounds, and the forms of those that are more than a name's sounds."""
    text = "\n".join(spellings)
    if text.count("\n") >= len(spellings):
        text = "\n".join(spelling.replace("\n", " ") for spelling in spellings)
    text = _PHRASE.sub(lambda match: PHRASES[match[0]], words_of(text))
    sounds = sound(text)
    meanings = _meanings(text, sounds)
    lines, heard = text.split("\n"), sounds.split("\n")
    known = meanings.keys()
    forms = {
        number: _form(words, heard[number].split(), meanings)
        for number, line in enumerate(lines)
        if not known.isdisjoint(words := line.split())
    }
    for number, spelling in enumerate(spellings):
        if not spelling.isascii() and _ABJAD.search(spelling):
            forms[number] = forms.get(number, Form(tuple(heard[number].split())))._replace(abjad=True)
    return lines, heard, forms


def _meanings(words: str, heard: str) -> dict[str, _Meaning]:
    """Return what the words of a text, given with their sounds, mean that are no names."""
    distinct = dict(zip(words.split(), heard.split(), strict=True))
    meanings = {word: _BY_WORD.get(word) or _BY_SOUND.get(sounds) for word, sounds in distinct.items()}
    return {word: meaning for word, meaning in meanings.items() if meaning}


def _form(words: list[str], sounds: list[str], meanings: Mapping[str, _Meaning]) -> Form:
    found: dict[str, set[str]] = {"type": set(), "qualifier": set(), "filler": set()}
    core = []
    for word, heard in zip(words, sounds, strict=True):
        if word in meanings:
            part, concept = meanings[word]
            found[part].add(concept)
        else:
            core.append(heard)
    return Form(tuple(core), frozenset(found["type"]), frozenset(found["qualifier"]))


def parse(spelling: str) -> tuple[Form, str]:
    """Return a spelling taken apart, and in plain words. One of type words alone, as "Tall Kabir", has them as name."""
    lines, heard, forms = _take_apart([spelling])
    return forms.get(0, Form(tuple(heard[0].split()))), lines[0]


@lru_cache(maxsize=1 << 14)
def fold(spelling: str) -> str:
    """Return the phonetic normal form of a spelling: what folds alike is one name.

    Case, marks, articles, doubled letters, the script and a final silent h make no difference.
    """
    return " ".join(sound(words_of(spelling.replace("\n", " "))).split())


def build_index(places: Iterable[Place]) -> NameIndex:
    """Index the names and aliases of places.

    A name that holds several, as "Thawrah (Tabqa)" or "Habbari/Ithriyah oil field", can be found by each of them.
    The time grows with the number of names; 200,000 take about a second.
    """
    places = tuple(places)
    spellings: list[str] = []
    owner: list[int] = []
    for number, place in enumerate(places):
        for name in (place.name, *place.aliases):
            parts = (
                [name, *(part for part in _PARTS.split(name) if part and part != name)]
                if _PARTED.search(name)
                else [name]
            )
            spellings += parts
            owner += [number] * len(parts)
    lines, heard, forms = _take_apart(spellings) if spellings else ([], [], {})
    cores = "\n".join(heard).replace(" ", "").split("\n") if heard else []
    for number, form in forms.items():
        if form.core:
            cores[number] = form.key
        else:  # a name made of type words alone, as "Tall Kabir": they are the name
            forms[number] = Form(abjad=form.abjad)
    keys, entries = _keys(skeleton("\n".join(cores)).split("\n"))
    kind_types = {kind: _kind(kind) for kind in {place.kind for place in places}}
    types = [kind_types[place.kind] for place in places]
    for number, form in forms.items():
        if form.types:
            types[owner[number]] |= form.types
    size = np.array([max(place.size, 0.5) for place in places], dtype=float) ** _PROMINENCE
    return NameIndex(
        places=places,
        number={place.id: number for number, place in enumerate(places)},
        spellings=spellings,
        owner=np.array(owner, dtype=np.int32),
        forms=forms,
        cores=cores,
        words=lines,
        keys=keys,
        entries=entries,
        frequency=Counter(chain.from_iterable(map(str.split, heard))),
        kinds=[kind_types[place.kind] for place in places],
        types=types,
        points=np.array([(place.lon, place.lat) for place in places], dtype=float).reshape(-1, 2),
        prior=size / size.sum() if places else size,
    )


def _kind(kind: str) -> frozenset[str]:
    form, _ = parse(kind.replace("_", " "))
    return form.types or frozenset({kind})


def _keys(skeletons: Sequence[str]) -> tuple[NDArray[np.uint64], NDArray[np.int32]]:
    table = np.zeros(256, dtype=np.uint64)
    for letter, code in _CODES.items():
        table[ord(letter)] = code
    letters = np.array(skeletons, dtype=f"S{_DEPTH}").view(np.uint8).reshape(len(skeletons), _DEPTH)
    codes = table[letters]
    packed = np.zeros(len(skeletons), dtype=np.uint64)
    for place in range(_DEPTH):
        packed |= codes[:, place] << np.uint64(5 * place)
    lengths = (letters != 0).sum(axis=1)
    keys, entries = [packed], [np.arange(len(skeletons), dtype=np.int32)]
    for place in range(_DEPTH):
        rows = np.flatnonzero(lengths > place).astype(np.int32)
        keys.append(_without(packed[rows], place))
        entries.append(rows)
    every, numbers = np.concatenate(keys), np.concatenate(entries)
    order = np.argsort(every)
    return every[order], numbers[order]


def _without(packed: NDArray[np.uint64], place: int) -> NDArray[np.uint64]:
    low, high = np.uint64(5 * place), np.uint64(5 * place + 5)
    below = packed & ((np.uint64(1) << low) - np.uint64(1))
    return below | ((packed >> high) << low)


def candidates(index: NameIndex, core: str) -> NDArray[np.int32]:
    """Return the entries whose skeleton is that of the core, up to one consonant in each left out."""
    bones = skeleton(core)[:_DEPTH]
    packed = sum(_CODES.get(letter, 0) << (5 * place) for place, letter in enumerate(bones))
    keys = {packed}
    for place in range(len(bones)):
        keys.add((packed & ((1 << 5 * place) - 1)) | (packed >> (5 * place + 5) << 5 * place))
    wanted = np.array(sorted(keys), dtype=np.uint64)
    starts, ends = np.searchsorted(index.keys, wanted), np.searchsorted(index.keys, wanted, side="right")
    return np.unique(np.concatenate([index.entries[start:end] for start, end in zip(starts, ends, strict=True)]))

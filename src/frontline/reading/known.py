"""What a gazetteer knows of a text that the grammar alone does not take for a place.

A site is often called by what it is instead of by its name: "the thermal station" of a report is the one place in the
gazetteer among whose spellings these words are. And a report is about the places in its title, in whatever script.
"""

from __future__ import annotations

__all__ = ["Known", "known_of"]

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .text.lexicon import nouns_of
from .text.words import tokens

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from frontline.model import Place
    from frontline.names import NameIndex

    from .grammar.syntax import Noun, Sentence

_SITE, _SETTLEMENT, _ROAD = nouns_of("site"), nouns_of("settlement"), nouns_of("road")
# Words by which the same sort of site goes.
_ALIKE = (
    frozenset({"plant", "station"}),
    frozenset({"factory", "plant"}),
    frozenset({"electricity", "power"}),
    frozenset({"farm", "farms"}),
)  # fmt: skip
_LEAST = 2  # words, with its head, that tell one site from the others: "the plant" tells none


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """A gazetteer as a reader asks it: `sites` are the sites' places by each word of their spellings."""

    index: NameIndex
    sites: Mapping[str, frozenset[str]]
    places: Mapping[str, Place]

    def site(self, words: frozenset[str]) -> Place | None:
        """Return the one site among whose spellings all these words are; None where there is none, or several."""
        if len(words) < _LEAST:
            return None
        fitting: frozenset[str] | None = None
        for word in words:
            ids = self.sites.get(word, frozenset())
            fitting = ids if fitting is None else fitting & ids
            if not fitting:
                return None
        return self.places[next(iter(fitting))] if fitting is not None and len(fitting) == 1 else None

    def called(self, name: str) -> Place | None:
        """Return the site that a phrase of common nouns means."""
        words = name.split()
        if not words or words[-1].lower() not in _SITE:
            return None
        return self.site(frozenset(word.lower() for word in words))

    def name_sites(self, s: Sentence) -> None:
        """Give a sentence's phrases that mean one site of the gazetteer their words as name."""
        for noun in s.chunks:
            if noun.kind == "N" and _unnamed(noun):  # type: ignore[arg-type]
                self._name(s, noun)  # type: ignore[arg-type]

    def _name(self, s: Sentence, noun: Noun) -> None:
        first, last = noun.i, noun.j - 1
        while first < last and s.tags[first] in {"D", "#", "'"}:
            first += 1
        if self.site(frozenset(s.lows[first : last + 1])) is not None:
            noun.name, noun.first, noun.last = s.phrase(first, last), first, last

    def topics(self, title: str) -> Iterator[Place]:
        """Yield the places that a title names, in its order."""
        from frontline.names import scan  # noqa: PLC0415

        for mention in scan(self.index, title):
            if len(mention.place_ids) == 1:
                yield self.places[mention.place_ids[0]]


def _unnamed(noun: Noun) -> bool:
    """Tell whether a phrase may mean a site without naming it: "the thermal station"."""
    bare = noun.name is None and noun.side is None and not noun.plural and not noun.pron
    return bare and noun.head in _SITE and noun.det in {"the", "this", "that", ""}


def known_of(index: NameIndex) -> Known:
    """Return what a reader asks of a gazetteer; made once an index."""
    made = index.cache.get(known_of)
    if not isinstance(made, Known):
        made = index.cache[known_of] = _make(index)
    return made


def _make(index: NameIndex) -> Known:
    sites: dict[str, set[str]] = defaultdict(set)
    for place in index.places:
        for spelling in (place.name, *place.aliases):
            words = [word.lower() for word in tokens(spelling)[0]]
            if words and words[-1] in _SITE and words[-1] not in _SETTLEMENT | _ROAD:
                for word in words:
                    for alike in (frozenset({word}), *(group for group in _ALIKE if word in group)):
                        for other in alike:
                            sites[other].add(place.id)
    places = {place.id: place for place in index.places}
    return Known(index, {word: frozenset(ids) for word, ids in sites.items()}, places)

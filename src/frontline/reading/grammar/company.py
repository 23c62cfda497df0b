"""Names that are no places by the company they keep in their sentence: persons, offices, provinces, units."""

from __future__ import annotations

__all__ = ["no_places"]

from itertools import pairwise
from typing import TYPE_CHECKING

from frontline.reading.text.lexicon import lexicon, nouns_of

from .syntax import Mark, Noun, Verb

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .syntax import Chunk

_LEX = lexicon()
_ORGANISATION, _REGION = nouns_of("organisation"), nouns_of("region")
_MAPPED = frozenset({"directions"})  # on a staff's map: "on the A, B and C directions"
_OFFICIAL = _ORGANISATION | _MAPPED | {"region"}
_POSITIONS = frozenset({"position", "positions"})
_TOWN = _LEX.words["town"]
_FIRST = frozenset({"largest", "biggest", "second-largest", "main", "primary", "chief", "principal"})
_QUOTED = 2  # the comma and the mark before a speaker
_TELLING = frozenset({"tell", "inform", "notify"})


def no_places(nouns: Sequence[Noun], chunks: Sequence[Chunk]) -> None:
    """Take the names from phrases that are no places."""
    for before, noun in pairwise(nouns):
        if (noun.name is None) != (before.name is None) or noun.rel == "obj":
            _persons(before, noun)
    for k, item in enumerate(chunks):
        if item.kind != "N" or not isinstance(item, Noun) or not item.name:
            continue
        lies = item.lead is not None and _lies_in(item, chunks[k - 1 : k + 3])
        if lies or _speaks(item) or _epithet(item) or _ends_quote(chunks, k):
            item.name = None
    for noun in nouns:
        if noun.head in _REGION or noun.head in _OFFICIAL or noun.side or noun.force:
            _whose(noun)


def _whose(noun: Noun) -> None:
    """Take the names of what a region, an office or a force is of: "the provinces of A and B", "brigades such as A"."""
    if noun.name and noun.head == "region" and not _taken(noun):
        noun.name = None  # "villages in the X region"; "captured the X region" is a place
    office = noun.head in _ORGANISATION and not noun.name
    if noun.head in _REGION or (noun.head in _MAPPED and noun.lead is not None) or office:
        _of_province(noun, office=office)
    elif noun.side or (noun.force and noun.head not in _POSITIONS):
        for member in noun.coords:
            member.name = None if member.listed else member.name


def _persons(before: Noun, noun: Noun) -> None:
    """Take the name from a person told with an office: "a cleric, X", "the commander is X", "X, head of Y, said"."""
    if noun.name and noun.i == before.j + 1 and "person" in before.classes and not before.name and not before.speaks:
        noun.name = None
    whose = noun.gov.subj[:1] if isinstance(noun.gov, Verb) and noun.gov.lemma == "be" and noun.rel == "obj" else []
    if noun.name and whose and "person" in whose[0].classes:
        noun.name = None
    listed = noun.lead is not None and noun.lead in {before, before.lead} and not noun.plural
    beside = (listed or before.i == 0) and noun.i == before.j + 1
    if before.name and beside and "person" in noun.classes and not noun.name:
        before.name = None


def _epithet(noun: Noun) -> bool:
    """Tell whether a phrase says what the name before it is: "X airport, | Y's primary airport"."""
    return noun.poss and noun.lead is not None and noun.lead.name is not None and not noun.words.isdisjoint(_FIRST)


def _speaks(noun: Noun) -> bool:
    """Tell whether a name is of who speaks, is spoken to, or did it: "said X", "told X that", "by X"."""
    verb = noun.gov if noun.rel == "obj" and isinstance(noun.gov, Verb) else None
    said = verb is not None and (verb.lemma in _TELLING or (verb.lemma in {"say", "add"} and verb.j == noun.i))
    return noun.prep == "by" or said


def _ends_quote(chunks: Sequence[Chunk], k: int) -> bool:
    """Tell whether what was said ends right before the name at `k`: '"...," X said'."""
    if k < _QUOTED or chunks[k - 2].kind != "," or getattr(chunks[k - 1], "low", "") != '"':
        return False
    return sum(isinstance(item, Mark) and item.low == '"' for item in chunks[:k]) % 2 == 0


def _lies_in(noun: Noun, about: Sequence[Chunk]) -> bool:
    """Tell whether a name only says where the village before it lies: "the village of X, Y, was taken"."""
    first = noun.lead
    village = first.gov if first is not None and first.name and first.prep == "of" else None
    if first is None or not isinstance(village, Noun) or village.head not in _TOWN or village.plural:
        return False
    if about[0].kind != "," or any(item.kind == "C" for item in about):
        return False
    return all(member is noun or "region" in member.classes for member in first.coords)


def _of_province(noun: Noun, *, office: bool) -> None:
    """Take names of provinces, offices: "the provinces of A and B", "A and B provinces", "the Ministry of B"."""
    named = [phrase for phrase in noun.pps if phrase.prep == "of" or (office and phrase.prep == "for")]
    if noun.lead is not None and noun.plural:
        named.append(noun.lead)
    for other in [*named, *(member for phrase in named for member in phrase.coords)]:
        other.name = None


def _taken(noun: Noun) -> bool:
    """Tell whether a phrase is what somebody took, or took control of."""
    here = noun.lead or noun
    if isinstance(here.gov, Noun) and here.prep in {"of", "over"} and "control" in here.gov.classes:
        here = here.gov
    verb = here.gov
    if not isinstance(verb, Verb) or here.rel != "obj":
        return False
    return any(frame.kind == "gain" for frame in _LEX.frames.get(verb.lemma, ()))

"""Finding the known spellings of a gazetteer in running text, in any script, with their exact offsets.

Method: an Aho-Corasick automaton (Aho and Corasick 1975, "Efficient string matching", CACM 18) over spellings and text
that are flattened alike: plain lower-case letters, words parted by one space, marks and apostrophes left out. Offsets
are worked back only for texts in which something was found.
"""

from __future__ import annotations

__all__ = ["Mention", "scan"]

import re
import unicodedata
from typing import TYPE_CHECKING, Any, NamedTuple

import ahocorasick

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .index import NameIndex


class Mention(NamedTuple):
    """A known spelling in a text, `text[start:end]`, and the ids of the places that are spelt so."""

    start: int
    end: int
    place_ids: tuple[str, ...]


_MARK = "'"  # what a flattened text leaves out: accents, vowel points, apostrophes, hamza and ayn in Latin
_LIKE = str.maketrans("أإآٱىیکةۀھہ’‘ʿʾʼʻ`´′ـıßøłđ", "اااايیكهههه''''''''''isold".replace("یك", "يك"))
_OWNER = re.compile(r"'s(?![\w'])")
_LEFT_OUT = re.compile(r"'+| {2,}")
_ARTICLE = re.compile(r"(?:[aeiu]l|[ae](?:sh|th|dh|[stdznrl])) (?=\S)")
_ARTICLE_BEFORE = re.compile(r" (?:[aeiu]l|[ae](?:sh|th|dh|[stdznrl]))$")
_PROCLITICS = ("و", "ب", "ل", "ف", "ك")  # and, in, to, so, like: written in one word with what follows
_SHORTEST = 2  # a name of one letter is no name to look for


class _Flat(dict[int, str]):
    """Each character as one plain one: a small letter, a digit, a space, or a mark to leave out."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        if unicodedata.combining(character) or unicodedata.category(character) in {"Cf", "Lm"}:
            flat = _MARK
        else:
            flat = unicodedata.normalize("NFKD", character)[0].lower()[0].translate(_LIKE)
        self[code] = flat if flat.isalnum() or flat == _MARK else " "
        return self[code]


_FLAT = _Flat()


def scan(index: NameIndex, text: str) -> list[Mention]:
    """Find every known spelling in a text: whole words, the longest first, none overlapping, in the text's order.

    In a script with capitals a mention has one, unless the whole text has none. An article before a name belongs to it;
    a name's own may be left out. Offsets are characters of `text`.
    """
    automaton = index.cache.get("automaton")
    if automaton is None:
        automaton = index.cache["automaton"] = _automaton(index)
    wide, flat = _flatten(text)
    hits = list(automaton.iter(flat)) if len(automaton) else []
    if not hits:
        return []
    offsets: Sequence[int] = range(-1, len(wide)) if len(flat) == len(wide) else _offsets(wide)
    spans = []
    for last, (length, lead, ids) in hits:
        start, end = last - length + 2 + lead, last
        article = None if lead else _ARTICLE_BEFORE.search(flat, max(0, start - 5), start - 1)
        start = article.start() + 1 if article else start
        spans.append((start - end, start, end, ids))
    cased = text.upper() != text.lower() and text != text.lower()
    mentions: list[Mention] = []
    free = bytearray(b"\1") * len(flat)
    for _, start, end, ids in sorted(spans, key=lambda span: span[:3]):
        first, past = offsets[start], offsets[end - 1] + 1
        if 0 in free[start:end] or (cased and not _is_name(text[first:past])):
            continue
        free[start:end] = bytes(end - start)
        while past < len(text) and text[past] not in "'’`" and _FLAT[ord(text[past])] == _MARK:
            past += 1  # the accents of the last letter
        mentions.append(Mention(first, past, ids))
    return sorted(mentions)


def _flatten(text: str) -> tuple[str, str]:
    """Return the text in plain characters, one for one between two spaces, and the same without what is left out."""
    wide = f" {text.translate(_FLAT)} "
    wide = _OWNER.sub("  ", wide)
    return wide, _LEFT_OUT.sub(lambda match: match[0][0].replace(_MARK, ""), wide)


def _offsets(wide: str) -> list[int]:
    """Return where in the text each character of the flat text stands."""
    left_out: set[int] = set()
    for match in _LEFT_OUT.finditer(wide):
        left_out.update(range(match.start() + (match[0][0] == " "), match.end()))
    return [at - 1 for at in range(len(wide)) if at not in left_out]


def _is_name(words: str) -> bool:
    return words != words.lower() or words == words.upper()


def _automaton(index: NameIndex) -> Any:  # noqa: ANN401
    known: dict[str, tuple[int, dict[str, None]]] = {}
    for spelling, number in zip(index.spellings, index.owner.tolist(), strict=True):
        name = _flatten(spelling)[1].strip()
        if len(name) < _SHORTEST or name.isdigit():
            continue
        for pattern, lead in _patterns(name):
            known.setdefault(pattern, (lead, {}))[1][index.places[number].id] = None
    automaton = ahocorasick.Automaton()
    for pattern, (lead, places) in known.items():
        automaton.add_word(pattern, (len(pattern), lead, tuple(places)))
    if known:
        automaton.make_automaton()
    return automaton


def _patterns(name: str) -> Iterator[tuple[str, int]]:
    """Yield a name as words of a flat text, and how many letters before it in its first word are not its own."""
    yield f" {name} ", 0
    article = _ARTICLE.match(name)
    if article and len(name) - article.end() > _SHORTEST:
        yield f" {name[article.end() :]} ", 0
    if "\u0620" <= name[0] <= "\u06ff":
        bare = name.removeprefix("ال") if len(name) > 4 else name
        for form in (bare, f"ال{bare}"):
            if form != name:
                yield f" {form} ", 0
            for clitic in _PROCLITICS:
                yield f" {clitic}{form} ", 1
        yield f" لل{bare} ", 2

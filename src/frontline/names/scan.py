"""Finding the known spellings of a gazetteer in running text, in any script, with their exact offsets.

Method: an Aho-Corasick automaton (Aho and Corasick 1975, "Efficient string matching", CACM 18) over spellings and text
that are both flattened letter by letter, so that an offset in the flat text is one in the text itself.
"""

from __future__ import annotations

__all__ = ["Mention", "scan"]

import re
import unicodedata
from typing import TYPE_CHECKING, Any, NamedTuple

import ahocorasick

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .index import NameIndex


class Mention(NamedTuple):
    """A known spelling in a text, `text[start:end]`, and the ids of the places that are spelt so."""

    start: int
    end: int
    place_ids: tuple[str, ...]


class _Flat(dict[int, str]):
    """Each character as one plain lower-case character: without its marks, and a space for what is no letter."""

    def __missing__(self, code: int) -> str:
        self[code] = flat = _flat(chr(code))
        return flat


_SAME = str.maketrans("أإآٱىیکةۀھہ’‘ʿʾʼʻ`´′ıßø", "اااايیكهههه'''''''''iso")
_ARTICLES = re.compile(r"^(?:[aeiu]l|[ae](?:sh|th|dh|[stdznrl])) (?=\S)")
_ARTICLE_BEFORE = re.compile(r"(?<= )(?:[aeiu]l|[ae](?:sh|th|dh|[stdznrl])) $")
_LOOSE = re.compile(r"(?<![^\W_])'|'s(?![^\W_])|'(?![^\W_])")
_PROCLITICS = ("", "و", "ب", "ل", "ف", "ك")


def _flat(character: str) -> str:
    character = unicodedata.normalize("NFKD", character)[0].lower()[:1].translate(_SAME)
    character = "ي" if character == "ی" else character
    return character if character.isalnum() or character == "'" else " "


_FLAT = _Flat()


def flatten(text: str) -> tuple[str, list[int] | None]:
    """Return the text in plain characters, one for one, between spaces; where marks had to go, each one's offset."""
    offsets = None
    if not text.isascii() and any(unicodedata.combining(character) or character == "ـ" for character in text):
        offsets = [
            at for at, character in enumerate(text) if not (unicodedata.combining(character) or character == "ـ")
        ]
        text = "".join(text[at] for at in offsets)
    flat = text.translate(_FLAT)
    if "'" in flat:
        flat = _LOOSE.sub(lambda match: " " * len(match[0]), f" {flat} ")
        return flat, offsets
    return f" {flat} ", offsets


def scan(index: NameIndex, text: str) -> list[Mention]:
    """Find every known spelling in a text: whole words, the longest first, none overlapping, in order.

    A spelling in a script with capitals must begin with one, unless the whole text has none.
    """
    automaton = index.cache.get("automaton") or index.cache.setdefault("automaton", _automaton(index))
    if not len(automaton):
        return []
    flat, offsets = flatten(text)
    found = list(_found(automaton, flat))
    if not found:
        return []
    found.sort(key=lambda hit: (hit[0] - hit[1], hit[0]))
    cased = any(character.isupper() for character in text)
    mentions: list[Mention] = []
    taken: set[int] = set()
    for start, end, ids in found:
        first = start if offsets is None else offsets[start]
        last = end if offsets is None else offsets[end - 1] + 1
        if cased and not _is_name(text, first, last):
            continue
        if offsets is not None:
            while last < len(text) and (unicodedata.combining(text[last]) or text[last] == "ـ"):
                last += 1
        if taken.isdisjoint(range(first, last)):
            taken.update(range(first, last))
            mentions.append(Mention(first, last, ids))
    return sorted(mentions)


def _is_name(text: str, first: int, last: int) -> bool:
    cased = [text[at] for at in range(first, last) if text[at].lower() != text[at].upper()]
    return not cased or any(character.isupper() for character in cased)


def _found(automaton: Any, flat: str) -> Iterator[tuple[int, int, tuple[str, ...]]]:  # noqa: ANN401
    """Yield start, end (without the spaces around; in the text) and the ids of each spelling found."""
    for last, (length, lead, ids) in automaton.iter(flat):
        start = last - length + 1 + lead
        if lead == 0:
            before = _ARTICLE_BEFORE.search(flat, max(0, start - 4), start + 1)
            if before:
                start = before.start() - 1
        yield start, last - 1, ids


def _automaton(index: NameIndex) -> Any:  # noqa: ANN401
    known: dict[str, tuple[int, dict[str, None]]] = {}
    for entry, spelling in enumerate(index.spellings):
        flat = " ".join(flatten(spelling)[0].split())
        place = index.places[index.owner[entry]].id
        if len(flat) < 2 or not any(character.isalpha() for character in flat):
            continue
        bare = _ARTICLES.sub("", flat)
        for form in {flat, bare if len(bare) > 3 else flat}:
            for key, lead in _patterns(form):
                known.setdefault(key, (lead, {}))[1][place] = None
            if "'" in form:
                for key, lead in _patterns(form.replace("'", "")):
                    known.setdefault(key, (lead, {}))[1][place] = None
    automaton = ahocorasick.Automaton()
    for key, (lead, places) in known.items():
        automaton.add_word(key, (len(key), lead, tuple(places)))
    if known:
        automaton.make_automaton()
    return automaton


def _patterns(form: str) -> Iterator[tuple[str, int]]:
    """Yield a spelling with the words that Arabic writes in one with it, and their length, which is not the name's."""
    yield f" {form} ", 0
    if "\u0600" <= form[0] <= "\u06ff":
        bare = form.removeprefix("ال")
        for clitic in _PROCLITICS:
            for article in ("", "ال"):
                if clitic or article + bare != form:
                    yield f" {clitic}{article}{bare} ", len(clitic)
        yield f" لل{bare} ", 2

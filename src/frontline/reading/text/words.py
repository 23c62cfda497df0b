"""Cut a cleaned sentence into words."""

from __future__ import annotations

__all__ = ["tokens"]

import re

from .clean import INVISIBLE

# A word with what is inside it (al-'Amariyah, Deir-ez-Zor, US-led, M4), a number with its commas, a possessive 's,
# or one mark; first of all a plain word, as most are. Every alternative moves forward by what it matched: time is
# linear in the text.
_W = "[\\w" + "".join(map(chr, INVISIBLE)) + "]+"
_TOKEN = re.compile(
    rf"[a-z]++(?=\s)|Ra's\b|'s\b|\d{{1,2}}:\d\d(?::\d\d)?|\d+(?:[.,]\d+)*+(?=kms?\b)|\d+(?:[.,]\d+)+|[ap]\.m\b\.?|(?:[A-Z]\.){{2,4}}(?:-\w+)?|{_W}(?:(?:[-–/]+'?|'(?!s\b)){_W})*|(?<!\w)'[A-Z]{_W}(?!\w*')|[^\w\s]",
)


def tokens(text: str) -> tuple[list[str], list[int]]:
    """Return the words and marks of a text, and where each starts."""
    words: list[str] = _TOKEN.findall(text)
    starts: list[int] = []
    at, find = 0, text.find
    for word in words:  # between two words there is nothing but blanks: none can be found too early
        at = find(word, at)
        starts.append(at)
        at += len(word)
    if not text.isascii():
        words = [word if word.isascii() else word.translate(INVISIBLE) for word in words]
        if "" in words:
            kept = [i for i, word in enumerate(words) if word]
            words, starts = [words[i] for i in kept], [starts[i] for i in kept]
    return words, starts

"""Split cleaned text into sentences."""

from __future__ import annotations

__all__ = ["MAX_SENTENCE", "sentences"]

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

# Longer than any sentence a person writes: what is longer is cut, so that a text without full stops costs no more
# than one with them.
MAX_SENTENCE = 2000

# No run of marks is tried from its middle, and none gives back what it took: time is linear. A mark or the end of a
# line comes first in the pattern, so that it is looked for without trying the rest at each letter.
_END = re.compile(
    r"[.!?…\n](?:(?<!\n)(?<![.!?…]{2})[.!?…]*+[\"')\]]*+(?=\s)"
    r"|(?<=\n)[ \t]*(?:\n|(?=\d{1,3}[.)]\s|[-.]\s))|(?<=[.!?])(?=[A-Z][a-z]))"
)
_ABBREVIATION = re.compile(
    r"(?:\b(?:Col|Gen|Lt|Maj|Capt|Sgt|Brig|Adm|Cdr|Cmdr|Dr|Mr|Mrs|Ms|Prof|St|No|Nos|vs|etc|approx|ca|Jan|Feb|Mar|Apr|Jun|Jul|Aug|"
    r"Sept?|Oct|Nov|Dec|Mt|Ft|Rev|Jr|Sr|al|i\.e|e\.g|a\.m|p\.m|km|sq|est|Inc|Ltd|cf|Regt|Bn|Div|Bde)|\b[A-Z](?:\.[A-Z])*|^\s*\d{1,3})$"
)


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each sentence starts and ends; blanks around it are left out."""
    start = 0
    for match in _END.finditer(text):
        end = match.end()
        mark = match.group()[0]
        if mark == ".":
            if (
                _ABBREVIATION.search(text, max(start, match.start() - 12), match.start())
                and match.end() == match.start() + 1
            ):
                continue
            rest = text[end : end + 4].lstrip()
            if rest and rest[0].islower():
                continue
        yield from _pieces(text, start, end)
        start = end
    yield from _pieces(text, start, len(text))


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > MAX_SENTENCE:
        cut = text.rfind(" ", start, start + MAX_SENTENCE)
        cut = cut if cut > start else start + MAX_SENTENCE
        yield from _pieces(text, start, cut)
        start = cut
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if end > start:
        yield start, end

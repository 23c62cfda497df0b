"""The parts of a briefing: sections of sentences, each with the notes that it rests on.

A note is a claim in the words of its report, or a figure: a place in `picture.json` that holds the number and the
way it was computed. A sentence without a note cannot be made.
"""

from __future__ import annotations

__all__ = ["Figure", "Note", "Notes", "Section", "Sentence", "Table", "pointer", "say"]

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from frontline.model import Claim

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MOST_NOTES = 6  # of one sentence; the rest stands in `frontline history`


@dataclass(frozen=True, slots=True)
class Figure:
    """A computed number: `pointer` is its JSON pointer (RFC 6901) into picture.json, `method` how it came about."""

    pointer: str
    method: str


Note = Claim | Figure


@dataclass(frozen=True, slots=True)
class Sentence:
    """One statement in plain text with what it rests on."""

    text: str
    notes: tuple[Note, ...]

    def __post_init__(self) -> None:
        if not self.notes:
            raise ValueError(f"a sentence needs a note: {self.text!r}")


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of plain text under a heading each; `notes` are what the table as a whole rests on."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with paragraphs of sentences, a table, or both. `key` is its anchor."""

    key: str
    title: str
    paragraphs: tuple[tuple[Sentence, ...], ...] = ()
    table: Table | None = None

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """All sentences in order."""
        return tuple(sentence for paragraph in self.paragraphs for sentence in paragraph)


@dataclass(slots=True)
class Notes:
    """The numbering of notes in the order of first use: the same words of the same report get one number."""

    numbered: dict[object, int] = field(default_factory=dict)
    entries: list[Note] = field(default_factory=list)

    def numbers(self, notes: Iterable[Note]) -> list[int]:
        """Return the numbers of a sentence's notes, each once, in rising order."""
        found = set()
        for note in notes:
            key = note if isinstance(note, Figure) else (note.report, note.quote, note.start)
            if key not in self.numbered:
                self.entries.append(note)
                self.numbered[key] = len(self.entries)
            found.add(self.numbered[key])
        return sorted(found)


def say(text: str, *notes: Note | Sequence[Claim]) -> Sentence:
    """Return a sentence; of a list of claims no more than MOST_NOTES are cited."""
    flat: list[Note] = []
    for note in notes:
        flat += [note] if isinstance(note, Claim | Figure) else list(note)[:MOST_NOTES]
    return Sentence(text, tuple(flat))


def pointer(token: str) -> str:
    """Return a key as it stands in a JSON pointer (RFC 6901, section 3)."""
    return token.replace("~", "~0").replace("/", "~1")

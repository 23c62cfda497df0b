"""The letter of a word by its form alone (`tags.py` lists them), and what a capital at a sentence's head tells."""

from __future__ import annotations

__all__ = ["HELD", "LETTERS", "MAYBE_VERB", "is_headline", "look_again"]

from typing import TYPE_CHECKING

from .lexicon import lexicon, nouns_of

if TYPE_CHECKING:
    from collections.abc import Sequence

_LEX = lexicon()
_FORCES = nouns_of("force")
MAYBE_VERB = "v"  # decided by `verb_or_noun.py` when its neighbours are known
_REMEMBERED = 100_000  # words whose letter is kept
_LONG = 60  # letters from which on a word is no word but what somebody has thrown at us
_ABSTRACT = ("ing", "ed", "s", "tion", "ment", "ity", "ian", "ance", "ence")
_OPENS = frozenset({".", ":", '"', "(", "#"})
# "rebel held X", "the rebel-controlled town": what a place is whose holder stands before the word
HELD = frozenset({"held", "controlled", "occupied", "ruled", "dominated", "run"})
_DESCRIBING = HELD | {"backed", "led", "affiliated", "allied", "aligned", "supported"}
_LANDMARKS = frozenset(
    {"castle", "fort", "camp", "mount", "lake", "port", "mill", "hill", "tower", "bridge", "tell", "tal", "new"}
)


def is_headline(words: Sequence[str]) -> bool:
    """Tell whether a line is a headline: nearly all of its longer words begin with a capital, and no full stop."""
    if not words or words[-1] in {".", "!", "?"}:
        return False
    if len(words) > 2 and all(word.isupper() or not word[0].isalpha() for word in words):
        return True
    long = [word for word in words if len(word) > 3 and word[0].isalpha()]
    return len(long) >= 4 and sum(word[0].isupper() for word in long) > 0.75 * len(long)


def _is_name(word: str) -> bool:
    """Tell whether a word is written as a name: with a capital, if only behind its article (al-Hill)."""
    return word.lstrip("'")[:1].isalpha() and not word.islower()


class _Letters(dict[str, str]):
    """The letter of each word by its form alone, found out once."""

    def __missing__(self, word: str) -> str:
        found = _by_form(word, word.lower())
        if len(word) < _LONG:
            if len(self) > _REMEMBERED:
                self.clear()
            self[word] = found
        return found


LETTERS = _Letters()


def _by_form(word: str, low: str) -> str:
    first = word[0]
    if not first.isalnum() and not (first == "'" and word[1:2].isalpha() and _is_name(word)):
        return "'" if low == "'s" else "N" if low == "%" else word
    if first.isdigit() and ":" in word:
        return "t"
    if first.isdigit():
        return "J" if "-" in word and not word[-1].isdigit() else "#"
    if _is_name(word) and len(word) < _LONG:
        return "Y" if word == "I" else "X"
    return _plain(low)


def _plain(low: str) -> str:
    """Return the letter of a word in small letters."""
    found = _LEX.tags.get(low)
    if found is not None:
        return found
    if low in _LEX.verbs:
        return MAYBE_VERB
    if low in _LEX.classes or low in _LEX.nouns:
        return "N"
    return _by_ending(low)


def _by_ending(low: str) -> str:
    if low.endswith("ly") and len(low) > 4:
        return "A"
    if "-" in low and low.rpartition("-")[2] in _DESCRIBING:
        return "J"  # "government-controlled"
    if (low.endswith("ed") and len(low) > 4 and not low.endswith("eed")) or (low.endswith("ing") and len(low) > 5):
        return MAYBE_VERB
    return "N"


def look_again(words: Sequence[str], lows: Sequence[str], tags: list[str], known: set[str], *, title: bool) -> None:
    """Look again at words whose capital may be that of a sentence's head or of a headline."""
    for i, letter in enumerate(tags):
        if letter == "X" and (title or i == 0 or (tags[i - 1] in _OPENS and (i < 4 or lows[i] in _LEX.tags))):
            tags[i] = _capital(words, lows, i, known, title=title)


def _capital(words: Sequence[str], lows: Sequence[str], i: int, known: set[str], *, title: bool) -> str:
    low = lows[i]
    following = words[i + 1] if i + 1 < len(words) else ""
    landmark = low in _LANDMARKS and not title and _is_name(following) and following.lower() not in _FORCES
    if landmark:
        return "X"  # "Castle Hill", "New York"
    joined = i == 0 and "-" in low and low.partition("-")[0] in _LEX.tags  # "Back-and-forth"
    if joined or low in _LEX.tags or low in _LEX.verbs or low in _LEX.classes or low in _LEX.nouns:
        return _plain(low)
    if title or not following:
        return "X"
    if low.endswith("ly"):
        return "A"
    if low in known or _is_name(following) or following == "'s" or "-" in low or "'" in low:
        return "X"
    return "N" if low.endswith(_ABSTRACT) else "X"

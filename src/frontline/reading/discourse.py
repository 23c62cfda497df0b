"""What a reader keeps in mind from sentence to sentence: who acts, who fights whom, which place "the town" is."""

from __future__ import annotations

__all__ = ["Discourse"]

from collections import Counter, deque
from typing import TYPE_CHECKING

from .lexicon import lexicon

if TYPE_CHECKING:
    from .syntax import Noun

_LEX = lexicon()
_SETTLE = frozenset(word for word, groups in _LEX.classes.items() if "settlement" in groups)
_SITE = frozenset(word for word, groups in _LEX.classes.items() if "site" in groups)
# Heads that stand for each other: a base may be called an airport.
_SAME = {
    "base": "base", "airbase": "base", "airport": "base", "airfield": "base", "hill": "hill", "mountain": "hill", "mount": "hill",
    "mountains": "hill", "hills": "hill", "height": "hill", "road": "road", "highway": "road", "route": "road", "bridge": "bridge",
}  # fmt: skip
_WINDOW = 2  # sentences before, in which "the town" may have its name (ANNOTATION.md)


class Discourse:
    """The memory of one report."""

    __slots__ = ("acts", "enemies", "last_actor", "last_attack", "narrowed", "pairs", "places", "seen", "subject")

    def __init__(self) -> None:
        self.places: deque[list[tuple[str, str, int]]] = deque([[]], maxlen=_WINDOW + 1)  # (name, class, weight)
        self.subject: str | None = None
        self.last_actor: str | None = None
        self.pairs: Counter[tuple[str, str]] = Counter()
        self.acts: Counter[str] = Counter()
        self.narrowed: dict[str, str] = {}
        self.seen: set[str] = set()
        self.last_attack: tuple[str | None, str | None, list[str]] | None = None
        self.enemies: dict[str, str] = {}

    def new_sentence(self) -> None:
        """Forget the places of three sentences ago."""
        self.places.append([])

    def name(self, noun: Noun, *, weight: int = 1) -> None:
        """Remember a place that was named."""
        if noun.name:
            self.places[-1].append((noun.name, _class(noun), weight))
            for word in noun.name.lower().split():
                self.seen.add(word)

    def antecedent(self, head: str) -> str | None:
        """Return the name that "the town", "the base" or "it" stands for, or None."""
        wanted = "settlement" if head in _SETTLE else _SAME.get(head, head)
        for sentence in reversed(self.places):
            best: tuple[int, str] | None = None
            for name, kind, weight in sentence:
                fits = kind == wanted or (head == "it" and kind != "road") or (wanted == "settlement" and kind == "?")
                if fits and (best is None or weight >= best[0]):
                    best = (weight, name)
            if best:
                return best[1]
        return None

    def met(self, actor: str | None, target: str | None) -> None:
        """Remember who fought whom."""
        if actor:
            self.last_actor = actor
            self.acts[actor] += 1
        if actor and target and actor != target:
            self.pairs[actor, target] += 1
            self.enemies[actor] = target
            self.enemies[target] = actor

    def enemy(self, side: str | None) -> str | None:
        """Return whom a side fights, as far as the report has told."""
        if side is None:
            return None
        best = self.enemies.get(side)
        counts = Counter[str]()
        for (a, b), n in self.pairs.items():
            if a == side:
                counts[b] += n
            elif b == side:
                counts[a] += n
        if counts:
            top, n = counts.most_common(1)[0]
            if best is None or n > 2 * counts[best]:
                return top
            return best
        others = [s for s, _ in self.acts.most_common() if s != side]
        return others[0] if others else None


def _class(noun: Noun) -> str:
    last = (noun.name or "").lower().split()[-1]
    if "-" in last and last.rpartition("-")[2] in _SAME:
        last = last.rpartition("-")[2]
    if last in _SAME:
        return _SAME[last]
    if last in _SITE and last not in _SETTLE:
        return last
    if noun.head in _SAME and noun.head not in _SETTLE:
        return _SAME[noun.head]
    return "settlement"

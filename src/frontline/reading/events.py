"""From a sentence's clauses to all that it may claim; `settle.py` keeps what it does."""

from __future__ import annotations

__all__ = ["events"]

from typing import TYPE_CHECKING

from .deeds import tell_besieged, tell_held, tell_noun
from .lexicon import lexicon, nouns_of
from .syntax import Noun, Verb
from .telling import Teller
from .verbs import tell_distance, tell_left, tell_verb

if TYPE_CHECKING:
    from .clauses import Clauses
    from .discourse import Discourse
    from .syntax import Sentence
    from .telling import Event

_LEX = lexicon()
_DENYING = frozenset({"deny", "reject", "refute", "dismiss", "dispute"})
_STRONGHOLD = nouns_of("stronghold")


def events(s: Sentence, clauses: Clauses, talk: Discourse) -> list[Event]:
    """Return all that the sentence may claim, in the order of its verbs and nouns."""
    t = Teller(s, clauses, talk)
    items: list[Verb | Noun] = [*clauses.verbs, *clauses.nouns]
    for item in sorted(items, key=lambda item: item.i):
        if isinstance(item, Verb):
            for frame in _LEX.frames.get(item.lemma, ()):
                tell_verb(t, item, frame)
            tell_distance(t, item)
            continue
        for noun_frame in _LEX.nouns.get(item.head, ()):
            if tell_noun(t, item, noun_frame):
                break
        if item.held is not None or item.head in _STRONGHOLD or (item.head == "capital" and "facto" in item.words):
            tell_held(t, item)
        if item.besieged and not item.plural:
            tell_besieged(t, item)
    tell_left(t)
    for event in t.out:
        _contradicted(t, event)
    return t.out


def _contradicted(t: Teller, event: Event) -> None:
    """Take back what the same sentence goes on to deny, and turn an attempt that it goes on to call vain."""
    for verb in t.clauses.verbs:
        if verb.i <= event.cue.at:
            continue
        by = t.who(verb.subj)
        if verb.lemma in _DENYING and event.kind in {"gain", "hold"} and by is not None and by != event.actor:
            event.factual = False
        vain = any(arg.det == "no" and "progress" in arg.classes for arg in verb.args)
        if vain and event.mood.way == "tried" and event.kind == "attack" and event.factual:
            event.kind, event.actor, event.target = "repel", event.target or t.enemy(event.actor), event.actor

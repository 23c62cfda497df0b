"""What is told of roads: cut, opened again; and of a town whose every way out is cut."""

from __future__ import annotations

__all__ = ["opened", "tell_road"]

import re
from typing import TYPE_CHECKING

from .extents import ROAD, Found, places, road
from .telling import Cue

if TYPE_CHECKING:
    from frontline.reading.grammar.syntax import Noun, Verb
    from frontline.reading.text.lexicon import Frame

    from .telling import Teller

_OPENING = frozenset({"regain", "retake", "recapture", "reclaim", "recover", "clear"})
_NUMBER = re.compile(r"[A-Z]-?\d{1,3}")
_ESCAPE = frozenset({"escape", "exit", "retreat"})
_WAYS = frozenset({"from", "to", "into", "out", "of"})


def opened(t: Teller, verb: Verb, found: Found) -> bool:
    """Tell whether what was taken is a road, and was taken back or cleared: it is open again."""
    if verb.lemma not in _OPENING and "back" not in verb.particles:
        return False
    return road(t.s, found.noun) is not None or (found.anaphor and found.name.split()[-1] in ROAD)


def tell_road(t: Teller, verb: Verb, frame: Frame, obj: Noun | None, actor: str | None) -> None:
    """Tell of roads that were cut or opened."""
    if obj is not None and obj.head in {"access", "movement", "traffic"}:
        obj = next((p for p in obj.pps if p.prep in {"to", "on", "along"}), obj)
    if obj is not None and obj.head in {"all", "both", "most", "one", "each"}:
        obj = next((p for p in obj.pps if p.prep == "of"), obj)  # "all of their supply routes"
    if obj is None:
        return
    if frame.kind == "cut" and obj.plural and _leads_out(obj):
        for phrase in obj.pps:  # "all roads out of X": it is cut off
            for found in places(t.s, phrase, t.talk) if phrase.prep in _WAYS else []:
                t.tell("besiege", found, actor, obj.mod, Cue(verb.j - 1, verb.lemma, "road", verb, obj))
        return
    for noun in [obj, *obj.coords]:
        way = _way(t, noun)
        if way is None or (noun.head == "corridor" and frame.kind != "cut"):
            continue
        named = (
            way.anaphor
            or not way.name.islower()
            or any(letter.isdigit() for letter in way.name)
            or (frame.kind == "cut" and way.last > noun.j - 1)
        )
        if named or "supply" in noun.words:
            t.tell(frame.kind, way, actor, noun.mod, Cue(verb.j - 1, verb.lemma, "road", verb, noun))


def _way(t: Teller, noun: Noun) -> Found | None:
    """Return the road that a phrase stands for: by its own name, or the one told of before."""
    found = road(t.s, noun, t.talk)
    if found is None and noun.name and not ROAD.isdisjoint(noun.name.lower().split()):
        found = Found(noun.name, noun, first=noun.first, last=noun.last)  # "Highway 47"
    if found is None and not noun.name and _NUMBER.fullmatch(t.s.words[noun.j - 1]):
        return Found(t.s.words[noun.j - 1], noun, first=noun.j - 1, last=noun.j - 1)  # "the M4"
    pointing = noun.det in {"the", "this", "that"} and not noun.name
    if noun.head == "it" or (found is not None and pointing and found.last == noun.j - 1):
        before = t.talk.antecedents("road", before=noun.i)
        return Found(before[0], noun, anaphor=True) if before else found
    return found


def _leads_out(roads: Noun) -> bool:
    """Tell whether roads are all the ways out of a place: who cuts them besieges it."""
    every = not roads.words.isdisjoint(("all", "every")) and "supply" not in roads.words
    out = every and any(phrase.prep in _WAYS for phrase in roads.pps)
    return out or not roads.words.isdisjoint(_ESCAPE)

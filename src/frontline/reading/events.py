"""From a sentence's clauses to all that it may claim; `settle.py` keeps what it does."""

from __future__ import annotations

__all__ = ["events", "take_back"]

import re
from typing import TYPE_CHECKING

from .campaigns import remember, tell_siege
from .deeds import tell_noun
from .extents import places
from .failures import in_vain
from .holds import tell_besieged, tell_held, tell_kept, tell_taken, tell_under_siege
from .lexicon import lexicon, nouns_of
from .moves import tell_distance, tell_left, tell_there
from .subordinate import SAID
from .syntax import Noun, Verb
from .telling import Cue, Teller
from .verbs import tell_verb

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .clauses import Clauses
    from .discourse import Discourse
    from .syntax import Sentence
    from .telling import Event

_LEX = lexicon()
_AMONG = re.compile(r"\s*(?:among (?:them|these|those)|these (?:included?|are|were)|they included?)\b", re.IGNORECASE)
_DENYING = frozenset(
    {"deny", "reject", "refute", "dismiss", "dispute", "contradict", "discredit", "debunk", "disprove"}
)
_FALSE = frozenset({"false", "untrue", "unfounded", "baseless", "incorrect", "wrong"})
_CLAIMED = frozenset({"gain", "hold", "advance"})
_VAIN = frozenset({"unsuccessful", "fruitless", "futile"})
_THIS = frozenset({"this", "that", "it"})
_ONLY = frozenset({"only", "last", "sole"})
_CONTROL = frozenset({"control", "hands"})
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
            tell_there(t, item)
            continue
        _of_noun(t, item)
    _listed(t)
    tell_left(t)
    remember(t)
    for event in t.out:
        _contradicted(t, event)
    return t.out


def _listed(t: Teller) -> None:
    """Tell of the places that a sentence says were among those counted before it: "Among them are A, B and C"."""
    if t.talk.counted is None or not _AMONG.match(t.s.text):
        return
    kind, actor, target = t.talk.counted
    for noun in t.clauses.nouns:
        lies = noun.prep and not (isinstance(noun.gov, Noun) and noun.gov.plural)
        for found in places(t.s, noun, t.talk) if noun.name and not lies and noun.lead is None else ():
            if found.extent == "whole":
                t.tell(kind, found, actor, target, Cue(found.noun.i, "among", "listed", None, found.noun))


def _of_noun(t: Teller, item: Noun) -> None:
    """Tell what a noun phrase says: a deed, a hold, a siege."""
    before = len(t.out)
    if item.head in _STRONGHOLD:
        tell_held(t, item)
    for noun_frame in _LEX.nouns.get(item.head, ()) if len(t.out) == before else ():
        if tell_noun(t, item, noun_frame):
            break
    only = item.prep == "as" and item.mod is not None and not item.words.isdisjoint(_ONLY)
    if (
        (item.held is not None and item.head not in _STRONGHOLD)
        or (item.head == "capital" and "facto" in item.words)
        or only
    ):
        tell_held(t, item)
    if item.prep in {"under", "in"} and not item.classes.isdisjoint(_CONTROL) and not isinstance(item.gov, Verb):
        tell_kept(t, item)
    if "siege" in item.classes:
        tell_siege(t, item)
        if item.prep == "under":
            tell_under_siege(t, item)
    if item.taken:
        tell_taken(t, item)
    if item.besieged and (not item.plural or item.side or item.force):
        tell_besieged(t, item)


def take_back(s: Sentence, told: Iterable[Event]) -> None:
    """Take back what was told in the sentence before where this one denies it: "The army denied the claim"."""
    for k, item in enumerate(s.chunks[:-1]):
        if not isinstance(item, Verb) or item.lemma not in _DENYING or item.passive or item.neg:
            continue
        what = s.chunks[k + 1]
        if isinstance(what, Noun) and (what.head in SAID or what.head in {"this", "that", "it"}):
            by = next((noun.side or noun.mod for noun in s.chunks[:k] if isinstance(noun, Noun)), None)
            goes_on = any(getattr(other, "low", "") == "that" for other in s.chunks[k + 2 : k + 3])
            named = _kinds(other for other in s.chunks[k + 2 :] if isinstance(other, Verb)) if goes_on else ()
            for event in told:
                if named and event.kind not in named:
                    continue  # "denied the claims that they had withdrawn": and no more than that
                event.factual = event.factual and (by is None or by == event.actor or event.kind not in _CLAIMED)


def _kinds(verbs: Iterable[Verb]) -> set[str]:
    """Return the kinds of claims that verbs make."""
    return {frame.kind for verb in verbs for frame in _LEX.frames.get(verb.lemma, ())}


def _untrue(verb: Verb) -> bool:
    """Tell whether a verb says of claims or reports that they are not true, or are denied."""
    if not verb.subj or verb.subj[0].head not in SAID:
        return False
    if verb.passive:
        return verb.lemma in _DENYING
    return verb.lemma in {"be", "prove"} and any(not arg.words.isdisjoint(_FALSE) for arg in verb.args)


def _failed(t: Teller, verb: Verb, event: Event, by: str | None) -> bool:
    """Tell whether a verb says of what was tried that it failed: "tried to take X, | but failed"."""
    tried = event.mood.way == "tried" or (event.kind == "attack" and event.factual)
    if event.kind == "repel" or not tried or event.mood.denied:
        return False
    theirs = by == event.actor and by is not None
    return theirs and in_vain(verb, [other for other in t.clauses.verbs if other.carrier is verb])


def _the_claim(noun: Noun) -> bool:
    return noun.rel == "obj" and noun.head in SAID and noun.det in {"the", "this", "that", "these", "those"}


def _gainsaid(verb: Verb, by: str | None, event: Event) -> bool:
    """Tell whether a verb says that what was told is denied: "although this was contradicted by", "issued a denial"."""
    if event.kind not in _CLAIMED or event.cue.relation == "held" or verb.neg:
        return False
    first = verb.subj[0] if verb.subj else None
    if verb.passive:
        return first is not None and verb.lemma in _DENYING and first.head in _THIS | SAID
    denial = any(arg.rel == "obj" and arg.head in {"denial", "denials"} for arg in verb.args)
    return denial and by is not None and by != event.actor


def _contradicted(t: Teller, event: Event) -> None:
    """Take back what the same sentence goes on to deny, and turn an attempt that it goes on to call vain."""
    for verb in t.clauses.verbs:
        if verb.i <= event.cue.at:
            continue
        if _untrue(verb) and event.cue.verb is not verb:
            event.factual = False  # "claims that they took X were false"
        by = t.who([verb.agent] if verb.passive else verb.subj)
        claim = verb.rel_obj is not None and verb.rel_obj.head in SAID and event.kind in _CLAIMED
        objects = [arg.head for arg in verb.args if arg.rel == "obj"]
        all_of_it = not objects or objects[0] in _THIS  # "A B denied this"
        denied = verb.lemma in _DENYING and (
            claim or event.kind in {"gain", "hold"} or (all_of_it and event.kind in _CLAIMED)
        )
        outright = by is None and not verb.neg and any(_the_claim(arg) for arg in verb.args)  # "A B denied the claim"
        named = _kinds(v for v in t.clauses.verbs if v.i > verb.i) if t.s.lows[verb.j : verb.j + 1] == ["that"] else ()
        if event.cue.relation == "held" or (named and event.kind not in named):
            denied = False  # "entered the rebel-held X, though A denied that it was taken"
        if _gainsaid(verb, by, event):
            event.factual = False
        if denied and by != event.actor and (by is not None or outright):
            event.factual = False
        if _failed(t, verb, event, by):
            event.kind, event.actor, event.target = "repel", event.target or t.enemy(event.actor), event.actor
            event.factual = True
        vain = any((arg.det == "no" and "progress" in arg.classes) or arg.head in _VAIN for arg in verb.args)
        if vain and event.mood.way == "tried" and event.kind == "attack" and event.factual:
            event.kind, event.actor, event.target = "repel", event.target or t.enemy(event.actor), event.actor

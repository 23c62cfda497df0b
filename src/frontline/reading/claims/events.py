"""From a sentence's clauses to all that it may claim; `settle.py` keeps what it does."""

from __future__ import annotations

__all__ = ["events", "take_back"]

import re
from operator import attrgetter
from typing import TYPE_CHECKING

from frontline.reading.grammar.failures import in_vain
from frontline.reading.grammar.subordinate import SAID
from frontline.reading.grammar.syntax import Noun, Verb
from frontline.reading.text.lexicon import lexicon, nouns_of

from .campaigns import remember, tell_siege
from .deeds import tell_noun
from .extents import places
from .holds import tell_besieged, tell_held, tell_kept, tell_taken, tell_under_siege
from .moves import tell_distance, tell_left, tell_there
from .telling import CAMPAIGN, Cue, Teller
from .verbs import tell_verb

if TYPE_CHECKING:
    from collections.abc import Iterable

    from frontline.reading.grammar.clauses import Clauses
    from frontline.reading.grammar.syntax import Sentence

    from .discourse import Discourse
    from .telling import Event

_LEX = lexicon()
_AMONG = re.compile(r"\s*(?:among (?:them|these|those)|these (?:included?|are|were)|they included?)\b", re.IGNORECASE)
_DENYING = frozenset(
    {"deny", "reject", "refute", "dismiss", "dispute", "contradict", "discredit", "debunk", "disprove"}
)
_FALSE = frozenset({"false", "untrue", "unfounded", "baseless", "incorrect", "wrong"})
_CLAIMED = frozenset({"gain", "hold", "advance"})
_DENIALS = frozenset({"denial", "denials"})
_VAIN = frozenset({"unsuccessful", "fruitless", "futile"})
_THIS = frozenset({"this", "that", "it"})
_ONLY = frozenset({"only", "last", "sole"})
_CONTROL = frozenset({"control", "hands"})
_STRONGHOLD = nouns_of("stronghold")
_TELLING = _STRONGHOLD.union({"capital"}, _LEX.nouns)  # heads that may tell something
_TELLING_CLASSES = _CONTROL | {"siege"}
_WHERE = attrgetter("i")


def events(s: Sentence, clauses: Clauses, talk: Discourse) -> list[Event]:
    """Return all that the sentence may claim, in the order of its verbs and nouns."""
    t = Teller(s, clauses, talk)
    items: list[Verb | Noun] = [*clauses.verbs, *clauses.nouns]
    items.sort(key=_WHERE)
    for item in items:
        if isinstance(item, Verb):
            for frame in _LEX.frames.get(item.lemma, ()):
                tell_verb(t, item, frame)
            tell_distance(t, item)
            tell_there(t, item)
        elif item.head in _TELLING or not item.classes.isdisjoint(_TELLING_CLASSES) or _marked(item):
            _of_noun(t, item)
    _listed(t)
    tell_left(t)
    if not CAMPAIGN.isdisjoint(t.heads):
        remember(t)
    for event in t.out:
        _contradicted(t, event)
    return t.out


def _marked(noun: Noun) -> bool:
    """Tell whether a phrase may tell of a hold or a siege by what is said beside its noun."""
    return noun.held is not None or noun.taken or noun.besieged or noun.prep == "as"


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
    before, frames, strong = len(t.out), _LEX.nouns.get(item.head, ()), item.head in _STRONGHOLD
    if strong:
        tell_held(t, item)
    for noun_frame in frames if len(t.out) == before else ():
        if tell_noun(t, item, noun_frame):
            break
    only = item.prep == "as" and item.mod is not None and not item.words.isdisjoint(_ONLY)
    if (item.held is not None and not strong) or (item.head == "capital" and "facto" in item.words) or only:
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


def _failed(t: Teller, verb: Verb, event: Event) -> bool:
    """Tell whether a verb says of what was tried that it failed: "tried to take X, | but failed"."""
    if event.kind == "repel" or event.actor is None or event.mood.denied:
        return False
    theirs = event.actor == t.who([verb.agent] if verb.passive else verb.subj)
    return theirs and in_vain(verb, [other for other in t.clauses.verbs if other.carrier is verb])


def _vain(verb: Verb, event: Event) -> bool:
    """Tell whether a verb says that an attempt came to nothing: "tried to take X | but made no progress"."""
    if event.mood.way != "tried" or event.kind != "attack" or not event.factual:
        return False
    return any((arg.det == "no" and "progress" in arg.classes) or arg.head in _VAIN for arg in verb.args)


def _the_claim(noun: Noun) -> bool:
    return noun.rel == "obj" and noun.head in SAID and noun.det in {"the", "this", "that", "these", "those"}


def _denial(verb: Verb) -> bool:
    """Tell whether what a verb has done is a denial: "issued a denial"."""
    return any(arg.rel == "obj" and arg.head in _DENIALS for arg in verb.args)


def _gainsaid(verb: Verb, by: str | None, event: Event) -> bool:
    """Tell whether a verb says that what was told is denied: "although this was contradicted by", "issued a denial"."""
    if event.kind not in _CLAIMED or event.cue.relation == "held" or verb.neg:
        return False
    first = verb.subj[0] if verb.subj else None
    if verb.passive:
        return first is not None and verb.lemma in _DENYING and (first.head in _THIS or first.head in SAID)
    return by is not None and by != event.actor and _denial(verb)


def _denied(t: Teller, verb: Verb, by: str | None, event: Event) -> bool:
    """Tell whether a verb of denying, of another side than the event's, has what was told for its object."""
    if verb.lemma not in _DENYING or by == event.actor or event.cue.relation == "held":
        return False
    objects = [arg.head for arg in verb.args if arg.rel == "obj"]
    all_of_it = not objects or objects[0] in _THIS  # "A B denied this"
    claim = verb.rel_obj is not None and verb.rel_obj.head in SAID
    if event.kind not in {"gain", "hold"} and not ((claim or all_of_it) and event.kind in _CLAIMED):
        return False
    named = _kinds(v for v in t.clauses.verbs if v.i > verb.i) if t.s.lows[verb.j : verb.j + 1] == ["that"] else ()
    if named and event.kind not in named:
        return False  # "entered the rebel-held X, though A denied that it was taken"
    return by is not None or (not verb.neg and any(_the_claim(arg) for arg in verb.args))  # "A B denied the claim"


def _contradicted(t: Teller, event: Event) -> None:
    """Take back what the same sentence goes on to deny, and turn an attempt that it goes on to call vain."""
    for verb in t.clauses.verbs:
        if verb.i <= event.cue.at:
            continue
        if _untrue(verb) and event.cue.verb is not verb:
            event.factual = False  # "claims that they took X were false"
        if verb.lemma in _DENYING or _denial(verb):
            by = t.who([verb.agent] if verb.passive else verb.subj)
            if _gainsaid(verb, by, event) or _denied(t, verb, by, event):
                event.factual = False
        tried = event.mood.way == "tried" or (event.kind == "attack" and event.factual)
        if tried and (_failed(t, verb, event) or _vain(verb, event)):
            event.kind, event.actor, event.target = "repel", event.target or t.enemy(event.actor), event.actor
            event.factual = True

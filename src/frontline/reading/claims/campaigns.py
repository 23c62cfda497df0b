"""Whose offensive or siege it is: told once ("launched by", "the rebels'"), and meant by "the offensive" thereafter."""

from __future__ import annotations

__all__ = ["predicate", "remember", "tell_siege"]

from typing import TYPE_CHECKING

from frontline.reading.grammar.factuality import mood_of
from frontline.reading.grammar.syntax import Noun
from frontline.reading.text.lexicon import lexicon, nouns_of

from .extents import is_compass, places
from .telling import CAMPAIGN, Cue, below

if TYPE_CHECKING:
    from frontline.reading.grammar.syntax import Verb

    from .telling import Teller

_SIEGE = nouns_of("siege")
_BEING = frozenset({"be", "become", "constitute", "represent", "refer", "start", "begin", "open"})
_LAUNCHING = frozenset(
    {
        "launch", "begin", "start", "open", "mount", "initiate", "announce", "conduct", "stage", "wage", "undertake",
        "carry", "lead", "maintain", "enforce",
    }
)  # fmt: skip
_LIFTING = frozenset({"break", "lift", "raise", "end", "relieve", "smash", "shatter"})


def predicate(doing: Verb | None) -> Noun | None:
    """Return what an offensive or siege is said to have been, or begun with: "the offensive was an operation by A"."""
    if doing is None or doing.passive or doing.lemma not in _BEING:
        return None
    said = (arg for arg in doing.args if arg.prep in {"", "to", "with", "as"} and not arg.name)
    return next((arg for arg in said if arg.head in CAMPAIGN or "siege" in arg.classes), None)


def owner(t: Teller, noun: Noun) -> str | None:
    """Return whose offensive or siege a phrase tells of, where it tells that."""
    if noun.mod or noun.side:
        return noun.mod or noun.side
    doing = t.subject_of.get(id(noun))
    told = t.who([p for p in below(noun) if p.prep in {"by", "from"}], carried=False)
    if told is None and doing is not None and doing.passive:
        told = t.who([doing.agent], carried=False)
    verb = next((v for v in t.clauses.verbs if noun in v.args), None)
    if told is None and verb is not None and (verb.passive or verb.lemma in _BEING):
        told = t.who([verb.agent], carried=False)
    if told is None and verb is not None and noun.rel == "obj" and not verb.passive and verb.lemma in _LAUNCHING:
        told = t.who(verb.subj)
    return told


def remember(t: Teller) -> None:
    """Keep in mind whose the last offensive was that the sentence tells of."""
    for noun in t.clauses.nouns:
        if noun.head in CAMPAIGN:
            t.talk.campaign = owner(t, noun) or t.talk.campaign


def tell_siege(t: Teller, noun: Noun) -> None:
    """Tell of a siege that the text says is somebody's: "the rebel siege of X", "the siege of X by A"."""
    said = predicate(t.subject_of.get(id(noun)))
    actor = owner(t, noun) or (owner(t, said) if said is not None else None)
    verb = next((v for v in t.clauses.verbs if noun in v.args), None)
    lifted = verb is not None and verb.lemma in _LIFTING and not verb.mood and not verb.to
    doing = t.subject_of.get(id(noun))
    laid = doing is not None and doing.passive and doing.agent is not None and doing.lemma in _LAUNCHING
    relief = isinstance(noun.gov, Noun) and any(f.kind == "relieve" for f in lexicon().nouns.get(noun.gov.head, ()))
    if actor is None or noun.planned or lifted or relief or (noun.rel == "subj" and said is None and not laid):
        return  # "the rebel siege of X lasted a year" tells of no day's siege
    meant = next((v for v in t.clauses.verbs if noun.lead is not None and noun.lead in v.args), None)
    for phrase in noun.pps:
        if phrase.prep in {"of", "on", "around"} and not is_compass(phrase) and phrase.lead is None:
            for found in places(t.s, phrase, t.talk):
                event = t.tell(
                    "besiege", found, actor, found.noun.held, Cue(noun.j - 1, noun.head, "siege", None, noun)
                )
                event.factual = mood_of(meant).factual  # "to begin a bombardment and siege of X"

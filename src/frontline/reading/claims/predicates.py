"""Of what a phrase without a name is said: "X was one of their strongholds", "X, the last town", "X as a base"."""

from __future__ import annotations

__all__ = ["copula", "said_of", "stands_for"]

from copy import copy
from typing import TYPE_CHECKING

from frontline.reading.grammar.syntax import Noun, Verb

if TYPE_CHECKING:
    from .telling import Teller

_BEING = frozenset({"be", "become", "remain", "represent", "constitute", "form"})
_DEEMING = frozenset(
    {"use", "consider", "see", "regard", "know", "deem", "describe", "view", "call", "think", "believe"}
)
_COUNTED = frozenset({"one", "two", "three", "four", "some", "both"})
_WITHIN = frozenset({"in", "near", "at", "on", "of"})
_PLACE = frozenset({"settlement", "site", "stronghold"})
_ONLY = frozenset({"last", "only", "sole", "final"})
_PARTING = frozenset({",", "-", "–", "—", "("})
_GROUND = frozenset({"areas", "part", "parts", "territory", "ground", "land", "suburbs", "pocket", "side"})


def said_of(t: Teller, noun: Noun) -> Noun | None:
    """Return the named phrase, with its list, that another is said of; None where it has a name or points back."""
    if noun.name or noun.pron or noun.side:
        return None
    top = _counted(noun)
    verb = copula(top)
    if verb is not None:
        return _subject(verb, top)
    if top.prep == "as" and isinstance(top.gov, Noun) and top.gov.name:
        return (top.gov.lead or top.gov) if top.plural else top.gov
    return _apposed(t, top)


def stands_for(t: Teller, verb: Verb, noun: Noun | None) -> Noun | None:
    """Return what a verb tells of: "X was a town | held by", "X, a town | that they held" tell of X."""
    if noun is None or noun.name or (verb.finite and verb.rel_of is not noun and verb.rel_obj is not noun):
        return noun
    place = not noun.classes.isdisjoint(_PLACE) or not noun.words.isdisjoint(_ONLY)
    return (said_of(t, noun) if place else None) or noun


def _counted(noun: Noun) -> Noun:
    """Return "one" of "one of the strongholds"."""
    gov = noun.gov
    return gov if noun.prep == "of" and isinstance(gov, Noun) and gov.head in _COUNTED else noun


def copula(noun: Noun) -> Verb | None:
    """Return the verb by which a phrase is said of its subject: "X was a stronghold", "X is seen as a stronghold"."""
    verb = noun.gov
    if not isinstance(verb, Verb) or not verb.subj:
        return None
    plain = verb.lemma in _BEING and not verb.passive and (noun.rel == "obj" or noun.prep == "among")
    deemed = verb.passive and verb.lemma in _DEEMING and (noun.rel == "obj" or noun.prep == "as")
    return verb if plain or deemed else None


def _subject(verb: Verb, said: Noun) -> Noun | None:
    """Return what a verb of being says something of: a list where it says it of several."""
    subject = verb.rel_of or verb.subj[0]
    if said.plural and not (subject.plural or subject.coords or subject.lead):
        return None
    return (subject.lead or subject) if said.plural else subject


def _apposed(t: Teller, noun: Noun) -> Noun | None:
    """Return the name that a phrase right after it, or after a comma, says more of: "X, the last town"."""
    if noun.head in _GROUND or not (noun.det or noun.number):
        return None
    end = noun.i - 1 if noun.i and t.s.words[noun.i - 1] in _PARTING else noun.i
    before = next((other for other in t.clauses.nouns if other.j == end), None)
    while before is not None and not before.name and before.prep in _WITHIN and isinstance(before.gov, Noun):
        before = before.gov  # "X in the northern province, a stronghold"
    if before is None or not before.name or before.speaks or before is noun:
        return None
    if noun.plural and noun.head not in _COUNTED:
        lead = before.lead or before
        return lead if lead.coords else None
    if not before.coords:
        return before
    alone = copy(before)
    alone.coords = []
    return alone

"""Who holds or besieges a place, told in passing: a rebel stronghold, the rebel-held town of X, the besieged town."""

from __future__ import annotations

__all__ = ["tell_besieged", "tell_held", "tell_kept", "tell_taken", "tell_under_siege"]

from typing import TYPE_CHECKING

from frontline.reading.grammar.syntax import Noun
from frontline.reading.text.lexicon import lexicon, nouns_of

from .extents import Found, places
from .predicates import copula, said_of
from .telling import Cue, below

if TYPE_CHECKING:
    from .telling import Teller

_LEX = lexicon()
_STRONGHOLD = nouns_of("stronghold")
_GROUND = frozenset(
    {
        "area", "areas", "part", "parts", "territory", "ground", "land", "suburbs", "pocket", "pockets", "buildings",
        "streets", "side",
    }
)  # fmt: skip
_FORCING = frozenset({"penetrate", "breach", "infiltrate", "storm"})
_VERBAL = frozenset({"B", "E", "V", "G", "A"})  # before "under": "came under siege" is the verb's to tell
_COMING = frozenset({"gain", "attack", "advance", "besiege"})


def tell_held(t: Teller, noun: Noun) -> None:
    """Tell of the A-held town of X, a rebel stronghold, "X was still A-held"."""
    holder = noun.held or noun.mod or noun.side
    if holder is None and noun.head in _STRONGHOLD:
        holder = t.who([p for p in noun.pps if p.prep in {"of", "for"} and not p.name], carried=False)
        holder = holder or (_whose(t, noun) if noun.det in {"its", "their"} else None)
    if holder is None:
        return
    cue = Cue(noun.i, "held" if noun.held else "stronghold", "held", None, noun)
    other = said_of(t, noun)
    if other is None:
        _held_themselves(t, noun, holder, cue)
        return
    verb = copula(noun)
    cue = cue._replace(verb=verb, at=noun.j - 1) if verb is not None else cue
    for found in places(t.s, other, t.talk):
        if found.extent == "whole" or verb is not None:
            t.tell("hold", found, holder, None, cue)


def _whose(t: Teller, noun: Noun) -> str | None:
    """Return whose "their stronghold" is: who was spoken of last, or the foe of who comes to it."""
    last = next((other for other in reversed(t.clauses.nouns) if other.i < noun.i and other.side), None)
    if last is None:
        return None
    acting = (verb for verb in t.clauses.verbs if last in verb.subj and not verb.passive and noun in verb.args)
    verb = next(acting, None)
    kinds = {frame.kind for frame in _LEX.frames.get(verb.lemma, ())} if verb is not None else set()
    return t.enemy(last.side) if kinds & _COMING else last.side


def _held_themselves(t: Teller, noun: Noun, holder: str, cue: Cue) -> None:
    """Tell that a side holds the places that a phrase names, points at or counts."""
    listed = [other for other in noun.coords if other.listed and other.name] if noun.plural and not noun.name else []
    if noun.plural and "other" in noun.words and noun.lead is not None and not noun.listed:
        listed = [other for other in (noun.lead, *noun.lead.coords) if other.name and other.i < noun.i]
    for other in listed:  # "rebel-held areas, including X and Y", "X and other rebel strongholds"
        named = Found(other.name or "", other, first=other.first, last=other.last)
        t.tell("hold", named, other.held or holder, None, cue)
    own = noun.name and not noun.plural and not noun.poss and noun.head != "side"
    one = noun.name or not noun.plural or noun.coords or _of_names(noun)
    if listed or (noun.head in _GROUND and not own) or not one:
        return
    for found in places(t.s, noun, t.talk):
        if found.noun.held not in {None, holder} or _told_apart(noun, found.noun):
            continue  # "the A-held town of X and B-held Y", "A-held X and the strategic base of Y"
        pointed = noun.head in _STRONGHOLD or (noun.det in {"the", "this", "that"} and not noun.plural)
        if found.extent == "whole" and (not found.anaphor or pointed):
            t.tell("hold", found, holder, None, cue)


def _told_apart(noun: Noun, other: Noun) -> bool:
    """Tell whether a further member of a list has words of its own before its name: "A-held X and the nearby Y"."""
    if other.lead is not noun or other.first < 0 or noun.plural:
        return False
    return other.first - other.i > bool(other.det)


def _of_names(noun: Noun) -> bool:
    return any(phrase.prep == "of" and phrase.name for phrase in noun.pps)


def tell_kept(t: Teller, noun: Noun) -> None:
    """Tell of a place that is said in passing to be in somebody's hands: "X, under rebel control since 2012"."""
    holder = noun.mod or noun.side or t.who([p for p in noun.pps if p.prep in {"of", "by"}], carried=False)
    whose = noun.gov if isinstance(noun.gov, Noun) else None
    if holder is None and whose is not None and noun.prep == "in" and whose.side is not None:
        for phrase in noun.pps:  # "the rebels in control of X"
            for found in places(t.s, phrase, t.talk) if phrase.prep in {"of", "over"} else []:
                if found.extent == "whole":
                    t.tell("hold", found, whose.side, None, Cue(noun.j - 1, "control", "held", None, noun))
        return
    if holder is None and whose is not None and whose.prep == "with":
        holder = t.who(t.clauses.subject)  # "With X under control, the army went on"
    place = _kept(t, noun) if holder is not None else None
    if place is None:
        return
    for found in places(t.s, place, t.talk):
        if found.extent == "whole" and (found.noun.i < noun.i or place.i > noun.i):
            t.tell("hold", found, holder, None, Cue(noun.i, "held", "held", None, noun))


def _kept(t: Teller, noun: Noun) -> Noun | None:
    """Return what is said to be in somebody's hands, by the words that stand before."""
    at = noun.i - 1
    while at and t.s.tags[at] in {"P", "A", ",", "–", "—"}:
        at -= 1
    before = next((other for other in t.clauses.nouns if other.j == at + 1), None)
    if before is None:
        first = t.clauses.subject[0] if t.clauses.subject and noun.i < 3 else None
        return first if first is not None and first.name else None  # "Under A control since May, X"
    while not before.name and isinstance(before.gov, Noun) and before.prep in {"in", "near", "at", "on"}:
        before = before.gov  # "the last town in the province under A control"
    if not before.name:
        return said_of(t, before)
    return before.gov if before.prep == "of" and isinstance(before.gov, Noun) else before  # "half of X in rebel hands"


def tell_under_siege(t: Teller, noun: Noun) -> None:
    """Tell of a place that is said in passing to be besieged: "X and Y, under siege by A since March"."""
    if any(event.kind == "besiege" and event.cue.noun is noun for event in t.out) or t.s.tags[noun.i - 2] in _VERBAL:
        return
    besieger = noun.mod or t.who([p for p in noun.pps if p.prep in {"of", "by", "from"}], carried=False)
    place = _kept(t, noun)
    for found in places(t.s, place.lead or place, t.talk) if place is not None else []:
        if found.extent == "whole" and found.noun.i < noun.i:
            t.tell("besiege", found, besieger, found.noun.held, Cue(noun.i, "siege", "besieged", None, noun))


def _tell_trapped(t: Teller, noun: Noun) -> None:
    """Tell of besieged people where they are: "the besieged fighters of A in X"."""
    side = noun.side or noun.mod or t.who([p for p in noun.pps if p.prep == "of"], carried=False)
    for phrase in below(noun):
        if phrase.prep in {"in", "at", "inside", "within"}:
            for found in places(t.s, phrase, t.talk):
                t.tell("besiege", found, t.enemy(side), side, Cue(noun.i, "besieged", "besieged", None, noun))
            return


def tell_besieged(t: Teller, noun: Noun) -> None:
    """Tell of the besieged town: by the enemy of who comes to it or leaves it."""
    if noun.side or noun.force:
        _tell_trapped(t, noun)
        return
    named = None if noun.name else said_of(t, noun)
    for found in places(t.s, named if named is not None else noun, t.talk):
        if found.extent != "whole":
            continue
        verb = t.subject_of.get(id(noun)) or next((v for v in t.clauses.verbs if noun in v.args), None)
        kinds = {frame.kind for frame in _LEX.frames.get(verb.lemma, ())} if verb is not None else set()
        around = t.who(verb.subj) if verb is not None and kinds & {"advance", "relieve", "withdraw"} else None
        forced = around if verb is not None and verb.lemma in _FORCING else None  # who storms it besieges it
        actor = forced or t.enemy(noun.held or around)
        t.tell("besiege", found, actor, None, Cue(noun.i, "besieged", "besieged", None, noun))


def tell_taken(t: Teller, noun: Noun) -> None:
    """Tell of the newly captured town of X, the recently liberated X: whose deed it was is left to the reader."""
    if noun.force or noun.side or (noun.plural and not noun.name and not noun.definite):
        return
    cue = Cue(noun.i, "captured", "taken", None, noun)
    for found in places(t.s, noun, t.talk):
        if found.extent == "whole" and not found.anaphor:
            t.tell("gain", found, noun.mod, None, cue)

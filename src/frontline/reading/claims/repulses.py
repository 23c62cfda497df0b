"""Attacks that were thrown back: who did it, whose attack it was, and where, though it be told of before."""

from __future__ import annotations

__all__ = ["tell_drawn_off", "tell_repulse"]

from typing import TYPE_CHECKING

from frontline.reading.grammar.syntax import Verb
from frontline.reading.text.lexicon import lexicon, nouns_of

from .extents import SETTLEMENT, SITE, Found, is_compass, places
from .telling import REPELLING, Cue, below

if TYPE_CHECKING:
    from collections.abc import Sequence

    from frontline.reading.grammar.syntax import Noun
    from frontline.reading.text.lexicon import Frame

    from .telling import Event, Teller

_ATTACK = nouns_of("attack")
_ATTACKERS = frozenset({"attackers", "assailants", "raiders"})
_GARRISON = nouns_of("garrison")
_STOPPING = frozenset({"defeat", "halt", "stop", "rout"})
_THROWING = frozenset({"throw", "hurl", "turn", "beat", "fight"})
_SAME_ATTACK = frozenset({"the", "this", "that", "their", "its", "these", "both", "all"})
_WHITHER = frozenset({"to", "towards", "toward", "into"})
_NEW_ATTACK = frozenset({"a", "an", "another", ""})


def tell_repulse(t: Teller, verb: Verb, frame: Frame, attack: Noun | None, actor: str | None) -> None:
    """Tell of an attack that was repelled; `attack` is what was repelled: an attack, or its people."""
    if attack is None or not (_is_attack(verb, attack) or _shoved(t, verb, attack)):
        return
    attacker, actor = _parties(t, verb, attack, actor)
    phrases = _where(t, verb, attack)
    known = actor
    actor = actor or next((p.held for p in phrases if p.held), None) or t.enemy(attacker)
    attacker = attacker or t.enemy(actor)
    cue = Cue(verb.j - 1, verb.lemma, "attack", verb, attack)
    where = next(
        (
            found
            for phrase in phrases
            if (phrase.prep in frame.place or phrase.rel in {"subj", "obj"})
            and (phrase.prep != "from" or attack.head.removesuffix("s") not in _ATTACK)
            and not is_compass(phrase)
            and (found := places(t.s, phrase, t.talk))
        ),
        [],
    )
    if not where and attack.name:
        where = [Found(attack.name, attack, first=attack.first, last=attack.last)]
    beaten = verb.lemma == "defeat" and not verb.passive and attack.side is not None
    beaten = beaten and not any(event.actor == attacker for event in t.out)
    for place in where:  # "defeated the rebels at X" tells of no attack of theirs
        t.tell("attack" if beaten else "repel", place, actor, attacker, cue)
    if not where and not _elsewhere(t, phrases, attack, cue.at):
        sure = verb.agent is not None or bool(verb.subj and not verb.passive and verb.subj[0].side)
        _told_before(t, cue, (known if sure else None, actor), attacker)


def _parties(t: Teller, verb: Verb, attack: Noun, actor: str | None) -> tuple[str | None, str | None]:
    """Return whose attack it was, and who repelled it, as far as the phrases tell."""
    attacker = (
        attack.mod or attack.side or t.who([p for p in attack.pps if p.prep in {"by", "from", "of"}], carried=False)
    )
    if attacker is None and (attack.det in {"their", "its"} or attack.pron):
        attacker = t.before(attack)
    if attacker is None and attack.rel == "obj" and isinstance(attack.gov, Verb) and attack.gov is not verb:
        attacker = t.who(attack.gov.subj)  # "they launched a raid, which was repelled"
    if attacker == actor and verb.passive and attack.side is not None:
        actor = None  # "A was driven off by fighters from X": others than A's
    elif attacker == actor:
        attacker = None
    return attacker, actor


def _where(t: Teller, verb: Verb, attack: Noun) -> list[Noun]:
    """Return the phrases that may tell where an attack was repelled."""
    phrases = below(attack)
    if verb.subj and not verb.passive and verb.subj[0].head in _GARRISON:
        phrases += verb.subj[0].pps  # "the garrison of X beat off"
    if _place_defends(verb):
        phrases.insert(0, verb.subj[0])  # "X withstood all attacks"
    phrases += [arg for arg in verb.args if arg.rel != "obj" and not _of(arg, verb.agent) and arg not in attack.pps]
    if attack.side is not None or attack.force:
        phrases += _on_their_way(t, verb, attack)
    if attack.side is not None and verb.passive:  # "they were thrown back towards X": X is where they went
        phrases = [phrase for phrase in phrases if phrase.prep not in _WHITHER]
    return phrases


def tell_drawn_off(t: Teller, verb: Verb) -> bool:
    """Tell that an attack failed whose people are said to have left, and return whether it is said."""
    who = verb.subj[0] if verb.subj and not verb.passive else None
    if who is None or who.head not in _ATTACKERS or any(arg.name for arg in verb.args):
        return False
    told = len(t.out)
    _told_before(t, Cue(verb.j - 1, verb.lemma, "attack", verb, who), (None, None), None)
    return len(t.out) > told


def _of(arg: Noun, agent: Noun | None) -> bool:
    """Tell whether a phrase is who did it, or says of them where they are from: "driven off by fighters from X"."""
    return agent is not None and (arg is agent or (arg.prep in {"from", "of"} and arg.gov is agent))


def _place_defends(verb: Verb) -> bool:
    """Tell whether a place stands for its defenders: "X withstood all attacks"."""
    first = verb.subj[0] if verb.subj and not verb.passive else None
    return (
        first is not None and first.side is None and first.mod is None and bool(first.name or first.head in SETTLEMENT)
    )


def _shoved(t: Teller, verb: Verb, troops: Noun) -> bool:
    """Tell whether troops on their way were pushed back: "pushed back the units | attempting to encircle X"."""
    back = verb.lemma in {"push", "drive", "force", "hold"} and not verb.particles.isdisjoint(("back", "off"))
    people = troops.side is not None or troops.force
    return back and people and not verb.passive and any(p.name or p.definite for p in _on_their_way(t, verb, troops))


def _on_their_way(t: Teller, verb: Verb, troops: Noun) -> list[Noun]:
    """Return where troops that were repelled were going: "repelled the rebels | trying to advance on X"."""
    going: list[Verb] = []
    for other in t.clauses.verbs:
        theirs = other.i > verb.i and other.subj[:1] == [troops] and not other.passive
        if any(frame.kind == "withdraw" for frame in lexicon().frames.get(other.lemma, ())):
            continue
        if theirs and (other.form == "G" or other.rel_of is not None or other.carrier in going):
            going.append(other)
    return [arg for other in going for arg in other.args]


def _is_attack(verb: Verb, noun: Noun) -> bool:
    """Tell whether what was repelled is an attack, or stands for one: "they were repelled", "was beaten back"."""
    stopped = noun.side is not None and verb.lemma in _STOPPING and verb.finite
    sure = verb.lemma in REPELLING or stopped or (verb.passive and not verb.particles.isdisjoint(("back", "off")))
    if noun.head in _ATTACK or noun.head.removesuffix("s") in _ATTACK:
        return sure or noun.head not in {"advance", "advances", "push"} or bool(noun.pps)
    people = (
        noun.pron or noun.head in {"militants", "attackers", "both", "all"} or (noun.side is not None and verb.passive)
    )
    thrown = noun.side is not None and verb.lemma in _THROWING and not verb.particles.isdisjoint(("back", "off"))
    troops = noun.side is not None and not noun.name and noun.det not in {"a", "an"} and verb.lemma in REPELLING
    theirs = noun.force and noun.det in {"its", "their"} and verb.passive and sure
    return (sure and people) or thrown or stopped or troops or theirs


def _elsewhere(t: Teller, phrases: Sequence[Noun], attack: Noun, at: int) -> bool:
    """Tell whether the attack is another than the one told before: it has a place of its own, or is a new one."""
    for phrase in phrases:
        placed = phrase.name or phrase.head in SETTLEMENT or phrase.head in SITE
        if placed and phrase.prep in {"on", "against", "at", "in", "near", "of"}:
            return True
    people = attack.pron or (attack.side is not None and not attack.name)
    return attack.det not in _SAME_ATTACK and not people and not any(event.cue.at < at for event in t.out)


def _told_before(t: Teller, cue: Cue, defenders: tuple[str | None, str | None], attacker: str | None) -> None:
    """Tell that the attack told before, in this sentence or the last one, was repelled."""
    named, guessed = defenders
    attack = cue.noun
    if attack is None:
        return
    before = [event for event in t.out if event.cue.at < cue.at and _is_assault(event)]
    if before:
        last = before[-1]
        if attacker is not None and last.actor is not None and attacker != last.actor and attack.side is None:
            return  # "A attacked X after repelling an assault by B"
        for event in before:
            if event.cue.at == last.cue.at and event.kind == last.kind:
                defender = named or event.target or t.defender(event.place, event.actor) or guessed
                t.tell("repel", Found(event.place, event.found, anaphor=True), defender, event.actor, cue)
    elif (where := _acted_at(t, cue, attacker)) is not None:
        t.tell("repel", where, named or t.defender(where.name, attacker) or guessed, attacker, cue)
    elif t.talk.last_attack is not None and not _another(t, cue, attack):
        was, target, names = t.talk.last_attack
        if attack.pron and None not in (was, attacker) and was != attacker:
            return  # "they were repelled", and it was the others that had attacked
        attacker = was or attacker
        for name in names:
            defender = named or t.defender(name, attacker) or target or guessed
            t.tell("repel", Found(name, attack, anaphor=True), defender, attacker, cue)


def _acted_at(t: Teller, cue: Cue, attacker: str | None) -> Found | None:
    """Return where the attacker was at work before in this sentence: "killed ten in X before the army repelled"."""
    for verb in t.clauses.verbs:
        if verb.i > cue.at or verb.passive or attacker is None or t.who(verb.subj, carried=False) != attacker:
            continue
        for arg in verb.args:
            found = places(t.s, arg, t.talk) if arg.prep in {"in", "at", "near"} and not is_compass(arg) else []
            if found:
                return found[0]
    return None


def _is_assault(event: Event) -> bool:
    if event.kind in {"attack", "advance"}:
        return event.factual
    return event.kind == "gain" and not event.factual and event.mood.way in {"tried", "meant"}


def _another(t: Teller, cue: Cue, attack: Noun) -> bool:
    """Tell whether the sentence itself speaks of a new attack, without a place, before it says it was repelled."""
    return any(
        noun.i < cue.at and noun is not attack and noun.det in _NEW_ATTACK and noun.head.removesuffix("s") in _ATTACK
        for noun in t.clauses.nouns
    )

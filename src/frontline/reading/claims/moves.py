"""Where people came to or left, told without a frame: within five kilometres of X, "after the others withdrew"."""

from __future__ import annotations

__all__ = ["COMING", "DISTANCE", "LEAVING", "tell_distance", "tell_left", "tell_there"]

from typing import TYPE_CHECKING

from frontline.reading.grammar.syntax import Verb
from frontline.reading.text.lexicon import lexicon

from .extents import Found, is_compass, places
from .telling import FIGHTING, Cue

if TYPE_CHECKING:
    from .telling import Event, Teller

DISTANCE = frozenset(
    {
        "km", "kilometer", "kilometers", "kilometre", "kilometres", "mile", "miles", "meters", "metres", "meter",
        "metre", "yards", "m",
    }
)  # fmt: skip
_NEARNESS = frozenset({"range", "sight", "reach"})
_BRINGING = frozenset({"bring", "put", "place", "leave", "take"})
_STANDING = frozenset({"be", "stand", "remain", "lie", "stop", "halt", "position", "deploy", "station", "entrench"})
_SHOOTING = frozenset({"kill", "fire", "shoot", "detonate", "wound", "hit", "strike"})
_HOURS = frozenset({"dawn", "morning", "noon", "midday", "afternoon", "dusk", "evening", "nightfall", "night"})
_RAGING = lexicon().words["raging"] | {"be"}
_FIGHTING = frozenset({"clash", "fight", "battle"})
_FOUGHT = _RAGING | _FIGHTING
_FORCING = frozenset({"force", "compel", "oblige", "prompt", "make"})
LEAVING = frozenset({"withdraw", "retreat", "pull", "flee"})
COMING = frozenset({"advance", "come", "push", "move", "close", "get", "approach"})


def tell_distance(t: Teller, verb: Verb) -> None:
    """Tell of who came, or was brought, within five kilometres of a place, or stood five kilometres from it."""
    for arg in verb.args:
        near = arg.prep == "within" and arg.head in _NEARNESS
        if (DISTANCE.isdisjoint(arg.words) or "range" in arg.words or verb.lemma in _SHOOTING) and not near:
            continue
        actor = t.who(verb.subj)
        standing = not arg.prep and verb.lemma in _STANDING and actor is not None
        brought = verb.lemma in _BRINGING and any(a.rel == "obj" and t.who([a]) is not None for a in verb.args)
        coming = arg.prep in {"to", "at"} and (verb.lemma in COMING or brought)
        if verb.lemma in _BRINGING and not arg.prep and arg.rel == "obj":
            standing = t.who([a for a in verb.args if a.rel == "obj" and a is not arg]) is not None
        near = near or (arg.prep == "in" and verb.lemma in _STANDING and any(p.prep == "of" for p in arg.pps))
        if arg.prep != "within" and not standing and not coming and not (near and arg.prep == "in"):
            continue
        if verb.lemma in _BRINGING:
            actor = t.who([a for a in verb.args if a.rel == "obj" and a is not arg]) or actor
        goals = [p for p in [*arg.pps, *(a for a in verb.args if a.i > arg.i)] if p.prep in {"of", "from", "away"}]
        for phrase in goals[:1]:
            if not is_compass(phrase):
                for found in places(t.s, phrase, t.talk)[:1]:
                    if found.extent != "some":
                        t.tell("advance", found, actor, None, Cue(verb.j - 1, verb.lemma, "within", verb, arg))


def tell_there(t: Teller, verb: Verb) -> None:
    """Tell of who had come to a place by some hour: "by evening they were in X"."""
    if verb.lemma in _FOUGHT and "there" in t.s.lows[verb.j :]:
        _tell_fought_there(t, verb)
    if verb.lemma != "be" or not verb.finite or verb.neg or verb.mood or "by" not in t.s.lows:
        return
    if any(arg.rel == "obj" or "control" in arg.classes for arg in verb.args):  # "they were in control of"
        return
    by = [k for k, low in enumerate(t.s.lows[: verb.i]) if low == "by"]
    timed = by and (t.s.tags[by[-1] + 1] == "t" or any(low in _HOURS for low in t.s.lows[by[-1] : by[-1] + 4]))
    actor = t.who(verb.subj) if timed else None
    for arg in verb.args if actor is not None else ():
        for found in places(t.s, arg, t.talk) if arg.prep in {"in", "at", "inside"} and not is_compass(arg) else ():
            if found.extent != "some":
                t.tell("advance", found, actor, None, Cue(verb.j - 1, verb.lemma, "there", verb, arg))


def _tell_fought_there(t: Teller, verb: Verb) -> None:
    """Tell of fighting at the place told before: "entered X, clashing with A there", "clashes went on there"."""
    fight = verb.subj[0] if verb.subj and verb.subj[0].head in FIGHTING else None
    goes_on = fight is not None and verb.lemma in _RAGING and not verb.passive
    at = t.s.lows.index("there", verb.j)
    parted = any(verb.i < other.i <= at + 1 for other in t.clauses.verbs)  # "clashes went on, but there was no"
    if parted or not (goes_on or (verb.lemma in _FIGHTING and not verb.passive)):
        return
    if any(event.cue.verb is verb or event.cue.noun is fight is not None for event in t.out):
        return
    actor = t.who(verb.subj) if fight is None else fight.mod
    for found in _there(t, verb):
        t.tell("attack", found, actor, None, Cue(verb.j - 1, verb.lemma, "there", verb, fight))


def _there(t: Teller, verb: Verb) -> list[Found]:
    """Return what "there" means behind a verb: where the sentence told of something last, or the one before."""
    before = [event for event in t.out if event.cue.at < verb.i]
    if before:
        last = before[-1].cue.at
        return [Found(event.place, event.found, anaphor=True) for event in before if event.cue.at == last]
    noun = verb.subj[0] if verb.subj else None
    named = "X" in t.s.tags[: verb.i]  # a place that nothing was told of
    return (
        [] if noun is None or named else [Found(n, noun, anaphor=True) for n in t.talk.antecedents("it", before=verb.i)]
    )


def tell_left(t: Teller) -> None:
    """Tell of a withdrawal without a place that it was from the place that the sentence says was taken."""
    for verb in t.clauses.verbs:
        if (
            verb.lemma not in LEAVING
            or verb.passive
            or any(arg.prep in {"from", "out"} or arg.rel == "obj" for arg in verb.args)
        ):
            continue
        actor = t.who(verb.subj)
        taken = [event for event in t.out if event.kind == "gain" and event.factual]
        if actor is None or any(event.cue.verb is verb for event in t.out):
            continue
        goals = {arg.name for arg in verb.args if arg.prep == "to" and arg.name}
        taken = [event for event in taken if event.place not in goals]
        lost = [event for event in taken if event.actor != actor] or _pressed(t, verb, actor, goals)
        for event in lost or [event for event in taken if event.cue.at < verb.i]:
            found = Found(event.place, event.found, anaphor=True)
            t.tell("withdraw", found, actor, None, Cue(verb.j - 1, verb.lemma, "left", verb))


def _pressed(t: Teller, verb: Verb, actor: str, goals: set[str]) -> list[Event]:
    """Return the attacks of others before which a side gave way: "A attacked X and forced B to withdraw"."""
    pressed = isinstance(verb.carrier, Verb) and verb.carrier.lemma in _FORCING
    into = any(arg.prep == "into" for arg in verb.args)
    return [
        event
        for event in t.out
        if event.kind in ({"attack", "advance"} if pressed else {"advance"} if into else set())
        and event.factual
        and event.cue.at < verb.i
        and event.actor not in {None, actor}
        and event.place not in goals
    ]

"""What stands beside a verb and tells where: took control of X, broke the siege of X, raised the flag over X."""

from __future__ import annotations

__all__ = ["CLASSES", "LOSING", "STANDS", "receiver", "taken_from", "tell_beside", "weakened"]

from typing import TYPE_CHECKING

from frontline.reading.grammar.syntax import Noun, Verb
from frontline.reading.text.lexicon import lexicon, nouns_of

from .extents import EVENT, FORCE, Found, is_compass, places, road
from .moves import DISTANCE
from .roads import opened
from .telling import Cue, below

if TYPE_CHECKING:
    from frontline.model import Kind
    from frontline.reading.text.lexicon import Frame

    from .telling import Teller

CLASSES = {name: nouns_of(name) for name in frozenset[str]().union(*lexicon().classes.values())}
LOSING = frozenset({"lose", "cede", "relinquish", "surrender", "yield", "hand", "deliver"})
_PUTTING = frozenset({"put", "place", "bring", "turn", "subject", "expose", "have", "hold", "keep"})
_SETTING = frozenset({"leave", "put", "place", "bring", "see", "find"})  # "leaves the army on the outskirts of X"
_GOING_ON = frozenset({"continue", "resume", "intensify", "escalate", "strengthen"})
_LINES = frozenset({"border", "borders", "frontier", "territory", "soil", "capital", "side"})
_IN_PART = frozenset({"partially", "partly"})
_ONWARD = frozenset({"fire", "target", "arms"})
_CONTROL = frozenset({"gain", "hold"})
_OF_PARTS: dict[Kind, Kind] = {"gain": "advance", "attack": "attack"}
_SERIES = frozenset({"series", "wave", "waves", "barrage", "hail", "days", "weeks", "months", "hours", "number"})
STANDS = frozenset({"near", "around", "in", "at", "on", "inside"})


def tell_beside(t: Teller, verb: Verb, frame: Frame, obj: Noun | None, actor: str | None) -> None:
    """Tell what hangs on a noun beside the verb."""
    holder, actor = _holder(verb, frame, obj, actor)
    if holder is None or (not holder.words.isdisjoint(("fire", "fire-control")) and frame.with_ != "fire"):
        return
    if frame.place <= {"subj", "obj"}:
        _under(t, verb, frame, holder, (obj, actor))
        return
    actor = _whose(t, verb, frame, holder, (obj, actor))
    if frame.with_ == "target" and actor is None:
        return
    if frame.with_ == "edge" and (
        actor is None or not (holder.prep in {"on", "at", "near", "to"} or (not holder.prep and verb.lemma == "reach"))
    ):
        return
    target = t.who(taken_from(verb), carried=False)
    if verb.lemma in LOSING or frame.to:
        target, actor = actor, receiver(t, verb, frame)
        actor = actor or t.enemy(target)
    elif frame.kind == "hold" and actor is None and t.stranger(verb.subj):
        return
    _hanging(t, verb, frame, holder, (actor, target))


def _whose(t: Teller, verb: Verb, frame: Frame, holder: Noun, parties: tuple[Noun | None, str | None]) -> str | None:
    """Return whose deed it is, where that is not the verb's subject or agent."""
    obj, actor = parties
    if frame.with_ == "flag":
        return holder.mod or t.who([p for p in holder.pps if p.prep == "of"], carried=False) or actor
    if frame.with_ == "target" and verb.passive:  # "ten rebel vehicles were destroyed in X", not "killed"
        hit = verb.lemma == "destroy" and holder.mod is not None
        return (actor or t.enemy(holder.mod)) if hit else None
    if verb.lemma in _SETTING and obj is not None and obj is not holder:
        return t.who([obj])
    if frame.kind == "hold" and verb.passive and "in" in frame.particle:
        return t.who(verb.subj)  # "they were reported in control of X"
    return actor


def _holder(verb: Verb, frame: Frame, obj: Noun | None, actor: str | None) -> tuple[Noun | None, str | None]:
    """Return the noun that the frame wants beside the verb, and the verb's actor where he is that noun's too."""
    wanted = CLASSES[frame.with_]
    # "under artillery and rocket bombardment": the last of the list is what they were under
    args = [arg for arg in verb.args if arg.head in wanted and (arg.lead is None or arg.lead.head not in wanted)]
    if obj is not None and obj.head in wanted and obj not in args:
        args.insert(0, obj)
    going_on = verb.lemma in _GOING_ON and not verb.passive  # "the siege continued" tells of no day's siege
    if verb.subj and verb.subj[0].head in wanted:
        if frame.with_ == "flag":
            args.insert(0, verb.subj[0])  # "the flag flies over X"
        elif frame.with_ == "siege" and obj is None and not going_on:
            args.append(verb.subj[0])  # the siege ended
            actor = None
    return next((arg for arg in args if _fits(arg, obj, frame)), None), actor


def _fits(arg: Noun, obj: Noun | None, frame: Frame) -> bool:
    """Tell whether a phrase stands to the verb as the frame wants its noun to stand."""
    if frame.particle and arg.prep == "of":  # "came under a series of assaults"
        return isinstance(arg.gov, Noun) and arg.gov.prep in frame.particle and arg.gov.head in _SERIES
    if frame.particle:
        adverbial = arg is obj and not frame.place <= {"subj", "obj"}  # "took | over the siege of X"
        return arg.prep in frame.particle or adverbial
    numbered = frame.with_ == "target" and arg.prep == "of"  # "killed a number of militants"
    return not arg.prep or arg is obj or frame.with_ == "edge" or numbered


def _phrases(verb: Verb, holder: Noun, frame: Frame) -> list[Noun]:
    """Return the phrases that lead to the place: from a noun, from what stands in a list with it, from the verb."""
    phrases = below(holder) if frame.with_ in {"siege", "held"} else holder.pps
    listed = [phrase for member in holder.coords for phrase in member.pps]  # "drones and planes against"
    after = [arg for arg in verb.args if arg.gov is verb and not verb.i <= arg.i <= holder.i]
    further = below(holder) if frame.with_ in _ONWARD else ()  # "opened fire at a car in X"
    return [*phrases, *listed, *after, *further]


def _hanging(t: Teller, verb: Verb, frame: Frame, holder: Noun, sides: tuple[str | None, str | None]) -> None:
    """Tell of the place that hangs on the noun: "of X", or its own name, or the one spoken of."""
    cue = Cue(verb.j - 1, verb.lemma, frame.with_, verb, holder)
    for arg in _phrases(verb, holder, frame):
        led = arg.prep in frame.place and not is_compass(arg) and arg.lead is None
        if led and _placed(t, verb, frame, arg, (cue, sides)):
            return
    if holder.name and frame.with_ not in {"river", "arms", "target"}:
        t.tell(frame.kind, Found(holder.name, holder, first=holder.first, last=holder.last), *sides, cue)
    elif frame.with_ == "control" and frame.kind == "gain" and not holder.pps:
        _again(t, verb, sides, cue)
    elif frame.with_ == "siege":
        for name in t.talk.last_besieged or t.talk.antecedents("it", before=holder.i) or t.talk.besieged_topic():
            t.tell(frame.kind, Found(name, holder, anaphor=True), *sides, cue)


def _placed(t: Teller, verb: Verb, frame: Frame, arg: Noun, how: tuple[Cue, tuple[str | None, str | None]]) -> bool:
    """Tell of the places in a phrase, and return whether there are any."""
    cue, sides = how
    told = False
    lost_road = verb.lemma in LOSING and road(t.s, arg) is not None
    for found in places(t.s, arg, t.talk):
        said: Kind | None = "cut" if lost_road else weakened(frame.kind, found, verb, frame.with_)
        if said == "gain" and opened(t, verb, found):
            said = "reopen"
        if said is not None:
            t.tell(said, found, *sides, cue)
            told = True
    return told


def _again(t: Teller, verb: Verb, sides: tuple[str | None, str | None], cue: Cue) -> None:
    """Tell that a side took control of what the sentence said others had taken: "but the army wrested back control"."""
    before = [event for event in t.out if event.kind == "gain" and event.factual and event.cue.at < verb.i]
    if before and sides[0] is not None and before[-1].actor != sides[0]:
        last = before[-1]
        t.tell("gain", Found(last.place, last.found, anaphor=True), *sides, cue)


def _under(t: Teller, verb: Verb, frame: Frame, holder: Noun, parties: tuple[Noun | None, str | None]) -> None:
    """Tell of what came, was, or was put under somebody's control, into somebody's hands, under siege, under fire."""
    obj, actor = parties
    side = holder.mod or holder.side or t.who([p for p in holder.pps if p.prep in {"of", "by", "from"}], carried=False)
    if side is None and verb.agent is not None:
        side = t.who([verb.agent], carried=False)
    if "obj" in frame.place and not verb.passive and verb.lemma in _PUTTING:
        nouns = [obj] if obj is not None and obj is not holder else []
        side = side or actor
    else:
        nouns = [verb.rel_of] if verb.rel_of is not None else verb.subj[:1]
    if frame.kind in _CONTROL and (side is None or _partly(verb)):
        return
    if frame.kind == "attack" and nouns and nouns[0] is not None and nouns[0].side is not None:
        side = side or t.enemy(nouns[0].side)
        nouns = [
            arg for arg in verb.args if arg.prep in STANDS and not is_compass(arg)
        ]  # "they came under fire near X"
    for noun in nouns:
        near = [p for p in noun.pps if frame.kind == "attack" and p.prep in STANDS and not is_compass(p)]
        # "positions near X came under fire"
        for found in places(t.s, noun, t.talk) or [found for p in near for found in places(t.s, p, t.talk)]:
            if found.extent == "whole" or frame.kind == "besiege":
                t.tell(frame.kind, found, side, None, Cue(verb.j - 1, verb.lemma, "under", verb, holder))


def taken_from(verb: Verb) -> list[Noun]:
    """Return whom something was taken from: not "20 km from the Russian border"."""
    return [
        arg
        for arg in verb.args
        if arg.prep == "from"
        and not (isinstance(arg.gov, Noun) and DISTANCE & arg.gov.words)
        and arg.head not in _LINES
    ]


def weakened(kind: Kind, found: Found, verb: Verb, relation: str) -> Kind | None:
    """Return what a verb says of a place of which only so much is meant; None where it says nothing of it."""
    if found.extent == "house" or (kind in _CONTROL and _partly(verb)):
        return _OF_PARTS.get(kind)
    if found.extent == "whole":
        return None if kind == "gain" and relation == "near" else kind
    if kind == "gain":
        given = verb.lemma != "lose" or any(arg.prep == "to" for arg in verb.args)
        return "advance" if found.extent == "part" and verb.lemma != "clear" and given else None
    if kind == "hold":
        return None
    if found.extent == "some" and (kind in {"advance", "withdraw", "relieve", "besiege"} or relation == "near"):
        return None
    return kind


def receiver(t: Teller, verb: Verb, frame: Frame) -> str | None:
    """Return who a place fell to, or was handed to."""
    for arg in verb.args:
        given = verb.lemma == "give" and arg.rel == "obj" and arg.side is not None  # "gave the rebels control of"
        if arg.prep not in frame.to and not given:
            continue
        side = arg.side or (arg.mod if arg.head in EVENT or arg.head in FORCE else None)
        if arg.head == "them":
            side = t.before(arg)
        if arg.head in CLASSES["control"] or arg.head in CLASSES["hands"]:
            side = arg.mod or arg.side or t.who([p for p in arg.pps if p.prep in {"of", "by"}], carried=False)
            side = side or (t.before(arg) if arg.det in {"their", "its"} else None)
        if side:
            return side
    if verb.lemma not in LOSING:
        return None
    return next((arg.mod for arg in verb.args if arg.head in EVENT and arg.mod), None)  # lost in an SDF attack


def _partly(verb: Verb) -> bool:
    """Tell whether a verb says that it was done in part: "partly held", "took partial control of"."""
    return not verb.adverbs.isdisjoint(_IN_PART) or any(
        arg.rel == "obj" and "partial" in arg.words for arg in verb.args
    )

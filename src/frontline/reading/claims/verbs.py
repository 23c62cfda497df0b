"""What verbs tell: their frames (`lexicon.toml`) laid on their subject, object and phrases."""

from __future__ import annotations

__all__ = ["tell_verb"]

from typing import TYPE_CHECKING

from frontline.reading.grammar.syntax import Noun, Verb
from frontline.reading.text.lexicon import nouns_of

from .beside import CLASSES, LOSING, STANDS, receiver, taken_from, tell_beside, weakened
from .extents import EVENT, FORCE, Found, is_compass, places
from .fitting import BYSTANDERS, fits, idle
from .moves import COMING, DISTANCE, LEAVING
from .predicates import stands_for
from .repulses import tell_drawn_off, tell_repulse
from .roads import opened, tell_road
from .telling import FIGHTING, Cue, below

if TYPE_CHECKING:
    from collections.abc import Sequence

    from frontline.model import Kind
    from frontline.reading.text.lexicon import Frame

    from .telling import Event, Teller

_BESIDE = frozenset(CLASSES) - {"side", "road", "attack"}  # classes of which `_with` wants a noun beside the verb
_WAYS = frozenset({"from", "to", "into", "towards", "toward", "out", "across", "through", "over", "of", "behind", "in"})
_MOVING = COMING | LEAVING | frozenset(
    {"travel", "head", "drive", "pass", "cross", "march", "ride", "operate", "hide", "gather", "mass", "regroup"}
)  # fmt: skip
_AT = frozenset({"through", "in", "inside", "at", "near", "around", "of", "on", "within", "outside"})
_WHILE = frozenset({"couple", "minutes", "hours", "days", "weeks", "months", "years", "day", "week", "month", "year"})
_TOWARDS = frozenset({"to", "toward", "towards", "past", "on"})
_SITED = frozenset({"site", "settlement"})
_FLANKS = frozenset({"sides", "directions", "flanks"})
_SOME_OF = frozenset({"two", "three", "several"})
_BEGINNING = frozenset({"begin", "start"})
_SWEEPING = frozenset({"clear", "cleanse", "purge"})
_REMAINING = frozenset({"remaining", "last", "rest"})
_LASTING = frozenset({"continue", "remain", "stay", "keep"})
_SAID_TO = _LASTING | {"claim", "say", "report", "believe", "allege", "know", "think", "seem", "appear", "end"}
_DEFENCE = nouns_of("defence")
_NEAR = 10  # words within which "since" follows
_ON = frozenset({"long", "currently", "now"})
_SINCE = frozenset({"since", "from", "until", "in", "on", "by", "at"})
# "The town fell" is a loss; it fell from, on, into, short of something is none.
_NO_LOSS = frozenset({"from", "on", "in", "into", "within", "under", "to", "short", "behind", "by"})


def tell_verb(t: Teller, verb: Verb, frame: Frame) -> None:
    """Lay one of a verb's frames on its phrases."""
    if (frame.with_ in _BESIDE and CLASSES[frame.with_].isdisjoint(t.heads)) or not fits(verb, frame):
        return
    obj, actor = _parties(t, verb, frame)
    match frame.with_:
        case "side":
            _driven_out(t, verb, frame, obj, actor)
        case "road":
            tell_road(t, verb, frame, obj, actor)
        case "attack" if frame.needs:
            tell_repulse(t, verb, frame, verb.subj[0], None)  # "the attack failed"
        case "attack":
            tell_repulse(t, verb, frame, obj, actor)
        case "holder":
            _stayed(t, verb, frame)
        case "":
            if frame.kind == "withdraw" and tell_drawn_off(t, verb):
                return
            if not idle(t, verb, frame, obj, actor):
                told = len(t.out)
                _plain(t, verb, frame, obj, actor)
                _by_others(t, verb, obj, t.out[told:])
        case _:
            tell_beside(t, verb, frame, obj, actor)


def _parties(t: Teller, verb: Verb, frame: Frame) -> tuple[Noun | None, str | None]:
    """Return what the verb's deed was done to, and the side that did it."""
    obj = next((arg for arg in verb.args if arg.rel == "obj" and arg.lead is None), None)
    if obj is None or (verb.rel_obj is not None and obj.head in _WHILE):
        obj = stands_for(t, verb, verb.rel_obj)
    if frame.needs == "attack" and frame.kind == "advance":
        return obj, t.who([obj], carried=False) or t.who(verb.subj) or t.who([obj])  # "a push brought them to X"
    if not verb.passive:
        return obj, t.who(verb.subj) or _sent_by(t, verb.subj)
    agents = [verb.agent, *verb.agent.coords] if verb.agent is not None else []
    if agents and "turn" in t.s.lows[verb.j : agents[0].i]:
        agents = [arg for arg in reversed(verb.args) if arg.i >= agents[0].i]  # "besieged in turn by A and B": by B now
    first = verb.subj[0] if verb.subj else None
    dummy = first is not None and first.head == "it" and obj is not None and obj.name  # "it was lost X"
    obj = obj if dummy else stands_for(t, verb, verb.rel_of or first)
    marched = frame.kind == "advance" and "obj" not in frame.place
    if marched or (frame.kind == "withdraw" and obj is not None and not obj.name and (obj.side or obj.force)):
        return obj, t.who(verb.subj)  # "the infantry was rolled out to", "troops were withdrawn from"
    if frame.kind == "besiege" and not agents and obj is not None and (not verb.finite or obj.side):
        having = next(
            (v for v in t.clauses.verbs if v.lemma == "have" and v.i < verb.i and _above(obj) in v.args), None
        )
        return obj, t.who(having.subj) if having is not None else t.enemy(obj.side or obj.mod)  # "troops trapped in X"
    if not agents and obj is not None and "arms" in obj.classes:
        return obj, obj.mod  # "A's missiles were fired at X"
    return obj, t.who(agents)


def _sent_by(t: Teller, subject: Sequence[Noun]) -> str | None:
    """Return whose arms a subject is: "a shell fired by the rebels | fell on X"."""
    if not subject or subject[0].head not in CLASSES["arms"]:
        return None
    fired = (v for v in t.clauses.verbs if v.passive and not v.finite and v.agent and v.subj[:1] == subject[:1])
    return next((t.who([verb.agent], carried=False) for verb in fired), None)


def _above(noun: Noun) -> Noun:
    """Return what a phrase is part of: "have the base at X | surrounded"."""
    return noun.gov if isinstance(noun.gov, Noun) and noun.prep in {"at", "of", "in"} else noun


def _plain(t: Teller, verb: Verb, frame: Frame, obj: Noun | None, actor: str | None) -> None:
    """Tell of the places that stand to the verb as its frame says."""
    target = t.who(taken_from(verb), carried=False)
    if verb.lemma in LOSING or frame.to:
        target = t.who([verb.agent]) if verb.passive else actor
        actor = receiver(t, verb, frame) or t.enemy(target)
    if "subj" in frame.place and not verb.passive:
        _fallen(t, verb, frame)
        return
    if verb.passive and verb.lemma in {"clear", "free"}:
        target = target or t.who([arg for arg in verb.args if arg.prep == "of"], carried=False)
        actor = actor or t.enemy(target)
    sides = actor, target
    by_object = told = "obj" in frame.place and obj is not None and _at(t, verb, frame.kind, ("obj", obj), sides)
    for arg in verb.args:
        placed = arg.rel in frame.place and arg.rel not in {"obj", "subj"} and arg.lead is None and not is_compass(arg)
        nearer = (
            frame.kind == "hold"
            and arg.i < verb.i
            and any(other.i > verb.i and other.name and other.rel in frame.place for other in verb.args)
        )  # "X, where they held out in the Y plant"
        if placed and not (by_object and arg.rel in STANDS) and not _lies(arg, frame.kind) and not nearer:
            told = _at(t, verb, frame.kind, (arg.rel, arg), sides) or told
    _counted(t, frame, obj, (actor, target))
    if not told:
        _unplaced(t, verb, frame, obj, actor)
        _deeper(t, verb, frame, obj, sides)


def _deeper(t: Teller, verb: Verb, frame: Frame, obj: Noun | None, sides: tuple[str | None, str | None]) -> None:
    """Tell of a place that only the verb's phrases have: "shelled positions near X", "withdrew from posts near X"."""
    actor, target = sides
    if frame.kind == "withdraw":
        left = [arg for arg in verb.args if arg.prep == "from" and arg.plural and not arg.name]
        for phrase in (phrase for arg in left for phrase in below(arg)):
            if phrase.prep in {"near", "around"} and not is_compass(phrase):
                _at(t, verb, frame.kind, ("from", phrase), sides)
    overran = verb.lemma == "overrun" and obj is not None and not obj.name and (obj.side or obj.force)
    if obj is not None and (frame.kind in {"attack", "besiege"} or overran or _breached(frame, obj)):
        for phrase in _around(t, obj):
            if phrase.prep in _AT and not is_compass(phrase):
                _at(t, verb, frame.kind, ("obj-" + phrase.prep, phrase), (actor, target or obj.held or obj.mod))


def _counted(t: Teller, frame: Frame, obj: Noun | None, sides: tuple[str | None, str | None]) -> None:
    """Remember what was done to places that are only counted: "shelled 35 settlements. Among them are A and B"."""
    if obj is not None and obj.plural and not obj.name and "settlement" in obj.classes and "obj" in frame.place:
        t.talk.counting = frame.kind, *sides


def _by_others(t: Teller, verb: Verb, obj: Noun | None, told: Sequence[Event]) -> None:
    """Tell that another side did the same at another time.

    "X was taken by A in May and by B in June", "A had surrounded X since May, B since June".
    """
    if verb.passive:
        doers = [arg for arg in verb.args if arg.prep == "by" and arg is not verb.agent and arg.gov is verb]
    else:
        doers = [noun for noun in obj.coords if noun.det == "the" or noun.side] if obj is not None else []
    for noun in doers:
        timed = noun.j < len(t.s.tags) and (t.s.tags[noun.j] == "t" or t.s.lows[noun.j] in _SINCE)
        for event in told if noun.side is not None and not noun.name and timed else ():
            if noun.side != event.actor:
                again = Found(event.place, event.found, anaphor=event.anaphor)
                t.tell(event.kind, again, noun.side, None, event.cue._replace(at=noun.j - 1))


def _breached(frame: Frame, obj: Noun) -> bool:
    """Tell whether a verb of entering has defences for its object: "breached the lines around X"."""
    return frame.kind == "advance" and "obj" in frame.place and obj.head in _DEFENCE


def _lies(noun: Noun, kind: Kind) -> bool:
    """Tell whether a phrase only says where a place lies: "entered X | in the plain of Y", "to a base | near X"."""
    gov = noun.gov
    if not isinstance(gov, Noun) or noun.prep not in STANDS:
        return False
    nearby = kind == "advance" and noun.prep == "near" and gov.prep in _TOWARDS and not gov.classes.isdisjoint(_SITED)
    return nearby or (bool(gov.name) and "river" not in gov.classes)


def _left(t: Teller, verb: Verb, actor: str) -> None:
    """Tell of who withdrew from the place spoken of, though the verb has none."""
    back = verb.lemma in {"withdraw", "retreat"} or (verb.lemma == "pull" and verb.particles & {"out", "back"})
    if back and not any(not arg.prep or arg.prep in _WAYS for arg in verb.args):
        for name in t.talk.antecedents("it", before=verb.i):
            noun = verb.subj[0]
            t.tell("withdraw", Found(name, noun, anaphor=True), actor, None, Cue(verb.j - 1, verb.lemma, "gone", verb))


def _fallen(t: Teller, verb: Verb, frame: Frame) -> None:
    """Tell of the place that fell, or passed into other hands."""
    actor = receiver(t, verb, frame)
    if frame.needs == "alone" and verb.subj:
        noun = verb.subj[0]
        whole = noun.name or noun.head in CLASSES["garrison"] or not noun.words.isdisjoint(_REMAINING)
        if not whole and noun.classes.isdisjoint(("settlement", "site")):
            return  # "ten fighters surrendered in X"
        actor = actor or t.enemy(noun.side or noun.mod)
    elif actor is None and (verb.lemma != "fall" or any(arg.prep in _NO_LOSS for arg in verb.args)):
        return
    for noun in verb.subj[:1]:
        if _at(t, verb, frame.kind, ("subj", noun), (actor, None)) or frame.needs != "alone":
            return
        for phrase in noun.pps:  # "the last rebels in X surrendered"
            if phrase.prep in {"in", "at", "inside"}:
                _at(t, verb, frame.kind, ("subj", phrase), (actor, None))


def _at(t: Teller, verb: Verb, kind: Kind, where: tuple[str, Noun], sides: tuple[str | None, str | None]) -> bool:
    """Tell of each place in a phrase what the verb says; how much of the place is meant may weaken it."""
    (relation, noun), (actor, target) = where, sides
    told = False
    for found in places(t.s, noun, t.talk):
        said = weakened(kind, found, verb, relation)
        if said is None:
            continue
        if (
            said == "advance"
            and verb.lemma in {"push", "press"}
            and any(arg.rel == "obj" and arg.head in EVENT for arg in verb.args)
        ):
            said = "attack"  # pushed its assault towards
        elif said == "gain" and opened(t, verb, found):
            said = "reopen"  # regained the road between A and B, cleared the road from A to B
        elif said == "advance" and _fought_there(verb):
            said = "attack"  # "the shelling reached X"
        elif said == "hold" and verb.lemma == "control" and (_achieved(verb) or _passed(verb)):
            said = "gain"  # managed to control
        elif said == "gain" and verb.lemma == "occupy" and _going_on(t, verb):
            said = "hold"  # continued to occupy
        elif said == "gain" and _begun(verb):
            said = "advance"  # began to retake
        cue = Cue(verb.j - 1, verb.lemma, relation, verb, noun)
        event = t.tell(said, found, _gapped(t, found) or actor, target or noun.held, cue)
        event.factual = event.factual and not (said == "besiege" and _open_still(verb))
        told = True
    return told


def _fought_there(verb: Verb) -> bool:
    """Tell whether a verb of coming is said of fighting or shelling."""
    return bool(verb.subj) and not verb.passive and verb.subj[0].head in FIGHTING


def _stayed(t: Teller, verb: Verb, frame: Frame) -> None:
    """Tell who a place is said to be with, or under: "X remained under the rebels", "the town belongs to A"."""
    if verb.passive or any(arg.rel == "obj" for arg in verb.args):
        return
    holder = next((arg for arg in verb.args if arg.prep in frame.particle and arg.side and arg.gov is verb), None)
    if (
        holder is None
        or (verb.lemma == "be" and holder.prep != "under")
        or (holder.prep == "to") != (verb.lemma == "belong")
    ):
        return
    for noun in verb.subj[:1]:
        _at(t, verb, frame.kind, ("subj", noun), (holder.side, None))


def _unplaced(t: Teller, verb: Verb, frame: Frame, obj: Noun | None, actor: str | None) -> None:
    """Tell of who withdrew from, or was surrounded in, the place spoken of, though the verb has none."""
    if frame.kind == "withdraw" and actor is not None:
        _left(t, verb, actor)
    elif frame.kind == "besiege":
        _surrounded(t, verb, obj, actor)


def _surrounded(t: Teller, verb: Verb, obj: Noun | None, actor: str | None) -> None:
    """Tell of those who were surrounded in the place spoken of: "they soon became encircled", "trapped inside"."""
    supposed = "to" in t.s.lows[max(0, verb.i - 2) : verb.j]  # "caused it to become encircled"
    if obj is None or not verb.passive or supposed or below(obj) or any(arg.name for arg in verb.args):
        return
    if obj.head in {"they", "them"} or (obj.side is not None and "inside" in t.s.lows[verb.j : verb.j + 2]):
        actor = actor or t.enemy(t.who([obj]))
        for name in t.talk.antecedents("it", before=obj.i):
            found = Found(name, obj, anaphor=True)
            t.tell("besiege", found, actor, None, Cue(verb.j - 1, verb.lemma, "gone", verb))


def _achieved(verb: Verb) -> bool:
    """Tell whether a verb of holding tells what was come to: "managed to control", "resulted in them controlling"."""
    carrier = verb.carrier
    return isinstance(carrier, Noun) or (carrier is not None and carrier.lemma not in _SAID_TO)


def _passed(verb: Verb) -> bool:
    """Tell whether places are said to be controlled by nobody named: "X and Y were controlled, too" by who acts."""
    return verb.passive and verb.finite and verb.agent is None


def _going_on(t: Teller, verb: Verb) -> bool:
    """Tell whether a verb tells of a state that lasts: "continue to occupy", "still occupy", "occupied since May"."""
    if "since" in t.s.lows[verb.j : verb.j + _NEAR] or not _ON.isdisjoint(t.s.lows[verb.i - 1 : verb.j]):
        return True
    lasting = isinstance(verb.carrier, Verb) and verb.carrier.lemma in _LASTING
    return lasting or verb.lemma in _LASTING or "still" in verb.adverbs


def _open_still(verb: Verb) -> bool:
    """Tell whether a ring is not closed: "surrounded X from three sides", "from the north and west"."""
    if any(arg.prep == "from" and arg.head in CLASSES["compass"] and arg.i > verb.i for arg in verb.args):
        return True
    return any(arg.head in _FLANKS and not arg.words.isdisjoint(_SOME_OF) for arg in verb.args)


def _begun(verb: Verb) -> bool:
    """Tell whether a place is only beginning to be taken: "began to retake", "started capturing"."""
    carrier = verb.carrier
    return isinstance(carrier, Verb) and carrier.lemma in _BEGINNING and verb.lemma not in _SWEEPING


def _gapped(t: Teller, found: Found) -> str | None:
    """Return who did the same to one more place: "the army took X and | the rebels Y"."""
    noun = found.noun
    if noun.lead is None or noun.mod is None or noun.prep or found.anaphor:
        return None
    return noun.mod if found.first > 0 and t.s.tags[found.first - 1] == "Z" else None


def _around(t: Teller, noun: Noun) -> list[Noun]:
    """Return the phrases under a noun phrase, and under a participle that hangs on it: "points held by X at Y", "a
    convoy moving near Y".
    """  # noqa: D205
    phrases = below(noun)
    for verb in t.clauses.verbs:
        said = verb.passive or (verb.form == "G" and verb.lemma in _MOVING)
        if said and not verb.finite and verb.subj and verb.subj[0] in {noun, *phrases[:1]}:
            phrases += verb.args
    return phrases


def _driven_out(t: Teller, verb: Verb, frame: Frame, obj: Noun | None, actor: str | None) -> None:
    """Tell of the places that a side was driven out of."""
    if obj is None or obj.head in BYSTANDERS or not (obj.side or obj.mod or obj.head in FORCE or obj.head == "them"):
        return
    target = t.who([obj])
    if target == actor:
        target = t.enemy(actor)  # "the army counter-attacked and drove them out"
    if "out" in verb.particles and not any(arg.prep for arg in verb.args if arg is not verb.agent):
        _out_again(t, verb, actor, target)
    some_way = any(not DISTANCE.isdisjoint(arg.words) for arg in verb.args)
    for arg in verb.args:
        if not arg.prep or arg.prep not in frame.place or is_compass(arg) or arg.lead is not None:
            continue
        if verb.agent is not None and arg.gov is verb.agent and arg.prep == "from":
            continue  # "driven off by fighters | from X"
        for found in places(t.s, arg, t.talk):
            if found.extent != "some":
                kind: Kind = "gain" if found.extent == "whole" and not some_way else "advance"
                t.tell(kind, found, actor, target, Cue(verb.j - 1, verb.lemma, "side", verb, arg))


def _out_again(t: Teller, verb: Verb, actor: str | None, target: str | None) -> None:
    """Tell that a side was driven out of what it is told to have taken before: "drove them out"."""
    held = [event for event in t.out if event.kind == "gain" and event.factual and event.actor == target]
    for event in held[-1:]:
        found = Found(event.place, event.found, anaphor=True)
        t.tell("gain", found, actor, target, Cue(verb.j - 1, verb.lemma, "side", verb))

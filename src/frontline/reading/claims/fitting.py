"""Whether a frame fits its verb: the words that it wants stand there, and the verb is said of the war."""

from __future__ import annotations

__all__ = ["BYSTANDERS", "fits", "idle"]

from typing import TYPE_CHECKING

from frontline.reading.grammar.syntax import Noun, Verb
from frontline.reading.text.lexicon import lexicon, nouns_of

from .beside import CLASSES, receiver
from .extents import COMPASS, EVENT, FORCE, road
from .moves import DISTANCE
from .telling import below

if TYPE_CHECKING:
    from frontline.reading.text.lexicon import Frame

    from .telling import Teller

_GROUND = frozenset({"settlement", "site", "part", "edge", "road", "river", "region", "whole", "compass"})
_SENT = frozenset({"reinforcements", "convoy", "supplies", "aid", "equipment"})
_SHOVING = frozenset({"push", "press", "drive", "force", "thrust"})
_BACK = frozenset({"back", "from", "out", "off"})
BYSTANDERS = nouns_of("common") | {
    "civilians",
    "residents",
    "villagers",
    "population",
    "inhabitants",
    "demonstrators",
    "mine",
    "mines",
    "landmine",
}
_MANAGING = frozenset({"manage", "succeed"})
_ALL_OF_THEM = frozenset({"the", "its", "their", "all"})
_SHUTTING = frozenset({"cut", "seal", "close"})
_MOVED = FORCE | EVENT | COMPASS | {"front", "frontline", "line", "lines"}
_LIE_OF_THE_LAND = frozenset(
    {
        "mountain", "mountains", "hill", "hills", "heights", "forest", "forests", "woods", "river", "rivers", "water",
        "sea", "desert", "field", "fields", "farmland", "farmlands", "orchards", "swamps", "marshes", "villages",
    }
)  # fmt: skip
_OUT = frozenset({"out", "up"})  # "held out a hand"


def fits(verb: Verb, frame: Frame) -> bool:
    """Tell whether the words that a frame wants stand with the verb."""
    if frame.needs and not _has(verb, frame.needs):
        return False
    if verb.passive and frame.kind == "advance":
        if verb.lemma in _SHOVING and _sent_back(verb):
            return False  # "were driven back from"
        if verb.finite and verb.lemma == "move":
            return False  # "the tanks were moved to X"
    if verb.lemma == "take" and any(arg.head in {"place", "part"} for arg in verb.args[:1]):
        return False
    if not frame.particle:
        return True
    return not frame.particle.isdisjoint(verb.particles) or any(arg.prep in frame.particle for arg in verb.args)


def _sent_back(verb: Verb) -> bool:
    """Tell whether a verb of shoving is one of driving back, by its particles and prepositions."""
    return not _BACK.isdisjoint(verb.particles) or any(arg.prep in _BACK for arg in verb.args)


def _has(verb: Verb, need: str) -> bool:
    """Tell whether the verb has what its frame needs: the passive, a name for its object, a subject of a class ..."""
    match need:
        case "passive" | "suffered":
            return verb.passive and (verb.finite or need == "suffered")
        case "foe" | "forces":  # "engaged the troops", "the troops came"
            return any(_is_force(noun) for noun in _sides_of(verb, need))
        case "alone":  # "X surrendered", and not "surrendered X"
            return not verb.passive and not any(arg.rel == "obj" for arg in verb.args)
        case "named":
            return _takes_place(verb)
        case "successfully":
            return need in verb.adverbs or getattr(verb.carrier, "lemma", "") in _MANAGING
    words = CLASSES[need]
    first = verb.subj[0] if verb.subj and not verb.passive else None
    return first is not None and (first.head in words or any(p.head in words for p in first.pps if p.prep == "of"))


def _takes_place(verb: Verb) -> bool:
    """Tell whether the object is a place: "claimed X", "claimed most of X", and not "claimed credit"."""
    first = next((arg for arg in verb.args if arg.rel == "obj"), None)
    if first is None or verb.passive:
        return False
    shared = first.head in {"%", "percent", "most", "all"} or "part" in first.classes
    return bool(first.name) or shared or "settlement" in first.classes


def _sides_of(verb: Verb, need: str) -> list[Noun]:
    """Return those that a verb is said of: who suffers it ("foe"), or who does it ("forces")."""
    if verb.passive or need == "forces":
        return verb.subj[:1]
    return [arg for arg in verb.args if arg.rel == "obj"][:1]


def _is_force(noun: Noun) -> bool:
    return noun.side is not None or noun.mod is not None or noun.force or (noun.pron and noun.head != "it")


def idle(  # noqa: C901, PLR0911
    t: Teller, verb: Verb, frame: Frame, obj: Noun | None, actor: str | None
) -> bool:
    """Tell whether the verb is not said of the war: civilians left, something was moved, hills surround a place."""
    kind = frame.kind
    if kind == "hold" and frame.particle and (obj is not None or any(arg.prep in _OUT for arg in verb.args)):
        return True  # "held positions on the bank of"
    if kind == "besiege":
        return _no_siege(t, verb, obj)
    if kind == "attack" and (verb.subj and verb.subj[0].head in BYSTANDERS):
        return not verb.passive
    if kind == "withdraw" and _others_left(t, verb, obj):
        return True
    if verb.lemma == "redeploy" and obj is not None and obj.det not in _ALL_OF_THEM:
        return True  # "redeployed soldiers from X"
    if kind in {"advance", "withdraw"} and verb.form == "G" and not verb.finite and _struck(verb):
        return True
    if verb.passive:
        return (frame.needs == "passive" and actor is None) or (
            verb.lemma in {"leave", "desert"} and verb.agent is None
        )
    last = (
        verb.lemma == "leave"
        and kind != "attack"
        and (
            (bool(frame.to) and receiver(t, verb, frame) is None)
            or _has(verb, "arms")
            or (verb.subj and verb.subj[0].head in EVENT)
            or any(arg.prep == "as" for arg in verb.args)
        )
    )
    sent = verb.lemma == "arrive" and verb.subj and verb.subj[0].head in _SENT
    bound = verb.lemma == "head" and verb.form == "G" and not verb.finite and verb.carrier is None
    if last or sent or bound or (verb.lemma == "fail" and actor is None):
        return True  # "leaving X as the last of", "a convoy arrived in", "heading to"
    if obj is not None and kind in {"advance", "withdraw"}:
        apart = DISTANCE.isdisjoint(obj.words)
        if "obj" in frame.place and _no_ground(obj) and (kind == "advance" or apart):
            return True  # "entered a new phase in X", "evacuated civilians from X"
        moves = obj.side or obj.mod or obj.head in _MOVED or not apart
        if kind == "advance" and "obj" not in frame.place and not moves:
            return True
    if isinstance(verb.carrier, Noun) and (verb.carrier.futile or verb.carrier in verb.subj):
        return False  # "attempts to enter X were repelled", "attempts were made to enter X"
    by_subject = kind in {"gain", "advance", "withdraw", "hold"} and "subj" not in frame.place
    return by_subject and actor is None and t.stranger(verb.subj)


def _no_siege(t: Teller, verb: Verb, obj: Noun | None) -> bool:
    """Tell whether a verb of besieging is said of roads, water, or those who take no part."""
    idle = obj is not None and not obj.name and (_no_ground(obj) or obj.head in BYSTANDERS)
    if obj is not None and (road(t.s, obj) is not None or (verb.lemma in _SHUTTING and idle)):
        return True  # "water was cut off in X"
    if verb.lemma == "block":
        return obj is None or not _blocked(obj)
    if verb.lemma == "trap" and t.stranger(verb.subj):
        return True
    if verb.passive and verb.agent is not None and verb.agent.head in _LIE_OF_THE_LAND:
        return True  # "surrounded by mountains"
    return verb.form == "G" and not verb.passive and t.stranger(verb.subj)


def _blocked(noun: Noun) -> bool:
    """Tell whether what was blocked is a town, or people in one: "blocked X", "the paratroopers in X were blocked"."""
    people = noun.side is not None or noun.force or noun.head in CLASSES["target"] or noun.head == "number"
    placed = any(phrase.prep in {"in", "at"} and phrase.name for phrase in below(noun))
    called = bool(noun.name) and not (noun.det and noun.first == noun.i + 1 and noun.last == noun.j - 1)  # not "the M4"
    town = called or noun.head in CLASSES["settlement"] or noun.head.removesuffix("s") in CLASSES["settlement"]
    return (people and placed) or (town and noun.classes.isdisjoint(("attack", "event", "road")))


def _struck(verb: Verb) -> bool:
    """Tell whether an -ing form is said of what was attacked: "bombed a convoy | moving near X"."""
    victim = verb.subj[0] if verb.subj and not verb.gerund_prep else None
    while victim is not None and victim.prep == "of" and isinstance(victim.gov, Noun):
        victim = victim.gov
    doing = victim.gov if victim is not None and victim.rel == "obj" else None
    if not isinstance(doing, Verb) or doing is verb:
        return False
    return any(frame.kind == "attack" and "obj" in frame.place for frame in lexicon().frames.get(doing.lemma, ()))


def _others_left(t: Teller, verb: Verb, obj: Noun | None) -> bool:
    """Tell whether those who left take no part: "civilians were evacuated from", "evacuated civilians from"."""
    if obj is None or obj.name:
        return False
    return t.stranger([obj]) if verb.passive else obj.head in BYSTANDERS


def _no_ground(noun: Noun) -> bool:
    return not (noun.name or noun.pron or noun.side or noun.force) and noun.classes.isdisjoint(_GROUND)

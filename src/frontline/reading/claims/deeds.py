"""What nouns tell: the capture of X, an attack on X, X's fall, a siege."""

from __future__ import annotations

__all__ = ["tell_noun"]

from typing import TYPE_CHECKING

from frontline.reading.grammar.factuality import mood_of
from frontline.reading.grammar.supposed import unreal
from frontline.reading.grammar.syntax import Noun, Verb
from frontline.reading.text.lexicon import NounFrame, lexicon, nouns_of

from .campaigns import predicate
from .extents import road
from .scenes import AFTER, SCENE, SEEING, SUPPORT, Deed, amount_of, scenes
from .telling import Cue, below

if TYPE_CHECKING:
    from frontline.model import Kind

    from .extents import Found
    from .telling import Event, Teller

_LEX = lexicon()
_ENGAGING = frozenset({"engage", "participate", "result", "involve"})
_NAMED = frozenset({"battle", "operation", "engagement", "engagements"})
_PASSING = frozenset({"take", "occur", "happen"})  # "the Battle of X took place" is but its name
_FIGHTING = _LEX.words["raging"]
_SAYING = _LEX.words["saying"]
_THANKING = frozenset({"thank", "praise", "congratulate", "award", "decorate", "blame", "credit"})
_PREPARING = frozenset({"prepare", "plan", "call", "wait", "push", "aim"})
_PLANNING = frozenset(
    {
        "envision", "envisage", "foresee", "anticipate", "prepare", "require", "prevent", "avert", "avoid", "rule",
        "deny", "reject", "dispute", "consider", "plan", "order", "threaten", "propose", "demand", "fear", "expect",
        "want", "urge", "discuss",
    }
)  # fmt: skip
_FOR = _LEX.meant_nouns | {"preparations", "pad", "base", "springboard", "launchpad", "hub", "headquarters"}
_STARTING = frozenset({"begin", "start", "come", "follow", "resume", "take", "open"})
_BEGINNING = frozenset({"continue", "begin", "start"})
_LULL = frozenset({"pause", "lull", "halt", "end", "cessation", "break", "truce", "ceasefire", "respite", "suspension"})
_MARCHERS = frozenset({"protesters", "protestors", "demonstrators", "rioters", "mourners"})
_PUSH = frozenset({"push", "drive"})
_OF_PLACE = frozenset({"shelling", "bombardment", "bombing", "assault", "storming", "siege", "battle", "attack"})
_ENDING = frozenset({"end", "stop", "halt", "cease", "suspend", "pause"})  # "to end the fighting in X"
_UNDERWAY = frozenset({"underway", "ongoing"})
_AMID = frozenset({"in", "during", "with", "after", "following", "amid", "amidst", "by", "despite", "through"})
_TOLD = frozenset({"information", "report", "reports", "claim", "claims", "news", "rumours", "rumors", "allegations"})
_DENYING = frozenset({"deny", "refute", "reject", "dismiss", "dispute"})
_WHOSE = frozenset({"its", "their"})
_LOSS = nouns_of("loss")


def tell_noun(t: Teller, noun: Noun, frame: NounFrame) -> bool:
    """Lay a noun's frame on its phrases; return whether it has a place."""
    top = amount_of(noun)
    engaged = top.prep == "in" and isinstance(top.gov, Verb) and top.gov.lemma in _ENGAGING
    verb = top.gov if isinstance(top.gov, Verb) and (top.rel == "obj" or engaged) else None
    deed = Deed(noun, verb, _last_of(t, t.subject_of.get(id(top.lead or top))))
    entitled = t.s.words[noun.j - 1] == "Battle" and deed.doing is not None and deed.doing.lemma in _PASSING
    if _unsaid(noun, frame) or (noun.head in _NAMED and (entitled or not _fought(t, deed))):
        return False
    actor, target = _sides(t, deed, frame.kind)
    if frame.needs and not _has(noun, frame.needs, actor):
        return False
    found = scenes(t, deed, frame)
    if frame.kind == "attack" and (noun.futile or (deed.doing is not None and deed.doing.lemma == "fail")):
        frame = _REPULSE  # "an unsuccessful attack on X", "the attack on X failed"
        actor, target = target or t.enemy(actor), actor
    governing = deed.verb if deed.verb is None or deed.verb.lemma not in _ENDING else None
    if governing is None and deed.doing is not None and deed.doing.lemma in SUPPORT and frame.kind != "gain":
        governing = deed.doing
    for relation, place in found:
        said = _said(frame.kind, noun, place, relation)
        if said is None:
            continue
        if said == "advance" and governing is not None and governing.lemma == "attempt":
            said = "attack"
        elif noun.head in _LOSS and road(t.s, place.noun) is not None:
            said = "cut"
        cue = Cue(noun.j - 1, noun.head, "noun-" + relation, governing, noun)
        event = t.tell(said, place, actor, target or place.noun.held, cue)
        _doubt(t, event, noun, governing)
    return bool(found)


def _last_of(t: Teller, doing: Verb | None) -> Verb | None:
    """Return the verb that says what was done, of two: "continue to | rage"."""
    if doing is None or doing.lemma not in _BEGINNING:
        return doing
    return next((verb for verb in t.clauses.verbs if verb.carrier is doing and verb.to), doing)


def _unsaid(noun: Noun, frame: NounFrame) -> bool:
    """Tell whether the noun wants a word that is not there, or is what came to rest: "a pause in fighting"."""
    if frame.kind == "attack" and isinstance(noun.gov, Noun) and noun.gov.head in _LULL:
        return True
    if frame.kind == "attack" and any(_marchers(p) for p in noun.pps if p.prep in {"between", "with"}):
        return True
    return bool(frame.beside) and frame.beside.isdisjoint(noun.words)


def _has(noun: Noun, need: str, actor: str | None) -> bool:
    """Tell whether the noun has what its frame needs: a side, "to" or "by" a side, control that it is of."""
    if need == "side":
        return actor is not None
    if need == "control":
        return any(p.prep == "of" and "control" in p.classes for p in noun.pps)
    return any(p.prep == need and (p.side or p.mod) for p in below(noun))


def _marchers(noun: Noun) -> bool:
    """Tell whether a phrase or one of its list are people in the street: clashes with them are no battle."""
    return any(member.head in _MARCHERS for member in (noun, *noun.coords))


_REPULSE = NounFrame("repel", frozenset())


def _doubt(t: Teller, event: Event, noun: Noun, governing: Verb | None) -> None:
    """Make an event no fact that was planned, prepared for, or did not take place."""
    gov = noun.gov
    doing = t.subject_of.get(id(noun))
    intended = governing is not None and governing.lemma in _PLANNING and not governing.passive
    supposed = doing is not None and _only_would(t, event, noun, doing, governing)
    coming = (
        doing is not None
        and doing.lemma == "be"
        and any(v.to and v.lemma in _STARTING and v.subj == doing.subj for v in t.clauses.verbs)
    )
    if (
        noun.det == "no" or noun.planned or intended or supposed or coming or unreal(noun, governing, doing)
    ):  # "an assault was to begin"
        event.factual = False
    elif (event.kind == "gain" and _underway(t, doing)) or _denied(gov):
        event.factual = False  # "the taking of X is underway", "denied reports of the fall of X"
    elif governing is None:
        done = noun.head in _LOSS or _thanked(noun) is not None
        aimed = noun.prep in {"for", "against"} and event.kind == "gain" and not done
        prepared = noun.prep == "for" and isinstance(gov, Verb) and gov.lemma in _PREPARING
        planned = noun.prep in {"for", "to"} and isinstance(gov, Noun) and gov.head in _FOR
        doubtful = noun.prep not in AFTER and any(noun in v.args and mood_of(v).way == "maybe" for v in t.clauses.verbs)
        event.factual = not (aimed or prepared or planned or doubtful or noun.det == "any")


def _only_would(t: Teller, event: Event, noun: Noun, doing: Verb, governing: Verb | None) -> bool:
    """Tell whether a deed is but supposed by what it would do: "its fall would cut X"; what is taken "could" too."""
    if doing.mood != "maybe" or (doing.rel_of is not None and governing is not None):
        return False  # "began an assault on X, which would become"
    holder = t.talk.holder.get(event.place.casefold())
    told = noun.det in {"their", "this", "these"} or (holder is not None and event.actor in {None, holder})
    return not (doing.modal in {"could", "may", "might"} and told and event.kind == "gain")


def _denied(gov: Noun | Verb | None) -> bool:
    """Tell whether a deed is but what was reported, and denied."""
    by = gov.gov if isinstance(gov, Noun) and gov.rel == "obj" and gov.head in _TOLD else None
    return isinstance(by, Verb) and by.lemma in _DENYING and not by.neg


def _thanked(noun: Noun) -> Noun | None:
    """Return who is thanked, or blamed, for what a noun tells."""
    whom = noun.gov
    named = noun.prep == "for" and isinstance(whom, Noun) and isinstance(whom.gov, Verb) and whom.rel == "obj"
    return whom if named and isinstance(whom, Noun) and getattr(whom.gov, "lemma", "") in _THANKING else None


def _fought(t: Teller, deed: Deed) -> bool:
    """Tell whether a battle is told of as being fought, rather than named."""
    noun, verb, doing = deed
    if verb is not None and verb.lemma in _ENGAGING:
        return True
    if doing is not None and (doing.lemma in _FIGHTING or (doing.passive and doing.lemma in SUPPORT)):
        return True
    if isinstance(noun.gov, Noun) and noun.gov.head in SCENE:
        return noun.det != "the"
    if noun.i == 0 and noun.det in {"a", "the"}:
        return _underway(t, doing)
    amid = noun.prep in _AMID and (noun.det in {"a", "an"} or (noun.plural and not noun.det))
    if amid or _underway(t, doing):
        return True  # "killed in a battle over X", "after battles around X"
    return verb is not None and verb.lemma in SUPPORT - {"be"} and noun.det in {"a", "an", "its", "their"}


def _underway(t: Teller, doing: Verb | None) -> bool:
    """Tell whether a deed is said to be going on: "a battle is underway", "has been ongoing since"."""
    if doing is None or doing.lemma != "be":
        return False
    said = t.s.lows[doing.j] if doing.j < len(t.s.lows) else ""
    return said in _UNDERWAY and t.s.tags[doing.j + 1 : doing.j + 2] not in (["N"], ["J"], ["Z"], ["X"])


def _sides(t: Teller, deed: Deed, kind: Kind) -> tuple[str | None, str | None]:
    """Return who did it and to whom."""
    noun, verb, _ = deed
    actor = noun.mod or noun.side
    gov = noun.gov
    if noun.prep == "under" and isinstance(gov, Verb):  # "the army came under attack"
        target = t.who(gov.subj)
        return actor or t.enemy(target), target
    if actor is None and kind == "withdraw" and verb is not None and verb.lemma in SUPPORT | _SAYING:
        actor = t.who(verb.subj)
    if actor is None and noun.lead is not None:
        actor = noun.lead.mod
    if actor is None:
        actor = _doer(t, deed, kind)
    said = predicate(deed.doing)
    if said is not None and said is not noun and actor is None:
        return _sides(t, Deed(said, None, t.subject_of.get(id(said))), kind)
    if noun.head in _LOSS:
        return t.who([p for p in below(noun) if p.prep == "to"], carried=False) or t.enemy(actor), actor
    against = {"against", "with", "on", "upon"} if kind != "gain" else {"from"}
    if kind == "besiege":
        against.add("of")  # "the encirclement of A's garrison at X"
    target = t.who([p for p in noun.pps if p.prep in against and not p.name], carried=False)
    return actor or (t.enemy(target) if kind == "besiege" else None), target


def _doer(t: Teller, deed: Deed, kind: Kind) -> str | None:
    noun, verb, doing = deed
    actor = None
    if verb is not None and kind not in {"gain", "withdraw"}:
        by_agent = verb.passive and verb.lemma not in _ENGAGING
        actor = t.who([verb.agent], carried=False) if by_agent else t.who(verb.subj)
        actor = None if verb.lemma in SEEING and not verb.passive else actor  # who faced an attack made none
    if actor is None:
        phrases = sorted(below(noun), key=lambda p: p.prep != "by")  # "the capture of A's district by B"
        by = [
            p
            for p in [*phrases, *(q for phrase in phrases for member in phrase.coords for q in below(member))]
            if p.prep == "by"
            or (p.prep == "of" and kind != "besiege" and (p.side or (p.force and p.det in _WHOSE)) and not p.name)
            or (p.prep == "from" and kind not in {"withdraw", "gain"})
        ]
        actor = t.who(by, carried=kind == "withdraw")
    if actor is None and doing is not None and doing.passive:
        actor = t.who([doing.agent])
    actor = actor or t.who([_thanked(noun)])
    if actor is None and noun.det in {"their", "its"} and kind != "gain":
        actor = t.before(noun)
    return actor


def _said(kind: Kind, noun: Noun, place: Found, relation: str) -> Kind | None:
    """Return what the noun says of so much of a place, reached by that preposition."""
    if place.extent != "whole" and kind == "gain":
        return "advance" if place.extent == "part" and noun.head not in _LOSS else None
    if kind == "attack" and relation in {"towards", "toward", "into", "to"} and noun.head in _PUSH:
        return "advance"
    if kind == "attack" and relation == "of" and noun.head not in _OF_PLACE:
        return None
    if kind == "advance" and (place.extent == "some" or place.noun.head in {"region", "regions", "countryside"}):
        return None
    return kind

"""What nouns tell: the capture of X, an attack on X, X's fall, a siege."""

from __future__ import annotations

__all__ = ["tell_noun"]

from typing import TYPE_CHECKING, NamedTuple

from .campaigns import predicate
from .extents import COMPASS, SETTLEMENT, SITE, Found, is_compass, places, road
from .factuality import mood_of
from .lexicon import NounFrame, lexicon, nouns_of
from .supposed import unreal
from .syntax import Noun, Verb
from .telling import Cue, below

if TYPE_CHECKING:
    from frontline.model import Kind

    from .telling import Event, Teller

_LEX = lexicon()
# Verbs that say no more than that the deed was done, or whom it killed.
_SUPPORT = frozenset(
    {
        "launch", "conduct", "carry", "mount", "start", "begin", "initiate", "stage", "undertake", "make", "open",
        "continue", "resume",
        "lead", "execute", "perform", "erupt", "take", "rage", "occur", "break", "hit", "happen", "ensue", "report",
        "be", "intensify",
        "escalate", "flare", "commence", "strike", "target", "shift", "spread", "move", "reach", "kill",
        "wound", "injure", "destroy", "damage",
        "concentrate", "focus", "center", "centre", "revolve", "go", "leave", "follow", "proceed", "persist", "unfold",
    }
)  # fmt: skip
_ENGAGING = frozenset({"engage", "participate", "result", "involve"})
_HITTING = frozenset({"hit", "strike", "target", "reach"})
_NAMED = frozenset({"battle", "operation", "engagement", "engagements"})
_PASSING = frozenset({"take", "occur", "happen"})  # "the Battle of X took place" is but its name
_FIGHTING = _LEX.words["raging"]
_SAYING = _LEX.words["saying"]
_KILLING = frozenset({"kill", "die", "wound", "injure", "destroy", "lose"})
_THANKING = frozenset({"thank", "praise", "congratulate", "award", "decorate", "blame", "credit"})
_PREPARING = frozenset({"prepare", "plan", "call", "wait", "push", "aim"})
_PLANNING = frozenset(
    {
        "envision",
        "envisage",
        "foresee",
        "anticipate",
        "prepare",
        "require",
        "prevent",
        "avert",
        "avoid",
        "rule",
        "deny",
        "reject",
        "dispute",
        "consider",
        "plan",
        "order",
        "threaten",
        "propose",
        "demand",
        "fear",
        "expect",
        "want",
        "urge",
        "discuss",
    }
)
_FOR = _LEX.meant_nouns | {"preparations", "pad", "base", "springboard", "launchpad", "hub", "headquarters"}
_QUANTITY = frozenset(
    {
        "most",
        "much",
        "majority",
        "bulk",
        "brunt",
        "series",
        "wave",
        "waves",
        "number",
        "string",
        "spate",
        "round",
        "rounds",
        "barrage",
        "couple",
        "dozens",
        "hundreds",
        "lot",
        "days",
        "weeks",
        "months",
        "years",
        "hours",
        "bout",
        "bouts",
    }
)
_STRIKE = frozenset(
    {
        "airstrike", "airstrikes", "air-strike", "air-strikes", "strike", "strikes", "shelling", "bombardment",
        "bombing", "bombings", "sortie", "sorties",
        "raid", "raids", "barrage",
    }
)  # fmt: skip
_MUTUAL = lexicon().words["mutual"]
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
_SAKE = frozenset({"defence", "defense", "support", "favour", "favor"})
_AT = frozenset({"in", "at", "near", "around", "inside", "on", "within", "outside", "of"})
_AFTER = frozenset({"after", "following", "since", "before", "during", "despite", "until"})
_WHOSE = frozenset({"its", "their"})
_LOSS = nouns_of("loss")


class _Deed(NamedTuple):
    """A noun with what governs it: `verb` has it as object ("launched an attack"), `doing` as subject."""

    noun: Noun
    verb: Verb | None
    doing: Verb | None


def tell_noun(t: Teller, noun: Noun, frame: NounFrame) -> bool:
    """Lay a noun's frame on its phrases; return whether it has a place."""
    top = _counted(noun)
    engaged = top.prep == "in" and isinstance(top.gov, Verb) and top.gov.lemma in _ENGAGING
    verb = top.gov if isinstance(top.gov, Verb) and (top.rel == "obj" or engaged) else None
    deed = _Deed(noun, verb, _last_of(t, t.subject_of.get(id(top.lead or top))))
    entitled = t.s.words[noun.j - 1] == "Battle" and deed.doing is not None and deed.doing.lemma in _PASSING
    if _unsaid(noun, frame) or (noun.head in _NAMED and (entitled or not _fought(t, deed))):
        return False
    actor, target = _sides(t, deed, frame.kind)
    if frame.needs and not _has(noun, frame.needs, actor):
        return False
    found = _places(t, deed, frame) or _scene(t, deed, frame)
    if frame.kind == "attack" and (noun.futile or (deed.doing is not None and deed.doing.lemma == "fail")):
        frame = _REPULSE  # "an unsuccessful attack on X", "the attack on X failed"
        actor, target = target or t.enemy(actor), actor
    governing = deed.verb if deed.verb is None or deed.verb.lemma not in _ENDING else None
    if governing is None and deed.doing is not None and deed.doing.lemma in _SUPPORT and frame.kind != "gain":
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
_SEEING = frozenset({"see", "witness", "experience", "suffer", "face"})
_SCENE = nouns_of("scene")
_MARRING = frozenset({"mar", "rock", "grip", "engulf", "shake", "plague"})
_FOCAL = frozenset({"focal", "central", "flash"})
_BEING = frozenset({"be", "become", "remain"})


def _scene(t: Teller, deed: _Deed, frame: NounFrame) -> list[tuple[str, Found]]:
    """Return the place that saw a deed: "X witnessed clashes", "X was the scene of clashes"."""
    verb, top = deed.verb, _counted(deed.noun)
    gov = top.gov
    if top.prep in {"of", "for"} and isinstance(gov, Noun) and _is_scene(gov):
        verb = gov.gov if isinstance(gov.gov, Verb) and gov.gov.lemma in _BEING else None
    elif top.prep == "by" and isinstance(gov, Verb) and gov.passive and gov.lemma in _MARRING:
        verb = gov  # "X has been rocked by fighting"
    elif verb is not None and (verb.passive or verb.lemma not in _SEEING):
        return []
    if frame.kind != "attack" or verb is None or not verb.subj:
        return []
    near = [
        p for p in verb.subj[0].pps if verb.finite and p.prep in _AT and not is_compass(p)
    ]  # "the bases in X faced attacks"
    found = places(t.s, verb.subj[0], t.talk) or [place for p in near for place in places(t.s, p, t.talk)]
    return [("scene", place) for place in found]


def _is_scene(noun: Noun) -> bool:
    """Tell whether a phrase is what a place is said to be: "the scene of", "at the centre of", "a focal point of"."""
    where = noun.rel == "obj" or (noun.prep in {"at", "in"} and noun.head != "target")
    return where and (noun.head in _SCENE or (noun.head == "point" and not _FOCAL.isdisjoint(noun.words)))


def _counted(noun: Noun) -> Noun:
    """Return the phrase that says how much of a deed there was: "a series of attacks", "days of fighting"."""
    top = noun
    while top.prep == "of" and isinstance(top.gov, Noun) and top.gov.head in _QUANTITY:
        top = top.gov
    return top


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
        doubtful = noun.prep not in _AFTER and any(
            noun in v.args and mood_of(v).way == "maybe" for v in t.clauses.verbs
        )
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


def _fought(t: Teller, deed: _Deed) -> bool:
    """Tell whether a battle is told of as being fought, rather than named."""
    noun, verb, doing = deed
    if verb is not None and verb.lemma in _ENGAGING:
        return True
    if doing is not None and (doing.lemma in _FIGHTING or (doing.passive and doing.lemma in _SUPPORT)):
        return True
    if isinstance(noun.gov, Noun) and noun.gov.head in _SCENE:
        return noun.det != "the"
    if noun.i == 0 and noun.det in {"a", "the"}:
        return _underway(t, doing)
    amid = noun.prep in _AMID and (noun.det in {"a", "an"} or (noun.plural and not noun.det))
    if amid or _underway(t, doing):
        return True  # "killed in a battle over X", "after battles around X"
    return verb is not None and verb.lemma in _SUPPORT - {"be"} and noun.det in {"a", "an", "its", "their"}


def _underway(t: Teller, doing: Verb | None) -> bool:
    """Tell whether a deed is said to be going on: "a battle is underway", "has been ongoing since"."""
    if doing is None or doing.lemma != "be":
        return False
    said = t.s.lows[doing.j] if doing.j < len(t.s.lows) else ""
    return said in _UNDERWAY and t.s.tags[doing.j + 1 : doing.j + 2] not in (["N"], ["J"], ["Z"], ["X"])


def _sides(t: Teller, deed: _Deed, kind: Kind) -> tuple[str | None, str | None]:
    """Return who did it and to whom."""
    noun, verb, _ = deed
    actor = noun.mod or noun.side
    gov = noun.gov
    if noun.prep == "under" and isinstance(gov, Verb):  # "the army came under attack"
        target = t.who(gov.subj)
        return actor or t.enemy(target), target
    if actor is None and kind == "withdraw" and verb is not None and verb.lemma in _SUPPORT | _SAYING:
        actor = t.who(verb.subj)
    if actor is None and noun.lead is not None:
        actor = noun.lead.mod
    if actor is None:
        actor = _doer(t, deed, kind)
    said = predicate(deed.doing)
    if said is not None and said is not noun and actor is None:
        return _sides(t, _Deed(said, None, t.subject_of.get(id(said))), kind)
    if noun.head in _LOSS:
        return t.who([p for p in below(noun) if p.prep == "to"], carried=False) or t.enemy(actor), actor
    against = {"against", "with", "on", "upon"} if kind != "gain" else {"from"}
    if kind == "besiege":
        against.add("of")  # "the encirclement of A's garrison at X"
    target = t.who([p for p in noun.pps if p.prep in against and not p.name], carried=False)
    return actor or (t.enemy(target) if kind == "besiege" else None), target


def _doer(t: Teller, deed: _Deed, kind: Kind) -> str | None:
    noun, verb, doing = deed
    actor = None
    if verb is not None and kind not in {"gain", "withdraw"}:
        by_agent = verb.passive and verb.lemma not in _ENGAGING
        actor = t.who([verb.agent], carried=False) if by_agent else t.who(verb.subj)
        actor = None if verb.lemma in _SEEING and not verb.passive else actor  # who faced an attack made none
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


def _places(t: Teller, deed: _Deed, frame: NounFrame) -> list[tuple[str, Found]]:
    """Return where it was, with the preposition that says so."""
    noun, verb, doing = deed
    phrases = below(noun)
    phrases += [q for phrase in phrases for member in phrase.coords for q in member.pps]  # "between A and B for X"
    if verb is not None:
        phrases += [arg for arg in verb.args if not verb.i <= arg.i <= noun.i and arg.prep and arg not in phrases]
    hitting = doing is not None and doing.lemma in _HITTING
    if doing is not None and frame.kind in {"attack", "advance"} and _says_where(doing, noun):
        phrases += [arg for arg in doing.args if (arg.prep or hitting) and arg not in phrases]
    for phrase in phrases:
        fits = phrase.prep in frame.place or (phrase.rel == "obj" and hitting)
        if phrase.gov is not noun and doing is not None and phrase in doing.args and _deed_over(phrase):
            continue  # "fighting went on, with air raids | on X"
        fits = fits and not (_of_others(phrase, noun, frame) or _supported(phrase))
        if not fits or is_compass(phrase) or phrase.lead is not None or _deed_of_its_own(phrase):
            continue
        relation = "where" if phrase.i < noun.i else phrase.prep or "obj"
        found = [(relation, place) for place in places(t.s, phrase, t.talk)]
        if not found and frame.kind in {"attack", "besiege"}:
            nearer = [p for p in below(phrase) if p.prep in _AT and not is_compass(p)]
            found = [(p.prep, place) for p in nearer for place in places(t.s, p, t.talk)]
        if found:
            return found + _further(t, phrase, frame)
    if frame.kind == "attack" and (noun.head in _MUTUAL or noun.head in _STRIKE):
        return _melee(t, noun)
    if frame.kind == "withdraw" and noun.prep in _AFTER and not any(p.name or not p.side for p in phrases):
        return _gone(t, noun, phrases)
    return _genitive(t, noun) if "gen" in frame.place else []


def _of_others(phrase: Noun, noun: Noun, frame: NounFrame) -> bool:
    """Tell whether a phrase is of what the deed was for, with or in, and not of the deed.

    "in support of the men | at X", "losses in the village | of X", "a battle with the rebels | of the X Brigade"
    """
    above = phrase.gov
    if not isinstance(above, Noun) or above is noun:
        return False
    within = frame.kind == "gain" and above.prep in _AT - {"of"}
    return above.prep == "about" or within or (phrase.prep == "of" and above.side is not None)


def _says_where(doing: Verb, noun: Noun) -> bool:
    """Tell whether a verb's phrases say where its subject was; "the clashes led to the closure of X" do not."""
    return doing.lemma != "lead" and (doing.lemma in _SUPPORT or noun.head in _STRIKE)


def _deed_of_its_own(noun: Noun) -> bool:
    """Tell whether a phrase is another deed, with a place of its own: "the offensive led to the fall of X"."""
    if noun.head in _SAKE:
        return True  # "air strikes in defence of X"
    return any(frame.kind in {"gain", "besiege", "withdraw", "relieve"} for frame in _LEX.nouns.get(noun.head, ()))


def _supported(phrase: Noun) -> bool:
    """Tell whether a phrase is of those who are helped: "strikes in support of the men | at X"."""
    return isinstance(phrase.gov, Noun) and phrase.gov.prep == "supporting"


def _deed_over(phrase: Noun) -> bool:
    """Tell whether a phrase hangs on an attack of its own."""
    return isinstance(phrase.gov, Noun) and any(f.kind == "attack" for f in _LEX.nouns.get(phrase.gov.head, ()))


def _gone(t: Teller, noun: Noun, phrases: list[Noun]) -> list[tuple[str, Found]]:
    """Return the place of a withdrawal that has none of its own: what the others are told to have taken, or "it"."""
    whose = noun.mod or t.who(phrases, carried=False)
    lost = [e.place for e in t.out if e.kind == "gain" and e.factual and e.cue.at < noun.i and e.actor != whose]
    names = lost[-1:] if whose else []
    if not names and noun.mod:
        names = t.talk.antecedents("it", before=noun.i)
    return [("gone", Found(name, noun, anaphor=True)) for name in names]


def _further(t: Teller, phrase: Noun, frame: NounFrame) -> list[tuple[str, Found]]:
    """Return the places of phrases on a level with one: "attacks in A, as well as near B", "near A, west of B at C"."""
    found: list[tuple[str, Found]] = []
    end = next((verb.i for verb in t.clauses.verbs if verb.i > phrase.i), len(t.s.words))
    beside = phrase.gov.pps if isinstance(phrase.gov, Noun) else []
    below_verbs = [arg for verb in t.clauses.verbs if verb.i < end for arg in verb.args if arg not in beside]
    for other in (*beside, *below_verbs):
        if not phrase.i < other.i < end or other.prep not in frame.place or is_compass(other) or other.lead is not None:
            continue
        if _one_more(t, other, apart=frozenset({",", "C"} if other in beside else {"C"})):
            found += [(other.prep, place) for place in places(t.s, other, t.talk)]
    return found


def _one_more(t: Teller, phrase: Noun, *, apart: frozenset[str]) -> bool:
    """Tell whether a phrase is one more of an enumeration: ", and near B", "; north of A near B", ", west - near B".

    `apart` are the marks that part one from the next where no compass word does.
    """
    chunks = t.s.chunks
    k = next((k for k, item in enumerate(chunks) if item is phrase), 0) - 1
    while k > 0 and chunks[k].kind in {"P", "-"}:
        k -= 1
    there = chunks[k]
    if isinstance(there, Noun) and is_compass(there):
        k -= 2
    item = chunks[k] if k >= 0 else there
    if isinstance(item, Noun) and item.head in COMPASS and phrase.prep != "of":
        k, apart = k - 1, frozenset({",", ";", "C"})
    return k >= 0 and chunks[k].kind in apart


def _genitive(t: Teller, noun: Noun) -> list[tuple[str, Found]]:
    """Return the place of "X's fall", "its fall"."""
    if noun.name and noun.poss:
        return [("gen", Found(noun.name, noun, first=noun.first, last=noun.last))]
    if noun.det == "its":
        return [("gen", Found(name, noun, anaphor=True)) for name in t.talk.antecedents("it", before=noun.i)]
    if noun.det == "their" and not t.who([noun], carried=False):
        names = t.talk.antecedents("villages", before=noun.i, plural=True)
        return [("gen", Found(name, noun, anaphor=True)) for name in names]
    at = next((k for k in range(noun.i + 1, noun.j - 1) if t.s.tags[k] == "'"), None)
    if at is None or noun.det not in {"the", "this", "that"} or t.s.lows[at - 1] not in SETTLEMENT | SITE:
        return []
    names = t.talk.antecedents(t.s.lows[at - 1], before=noun.i)  # "the town's capture"
    return [("gen", Found(name, noun, anaphor=True)) for name in names]


def _melee(t: Teller, noun: Noun) -> list[tuple[str, Found]]:
    """Return where people fought whose fighting has no place of its own: "X, where fighting continued", "killed in X
    during clashes".
    """  # noqa: D205
    if noun.i and t.s.lows[noun.i - 1] == "where":
        before = [other for other in t.clauses.nouns if other.i < noun.i and other.name]
        return [("where", found) for found in places(t.s, before[-1], t.talk)[:1]] if before else []
    for verb in t.clauses.verbs:
        if noun not in verb.args or verb.lemma not in _KILLING:
            continue
        for arg in [*verb.args, *t.clauses.nouns[:1]]:
            if arg.prep in {"in", "at", "near", "around"} and arg is not noun and not is_compass(arg):
                return [("where", found) for found in places(t.s, arg, t.talk)]
    return []


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

"""Where a deed was that a noun tells: "an attack on X", "X's fall", "X was the scene of clashes"."""

from __future__ import annotations

__all__ = ["AFTER", "SCENE", "SEEING", "SUPPORT", "Deed", "amount_of", "scenes"]

from typing import TYPE_CHECKING, NamedTuple

from frontline.reading.grammar.syntax import Noun, Verb
from frontline.reading.text.lexicon import lexicon, nouns_of

from .extents import COMPASS, SETTLEMENT, SITE, Found, is_compass, places
from .telling import below

if TYPE_CHECKING:
    from frontline.reading.text.lexicon import NounFrame

    from .telling import Teller

_LEX = lexicon()
# Verbs that say no more than that the deed was done, or whom it killed.
SUPPORT = frozenset(
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
_HITTING = frozenset({"hit", "strike", "target", "reach"})
_KILLING = frozenset({"kill", "die", "wound", "injure", "destroy", "lose"})
_QUANTITY = frozenset(
    {
        "most", "much", "majority", "bulk", "brunt", "series", "wave", "waves", "number", "string", "spate", "round",
        "rounds", "barrage", "couple", "dozens", "hundreds", "lot", "days", "weeks", "months", "years", "hours", "bout",
        "bouts",
    }
)  # fmt: skip
_STRIKE = frozenset(
    {
        "airstrike", "airstrikes", "air-strike", "air-strikes", "strike", "strikes", "shelling", "bombardment",
        "bombing", "bombings", "sortie", "sorties",
        "raid", "raids", "barrage",
    }
)  # fmt: skip
_MUTUAL = lexicon().words["mutual"]
_SAKE = frozenset({"defence", "defense", "support", "favour", "favor"})
_AT = frozenset({"in", "at", "near", "around", "inside", "on", "within", "outside", "of"})
AFTER = frozenset({"after", "following", "since", "before", "during", "despite", "until"})
SEEING = frozenset({"see", "witness", "experience", "suffer", "face"})
SCENE = nouns_of("scene")
_MARRING = frozenset({"mar", "rock", "grip", "engulf", "shake", "plague"})
_FOCAL = frozenset({"focal", "central", "flash"})
_BEING = frozenset({"be", "become", "remain"})


class Deed(NamedTuple):
    """A noun with what governs it: `verb` has it as object ("launched an attack"), `doing` as subject."""

    noun: Noun
    verb: Verb | None
    doing: Verb | None


def scenes(t: Teller, deed: Deed, frame: NounFrame) -> list[tuple[str, Found]]:
    """Return where a deed was, with how the noun tells so: the preposition, "gen" for "X's fall", "scene" ..."""
    return _placed(t, deed, frame) or _seen(t, deed, frame)


def _seen(t: Teller, deed: Deed, frame: NounFrame) -> list[tuple[str, Found]]:
    """Return the place that saw a deed: "X witnessed clashes", "X was the scene of clashes"."""
    verb, top = deed.verb, amount_of(deed.noun)
    gov = top.gov
    if top.prep in {"of", "for"} and isinstance(gov, Noun) and _is_scene(gov):
        verb = gov.gov if isinstance(gov.gov, Verb) and gov.gov.lemma in _BEING else None
    elif top.prep == "by" and isinstance(gov, Verb) and gov.passive and gov.lemma in _MARRING:
        verb = gov  # "X has been rocked by fighting"
    elif verb is not None and (verb.passive or verb.lemma not in SEEING):
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
    return where and (noun.head in SCENE or (noun.head == "point" and not _FOCAL.isdisjoint(noun.words)))


def amount_of(noun: Noun) -> Noun:
    """Return the phrase that says how much of a deed there was: "a series of attacks", "days of fighting"."""
    top = noun
    while top.prep == "of" and isinstance(top.gov, Noun) and top.gov.head in _QUANTITY:
        top = top.gov
    return top


def _placed(t: Teller, deed: Deed, frame: NounFrame) -> list[tuple[str, Found]]:
    """Return where a deed was by its own phrases, or those of the verbs that govern it."""
    noun, verb, doing = deed
    phrases = below(noun)
    phrases += [q for phrase in phrases for member in phrase.coords for q in member.pps]  # "between A and B for X"
    if verb is not None:
        phrases += [arg for arg in verb.args if not verb.i <= arg.i <= noun.i and arg.prep and arg not in phrases]
    hitting = doing is not None and doing.lemma in _HITTING
    if doing is not None and frame.kind in {"attack", "advance"} and _says_where(doing, noun):
        phrases += [arg for arg in doing.args if (arg.prep or hitting) and arg not in phrases]
    for phrase in phrases:
        if phrase.prep not in frame.place and not (hitting and phrase.rel == "obj"):
            continue
        if phrase.lead is not None or is_compass(phrase) or _of_another(phrase, deed, frame):
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
    if frame.kind == "withdraw" and noun.prep in AFTER and not any(p.name or not p.side for p in phrases):
        return _gone(t, noun, phrases)
    return _genitive(t, noun) if "gen" in frame.place else []


def _of_another(phrase: Noun, deed: Deed, frame: NounFrame) -> bool:
    """Tell whether a phrase says where something other than the deed is."""
    noun, _, doing = deed
    if _deed_of_its_own(phrase) or _supported(phrase) or _of_others(phrase, noun, frame):
        return True
    # "fighting went on, with air raids | on X"
    return phrase.gov is not noun and doing is not None and phrase in doing.args and _deed_over(phrase)


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
    return doing.lemma != "lead" and (doing.lemma in SUPPORT or noun.head in _STRIKE)


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

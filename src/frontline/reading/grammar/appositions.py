"""What says more of a place: "X, a town that A seized", "X, the last village held by B", "X, one of the towns B took".

Such a phrase stands for the place before it: what a relative clause or a participle says of it, it says of that.
"""

from __future__ import annotations

__all__ = ["apposes", "named", "predicates", "says_more"]

from typing import TYPE_CHECKING

from frontline.reading.text.lexicon import lexicon, nouns_of

from .subjects import bare_participle, by_follows
from .syntax import Mark, Noun, Verb

if TYPE_CHECKING:
    from .clauses import Analyst
    from .syntax import Chunk

_LEX = lexicon()
_COMPASS = nouns_of("compass")
_GROUND = nouns_of("settlement") | nouns_of("site") | nouns_of("stronghold") | {"garrison"}
_CALLING = frozenset({"know", "call", "name", "dub"})
_SETTLEMENT = nouns_of("settlement")
_CAPITAL = frozenset({"capital", "seat", "birthplace", "gateway"})
# What only an apposition calls a place.
_AS = frozenset({"one", "prize", "gateway", "hub", "slum", "conquest", "foothold", "home"}) | _CAPITAL
_TOWNS = frozenset({"towns", "villages", "cities", "settlements", "suburbs", "districts"})
_QUARTERS = frozenset({"neighborhoods", "neighbourhoods", "quarters", "bases", "hills"})
_BEING = frozenset({"be", "become", "remain"})
_OTHERS = frozenset({"other", "next", "latest"})
_SOLE = frozenset({"last", "only", "sole", "first", "second", "main", "biggest", "largest", "remaining", "final"})


def says_more(a: Analyst, noun: Noun) -> bool:
    """Let a phrase right behind a name stand for it: "X | the last town"; "in X | the army" does not."""
    last = a.open
    told = last is not None and last.j == noun.i and bool(last.name) and bool(noun.det)
    if last is None or not told or noun.name or noun.side or noun.force:
        return False
    noun.rel, noun.gov, noun.apposed = "apposition", last, last
    return True


def apposes(a: Analyst, noun: Noun, k: int) -> bool:
    """Let a phrase after a comma stand for the place before it, where it says more of that; return whether it does."""
    last = a.open
    if last is None or not a.comma or a.conj or not (_describes(a, noun, k) or _ends_list(a, noun, k)):
        return False
    place = _place(last)
    if place is None or noun.head == place.head or (_acts(a, noun, k) and not _waiting(a, last)):
        return False
    noun.rel, noun.gov, noun.apposed = "apposition", last, place
    return True


def predicates(noun: Noun, verb: Verb) -> None:
    """Let a phrase stand for what it is said of: "X was the last town held by", "it is one of the towns that"."""
    if verb.lemma not in _BEING or verb.passive or verb.neg or not verb.subj or noun.name or noun.side or noun.mod:
        return
    described = noun.head in _AS or (
        noun.head in _GROUND | _TOWNS and (noun.det in {"a", "an"} or not noun.words.isdisjoint(_SOLE | _OTHERS))
    )
    if described or noun.prep == "among":
        noun.apposed = verb.subj[0]


def _place(noun: Noun) -> Noun | None:
    """Return the place that an apposition behind a phrase says more of: the last one named, or "the town"."""
    above = noun.gov
    if noun.prep == "in" and "region" in noun.classes and isinstance(above, Noun) and above.name:
        noun = above  # "X in the Y region, the last village"
    named = noun.name and noun.head not in _COMPASS
    if named or (noun.det == "the" and noun.head in _SETTLEMENT):
        return (noun.apposed or noun) if not noun.side and noun.prep != "by" else None
    return None


def _describes(a: Analyst, noun: Noun, k: int) -> bool:
    """Tell whether a phrase describes a place rather than being one more: "a village", "the only town", "one"."""
    force = noun.force and noun.head != "garrison"
    idle = noun.side or noun.pron or force or noun.plural or not (noun.det or noun.head == "one")
    if idle or noun.head not in _GROUND | _AS:
        return False
    following = a.chunks[k + 1] if k + 1 < len(a.chunks) else None
    of = isinstance(following, Mark) and following.low == "of"
    if noun.name:
        return noun.head in _SETTLEMENT and (noun.poss or _relates(following))  # "the X suburb that", "X's capital"
    if noun.head in _AS:
        return True
    if noun.det in {"a", "an"}:
        return not (of and _names(a, k + 2) and noun.head in {"village", "town", "city"})
    return not noun.words.isdisjoint(_SOLE) or (noun.det == "the" and noun.head in _SETTLEMENT and not of)


def _ends_list(a: Analyst, noun: Noun, k: int) -> bool:
    """Tell whether a phrase says what the places of a list are that "and" has closed: "A and B, suburbs of C"."""
    before = a.chunks[k - 3] if k > 2 else None
    closed = isinstance(before, Mark) and before.kind == "C" and a.chunks[k - 2] is a.open
    idle = noun.name or noun.side or noun.pron or noun.mod or noun.force or not noun.plural
    return closed and not idle and noun.head in _TOWNS | _QUARTERS and noun.det not in {"the", "several", "other"}


def _names(a: Analyst, k: int) -> bool:
    item = a.chunks[k] if k < len(a.chunks) else None
    return isinstance(item, Noun) and bool(item.name)


def _relates(item: Chunk | None) -> bool:
    """Tell whether a relative clause or a participle begins."""
    if isinstance(item, Verb):
        return bare_participle(item)
    return isinstance(item, Mark) and (item.kind == "R" or item.low == "that")


def _waiting(a: Analyst, last: Noun) -> bool:
    """Tell whether the phrase before is a subject that has no verb yet."""
    here: Noun | Verb | None = last
    while isinstance(here, Noun) and here not in a.subject:
        here = here.lead or here.gov
    return a.verb is None and isinstance(here, Noun)


def _acts(a: Analyst, noun: Noun, k: int) -> bool:
    """Tell whether the phrase is the subject of a verb of its own; what is done to places, they do not do."""
    defined = noun.det == "the" and noun.words.isdisjoint(_SOLE)  # "X, the city held out"
    for j in range(k + 1, min(k + 12, len(a.chunks))):
        item = a.chunks[j]
        if isinstance(item, Verb):
            suffers = not defined and any("obj" in frame.place for frame in _LEX.frames.get(item.lemma, ()))
            done = bare_participle(item) and (suffers or by_follows(a.chunks, j))
            return item.finite and not done
        if item.kind not in {"N", "P", "A", "T", "C"}:
            return False
    return False


def named(verb: Verb) -> None:
    """Give a place the name that a participle says it has: "the gate known as X", "the district called X"."""
    if verb.lemma not in _CALLING or verb.finite or verb.form != "E" or not verb.subj or not verb.args:
        return
    place, called = verb.subj[0], verb.args[0]
    if called.name and not place.name and place.j == verb.i and place.head in _GROUND:
        place.name, place.first, place.last = called.name, called.first, called.last

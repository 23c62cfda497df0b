"""What came to nothing: attacks that are said to have failed, and attempts that the sentence goes on to call vain."""

from __future__ import annotations

__all__ = ["fails", "in_vain"]

from typing import TYPE_CHECKING

from frontline.reading.text.lexicon import lexicon, nouns_of

if TYPE_CHECKING:
    from .syntax import Verb

_LEX = lexicon()
_ATTEMPTS = frozenset({"attempt", "attempts", "effort", "efforts", "bid", "bids", "try", "tries"})
_TRIED = nouns_of("attack") | _ATTEMPTS
_FAILING = frozenset({"fail", "collapse", "falter", "founder"})
_FAILURE = frozenset({"failure", "unsuccessful", "defeat", "fruitless", "futile", "disarray", "disaster", "rout"})
_NOTHING = frozenset({"nothing", "naught", "nought", "success", "progress", "result", "results", "effect"})
_YIELDING = frozenset({"have", "bring", "make", "result", "end", "meet", "yield", "achieve", "produce", "gain"})
_BEING = frozenset({"be", "end", "prove", "remain", "meet", "result", "turn"})
_MANAGING = frozenset({"succeed", "manage"})
_ANYTHING = frozenset(
    {"anything", "nothing", "progress", "ground", "headway", "goal", "goals", "it", "so", "objective"}
)


def fails(verb: Verb) -> bool:
    """Tell whether a verb says that its subject, an attack, failed: "failed", "ended in failure", "came to nothing"."""
    head = verb.subj[0].head if verb.subj else ""
    if verb.neg or not (head in _TRIED or head.removesuffix("s") in _TRIED):
        return False
    if verb.passive:  # of an attack it is told as a repulse
        repels = any(frame.with_ == "attack" for frame in _LEX.frames.get(verb.lemma, ()))
        return head in _ATTEMPTS and repels and verb.finite
    if verb.lemma in _FAILING:
        return True
    ruined = verb.lemma in _BEING and any(
        arg.head in _FAILURE or not arg.words.isdisjoint(_FAILURE) for arg in verb.args
    )
    return ruined or _without_success(verb) or (verb.lemma == "come" and _of_nothing(verb))


def _of_nothing(verb: Verb) -> bool:
    return any(arg.prep == "to" and arg.head in _NOTHING for arg in verb.args)


def _without_success(verb: Verb) -> bool:
    """Tell whether a verb has no success for its object: "had no success", "resulted in no progress"."""
    return verb.lemma in _YIELDING and any(arg.det in {"no", "little"} and arg.head in _NOTHING for arg in verb.args)


def in_vain(verb: Verb, hung: list[Verb]) -> bool:
    """Tell whether a verb says that what its subject tried before was in vain.

    "but failed", "but did not succeed", "but had no success", "but were unsuccessful", "but failed to gain anything";
    `hung` are the verbs that hang on it.
    """
    if verb.passive:
        return False
    if verb.lemma == "fail" and not verb.neg:
        objects = [arg for arg in verb.args if arg.rel == "obj"]
        own = [arg for other in hung for arg in other.args if arg.rel == "obj" and arg.head not in _ANYTHING]
        return not objects and not own and not any(other.args == [] for other in hung)
    if verb.lemma in _FAILING and not verb.neg:
        return not hung and not any(arg.rel == "obj" for arg in verb.args)
    if verb.lemma in _MANAGING and verb.neg:
        return not hung
    unsuccessful = any(arg.head in _FAILURE for arg in verb.args) and verb.lemma in _BEING and not verb.neg
    return (unsuccessful and not hung) or (_without_success(verb) and not verb.neg)

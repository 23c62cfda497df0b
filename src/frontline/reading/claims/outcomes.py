"""Who took a place, where the text tells only what that was to somebody: a blow to A, a victory for B."""

from __future__ import annotations

__all__ = ["winner"]

from typing import TYPE_CHECKING

from frontline.reading.text.lexicon import lexicon

if TYPE_CHECKING:
    from frontline.reading.grammar.clauses import Clauses
    from frontline.reading.grammar.syntax import Noun, Verb

    from .discourse import Discourse
    from .telling import Event

_SAYING = lexicon().words["saying"] | {"hail", "celebrate"}
_CLAIMING = frozenset({"claim", "announce", "declare", "celebrate", "hail", "complete"})
_SETBACK = frozenset({"blow", "setback", "defeat", "disaster", "humiliation", "disastrous", "catastrophe", "loss"})
_VICTORY = frozenset({"victory", "boost", "triumph", "success", "win", "breakthrough", "achievement", "prize"})
_HELPING = frozenset({"give", "allow", "enable", "help", "let", "bring", "hand"})
_HARMING = frozenset({"deprive", "isolate", "confine", "weaken", "trap", "hurt", "sever", "cut", "cost", "undermine"})
_FIRMER = frozenset({"tighten", "strengthen", "cement", "consolidate", "complete", "extend", "expand", "secure"})
_TO = frozenset({"to", "for", "of", "from"})
_RETAKING = frozenset(
    {
        "retake", "recapture", "regain", "reclaim", "recover", "reconquer", "liberate", "free", "liberation",
        "retaking", "secure", "clear",
    }
)  # fmt: skip
_LOSS = frozenset({"fall", "loss", "losing", "lose"})


def winner(event: Event, clauses: Clauses, talk: Discourse) -> str | None:
    """Return who took the place, by whom its capture helped or hurt, or by who tells of it."""
    won = _judged(event, clauses, talk) or _spoken(event, clauses, talk)
    return won if won is not None and won != event.target else None


def _judged(event: Event, clauses: Clauses, talk: Discourse) -> str | None:
    """Return who gained by it: "the loss of X was a blow to A", "the capture of X tightens B's grip"."""
    for noun in clauses.nouns:
        word = noun.head.removesuffix("s")
        if noun is event.cue.noun or word not in _SETBACK | _VICTORY:
            continue
        side = noun.mod or _whose(noun, clauses)
        if side is not None:
            return side if word in _VICTORY else talk.enemy(side)
    deed = event.cue.noun
    for verb in clauses.verbs if deed is not None else ():
        if verb.passive or not verb.subj or verb.subj[0] is not deed:
            continue
        obj = next((arg for arg in verb.args if arg.rel == "obj"), None)
        side = (obj.side or obj.mod or _whose(obj, clauses)) if obj is not None else None
        if side is not None and verb.lemma in _HELPING | _FIRMER:
            return side
        if side is not None and verb.lemma in _HARMING:
            return talk.enemy(side)
    return None


def _whose(noun: Noun, clauses: Clauses) -> str | None:
    """Return the side that something is to or for: "a blow to A"."""
    phrases = [*noun.pps, *(other for other in clauses.nouns if other.gov is noun)]
    return next((p.side or p.mod for p in phrases if p.prep in _TO and (p.side or p.mod) and not p.name), None)


def _spoken(event: Event, clauses: Clauses, talk: Discourse) -> str | None:
    """Return whose capture it was by who tells of it: "A's staff announced the retaking of X"."""
    deed = event.cue.noun
    claimed = (verb for verb in clauses.verbs if verb.lemma in _CLAIMING and deed in verb.args and deed is not None)
    if (claimer := next((side for verb in claimed if (side := _speaker(verb))), None)) is not None:
        return claimer if event.cue.trigger not in _LOSS else talk.enemy(claimer)
    if event.cue.trigger not in _RETAKING | _LOSS:
        return None
    side = next((side for verb in clauses.verbs if verb.i < event.cue.at and (side := _speaker(verb))), None)
    return talk.enemy(side) if event.cue.trigger in _LOSS else side


def _speaker(verb: Verb) -> str | None:
    """Return the side of who says something, by his own words: "A's minister", "the staff of A's forces"."""
    if verb.lemma not in _SAYING or verb.passive or not verb.subj:
        return None
    noun = verb.subj[0]
    return noun.side or noun.mod or next((p.side or p.mod for p in noun.pps if p.prep == "of" and not p.name), None)

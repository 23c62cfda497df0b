"""What one sentence tells, as it is being found: events, who acts in them, and how they are meant."""

from __future__ import annotations

__all__ = ["CAMPAIGN", "FIGHTING", "Cue", "Event", "Teller", "backer", "below", "spoken_of"]

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from frontline.reading.grammar.factuality import mood_of
from frontline.reading.grammar.syntax import Noun, Verb
from frontline.reading.text.lexicon import lexicon, nouns_of

from .extents import EVENT, FORCE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from frontline.model import Kind
    from frontline.reading.grammar.clauses import Clauses
    from frontline.reading.grammar.factuality import Mood
    from frontline.reading.grammar.syntax import Sentence

    from .discourse import Discourse
    from .extents import Found

CAMPAIGN = frozenset(
    {
        "offensive", "operation", "campaign", "counteroffensive", "counter-offensive", "counterattack",
        "counter-attack", "assault", "attack", "push",
    }
)  # fmt: skip
# What goes on at a place, and whither it comes: "the shelling reached X".
FIGHTING = lexicon().words["mutual"] | {
    "airstrike", "airstrikes", "bombardment", "bombardments", "bombing", "shelling", "strikes",
}  # fmt: skip
REPELLING = frozenset({"repel", "repulse", "foil", "thwart"})
# Words for people of a side that the sentence does not name.
_ITS_PEOPLE = frozenset(
    {
        "reinforcements", "attackers", "defenders", "garrison", "infiltrators", "latter", "former", "side", "bombers",
        "units",
        "elements", "members", "allies",
    }
)  # fmt: skip
_PEOPLE = frozenset(
    {
        "jihadists", "militants", "insurgents", "extremists", "terrorists", "rebels", "gunmen", "troops", "soldiers",
        "units", "loyal",
    }
)  # fmt: skip
_BELONGING = frozenset({"loyal", "allied", "aligned", "belonging"})
_NUMBERS = frozenset(
    {
        "convoy", "group", "groups", "sum", "number", "total", "hundreds", "dozens", "thousands", "majority", "rest",
        "remnants",
    }
)  # fmt: skip
_FOREIGN = nouns_of("foreign")
_GIVEN = frozenset({"obj", "to", "for"})
_CLAIMS = frozenset({"claim", "claims", "statement", "report", "reports", "announcement"})
_ARRIVING = frozenset({"reach", "arrive", "approach", "near"})
_FAILING = frozenset({"fail", "collapse", "falter", "founder"})
_SAME = frozenset({"the", "this", "that"})
_BACKING = frozenset({"back", "support", "lead", "assist", "aid", "accompany", "reinforce", "spearhead"})
_DEEPEST = 12  # phrases under a phrase that are looked at


class Cue(NamedTuple):
    """What an event rests on: the trigger's word and lemma, how its place stands to it, its verb and noun."""

    at: int
    trigger: str
    relation: str
    verb: Verb | None = None
    noun: Noun | None = None


@dataclass(slots=True)
class Event:
    """What may become a claim. The words from `first` to `last` carry it; `found` is the phrase of its place."""

    kind: Kind
    place: str
    actor: str | None
    target: str | None
    cue: Cue
    first: int
    last: int
    mood: Mood
    factual: bool
    anaphor: bool
    found: Noun


class Teller:
    """One sentence's telling so far."""

    __slots__ = ("backing", "clauses", "heads", "out", "s", "subject_of", "talk")

    def __init__(self, s: Sentence, clauses: Clauses, talk: Discourse) -> None:
        self.s, self.clauses, self.talk = s, clauses, talk
        self.heads = {noun.head for noun in clauses.nouns}
        self.backing = any(verb.passive and verb.lemma in _BACKING for verb in clauses.verbs)
        self.out: list[Event] = []
        self.subject_of: dict[int, Verb] = {}  # the first verb of each subject
        for verb in reversed(clauses.verbs):
            for noun in verb.subj:
                self.subject_of[id(noun)] = verb

    # ------------------------------------------------------------ who

    def who(self, nouns: Iterable[Noun | None], *, carried: bool = True, depth: int = 0) -> str | None:
        """Return the side that the first of the phrases to be one stands for.

        With `carried`, "they" and "the fighters" stand for the side that was spoken of before.
        """
        for noun in nouns:
            side = self._one(noun, carried=carried, depth=depth) if noun is not None else None
            if side is not None:
                return side
        return None

    def _one(self, noun: Noun, *, carried: bool, depth: int) -> str | None:  # noqa: PLR0911
        own = noun.side or (noun.mod if not noun.name or noun.head in EVENT or noun.head in FORCE else None)
        if own:
            return self._theirs(noun) or own
        for phrase in noun.pps:
            if (phrase.side or phrase.mod) and not phrase.name and _whose(noun, phrase.prep):
                return phrase.side or phrase.mod
        if noun.head in _NUMBERS and noun.pps and depth < 2:
            return self.who(noun.pps[:1], carried=carried, depth=depth + 1)  # "a group of fighters"
        backed = backer(noun, self.clauses) if self.backing else None
        outside = noun.force and not noun.words.isdisjoint(_FOREIGN)  # "Iraqi forces", that are no side of the war
        if backed is not None or not carried or outside:
            return backed
        if noun.head in CAMPAIGN and noun.det in _SAME and noun.rel == "subj":
            return self.talk.campaign
        if (noun.head in EVENT or noun.head in CAMPAIGN) and depth < 2 and isinstance(noun.gov, Verb):
            return self.who([noun.gov.agent] if noun.gov.passive else noun.gov.subj, depth=depth + 1)
        if noun.head == "we":  # whoever says so
            return next((other.side or other.mod for other in self.clauses.nouns if other.speaks), None)
        if noun.pron or noun.head in FORCE or noun.head in _ITS_PEOPLE:
            return self.before(noun) if noun.head not in {"we", "you", "i"} else None
        return None

    def _theirs(self, noun: Noun) -> str | None:
        """Return the side that people belong to by what follows: "militants of A", "soldiers loyal to B"."""
        if noun.head not in _PEOPLE:
            return None
        for phrase in noun.pps:
            if (
                phrase.side
                and not phrase.name
                and (phrase.prep == "of" or (phrase.prep == "from" and noun.head != "rebels"))
            ):
                return phrase.side
            if phrase.prep == "to" and not noun.words.isdisjoint(_BELONGING):
                return phrase.side or phrase.mod
        return None

    def before(self, noun: Noun) -> str | None:
        """Return the side that "they", "the militants" goes back to: the last subject that is one."""
        if noun.head in {"latter", "former"}:
            return self._of_two(noun)
        for other in reversed(self.clauses.nouns):
            spoken_of = other.rel == "subj" and other.lead is None and not other.name
            spoken_of = spoken_of or (other.head in _CLAIMS and other.mod is not None)  # "A's claim that it"
            if spoken_of and other.i < noun.i and (other.side or other.mod):
                return other.side or other.mod
        told = (other.side for other in reversed(self.clauses.nouns) if other.i < noun.i and other.rel in _GIVEN)
        given = next((side for side in told if side), None) if noun.pron else None
        if given is not None:
            return given  # "the slope gave the army cover, and they took X"
        named = self.talk.whose.get(noun.head) if noun.det == "the" else None
        return named or self.talk.subject

    def _of_two(self, noun: Noun) -> str | None:
        """Return which of the last two sides named "the latter" or "the former" is."""
        named = [side for other in self.clauses.nouns if other.i < noun.i and (side := other.side or other.mod)]
        latter = named[-1] if named else None
        if noun.head == "latter" or latter is None:
            return latter
        return next((side for side in reversed(named) if side != latter), None)

    def stranger(self, subject: Sequence[Noun]) -> bool:
        """Tell whether the subject takes no part in the war: civilians, a spokesman, a fire."""
        if not subject:
            return False
        noun = subject[0]
        known = noun.side or noun.mod or noun.pron or noun.held or any(p.side or p.force for p in noun.pps)
        return not (known or noun.head in FORCE or noun.head in EVENT or noun.head in _ITS_PEOPLE)

    def enemy(self, side: str | None) -> str | None:
        """Return whom a side fights: as this sentence tells, else as the report has told."""
        for event in self.out:
            if side is not None and event.target is not None and side in {event.actor, event.target}:
                return event.target if event.actor == side else event.actor
        return self.talk.enemy(side)

    def defender(self, place: str, attacker: str | None) -> str | None:
        """Return who defends a place: who holds it as far as the report has told, else whom the attacker fights."""
        holder = self.talk.holder.get(place.casefold())
        return holder if holder is not None and holder != attacker else self.enemy(attacker)

    # ------------------------------------------------------------ what

    def tell(self, kind: Kind, found: Found, actor: str | None, target: str | None, cue: Cue) -> Event:
        """Add an event; how it is meant may make it another: who failed to capture a place was repelled there."""
        mood = mood_of(cue.verb)
        first, last = (found.first, found.last) if found.first >= 0 else (found.noun.i, found.noun.j - 1)
        first, last = min(cue.at, first), max(cue.at, last)
        event = Event(
            kind, found.name, actor, target, cue, first, last, mood, mood.factual, found.anaphor, found.noun
        )  # fmt: skip
        short = kind == "advance" and cue.trigger in _ARRIVING  # who failed to reach a place did not attack it
        if mood.way == "failed" and not mood.denied and not short and kind in {"gain", "advance", "attack", "reopen"}:
            event.kind, event.actor, event.target = "repel", target or self.enemy(actor), actor
            event.factual = True
            self._foiled(event)
        elif kind == "repel" and cue.verb is not None and cue.verb.lemma in _FAILING:
            event.factual = not cue.verb.neg
        elif mood.way == "tried" and not mood.denied and (kind == "attack" or (kind == "advance" and _made(cue.verb))):
            event.kind, event.factual = "attack", True
        self.out.append(event)
        return event

    def _foiled(self, event: Event) -> None:
        """Take the sides from what made an attempt fail: "the army foiled an attempt by A to enter"."""
        attempt = event.cue.verb.carrier if event.cue.verb is not None else None
        if not isinstance(attempt, Noun):
            return
        doer = attempt.gov if isinstance(attempt.gov, Verb) else self.subject_of.get(id(attempt))
        if (
            doer is None
            or doer.lemma in _FAILING
            or all(frame.kind != "repel" for frame in lexicon().frames.get(doer.lemma, ()))
        ):
            return
        attacker = attempt.mod or self.who([p for p in attempt.pps if p.prep in {"by", "of", "from"}], carried=False)
        defender = self.who([doer.agent] if doer.passive else doer.subj)
        event.actor, event.target = defender or self.enemy(attacker), attacker or self.enemy(defender)


def _whose(noun: Noun, prep: str) -> bool:
    """Tell whether a preposition says whose a noun is: "of", "units loyal to", "fighters with"."""
    if prep in {"of", "from", "by"}:
        return True
    return (prep == "with" and noun.head in FORCE) or (prep == "to" and noun.head in _BELONGING)


def _made(verb: Verb | None) -> bool:
    """Tell whether an attempt to come to a place is told of as made, and not as an aim: "while trying to", "in an
    attempt to".
    """  # noqa: D205
    carrier = verb.carrier if verb is not None else None
    if verb is not None and verb.lemma == "reach":
        return False
    return carrier.finite if isinstance(carrier, Verb) else carrier is not None and carrier.prep != "in"


def spoken_of(noun: Noun | None) -> str | None:
    """Return the side that a subject is or belongs to, by its own words: "the rebels", "two fighters from A"."""
    if noun is None:
        return None
    if noun.side or (noun.mod and not noun.name):
        return noun.side or noun.mod
    people = noun.force or noun.head in _NUMBERS
    whose = (p.side or p.mod for p in noun.pps if p.prep in {"of", "from"} and not p.name)
    return next((side for side in whose if side), None) if people else None


def backer(noun: Noun | None, clauses: Clauses) -> str | None:
    """Return the side that a force is said to be backed or led by: "a militia, backed by the army"."""
    for verb in clauses.verbs:
        if verb.passive and verb.lemma in _BACKING and verb.subj[:1] == [noun] and verb.agent is not None:
            return verb.agent.side or verb.agent.mod
    return None


def below(noun: Noun) -> list[Noun]:
    """Return all phrases under a phrase, outermost first."""
    found = list(noun.pps)
    for phrase in found:
        if phrase.pps:
            if len(found) > _DEEPEST:
                break
            found += phrase.pps
    return found

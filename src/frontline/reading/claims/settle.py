"""Keep of what a sentence may claim what it does claim: of each place what says most, and nothing twice."""

from __future__ import annotations

__all__ = ["acting", "complete", "settle"]

from typing import TYPE_CHECKING

from frontline.reading.text.lexicon import lexicon, nouns_of

from .outcomes import winner
from .telling import CAMPAIGN, backer, spoken_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from frontline.model import Span
    from frontline.reading.grammar.clauses import Clauses
    from frontline.reading.grammar.syntax import Noun

    from .discourse import Discourse
    from .telling import Event

# A claim of the first kind says more than one of the second about the same place by the same side.
_OVER = {
    "attack": ("gain", "repel"),
    "advance": ("gain",),
    "hold": ("gain",),
}  # fmt: skip


# Where one verb is read in two ways, the second says it better: "fought its way into", "reached the garrison of".
_SAID_BETTER = frozenset({("attack", "advance"), ("advance", "relieve")})


def settle(candidates: Sequence[Event]) -> list[Event]:
    """Return the events to tell, in the order of their words.

    An assault that goes on to be a capture is a gain alone; a repelled attack is the repulse alone; an offensive "in
    an attempt to capture" is the aim alone.
    """
    if len(candidates) < 2:
        return list(candidates)
    kept: list[Event] = []
    alike: dict[str, list[Event]] = {}
    for event in candidates:
        alike.setdefault(event.place.casefold(), []).append(event)
    for event in candidates:
        rivals = [other for other in alike[event.place.casefold()] if other is not event]
        if any(_outweighs(other, event) for other in rivals):
            continue
        if any(_same(other, event) for other in kept) and not _taken_back(kept, event):
            continue
        kept.append(event)
    for event in kept:
        _turn_about(event, kept)
    return sorted(kept, key=lambda event: (event.first, event.last))


def _by_the_way(event: Event) -> bool:
    """Tell whether an event is told aside, of an earlier time: "X, a town that A had taken", "X, which A held"."""
    verb = event.cue.verb
    if verb is None or event.cue.relation.startswith("noun"):
        return False
    suffers = verb.passive and not verb.finite and bool(verb.subj) and verb.subj[0].apposed is not None
    return verb.rel_of is not None or verb.rel_obj is not None or suffers


def _two_deeds(one: Event, other: Event) -> bool:
    """Tell whether two events of one kind are two: one of them told aside ("X, a town A had taken, was retaken")."""
    return one.kind == other.kind == "gain" and one.factual and _by_the_way(one) != _by_the_way(other)


def _turn_about(event: Event, kept: Sequence[Event]) -> None:
    """Let those who lost a place be those who are told by the way to have taken or held it, and the other way about."""
    if event.kind != "gain" or event.actor is not None or event.target is not None:
        return
    aside = _by_the_way(event)
    for other in kept:
        if other is event or other.place != event.place or other.actor is None or _by_the_way(other) == aside:
            continue
        if aside and (other.kind in {"withdraw", "hold"} or (other.kind != "gain" and event.cue.trigger in _LOSS)):
            event.actor = other.actor
        elif other.kind in {"gain", "hold"} or aside:
            event.target = other.actor
        return


def _same(one: Event, other: Event) -> bool:
    return (
        one.kind == other.kind
        and not ((one.actor is None or other.actor is None) and _two_deeds(one, other))
        and one.place.casefold() == other.place.casefold()
        and one.factual == other.factual
        and (one.actor == other.actor or one.actor is None or other.actor is None)
    )


def _taken_back(kept: Sequence[Event], event: Event) -> bool:
    """Tell whether a place was lost between a capture told before and this one: "took X, lost it and retook it"."""
    gains = [other for other in kept if other.kind == event.kind == "gain" and other.place == event.place]
    if gains and event.actor is None:
        return _retaken(gains[-1], event)
    return bool(gains) and gains[-1].actor not in {None, event.actor}


def _retaken(gain: Event, event: Event) -> bool:
    """Tell whether a place that was taken was taken back after that: "fell on Monday and was retaken on Tuesday"."""
    turn = _turn(event)
    again = turn != "" and turn != _turn(gain)
    return again and gain.cue.at < event.cue.at and not _had(event)


def _turn(event: Event) -> str:
    """Tell whether a place was taken back, or lost again."""
    if event.cue.trigger in _RETAKING:
        return "back"
    return "lost" if event.cue.trigger == "lose" else ""


def _told_of_earlier(gain: Event, attack: Event) -> bool:
    """Tell whether a place was taken before it was attacked: "X, which they had taken, was shelled"."""
    if gain.cue.trigger in _LOSS and gain.actor is None:
        return attack.actor is not None  # "for the loss of X, they bombed it"
    return _had(gain) and not _had(attack)


def _had(event: Event) -> bool:
    return event.cue.verb is not None and event.cue.verb.had


def _outweighs(other: Event, event: Event) -> bool:  # noqa: PLR0911
    """Tell whether the other event makes this one superfluous."""
    agree = other.actor == event.actor or other.actor is None or event.actor is None
    if other.cue.verb is event.cue.verb is not None and (event.kind, other.kind) in _SAID_BETTER:
        return True
    if event.factual and other.factual and other.kind in _OVER.get(event.kind, ()):
        before = event.kind == "attack" and other.kind == "gain" and _told_of_earlier(other, event)
        if event.kind == "hold":
            return other.actor == event.actor and event.cue.relation != "held" and not _had(event)
        return (agree or other.kind == "repel") and not before
    if other.kind == "repel" and event.cue.noun is not None and other.cue.noun is event.cue.noun:
        return event.kind in _OVER  # "repelled an advance on X"
    if other.kind == "repel" and other.factual and event.cue.verb is not None and event is not other:
        going = event.cue.verb.form == "G" or event.cue.verb.to or event.cue.verb.rel_of is not None
        on_their_way = going and event.cue.at > other.cue.at and event.cue.verb.subj[:1] == [other.cue.noun]
        if on_their_way and event.kind != "hold" and other.cue.noun is not None and other.cue.noun.side is not None:
            return True  # "repelled the rebels advancing on X"
    if event.kind == "gain" and not event.factual:
        return other.kind in ("repel", "gain") and other.factual and (other.kind == "repel" or agree)
    if event.kind == other.kind == "attack" and event.found is other.found and event.actor is None:
        return other.actor is not None
    if event.kind == "attack" and event.factual:
        # an offensive to capture X: the aim alone
        return (
            other.kind == "gain"
            and not other.factual
            and event.cue.trigger in ("offensive", "operation", "campaign", "battle")
            and other.cue.at > event.cue.at
        )
    alike = other.kind == event.kind and other.factual == event.factual and other.actor is not None
    return event.actor is None and alike and not _retaken(other, event) and not _two_deeds(other, event)


# "A fight for X" may be one side's; "became a battleground" is nobody's.
_MUTUAL = lexicon().words["mutual"] - {"fight", "battle", "firefight"} | {"become", "turn"}
_RETAKING = frozenset(
    {"retake", "recapture", "regain", "reclaim", "recover", "reconquer", "reseize", "re-take", "re-capture", "reopen"}
)
_SWEEPING = frozenset({"clear", "cleanse", "purge", "secure"})
_LOSS = nouns_of("loss") | {"lose"}
_ATTACK = nouns_of("attack")
_FOREIGN = nouns_of("foreign")
_AFTER = frozenset({"after", "following", "despite"})


def acting(told: Sequence[Event], clauses: Clauses) -> set[str]:
    """Return the sides that a sentence says to attack, come to or take something, or whose attack it speaks of."""
    sides = {noun.mod for noun in clauses.nouns if noun.mod is not None and noun.head in _ATTACK}
    for event in told:
        if event.actor is not None and event.factual and event.kind in {"attack", "advance", "gain"}:
            sides.add(event.actor)
    return sides


def complete(event: Event, clauses: Clauses, talk: Discourse, when: Span | None) -> None:
    """Fill in the sides that the sentence leaves to the reader, from who holds the place and who fights whom."""
    place = event.place.casefold()
    holder = talk.holder.get(place)
    told = event.target
    they = _they(event, clauses) if event.kind == "withdraw" else None
    if they is not None and place not in talk.taken:
        they.side = holder or they.side  # "they withdrew from X and Y": those that held one of them
        event.actor = they.side or event.actor
    if event.actor is None and not _outsider(event):
        event.actor = _taker(event, clauses, talk, when) or _actor(event, clauses, talk, holder)
    if event.actor is not None and event.actor == event.target and event.kind not in ("hold", "withdraw"):
        event.actor = talk.enemy(event.target)  # a band that the text tells no side of struck "rebel positions"
    if event.target is None and event.actor is not None and event.kind not in ("hold", "withdraw"):
        event.target = holder if holder is not None and holder != event.actor else talk.enemy(event.actor)
    if event.factual:
        _remember(event, told, talk, when)


def _outsider(event: Event) -> bool:
    """Tell whether who did it is told, and is no side of the war: "Israeli aircraft struck X"."""
    verb = event.cue.verb
    doer = (verb.agent if verb.passive else next(iter(verb.subj), None)) if verb is not None else event.cue.noun
    if doer is None or doer.side or doer.mod or doer.prep == "under":
        return False
    return not doer.words.isdisjoint(_FOREIGN) and (doer.force or "event" in doer.classes or "arms" in doer.classes)


def _remember(event: Event, told: str | None, talk: Discourse, when: Span | None) -> None:
    """Keep in mind who fights whom, who holds what, who besieges and attacks it."""
    place = event.place.casefold()
    if event.kind in ("gain", "attack", "advance", "besiege", "repel", "relieve"):
        talk.met(event.actor, told)
    if event.kind == "hold" and event.cue.relation == "held":
        talk.kept.add(place)
    if event.kind == "gain" and event.actor is not None:
        talk.takers[place] = event.actor, event.cue.trigger in _RETAKING, when
    held_before = event.kind == "hold" and place in talk.taken  # "captured X, a rebel stronghold"
    if event.kind in ("gain", "hold", "repel") and event.actor is not None and not held_before:
        talk.holder[place] = event.actor
        talk.taken.add(place)
    elif event.kind == "besiege" and event.actor is not None:
        talk.besieger[place] = talk.last_besieger = event.actor
    if event.kind in ("attack", "advance") and event.actor is not None:
        talk.attacker[place] = talk.last_attacker = event.actor


def _taker(event: Event, clauses: Clauses, talk: Discourse, when: Span | None) -> str | None:
    """Return who took the place, where a capture that names nobody is one that was told before."""
    known = talk.takers.get(event.place.casefold()) if event.kind == "gain" and event.factual else None
    if known is None:
        return winner(event, clauses, talk) if event.kind == "gain" else None
    taker, back, day = known
    if event.cue.trigger in _RETAKING and not back:
        return None
    apart = when is not None and day is not None and (when.end <= day.start or day.end <= when.start)
    return None if apart else taker


def _actor(  # noqa: C901, PLR0911, PLR0912
    event: Event, clauses: Clauses, talk: Discourse, holder: str | None
) -> str | None:
    """Guess who did what the sentence does not say whose deed it is; None where that would be no more than a guess."""
    place = event.place.casefold()
    first = clauses.subject[0] if clauses.subject else None
    again = first is not None and first.head in CAMPAIGN and first.definite
    main = spoken_of(first) or backer(first, clauses) or (talk.campaign if again else None)
    if event.kind in {"hold", "withdraw"}:
        return None
    if event.cue.relation == "taken":
        return holder or (talk.enemy(main) if _leaves(clauses) else main) or talk.last_actor
    if event.kind == "attack":
        return _attacker(event, clauses, talk, holder, main)
    if event.kind == "repel":
        if event.cue.noun is not None and event.cue.noun.prep in _AFTER and main is not None:
            return talk.enemy(main)  # "after a failed attack on X, they"
        known = holder if holder is not None and holder != event.target else talk.enemy(event.target)
        known = known or talk.enemy(talk.attacker.get(place) or talk.last_attacker)
        return known or next((side for side in (main, talk.subject) if side != event.target), None)
    if event.kind == "relieve":
        return _reliever(event, clauses, talk, main)
    if event.kind == "gain" and event.cue.relation.startswith("noun") and holder is not None:
        # "after the capture of X", told before; "the capture of the rebel-held town of X"
        return talk.enemy(holder) if place in talk.kept else holder
    if event.kind == "besiege" and (event.cue.relation == "besieged" or _suffered(event, clauses)):
        spoken = main or (talk.subject if first is not None and first.pron else None)
        if spoken is not None:  # "they came to the help of the men besieged at X"
            return talk.besieger.get(place) or talk.enemy(spoken)
    if event.kind == "cut" and _suffered(event, clauses) and main is not None:
        return talk.attacker.get(place) or talk.last_attacker  # whose road it was is not told
    if event.kind == "gain" and event.cue.trigger in _RETAKING and holder is not None and _suffered(event, clauses):
        return talk.enemy(holder)
    if len(talk.acting) == 1 and event.kind in {"besiege", "gain"} and not talk.acting & {holder, event.target}:
        return next(iter(talk.acting))  # "X fell as the rebels entered Y"
    if event.cue.trigger in _LOSS:
        led = first is not None and first.head in _ATTACK  # "their offensive led to the fall of"
        if main is not None and (led or (holder is None and _taking(event, clauses, main))):
            return main  # "they took A, and B fell"
        attackers = (
            noun.mod or next((p.side for p in noun.pps if p.prep == "of"), None)
            for noun in clauses.nouns
            if noun.head in _ATTACK
        )
        return talk.enemy(holder or main) or next((side for side in attackers if side), None) or talk.last_actor
    if event.kind == "besiege":
        last = talk.last_besieger if talk.last_besieger != holder else None
        guess = talk.besieger.get(place) or last or main or talk.last_actor
        # Of two sides it is the other; of many, whoever acts may hold one end of a place and besiege the rest.
        return talk.enemy(holder) if guess in {None, holder} and len(talk.sides) == 2 else guess
    if event.target is not None:
        return talk.enemy(event.target)
    guess = main or talk.last_actor
    if event.kind == "gain" and holder is not None and _by_the_way(event) and _suffered(event, clauses):
        return holder  # "it is one of the towns taken since May"
    return (
        talk.enemy(holder)
        if event.kind == "gain" and event.factual and guess == holder and holder is not None and not _swept(event)
        else guess
    )


def _swept(event: Event) -> bool:
    """Tell whether a place is told to be clear of enemies, as it may be by those who hold it already."""
    return event.cue.trigger in _SWEEPING


def _they(event: Event, clauses: Clauses) -> Noun | None:
    """Return the pronoun whose deed it is, if its own sentence does not tell whom it means."""
    subject = event.cue.verb.subj if event.cue.verb is not None else []
    told = any(noun.rel == "subj" and noun.side == event.actor for noun in clauses.nouns) and event.actor is not None
    return subject[0] if subject and subject[0].pron and not told else None


def _reliever(event: Event, clauses: Clauses, talk: Discourse, main: str | None) -> str | None:
    """Guess who broke a siege: whose attack the sentence speaks of, else the foe of who laid it."""
    attack = next((noun.mod for noun in clauses.nouns if noun.head in _ATTACK and noun.mod), None)
    besieger = talk.besieger.get(event.place.casefold()) or event.target
    subjects = (noun.side for noun in reversed(clauses.nouns) if noun.i < event.cue.at and noun.rel == "subj")
    nearest = next((side for side in subjects if side), None)  # "while the army moved up, ending in the relief of"
    return attack or talk.enemy(besieger) or main or nearest or talk.last_actor


def _suffered(event: Event, clauses: Clauses) -> bool:
    """Tell whether it was done without a word of by whom; "they had the town surrounded" says by whom."""
    verb = event.cue.verb
    if verb is None or not verb.passive or verb.agent is not None:
        return False
    return not any(other.lemma == "have" and other.form == "d" and other.i < verb.i for other in clauses.verbs)


def _taking(event: Event, clauses: Clauses, side: str) -> bool:
    """Tell whether the side has taken something in the sentence before what the event rests on."""
    return any(
        verb.i < event.cue.at
        and not verb.passive
        and any(noun.side == side for noun in verb.subj)
        and any(frame.kind == "gain" for frame in lexicon().frames.get(verb.lemma, ()))
        for verb in clauses.verbs
    )


def _leaves(clauses: Clauses) -> bool:
    """Tell whether the main subject is said to have left."""
    return any(
        verb.subj
        and clauses.subject
        and verb.subj[0] is clauses.subject[0]
        and verb.finite
        and any(frame.kind == "withdraw" for frame in lexicon().frames.get(verb.lemma, ()))
        for verb in clauses.verbs
    )


def _struck(noun: Noun) -> str | None:
    """Return the side whose people or things a phrase is, where it is no deed of theirs."""
    return noun.side or (noun.mod if not noun.name and noun.head not in _ATTACK else None)


def _attacker(  # noqa: PLR0911
    event: Event, clauses: Clauses, talk: Discourse, holder: str | None, main: str | None
) -> str | None:
    """Guess who attacked: who has what was used, who attacked there before, the foe of who holds it."""
    if event.cue.trigger in _MUTUAL:
        return main if event.cue.relation == "noun-where" else None
    armed = next((side for side in talk.means if side not in {holder, event.target}), None)
    if armed is not None:
        return armed
    if main is None and len(talk.acting) == 1 and not talk.acting & {holder, event.target}:
        return next(iter(talk.acting))
    if event.cue.relation == "under" and main is not None:
        return talk.enemy(main)  # they left it after it came under fire
    known = talk.attacker.get(event.place.casefold())
    if known is not None and known not in {holder, event.target}:
        return known
    verb = event.cue.verb
    if main is not None and verb is not None and verb.passive and verb.subj and _struck(verb.subj[0]) == main:
        return talk.enemy(main)  # "their column was ambushed near X"
    if holder is not None and main in {None, holder}:
        return talk.enemy(holder)
    if event.target is not None:
        return talk.enemy(event.target)
    cue = event.cue.noun
    if cue is not None and cue.prep in _AFTER and main is not None and _leaves(clauses):
        return talk.enemy(main)  # "after an airstrike on X, they fled"
    return main or talk.last_attacker or talk.last_actor

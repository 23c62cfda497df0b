"""The probability that a record gives to what a claim says, on its days.

Where the claim is of a change (gain, withdraw, relieve, cut, reopen), the chains of `control` are asked how likely that
change was in the claim's days, give or take `SLACK_DAYS`: the expected number of such moves of the smoothed chain, the
sum over days d and states i of P(X[d-1] = i, X[d] = j | evidence). It is their probability where there was at most one,
and is cut off at 1 (Rabiner 1989, eq. 37: the xi of forward-backward, summed). A place of which nobody speaks has no
chain of its own to move; there it is the most that P(j) rose between two of the days by its neighbours' belief, which
the probability of a move is never below.

Where it is of a state (hold, besiege) it is that state's probability on its best day. Fights (attack, advance) leave no
state: there the other claims' words are weighed as `control` weighs them, as log-odds from even, 3 nats for a claim of
weight 1 that says the same; each next origin counts 1/k, as in `control.emissions`. A repelled attack is an attack that
was made, times the defender's holding the place at the end.
"""

from __future__ import annotations

__all__ = ["SLACK_DAYS", "Chance", "chance", "word"]

from dataclasses import replace
from datetime import timedelta
from itertools import accumulate
from math import exp
from typing import TYPE_CHECKING, NamedTuple

from frontline.control import chain, legs_of, siege_beliefs, timeline

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    import numpy as np
    from numpy.typing import NDArray

    from frontline.control import Belief
    from frontline.control.families import Family
    from frontline.model import Claim, Span, Stretch

    from .findings import Evidence
    from .ground import Ground

    Floats = NDArray[np.float64]

SLACK_DAYS = 1  # a night's fighting, a dispatch sent late, a time zone
NATS = 3.0  # what a claim of weight 1 says for what it says: odds of 20 to 1


class Chance(NamedTuple):
    """The probability of what a claim says, and of the state that it leaves at its last day."""

    p: float | None
    after: float | None = None


def chance(belief: Belief, claim: Claim, when: Span, ground: Ground, evidence: Sequence[Evidence]) -> Chance:
    """Return what the record gave to a claim about some days of a known ground."""
    around = _days(belief, when.start - timedelta(days=SLACK_DAYS), when.end + timedelta(days=SLACK_DAYS))
    within = _days(belief, when.start, when.end)
    if not within:
        return Chance(None)
    if claim.kind in {"besiege", "relieve"}:
        return _siege(belief, claim, ground, around, within)
    if claim.kind == "hold":
        held = [_leg_held(belief, leg, claim.actor, within) for leg in _legs(belief, ground)]
        held = held or [_held(belief, place, claim.actor, within) for place in ground.places]
        return Chance(*_most(held)) if held else Chance(None)
    if claim.kind in {"gain", "cut", "reopen", "withdraw"}:
        moved = [_moved(belief, place, claim, around) for place in ground.places]
        moved += [_leg_moved(belief, leg, claim, around) for leg in _legs(belief, ground)]
        return max(moved, key=lambda one: one.p or 0.0, default=Chance(None))
    if claim.kind == "repel":
        # Whether it failed or not, whoever tells of its outcome tells that it was made.
        made = word(replace(one, supports=True, says=1.0) for one in evidence if one.claim.kind != "hold")
        held = [_held(belief, place, claim.actor, within[-1:]) for place in ground.places]
        after = max((last for _, last in held), default=None)
        return Chance(None if made is None or after is None else made * after, after)
    return Chance(word(evidence))


def word(evidence: Iterable[Evidence]) -> float | None:
    """Return how likely a thing is by what independent origins say for and against it; None where none speaks."""
    told = [one for one in evidence if one.independent]
    if not told:
        return None
    nats = _weight([one for one in told if one.supports]) - _weight([one for one in told if not one.supports])
    return 1 / (1 + exp(-NATS * nats))


def _weight(told: Iterable[Evidence]) -> float:
    """Return the weight of what origins say together: each by its best word, the k-th best counted 1/k."""
    best: dict[str, float] = {}
    for one in told:
        best[one.origin] = max(best.get(one.origin, 0.0), one.weight * abs(one.says))
    return sum(weight / k for k, weight in enumerate(sorted(best.values(), reverse=True), 1))


def _siege(belief: Belief, claim: Claim, ground: Ground, around: list[date], within: list[date]) -> Chance:
    """Return the chance of a siege (on its best day), or of its end in favour of the side that holds the place."""
    besieged = [place for place in ground.places if place in belief.sieges.index]
    if not besieged:
        return Chance(None)
    if claim.kind == "relieve":
        ended = []
        for place in besieged:
            moves = _moves(belief.sieges, place, around)
            free = float(moves[:, :-1, -1].sum())
            # Sources agree on a siege sooner than on whose it was; but only he breaks it whose the place then is.
            _, his = _held(belief, place, claim.actor, within)
            after = float(siege_beliefs(belief, place, within[-1:])[0, -1])
            ended.append(Chance(min(1.0, free) * his, after))
        return max(ended, key=lambda one: one.p or 0.0)
    found = []
    for place in besieged:
        p = siege_beliefs(belief, place, around)  # on the day on which it ended one tells of it
        by = 1 - p[:, -1] if claim.actor is None else p[:, belief.sides.index(claim.actor)]
        found.append((float(by.max()), float(by[-1])))
    return Chance(*_most(found))


def _held(belief: Belief, place: str, side: str | None, days: list[date]) -> tuple[float, float]:
    """Return the probability that a side holds a place on its best day, and on the last; of no side, that of any."""
    return _best_and_last(belief, timeline(belief, place, days), side)


def _leg_held(belief: Belief, leg: Stretch, side: str | None, days: list[date]) -> tuple[float, float]:
    which = belief.legs.index[leg]
    p = chain.posterior(belief.legs.chains, which, [day.toordinal() for day in days])
    return _best_and_last(belief, p, side)


def _best_and_last(belief: Belief, p: Floats, side: str | None) -> tuple[float, float]:
    by = p[:, belief.sides.index(side)] if side in belief.sides else p.max(axis=1)
    return float(by.max()), float(by[-1])


def _moved(belief: Belief, place: str, claim: Claim, days: list[date]) -> Chance:
    p = timeline(belief, place, days)
    return _change(belief, claim, _moves(belief.places, place, days), p)


def _leg_moved(belief: Belief, leg: Stretch, claim: Claim, days: list[date]) -> Chance:
    which = belief.legs.index[leg]
    p = chain.posterior(belief.legs.chains, which, [day.toordinal() for day in days])
    return _change(belief, claim, _moves(belief.legs, leg, days), p)


def _change(belief: Belief, claim: Claim, moves: Floats, p: Floats) -> Chance:
    """Return the chance that a side came (or, withdrawing, went) in some days, and that it was so after them."""
    if claim.actor not in belief.sides:
        return Chance(None)
    side = belief.sides.index(claim.actor)
    came, held = moves[:, :, side].sum() - moves[:, side, side].sum(), p[:, side]
    if claim.kind == "withdraw":
        came, held = moves[:, side, :].sum() - moves[:, side, side].sum(), 1 - p[:, side]
    rise = max(now - low for now, low in zip(held, accumulate(held, min), strict=True))
    return Chance(float(min(1.0, max(came, rise))), float(held[-1]))


def _moves(family: Family, thing: str | Stretch, days: list[date]) -> Floats:
    """Return P(state the day before, state on the day) for each of some days: (days, states, states)."""
    return chain.moves(family.chains, family.index[thing], [day.toordinal() for day in days])


def _legs(belief: Belief, ground: Ground) -> list[Stretch]:
    """Return the legs of a stretch; where it is told of one place on it, those that touch the place."""
    if ground.stretch is None:
        return []
    places = belief.theatre.routes[ground.stretch.route].places
    found = []
    for leg in legs_of(belief, ground.stretch.route):
        low, high = sorted((places.index(leg.start), places.index(leg.end)))
        if not ground.places or len(ground.places.intersection(places[low : high + 1])) >= min(2, len(ground.places)):
            found.append(leg)
    return found


def _days(belief: Belief, start: date, end: date) -> list[date]:
    """Return the days of a span that lie in the theatre's."""
    first, last = max(start, belief.theatre.start), min(end, belief.theatre.end)
    return [first + timedelta(days=n) for n in range((last - first).days)]


def _most(found: Iterable[tuple[float, float]]) -> tuple[float, float]:
    return max(found, key=lambda one: one[0])

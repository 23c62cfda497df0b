"""Questions to a belief: who holds a place, a road, a ring about a place, on any day, and when that may change."""

from __future__ import annotations

__all__ = [
    "change_days",
    "leg_beliefs",
    "legs_of",
    "place_beliefs",
    "place_control",
    "siege_beliefs",
    "siege_probability",
    "timeline",
]

from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from frontline._errors import NotFoundError
from frontline.model import PlaceControl, Stretch

from . import chain, neighbours
from .disputes import disputed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from .belief import Belief
    from .families import Family

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]


def _one(family: Family, thing: str | Stretch, days: Sequence[date]) -> Floats:
    return chain.posterior(family.chains, family.index[thing], [day.toordinal() for day in days])


def place_beliefs(belief: Belief, day: date) -> Floats:
    """Return the probability of each side at every place on a day: (places, sides), in the theatre's orders.

    A place's own evidence, as far as it has a grip on the day; what that leaves open is its neighbours'.
    """
    every = np.arange(len(belief.places.index))
    own = chain.posterior(belief.places.chains, every, day.toordinal())
    grip = chain.grip(belief.places.chains, every, day.toordinal())
    near = belief.ground.nearest
    return neighbours.spread(belief.ground, every, own, grip, own[near], grip[near])


def timeline(belief: Belief, place_id: str, days: Sequence[date]) -> Floats:
    """Return the probability of each side at one place on some days: (days, sides), as `place_beliefs` has it."""
    at = _place(belief, place_id)
    ordinals = np.array([day.toordinal() for day in days], dtype=np.int64)
    near = belief.ground.nearest[at]
    asked, when = np.append(at, near)[None, :], ordinals[:, None]
    shape = (len(days), len(near) + 1)
    p = chain.posterior(belief.places.chains, asked, when).reshape(*shape, len(belief.sides))
    grip = chain.grip(belief.places.chains, asked, when).reshape(shape)
    same = np.full(len(days), at)
    return neighbours.spread(belief.ground, same, p[:, 0], grip[:, 0], p[:, 1:], grip[:, 1:])


def _place(belief: Belief, place_id: str) -> int:
    if place_id not in belief.places.index:
        raise NotFoundError(f"no place '{place_id}' in the theatre {belief.theatre.name}")
    return belief.places.index[place_id]


def siege_beliefs(belief: Belief, place_id: str, days: Sequence[date]) -> Floats:
    """Return the probability that each side besieges a place on some days, and last that nobody does.

    (days, sides + 1). A place that no report calls besieged or relieved is not.
    """
    _place(belief, place_id)
    if place_id not in belief.sieges.index:
        return np.tile(np.eye(len(belief.sides) + 1)[-1], (len(days), 1))
    return _one(belief.sieges, place_id, days)


def siege_probability(belief: Belief, place_id: str, days: Sequence[date]) -> Floats:
    """Return the probability that a place is under siege on some days: (days,)."""
    return 1 - siege_beliefs(belief, place_id, days)[:, -1]


def legs_of(belief: Belief, route_id: str) -> tuple[Stretch, ...]:
    """Return the stretches into which road claims part a route, in its order; none where no claim speaks of it."""
    return tuple(leg for leg in belief.legs.index if isinstance(leg, Stretch) and leg.route == route_id)


def leg_beliefs(belief: Belief, route_id: str, day: date) -> dict[Stretch, Floats]:
    """Return for each leg of a route the probability that each side holds it on a day, by what is said of the road."""
    return {leg: _one(belief.legs, leg, [day])[0] for leg in legs_of(belief, route_id)}


def change_days(belief: Belief) -> list[date]:
    """Return, sorted, the days on which a place, leg or siege turns to another likeliest state by its own evidence.

    A place that is mostly its neighbours' (no evidence of its own, or little grip of it) may turn on a day between.
    """
    days: set[int] = set()
    for family in (belief.places, belief.sieges, belief.legs):
        days.update(_turns(family.chains).tolist())
    return [date.fromordinal(day) for day in sorted(days)]


def _turns(chains: chain.Chains) -> Ints:
    """Return the first days of new likeliest states: at knots, and by bisection between two knots that differ."""
    which = chains.chain
    best = chain.posterior(chains, which, chains.day).argmax(axis=1)
    turned = np.flatnonzero((which[1:] == which[:-1]) & (best[1:] != best[:-1]))
    low, high, owner, then = chains.day[turned], chains.day[turned + 1], which[turned], best[turned]
    found = []
    while len(low):
        middle = (low + high) // 2
        same = chain.posterior(chains, owner, middle).argmax(axis=1) == then
        low, high = np.where(same, middle, low), np.where(same, high, middle)
        done = high - low <= 1
        found.append(high[done])
        low, high, owner, then = low[~done], high[~done], owner[~done], then[~done]
    return np.unique(np.concatenate(found)) if found else np.zeros(0, dtype=np.int64)


def place_control(belief: Belief, day: date, *, supposing: Mapping[str, str] | None = None) -> tuple[PlaceControl, ...]:
    """Return the belief about every place on a day, in the theatre's order.

    `supposing` are sides by place id: these places are theirs for sure, whatever is believed, and no other place is
    believed of otherwise for it.
    """
    p = place_beliefs(belief, day)
    torn = disputed(belief, day)
    for place_id, side in (supposing or {}).items():
        at = _place(belief, place_id)
        p[at] = np.arange(len(belief.sides)) == belief.sides.index(side)
        torn[at] = False
    words = belief.places.words
    by_claim = np.unique(np.column_stack([words.chain, words.claim])[words.claim >= 0], axis=0)
    claims = np.bincount(by_claim[:, 0], minlength=len(p))
    return tuple(
        PlaceControl(
            place_id=place.id,
            place=place.name,
            lat=place.lat,
            lon=place.lon,
            holder=belief.sides[int(p[at].argmax())],
            p=dict(zip(belief.sides, p[at].tolist(), strict=True)),
            claims=int(claims[at]),
            disputed=bool(torn[at]),
        )
        for at, place in enumerate(belief.theatre.places.values())
    )

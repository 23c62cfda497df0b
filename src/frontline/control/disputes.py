"""Where sources contradict each other: what is said for and against a belief, and which beliefs are disputed."""

from __future__ import annotations

__all__ = ["Spells", "Testimony", "disputed", "evidence_of", "spells_of"]

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from frontline._errors import NotFoundError
from frontline.model import Span

from . import chain
from .families import Words

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from frontline.model import Claim, Stretch

    from .belief import Belief
    from .families import Family

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

# A belief is disputed where what speaks against the holder is more than this share of what is said, and at least
# these nats: a rumour alone disputes nothing.
DISPUTED_SHARE = 0.25
DISPUTED_NATS = 0.5
# How many days before it was found a state is taken to have been so, or a change not to have been, against the belief.
BACKWARD_DAYS = 90


class Testimony(NamedTuple):
    """A claim's part in a belief: its weight, and how far the belief goes along with it.

    `agrees` is the mean probability, on the days it speaks of, of the states that it says are likeliest.
    """

    claim: Claim
    weight: float
    agrees: float


class Spells(NamedTuple):
    """The runs of knots in which a place's likeliest holder stays, and what is said of them.

    By knot: `run` (numbered through all chains) and `holder`. By word of a claim: the `said_of` run it falls in, its
    `day`, its `reach`, and by how many nats it speaks `lead` for the run's holder (against: negative).
    """

    run: Ints
    holder: Ints
    said_of: Ints
    day: Ints
    reach: Ints
    lead: Floats


def spells_of(family: Family) -> Spells:
    """Return the runs of a family's chains, with what claims (not start.csv) say for and against their holders."""
    chains = family.chains
    words = _only(family.words, family.words.claim >= 0)
    owner = chains.chain
    holder = chain.posterior(chains, owner, chains.day).argmax(axis=1)
    new = np.ones(len(owner), dtype=bool)
    new[1:] = (owner[1:] != owner[:-1]) | (holder[1:] != holder[:-1])
    run = np.cumsum(new) - 1
    knot = np.searchsorted(owner << 32 | chains.day, words.chain << 32 | words.day)
    row, held_by = np.arange(len(knot)), holder[knot]
    others = words.loglik.copy()
    others[row, held_by] = -np.inf
    lead = words.loglik[row, held_by] - others.max(axis=1, initial=-np.inf)
    return Spells(run, holder, run[knot], words.day, words.reach, lead)


def disputed(belief: Belief, day: date) -> NDArray[np.bool_]:
    """Say of each place whether what is said of its holder on a day, and in force on that day, contradicts itself.

    What a claim says of before it happened is in force up to then, what it says of after from then on, a state found
    both ways; backward for some weeks, forward for as long as the likeliest holder stays the same.
    """
    chains, spells = belief.places.chains, belief.spells
    count, ordinal = len(belief.places.index), day.toordinal()
    none = np.zeros(count, dtype=bool)
    if not len(chains.day):
        return none
    ahead = spells.day - ordinal
    in_force = np.where(spells.reach > 0, ahead <= 0, ahead <= BACKWARD_DAYS) & ((spells.reach >= 0) | (ahead >= 0))
    said_of, lead = spells.said_of[in_force], spells.lead[in_force]
    runs = int(spells.run[-1]) + 1
    pro = np.bincount(said_of, np.maximum(lead, 0), minlength=runs)
    contra = np.bincount(said_of, np.maximum(-lead, 0), minlength=runs)
    torn = contra > np.maximum(DISPUTED_SHARE * (pro + contra), DISPUTED_NATS)
    holder = chain.posterior(chains, np.arange(count), ordinal).argmax(axis=1)
    owner = chains.chain
    before = np.searchsorted(owner << 32 | chains.day, np.arange(count) << 32 | ordinal, side="right") - 1
    found = none
    for at in (before, before + 1):
        there = (at >= chains.first[:-1]) & (at < chains.first[1:])
        knot = np.where(there, at, 0)
        found = found | (there & (spells.holder[knot] == holder) & torn[spells.run[knot]])
    return found


def evidence_of(belief: Belief, thing: str | Stretch) -> tuple[Testimony, ...]:
    """Return what the record says of a place (who holds it, who besieges it) or of a stretch, by date.

    A claim that bears on both comes once, with its word on who holds the place.
    """
    found: dict[int, tuple[float, list[float]]] = {}
    if isinstance(thing, str):
        if thing not in belief.places.index:
            raise NotFoundError(f"no place '{thing}' in the theatre {belief.theatre.name}")
        asked = [
            (family, [at]) for family in (belief.places, belief.sieges) if (at := family.index.get(thing)) is not None
        ]
    else:
        asked = [(belief.legs, [belief.legs.index[leg] for leg in belief.parted.inside(thing)])]
    for family, chains in asked:
        mine = np.isin(family.words.chain, chains) & (family.words.claim >= 0)
        words = _only(family.words, mine)
        p = chain.posterior(family.chains, words.chain, words.day)
        top = words.loglik >= words.loglik.max(axis=1, keepdims=True, initial=-np.inf)
        heard = set(found)
        for claim, agrees in zip(words.claim.tolist(), (p * top).sum(axis=1).tolist(), strict=True):
            if claim not in heard:
                found.setdefault(claim, (float(belief.weights[claim]), []))[1].append(agrees)
    order = sorted(found, key=lambda at: (belief.record.claims[at].when or Span(date.max, date.max), at))
    return tuple(
        Testimony(belief.record.claims[at], found[at][0], sum(found[at][1]) / len(found[at][1])) for at in order
    )


def _only(words: Words, rows: NDArray[np.bool_]) -> Words:
    return Words(words.claim[rows], words.chain[rows], words.day[rows], words.loglik[rows], words.reach[rows])

"""Families of chains: what a record says of places, of sieges or of roads, smoothed all at once."""

from __future__ import annotations

__all__ = ["Family", "Words", "join", "spots"]

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from . import chain, neighbours

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from frontline.model import Stretch, Theatre

    from .emissions import Row

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

# What a hold of start.csv says for its side, in nats: 999 to 1 where a source says so, 99 to 1 where it is assumed.
START_SOURCED = float(np.log(999))
START_ASSUMED = float(np.log(99))
START_PUSH = 1.0  # moves to its side that such a hold suggests on its first day, as where it follows upon another's
ASSUMED = "assumed"

# Where in time a word bears, besides its day: what was just before it, what was all about it, what came after.
_REACH = {"before": -1, "during": 0, "after": 1}


class Words(NamedTuple):
    """All that is said to the chains of a family, a row a word.

    Whose word (index into the record's claims, -1 the start), to which chain, on which day, what (nats by state),
    and whether it bears on the days before (-1), after (1) or both (0).
    """

    claim: Ints
    chain: Ints
    day: Ints
    loglik: Floats
    reach: Ints


@dataclass(frozen=True, eq=False)
class Family:
    """Chains of one kind: what they are about, their states (None: nobody), what was said to them, smoothed."""

    index: Mapping[str | Stretch, int]
    states: tuple[str | None, ...]
    words: Words
    chains: chain.Chains


def join(
    index: Mapping[str | Stretch, int],
    states: tuple[str | None, ...],
    rows: Sequence[Row],
    weight: Floats,
    *,
    rate: float | None,
    pi: Floats | None = None,
    theatre: Theatre | None = None,
) -> Family:
    """Smooth the chains of a family; with a theatre, they are its places and have its holds of start.csv, too."""
    words = _words([row for row in rows if row.moment not in {"push", "spill"}], weight, len(states))
    pushes = [_pushes([row for row in rows if row.moment == "push"], weight, len(states))]
    if theatre is not None:
        start = _start(theatre, index, states)
        words = Words(
            np.concatenate([start.claim, words.claim]),
            np.concatenate([start.chain, words.chain]),
            np.concatenate([start.day, words.day]),
            np.concatenate([start.loglik, words.loglik]),
            np.concatenate([start.reach, words.reach]),
        )
        spills = _pushes([row for row in rows if row.moment == "spill"], weight, len(states))
        began = chain.Pushes(start.chain, start.day - 1, start.day, np.where(start.loglik > 0, START_PUSH, 0.0))
        pushes += [began, _spilled(theatre, words, spills)]
    every = chain.Pushes(*map(np.concatenate, zip(*pushes, strict=True)))
    evidence = chain.Evidence(words.chain, words.day, words.loglik)
    return Family(index, states, words, chain.smooth(len(index), evidence, every, rate=rate, pi=pi))


def _pushes(rows: Sequence[Row], weight: Floats, states: int) -> chain.Pushes:
    moved = _words(rows, weight, states)
    return chain.Pushes(moved.chain, moved.day, np.array([row.last for row in rows], dtype=np.int64), moved.loglik)


def _words(rows: Sequence[Row], weight: Floats, states: int) -> Words:
    claim = np.array([row.claim for row in rows], dtype=np.int64)
    values = np.array([row.values for row in rows], dtype=float).reshape(len(rows), states)
    return Words(
        claim,
        np.array([row.chain for row in rows], dtype=np.int64),
        np.array([row.first for row in rows], dtype=np.int64),
        values * weight[claim][:, None],
        np.array([_REACH.get(row.moment, 0) for row in rows], dtype=np.int64),
    )


def _start(theatre: Theatre, places: Mapping[str | Stretch, int], sides: tuple[str | None, ...]) -> Words:
    """Return what start.csv says, at the end of the first day of each hold."""
    holds = theatre.start_holds
    loglik = np.zeros((len(holds), len(sides)))
    for at, hold in enumerate(holds):
        loglik[at, sides.index(hold.side)] = START_ASSUMED if hold.source == ASSUMED else START_SOURCED
    return Words(
        np.full(len(holds), -1, dtype=np.int64),
        np.array([places[hold.place] for hold in holds], dtype=np.int64),
        np.array([hold.since.toordinal() for hold in holds], dtype=np.int64),
        loglik,
        np.ones(len(holds), dtype=np.int64),
    )


def spots(theatre: Theatre) -> tuple[Floats, Floats]:
    """Return the places' longitudes and latitudes."""
    places = theatre.places.values()
    return np.array([place.lon for place in places]), np.array([place.lat for place in places])


def _spilled(theatre: Theatre, words: Words, pushes: chain.Pushes) -> chain.Pushes:
    """Return the pushes on the places near those that some pushes speak of, if anything is ever said of them."""
    if not len(pushes.chain):
        return pushes
    one, other, nearness = neighbours.near(*spots(theatre))
    spoken = np.zeros(len(theatre.places), dtype=bool)
    spoken[words.chain] = True
    order = np.argsort(one, kind="stable")
    order = order[spoken[other[order]]]
    one, other, nearness = one[order], other[order], nearness[order]
    # What spills from one place over one span is one push; it then goes to each of the place's neighbours.
    key = np.column_stack([pushes.chain, pushes.start, pushes.end])
    unique, at = np.unique(key, axis=0, return_inverse=True)
    mass = np.zeros((len(unique), pushes.mass.shape[1]))
    np.add.at(mass, at, pushes.mass)
    begin, end = np.searchsorted(one, unique[:, 0]), np.searchsorted(one, unique[:, 0], side="right")
    count = end - begin
    source = np.repeat(np.arange(len(unique)), count)
    edge = np.arange(len(source)) - np.repeat(np.cumsum(count) - count, count) + begin[source]
    return chain.Pushes(other[edge], unique[source, 1], unique[source, 2], mass[source] * nearness[edge, None])

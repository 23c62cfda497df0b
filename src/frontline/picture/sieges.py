"""Sieges as intervals, with the days between which they began and ended."""

from __future__ import annotations

__all__ = ["doubt_of", "runs", "sieges", "sieges_of"]

from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from frontline.control import chain, siege_beliefs
from frontline.model import Siege

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from frontline.control import Belief

LIKELY = 0.5  # a state begins on the day after which it is likelier than not ...
LASTING_DAYS = 30
SURE, UNSURE = 0.95, 0.05  # ... and its beginning lies between these with 90 % probability


def sieges(belief: Belief, *, until: date | None = None) -> tuple[Siege, ...]:
    """Return the sieges of all places that reports call besieged or relieved, in the order of their beginnings."""
    found = [siege for place in belief.sieges.index for siege in sieges_of(belief, str(place), until=until)]
    return tuple(sorted(found, key=lambda siege: (siege.start, siege.place)))


def sieges_of(belief: Belief, place_id: str, *, until: date | None = None) -> tuple[Siege, ...]:
    """Return the sieges of a place up to a day, in order (`until` is the theatre's last day where None).

    A siege starts on the first day at whose end the place is likelier besieged than not, and ends on the first at
    whose end it is not; the last one's `end` is None while it lasts. `start_doubt` are the days at whose end
    P(besieged) passes 5 % and 95 %: where it rises only once, as between a last claim of freedom and a first one of
    a siege, P(besieged) at a day *is* the probability that the siege has begun by then, so that the start lies
    between them with 90 % probability. `by` are the sides that were the likeliest besieger for a month or for half
    of the siege, in the order of time.
    """
    last = belief.theatre.end - timedelta(days=1)
    return _sieges(belief, place_id, min(until or last, last))


@lru_cache(maxsize=256)
def _sieges(belief: Belief, place_id: str, last: date) -> tuple[Siege, ...]:
    theatre = belief.theatre
    days = [theatre.start + timedelta(days=n) for n in range((last - theatre.start).days + 1)]
    p = siege_beliefs(belief, place_id, days)
    besieged = 1 - p[:, -1]
    # Nobody besieges what he holds, whatever a report seems to say.
    held = chain.posterior(belief.places.chains, belief.places.index[place_id], [day.toordinal() for day in days])
    p[:, :-1][held > LIKELY] = 0
    found = []
    for start, end in runs(besieged > LIKELY):
        besiegers = p[start:end, :-1].argmax(axis=1)
        which, first, count = np.unique(besiegers, return_index=True, return_counts=True)
        lasting = count >= min(LASTING_DAYS, 0.5 * (end - start))
        over = end < len(days)
        found.append(
            Siege(
                place=theatre.places[place_id].name,
                by=tuple(belief.sides[which[at]] for at in np.argsort(first) if lasting[at]),
                start=days[start],
                end=days[end] if over else None,
                days=end - start,
                start_doubt=_days(days, doubt_of(besieged, start)),
                end_doubt=_days(days, doubt_of(1 - besieged, end)) if over else None,
            )
        )
    return tuple(found)


def runs(is_so: ArrayLike) -> list[tuple[int, int]]:
    """Return the unbroken runs of true values, half-open."""
    steps = np.diff(np.concatenate([[0], np.asarray(is_so, int), [0]]))
    return list(zip(np.flatnonzero(steps == 1).tolist(), np.flatnonzero(steps == -1).tolist(), strict=True))


def doubt_of(p: NDArray[np.float64], at: int) -> tuple[int, int]:
    """Return between which days a state began that is likely from day `at` on, given its probability by day."""
    before = np.flatnonzero(p[:at] < UNSURE)
    after = np.flatnonzero(p[at:] >= SURE)
    again = np.flatnonzero(p[at:] <= LIKELY)
    stop = at + int(again[0]) if len(again) else len(p)
    # Where it never becomes sure, its likeliest day is as sure as it gets.
    sure = at + int(after[0]) if len(after) and at + after[0] < stop else at + int(p[at:stop].argmax())
    return (int(before[-1]) + 1 if len(before) else 0), sure


def _days(days: list[date], which: tuple[int, int]) -> tuple[date, date]:
    return days[which[0]], days[which[1]]

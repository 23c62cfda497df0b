"""Tempo: what each side gained and lost by week, where it stalled, where it broke through, and in which phases."""

from __future__ import annotations

__all__ = ["phases_of", "stalls", "tempo", "weeks"]

from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from frontline.control import chain
from frontline.model import Phase, Stall, Tempo, Week

from .course import course, plots
from .measure import distances_km
from .sieges import sieges_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import ArrayLike

    from frontline.control import Belief
    from frontline.model import Claim

STALL_DAYS = 7  # fought for at least this long ...
PAUSE_DAYS = 21  # ... with no longer pause than this ...
BREAK_DAYS = 3  # ... and what fell so soon after ...
BREAK_KM = 15.0  # ... so near, is what the side broke through to


class Change(NamedTuple):
    """A place that changed hands: its index, the day, from whom to whom (indices of sides)."""

    day: date
    place: int
    loser: int
    winner: int


def tempo(belief: Belief, day: date, *, last_weeks: int | None = 26) -> Mapping[str, Tempo]:
    """Return each side's pace up to a day: its weeks, stalls and phases.

    Counted are places of which the record itself speaks, by what it says of them: with those that only follow their
    neighbours, one report would count many times. `last_weeks` are how many weeks are given, None for all since the
    theatre's first day.
    """
    moved = changes(belief, until=day)
    by_week = {side: weeks(belief, moved, side, until=day) for side in belief.sides}
    return {
        side: Tempo(all_weeks[-(last_weeks or 0) :], stalls(belief, moved, side, until=day), _phases(all_weeks))
        for side, all_weeks in by_week.items()
    }


def changes(belief: Belief, *, until: date) -> tuple[Change, ...]:
    """Return, by day, when places of which claims speak changed their likeliest holder by what is said of them."""
    days = [day for day in course(belief).days if day <= until]
    words = belief.places.words
    spoken = np.unique(words.chain[words.claim >= 0])
    ordinals = np.array([day.toordinal() for day in days])
    p = chain.posterior(belief.places.chains, spoken[None, :], ordinals[:, None])
    holder = p.reshape(len(days), len(spoken), len(belief.sides)).argmax(axis=2)
    row, column = np.nonzero(holder[1:] != holder[:-1])
    return tuple(
        Change(days[at + 1], int(spoken[which]), int(holder[at, which]), int(holder[at + 1, which]))
        for at, which in zip(row.tolist(), column.tolist(), strict=True)
    )


def weeks(belief: Belief, moved: Iterable[Change], side: str, *, until: date) -> tuple[Week, ...]:
    """Return what a side gained and lost in each seven days, the last of which ends with `until`; places, km2."""
    number = belief.sides.index(side)
    area = plots(belief).area_km2
    count = (until - belief.theatre.start).days // 7 + 1
    first = until - timedelta(days=7 * count - 1)
    gained, lost = np.zeros((count, 2)), np.zeros((count, 2))
    for change in moved:
        week = (change.day - first).days // 7
        if number in (change.winner, change.loser):
            (gained if change.winner == number else lost)[week] += (1, area[change.place])
    return tuple(
        Week(first + timedelta(days=7 * week), int(won[0]), int(gone[0]), float(won[1]), float(gone[1]))
        for week, (won, gone) in enumerate(zip(gained, lost, strict=True))
    )


def stalls(
    belief: Belief,
    moved: Sequence[Change],
    side: str,
    *,
    until: date,
    stall_days: int = STALL_DAYS,
    pause_days: int = PAUSE_DAYS,
    break_days: int = BREAK_DAYS,
    break_km: float = BREAK_KM,
) -> tuple[Stall, ...]:
    """Return the places that a side fought for over at least `stall_days` before they fell, or did not; longest first.

    A fight is a factual claim, dated to the week, that the side attacked or advanced there or was repelled; fights
    with no pause longer than `pause_days` are one. It ends when the place becomes the side's or its siege by another
    is broken, or else with its last claim. The break is what else the side won in these two ways within `break_days`
    after and `break_km` of the place.
    """
    theatre = belief.theatre
    number = belief.sides.index(side)
    index = {place: at for at, place in enumerate(theatre.places)}
    lonlat = np.array([(place.lon, place.lat) for place in theatre.places.values()])
    names = [place.name for place in theatre.places.values()]
    fights: dict[str, list[date]] = {}
    for claim in belief.record.claims:
        place, when = claim.place_id, claim.when
        if place in index and when and when.days <= 7 and when.start <= until and _fought_for(claim) == side:
            fights.setdefault(place, []).append(when.start)
    # What the side won, by place: places that became its own, and sieges that it broke.
    won = [(change.day, change.place) for change in moved if change.winner == number]
    won += [
        (siege.end, index[place])
        for place in map(str, belief.sieges.index)
        for siege in sieges_of(belief, place, until=until)
        if siege.end and side not in siege.by[-1:]
    ]
    won.sort()
    found = []
    for place, days in fights.items():
        falls = [day for day, where in won if where == index[place]]
        for fought in _bouts(sorted(days), falls, pause_days):
            fall = next((day for day in falls if fought[-1] <= day <= fought[-1] + timedelta(days=pause_days)), None)
            length = ((fall or fought[-1]) - fought[0]).days
            if length < stall_days:
                continue
            after = {
                where: day
                for day, where in won
                if fall
                and where != index[place]
                and 0 <= (day - fall).days <= break_days
                and distances_km(lonlat[where], lonlat[index[place]])[0] <= break_km
            }
            found.append(
                Stall(
                    place=theatre.places[place].name,
                    side=side,
                    start=fought[0],
                    end=fall,
                    days=length,
                    broke_to=tuple(names[where] for where in after),
                    break_days=(max(after.values()) - fall).days if after and fall else None,
                )
            )
    return tuple(sorted(found, key=lambda stall: (-stall.days, stall.start)))


def _fought_for(claim: Claim) -> str | None:
    """Return the side that fights to get the place, None where nobody does or the claim is no fact."""
    if not claim.factual:
        return None
    if claim.kind in {"attack", "advance"}:
        return claim.actor
    return claim.target if claim.kind == "repel" else None


def _bouts(days: Sequence[date], falls: Sequence[date], pause_days: int) -> list[list[date]]:
    """Part days of fighting where there is a long pause, or where the place fell in between."""
    bouts: list[list[date]] = []
    for day in days:
        last = bouts[-1][-1] if bouts else None
        fell = last is not None and any(last <= fall < day for fall in falls)
        if last is None or fell or (day - last).days > pause_days:
            bouts.append([])
        bouts[-1].append(day)
    return bouts


def _phases(won: Sequence[Week]) -> tuple[Phase, ...]:
    if not any(week.gained for week in won):
        return ()
    bounds = [*phases_of([week.gained for week in won]), len(won)]
    return tuple(
        Phase(
            won[low].start,
            won[high].start if high < len(won) else None,
            sum(week.gained for week in won[low:high]) / (high - low),
        )
        for low, high in pairwise(bounds)
    )


def phases_of(counts: ArrayLike, *, penalty: float | None = None) -> list[int]:
    """Return where phases of constant rate begin in a series of counts, the exact optimum.

    Minimises the sum over phases of the Poisson cost, n (k log(1/k)) with k the phase's mean, plus `penalty` for each
    phase (2 log of the length where None: the Schwarz criterion for a rate and a place of change). Optimal
    partitioning by dynamic programming, Jackson et al., IEEE Signal Processing Letters 12 (2005); O(n2) time.
    """
    values = np.asarray(counts, float)
    length = len(values)
    cost = 2 * np.log(length) if penalty is None else penalty
    total = np.concatenate([[0.0], np.cumsum(values)])
    best = np.zeros(length + 1)
    best[0] = -cost
    last = np.zeros(length + 1, int)
    for end in range(1, length + 1):
        sums = total[end] - total[:end]
        means = sums / np.arange(end, 0, -1)
        fit = -sums * np.log(means, out=np.zeros(end), where=means > 0)
        whole = best[:end] + fit + cost
        last[end] = int(whole.argmin())
        best[end] = whole[last[end]]
    starts = []
    while length:
        length = int(last[length])
        starts.append(length)
    return starts[::-1]

"""Tempo: what each side gained and lost by week, where it stalled, where it broke through, and in which phases."""

from __future__ import annotations

__all__ = ["phases_of", "stalls", "tempo", "weeks"]

from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from frontline.model import Phase, Stall, Tempo, Week

from .course import course, plots
from .measure import distances_km

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

    Counted are places of which the record itself speaks; those that only follow their neighbours would count one
    report many times. `last_weeks` are how many weeks are given, None for all since the theatre's first day.
    """
    moved = changes(belief, until=day)
    return {
        side: Tempo(
            weeks=weeks(belief, moved, side, until=day)[-(last_weeks or 0) :],
            stalls=stalls(belief, moved, side, until=day),
            phases=_phases(belief, moved, side, until=day),
        )
        for side in belief.sides
    }


def changes(belief: Belief, *, until: date) -> tuple[Change, ...]:
    """Return, by day, when places of which the record speaks changed their likeliest holder."""
    followed = course(belief)
    rows = followed.until(until)
    spoken = np.diff(belief.places.chains.first) > 0
    row, place = np.nonzero((followed.holder[1:rows] != followed.holder[: rows - 1]) & spoken)
    before, after = followed.holder[row, place], followed.holder[row + 1, place]
    return tuple(
        Change(followed.days[at + 1], where, loser, winner)
        for at, where, loser, winner in zip(row.tolist(), place.tolist(), before.tolist(), after.tolist(), strict=True)
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
    with no pause longer than `pause_days` are one. It ends when the place becomes the side's, or with its last claim.
    The break is what else the side took within `break_days` after and `break_km` of the place.
    """
    theatre = belief.theatre
    number = belief.sides.index(side)
    index = {place: at for at, place in enumerate(theatre.places)}
    lonlat = np.array([(place.lon, place.lat) for place in theatre.places.values()])
    fights: dict[str, list[date]] = {}
    for claim in belief.record.claims:
        place, when = claim.place_id, claim.when
        if place in index and when and when.days <= 7 and when.start <= until and _fought_for(claim) == side:
            fights.setdefault(place, []).append(when.start)
    found = []
    for place, days in fights.items():
        falls = [change.day for change in moved if change.place == index[place] and change.winner == number]
        for fought in _bouts(sorted(days), falls, pause_days):
            fall = next((day for day in falls if fought[-1] <= day <= fought[-1] + timedelta(days=pause_days)), None)
            length = ((fall or fought[-1]) - fought[0]).days
            if length < stall_days:
                continue
            after = [
                change
                for change in moved
                if fall
                and change.winner == number
                and change.place != index[place]
                and 0 <= (change.day - fall).days <= break_days
                and distances_km(lonlat[change.place], lonlat[index[place]])[0] <= break_km
            ]
            names = [list(theatre.places.values())[change.place].name for change in after]
            found.append(
                Stall(
                    place=theatre.places[place].name,
                    side=side,
                    start=fought[0],
                    end=fall,
                    days=length,
                    broke_to=tuple(names),
                    break_days=(after[-1].day - fall).days if after and fall else None,
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


def _phases(belief: Belief, moved: Iterable[Change], side: str, *, until: date) -> tuple[Phase, ...]:
    number = belief.sides.index(side)
    first = belief.theatre.start
    gains = np.zeros((until - first).days + 1)
    for change in moved:
        if change.winner == number:
            gains[(change.day - first).days] += 1
    if not gains.any():
        return ()
    bounds = [*phases_of(gains), len(gains)]
    return tuple(
        Phase(
            first + timedelta(days=start),
            first + timedelta(days=end) if end < len(gains) else None,
            float(gains[start:end].sum() / (end - start) * 7),
        )
        for start, end in pairwise(bounds)
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

"""What a cell looks like to its holder on a day: enemies near, ground lost and gained near, how long ago.

All of it is taken from the maps up to the day, and all of it is seen from the side that holds the cell: "threat" is
ground that its enemy took, "relief" ground that its own side took. So one model serves both sides, and any war.

Sums over square windows come from a summed-area table (Crow 1984); what happened fades by half in a number of days.
"""

from __future__ import annotations

__all__ = ["FAMILIES", "NAMES", "Day", "in_words", "observe"]

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import ndimage

from .cells import cover_on

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .cells import Cells, Floats, Ints

LONG_AGO = 400  # days: longer ago is all the same, and before the series nobody knows
SHARE_KM = (1, 2, 4, 8, 16)  # half widths of windows
HALF_LIVES = (4, 12, 35, 100)  # days
CHANGE_KM = (1, 3, 8)
NEAR_KM = (2, 5)
DRIFT_KM, DRIFT_DAYS = 10, 30
DIRECTIONS = ((0, 1), (1, 1), (1, 0), (1, -1), (0, -1), (-1, -1), (-1, 0), (-1, 1))
REACH_KM = 6  # how far it looks for enemies in each direction
NECKS_KM = (2, 4, 6, 10, 16)  # widths of ground at which a way to the main ground is asked for
MAIN = 0.1  # of the largest piece of ground: what is as large is main ground too

FAMILIES: dict[str, tuple[str, ...]] = {
    "where": ("side", "depth_km", "enemy_here"),
    "exposure": (*(f"enemy_{km}km" for km in SHARE_KM), "directions"),
    "neck": ("neck_km",),
    "threat": tuple(f"threat_{km}km_{days}d" for days in HALF_LIVES for km in CHANGE_KM),
    "relief": tuple(f"relief_{km}km_{days}d" for days in HALF_LIVES for km in CHANGE_KM),
    "here": tuple(f"here_{days}d" for days in HALF_LIVES),
    "recency": ("since_flip", *(f"since_{what}_{km}km" for km in NEAR_KM for what in ("threat", "relief"))),
}
"""The features by what they tell of; leaving one family out shows what it brings."""
NAMES: tuple[str, ...] = tuple(name for family in FAMILIES.values() for name in family)


_PHRASES = {
    "side": "which side holds it",
    "depth_km": "its distance to the front",
    "enemy_here": "part of it is the enemy's already",
    "directions": "enemies in several directions",
    "neck_km": "the width of its side's ground on the way here",
    "since_flip": "when it last changed hands",
}
_PATTERNS = (
    (re.compile(r"enemy_(\d+)km"), "enemy ground within {0} km"),
    (re.compile(r"threat_(\d+)km_(\d+)d"), "enemy gains within {0} km (half-life {1} days)"),
    (re.compile(r"relief_(\d+)km_(\d+)d"), "own gains within {0} km (half-life {1} days)"),
    (re.compile(r"here_(\d+)d"), "enemy gains in the cell (half-life {0} days)"),
    (re.compile(r"since_threat_(\d+)km"), "days since an enemy gain within {0} km"),
    (re.compile(r"since_relief_(\d+)km"), "days since an own gain within {0} km"),
)


def in_words(name: str) -> str:
    """Return what a feature tells, in a few words: "enemy gains within 3 km (half-life 12 days)"."""
    for pattern, words in _PATTERNS:
        if match := pattern.fullmatch(name):
            return words.format(*match.groups())
    return _PHRASES[name]


@dataclass(frozen=True, slots=True, eq=False)
class Day:
    """The cells near the front on one day: flat indices, who holds them (True: the series' side), and features.

    `features` is (cells, features) in the order of `NAMES`; `depth_km` is the distance to the front, `drift_km` how far
    the front nearest to the cell moved towards it a day, of late.
    """

    day: int
    which: Ints
    held: NDArray[np.bool_]
    depth_km: Floats
    drift_km: Floats
    features: NDArray[np.float32]


def observe(cells: Cells, day: int, *, within_km: float = 12.0) -> Day:
    """Describe the cells within some km of the front as they were at the end of a day (an ordinal)."""
    size = cells.size_km
    cover = cover_on(cells, day)
    held_all = cover > 0.5
    inside, outside = (np.asarray(ndimage.distance_transform_edt(state)) for state in (held_all, ~held_all))
    depth_all = size * (np.where(held_all, inside, outside) - 0.5)
    which = np.flatnonzero(depth_all.ravel() <= within_km)
    held, depth = held_all.ravel()[which], depth_all.ravel()[which]
    row, column = np.divmod(which, cover.shape[1])
    look = _Windows(row, column, cover.shape, size)

    def seen(mine: Any, theirs: Any) -> Floats:  # noqa: ANN401
        return np.asarray(np.where(held, theirs, mine))

    share = look.table(cover)
    values: dict[str, Floats] = {
        "side": held.astype(float),
        "depth_km": depth,
        "enemy_here": seen(cover.ravel()[which], 1 - cover.ravel()[which]),
    }
    for km in SHARE_KM:
        near = look.mean(share, km)
        values[f"enemy_{km}km"] = seen(near, 1 - near)
    values["directions"] = _directions(held_all, row, column, held, max(1, round(REACH_KM / size)))
    values["neck_km"] = seen(*(_necks(state, size).ravel()[which] for state in (outside, inside)))

    upto = np.searchsorted(cells.when, day, side="right")
    when, where, change = cells.when[:upto], cells.where[:upto], cells.change[:upto].astype(float)
    for days in HALF_LIVES:
        weight = change * 0.5 ** ((day - when) / days)
        gained, lost = (
            np.asarray(np.bincount(where, np.maximum(sign * weight, 0), cover.size).reshape(cover.shape), dtype=float)
            for sign in (1, -1)
        )
        tables = look.table(gained), look.table(lost)
        for km in CHANGE_KM:
            came, went = (look.sum(table, km) * size**2 for table in tables)
            values[f"threat_{km}km_{days}d"] = seen(came, went)
            values[f"relief_{km}km_{days}d"] = seen(went, came)
        own = (gained - lost).ravel()[which]
        values[f"here_{days}d"] = seen(own, -own)
    values |= _recency(cells, day, look, held)
    features = np.column_stack([values[name] for name in NAMES]).astype(np.float32)
    return Day(day, which, held, depth, _drift(cells, day, held_all, depth_all, which), features)


def _drift(cells: Cells, day: int, held: NDArray[np.bool_], depth_km: Floats, which: Ints) -> Floats:
    """Return how far the front nearest to each cell moved towards it a day, by the net gain over the front's length.

    Both within `DRIFT_KM` of the front's nearest cell; a gain's weight halves in `DRIFT_DAYS`, the sum of all weights
    since the series began being the days that count.
    """
    size, age = cells.size_km, day - cells.when
    recent = (age >= 0) & (age < 6 * DRIFT_DAYS)
    moved = np.bincount(
        cells.where[recent], cells.change[recent] * 0.5 ** (age[recent] / DRIFT_DAYS), held.size
    ).reshape(held.shape)
    days = (1 - 0.5 ** (max(day - int(cells.days[0]), 1) / DRIFT_DAYS)) * DRIFT_DAYS / np.log(2)
    near = np.zeros((2, len(which)), dtype=np.int64)
    row, column = np.divmod(which, held.shape[1])
    for state in (True, False):
        _, nearest = ndimage.distance_transform_edt(held == state, return_indices=True)
        mine = held.ravel()[which] == state
        near[:, mine] = np.asarray(nearest)[:, row[mine], column[mine]]
    look = _Windows(near[0], near[1], held.shape, size)
    front_km = look.sum(look.table(np.asarray(depth_km < size, dtype=float)), DRIFT_KM) / 2 * size
    gain = look.sum(look.table(np.asarray(moved, dtype=float)), DRIFT_KM) * size**2
    speed = gain / np.maximum(front_km, 3 * size) / days
    return np.asarray(np.where(held.ravel()[which], -speed, speed))


class _Windows:
    """Sums over square windows about some cells of a grid."""

    def __init__(self, row: Ints, column: Ints, shape: tuple[int, ...], size_km: float) -> None:
        self.row, self.column, self.shape, self.size_km = row, column, shape, size_km

    def table(self, values: Floats) -> Floats:
        """Return the summed-area table, a row and a column larger than the grid."""
        table = np.zeros((self.shape[0] + 1, self.shape[1] + 1))
        np.cumsum(np.cumsum(values, axis=0), axis=1, out=table[1:, 1:])
        return table

    def sum(self, table: Floats, km: float) -> Floats:
        """Return the sum over the cells that are no more than `km` away by row and by column."""
        reach = max(1, round(km / self.size_km))
        low, high = np.maximum(self.row - reach, 0), np.minimum(self.row + reach + 1, self.shape[0])
        left, right = np.maximum(self.column - reach, 0), np.minimum(self.column + reach + 1, self.shape[1])
        return np.asarray(table[high, right] - table[low, right] - table[high, left] + table[low, left])

    def mean(self, table: Floats, km: float) -> Floats:
        """Return the mean over the window; beyond the grid is nothing."""
        return self.sum(table, km) / (2 * max(1, round(km / self.size_km)) + 1) ** 2


def _directions(state: NDArray[np.bool_], row: Ints, column: Ints, held: NDArray[np.bool_], reach: int) -> Floats:
    """Count the directions, of eight, in which an enemy stands within reach."""
    rows, columns = state.shape
    found = np.zeros(len(row))
    for up, right in DIRECTIONS:
        enemy = np.zeros(len(row), bool)
        for step in range(1, reach + 1):
            r, c = np.clip(row + up * step, 0, rows - 1), np.clip(column + right * step, 0, columns - 1)
            enemy |= state[r, c] != held
        found += enemy
    return found


def _necks(depth: Floats, size_km: float) -> Floats:
    """Return how wide a side's ground is, at its narrowest, on the best way from its main ground to each cell.

    `depth` is each cell's distance to ground of others, in cells. Ground that is worn off by s all along its edge
    (morphological erosion, Serra 1982) no longer hangs together across necks of less than 2 s; what lies within s of
    what still hangs together with the main ground is reached by a way that wide. In km, by the steps of `NECKS_KM`.
    """
    neck = np.zeros(depth.shape)
    for width in NECKS_KM:
        worn = width / 2 / size_km
        label, pieces = ndimage.label(depth >= worn, structure=np.ones((3, 3)))
        if pieces == 0:
            break
        cells = np.bincount(label.ravel())
        cells[0] = 0
        main = (cells >= MAIN * cells.max())[label]
        neck[np.asarray(ndimage.distance_transform_edt(~main)) <= worn + 0.5] = width
    return neck


def _recency(cells: Cells, day: int, look: _Windows, held: NDArray[np.bool_]) -> dict[str, Floats]:
    """Return the days since the cell, or any cell near it, came into other hands."""
    when, where, to = cells.flips
    upto = np.searchsorted(when, day, side="right")
    when, where, to = when[:upto], where[:upto], to[:upto]
    last = {}
    for state in (True, False):
        days = np.full(look.shape, day - LONG_AGO, dtype=np.int32)
        days.ravel()[where[to == state]] = when[to == state]  # the latest is written last
        last[state] = days
    which = look.row * look.shape[1] + look.column
    since = {"since_flip": day - np.maximum(last[True], last[False]).ravel()[which]}
    for km in NEAR_KM:
        wide = 2 * max(1, round(km / look.size_km)) + 1
        came, went = (
            day - np.asarray(ndimage.maximum_filter(last[state], wide)).ravel()[which] for state in (True, False)
        )
        since[f"since_threat_{km}km"] = np.where(held, went, came)
        since[f"since_relief_{km}km"] = np.where(held, came, went)
    return {name: np.minimum(days, LONG_AGO).astype(float) for name, days in since.items()}

"""What next: for each cell near the front the chance that it is in other hands after a number of days.

The model (`hazard`) learns from the series' own past alone: a pair is what a day looked like and what had become of it
`horizon` days later, and a model for a day uses pairs whose later day is not after it. Nearer past counts more: its
weight halves every `HALF_LIFE` days. Where the past is too short, a model learnt elsewhere is taken (`carried`), and
the forecast says so.
"""

from __future__ import annotations

__all__ = ["HORIZONS", "Gain", "Model", "Outlook", "Past", "chances", "drifts", "forecast", "learn", "outcome", "walk"]

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

import numpy as np
from scipy.optimize import minimize

from . import carried, hazard
from .cells import Cells, cover_on, known_on
from .corridors import cut_chances
from .features import FAMILIES, NAMES, Day, observe

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from frontline.model import Salient

    from .corridors import Cut

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]
    Flags = NDArray[np.bool_]
    Pair = tuple[NDArray[np.float32], Flags, Floats]

HORIZONS = (7, 14, 30)  # days that models are shipped for
WITHIN_KM = 12.0
TEMPER = 0.8  # how sure of itself a model is where its past cannot tell; see `_temper`
TEMPERS = 0.6, 1.0
TEMPER_DAYS = 90
STRIDE = 5  # days between the pairs learnt from: neighbouring days look alike
MEMORY = 360  # days of past that are learnt from
WARM_UP = 30  # days at the start of a series before its changes tell anything
HALF_LIFE = 180.0
STIFF = 16.0  # rows of doubt a day of horizon, about each knot and bend of a curve; see `_fitted`
REFIT = 14  # days for which a model stays in use when walking forward
LEAST_DAYS, LEAST_FLIPS = 6, 60  # fewer pairs than that teach nothing
HINDCAST = 90  # days before a forecast over which the interval's errors are taken


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """What was learnt for a horizon by a day (an ordinal).

    `learnt_on` says from what; `days` and `flips` count the pairs' days and the cells that changed hands in them. The
    curves are flattened to `temper` of what was fitted.
    """

    horizon: int
    day: int
    additive: hazard.Additive
    learnt_on: Literal["this series", "carried over"]
    days: int = 0
    flips: int = 0
    temper: float = 1.0


@dataclass(frozen=True, slots=True, eq=False)
class Gain:
    """The ground that a side may take from the other: expected km² and the interval that holds it 8 times in 10."""

    side: str
    expected_km2: float
    low_km2: float
    high_km2: float


@dataclass(frozen=True, slots=True, eq=False)
class Outlook:
    """A day's forecast: the cells near the front and the chance `p` that each is in other hands after the horizon."""

    cells: Cells
    seen: Day
    horizon: int
    p: Floats
    model: Model
    gains: tuple[Gain, ...]
    hindcasts: int
    corridors: tuple[Cut, ...] = ()


@dataclass(eq=False)
class Past:
    """The pairs of a series' past, each looked at once: rows drawn from a day, with what became of them.

    Cells that hardly ever change are drawn seldom and weigh the more, so that chances stay chances.
    """

    cells: Cells
    within_km: float = WITHIN_KM
    _rows: dict[tuple[int, int], Pair] = field(default_factory=dict)

    def days(self, day: int, horizon: int, *, memory: int = MEMORY) -> list[int]:
        """Return the days of pairs that a model for `day` may learn from, oldest first."""
        first = max(int(self.cells.days[0]) + WARM_UP, day - horizon - memory)
        return [
            then
            for then in range(first + -first % STRIDE, day - horizon + 1, STRIDE)
            if known_on(self.cells, then) and known_on(self.cells, then + horizon)
        ]

    def rows(self, day: int, horizon: int) -> Pair:
        """Return features, outcome and weight of the rows drawn from a day."""
        if (day, horizon) not in self._rows:
            seen = observe(self.cells, day, within_km=self.within_km)
            came = outcome(self.cells, seen, horizon)
            share = np.where(came, 0.5, _interest(seen))
            drawn = np.random.default_rng(day).random(len(share)) < share
            self._rows[day, horizon] = (seen.features[drawn], came[drawn], 1 / share[drawn])
        return self._rows[day, horizon]


def _interest(seen: Day) -> Floats:
    """Return the share of rows to draw, by how likely a cell is to change hands at all."""
    stirred = seen.features[:, [NAMES.index("threat_8km_100d"), NAMES.index("relief_8km_100d")]].sum(axis=1) > 0.5
    depth = seen.depth_km
    return np.where(stirred & (depth < 8), np.where(depth < 3, 0.16, 0.06), np.where(depth < 2, 0.025, 0.006))


def outcome(cells: Cells, seen: Day, horizon: int) -> Flags:
    """Return for each cell of a day whether it was in other hands `horizon` days later."""
    later = cover_on(cells, seen.day + horizon).ravel()[seen.which] > 0.5
    return np.asarray(later != seen.held)


def learn(past: Past, day: int, horizon: int, *, without: Sequence[str] = (), forget: bool = True) -> Model:
    """Learn from the pairs of a series' past known by `day` (an ordinal), else take the model that is shipped.

    `without` names families of features that are left out, to see what they bring. `forget` weighs older pairs less.
    """
    days = past.days(day, horizon, memory=MEMORY if forget else day)
    pairs = [past.rows(then, horizon) for then in days]
    flips = sum(int(came.sum()) for _, came, _ in pairs)
    if len(days) < LEAST_DAYS or flips < LEAST_FLIPS:
        return Model(horizon, day, carried.model_for(horizon), "carried over", len(days), flips)
    fading = HALF_LIFE if forget else np.inf
    left = [name for family, names in FAMILIES.items() if family not in without for name in names]
    cut = day - TEMPER_DAYS
    early = [n for n, then in enumerate(days) if then + horizon <= cut]
    late = [n for n, then in enumerate(days) if then >= cut]
    temper = TEMPER
    if len(early) >= LEAST_DAYS and late:
        before = _fitted([days[n] for n in early], [pairs[n] for n in early], cut - horizon, horizon, fading, left)
        temper = _temper(before, [pairs[n] for n in late])
    additive = _fitted(days, pairs, day - horizon, horizon, fading, left)
    recent = pairs[-len(late) :] if late else pairs
    odds = np.concatenate([hazard.odds(additive, rows, NAMES) for rows, _, _ in recent])
    additive = hazard.tempered(additive, odds, np.concatenate([weight for _, _, weight in recent]), temper)
    return Model(horizon, day, additive, "this series", len(days), flips, temper)


def _fitted(
    days: Sequence[int], pairs: Sequence[Pair], last: int, horizon: int, fading: float, names: Sequence[str]
) -> hazard.Additive:
    """Fit the model to pairs of days up to `last`, older ones weighing less.

    Rows are no independent witnesses: what changes hands shows in every pair whose span it lies in, so the more of
    them the longer the horizon, and whole neighbourhoods fall together. The curves are held the stiffer for it.
    """
    columns = [NAMES.index(name) for name in names]
    features = np.concatenate([rows[:, columns] for rows, _, _ in pairs])
    came = np.concatenate([came for _, came, _ in pairs])
    weight = np.concatenate([w * 0.5 ** ((last - then) / fading) for then, (_, _, w) in zip(days, pairs, strict=True)])
    return hazard.fit(features, names, came, weight, bend=STIFF * horizon, ridge=STIFF * horizon)


def _temper(model: hazard.Additive, pairs: Sequence[Pair]) -> float:
    """Return by how much a model should have been less sure of itself on pairs that came after it.

    The slope of a logistic regression of what came on the model's log-odds (Cox 1958). Its constant is let go of: how
    much changes hands in all turns faster than it can be learnt.
    """
    odds = np.concatenate([hazard.odds(model, rows, NAMES) for rows, _, _ in pairs])
    came = np.concatenate([came for _, came, _ in pairs])
    weight = np.concatenate([weight for _, _, weight in pairs])

    def loss(at: Floats) -> float:
        said = at[0] + at[1] * odds
        return float(weight @ (np.logaddexp(0, said) - came * said) / weight.sum())

    found = minimize(loss, np.array([0.0, TEMPER]), method="Nelder-Mead", options={"maxiter": 120})
    return float(np.clip(found.x[1], *TEMPERS))


def chances(model: Model, seen: Day) -> Floats:
    """Return the chance of each cell of a day to be in other hands after the model's horizon."""
    odds = hazard.odds(model.additive, seen.features, NAMES)
    return np.asarray(1 / (1 + np.exp(-odds)))


def drifts(seen: Day, horizon: int) -> Flags:
    """Forecast by rote: each sector moves on at the rate of the last weeks, and takes what that reaches.

    The rate (`Day.drift_km`) is the enemy's net gain over the length of front within 10 km of the nearest front.
    """
    return np.asarray(seen.drift_km * horizon > seen.depth_km)


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """One forecast of a walk with what came: `came` is None where the later day is not known."""

    seen: Day
    p: Floats
    came: Flags | None
    model: Model


def walk(
    past: Past,
    days: Sequence[int],
    horizon: int,
    *,
    refit: int = REFIT,
    without: Sequence[str] = (),
) -> Iterator[Step]:
    """Forecast day after day as it could have been done: each with a model that knew nothing after its day."""
    model: Model | None = None
    for day in days:
        if model is None or day - model.day >= refit:
            model = learn(past, day, horizon, without=without)
        seen = observe(past.cells, day, within_km=past.within_km)
        came = outcome(past.cells, seen, horizon) if known_on(past.cells, day + horizon) else None
        yield Step(seen, chances(model, seen), came, model)


def forecast(past: Past, day: int, horizon: int, *, salients: Iterable[Salient] = (), hindcast: bool = True) -> Outlook:
    """Forecast a day (an ordinal that the series knows) from what was known by its end.

    `salients` are those of the day's picture, to say how likely each is to be cut.

    The intervals of km² are taken from hindcasts: a readable model that knew nothing of the last `HINDCAST` days
    forecasts days in them, and how far its sums were off by then is how far this one may be.
    """
    model = learn(past, day, horizon)
    seen = observe(past.cells, day, within_km=past.within_km)
    p = chances(model, seen)
    errors: dict[bool, list[float]] = {True: [], False: []}
    if hindcast:
        begin = day - horizon - HINDCAST
        days = [d for d in range(begin, day - horizon + 1, 10) if known_on(past.cells, d)]
        for step in walk(past, days, horizon, refit=HINDCAST // 2):
            if step.came is not None:
                for taker, found in errors.items():
                    found.append(_error(past.cells, step, taker=taker))
    gains = tuple(
        _gain(name, _sum(past.cells, seen, p, taker=taker), errors[taker])
        for taker, name in ((True, past.cells.side), (False, past.cells.against))
    )
    cuts = tuple(cut_chances(past.cells, seen, p, salients))
    return Outlook(past.cells, seen, horizon, p, model, gains, len(errors[True]), cuts)


def _sum(cells: Cells, seen: Day, p: Floats, *, taker: bool) -> float:
    """Return the km² that a side is expected to take: (or took, where `p` is 0 or 1)."""
    return float(p[seen.held != taker].sum()) * cells.size_km**2


def _error(cells: Cells, step: Step, *, taker: bool) -> float:
    """Return the error of a forecast sum as a ratio, in logs; ten km² more on both sides keep small sums calm."""
    assert step.came is not None  # noqa: S101
    came, expected = (_sum(cells, step.seen, p, taker=taker) for p in (step.came.astype(float), step.p))
    return float(np.log((came + 10) / (expected + 10)))


def _gain(side: str, expected: float, errors: list[float]) -> Gain:
    """Return the interval: the errors' mean and spread in logs, the spread widened as few errors call for."""
    spread = 0.35 if len(errors) < 4 else float(np.sqrt(np.mean(np.square(errors)))) * (1 + 2 / len(errors))
    reach = 1.2816 * max(spread, 0.05)
    low, high = ((expected + 10) * np.exp(sign * reach) - 10 for sign in (-1, 1))
    return Gain(side, expected, max(float(low), 0.0), float(high))

"""What next: for each cell near the front the chance that it is in other hands after a number of days.

The model (`hazard`) learns from the series' own past alone: a pair is what a day looked like and what had become of it
`horizon` days later, and a model for a day uses pairs whose later day is not after it. Nearer past counts more: its
weight halves every `HALF_LIFE` days. Where the past is too short, a model learnt elsewhere is taken (`carried`), and
the forecast says so.
"""

from __future__ import annotations

__all__ = [
    "HORIZONS",
    "Gain",
    "Model",
    "Outlook",
    "Past",
    "Sums",
    "chances",
    "covered",
    "drifts",
    "forecast",
    "gains_of",
    "learn",
    "outcome",
    "sums_of",
    "walk",
]

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np
from scipy.optimize import minimize
from scipy.special import expit

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
PACE_DAYS = 25  # the last of the pairs, by which the pace is told; see `_pace`
PACE = 0.5  # how far, in logs, a model goes towards it
FEW = 10.0  # cells more on both sides, so that few changes are no pace
STRIDE = 5  # days between the pairs learnt from: neighbouring days look alike
MEMORY = 360  # days of past that are learnt from
WARM_UP = 30  # days at the start of a series before its changes tell anything
HALF_LIFE = 180.0
STIFF = 16.0  # rows of doubt a day of horizon, about each knot and bend of a curve; see `_fitted`
REFIT = 14  # days for which a model stays in use when walking forward
LEAST_DAYS, LEAST_FLIPS = 6, 60  # fewer pairs than that teach nothing
UNKNOWN_SPREAD, LEAST_ERRORS = 0.5, 4  # of the errors of sums, in logs, where fewer than so many are known
HINDCAST = 90  # days before a forecast over which the interval's errors are taken


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """What was learnt for a horizon by a day (an ordinal).

    `learnt_on` says from what; `days` and `flips` count the pairs' days and the cells that changed hands in them. The
    curves are flattened to `temper` of what was fitted, the changes expected multiplied by `pace`.
    """

    horizon: int
    day: int
    additive: hazard.Additive
    learnt_on: Literal["this series", "carried over"]
    days: int = 0
    flips: int = 0
    temper: float = 1.0
    pace: float = 1.0


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

    `without` names families of features that are left out, to see what they bring. `forget` weighs older pairs less
    and heeds the pace of late.
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
    weight = np.concatenate([weight for _, _, weight in recent])
    ended = [pairs[n] for n, then in enumerate(days) if then > day - horizon - PACE_DAYS]
    pace = _pace(additive, ended) if forget else 1.0  # a model to carry over is of no time
    additive = hazard.tempered(additive, odds, weight, temper, pace=pace)
    return Model(horizon, day, additive, "this series", len(days), flips, temper, pace)


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


def _pace(model: hazard.Additive, pairs: Sequence[Pair]) -> float:
    """Return by how much more is to be expected than a model says, by the pairs that ended last.

    Wars quicken and slacken over months: who learns from a year says too much for weeks in which it slackens. As it
    turns back too, the model goes but half of the way to the pace of late.
    """
    said = sum(float(weight @ expit(hazard.odds(model, rows, NAMES))) for rows, _, weight in pairs)
    came = sum(float(weight[came].sum()) for _, came, weight in pairs)
    return float(((came + FEW) / (said + FEW)) ** PACE)


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
    sums: list[Sums] = []
    if hindcast:
        begin = day - horizon - HINDCAST
        days = [d for d in range(begin, day - horizon + 1, 10) if known_on(past.cells, d)]
        sums = [sums_of(past.cells, step) for step in walk(past, days, horizon, refit=HINDCAST // 2)]
    known = [one for one in sums if one.came is not None]
    gains = gains_of(past.cells, sums_of(past.cells, Step(seen, p, None, model)), known)
    cuts = tuple(cut_chances(past.cells, seen, p, salients))
    return Outlook(past.cells, seen, horizon, p, model, gains, len(known), cuts)


class Sums(NamedTuple):
    """The km² that the series' side and the other were expected to take from a day on, and what they did take."""

    day: int
    said: tuple[float, float]
    came: tuple[float, float] | None


def sums_of(cells: Cells, step: Step) -> Sums:
    """Return the sums of a forecast and of what came, where that is known."""

    def both(p: Floats | Flags) -> tuple[float, float]:
        mine, theirs = (float(p[step.seen.held != taker].sum()) * cells.size_km**2 for taker in (True, False))
        return mine, theirs

    return Sums(step.seen.day, both(step.p), None if step.came is None else both(step.came))


def gains_of(cells: Cells, now: Sums, before: Sequence[Sums]) -> tuple[Gain, ...]:
    """Return the intervals of km² by what forecasts `before`, whose outcome is known by the day, were off by.

    Their errors' spread in logs, widened as few errors call for; ten km² more on both sides keep small sums calm.
    """
    found = []
    for at, side in enumerate((cells.side, cells.against)):
        errors = [np.log((one.came[at] + 10) / (one.said[at] + 10)) for one in before if one.came is not None]
        spread = UNKNOWN_SPREAD
        if len(errors) >= LEAST_ERRORS:
            spread = float(np.sqrt(np.mean(np.square(errors)))) * (1 + 2 / len(errors))
        reach = 1.2816 * max(spread, 0.05)
        low, high = ((now.said[at] + 10) * np.exp(sign * reach) - 10 for sign in (-1, 1))
        found.append(Gain(side, now.said[at], max(float(low), 0.0), float(high)))
    return tuple(found)


def covered(cells: Cells, told: Sequence[Sums], horizon: int) -> dict[str, tuple[int, int]]:
    """Return for each side how many intervals of a walk's days held what came, and how many there were.

    Each interval rests on the walk's earlier days alone, of the `HINDCAST` days before whose outcome was known by then;
    days with too few of those are left out.
    """
    count = {cells.side: [0, 0], cells.against: [0, 0]}
    for now in told:
        before = [one for one in told if now.day - horizon - HINDCAST <= one.day <= now.day - horizon]
        if now.came is None or sum(one.came is not None for one in before) < LEAST_ERRORS:
            continue
        for gain, came in zip(gains_of(cells, now, before), now.came, strict=True):
            count[gain.side][0] += gain.low_km2 <= came <= gain.high_km2
            count[gain.side][1] += 1
    return {side: (held, n) for side, (held, n) in count.items()}

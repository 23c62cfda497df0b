"""How good forecasts were: scores of chances against what came.

Brier, G. (1950), Verification of forecasts expressed in terms of probability. Skill is one less the ratio of a
forecast's Brier score to that of a forecast by rote. Calibration error after Naeini et al. (2015): the mean, over
tenths of the chance weighted by their number, of the distance between the chance and how often it came.
"""

from __future__ import annotations

__all__ = ["Bin", "Scores", "reliability", "score_forecasts"]

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

MATTERS = 0.05  # the least chance that a reader would act on


class Bin(NamedTuple):
    """Forecasts of like chance: their mean chance, how often it came, how many they were."""

    p: float
    observed: float
    n: int


@dataclass(frozen=True, slots=True)
class Scores:
    """What forecasts of yes or no were worth. `skill` is None where nothing happened that could have been foreseen.

    `sharpness` is the variance of the chances; `calibration_error_near` that of the chances of 5 % or more alone.
    """

    n: int
    happened: int
    expected: float
    brier: float
    brier_persistence: float
    brier_drift: float
    skill: float | None
    skill_drift: float | None
    log_score: float
    calibration_error: float
    calibration_error_near: float
    sharpness: float
    reliability: tuple[Bin, ...]


def reliability(p: Floats, came: NDArray[np.bool_], bins: int = 10) -> tuple[Bin, ...]:
    """Return the forecasts by equal ranges of their chance, the empty ranges left out."""
    which = np.minimum((p * bins).astype(int), bins - 1)
    n = np.bincount(which, minlength=bins)
    sums, hits = np.bincount(which, p, bins), np.bincount(which, came, bins)
    return tuple(Bin(float(sums[at] / n[at]), float(hits[at] / n[at]), int(n[at])) for at in np.flatnonzero(n))


def score_forecasts(p: Floats, came: NDArray[np.bool_], drift: NDArray[np.bool_]) -> Scores:
    """Score chances `p` against what `came`, beside two forecasts by rote: nothing changes; `drift` changes.

    All (n,). Scores are means over all forecasts: Brier in squared chance, the log score in nats.
    """
    if len(p) == 0:
        raise ValueError("no forecasts to score")
    brier = float(np.mean((p - came) ** 2))
    persistence, drifted = float(np.mean(came)), float(np.mean(drift != came))
    sure = np.clip(p, 1e-6, 1 - 1e-6)
    bins = reliability(p, came)
    near = p >= MATTERS
    return Scores(
        n=len(p),
        happened=int(came.sum()),
        expected=float(p.sum()),
        brier=brier,
        brier_persistence=persistence,
        brier_drift=drifted,
        skill=1 - brier / persistence if persistence else None,
        skill_drift=1 - brier / drifted if drifted else None,
        log_score=float(-np.mean(np.log(np.where(came, sure, 1 - sure)))),
        calibration_error=_error(bins),
        calibration_error_near=_error(reliability(p[near], came[near])) if near.any() else 0.0,
        sharpness=float(np.var(p)),
        reliability=bins,
    )


def _error(bins: tuple[Bin, ...]) -> float:
    return sum(one.n * abs(one.p - one.observed) for one in bins) / sum(one.n for one in bins)

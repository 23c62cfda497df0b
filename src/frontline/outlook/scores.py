"""How good forecasts were: scores of chances against what came.

Brier, G. (1950), Verification of forecasts expressed in terms of probability. Skill is one less the ratio of a
forecast's Brier score to that of a forecast by rote. Calibration error after Naeini et al. (2015): the mean, over
tenths of the chance weighted by their number, of the distance between the chance and how often it came; tenths are
equal ranges of the chance, or equal numbers of forecasts from the least likely up (Nguyen & O'Connor 2015).

How large that error would come out for forecasts that are right, by luck alone: neighbouring cells change hands
together and one change shows in many forecasts, so chance is by the blocks in which forecasts share their fate. What a
block's forecasts were off by, less what all of their tenth were off by, is given a sign by the toss of a coin, over and
over (a wild cluster bootstrap, Cameron, Gelbach & Miller 2008).
"""

from __future__ import annotations

__all__ = ["Bin", "Calibration", "Scores", "blocks_of", "calibration", "reliability", "score_forecasts"]

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

MATTERS = 0.05  # the least chance that a reader would act on
BINS = 10
SECTOR_KM = 50.0
TOSSES = 1000


class Bin(NamedTuple):
    """Forecasts of like chance: their mean chance, how often it came, how many they were."""

    p: float
    observed: float
    n: int


class Calibration(NamedTuple):
    """How far chances and outcomes lie apart, by tenths of the chance (`width`) and of the forecasts (`mass`).

    `noise` is the error (by `width`) that as many right forecasts, as much tied together, would show on average, and
    `noise_high` what they would stay below 95 times in 100.
    """

    n: int
    width: float
    mass: float
    noise: float
    noise_high: float


@dataclass(frozen=True, slots=True)
class Scores:
    """What forecasts of yes or no were worth. `skill` is None where nothing happened that could have been foreseen.

    `sharpness` is the variance of the chances; `near` the calibration of the chances of 5 % or more alone.
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
    calibration: Calibration
    near: Calibration | None
    sharpness: float
    reliability: tuple[Bin, ...]


def reliability(p: Floats, came: NDArray[np.bool_], bins: int = BINS) -> tuple[Bin, ...]:
    """Return the forecasts by equal ranges of their chance, the empty ranges left out."""
    which = _by_width(p, bins)
    n = np.bincount(which, minlength=bins)
    sums, hits = np.bincount(which, p, bins), np.bincount(which, came, bins)
    return tuple(Bin(float(sums[at] / n[at]), float(hits[at] / n[at]), int(n[at])) for at in np.flatnonzero(n))


def blocks_of(x_km: Floats, y_km: Floats, day: int, horizon: int) -> NDArray[np.int64]:
    """Return a number for each forecast of a day (an ordinal), the same for those that share their fate.

    Those are of one sector and one spell: a square of 50 km, and twice the horizon, so that most of the forecasts in
    which one change shows lie together.
    """
    sector = np.floor(np.asarray(x_km) / SECTOR_KM) * 10_000 + np.floor(np.asarray(y_km) / SECTOR_KM)
    return np.asarray(sector * 1_000_000 + day // (2 * horizon), dtype=np.int64)


def calibration(p: Floats, came: NDArray[np.bool_], blocks: NDArray[np.int64], *, bins: int = BINS) -> Calibration:
    """Compare chances with outcomes; `blocks` (n,) numbers the forecasts that share their fate."""
    _, block = np.unique(blocks, return_inverse=True)
    which, off = _by_width(p, bins), p - came
    blocks_n = int(block.max()) + 1

    def by_block(weight: Floats | None = None) -> Floats:
        sums = np.bincount(which * blocks_n + block, weight, bins * blocks_n)
        return np.asarray(sums.reshape(bins, blocks_n), dtype=float)

    n, sums = by_block(), by_block(off)
    centred = sums - n * (sums.sum(axis=1) / np.maximum(n.sum(axis=1), 1))[:, None]
    signs = np.random.default_rng(0).choice((-1.0, 1.0), size=(TOSSES, blocks_n))
    tossed = np.abs(signs @ centred.T).sum(axis=1) / len(p)
    rank = np.argsort(np.argsort(p, kind="stable"), kind="stable")
    mass = np.abs(np.bincount(rank * bins // len(p), off, bins)).sum() / len(p)
    width = np.abs(sums.sum(axis=1)).sum() / len(p)
    return Calibration(len(p), float(width), float(mass), float(tossed.mean()), float(np.quantile(tossed, 0.95)))


def score_forecasts(
    p: Floats, came: NDArray[np.bool_], drift: NDArray[np.bool_], *, blocks: NDArray[np.int64]
) -> Scores:
    """Score chances `p` against what `came`, beside two forecasts by rote: nothing changes; `drift` changes.

    All (n,). Scores are means over all forecasts: Brier in squared chance, the log score in nats. `blocks` numbers the
    forecasts that share their fate (see `blocks_of`).
    """
    if len(p) == 0:
        raise ValueError("no forecasts to score")
    brier = float(np.mean((p - came) ** 2))
    persistence, drifted = float(np.mean(came)), float(np.mean(drift != came))
    sure = np.clip(p, 1e-6, 1 - 1e-6)
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
        calibration=calibration(p, came, blocks),
        near=calibration(p[near], came[near], blocks[near]) if near.any() else None,
        sharpness=float(np.var(p)),
        reliability=reliability(p, came),
    )


def _by_width(p: Floats, bins: int) -> NDArray[np.int64]:
    return np.minimum((p * bins).astype(np.int64), bins - 1)

"""The model that can be read: log-odds as a sum of curves, one a feature, each a few numbers.

A generalized additive model (Hastie & Tibshirani 1990): each curve is linear between knots, its bends are held small by
a penalty on second differences (Eilers & Marx 1996), and the whole is fitted by Newton steps on the logistic loss. What
a value of a feature adds to the log-odds can be looked up in a table; `terms` of a cell says which reasons weigh most.
"""

from __future__ import annotations

__all__ = ["Additive", "Curve", "fit", "odds", "tempered", "terms"]

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.optimize import brentq
from scipy.special import expit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

KNOTS = 8
STEPS = 12  # of Newton's method; it is at rest after six to ten


class Curve(NamedTuple):
    """What a feature adds to the log-odds: `gives[i]` at the value `at[i]`, linear between, level beyond."""

    feature: str
    at: tuple[float, ...]
    gives: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Additive:
    """Log-odds are `base` plus what each curve gives; on average over the rows learned from a curve gives nothing."""

    base: float
    curves: tuple[Curve, ...]


def fit(
    features: NDArray[np.float32],
    names: Sequence[str],
    yes: NDArray[np.bool_],
    weight: Floats,
    *,
    bend: float = 30.0,
    ridge: float = 3.0,
) -> Additive:
    """Fit the model to rows (rows, features) that turned out `yes` or not, each with its weight.

    `bend` weighs the square of each curve's bends and `ridge` that of its height, in rows of doubt.
    """
    knots = [_knots(features[:, at].astype(float), weight) for at in range(len(names))]
    design = np.column_stack(
        [np.ones(len(yes)), *(_hats(features[:, at], knot) for at, knot in enumerate(knots))]
    ).astype(np.float32)
    mean = (design * weight[:, None].astype(np.float32)).sum(axis=0, dtype=float) / weight.sum()
    mean[0] = 0
    design -= mean.astype(np.float32)
    penalty = _penalty([len(knot) for knot in knots], bend, ridge)
    target = yes.astype(float)
    rate = min(max(float((weight * target).sum() / weight.sum()), 1e-6), 1 - 1e-6)
    beta = np.zeros(design.shape[1])
    beta[0] = np.log(rate / (1 - rate))

    def loss(at: Floats) -> float:
        odds = (design @ at.astype(np.float32)).astype(float)
        return float(weight @ (np.logaddexp(0, odds) - target * odds) + at @ penalty @ at / 2)

    reached = loss(beta)
    for _ in range(STEPS):
        # The design stays in single precision throughout: mixed with doubles it would be copied at every step.
        p = expit((design @ beta.astype(np.float32)).astype(float))
        slope = design.T @ (weight * (target - p)).astype(np.float32) - penalty @ beta
        curved = design.T @ (design * (weight * p * (1 - p))[:, None].astype(np.float32)) + penalty
        step = np.linalg.solve(curved, slope)
        while (tried := loss(beta + step)) > reached and np.abs(step).max() > 1e-6:
            step /= 2
        if tried > reached:
            break
        beta, gained, reached = beta + step, reached - tried, tried
        if gained < 1e-6 * max(reached, 1.0):
            break
    curves, at = [], 1
    for name, knot in zip(names, knots, strict=True):
        gives = beta[at : at + len(knot)]
        level = float(mean[at : at + len(knot)] @ gives)
        curves.append(Curve(name, tuple(knot.tolist()), tuple((gives - level).tolist())))
        at += len(knot)
    return Additive(float(beta[0]), tuple(curves))


def terms(model: Additive, features: NDArray[np.float32], names: Sequence[str]) -> Floats:
    """Return what each curve adds to the log-odds of each row: (rows, curves)."""
    column = {name: at for at, name in enumerate(names)}
    return np.column_stack([np.interp(features[:, column[c.feature]], c.at, c.gives) for c in model.curves])


def odds(model: Additive, features: NDArray[np.float32], names: Sequence[str]) -> Floats:
    """Return the log-odds of rows of features."""
    return np.asarray(model.base + terms(model, features, names).sum(axis=1))


def tempered(model: Additive, odds: Floats, weight: Floats, by: float, *, pace: float = 1.0) -> Additive:
    """Return the model with all its curves flattened to `by` of their height and `pace` times the changes expected.

    `odds` are what the model gives to rows of `weight`; over those the sum of chances is kept, times `pace`.
    """

    def surplus(base: float) -> float:
        return float(weight @ (expit(base + by * odds) - pace * expit(odds)))

    base = brentq(surplus, -10.0, 10.0) + by * model.base
    curves = (Curve(c.feature, c.at, tuple(by * gives for gives in c.gives)) for c in model.curves)
    return Additive(float(base), tuple(curves))


def _knots(values: Floats, weight: Floats) -> Floats:
    """Return values that part a feature into parts of like weight, rounded so that they can be read."""
    order = np.argsort(values, kind="stable")
    share = np.cumsum(weight[order])
    at = np.searchsorted(share, share[-1] * np.array([0.01, *np.linspace(0, 1, KNOTS)[1:-1], 0.97, 0.995]))
    with np.errstate(divide="ignore"):
        chosen = values[order][np.minimum(at, len(values) - 1)]
        digits = np.where(chosen == 0, 0, 10.0 ** (2 - np.floor(np.log10(np.abs(chosen)))))
    rounded = np.where(chosen == 0, 0, np.round(chosen * digits) / np.where(digits == 0, 1, digits))
    return np.asarray(np.unique(rounded))


def _hats(values: NDArray[np.float32], knots: Floats) -> NDArray[np.float32]:
    """Return the weights of the knots in linear interpolation: (rows, knots)."""
    if len(knots) == 1:
        return np.zeros((len(values), 1), np.float32)
    value = np.clip(values.astype(float), knots[0], knots[-1])
    left = np.clip(np.searchsorted(knots, value, side="right") - 1, 0, len(knots) - 2)
    share = (value - knots[left]) / (knots[left + 1] - knots[left])
    hats = np.zeros((len(values), len(knots)), np.float32)
    rows = np.arange(len(values))
    hats[rows, left], hats[rows, left + 1] = 1 - share, share
    return hats


def _penalty(sizes: Sequence[int], bend: float, ridge: float) -> Floats:
    penalty = np.zeros((1 + sum(sizes), 1 + sum(sizes)))
    at = 1
    for size in sizes:
        here = slice(at, at + size)
        penalty[here, here] = ridge * np.eye(size)
        if size > 2:
            second = np.diff(np.eye(size), n=2, axis=0)
            penalty[here, here] += bend * second.T @ second
        at += size
    return penalty

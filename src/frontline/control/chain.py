"""Hidden Markov chains in continuous time, many at once: what is believed of a state, from dated evidence about it.

One chain follows one thing (who holds a place, who besieges it, who holds a stretch of road) through a few states.
Moves to state s come at a rate that does not depend on where the chain stands: the quiet rate times the redraw
distribution, r_s = rate * pi_s, and on top of it the *pushes*: a report that s took the place between two days makes
a move to s more likely just there. With h = sum of r_s over a stretch of constant rates, the transition over t days
has the closed form

    P(t) = exp(-h t) I  +  (1 - exp(-h t)) 1 (r/h)'

(a stopped-and-redrawn chain; with r = rate * pi it is the Jukes-Cantor/Felsenstein 1981 model of molecular evolution).
So the forward-backward recursion (Rabiner 1989, eqs. 19-27) needs to visit only the days on which something is said,
the *knots*, and a query for any other day is two messages: one from the knot before it, one from the knot after.
Time grows with the evidence, not with the days. The k-th knot of every chain is done in one numpy step.

Days are proleptic Gregorian ordinals (`date.toordinal`); all state vectors are along the last axis.
"""

from __future__ import annotations

__all__ = ["QUIET", "Chains", "Evidence", "Pushes", "grip", "log_likelihood", "moves", "posterior", "smooth"]

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

QUIET = 1 / (30 * 365.25)  # redraws a day of which no report tells: one in thirty years ...
QUIET_SPREAD = 0.8  # ... give or take a factor of exp(0.8)
FIT_KNOTS = 200_000
_BLOCK = 16_384  # questions answered at once: as many as the processor's cache holds
_FLOOR = -300.0  # the least log-likelihood ratio of one knot: far beyond doubt, far from underflow


class Evidence(NamedTuple):
    """What is said of a state on a day: `loglik[i]` for chain `chain[i]` at the end of `day[i]`, in nats."""

    chain: Ints
    day: Ints
    loglik: Floats


class Pushes(NamedTuple):
    """Expected extra moves: `mass[i, s]` moves to s, spread evenly over the days after `start[i]` up to `end[i]`."""

    chain: Ints
    start: Ints
    end: Ints
    mass: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Chains:
    """Smoothed chains. Knots are sorted by `chain` and `day`; `first[c] : first[c + 1]` are those of chain c.

    `ahead` (n, S) is P(state | evidence up to and with the knot's day), `behind` (n, S) the likelihood of the evidence
    after it given the state, scaled to sum to one; `extra` (n, S) the pushes per day from the knot to the next one;
    `likelihood` the evidence of the knot's day (1 for its likeliest state), `scale` (n,) the log of what the evidence
    was worth there; `held` and `awaited` (n,) say how much was said up to the knot and from it on (see `grip`).
    """

    first: Ints
    chain: Ints
    day: Ints
    likelihood: Floats
    extra: Floats
    ahead: Floats
    behind: Floats
    scale: Floats
    held: Floats
    awaited: Floats
    rate: float
    pi: Floats


class _Knots(NamedTuple):
    """The days on which something is said, before any rate is chosen."""

    first: Ints
    chain: Ints
    day: Ints
    loglik: Floats
    likelihood: Floats
    extra: Floats


def _gather(count: int, evidence: Evidence, pushes: Pushes) -> _Knots:
    """Sort and merge evidence and pushes into knots: linear in what is said, but for the sort."""
    states = evidence.loglik.shape[1]
    chain = np.concatenate([evidence.chain, pushes.chain, pushes.chain]).astype(np.int64)
    day = np.concatenate([evidence.day, pushes.start, pushes.end]).astype(np.int64)
    said = len(evidence.chain)
    key, knot = np.unique(chain << 32 | day, return_inverse=True)
    loglik = np.zeros((len(key), states))
    np.add.at(loglik, knot[:said], evidence.loglik)
    loglik = np.maximum(loglik - loglik.max(axis=1, keepdims=True, initial=-np.inf), _FLOOR)
    # A push adds a rate from its first knot to its last: the running sum of where rates begin and end.
    begins, ends = knot[said : said + len(pushes.chain)], knot[said + len(pushes.chain) :]
    per_day = pushes.mass / np.maximum(pushes.end - pushes.start, 1)[:, None]
    steps = np.zeros((len(key), states))
    np.add.at(steps, begins, per_day)
    np.add.at(steps, ends, -per_day)
    running = np.zeros(len(key), dtype=np.int64)
    np.add.at(running, begins, 1)
    np.add.at(running, ends, -1)
    extra = np.maximum(np.cumsum(steps, axis=0), 0.0)
    extra[np.cumsum(running) == 0] = 0.0  # no rounding crumbs where no push is on
    first = np.searchsorted(key >> 32, np.arange(count + 1))
    return _Knots(first, key >> 32, key & 0xFFFFFFFF, loglik, np.exp(loglik), extra)


def _total(vectors: Floats) -> Floats:
    """Return the sums of state vectors, (n, 1): by matrix product, as numpy's sum is slow along a short axis."""
    return np.asarray(vectors @ np.ones((vectors.shape[-1], 1)))


def _kernel(rates: Floats, days: Floats) -> tuple[Floats, Floats]:
    """Return (stay, arrive): P(t)[i, j] = stay * [i == j] + arrive[j]."""
    total = _total(rates)
    spent = total * days[:, None]
    return np.exp(-spent), -np.expm1(-spent) / total * rates


def _layers(first: Ints) -> tuple[Ints, list[int]]:
    """Return chains, longest first, and how many of them have a k-th knot, for each k."""
    length = np.diff(first)
    order = np.argsort(-length, kind="stable")
    longest = int(length.max(initial=0))
    return order, np.searchsorted(-length[order], -np.arange(longest), side="left").tolist()


def _forward(knots: _Knots, rate: float, pi: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    """Return (ahead, scale, stay, arrive), the last two for the way from each knot to the next in the array."""
    gap = np.zeros(len(knots.day))
    gap[:-1] = np.maximum(np.diff(knots.day), 0)
    stay, arrive = _kernel(rate * pi + knots.extra, gap)
    ahead = np.empty_like(knots.likelihood)
    scale = np.empty(len(knots.day))
    order, layers = _layers(knots.first)
    start = knots.first[order]
    for k, active in enumerate(layers):
        here = start[:active] + k
        before = here - 1
        # A chain of redraws stands in its redraw distribution before anything is said.
        prior = stay[before] * ahead[before] + arrive[before] if k else pi
        joint = prior * knots.likelihood[here]
        total = _total(joint)
        ahead[here] = joint / total
        scale[here] = np.log(total[:, 0])
    return ahead, scale, stay, arrive


def smooth(
    count: int, evidence: Evidence, pushes: Pushes, *, rate: float | None = None, pi: ArrayLike | None = None
) -> Chains:
    """Run forward and backward over the evidence of `count` chains at once.

    `rate` is the quiet rate of redraws a day; None fits it. `pi` is the redraw distribution
    over the states (uniform unless given). Cost: O(knots * states), in as many numpy steps as the longest chain has
    knots.
    """
    states = evidence.loglik.shape[1]
    stationary = np.full(states, 1 / states) if pi is None else np.asarray(pi, dtype=float)
    knots = _gather(count, evidence, pushes)
    if rate is None:
        rate = _fit_rate(knots, stationary)
    ahead, scale, stay, arrive = _forward(knots, rate, stationary)
    behind = np.full_like(ahead, 1 / states)
    order, layers = _layers(knots.first)
    start = knots.first[order]
    for k in range(len(layers) - 1, 0, -1):
        here = start[: layers[k]] + k
        before = here - 1
        later = knots.likelihood[here] * behind[here]
        message = stay[before] * later + _total(arrive[before] * later)
        behind[before] = message / _total(message)
    held, awaited = _grips(knots, ahead, behind, rate, stationary)
    return Chains(
        knots.first,
        knots.chain,
        knots.day,
        knots.likelihood,
        knots.extra,
        ahead,
        behind,
        scale,
        held,
        awaited,
        rate,
        stationary,
    )


def _fit_rate(knots: _Knots, pi: Floats) -> float:
    """Return the likeliest quiet rate (redraws a day), by the evidence and what is known of rates beforehand.

    The likelihood of a war's record is nearly flat in the rate, as what moves is mostly told of: so a log-normal
    prior about `QUIET` stands beside it (within a factor of two or so, `QUIET_SPREAD`), and is the answer where the
    evidence does not tell at all. One dimension, Brent's bounded method in the logarithm.
    """
    from scipy.optimize import minimize_scalar  # noqa: PLC0415

    def cost(log_rate: float) -> float:
        surprise = (log_rate - np.log(QUIET)) / QUIET_SPREAD
        return float(surprise**2 / 2 - _forward(knots, float(np.exp(log_rate)), pi)[1].sum())

    if np.diff(knots.first).max(initial=0) <= 1:
        return QUIET
    knots = _some(knots)
    bounds = (np.log(QUIET) - 5 * QUIET_SPREAD, np.log(QUIET) + 5 * QUIET_SPREAD)
    return float(np.exp(minimize_scalar(cost, bounds=bounds, method="bounded", options={"xatol": 0.02}).x))


def _some(knots: _Knots) -> _Knots:
    """Return about `FIT_KNOTS` of the knots, those of every so many chains: enough to tell a rate by."""
    every = -(-len(knots.day) // FIT_KNOTS)
    if every <= 1:
        return knots
    length = np.diff(knots.first)
    kept = np.arange(len(length)) % every == 0
    rows = np.repeat(kept, length)
    first = np.concatenate([[0], np.cumsum(length[kept])])
    return _Knots(first, *(column[rows] for column in knots[1:]))


def log_likelihood(chains: Chains) -> float:
    """Return the marginal log-likelihood of all evidence (each knot's relative to its likeliest state)."""
    return float(chains.scale.sum())


class _Around(NamedTuple):
    """The knots before (or on) and after some days, where there are any, and the rates between them."""

    last: Ints
    after: Ints
    has_last: NDArray[np.bool_]
    has_next: NDArray[np.bool_]
    rates: Floats


def _around(chains: Chains, chain: Ints, day: Ints) -> _Around:
    last = np.searchsorted(chains.chain << 32 | chains.day, chain << 32 | day, side="right") - 1
    after = last + 1
    has_last = last >= chains.first[chain]
    has_next = after < chains.first[chain + 1]
    last, after = np.where(has_last, last, 0), np.where(has_next, after, 0)
    rates = chains.rate * chains.pi + np.where((has_last & has_next)[:, None], chains.extra[last], 0.0)
    return _Around(last, after, has_last, has_next, rates)


def _messages(chains: Chains, chain: Ints, day: Ints) -> tuple[Floats, Floats, Floats]:
    """Return P(state | evidence up to the day), the likelihood of what comes after it, and the rates about it."""
    if not len(chains.day):
        shape = (len(chain), len(chains.pi))
        return np.broadcast_to(chains.pi, shape), np.ones(shape), np.broadcast_to(chains.rate * chains.pi, shape)
    last, after, has_last, has_next, rates = _around(chains, chain, day)
    stay, arrive = _kernel(rates, np.where(has_last, day - chains.day[last], 0).astype(float))
    forward = np.where(has_last[:, None], stay * chains.ahead[last] + arrive, chains.pi)
    stay, arrive = _kernel(rates, np.where(has_next, chains.day[after] - day, 0).astype(float))
    later = chains.likelihood[after] * chains.behind[after]
    backward = stay * later + _total(arrive * later)
    return forward, np.where(has_next[:, None], backward, 1.0), rates


def posterior(chains: Chains, chain: ArrayLike, day: ArrayLike) -> Floats:
    """Return P(state at the end of the day | all evidence), (n, S), for n pairs of chain and day (broadcast)."""
    which, when = np.broadcast_arrays(np.asarray(chain, dtype=np.int64), np.asarray(day, dtype=np.int64))
    which, when = which.ravel(), when.ravel()
    p = np.empty((len(which), len(chains.pi)))
    for start in range(0, len(which), _BLOCK):
        rows = slice(start, start + _BLOCK)
        forward, backward, _ = _messages(chains, which[rows], when[rows])
        joint = forward * backward
        p[rows] = joint / _total(joint)
    return p


def moves(chains: Chains, chain: ArrayLike, day: ArrayLike) -> Floats:
    """Return P(state at the end of the day before, state at the end of the day | all evidence), (n, S, S)."""
    which, when = np.broadcast_arrays(np.asarray(chain, dtype=np.int64), np.asarray(day, dtype=np.int64))
    which, when = which.ravel(), when.ravel()
    forward, _, rates = _messages(chains, which, when - 1)
    # The forward message at the day holds the day's own likelihood times what flows in: dividing by the inflow
    # leaves the likelihood.
    ahead_now, backward_now, _ = _messages(chains, which, when)
    stay, arrive = _kernel(rates, np.ones(len(which)))
    step = stay[:, :, None] * np.eye(len(chains.pi)) + arrive[:, None, :]
    prior_now = (forward[:, :, None] * step).sum(axis=1)
    weight = ahead_now / prior_now * backward_now
    joint = forward[:, :, None] * step * weight[:, None, :]
    return np.asarray(joint / joint.sum(axis=(1, 2), keepdims=True))


def grip(chains: Chains, chain: ArrayLike, day: ArrayLike) -> Floats:
    """Return how much of the evidence still bears on a day, (n,): 0 where nothing was said, near 1 where much was.

    A knot's words of l nats (likeliest state over unlikeliest) leave a share exp(-l) open. Forward, what is held is
    lost with the chance that the chain was moved to another state since; backward, with the chance of any move, as a
    move to where the chain is found tells nothing of where it came from.
    """
    which, when = np.broadcast_arrays(np.asarray(chain, dtype=np.int64), np.asarray(day, dtype=np.int64))
    which, when = which.ravel(), when.ravel()
    if not len(chains.day):
        return np.zeros(len(which))
    last, after, has_last, has_next, rates = _around(chains, which, when)
    since = np.where(has_last, when - chains.day[last], 0).astype(float)
    kept = _kept(rates, since, (chains.ahead * chains.behind)[last])
    until = np.where(has_next, chains.day[after] - when, 0).astype(float)
    held = np.where(has_last, kept * chains.held[last], 0.0)
    awaited = np.where(has_next, np.exp(-_total(rates)[:, 0] * until) * chains.awaited[after], 0.0)
    return np.asarray(1 - (1 - held) * (1 - awaited))


def _kept(rates: Floats, days: Floats, p: Floats) -> Floats:
    """Return the chance that a chain, p (n, S) up to scale, is after some days where it was, for all that moved it."""
    stay, arrive = _kernel(rates, days)
    return np.asarray((stay + _total(arrive * p) / _total(p))[:, 0])


def _grips(knots: _Knots, ahead: Floats, behind: Floats, rate: float, pi: Floats) -> tuple[Floats, Floats]:
    """Return for each knot how much is held of what was said up to it, and awaited of what is said from it on."""
    gap = np.zeros(len(knots.day))
    gap[:-1] = np.maximum(np.diff(knots.day), 0)
    rates = rate * pi + knots.extra
    kept, untouched = _kept(rates, gap, ahead * behind), np.exp(-_total(rates)[:, 0] * gap)
    open_share = np.exp(-np.ptp(knots.loglik, axis=1))
    held, awaited = 1 - open_share, 1 - open_share
    order, layers = _layers(knots.first)
    start = knots.first[order]
    for k, active in enumerate(layers[1:], start=1):
        here = start[:active] + k
        held[here] = 1 - (1 - kept[here - 1] * held[here - 1]) * open_share[here]
    for k in range(len(layers) - 1, 0, -1):
        here = start[: layers[k]] + k
        awaited[here - 1] = 1 - (1 - untouched[here - 1] * awaited[here]) * open_share[here - 1]
    return held, awaited

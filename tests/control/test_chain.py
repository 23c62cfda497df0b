"""The chain: known answers by hand, equality with a dense day-by-day recursion, and what every posterior must obey."""

from __future__ import annotations

from random import Random  # noqa: TC003 (hypothesis reads the types)
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontline.control.chain import QUIET, Chains, Evidence, Pushes, grip, log_likelihood, moves, posterior, smooth

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

DAY = 735_000  # some day in 2013


def evidence(*rows: tuple[int, int, list[float]], states: int = 2) -> Evidence:
    chain, day, loglik = zip(*rows, strict=True) if rows else ((), (), ())
    return Evidence(
        np.array(chain, dtype=np.int64),
        np.array(day, dtype=np.int64),
        np.array(loglik, dtype=float).reshape(len(rows), states),
    )


def pushes(*rows: tuple[int, int, int, list[float]], states: int = 2) -> Pushes:
    chain, start, end, mass = zip(*rows, strict=True) if rows else ((), (), (), ())
    return Pushes(
        np.array(chain, dtype=np.int64),
        np.array(start, dtype=np.int64),
        np.array(end, dtype=np.int64),
        np.array(mass, dtype=float).reshape(len(rows), states),
    )


def test_a_single_word_counts_as_bayes_says() -> None:
    chains = smooth(1, evidence((0, DAY, [np.log(3.0), 0.0])), pushes(), rate=0.001)
    assert posterior(chains, 0, DAY) == pytest.approx(np.array([[0.75, 0.25]]))


def test_belief_in_a_certain_hold_halves_its_way_to_even_odds_in_the_half_life_of_the_rate() -> None:
    chains = smooth(1, evidence((0, DAY, [200.0, 0.0])), pushes(), rate=np.log(2) / 100)
    assert posterior(chains, 0, [DAY + 100, DAY + 200, DAY - 100])[:, 0] == pytest.approx([0.75, 0.625, 0.75])


def test_between_two_certain_holds_of_two_sides_the_middle_day_is_even() -> None:
    chains = smooth(1, evidence((0, DAY, [200.0, 0.0]), (0, DAY + 10, [0.0, 200.0])), pushes(), rate=0.01)
    assert posterior(chains, 0, DAY + 5)[0, 0] == pytest.approx(0.5)


def test_a_hold_after_a_hold_of_the_same_side_makes_the_time_between_surer_than_either_alone() -> None:
    alone = smooth(1, evidence((0, DAY, [3.0, 0.0])), pushes(), rate=0.01)
    both = smooth(1, evidence((0, DAY, [3.0, 0.0]), (0, DAY + 60, [3.0, 0.0])), pushes(), rate=0.01)
    assert posterior(both, 0, DAY + 30)[0, 0] > posterior(alone, 0, DAY + 30)[0, 0]


def test_a_push_moves_a_certain_hold_by_its_mass_and_only_within_its_days() -> None:
    words, push = evidence((0, DAY, [200.0, 0.0])), pushes((0, DAY + 10, DAY + 11, [0.0, np.log(2)]))
    chains = smooth(1, words, push, rate=1e-12)
    assert posterior(chains, 0, [DAY + 10, DAY + 11, DAY + 500])[:, 1] == pytest.approx([0.0, 0.5, 0.5], abs=1e-6)


def test_a_chain_of_which_nothing_is_said_stays_with_its_redraw_distribution() -> None:
    chains = smooth(2, evidence((1, DAY, [5.0, 0.0])), pushes(), rate=0.01, pi=[0.3, 0.7])
    assert posterior(chains, 0, [DAY - 1000, DAY, DAY + 1000]) == pytest.approx(np.array([[0.3, 0.7]] * 3))


def test_words_about_one_chain_say_nothing_of_another() -> None:
    words = [(0, DAY, [4.0, 0.0]), (0, DAY + 30, [0.0, 4.0])]
    alone = smooth(1, evidence(*words), pushes(), rate=0.01)
    among = smooth(3, evidence(*words, (1, DAY, [0.0, 9.0]), (2, DAY + 3, [1.0, 0.0])), pushes(), rate=0.01)
    assert posterior(among, 0, DAY + 7) == pytest.approx(posterior(alone, 0, DAY + 7), abs=1e-12)


def test_contradicting_certainties_on_one_day_give_no_infinities() -> None:
    words = evidence(*[(0, DAY, [900.0, 0.0])] * 20, *[(0, DAY + 1, [0.0, 900.0])] * 20)
    p = posterior(smooth(1, words, pushes(), rate=1e-6), 0, [DAY, DAY + 1])
    assert p == pytest.approx(np.eye(2), abs=1e-9)


def test_the_quiet_rate_is_the_prior_where_no_chain_is_heard_of_twice() -> None:
    assert smooth(2, evidence((0, DAY, [3.0, 0.0]), (1, DAY, [0.0, 3.0])), pushes()).rate == QUIET


def test_the_quiet_rate_is_found_from_chains_that_were_seen_to_change() -> None:
    rng = np.random.default_rng(7)
    rows, truth = [], 1 / 400
    for chain in range(200):
        state = rng.integers(2)
        for step in range(12):
            rows.append((chain, DAY + 100 * step, [8.0, 0.0] if state == 0 else [0.0, 8.0]))
            if rng.random() < 1 - np.exp(-100 * truth):
                state = rng.integers(2)
    assert smooth(200, evidence(*rows), pushes()).rate == pytest.approx(truth, rel=0.15)


def test_moves_put_a_reported_change_on_its_day() -> None:
    words = evidence((0, DAY, [6.0, 0.0]), (0, DAY + 20, [0.0, 6.0]))
    chains = smooth(1, words, pushes((0, DAY + 9, DAY + 10, [0.0, 2.0])), rate=1e-5)
    changed = moves(chains, 0, np.arange(DAY + 1, DAY + 21))[:, 0, 1]
    assert int(changed.argmax()) + 1 == 10
    assert changed.sum() == pytest.approx(1.0, abs=0.02)


def test_grip_is_lost_to_moves_elsewhere_and_kept_through_moves_to_where_the_chain_is() -> None:
    words = evidence((0, DAY, [200.0, 0.0]), (1, DAY, [200.0, 0.0]))
    push = pushes((0, DAY + 1, DAY + 2, [0.0, 3.0]), (1, DAY + 1, DAY + 2, [3.0, 0.0]))
    chains = smooth(2, words, push, rate=1e-9)
    assert grip(chains, [0, 1], DAY + 3) == pytest.approx([np.exp(-3.0), 1.0], abs=1e-3)


# A war small enough to count by hand, day by day.
STATES = st.integers(2, 4)


@st.composite
def wars(draw: st.DrawFn) -> tuple[int, Evidence, Pushes, float, list[float]]:
    states, chains = draw(STATES), draw(st.integers(1, 4))
    nats = st.floats(-6, 6, allow_nan=False)
    vector = st.lists(nats, min_size=states, max_size=states)
    chain, day = st.integers(0, chains - 1), st.integers(DAY, DAY + 40)
    words = draw(st.lists(st.tuples(chain, day, vector), max_size=12))
    masses = st.lists(st.floats(0, 3), min_size=states, max_size=states)
    moved = draw(st.lists(st.tuples(chain, day, st.integers(1, 15), masses), max_size=5))
    rate = draw(st.floats(1e-5, 0.2))
    pi = draw(st.lists(st.floats(0.05, 1), min_size=states, max_size=states))
    return (
        chains,
        evidence(*words, states=states),
        pushes(*[(one, start, start + days, mass) for one, start, days, mass in moved], states=states),
        rate,
        [share / sum(pi) for share in pi],
    )


def dense(chain: int, words: Evidence, push: Pushes, rate: float, pi: list[float]) -> tuple[Floats, Floats, float]:
    """Forward and backward by days, as every textbook has it: posteriors, pairs, log-likelihood."""
    days = np.arange(DAY - 5, DAY + 70)
    states = len(pi)
    likelihood = np.ones((len(days), states))
    for c, d, loglik in zip(*words, strict=True):
        if c == chain:
            likelihood[d - days[0]] *= np.exp(loglik)
    step = np.zeros((len(days), states, states))  # from the day before
    for at, day in enumerate(days):
        rates = rate * np.array(pi)
        for c, start, end, mass in zip(*push, strict=True):
            if c == chain and start < day <= end:
                rates = rates + mass / (end - start)
        total = rates.sum()
        step[at] = np.exp(-total) * np.eye(states) + (1 - np.exp(-total)) * rates / total
    ahead = np.zeros((len(days), states))
    ahead[0] = np.array(pi) * likelihood[0]
    for at in range(1, len(days)):
        ahead[at] = (ahead[at - 1] @ step[at]) * likelihood[at]
    behind = np.ones((len(days), states))
    for at in range(len(days) - 2, -1, -1):
        behind[at] = step[at + 1] @ (likelihood[at + 1] * behind[at + 1])
    total = (ahead * behind).sum(axis=1, keepdims=True)
    pairs = ahead[:-1, :, None] * step[1:] * (likelihood * behind)[1:, None, :]
    return ahead * behind / total, pairs / total[1:, :, None], float(np.log(total[0, 0]))


@given(wars())
def test_the_closed_form_is_the_day_by_day_recursion(war: tuple[int, Evidence, Pushes, float, list[float]]) -> None:
    count, words, push, rate, pi = war
    chains = smooth(count, words, push, rate=rate, pi=pi)
    days = np.arange(DAY - 5, DAY + 70)
    for chain in range(count):
        by_days, pairs, _ = dense(chain, words, push, rate, pi)
        np.testing.assert_allclose(posterior(chains, chain, days), by_days, atol=1e-9)
        np.testing.assert_allclose(moves(chains, chain, days[1:]), pairs, atol=1e-9)


@given(wars())
def test_the_likelihood_of_the_whole_record_is_the_day_by_day_one(
    war: tuple[int, Evidence, Pushes, float, list[float]],
) -> None:
    count, words, push, rate, pi = war
    by_days = sum(dense(chain, words, push, rate, pi)[2] for chain in range(count))
    # Each knot's evidence is taken relative to its likeliest state.
    best: dict[tuple[int, int], Floats] = {}
    for c, d, loglik in zip(*words, strict=True):
        best[c, d] = best.get((c, d), np.zeros(len(pi))) + loglik
    offset = sum(float(loglik.max()) for loglik in best.values())
    chains = smooth(count, words, push, rate=rate, pi=pi)
    assert log_likelihood(chains) + offset == pytest.approx(by_days, abs=1e-8)


@given(wars(), st.randoms(use_true_random=False))
def test_the_order_in_which_words_are_entered_changes_nothing(
    war: tuple[int, Evidence, Pushes, float, list[float]], random: Random
) -> None:
    count, words, push, rate, pi = war
    order = list(range(len(words.chain)))
    random.shuffle(order)
    shuffled = Evidence(words.chain[order], words.day[order], words.loglik[order])

    def at(chains: Chains) -> Floats:
        return posterior(chains, np.arange(count)[:, None], np.arange(DAY, DAY + 50)[None, :])

    one, other = smooth(count, words, push, rate=rate, pi=pi), smooth(count, shuffled, push, rate=rate, pi=pi)
    np.testing.assert_allclose(at(one), at(other), atol=1e-12)


@given(wars())
def test_posteriors_are_probabilities_and_grips_are_shares(
    war: tuple[int, Evidence, Pushes, float, list[float]],
) -> None:
    count, words, push, rate, pi = war
    chains = smooth(count, words, push, rate=rate, pi=pi)
    every, days = np.arange(count)[:, None], np.arange(DAY - 5, DAY + 70)[None, :]
    p, share = posterior(chains, every, days), grip(chains, every, days)
    np.testing.assert_allclose(p.sum(axis=1), 1.0)
    assert (p >= 0).all()
    assert ((share >= 0) & (share <= 1)).all()

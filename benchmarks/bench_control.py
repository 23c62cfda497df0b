"""Posteriors for 10,000 places over 10 years with 100,000 claims, beside hmmlearn doing the same by days.

    python benchmarks/bench_control.py [--peer-places 1000]

The same model for both: five sides, one rate, one word a day at most, so that hmmlearn's CategoricalHMM (its faster
`scaling` implementation) can take a word as a symbol and a silent day as another; the posteriors are compared. hmmlearn
is run on some of the places (all of one length, so its time is linear in their number) and its time scaled up: the
first column says on how many. Then ours alone with the same claims spread over 1, 10 and 100 years; and the whole
room, from claims and reports to beliefs, spilling over to neighbours included.
"""

from __future__ import annotations

import argparse
import time
from datetime import date, timedelta
from typing import TYPE_CHECKING, TypeVar

import numpy as np
import shapely
from hmmlearn.hmm import CategoricalHMM

from frontline.control import believe, control_map, place_beliefs
from frontline.control.chain import Chains, Evidence, Pushes, posterior, smooth
from frontline.model import Claim, Place, Record, Report, Side, Span, Theatre

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

T = TypeVar("T")
SIDES, STRENGTHS, RATE = 5, np.array([1.0, 3.0]), 1 / 1000
FIRST = date(2012, 1, 1).toordinal()


def _war(places: int, claims: int, days: int) -> tuple[Ints, Ints, Ints, Ints]:
    """Return place, day, side and strength of claims, no two of one place on one day."""
    rng = np.random.default_rng(0)
    spot = rng.choice(places * days, claims, replace=False)
    return spot // days, spot % days, rng.integers(0, SIDES, claims), rng.integers(0, len(STRENGTHS), claims)


def _evidence(place: Ints, day: Ints, side: Ints, strength: Ints) -> Evidence:
    loglik = np.zeros((len(place), SIDES))
    loglik[np.arange(len(place)), side] = STRENGTHS[strength]
    return Evidence(place, FIRST + day, loglik)


def _pushes() -> Pushes:
    none = np.zeros(0, dtype=np.int64)
    return Pushes(none, none, none, np.zeros((0, SIDES)))


def _peer(place: Ints, day: Ints, side: Ints, strength: Ints, *, places: int, days: int) -> tuple[float, Floats]:
    """Run hmmlearn over the first places, day by day; return its seconds and its posteriors."""
    model = CategoricalHMM(n_components=SIDES, implementation="scaling")
    model.startprob_ = np.full(SIDES, 1 / SIDES)
    model.transmat_ = np.exp(-RATE) * np.eye(SIDES) + (1 - np.exp(-RATE)) / SIDES
    symbols = SIDES * len(STRENGTHS)
    # Likelihood ratios are all that counts: a common factor makes the rows sum to one.
    heard = np.ones((SIDES, symbols))
    for at, nats in enumerate(STRENGTHS):
        heard[np.arange(SIDES), np.arange(SIDES) * len(STRENGTHS) + at] = np.exp(nats)
    heard *= 0.5 / heard.sum(axis=1, keepdims=True)
    model.emissionprob_ = np.column_stack([np.full(SIDES, 0.5), heard])
    model.n_features = symbols + 1
    said = np.zeros((places, days), dtype=np.int64)
    mine = place < places
    said[place[mine], day[mine]] = 1 + side[mine] * len(STRENGTHS) + strength[mine]
    began = time.perf_counter()
    p = np.empty((places, days, SIDES))
    for start in range(0, places, 100):
        block = said[start : start + 100]
        p[start : start + 100] = model.predict_proba(block.reshape(-1, 1), [days] * len(block)).reshape(-1, days, SIDES)
    return time.perf_counter() - began, p


def _timed(run: Callable[[], T], rounds: int = 3) -> tuple[float, T]:
    best = float("inf")
    for _ in range(rounds):
        began = time.perf_counter()
        result = run()
        best = min(best, time.perf_counter() - began)
    return best, result


def _every_day(chains: Chains, places: int, days: int) -> None:
    for start in range(0, places, 200):
        posterior(chains, np.arange(start, start + 200)[:, None], FIRST + np.arange(days)[None, :])


def _theatre(places: int) -> Theatre:
    side = int(np.ceil(np.sqrt(places)))
    return Theatre(
        "grid",
        "grid",
        date.fromordinal(FIRST),
        date.fromordinal(FIRST + 3652),
        {f"s{at}": Side(f"s{at}", f"s{at}", "#888888") for at in range(SIDES)},
        {str(at): Place(str(at), str(at), 35 + 0.02 * (at // side), 36 + 0.02 * (at % side)) for at in range(places)},
        shapely.box(35.9, 34.9, 36.1 + 0.02 * side, 35.1 + 0.02 * side),
        "+proj=laea +lat_0=36 +lon_0=37 +datum=WGS84 +units=m +no_defs",
    )


def _record(place: Ints, day: Ints, side: Ints, strength: Ints) -> Record:
    reports = {f"r{at}": Report(f"r{at}", f"r{at}", "", f"r{at}", "BD"[at % 2]) for at in range(200)}
    start = date.fromordinal(FIRST)
    claims = tuple(
        Claim(
            "gain" if strong else "hold",
            f"s{held}",
            None,
            str(where),
            place_id=str(where),
            when=Span.day(start + timedelta(days=int(when))),
            report=f"r{at % 200}",
            readers=("hand",),
        )
        for at, (where, when, held, strong) in enumerate(zip(place, day, side, strength, strict=True))
    )
    return Record(reports, claims)


def main() -> None:
    """Print seconds and ratios."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--places", type=int, default=10_000)
    parser.add_argument("--claims", type=int, default=100_000)
    parser.add_argument("--years", type=int, default=10)
    parser.add_argument("--peer-places", type=int, default=1000)
    asked = parser.parse_args()
    days = asked.years * 365
    war = _war(asked.places, asked.claims, days)
    every = np.arange(asked.places)
    words = _evidence(*war)

    peer, theirs = _peer(*war, places=asked.peer_places, days=days)
    scaled = peer * asked.places / asked.peer_places
    smoothing, chains = _timed(lambda: smooth(asked.places, words, _pushes(), rate=RATE))
    day, _ = _timed(lambda: posterior(chains, every, FIRST + days // 2))
    all_days, _ = _timed(lambda: _every_day(chains, asked.places, days), rounds=1)
    ours = posterior(chains, np.arange(asked.peer_places)[:, None], FIRST + np.arange(days)[None, :])
    apart = np.abs(ours.reshape(theirs.shape) - theirs).max()

    print(f"{asked.places:,} places, {asked.years} years by days, {asked.claims:,} claims, {SIDES} sides\n")
    print(f"{'':58} {'s':>9} {'ratio':>8}")
    name = f"hmmlearn, {asked.peer_places:,} places"
    print(f"{name:58} {peer:9.2f}")
    print(f"{f'hmmlearn, all {asked.places:,} places (scaled up from those)':58} {scaled:9.2f} {1:8.0f}")
    print(f"{'ours, smoothed':58} {smoothing:9.2f} {scaled / smoothing:8.0f}")
    print(f"{'ours, smoothed and asked for all places on one day':58} {smoothing + day:9.2f} ", end="")
    print(f"{scaled / (smoothing + day):8.0f}")
    print(f"{'ours, smoothed and asked for all places on every day':58} {smoothing + all_days:9.2f} ", end="")
    print(f"{scaled / (smoothing + all_days):8.1f}")
    print(f"\ngreatest difference between the two posteriors: {apart:.1e}\n")

    print("the same claims over more years, ours, smoothed and asked for all places on one day:")
    for years in (1, 10, 100):
        spread = _evidence(*_war(asked.places, asked.claims, years * 365))
        seconds, _ = _timed(
            lambda spread=spread, years=years: posterior(  # type: ignore[misc]
                smooth(asked.places, spread, _pushes(), rate=RATE), every, FIRST + years * 180
            )
        )
        print(f"  {years:3} years {seconds:8.3f} s")

    print("\nthe whole room, from claims and reports:")
    theatre, record = _theatre(asked.places), _record(*war)
    seconds, belief = _timed(lambda: believe(theatre, record), rounds=1)
    knots = len(belief.places.chains.day)
    print(f"  believe (rate found, moves spilt: {knots:,} knots) {seconds:8.2f} s")
    when = date.fromordinal(FIRST + days // 2)
    print(f"  all places on a day, with neighbours      {_timed(lambda: place_beliefs(belief, when))[0]:8.3f} s")
    print(f"  a control map of a day, the first         {_timed(lambda: control_map(belief, when), 1)[0]:8.3f} s")
    print(f"  a control map of a day, each further one  {_timed(lambda: control_map(belief, when))[0]:8.3f} s")


if __name__ == "__main__":
    main()

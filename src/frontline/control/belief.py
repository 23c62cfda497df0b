"""What is believed of a theatre from its record: places, sieges and roads, on any day.

Three families of chains share one mechanism. A place's states are the sides; a siege's are the besieging sides and
"nobody"; a *leg*, the stretch of a route between two places that road claims name, has the sides for states like a
place, and a claim about a wider stretch bears on every leg inside it.
"""

from __future__ import annotations

__all__ = [
    "Belief",
    "Family",
    "Testimony",
    "believe",
    "change_days",
    "evidence_of",
    "leg_beliefs",
    "legs_of",
    "place_beliefs",
    "place_control",
    "siege_beliefs",
    "siege_probability",
    "timeline",
]

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, partial
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from frontline._errors import NotFoundError
from frontline.model import Claim, PlaceControl, Record, Span, Stretch, Theatre

from . import chain, emissions, neighbours

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from .emissions import Row

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

# What a hold of start.csv says for its side, in nats: 999 to 1 where a source says so, 99 to 1 where it is assumed.
START_SOURCED = float(np.log(999))
START_ASSUMED = float(np.log(99))
START_PUSH = 1.0  # moves to its side that such a hold suggests on its first day, as where it follows upon another's
ASSUMED = "assumed"
SPILL_SPACINGS = 1.5  # the width of the bell by which a move spills over, in the places' spacings
# The chance that nobody besieges a place that is besieged at some time, where nothing else is known.
FREE = 0.98
# A spell is disputed where what speaks against its holder is at least this share of what is said about it.
DISPUTED_SHARE = 0.25


class Words(NamedTuple):
    """All that is said to the chains of a family, a row a word.

    Whose word (index into the record's claims, -1 the start), to which chain, on which day, what (nats by state).
    """

    claim: Ints
    chain: Ints
    day: Ints
    loglik: Floats


@dataclass(frozen=True, eq=False)
class Family:
    """Chains of one kind: what they are about, their states (None: nobody), what was said to them, smoothed."""

    index: Mapping[str | Stretch, int]
    states: tuple[str | None, ...]
    words: Words
    chains: chain.Chains


class Testimony(NamedTuple):
    """A claim's part in a belief: its weight, and how far the belief goes along with it.

    `agrees` is the mean probability, on the days it speaks of, of the states that it says are likeliest.
    """

    claim: Claim
    weight: float
    agrees: float


@dataclass(frozen=True, eq=False)
class Belief:
    """What is believed of a theatre from its record. Ask it with the functions of this module."""

    theatre: Theatre
    record: Record
    sides: tuple[str, ...]
    weights: Floats
    places: Family
    sieges: Family
    legs: Family

    @cached_property
    def ground(self) -> neighbours.Ground:
        """The places' neighbourhoods, through which belief spreads."""
        return neighbours.lay(*_points(self.theatre), _spoken_of(self.places))

    @cached_property
    def cells(self) -> tuple[BaseGeometry, ...]:
        """The Thiessen cells of the places; see `areas.cells`."""
        from . import areas  # noqa: PLC0415

        return tuple(areas.cells(self.theatre))

    @cached_property
    def spells(self) -> _Spells:
        """The runs of knots between which a place's likeliest holder stays, with what is said for and against."""
        return _spells(self.places)


def believe(theatre: Theatre, record: Record, *, rate: float | None = None) -> Belief:
    """Turn a record into a belief about every place, siege and road of the theatre.

    `rate` is the quiet rate of change a day, of places; None finds the likeliest from the record (of each family).
    """
    sides = tuple(theatre.sides)
    claims = [emissions.told(claim) for claim in record.claims]
    within = Span(theatre.start, theatre.end + timedelta(days=1))
    spans = [emissions.span_of(claim, record.reports.get(claim.report), until=within) for claim in claims]
    weights = emissions.weigh(claims, record.reports, spans)
    legs = _legs(theatre, claims)
    places: dict[str | Stretch, int] = {place: at for at, place in enumerate(theatre.places)}
    sieges: dict[str | Stretch, int] = {}
    garrisons: dict[str, set[str | None]] = {}
    for claim in claims:
        if claim.kind in {"besiege", "relieve"} and claim.place_id in places and claim.factual:
            sieges.setdefault(claim.place_id, len(sieges))
            inside = claim.target if claim.kind == "besiege" else claim.actor
            garrisons.setdefault(claim.place_id, set()).add(inside)
    heard = _heard(theatre, claims)
    by_side: dict[str | None, float] = dict(zip(sides, heard.tolist(), strict=True))
    to_places: list[Row] = []
    to_sieges: list[Row] = []
    to_legs: list[Row] = []
    for at, (claim, span, weight) in enumerate(zip(claims, spans, weights, strict=True)):
        if span is None or not weight:
            continue
        say = partial(emissions.rows_of, claim, span, index=at)
        holds, besieges = emissions.EMISSIONS[claim.kind]
        if claim.stretch is not None:
            on = legs.inside(claim.stretch)
            to_legs += say(holds, chains=[legs.number[leg] for leg in on], states=by_side)
            if on and claim.kind in emissions.ENDS:
                ends = [places[on[0].start], places[on[-1].end]]
                to_places += say(emissions.ENDS[claim.kind], chains=ends, states=by_side)
        elif claim.place_id in places:
            # Whoever fights his way to his own garrison does not attack the place that it holds.
            if claim.kind in {"attack", "advance"} and claim.actor in garrisons.get(claim.place_id, ()):
                continue
            to_places += say(holds, chains=[places[claim.place_id]], states=by_side)
            if besieges is not None and claim.place_id in sieges:
                to_sieges += say(besieges, chains=[sieges[claim.place_id]], states=by_side | {None: 0.0})
    weigh = np.array(weights)
    of_places = _family(places, sides, to_places, weigh, rate=rate, pi=heard, theatre=theatre)
    # Sieges and roads are too few to tell a rate of their own: one war, one quiet rate.
    rate = of_places.chains.rate
    besieged = np.append((1 - FREE) * heard, FREE)
    return Belief(
        theatre,
        record,
        sides,
        weigh,
        of_places,
        _family(sieges, (*sides, None), to_sieges, weigh, rate=rate, pi=besieged),
        _family(legs.number, sides, to_legs, weigh, rate=rate, pi=heard),
    )


def _heard(theatre: Theatre, claims: Iterable[Claim]) -> Floats:
    """Return how often each side is heard of: its share of start holds and factual claims, each side once more."""
    count = Counter(claim.actor for claim in claims if claim.factual)
    count.update(hold.side for hold in theatre.start_holds)
    named = np.array([1.0 + count[side] for side in theatre.sides])
    return np.asarray(named / named.sum())


def _points(theatre: Theatre) -> tuple[Floats, Floats]:
    places = theatre.places.values()
    return np.array([place.lon for place in places]), np.array([place.lat for place in places])


def _spilled(theatre: Theatre, words: Words, pushes: chain.Pushes) -> chain.Pushes:
    """Return the pushes on the places near those that some pushes speak of, if anything is ever said of them."""
    if not len(pushes.chain):
        return pushes
    one, other, apart = neighbours.near(*_points(theatre), within=3 * SPILL_SPACINGS)
    spoken = np.zeros(len(theatre.places), dtype=bool)
    spoken[words.chain] = True
    heard = spoken[other]
    one, other, apart = one[heard], other[heard], apart[heard]
    order = np.argsort(one, kind="stable")
    one, other, share = one[order], other[order], np.exp(-0.5 * (apart[order] / SPILL_SPACINGS) ** 2)
    # What spills from one place over one span is one push; it then goes to each of the place's neighbours.
    key = np.column_stack([pushes.chain, pushes.start, pushes.end])
    unique, at = np.unique(key, axis=0, return_inverse=True)
    mass = np.zeros((len(unique), pushes.mass.shape[1]))
    np.add.at(mass, at, pushes.mass)
    begin, end = np.searchsorted(one, unique[:, 0]), np.searchsorted(one, unique[:, 0], side="right")
    count = end - begin
    source = np.repeat(np.arange(len(unique)), count)
    edge = np.arange(len(source)) - np.repeat(np.cumsum(count) - count, count) + begin[source]
    return chain.Pushes(other[edge], unique[source, 1], unique[source, 2], mass[source] * share[edge, None])


def _family(
    index: Mapping[str | Stretch, int],
    states: tuple[str | None, ...],
    rows: Sequence[Row],
    weight: Floats,
    *,
    rate: float | None,
    pi: Floats | None = None,
    theatre: Theatre | None = None,
) -> Family:
    """Smooth the chains of a family; with a theatre, they are its places and have its holds of start.csv, too."""
    words = _words([row for row in rows if row.moment not in {"push", "spill"}], weight, len(states))
    pushes = [_pushes([row for row in rows if row.moment == "push"], weight, len(states))]
    if theatre is not None:
        start = _start(theatre, index, states)
        words = Words(
            np.concatenate([start.claim, words.claim]),
            np.concatenate([start.chain, words.chain]),
            np.concatenate([start.day, words.day]),
            np.concatenate([start.loglik, words.loglik]),
        )
        spills = _pushes([row for row in rows if row.moment == "spill"], weight, len(states))
        began = chain.Pushes(start.chain, start.day - 1, start.day, np.where(start.loglik > 0, START_PUSH, 0.0))
        pushes += [began, _spilled(theatre, words, spills)]
    every = chain.Pushes(*map(np.concatenate, zip(*pushes, strict=True)))
    evidence = chain.Evidence(words.chain, words.day, words.loglik)
    return Family(index, states, words, chain.smooth(len(index), evidence, every, rate=rate, pi=pi))


def _pushes(rows: Sequence[Row], weight: Floats, states: int) -> chain.Pushes:
    moved = _words(rows, weight, states)
    return chain.Pushes(moved.chain, moved.day, np.array([row.last for row in rows], dtype=np.int64), moved.loglik)


def _words(rows: Sequence[Row], weight: Floats, states: int) -> Words:
    claim = np.array([row.claim for row in rows], dtype=np.int64)
    values = np.array([row.values for row in rows], dtype=float).reshape(len(rows), states)
    return Words(
        claim,
        np.array([row.chain for row in rows], dtype=np.int64),
        np.array([row.first for row in rows], dtype=np.int64),
        values * weight[claim][:, None],
    )


def _start(theatre: Theatre, places: Mapping[str | Stretch, int], sides: tuple[str | None, ...]) -> Words:
    """Return what start.csv says, at the end of the first day of each hold."""
    holds = theatre.start_holds
    loglik = np.zeros((len(holds), len(sides)))
    for at, hold in enumerate(holds):
        loglik[at, sides.index(hold.side)] = START_ASSUMED if hold.source == ASSUMED else START_SOURCED
    return Words(
        np.full(len(holds), -1, dtype=np.int64),
        np.array([places[hold.place] for hold in holds], dtype=np.int64),
        np.array([hold.since.toordinal() for hold in holds], dtype=np.int64),
        loglik,
    )


class _Legs(NamedTuple):
    number: dict[str | Stretch, int]
    of: dict[str, list[Stretch]]
    order: dict[str, dict[str, int]]

    def inside(self, stretch: Stretch) -> list[Stretch]:
        """Return the legs of a stretch of a route, in the route's order."""
        order = self.order.get(stretch.route, {})
        if stretch.start not in order or stretch.end not in order:
            return []
        low, high = sorted((order[stretch.start], order[stretch.end]))
        return [leg for leg in self.of[stretch.route] if low <= order[leg.start] and order[leg.end] <= high]


def _legs(theatre: Theatre, claims: Iterable[Claim]) -> _Legs:
    """Part each route at the places at which road claims begin and end."""
    order = {
        route.id: {place: at for at, place in reversed(list(enumerate(route.places)))}
        for route in theatre.routes.values()
    }
    cuts: dict[str, set[int]] = {}
    for claim in claims:
        stretch = claim.stretch
        if stretch is not None and {stretch.start, stretch.end} <= order.get(stretch.route, {}).keys():
            ends = {order[stretch.route][stretch.start], order[stretch.route][stretch.end]}
            cuts.setdefault(stretch.route, {0, len(theatre.routes[stretch.route].places) - 1}).update(ends)
    of = {
        route: [
            Stretch(route, theatre.routes[route].places[low], theatre.routes[route].places[high])
            for low, high in pairwise(sorted(ends))
        ]
        for route, ends in cuts.items()
    }
    index: dict[str | Stretch, int] = {}
    for legs in of.values():
        for leg in legs:
            index.setdefault(leg, len(index))
    return _Legs(index, of, order)


def _one(family: Family, thing: str | Stretch, days: Sequence[date]) -> Floats:
    return chain.posterior(family.chains, family.index[thing], [day.toordinal() for day in days])


def place_beliefs(belief: Belief, day: date) -> Floats:
    """Return the probability of each side at every place on a day: (places, sides), in the theatre's orders.

    A place's own evidence is an anchor, the weaker the longer ago; what is left open its neighbours fill in.
    """
    count = len(belief.places.index)
    own = chain.posterior(belief.places.chains, np.arange(count), day.toordinal())
    return neighbours.spread(belief.ground, own, freshness(belief.places, day))


def freshness(family: Family, day: date) -> Floats:
    """Return for each chain how much of its evidence still bears on a day, 0 (nothing said) to 1.

    The chance that nothing was redrawn since the nearest knot on either side, times how much was said in all.
    """
    return chain.grip(family.chains, np.arange(len(family.index)), day.toordinal())


def timeline(belief: Belief, place_id: str, days: Sequence[date]) -> Floats:
    """Return the probability of each side at one place on some days: (days, sides)."""
    at = _place(belief, place_id)
    if _spoken_of(belief.places)[at]:
        return _one(belief.places, place_id, days)
    return np.array([place_beliefs(belief, day)[at] for day in days]).reshape(len(days), len(belief.sides))


def _spoken_of(family: Family) -> NDArray[np.bool_]:
    return np.diff(family.chains.first) > 0


def _place(belief: Belief, place_id: str) -> int:
    if place_id not in belief.places.index:
        raise NotFoundError(f"no place '{place_id}' in the theatre {belief.theatre.name}")
    return belief.places.index[place_id]


def siege_beliefs(belief: Belief, place_id: str, days: Sequence[date]) -> Floats:
    """Return the probability that each side besieges a place on some days, and last that nobody does.

    (days, sides + 1). A place that no report calls besieged or relieved is not.
    """
    _place(belief, place_id)
    if place_id not in belief.sieges.index:
        return np.tile(np.eye(len(belief.sides) + 1)[-1], (len(days), 1))
    return _one(belief.sieges, place_id, days)


def siege_probability(belief: Belief, place_id: str, days: Sequence[date]) -> Floats:
    """Return the probability that a place is under siege on some days: (days,)."""
    return 1 - siege_beliefs(belief, place_id, days)[:, -1]


def legs_of(belief: Belief, route_id: str) -> tuple[Stretch, ...]:
    """Return the stretches into which road claims part a route, in its order; none where no claim speaks of it."""
    return tuple(leg for leg in belief.legs.index if isinstance(leg, Stretch) and leg.route == route_id)


def leg_beliefs(belief: Belief, route_id: str, day: date) -> dict[Stretch, Floats]:
    """Return for each leg of a route the probability that each side holds it on a day, by what is said of the road."""
    return {leg: _one(belief.legs, leg, [day])[0] for leg in legs_of(belief, route_id)}


def change_days(belief: Belief) -> list[date]:
    """Return, sorted, the days on which a place's, leg's or siege's likeliest state may have become another.

    All other days look like the one before them, but for probabilities.
    """
    days: set[int] = set()
    for family in (belief.places, belief.sieges, belief.legs):
        days.update(_turns(family.chains).tolist())
    return [date.fromordinal(day) for day in sorted(days)]


def _turns(chains: chain.Chains) -> Ints:
    """Return the first days of new likeliest states: at knots, and by bisection between two knots that differ."""
    which = np.repeat(np.arange(len(chains.first) - 1), np.diff(chains.first))
    best = chain.posterior(chains, which, chains.day).argmax(axis=1)
    turned = np.flatnonzero((which[1:] == which[:-1]) & (best[1:] != best[:-1]))
    low, high, owner, then = chains.day[turned], chains.day[turned + 1], which[turned], best[turned]
    found = []
    while len(low):
        middle = (low + high) // 2
        same = chain.posterior(chains, owner, middle).argmax(axis=1) == then
        low, high = np.where(same, middle, low), np.where(same, high, middle)
        done = high - low <= 1
        found.append(high[done])
        low, high, owner, then = low[~done], high[~done], owner[~done], then[~done]
    return np.unique(np.concatenate(found)) if found else np.zeros(0, dtype=np.int64)


class _Spells(NamedTuple):
    run: Ints  # of each knot
    holder: Ints  # of each knot
    disputed: NDArray[np.bool_]  # of each run


def _spells(family: Family) -> _Spells:
    chains, words = family.chains, family.words
    which = np.repeat(np.arange(len(chains.first) - 1), np.diff(chains.first))
    holder = chain.posterior(chains, which, chains.day).argmax(axis=1)
    new = np.ones(len(which), dtype=bool)
    new[1:] = (which[1:] != which[:-1]) | (holder[1:] != holder[:-1])
    run = np.cumsum(new) - 1
    knot = np.searchsorted(which << 32 | chains.day, words.chain << 32 | words.day)
    said = words.loglik[np.arange(len(knot)), holder[knot]]
    others = words.loglik.copy()
    others[np.arange(len(knot)), holder[knot]] = -np.inf
    lead = said - others.max(axis=1, initial=-np.inf)
    runs = int(new.sum())
    pro = np.bincount(run[knot], np.maximum(lead, 0), minlength=runs)
    contra = np.bincount(run[knot], np.maximum(-lead, 0), minlength=runs)
    return _Spells(run, holder, contra > DISPUTED_SHARE * (pro + contra))


def _disputed(belief: Belief, day: date) -> NDArray[np.bool_]:
    """Say of each place whether what is said of the spell that the day lies in contradicts itself."""
    chains, spells = belief.places.chains, belief.spells
    count = len(belief.places.index)
    ordinal = day.toordinal()
    holder = chain.posterior(chains, np.arange(count), ordinal).argmax(axis=1)
    which = np.repeat(np.arange(count), np.diff(chains.first))
    before = np.searchsorted(which << 32 | chains.day, np.arange(count) << 32 | ordinal, side="right") - 1
    disputed = np.zeros(count, dtype=bool)
    for at in (before, before + 1):
        there = (at >= chains.first[:-1]) & (at < chains.first[1:])
        knot = np.where(there, at, 0)
        if len(chains.day):
            disputed |= there & (spells.holder[knot] == holder) & spells.disputed[spells.run[knot]]
    return disputed


def place_control(belief: Belief, day: date) -> tuple[PlaceControl, ...]:
    """Return the belief about every place on a day, in the theatre's order."""
    p = place_beliefs(belief, day)
    disputed = _disputed(belief, day)
    words = belief.places.words
    by_claim = np.unique(np.column_stack([words.chain, words.claim])[words.claim >= 0], axis=0)
    claims = np.bincount(by_claim[:, 0], minlength=len(p))
    return tuple(
        PlaceControl(
            place_id=place.id,
            place=place.name,
            lat=place.lat,
            lon=place.lon,
            holder=belief.sides[int(p[at].argmax())],
            p=dict(zip(belief.sides, p[at].tolist(), strict=True)),
            claims=int(claims[at]),
            disputed=bool(disputed[at]),
        )
        for at, place in enumerate(belief.theatre.places.values())
    )


def evidence_of(belief: Belief, thing: str | Stretch) -> tuple[Testimony, ...]:
    """Return what the record says of a place (who holds it, who besieges it) or of a stretch, by date.

    A claim that bears on both comes once, with its word on who holds the place.
    """
    found: dict[int, tuple[float, list[float]]] = {}
    if isinstance(thing, str):
        _place(belief, thing)
        asked = [
            (family, [at]) for family in (belief.places, belief.sieges) if (at := family.index.get(thing)) is not None
        ]
    else:
        asked = [(belief.legs, [belief.legs.index[leg] for leg in _inside(belief, thing)])]
    for family, chains in asked:
        mine = np.isin(family.words.chain, chains) & (family.words.claim >= 0)
        words = _only(family.words, mine)
        p = chain.posterior(family.chains, words.chain, words.day)
        top = words.loglik >= words.loglik.max(axis=1, keepdims=True, initial=-np.inf)
        heard = set(found)
        for claim, agrees in zip(words.claim.tolist(), (p * top).sum(axis=1).tolist(), strict=True):
            if claim not in heard:
                found.setdefault(claim, (float(belief.weights[claim]), []))[1].append(agrees)
    order = sorted(found, key=lambda at: (belief.record.claims[at].when or Span(date.max, date.max), at))
    return tuple(
        Testimony(belief.record.claims[at], found[at][0], sum(found[at][1]) / len(found[at][1])) for at in order
    )


def _only(words: Words, rows: NDArray[np.bool_]) -> Words:
    return Words(words.claim[rows], words.chain[rows], words.day[rows], words.loglik[rows])


def _inside(belief: Belief, stretch: Stretch) -> list[Stretch]:
    return _legs(belief.theatre, belief.record.claims).inside(stretch)

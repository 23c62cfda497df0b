"""What is believed of a theatre from its record: places, sieges and roads.

Three families of chains share one mechanism. A place's states are the sides; a siege's are the besieging sides and
"nobody"; a *leg*, the stretch of a route between two places that road claims name, has the sides for states like a
place, and a claim about a wider stretch bears on every leg inside it.
"""

from __future__ import annotations

__all__ = ["Belief", "believe"]

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property, partial
from typing import TYPE_CHECKING

import numpy as np

from frontline.model import Record, Span, Stretch, Theatre

from . import emissions, neighbours
from .families import Family, join, spots
from .legs import Legs, part

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from frontline.model import Claim, ControlMap

    from .disputes import Spells
    from .emissions import Row

    Floats = NDArray[np.float64]

# The chance that nobody besieges a place that is besieged at some time, where nothing else is known.
FREE = 0.98


@dataclass(frozen=True, eq=False)
class Belief:
    """What is believed of a theatre from its record; `questions` and `disputes` ask it.

    `weights` are those of the record's claims, by index. `drawn`, where the belief is taken from a map of polygons, has
    the ground of each place in its `cells`, and in its `areas` what hangs on none.
    """

    theatre: Theatre
    record: Record
    sides: tuple[str, ...]
    weights: Floats
    places: Family
    sieges: Family
    legs: Family
    parted: Legs
    drawn: ControlMap | None = None

    @cached_property
    def ground(self) -> neighbours.Ground:
        """The places' neighbourhoods, through which belief spreads."""
        return neighbours.lay(*spots(self.theatre), np.diff(self.places.chains.first) > 0)

    @cached_property
    def cells(self) -> tuple[BaseGeometry, ...]:
        """The ground of each place: as drawn, else the Thiessen cells of the places; see `areas.cells`."""
        from . import areas  # noqa: PLC0415

        if self.drawn is not None and self.drawn.cells is not None:
            return tuple(self.drawn.cells.values())
        return tuple(areas.cells(self.theatre))

    @cached_property
    def spells(self) -> Spells:
        """The runs in which each place's likeliest holder stays; see `disputes.spells_of`."""
        from . import disputes  # noqa: PLC0415

        return disputes.spells_of(self.places)


def believe(theatre: Theatre, record: Record, *, rate: float | None = None) -> Belief:
    """Turn a record into a belief about every place, siege and road of the theatre.

    `rate` is the quiet rate of change a day; None finds the likeliest from what the record says of places.
    """
    sides = tuple(theatre.sides)
    claims = [emissions.told(claim) for claim in record.claims]
    within = Span(theatre.start, theatre.end + timedelta(days=1))
    spans = [emissions.span_of(claim, record.reports.get(claim.report), until=within) for claim in claims]
    weights = emissions.weigh(claims, record.reports, spans)
    legs = part(theatre, claims)
    places: dict[str | Stretch, int] = {place: at for at, place in enumerate(theatre.places)}
    sieges: dict[str | Stretch, int] = {}
    garrisons: dict[str, set[str | None]] = {}
    for claim in claims:
        if claim.kind in {"besiege", "relieve"} and claim.place_id in places and claim.factual:
            sieges.setdefault(claim.place_id, len(sieges))
            inside = claim.target if claim.kind == "besiege" else claim.actor
            garrisons.setdefault(claim.place_id, set()).add(inside)
    heard = _heard(theatre, [claim for claim, weight in zip(claims, weights, strict=True) if weight])
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
    of_places = join(places, sides, to_places, weigh, rate=rate, pi=heard, theatre=theatre)
    # Sieges and roads are too few to tell a rate of their own: one war, one quiet rate.
    rate = of_places.chains.rate
    besieged = np.append((1 - FREE) * heard, FREE)
    return Belief(
        theatre,
        record,
        sides,
        weigh,
        of_places,
        join(sieges, (*sides, None), to_sieges, weigh, rate=rate, pi=besieged),
        join(legs.number, sides, to_legs, weigh, rate=rate, pi=heard),
        legs,
    )


def _heard(theatre: Theatre, claims: Iterable[Claim]) -> Floats:
    """Return how often each side is heard of: its share of start holds and claims that count, each side once more."""
    count = Counter(claim.actor for claim in claims)
    count.update(hold.side for hold in theatre.start_holds)
    named = np.array([1.0 + count[side] for side in theatre.sides])
    return np.asarray(named / named.sum())

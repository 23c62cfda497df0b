"""What a claim is about on the ground: places, legs of road, sieges, and what of the record speaks of the same."""

from __future__ import annotations

__all__ = ["Ground", "claims_about", "ground_of", "tested_days", "told_days"]

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from frontline.control.emissions import span_of, told
from frontline.model import Span, Stretch
from frontline.names import is_road, resolve

if TYPE_CHECKING:
    from collections.abc import Iterator

    from frontline.control import Belief
    from frontline.model import Claim, Report, Theatre
    from frontline.names import NameIndex


_WORDS = 6  # of a road's name that are looked at: what precedes them is no part of a place's


class Ground(NamedTuple):
    """The places (ids) and, on a road, the stretch that a claim speaks of; both empty where it is on no map."""

    places: frozenset[str]
    stretch: Stretch | None

    @property
    def known(self) -> bool:
        """Whether the theatre has it."""
        return bool(self.places) or self.stretch is not None


def ground_of(claim: Claim, theatre: Theatre, index: NameIndex) -> Ground:
    """Return what a claim speaks of.

    A road that is named by one place on it ("the highway through X", "the road that runs by X") says which road only
    if one knows; what is told of it happened at that place.
    """
    if claim.stretch is None and claim.place_id is not None and claim.place_id in theatre.places:
        return Ground(frozenset([claim.place_id]), None)
    if claim.stretch is None:
        by_road = frozenset(place for route in theatre.routes.values() for place in route.places)
        return Ground(_named_in(claim.place, by_road, index) if _of_a_road(claim) else frozenset(), None)
    places = theatre.routes[claim.stretch.route].places
    if (claim.stretch.start, claim.stretch.end) == (places[0], places[-1]):
        return Ground(_named_in(claim.place, frozenset(places), index), claim.stretch)
    low, high = sorted((places.index(claim.stretch.start), places.index(claim.stretch.end)))
    return Ground(frozenset(places[low : high + 1]), claim.stretch)


def _of_a_road(claim: Claim) -> bool:
    return claim.kind in {"cut", "reopen"} or is_road(claim.place)


def _named_in(name: str, places: frozenset[str], index: NameIndex) -> frozenset[str]:
    """Return the one of some places with which the name of a road ends, if any."""
    words = name.split()[-_WORDS:]
    for at in range(len(words)):
        match = resolve(index, " ".join(words[at:]), near=tuple(sorted(places)))
        if match.place is not None and match.place.id in places:
            return frozenset([match.place.id])
    return frozenset()


def told_days(claim: Claim, report: Report | None, theatre: Theatre) -> Span | None:
    """Return the days that a claim of the record is about, as `control` counts them; None where nobody can tell."""
    return span_of(claim, report, until=Span(theatre.start, theatre.end))


def tested_days(claim: Claim, report: Report, theatre: Theatre) -> Span | None:
    """Return the days on which a claim of the checked report is tested; None where nothing tells them.

    Where the report names no day a reader dates its news to the day before it came out and that day: a guess from the
    date alone. A text that looks back may mean any day of the weeks before, and is held to the month, as an undated
    claim is.
    """
    published = report.published
    if published is not None and published.days == 1 and "hand" not in claim.readers:
        guessed = Span(published.start - timedelta(days=1), published.end)
        if claim.when in {guessed, published}:
            claim = replace(claim, when=None)
    return told_days(claim, report, theatre)


def claims_about(belief: Belief, ground: Ground) -> Iterator[tuple[Claim, Claim]]:
    """Yield the record's factual claims that speak of the ground, each as it stands and in the words of the table.

    Of a place speak the claims of it and those of a road that begins, ends or leads through there; of a road those of
    a stretch that overlaps it, and those of places on it.
    """
    for claim in belief.record.claims:
        if claim.factual and _about(belief, claim, ground):
            yield claim, told(claim)


def _about(belief: Belief, claim: Claim, ground: Ground) -> bool:
    if claim.stretch is None:
        return claim.place_id in ground.places
    places = belief.theatre.routes[claim.stretch.route].places
    low, high = sorted((places.index(claim.stretch.start), places.index(claim.stretch.end)))
    if ground.places:
        return not ground.places.isdisjoint(places[low : high + 1])
    return ground.stretch is not None and ground.stretch.route == claim.stretch.route

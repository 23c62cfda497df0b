"""Roads in legs: the stretches of a route between the places that road claims name."""

from __future__ import annotations

__all__ = ["Legs", "part"]

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from frontline.model import Stretch

if TYPE_CHECKING:
    from collections.abc import Iterable

    from frontline.model import Claim, Theatre


class Legs(NamedTuple):
    """All legs with their numbers, those of each route, and where on its route each place comes first."""

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


def part(theatre: Theatre, claims: Iterable[Claim]) -> Legs:
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
    return Legs(index, of, order)

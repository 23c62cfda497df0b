"""Roads as reports name them: by the places that they join, to the stretch of a route between these."""

from __future__ import annotations

__all__ = ["is_road", "resolve_road"]

import re
from typing import TYPE_CHECKING

from frontline.model import Stretch

from .index import fold
from .lexicon import ROAD
from .match import resolve
from .sound import sound, words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from frontline.model import Route

    from .index import NameIndex

_WORDS = frozenset(sound(words_of(ROAD.replace(" ", "\n"))).split())
_ARTICLE = re.compile(r"\b([aeiu]l|[ae](?:sh|th|dh|[stdznrl])|[аэ](?:ль|ш|[стднзр]))\s*-\s*(?=\w)", re.IGNORECASE)
_BRACKETS = re.compile(r"\([^)]*\)")
# What parts the places that a road joins; a hyphen and the Arabic "and" may be part of a name as well.
_JOINTS = (
    r"\s*[–—―→↔/,;+&]\s*|\s+(?:and|to|from|between|via|through|und|et|y|и|та|і|до|от|из|از|به|تا|و|إلى|الى|من|بين)\s+"
)
_SPLITS = tuple(
    re.compile(joints, re.IGNORECASE)
    for joints in (rf"{_JOINTS}|\s*-\s*", rf"{_JOINTS}|\s*-\s*|\s+و(?=\w\w\w)", _JOINTS, r"\s+")
)


def is_road(name: str) -> bool:
    """Say whether a name has a word for a road in it."""
    return not _WORDS.isdisjoint(fold(name).split())


def resolve_road(index: NameIndex, routes: Iterable[Route], name: str) -> Stretch | None:
    """Find the stretch of a route that the name of a road means, None where no route fits.

    A road named by two places or more is the stretch between the outermost of them. One that is called as a route is,
    or named by one place, is the whole route: such a name does not say where on it. Where several routes fit, that one
    wins which has more of the places, then whose own name has them, then the shorter stretch, then the first.
    """
    routes = [route for route in routes if route.places]
    fitting = []
    for ends in _ends(name):
        fitting = [fit for order, route in enumerate(routes) if (fit := _fit(index, route, ends, order))]
        if fitting:
            break
    best = min(fitting, default=None)
    if best and best[0] < -1:
        return best[-1]
    asked = _folded(name)
    for route in routes:
        if asked and asked in map(_folded, (route.name, *route.aliases)):
            return Stretch(route.id, route.places[0], route.places[-1])
    return best[-1] if best else None


def _folded(name: str) -> tuple[str, ...]:
    return tuple(word for word in fold(_BRACKETS.sub(" ", name)).split() if word not in _WORDS)


def _ends(name: str) -> Iterator[tuple[str, ...]]:
    """Yield the places that a road's name may name, by each way of parting it."""
    name = _ARTICLE.sub(r"\1 ", _BRACKETS.sub(" ", name))
    tried = set()
    for split in _SPLITS:
        words = (" ".join(word for word in end.split() if fold(word) not in _WORDS) for end in split.split(f" {name} "))
        ends = tuple(end for end in words if fold(end))
        ends = tuple(end for end in ends if not end.islower()) or ends  # "the main road to A": "main" is no place
        if ends and ends not in tried:
            tried.add(ends)
            yield ends


def _fit(
    index: NameIndex, route: Route, ends: tuple[str, ...], order: int
) -> tuple[int, int, int, int, Stretch] | None:
    """Return how well a route fits, less being better, and the stretch; None where it does not."""
    stops = [stop for end in ends if (stop := _stop(index, route, end)) is not None]
    if not stops or len(stops) < min(len(ends), 2):
        return None
    first, last = min(stops), max(stops)
    named = len(_named(index, route) & set(stops))
    if first == last:
        return -1, -named, 0, order, Stretch(route.id, route.places[0], route.places[-1])
    stretch = Stretch(route.id, route.places[first], route.places[last])
    return -len(set(stops)), -named, last - first, order, stretch


def _stop(index: NameIndex, route: Route, name: str) -> int | None:
    """Return which of the route's places a name means, if any; other places nearby may be meant as well."""
    key = ("stop", route.places, name)
    if key not in index.cache:
        match = resolve(index, name, near=route.places)
        on = match.place is not None and match.place.id in route.places
        index.cache[key] = route.places.index(match.place.id) if on and match.place else None
    stop: int | None = index.cache[key]
    return stop


def _named(index: NameIndex, route: Route) -> set[int]:
    """Return which of its places a route's own name has."""
    ends = next(_ends(route.name), ())
    return {stop for end in ends if (stop := _stop(index, route, end)) is not None}

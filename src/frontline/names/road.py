"""Roads as reports name them: by the places that they join, to the stretch of a route between these."""

from __future__ import annotations

__all__ = ["is_road", "resolve_road"]

import re
from typing import TYPE_CHECKING

from frontline.model import Stretch

from .index import build_index, fold
from .lexicon import ROAD
from .match import resolve
from .sound import sound, words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from frontline.model import Route

    from .index import NameIndex

_WORDS = frozenset(sound(words_of(ROAD)).split())
_JOINTS = re.compile(
    r"\s*[–—―→↔/,;]\s*|\s+-+\s*|\s*-+\s+|\s+(?:and|to|from|between|via|und|et|y|и|та|і|до|از|به|تا|إلى|الى|و)\s+",
    re.IGNORECASE,
)
_HYPHEN = re.compile(r"-")


def is_road(name: str) -> bool:
    """Say whether a name speaks of a road."""
    return not _WORDS.isdisjoint(fold(name).split())


def resolve_road(index: NameIndex, routes: Iterable[Route], name: str) -> Stretch | None:
    """Find the stretch of a route that the name of a road means, None where no route fits."""
    routes = [route for route in routes if route.places]
    folded = fold(name)
    for route in routes:
        if folded in {fold(known) for known in (route.name, *route.aliases)}:
            return Stretch(route.id, route.places[0], route.places[-1])
    ends = _ends(index, name)
    best: tuple[int, int, Stretch] | None = None
    for route in routes:
        at = [place for place in (_place_on(index, route, end) for end in ends) if place is not None]
        if not at or len(at) < min(len(ends), 2):
            continue
        first, last = (min(at), max(at)) if len(set(at)) > 1 else (0, len(route.places) - 1)
        found = (-len(set(at)), last - first, Stretch(route.id, route.places[first], route.places[last]))
        best = min(best, found) if best else found
    return best[2] if best else None


def _ends(index: NameIndex, name: str) -> list[str]:
    bare = " ".join(word for word in name.replace("-", " - ").split() if fold(word) not in _WORDS)
    ends = [end.strip(" -") for end in _JOINTS.split(f" {bare} ") if end and end.strip(" -")]
    return ends


def _place_on(index: NameIndex, route: Route, end: str) -> int | None:
    """Return the position on the route of the place that an end names; a route's own name names its ends too."""
    cache = index.cache
    key = ("route", route.id, route.places)
    if key not in cache:
        cache[key] = build_index(index.places[index.number[place]] for place in route.places if place in index.number)
    match = resolve(cache[key], end)  # type: ignore[arg-type]
    if match.place is not None:
        return route.places.index(match.place.id)
    parts = _parts(route.name)
    if parts and fold(end) == fold(parts[0]):
        return 0
    if parts and fold(end) == fold(parts[-1]):
        return len(route.places) - 1
    return None


def _parts(name: str) -> Sequence[str]:
    bare = " ".join(word for word in re.sub(r"\(.*?\)", "", name).split() if fold(word) not in _WORDS)
    return [part.strip() for part in re.split(r"[–—-]", bare) if part.strip()]

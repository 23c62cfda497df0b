"""What a person calls a place or a road, found in a theatre."""

from __future__ import annotations

__all__ = ["place_named", "route_named"]

from typing import TYPE_CHECKING

from frontline._errors import NotFoundError

if TYPE_CHECKING:
    from frontline.model import Stretch, Theatre


def place_named(theatre: Theatre, name: str) -> str:
    """Return the id of the place that a spelling means; NotFoundError names what is near it."""
    from frontline.names import build_index, resolve  # noqa: PLC0415

    if name in theatre.places:
        return name
    match = resolve(build_index(theatre.places.values()), name)
    if match.place is not None:
        return match.place.id
    near = [f"'{theatre.places[one.place.id].name}'" for one in match.alternatives[:3]]
    raise NotFoundError(
        f"no place '{name}' in {theatre.name}" + (f"; did you mean {' or '.join(near)}?" if near else "")
    )


def route_named(theatre: Theatre, name: str) -> Stretch:
    """Return the route, or the stretch of one, that a name means; NotFoundError names the routes there are."""
    from frontline.model import Stretch  # noqa: PLC0415
    from frontline.names import build_index, resolve_road  # noqa: PLC0415

    if name in theatre.routes:
        places = theatre.routes[name].places
        return Stretch(name, places[0], places[-1])
    stretch = resolve_road(build_index(theatre.places.values()), theatre.routes.values(), name)
    if stretch is not None:
        return stretch
    known = ", ".join(theatre.routes) or "none"
    raise NotFoundError(f"no route '{name}' in {theatre.name}; its routes: {known}")

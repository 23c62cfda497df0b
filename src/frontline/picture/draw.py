"""The picture of a day: what a control map means, and what the record adds to it."""

from __future__ import annotations

__all__ = ["draw", "draw_map", "rear_of"]

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from shapely.geometry import MultiPoint

from frontline._errors import InputError
from frontline.control import control_map
from frontline.model import Picture, SideTotal

from .course import course, plots
from .fronts import fronts
from .measure import area_km2
from .pockets import pockets
from .routes import NEAR_KM, route_states
from .salients import salients
from .sieges import sieges
from .tempo import tempo

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from shapely.geometry.base import BaseGeometry

    from frontline.control import Belief
    from frontline.model import ControlMap, Place, Pocket, Salient, Stretch, Theatre


def draw(
    belief: Belief,
    day: date,
    *,
    scale_km: float | None = None,
    near_km: float = NEAR_KM,
    last_weeks: int | None = 26,
    supposing: Mapping[str, str] | None = None,
    cut: Sequence[Stretch] = (),
) -> Picture:
    """Return the picture of a day of a theatre.

    `scale_km` is the finest width of a salient (`salients`), `near_km` how near enemy ground threatens a road
    (`route_history`), `last_weeks` how many weeks of tempo are given. `supposing` are sides by place id and `cut`
    stretches of routes: the picture as it would be if these places were theirs and these roads closed to all; what
    is otherwise believed stays as it is, and tempo is the record's. InputError where the day is not one of the
    theatre's.
    """
    theatre = belief.theatre
    if not theatre.start <= day < theatre.end:
        raise InputError(f"{day} is no day of {theatre.name}, which runs from {theatre.start} up to {theatre.end}")
    mapped = control_map(belief, day, supposing=supposing)
    picture = draw_map(mapped, rear=rear_of(theatre), gazetteer=theatre.places.values(), scale_km=scale_km)
    return replace(
        picture,
        salients=_told_apart(_leading(belief, salient, day) for salient in picture.salients),
        pockets=tuple(_dated(belief, pocket, day, supposed=bool(supposing)) for pocket in picture.pockets),
        routes=route_states(belief, day, near_km=near_km, supposing=supposing, cut=cut),
        tempo=tempo(belief, day, last_weeks=last_weeks),
    )


def draw_map(
    mapped: ControlMap,
    *,
    rear: Mapping[str, BaseGeometry] | None = None,
    gazetteer: Iterable[Place] = (),
    scale_km: float | None = None,
) -> Picture:
    """Return the picture of a control map by its geometry alone: no routes, no tempo, pockets without a beginning."""
    places = tuple(gazetteer)
    held = [place.holder for place in mapped.places]
    return Picture(
        day=mapped.day,
        sides={side: SideTotal(area_km2(area), held.count(side)) for side, area in mapped.areas.items()},
        fronts=fronts(mapped),
        salients=_told_apart(salients(mapped, rear=rear, gazetteer=places, scale_km=scale_km)),
        pockets=pockets(mapped, rear=rear, gazetteer=places),
        routes=(),
        tempo={},
    )


def rear_of(theatre: Theatre) -> dict[str, BaseGeometry]:
    """Return the places from which each side is supplied as points (lon/lat), of the sides that name any."""
    return {
        side.id: MultiPoint([(theatre.places[place].lon, theatre.places[place].lat) for place in side.rear])
        for side in theatre.sides.values()
        if side.rear
    }


def _told_apart(found: Iterable[Salient]) -> tuple[Salient, ...]:
    """Give things of one name, as two necks on the way to one place, the names of their necks as well."""
    named: list[Salient] = []
    for salient in found:
        taken = any(salient.name == other.name for other in named)
        near = salient.neck.near
        named.append(replace(salient, name=f"{salient.name} at {near}") if taken and near else salient)
    return tuple(named)


def _leading(belief: Belief, salient: Salient, day: date) -> Salient:
    """Call a salient a corridor where a place beyond its neck was relieved over it: it joins what was apart."""
    relieved = {siege.place for siege in sieges(belief, until=day) if siege.end and siege.by[-1] != salient.side}
    to = next((place for place in salient.beyond if place in relieved), None)
    return replace(salient, kind="corridor", name=f"{to} corridor") if to else salient


def _dated(belief: Belief, pocket: Pocket, day: date, *, supposed: bool) -> Pocket:
    """Say since when a pocket has been cut off: by the siege of a place in it, or by going back from map to map."""
    for siege in sieges(belief, until=day):
        if siege.place in pocket.places and siege.end is None:
            by = tuple(dict.fromkeys((*pocket.by, *siege.by[-1:])))
            return replace(pocket, since=siege.start, days=(day - siege.start).days + 1, by=by)
    since = _cut_off_since(belief, pocket, day, day if supposed else None)
    return pocket if since is None else replace(pocket, since=since, days=(day - since).days + 1)


def _cut_off_since(belief: Belief, pocket: Pocket, day: date, since: date | None) -> date | None:
    """Return the day since which the pocket's first place has had no way to its side's rear nor out of the map.

    None where it had none when the record begins, or where the pocket has no place; `since` where it has one.
    """
    theatre, followed, graph = belief.theatre, course(belief), plots(belief)
    names = [place.name for place in theatre.places.values()]
    if not pocket.places:
        return None
    place, side = names.index(pocket.places[0]), belief.sides.index(pocket.side)
    rear = set(theatre.sides[pocket.side].rear)
    joined = graph.on_edge | np.array([one in rear for one in theatre.places])
    for row in range(followed.until(day) - 1, -1, -1):
        part = graph.parts(followed.holder[row] == side)
        if part[place] < 0 or joined[part == part[place]].any():
            return since
        since = followed.days[row]
    return None

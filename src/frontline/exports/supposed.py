"""What is supposed as layers for a GIS: who is cut off, where a corridor is cut most cheaply, what would help it."""

from __future__ import annotations

__all__ = ["halt_layers", "what_if_layers"]

from typing import TYPE_CHECKING, Any

import shapely
from shapely.geometry import MultiPolygon

from .control import heads
from .layers import Layer

if TYPE_CHECKING:
    from collections.abc import Iterable

    from shapely.geometry.base import BaseGeometry

    from frontline.model import Theatre
    from frontline.outlook.halt import Halt, Hold
    from frontline.outlook.whatif import WhatIf

    Row = tuple[dict[str, Any], BaseGeometry]


def what_if_layers(supposed: WhatIf, theatre: Theatre) -> tuple[Layer, ...]:
    """Return the layers `supposed` (the places that are supposed somebody's) and `cut_off`."""
    day = supposed.before.day.isoformat()
    taken = [
        ({"place": theatre.places[place].name, "date": day, "side": side}, _point(theatre, place))
        for place, side in supposed.taken.items()
    ]
    lost = [
        (
            {
                "place": one.place,
                "kind": one.kind,
                "date": day,
                "side": one.side,
                "how": one.how,
                "way_km": None if one.way_km is None else round(one.way_km, 3),
                "people": one.people,
                "garrison": one.garrison,
            },
            _point(theatre, one.place_id),
        )
        for one in supposed.cut_off
    ]
    colours = {side.id: side.colour for side in theatre.sides.values()}
    return (
        Layer("supposed", "Point", tuple(taken), ("side", colours)),
        Layer("cut_off", "Point", tuple(lost), ("side", colours)),
    )


def halt_layers(halted: Halt, theatre: Theatre) -> tuple[Layer, ...]:
    """Return the layers `corridors`, `shortest_lines` and `cheapest_places` of what lies open at a halt.

    In `cheapest_places` a place has a row for each thing that it is: to be lost (`cut`, `cut by road`), what leads
    nowhere then (`cut off`), to be taken (`one more way`, `second road`, `as wide as long`).
    """
    day = halted.picture.day.isoformat()
    corridors: list[Row] = [
        (
            {
                "corridor": one.corridor.name,
                "kind": one.corridor.kind,
                "side": halted.side,
                "date": day,
                "length_km": round(one.corridor.length_km, 3),
                "neck_km": round(one.corridor.neck.width_km, 3),
                "exposed_km": round(sum(flank.exposed_km for flank in one.flanks), 3),
                "wider_km": round(one.wider_km, 3),
                "fewest_places": len(one.by_ground.places) if one.by_ground else None,
                "fewest_by_road": len(one.by_road.places) if one.by_road else None,
            },
            MultiPolygon([*shapely.get_parts(one.corridor.shape)]),
        )
        for one in halted.corridors
    ]
    lines = [
        (
            {
                "corridor": one.corridor.name,
                "side": halted.side,
                "date": day,
                "length_km": round(one.line.length_km, 3),
            },
            one.line.line,
        )
        for one in halted.corridors
        if one.line is not None
    ]
    places = [row for one in halted.corridors for row in _places(one, theatre, day)]
    colours = {side.id: side.colour for side in theatre.sides.values()}
    return (
        Layer("corridors", "MultiPolygon", tuple(corridors), ("side", colours)),
        Layer("shortest_lines", "MultiLineString", tuple(lines), ("side", colours)),
        Layer("cheapest_places", "Point", tuple(places)),
    )


def _places(one: Hold, theatre: Theatre, day: str) -> Iterable[Row]:
    for what, those in (
        ("cut", one.by_ground.places if one.by_ground else ()),
        ("cut by road", one.by_road.places if one.by_road else ()),
        ("cut off", one.by_ground.cuts_off if one.by_ground else ()),
        ("one more way", one.one_more or ()),
        ("second road", one.second_road or ()),
        ("as wide as long", one.widening),
    ):
        for place in those:
            given = heads(theatre.places[place])
            row = {"place": theatre.places[place].name, "what": what, "corridor": one.corridor.name, "date": day}
            yield {**row, "people": given.get("people"), "garrison": given.get("garrison")}, _point(theatre, place)


def _point(theatre: Theatre, place: str) -> BaseGeometry:
    return shapely.Point(theatre.places[place].lon, theatre.places[place].lat)

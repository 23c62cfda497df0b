"""A day's map as a browser needs it to step through time: the ground once, then two numbers a place.

The cells of the places and the borders between them are the same on all days. A day only says who holds each place
and how sure that is; the page paints the cells, and draws as front every border between two holders.
"""

from __future__ import annotations

__all__ = ["areas", "changed_hands", "differences", "frame", "ground", "layers_of", "theatre_value"]

import json
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from frontline.exports.layers import geojson, layers
from frontline.picture.course import plots
from frontline.sources.metrics import area_km2

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from frontline.control import Belief
    from frontline.model import ControlMap, Picture, PlaceControl, Theatre

    from .basemap import Basemap
    from .desk import Desk, Stage

_DIGITS = 5  # of coordinates on the screen: a metre


def theatre_value(desk: Desk, stage: Stage) -> dict[str, Any]:
    """Return what does not change with the day: sides, places, routes, days, and what this desk can do."""
    theatre = desk.theatre
    places = list(theatre.places.values())
    spoken = set() if stage.belief is None else {claim.place_id for claim in stage.belief.record.claims}
    return {
        "id": theatre.id,
        "name": theatre.name,
        "kind": "series" if desk.series is not None else "theatre",
        "start": theatre.start,
        "end": theatre.end,
        "day": theatre.day or (theatre.start if stage.belief is not None else stage.days[-1]),
        "days": stage.days,
        "bounds": [round(value, _DIGITS) for value in theatre.boundary.bounds],
        "sides": [{"id": side.id, "name": side.name, "colour": side.colour} for side in theatre.sides.values()],
        "places": {
            "id": [place.id for place in places],
            "name": [place.name for place in places],
            "lon": [round(place.lon, _DIGITS) for place in places],
            "lat": [round(place.lat, _DIGITS) for place in places],
            "kind": [place.kind for place in places],
            "size": [place.size for place in places],
            "spoken": [int(place.id in spoken) for place in places],
        },
        "routes": [
            {"id": route.id, "name": route.name, "places": list(route.places)} for route in theatre.routes.values()
        ],
        "edit": desk.edit,
        "who": desk.who if desk.edit else "",
        "basemap": None if desk.basemap is None else _basemap(desk.basemap),
        "reports": 0 if stage.belief is None else len(stage.belief.record.reports),
        "claims": 0 if stage.belief is None else len(stage.belief.record.claims),
        "state": desk.state,
    }


def _basemap(basemap: Basemap) -> dict[str, Any]:
    return {
        "tiles": basemap.tiles,
        "kind": basemap.kind,
        "zooms": basemap.zooms,
        "bounds": basemap.bounds,
        "layers": basemap.layers,
        "attribution": basemap.attribution,
    }


def ground(stage: Stage) -> dict[str, Any]:
    """Return the cells (`place`), the borders between them (`one`, `other`), the boundary and the water (GeoJSON)."""
    theatre = stage.theatre
    features = [_feature(theatre.boundary, {"layer": "boundary"})]
    if theatre.water is not None:
        features.append(_feature(theatre.water, {"layer": "water"}))
    if stage.belief is not None:
        cells = stage.belief.cells
        features += [
            _feature(cell, {"layer": "cell"}, number) for number, cell in enumerate(cells) if not cell.is_empty
        ]
        features += _borders(stage.belief)
    return {"type": "FeatureCollection", "features": features}


def _borders(belief: Belief) -> list[dict[str, Any]]:
    pairs = plots(belief).pairs
    cells = np.array(belief.cells, dtype=object)
    lines = shapely.line_merge(shapely.intersection(shapely.boundary(cells[pairs[:, 0]]), cells[pairs[:, 1]]))
    kept = shapely.length(lines) > 0
    return [
        _feature(line, {"layer": "border", "one": int(one), "other": int(other)}, number)
        for number, (line, (one, other)) in enumerate(zip(lines[kept], pairs[kept], strict=True))
    ]


def frame(theatre: Theatre, day: date, places: Sequence[PlaceControl]) -> dict[str, Any]:
    """Return who holds each place on a day, by number of side, how sure that is (percent), and what is disputed."""
    number = {side: at for at, side in enumerate(theatre.sides)}
    return {
        "date": day,
        "holder": [number[place.holder] for place in places],
        "percent": [int(100 * place.p[place.holder]) for place in places],
        "disputed": [at for at, place in enumerate(places) if place.disputed],
    }


def areas(mapped: ControlMap) -> dict[str, Any]:
    """Return the areas of the sides on a day and what of them is in doubt (GeoJSON)."""
    features = [_feature(area, {"layer": "area", "side": side}) for side, area in mapped.areas.items()]
    if mapped.doubt is not None and not mapped.doubt.is_empty:
        features.append(_feature(mapped.doubt, {"layer": "doubt"}))
    return {"type": "FeatureCollection", "date": mapped.day, "features": features}


def changed_hands(before: ControlMap, after: ControlMap) -> dict[str, Any]:
    """Return the ground that is in other hands on a later map than on an earlier one (GeoJSON), with its km²."""
    features = []
    for was, ground in before.areas.items():
        for is_, held in after.areas.items():
            if was == is_:
                continue
            parts = shapely.get_parts(shapely.intersection(ground, held))
            taken = shapely.MultiPolygon([part for part in parts if part.geom_type == "Polygon"])
            if not taken.is_empty:
                told = {"layer": "changed", "from": was, "to": is_, "area_km2": round(area_km2(taken), 3)}
                features.append(_feature(taken, told))
    features.sort(key=lambda one: -one["properties"]["area_km2"])
    return {"type": "FeatureCollection", "date": after.day, "against": before.day, "features": features}


def layers_of(theatre: Theatre, mapped: ControlMap, picture: Picture) -> dict[str, Any]:
    """Return what is drawn over the ground on a day: fronts, salients, necks, pockets, routes (GeoJSON)."""
    shown = [layer for layer in layers(theatre, mapped, picture) if layer.name not in {"areas", "places"}]
    return {**geojson(shown), "date": picture.day}


def differences(
    theatre: Theatre, before: Mapping[str, Any], after: Mapping[str, Any], *, least: int = 5
) -> list[dict[str, Any]]:
    """Return the places whose holder differs between two frames, or whose probability does by `least` percent."""
    sides = list(theatre.sides)
    rows = zip(
        theatre.places.values(), before["holder"], after["holder"], before["percent"], after["percent"], strict=True
    )
    return [
        {
            "place_id": place.id,
            "place": place.name,
            "from": sides[was],
            "to": sides[is_],
            "percent_before": p,
            "percent_after": q,
        }
        for place, was, is_, p, q in rows
        if was != is_ or abs(p - q) >= least
    ]


def _feature(shape: Any, properties: dict[str, Any], number: int | None = None) -> dict[str, Any]:  # noqa: ANN401
    rounded = shapely.set_precision(shape, 10**-_DIGITS, mode="pointwise")
    geometry = json.loads(shapely.to_geojson(shapely.orient_polygons(rounded)))
    told = {"type": "Feature", "geometry": geometry, "properties": properties}
    return told if number is None else {**told, "id": number}

"""Control as plain JSON values: the places of a day, and its areas as GeoJSON (RFC 7946)."""

from __future__ import annotations

__all__ = ["control_geojson", "heads", "place_rows"]

import json
from typing import TYPE_CHECKING, Any

import shapely

if TYPE_CHECKING:
    from collections.abc import Iterable

    from shapely.geometry.base import BaseGeometry

    from frontline.model import ControlMap, Place, PlaceControl, Theatre

_DIGITS = 1e-6  # degrees; a tenth of a metre


def place_rows(places: Iterable[PlaceControl]) -> list[dict[str, Any]]:
    """Return each place as a plain mapping; probabilities to six digits, the likeliest side first."""
    return [
        {
            "place_id": place.place_id,
            "place": place.place,
            "lat": place.lat,
            "lon": place.lon,
            "holder": place.holder,
            "p": {side: round(p, 6) for side, p in sorted(place.p.items(), key=lambda item: -item[1])},
            "claims": place.claims,
            "disputed": place.disputed,
        }
        for place in places
    ]


def heads(place: Place | None) -> dict[str, int]:
    """Return how many people and soldiers a place is given with; nothing where it is not."""
    given = {} if place is None else {"people": place.people, "garrison": place.garrison}
    return {what: count for what, count in given.items() if count is not None}


def control_geojson(theatre: Theatre, control_map: ControlMap) -> dict[str, Any]:
    """Return the areas by side, the doubtful part of them and the places of a day as one FeatureCollection."""
    day = control_map.day.isoformat()
    features = [
        _feature(area, {"layer": "area", "date": day, "side": side, "name": theatre.sides[side].name})
        for side, area in control_map.areas.items()
    ]
    if control_map.doubt is not None and not control_map.doubt.is_empty:
        features.append(_feature(control_map.doubt, {"layer": "doubt", "date": day}))
    features += [
        _feature(
            shapely.Point(row.pop("lon"), row.pop("lat")),
            {"layer": "place", "date": day, **row, **heads(theatre.places.get(row["place_id"]))},
        )
        for row in place_rows(control_map.places)
    ]
    return {"type": "FeatureCollection", "features": features}


def _feature(shape: BaseGeometry, properties: dict[str, Any]) -> dict[str, Any]:
    rounded = shapely.set_precision(shape, _DIGITS)
    # RFC 7946, 3.1.6: exterior rings counterclockwise.
    geometry = json.loads(shapely.to_geojson(shapely.orient_polygons(rounded)))
    return {"type": "Feature", "geometry": geometry, "properties": properties}

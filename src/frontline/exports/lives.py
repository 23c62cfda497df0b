"""Lives of salients and pockets as plain JSON values and as GeoJSON. Days are ISO dates, points [lon, lat]."""

from __future__ import annotations

__all__ = ["life_row", "lives_collection"]

from typing import TYPE_CHECKING, Any

import shapely

if TYPE_CHECKING:
    from collections.abc import Iterable

    from frontline.model import Life


def life_row(life: Life) -> dict[str, Any]:
    """Return a life as a plain mapping, without its shape."""
    return {
        "id": life.id,
        "name": life.name,
        "kind": life.kind,
        "side": life.side,
        "against": life.against,
        "start": life.start.isoformat(),
        "before_record": life.before_record,
        "end": life.end.isoformat() if life.end else None,
        "at": [round(value, 6) for value in life.at],
        "largest_km2": round(max(day.area_km2 for day in life.days), 3),
        "narrowest_km": _rounded(min((day.neck_km for day in life.days if day.neck_km is not None), default=None)),
        "matter_km2_days": round(life.matter, 1),
        "into": life.into,
        "events": [
            {
                "date": event.day.isoformat(),
                "after": event.after.isoformat() if event.after else None,
                "what": event.what,
                "figure": _rounded(event.figure),
            }
            for event in life.happenings
        ],
        "by_day": [
            {
                "date": day.day.isoformat(),
                "neck_km": _rounded(day.neck_km),
                "area_km2": round(day.area_km2, 3),
                "length_km": round(day.length_km, 3),
            }
            for day in life.days
        ],
    }


def lives_collection(lives: Iterable[Life]) -> dict[str, Any]:
    """Return the lives as a GeoJSON FeatureCollection (RFC 7946), each as it was at its largest, without its days."""
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "id": life.id,
                "geometry": shapely.geometry.mapping(
                    shapely.set_precision(shapely.orient_polygons(life.shape), 1e-6, mode="valid_output")
                ),
                "properties": {key: value for key, value in life_row(life).items() if key not in {"id", "by_day"}},
            }
            for life in lives
        ],
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 3)

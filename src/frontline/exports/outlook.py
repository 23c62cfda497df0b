"""What-if, sweep and events as plain JSON values. Days are ISO dates, points [lon, lat], figures to the metre."""

from __future__ import annotations

__all__ = ["what_if_value"]

from typing import TYPE_CHECKING, Any

from .picture import picture_value

if TYPE_CHECKING:
    from frontline.model import Salient
    from frontline.outlook.whatif import Isolated, NeckChange, RouteChange, WhatIf

_KM = 3  # digits: a metre


def what_if_value(supposed: WhatIf) -> dict[str, Any]:
    """Return a what-if as a plain mapping: two pictures and what differs."""
    before, after = supposed.before, supposed.after
    return {
        "date": before.day.isoformat(),
        "taken": dict(supposed.taken),
        "cut": [stretch._asdict() for stretch in supposed.cut],
        "before": picture_value(before),
        "after": picture_value(after),
        "cut_off": list(dict.fromkeys(one.place for one in supposed.cut_off)),
        "freed": list(dict.fromkeys(one.place for one in supposed.freed)),
        "isolated": [_isolated_row(one) for one in supposed.cut_off],
        "routes": [_route_row(one) for one in supposed.routes],
        "front_km_change": round(supposed.front_km_change, _KM),
        "flank_km_change": {side: round(km, _KM) for side, km in supposed.flank_km_change.items()},
        "area_km2_change": {
            side: round(_area(after, side) - _area(before, side), _KM) for side in {**before.sides, **after.sides}
        },
        "necks": [_neck_row(one) for one in supposed.necks],
    }


def _area(picture: Any, side: str) -> float:  # noqa: ANN401
    return float(picture.sides[side].area_km2) if side in picture.sides else 0.0


def _isolated_row(one: Isolated) -> dict[str, Any]:
    return {
        "place": one.place,
        "place_id": one.place_id,
        "kind": one.kind,
        "side": one.side,
        "how": one.how,
        "way_km": _rounded(one.way_km),
    }


def _route_row(one: RouteChange) -> dict[str, Any]:
    return {
        "id": one.id,
        "name": one.name,
        "side": one.side,
        "before": one.before,
        "after": one.after,
        "detour_km": _rounded(one.detour_km),
        "before_km": _rounded(one.before_km),
        "after_km": _rounded(one.after_km),
        "by_road_km": _rounded(one.by_road_km),
        "at": list(one.at),
    }


def _neck_row(one: NeckChange) -> dict[str, Any]:
    def measures(salient: Salient | None) -> dict[str, Any] | None:
        if salient is None:
            return None
        return {
            "kind": salient.kind,
            "neck_km": _rounded(salient.neck.width_km),
            "near": salient.neck.near,
            "flank_km": _rounded(salient.flank_km),
            "length_km": _rounded(salient.length_km),
        }

    return {"name": one.name, "side": one.side, "before": measures(one.before), "after": measures(one.after)}


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, _KM)

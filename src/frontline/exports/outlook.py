"""What-if, sweep and events as plain JSON values. Days are ISO dates, points [lon, lat], figures to the metre."""

from __future__ import annotations

__all__ = ["event_row", "halt_value", "loss_row", "need_row", "pair_row", "what_if_value"]

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from frontline.outlook.whatif import inside

from .picture import picture_value, salient_row, siege_row

if TYPE_CHECKING:
    from collections.abc import Iterable

    from shapely.geometry.base import BaseGeometry

    from frontline.model import Picture, Place, Salient, Theatre
    from frontline.outlook.events import Event
    from frontline.outlook.halt import Halt, Hold, PlaceCut
    from frontline.outlook.sweep import Loss, PairLoss, RouteNeed
    from frontline.outlook.whatif import Isolated, NeckChange, RouteChange, WhatIf

_KM = 3  # digits: a metre
_WHO = ("people", "garrison")
_BASES = {"airbase", "base"}  # the kinds of places that are a garrison's, whether or not its number is given


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
        "garrisons": list(dict.fromkeys(one.place for one in supposed.cut_off if _garrisoned(one))),
        **_inside(supposed.cut_off),
        "isolated": [_isolated_row(one) for one in supposed.cut_off],
        "routes": [_route_row(one) for one in supposed.routes],
        "front_km_change": round(supposed.front_km_change, _KM),
        "flank_km_change": {side: round(km, _KM) for side, km in supposed.flank_km_change.items()},
        "area_km2_change": {
            side: round(_area(after, side) - _area(before, side), _KM) for side in {**before.sides, **after.sides}
        },
        "necks": [_neck_row(one) for one in supposed.necks],
    }


def _area(picture: Picture, side: str) -> float:
    return picture.sides[side].area_km2 if side in picture.sides else 0.0


def _garrisoned(one: Isolated) -> bool:
    return one.garrison is not None or one.kind in _BASES


def _inside(those: Iterable[Isolated | Place]) -> dict[str, Any]:
    """Return under `inside` how many people and soldiers are in some places; nothing where none is given."""
    found = inside(those)
    known = {
        f"{what}{end}": getattr(found, f"{what}{end}")
        for what in _WHO
        if getattr(found, f"{what}_places")
        for end in ("", "_places")
    }
    return {"inside": known} if known else {}


def _isolated_row(one: Isolated) -> dict[str, Any]:
    return {
        "place": one.place,
        "place_id": one.place_id,
        "kind": one.kind,
        "side": one.side,
        "how": one.how,
        "way_km": _rounded(one.way_km),
        **{what: count for what in _WHO if (count := getattr(one, what)) is not None},
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


def halt_value(halted: Halt, theatre: Theatre) -> dict[str, Any]:
    """Return what lies open at a halt as a plain mapping; places by name."""
    return {
        "side": halted.side,
        "exposed_flank_km": round(halted.exposed_km, _KM),
        "corridors": [_hold_row(one, theatre) for one in halted.corridors],
    }


def _hold_row(one: Hold, theatre: Theatre) -> dict[str, Any]:
    def named(ids: tuple[str, ...] | None) -> list[str] | None:
        return None if ids is None else [theatre.places[place].name for place in ids]

    def cut(places: PlaceCut | None) -> dict[str, Any] | None:
        if places is None:
            return None
        held = _inside(theatre.places[place] for place in places.cuts_off)
        return {"places": named(places.places), "cuts_off": named(places.cuts_off), **held}

    return {
        **salient_row(one.corridor),
        "goal": None if one.goal is None else theatre.places[one.goal].name,
        "flanks_open": [
            {"toward": flank.toward, "exposed_km": round(flank.exposed_km, _KM), "against": list(flank.against)}
            for flank in one.flanks
        ],
        "fewest_places": cut(one.by_ground),
        "fewest_places_by_road": cut(one.by_road),
        "shortest_line": None
        if one.line is None
        else {"length_km": round(one.line.length_km, _KM), "line": _line(one.line.line)},
        "wider_km": round(one.wider_km, _KM),
        "one_more_way": named(one.one_more),
        "second_road": named(one.second_road),
        "as_wide_as_long": {
            "places": named(one.widening),
            "count": len(one.widening),
            "shortest_line_km": _rounded(one.widened_km),
        },
    }


def _line(line: BaseGeometry) -> list[list[list[float]]]:
    return [np.round(shapely.get_coordinates(piece), 6).tolist() for piece in shapely.get_parts(line)]


def loss_row(loss: Loss, theatre: Theatre) -> dict[str, Any]:
    """Return what the loss of one place would do as a plain mapping; places by name, `with` None."""
    return {
        "place": loss.place,
        "place_id": loss.place_id,
        "with": None,
        "cuts_off": [theatre.places[one].name for one in loss.cuts_off],
        "by_road": loss.by_road,
        **_inside(theatre.places[one] for one in loss.cuts_off),
        "routes": [route.id for route in loss.routes],
        "score": round(loss.score, _KM),
        "lengthened_km": round(loss.lengthened_km, _KM),
        "uncovers": list(loss.uncovers),
        "on_front": loss.on_front,
        "route_changes": [
            {"id": one.id, "before": one.before, "after": one.after, "detour_km": _rounded(one.detour_km)}
            for one in loss.routes
        ],
    }


def pair_row(pair: PairLoss, theatre: Theatre) -> dict[str, Any]:
    """Return what the loss of two places together would cut off as a plain mapping."""
    return {
        "place": pair.places[0],
        "place_id": pair.place_ids[0],
        "with": pair.places[1],
        "with_id": pair.place_ids[1],
        "cuts_off": [theatre.places[one].name for one in pair.cuts_off],
        **_inside(theatre.places[one] for one in pair.cuts_off),
        "routes": [],
        "score": round(pair.score, _KM),
    }


def need_row(need: RouteNeed, theatre: Theatre) -> dict[str, Any]:
    """Return a route with the places that have no other road as a plain mapping."""
    return {
        "id": need.id,
        "route": need.name,
        "status": need.status,
        "only_way_for": [theatre.places[one].name for one in need.only_way_for],
        "score": round(need.score, _KM),
    }


def event_row(event: Event, theatre: Theatre) -> dict[str, Any]:
    """Return an event as a plain mapping."""
    return {
        "date": event.day.isoformat(),
        "side": event.side,
        "against": list(event.against),
        "places": [theatre.places[one].name for one in event.places],
        "place_ids": list(event.places),
        "area_km2": round(event.area_km2, _KM),
        "front_km_change": round(event.front_km_change, _KM),
        "sieges_broken": [siege_row(siege) for siege in event.broken],
        "sieges_laid": [siege_row(siege) for siege in event.laid],
        "freed": [_isolated_row(one) for one in event.freed],
        "cut_off": [_isolated_row(one) for one in event.cut_off],
        "routes": [turn._asdict() for turn in event.routes],
        "weights": {key: round(value, 4) for key, value in event.weights.items()},
        "score": round(event.score, 4),
        "reason": event.reason,
    }

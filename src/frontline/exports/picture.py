"""The picture and histories as plain JSON values. Days are ISO dates, points [lon, lat], figures to the metre."""

from __future__ import annotations

__all__ = ["history_value", "picture_value", "route_history_value", "salient_row", "siege_row", "stretch_name"]

from typing import TYPE_CHECKING, Any

from .record import claim_row

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from frontline.model import Picture, Pocket, Salient, Siege, Stretch, Tempo, Theatre
    from frontline.picture.history import PlaceHistory
    from frontline.picture.routes import RouteSpell

_KM = 3  # digits: a metre
_DEGREES = 6


def picture_value(picture: Picture) -> dict[str, Any]:
    """Return a picture as a plain mapping."""
    return {
        "date": picture.day.isoformat(),
        "sides": {
            side: {"area_km2": round(total.area_km2, _KM), "places": total.places}
            for side, total in picture.sides.items()
        },
        "fronts": [{"sides": list(front.sides), "length_km": round(front.length_km, _KM)} for front in picture.fronts],
        "salients": [salient_row(salient) for salient in picture.salients],
        "pockets": [_pocket_row(pocket) for pocket in picture.pockets],
        "routes": [
            {
                "id": state.id,
                "name": state.name,
                "side": state.side,
                "status": state.status,
                "since": _iso(state.since),
                "at": list(state.at),
                "between": list(state.between) if state.between else None,
            }
            for state in picture.routes
        ],
        "tempo": {side: _tempo_value(tempo) for side, tempo in picture.tempo.items()},
    }


def salient_row(salient: Salient) -> dict[str, Any]:
    """Return a salient or corridor as a plain mapping, without its shape."""
    neck = salient.neck
    return {
        "name": salient.name,
        "kind": salient.kind,
        "side": salient.side,
        "against": salient.against,
        "length_km": round(salient.length_km, _KM),
        "base_km": round(salient.base_km, _KM),
        "neck": {
            "width_km": round(neck.width_km, _KM),
            "at": _point(neck.at),
            "near": neck.near,
            "across": [_point(end) for end in neck.across],
        },
        "flank_km": round(salient.flank_km, _KM),
        "flanks": {side: round(km, _KM) for side, km in salient.flanks.items()},
        "exposed": round(salient.exposed, 4),
        "area_km2": round(salient.area_km2, _KM),
        "beyond": list(salient.beyond),
    }


def siege_row(siege: Siege) -> dict[str, Any]:
    """Return a siege as a plain mapping; the doubts are the days between which it began and ended (90 %)."""
    return {
        "place": siege.place,
        "by": list(siege.by),
        "start": siege.start.isoformat(),
        "end": _iso(siege.end),
        "days": siege.days,
        "start_doubt": [day.isoformat() for day in siege.start_doubt],
        "end_doubt": None if siege.end_doubt is None else [day.isoformat() for day in siege.end_doubt],
    }


def history_value(history: PlaceHistory) -> dict[str, Any]:
    """Return a place's history as a plain mapping."""
    return {
        "place": history.place,
        "place_id": history.place_id,
        "spells": [
            {"side": spell.side, "start": spell.start.isoformat(), "end": _iso(spell.end), "p": round(spell.p, 6)}
            for spell in history.spells
        ],
        "sieges": [siege_row(siege) for siege in history.sieges],
        "claims": [
            {
                **claim_row(word.claim),
                "weight": round(word.weight, 6),
                "agrees": round(word.agrees, 6),
                "for": word.supports,
                "against": list(word.against),
            }
            for word in history.words
        ],
    }


def route_history_value(
    theatre: Theatre, stretch: Stretch, by_side: Mapping[str, tuple[RouteSpell, ...]]
) -> dict[str, Any]:
    """Return the history of a route, or of a stretch of it, as a plain mapping."""
    return {
        "route": stretch_name(theatre, stretch),
        "id": stretch.route,
        "between": [stretch.start, stretch.end],
        "sides": {
            side: [
                {
                    "status": spell.status,
                    "start": spell.start.isoformat(),
                    "end": _iso(spell.end),
                    "at": list(spell.at),
                    "start_doubt": None if spell.start_doubt is None else [_iso(day) for day in spell.start_doubt],
                }
                for spell in spells
            ]
            for side, spells in by_side.items()
        },
    }


def stretch_name(theatre: Theatre, stretch: Stretch) -> str:
    """Return a route's name, and of a part of it the names of its two ends as well."""
    route = theatre.routes[stretch.route]
    if {stretch.start, stretch.end} == {route.places[0], route.places[-1]}:
        return route.name
    start, end = (theatre.places[place].name for place in (stretch.start, stretch.end))
    return f"{start}–{end} ({route.name})"


def _pocket_row(pocket: Pocket) -> dict[str, Any]:
    return {
        "name": pocket.name,
        "side": pocket.side,
        "by": pocket.by[0] if pocket.by else None,
        "around": list(pocket.by),
        "places": list(pocket.places),
        "area_km2": round(pocket.area_km2, _KM),
        "since": _iso(pocket.since),
        "days": pocket.days,
    }


def _tempo_value(tempo: Tempo) -> dict[str, Any]:
    return {
        "weeks": [
            {
                "start": week.start.isoformat(),
                "gained": week.gained,
                "lost": week.lost,
                "gained_km2": round(week.gained_km2, _KM),
                "lost_km2": round(week.lost_km2, _KM),
            }
            for week in tempo.weeks
        ],
        "stalls": [
            {
                "place": stall.place,
                "side": stall.side,
                "start": stall.start.isoformat(),
                "end": _iso(stall.end),
                "days": stall.days,
                "broke_to": list(stall.broke_to),
                "break_days": stall.break_days,
            }
            for stall in tempo.stalls
        ],
        "phases": [
            {"start": phase.start.isoformat(), "end": _iso(phase.end), "places_a_week": round(phase.places_a_week, 3)}
            for phase in tempo.phases
        ],
    }


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _point(point: tuple[float, float]) -> list[float]:
    return [round(value, _DEGREES) for value in point]

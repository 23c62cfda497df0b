"""The calls that say why: histories of places, sieges and roads, reports with their claims, names to be found."""

from __future__ import annotations

__all__ = ["router"]

import datetime as dt
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Query

from frontline._errors import NotFoundError
from frontline.control import change_days, timeline
from frontline.exports.picture import history_value, route_history_value
from frontline.model import Stretch
from frontline.names import resolve
from frontline.picture.history import place_history
from frontline.picture.routes import route_history

from . import review, siege
from .asked import Answer, Asked, Key, asked

if TYPE_CHECKING:
    from frontline.control import Belief
    from frontline.model import Place

router = APIRouter(prefix="/api/v1", tags=["evidence"])

_POINTS = 400  # of a curve through time
_MOST_FOUND = 12


@router.get("/places/{place_id}")
def place(place_id: Key, of: Asked = asked) -> Answer:
    """Tell a place's history as `frontline history --json` does, with the reports and the belief through time."""
    if place_id not in of.theatre.places:
        raise NotFoundError(f"no place '{place_id[:80]}' in {of.theatre.name}")
    belief = of.belief
    told = history_value(place_history(belief, place_id))
    return {
        **told,
        "kind": of.theatre.places[place_id].kind,
        "reports": {
            report: review.about_report(belief.record.reports[report])
            for report in sorted({claim["report"] for claim in told["claims"]})
        },
        "curve": _curve(belief, place_id),
    }


@router.get("/routes/{route_id}")
def route(route_id: Key, of: Asked = asked) -> Answer:
    """Tell a road's history by side, as `frontline history --route --json` does."""
    if route_id not in of.theatre.routes:
        raise NotFoundError(f"no route '{route_id[:80]}' in {of.theatre.name}")
    places = of.theatre.routes[route_id].places
    whole = Stretch(route_id, places[0], places[-1])
    return route_history_value(of.theatre, whole, route_history(of.belief, route_id))


@router.get("/sieges")
def all_sieges(of: Asked = asked) -> list[Answer]:
    """List all sieges of the record, in the order of their beginnings."""
    return [] if of.stage.belief is None else siege.siege_rows(of.stage.belief)


@router.get("/sieges/{place_id}/{start}")
def one_siege(place_id: Key, start: dt.date, of: Asked = asked) -> Answer:
    """Tell the siege of a place that began about a day: who, how sure, the evidence, the ground, the roads."""
    return siege.siege_value(of.stage, of.belief, place_id, start)


@router.get("/reports/{report_id}")
def report(report_id: Key, of: Asked = asked) -> Answer:
    """Give a report with its text and the claims that are read in it, each with the span of its words."""
    return review.report_value(of.stage, report_id)


@router.get("/claims/{claim_id}")
def claim(claim_id: Key, of: Asked = asked) -> Answer:
    """Give a claim with its report, the places that its name may mean, and the decisions on it."""
    return review.claim_value(of.desk, of.stage, claim_id)


@router.get("/search")
def search(q: Annotated[str, Query(max_length=100)], of: Asked = asked) -> list[Answer]:
    """Find places, their sieges and roads by any spelling, the likeliest first, as `frontline resolve` does."""
    wanted = q.strip().casefold()
    if not wanted:
        return []
    theatre = of.theatre
    found = {one.place.id: one.score for one in resolve(of.desk.index, q).alternatives} if theatre.places else {}
    # While a name is being typed its beginning is all there is.
    begun = [
        place
        for place in theatre.places.values()
        if place.id not in found and any(name.casefold().startswith(wanted) for name in (place.name, *place.aliases))
    ]
    begun.sort(key=lambda place: (-place.size, place.name))
    routes = [
        {"route_id": route.id, "place": route.name, "kind": "road", "score": 0.0}
        for route in theatre.routes.values()
        if wanted in route.name.casefold()
    ]
    named = [_found(theatre.places[place], score) for place, score in found.items()]
    places = [*named, *(_found(place, 0.0) for place in begun)]
    ids = {row["place_id"] for row in places}
    besieged = [
        {"siege": row["start"], "place_id": row["place_id"], "place": f"Siege of {row['place']}", "kind": "siege"}
        for row in ([] if of.stage.belief is None else siege.siege_rows(of.stage.belief))
        if row["place_id"] in ids or wanted in f"siege of {row['place']}".casefold()
    ]
    return [*places[:_MOST_FOUND], *({**row, "score": 0.0} for row in besieged), *routes][: _MOST_FOUND + len(besieged)]


def _found(place: Place, score: float) -> Answer:
    where = {"lat": place.lat, "lon": place.lon}
    return {"place_id": place.id, "place": place.name, **where, "kind": place.kind, "score": round(score, 4)}


def _curve(belief: Belief, place_id: str) -> Answer:
    """Return each side's probability at a place through time: evenly spaced days, and those on which things change."""
    theatre = belief.theatre
    length = (theatre.end - theatre.start).days
    days = {theatre.start + timedelta(days=n) for n in range(0, length, max(1, length // _POINTS))}
    for day in change_days(belief):
        days |= {one for one in (day - timedelta(days=1), day) if theatre.start <= one < theatre.end}
    ordered = sorted(days)
    p = timeline(belief, place_id, ordered)
    return {
        "days": ordered,
        "p": {side: p[:, at].round(3).tolist() for at, side in enumerate(belief.sides) if p[:, at].max() >= 0.01},
    }

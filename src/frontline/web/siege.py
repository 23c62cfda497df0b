"""One siege, told whole: who, since when, how sure that is, on what evidence, what ground, and what came in by road."""

from __future__ import annotations

__all__ = ["siege_rows", "siege_value"]

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from frontline._errors import NotFoundError
from frontline.control import siege_probability, timeline
from frontline.exports.picture import history_value, siege_row
from frontline.picture.history import place_history
from frontline.picture.routes import route_history
from frontline.picture.sieges import sieges_of

from .review import about_report

if TYPE_CHECKING:
    from collections.abc import Sequence

    from frontline.control import Belief
    from frontline.model import Siege

    from .desk import Stage

_AROUND = 45  # days before and after that are told of as well
_POINTS = 300  # of the curve
_RING = {"besiege", "relieve"}


def siege_rows(belief: Belief) -> list[dict[str, Any]]:
    """Return all sieges of the record in the order of their beginnings, with the places' ids."""
    found = [(siege, str(place)) for place in belief.sieges.index for siege in sieges_of(belief, str(place))]
    found.sort(key=lambda row: (row[0].start, row[0].place))
    return [{**siege_row(siege), "place_id": place} for siege, place in found]


def siege_value(stage: Stage, belief: Belief, place_id: str, start: date) -> dict[str, Any]:
    """Return the siege of a place that began nearest to a day, with what is known of it.

    `besieged` is the probability of the siege on `days`, from some weeks before it to some weeks after. `claims` are
    those that speak of the place within these days (`ring`: of the siege itself). `roads` are the roads from the place
    to the ends of its routes, as its holder could use them while it lasted; `ground` the pocket at its beginning,
    middle and end.
    """
    found = sieges_of(belief, place_id) if place_id in belief.theatre.places else ()
    if not found:
        raise NotFoundError(f"no siege of '{place_id[:80]}' is on record")
    siege = min(found, key=lambda one: abs((one.start - start).days))
    theatre = belief.theatre
    end = siege.end or theatre.end
    first = max(theatre.start, min(siege.start_doubt[0], siege.start - timedelta(days=_AROUND)))
    last = min(theatre.end, end + timedelta(days=_AROUND))
    held = timeline(belief, place_id, [siege.start + timedelta(days=siege.days // 2)])[0]
    holder = belief.sides[int(held.argmax())]
    days = sorted({*_spread(first, last, _POINTS), siege.start, end - timedelta(days=1)})
    history = history_value(place_history(belief, place_id, start=first, end=last))
    claims = [{**claim, "ring": claim["kind"] in _RING} for claim in history["claims"]]
    return {
        **siege_row(siege),
        "place_id": place_id,
        "holder": holder,
        "curve": {"days": days, "besieged": siege_probability(belief, place_id, days).round(3).tolist()},
        "claims": claims,
        "reports": {one: about_report(belief.record.reports[one]) for one in sorted({row["report"] for row in claims})},
        "roads": _roads(belief, place_id, holder, siege.start, end),
        "ground": [row for day in _watched(siege, end) if (row := _pocket(stage, siege.place, day))],
    }


def _spread(first: date, last: date, most: int) -> list[date]:
    length = (last - first).days
    return [first + timedelta(days=n) for n in range(0, length, max(1, length // most))]


def _watched(siege: Siege, end: date) -> Sequence[date]:
    final = end - timedelta(days=1)
    return sorted({siege.start, siege.start + (final - siege.start) // 2, final})


def _roads(belief: Belief, place_id: str, side: str, start: date, end: date) -> list[dict[str, Any]]:
    """Return the roads from a place to the ends of its routes, with a side's spells on them within some days."""
    rows = []
    for route in belief.theatre.routes.values():
        for far in {route.places[0]: None, route.places[-1]: None}:
            if place_id not in route.places or far == place_id:
                continue
            spells = [
                {"status": one.status, "start": one.start, "end": one.end, "at": list(one.at)}
                for one in route_history(belief, route.id, between=(place_id, far)).get(side, ())
                if one.start < end and (one.end is None or one.end > start)
            ]
            towards = belief.theatre.places[far].name
            rows.append({"id": route.id, "name": route.name, "towards": towards, "spells": spells})
    return rows


def _pocket(stage: Stage, place: str, day: date) -> dict[str, Any] | None:
    pocket = next((one for one in stage.drawn(day).pockets if place in one.places), None)
    if pocket is None:
        return None
    return {"date": day, "area_km2": round(pocket.area_km2, 3), "places": list(pocket.places)}

"""The calls that look ahead: what if a place changed hands, what would be worst to lose, what may come next."""

from __future__ import annotations

__all__ = ["router"]

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Query, Response

from frontline._errors import NotFoundError
from frontline.exports.forecast import cells_collection, outlook_value, theatre_value
from frontline.exports.outlook import loss_row, what_if_value
from frontline.outlook.places import foresee
from frontline.outlook.sweep import sweep
from frontline.theatre import did_you_mean

from . import frames
from .asked import Answer, Asked, asked
from .shapes import Unfinished
from .slow import Working

if TYPE_CHECKING:
    from collections.abc import Mapping

router = APIRouter(prefix="/api/v1", tags=["outlook"])

_MOST_FLIPS = 20
_MOST_LOSSES = 50


@router.get("/whatif")
def whatif(
    flip: Annotated[list[str], Query(min_length=1, max_length=_MOST_FLIPS, description="place:side, by their ids")],
    of: Asked = asked,
) -> Answer:
    """Draw the picture of a day as it would be if places were in other hands, and say what that would cut off."""
    held = _held(of, flip)
    if of.stage.supposed is None:
        raise NotFoundError("a series of maps has no places to suppose in other hands")
    supposed = of.stage.supposed(of.day, held)
    was, is_ = (
        frames.frame(of.theatre, of.day, places) for places in (of.stage.placed(of.day), supposed.after_map.places)
    )
    return {
        **what_if_value(supposed),
        "changed": frames.differences(of.theatre, was, is_),
        "frame": is_,
        "layers": frames.layers_of(of.theatre, supposed.after_map, supposed.after),
    }


@router.get("/sweep")
def worst_losses(side: Annotated[str, Query(max_length=100)], of: Asked = asked) -> list[Answer]:
    """Rank the single losses of a side's places by what they would cut off, as `frontline sweep` does."""
    if side not in of.theatre.sides:
        raise NotFoundError(f"no side '{side[:80]}' in {of.theatre.name}{did_you_mean(side, of.theatre.sides)}")
    return [loss_row(one, of.theatre) for one in sweep(of.belief, of.day, side)[:_MOST_LOSSES]]


@router.get("/outlook", responses={202: {"model": Unfinished, "description": "Under way: ask again"}})
def outlook(response: Response, horizon: Annotated[int, Query(ge=1, le=90)] = 30, of: Asked = asked) -> Answer:
    """Give the chance that places, or a series' ground, change hands within some days, as `frontline forecast` does.

    Of a theatre by what was known on the day, and where there is little past to learn from by a model that is carried
    over from another war, with low confidence. Of a series with the ground (`ground`, GeoJSON). A series' model is
    learnt anew for the day, which may take a minute: until then the answer is 202 with the seconds that it took so far.
    """
    told = of.desk.slow.ask((of.desk.state, of.day, horizon), lambda: _foreseen(of, horizon))
    if isinstance(told, Working):
        response.status_code = 202
        return {"working": True, "seconds": round(told.seconds, 1)}
    return dict(told)


def _foreseen(of: Asked, horizon: int) -> dict[str, Any]:
    if of.desk.series is None:
        known = of.desk.stage(of.day).belief
        if known is None:
            raise NotFoundError("there is no record to forecast from")
        return theatre_value(foresee(of.theatre, known.record, of.day, horizon))
    from frontline.outlook.forecast import forecast  # noqa: PLC0415

    found = forecast(of.desk.past, of.day.toordinal(), horizon, salients=of.stage.drawn(of.day).salients)
    return {**outlook_value(found), "ground": cells_collection(found)}


def _held(of: Asked, flips: list[str]) -> Mapping[str, str]:
    held = {}
    for flip in flips:
        place, _, side = flip.rpartition(":")
        if place not in of.theatre.places or side not in of.theatre.sides:
            raise NotFoundError(f"'{flip[:80]}' is no place:side of {of.theatre.name}; write the two ids")
        held[place] = side
    return held

"""The calls that a map is made of: the ground once, then a day's control, layers and figures."""

from __future__ import annotations

__all__ = ["router"]

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Query

from frontline._errors import NotFoundError
from frontline.exports.control import control_geojson, place_rows
from frontline.exports.outlook import loss_row, what_if_value
from frontline.exports.picture import picture_value, siege_row
from frontline.outlook.sweep import sweep
from frontline.picture.sieges import sieges
from frontline.theatre import did_you_mean

from . import frames
from .asked import Answer, Asked, asked
from .shapes import Frame

if TYPE_CHECKING:
    from collections.abc import Mapping

router = APIRouter(prefix="/api/v1", tags=["map"])

_MOST_FLIPS = 20
_MOST_LOSSES = 50


@router.get("/theatre")
def theatre(of: Asked = asked) -> Answer:
    """Tell what stays the same on all days: sides, places, routes, days of change, what this desk can do."""
    return frames.theatre_value(of.desk, of.stage)


@router.get("/ground")
def ground(of: Asked = asked) -> Answer:
    """Give the ground that days are painted on (GeoJSON): places' cells, borders between them, boundary, water."""
    return frames.ground(of.stage)


@router.get("/control", response_model=Frame)
def control(of: Asked = asked) -> Answer:
    """Say who holds each place on a day: two numbers a place, to paint the ground with."""
    return frames.frame(of.theatre, of.day, of.stage.placed(of.day))


@router.get("/control.json")
def control_json(of: Asked = asked) -> list[Answer]:
    """List the belief about each place, as `frontline control --json` does."""
    return place_rows(of.stage.placed(of.day))


@router.get("/control.geojson")
def control_layers(of: Asked = asked) -> Answer:
    """Give areas, doubt and places of a day (GeoJSON), as `frontline control --geojson` writes them."""
    return control_geojson(of.theatre, of.stage.mapped(of.day))


@router.get("/areas")
def areas(of: Asked = asked) -> Answer:
    """Give the sides' areas on a day and what of them is in doubt (GeoJSON)."""
    return frames.areas(of.stage.mapped(of.day))


@router.get("/layers")
def layers(of: Asked = asked) -> Answer:
    """Give what is drawn over the ground on a day (GeoJSON): fronts, salients, necks, pockets, routes."""
    return frames.layers_of(of.theatre, of.stage.mapped(of.day), of.stage.drawn(of.day))


@router.get("/picture")
def picture(of: Asked = asked) -> Answer:
    """Give the picture of a day in figures, as `frontline picture --json` does."""
    return picture_value(of.stage.drawn(of.day))


@router.get("/sieges")
def all_sieges(of: Asked = asked) -> list[Answer]:
    """List all sieges of the record."""
    return [] if of.stage.belief is None else [siege_row(siege) for siege in sieges(of.stage.belief)]


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


def _held(of: Asked, flips: list[str]) -> Mapping[str, str]:
    held = {}
    for flip in flips:
        place, _, side = flip.rpartition(":")
        if place not in of.theatre.places or side not in of.theatre.sides:
            raise NotFoundError(f"'{flip[:80]}' is no place:side of {of.theatre.name}; write the two ids")
        held[place] = side
    return held

"""The calls that a map is made of: the ground once, then a day's control, layers and figures."""

from __future__ import annotations

__all__ = ["router"]

import datetime as dt  # noqa: TC003 - read at run time by FastAPI
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response

from frontline._errors import NotFoundError
from frontline.exports.control import control_geojson, place_rows
from frontline.exports.picture import picture_value

from . import frames
from .asked import Answer, Asked, asked, day_asked
from .shapes import Frame

router = APIRouter(prefix="/api/v1", tags=["map"])


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


@router.get("/difference")
def difference(
    against: Annotated[dt.date, Query(description="The day before, at its end.")], of: Asked = asked
) -> Answer:
    """Give the ground that is in other hands than on another day (GeoJSON), with from whom to whom and its km²."""
    before = of.stage.day_shown(day_asked(of.theatre, against))
    return frames.changed_hands(of.stage.mapped(before), of.stage.mapped(of.day))


@router.get("/layers")
def layers(of: Asked = asked) -> Answer:
    """Give what is drawn over the ground on a day (GeoJSON): fronts, salients, necks, pockets, routes."""
    return frames.layers_of(of.theatre, of.stage.mapped(of.day), of.stage.drawn(of.day))


@router.get("/picture")
def picture(of: Asked = asked) -> Answer:
    """Give the picture of a day in figures, as `frontline picture --json` does."""
    return picture_value(of.stage.drawn(of.day))


@router.get(
    "/tiles/{zoom}/{column}/{row}",
    response_class=Response,
    responses={200: {"description": "A tile, as the file has it"}, 204: {"description": "No tile there"}},
)
def tile(
    request: Request,
    zoom: Annotated[int, Path(ge=0, le=31)],
    column: Annotated[int, Path(ge=0)],
    row: Annotated[int, Path(ge=0)],
) -> Response:
    """Give a tile of the basemap that the desk was started with, where it is a file."""
    basemap = request.app.state.desk.basemap
    if basemap is None or basemap.archive is None:
        raise NotFoundError("this desk was started without a file for a basemap; see --basemap")
    found = basemap.archive.tile(zoom, column, row)
    return Response(status_code=204) if found is None else Response(found, media_type=basemap.archive.media_type)

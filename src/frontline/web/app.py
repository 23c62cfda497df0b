"""The API and the page: FastAPI over the same functions that the command line calls."""

from __future__ import annotations

__all__ = ["desk_app"]

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import FileResponse, Response
from starlette.exceptions import HTTPException

from frontline import __version__
from frontline._errors import BusyError, Fault, FrontlineError, InputError, MissingExtraError, NotFoundError

from . import evidence_api, maps_api, outlook_api, review_api
from .guard import Guard, Kept, error_body
from .shapes import ErrorAnswer

if TYPE_CHECKING:
    from collections.abc import Callable

    from .desk import Desk
    from .guard import App

STATIC = Path(__file__).parent / "static"
_PAGES = {
    "desk.css": "text/css",
    "docs.js": "text/javascript",
    **{
        f"{name}.js": "text/javascript"
        for name in (
            *("desk", "api", "dom", "map", "palette", "basemap", "swipe", "labels", "time", "search"),
            *("panel", "siege", "outlook", "review", "amend", "add", "help"),
        )
    },
}
_MAPLIBRE = {"maplibre-gl.js": "text/javascript", "maplibre-gl.css": "text/css"}
_ERRORS = {
    401: "Without token",
    403: "Not allowed",
    404: "Not there",
    413: "Too large",
    414: "An address too long",
    422: "Not usable",
    500: "A fault of ours",
    503: "Busy",
}


def desk_app(desk: Desk, *, hosts: tuple[str, ...] = ("127.0.0.1", "localhost", "[::1]"), token: str = "") -> App:
    """Return the desk as an ASGI app that answers to `hosts`; with a `token` none of the API without it."""
    api = FastAPI(
        title="frontline",
        version=__version__,
        description="The record of a war, walked through. GeoJSON is WGS84, days are ISO days, spans half-open.",
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/v1/openapi.json",
        responses={status: {"model": ErrorAnswer, "description": what} for status, what in _ERRORS.items()},
        redirect_slashes=False,
    )
    _on_errors(api, desk)
    api.state.desk = desk
    api.include_router(maps_api.router)
    api.include_router(evidence_api.router)
    api.include_router(outlook_api.router)
    if desk.edit:
        api.include_router(review_api.router)
    _on_pages(api)
    origin = desk.basemap.origin if desk.basemap else ""
    return Guard(Kept(api, lambda: desk.state), frozenset(hosts), token, origin)


def _on_errors(api: FastAPI, desk: Desk) -> None:
    def told(status: int, sentence: str, faults: list[dict[str, Any]] | None = None) -> Response:
        return Response(error_body(status, sentence, faults or ()), status, media_type="application/json")

    @api.exception_handler(FrontlineError)
    def refused(_: Request, error: FrontlineError) -> Response:
        kinds = {NotFoundError: 404, BusyError: 503, MissingExtraError: 501, InputError: 422}
        status = next((status for kind, status in kinds.items() if isinstance(error, kind)), 422)
        faults = [
            # Of a file only its name: where it lies is nobody's business.
            {"where": Path(one.file).name, "sentence": one.sentence}
            if isinstance(one, Fault)
            else {"where": "", "sentence": one}
            for one in getattr(error, "faults", ())
        ]
        sentence = "; ".join(fault["sentence"] for fault in faults) or str(error)
        path = desk.shelf.path if desk.shelf else None
        sentence = sentence if path is None else sentence.replace(str(path), path.name)
        return told(status, sentence, faults)

    @api.exception_handler(RequestValidationError)
    def unreadable(_: Request, error: RequestValidationError) -> Response:
        faults = [
            {"where": ".".join(str(part) for part in one["loc"]), "sentence": one["msg"]} for one in error.errors()[:20]
        ]
        return told(422, "; ".join(f"{fault['where']}: {fault['sentence']}" for fault in faults), faults)

    @api.exception_handler(HTTPException)
    def http(_: Request, error: HTTPException) -> Response:
        return told(error.status_code, str(error.detail))


def _on_pages(api: FastAPI) -> None:
    package = find_spec("maplibre")
    folder = Path(package.origin).parent / "srcjs" if package and package.origin else None
    files = {"/": (STATIC / "index.html", "text/html"), "/docs": (STATIC / "docs.html", "text/html")}
    files |= {f"/static/{name}": (STATIC / name, kind) for name, kind in _PAGES.items()}
    if folder is not None:
        files |= {f"/static/{name}": (folder / name, kind) for name, kind in _MAPLIBRE.items()}
    for address, (path, kind) in files.items():
        # Each file by its own address: no part of a request is ever part of a path.
        api.add_api_route(address, _file(path, kind), include_in_schema=False)


def _file(path: Path, kind: str) -> Callable[[], Response]:
    def give() -> Response:
        return FileResponse(path, media_type=kind)

    return give

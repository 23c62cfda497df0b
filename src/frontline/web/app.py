"""The API and the page: FastAPI over the same functions that the command line calls."""

from __future__ import annotations

__all__ = ["desk_app"]

from datetime import date, timedelta  # noqa: TC003 - read at run time by FastAPI
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import urlsplit

from fastapi import FastAPI, Query, Request
from fastapi import Path as InPath
from fastapi.exceptions import RequestValidationError
from fastapi.responses import FileResponse, Response
from starlette.exceptions import HTTPException

from frontline import __version__
from frontline._errors import BusyError, Fault, FrontlineError, InputError, MissingExtraError, NotFoundError
from frontline.control import change_days, timeline
from frontline.exports.control import control_geojson, place_rows
from frontline.exports.picture import history_value, picture_value, route_history_value, siege_row
from frontline.ledger import journal
from frontline.model import Stretch
from frontline.names import resolve
from frontline.picture.history import place_history
from frontline.picture.routes import route_history
from frontline.picture.sieges import sieges

from . import frames, review
from .guard import Guard, Kept, error_body
from .shapes import Decided, DecisionAsked, ErrorAnswer, Frame, ReportAsked, ReportGiven

if TYPE_CHECKING:
    from collections.abc import Callable

    from frontline.control import Belief

    from .desk import Desk, Stage
    from .guard import App

STATIC = Path(__file__).parent / "static"
_PAGES = {
    "desk.css": "text/css",
    "docs.html": "text/html",
    "docs.js": "text/javascript",
    **{f"{name}.js": "text/javascript" for name in ("desk", "api", "dom", "map", "labels", "time", "panel", "review")},
}
_MAPLIBRE = {"maplibre-gl.js": "text/javascript", "maplibre-gl.css": "text/css"}
_MOST_FLIPS = 20
_POINTS = 400  # of a curve through time

Day = Annotated[date | None, Query(description="The day, at its end. The theatre's own where none is given.")]
Known = Annotated[date | None, Query(description="Count only reports published by the end of this day.")]
Key = Annotated[str, InPath(max_length=200)]
Answer = dict[str, Any]


def desk_app(desk: Desk, *, hosts: tuple[str, ...] = ("127.0.0.1", "localhost", "[::1]"), token: str = "") -> App:
    """Return the desk as an ASGI app that answers to `hosts`; `token` is then needed for whatever changes something."""
    errors: dict[int | str, dict[str, Any]] = {
        status: {"model": ErrorAnswer, "description": what}
        for status, what in {
            400: "Not readable",
            401: "Without token",
            403: "Not allowed",
            404: "Not there",
            413: "Too large",
            415: "Not JSON",
            422: "Not usable",
            500: "A fault of ours",
            503: "Busy",
        }.items()
    }
    api = FastAPI(
        title="frontline",
        version=__version__,
        description="The record of a war, walked through. GeoJSON is WGS84, days are ISO days, spans half-open.",
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/v1/openapi.json",
        responses=errors,
        redirect_slashes=False,
    )
    _on_errors(api)
    _on_maps(api, desk)
    _on_evidence(api, desk)
    if desk.edit:
        _on_review(api, desk)
    _on_pages(api)
    tiles = urlsplit(desk.basemap)
    origin = f"{tiles.scheme}://{tiles.netloc}" if tiles.netloc else ""
    return Guard(Kept(api, lambda: desk.state), frozenset(hosts), token, origin)


def _on_errors(api: FastAPI) -> None:
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


def _on_maps(api: FastAPI, desk: Desk) -> None:
    def at(day: date | None, known_on: date | None) -> tuple[Stage, date]:
        day = frames.check_day(desk.theatre, day)
        stage = desk.stage(_known(desk, known_on))
        return stage, stage.day_shown(day)

    @api.get("/api/v1/theatre", tags=["map"])
    def theatre(as_known_on: Known = None) -> Answer:
        """Sides, places, routes, the days on which something changes, and what this desk can do."""
        return frames.theatre_value(desk, desk.stage(_known(desk, as_known_on)))

    @api.get("/api/v1/ground", tags=["map"])
    def ground() -> Answer:
        """The ground that days are painted on (GeoJSON): cells of the places, borders between them, boundary, water."""
        return frames.ground(desk.stage())

    @api.get("/api/v1/control", tags=["map"], response_model=Frame)
    def control(date: Day = None, as_known_on: Known = None) -> Answer:
        """Who holds each place on a day: two numbers a place, to paint the ground with."""
        stage, day = at(date, as_known_on)
        return frames.frame(desk.theatre, day, stage.placed(day))

    @api.get("/api/v1/control.json", tags=["map"])
    def control_json(date: Day = None, as_known_on: Known = None) -> list[Answer]:
        """The belief about each place, as `frontline control --json` gives it."""
        stage, day = at(date, as_known_on)
        return place_rows(stage.placed(day))

    @api.get("/api/v1/control.geojson", tags=["map"])
    def control_layers(date: Day = None, as_known_on: Known = None) -> Answer:
        """Areas, doubt and places of a day (GeoJSON), as `frontline control --geojson` writes it."""
        stage, day = at(date, as_known_on)
        return control_geojson(desk.theatre, stage.mapped(day))

    @api.get("/api/v1/areas", tags=["map"])
    def areas(date: Day = None, as_known_on: Known = None) -> Answer:
        """The sides' areas on a day and what of them is in doubt (GeoJSON)."""
        stage, day = at(date, as_known_on)
        return frames.areas(stage.mapped(day))

    @api.get("/api/v1/layers", tags=["map"])
    def layers(date: Day = None, as_known_on: Known = None) -> Answer:
        """What is drawn over the ground on a day (GeoJSON): fronts, salients, necks, pockets, routes."""
        stage, day = at(date, as_known_on)
        return frames.layers_of(desk.theatre, stage.mapped(day), stage.drawn(day))

    @api.get("/api/v1/picture", tags=["map"])
    def picture(date: Day = None, as_known_on: Known = None) -> Answer:
        """The picture of a day in figures, as `frontline picture --json` gives it."""
        stage, day = at(date, as_known_on)
        return picture_value(stage.drawn(day))

    @api.get("/api/v1/sieges", tags=["map"])
    def all_sieges(as_known_on: Known = None) -> list[Answer]:
        """All sieges of the record."""
        stage = desk.stage(_known(desk, as_known_on))
        return [] if stage.belief is None else [siege_row(siege) for siege in sieges(stage.belief)]

    @api.get("/api/v1/whatif", tags=["map"])
    def whatif(
        flip: Annotated[list[str], Query(min_length=1, max_length=_MOST_FLIPS, description="place:side")],
        date: Day = None,
        as_known_on: Known = None,
    ) -> Answer:
        """The picture of a day as it would be if places were in other hands, and what that would cut off."""
        stage, day = at(date, as_known_on)
        return _whatif(desk, stage, day, flip)


def _whatif(desk: Desk, stage: Stage, day: date, flips: list[str]) -> Answer:
    """Return before and after of a supposition: frames, pictures, layers."""
    theatre = desk.theatre
    if stage.supposed is None:
        raise NotFoundError("a series of maps has no places to suppose in other hands")
    held = {}
    for flip in flips:
        place, _, side = flip.rpartition(":")
        if place not in theatre.places or side not in theatre.sides:
            raise NotFoundError(f"'{flip[:80]}' is no place:side of {theatre.name}; write the two ids")
        held[place] = side
    mapped, picture = stage.supposed(day, held)
    before, after = frames.frame(theatre, day, stage.placed(day)), frames.frame(theatre, day, mapped.places)
    was = stage.drawn(day)
    inside = {name for pocket in was.pockets for name in pocket.places}
    cut_off = [name for pocket in picture.pockets for name in pocket.places if name not in inside]
    states = {(route.id, route.side): route.status for route in was.routes}
    return {
        "date": day,
        "flips": held,
        "before": picture_value(was),
        "after": picture_value(picture),
        "cut_off": cut_off,
        "routes": [
            {"id": route.id, "name": route.name, "side": route.side, "before": before_, "after": route.status}
            for route in picture.routes
            if (before_ := states.get((route.id, route.side))) != route.status
        ],
        "front_km_change": round(
            sum(front.length_km for front in picture.fronts) - sum(front.length_km for front in was.fronts), 3
        ),
        "changed": frames.differences(theatre, before, after),
        "frame": after,
        "layers": frames.layers_of(theatre, mapped, picture),
    }


def _on_evidence(api: FastAPI, desk: Desk) -> None:
    def belief_of(known_on: date | None) -> Belief:
        stage = desk.stage(_known(desk, known_on))
        if stage.belief is None:
            raise NotFoundError("a series of maps has no reports behind it")
        return stage.belief

    @api.get("/api/v1/places/{place_id}", tags=["evidence"])
    def place(place_id: Key, as_known_on: Known = None) -> Answer:
        """A place's history, as `frontline history --json` gives it, with its claims' reports and the belief by day."""
        belief = belief_of(as_known_on)
        if place_id not in desk.theatre.places:
            raise NotFoundError(f"no place '{place_id[:80]}' in {desk.theatre.name}")
        value = history_value(place_history(belief, place_id))
        named = {report for row in value["claims"] for report in (row["report"],)}
        return {
            **value,
            "kind": desk.theatre.places[place_id].kind,
            "reports": {one: review.about_report(belief.record.reports[one]) for one in sorted(named)},
            "curve": _curve(belief, place_id),
        }

    @api.get("/api/v1/routes/{route_id}", tags=["evidence"])
    def route(route_id: Key, as_known_on: Known = None) -> Answer:
        """A route's history by side, as `frontline history --route --json` gives it."""
        belief = belief_of(as_known_on)
        if route_id not in desk.theatre.routes:
            raise NotFoundError(f"no route '{route_id[:80]}' in {desk.theatre.name}")
        places = desk.theatre.routes[route_id].places
        whole = Stretch(route_id, places[0], places[-1])
        return route_history_value(desk.theatre, whole, route_history(belief, route_id))

    @api.get("/api/v1/reports/{report_id}", tags=["evidence"])
    def report(report_id: Key) -> Answer:
        """A report with its text and the claims that are read in it, each with the span of its words."""
        return review.report_value(desk.stage(), report_id)

    @api.get("/api/v1/claims/{claim_id}", tags=["evidence"])
    def claim(claim_id: Key) -> Answer:
        """A claim with its report, the places its name may mean, and the decisions on it."""
        return review.claim_value(desk, desk.stage(), claim_id)

    @api.get("/api/v1/search", tags=["evidence"])
    def search(q: Annotated[str, Query(max_length=100)]) -> list[Answer]:
        """Places and routes by any spelling, the likeliest first, as `frontline resolve` finds them."""
        return _search(desk, q)


def _curve(belief: Belief, place_id: str) -> Answer:
    """Return each side's probability at a place through time: evenly spaced days, and those on which things change."""
    theatre = belief.theatre
    step = max(1, (theatre.end - theatre.start).days // _POINTS)
    days = {theatre.start + timedelta(days=n) for n in range(0, (theatre.end - theatre.start).days, step)}
    for day in change_days(belief):
        days |= {one for one in (day - timedelta(days=1), day) if theatre.start <= one < theatre.end}
    ordered = sorted(days)
    p = timeline(belief, place_id, ordered)
    return {
        "days": ordered,
        "p": {side: p[:, at].round(3).tolist() for at, side in enumerate(belief.sides) if p[:, at].max() >= 0.01},
    }


def _search(desk: Desk, q: str) -> list[Answer]:
    wanted = q.strip().casefold()
    if not wanted:
        return []
    found = (
        [
            {
                "place_id": one.place.id,
                "place": one.place.name,
                "lat": one.place.lat,
                "lon": one.place.lon,
                "kind": one.place.kind,
                "score": round(one.score, 4),
            }
            for one in resolve(desk.index, q).alternatives
        ]
        if desk.theatre.places
        else []
    )
    known = {row["place_id"] for row in found}
    # While a name is being typed its beginning is all there is.
    begun = [
        {
            "place_id": place.id,
            "place": place.name,
            "lat": place.lat,
            "lon": place.lon,
            "kind": place.kind,
            "score": 0.0,
        }
        for place in desk.theatre.places.values()
        if place.id not in known and any(name.casefold().startswith(wanted) for name in (place.name, *place.aliases))
    ]
    begun.sort(key=lambda row: (-desk.theatre.places[str(row["place_id"])].size, row["place"]))
    routes = [
        {"route_id": route.id, "place": route.name, "kind": "route", "score": 0.0}
        for route in desk.theatre.routes.values()
        if wanted in route.name.casefold()
    ]
    return [*found, *begun, *routes][:12]


def _on_review(api: FastAPI, desk: Desk) -> None:
    @api.get("/api/v1/review", tags=["desk"])
    def queue(most: Annotated[int, Query(ge=1, le=500)] = 100) -> list[Answer]:
        """The claims that nobody has decided on, the doubtful first."""
        return review.queue(desk.stage(), most=most)

    @api.get("/api/v1/journal", tags=["desk"])
    def entries(most: Annotated[int, Query(ge=1, le=500)] = 50) -> list[Answer]:
        """What was entered in the ledger, the latest first."""
        if desk.shelf is None:
            return []
        with desk.lock, desk.shelf.ledger() as ledger:
            lines = journal(ledger)[-most:]
        return [
            {
                "entry": line.entry,
                "when": line.when,
                "who": line.who,
                "what": line.what,
                "claim": line.claim,
                "reason": line.reason,
            }
            for line in reversed(lines)
        ]

    @api.post("/api/v1/claims/{claim_id}/decision", tags=["desk"], response_model=Decided, response_model_by_alias=True)
    def decide(claim_id: Key, asked: DecisionAsked) -> Answer:
        """Accept, amend or reject a claim, or undo that; with `keep` false only say what it would change."""
        return review.decide_on(desk, claim_id, asked)

    @api.post("/api/v1/reports", tags=["desk"], response_model=ReportGiven, response_model_by_alias=True)
    def add(asked: ReportAsked) -> Answer:
        """Read a report; with `keep` enter it, without only say what it would change."""
        return review.add_report(desk, asked)


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


def _known(desk: Desk, known_on: date | None) -> date | None:
    """Return the day up to which reports count; from the theatre's end on all do."""
    return None if known_on is None or known_on >= desk.theatre.end else max(known_on, desk.theatre.start)

"""A small invented war, drawn by hand: two sides, a corridor, a pocket, a road, and reports that mean harm."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from shapely.geometry import LineString, Point, box

from frontline.briefing import Situation
from frontline.briefing.situation import Change, Dispute, RouteSpell, RouteStory, SiegeStory, Strip
from frontline.ledger import Agreement, Score
from frontline.model import (
    Claim,
    ControlMap,
    Front,
    Neck,
    Picture,
    Place,
    PlaceControl,
    Pocket,
    Record,
    Report,
    Route,
    RouteState,
    Salient,
    Side,
    SideTotal,
    Siege,
    Span,
    Spell,
    Stall,
    Tempo,
    Theatre,
    Week,
)

DAY = date(2031, 5, 20)
HOSTILE = "<script>alert(1)</script> [x](javascript:alert(1)) $\\frac{1}{2}$ | `=1+1` \u202e"
NORTH, SOUTH = "north", "south"


def _place(key: str, lon: float, lat: float, kind: str = "village", size: int = 2, name: str = "") -> Place:
    return Place(key, name or key.title(), lat, lon, kind, (), size)


PLACES = {
    place.id: place
    for place in (
        _place("harbour", 10.10, 50.10, "city", 5),
        _place("mill", 10.30, 50.20, "industry", 3),
        _place("bridge", 10.45, 50.30, "junction", 2),
        _place("fort", 10.60, 50.42, "airbase", 4),
        _place("ferry", 10.20, 50.45, size=3),
        _place("quarry", 10.75, 50.15, name="Quarry $x_1$"),
        _place("lodge", 10.80, 50.50, name="<b>Lodge</b>"),
        _place("marsh", 10.35, 50.50),
    )
}


def _claim(report: str, kind: str, actor: str | None, place: str, day: date, **more: object) -> Claim:
    claim = Claim(
        kind=kind,  # type: ignore[arg-type]
        actor=actor,
        target=None,
        place=place,
        place_id=place,
        when=Span.day(day),
        quote=f"{kind} of {place}",
        readers=("hand",),
        report=report,
        id=f"{report}-{kind}-{place}",
    )
    return replace(claim, **more)  # type: ignore[arg-type]


CLAIMS = (
    _claim("r1", "relieve", NORTH, "fort", date(2031, 5, 18)),
    _claim("r2", "relieve", NORTH, "fort", date(2031, 5, 18)),
    _claim("r1", "besiege", SOUTH, "fort", date(2029, 1, 1), when=Span(date(2029, 1, 1), date(2030, 1, 1))),
    _claim("r3", "besiege", SOUTH, "fort", date(2029, 3, 1), when=Span(date(2029, 3, 1), date(2029, 4, 1))),
    _claim("r1", "gain", NORTH, "bridge", date(2031, 5, 17), target=SOUTH),
    _claim("r3", "hold", SOUTH, "bridge", date(2031, 5, 19)),
    _claim("evil", "gain", SOUTH, "mill", date(2031, 5, 2), quote=HOSTILE),
    _claim("r2", "hold", NORTH, "mill", date(2031, 5, 2)),
)


@pytest.fixture(scope="session")
def situation() -> Situation:
    """The twentieth of May: the fort was relieved two days ago, through a corridor by the bridge."""
    sides = {
        NORTH: Side(NORTH, "Northern army", "#c0392b", rear=("harbour",)),
        SOUTH: Side(SOUTH, "Southland", "#2c3e50"),
    }
    ground = box(10.0, 50.0, 11.0, 50.6)
    corridor = LineString([(10.3, 50.2), (10.6, 50.42)]).buffer(0.03)
    north = box(10.0, 50.0, 10.35, 50.6).union(corridor)
    lake = Point(10.9, 50.1).buffer(0.05)
    south = ground.difference(north).difference(lake)
    held = {key: NORTH if north.covers(Point(place.lon, place.lat)) else SOUTH for key, place in PLACES.items()}
    theatre = Theatre(
        id="invented",
        name="The river war",
        start=date(2029, 1, 1),
        end=date(2032, 1, 1),
        sides=sides,
        places=PLACES,
        boundary=ground,
        crs="+proj=laea +lat_0=50.3 +lon_0=10.5",
        routes={"river": Route("river", "river road", ("harbour", "mill", "bridge", "fort"))},
        water=lake,
    )
    reports = {
        "r1": Report(
            "r1",
            "The Gazette",
            "text",
            "The Gazette",
            "B",
            published=Span.day(date(2031, 5, 18)),
            url="https://gazette.example/1",
        ),
        "r2": Report("r2", "Radio", "text", "Radio", "C", published=Span.day(date(2031, 5, 19))),
        "r3": Report("r3", "Bulletin", "text", "Bulletin", "D", published=Span.day(date(2031, 5, 19))),
        "evil": Report("evil", HOSTILE, HOSTILE, "Evil", "E", url="javascript:alert(1)"),
    }
    claims = {claim.id: claim for claim in CLAIMS}
    places = tuple(
        PlaceControl(
            key, place.name, place.lat, place.lon, held[key], _p(held[key], 0.6 if key == "bridge" else 0.97), 2
        )
        for key, place in PLACES.items()
    )
    control_map = ControlMap(
        DAY, {NORTH: north, SOUTH: south}, ground, theatre.crs, places, None, Point(10.45, 50.3).buffer(0.04)
    )
    neck = Neck(2.34, (10.5, 50.35), "Bridge", ((10.49, 50.36), (10.51, 50.34)))
    picture = Picture(
        day=DAY,
        sides={NORTH: SideTotal(1000.0, 5), SOUTH: SideTotal(3000.0, 3)},
        fronts=(Front((NORTH, SOUTH), 88.4, north.boundary.intersection(south.boundary)),),
        salients=(
            Salient("Fort corridor", "corridor", NORTH, SOUTH, 21.7, 6.1, neck, 40.0, 0.94, 70.3, ("Fort",), corridor),
        ),
        pockets=(
            Pocket(
                "Ferry pocket", SOUTH, (NORTH,), ("Ferry",), 12.3, date(2031, 5, 1), 20, Point(10.2, 50.45).buffer(0.03)
            ),
        ),
        routes=(
            RouteState("river", "river road", NORTH, "open", date(2031, 5, 18), ()),
            RouteState("river", "river road", SOUTH, "cut", date(2031, 5, 18), ("Bridge",)),
        ),
        tempo={
            NORTH: Tempo(
                (Week(date(2031, 5, 13), 3, 1, 30.0, 5.0),),
                (Stall("Bridge", NORTH, date(2031, 4, 28), date(2031, 5, 17), 19, ("Fort",), 1),),
            )
        },
    )
    siege = Siege(
        "Fort", (SOUTH,), date(2029, 3, 1), date(2031, 5, 18), 808, (date(2029, 1, 10), date(2029, 3, 31)), None
    )
    eve = Pocket("Fort pocket", NORTH, (SOUTH,), ("Fort",), 20.0, None, None, Point(10.6, 50.42).buffer(0.02))
    return Situation(
        theatre=theatre,
        record=Record(reports, CLAIMS),
        control_map=control_map,
        picture=picture,
        week_before=replace(
            picture,
            sides={NORTH: SideTotal(940.0, 4), SOUTH: SideTotal(3060.0, 4)},
            fronts=(Front((NORTH, SOUTH), 60.4, LineString()),),
        ),
        window=Span(DAY - timedelta(weeks=6), DAY + timedelta(days=1)),
        changes=(
            Change(
                "bridge",
                "Bridge",
                date(2031, 5, 17),
                SOUTH,
                NORTH,
                0.6,
                (claims["r1-gain-bridge"],),
                (claims["r3-hold-bridge"],),
            ),
        ),
        sieges=(
            SiegeStory(
                "fort",
                siege,
                NORTH,
                (claims["r1-besiege-fort"], claims["r3-besiege-fort"]),
                (claims["r1-relieve-fort"], claims["r2-relieve-fort"]),
                eve,
            ),
        ),
        routes=(
            RouteStory(
                "river",
                "river",
                "river road",
                (RouteSpell(NORTH, "cut", date(2031, 5, 3), date(2031, 5, 18), ("Bridge",)),),
            ),
        ),
        disputes=(
            Dispute(
                "mill",
                PLACES["mill"].name,
                {NORTH: 0.97, SOUTH: 0.03},
                {SOUTH: (claims["evil-gain-mill"],), NORTH: (claims["r2-hold-mill"],)},
                (claims["evil-gain-mill"],),
                (Spell(NORTH, date(2029, 1, 1), None, 0.97),),
            ),
        ),
        strips=(
            Strip(
                "Bridge",
                ((SOUTH, date(2031, 4, 8), date(2031, 5, 17), 0.9), (NORTH, date(2031, 5, 17), date(2031, 5, 21), 0.6)),
                CLAIMS[4:6],
            ),
        ),
        agreement=Agreement("grammar", 3, Score(6, 2, 4), {}),
    )


def _p(holder: str, p: float) -> dict[str, float]:
    return {holder: p, SOUTH if holder == NORTH else NORTH: 1 - p}


@pytest.fixture(scope="session")
def quiet(situation: Situation) -> Situation:
    """A day on which nothing happens, of a war of which nobody reports."""
    picture = replace(situation.picture, salients=(), pockets=(), routes=(), tempo={})
    return replace(
        situation,
        record=Record({}, ()),
        picture=picture,
        week_before=picture,
        changes=(),
        sieges=(),
        routes=(),
        disputes=(),
        strips=(),
        agreement=None,
    )

"""A war small enough to think through: three sides, a handful of villages on a line, reports made to order."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Protocol

import pytest
import shapely

from frontline.control import Belief, believe
from frontline.model import Claim, Hold, Place, Record, Report, Route, Side, Span, Theatre

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

START = date(2020, 1, 1)


def make_theatre(
    places: Iterable[tuple[str, float, float]] = (("ford", 36.0, 37.0), ("mill", 36.3, 37.3)),
    *,
    holds: Iterable[tuple[str, str]] = (("ford", "red"),),
    source: str = "a map",
    routes: dict[str, tuple[str, ...]] | None = None,
    water: tuple[float, float, float, float] | None = None,
) -> Theatre:
    return Theatre(
        "test",
        "a test",
        START,
        date(2023, 1, 1),
        {name: Side(name, name.title(), "#888888") for name in ("red", "blue", "green")},
        {name: Place(name, name.title(), lat, lon) for name, lat, lon in places},
        shapely.box(36.5, 35.5, 37.5, 36.5),
        "+proj=laea +lat_0=36 +lon_0=37 +datum=WGS84 +units=m +no_defs",
        routes={key: Route(key, key.title(), along) for key, along in (routes or {}).items()},
        start_holds=tuple(Hold(place, side, START, source) for place, side in holds),
        water=shapely.box(*water) if water else None,
    )


def make_record(*told: tuple[Claim, Report]) -> Record:
    return Record({report.id: report for _, report in told}, tuple(claim for claim, _ in told))


def make_claim(  # noqa: PLR0913
    kind: str,
    actor: str | None,
    target: str | None = None,
    *,
    when: date | Span | None = date(2020, 6, 10),
    place: str | None = "ford",
    origin: str = "agency",
    grade: str = "B",
    lean: str | None = None,
    published: Span | None = None,
    **more: object,
) -> tuple[Claim, Report]:
    report = Report(f"{origin}-{grade}-{lean}-{published}", origin, "", origin, grade, lean, published)
    span = Span.day(when) if isinstance(when, date) else when
    claim = Claim(
        kind,  # type: ignore[arg-type]
        actor,
        target,
        place or "a road",
        place_id=place,
        when=span,
        report=report.id,
        readers=("hand",),
        **more,  # type: ignore[arg-type]
    )
    return claim, report


Told = tuple[Claim, Report]


class Say(Protocol):
    def __call__(  # noqa: PLR0913
        self,
        kind: str,
        actor: str | None,
        target: str | None = None,
        *,
        when: date | Span | None = ...,
        place: str | None = ...,
        origin: str = ...,
        grade: str = ...,
        lean: str | None = ...,
        published: Span | None = ...,
        **more: object,
    ) -> Told: ...


class Believed(Protocol):
    def __call__(self, *told: Told, theatre: Theatre | None = ..., rate: float | None = ...) -> Belief: ...


@pytest.fixture(scope="session")
def theatre_of() -> Callable[..., Theatre]:
    """Make a theatre of some places, start holds and routes."""
    return make_theatre


@pytest.fixture(scope="session")
def say() -> Say:
    """Make a claim with its report: on 10 June 2020, of the ford, by an agency of grade B."""
    return make_claim


@pytest.fixture(scope="session")
def believed() -> Believed:
    """Believe some claims about a theatre: the ford is red's at the start of 2020, the mill far off is nobody's."""

    def believe_all(*told: Told, theatre: Theatre | None = None, rate: float | None = None) -> Belief:
        return believe(theatre or make_theatre(), make_record(*told), rate=rate)

    return believe_all

"""A small war for checking reports: one road with four places on it, two sides, reports made to order."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Protocol

import pytest
import shapely

from frontline.model import Claim, Hold, Place, Record, Report, Route, Side, Span, Stretch, Theatre

if TYPE_CHECKING:
    from collections.abc import Callable

    from frontline.model import Kind

START = date(2020, 1, 1)
_AT = {"ford": (36.0, 37.0), "mill": (36.05, 37.1), "keep": (36.1, 37.2), "town": (36.4, 37.6)}


class Said(Protocol):
    def __call__(  # noqa: PLR0913
        self,
        kind: Kind,
        actor: str | None,
        target: str | None = None,
        *,
        place: str = "ford",
        day: date | Span | None = date(2020, 6, 10),
        origin: str = "agency",
        grade: str = "B",
        lean: str | None = None,
        reader: str = "hand",
        factual: bool = True,
        text: str = "",
        road: bool = False,
    ) -> tuple[Claim, Report]: ...


@pytest.fixture(scope="session")
def theatre() -> Theatre:
    """Return a theatre in which blue holds all at the start."""
    return Theatre(
        "test",
        "a test",
        START,
        date(2021, 1, 1),
        {
            "red": Side("red", "Red army", "#aa0000", ("the Reds", "Red army")),
            "blue": Side("blue", "Blue guard", "#0000aa", ("the Blues",)),
        },
        {name: Place(name, name.title(), lat, lon) for name, (lat, lon) in _AT.items()},
        shapely.box(36.5, 35.5, 38.0, 36.8),
        "+proj=laea +lat_0=36 +lon_0=37 +datum=WGS84 +units=m +no_defs",
        routes={"road": Route("road", "Ford–Town road", tuple(_AT))},
        start_holds=tuple(Hold(place, "blue", START, "a map") for place in _AT),
    )


@pytest.fixture(scope="session")
def said() -> Said:
    """Return a way to make a claim with the report that says it, published the day after."""

    def make(  # noqa: PLR0913
        kind: Kind,
        actor: str | None,
        target: str | None = None,
        *,
        place: str = "ford",
        day: date | Span | None = date(2020, 6, 10),
        origin: str = "agency",
        grade: str = "B",
        lean: str | None = None,
        reader: str = "hand",
        factual: bool = True,
        text: str = "",
        road: bool = False,
    ) -> tuple[Claim, Report]:
        when = Span.day(day) if isinstance(day, date) else day
        out = Span.day(when.last + timedelta(days=1)) if when else None
        # Each report in words of its own: two that share theirs would be reprints of one another.
        words = text or " ".join(f"{origin}-{kind}-{place}-{day}-{n}" for n in range(9))
        report = Report(f"{origin}-{kind}-{place}-{when and when.start}", origin, words, origin, grade, lean, out)
        claim = Claim(
            kind,
            actor,
            target,
            "Ford–Town road" if road else place.title(),
            None if road else place,
            Stretch("road", "ford", "town") if road else None,
            when=when,
            factual=factual,
            end=len(words),
            quote=words,
            readers=(reader,),
            credibility=2,
            report=report.id,
            id=f"{origin}-{kind}-{place}-{actor}-{when and when.start}",
        )
        return claim, report

    return make


@pytest.fixture(scope="session")
def record_of() -> Callable[..., Record]:
    """Return a way to make a record of claims with their reports."""

    def make(*told: tuple[Claim, Report]) -> Record:
        claims = tuple(claim for claim, _ in told)
        return Record({report.id: report for _, report in told}, claims, None, claims)

    return make

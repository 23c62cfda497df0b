"""Wars on a grid of villages, drawn as letters: who holds which, which roads run, where the rear is."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Protocol

import pytest
import shapely

from frontline.control import believe
from frontline.ledger import build, record
from frontline.model import Hold, Place, Record, Route, Side, Theatre
from frontline.theatre import find, load, load_claims, load_reports

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from frontline.control import Belief

DAY = date(2020, 6, 1)
STEP = 0.05  # degrees between villages: 4.1 km east, 5.6 km north
SIDES = {"R": "red", "B": "blue"}


class War(Protocol):
    def __call__(
        self, rows: str, *, roads: Mapping[str, Sequence[str]] | None = None, rear: Sequence[str] = ()
    ) -> Belief: ...


@pytest.fixture(scope="session")
def war() -> War:
    """Return a way to draw a war. Each row has a letter a village (R red, B blue); "23" is row 2, column 3."""

    def draw(rows: str, *, roads: Mapping[str, Sequence[str]] | None = None, rear: Sequence[str] = ()) -> Belief:
        grid = rows.split()
        villages = {
            f"{row}{column}": (letter, 42.5 - STEP * row, 20 + STEP * column)
            for row, line in enumerate(grid)
            for column, letter in enumerate(line)
        }
        places = {key: Place(key, f"Village {key}", lat, lon) for key, (_, lat, lon) in villages.items()}
        theatre = Theatre(
            id="grid",
            name="Grid",
            start=date(2020, 1, 1),
            end=date(2021, 1, 1),
            sides={
                "red": Side("red", "Red", "#ff0000", rear=tuple(rear)),
                "blue": Side("blue", "Blue", "#0000ff"),
            },
            places=places,
            boundary=shapely.box(
                20 - STEP / 2,
                42.5 - STEP * (len(grid) - 0.5),
                20 + STEP * (len(grid[0]) - 0.5),
                42.5 + STEP / 2,
            ),
            crs="+proj=laea +lat_0=42.4 +lon_0=20.2 +datum=WGS84 +units=m +no_defs",
            routes={name: Route(name, f"{name} road", tuple(stops)) for name, stops in (roads or {}).items()},
            start_holds=tuple(
                Hold(key, SIDES[letter], date(2020, 1, 1), "a map") for key, (letter, _, _) in villages.items()
            ),
        )
        return believe(theatre, Record({}, ()))

    return draw


CORRIDOR = """
BBBBBBB
RRBBBRB
RRRRRRB
RRBBBRB
BBBBBBB
"""


@pytest.fixture(scope="session")
def corridor(war: War) -> Belief:
    """Return a war in which one row of villages, with a road, joins three in the east to their side's rear."""
    return war(CORRIDOR, roads={"main": ["20", "21", "22", "23", "24", "25"]}, rear=["20"])


@pytest.fixture(scope="session")
def broad(war: War) -> Belief:
    """Return a war in which the ground beyond such a row is three villages wide, so that the row is its corridor."""
    rows = "BBBBBBBBB RRBBBRRRB RRRRRRRRB RRBBBRRRB BBBBBBBBB"
    return war(rows, roads={"main": ["20", "21", "22", "23", "24", "25"]}, rear=["20"])


@pytest.fixture(scope="session")
def kuweires() -> Belief:
    """Return the example theatre as its claims entered by hand have it."""
    theatre = load(folder := find("kuweires"))
    reports = load_reports(folder, theatre)
    with build(theatre, reports, load_claims(folder, theatre, reports)) as ledger:
        return believe(theatre, record(ledger))

"""A series of maps at the desk: its polygons by day, and no evidence that is not there."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import httpx
import pytest
import shapely

from frontline.sources import import_maps, open_series
from frontline.web import desk_of_series

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from playwright.sync_api import Browser


@pytest.fixture
def squares(tmp_path: Path, serve_desk: Callable[..., AbstractContextManager[str]]) -> Iterator[str]:
    """Serve three days of a square that grows to the east, one of them not known."""
    for day, east in (("2024-01-01", 31.0), ("2024-01-02", 31.2), ("2024-01-04", 31.5)):
        ground = {
            "type": "Feature",
            "properties": {},
            "geometry": shapely.geometry.mapping(shapely.box(30, 48, east, 49)),
        }
        file = tmp_path / f"map_{day}.geojson"
        file.write_text(json.dumps({"type": "FeatureCollection", "features": [ground]}), encoding="utf-8")
    store = tmp_path / "war.series"
    import_maps(sorted(tmp_path.glob("*.geojson")), store, side="east", against="west")
    with serve_desk(desk_of_series(open_series(store))) as address:
        yield address


def _east(address: str, day: str) -> tuple[str, Any]:
    answer = httpx.get(f"{address}/api/v1/areas?date={day}").json()
    (area,) = [one for one in answer["features"] if one["properties"].get("side") == "east"]
    return answer["date"], shapely.geometry.shape(area["geometry"]).bounds


def test_each_known_day_has_its_own_ground(squares: str) -> None:
    assert _east(squares, "2024-01-01") == ("2024-01-01", (30, 48, 31, 49))
    assert _east(squares, "2024-01-04") == ("2024-01-04", (30, 48, 31.5, 49))


def test_a_day_that_is_not_known_shows_the_last_known_one_and_says_so(squares: str) -> None:
    assert _east(squares, "2024-01-03") == ("2024-01-02", (30, 48, 31.2, 49))


def test_a_series_has_no_evidence_and_says_so_instead_of_inventing_any(squares: str) -> None:
    with httpx.Client(base_url=f"{squares}/api/v1") as api:
        assert api.get("theatre").json()["days"] == ["2024-01-01", "2024-01-02", "2024-01-04"]
        assert api.get("control").json()["holder"] == []
        for asked in ("places/x", "claims/x", "reports/x", "whatif?flip=x:east", "sweep?side=east"):
            assert api.get(asked).status_code == 404, asked
        for asked in ("picture", "layers", "sieges", "search?q=x", "ground", "control.geojson"):
            assert api.get(asked).status_code == 200, asked


def test_a_series_opens_in_the_browser(squares: str, browser: Browser) -> None:
    page = browser.new_page()
    wrong: list[str] = []
    page.on("console", lambda line: wrong.append(line.text) if line.type == "error" else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto(f"{squares}/#date=2024-01-01")
    page.wait_for_selector("html[data-ready]", state="attached", timeout=60_000)
    page.locator("#after").click()
    page.locator("#panel").get_by_text("2 January 2024").wait_for(timeout=30_000)
    page.close()
    assert wrong == []

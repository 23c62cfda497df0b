"""A series of maps at the desk: its polygons by day, and no evidence that is not there."""

from __future__ import annotations

import json
import threading
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

    from playwright.sync_api import Page


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


def test_the_ground_between_two_days_of_a_series_is_measured(squares: str) -> None:
    told = httpx.get(f"{squares}/api/v1/difference?date=2024-01-04&against=2024-01-01").json()
    (taken,) = told["features"]
    assert (taken["properties"]["from"], taken["properties"]["to"]) == ("west", "east")
    assert shapely.geometry.shape(taken["geometry"]).bounds == (31, 48, 31.5, 49)
    # A degree of latitude is 111.2 km, half a degree of longitude at 48.5 N 36.9 km.
    assert taken["properties"]["area_km2"] == pytest.approx(111.2 * 36.9, rel=0.01)


def test_a_series_is_looked_ahead_from_as_the_command_line_does(squares: str) -> None:
    with httpx.Client(base_url=f"{squares}/api/v1", timeout=60) as api:
        told = api.get("outlook?date=2024-01-04&horizon=7")
        while told.status_code == 202:
            assert told.json()["working"] is True
            told = api.get("outlook?date=2024-01-04&horizon=7")
        found = told.json()
    assert (found["date"], found["until"], found["cell_km"]) == ("2024-01-04", "2024-01-11", 1.0)
    assert found["model"]["learnt_on"] == "carried over"
    assert len(found["ground"]["features"]) == len(found["cells"])


def test_what_takes_long_is_said_to_be_under_way(squares: str, monkeypatch: pytest.MonkeyPatch) -> None:
    go = threading.Event()

    def waits(*_: object) -> dict[str, bool]:
        go.wait(30)
        return {"there": True}

    monkeypatch.setattr("frontline.web.outlook_api._foreseen", waits)
    monkeypatch.setattr("frontline.web.slow.Slow.patience", 0.05, raising=False)
    with httpx.Client(base_url=f"{squares}/api/v1", timeout=60) as api:
        first = api.get("outlook?date=2024-01-02")
        go.set()
        while (last := api.get("outlook?date=2024-01-02")).status_code == 202:
            pass
    assert first.status_code == 202
    assert first.json()["seconds"] < 30
    assert last.json() == {"there": True}


def test_a_series_is_walked_through_compared_and_looked_ahead_from(
    squares: str, look: Callable[..., AbstractContextManager[Page]], shot: Callable[[str], Path]
) -> None:
    with look(f"{squares}/#date=2024-01-01", width=1000, height=600) as page:
        page.locator("#after").click()
        page.locator("#panel").get_by_text("2 January 2024").wait_for(timeout=30_000)

        page.locator("#other").fill("2024-01-01")
        page.locator("#panel").get_by_text("Changed hands since 1 January 2024").wait_for(timeout=30_000)
        page.locator("#panel").get_by_text("km²").first.wait_for()
        assert page.evaluate("() => desk.chart.laid.get('change').features.length") == 1
        page.screenshot(path=shot("series"))

        page.get_by_role("button", name="Swipe").click()
        page.wait_for_function("() => desk.swipe.chart?.laid.get('areas')?.date === '2024-01-01'", timeout=30_000)
        assert page.evaluate("() => desk.chart.laid.get('areas').date") == "2024-01-02"

        page.get_by_role("button", name="Outlook").click()
        page.locator("#panel").get_by_text("Ground that may be taken").wait_for(timeout=60_000)
        assert page.evaluate("() => desk.chart.laid.get('chances').type") == "FeatureCollection"

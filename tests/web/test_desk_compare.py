"""Two days side by side, with a divider that is dragged or moved by keys; and what changed hands between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import shapely

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from pathlib import Path

    import httpx
    from playwright.sync_api import Page

    Look = Callable[..., AbstractContextManager[Page]]


def test_ground_that_changed_hands_is_that_of_the_places_that_did(api: httpx.Client) -> None:
    told = api.get("difference?date=2015-11-10&against=2015-11-09").json()
    ways = {(one["properties"]["from"], one["properties"]["to"]): one for one in told["features"]}
    taken = ways["isil", "government"]
    places = api.get("theatre").json()["places"]
    at = places["id"].index("kuweires-sharqi")
    spot = shapely.Point(places["lon"][at], places["lat"][at])
    was, is_ = (api.get(f"control?date={day}").json()["holder"][at] for day in ("2015-11-09", "2015-11-10"))
    assert shapely.geometry.shape(taken["geometry"]).contains(spot) == (was != is_)
    assert taken["properties"]["area_km2"] > 1


def test_a_day_against_itself_changed_nothing(api: httpx.Client) -> None:
    assert api.get("difference?date=2015-11-10&against=2015-11-10").json()["features"] == []


@pytest.fixture
def swiped(address: str, look: Look) -> AbstractContextManager[Page]:
    return look(f"{address}/#date=2015-11-10&against=2015-09-01", width=1000, height=600)


def test_two_days_lie_side_by_side(swiped: AbstractContextManager[Page], shot: Callable[[str], Path]) -> None:
    with swiped as page:
        page.get_by_role("button", name="Swipe").click()
        divider = page.get_by_role("slider", name="Divider between the two days")
        divider.wait_for(timeout=30_000)
        page.wait_for_function("() => desk.swipe.chart?.painted?.length > 0", timeout=30_000)
        assert page.locator("#left").inner_text() == "1 September 2015"
        assert page.locator("#right").inner_text() == "10 November 2015"
        then, now = page.evaluate(
            "() => { const at = desk.theatre.places.id.indexOf('kuweires-sharqi');"
            " return [desk.swipe.chart.painted[at].holder, desk.chart.painted[at].holder] }"
        )
        assert (then, now) == (1, 0)
        assert "swipe=50" in page.url

        # By keys, as a slider is moved.
        divider.focus()
        page.keyboard.press("ArrowLeft")
        page.keyboard.press("PageDown")
        assert divider.get_attribute("aria-valuenow") == "38"
        assert "38 % of the map shows 1 September 2015" in (divider.get_attribute("aria-valuetext") or "")
        page.wait_for_function("() => location.hash.includes('swipe=38')")

        # By hand.
        box = page.locator("#stage").bounding_box()
        assert box is not None
        page.mouse.move(box["x"] + 0.38 * box["width"], box["y"] + 300)
        page.mouse.down()
        page.mouse.move(box["x"] + 0.7 * box["width"], box["y"] + 300, steps=4)
        page.mouse.up()
        assert divider.get_attribute("aria-valuenow") == "70"
        page.screenshot(path=shot("swipe"))

        # What moves one map moves the other.
        page.evaluate("() => desk.chart.map.jumpTo({center: [37.5, 36.1], zoom: 9})")
        assert page.evaluate("() => desk.swipe.chart.map.getZoom()") == pytest.approx(9)
        page.evaluate("() => desk.swipe.chart.map.jumpTo({center: [37.4, 36.0], zoom: 10})")
        assert page.evaluate("() => desk.chart.map.getCenter().lng") == pytest.approx(37.4)

        # The address is all there is to it.
        page.wait_for_function("() => location.hash.includes('swipe=70')")
        page.reload()
        page.wait_for_function("() => desk.swipe?.chart?.painted?.length > 0", timeout=60_000)
        assert divider.get_attribute("aria-valuenow") == "70"
        page.get_by_role("button", name="Swipe").click()
        page.locator("#banner").get_by_text("what is striped changed hands").wait_for(timeout=30_000)
        assert not divider.is_visible()
        assert "swipe" not in page.url

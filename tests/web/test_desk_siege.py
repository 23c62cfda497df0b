"""A siege's page: who, since when, how sure, on what evidence, on what ground, and what could supply it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from pathlib import Path

    import httpx
    from playwright.sync_api import Page

    Look = Callable[..., AbstractContextManager[Page]]


def test_the_siege_of_the_base_lasted_from_2012_to_its_relief(api: httpx.Client) -> None:
    told = api.get("sieges/kuweires-airbase/2012-12-01").json()
    assert (told["place"], told["holder"], told["end"]) == ("Kuweires Airbase", "government", "2015-11-10")
    assert told["start"].startswith("2012")
    assert told["start_doubt"][0] <= told["start"] <= told["start_doubt"][1]
    assert "isil" in told["by"]
    of = dict(zip(told["curve"]["days"], told["curve"]["besieged"], strict=True))
    assert of["2015-11-09"] > 0.9
    assert told["curve"]["besieged"][-1] < 0.1


def test_its_evidence_has_its_source_and_says_what_is_of_the_siege_itself(api: httpx.Client) -> None:
    told = api.get("sieges/kuweires-airbase/2012-12-01").json()
    ring = [claim for claim in told["claims"] if claim["ring"]]
    assert {claim["kind"] for claim in ring} == {"besiege", "relieve"}
    assert {claim["report"] for claim in told["claims"]} == set(told["reports"])
    assert all(claim["quote"] for claim in ring)


def test_while_it_lasted_no_road_led_in_but_by_enemy_ground(api: httpx.Client) -> None:
    told = api.get("sieges/kuweires-airbase/2012-12-01").json()
    by_status: dict[str, int] = {}
    for road in told["roads"]:
        assert road["towards"] != told["place"]
        for spell in road["spells"]:
            by_status[spell["status"]] = by_status.get(spell["status"], 0) + 1
    assert by_status["cut"] > 0
    last = [spell["status"] for road in told["roads"] for spell in road["spells"] if spell["end"] == told["end"]]
    assert set(last) <= {"cut"}


def test_the_ground_shut_in_is_the_pocket_that_the_picture_has(api: httpx.Client) -> None:
    told = api.get("sieges/kuweires-airbase/2012-12-01").json()
    last = told["ground"][-1]
    pockets = api.get(f"picture?date={last['date']}").json()["pockets"]
    assert last["date"] == "2015-11-09"
    assert last["area_km2"] in [pocket["area_km2"] for pocket in pockets if told["place"] in pocket["places"]]


def test_a_place_that_was_never_besieged_has_no_such_page(api: httpx.Client) -> None:
    for asked in ("sieges/jirah-airbase/2015-01-01", "sieges/nowhere/2015-01-01"):
        answer = api.get(asked)
        assert (answer.status_code, "no siege of" in answer.json()["error"]["sentence"]) == (404, True)
    assert api.get("sieges/kuweires-airbase/once").status_code == 422


def test_a_siege_is_found_by_its_place_and_leads_on_to_its_page(
    address: str, look: Look, shot: Callable[[str], Path]
) -> None:
    with look(f"{address}/#date=2015-11-05") as page:
        page.locator("#search").fill("kweires airbase")
        page.get_by_role("option", name="Siege of Kuweires Airbase").first.click()
        page.locator("#panel h2").get_by_text("Siege of Kuweires Airbase").wait_for(timeout=30_000)
        page.locator("#panel").get_by_text("What could supply it").wait_for()
        assert "siege=kuweires-airbase:2012" in page.url
        page.screenshot(path=shot("siege"))

        page.get_by_role("button", name="10 November 2015").click()
        page.locator("#panel").get_by_text("On 10 November 2015 it was under siege").wait_for(timeout=30_000)
        page.get_by_role("button", name="Kuweires Airbase", exact=True).first.click()
        page.get_by_role("button", name="Besieged", exact=True).click()
        page.locator("#panel h2").get_by_text("Siege of Kuweires Airbase").wait_for(timeout=30_000)

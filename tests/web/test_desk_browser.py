"""The story of Kuweires walked through in a real browser, and hostile reports that stay words on the page."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Literal

import pytest

from frontline.theatre import find

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    Serve = Callable[..., AbstractContextManager[str]]
    Shot = Callable[[str], Path]

HOSTILE = '<img src=x onerror="window.hit=1"><script>window.hit=1</script><svg onload=window.hit=1>'
DATE = "2015-11-10"


def _open(
    browser: Browser, address: str, color_scheme: Literal["light", "dark"] | None = None
) -> tuple[Page, list[str]]:
    page = browser.new_page(viewport={"width": 1440, "height": 900}, color_scheme=color_scheme)
    wrong: list[str] = []
    page.on("console", lambda line: wrong.append(line.text) if line.type == "error" else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto(address)
    page.wait_for_selector("html[data-ready]", state="attached", timeout=60_000)
    return page, wrong


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    shown, wrong = _open(browser, f"{address}/#date=2015-11-05")
    yield shown
    shown.close()
    assert wrong == []


def _panel(page: Page, words: str) -> None:
    page.locator("#panel").get_by_text(words).first.wait_for(timeout=30_000)


def _holder(page: Page, place: str) -> object:
    """Return the number of the side in whose colour a place's cell is painted."""
    return page.evaluate(
        "id => { const at = desk.theatre.places.id.indexOf(id);"
        " return desk.chart.map.getFeatureState({source: 'cells', id: at}).holder }",
        place,
    )


def test_the_story_is_walked_through(page: Page, shot: Shot) -> None:
    government, isil = 0, 1
    _panel(page, "5 November 2015")
    assert _holder(page, "kuweires-sharqi") == isil

    page.locator("#date").fill(DATE)
    _panel(page, "ended on 10 November 2015")
    assert _holder(page, "kuweires-sharqi") == government
    page.screenshot(path=shot("day"))

    page.get_by_role("button", name="Kuweires Airbase corridor").first.click()
    _panel(page, "Beyond the neck")
    page.screenshot(path=shot("corridor"))

    page.locator("#search").fill("kweires airbase")
    page.get_by_role("option").first.click()
    _panel(page, "claims")
    page.locator(".claims details").first.click()
    page.locator(".claims .report mark, .claims details .quiet").first.wait_for()
    page.screenshot(path=shot("place"))

    page.locator("#search").fill("Sheikh Ahmad")
    page.get_by_role("option", name="Sheikh Ahmad").first.click()
    page.get_by_role("button", name="Islamic State", exact=True).click()
    page.locator("#banner").get_by_text("Kuweires Airbase").wait_for(timeout=30_000)
    assert _holder(page, "sheikh-ahmad") == isil
    page.screenshot(path=shot("whatif"))

    link = page.url
    page.goto("about:blank")
    page.goto(link)
    page.wait_for_selector("html[data-ready]", state="attached", timeout=60_000)
    page.locator("#banner").get_by_text("Kuweires Airbase").wait_for(timeout=30_000)
    assert page.locator("#date").input_value() == DATE
    assert _holder(page, "sheikh-ahmad") == isil


def test_a_place_is_chosen_by_a_click_on_its_mark_or_its_name(page: Page) -> None:
    box = page.locator("#map").bounding_box()
    assert box is not None
    page.wait_for_function("() => desk.chart.labels.hits.length > 20")
    page.wait_for_timeout(300)
    # Marks that no nearer one hides, and names that lie clear of other marks; the key lies over the south-east.
    spots = page.evaluate(
        """() => {
          const { lon, lat, id } = desk.theatre.places;
          const { clientWidth: width, clientHeight: height } = document.getElementById("map");
          const clear = ({ x, y }) => x > 60 && y > 60 && x < width - 230 && y < height - 40;
          const told = [];
          for (const { box, place } of desk.chart.labels.hits.filter((hit) => hit.place !== undefined)) {
            const mark = desk.chart.map.project([lon[place], lat[place]]);
            const name = { x: (box[0] + box[2]) / 2, y: (box[1] + box[3]) / 2 };
            if (clear(mark) && desk.chart.nearest(mark) === place) told.push([id[place], mark]);
            if (clear(name) && desk.chart.nearest(name) === null) told.push([id[place], name]);
          }
          return told;
        }"""
    )
    assert len(spots) > 20
    for place, at in spots[:: len(spots) // 8]:
        page.mouse.click(box["x"] + at["x"], box["y"] + at["y"])
        page.wait_for_function("place => desk.state.place === place", arg=place, timeout=10_000)
        page.keyboard.press("Escape")


def test_roads_and_salients_follow_while_time_plays(page: Page) -> None:
    page.evaluate(
        """() => {
          window.drawn = [];
          const lay = desk.chart.layers;
          desk.chart.layers = function (layers) {
            if (layers) drawn.push([layers.date, desk.state.date]);
            lay.call(this, layers);
          };
        }"""
    )
    page.locator("#play").click()
    page.wait_for_function("() => new Set(drawn.map((one) => one[0])).size >= 3", timeout=30_000)
    page.locator("#play").click()
    assert page.evaluate("() => drawn.every(([layers, shown]) => layers === shown)")


def test_the_keyboard_alone_steps_through_the_changes(page: Page) -> None:
    page.locator("#panel").focus()
    days = []
    for _ in range(3):
        page.keyboard.press(".")
        page.wait_for_timeout(50)
        days.append(page.locator("#date").input_value())
    assert days == sorted(set(days))
    page.keyboard.press(",")
    page.wait_for_timeout(50)
    assert page.locator("#date").input_value() == days[1]
    page.keyboard.press("/")
    assert page.evaluate("() => document.activeElement.id") == "search"


def test_two_days_are_compared(page: Page, shot: Shot) -> None:
    page.locator("#other").fill("2015-09-01")
    page.locator("#banner").get_by_text("against 1 September 2015").wait_for(timeout=30_000)
    changed = page.evaluate("() => desk.chart.painted.filter((state) => state.changed).length")
    assert changed > 5
    page.screenshot(path=shot("compare"))


def test_every_control_has_a_name(page: Page) -> None:
    nameless = page.evaluate(
        "() => [...document.querySelectorAll('button, input, select, textarea, a, [role=slider]')].filter((one) =>"
        " !(one.getAttribute('aria-label') || one.textContent.trim() || one.labels?.length))"
        ".map((one) => one.outerHTML)"
    )
    assert nameless == []


def test_it_fits_a_phone(browser: Browser, address: str, shot: Shot) -> None:
    page, wrong = _open(browser, f"{address}/#date={DATE}")
    page.set_viewport_size({"width": 390, "height": 844})
    page.wait_for_timeout(500)
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    assert page.locator("#map").bounding_box()["height"] > 200  # type: ignore[index]
    page.screenshot(path=shot("phone"))
    page.close()
    assert wrong == []


def test_dark_is_dark(browser: Browser, address: str, shot: Shot) -> None:
    page, wrong = _open(browser, f"{address}/#date={DATE}", color_scheme="dark")
    assert page.evaluate("() => getComputedStyle(document.body).backgroundColor") == "rgb(22, 25, 29)"
    page.wait_for_timeout(1500)
    page.screenshot(path=shot("dark"))
    page.close()
    assert wrong == []


def test_a_claim_is_reviewed_by_keyboard_and_the_map_follows(
    browser: Browser, copied: Path, serve: Serve, shot: Shot
) -> None:
    with serve(copied) as address:
        page, wrong = _open(browser, f"{address}/#date={DATE}&tab=review")
        page.locator("#card").wait_for(timeout=30_000)
        page.screenshot(path=shot("review"))
        first = page.evaluate("() => desk.review.claim")
        page.locator("#panel").focus()
        page.keyboard.press("r")
        page.locator("#effect").get_by_text("rejected").wait_for(timeout=30_000)
        assert page.evaluate("() => desk.review.claim") != first
        assert first not in page.evaluate("() => desk.review.queue.map((row) => row.id)")
        page.keyboard.press("u")
        page.locator("#effect").get_by_text("undo").wait_for(timeout=30_000)
        assert first in page.evaluate("() => desk.review.queue.map((row) => row.id)")

        page.get_by_role("button", name="Add a report").click()
        page.locator("textarea").fill("Syrian government troops captured Deir Hafir on 10 November 2015.")
        page.locator("input[name=published]").fill(DATE)
        page.locator("select[name=grade]").select_option("A")
        page.get_by_role("button", name="See what it changes").click()
        page.locator("#read").get_by_text("Would change hands: Deir Hafir").wait_for(timeout=30_000)
        page.locator("#banner").get_by_text("Tried, not kept").wait_for(timeout=30_000)
        page.screenshot(path=shot("report"))
        page.get_by_role("button", name="Keep it").click()
        page.locator("#read").get_by_text("Kept.").wait_for(timeout=30_000)
        assert _holder(page, "deir-hafir") == 0
        page.close()
        assert wrong == []


def test_a_hostile_report_stays_words(
    browser: Browser, tmp_path: Path, serve: Serve, with_ledger: Callable[[Path], Path], shot: Shot
) -> None:
    folder = tmp_path / "hostile"
    shutil.copytree(find("kuweires"), folder, ignore=shutil.ignore_patterns("*.md", "claims.csv"))
    (folder / "reports").mkdir(exist_ok=True)
    (folder / "reports" / "evil.md").write_text(
        f"---\nsource: {HOSTILE}\ntitle: {HOSTILE}\npublished: 2015-11-10\nurl: javascript:window.hit=1\n---\n"
        f"{HOSTILE}\n\nThe Syrian army captured Sheikh Ahmad on 9 November 2015.\n\n{HOSTILE}\n",
        encoding="utf-8",
    )
    with serve(with_ledger(folder)) as address:
        page, wrong = _open(browser, f"{address}/#date={DATE}&place=sheikh-ahmad")
        page.locator(".claims details").first.click()
        page.locator(".report mark.chosen").wait_for(timeout=30_000)
        assert "<script>" in page.locator(".report").inner_text()
        page.screenshot(path=shot("hostile"))
        page.goto(f"{address}/#date={DATE}&tab=review")
        page.locator("#card").wait_for(timeout=30_000)
        assert page.evaluate("() => window.hit ?? null") is None
        assert page.locator("#panel script, #panel img, #panel svg[onload], a[href^=javascript]").count() == 0
        page.close()
        assert wrong == []

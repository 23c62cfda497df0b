"""Who opens the desk for the first time finds the way without the manual: every step is offered where it is needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from playwright.sync_api import Page

    Look = Callable[..., AbstractContextManager[Page]]

WAIT = 30_000


def test_the_way_is_shown_until_it_was_gone_once(address: str, look: Look) -> None:
    with look(f"{address}/") as page:
        page.locator("#hint").get_by_text("Click a place").wait_for(timeout=WAIT)
        page.locator("#before").click()
        page.locator("#panel").get_by_text("ended on 10 November 2015").wait_for(timeout=WAIT)
        page.get_by_role("button", name="Kuweires Airbase corridor").first.click()
        page.locator("#panel").get_by_text("Beyond the neck").wait_for(timeout=WAIT)
        page.get_by_role("button", name="Day", exact=True).click()
        page.locator("#panel").get_by_text("Supply roads").wait_for(timeout=WAIT)
        assert page.locator("#hint").count() == 0


def test_a_corridor_offers_the_losses_that_would_cut_it_off_and_they_do(address: str, look: Look) -> None:
    with look(f"{address}/#date=2015-11-10&salient=Kuweires Airbase corridor") as page:
        row = page.locator("#panel section", has_text="Single losses that would cut it off").locator("li").first
        row.wait_for(timeout=WAIT)
        lost = row.locator("button").nth(1).inner_text()
        row.locator("button").first.click()
        page.locator("#banner").get_by_text("Supposed.").wait_for(timeout=WAIT)
        assert lost in page.locator("#banner").inner_text()
        page.get_by_role("button", name="Back to what is believed").click()
        page.locator("#banner").wait_for(state="hidden", timeout=WAIT)


def test_a_desk_to_be_read_says_how_it_is_worked_on(address: str, look: Look) -> None:
    with look(f"{address}/") as page:
        page.get_by_role("button", name="Help").click()
        page.locator("#help-text").get_by_text("--edit").wait_for(timeout=WAIT)
        page.get_by_role("button", name="Close").click()
        assert page.evaluate("() => document.activeElement.id") == "help"
        assert page.get_by_role("button", name="Review").count() == 0


def test_whoever_tabs_meets_the_page_in_the_order_it_is_read(address: str, look: Look) -> None:
    with look(f"{address}/#date=2015-11-10") as page:
        page.locator("#panel").get_by_text("Supply roads").wait_for(timeout=WAIT)
        parts = []
        for _ in range(80):
            page.keyboard.press("Tab")
            part = page.evaluate(
                "() => { const at = document.activeElement.closest('.skip, header, #stage, #panel, footer');"
                " return at && (at.id || at.className || at.tagName.toLowerCase()) }"
            )
            if part and part not in parts:
                parts.append(part)
            if part == "panel":
                break
        page.locator("#panel button, #panel a").last.focus()
        page.keyboard.press("Tab")
        parts.append(page.evaluate("() => document.activeElement.closest('footer')?.tagName.toLowerCase()"))
        assert parts == ["skip", "header", "stage", "panel", "footer"]

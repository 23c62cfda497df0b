"""A theatre whose every file carries scripts, walked through in a real browser: all of it stays words."""

from __future__ import annotations

import csv
import shutil
from typing import TYPE_CHECKING

import pytest

from frontline.theatre import find

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from playwright.sync_api import Browser, Page

SCRIPT = "<img src=x onerror='window.hit=1'><script>window.hit=1</script><svg onload='window.hit=1'></svg>{{7*7}}"
LINK = "javascript:window.hit=1"
WAIT = 60_000
REFUSED = "Failed to load resource: the server responded with a status of 4"
DAY = "2015-11-09"
# Where each page is, and a word that stands there once it is filled.
PAGES = {
    f"date={DAY}": "Supply roads",
    f"date={DAY}&place=kuweires-airbase": "Who held it",
    f"date={DAY}&siege=kuweires-airbase:2012-12-08": "What could supply it",
    f"date={DAY}&route=safira-kuweires": "Until",
    f"date={DAY}&place=safira&flip=safira:isil": "What if",
    f"date={DAY}&against=2013-06-01": "Changed against",
    f"date={DAY}&tab=outlook": "Places that may change hands",
    "tab=review": "The doubtful first",
}


def _rewritten(path: Path, columns: tuple[str, ...]) -> None:
    """Put a script behind whatever stands in some columns of a table."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        row.update({name: f"{row[name]} {SCRIPT}" for name in columns if row.get(name)})
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile") / "theatre"
    shutil.copytree(find("kuweires"), folder)
    _rewritten(folder / "places.csv", ("name", "note"))
    _rewritten(folder / "routes.csv", ("name", "note"))
    _rewritten(folder / "claims.csv", ("note", "text"))
    _rewritten(folder / "start.csv", ("note", "source"))
    settings = (folder / "theatre.toml").read_text(encoding="utf-8")
    for told in ('name = "Kuweires and', 'name = "Syrian government', 'name = "Islamic State'):
        assert told in settings
        settings = settings.replace(told, told.replace('"', f'"{SCRIPT} ', 1))
    (folder / "theatre.toml").write_text(settings, encoding="utf-8")
    (folder / "reports" / "evil.md").write_text(
        f"---\nsource: {SCRIPT}\ntitle: {SCRIPT}\npublished: 2015-11-10\nurl: {LINK}\n---\n"
        f"{SCRIPT}\n\nThe Syrian army captured Sheikh Ahmad on 9 November 2015. {SCRIPT}\n",
        encoding="utf-8",
    )
    return folder


@pytest.fixture
def page(
    hostile: Path,
    browser: Browser,
    tmp_path: Path,
    serve: Callable[..., AbstractContextManager[str]],
    with_ledger: Callable[[Path], Path],
) -> Iterator[Page]:
    folder = with_ledger(shutil.copytree(hostile, tmp_path / "theatre"))
    with serve(folder) as address:
        shown = browser.new_page(viewport={"width": 1280, "height": 800})
        wrong: list[str] = []
        shown.on("console", lambda line: wrong.append(line.text) if line.type == "error" else None)
        shown.on("pageerror", lambda error: wrong.append(str(error)))
        shown.on("dialog", lambda dialog: wrong.append(dialog.message))
        shown.goto(f"{address}/#date={DAY}")
        shown.wait_for_selector("html[data-ready]", state="attached", timeout=WAIT)
        yield shown
        shown.close()
        # A script that was tried and kept from running by the policy would be told of here.
        assert [line for line in wrong if not line.startswith(REFUSED)] == []


def _inert(page: Page) -> None:
    assert page.evaluate("() => window.hit ?? null") is None
    made = "body script, body img, svg[onload], [onerror], a[href^='javascript'], body iframe, body style"
    assert page.locator(made).count() == 0


def test_no_page_runs_what_a_theatre_or_a_report_brings(page: Page) -> None:
    for place, word in PAGES.items():
        page.evaluate("place => { location.hash = place }", place)
        page.locator("#panel").get_by_text(word).first.wait_for(timeout=WAIT)
        page.wait_for_timeout(150)
        _inert(page)
    assert "<script>" in page.locator("#title").inner_text()


def test_neither_does_what_is_found_tried_or_refused(page: Page) -> None:
    page.locator("#search").fill("sheikh ahmad")
    page.get_by_role("option").first.wait_for(timeout=WAIT)
    assert "<script>" in page.locator("#found").inner_text()
    page.keyboard.press("Enter")
    page.locator("#panel").get_by_text("Who held it").first.wait_for(timeout=WAIT)
    for claim in page.locator(".claims details").all()[:4]:
        claim.click()
    page.locator(".claims .report mark").first.wait_for(timeout=WAIT)
    _inert(page)
    assert page.locator("#panel a[target=_blank]:not([href^='http'])").count() == 0

    page.evaluate("() => { location.hash = 'tab=add' }")
    page.locator("#report-form textarea").fill(f"{SCRIPT}\n\nThe Syrian army captured Deir Hafir. {SCRIPT}")
    page.locator("input[name=source]").fill(SCRIPT)
    page.locator("input[name=published]").fill(SCRIPT)
    page.get_by_role("button", name="See what it changes").click()
    page.locator("#read [role=alert]").wait_for(timeout=WAIT)
    assert "<img src=x onerror" in page.locator("#read").inner_text()
    page.locator("input[name=published]").fill("2015-11-10")
    page.get_by_role("button", name="See what it changes").click()
    page.get_by_role("button", name="Keep it").click()
    page.locator("#read").get_by_text("Kept.").wait_for(timeout=WAIT)
    _inert(page)
    # An address that was made by somebody else: no such place, no such side, no such day.
    for broken in (f"place={SCRIPT}", f"salient={SCRIPT}", f"date={SCRIPT}", f"view={SCRIPT}", f"claim={SCRIPT}"):
        page.evaluate("place => { location.hash = new URLSearchParams(place).toString() }", broken)
        page.wait_for_timeout(400)
        _inert(page)

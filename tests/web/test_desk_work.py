"""An analyst works through the queue and adds reports in a real browser: by keyboard, with the effect on the map."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from frontline.ledger import decisions, open_ledger

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from playwright.sync_api import Page

    Look = Callable[..., AbstractContextManager[Page]]

TAKEN = "Syrian government troops captured Deir Hafir on 10 November 2015."
WAIT = 30_000


@pytest.fixture
def desk(copied: Path, serve: Callable[..., AbstractContextManager[str]]) -> Iterator[str]:
    with serve(copied) as address:
        yield address


def _claim_of(page: Page, place: str) -> str:
    """Return the first claim in the queue that a place was taken."""
    found = page.evaluate(
        "async (place) => (await (await fetch('/api/v1/review?most=500')).json())"
        ".find((row) => row.place_id === place && row.kind === 'gain')?.id",
        place,
    )
    assert found
    return str(found)


def _at(page: Page, claim: str) -> None:
    page.wait_for_function("claim => desk.review.claim === claim && document.getElementById('card')", arg=claim)


def test_a_claim_comes_with_its_own_day_and_its_place_ringed(desk: str, look: Look) -> None:
    with look(f"{desk}/#tab=review") as page:
        page.locator("#card mark.chosen").first.wait_for(timeout=WAIT)
        claim = page.evaluate("() => desk.review.value.claim")
        page.wait_for_function("() => desk.state.date === desk.review.dayOf(desk.review.value.claim)", timeout=WAIT)
        assert page.evaluate("() => desk.theatre.places.id[desk.chart.labels.chosen]") == claim["place_id"]
        assert page.locator("#card mark.chosen").first.inner_text() in claim["quote"]
        # A view that was sent stays the view that was sent.
        page.goto("about:blank")
        page.goto(f"{desk}/#date=2015-10-20&tab=review&claim={claim['id']}")
        page.locator("#follow").wait_for(timeout=WAIT)
        assert page.locator("#date").input_value() == "2015-10-20"
        page.locator("#panel").focus()
        page.keyboard.press("m")
        page.wait_for_function("() => desk.state.date !== '2015-10-20'", timeout=WAIT)


def test_what_a_decision_changes_is_told_before_and_seen_after(
    desk: str, copied: Path, look: Look, shot: Callable[[str], Path]
) -> None:
    with look(f"{desk}/#date=2015-11-10") as page:
        claims = page.evaluate(
            "async () => (await (await fetch('/api/v1/places/sheikh-ahmad')).json()).claims.map((one) => one.id)"
        )
        tried = page.evaluate(
            """async (claims) => {
              for (const id of claims) {
                const body = JSON.stringify({ decision: "rejected", keep: false });
                const headers = { "Content-Type": "application/json" };
                const asked = await fetch(`/api/v1/claims/${id}/decision`, { method: "POST", headers, body });
                const { changed, date } = await asked.json();
                if (changed?.some((one) => one.from !== one.to)) return { id, changed, date };
              }
              return null;
            }""",
            claims,
        )
        assert tried, "no single claim about the place moves the map"
        page.evaluate("id => desk.review.to(id)", tried["id"])
        page.locator("#foretold").get_by_text("Were it rejected: Would change hands").wait_for(timeout=WAIT)
        page.locator("#panel").focus()
        page.keyboard.press("n")
        page.keyboard.type("another place of that name")
        page.keyboard.press("Escape")
        page.keyboard.press("r")
        page.locator("#banner").get_by_text("Rejected and signed. Changed hands").wait_for(timeout=WAIT)
        assert page.locator("#date").input_value() == tried["date"]
        moved = {one["place_id"] for one in tried["changed"] if one["from"] != one["to"]}
        striped = page.evaluate(
            "() => desk.chart.painted.flatMap((one, at) => one.changed ? [desk.theatre.places.id[at]] : [])"
        )
        assert set(striped) == moved
        page.wait_for_function(
            "ids => { const { id, lon, lat } = desk.theatre.places, seen = desk.chart.map.getBounds();"
            " return ids.map((one) => id.indexOf(one)).some((at) => seen.contains([lon[at], lat[at]])) }",
            arg=sorted(moved),
            timeout=WAIT,
        )
        page.screenshot(path=shot("decided"))
        with open_ledger(copied / "ledger.duckdb") as ledger:
            (line,) = decisions(ledger, tried["id"])
        assert (line.who, line.reason) == (page.locator("#who").input_value(), "another place of that name")
        page.locator("#past").get_by_text("rejected").first.wait_for(timeout=WAIT)

        page.keyboard.press("u")
        page.locator("#effect").get_by_text("Undone").wait_for(timeout=WAIT)
        _at(page, tried["id"])
        assert "Changed hands" in page.locator("#effect").inner_text()


def test_a_claim_that_was_rejected_is_found_again_with_its_words_and_undone(desk: str, look: Look) -> None:
    with look(f"{desk}/#tab=review") as page:
        page.locator("#card").wait_for(timeout=WAIT)
        claim = page.evaluate("() => ({ id: desk.review.claim, quote: desk.review.value.claim.quote })")
        page.locator("#panel").focus()
        page.keyboard.press("r")
        page.locator("#past").get_by_text("rejected").wait_for(timeout=WAIT)
        page.goto("about:blank")
        page.goto(f"{desk}/#tab=review")  # a day later: the sitting is another
        page.locator("#past button").first.click()
        page.locator("#card").get_by_text("stands rejected").wait_for(timeout=WAIT)
        assert claim["quote"] in page.locator("#card blockquote").inner_text()
        page.locator("#card").get_by_role("button", name="Undo").click()
        page.locator("#effect").get_by_text("Undone").wait_for(timeout=WAIT)
        _at(page, claim["id"])
        assert page.locator("#card").get_by_text("stands rejected").count() == 0


def test_a_place_is_amended_by_the_map_by_its_name_and_by_keys(desk: str, look: Look) -> None:
    with look(f"{desk}/#date=2015-11-10") as page:
        claim = _claim_of(page, "jabbul")
        page.evaluate("id => desk.review.to(id)", claim)
        _at(page, claim)
        page.wait_for_timeout(800)  # the map flies there
        page.locator("#panel").focus()
        page.keyboard.press("e")
        assert page.evaluate("() => document.activeElement.name") == "kind"
        pick = page.get_by_role("button", name="on the map")
        pick.click()
        at = page.evaluate(
            """() => {
              const { lon, lat, id } = desk.theatre.places;
              const own = id.indexOf("jabbul");
              const box = document.getElementById("map").getBoundingClientRect();
              const spots = id.map((_, at) => at).filter((at) => at !== own).map((at) => {
                const { x, y } = desk.chart.map.project([lon[at], lat[at]]);
                return { at, id: id[at], x, y };
              });
              const clear = ({ x, y }) => x > 80 && y > 80 && x < box.width - 260 && y < box.height - 60;
              const found = spots.find((one) => clear(one) && desk.chart.nearest(one, 10) === one.at);
              return { ...found, x: found.x + box.left, y: found.y + box.top };
            }"""
        )
        page.mouse.click(at["x"], at["y"])
        page.wait_for_function("id => document.querySelector('[name=place_id]').value === id", arg=at["id"])
        assert pick.get_attribute("aria-pressed") == "false"
        assert page.evaluate("() => desk.state.tab") == "review"

        pick.click()
        page.keyboard.press("/")
        page.locator("#search").fill("Tal Ahmar")
        page.locator("#found").get_by_role("option").first.wait_for(timeout=WAIT)
        page.keyboard.press("Enter")
        page.wait_for_function("() => document.querySelector('[name=place_id]').value === 'tal-ahmar'")

        # What is written into the form outlasts a step in time and a trial.
        page.locator("#slider").press("ArrowLeft")
        page.get_by_role("button", name="Try amending").click()
        page.locator("#banner").get_by_text("Tried, not kept").wait_for(timeout=WAIT)
        assert page.locator("[name=place_id]").input_value() == "tal-ahmar"
        page.keyboard.press("Escape")
        page.locator("#banner").wait_for(state="hidden", timeout=WAIT)
        page.get_by_role("button", name="Amend", exact=True).click()
        page.locator("#effect").get_by_text("Amended and signed").wait_for(timeout=WAIT)
        told = page.evaluate("async id => (await (await fetch(`/api/v1/claims/${id}`)).json()).claim", claim)
        assert (told["place_id"], told["decision"], told["kind"]) == ("tal-ahmar", "amended", "gain")


def test_picking_a_place_can_be_left_again(desk: str, look: Look) -> None:
    with look(f"{desk}/#date=2015-11-10") as page:
        page.evaluate("id => desk.review.to(id)", _claim_of(page, "jabbul"))
        page.locator("#card").wait_for(timeout=WAIT)
        page.locator("#amend summary").click()
        pick = page.get_by_role("button", name="on the map")
        for by_key in (True, False):
            pick.click()
            assert pick.get_attribute("aria-pressed") == "true"
            if by_key:
                page.keyboard.press("Escape")
            else:
                pick.click()
            page.wait_for_function("() => desk.review.picking === null")
            assert pick.get_attribute("aria-pressed") == "false"
        assert page.evaluate("() => desk.state.tab") == "review"


def test_the_queue_is_narrowed_and_keys_go_through_what_is_left(desk: str, look: Look) -> None:
    with look(f"{desk}/#tab=review") as page:
        page.locator("#card").wait_for(timeout=WAIT)
        page.locator("#narrow").fill("hold contradict")
        rows = page.evaluate("() => desk.review.rows.map((row) => [row.id, row.kind, row.why])")
        assert 2 <= len(rows) < page.evaluate("() => desk.review.queue.length")
        assert all("contradicted" in why for _, _, why in rows)
        assert "hold" in {kind for _, kind, _ in rows}
        page.keyboard.press("Escape")
        for claim, _, _ in rows[:2]:
            page.keyboard.press("j")
            _at(page, claim)
        page.locator("#narrow").fill("no such words at all")
        page.locator("#queue").get_by_text("No claim that waits").wait_for(timeout=WAIT)


def test_other_words_of_the_report_lead_to_their_claims(desk: str, look: Look) -> None:
    with look(f"{desk}/#tab=review") as page:
        page.locator("#card").wait_for(timeout=WAIT)
        first = page.evaluate("() => desk.review.claim")
        other = page.locator("#card mark[role=button]").first
        other.focus()
        page.keyboard.press("Enter")
        page.wait_for_function("first => desk.review.claim !== first", arg=first, timeout=WAIT)


def _dropped(page: Page, name: str, content: list[int], onto: str) -> None:
    page.evaluate(
        """([name, content, onto]) => {
          const data = new DataTransfer();
          data.items.add(new File([new Uint8Array(content)], name));
          const told = { dataTransfer: data, bubbles: true, cancelable: true };
          document.querySelector(onto).dispatchEvent(new DragEvent("drop", told));
        }""",
        [name, content, onto],
    )


def test_a_report_is_dropped_anywhere_seen_and_only_then_kept(
    desk: str, look: Look, shot: Callable[[str], Path]
) -> None:
    text = f"---\nsource: Test\npublished: 2015-11-10\ngrade: A\n---\n{TAKEN}\n"
    with look(f"{desk}/#date=2015-11-01") as page:
        _dropped(page, "report.md", list(text.encode()), "#map canvas")
        page.locator("#report-form").wait_for(timeout=WAIT)
        assert page.locator("textarea").input_value() == text
        keep = page.get_by_role("button", name="Keep it")
        assert keep.count() == 0
        page.get_by_role("button", name="See what it changes").click()
        page.locator("#read").get_by_text("Would change hands: Deir Hafir").wait_for(timeout=WAIT)
        page.wait_for_function("() => desk.state.date === '2015-11-10'", timeout=WAIT)
        page.screenshot(path=shot("added"))
        # Other words are another report: what was seen of these does not stand for them.
        page.locator("textarea").press_sequentially(" ")
        assert keep.count() == 0
        page.get_by_role("button", name="See what it changes").click()
        keep.click()
        page.locator("#read").get_by_text("Kept.").wait_for(timeout=WAIT)
        assert page.locator("textarea").input_value() == ""
        page.get_by_role("button", name="Review its claims").click()
        page.locator("#card blockquote").get_by_text("captured Deir Hafir").wait_for(timeout=WAIT)


@pytest.mark.parametrize("content", [[0xFF, 0xFE, 0x41, 0], [0x50, 0x4B, 3, 4, 0, 0]])
def test_a_file_that_is_no_text_is_refused_in_a_sentence(content: list[int], desk: str, look: Look) -> None:
    with look(f"{desk}/#tab=add") as page:
        page.locator("#report-form").wait_for(timeout=WAIT)
        _dropped(page, "report.docx", content, "#panel")
        page.locator("#read").get_by_text("report.docx is no plain text").wait_for(timeout=WAIT)
        assert page.locator("textarea").input_value() == ""


def test_help_has_every_key_that_acts_and_hands_the_focus_back(desk: str, look: Look) -> None:
    with look(f"{desk}/#tab=review") as page:
        page.locator("#card").wait_for(timeout=WAIT)
        page.locator("#panel").focus()
        page.keyboard.press("?")
        shown = page.locator("#help-text kbd").all_inner_texts()
        told = {key for row in shown for key in row.replace(" and ", " ").split()}
        assert set(page.evaluate("() => Object.keys(desk.review.keys)")) <= told
        claim = page.evaluate("() => desk.review.claim")
        page.keyboard.press("j")  # is for the dialog, not for what lies under it
        page.keyboard.press("Escape")
        assert page.evaluate("() => document.activeElement.id") == "panel"
        assert page.evaluate("() => desk.review.claim") == claim


def test_who_goes_by_keys_keeps_the_focus_and_hears_what_came(desk: str, look: Look) -> None:
    with look(f"{desk}/#date=2015-11-10") as page:
        page.locator("#panel h2").get_by_text("10 November 2015").wait_for(timeout=WAIT)
        page.locator("#panel button").get_by_text("Sheikh Ahmad", exact=True).first.focus()
        page.keyboard.press("Enter")
        page.locator("#panel h2").get_by_text("Sheikh Ahmad").wait_for(timeout=WAIT)
        assert page.evaluate("() => document.activeElement.id") == "panel"
        assert "Sheikh Ahmad" in page.locator("#say").inner_text()
        chip = page.get_by_role("button", name="Islamic State", exact=True)
        chip.focus()
        page.keyboard.press("Enter")
        page.locator("#banner").get_by_text("Supposed.").wait_for(timeout=WAIT)
        page.wait_for_function("() => document.activeElement.getAttribute('aria-pressed') === 'true'", timeout=WAIT)
        # Past the map without losing the view.
        address = page.url
        page.locator(".skip").focus()
        page.keyboard.press("Enter")
        assert page.url == address
        assert page.evaluate("() => document.activeElement.id") == "panel"

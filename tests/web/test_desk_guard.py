"""The desk answers its own page and nobody else's."""

from __future__ import annotations

import re
import socket
from typing import TYPE_CHECKING

import httpx
import pytest

from frontline.cli.serve import reached

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from pathlib import Path

    from playwright.sync_api import Browser

    Serve = Callable[..., AbstractContextManager[str]]

DECISION = {"decision": "accepted"}
TOKEN = "secret"  # noqa: S105 - of a test
BEARER = {"Authorization": f"Bearer {TOKEN}"}


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "", "localhost.evil.example:80"])
def test_a_name_that_was_bent_to_this_machine_is_refused(host: str, address: str) -> None:
    answer = httpx.get(f"{address}/api/v1/theatre", headers={"Host": host})
    assert answer.status_code in {400, 421}
    assert "kuweires" not in answer.text


FOREIGN = [
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Origin": "http://127.0.0.1:1"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
]


def test_a_page_of_another_site_changes_nothing(desk_api: httpx.Client) -> None:
    claim = desk_api.get("review").json()[0]["id"]
    answers = [desk_api.post(f"claims/{claim}/decision", json=DECISION, headers=headers) for headers in FOREIGN]
    assert {answer.status_code for answer in answers} == {403}
    assert claim in [row["id"] for row in desk_api.get("review").json()]


def test_a_form_of_another_site_cannot_pass_for_json(desk_api: httpx.Client) -> None:
    body = '{"text": "x", "keep": true}'
    answer = desk_api.post("reports", content=body, headers={"Content-Type": "text/plain"})
    assert answer.status_code == 422


def test_with_a_token_only_its_bearer_writes(copied: Path, serve: Serve) -> None:
    with serve(copied, token=TOKEN) as at, httpx.Client(base_url=f"{at}/api/v1", timeout=60) as api:
        claim = api.get("review", headers=BEARER).json()[0]["id"]
        address = f"claims/{claim}/decision"
        assert api.post(address, json=DECISION).status_code == 401
        assert api.post(address, json=DECISION, headers={"Authorization": "Bearer no"}).status_code == 401
        assert api.post(address, json=DECISION, headers=BEARER).status_code == 200


def test_what_is_too_large_is_refused_before_it_is_read(desk_api: httpx.Client) -> None:
    answer = desk_api.post("reports", content=b"x" * 1_100_000, headers={"Content-Type": "application/json"})
    assert answer.status_code == 413
    assert desk_api.get("search", params={"q": "x" * 5_000}).status_code == 414


@pytest.mark.parametrize("path", ["/", "/docs", "/api/v1/theatre", "/api/v1/nothing", "/static/desk.js"])
def test_every_answer_keeps_the_browser_from_doing_what_a_report_may_want(path: str, address: str) -> None:
    headers = httpx.get(address + path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert re.search(r"script-src 'self';", policy)
    assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "path", ["/static/../app.py", "/static/..%2fapp.py", "/static/%2e%2e/app.py", "/static//etc/passwd", "/static/"]
)
def test_no_path_of_a_request_reaches_the_disk(path: str, address: str) -> None:
    with httpx.Client(base_url=address) as client:
        request = client.build_request("GET", "/")
        request.url = request.url.copy_with(raw_path=path.encode())
        assert client.send(request).status_code == 404


def test_a_fault_of_ours_tells_nothing_of_this_machine(
    copied: Path, serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError(f"a secret of {copied}")

    monkeypatch.setattr("frontline.web.frames.theatre_value", broken)
    with serve(copied) as at:
        answer = httpx.get(f"{at}/api/v1/theatre")
    assert answer.status_code == 500
    assert "secret" not in answer.text
    assert "Traceback" not in answer.text
    assert answer.json()["error"]["status"] == 500


def test_a_ledger_that_another_holds_is_told_of_and_not_where_it_lies(copied: Path, serve: Serve) -> None:
    from frontline._errors import BusyError  # noqa: PLC0415

    def busy() -> None:
        raise BusyError(f"{copied / 'ledger.duckdb'}: process 1 has this ledger open")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("frontline.web.desk.open_ledger", lambda *_, **__: busy())
        with serve(copied) as at:
            answer = httpx.get(f"{at}/api/v1/theatre")
    assert answer.status_code == 503
    assert str(copied) not in answer.text


def test_with_a_token_only_its_bearer_reads_and_the_page_itself_holds_nothing(copied: Path, serve: Serve) -> None:
    with serve(copied, token=TOKEN) as at, httpx.Client(base_url=at, timeout=60) as client:
        for path in ("theatre", "journal", "openapi.json", "reports/R198", "nothing", "tiles/0/0/0"):
            assert client.get(f"/api/v1/{path}").status_code == 401
            assert client.head(f"/api/v1/{path}").status_code == 401
        tag = client.get("/api/v1/theatre", headers=BEARER).headers["etag"]
        # Neither is it told that what was read before is still so.
        assert client.get("/api/v1/theatre", headers={"If-None-Match": tag}).status_code == 401
        assert client.get("/api/v1/theatre", headers=BEARER | {"If-None-Match": tag}).status_code == 304
        for path in ("/", "/docs", "/static/desk.js"):
            answer = client.get(path)
            assert answer.status_code == 200
            assert "Kuweires" not in answer.text


@pytest.mark.parametrize("headers", FOREIGN)
def test_a_page_of_another_site_does_not_make_the_desk_work(headers: dict[str, str], api: httpx.Client) -> None:
    assert api.get("sweep?side=government", headers=headers).status_code == 403
    assert api.get("theatre", headers={"Sec-Fetch-Site": "same-origin"}).status_code == 200
    assert api.get("theatre", headers={"Sec-Fetch-Site": "none"}).status_code == 200


def test_who_sends_without_end_is_given_up(copied: Path, serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("frontline.web.guard.MOST_SECONDS", 0.5)
    with serve(copied) as at:
        host, port = at.removeprefix("http://").split(":")
        with socket.create_connection((host, int(port)), timeout=20) as line:
            line.sendall(
                f"POST /api/v1/reports HTTP/1.1\r\nHost: {host}:{port}\r\nContent-Length: 900\r\n\r\n{{".encode()
            )
            assert b" 503 " in line.recv(100)


@pytest.mark.parametrize(
    ("host", "found"),
    [
        ("127.0.0.1", ("127.0.0.1", True, False)),
        ("127.0.0.2", ("127.0.0.2", True, False)),
        ("localhost", ("localhost", True, False)),
        ("::1", ("[::1]", True, False)),
        ("192.168.1.20", ("192.168.1.20", False, False)),
        ("2001:DB8:0::20", ("[2001:db8::20]", False, False)),
        ("0.0.0.0", ("0.0.0.0", False, True)),  # noqa: S104
        ("::", ("[::]", False, True)),
        ("Desk.Example", ("desk.example", False, False)),
        ("localhost.evil.example", ("localhost.evil.example", False, False)),
    ],
)
def test_only_this_machines_own_addresses_go_without_a_token(host: str, found: tuple[str, bool, bool]) -> None:
    assert reached(host) == found  # how it is called, if only this machine reaches it, if it is every address


def test_the_page_takes_its_token_from_the_address_and_forgets_it_there(
    copied: Path, serve: Serve, browser: Browser
) -> None:
    with serve(copied, token=TOKEN) as at:
        page = browser.new_page()
        page.goto(f"{at}/#token={TOKEN}&date=2015-11-10")
        page.locator("#panel h2").get_by_text("10 November 2015").wait_for(timeout=60_000)
        assert TOKEN not in page.url
        page.goto(f"{at}/docs")
        page.locator("h2 code").first.wait_for(timeout=30_000)
        page.close()


def test_who_comes_without_the_token_is_asked_for_it(copied: Path, serve: Serve, browser: Browser) -> None:
    with serve(copied, token=TOKEN) as at:
        page = browser.new_page()
        page.goto(f"{at}/#date=2015-11-10")
        page.locator("#banner").get_by_text("needs the token").wait_for(timeout=60_000)
        page.get_by_label("The desk's token").fill(TOKEN)
        page.keyboard.press("Enter")
        page.locator("#panel h2").get_by_text("10 November 2015").wait_for(timeout=60_000)
        page.close()

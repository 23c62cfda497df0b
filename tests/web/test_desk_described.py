"""The API is what its description and its manual say: each call in both, each answer tagged, one shape of error."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from playwright.sync_api import Page

MANUAL = Path(__file__).parents[2] / "docs" / "desk.md"
EVERYWHERE = {"date", "as_known_on"}
PLACES = {"place_id": "kuweires-airbase", "route_id": "safira-kuweires", "start": "2012-12-08"}
NEEDED = {"q": "kuweires", "flip": "sheikh-ahmad:isil", "side": "government", "against": "2015-09-01"}


@pytest.fixture
def described(desk_api: httpx.Client) -> dict[str, Any]:
    return dict(desk_api.get("openapi.json").json())


def _calls(described: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the calls by method and path, with the names of what is in the path left out."""
    return {
        f"{method.upper()} {re.sub('{.*?}', '{}', path.removeprefix('/api/v1/'))}": call
        for path, methods in described["paths"].items()
        for method, call in methods.items()
    }


def _asked(call: dict[str, Any]) -> set[str]:
    return {one["name"] for one in call.get("parameters", ()) if one["in"] == "query"} - EVERYWHERE


def _told() -> dict[str, set[str]]:
    """Return the calls in the manual's table, with what each is asked with."""
    table = MANUAL.read_text(encoding="utf-8").partition("## The API")[2].partition("\n## ")[0]
    found = {}
    for method, path, query in re.findall(r"`(GET|POST) ([^`?]+)(?:\?([^`]*))?`", table):
        found[f"{method} {re.sub('{.*?}', '{}', path)}"] = {one.partition("=")[0] for one in query.split("&") if one}
    return found


def test_the_manual_has_every_call_and_no_other(described: dict[str, Any]) -> None:
    calls = _calls(described)
    assert set(_told()) == set(calls)
    assert {name: _asked(call) for name, call in calls.items()} == _told()


def test_every_call_says_what_it_does_and_has_the_one_shape_of_errors(described: dict[str, Any]) -> None:
    assert described["openapi"].startswith("3.")
    for name, call in _calls(described).items():
        assert call["description"], name
        for status, answer in call["responses"].items():
            if status >= "400":
                schema = answer["content"]["application/json"]["schema"]
                assert schema == {"$ref": "#/components/schemas/ErrorAnswer"}, (name, status)
        for one in call.get("parameters", ()):
            kinds = one["schema"].get("anyOf", [one["schema"]])
            assert all("type" in kind or "$ref" in kind for kind in kinds), (name, one["name"])


def test_every_answer_has_a_tag_and_is_not_sent_twice(described: dict[str, Any], desk_api: httpx.Client) -> None:
    claim = desk_api.get("review?most=1").json()[0]
    known = PLACES | {"claim_id": claim["id"], "report_id": claim["report"]}
    seen = []
    for path, methods in described["paths"].items():
        if "get" not in methods or "/tiles/" in path:
            continue
        needed = {one["name"] for one in methods["get"].get("parameters", ()) if one["required"]}
        query = {name: value for name, value in NEEDED.items() if name in needed} | {"date": "2015-11-10"}
        address = path.removeprefix("/api/v1/").format(**known)
        first = desk_api.get(address, params=query)
        while first.status_code == 202:  # an outlook that is being worked out
            first = desk_api.get(address, params=query)
        assert first.status_code == 200, (address, first.text)
        again = desk_api.get(address, params=query, headers={"If-None-Match": first.headers["etag"]})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"]), address
        head = desk_api.head(address, params=query)
        assert (head.status_code, head.content, head.headers["etag"]) == (200, b"", first.headers["etag"]), address
        seen.append(path)
    assert len(seen) > 15
    # What was answered holds until the record changes.
    review = desk_api.get("review")
    assert desk_api.post(f"claims/{claim['id']}/decision", json={"decision": "accepted"}).status_code == 200
    assert desk_api.get("review", headers={"If-None-Match": review.headers["etag"]}).status_code == 200


@pytest.mark.parametrize("call", ["ground", "control.geojson", "areas", "layers", "difference?against=2015-09-01"])
def test_shapes_are_geojson_in_wgs84(call: str, api: httpx.Client) -> None:
    told = api.get(call, params={"date": "2015-11-10", **dict(httpx.QueryParams(call.partition("?")[2]))}).json()
    assert told["type"] == "FeatureCollection"
    assert "crs" not in told
    assert told["features"]
    for feature in told["features"]:
        assert feature["type"] == "Feature"
        assert isinstance(feature["properties"], dict)
        numbers: list[Any] = [feature["geometry"]["coordinates"]]
        while isinstance(numbers[0], list):
            numbers = [one for part in numbers for one in part]
        assert all(-180 <= one <= 180 for one in numbers)


def test_what_is_not_there_and_what_is_not_usable_have_one_shape(desk_api: httpx.Client) -> None:
    answers = [
        desk_api.get("nothing"),
        desk_api.get("places/nowhere"),
        desk_api.get("control?date=never"),
        desk_api.get("control?date=1066-10-14"),
        desk_api.post("reports", json={}),
        desk_api.post("reports", content=b"{", headers={"Content-Type": "application/json"}),
        desk_api.delete("theatre"),
        desk_api.get("theatre", headers={"Host": "evil.example"}),
    ]
    assert [one.status_code for one in answers] == [404, 404, 422, 422, 422, 422, 405, 421]
    for answer in answers:
        told = answer.json()
        assert set(told) == {"error"}
        assert set(told["error"]) == {"status", "sentence", "faults"}
        assert told["error"]["status"] == answer.status_code
        assert all(set(fault) == {"where", "sentence"} for fault in told["error"]["faults"])


def test_the_page_of_the_api_needs_nothing_of_the_net(
    address: str, look: Callable[..., AbstractContextManager[Page]]
) -> None:
    with look(f"{address}/#date=2015-11-10") as page:
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{address}/docs")
        page.get_by_role("heading", name="GET /api/v1/control", exact=True).wait_for(timeout=30_000)
        assert all(one.startswith((address, "data:", "blob:")) for one in asked)
        described = httpx.get(f"{address}/api/v1/openapi.json").json()
        assert page.locator("h2 code").count() == sum(len(methods) for methods in described["paths"].values())

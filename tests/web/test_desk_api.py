"""What the desk's API says of the relief of Kuweires, and that it says what the command line says."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import shapely
from click.testing import CliRunner

from frontline.cli.control import command as control
from frontline.cli.history import command as history
from frontline.cli.picture import command as picture

if TYPE_CHECKING:
    from pathlib import Path

    import click
    import httpx


def _said(command: click.Command, *words: str) -> Any:  # noqa: ANN401 - whatever JSON has
    result = CliRunner().invoke(command, [*words, "--json"], catch_exceptions=False)
    return json.loads(result.stdout)


def test_a_day_is_what_the_command_line_says_of_it(api: httpx.Client, record: Path) -> None:
    def by_place(row: dict[str, Any]) -> str:
        return str(row["place_id"])

    told, said = api.get("control.json?date=2015-11-10").json(), _said(control, str(record), "--date", "2015-11-10")
    assert sorted(told, key=by_place) == sorted(said, key=by_place)
    assert api.get("picture?date=2015-11-10").json() == _said(picture, str(record), "--date", "2015-11-10")


def test_a_place_is_what_the_command_line_says_of_it(api: httpx.Client, record: Path) -> None:
    told = api.get("places/jabbul").json()
    said = _said(history, str(record), "Jabbul")
    assert {key: told[key] for key in said} == said
    assert set(told["reports"]) == {claim["report"] for claim in told["claims"]}


def test_the_base_is_cut_off_on_the_ninth_and_not_on_the_tenth(api: httpx.Client) -> None:
    def pockets(day: str) -> list[str]:
        return [place for pocket in api.get(f"picture?date={day}").json()["pockets"] for place in pocket["places"]]

    assert "Kuweires Airbase" in pockets("2015-11-09")
    assert "Kuweires Airbase" not in pockets("2015-11-10")


def test_the_loss_of_sheikh_ahmad_would_leave_the_base_without_a_road(api: httpx.Client) -> None:
    told = api.get("whatif", params={"date": "2015-11-11", "flip": "sheikh-ahmad:isil"}).json()
    assert "Kuweires Airbase" in told["cut_off"]
    assert [one["place"] for one in told["changed"]] == ["Sheikh Ahmad"]


def test_a_frame_has_two_numbers_for_each_place_and_they_are_the_beliefs(api: httpx.Client) -> None:
    theatre = api.get("theatre").json()
    frame = api.get("control?date=2015-11-10").json()
    rows = api.get("control.json?date=2015-11-10").json()
    assert [theatre["sides"][at]["id"] for at in frame["holder"]] == [row["holder"] for row in rows]
    assert frame["percent"] == pytest.approx([100 * max(row["p"].values()) for row in rows], abs=1.001)


def test_borders_are_where_two_cells_meet(api: httpx.Client) -> None:
    features = api.get("ground").json()["features"]
    cells = {
        one["id"]: shapely.geometry.shape(one["geometry"])
        for one in features
        if "id" in one and one["properties"]["layer"] == "cell"
    }
    borders = [one for one in features if one["properties"]["layer"] == "border"]
    assert len(borders) > len(cells)
    for border in borders[::50]:
        line = shapely.geometry.shape(border["geometry"])
        for side in ("one", "other"):
            assert shapely.distance(line, cells[border["properties"][side]]) < 1e-4


def test_shapes_are_geojson_wound_as_the_standard_has_it(api: httpx.Client) -> None:
    for asked in ("areas", "layers", "control.geojson", "ground"):
        for feature in api.get(asked).json()["features"]:
            shape = shapely.geometry.shape(feature["geometry"])
            for part in shapely.get_parts(shape):
                if part.geom_type == "Polygon":
                    assert part.exterior.is_ccw, asked


@pytest.mark.parametrize("asked", ["Kweires airbase", "Kuwayris", "كويرس"])
def test_a_place_is_found_in_any_spelling(asked: str, api: httpx.Client) -> None:
    found = [row["place_id"] for row in api.get("search", params={"q": asked}).json()]
    assert "kuweires-airbase" in found[:2]


def test_a_report_marks_the_words_that_its_claims_rest_on(api: httpx.Client) -> None:
    named = api.get("places/kuweires-airbase").json()["reports"]
    texts = [report for report in (api.get(f"reports/{one}").json() for one in named) if report["text"]]
    spans = [(report["text"], claim) for report in texts for claim in report["claims"] if claim["end"]]
    assert spans
    assert all(text[claim["start"] : claim["end"]] == claim["quote"] for text, claim in spans)


def test_what_was_known_on_a_day_knows_no_later_report(api: httpx.Client) -> None:
    then = api.get("places/kuweires-airbase?as_known_on=2015-11-01").json()
    assert all(one["published_end"] <= "2015-11-02" for one in then["reports"].values())
    assert (then["sieges"][-1]["end"] or "9999") > "2015-12"


def test_what_was_answered_before_is_not_sent_again(api: httpx.Client) -> None:
    first = api.get("control?date=2015-11-10")
    again = api.get("control?date=2015-11-10", headers={"If-None-Match": first.headers["etag"]})
    other = api.get("control?date=2015-11-09", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert other.status_code == 200


@pytest.mark.parametrize(
    ("asked", "status", "word"),
    [
        ("control?date=1999-01-01", 422, "no day of"),
        ("control?date=tomorrow", 422, "date"),
        ("places/nowhere", 404, "nowhere"),
        ("routes/nowhere", 404, "nowhere"),
        ("reports/..%2f..%2fetc%2fpasswd", 404, ""),
        ("claims/none", 404, "none"),
        ("whatif?flip=aleppo", 404, "place:side"),
        ("sweep?side=goverment", 404, "did you mean 'government'"),
        ("nothing", 404, ""),
    ],
)
def test_every_error_has_one_shape_and_says_what_to_do(asked: str, status: int, word: str, api: httpx.Client) -> None:
    answer = api.get(asked)
    error = answer.json()["error"]
    assert (answer.status_code, error["status"]) == (status, status)
    assert word in error["sentence"]


def test_a_desk_that_is_only_read_has_nothing_to_write_with(api: httpx.Client) -> None:
    assert api.get("review").status_code == 404
    assert api.post("reports", json={"text": "x", "keep": True}).status_code == 404


def test_the_page_of_the_api_names_every_call(address: str, api: httpx.Client) -> None:
    import httpx as client  # noqa: PLC0415

    assert "docs.js" in client.get(f"{address}/docs").text
    described = api.get("openapi.json").json()
    assert {"/api/v1/theatre", "/api/v1/control", "/api/v1/places/{place_id}"} <= described["paths"].keys()
    assert all(call["get"]["description"] for call in described["paths"].values())

"""The whole of it on the shipped theatre: what the demo shows is computed, and holds."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from click.testing import CliRunner

from frontline.cli import _frontline
from frontline.ledger import open_ledger, record
from frontline.theatre import find, load

if TYPE_CHECKING:
    from pathlib import Path


class _Run(NamedTuple):
    folder: Path
    said: dict[str, Any]
    picture: dict[str, Any]


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> _Run:
    folder = tmp_path_factory.mktemp("demo") / "out"
    result = CliRunner().invoke(_frontline, ["demo", "--out", str(folder), "--json"], catch_exceptions=False)
    assert result.exit_code == 0, result.stderr
    picture = json.loads((folder / "briefing" / "picture.json").read_text(encoding="utf-8"))
    return _Run(folder, json.loads(result.stdout), picture)


def test_the_day_is_the_theatres_not_the_codes(demo: _Run) -> None:
    assert demo.said["date"] == str(load(find("kuweires")).day)


def test_the_files_it_names_are_there(demo: _Run) -> None:
    from pathlib import Path  # noqa: PLC0415

    named = [Path(name) for name in demo.said["files"]]
    assert {"briefing.html", "briefing.md", "map.png", "map.svg", "control.geojson", "control.gpkg"} <= {
        path.name for path in named
    }
    assert all(path.stat().st_size > 0 for path in named)


def test_all_reports_are_in_the_ledger_and_read(demo: _Run) -> None:
    theatre = load(demo.folder / "theatre")
    with open_ledger(demo.folder / "theatre" / "ledger.duckdb", theatre=theatre) as ledger:
        told = record(ledger)
    assert len(told.reports) == 190
    assert {"hand", "grammar"} <= {reader for claim in told.claims for reader in claim.readers}


def test_every_line_rests_on_something(demo: _Run) -> None:
    assert 8 <= len(demo.said["lines"]) <= 13
    assert all(line["notes"] for line in demo.said["lines"])


def test_it_can_be_run_again_over_itself(demo: _Run) -> None:
    # Only the ledger matters here: a second one beside the first would count every report twice.
    assert [path.name for path in (demo.folder / "theatre").glob("*.duckdb*")] == ["ledger.duckdb"]


def test_the_siege_begins_in_the_winter_of_2012_and_ends_on_10_november_2015(demo: _Run) -> None:
    siege = demo.picture["sieges"][0]
    assert siege["place_id"] == "kuweires-airbase"
    assert "2012-12-01" <= siege["start"] <= "2013-04-30"
    assert siege["end"] == "2015-11-10"


def test_on_the_eve_the_base_lay_in_a_pocket(demo: _Run) -> None:
    eve = demo.picture["sieges"][0]["eve"]
    assert "Kuweires Airbase" in eve["places"]
    assert eve["by"][0] == "isil"


def test_the_day_after_the_base_lies_beyond_a_neck(demo: _Run) -> None:
    beyond = [one for one in demo.picture["salients"] if "Kuweires Airbase" in one["beyond"]]
    assert beyond
    assert beyond[0]["side"] == "government"
    assert beyond[0]["against"] == "isil"
    assert not any("Kuweires Airbase" in pocket["places"] for pocket in demo.picture["pockets"])


def test_the_contradictions_about_two_places_are_told(demo: _Run) -> None:
    told = {dispute["place_id"] for dispute in demo.picture["disputes"]}
    assert {"jabbul", "tal-sabin"} <= told


def test_the_long_fight_for_one_village_is_found(demo: _Run) -> None:
    stalls = {stall["place"]: stall for stall in demo.picture["tempo"]["government"]["stalls"]}
    fight = stalls["Sheikh Ahmad"]
    assert fight["start"] == "2015-10-21"
    assert fight["end"] == "2015-11-09"


def test_the_supply_road_is_cut_on_23_october_and_open_on_4_november(demo: _Run) -> None:
    spells = demo.picture["route_changes"]["aleppo-salamiyah:khanaser:ithriya"]
    (cut,) = [one for one in spells if one["side"] == "government" and one["status"] == "cut"]
    assert cut["start"] in {"2015-10-22", "2015-10-23", "2015-10-24"}
    assert cut["end"] in {"2015-11-03", "2015-11-04", "2015-11-05"}
    assert cut["start_doubt"][0] <= cut["start"] <= cut["start_doubt"][1]
    assert len(cut["claims"]) >= 10


def test_the_other_side_loses_its_highway_at_the_base_and_does_not_get_it_back(demo: _Run) -> None:
    spells = demo.picture["route_changes"]["aleppo-raqqa"]
    cut = [one for one in spells if one["side"] == "isil" and one["status"] == "cut"][-1]
    assert cut["start"] == "2015-11-10"
    assert cut["end"] is None
    assert any("Kuweires Sharqi" in place for place in cut["at"])


def test_the_lines_name_the_siege_the_corridor_the_roads_and_the_stall(demo: _Run) -> None:
    topics = [line["topic"] for line in demo.said["lines"]]
    assert topics[:2] == ["siege", "on its eve"]
    assert {"its start", "road", "stall", "reader"} <= set(topics)
    assert {"corridor", "salient"} & set(topics)


def test_the_readers_agreement_is_printed(demo: _Run) -> None:
    assert any("automatic reader" in line["text"] for line in demo.said["lines"])


def test_the_relief_of_the_base_counted_most_in_its_month(demo: _Run) -> None:
    first = demo.picture["outlook"]["events"][0]
    assert first["date"] == "2015-11-10"
    assert [siege["place"] for siege in first["sieges_broken"]] == ["Kuweires Airbase"]
    assert first["claims"]
    (line,) = [line["text"] for line in demo.said["lines"] if line["topic"] == "of the month"]
    assert "broke the siege of Kuweires Airbase" in line


def test_both_flanks_of_the_corridor_lie_open_and_a_counter_attack_is_thought_of(demo: _Run) -> None:
    outlook = demo.picture["outlook"]
    corridor = outlook["halt"]["corridors"][0]
    assert outlook["halt"]["side"] == "government"
    assert [flank["exposed_km"] > 10 for flank in corridor["flanks_open"]] == [True, True]
    assert corridor["shortest_line"]["length_km"] <= corridor["neck"]["width_km"]
    within = {chance["days"]: chance for chance in outlook["counter_attacks"][0]["chances"]}
    assert within[7]["by"] == "isil"
    assert 0.05 < within[7]["p"] < within[14]["p"] < 0.95
    (line,) = [line["text"] for line in demo.said["lines"] if line["topic"] == "outlook"]
    assert "Islamic State attacks at or near the Kuweires Airbase corridor within seven days" in line


def test_the_estimate_counts_nothing_that_was_published_after_the_day(demo: _Run) -> None:
    theatre = load(demo.folder / "theatre")
    with open_ledger(demo.folder / "theatre" / "ledger.duckdb", theatre=theatre) as ledger:
        reports = record(ledger, known_on=theatre.day).reports
    with open_ledger(demo.folder / "theatre" / "ledger.duckdb", theatre=theatre) as ledger:
        claims = {claim.id: {claim.report, *claim.also} for claim in record(ledger).claims}
    (story,) = demo.picture["outlook"]["counter_attacks"]
    assert story["claims"]
    assert all(claims[one] & set(reports) for one in story["claims"])

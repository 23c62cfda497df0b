"""The shipped theatre: what its record holds, and that its places lie where the reports put them."""

from __future__ import annotations

import csv
import json
from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

import pytest
import shapely
from pyproj import Geod

from frontline import theatre as room
from frontline.model import Span, Stretch

if TYPE_CHECKING:
    from pathlib import Path

    from frontline.model import Claim, Report, Theatre

KUWEIRES = room.find("kuweires")


@pytest.fixture(scope="module")
def kuweires() -> Theatre:
    return room.load(KUWEIRES)


@pytest.fixture(scope="module")
def reports(kuweires: Theatre) -> list[Report]:
    return room.load_reports(KUWEIRES, kuweires)


@pytest.fixture(scope="module")
def claims(kuweires: Theatre, reports: list[Report]) -> list[Claim]:
    return room.load_claims(KUWEIRES, kuweires, reports)


def _km(theatre: Theatre, a: str, b: str) -> float:
    one, other = theatre.places[a], theatre.places[b]
    return float(Geod(ellps="WGS84").inv(one.lon, one.lat, other.lon, other.lat)[2]) / 1000


def test_nothing_is_wrong_with_it() -> None:
    assert room.check(KUWEIRES) == []


def test_it_holds_190_reports_and_371_claims(reports: list[Report], claims: list[Claim]) -> None:
    assert (len(reports), len(claims)) == (190, 371)


def test_its_claims_are_of_all_ten_kinds(claims: list[Claim]) -> None:
    assert Counter(claim.kind for claim in claims) == {
        "gain": 150, "attack": 55, "hold": 47, "advance": 26, "reopen": 23,
        "besiege": 17, "cut": 16, "relieve": 15, "repel": 13, "withdraw": 9,
    }  # fmt: skip


def test_a_month_is_a_span_and_no_day(claims: list[Claim]) -> None:
    besieged = [claim.when for claim in claims if claim.kind == "besiege" and claim.report == "R106"]
    assert besieged == [Span(date(2012, 12, 1), date(2013, 1, 1))]


def test_a_month_that_was_not_over_ends_with_the_reports_day(claims: list[Claim]) -> None:
    taken = [claim.when for claim in claims if claim.report == "R070" and claim.place == "Tal Sab'in"]
    assert taken == [Span(date(2015, 10, 1), date(2015, 11, 1))], "published in November: all of October"
    shelled = [claim.when for claim in claims if claim.report == "R142" and claim.place == "Sabihiyah"]
    assert shelled == [Span.day(date(2016, 2, 21))]


def test_every_report_has_a_graded_source(reports: list[Report], kuweires: Theatre) -> None:
    assert {report.source for report in reports} <= kuweires.sources.keys()
    assert "F" not in {report.grade for report in reports}


def test_reprints_share_the_origin_of_what_they_reprint(kuweires: Theatre) -> None:
    origins = {name: kuweires.sources[name].origin for name in kuweires.sources}
    assert origins["Al-Masdar (reprint)"] == origins["Al-Masdar (repost)"] == "Al-Masdar"
    assert origins["Reuters / PanARMENIAN"] == "Reuters"
    assert origins["Wall Street Journal via SOHR"] == "SOHR"


def test_a_report_that_carries_anothers_words_says_so(reports: list[Report]) -> None:
    amaq = next(report for report in reports if report.id == "R087")
    assert (amaq.source, amaq.origin, amaq.lean) == ("Al-Quds al-Arabi (repost)", "Amaq", "isil")


def test_partisan_sources_lean_to_their_side(kuweires: Theatre) -> None:
    lean = {name: kuweires.sources[name].lean for name in kuweires.sources}
    assert lean["SANA (reprint)"] == lean["Tasnim"] == "government"
    assert lean["Qasioun / Amaq"] == "isil"
    assert lean["Enab Baladi"] == "rebels"
    assert lean["Reuters"] is None


@pytest.mark.parametrize(
    ("report", "here", "there", "said_km"),
    [
        ("R046", "safira", "aleppo", 26),
        ("R048", "aleppo-thermal-power-plant", "aleppo", 30),
        ("R086", "jaruf", "al-bab", 17),
        ("R033", "hama", "ithriya", 100),
        ("R033", "ithriya", "aleppo", 110),
    ],
)
def test_distances_between_towns_hold(kuweires: Theatre, report: str, here: str, there: str, said_km: float) -> None:
    assert _km(kuweires, here, there) == pytest.approx(said_km, rel=0.1), report


def test_the_base_lies_where_the_reports_put_it(kuweires: Theatre) -> None:
    base, places = kuweires.places["kuweires-airbase"], kuweires.places
    assert base.kind == "airbase"
    assert places["kuweires-sharqi"].lat < base.lat, "the village is south-west of it (R054)"
    assert places["kuweires-sharqi"].lon < base.lon
    assert places["sheikh-ahmad"].lat < base.lat, "south of it (R058)"
    assert places["aleppo-thermal-power-plant"].lon < base.lon, "west of it (R011)"
    assert places["rasm-al-abboud"].lon > base.lon, "east of it (R016)"
    assert places["najjarah"].lat > base.lat, "north of it (R014)"
    assert places["deir-hafir"].lon > base.lon


def test_the_highway_passes_the_base_at_two_kilometres(kuweires: Theatre) -> None:
    base = kuweires.places["kuweires-airbase"]
    road = shapely.LineString(
        [(kuweires.places[stop].lon, kuweires.places[stop].lat) for stop in kuweires.routes["aleppo-raqqa"].places]
    )
    nearest = road.interpolate(road.project(shapely.Point(base.lon, base.lat)))
    assert Geod(ellps="WGS84").inv(base.lon, base.lat, nearest.x, nearest.y)[2] / 1000 == pytest.approx(2.5, abs=0.6)


def test_khanaser_ithriya_is_a_stretch_of_the_supply_road(claims: list[Claim]) -> None:
    cut = [claim for claim in claims if claim.kind == "cut" and claim.when == Span.day(date(2015, 10, 23))]
    assert {claim.stretch for claim in cut} == {Stretch("aleppo-salamiyah", "khanaser", "ithriya")}


def test_the_corridor_to_aleppo_is_a_stretch_of_the_highway(claims: list[Claim]) -> None:
    joined = [claim.stretch for claim in claims if claim.place == "Kuweires–Aleppo corridor"]
    assert joined == [Stretch("aleppo-raqqa", "jibrin", "kuweires-sharqi")]


def test_no_place_lies_in_the_water_nor_needlessly_outside(kuweires: Theatre) -> None:
    wet = [
        place.id
        for place in kuweires.places.values()
        if kuweires.water is not None and shapely.intersects_xy(kuweires.water, place.lon, place.lat)
    ]
    outside = {
        place.id
        for place in kuweires.places.values()
        if not shapely.intersects_xy(kuweires.boundary, place.lon, place.lat)
    }
    assert wet == []
    assert outside == {"hama", "salamiyah", "tabqa", "raqqa", "resafa"}


def test_the_base_was_the_governments_and_all_around_it_the_rebels_then_the_islamic_states(kuweires: Theatre) -> None:
    holds = [(hold.side, hold.since.year) for hold in kuweires.start_holds if hold.place == "kuweires-sharqi"]
    assert holds == [("government", 2012), ("rebels", 2012), ("isil", 2014)]
    assert {hold.side for hold in kuweires.start_holds if hold.place == "kuweires-airbase"} == {"government"}


def test_what_cannot_be_placed_is_kept_without_a_place(claims: list[Claim]) -> None:
    nowhere = {claim.place for claim in room.unplaced(claims)}
    assert {"Kuweires front", "Aleppo supply road checkpoint", "Tayr al-Ward"} <= nowhere
    assert len(room.unplaced(claims)) == 17


def test_claim_ids_are_all_different_and_stay_the_same(claims: list[Claim]) -> None:
    assert len({claim.id for claim in claims}) == len(claims)
    assert [room.claim_id(claim) for claim in claims] == [claim.id for claim in claims]


def test_the_claims_are_the_record_that_was_handed_over(shared: Path, claims: list[Claim]) -> None:
    with (shared / "data/kuweires/claims.csv").open(encoding="utf-8") as table:
        given = [(row["kind"], row["actor"], row["place"], row["text"]) for row in csv.DictReader(table)]
    assert [(claim.kind, claim.actor or "", claim.place, claim.quote) for claim in claims] == given


def test_the_reports_are_the_digests_that_were_handed_over(shared: Path, reports: list[Report]) -> None:
    lines = (shared / "data/kuweires/reports.jsonl").read_text(encoding="utf-8").splitlines()
    given = {row["id"]: (row["source"], row["url"], row["text"]) for row in map(json.loads, lines)}
    assert {report.id: (report.source, report.url, report.text) for report in reports} == given


def test_all_named_places_of_the_ground_are_there(shared: Path, kuweires: Theatre) -> None:
    there = {(place.lat, place.lon) for place in kuweires.places.values()}
    with (shared / "data/syria_north_places.csv").open(encoding="utf-8") as table:
        given = {(float(row["lat"]), float(row["lon"])) for row in csv.DictReader(table)}
    on_the_ground = {point for point in given if shapely.intersects_xy(kuweires.boundary, point[1], point[0])}
    assert len(on_the_ground - there) <= 10, "only doubled names are left out"


def test_who_held_what_in_2017_is_not_shipped() -> None:
    for file in KUWEIRES.rglob("*"):
        assert not file.is_file() or "held_mid_2017" not in file.read_text(encoding="utf-8")

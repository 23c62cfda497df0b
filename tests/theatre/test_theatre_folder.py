"""What a theatre's files mean once they are read: dates, reports, claims, ground; and a new one from nothing."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from frontline import theatre as room
from frontline._errors import InputError
from frontline.cli.new import command as new
from frontline.cli.validate import command as validate
from frontline.model import Span, Stretch
from frontline.theatre.days import read_day, read_span

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return room.scaffold("fords", tmp_path)


@pytest.mark.parametrize(
    ("written", "precision", "start", "end"),
    [
        ("2015-11-10", "", date(2015, 11, 10), date(2015, 11, 11)),
        ("2015-12", "", date(2015, 12, 1), date(2016, 1, 1)),
        ("2013", "", date(2013, 1, 1), date(2014, 1, 1)),
        ("2013-01-01", "month", date(2013, 1, 1), date(2013, 2, 1)),
        ("2013-01-01", "year", date(2013, 1, 1), date(2014, 1, 1)),
        ("2015-10-22/2015-11-04", "", date(2015, 10, 22), date(2015, 11, 5)),
        ("2015-11-10T18:30:00Z", "", date(2015, 11, 10), date(2015, 11, 11)),
    ],
)
def test_dates_are_spans_of_days(written: str, precision: str, start: date, end: date) -> None:
    assert read_span(written, precision) == Span(start, end)


@pytest.mark.parametrize("written", ["", "10.11.2015", "2015-02-29", "0000", "9999", "99999-01-01", "２０１５", "soon"])
def test_what_is_no_date_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="is no date"):
        read_span(written)


def test_a_month_is_no_day() -> None:
    with pytest.raises(ValueError, match="no single day"):
        read_day("2015-11")


@given(st.dates(date(1, 1, 2), date(9998, 12, 30)))
def test_a_day_lies_in_its_month_and_its_year(day: date) -> None:
    month, year = read_span(day.isoformat(), "month"), read_span(day.isoformat(), "year")
    assert year.start <= month.start <= day < month.end <= year.end
    assert read_span(day.isoformat()) == Span(day, day + timedelta(days=1))


@given(st.text())
def test_any_text_is_a_date_or_refused(text: str) -> None:
    try:
        span = read_span(text)
    except ValueError:
        return
    assert span.start < span.end


def test_a_new_theatre_is_valid_and_shows_every_file(folder: Path) -> None:
    survey = room.survey(folder)
    assert survey.faults == ()
    assert set(survey.counts) == {"sides", "places", "routes", "start", "sources", "reports", "claims"}
    assert all(survey.counts.values())


def test_a_new_theatre_bears_its_name(folder: Path) -> None:
    assert room.load(folder).name == "fords"


@pytest.mark.parametrize("name", ["", "../up", "a/b", " ", ".hidden", "nul\0", "x" * 200])
def test_a_name_that_is_no_folders_is_refused_and_nothing_written(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match="cannot name a theatre"):
        room.scaffold(name, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_there_is_left_as_it_is(folder: Path) -> None:
    (folder / "places.csv").write_text("mine")
    with pytest.raises(InputError, match="is there already"):
        room.scaffold("fords", folder.parent)
    assert (folder / "places.csv").read_text() == "mine"
    assert [path.name for path in folder.parent.iterdir()] == ["fords"]


def test_a_parent_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match="cannot write"):
        room.scaffold("fords", tmp_path / "file")


def test_a_reports_front_matter_wins_over_its_source(folder: Path) -> None:
    theatre = room.load(folder)
    report = room.read_report(folder / "reports/first.md", theatre)
    assert (report.id, report.source, report.grade, report.lean) == ("first", "Ford Courier", "B", None)
    path = folder / "reports/other.md"
    path.write_text("---\nsource: Ford Courier\ngrade: E\nlean: south\norigin: River Battalion\n---\nWords.\n")
    other = room.read_report(path, theatre)
    assert (other.grade, other.lean, other.origin) == ("E", "south", "River Battalion")


def test_a_plain_file_is_a_report_of_an_unknown_source(tmp_path: Path) -> None:
    path = tmp_path / "note.txt"
    path.write_text("They took the hill.\r\n---\r\nSo it is said.\r\n", newline="")
    report = room.read_report(path)
    assert (report.id, report.source, report.grade, report.published) == ("note", "unknown", "F", None)
    assert report.text == "They took the hill.\n---\nSo it is said."


def test_what_front_matter_leaves_out_is_taken_from_the_caller(tmp_path: Path) -> None:
    path = tmp_path / "note.md"
    path.write_text('---\ntitle: "A: b"\ntags: [x]\n---\nWords.')
    day = Span.day(date(2024, 4, 2))
    report = room.read_report(path, source="Courier", published=day)
    assert (report.source, report.published, report.title) == ("Courier", day, "A: b")


def test_an_empty_report_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "note.md"
    path.write_text("---\nsource: x\n---\n\n")
    with pytest.raises(InputError, match=r"note.md:4: has no text"):
        room.read_report(path)


def test_claims_by_hand_know_place_road_report_and_credibility(folder: Path) -> None:
    theatre = room.load(folder)
    reports = room.load_reports(folder, theatre)
    hold, gain, cut, month, plan, nowhere = room.load_claims(folder, theatre, reports)
    assert (hold.place_id, hold.lat, hold.credibility, hold.report) == ("millbridge", 50.15, 2, "first")
    assert (gain.readers, gain.start, gain.end, gain.credibility) == (("hand",), 0, 0, 3)
    assert (cut.place_id, cut.stretch) == (None, Stretch("ford-road", "millbridge", "stone-cross"))
    assert month.when == Span(date(2024, 5, 1), date(2024, 5, 21)), "as far as its report was published"
    assert (plan.factual, plan.when) == (False, None)
    assert room.unplaced([hold, gain, cut, month, plan, nowhere]) == [nowhere]


def test_a_source_without_a_file_becomes_a_report_without_text(folder: Path) -> None:
    theatre = room.load(folder)
    bulletin = [r for r in room.load_reports(folder, theatre) if r.source == "Northern Army Bulletin"]
    assert [(report.text, report.grade, report.lean) for report in bulletin] == [("", "D", "north")]
    assert bulletin[0].published == Span.day(date(2024, 5, 20))


def test_a_roads_name_means_the_stretch_between_its_places(folder: Path) -> None:
    theatre = room.load(folder)
    lines = (folder / "claims.csv").read_text(encoding="utf-8").splitlines()[0]
    for name, ends in (
        ("Ford highway", ("upper-ford", "lower-ford")),
        ("Upper Ford–Lower Ford road", ("upper-ford", "lower-ford")),
        ("Millbridge–Lower Ford road", ("millbridge", "lower-ford")),
        ("Stone Cross-Mill Bridge road", ("millbridge", "stone-cross")),
    ):
        (folder / "claims.csv").write_text(f"{lines}\ncut,north,south,{name},,2024-04-01,,,x,first,,,,,,\n")
        (claim,) = room.load_claims(folder, theatre, room.load_reports(folder, theatre))
        assert claim.stretch == Stretch("ford-road", *ends), name


def test_the_command_line_makes_a_theatre_and_finds_it_valid(tmp_path: Path) -> None:
    made = CliRunner().invoke(new, ["fords", "--in", str(tmp_path / "wars")])
    assert made.exit_code == 0
    folder = made.stdout.strip()
    checked = CliRunner().invoke(validate, [folder, "--json"], standalone_mode=False)
    found = json.loads(checked.stdout)
    assert (checked.return_value, found["faults"], found["counts"]["claims"]) == (0, [], 6)


def test_the_command_line_tells_faults_and_exits_with_2(folder: Path) -> None:
    (folder / "routes.csv").write_text("route,order,place\nroad,1,upper-ford\nroad,2,nowhere\n")
    checked = CliRunner().invoke(validate, [str(folder), "--json"], standalone_mode=False)
    fault = json.loads(checked.stdout)["faults"][0]
    assert checked.return_value == 2
    assert (fault["file"], fault["line"]) == ("routes.csv", 3)
    assert "unknown place 'nowhere'" in fault["sentence"]

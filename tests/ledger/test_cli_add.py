"""`frontline add` and how every command opens a record: from the folder, or from the ledger in it."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from frontline._errors import BusyError, InputError, NotFoundError
from frontline.cli._record import open_record
from frontline.cli.add import command
from frontline.ledger import journal, latest_reports, open_ledger
from frontline.model import Record, Span

TOML = """
name = "A small war"
start = 2015-01-01
end = 2016-01-01
bbox = [37.0, 35.0, 38.0, 37.0]

[[sides]]
id = "army"
name = "Army"
colour = "#c00000"
aliases = ["the army", "government forces"]

[[sides]]
id = "rebels"
name = "Rebels"
colour = "#00a000"
aliases = ["the rebels", "opposition fighters"]
"""
REPORT = """---
source: Courier
published: 2015-11-11
---
The army captured Alpha on 10 November after three weeks of fighting.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "small"
    (folder / "reports").mkdir(parents=True)
    (folder / "theatre.toml").write_text(TOML)
    (folder / "places.csv").write_text(
        "id,name,lat,lon,kind,aliases\nalpha,Alpha,36.0,37.5,town,\nbeta,Beta,36.1,37.6,town,\n"
    )
    (folder / "reports" / "one.md").write_text(REPORT)
    (folder / "claims.csv").write_text(
        "date,kind,actor,target,place,text,report\n2015-11-10,gain,army,rebels,Alpha,Alpha fell to the army.,one\n"
    )
    return folder


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "two.txt"
    path.write_text("Opposition fighters recaptured Alpha on 20 November, a resident said by telephone on Saturday.")
    return path


def run(folder: Path, *arguments: object) -> Result:
    words = [str(folder), *map(str, arguments), "--who", "anna"]
    return CliRunner().invoke(command, words, standalone_mode=False)


def rows(result: Result) -> list[tuple[str, str, int]]:
    if result.exception:
        raise result.exception
    return [(row["report"], row["status"], row["found"]) for row in json.loads(result.stdout)]


def told(record: Record) -> list[tuple[str, str | None, str | None, tuple[str, ...]]]:
    return [(claim.kind, claim.actor, claim.place_id, claim.readers) for claim in record.claims]


def test_without_a_ledger_the_record_is_what_the_folder_says(folder: Path) -> None:
    _, record = open_record(folder)
    assert told(record) == [("gain", "army", "alpha", ("hand", "grammar"))]
    assert not (folder / "ledger.duckdb").exists()


def test_the_ledger_of_a_folder_says_what_the_folder_said(folder: Path) -> None:
    before = open_record(folder)[1]
    assert rows(run(folder, "--json")) == [("one", "new", 2)]
    after = open_record(folder)[1]
    assert (after.claims, after.reports) == (before.claims, before.reports)


def test_adding_the_folder_again_adds_nothing(folder: Path) -> None:
    run(folder)
    assert rows(run(folder, "--json")) == [("one", "known", 2)]
    with open_ledger(folder / "ledger.duckdb") as ledger:
        assert [(line.who, line.what) for line in journal(ledger)] == [("anna", "add one")]


def test_a_report_is_added_with_what_the_command_line_says_of_it(folder: Path, report: Path) -> None:
    result = run(folder, report, "--source", "Herald", "--published", "2015-11", "--grade", "b", "--lean", "rebels")
    assert (result.exception, result.return_value) == (None, 0)
    with open_ledger(folder / "ledger.duckdb") as ledger:
        added = latest_reports(ledger, ["two"])["two"]
    assert (added.source, added.grade, added.lean) == ("Herald", "B", "rebels")
    assert added.published == Span(date(2015, 11, 1), date(2015, 12, 1))


def test_the_first_report_that_is_added_does_not_hide_the_folders_own(folder: Path, report: Path) -> None:
    assert [row[0] for row in rows(run(folder, report, "--json"))] == ["one", "two"]
    assert set(open_record(folder)[1].reports) == {"one", "two"}


def test_what_a_report_was_once_said_to_be_is_kept_when_it_comes_again(folder: Path, report: Path) -> None:
    run(folder, report, "--source", "Herald", "--published", "2015-11-21")
    assert rows(run(folder, report, "--json")) == [("two", "known", 1)]
    assert rows(run(folder, report, "--grade", "C", "--json")) == [("two", "changed", 1)]
    with open_ledger(folder / "ledger.duckdb") as ledger:
        added = latest_reports(ledger, ["two"])["two"]
    assert (added.source, added.grade, added.published) == ("Herald", "C", Span.day(date(2015, 11, 21)))


def test_quite_another_report_of_the_same_name_is_refused(folder: Path, report: Path) -> None:
    run(folder, report)
    report.write_text("Nothing moved on any of the fronts this week, both sides agreed, for the first time since May.")
    with pytest.raises(InputError, match="two: is the id of quite another report"):
        rows(run(folder, report, "--json"))


def test_a_corrected_report_of_the_same_name_takes_the_olders_place(folder: Path, report: Path) -> None:
    run(folder, report)
    report.write_text(report.read_text() + " It was Friday.")
    assert rows(run(folder, report, "--json")) == [("two", "changed", 1)]


def test_a_dry_run_says_the_same_and_writes_nothing(folder: Path, report: Path) -> None:
    dry = rows(run(folder, report, "--dry-run", "--json"))
    assert not (folder / "ledger.duckdb").exists()
    assert dry == rows(run(folder, report, "--json"))


def test_reports_may_be_added_unread(folder: Path, report: Path) -> None:
    assert rows(run(folder, report, "--reader", "none", "--json")) == [("one", "new", 1), ("two", "new", 0)]


def test_all_that_is_wrong_with_the_files_is_said_at_once_and_nothing_is_added(folder: Path, report: Path) -> None:
    binary = report.with_name("picture.txt")
    binary.write_bytes(b"\x89PNG\x00\x00\xff\xfe")
    with pytest.raises(InputError) as told:
        rows(run(folder, report, binary, "missing.txt"))
    message = str(told.value)
    assert ("picture.txt" in message, "missing.txt: there is no such file" in message) == (True, True)
    assert not (folder / "ledger.duckdb").exists()


def test_the_good_ones_among_bad_files_can_be_added(folder: Path, report: Path) -> None:
    result = run(folder, report, "missing.txt", "--keep-going", "--json")
    assert (result.return_value, [row[0] for row in rows(result)]) == (3, ["one", "two"])
    assert "left out: missing.txt: there is no such file" in result.stderr


def test_a_shipped_theatre_is_not_added_to(report: Path) -> None:
    with pytest.raises(InputError, match=r"ships with the program .* cp -r"):
        rows(run(Path("kuweires"), report))


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--lean", "navy", "FILE"], "no side 'navy' in A small war; there is army, rebels"),
        (["--published", "yesterday", "FILE"], "--published"),
        (["--source", "Herald"], "none is given"),
        (["--url", "https://example.org", "FILE", "FILE"], "--url is of one report"),
    ],
)
def test_options_that_make_no_sense_are_explained(
    folder: Path, report: Path, arguments: list[str], sentence: str
) -> None:
    result = run(folder, *(str(report) if word == "FILE" else word for word in arguments))
    message = getattr(result.exception, "message", str(result.exception)) + repr(result.exception.__dict__)
    assert sentence in message


def test_what_the_folder_has_and_the_ledger_has_not_is_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(folder)
    open_record(folder)
    assert capsys.readouterr().err == ""
    (folder / "reports" / "late.md").write_text(REPORT.replace("Alpha", "Beta"))
    _, record = open_record(folder)
    assert "not in the ledger as they are in the folder: 1 reports (late)" in capsys.readouterr().err
    assert set(record.reports) == {"one"}


def test_a_line_taken_out_of_claims_csv_leaves_the_record_but_not_the_ledger(folder: Path) -> None:
    run(folder, "--reader", "none")
    header = (folder / "claims.csv").read_text().splitlines()[0]
    (folder / "claims.csv").write_text(header + "\n")
    run(folder, "--reader", "none")
    assert open_record(folder)[1].claims == ()
    with open_ledger(folder / "ledger.duckdb") as ledger:
        assert ledger.rows("SELECT count(*) FROM claims") == [(1,)]


def test_the_record_as_known_on_a_day_has_no_later_report(folder: Path) -> None:
    assert told(open_record(folder, known_on=date(2015, 11, 10))[1]) == []
    assert len(told(open_record(folder, known_on=date(2015, 11, 11))[1])) == 1


def test_a_ledger_that_is_being_written_is_said_to_be(folder: Path) -> None:
    run(folder)
    with open_ledger(folder / "ledger.duckdb", write=True), pytest.raises(BusyError, match="has this ledger open"):
        open_record(folder)


def test_a_theatre_that_is_not_there_is_not_found(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError):
        open_record(tmp_path / "none")

"""`frontline brief`: exit codes, sentences as JSON, and what it refuses."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from frontline.cli import _frontline, main

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def theatre(theatre: Path) -> Path:
    """Return the small theatre with a hill between its villages and a report on one of them."""
    with (theatre / "places.csv").open("a", encoding="utf-8") as places:
        places.write("hill,Hill,50.5,10.8,hill,,2\n")
    (theatre / "reports" / "R1.md").write_text(
        "---\nid: R1\nsource: Gazette\npublished: 2030-05-03\n---\n\nThe Northern army captured Mill on 2 May 2030.\n",
        encoding="utf-8",
    )
    return theatre


def _brief(*arguments: object) -> Result:
    return CliRunner().invoke(
        _frontline, ["brief", *map(str, arguments)], catch_exceptions=False, standalone_mode=False
    )


def test_the_files_are_named_on_standard_output(theatre: Path, tmp_path: Path) -> None:
    result = _brief(theatre, "--date", "2030-05-05", "--out", tmp_path / "out")
    assert result.return_value is None
    assert result.stdout.splitlines()[0] == str(tmp_path / "out" / "briefing.html")


def test_the_sentences_come_as_json_with_their_notes(theatre: Path, tmp_path: Path) -> None:
    result = _brief(theatre, "--date", "2030-05-05", "--out", tmp_path / "out", "--json")
    told = json.loads(result.stdout)
    assert told["date"] == "2030-05-05"
    assert told["sections"][0]["key"] == "day"
    assert all(sentence["notes"] for section in told["sections"] for sentence in section["sentences"])


def test_what_was_not_known_yet_is_not_told(theatre: Path, tmp_path: Path) -> None:
    arguments = (theatre, "--date", "2030-05-05", "--out", tmp_path / "out", "--json")
    assert "took Mill" in _brief(*arguments).stdout
    assert "took Mill" not in _brief(*arguments, "--as-known-on", "2030-05-02").stdout


def test_what_is_left_out_is_said_with_exit_code_3(
    theatre: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyogrio", None)
    result = _brief(theatre, "--date", "2030-05-05", "--out", tmp_path / "out")
    assert result.return_value == 3
    assert "frontline[gis]" in result.stderr
    assert not (tmp_path / "out" / "control.gpkg").exists()


@pytest.mark.parametrize("day", ["2029-12-31", "2031-01-01"])
def test_a_day_outside_the_theatre_is_refused(
    theatre: Path, tmp_path: Path, day: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        sys, "argv", ["frontline", "brief", str(theatre), "--date", day, "--out", str(tmp_path / "out")]
    )
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    assert f"{day} lies outside A small war, which runs from 2030-01-01" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()

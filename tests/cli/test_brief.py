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

_TOML = """
name = "A small war"
start = 2030-01-01
end = 2031-01-01
bbox = [10.0, 50.0, 11.0, 51.0]

[[sides]]
id = "north"
name = "Northern army"
colour = "#c0392b"

[[sides]]
id = "south"
name = "Southland"
colour = "#2c3e50"
"""


@pytest.fixture
def theatre(tmp_path: Path) -> Path:
    folder = tmp_path / "small"
    (folder / "reports").mkdir(parents=True)
    (folder / "theatre.toml").write_text(_TOML, encoding="utf-8")
    (folder / "places.csv").write_text(
        "id,name,lat,lon,kind,aliases,size\n"
        "ford,Ford,50.3,10.3,village,,2\nmill,Mill,50.7,10.6,village,,2\nhill,Hill,50.5,10.8,hill,,2\n",
        encoding="utf-8",
    )
    (folder / "start.csv").write_text(
        "place,side,since,source\nford,north,2030-01-01,assumed\nmill,south,2030-01-01,assumed\n", encoding="utf-8"
    )
    (folder / "reports" / "R1.md").write_text(
        "---\nid: R1\nsource: Gazette\npublished: 2030-05-03\n---\n\nThe Northern army captured Mill on 2 May 2030.\n",
        encoding="utf-8",
    )
    return folder


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

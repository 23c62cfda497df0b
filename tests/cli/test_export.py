"""`frontline export`: every format, from any theatre, whole or not at all."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import pyogrio
import pytest
from click.testing import CliRunner, Result

from frontline._errors import InputError, MissingExtraError
from frontline.cli import _frontline
from frontline.exports.folder import staged

if TYPE_CHECKING:
    from pathlib import Path


def _export(theatre: Path, out: Path, *formats: str) -> Result:
    chosen = [part for name in formats for part in ("--format", name)]
    arguments = ["export", str(theatre), "--date", "2030-05-05", "--out", str(out), "--json", *chosen]
    return CliRunner().invoke(_frontline, arguments, catch_exceptions=False, standalone_mode=False)


def test_every_format_is_written(theatre: Path, tmp_path: Path) -> None:
    result = _export(theatre, tmp_path / "out", "geojson", "gpkg", "kml", "csv", "geoparquet")
    names = {path.name for path in (tmp_path / "out").iterdir()}
    assert {f"small-2030-05-05.{ending}" for ending in ("geojson", "gpkg", "kml")} <= names
    assert {f"small-2030-05-05-{layer}.csv" for layer in ("areas", "places", "fronts")} <= names
    assert {f"small-2030-05-05-{layer}.parquet" for layer in ("areas", "places", "fronts")} <= names
    assert json.loads(result.stdout) == sorted(str(tmp_path / "out" / name) for name in names)


def test_layers_with_nothing_in_them_are_named_and_not_written(theatre: Path, tmp_path: Path) -> None:
    result = _export(theatre, tmp_path / "out", "gpkg")
    assert "nothing on that day for the layers salients, necks, pockets, routes" in " ".join(result.stderr.split())
    layers = [name for name, kind in pyogrio.list_layers(tmp_path / "out" / "small-2030-05-05.gpkg") if kind]
    assert layers == ["areas", "places", "fronts"]


def test_without_the_extra_nothing_is_written_at_all(
    theatre: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyogrio", None)
    with pytest.raises(MissingExtraError):
        _export(theatre, tmp_path / "out", "geojson", "gpkg")
    assert not (tmp_path / "out").exists()


def test_a_folder_that_is_a_file_is_refused_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file", encoding="utf-8")
    with pytest.raises(InputError, match="cannot write to"), staged(tmp_path / "out") as folder:
        (folder / "new").write_text("new", encoding="utf-8")
    assert [path.name for path in tmp_path.iterdir()] == ["out"]

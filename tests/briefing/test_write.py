"""A briefing's files are all there, or none is; what stood there before stays when one fails."""

from __future__ import annotations

import json
import re
import sys
from typing import TYPE_CHECKING

import pytest

from frontline.briefing import write_situation

if TYPE_CHECKING:
    from pathlib import Path

    from frontline.briefing import Situation

_ALL = {
    "briefing.html",
    "briefing.md",
    "picture.json",
    "map.png",
    "map.svg",
    "theatre.png",
    "theatre.svg",
    "timeline.png",
    "timeline.svg",
    "control.geojson",
    "control.gpkg",
}


@pytest.fixture(scope="module")
def out(situation: Situation, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("brief") / "deep" / "out"
    write_situation(situation, folder)
    return folder


def _fail(*_: object) -> list[str]:
    raise OSError("the disk is full")


def test_all_files_are_written_and_nothing_else(out: Path) -> None:
    assert {path.name for path in out.iterdir()} == _ALL
    assert [path.name for path in out.parent.iterdir()] == ["out"]


def test_the_page_is_named_first(situation: Situation, tmp_path: Path) -> None:
    written = write_situation(situation, tmp_path / "out")
    assert written.files[0].name == "briefing.html"
    assert {path.name for path in written.files} == _ALL


def test_the_page_holds_its_pictures(out: Path) -> None:
    page = (out / "briefing.html").read_text(encoding="utf-8")
    assert page.count("<svg") == 3
    assert "<img" not in page


def test_ids_of_two_pictures_in_one_page_do_not_clash(out: Path) -> None:
    ids = re.findall(r'\sid="([^"]+)"', (out / "briefing.html").read_text(encoding="utf-8"))
    assert len(ids) == len(set(ids))


def test_the_figures_are_plain_json(out: Path) -> None:
    written = json.loads((out / "picture.json").read_text(encoding="utf-8"))
    assert written["date"] == "2031-05-20"
    assert written["salients"][0]["neck"]["width_km"] == 2.34
    assert written["sieges"][0]["days"] == 808


def test_a_quiet_day_has_a_briefing_without_a_detail_map(quiet: Situation, tmp_path: Path) -> None:
    write_situation(quiet, tmp_path / "out")
    assert {path.name for path in (tmp_path / "out").iterdir()} == _ALL - {
        "theatre.png",
        "theatre.svg",
        "timeline.png",
        "timeline.svg",
    }


def test_where_making_it_fails_nothing_is_left(
    situation: Situation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.modules["frontline.briefing.write"], "_write_layers", _fail)
    with pytest.raises(OSError, match="disk is full"):
        write_situation(situation, tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


def test_where_making_it_fails_the_earlier_briefing_stays(
    situation: Situation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "briefing.html").write_text("yesterday's", encoding="utf-8")
    monkeypatch.setattr(sys.modules["frontline.briefing.write"], "_write_layers", _fail)
    with pytest.raises(OSError, match="disk is full"):
        write_situation(situation, tmp_path / "out")
    assert [path.name for path in tmp_path.rglob("*")] == ["out", "briefing.html"]
    assert (tmp_path / "out" / "briefing.html").read_text(encoding="utf-8") == "yesterday's"


def test_pictures_of_an_earlier_day_do_not_stay_beside_a_later_page(
    situation: Situation, quiet: Situation, tmp_path: Path
) -> None:
    write_situation(situation, tmp_path / "out")
    write_situation(quiet, tmp_path / "out")
    assert not (tmp_path / "out" / "timeline.png").exists()


def test_files_of_others_in_the_folder_are_left_alone(situation: Situation, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "notes.txt").write_text("mine", encoding="utf-8")
    write_situation(situation, tmp_path / "out")
    assert {path.name for path in (tmp_path / "out").iterdir()} == _ALL | {"notes.txt"}


def test_without_the_gis_extra_only_the_geopackage_is_missing(
    situation: Situation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyogrio", None)
    written = write_situation(situation, tmp_path / "out")
    assert {path.name for path in (tmp_path / "out").iterdir()} == _ALL - {"control.gpkg"}
    assert written.left_out == (
        "control.gpkg: writing a GeoPackage needs the extra 'gis': pip install 'frontline[gis]'",
    )


def test_each_step_is_told(situation: Situation, tmp_path: Path) -> None:
    told: list[str] = []
    write_situation(situation, tmp_path / "out", step=told.append)
    assert told == [
        "drawing the map",
        "drawing the theatre",
        "drawing the timeline",
        "writing the page",
        "writing the layers",
    ]

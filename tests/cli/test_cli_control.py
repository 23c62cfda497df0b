"""`frontline control`: the shapes it prints, and what it says of input that it cannot use."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

PLACES = """id,name,lat,lon,kind,aliases
ford,Ford,36.0,36.8,village,
mill,Mill,36.0,37.0,village,
weir,Weir,36.0,37.2,village,
"""
THEATRE = """name = "A test"
start = 2020-01-01
end = 2020-12-31
bbox = [36.5, 35.5, 37.5, 36.5]

[[sides]]
id = "red"
name = "Red <b>Army</b> [bold]"
colour = "#ff0000"

[[sides]]
id = "blue"
name = "Blue"
colour = "#0000ff"
"""


@pytest.fixture
def theatre(tmp_path: Path) -> Path:
    (tmp_path / "theatre.toml").write_text(THEATRE, encoding="utf-8")
    (tmp_path / "places.csv").write_text(PLACES, encoding="utf-8")
    (tmp_path / "start.csv").write_text(
        "place,side,since,source\nford,red,2020-01-01,a map\nweir,blue,2020-01-01,assumed\n", encoding="utf-8"
    )
    return tmp_path


def frontline(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "from frontline.cli import main; main()", *words],
        capture_output=True,
        text=True,
        check=False,
        encoding="utf-8",
    )


def test_the_list_is_by_name_and_holds_every_place_with_its_chances(theatre: Path) -> None:
    done = frontline("control", str(theatre), "--date", "2020-06-01", "--json")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert [place["place"] for place in found] == ["Ford", "Mill", "Weir"]
    assert set(found[0]) >= {"place_id", "place", "lat", "lon", "holder", "p", "claims"}
    assert [found[0]["holder"], found[2]["holder"]] == ["red", "blue"]
    assert sum(found[1]["p"].values()) == pytest.approx(1, abs=1e-5)


def test_a_side_and_a_place_narrow_the_list(theatre: Path) -> None:
    by_side = frontline("control", str(theatre), "--date", "2020-06-01", "--side", "Blue", "--json")
    by_place = frontline("control", str(theatre), "--date", "2020-06-01", "--place", "Fford", "--json")
    assert "weir" in {place["place_id"] for place in json.loads(by_side.stdout)}
    assert [place["place_id"] for place in json.loads(by_place.stdout)] == ["ford"]


def test_the_table_shows_a_sides_name_as_it_is_written(theatre: Path) -> None:
    done = frontline("control", str(theatre), "--date", "2020-06-01")
    assert "Red <b>Army</b> [bold]" in done.stdout


def test_the_geojson_is_one_feature_collection(theatre: Path, tmp_path: Path) -> None:
    out = tmp_path / "control.geojson"
    done = frontline("control", str(theatre), "--date", "2020-06-01", "--geojson", str(out))
    assert done.returncode == 0, done.stderr
    assert json.loads(out.read_text(encoding="utf-8"))["type"] == "FeatureCollection"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--date", "2020-13-01"], "is no day"),
        (["--date", "2020-06-01", "--side", "blu"], "did you mean 'blue'"),
        (["--date", "2020-06-01", "--place", "Xyzzyqrst"], "no place 'Xyzzyqrst'"),
        (["--date", "2020-06-01", "--geojson", "/nowhere/at/all.geojson"], "cannot write"),
        ([], "--date"),
    ],
)
def test_input_that_cannot_be_used_is_said_in_a_sentence_and_exits_with_two(
    theatre: Path, words: list[str], sentence: str
) -> None:
    done = frontline("control", str(theatre), *words)
    assert done.returncode == 2
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""

"""`frontline resolve` answers names and batches, as a table and as JSON."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

GAZETTEER = """name,lat,lon,kind,size,note
Kuweires Airbase,36.185,37.584,airbase,11,x
Kuweires Sharqi,36.166,37.538,place,5,
Al-Nasiriyah,36.108,37.473,place,5,
Al-Nasiriyah,36.657,37.329,place,5,
al-Safira,36.076,37.372,place,14,
Khanasir,35.782,37.499,place,7,
"""


@pytest.fixture
def gazetteer(tmp_path: Path) -> Path:
    path = tmp_path / "places.csv"
    path.write_text(GAZETTEER, encoding="utf-8")
    return path


def frontline(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from frontline.cli import main; main()", "resolve", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, encoding="utf-8")


def test_names_are_answered_in_the_order_asked_with_places_scores_and_alternatives(gazetteer: Path) -> None:
    answers = json.loads(frontline("--gazetteer", gazetteer, "--json", "مطار كويرس", "Mosul", "Safireh").stdout)
    assert [answer["name"] for answer in answers] == ["مطار كويرس", "Mosul", "Safireh"]
    assert [answer["place_id"] for answer in answers] == ["Kuweires Airbase", None, "al-Safira"]
    assert answers[1] == {
        "name": "Mosul", "place_id": None, "place": None, "lat": None, "lon": None, "score": None, "alternatives": []
    }  # fmt: skip
    first = answers[2]["alternatives"][0]
    assert first == {key: answers[2][key] for key in ("place_id", "place", "lat", "lon", "score")}


def test_a_batch_takes_each_rows_context_and_passes_over_other_columns(gazetteer: Path, tmp_path: Path) -> None:
    batch = tmp_path / "names.csv"
    batch.write_text("id,spelling,context\n1,Nasiriyah,Safira;Kuweires\n2,Nasiriyah,\n3,,\n", encoding="utf-8")
    answers = json.loads(frontline("--gazetteer", gazetteer, "--batch", batch, "--json").stdout)
    assert [answer["place_id"] for answer in answers] == ["Al-Nasiriyah", None, None]
    assert answers[0]["lat"] == 36.108


def test_a_place_of_the_same_report_tells_two_places_apart(gazetteer: Path) -> None:
    answers = json.loads(frontline("--gazetteer", gazetteer, "--near", "Safira", "--json", "Nasiriyah").stdout)
    assert answers[0]["lat"] == 36.108


def test_the_table_shows_the_place_and_says_how_many_have_none(gazetteer: Path) -> None:
    done = frontline("--gazetteer", gazetteer, "Khanasser", "Mosul")
    assert "Khanasir" in done.stdout
    assert "1 of 2 names" in done.stderr


def test_markup_in_a_name_is_shown_as_it_is(gazetteer: Path) -> None:
    assert "[red]Mosul[/red]" in frontline("--gazetteer", gazetteer, "[red]Mosul[/red]").stdout


def test_a_theatres_road_is_answered_with_its_stretch() -> None:
    answers = json.loads(frontline("--theatre", "kuweires", "--json", "Khanaser–Ithriya road").stdout)
    assert answers[0]["place"] is None
    assert (answers[0]["route"]["start"], answers[0]["route"]["end"]) == ("khanaser", "ithriya")


@pytest.mark.parametrize(
    ("header", "words"),
    [
        ("name,latitude\n", "lacks the column lon"),
        ("", "lacks the columns name, lat, lon"),
        ("name,lat,lon\n", "no places"),
    ],
)
def test_a_gazetteer_that_lacks_something_is_named_in_a_sentence(tmp_path: Path, header: str, words: str) -> None:
    path = tmp_path / "bad.csv"
    path.write_text(header, encoding="utf-8")
    done = frontline("--gazetteer", path, "Khanaser")
    assert done.returncode == 2
    assert words in done.stderr
    assert "bad.csv" in done.stderr


def test_every_row_that_cannot_be_used_is_named_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "bad.csv"
    path.write_text("name,lat,lon\nA,95,3\n,1,1\nB,1,x\nC,1,2\n", encoding="utf-8")
    done = frontline("--gazetteer", path, "C")
    assert done.returncode == 2
    assert [line.split(":")[-2] for line in done.stderr.strip().splitlines()][-3:] == ["2", "3", "4"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--gazetteer", "{}", "--batch", "{}"], "lacks the column spelling"),
        (["--gazetteer", "nowhere.csv", "X"], "no such file"),
        (["--gazetteer", "{}", "--near", "Kuwerisss Airport Moscow", "X"], "to be near"),
        (["--gazetteer", "{}"], "say what to look for"),
        (["X"], "say where to look"),
        (["--gazetteer", "{}", "--theatre", "kuweires", "X"], "say where to look"),
    ],
)
def test_a_command_line_that_cannot_be_done_ends_with_code_2_and_a_sentence(
    gazetteer: Path, arguments: list[str], words: str
) -> None:
    done = frontline(*(argument.format(gazetteer) for argument in arguments))
    assert done.returncode == 2
    assert words in done.stderr
    assert done.stdout == ""


def test_semicolons_other_capitals_ids_and_aliases_are_read(tmp_path: Path) -> None:
    path = tmp_path / "places.csv"
    path.write_text(
        "\ufeffID;Name;Latitude;Longitude;Aliases\nb1;Bakhmut;48.59;38.0;Artemivsk|Артёмовск\n", encoding="utf-8"
    )
    answers = json.loads(frontline("--gazetteer", path, "--json", "Артемовск").stdout)
    assert answers[0]["place_id"] == "b1"

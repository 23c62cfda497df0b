"""The commands on a series: what they print and write, and what they refuse."""

from __future__ import annotations

import csv
import io
import json
from importlib import import_module
from typing import TYPE_CHECKING, Any

import pytest
import shapely
from click.testing import CliRunner, Result
from shapely import box

from frontline.cli import COMMANDS

if TYPE_CHECKING:
    from pathlib import Path

HOSTILE = "</script><script>alert(1)</script>"


def run(name: str, *arguments: object) -> Result:
    command = import_module(f"frontline.cli.{COMMANDS[name][0]}").command
    return CliRunner().invoke(command, [str(argument) for argument in arguments], standalone_mode=False)


def plain(result: Result) -> Any:  # noqa: ANN401
    if result.exception:
        raise result.exception
    return json.loads(result.stdout)


@pytest.fixture(scope="module")
def series(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a series of eight days: a finger grows out of a body and is cut through."""
    folder = tmp_path_factory.mktemp("war")
    body = box(30, 0, 32, 1)
    for day in range(1, 9):
        ground = body.union(box(30.95, 0.9, 31.05, 1.05 + 0.04 * day))
        if day > 6:
            ground = ground.difference(box(30.9, 1.02, 31.1, 1.05))
        (folder / f"map_2025030{day}.geojson").write_text(shapely.to_geojson(ground))
    (folder / "land.json").write_text(shapely.to_geojson(box(30, 0, 32, 2)))
    (folder / "places.csv").write_text(f"id,name,lat,lon\na,Tipton,1.2,31.0\nb,{HOSTILE},0.5,31.0\n")
    done = run(
        "import",
        *("maps", *sorted(folder.glob("*.geojson")), "--side", "red", "--against", "blue"),
        *("--into", folder / "war.series", "--boundary", folder / "land.json", "--json"),
    )
    assert plain(done)["added"] == 8
    return folder / "war.series"


def test_metrics_as_json(series: Path) -> None:
    told = plain(run("metrics", series, "--every", "week", "--json"))
    assert [day["date"] for day in told["days"]] == ["2025-03-02", "2025-03-08"]
    day = told["days"][-1]
    assert {"date", "area_km2", "gained_km2", "lost_km2", "front_km", "pieces"} <= set(day)
    assert set(day["area_km2"]) == {"red", "blue"}
    assert day["pieces"] == 2
    assert told["front"] == "facing"


def test_metrics_as_csv(series: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(run("metrics", series, "--from", "2025-03-07", "--csv").stdout)))
    assert [row["date"] for row in rows] == ["2025-03-07", "2025-03-08"]
    assert float(rows[0]["lost_km2"]) == pytest.approx(0.1 * 0.03 * 111.2 * 110.6, rel=0.01)


def test_salients_and_pockets_as_json(series: Path) -> None:
    (finger,) = [one for one in plain(run("salients", series, "--scale-km", 12, "--json")) if one["side"] == "red"]
    (pocket,) = plain(run("pockets", series, "--json"))
    assert finger["end"] == pocket["start"] == "2025-03-07"
    assert finger["events"][-1]["what"] == "pinched off"
    assert finger["into"] == pocket["id"]
    assert set(finger["by_day"][0]) == {"date", "neck_km", "area_km2", "length_km"}
    assert pocket["end"] is None


def test_the_page_chart_and_layer_of_lives(series: Path, tmp_path: Path) -> None:
    places = series.parent / "places.csv"
    result = run("pockets", series, "--gazetteer", places, "--out", tmp_path)
    assert result.exception is None
    assert {path.name for path in tmp_path.iterdir()} == {
        f"pockets.{kind}" for kind in ("html", "png", "svg", "geojson")
    }
    layer = json.loads((tmp_path / "pockets.geojson").read_text())
    assert layer["features"][0]["properties"]["name"] == "Tipton pocket"


def test_a_hostile_name_stays_words(series: Path, tmp_path: Path) -> None:
    places = series.parent / "places.csv"
    assert run("timelapse", series, "--gazetteer", places, "--out", tmp_path / "t.html").exception is None
    page = (tmp_path / "t.html").read_text()
    assert page.count("</script>") == 1
    assert "\\u003c/script>" in page


@pytest.mark.parametrize("name", ["t.gif", "t.png"])
def test_moving_and_still_pictures_are_written(series: Path, tmp_path: Path, name: str) -> None:
    assert run("timelapse", series, "--out", tmp_path / name, "--every-days", 3).exception is None
    assert (tmp_path / name).stat().st_size > 5000


def test_a_film_without_ffmpeg_is_refused_with_what_to_write_instead(
    series: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "write a .gif or a .html instead" in str(run("timelapse", series, "--out", tmp_path / "t.mp4").exception)
    assert list(tmp_path.iterdir()) == []


def test_the_difference_of_two_days(series: Path, tmp_path: Path) -> None:
    told = plain(
        run(
            *("difference", series, "--from", "2025-03-01", "--to", "2025-03-08", "--json"),
            *("--out", tmp_path / "d.png"),
        )
    )
    gained, lost = (shapely.geometry.shape(one["geometry"]) for one in told["features"])
    assert gained.area == pytest.approx(0.1 * 0.28)
    assert lost.area == pytest.approx(0.1 * 0.03)
    assert (tmp_path / "d.svg").exists()


def test_a_day_that_is_not_known_is_said(series: Path) -> None:
    error = run("difference", series, "--from", "2025-03-01", "--to", "2025-04-01").exception
    assert "no map of 2025-04-01 in the series; the nearest known: 2025-03-08" in str(error)


def test_the_picture_of_a_series_is_a_picture(series: Path) -> None:
    told = plain(run("picture", series, "--date", "2025-03-06", "--scale", "12", "--json"))
    assert set(told["sides"]) == {"red", "blue"}
    assert [one["side"] for one in told["salients"]] == ["red"]
    after = plain(run("picture", series, "--date", "2025-03-08", "--json"))
    (pocket,) = after["pockets"]
    assert (pocket["since"], pocket["days"]) == ("2025-03-07", 2)


def test_layers_of_a_series_are_layers(series: Path, tmp_path: Path) -> None:
    (name,) = plain(run("export", series, "--date", "2025-03-08", "--format", "geojson", "--out", tmp_path, "--json"))
    kinds = {feature["properties"].get("layer") for feature in json.loads((tmp_path / name).read_text())["features"]}
    assert {"areas", "fronts", "pockets"} <= kinds


def test_a_briefing_on_a_series_is_a_briefing(series: Path, tmp_path: Path) -> None:
    result = run("brief", series, "--date", "2025-03-08", "--out", tmp_path / "brief")
    assert result.exception is None
    assert {"briefing.html", "briefing.md", "map.png", "picture.json"} <= {
        p.name for p in (tmp_path / "brief").iterdir()
    }

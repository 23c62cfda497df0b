"""`frontline forecast` and `frontline forecast-score`: shapes as documented, files whole, refusals in a sentence."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
import pytest
import shapely
from click.testing import CliRunner, Result

from frontline.cli import _frontline, main
from frontline.sources.edges import edges_of
from frontline.sources.series import Day, build, save

if TYPE_CHECKING:
    from pathlib import Path

START = date(2030, 1, 1)
KM = 1 / 111.195
SCORES = {
    "horizon_days",
    "n",
    "brier",
    "brier_persistence",
    "brier_drift",
    "skill",
    "skill_drift",
    "log_score",
    "calibration_error",
    "reliability",
    "sharpness",
}


@pytest.fixture(scope="module")
def series(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a stored war of 140 days on the equator in which the north moves east by jumps."""
    rng = np.random.default_rng(5)
    depth = np.cumsum(rng.exponential(0.25, size=(140, 6)), axis=0)
    days = []
    for number in range(140):
        parts = [shapely.box(-30, 0, 0, 60)]
        parts += [shapely.box(-1, 5 * n, depth[number, n], 5 * n + 5) for n in range(6)]
        ground = shapely.transform(shapely.union_all(parts), lambda at: at * KM)
        days.append(Day(START + timedelta(days=number), f"{number}", {"north": edges_of(ground)}))
    path = tmp_path_factory.mktemp("war") / "war.series"
    save(build("north", "south", days, layers=("north",)), path)
    return path


def run(*arguments: object) -> Result:
    return CliRunner().invoke(_frontline, list(map(str, arguments)), catch_exceptions=False, standalone_mode=False)


def test_scores_have_the_documented_shape(series: Path) -> None:
    value = json.loads(
        run("forecast-score", series, "--from", "2030-04-10", "--to", "2030-05-01", "--horizon", 7, "--json").stdout
    )
    assert value.keys() >= SCORES
    assert value["horizon_days"] == 7
    assert sum(one["n"] for one in value["reliability"]) == value["n"]
    assert value["skill"] == pytest.approx(1 - value["brier"] / value["brier_persistence"], abs=0.01)


def test_leaving_a_family_out_says_what_it_brings(series: Path) -> None:
    asked = ("--from", "2030-05-01", "--to", "2030-05-05", "--horizon", 7, "--ablate", "--json")
    value = json.loads(run("forecast-score", series, *asked).stdout)
    assert {"threat", "exposure", "where"} <= value["without"].keys()
    for one in value["without"].values():
        assert one["brings"] == pytest.approx(value["skill"] - one["skill"], abs=1e-3)


def test_days_whose_outcome_is_not_known_are_left_out_and_told_of(series: Path) -> None:
    result = run("forecast-score", series, "--from", "2030-05-01", "--to", "2030-05-30", "--horizon", 14, "--json")
    assert "left out" in result.stderr
    assert json.loads(result.stdout)["to"] <= "2030-05-06"


def test_a_series_that_has_just_begun_is_scored_with_the_model_carried_over(series: Path) -> None:
    result = run("forecast-score", series, "--from", "2030-01-05", "--to", "2030-01-20", "--horizon", 7, "--json")
    value = json.loads(result.stdout)
    assert value["days_carried_over"] == value["days"]
    assert "carried over" in result.stderr


def test_a_forecast_is_written_as_json_layer_and_map(series: Path, tmp_path: Path) -> None:
    run("forecast", series, "--date", "2030-05-01", "--horizon", 14, "--out", tmp_path)
    value = json.loads((tmp_path / "forecast.json").read_text(encoding="utf-8"))
    layer = json.loads((tmp_path / "forecast.geojson").read_text(encoding="utf-8"))
    assert (tmp_path / "forecast.png").stat().st_size > 10_000
    assert len(layer["features"]) == len(value["cells"]) > 0
    assert [one["p"] for one in value["cells"]] == sorted((one["p"] for one in value["cells"]), reverse=True)
    assert value["gains"]["north"]["expected_km2"] > value["gains"]["south"]["expected_km2"]
    rings = [shapely.LinearRing(f["geometry"]["coordinates"][0]) for f in layer["features"]]
    assert all(ring.is_ccw for ring in rings)


def test_tables_are_for_people(series: Path) -> None:
    shown = run("forecast", series, "--horizon", 7).stdout
    assert "may take" in shown
    asked = ("--from", "2030-05-01", "--to", "2030-05-05", "--horizon", 7)
    assert "Reliability" in run("forecast-score", series, *asked).stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("forecast", "{series}", "--date", "2031-01-01"), "no map of 2031-01-01"),
        (("forecast-score", "{series}", "--from", "2031-01-01", "--to", "2031-02-01"), "no forecast to score"),
        (("forecast", "kuweires"), "--date"),
        (("forecast", "kuweires", "--date", "1999-01-01"), "not within the theatre's dates"),
        (("forecast-score", "kuweires"), "--from and --to"),
        (("forecast", "{series}", "--horizon", "91"), "91"),
    ],
)
def test_what_cannot_be_done_is_refused_in_a_sentence(
    arguments: tuple[str, ...],
    said: str,
    series: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("sys.argv", ["frontline", *(one.format(series=series) for one in arguments)])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    assert said in " ".join(capsys.readouterr().err.split())


def test_a_model_can_be_learnt_and_written(series: Path, tmp_path: Path) -> None:
    run("forecast-score", series, "--learn", tmp_path / "model.json")
    value = json.loads((tmp_path / "model.json").read_text(encoding="utf-8"))
    assert set(value["models"]) == {"7", "14", "30"}
    assert value["card"]["learnt_from"] == "north against south, daily maps"

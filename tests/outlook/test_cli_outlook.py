"""`frontline whatif`, `sweep` and `events`: the shapes they print, and what they say of what they cannot use."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any, Protocol

import jsonschema
import pytest
import shapely

from frontline.cli import main
from frontline.sources import import_maps

if TYPE_CHECKING:
    from pathlib import Path

TOML = """name = "Three [bold]villages[/bold]"
start = 2020-01-01
end = 2020-12-31
bbox = [36.7, 35.7, 37.5, 36.3]

[[sides]]
id = "red"
name = "Red [red]Army"
colour = "#ff0000"
aliases = ["the reds"]
rear = ["ford"]

[[sides]]
id = "blue"
name = "Blue"
colour = "#0000ff"
"""
# A row of red villages from the map's edge, with blue ones all round it.
RED = {"ford": 36.8, "mill": 37.0, "weir": 37.2}
BLUE = {f"{row}{at}": (lat, 36.8 + 0.2 * at) for row, lat in (("s", 35.8), ("n", 36.2)) for at in range(4)}
BLUE["end"] = (36.0, 37.4)
PLACES = "id,name,lat,lon,kind\n"
PLACES += "".join(f"{key},{key.title()},36.0,{lon},village\n" for key, lon in RED.items())
PLACES += "".join(f"{key},Hamlet {key},{lat},{lon},village\n" for key, (lat, lon) in BLUE.items())
ROUTES = "route,order,place,name\nriver,1,ford,River road\nriver,2,mill,\nriver,3,weir,\n"
STARTS = "place,side,since,source\n"
STARTS += "".join(f"{at},{side},2020-01-01,a map\n" for side, those in (("red", RED), ("blue", BLUE)) for at in those)
CLAIMS = (
    "kind,actor,target,place,date,text,source\n"
    "gain,blue,red,Mill,2020-03-01,Blue took [link=x]Mill[/link].,Gazette\n"
    "gain,red,blue,Mill,2020-05-01,Red took Mill back.,Gazette\n"
)
WHATIF = {
    "required": ["before", "after", "cut_off", "routes", "front_km_change", "freed", "isolated", "necks"],
    "properties": {
        "before": {"required": ["date", "sides", "fronts", "salients", "pockets", "routes"]},
        "after": {"required": ["date", "sides", "fronts", "salients", "pockets", "routes"]},
        "cut_off": {"items": {"type": "string"}, "minItems": 1},
        "routes": {"minItems": 1, "items": {"required": ["id", "side", "before", "after", "detour_km"]}},
        "front_km_change": {"type": "number"},
    },
}
LOSSES = {
    "type": "array",
    "minItems": 3,
    "items": {
        "required": ["place", "cuts_off", "routes", "score"],
        "properties": {"cuts_off": {"type": "array"}, "routes": {"type": "array"}, "score": {"type": "number"}},
    },
}
EVENTS = {
    "type": "array",
    "minItems": 2,
    "items": {"required": ["date", "side", "places", "area_km2", "cut_off", "freed", "routes", "score", "reason"]},
}


class Run(Protocol):
    def __call__(self, *words: str) -> tuple[int, str, str]: ...


@pytest.fixture
def frontline(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Return a way to run the command line: its exit code, what it printed, what it said."""

    def run(*words: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["frontline", *words])
        monkeypatch.setenv("COLUMNS", "160")
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        return int(ended.value.code or 0), said.out, said.err

    return run


@pytest.fixture
def theatre(tmp_path: Path) -> str:
    files = {
        "theatre.toml": TOML,
        "places.csv": PLACES,
        "routes.csv": ROUTES,
        "start.csv": STARTS,
        "claims.csv": CLAIMS,
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return str(tmp_path)


def _value(run: Run, *words: str) -> Any:  # noqa: ANN401
    code, out, err = run(*words, "--json")
    assert (code, err) == (0, "")
    return json.loads(out)


def test_a_what_if_has_the_shape_that_the_design_promises(frontline: Run, theatre: str) -> None:
    value = _value(frontline, "whatif", theatre, "--date", "2020-06-01", "--flip", "mill=Blue")
    jsonschema.validate(value, WHATIF)
    (red,) = [route for route in value["routes"] if route["side"] == "red"]
    assert (red["id"], red["after"], red["detour_km"]) == ("river", "cut", None)


def test_a_closed_road_is_taken_by_two_places_on_it(frontline: Run, theatre: str) -> None:
    value = _value(frontline, "whatif", theatre, "--date", "2020-06-01", "--cut", "Mill-Weir road")
    assert value["cut_off"] == ["Weir"]
    assert [one["how"] for one in value["isolated"]] == ["road"]


def test_a_halt_tells_of_a_side_by_any_of_its_names(frontline: Run, theatre: str) -> None:
    value = _value(frontline, "whatif", theatre, "--date", "2020-06-01", "--halt", "The Reds")
    assert value["halt"]["side"] == "red"
    assert value["cut_off"] == []


def test_the_tables_show_names_as_they_are(frontline: Run, theatre: str) -> None:
    code, out, _ = frontline("whatif", theatre, "--date", "2020-06-01", "--flip", "Mill=blue")
    assert code == 0
    assert "Red [red]Army" in out


def test_the_maps_are_written_with_the_figures(frontline: Run, theatre: str, tmp_path: Path) -> None:
    out = tmp_path / "maps"
    code, _, err = frontline("whatif", theatre, "--date", "2020-06-01", "--flip", "Mill=blue", "--out", str(out))
    assert code == 0
    assert {path.name for path in out.iterdir()} == {
        *("before.png", "before.svg", "after.png", "after.svg", "whatif.json", "whatif.geojson", "whatif.gpkg")
    }
    told = json.loads((out / "whatif.geojson").read_text(encoding="utf-8"))["features"]
    assert {(one["properties"]["layer"], one["properties"]["place"]) for one in told} == {
        ("supposed", "Mill"),
        ("cut_off", "Weir"),
    }
    assert "wrote" in err
    assert "Supposed: Mill in the hands of Blue" in (out / "after.svg").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "nothing is supposed"),
        (("--flip", "Mill"), "'Mill' supposes nothing"),
        (("--flip", "Mil Weir=blue"), "no place 'Mil Weir'"),
        (("--flip", "Mill=green"), "no side 'green'"),
        (("--cut", "Nowhere road"), "no route 'Nowhere road'"),
        (("--halt", "green"), "its sides: red, blue"),
    ],
)
def test_what_cannot_be_supposed_is_one_sentence(
    frontline: Run, theatre: str, words: tuple[str, ...], said: str
) -> None:
    code, out, err = frontline("whatif", theatre, "--date", "2020-06-01", *words)
    assert (code, out) == (2, "")
    assert said in err
    assert "Traceback" not in err


def test_a_sweep_is_a_list_with_the_worst_first(frontline: Run, theatre: str) -> None:
    losses = _value(frontline, "sweep", theatre, "--date", "2020-06-01", "--side", "red", "--pairs")
    jsonschema.validate(losses, LOSSES)
    scores = [loss["score"] for loss in losses]
    assert scores == sorted(scores, reverse=True)


def test_a_sweep_of_routes_says_who_has_no_other(frontline: Run, theatre: str) -> None:
    (river,) = _value(frontline, "sweep", theatre, "--date", "2020-06-01", "--side", "red", "--routes")
    assert (river["id"], {*river["only_way_for"]}) == ("river", {"Mill", "Weir"})


def test_a_sweep_of_a_side_that_is_not_there_names_those_that_are(frontline: Run, theatre: str) -> None:
    code, _, err = frontline("sweep", theatre, "--date", "2020-06-01", "--side", "green")
    assert (code, "its sides: red, blue" in err) == (2, True)


def test_events_tell_of_the_loss_and_the_return(frontline: Run, theatre: str) -> None:
    events = _value(frontline, "events", theatre, "--from", "2020-01-01", "--to", "2020-12-01")
    jsonschema.validate(events, EVENTS)
    assert {(event["side"], *event["places"]) for event in events} == {("blue", "Mill"), ("red", "Mill")}
    assert any("was cut for Red [red]Army" in event["reason"] for event in events)


def test_events_of_days_turned_round_are_refused(frontline: Run, theatre: str) -> None:
    code, _, err = frontline("events", theatre, "--from", "2020-05-01", "--to", "2020-04-01")
    assert (code, "turn them round" in err) == (2, True)


STRETCH = [[36.0, 48.0], [36.6, 48.0], [36.6, 48.1], [36.0, 48.1], [36.0, 48.0]]


def _strip(path: Path, ring: list[list[float]] = STRETCH) -> Path:
    """Write the map of a piece of ground on a day, and make a series of it in a land that reaches west as far."""
    feature = {"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": [ring]}}
    drawn = path / "2024-01-01.geojson"
    drawn.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), encoding="utf-8")
    land = shapely.box(36.0, 47.8, 36.8, 48.3)
    import_maps([drawn], path / "strip.duckdb", side="red", against="blue", boundary=land)
    return path / "strip.duckdb"


STRIP = "name,lat,lon,size\nWesthem,48.05,36.1,2\nMiddleton,48.05,36.3,2\nEastham,48.05,36.5,3\nFarbury,48.5,36.3,2\n"
ROAD = "route,order,place,name\nspine,1,Westhem,Spine road\nspine,2,Middleton,\nspine,3,Eastham,\n"


@pytest.fixture
def strip(tmp_path: Path) -> tuple[str, ...]:
    """Return the words that ask of a strip of red ground with three places and a road on it."""
    (tmp_path / "gazetteer.csv").write_text(STRIP, encoding="utf-8")
    (tmp_path / "roads.csv").write_text(ROAD, encoding="utf-8")
    places = ("--gazetteer", str(tmp_path / "gazetteer.csv"), "--roads", str(tmp_path / "roads.csv"))
    return (str(_strip(tmp_path)), "--date", "2024-01-01", *places, "--rear", "Westhem")


def test_on_a_series_the_ground_about_a_place_changes_hands(frontline: Run, strip: tuple[str, ...]) -> None:
    value = _value(frontline, "whatif", *strip, "--flip", "Midleton=blue")
    assert value["area_km2_change"]["red"] == pytest.approx(-value["before"]["sides"]["red"]["area_km2"] / 3, rel=0.01)
    assert value["cut_off"] == ["Eastham"]
    (road,) = (one for one in value["routes"] if one["side"] == "red")
    assert (road["before"], road["after"], road["detour_km"]) == ("open", "cut", None)


def test_a_road_on_a_series_can_be_closed(frontline: Run, strip: tuple[str, ...]) -> None:
    value = _value(frontline, "whatif", *strip, "--cut", "Middleton-Eastham")
    assert [(one["place"], one["how"]) for one in value["isolated"]] == [("Eastham", "road")]


def test_a_sweep_of_a_series_ranks_the_places_laid_on_it(frontline: Run, strip: tuple[str, ...]) -> None:
    rows = _value(frontline, "sweep", *strip, "--side", "red")
    lost = {row["place"]: row["cuts_off"] for row in rows}
    assert lost == {"Middleton": ["Eastham"], "Westhem": ["Eastham", "Middleton"], "Eastham": []}
    assert rows[-1]["place"] == "Eastham"
    (need,) = _value(frontline, "sweep", *strip, "--side", "red", "--routes")
    assert need["only_way_for"] == ["Eastham", "Middleton"]


# Ten kilometres of red ground on the map's western edge, a neck 1 km wide, a head 8 km wide: in degrees about 48 north.
HEAD = [[36.0, 48.0], [36.14, 48.0], [36.14, 48.0405], [36.3, 48.0405], [36.3, 48.0], [36.42, 48.0], [36.42, 48.09]]
HEAD += [[36.3, 48.09], [36.3, 48.0495], [36.14, 48.0495], [36.14, 48.09], [36.0, 48.09], [36.0, 48.0]]


def test_a_halt_on_a_series_needs_nothing_but_its_polygons(frontline: Run, tmp_path: Path) -> None:
    series = _strip(tmp_path, HEAD)
    value = _value(frontline, "whatif", str(series), "--date", "2024-01-01", "--halt", "red")
    (held,) = value["halt"]["corridors"]
    assert held["kind"] == "corridor"
    assert held["neck"]["width_km"] == pytest.approx(1.0, rel=0.01)
    assert held["shortest_line"]["length_km"] == pytest.approx(1.0, rel=0.01)
    assert held["wider_km"] == pytest.approx(held["length_km"] - 1.0, abs=0.05)
    assert (held["goal"], held["fewest_places"], held["second_road"]) == (None, None, None)
    assert value["halt"]["exposed_flank_km"] == pytest.approx(
        sum(f["exposed_km"] for f in held["flanks_open"]), rel=0.02
    )


def test_a_halt_on_a_series_is_drawn_and_told_where_it_is(frontline: Run, tmp_path: Path) -> None:
    series = _strip(tmp_path, HEAD)
    code, out, _ = frontline(
        "whatif", str(series), "--date", "2024-01-01", "--halt", "red", "--out", str(tmp_path / "o")
    )
    assert (code, "corridor at lat 48.0" in out) == (0, True)
    assert {path.name for path in (tmp_path / "o").iterdir()} >= {"halt.png", "halt.svg", "whatif.json"}


def test_the_cuts_of_a_halt_are_layers_for_a_gis(frontline: Run, strip: tuple[str, ...], tmp_path: Path) -> None:
    (tmp_path / "head").mkdir()
    series = str(_strip(tmp_path / "head", HEAD))
    names = "name,lat,lon,people\nGate,48.045,36.2,70\nHall,48.045,36.36,800\nYard,48.045,36.05,\n"
    (tmp_path / "gazetteer.csv").write_text(names, encoding="utf-8")
    words, out = (*strip[1:3], "--gazetteer", strip[4], "--rear", "Yard"), tmp_path / "o"
    code, _, _ = frontline("whatif", series, *words, "--halt", "red", "--out", str(out))
    assert code == 0
    told = [one["properties"] for one in json.loads((out / "whatif.geojson").read_text(encoding="utf-8"))["features"]]
    by_layer = {
        layer: [one for one in told if one["layer"] == layer] for layer in ("shortest_lines", "cheapest_places")
    }
    assert [one["length_km"] for one in by_layer["shortest_lines"]] == [pytest.approx(1.0, rel=0.01)]
    assert {(one["place"], one["what"], one["people"]) for one in by_layer["cheapest_places"]} >= {
        ("Gate", "cut", 70),
        ("Hall", "cut off", 800),
    }


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--flip", "Middleton=blue"), "--gazetteer"),
        (("--cut", "Spine road"), "--gazetteer"),
        (("--halt", "green"), "its sides: red, blue"),
        (("--halt", "red", "--as-known-on", "2024-01-01"), "no reports"),
    ],
)
def test_what_a_series_lacks_is_asked_for(frontline: Run, tmp_path: Path, words: tuple[str, ...], says: str) -> None:
    code, out, err = frontline("whatif", str(_strip(tmp_path)), "--date", "2024-01-01", *words)
    assert (code, out, says in err) == (2, "", True)


def test_a_road_through_no_place_of_the_gazetteer_is_named_with_its_line(
    frontline: Run, strip: tuple[str, ...], tmp_path: Path
) -> None:
    (tmp_path / "roads.csv").write_text(ROAD.replace("2,Middleton", "2,Midleton"), encoding="utf-8")
    code, _, err = frontline("whatif", *strip, "--cut", "spine")
    assert code == 2
    assert "roads.csv:3" in err
    assert "'Middleton'" in err


def test_a_theatre_takes_no_gazetteer(frontline: Run, theatre: str, tmp_path: Path) -> None:
    for words in (("whatif", theatre, "--halt", "red"), ("sweep", theatre, "--side", "red")):
        code, _, err = frontline(*words, "--date", "2020-06-01", "--gazetteer", str(tmp_path / "places.csv"))
        assert (code, "has its own" in err) == (2, True)

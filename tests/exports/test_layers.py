"""The layers open in any GIS: valid, in the right order of coordinates, with all rows and styles."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
import sys
from contextlib import closing
from datetime import date
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import duckdb
import pyogrio
import pytest
import shapely
from shapely.geometry import LineString, Point, box

from frontline._errors import MissingExtraError
from frontline.exports import layers as gis
from frontline.model import (
    ControlMap,
    Front,
    Neck,
    Picture,
    Place,
    PlaceControl,
    Pocket,
    Route,
    RouteState,
    Salient,
    Side,
    SideTotal,
    Theatre,
)

if TYPE_CHECKING:
    from pathlib import Path

_HOSTILE = '=cmd()|"<kml>&\x07'
_NAMES = ["areas", "places", "fronts", "salients", "necks", "pockets", "routes"]


@pytest.fixture(scope="module")
def shown() -> tuple[gis.Layer, ...]:
    ground = box(10, 50, 11, 50.6)
    east = box(10.5, 50, 11, 50.6).difference(Point(10.8, 50.3).buffer(0.05))  # a hole
    west = ground.difference(box(10.5, 50, 11, 50.6))
    places = {
        "a": Place("a", _HOSTILE, 50.2, 10.2, "town"),
        "b": Place("b", "Bee", 50.4, 10.7),
    }
    sides = {"w": Side("w", "West", "#c0392b"), "e": Side("e", "East", "#2c3e50")}
    theatre = Theatre(
        "t",
        "T",
        date(2030, 1, 1),
        date(2031, 1, 1),
        sides,
        places,
        ground,
        "EPSG:3035",
        {"r": Route("r", "Road", ("a", "b"))},
    )
    held = tuple(
        PlaceControl(key, place.name, place.lat, place.lon, side, {side: 0.9}, 1)
        for (key, place), side in zip(places.items(), ("w", "e"), strict=True)
    )
    day = date(2030, 5, 20)
    control_map = ControlMap(day, {"w": west, "e": shapely.union_all([east])}, ground, theatre.crs, held)
    neck = Neck(1.5, (10.5, 50.3), None, ((10.5, 50.29), (10.5, 50.31)))
    picture = Picture(
        day,
        {"w": SideTotal(1.0, 1), "e": SideTotal(2.0, 1)},
        (Front(("w", "e"), 66.7, LineString([(10.5, 50), (10.5, 50.6)])),),
        (Salient("S", "corridor", "w", "e", 1, 1, neck, 1, 0.5, 1, ("Bee",), box(10.5, 50.2, 10.6, 50.3)),),
        (Pocket("P", "e", ("w",), ("Bee",), 1.0, None, None, box(10.8, 50.4, 10.9, 50.5)),),
        (RouteState("r", "Road", "w", "cut", None, ("Bee",)), RouteState("r", "Road", "e", "open", day, ())),
        {},
    )
    return gis.layers(theatre, control_map, picture)


def test_the_layers_have_their_names_and_rows(shown: tuple[gis.Layer, ...]) -> None:
    assert [layer.name for layer in shown] == _NAMES
    assert [len(layer.rows) for layer in shown] == [2, 2, 1, 1, 1, 1, 2]


def test_geojson_is_plain_lon_lat(shown: tuple[gis.Layer, ...]) -> None:
    written = json.loads(json.dumps(gis.geojson(shown), allow_nan=False))
    assert written["type"] == "FeatureCollection"
    assert "crs" not in written  # RFC 7946, 4: always WGS84
    points = [feature for feature in written["features"] if feature["properties"]["layer"] == "places"]
    assert points[0]["geometry"] == {"type": "Point", "coordinates": [10.2, 50.2]}


def test_rings_follow_the_right_hand_rule(shown: tuple[gis.Layer, ...]) -> None:
    rings = 0
    for feature in gis.geojson(shown)["features"]:
        if feature["geometry"]["type"] == "MultiPolygon":
            for outer, *holes in feature["geometry"]["coordinates"]:
                assert shapely.is_ccw(shapely.LinearRing(outer))
                assert not any(shapely.is_ccw(shapely.LinearRing(hole)) for hole in holes)
                rings += 1 + len(holes)
    assert rings == 5


def test_csv_runs_nothing_in_a_spreadsheet(shown: tuple[gis.Layer, ...]) -> None:
    rows = list(csv.DictReader(io.StringIO(gis.table(shown[1]))))
    assert rows[0]["place"] == "'" + _HOSTILE
    assert shapely.from_wkt(rows[0]["wkt"]) == Point(10.2, 50.2)


def test_kml_is_well_formed_whatever_a_place_is_called(shown: tuple[gis.Layer, ...]) -> None:
    root = ET.fromstring(gis.kml(shown, name=_HOSTILE).encode())  # noqa: S314
    space = "{http://www.opengis.net/kml/2.2}"
    folders = [folder.findtext(f"{space}name") for folder in root.iter(f"{space}Folder")]
    assert folders == _NAMES
    assert len(list(root.iter(f"{space}Placemark"))) == 10
    styles = {style.get("id") for style in root.iter(f"{space}Style")}
    assert {(mark.findtext(f"{space}styleUrl") or "")[1:] for mark in root.iter(f"{space}Placemark")} <= styles


def test_a_geopackage_opens_with_all_layers_and_styles(shown: tuple[gis.Layer, ...], tmp_path: Path) -> None:
    path = tmp_path / "control.gpkg"
    gis.write_geopackage(shown, path)
    assert [name for name, kind in pyogrio.list_layers(path) if kind is not None] == _NAMES
    counts = {name: pyogrio.read_info(path, layer=name)["features"] for name in _NAMES}
    assert counts == {layer.name: len(layer.rows) for layer in shown}
    assert pyogrio.read_info(path, layer="areas")["crs"] == "EPSG:4326"
    with closing(sqlite3.connect(path)) as opened:
        styled = dict(opened.execute("SELECT f_table_name, styleQML FROM layer_styles WHERE useAsDefault").fetchall())
    assert list(styled) == _NAMES
    for qml in styled.values():
        ET.fromstring(qml)  # noqa: S314


def test_an_area_is_styled_in_its_sides_colour(shown: tuple[gis.Layer, ...], tmp_path: Path) -> None:
    path = tmp_path / "control.gpkg"
    gis.write_geopackage(shown, path)
    with closing(sqlite3.connect(path)) as opened:
        ((qml,),) = opened.execute("SELECT styleQML FROM layer_styles WHERE f_table_name = 'areas'").fetchall()
    root = ET.fromstring(qml)  # noqa: S314
    symbol_of = {one.get("value"): one.get("symbol") for one in root.iter("category")}
    colours = {
        symbol.get("name"): next(o.get("value") for o in symbol.iter("Option") if o.get("name") == "color")
        for symbol in root.iter("symbol")
    }
    assert colours[symbol_of["w"]] == "192,57,43,255"


def test_geoparquet_says_what_it_is(shown: tuple[gis.Layer, ...], tmp_path: Path) -> None:
    path = tmp_path / "areas.parquet"
    gis.write_geoparquet(shown[0], path)
    with duckdb.connect() as database:
        asked = "SELECT value FROM parquet_kv_metadata(?) WHERE key = 'geo'"
        found: Any = database.execute(asked, [str(path)]).fetchall()
        count = database.read_parquet(str(path)).aggregate("count(*), sum(places)").fetchall()
    about = json.loads(bytes(found[0][0]))
    assert about["version"] == "1.1.0"
    assert about["columns"]["geometry"]["encoding"] == "WKB"
    assert about["columns"]["geometry"]["bbox"] == [10, 50, 11, 50.6]
    assert count == [(2, 2)]


def test_without_the_extra_the_geopackage_says_what_to_install(
    shown: tuple[gis.Layer, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "geopandas", None)
    with pytest.raises(MissingExtraError, match=r"frontline\[gis\]"):
        gis.write_geopackage(shown, tmp_path / "x.gpkg")

"""A day's picture as layers that any GIS opens: GeoJSON, GeoPackage, KML, CSV, GeoParquet. All in WGS84, lon/lat.

`layers` makes the tables once; the writers only differ in their format. What a format cannot carry is left out and
named, never bent.
"""

from __future__ import annotations

__all__ = [
    "Layer",
    "geojson",
    "kml",
    "layers",
    "table",
    "write_geopackage",
    "write_geoparquet",
]

import csv
import io
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import shapely

from frontline._errors import MissingExtraError

from .control import heads

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from shapely.geometry.base import BaseGeometry

    from frontline.model import ControlMap, Picture, Theatre

_DIGITS = 1e-6  # degrees; a tenth of a metre
_NAME = "frontline"


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """A table with a shape in each row. `geometry` is "Point", "MultiLineString" or "MultiPolygon".

    All rows have the same keys, in the same order, with values that JSON has: text, numbers, true, false, null.
    `colours` gives a column and the colour ("#rrggbb") of each of its values, to draw the layer with.
    """

    name: str
    geometry: str
    rows: tuple[tuple[Mapping[str, Any], BaseGeometry], ...]
    colours: tuple[str, Mapping[str, str]] = ("", {})


def layers(theatre: Theatre, control_map: ControlMap, picture: Picture) -> tuple[Layer, ...]:
    """Return the layers `areas, places, fronts, salients, necks, pockets, routes`; one with nothing in it is empty."""
    day = picture.day.isoformat()
    colours = {side.id: side.colour for side in theatre.sides.values()}

    def named(side: str | None) -> str | None:
        return theatre.sides[side].name if side is not None and side in theatre.sides else side

    counted = [what for what in ("people", "garrison") if any(what in heads(one) for one in theatre.places.values())]
    areas = [
        (
            {
                "side": side,
                "name": named(side),
                "date": day,
                "area_km2": round(picture.sides[side].area_km2, 3) if side in picture.sides else None,
                "places": picture.sides[side].places if side in picture.sides else None,
            },
            _polygons(area),
        )
        for side, area in control_map.areas.items()
    ]
    places = [
        (
            {
                "place_id": place.place_id,
                "place": place.place,
                "kind": theatre.places[place.place_id].kind if place.place_id in theatre.places else None,
                "date": day,
                "holder": place.holder,
                "p": round(place.p.get(place.holder, 0.0), 6),
                "claims": place.claims,
                "disputed": place.disputed,
                **{what: heads(theatre.places.get(place.place_id)).get(what) for what in counted},
            },
            shapely.Point(place.lon, place.lat),
        )
        for place in control_map.places
    ]
    fronts = [
        (
            {"side": front.sides[0], "against": front.sides[1], "date": day, "length_km": round(front.length_km, 3)},
            _lines(front.line),
        )
        for front in picture.fronts
    ]
    salients = [
        (
            {
                "name": salient.name,
                "kind": salient.kind,
                "side": salient.side,
                "against": salient.against,
                "date": day,
                "length_km": round(salient.length_km, 3),
                "base_km": round(salient.base_km, 3),
                "neck_km": round(salient.neck.width_km, 3),
                "neck_near": salient.neck.near,
                "flank_km": round(salient.flank_km, 3),
                "exposed": round(salient.exposed, 4),
                "area_km2": round(salient.area_km2, 3),
                "beyond": "; ".join(salient.beyond),
            },
            _polygons(salient.shape),
        )
        for salient in picture.salients
    ]
    necks = [
        (
            {
                "name": salient.name,
                "side": salient.side,
                "near": salient.neck.near,
                "date": day,
                "width_km": round(salient.neck.width_km, 3),
            },
            shapely.MultiLineString([salient.neck.across]),
        )
        for salient in picture.salients
    ]
    pockets = [
        (
            {
                "name": pocket.name,
                "side": pocket.side,
                "by": "; ".join(pocket.by),
                "places": "; ".join(pocket.places),
                "date": day,
                "since": pocket.since.isoformat() if pocket.since else None,
                "days": pocket.days,
                "area_km2": round(pocket.area_km2, 3),
            },
            _polygons(pocket.shape),
        )
        for pocket in picture.pockets
    ]
    return (
        Layer("areas", "MultiPolygon", tuple(areas), ("side", colours)),
        Layer("places", "Point", tuple(places), ("holder", colours)),
        Layer("fronts", "MultiLineString", tuple(fronts)),
        Layer("salients", "MultiPolygon", tuple(salients), ("side", colours)),
        Layer("necks", "MultiLineString", tuple(necks)),
        Layer("pockets", "MultiPolygon", tuple(pockets), ("side", colours)),
        Layer("routes", "MultiLineString", tuple(_routes(theatre, control_map, picture)), ("side", colours)),
    )


def geojson(shown: Iterable[Layer]) -> dict[str, Any]:
    """Return the layers as one FeatureCollection after RFC 7946: lon/lat, exterior rings counter-clockwise.

    Each feature's property `layer` names its layer. Coordinates have six digits; a shape that is empty is null.
    """
    features = [
        {
            "type": "Feature",
            "geometry": None if shape.is_empty else json.loads(shapely.to_geojson(_tidy(shape))),
            "properties": {"layer": layer.name, **row},
        }
        for layer in shown
        for row, shape in layer.rows
    ]
    return {"type": "FeatureCollection", "features": features}


def table(layer: Layer) -> str:
    """Return a layer as CSV (RFC 4180) with its shapes as WKT in the last column, `wkt`.

    A text that a spreadsheet would take for a formula is preceded by an apostrophe.
    """
    written = io.StringIO()
    columns = list(layer.rows[0][0]) if layer.rows else []
    writer = csv.writer(written)
    writer.writerow([*columns, "wkt"])
    for row, shape in layer.rows:
        wkt = shapely.to_wkt(_tidy(shape), rounding_precision=6, trim=True)
        writer.writerow([*(_cell(row[column]) for column in columns), wkt])
    return written.getvalue()


def kml(shown: Iterable[Layer], *, name: str) -> str:
    """Return the layers as KML 2.2, a folder each, in the sides' colours."""
    root = ET.Element("kml", xmlns="http://www.opengis.net/kml/2.2")
    document = _child(root, "Document")
    _child(document, "name", name)
    styles: dict[tuple[str, str], str] = {}
    folders = []
    for layer in shown:
        folder = ET.Element("Folder")
        _child(folder, "name", layer.name)
        for row, shape in layer.rows:
            if shape.is_empty:
                continue
            mark = _child(folder, "Placemark")
            _child(mark, "name", _titled(row))
            column, colours = layer.colours
            colour = colours.get(row.get(column) or "", "#1f2326")
            _child(mark, "styleUrl", "#" + styles.setdefault((colour, layer.geometry), f"style{len(styles)}"))
            data = _child(mark, "ExtendedData")
            for key, value in row.items():
                if value is not None:
                    _child(_child(data, "Data", name=key), "value", str(value))
            mark.append(_kml_shape(_tidy(shape)))
        folders.append(folder)
    for (colour, geometry), key in styles.items():
        document.append(_kml_style(key, colour, geometry))
    document.extend(folders)
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def write_geopackage(shown: Sequence[Layer], path: Path) -> None:
    """Write the layers into one GeoPackage with their styles (table `layer_styles`, as QGIS reads it).

    Layers without rows are left out: a GeoPackage cannot say what their columns would be. MissingExtraError without
    the extra `gis`.
    """
    try:
        import geopandas as gpd  # noqa: PLC0415
        import pyogrio  # noqa: PLC0415
    except ImportError as missing:
        raise MissingExtraError("gis", "writing a GeoPackage") from missing
    written = []
    for layer in shown:
        if not layer.rows:
            continue
        frame = gpd.GeoDataFrame(
            [dict(row) for row, _ in layer.rows], geometry=[shape for _, shape in layer.rows], crs=4326
        )
        pyogrio.write_dataframe(frame, path, layer=layer.name, driver="GPKG", geometry_type=layer.geometry)
        written.append(layer)
    _write_styles(written, path)


def write_geoparquet(layer: Layer, path: Path) -> None:
    """Write one layer as GeoParquet 1.1 (WKB, WGS84 lon/lat), through DuckDB."""
    import duckdb  # noqa: PLC0415

    columns = list(layer.rows[0][0]) if layer.rows else []
    types = {column: _sql_type(layer, column) for column in columns}
    bounds = shapely.total_bounds([shape for _, shape in layer.rows]).tolist() if layer.rows else None
    about = {
        "version": "1.1.0",
        "primary_column": "geometry",
        "columns": {
            "geometry": {"encoding": "WKB", "geometry_types": [layer.geometry], **({"bbox": bounds} if bounds else {})}
        },
    }
    with duckdb.connect() as connection:
        declared = ", ".join([*(f'"{column}" {types[column]}' for column in columns), "geometry BLOB"])
        connection.execute(f"CREATE TABLE layer ({declared})")
        if layer.rows:
            marks = ", ".join("?" * (len(columns) + 1))
            rows = [[*row.values(), shapely.to_wkb(shape)] for row, shape in layer.rows]
            connection.executemany(f"INSERT INTO layer VALUES ({marks})", rows)  # noqa: S608
        target, geo = str(path).replace("'", "''"), json.dumps(about).replace("'", "''")
        connection.execute(f"COPY layer TO '{target}' (FORMAT parquet, COMPRESSION zstd, KV_METADATA {{geo: '{geo}'}})")


def _routes(
    theatre: Theatre, control_map: ControlMap, picture: Picture
) -> Iterable[tuple[Mapping[str, Any], BaseGeometry]]:
    """Yield each route once for each side, with what that side can make of it."""
    where = {place.id: (place.lon, place.lat) for place in theatre.places.values()}
    for state in picture.routes:
        route = theatre.routes.get(state.id)
        stops = [where[key] for key in route.places if key in where] if route else []
        if len(stops) < 2:
            continue
        yield (
            {
                "route": state.id,
                "name": state.name,
                "side": state.side,
                "date": control_map.day.isoformat(),
                "status": state.status,
                "since": state.since.isoformat() if state.since else None,
                "at": "; ".join(state.at),
                "line": state.line,
            },
            shapely.MultiLineString([stops]),
        )


def _polygons(shape: BaseGeometry) -> BaseGeometry:
    """Return the polygons of a shape as one multipolygon, wound as RFC 7946 has it."""
    parts = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon" and not part.is_empty]
    return shapely.orient_polygons(shapely.MultiPolygon(parts), exterior_cw=False)


def _lines(shape: BaseGeometry) -> BaseGeometry:
    merged = shapely.line_merge(shape)
    return shapely.MultiLineString([part for part in shapely.get_parts(merged) if part.geom_type == "LineString"])


def _tidy(shape: BaseGeometry) -> BaseGeometry:
    """Round to six digits without breaking the shape; rings stay wound as they are."""
    rounded = shapely.set_precision(shape, _DIGITS)
    return shapely.orient_polygons(rounded, exterior_cw=False) if "Polygon" in rounded.geom_type else rounded


def _cell(value: Any) -> Any:  # noqa: ANN401
    if isinstance(value, str) and value[:1] in {"=", "+", "-", "@", "\t", "\r"}:
        return "'" + value
    return value


def _sql_type(layer: Layer, column: str) -> str:
    kinds = {type(row[column]) for row, _ in layer.rows} - {type(None)}
    if kinds == {bool}:
        return "BOOLEAN"
    if kinds == {int}:
        return "BIGINT"
    return "DOUBLE" if kinds and kinds <= {int, float} else "VARCHAR"


def _titled(row: Mapping[str, Any]) -> str:
    return str(row.get("name") or row.get("place") or row.get("side") or "")


def _child(parent: ET.Element, tag: str, text: str | None = None, **attributes: str) -> ET.Element:
    child = ET.SubElement(parent, tag, attributes)
    if text is not None:  # XML has no room for most control characters, not even escaped
        child.text = "".join(character for character in text if character >= " " or character in "\t\n\r")
    return child


def _kml_style(key: str, colour: str, geometry: str) -> ET.Element:
    red, green, blue = colour[1:3], colour[3:5], colour[5:7]
    style = ET.Element("Style", id=key)
    line = _child(style, "LineStyle")
    _child(line, "color", f"ff{blue}{green}{red}")
    _child(line, "width", "3" if geometry == "MultiLineString" else "1")
    _child(_child(style, "PolyStyle"), "color", f"66{blue}{green}{red}")
    icon = _child(style, "IconStyle")
    _child(icon, "color", f"ff{blue}{green}{red}")
    _child(icon, "scale", "0.5")
    return style


def _kml_shape(shape: BaseGeometry) -> ET.Element:
    if shape.geom_type.startswith("Multi"):
        many = ET.Element("MultiGeometry")
        many.extend(_kml_shape(part) for part in shapely.get_parts(shape))
        return many
    one = ET.Element(shape.geom_type)
    if isinstance(shape, shapely.Polygon):
        for tag, rings in (("outerBoundaryIs", [shape.exterior]), ("innerBoundaryIs", shape.interiors)):
            for ring in rings:
                _child(_child(_child(one, tag), "LinearRing"), "coordinates", _kml_coordinates(ring))
    else:
        _child(one, "coordinates", _kml_coordinates(shape))
    return one


def _kml_coordinates(shape: BaseGeometry) -> str:
    return " ".join(f"{lon:.6f},{lat:.6f}" for lon, lat in shapely.get_coordinates(shape))


def _write_styles(shown: Sequence[Layer], path: Path) -> None:
    import sqlite3  # noqa: PLC0415
    from contextlib import closing  # noqa: PLC0415

    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(
            "CREATE TABLE layer_styles (id INTEGER PRIMARY KEY AUTOINCREMENT, f_table_catalog TEXT,"
            " f_table_schema TEXT, f_table_name TEXT, f_geometry_column TEXT, styleName TEXT, styleQML TEXT,"
            " styleSLD TEXT, useAsDefault BOOLEAN, description TEXT, owner TEXT, ui TEXT,"
            " update_time DATETIME DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')))"
        )
        connection.execute(
            "INSERT INTO gpkg_contents (table_name, data_type, identifier)"
            " VALUES ('layer_styles', 'attributes', 'layer_styles')"
        )
        for layer in shown:
            connection.execute(
                "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, styleName,"
                " styleQML, useAsDefault, description) VALUES ('', '', ?, 'geom', ?, ?, 1, ?)",
                (layer.name, _NAME, _qml(layer), "written by frontline"),
            )


def _qml(layer: Layer) -> str:
    """Return a QGIS style: one colour for each side, or ink where the layer is no side's."""
    column, colours = layer.colours
    kind = {"Point": "marker", "MultiLineString": "line", "MultiPolygon": "fill"}[layer.geometry]
    root = ET.Element("qgis", styleCategories="Symbology", version="3.22")
    renderer = _child(root, "renderer-v2", type="categorizedSymbol" if column else "singleSymbol", attr=column)
    present = list(dict.fromkeys(row[column] for row, _ in layer.rows)) if column else [""]
    if column:
        categories = _child(renderer, "categories")
        for which, value in enumerate(present):
            _child(categories, "category", value=str(value), symbol=str(which), label=str(value), render="true")
    symbols = _child(renderer, "symbols")
    for which, value in enumerate(present):
        symbol = _child(symbols, "symbol", type=kind, name=str(which), alpha="0.5" if layer.name == "areas" else "1")
        _qml_symbol(symbol, layer, colours.get(value, "#b3001b" if layer.name == "necks" else "#1f2326"))
    return "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n" + ET.tostring(root, encoding="unicode")


def _qml_symbol(symbol: ET.Element, layer: Layer, colour: str) -> None:
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    rgb = f"{red},{green},{blue},255"
    if layer.geometry == "Point":
        drawn, options = (
            "SimpleMarker",
            {"name": "circle", "color": rgb, "outline_color": "255,255,255,255", "size": "1.6"},
        )
    elif layer.geometry == "MultiLineString":
        drawn, options = "SimpleLine", {"line_color": rgb, "line_width": "0.9" if layer.name == "fronts" else "0.6"}
    else:
        outlined = layer.name != "areas"  # salients and pockets lie on top of the areas: an outline, no second fill
        style = {"style": "no" if outlined else "solid", "outline_style": "dash" if outlined else "no"}
        drawn, options = "SimpleFill", {"color": rgb, "outline_color": rgb, "outline_width": "0.8", **style}
    part = _child(symbol, "layer", **{"class": drawn, "enabled": "1", "locked": "0", "pass": "0"})
    chosen = _child(part, "Option", type="Map")
    for key, value in options.items():
        _child(chosen, "Option", name=key, value=value, type="QString")

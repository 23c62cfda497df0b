"""The places of a theatre and the roads through them: places.csv and routes.csv."""

from __future__ import annotations

__all__ = ["read_places", "read_routes"]

import math
from typing import TYPE_CHECKING

from frontline.model import Place, Route

from ._near import did_you_mean
from .tables import parts_of, read_table

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

    from shapely.geometry.base import BaseGeometry

    from frontline._errors import Fault

    from .tables import Row


_DIGITS = 10  # mankind has ten


def read_places(
    path: Path, boundary: BaseGeometry | None, may_lie_outside: Collection[str], faults: list[Fault]
) -> tuple[dict[str, Place], set[str]]:
    """Return the places by id, in the file's order, and all ids of the table, those of lines with faults too.

    Each place lies inside `boundary`, but for those of the ids `may_lie_outside`: those on routes and in sides' rears.
    """
    places: dict[str, Place] = {}
    lines: dict[str, int] = {}
    columns = ("kind", "aliases", "size", "people", "garrison", "note")
    for row in read_table(path, faults, needs=("id", "name", "lat", "lon"), knows=columns):
        id_ = row["id"]
        wrong = []
        if not id_:
            wrong.append("has no id; give the place a short one of its own")
        elif id_ in lines:
            wrong.append(f"the id '{id_}' stands in line {lines[id_]} already; give one of the two another id")
        if not row["name"]:
            wrong.append("has no name; write the name that the map should show")
        if row["size"] not in {"", "1", "2", "3", "4", "5"}:
            wrong.append(f"'{row['size']}' is no size; write 1 (a checkpoint) to 5 (a city)")
        people, garrison = _heads(row, "people", wrong), _heads(row, "garrison", wrong)
        lat, lon = _degrees(row, "lat", wrong), _degrees(row, "lon", wrong)
        if not math.isnan(lat + lon):
            wrong += _misplaced(row["name"], lat, lon, boundary, may_lie_outside=id_ in may_lie_outside)
        lines.setdefault(id_, row.line)
        faults += map(row.fault, wrong)
        if not wrong:
            kind, size = row["kind"] or "village", int(row["size"] or 2)
            aliases = parts_of(row["aliases"])
            places[id_] = Place(id_, row["name"], lat, lon, kind, aliases, size, people, garrison)
    return places, lines.keys() - {""}


def _heads(row: Row, column: str, wrong: list[str]) -> int | None:
    """Return how many people a column counts, None where it is empty."""
    text = row[column]
    if not text or (text.isascii() and text.isdecimal() and len(text) <= _DIGITS):
        return int(text) if text else None
    wrong.append(f"{column} '{text}' is no number of people; write digits alone, for example 4500, or leave it empty")
    return None


def _degrees(row: Row, column: str, wrong: list[str]) -> float:
    try:
        value = float(row[column])
    except ValueError:
        value = math.nan
    if math.isfinite(value):
        return value
    wrong.append(f"{column} '{row[column]}' is no number; write degrees with a point, for example 36.185")
    return math.nan


def _misplaced(name: str, lat: float, lon: float, boundary: BaseGeometry | None, *, may_lie_outside: bool) -> list[str]:
    import shapely  # noqa: PLC0415

    on_earth = abs(lat) <= 90 and abs(lon) <= 180
    if on_earth and (boundary is None or shapely.intersects_xy(boundary, lon, lat)):
        return []
    if boundary is not None and shapely.intersects_xy(boundary, lat, lon):
        return [f"lat {lat:g} and lon {lon:g} are swapped: the other way round '{name}' lies in the theatre"]
    if abs(lat) > 90:
        return [f"lat {lat:g} is out of range; latitudes go from -90 to 90 degrees"]
    if abs(lon) > 180:
        return [f"lon {lon:g} is out of range; longitudes go from -180 to 180 degrees"]
    if may_lie_outside:
        return []
    where = f"'{name}' at lat {lat:g}, lon {lon:g} lies outside the boundary"
    return [f"{where}, as only places on routes and in the sides' rears may; correct it or leave it out"]


def read_routes(path: Path, places: Mapping[str, Place], ids: Collection[str], faults: list[Fault]) -> dict[str, Route]:
    """Return the routes by id, each through its places in the order of the column `order`.

    `ids` are all ids of places.csv, those of lines with faults too: one slip gives one fault. Name and aliases of a
    route stand in any of its lines.
    """
    rows: dict[str, dict[float, Row]] = {}
    needs = ("route", "order", "place")
    for row in read_table(path, faults, needs=needs, knows=("name", "aliases", "note"), optional=True):
        stops = rows.setdefault(row["route"], {})
        try:
            order = float(row["order"])
        except ValueError:
            order = math.nan
        if not row["route"]:
            faults.append(row.fault("has no route; write the route's id"))
        if not math.isfinite(order):
            faults.append(row.fault(f"order '{row['order']}' is no number; number a route's places 1, 2, 3 ..."))
        elif order in stops:
            twice = f"route '{row['route']}' has its order {row['order']} in line {stops[order].line} already"
            faults.append(row.fault(f"{twice}; number a route's places 1, 2, 3 ..."))
        else:
            stops[order] = row
        if row["place"] not in ids:
            near = did_you_mean(row["place"], [*places, *(place.name for place in places.values())])
            faults.append(row.fault(f"route '{row['route']}' goes through an unknown place '{row['place']}'{near}"))
    routes = {}
    for id_, stops in rows.items():
        on = [stops[order] for order in sorted(stops)]
        if len(on) == 1:
            faults.append(on[0].fault(f"route '{id_}' has only one place; a road joins two or more"))
        name = next((row["name"] for row in on if row["name"]), id_)
        aliases = tuple(dict.fromkeys(alias for row in on for alias in parts_of(row["aliases"])))
        routes[id_] = Route(id_, name, tuple(row["place"] for row in on), aliases)
    return routes

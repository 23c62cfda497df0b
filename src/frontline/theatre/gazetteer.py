"""The places of a theatre and the roads through them: `places.csv` and `routes.csv`."""

from __future__ import annotations

__all__ = ["PLACE_COLUMNS", "read_places", "read_routes"]

import math
from typing import TYPE_CHECKING

from frontline.model import Place, Route

from ._near import did_you_mean
from .tables import read_table

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from shapely.geometry.base import BaseGeometry

    from frontline._errors import Fault

    from .tables import Row

PLACE_COLUMNS = ("id", "name", "lat", "lon", "kind", "aliases")
_SIZES = ("1", "2", "3", "4", "5")


def read_places(
    path: Path, boundary: BaseGeometry | None, outside: set[str], faults: list[Fault]
) -> dict[str, Place]:
    """Return the places by id, in the file's order.

    Each lies inside `boundary` but for those of the ids `outside`: the ends of routes and the sides' rears.
    """
    places: dict[str, Place] = {}
    lines: dict[str, int] = {}
    for row in read_table(path, faults, needs=PLACE_COLUMNS[:4], knows=("kind", "aliases", "size", "note")):
        id_ = row["id"]
        wrong = []
        if not id_:
            wrong.append("has no id; give the place a short one of its own")
        elif id_ in lines:
            wrong.append(f"the id '{id_}' stands in line {lines[id_]} already; give one of the two another id")
        if not row["name"]:
            wrong.append("has no name; write the name that the map should show")
        point = _point(row, boundary, wrong, may_lie_outside=id_ in outside)
        if row["size"] and row["size"] not in _SIZES:
            wrong.append(f"the size '{row['size']}' is none; write 1 (a checkpoint) to 5 (a city)")
        lines.setdefault(id_, row.line)
        faults += map(row.fault, wrong)
        if point and not wrong:
            aliases = tuple(dict.fromkeys(part.strip() for part in row["aliases"].split(";") if part.strip()))
            size = int(row["size"] or 2)
            places[id_] = Place(id_, row["name"], *point, row["kind"] or "village", aliases, size)
    return places


def _point(
    row: Row, boundary: BaseGeometry | None, wrong: list[str], *, may_lie_outside: bool
) -> tuple[float, float] | None:
    found = []
    for column in ("lat", "lon"):
        try:
            found.append(float(row[column]))
        except ValueError:
            found.append(math.nan)
        if not math.isfinite(found[-1]):
            wrong.append(f"{column} '{row[column]}' is no number; write degrees with a point, for example 36.185")
    lat, lon = found
    if not (math.isfinite(lat) and math.isfinite(lon)):
        return None
    if _inside(boundary, lat, lon) and -90 <= lat <= 90 and -180 <= lon <= 180:
        return lat, lon
    if boundary is not None and _inside(boundary, lon, lat):
        wrong.append(f"lat {lat:g} and lon {lon:g} are swapped: the other way round the place lies in the theatre")
    elif not -90 <= lat <= 90:
        wrong.append(f"lat {lat:g} is out of range; latitudes go from -90 to 90 degrees")
    elif not -180 <= lon <= 180:
        wrong.append(f"lon {lon:g} is out of range; longitudes go from -180 to 180 degrees")
    elif may_lie_outside:
        return lat, lon
    else:
        sentence = f"'{row['name']}' at lat {lat:g}, lon {lon:g} lies outside the boundary, which only places on a route"
        wrong.append(f"{sentence} or in a side's rear may; check the coordinates or leave the line out")
    return None


def _inside(boundary: BaseGeometry | None, lat: float, lon: float) -> bool:
    import shapely  # noqa: PLC0415

    return boundary is None or bool(shapely.intersects_xy(boundary, lon, lat))


def read_routes(path: Path, places: Mapping[str, Place], known: set[str], faults: list[Fault]) -> dict[str, Route]:
    """Return the routes by id. `known` are all ids of places.csv, also of lines with faults of their own."""
    stops: dict[str, dict[float, str]] = {}
    names: dict[str, str] = {}
    aliases: dict[str, list[str]] = {}
    lines: dict[tuple[str, float], int] = {}
    columns = ("route", "order", "place")
    for row in read_table(path, faults, needs=columns, knows=("name", "aliases", "note")):
        route, place = row["route"], row["place"]
        if not route:
            faults.append(row.fault("has no route; write the route's id"))
            continue
        try:
            order = float(row["order"])
            if not math.isfinite(order):
                raise ValueError
        except ValueError:
            faults.append(row.fault(f"order '{row['order']}' is no number; number the places of a route 1, 2, 3 ..."))
            continue
        if (route, order) in lines:
            sentence = f"route '{route}' has its order {row['order']} in line {lines[route, order]} already"
            faults.append(row.fault(f"{sentence}; number its places 1, 2, 3 ..."))
            continue
        lines[route, order] = row.line
        if place not in known:
            near = _near_place(place, places)
            faults.append(row.fault(f"route '{route}' goes through an unknown place '{place}'{near}"))
        stops.setdefault(route, {})[order] = place
        names[route] = names.get(route) or row["name"]
        aliases.setdefault(route, []).extend(part.strip() for part in row["aliases"].split(";") if part.strip())
    routes = {}
    for route, by_order in stops.items():
        if len(by_order) < 2:
            order, line = next((order, lines[route, order]) for order in by_order)
            del order
            faults.append(_route_fault(path, line, f"route '{route}' has only one place; a road joins two or more"))
        through = tuple(by_order[order] for order in sorted(by_order))
        routes[route] = Route(route, names[route] or route, through, tuple(dict.fromkeys(aliases[route])))
    return routes


def _route_fault(path: Path, line: int, sentence: str) -> Fault:
    from frontline._errors import Fault  # noqa: PLC0415

    return Fault(path.name, line, sentence)


def _near_place(name: str, places: Mapping[str, Place]) -> str:
    return did_you_mean(name, [*places, *(place.name for place in places.values())])

"""A theatre's folder becomes a `Theatre`, or all that is wrong with it at once."""

from __future__ import annotations

__all__ = ["find", "load", "load_faults"]

import re
import tomllib
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from frontline._errors import Fault, InputError, NotFoundError
from frontline.model import Hold, Side, Source, Theatre

from ._near import did_you_mean
from .days import read_day
from .gazetteer import read_places, read_routes
from .tables import read_table, read_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shapely.geometry.base import BaseGeometry

    from frontline.model import Place

SHIPPED = Path(__file__).parents[1] / "theatres"
GRADES = ("A", "B", "C", "D", "E", "F")

_SETTINGS = ("name", "start", "end", "sides", "boundary", "bbox", "water", "crs")
_SIDE_SETTINGS = ("id", "name", "colour", "aliases", "rear")


def find(name_or_path: str | Path) -> Path:
    """Return a theatre's folder, given its path or the name of a shipped theatre; NotFoundError names near ones."""
    path = Path(name_or_path)
    if (path / "theatre.toml").is_file():
        return path
    if (SHIPPED / path.name / "theatre.toml").is_file() and path.name == str(name_or_path):
        return SHIPPED / path.name
    if path.is_dir():
        raise NotFoundError(f"the folder '{path}' has no theatre.toml; 'frontline new' makes a theatre")
    shipped = sorted(folder.name for folder in SHIPPED.iterdir() if (folder / "theatre.toml").is_file())
    near = did_you_mean(str(name_or_path), shipped) or f"; there is {', '.join(map(repr, shipped))}"
    raise NotFoundError(f"no theatre '{name_or_path}', neither a folder nor one of the shipped{near}")


def load(folder: Path) -> Theatre:
    """Return the theatre in a folder; InputError names all faults of all its files."""
    theatre, faults = load_faults(folder)
    if theatre is None or faults:
        raise InputError(*faults)
    return theatre


def load_faults(folder: Path) -> tuple[Theatre | None, list[Fault]]:
    """Return what can be made of the folder, and its faults; the theatre is None where no part of it can be used."""
    faults: list[Fault] = []
    settings = _Settings.read(folder / "theatre.toml", faults)
    if settings is None:
        return None, faults
    sides = settings.sides()
    boundary, water, crs = settings.ground(folder)
    known = _ids(folder / "places.csv")
    outside = _route_places(folder / "routes.csv") | {place for side in sides.values() for place in side.rear}
    places = read_places(folder / "places.csv", boundary, outside, faults)
    for side in sides.values():
        for rear in side.rear:
            if rear not in known:
                settings.wrong(f"the rear '{rear}' of side '{side.id}' is no place's id{did_you_mean(rear, known)}")
    routes = read_routes(folder / "routes.csv", places, known, faults) if _there(folder, "routes.csv") else {}
    sources = _read_sources(folder / "sources.csv", sides, faults) if _there(folder, "sources.csv") else {}
    start, end = settings.days()
    holds = _read_holds(folder / "start.csv", known, sides, end, faults) if _there(folder, "start.csv") else ()
    if boundary is None:
        return None, faults
    theatre = Theatre(
        id=folder.resolve().name,
        name=settings.text("name"),
        start=start,
        end=end,
        sides=sides,
        places=places,
        boundary=boundary,
        crs=crs,
        routes=routes,
        start_holds=holds,
        sources=sources,
        water=water,
        folder=folder,
    )
    return theatre, faults


def _there(folder: Path, name: str) -> bool:
    return (folder / name).exists()


def _column(path: Path, column: str) -> set[str]:
    """Return a column's values, whatever else is wrong with the table: its own reader names that."""
    return {row[column] for row in read_table(path, [], needs=[column]) if row[column]} if path.exists() else set()


def _ids(path: Path) -> set[str]:
    return _column(path, "id")


def _route_places(path: Path) -> set[str]:
    return _column(path, "place")


class _Settings:
    """theatre.toml while it is read: its values, and where to tell of its faults."""

    def __init__(self, path: Path, text: str, values: Mapping[str, Any], faults: list[Fault]) -> None:
        self.path, self.values, self.faults = path, values, faults
        self._lines = text.splitlines()

    @classmethod
    def read(cls, path: Path, faults: list[Fault]) -> _Settings | None:
        text = read_text(path, faults)
        if text is None:
            return None
        try:
            values = tomllib.loads(text)
        except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
            line = re.search(r"at line (\d+)", str(error))
            why = str(error).splitlines()[0] if str(error) else type(error).__name__
            faults.append(Fault(path.name, int(line[1]) if line else None, f"is no TOML ({why}); mend that first"))
            return None
        settings = cls(path, text, values, faults)
        for key in values:
            if key not in _SETTINGS:
                settings.wrong(f"no setting '{key}' is known{did_you_mean(key, _SETTINGS)}", key)
        return settings

    def wrong(self, sentence: str, words: str = "") -> None:
        """Add a fault, at the first line that has the words (as a quoted value or as a key)."""
        quoted = re.compile(rf"(^|[\s\"'\[]){re.escape(words)}($|[\s\"'=\]])")
        line = next((n for n, text in enumerate(self._lines, 1) if words and quoted.search(text)), None)
        self.faults.append(Fault(self.path.name, line, sentence))

    def text(self, key: str) -> str:
        value = self.values.get(key, "")
        if not isinstance(value, str) or not value.strip():
            self.wrong(f"needs a '{key}', a text in quotes", key)
            return ""
        return value.strip()

    def days(self) -> tuple[date, date]:
        """The theatre's days, half-open."""
        found = []
        for key, example in (("start", "2015-01-01"), ("end", "2016-01-01")):
            value = self.values.get(key)
            if isinstance(value, date) and not isinstance(value, datetime):
                found.append(value)
                continue
            try:
                found.append(read_day(value if isinstance(value, str) else str(value)))
            except ValueError:
                self.wrong(f"needs '{key}' as a day, for example {key} = {example}", key)
        if len(found) < 2:
            return date.min, date.max
        if found[0] >= found[1]:
            self.wrong(f"end {found[1]} is not after start {found[0]}; end is the first day that is left out", "end")
        return found[0], found[1]

    def sides(self) -> dict[str, Side]:
        tables = self.values.get("sides")
        if not isinstance(tables, list) or not tables or not all(isinstance(table, dict) for table in tables):
            self.wrong("needs its sides, each as a table under [[sides]]")
            return {}
        sides: dict[str, Side] = {}
        owner: dict[str, str] = {}
        for number, table in enumerate(tables, 1):
            side = self._side(table, number)
            if side is None:
                continue
            if side.id in sides:
                self.wrong(f"the side '{side.id}' stands there twice; keep one", side.id)
                continue
            sides[side.id] = side
            for alias in (side.id, side.name, *side.aliases):
                if owner.setdefault(alias.casefold(), side.id) != side.id:
                    both = f"'{owner[alias.casefold()]}' and '{side.id}'"
                    self.wrong(f"the name '{alias}' is given to both {both}; leave it with one", alias)
        if sides and len(sides) < 2:
            self.wrong("has only one side; a war has two or more")
        return sides

    def _side(self, table: Mapping[str, Any], number: int) -> Side | None:
        for key in table:
            if key not in _SIDE_SETTINGS:
                self.wrong(f"no setting '{key}' of a side is known{did_you_mean(key, _SIDE_SETTINGS)}", key)
        id_, name, colour = (table.get(key) for key in ("id", "name", "colour"))
        if not isinstance(id_, str) or not re.fullmatch(r"[a-z0-9][a-z0-9_-]*", id_):
            self.wrong(f"side number {number} needs an id of small letters, digits, '-' and '_'", str(id_ or ""))
            return None
        if not isinstance(name, str) or not name.strip():
            self.wrong(f"the side '{id_}' needs a name, a text in quotes", id_)
            name = id_
        if not isinstance(colour, str) or not re.fullmatch(r"#[0-9a-fA-F]{6}", colour):
            given = f"'{colour}' is no colour" if colour is not None else "it has none"
            self.wrong(f"the side '{id_}' needs a colour as \"#rrggbb\"; {given}", str(colour or id_))
            colour = "#808080"
        lists: list[tuple[str, ...]] = []
        for key in ("aliases", "rear"):
            value = table.get(key, [])
            if not isinstance(value, list) or not all(isinstance(one, str) and one.strip() for one in value):
                self.wrong(f"'{key}' of the side '{id_}' is to be a list of texts in quotes", id_)
                value = []
            lists.append(tuple(dict.fromkeys(one.strip() for one in value)))
        return Side(id_, name.strip(), colour.lower(), *lists)

    def ground(self, folder: Path) -> tuple[BaseGeometry | None, BaseGeometry | None, str]:
        """Return boundary, water and metric projection."""
        from .geometry import box_of, equal_area_about, read_polygons  # noqa: PLC0415

        areas: dict[str, BaseGeometry | None] = {"boundary": None, "water": None}
        for key in areas:
            if key not in self.values:
                continue
            name = self.values[key]
            if not isinstance(name, str) or not name or Path(name).name != name:
                self.wrong(f"'{key}' is to name a GeoJSON file in the theatre's folder", key)
                continue
            areas[key] = read_polygons(folder / name, self.faults)
        if "bbox" in self.values and "boundary" in self.values:
            self.wrong("has both a boundary and a bbox; keep one", "bbox")
        elif "bbox" in self.values:
            try:
                areas["boundary"] = box_of(self.values["bbox"])
            except ValueError as error:
                self.wrong(str(error), "bbox")
        elif "boundary" not in self.values:
            self.wrong('needs boundary = "boundary.geojson" or bbox = [west, south, east, north]')
        boundary = areas["boundary"]
        if boundary is None:
            return None, areas["water"], ""
        return boundary, areas["water"], self._crs() or equal_area_about(boundary)

    def _crs(self) -> str | None:
        if "crs" not in self.values:
            return None
        from pyproj import CRS  # noqa: PLC0415
        from pyproj.exceptions import CRSError  # noqa: PLC0415

        given = self.values["crs"]
        try:
            crs = CRS.from_user_input(given) if isinstance(given, str) else None
        except CRSError:
            crs = None
        if crs is None or not crs.is_projected or any(axis.unit_name != "metre" for axis in crs.axis_info):
            self.wrong(f"crs '{given}' is no projection in metres; write for example \"EPSG:32637\" or leave it out", "crs")
            return None
        return str(given)


def _read_holds(
    path: Path, known: set[str], sides: Mapping[str, Side], end: date, faults: list[Fault]
) -> tuple[Hold, ...]:
    holds = []
    lines: dict[tuple[str, date], int] = {}
    for row in read_table(path, faults, needs=("place", "side", "since", "source"), knows=("note",)):
        place, side = row["place"], row["side"]
        wrong = []
        if place not in known:
            wrong.append(f"no place has the id '{place}'{did_you_mean(place, known)}")
        if side not in sides:
            wrong.append(f"no side '{side}'{did_you_mean(side, sides)}")
        if not row["source"]:
            wrong.append("has no source; name it, or write 'assumed' where nobody says so")
        try:
            since = read_day(row["since"])
            if since >= end:
                wrong.append(f"since {since} is not before the theatre's end {end}")
            if (place, since) in lines:
                wrong.append(f"'{place}' has a holder since {since} in line {lines[place, since]} already; keep one")
            lines.setdefault((place, since), row.line)
        except ValueError as error:
            wrong.append(str(error))
        faults += map(row.fault, wrong)
        if not wrong:
            holds.append(Hold(place, side, since, row["source"]))
    return tuple(holds)


def _read_sources(path: Path, sides: Mapping[str, Side], faults: list[Fault]) -> dict[str, Source]:
    sources: dict[str, Source] = {}
    lines: dict[str, int] = {}
    for row in read_table(path, faults, needs=("source", "origin", "grade", "lean"), knows=("note",)):
        name, grade, lean = row["source"], row["grade"].upper() or "F", row["lean"] or None
        wrong = []
        if not name:
            wrong.append("has no source; write its name as the reports write it")
        if name in lines:
            wrong.append(f"the source '{name}' stands in line {lines[name]} already; keep one")
        if grade not in GRADES:
            wrong.append(f"'{row['grade']}' is no grade; write A (reliable) to E (unreliable), F (cannot be judged)")
        if lean and lean not in sides:
            wrong.append(f"no side '{lean}' to lean to{did_you_mean(lean, sides)}; leave it empty for none")
        lines.setdefault(name, row.line)
        faults += map(row.fault, wrong)
        if not wrong:
            sources[name] = Source(name, row["origin"] or name, grade, lean)
    return sources

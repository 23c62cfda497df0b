"""theatre.toml: the theatre's name, days, sides and ground."""

from __future__ import annotations

__all__ = ["Settings", "read_settings"]

import re
import tomllib
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from frontline.model import Side

from ._near import did_you_mean
from .days import read_day
from .tables import fault_at, read_text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from shapely.geometry.base import BaseGeometry

    from frontline._errors import Fault

_FILE = "theatre.toml"
_KEYS = ("name", "start", "end", "day", "sides", "boundary", "bbox", "water", "crs")
_SIDE_KEYS = ("id", "name", "colour", "aliases", "rear", "foe")
_ID = re.compile(r"[a-z0-9][a-z0-9_-]*")
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


@dataclass(frozen=True, slots=True)
class Settings:
    """What theatre.toml says, with its text, so that a fault found later can still name its line.

    `start` is the first day and `end` the first day that is left out; `day`, the one worth showing first, is None
    where the file names none. `boundary` is None where the file has none that
    can be used, and `crs` then "".
    """

    text: str
    name: str = ""
    start: date = date.min
    end: date = date.max
    day: date | None = None
    sides: Mapping[str, Side] | None = None
    boundary: BaseGeometry | None = None
    water: BaseGeometry | None = None
    crs: str = ""

    def fault(self, sentence: str, word: object = "") -> Fault:
        """Return a fault, at the first line that has the word as a key or a quoted value."""
        spot = re.compile(rf"(^|[\s\"'\[=]){re.escape(str(word))}($|[\s\"'=\]])")
        lines = enumerate(self.text.split("\n"), 1)
        line = next((number for number, line in lines if word and spot.search(line)), None)
        return fault_at(_FILE, line, sentence)


def read_settings(folder: Path, faults: list[Fault]) -> Settings | None:
    """Return a theatre's settings, None where theatre.toml is no TOML at all; all its faults are added to `faults`."""
    text = read_text(folder / _FILE, faults)
    if text is None:
        return None
    try:
        values = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        why = str(error).partition("\n")[0] or "nested too deep"
        line = re.search(r"at line (\d+)", why)
        faults.append(fault_at(_FILE, int(line[1]) if line else None, f"is no TOML ({why}); mend that first"))
        return None
    settings = Settings(text)
    faults += [
        settings.fault(f"no setting '{key}' is known{did_you_mean(key, _KEYS)}; leave it out", key)
        for key in values
        if key not in _KEYS
    ]
    name = values.get("name")
    if not isinstance(name, str) or not name.strip():
        faults.append(settings.fault("needs a name, a text in quotes", "name"))
        name = ""
    start, end = _days(settings, values, faults)
    boundary = _boundary(settings, values, folder, faults)
    return replace(
        settings,
        name=name.strip(),
        start=start,
        end=end,
        day=_shown_day(settings, values, start, end, faults),
        sides=_sides(settings, values.get("sides"), faults),
        boundary=boundary,
        water=_area(settings, "water", values["water"], folder, faults) if "water" in values else None,
        crs=_crs(settings, values.get("crs"), boundary, faults),
    )


def _days(settings: Settings, values: Mapping[str, Any], faults: list[Fault]) -> tuple[date, date]:
    found = []
    for key, missing in (("start", date.min), ("end", date.max)):
        value = values.get(key)
        if isinstance(value, date) and not isinstance(value, datetime):
            found.append(value)
            continue
        try:
            found.append(read_day(value if isinstance(value, str) else ""))
        except ValueError:
            faults.append(settings.fault(f"needs '{key}' as a day, for example {key} = 2015-01-31", key))
            found.append(missing)
    start, end = found
    if start >= end:
        sentence = f"end {end} is not after start {start}; end is the first day that is left out"
        faults.append(settings.fault(sentence, "end"))
    return start, end


def _shown_day(
    settings: Settings, values: Mapping[str, Any], start: date, end: date, faults: list[Fault]
) -> date | None:
    value = values.get("day")
    if value is None:
        return None
    if not isinstance(value, date) or isinstance(value, datetime) or not start <= value < end:
        faults.append(settings.fault(f"day is to be one from {start} until before {end}, like day = {start}", "day"))
        return None
    return value


def _sides(settings: Settings, tables: object, faults: list[Fault]) -> dict[str, Side]:
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables) or len(tables) < 2:
        faults.append(settings.fault("needs two sides or more, each a table under [[sides]]", "sides"))
        return {}
    sides: dict[str, Side] = {}
    owners: dict[str, str] = {}
    for number, table in enumerate(tables, 1):
        side = _side(settings, table, number, faults)
        if side is None:
            continue
        if side.id in sides:
            faults.append(settings.fault(f"the side '{side.id}' stands there twice; keep one", side.id))
            continue
        sides[side.id] = side
        for name in (side.name, *side.aliases):
            owner = owners.setdefault(name.casefold(), side.id)
            if owner != side.id:
                faults.append(settings.fault(f"'{name}' names both '{owner}' and '{side.id}'; leave it with one", name))
    faults += [
        settings.fault(
            f"the foe of the side '{side.id}' is to be the id of another, not '{side.foe}'"
            f"{did_you_mean(side.foe, sides)}",
            side.foe,
        )
        for side in sides.values()
        if side.foe is not None and (side.foe not in sides or side.foe == side.id)
    ]
    return sides


def _side(settings: Settings, table: Mapping[str, Any], number: int, faults: list[Fault]) -> Side | None:
    faults += [
        settings.fault(f"no setting '{key}' of a side is known{did_you_mean(key, _SIDE_KEYS)}; leave it out", key)
        for key in table
        if key not in _SIDE_KEYS
    ]
    id_, name, colour = (table.get(key) for key in ("id", "name", "colour"))
    if not isinstance(id_, str) or not _ID.fullmatch(id_):
        faults.append(settings.fault(f"side {number} needs an id of small letters, digits, '-' and '_'", id_ or ""))
        return None
    if not isinstance(name, str) or not name.strip():
        faults.append(settings.fault(f"the side '{id_}' needs a name, a text in quotes", id_))
        name = id_
    if not isinstance(colour, str) or not _COLOUR.fullmatch(colour):
        had = "has no colour" if colour is None else f"has '{colour}' for a colour"
        faults.append(settings.fault(f"the side '{id_}' {had}; write it as \"#rrggbb\"", colour or id_))
        colour = "#808080"
    aliases, rear = (_texts(settings, table, key, faults) for key in ("aliases", "rear"))
    foe = table.get("foe")
    if foe is not None and not isinstance(foe, str):
        faults.append(settings.fault(f"foe of the side '{id_}' is to be the id of another side", "foe"))
        foe = None
    return Side(id_, name.strip(), colour.lower(), aliases, rear, foe)


def _texts(settings: Settings, table: Mapping[str, Any], key: str, faults: list[Fault]) -> tuple[str, ...]:
    value = table.get(key, [])
    if not isinstance(value, list) or not all(isinstance(one, str) and one.strip() for one in value):
        faults.append(
            settings.fault(f"{key} of the side '{table['id']}' is to be a list of texts in quotes", table["id"])
        )
        return ()
    return tuple(dict.fromkeys(one.strip() for one in value))


def _boundary(settings: Settings, values: Mapping[str, Any], folder: Path, faults: list[Fault]) -> BaseGeometry | None:
    from .geometry import box_of  # noqa: PLC0415

    if "boundary" in values and "bbox" in values:
        faults.append(settings.fault("has both a boundary and a bbox; keep one", "bbox"))
        return None
    if "boundary" in values:
        return _area(settings, "boundary", values["boundary"], folder, faults)
    if "bbox" not in values:
        faults.append(settings.fault('needs boundary = "boundary.geojson" or bbox = [west, south, east, north]'))
        return None
    try:
        return box_of(values["bbox"])
    except ValueError as error:
        faults.append(settings.fault(str(error), "bbox"))
        return None


def _area(settings: Settings, key: str, name: object, folder: Path, faults: list[Fault]) -> BaseGeometry | None:
    from pathlib import PurePath  # noqa: PLC0415

    from .geometry import read_polygons  # noqa: PLC0415

    if not isinstance(name, str) or not name or PurePath(name).name != name or "\0" in name:
        faults.append(settings.fault(f"{key} is to name a GeoJSON file in the theatre's folder", key))
        return None
    return read_polygons(folder / name, faults)


def _crs(settings: Settings, given: object, boundary: BaseGeometry | None, faults: list[Fault]) -> str:
    from .geometry import equal_area_about, is_metric  # noqa: PLC0415

    if given is None:
        return equal_area_about(boundary) if boundary is not None else ""
    if isinstance(given, str) and is_metric(given):
        return given
    sentence = f"crs '{given}' is no projection in metres; write one such as \"EPSG:32637\", or leave it out"
    faults.append(settings.fault(sentence, "crs"))
    return ""

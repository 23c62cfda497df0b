"""Gazetteers as people keep them: a CSV table of names with coordinates."""

from __future__ import annotations

__all__ = ["read_gazetteer", "read_rows"]

import csv
import io
import math
from typing import TYPE_CHECKING

from frontline._errors import Fault, InputError
from frontline.model import Place

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

# What other gazetteers call our columns.
_CALLED = {
    "id": ("id", "place_id", "geonameid", "code"),
    "name": ("name", "place", "asciiname"),
    "lat": ("lat", "latitude", "y"),
    "lon": ("lon", "lng", "long", "longitude", "x"),
    "kind": ("kind", "type"),
    "aliases": ("aliases", "alternatenames", "spellings"),
    "size": ("size",),
    "people": ("people", "population"),
    "garrison": ("garrison",),
}


def read_rows(path: Path, needs: Sequence[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the line number and the values of each row of a CSV table in UTF-8, parted by comma, semicolon or tab.

    Columns are found by their names, capitals or not; a line with nothing in it is passed over. Raises InputError
    where the file cannot be read as text or lacks one of the columns `needs`.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise InputError(Fault(str(path), None, "there is no such file; check the path")) from None
    except OSError as error:
        raise InputError(Fault(str(path), None, f"cannot be read ({error.strerror or error})")) from None
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise InputError(Fault(str(path), line, "is not UTF-8 from here on; save the file as UTF-8")) from None
    head = text.split("\n", 1)[0]
    separator = max(",;\t", key=head.count)
    rows = csv.reader(io.StringIO(text.replace("\0", ""), newline=""), delimiter=separator)
    columns = [column.strip().lower() for column in next(rows, [])]
    missing = [column for column in needs if not set(_CALLED.get(column, (column,))) & set(columns)]
    if missing:
        there = ", ".join(filter(None, columns)) or "nothing"
        wanted = f"lacks the column{'s' * (len(missing) > 1)} {', '.join(missing)}"
        raise InputError(Fault(str(path), 1, f"{wanted}; the first line has {there}: name the columns there"))
    try:
        for row in rows:
            if any(row):
                yield rows.line_num, dict(zip(columns, map(str.strip, row), strict=False))
    except csv.Error as error:
        raise InputError(Fault(str(path), rows.line_num, f"is no CSV table from here on ({error})")) from None


def read_gazetteer(path: Path) -> list[Place]:
    """Return the places of a gazetteer, in its order.

    `name`, `lat` and `lon` (WGS84 degrees) are required; `id`, `kind`, `aliases` (parted by `;` or `|`), `size`,
    `people` and `garrison` are read where they are there, other columns are passed over. A place without an id has its
    name as such, numbered where several have one name. Raises InputError with every row that has no name or no usable
    coordinates.
    """
    places: list[Place] = []
    faults: list[Fault] = []
    taken: set[str] = set()
    for line, row in read_rows(path, ("name", "lat", "lon")):
        values = {ours: next((row[one] for one in theirs if row.get(one)), "") for ours, theirs in _CALLED.items()}
        lat, lon = _number(values["lat"]), _number(values["lon"])
        if not values["name"]:
            faults.append(Fault(str(path), line, "has no name; write one or leave the line out"))
            continue
        if not (-90 <= lat <= 90 and -180 <= lon <= 180):
            given = f"lat '{values['lat']}', lon '{values['lon']}'"
            faults.append(Fault(str(path), line, f"has {given}; write degrees, for example 36.185 and 37.584"))
            continue
        id_, twin = values["id"] or values["name"], 2
        while id_ in taken:
            id_, twin = f"{values['id'] or values['name']} ({twin})", twin + 1
        taken.add(id_)
        aliases = tuple(alias.strip() for alias in values["aliases"].replace("|", ";").split(";") if alias.strip())
        size = _number(values["size"])
        kind = values["kind"] or "village"
        heads = [_number(values[column]) for column in ("people", "garrison")]
        people, garrison = (int(count) if count >= 0 else None for count in heads)
        weight = int(size) if size >= 1 else 2
        places.append(Place(id_, values["name"], lat, lon, kind, aliases, weight, people, garrison))
    if faults:
        raise InputError(*faults)
    if not places:
        raise InputError(Fault(str(path), None, "holds no places; give it a line for each"))
    return places


def _number(text: str) -> float:
    """Return the number that a text writes, or one that no range contains."""
    try:
        number = float(text)
    except ValueError:
        return -math.inf
    return number if math.isfinite(number) else -math.inf

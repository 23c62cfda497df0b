"""A series: a side's ground, day by day, kept as what changed.

The store is one DuckDB file. Its table `edges` has each directed edge once for each span of days over which it
stood (`edges.py` says what an edge is), so a day is a selection and a day's change is two:

    about(key, value)                           version, sides, layers
    boundary(wkb)                               the area of the war, where one was given
    days(day, file, notes)                      the days that are known; all others are unknown
    edges(layer, x0, y0, x1, y1, born, gone)    in 1e-7 degrees; on the days from `born` up to and without `gone`

Opening reads everything (some tens of thousands of rows for years of war) and lets go of the file.
"""

from __future__ import annotations

__all__ = [
    "Change",
    "Day",
    "Series",
    "build",
    "changes",
    "control_map",
    "day_range",
    "edges_on",
    "ground_on",
    "known_day",
    "open_series",
    "save",
    "standing",
    "theatre_of",
]

import contextlib
import os
from bisect import bisect_left
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from frontline._errors import BusyError, InputError, NotFoundError
from frontline.model import ControlMap, Side, Theatre
from frontline.theatre.geometry import equal_area_about

from .edges import Edges, degrees, minus, missing, no_edges, polygons_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

VERSION = "1"
ALIVE = np.iinfo(np.int32).max  # `gone` of an edge that stands on the last known day
FORMAT = "frontline series of maps"
_NEVER = 2**30  # as a day: not yet
_EPOCH = date(1970, 1, 1).toordinal()


@dataclass(frozen=True, eq=False)
class Series:
    """Daily maps of one side's ground against another's.

    `layers` names whose ground is kept: ids of sides, or any other name for ground that is neither side's
    ("contested"). `edges` (n, 4) stand on the known days numbered `born` up to and without `gone`; `layer` numbers
    their layer. `given_boundary` is the area of the war as the user gave it, in WGS84; None where nobody did.
    """

    side: str
    against: str
    layers: tuple[str, ...]
    days: tuple[date, ...]
    files: tuple[str, ...]
    notes: tuple[str, ...]
    edges: Edges
    layer: NDArray[np.int16]
    born: NDArray[np.int32]
    gone: NDArray[np.int32]
    given_boundary: BaseGeometry | None = None

    @cached_property
    def boundary(self) -> BaseGeometry:
        """The area of the war: as given, else the convex hull of all ground of all days and a fifth more."""
        if self.given_boundary is not None:
            # A long line that is straight in degrees is bent in metres, and would cross what was drawn along it.
            return shapely.segmentize(self.given_boundary, 0.05)
        hull = shapely.MultiPoint(degrees(np.unique(self.edges[:, :2], axis=0))).convex_hull
        west, south, east, north = hull.bounds
        return hull.buffer(max(east - west, north - south, 0.1) / 10)

    @cached_property
    def crs(self) -> str:
        """The equal-area projection, in metres, that shapes are measured in."""
        return equal_area_about(self.boundary)


@dataclass(frozen=True, slots=True, eq=False)
class Change:
    """What one known day's map has other than that of the known day before it, in one layer."""

    day: date
    before: date | None
    came: Edges
    went: Edges


def known_day(series: Series, day: date) -> int:
    """Return the number of a known day; NotFoundError names the nearest known days where it is not known."""
    at = bisect_left(series.days, day)
    if at < len(series.days) and series.days[at] == day:
        return at
    near = " and ".join(d.isoformat() for d in series.days[max(at - 1, 0) : at + 1])
    raise NotFoundError(f"no map of {day} in the series; the nearest known: {near or 'none, it is empty'}")


def day_range(series: Series, first: date | None, last: date | None) -> range:
    """Return the numbers of the known days from `first` to `last`, both counted in, open where None."""
    start = 0 if first is None else bisect_left(series.days, first)
    end = len(series.days) if last is None else bisect_left(series.days, date.fromordinal(last.toordinal() + 1))
    if start >= end:
        span = f"{series.days[0]} to {series.days[-1]}" if series.days else "no day at all"
        raise NotFoundError(f"no known day from {first or 'the start'} to {last or 'the end'}; the series has {span}")
    return range(start, end)


def edges_on(series: Series, number: int, layer: str) -> Edges:
    """Return the edges of a layer on the known day of that number."""
    return np.asarray(series.edges[standing(series, number, layer)])


def standing(series: Series, number: int, layer: str) -> NDArray[np.bool_]:
    """Say of each edge of the series whether it is of a layer and stands on the known day of that number."""
    if layer not in series.layers:
        return np.zeros(len(series.edges), dtype=bool)
    on_day = (series.born <= number) & (number < series.gone)
    return np.asarray(on_day & (series.layer == series.layers.index(layer)))


def ground_on(series: Series, day: date) -> dict[str, shapely.MultiPolygon]:
    """Return each layer's ground on a known day, WGS84, as it was imported; NotFoundError where it is not known."""
    number = known_day(series, day)
    return {layer: polygons_of(edges_on(series, number, layer)) for layer in series.layers}


def control_map(series: Series, day: date) -> ControlMap:
    """Return who holds what on a known day, as a theatre's control map is returned.

    The other side holds the rest of the boundary; ground of a layer that is no side's is in doubt. Raises
    NotFoundError where the day is not known.
    """
    grounds = ground_on(series, day)
    sides = {layer: ground for layer, ground in grounds.items() if layer in {series.side, series.against}}
    doubtful = [ground for layer, ground in grounds.items() if layer not in sides]
    rest = shapely.difference(series.boundary, shapely.union_all(list(grounds.values())))
    areas = {
        series.side: shapely.intersection(grounds[series.side], series.boundary)
        if series.given_boundary is not None
        else grounds[series.side],
        series.against: rest if series.against not in sides else shapely.union(rest, sides[series.against]),
    }
    return ControlMap(
        day=day,
        areas=areas,
        boundary=series.boundary,
        crs=series.crs,
        doubt=shapely.union_all(doubtful) if doubtful else None,
    )


def theatre_of(series: Series) -> Theatre:
    """Return the theatre that a series is of: its two sides, its boundary, no places, no routes."""
    sides = (Side(series.side, series.side, "#b4432f"), Side(series.against, series.against, "#2f6690"))
    return Theatre(
        id=f"{series.side}-{series.against}",
        name=f"{series.side} against {series.against}",
        start=series.days[0],
        end=series.days[-1] + timedelta(days=1),
        sides={side.id: side for side in sides},
        places={},
        boundary=series.boundary,
        crs=series.crs,
    )


def changes(series: Series, layer: str, days: range | None = None) -> Iterator[Change]:
    """Yield what changed on each known day since the known day before; the series' first changes from nothing."""
    days = range(len(series.days)) if days is None else days
    mine = np.flatnonzero(series.layer == series.layers.index(layer)) if layer in series.layers else np.empty(0, int)
    born, gone = mine[np.argsort(series.born[mine])], mine[np.argsort(series.gone[mine])]
    starts = np.searchsorted(series.born[born], range(len(series.days) + 1))
    ends = np.searchsorted(series.gone[gone], range(len(series.days) + 1))
    for number in days:
        came = series.edges[born[starts[number] : starts[number + 1]]]
        went = series.edges[gone[ends[number] : ends[number + 1]]]
        yield Change(series.days[number], series.days[number - 1] if number else None, came, went)


@dataclass(frozen=True, slots=True)
class Day:
    """One day's map, repaired: the edges of each layer, and where they come from."""

    day: date
    file: str
    edges: Mapping[str, Edges]
    notes: str = ""


def build(
    side: str,
    against: str,
    days: Sequence[Day],
    *,
    layers: tuple[str, ...],
    boundary: BaseGeometry | None = None,
    start: Series | None = None,
) -> Series:
    """Return the series of `days` (ascending), carried on from `start` whose last day lies before them."""
    alive: dict[str, tuple[Edges, NDArray[np.int32]]] = {}  # edges that stand, with the number of their first day
    done: list[tuple[int, Edges, NDArray[np.int32], int]] = []
    if start is not None:
        layers = (*start.layers, *(layer for layer in layers if layer not in start.layers))
        standing = start.gone == ALIVE
        for number, layer in enumerate(start.layers):
            here = standing & (start.layer == number)
            alive[layer] = (start.edges[here], start.born[here])
    known = 0 if start is None else len(start.days)
    for number, day in enumerate(days, start=known):
        for layer in layers:
            before, since = alive.get(layer, (no_edges(), np.empty(0, np.int32)))
            now = day.edges.get(layer, no_edges())
            went = missing(before, now)
            done.append((layers.index(layer), before[went], since[went], number))
            came = minus(now, before)
            alive[layer] = (
                np.concatenate([before[~went], came]),
                np.concatenate([since[~went], np.full(len(came), number, np.int32)]),
            )
    parts = [*done, *((layers.index(layer), edges, since, ALIVE) for layer, (edges, since) in alive.items())]
    old = _finished(start)
    return Series(
        side=side,
        against=against,
        layers=layers,
        days=(*(start.days if start else ()), *(day.day for day in days)),
        files=(*(start.files if start else ()), *(day.file for day in days)),
        notes=(*(start.notes if start else ()), *(day.notes for day in days)),
        edges=np.concatenate([old[0], *(part[1] for part in parts)]),
        layer=np.concatenate([old[1], *(np.full(len(part[1]), part[0], np.int16) for part in parts)]),
        born=np.concatenate([old[2], *(part[2] for part in parts)]),
        gone=np.concatenate([old[3], *(np.full(len(part[1]), part[3], np.int32) for part in parts)]),
        given_boundary=boundary if boundary is not None else (start.given_boundary if start else None),
    )


def _finished(start: Series | None) -> tuple[Any, Any, Any, Any]:
    """Return the columns of the edges that no longer stand on the last day of `start`."""
    if start is None:
        return no_edges(), np.empty(0, np.int16), np.empty(0, np.int32), np.empty(0, np.int32)
    over = start.gone != ALIVE
    return start.edges[over], start.layer[over], start.born[over], start.gone[over]


def save(series: Series, path: Path) -> None:
    """Write the store whole, beside its old self, and put it in its place in one step: nothing is half-written."""
    import duckdb  # noqa: PLC0415

    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    about = {
        "format": FORMAT,
        "version": VERSION,
        "side": series.side,
        "against": series.against,
        **{f"layer {number}": layer for number, layer in enumerate(series.layers)},
    }
    days = {
        "day": _ordinals(series.days),
        "file": np.array(series.files, dtype=object),
        "notes": np.array(series.notes, dtype=object),
    }
    number = np.append(days["day"], np.int32(_NEVER))
    order = np.lexsort((series.edges[:, 1], series.edges[:, 0], series.born, series.layer))
    edges = {
        "layer": series.layer[order],
        **{name: series.edges[order, column] for column, name in enumerate(("x0", "y0", "x1", "y1"))},
        "born": number[series.born[order]],
        "gone": number[np.minimum(series.gone[order], len(series.days))],
    }
    try:
        with contextlib.closing(duckdb.connect()) as con:
            # Small blocks: most columns of a series are far smaller than DuckDB's usual 256 kB.
            quoted = str(part).replace("'", "''")
            con.execute(f"ATTACH '{quoted}' AS store (BLOCK_SIZE 16384)")
            con.execute("BEGIN; CREATE TABLE store.about (key VARCHAR PRIMARY KEY, value VARCHAR)")
            con.executemany("INSERT INTO store.about VALUES (?, ?)", list(about.items()))
            con.execute("CREATE TABLE store.boundary (wkb BLOB)")
            if series.given_boundary is not None:
                con.execute("INSERT INTO store.boundary VALUES (?)", [shapely.to_wkb(series.given_boundary)])
            con.register("new_days", days)
            con.register("new_edges", edges)
            con.execute("CREATE TABLE store.days AS SELECT DATE '1970-01-01' + day AS day, file, notes FROM new_days")
            con.execute(
                "CREATE TABLE store.edges AS SELECT layer, x0, y0, x1, y1, DATE '1970-01-01' + born AS born, "  # noqa: S608
                f"CASE WHEN gone = {_NEVER} THEN NULL ELSE DATE '1970-01-01' + gone END AS gone FROM new_edges"
            )
            con.execute("COMMIT; CHECKPOINT store; DETACH store")
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def open_series(path: Path) -> Series:
    """Read a series; the file is let go of at once.

    Raises NotFoundError where there is none, InputError where the file is something else, BusyError where another
    process holds it.
    """
    import duckdb  # noqa: PLC0415

    if not path.is_file():
        raise NotFoundError(f"no series at {path}; `frontline import maps ... --into {path}` makes one")
    try:
        with contextlib.closing(duckdb.connect(str(path), read_only=True)) as con:
            about = dict(con.execute("SELECT key, value FROM about").fetchall())
            days = con.execute("SELECT day, file, notes FROM days ORDER BY day").fetchall()
            boundary = con.execute("SELECT wkb FROM boundary").fetchone()
            columns = con.execute(
                "SELECT layer, x0, y0, x1, y1, born - DATE '1970-01-01' AS born, "  # noqa: S608
                f"coalesce(gone - DATE '1970-01-01', {_NEVER}) AS gone FROM edges"
            ).fetchnumpy()
    except (duckdb.CatalogException, duckdb.BinderException) as error:
        raise InputError(f"{path} is a DuckDB file but no series of maps") from error
    except duckdb.IOException as error:
        if "lock" in str(error).lower():
            raise BusyError(f"another process is writing to {path}; try again when it is done") from error
        raise InputError(f"{path} is no series of maps; `frontline import maps ... --into FILE` makes one") from error
    if about.get("format") != FORMAT:
        raise InputError(f"{path} is a DuckDB file but no series of maps")
    if about["version"] != VERSION:
        raise InputError(f"{path} was written by another version of frontline; import its maps again")
    number = _ordinals([day for day, _, _ in days])
    gone = np.searchsorted(number, columns["gone"]).astype(np.int32)
    gone[columns["gone"] == _NEVER] = ALIVE
    return Series(
        side=about["side"],
        against=about["against"],
        layers=tuple(value for key, value in sorted(about.items(), key=_layer_number) if key.startswith("layer ")),
        days=tuple(day for day, _, _ in days),
        files=tuple(file for _, file, _ in days),
        notes=tuple(notes for _, _, notes in days),
        edges=np.column_stack([columns[name] for name in ("x0", "y0", "x1", "y1")]).astype(np.int32, copy=False),
        layer=columns["layer"],
        born=np.searchsorted(number, columns["born"]).astype(np.int32),
        gone=gone,
        given_boundary=shapely.from_wkb(bytes(boundary[0])) if boundary else None,
    )


def _layer_number(item: tuple[str, str]) -> int:
    return int(item[0].removeprefix("layer ")) if item[0].startswith("layer ") else -1


def _ordinals(days: Sequence[date]) -> NDArray[np.int32]:
    """Return days as numbers of days since 1970."""
    return np.array([day.toordinal() - _EPOCH for day in days], dtype=np.int32)

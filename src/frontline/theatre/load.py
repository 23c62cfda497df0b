"""A theatre's folder becomes a `Theatre`, or all that is wrong with it at once."""

from __future__ import annotations

__all__ = ["GRADES", "find", "load", "theatre_faults"]

from pathlib import Path
from typing import TYPE_CHECKING

from frontline._errors import Fault, InputError, NotFoundError
from frontline.model import Hold, Source, Theatre

from ._near import did_you_mean
from .days import read_day
from .gazetteer import read_places, read_routes
from .settings import read_settings
from .tables import read_column, read_table

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import date

    from frontline.model import Side

SHIPPED = Path(__file__).parents[1] / "theatres"
GRADES = ("A", "B", "C", "D", "E", "F")  # the Admiralty code's reliability of a source


def find(name_or_path: str | Path) -> Path:
    """Return a theatre's folder, given its path or the name of a shipped theatre; NotFoundError names near ones."""
    path = Path(name_or_path)
    if (path / "theatre.toml").is_file():
        return path
    if path.is_dir():
        raise NotFoundError(f"the folder '{path}' has no theatre.toml; 'frontline new' makes a theatre")
    shipped = {folder.parent.name: folder.parent for folder in sorted(SHIPPED.glob("*/theatre.toml"))}
    if str(name_or_path) in shipped:
        return shipped[str(name_or_path)]
    near = did_you_mean(str(name_or_path), shipped) or f"; shipped are {', '.join(shipped)}"
    raise NotFoundError(f"no theatre '{name_or_path}', neither a folder nor a shipped one{near}")


def load(folder: Path) -> Theatre:
    """Return the theatre in a folder; InputError names all faults of all its files."""
    theatre, faults = theatre_faults(folder)
    if theatre is None or faults:
        raise InputError(*faults)
    return theatre


def theatre_faults(folder: Path) -> tuple[Theatre | None, list[Fault]]:
    """Return what can be made of a folder and all its faults; the theatre is None where it has no ground to stand on.

    Reports and claims have readers of their own.
    """
    faults: list[Fault] = []
    settings = read_settings(folder, faults)
    if settings is None:
        return None, faults
    sides = settings.sides or {}
    rears = {rear for side in sides.values() for rear in side.rear}
    may_lie_outside = rears | read_column(folder / "routes.csv", "place")
    places, ids = read_places(folder / "places.csv", settings.boundary, may_lie_outside, faults)
    faults += [
        settings.fault(f"the rear '{rear}' is no place's id{did_you_mean(rear, ids)}; take an id of places.csv", rear)
        for rear in sorted(rears - ids)
    ]
    routes = read_routes(folder / "routes.csv", places, ids, faults)
    holds = _read_holds(folder / "start.csv", ids, sides, settings.end, faults)
    sources = _read_sources(folder / "sources.csv", sides, faults)
    if settings.boundary is None:
        return None, faults
    theatre = Theatre(
        id=folder.resolve().name,
        name=settings.name,
        start=settings.start,
        end=settings.end,
        day=settings.day,
        sides=sides,
        places=places,
        boundary=settings.boundary,
        crs=settings.crs,
        routes=routes,
        start_holds=holds,
        sources=sources,
        water=settings.water,
        folder=folder,
    )
    return theatre, faults


def _read_holds(
    path: Path, ids: Collection[str], sides: Mapping[str, Side], end: date, faults: list[Fault]
) -> tuple[Hold, ...]:
    holds = []
    lines: dict[tuple[str, date], int] = {}
    rows = read_table(path, faults, needs=("place", "side", "since", "source"), knows=("note",), optional=True)
    for row in rows:
        place, side = row["place"], row["side"]
        wrong = []
        if place not in ids:
            wrong.append(f"no place has the id '{place}'{did_you_mean(place, ids)}")
        if side not in sides:
            wrong.append(f"no side '{side}'{did_you_mean(side, sides)}")
        if not row["source"]:
            wrong.append("has no source; name it, or write 'assumed' where nobody says so")
        try:
            since = read_day(row["since"])
        except ValueError as error:
            faults += map(row.fault, [*wrong, str(error)])
            continue
        if since >= end:
            wrong.append(f"since {since} is not before the theatre's end {end}; move one of the two")
        if (place, since) in lines:
            wrong.append(f"'{place}' has its holder since {since} in line {lines[place, since]} already; keep one")
        lines.setdefault((place, since), row.line)
        faults += map(row.fault, wrong)
        if not wrong:
            holds.append(Hold(place, side, since, row["source"]))
    return tuple(holds)


def _read_sources(path: Path, sides: Mapping[str, Side], faults: list[Fault]) -> dict[str, Source]:
    sources: dict[str, Source] = {}
    lines: dict[str, int] = {}
    rows = read_table(path, faults, needs=("source", "origin", "grade", "lean"), knows=("note",), optional=True)
    for row in rows:
        name, grade, lean = row["source"], row["grade"].upper() or "F", row["lean"] or None
        wrong = []
        if not name:
            wrong.append("has no source; write its name as the reports write it")
        elif name in lines:
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

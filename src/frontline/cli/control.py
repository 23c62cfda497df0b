"""`frontline control`: who held each place on a day, and how sure that is."""

from __future__ import annotations

__all__ = ["command"]

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from frontline._errors import InputError, NotFoundError

from ._show import DAY, emit_json, say
from ._theatre_names import place_named

if TYPE_CHECKING:
    from datetime import date

    from frontline.model import PlaceControl, Theatre


@click.command()
@click.argument("theatre")
@click.option("--date", "day", type=DAY, required=True, help="The day, at its end.")
@click.option("--as-known-on", type=DAY, help="Count only reports published by the end of this day.")
@click.option("--side", "sides", multiple=True, help="Only places that this side holds most likely; may be repeated.")
@click.option("--place", "names", multiple=True, help="Only this place, in any spelling; may be repeated.")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list instead of a table.")
@click.option(
    "--geojson", type=click.Path(dir_okay=False, path_type=Path), help="Write areas, doubt and places as GeoJSON."
)
def command(
    theatre: str,
    *,
    day: date,
    as_known_on: date | None,
    sides: tuple[str, ...],
    names: tuple[str, ...],
    as_json: bool,
    geojson: Path | None,
) -> None:
    """Say who held each place of THEATRE on a day, and how sure that is."""
    from frontline.control import believe, control_map, place_control  # noqa: PLC0415
    from frontline.exports.control import control_geojson, place_rows  # noqa: PLC0415

    from ._record import open_record  # noqa: PLC0415

    ground, record = open_record(theatre, known_on=as_known_on)
    wanted_sides = {_side(ground, side) for side in sides}
    wanted_places = {place_named(ground, name) for name in names}
    belief = believe(ground, record)
    if geojson is not None:
        drawn = control_map(belief, day)
        _write(geojson, json.dumps(control_geojson(ground, drawn), ensure_ascii=False, allow_nan=False))
        places = drawn.places
        say(f"wrote {geojson}")
    else:
        places = place_control(belief, day)
    chosen = [
        place
        for place in places
        if (not wanted_sides or place.holder in wanted_sides) and (not wanted_places or place.place_id in wanted_places)
    ]
    if as_json:
        # By name; a name that several places share, by id.
        emit_json(place_rows(sorted(chosen, key=lambda place: (place.place.casefold(), place.place_id))))
    elif geojson is None or sides or names:
        Console().print(_table(ground, chosen))


def _side(theatre: Theatre, name: str) -> str:
    from frontline.theatre._near import did_you_mean  # noqa: PLC0415

    for side in theatre.sides.values():
        if name.casefold() in {side.id.casefold(), side.name.casefold(), *map(str.casefold, side.aliases)}:
            return side.id
    raise NotFoundError(f"no side '{name}' in {theatre.name}{did_you_mean(name, theatre.sides)}")


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        raise InputError(f"cannot write {path}: {error.strerror}") from error


def _table(theatre: Theatre, places: list[PlaceControl]) -> Table:
    table = Table("place", "holder", "probability", "next", "claims", "", box=None, pad_edge=False)
    # What is best witnessed first: most claims, then the surest.
    for place in sorted(places, key=lambda one: (-one.claims, -one.p[one.holder], one.place.casefold())):
        second = sorted(place.p.items(), key=lambda item: -item[1])[1:2]
        table.add_row(
            Text(place.place),
            Text(theatre.sides[place.holder].name, style=theatre.sides[place.holder].colour),
            f"{place.p[place.holder]:.2f}",
            Text(", ".join(f"{theatre.sides[side].name} {p:.2f}" for side, p in second if p >= 0.05)),
            str(place.claims or "neighbours"),
            Text("disputed" if place.disputed else ""),
        )
    return table

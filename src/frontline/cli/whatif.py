"""`frontline whatif`: the picture as it would be if places were in other hands, and the difference."""

from __future__ import annotations

__all__ = ["command"]

from pathlib import Path
from typing import TYPE_CHECKING

import click

from frontline._errors import InputError, NotFoundError

from ._show import DAY, emit_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from rich.text import Text

    from frontline.model import Side, Theatre
    from frontline.outlook.whatif import WhatIf


@click.command()
@click.argument("theatre")
@click.option("--date", "day", type=DAY, required=True, help="The day, at its end.")
@click.option("--flip", "flips", multiple=True, metavar="PLACE=SIDE", help="Suppose a place a side's; may be repeated.")
@click.option("--cut", "cuts", multiple=True, metavar="ROUTE", help="Suppose a road, or a stretch of it, closed.")
@click.option("--as-known-on", type=DAY, help="Count only reports published by the end of this day.")
@click.option("--gazetteer", type=click.Path(path_type=Path, dir_okay=False), help="Places (CSV), for a series.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON value instead of tables.")
def command(
    theatre: str,
    *,
    day: date,
    flips: Sequence[str],
    cuts: Sequence[str],
    as_known_on: date | None,
    gazetteer: Path | None,
    as_json: bool,
) -> None:
    """Show what would change in THEATRE, or in a series of maps, if places were in other hands or roads closed.

    What is cut off, which routes close for whom and what detour remains, fronts, flanks and necks.
    """
    if not flips and not cuts:
        raise InputError('nothing is supposed; say --flip "PLACE=SIDE" or --cut ROUTE')
    supposed, sides = _of_theatre(theatre, day, flips, cuts, as_known_on)
    if as_json:
        from frontline.exports.outlook import what_if_value  # noqa: PLC0415

        emit_json(what_if_value(supposed))
        return
    _show(supposed, sides)


def _of_theatre(
    theatre: str, day: date, flips: Sequence[str], cuts: Sequence[str], known_on: date | None
) -> tuple[WhatIf, Mapping[str, str]]:
    from frontline.control import believe  # noqa: PLC0415
    from frontline.outlook.whatif import what_if  # noqa: PLC0415

    from ._record import open_record  # noqa: PLC0415
    from ._theatre_names import place_named, route_named  # noqa: PLC0415

    ground, record = open_record(theatre, known_on=known_on)
    parted = [_parted(flip) for flip in flips]
    taken = {place_named(ground, place): side_named(ground, side) for place, side in parted}
    stretches = [route_named(ground, name) for name in cuts]
    supposed = what_if(believe(ground, record), day, flips=taken, cut=stretches)
    return supposed, {side.id: side.name for side in ground.sides.values()}


def _parted(flip: str) -> tuple[str, str]:
    place, equals, side = (part.strip() for part in flip.rpartition("="))
    if not (place and equals and side):
        raise InputError(f"'{flip}' supposes nothing; write --flip \"PLACE=SIDE\"")
    return place, side


def side_named(theatre: Theatre, name: str) -> str:
    """Return the id of the side that a name means (its id, name or an alias); NotFoundError names those there are."""
    spoken = name.casefold()

    def called(side: Side) -> Iterable[str]:
        return (one.casefold() for one in (side.id, side.name, *side.aliases))

    found = [side.id for side in theatre.sides.values() if spoken in called(side)]
    if len(found) != 1:
        raise NotFoundError(f"no side '{name}' in {theatre.name}; its sides: {', '.join(theatre.sides)}")
    return found[0]


def _show(supposed: WhatIf, sides: Mapping[str, str]) -> None:
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    console = Console()
    changed = supposed.front_km_change
    console.print(Text(f"{supposed.before.day}, if so: the fronts would be {changed:+,.1f} km", style="bold"))

    def table(title: str, *columns: str) -> Table:
        made = Table(title=title, title_justify="left", title_style="bold", box=None, pad_edge=False)
        for column in columns:
            made.add_column(column, justify="right" if "km" in column else "left")
        return made

    cut_off = table("Cut off", "place", "kind", "side", "has lost", "way left, km")
    for one in supposed.cut_off:
        way = "" if one.way_km is None else f"{one.way_km:.1f}"
        lost = "all ground to its rear" if one.how == "ground" else "its last road"
        cut_off.add_row(Text(one.place), one.kind, Text(sides[one.side]), lost, way)
    freed = table("No longer cut off", "place", "side", "has again")
    for one in supposed.freed:
        freed.add_row(Text(one.place), Text(sides[one.side]), "ground" if one.how == "ground" else "a road")
    routes = table("Routes", "route", "for", "before", "after", "detour, km", "by road, km", "where")
    for road in supposed.routes:
        detour = "none left" if road.detour_km is None and road.after == "cut" else _km(road.detour_km)
        cells = (road.before or "no line", road.after or "no line", detour, _km(road.by_road_km) or "none left")
        routes.add_row(Text(road.name), Text(sides[road.side]), *cells, Text(", ".join(road.at)))
    necks = table(
        "Salients and corridors", "name", "side", "neck before, km", "after, km", "flank before, km", "after km"
    )
    for neck in supposed.necks:
        figures = [
            f"{figure:.1f}" if figure is not None else "none"
            for pick in (lambda one: one.neck.width_km, lambda one: one.flank_km)
            for figure in (pick(one) if one else None for one in (neck.before, neck.after))
        ]
        necks.add_row(Text(neck.name), Text(sides[neck.side]), *figures)
    for shown in (cut_off, freed, routes, necks):
        if shown.row_count:
            console.print()
            console.print(shown)
    if not supposed.cut_off:
        console.print("Nothing would be cut off.")


def _km(value: float | None) -> str:
    return "" if value is None else f"{value:.1f}"

"""`frontline picture`: a day's fronts, salients, pockets, routes and tempo as figures."""

from __future__ import annotations

__all__ = ["command"]

from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from ._show import DAY, emit_json

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from frontline.model import Picture, Theatre

_STATUS = {"open": "green", "threatened": "yellow", "contested": "magenta", "cut": "red"}
_MOST = 12  # rows of a table; --json has them all


@click.command()
@click.argument("theatre")
@click.option("--date", "day", type=DAY, required=True, help="The day, at its end.")
@click.option("--as-known-on", type=DAY, help="Count only reports published by the end of this day.")
@click.option(
    "--scale", "scale_km", type=click.FloatRange(min=0.01), help="The finest width of a salient, km (from the map)."
)
@click.option(
    "--near", "near_km", type=click.FloatRange(min=0), default=2.0, help="How near enemies threaten a road, km (2)."
)
@click.option(
    "--weeks", "last_weeks", type=click.IntRange(min=1), default=26, help="How many weeks of tempo are given (26)."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON value instead of tables.")
def command(
    theatre: str,
    *,
    day: date,
    as_known_on: date | None,
    scale_km: float | None,
    near_km: float,
    last_weeks: int,
    as_json: bool,
) -> None:
    """Draw THEATRE's picture of a day as figures: fronts, salients, pockets, routes, tempo.

    THEATRE may be a series of maps too (`frontline import maps`): then without routes and tempo.
    """
    from frontline.control import believe  # noqa: PLC0415
    from frontline.exports.picture import picture_value  # noqa: PLC0415
    from frontline.picture.daily import draw_day  # noqa: PLC0415
    from frontline.picture.draw import draw  # noqa: PLC0415
    from frontline.sources import theatre_of  # noqa: PLC0415

    from ._maps import series_at  # noqa: PLC0415
    from ._record import open_record  # noqa: PLC0415

    series = series_at(theatre)
    if series is not None:
        ground, picture = theatre_of(series), draw_day(series, day, scale_km=scale_km)
    else:
        ground, record = open_record(theatre, known_on=as_known_on)
        picture = draw(believe(ground, record), day, scale_km=scale_km, near_km=near_km, last_weeks=last_weeks)
    if as_json:
        emit_json(picture_value(picture))
        return
    console = Console()
    console.print(Text(f"{ground.name}, {day.isoformat()}", style="bold"))
    for table in (_sides, _fronts, _salients, _pockets, _routes, _stalls):
        shown = table(picture, ground)
        if shown.row_count:
            console.print()
            console.print(shown)


def _name(theatre: Theatre, side: str | None) -> Text:
    if side is None:
        return Text("nobody")
    return Text(theatre.sides[side].name, style=theatre.sides[side].colour)


def _names(theatre: Theatre, sides: Iterable[str]) -> Text:
    return Text(", ").join(_name(theatre, side) for side in sides)


def _few(names: Iterable[str], most: int = 5) -> Text:
    names = list(names)
    return Text(", ".join(names[:most]) + (f" and {len(names) - most} more" if len(names) > most else ""))


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold", box=None, pad_edge=False)
    for column in columns:
        table.add_column(column, justify="right" if column.endswith(("km", "km²", "days", "places")) else "left")
    return table


def _sides(picture: Picture, theatre: Theatre) -> Table:
    table = _table("Who holds how much", "side", "km²", "places")
    for side, total in sorted(picture.sides.items(), key=lambda item: -item[1].area_km2):
        table.add_row(_name(theatre, side), f"{total.area_km2:,.0f}", str(total.places))
    return table


def _fronts(picture: Picture, theatre: Theatre) -> Table:
    table = _table("Fronts", "between", "length, km")
    for front in picture.fronts:
        table.add_row(_names(theatre, front.sides), f"{front.length_km:.1f}")
    return table


def _salients(picture: Picture, theatre: Theatre) -> Table:
    table = _table(
        "Salients and corridors",
        "name",
        "side",
        "length, km",
        "base, km",
        "neck, km",
        "at",
        "flank, km",
        "km²",
        "beyond",
    )
    for salient in picture.salients[:_MOST]:
        table.add_row(
            Text(salient.name),
            _name(theatre, salient.side),
            f"{salient.length_km:.1f}",
            f"{salient.base_km:.1f}",
            f"{salient.neck.width_km:.1f}",
            Text(salient.neck.near or ""),
            f"{salient.flank_km:.1f} ({salient.exposed:.0%})",
            f"{salient.area_km2:.0f}",
            _few(salient.beyond, 3),
        )
    return table


def _pockets(picture: Picture, theatre: Theatre) -> Table:
    table = _table("Pockets", "name", "side", "by", "since", "days", "km²", "places in it")
    for pocket in picture.pockets[:_MOST]:
        table.add_row(
            Text(pocket.name),
            _name(theatre, pocket.side),
            _names(theatre, pocket.by),
            "before the record" if pocket.since is None else pocket.since.isoformat(),
            "" if pocket.days is None else f"{pocket.days:,}",
            f"{pocket.area_km2:.0f}",
            _few(pocket.places),
        )
    return table


def _routes(picture: Picture, theatre: Theatre) -> Table:
    table = _table("Routes", "route", "side", "status", "since", "where")
    for state in picture.routes:
        table.add_row(
            Text(state.line),
            _name(theatre, state.side),
            Text(state.status, style=_STATUS[state.status]),
            "before the record" if state.since is None else state.since.isoformat(),
            _few(state.at),
        )
    return table


def _stalls(picture: Picture, theatre: Theatre) -> Table:
    table = _table("Fought for long", "place", "side", "from", "until", "days", "then, within days")
    for side, tempo in picture.tempo.items():
        for stall in tempo.stalls[:_MOST]:
            then = _few(stall.broke_to) + Text(f" ({stall.break_days})") if stall.broke_to else Text("")
            table.add_row(
                Text(stall.place),
                _name(theatre, side),
                stall.start.isoformat(),
                "not taken" if stall.end is None else stall.end.isoformat(),
                str(stall.days),
                then,
            )
    return table

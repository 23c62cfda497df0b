"""`frontline whatif`: the picture as it would be if places were in other hands, and the difference."""

from __future__ import annotations

__all__ = ["command"]

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from frontline._errors import InputError, NotFoundError

from ._outlook import place_in, print_table, side_named
from ._show import DAY, emit_json, say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from frontline.model import Theatre
    from frontline.outlook.halt import Halt
    from frontline.outlook.whatif import WhatIf


class _Supposed(NamedTuple):
    """What was asked, worked out. `theatre` is None for a series of maps."""

    whatif: WhatIf
    halt: Halt | None
    theatre: Theatre | None
    names: Mapping[str, str]  # of sides, by id


@click.command()
@click.argument("theatre")
@click.option("--date", "day", type=DAY, required=True, help="The day, at its end.")
@click.option("--flip", "flips", multiple=True, metavar="PLACE=SIDE", help="Suppose a place a side's; may be repeated.")
@click.option("--cut", "cuts", multiple=True, metavar="ROUTE", help="Suppose a road, or a stretch of it, closed.")
@click.option("--halt", "halting", metavar="SIDE", help="Show what lies open if this side stops where it stands.")
@click.option("--as-known-on", type=DAY, help="Count only reports published by the end of this day.")
@click.option("--gazetteer", type=click.Path(path_type=Path, dir_okay=False), help="Places (CSV), for a series.")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="Draw the maps before and after here.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON value instead of tables.")
def command(  # noqa: PLR0913
    theatre: str,
    *,
    day: date,
    flips: Sequence[str],
    cuts: Sequence[str],
    halting: str | None,
    as_known_on: date | None,
    gazetteer: Path | None,
    out: Path | None,
    as_json: bool,
) -> None:
    """Show what would change in THEATRE, or in a series of maps, if places were in other hands or roads closed.

    What is cut off, which routes close for whom and what detour remains, fronts, flanks and necks.
    """
    if not flips and not cuts and not halting:
        raise InputError('nothing is supposed; say --flip "PLACE=SIDE", --cut ROUTE or --halt SIDE')
    parted = [_parted(flip) for flip in flips]
    if Path(theatre).is_file():
        if cuts or halting:
            raise InputError("a series of maps has no roads and no rear; --cut and --halt need a theatre")
        supposed = _of_series(Path(theatre), day, parted, gazetteer)
    else:
        supposed = _of_theatre(theatre, day, parted, cuts, halting, as_known_on)
    if out is not None:
        _draw(supposed, out)
    if as_json:
        emit_json(_value(supposed))
    else:
        _show(supposed)


def _parted(flip: str) -> tuple[str, str]:
    place, equals, side = (part.strip() for part in flip.rpartition("="))
    if not (place and equals and side):
        raise InputError(f"'{flip}' supposes nothing; write --flip \"PLACE=SIDE\"")
    return place, side


def _of_theatre(
    theatre: str,
    day: date,
    parted: Sequence[tuple[str, str]],
    cuts: Sequence[str],
    halting: str | None,
    known_on: date | None,
) -> _Supposed:
    from frontline.control import believe  # noqa: PLC0415
    from frontline.outlook.halt import halt  # noqa: PLC0415
    from frontline.outlook.whatif import what_if  # noqa: PLC0415

    from ._record import open_record  # noqa: PLC0415
    from ._theatre_names import place_named, route_named  # noqa: PLC0415

    ground, record = open_record(theatre, known_on=known_on)
    taken = {place_named(ground, place): side_named(ground, side) for place, side in parted}
    stretches = [route_named(ground, name) for name in cuts]
    stopping = side_named(ground, halting) if halting else None
    belief = believe(ground, record)
    supposed = what_if(belief, day, flips=taken, cut=stretches)
    halted = halt(belief, day, stopping) if stopping else None
    return _Supposed(supposed, halted, ground, {side.id: side.name for side in ground.sides.values()})


def _of_series(path: Path, day: date, parted: Sequence[tuple[str, str]], gazetteer: Path | None) -> _Supposed:
    from frontline.outlook.whatif import thiessen, what_if_map  # noqa: PLC0415
    from frontline.sources.series import control_map, open_series  # noqa: PLC0415

    from ._lives import places_of  # noqa: PLC0415

    if gazetteer is None:
        raise InputError(
            f"{path} is a series of maps, and names no places; say --gazetteer with a CSV of name, lat, lon"
        )
    series = open_series(path)
    mapped = control_map(series, day)
    places = places_of(gazetteer)
    ground = thiessen(mapped, places)
    sides = {series.side: series.side, series.against: series.against}
    taken = {}
    for name, side in parted:
        if side not in sides:
            raise NotFoundError(f"no side '{side}' in {path}; its sides: {series.side}, {series.against}")
        place = place_in(places, name, where=str(gazetteer))
        if ground[place.id].is_empty:
            raise InputError(f"'{place.name}' lies outside the map of {path}, or on the point of another place")
        taken[place.name] = (ground[place.id], side)
    return _Supposed(what_if_map(mapped, taken, gazetteer=places), None, None, sides)


def _value(supposed: _Supposed) -> dict[str, Any]:
    from frontline.exports.outlook import halt_value, what_if_value  # noqa: PLC0415

    value = what_if_value(supposed.whatif)
    if supposed.halt is not None and supposed.theatre is not None:
        value["halt"] = halt_value(supposed.halt, supposed.theatre)
    return value


def _show(supposed: _Supposed) -> None:
    whatif, names = supposed.whatif, supposed.names
    if whatif.taken or whatif.cut:
        click.echo(f"{whatif.before.day}, if so: fronts {whatif.front_km_change:+,.1f} km")
        if not whatif.cut_off:
            click.echo("Nothing would be cut off.")
    print_table(
        "Cut off",
        ("place", "kind", "side", "has lost", "way left, km"),
        [
            (one.place, one.kind, names[one.side], _LOST[one.how], _km(one.way_km, none="none"))
            for one in whatif.cut_off
        ],
    )
    print_table(
        "No longer cut off",
        ("place", "side", "has again"),
        [(one.place, names[one.side], "ground" if one.how == "ground" else "a road") for one in whatif.freed],
    )
    print_table(
        "Routes",
        ("route", "for", "before", "after", "detour, km", "by road, km", "where"),
        [
            (
                one.name,
                names[one.side],
                one.before or "no line",
                one.after or "no line",
                _km(one.detour_km, none="no way"),
                _km(one.by_road_km, none="no way"),
                ", ".join(one.at),
            )
            for one in whatif.routes
        ],
    )
    print_table(
        "Salients and corridors",
        ("name", "side", "neck before, km", "after, km", "flank before, km", "after, km"),
        [
            (
                one.name,
                names[one.side],
                *(_km(salient.neck.width_km if salient else None, none="–") for salient in (one.before, one.after)),
                *(_km(salient.flank_km if salient else None, none="–") for salient in (one.before, one.after)),
            )
            for one in whatif.necks
        ],
    )
    if supposed.halt is not None and supposed.theatre is not None:
        _show_halt(supposed.halt, supposed.theatre)


_LOST = {"ground": "all ground to its rear", "road": "its last road"}


def _show_halt(halted: Halt, theatre: Theatre) -> None:
    def named(ids: Sequence[str] | None, most: int = 6) -> str:
        if ids is None:
            return "none"
        names = [theatre.places[place].name for place in ids]
        return ", ".join(names[:most]) + (f" and {len(names) - most} more" if len(names) > most else "")

    side = theatre.sides[halted.side].name
    click.echo(f"\nIf {side} stops where it stands: {halted.exposed_km:.1f} km of flanks lie open")
    for one in halted.corridors:
        neck, places = one.corridor.neck, one.by_ground
        rows = [
            *((f"{flank.toward} flank open", f"{flank.exposed_km:.1f} km") for flank in one.flanks),
            ("long, and wide at its neck", f"{one.corridor.length_km:.1f} km, {neck.width_km:.1f} km near {neck.near}"),
            ("fewest places to cut it", "no loss cuts it" if places is None else named(places.places)),
            ("which cuts off", "" if places is None else named(places.cuts_off)),
            (
                "fewest places to cut its roads",
                "no loss cuts them" if one.by_road is None else named(one.by_road.places),
            ),
            ("shortest line to cut it", "none" if one.line is None else f"{one.line.length_km:.1f} km"),
            ("to take for one more way", named(one.one_more)),
            ("to take for a second road", named(one.second_road)),
            ("to take to be as wide as long", f"{len(one.widening)} places: {named(one.widening)}"),
        ]
        print_table(one.corridor.name, ("", ""), rows)
    if not halted.corridors:
        click.echo("It has no corridor that a cut could close.")


def _km(value: float | None, *, none: str) -> str:
    return none if value is None else f"{value:.1f}"


def _draw(supposed: _Supposed, out: Path) -> None:
    from frontline.briefing.supposed_maps import draw_halt, draw_what_if  # noqa: PLC0415
    from frontline.exports.folder import staged  # noqa: PLC0415

    with staged(out) as made:
        draw_what_if(supposed.whatif, supposed.theatre, made)
        if supposed.halt is not None and supposed.theatre is not None:
            draw_halt(supposed.halt, supposed.theatre, made)
        text = json.dumps(_value(supposed), ensure_ascii=False, indent=1, allow_nan=False)
        (made / "whatif.json").write_text(text + "\n", encoding="utf-8")
        names = sorted(path.name for path in made.iterdir())
    for name in names:
        say(f"wrote {out / name}")

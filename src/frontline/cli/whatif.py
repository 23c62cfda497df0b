"""`frontline whatif`: the picture as it would be if places were in other hands, and the difference."""

from __future__ import annotations

__all__ = ["command"]

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from frontline._errors import InputError

from ._maps import series_at
from ._outlook import print_table, side_named
from ._placed import lays_places, own_places_only, placed_on
from ._show import DAY, emit_json, say

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from frontline.control import Belief
    from frontline.model import Theatre
    from frontline.outlook.halt import Halt, Hold
    from frontline.outlook.whatif import WhatIf
    from frontline.sources import Series


class _Supposed(NamedTuple):
    """What was asked, worked out."""

    whatif: WhatIf
    halt: Halt | None
    theatre: Theatre


@click.command()
@click.argument("theatre")
@click.option("--date", "day", type=DAY, required=True, help="The day, at its end.")
@click.option("--flip", "flips", multiple=True, metavar="PLACE=SIDE", help="Suppose a place a side's; may be repeated.")
@click.option("--cut", "cuts", multiple=True, metavar="ROUTE", help="Suppose a road, or a stretch of it, closed.")
@click.option("--halt", "halting", metavar="SIDE", help="Show what lies open if this side stops where it stands.")
@click.option("--as-known-on", type=DAY, help="Count only reports published by the end of this day.")
@lays_places
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
    roads: Path | None,
    rear: Sequence[str],
    out: Path | None,
    as_json: bool,
) -> None:
    """Show what would change in THEATRE, or in a series of maps, if places were in other hands or roads closed.

    What is cut off, which routes close for whom and what detour remains, fronts, flanks and necks.
    """
    if not flips and not cuts and not halting:
        raise InputError('nothing is supposed; say --flip "PLACE=SIDE", --cut ROUTE or --halt SIDE')
    parted = [_parted(flip) for flip in flips]
    series = series_at(theatre)
    if series is None:
        own_places_only(gazetteer, roads, rear)
        supposed = _of_theatre(theatre, day, parted, cuts, halting, as_known_on)
    elif as_known_on is not None:
        raise InputError("a series of maps has no reports; --as-known-on is for a theatre")
    elif parted or cuts or gazetteer:
        why = "what is supposed speaks of places" if parted or cuts else "nothing is known of them"
        belief = placed_on(series, day, gazetteer=gazetteer, roads=roads, rear=rear, why=why)
        supposed = _of_series(series, belief, day, parted, cuts, halting)
    else:
        supposed = _of_map(series, day, str(halting))
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
    return _Supposed(supposed, halted, ground)


def _of_series(
    series: Series,
    belief: Belief,
    day: date,
    parted: Sequence[tuple[str, str]],
    cuts: Sequence[str],
    halting: str | None,
) -> _Supposed:
    """Suppose on a day of a series with places laid on it."""
    from frontline.control import control_map as placed_map  # noqa: PLC0415
    from frontline.outlook.halt import halt  # noqa: PLC0415
    from frontline.outlook.whatif import as_it_is, what_if  # noqa: PLC0415
    from frontline.picture.daily import draw_day  # noqa: PLC0415
    from frontline.picture.draw import draw  # noqa: PLC0415
    from frontline.picture.salients import scale_of  # noqa: PLC0415
    from frontline.sources import control_map  # noqa: PLC0415

    from ._theatre_names import place_named, route_named  # noqa: PLC0415

    ground = belief.theatre
    stopping = side_named(ground, halting) if halting else None
    taken = {place_named(ground, place): side_named(ground, side) for place, side in parted}
    for place in taken:
        if belief.cells[[*ground.places].index(place)].is_empty:
            raise InputError(
                f"'{ground.places[place].name}' lies on ground that is no side's on {day}, or on the point of another"
                " place: no ground would change hands with it"
            )
    if cuts and not ground.routes:
        raise InputError("a series of maps has no roads; say --roads with a file as a theatre's routes.csv")
    scale = scale_of(control_map(series, day))
    closed = [route_named(ground, name) for name in cuts]
    if taken or closed:
        supposed = what_if(belief, day, flips=taken, cut=closed, scale_km=scale)
    else:
        supposed = as_it_is(placed_map(belief, day), draw(belief, day, scale_km=scale))
    if not stopping:
        return _Supposed(supposed, None, ground)
    picture = supposed.before
    if series.given_boundary is None:  # coasts are told from fronts by what changes hands
        picture = replace(picture, salients=draw_day(series, day, gazetteer=ground.places.values()).salients)
    return _Supposed(supposed, halt(belief, day, stopping, picture=picture, fingers=True), ground)


def _of_map(series: Series, day: date, halting: str) -> _Supposed:
    """Halt a side on a day of a series of which polygons alone are known."""
    from frontline.outlook.halt import halt_map  # noqa: PLC0415
    from frontline.outlook.whatif import as_it_is  # noqa: PLC0415
    from frontline.picture.daily import draw_day  # noqa: PLC0415
    from frontline.sources import control_map, theatre_of  # noqa: PLC0415

    ground = theatre_of(series)
    side = side_named(ground, halting)
    mapped, picture = control_map(series, day), draw_day(series, day)
    return _Supposed(as_it_is(mapped, picture), halt_map(mapped, side, picture=picture, fingers=True), ground)


def _value(supposed: _Supposed) -> dict[str, Any]:
    from frontline.exports.outlook import halt_value, what_if_value  # noqa: PLC0415

    value = what_if_value(supposed.whatif)
    if supposed.halt is not None:
        value["halt"] = halt_value(supposed.halt, supposed.theatre)
    return value


def _show(supposed: _Supposed) -> None:
    whatif = supposed.whatif
    names = {side.id: side.name for side in supposed.theatre.sides.values()}
    if whatif.taken or whatif.cut:
        click.echo(f"{whatif.before.day}, if so: fronts {whatif.front_km_change:+,.1f} km")
        if not whatif.cut_off:
            click.echo("Nothing would be cut off.")
    counted = [what for what in ("people", "garrison") if any(getattr(one, what) is not None for one in whatif.cut_off)]
    print_table(
        "Cut off",
        ("place", "kind", "side", "has lost", "way left, km", *counted),
        [
            (
                *(one.place, one.kind, names[one.side], _LOST[one.how], _km(one.way_km, none="none")),
                *("" if (count := getattr(one, what)) is None else f"{count:,}" for what in counted),
            )
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
    if supposed.halt is not None:
        _show_halt(supposed.halt, supposed.theatre)


_MOST = 8  # corridors shown; --json has them all
_LOST = {"ground": "all ground to its rear", "road": "its last road"}


def _show_halt(halted: Halt, theatre: Theatre) -> None:
    from frontline.briefing.words import count  # noqa: PLC0415

    def named(ids: Sequence[str] | None, *, most: int = 6, lead: str = "") -> str:
        if ids is None:
            return "none"
        names = [theatre.places[place].name for place in ids]
        return lead * bool(names) + ", ".join(names[:most]) + (f" and {len(names) - most} more" if names[most:] else "")

    side = theatre.sides[halted.side].name
    click.echo(f"\nIf {side} stops where it stands: {halted.exposed_km:.1f} km of flanks lie open in all")
    for one in halted.corridors[:_MOST]:
        neck, places = one.corridor.neck, one.by_ground
        rows = [
            *((f"{flank.toward} flank open", f"{flank.exposed_km:.1f} km") for flank in one.flanks),
            (
                "long, and wide at its neck",
                f"{one.corridor.length_km:.1f} km, {neck.width_km:.1f} km{f' near {neck.near}' if neck.near else ''}",
            ),
            ("shortest line to cut it", "none" if one.line is None else f"{one.line.length_km:.1f} km"),
            ("wider, to be as wide as long", f"by {one.wider_km:.1f} km"),
        ]
        counted = [
            ("fewest places to cut it", "no loss cuts it" if places is None else named(places.places)),
            ("which cuts off", "" if places is None else named(places.cuts_off)),
            (
                "fewest places to cut its roads",
                "no loss cuts them" if one.by_road is None else named(one.by_road.places),
            ),
            ("to take for one more way", named(one.one_more)),
            ("to take for a second road", named(one.second_road)),
            ("to take to be as wide as long", f"{count(len(one.widening), 'place')}{named(one.widening, lead=': ')}"),
        ]
        print_table(_titled(one), ("", ""), rows + counted if one.goal is not None else rows)
    if len(halted.corridors) > _MOST:
        say(f"and {len(halted.corridors) - _MOST} more that are smaller; --json has them all")
    elif not halted.corridors:
        click.echo("It has no corridor that a cut could close.")


def _titled(hold: Hold) -> str:
    """Return a corridor's name, with its place on the map where nothing near it has a name."""
    neck = hold.corridor.neck
    lon, lat = neck.at
    return hold.corridor.name if neck.near else f"{hold.corridor.name} at lat {lat:.3f}, lon {lon:.3f}"


def _km(value: float | None, *, none: str) -> str:
    return none if value is None else f"{value:.1f}"


def _write_layers(supposed: _Supposed, folder: Path) -> None:
    from frontline._errors import MissingExtraError  # noqa: PLC0415
    from frontline.exports.layers import geojson, write_geopackage  # noqa: PLC0415
    from frontline.exports.supposed import halt_layers, what_if_layers  # noqa: PLC0415

    shown = [*what_if_layers(supposed.whatif, supposed.theatre)]
    shown += halt_layers(supposed.halt, supposed.theatre) if supposed.halt is not None else ()
    shown = [layer for layer in shown if layer.rows]
    if not shown:
        return
    text = json.dumps(geojson(shown), ensure_ascii=False, allow_nan=False)
    (folder / "whatif.geojson").write_text(text + "\n", encoding="utf-8")
    try:
        write_geopackage(shown, folder / "whatif.gpkg")
    except MissingExtraError as missing:
        say(f"left out whatif.gpkg: {missing}")


def _draw(supposed: _Supposed, out: Path) -> None:
    from frontline.briefing.supposed_maps import draw_halt, draw_what_if  # noqa: PLC0415
    from frontline.exports.folder import staged  # noqa: PLC0415

    with staged(out) as made:
        if supposed.whatif.taken or supposed.whatif.cut:
            draw_what_if(supposed.whatif, supposed.theatre, made)
        if supposed.halt is not None:
            draw_halt(supposed.halt, supposed.theatre, made)
        text = json.dumps(_value(supposed), ensure_ascii=False, indent=1, allow_nan=False)
        (made / "whatif.json").write_text(text + "\n", encoding="utf-8")
        _write_layers(supposed, made)
        names = sorted(path.name for path in made.iterdir())
    for name in names:
        say(f"wrote {out / name}")

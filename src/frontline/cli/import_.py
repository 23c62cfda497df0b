"""`frontline import`: other people's material becomes ours."""

from __future__ import annotations

__all__ = ["command"]

from pathlib import Path
from typing import TYPE_CHECKING

import click

from frontline.sources.repair import SLIVER_M2

from ._show import DAY, LEFT_OUT, emit_json, progress, say

if TYPE_CHECKING:
    from datetime import date

    from frontline.sources.maps import Imported


@click.group()
def command() -> None:
    """Take in other people's material."""


@command.command("maps")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILES|FOLDER|ARCHIVE...")
@click.option("--side", required=True, help="Id of the side whose ground the maps show.")
@click.option("--against", required=True, help="Id of the side that holds the rest.")
@click.option("--into", required=True, type=click.Path(path_type=Path, dir_okay=False), help="The series' file.")
@click.option("--boundary", type=click.Path(path_type=Path, dir_okay=False), help="GeoJSON of the area of the war.")
@click.option("--classes", type=click.Path(path_type=Path, dir_okay=False), help="TOML: whose ground each class is.")
@click.option("--date", "day", type=DAY, help="The day of the map, where neither name nor property tells it.")
@click.option("--date-field", help="The property that tells the day; a layer may hold many days.")
@click.option("--sliver-m2", default=SLIVER_M2, show_default=True, help="Smaller polygons and holes are dropped.")
@click.option("--replace", is_flag=True, help="Take the new map where the series has another of the same day.")
@click.option("--leave-out-faulty", is_flag=True, help="Import the sound days and name the others (exit code 3).")
@click.option("--json", "as_json", is_flag=True, help="Print what was done as JSON.")
@click.pass_context
def _maps(  # noqa: PLR0913, PLR0917
    ctx: click.Context,
    paths: tuple[Path, ...],
    side: str,
    against: str,
    into: Path,
    boundary: Path | None,
    classes: Path | None,
    day: date | None,
    date_field: str | None,
    sliver_m2: float,
    *,
    replace: bool,
    leave_out_faulty: bool,
    as_json: bool,
) -> None:
    """Read daily control maps into a series: GeoJSON, GeoPackage, Shapefile, KML, archives of them."""
    from frontline.sources.maps import import_maps  # noqa: PLC0415
    from frontline.sources.repair import load_area, load_classes  # noqa: PLC0415

    with progress() as bar:
        task = bar.add_task("reading maps", total=None)
        done = import_maps(
            paths,
            into,
            side=side,
            against=against,
            classes=load_classes(classes) if classes else None,
            boundary=load_area(boundary) if boundary else None,
            day=day,
            date_field=date_field,
            sliver_m2=sliver_m2,
            replacing=replace,
            leave_out_faulty=leave_out_faulty,
            each=lambda _: bar.advance(task),
        )
    _tell(done, into)
    if as_json:
        emit_json(_as_json(done))
    if done.left_out:
        ctx.exit(LEFT_OUT)


def _tell(done: Imported, into: Path) -> None:
    alike: dict[str, list[str]] = {}
    for note in done.notes:
        alike.setdefault(note.sentence, []).append(note.file)
    for sentence, files in alike.items():
        say(f"{files[0]}{f' and {len(files) - 1} more' if len(files) > 1 else ''}: {sentence}")
    for fault in done.left_out:
        say(f"left out: {fault}")
    days = done.series.days
    say(f"{done.added} new days; {into} has {len(days)}, {days[0]} to {days[-1]}" if days else "no days")


def _as_json(done: Imported) -> dict[str, object]:
    days = done.series.days
    return {
        "added": done.added,
        "days": len(days),
        "first": days[0] if days else None,
        "last": days[-1] if days else None,
        "notes": [{"file": note.file, "sentence": note.sentence} for note in done.notes],
        "left_out": [{"file": fault.file, "sentence": fault.sentence} for fault in done.left_out],
    }

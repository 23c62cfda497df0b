"""`frontline export`: a day's picture as layers for other programs."""

from __future__ import annotations

__all__ = ["FORMATS", "command"]

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ._show import DAY, emit_json, say
from .brief import check_day

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from frontline.exports.layers import Layer

FORMATS = ("geojson", "gpkg", "kml", "csv", "geoparquet")


@click.command()
@click.argument("theatre")
@click.option("--date", "day", type=DAY, required=True, help="The day, at its end.")
@click.option("--format", "kinds", type=click.Choice(FORMATS), multiple=True, required=True, help="May be repeated.")
@click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), required=True, help="The folder to write the files to."
)
@click.option("--as-known-on", type=DAY, help="Count only reports published by the end of this day.")
@click.option("--json", "as_json", is_flag=True, help="Print the files' names as a JSON list.")
def command(
    theatre: str, *, day: date, kinds: tuple[str, ...], out: Path, as_known_on: date | None, as_json: bool
) -> None:
    """Write areas, places, fronts, salients, necks, pockets and routes of THEATRE on a day, for a GIS or a table.

    GeoJSON, GeoPackage and KML hold all layers in one file; CSV and GeoParquet are a file a layer. THEATRE may be a
    series of maps too (`frontline import maps`).
    """
    from frontline import sources  # noqa: PLC0415
    from frontline.control import believe, control_map  # noqa: PLC0415
    from frontline.exports.layers import layers  # noqa: PLC0415
    from frontline.picture.daily import draw_day  # noqa: PLC0415
    from frontline.picture.draw import draw  # noqa: PLC0415

    from ._maps import series_at  # noqa: PLC0415
    from ._record import open_record  # noqa: PLC0415

    series = series_at(theatre)
    if series is not None:
        ground = sources.theatre_of(series)
        shown: Sequence[Layer] = layers(ground, sources.control_map(series, day), draw_day(series, day))
    else:
        ground, record = open_record(theatre, known_on=as_known_on)
        check_day(ground, day)
        belief = believe(ground, record)
        shown = layers(ground, control_map(belief, day), draw(belief, day))
    empty = [layer.name for layer in shown if not layer.rows]
    shown = [layer for layer in shown if layer.rows]
    files = _write(shown, out, kinds, name=f"{ground.name}, {day}", stem=f"{ground.id}-{day}")
    if as_json:
        emit_json([str(path) for path in files])
    else:
        for path in files:
            click.echo(str(path))
    if empty:
        say(f"nothing on that day for the layers {', '.join(empty)}")


def _write(shown: Sequence[Layer], out: Path, kinds: Sequence[str], *, name: str, stem: str) -> list[Path]:
    from frontline.exports import layers as gis  # noqa: PLC0415
    from frontline.exports.folder import staged  # noqa: PLC0415

    with staged(out) as made:
        for kind in dict.fromkeys(kinds):
            if kind == "geojson":
                text = json.dumps(gis.geojson(shown), ensure_ascii=False, allow_nan=False)
                (made / f"{stem}.geojson").write_text(text + "\n", encoding="utf-8")
            elif kind == "kml":
                (made / f"{stem}.kml").write_text(gis.kml(shown, name=name), encoding="utf-8")
            elif kind == "gpkg":
                gis.write_geopackage(shown, made / f"{stem}.gpkg")
            for layer in shown if kind in {"csv", "geoparquet"} else ():
                if kind == "csv":
                    (made / f"{stem}-{layer.name}.csv").write_text(gis.table(layer), encoding="utf-8", newline="")
                else:
                    gis.write_geoparquet(layer, made / f"{stem}-{layer.name}.parquet")
        names = sorted(path.name for path in made.iterdir())
    return [out / name for name in names]

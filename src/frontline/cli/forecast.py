"""`frontline forecast`: the chance that ground, places and corridors are in other hands some days on."""

from __future__ import annotations

__all__ = ["command"]

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ._show import DAY, emit_json, say

if TYPE_CHECKING:
    from datetime import date

_MOST = 15


@click.command()
@click.argument("source", metavar="SERIES|THEATRE")
@click.option("--date", "day", type=DAY, help="The day, at its end (a series: its last).")
@click.option("--horizon", type=click.IntRange(1, 90), default=30, show_default=True, help="Days ahead.")
@click.option("--as-known-on", type=DAY, help="A theatre: count only reports published by then (the day itself).")
@click.option("--within-km", type=click.FloatRange(1, 50), default=12.0, show_default=True, help="Of the front.")
@click.option("--cell-km", type=click.FloatRange(0.25, 20), default=1.0, show_default=True, help="Side of a cell.")
@click.option("--least", type=click.FloatRange(0, 1), default=0.05, show_default=True, help="The least chance listed.")
@click.option("--gazetteer", type=click.Path(path_type=Path, dir_okay=False), help="A series: places to name (CSV).")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="Write JSON, GeoJSON and a map there.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON value.")
def command(  # noqa: PLR0913
    source: str,
    *,
    day: date | None,
    horizon: int,
    as_known_on: date | None,
    within_km: float,
    cell_km: float,
    least: float,
    gazetteer: Path | None,
    out: Path | None,
    as_json: bool,
) -> None:
    """Forecast from a day of a SERIES of maps or a THEATRE of reports what changes hands within some days."""
    if not Path(source).is_file():  # a theatre is a folder, or the name of one
        from ._outlook_theatre import forecast as of_theatre  # noqa: PLC0415

        of_theatre(source, day=day, horizon=horizon, known_on=as_known_on, least=least, out=out, as_json=as_json)
        return
    from frontline.exports.forecast import cells_collection, outlook_value  # noqa: PLC0415
    from frontline.outlook.cells import cells_of  # noqa: PLC0415
    from frontline.outlook.forecast import Past, forecast  # noqa: PLC0415
    from frontline.picture.draw import draw_map  # noqa: PLC0415
    from frontline.sources.series import control_map, known_day, open_series  # noqa: PLC0415

    from ._lives import places_of  # noqa: PLC0415

    series = open_series(Path(source))
    day = day or series.days[-1]
    known_day(series, day)
    mapped = control_map(series, day)
    places = places_of(gazetteer)
    past = Past(cells_of(series, size_km=cell_km), within_km)
    outlook = forecast(past, day.toordinal(), horizon, salients=draw_map(mapped, gazetteer=places).salients)
    if outlook.model.learnt_on == "carried over":
        say("too little past in the series to learn from: the model is carried over from another war")
    value = outlook_value(outlook, least=least)
    if out is not None:
        from frontline.briefing.outlook_map import draw_outlook  # noqa: PLC0415

        out.mkdir(parents=True, exist_ok=True)
        for name, whole in (("forecast.json", value), ("forecast.geojson", cells_collection(outlook, least=least))):
            (out / name).write_text(json.dumps(whole, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
            say(f"wrote {out / name}")
        for path in draw_outlook(series, outlook, out / "forecast", places=places):
            say(f"wrote {path}")
    if as_json:
        emit_json(value)
    elif out is None:
        _show(value)


def _show(value: dict[str, Any]) -> None:
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    from frontline.briefing.words import likelihood  # noqa: PLC0415

    console = Console()
    gains = Table("side", "may take, km²", "8 times in 10 between", title=f"By {value['until']}")
    for side, gain in value["gains"].items():
        gains.add_row(Text(side), f"{gain['expected_km2']:,.0f}", f"{gain['low_km2']:,.0f} and {gain['high_km2']:,.0f}")
    console.print(gains)
    if value["corridors"]:
        cuts = Table("salient or corridor", "side", "neck, km", "chance to be cut", "")
        for one in sorted(value["corridors"], key=lambda one: -one["p_cut"])[:_MOST]:
            cuts.add_row(
                Text(one["name"]),
                Text(one["side"]),
                f"{one['neck_km']:.1f}",
                f"{one['p_cut']:.0%}",
                likelihood(one["p_cut"]),
            )
        console.print(cuts)
    cells = Table("at", "held by", "chance to change hands", "", "because of")
    for one in value["cells"][:_MOST]:
        lon, lat = one["at"]
        cells.add_row(
            f"{lat:.3f}, {lon:.3f}", Text(one["holder"]), f"{one['p']:.0%}", likelihood(one["p"]), ", ".join(one["why"])
        )
    console.print(cells)
    say(f"{len(value['cells']):,} cells have a chance of {value['least_p']:.0%} or more; --json has them all")

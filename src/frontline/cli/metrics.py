"""`frontline metrics`: what a series of maps comes to in figures."""

from __future__ import annotations

__all__ = ["command"]

import csv
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from frontline.sources.metrics import BORDER_KM, SCALE_KM

from ._show import DAY, emit_json, say

if TYPE_CHECKING:
    from datetime import date

    from frontline.sources.metrics import Measures


@click.command()
@click.argument("series", type=click.Path(path_type=Path))
@click.option("--from", "first", type=DAY, help="First day.")
@click.option("--to", "last", type=DAY, help="Last day, counted in.")
@click.option("--every", type=click.Choice(["day", "week", "month"]), default="day", show_default=True)
@click.option("--scale-km", default=SCALE_KM, show_default=True, type=click.FloatRange(min=0, min_open=True))
@click.option("--border-km", default=BORDER_KM, show_default=True, help="Nearer to the boundary's line is no front.")
@click.option("--regions", type=click.Path(path_type=Path, dir_okay=False), help="Polygons to measure in, each apart.")
@click.option("--region-field", default="name", show_default=True, help="The property that names a region.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Draw the area's course (.png, .svg).")
@click.option("--gazetteer", type=click.Path(path_type=Path, dir_okay=False), help="Places to name things after (CSV).")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV.")
def command(  # noqa: PLR0913
    series: Path,
    first: date | None,
    last: date | None,
    every: Literal["day", "week", "month"],
    scale_km: float,
    border_km: float,
    regions: Path | None,
    region_field: str,
    *,
    out: Path | None,
    gazetteer: Path | None,
    as_json: bool,
    as_csv: bool,
) -> None:
    """Measure a series: area by side, gained and lost, front length at a scale, perimeter, pieces."""
    from frontline.sources.metrics import measure, summed  # noqa: PLC0415
    from frontline.sources.repair import load_regions  # noqa: PLC0415
    from frontline.sources.series import open_series  # noqa: PLC0415

    opened = open_series(series)
    areas = load_regions(regions, region_field) if regions else None
    daily = measure(opened, first=first, last=last, scale_km=scale_km, border_km=border_km, regions=areas)
    days = summed(daily, every)
    if out is not None:
        from frontline.briefing.series_maps import draw_course  # noqa: PLC0415
        from frontline.picture.lives import salient_lives  # noqa: PLC0415

        from ._lives import places_of  # noqa: PLC0415

        lives = salient_lives(opened, first=first, last=last, gazetteer=places_of(gazetteer))
        for path in draw_course(opened, daily, out, lives=lives):
            say(f"wrote {path}")
    if opened.given_boundary is None:
        say("no boundary was given at the import: the front is the whole outline, coast and border with it")
    if as_json:
        emit_json(
            {
                "side": opened.side,
                "against": opened.against,
                "every": every,
                "scale_km": scale_km,
                "front": "facing" if opened.given_boundary is not None else "whole outline",
                "days": [_row(one) for one in days],
            }
        )
    elif as_csv:
        _write_csv(days)
    else:
        _show(opened.side, days)


def _row(one: Measures) -> dict[str, object]:
    return {
        "date": one.day,
        "since": one.since,
        "area_km2": {side: round(area, 3) for side, area in one.area_km2.items()},
        "gained_km2": round(one.gained_km2, 3),
        "lost_km2": round(one.lost_km2, 3),
        "net_km2": round(one.gained_km2 - one.lost_km2, 3),
        "front_km": round(one.front_km, 2),
        "perimeter_km": round(one.perimeter_km, 2),
        "pieces": one.pieces,
        **(
            {
                "regions": {
                    name: {"area_km2": round(area, 3), "gained_km2": round(gained, 3), "lost_km2": round(lost, 3)}
                    for name, (area, gained, lost) in one.regions.items()
                }
            }
            if one.regions
            else {}
        ),
    }


def _write_csv(days: list[Measures]) -> None:
    sides, regions = list(days[0].area_km2), list(days[0].regions)
    out = csv.writer(sys.stdout, lineterminator="\n")
    of_regions = [f"{region} {what}_km2" for region in regions for what in ("area", "gained", "lost")]
    figures = ["gained_km2", "lost_km2", "front_km", "perimeter_km", "pieces"]
    out.writerow(["date", "since", *(f"{side} area_km2" for side in sides), *figures, *of_regions])
    for one in days:
        out.writerow(
            [
                one.day,
                one.since or "",
                *(round(one.area_km2[side], 3) for side in sides),
                *(round(value, 3) for value in (one.gained_km2, one.lost_km2, one.front_km, one.perimeter_km)),
                one.pieces,
                *(round(value, 3) for region in regions for value in one.regions[region]),
            ]
        )


def _show(side: str, days: list[Measures]) -> None:
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    table = Table(box=None, pad_edge=False)
    for title in ("day", f"{side} km²", "gained", "lost", "net", "front km", "perimeter km", "pieces"):
        table.add_column(Text(title), justify="left" if title == "day" else "right", no_wrap=title == "day")
    for one in days:
        table.add_row(
            str(one.day),
            f"{one.area_km2.get(side, 0):,.1f}",
            f"{one.gained_km2:,.1f}",
            f"{one.lost_km2:,.1f}",
            f"{one.gained_km2 - one.lost_km2:+,.1f}",
            f"{one.front_km:,.0f}",
            f"{one.perimeter_km:,.0f}",
            str(one.pieces),
        )
    Console().print(table)

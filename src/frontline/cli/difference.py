"""`frontline difference`: what changed hands between two days of a series."""

from __future__ import annotations

__all__ = ["command"]

from pathlib import Path
from typing import TYPE_CHECKING

import click
import shapely

from ._show import DAY, emit_json, say

if TYPE_CHECKING:
    from datetime import date

    from shapely.geometry.base import BaseGeometry


@click.command()
@click.argument("series", type=click.Path(path_type=Path))
@click.option("--from", "first", type=DAY, required=True, help="The day before.")
@click.option("--to", "last", type=DAY, required=True, help="The day after.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Draw the map (.png, .svg) here.")
@click.option("--gazetteer", type=click.Path(path_type=Path, dir_okay=False), help="Places to write on the map (CSV).")
@click.option("--whole", is_flag=True, help="Show all ground, not just where ground changed hands.")
@click.option("--json", "as_json", is_flag=True, help="Print GeoJSON: gained and lost ground.")
def command(
    series: Path, *, first: date, last: date, out: Path | None, gazetteer: Path | None, whole: bool, as_json: bool
) -> None:
    """Show what changed hands between two days of a SERIES: gained, lost, unchanged."""
    from frontline.sources import open_series  # noqa: PLC0415
    from frontline.sources.change import ground_between  # noqa: PLC0415
    from frontline.sources.metrics import area_km2  # noqa: PLC0415
    from frontline.sources.series import edges_on, known_day  # noqa: PLC0415

    opened = open_series(series)
    before, after = (edges_on(opened, known_day(opened, day), opened.side) for day in (first, last))
    gained, lost = ground_between(before, after)
    if out is not None:
        from frontline.briefing.series_maps import draw_difference, view_of  # noqa: PLC0415

        from ._lives import places_of  # noqa: PLC0415

        view = view_of(opened, whole=whole, places=places_of(gazetteer))
        for path in draw_difference(view, first, last, out):
            say(f"wrote {path}")
    if as_json:
        rows = [("gained", gained), ("lost", lost)]
        emit_json({"type": "FeatureCollection", "features": [_feature(*row, first, last) for row in rows]})
    else:
        click.echo(
            f"{opened.side}, {first} to {last}: gained {area_km2(gained):,.1f} km², lost {area_km2(lost):,.1f} km², "
            f"net {area_km2(gained) - area_km2(lost):+,.1f} km²"
        )


def _feature(what: str, ground: BaseGeometry, first: date, last: date) -> dict[str, object]:
    from frontline.sources.metrics import area_km2  # noqa: PLC0415

    return {
        "type": "Feature",
        "geometry": shapely.geometry.mapping(shapely.orient_polygons(ground)),
        "properties": {"change": what, "from": first, "to": last, "area_km2": round(area_km2(ground), 3)},
    }

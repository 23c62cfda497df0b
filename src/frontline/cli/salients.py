"""`frontline salients`: the lives of a series' salients."""

from __future__ import annotations

__all__ = ["command"]

from pathlib import Path
from typing import TYPE_CHECKING

import click

from frontline.picture.moving import SCALE_KM

from ._show import DAY, progress

if TYPE_CHECKING:
    from datetime import date


@click.command()
@click.argument("series", type=click.Path(path_type=Path))
@click.option("--from", "first", type=DAY, help="First day.")
@click.option("--to", "last", type=DAY, help="Last day, counted in.")
@click.option("--scale-km", default=SCALE_KM, show_default=True, help="Narrower than this is a finger, not body.")
@click.option("--least-km2", type=float, help="Leave out what never grew to this (a quarter of the scale squared).")
@click.option("--least-days", default=3, show_default=True, help="Leave out what was seen on fewer known days.")
@click.option("--gazetteer", type=click.Path(path_type=Path, dir_okay=False), help="Places to name them after (CSV).")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="Write a page, chart and layer here.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(  # noqa: PLR0913
    series: Path,
    *,
    first: date | None,
    last: date | None,
    scale_km: float,
    least_km2: float | None,
    least_days: int,
    gazetteer: Path | None,
    out: Path | None,
    as_json: bool,
) -> None:
    """Follow the salients and corridors of a SERIES of maps through time: born, grown, narrowed, pinched off."""
    from frontline.picture.lives import salient_lives  # noqa: PLC0415
    from frontline.sources import open_series  # noqa: PLC0415

    from ._lives import places_of, show, write  # noqa: PLC0415

    opened = open_series(series)
    places = places_of(gazetteer)
    with progress() as bar:
        task = bar.add_task("following salients", total=None)
        lives = salient_lives(
            opened,
            first=first,
            last=last,
            scale_km=scale_km,
            least_km2=least_km2,
            least_days=least_days,
            gazetteer=places,
            each=lambda _: bar.advance(task),
        )
    if out is not None:
        write(opened, lives, out, title="Salients")
    show(lives, as_json=as_json)

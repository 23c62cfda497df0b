"""`frontline pockets`: the lives of a series' pockets."""

from __future__ import annotations

__all__ = ["command"]

from pathlib import Path
from typing import TYPE_CHECKING

import click

from frontline.sources.metrics import BORDER_KM

from ._show import DAY, say

if TYPE_CHECKING:
    from datetime import date


@click.command()
@click.argument("series", type=click.Path(path_type=Path))
@click.option("--from", "first", type=DAY, help="First day.")
@click.option("--to", "last", type=DAY, help="Last day, counted in.")
@click.option(
    "--border-km", default=BORDER_KM, show_default=True, help="A piece this near to the boundary's line has a way out."
)
@click.option("--least-km2", default=1.0, show_default=True, help="Leave out what never grew to this.")
@click.option("--least-days", default=1, show_default=True, help="Leave out what was seen on fewer known days.")
@click.option("--gazetteer", type=click.Path(path_type=Path, dir_okay=False), help="Places to name them after (CSV).")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="Write a page, chart and layer here.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(  # noqa: PLR0913
    series: Path,
    *,
    first: date | None,
    last: date | None,
    border_km: float,
    least_km2: float,
    least_days: int,
    gazetteer: Path | None,
    out: Path | None,
    as_json: bool,
) -> None:
    """Follow the pockets of a SERIES of maps through time: ground of a side that is cut off from its body."""
    from frontline.picture.lives import pocket_lives  # noqa: PLC0415
    from frontline.sources import open_series  # noqa: PLC0415

    from ._lives import places_of, show, write  # noqa: PLC0415

    opened = open_series(series)
    lives = pocket_lives(
        opened,
        first=first,
        last=last,
        border_km=border_km,
        least_km2=least_km2,
        least_days=least_days,
        gazetteer=places_of(gazetteer),
    )
    if opened.given_boundary is None:
        say(
            "no boundary was given at the import: a piece that is supplied across the border counts as cut off here; "
            "import once more with --boundary to tell them apart"
        )
    if out is not None:
        write(opened, lives, out, title="Pockets")
    show(lives, as_json=as_json)

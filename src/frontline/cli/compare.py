"""`frontline compare`: where the reports of a theatre disagree with a series of maps, and since when."""

from __future__ import annotations

__all__ = ["command"]

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ._show import DAY, emit_json, say

if TYPE_CHECKING:
    from datetime import date

    from frontline.picture.overlay import Disagreement


@click.command()
@click.argument("theatre")
@click.argument("series", type=click.Path(path_type=Path))
@click.option("--from", "first", type=DAY, help="First day.")
@click.option("--to", "last", type=DAY, help="Last day, counted in.")
@click.option(
    "--least-p", type=click.FloatRange(0, 1), default=0.75, show_default=True, help="How sure reports must be."
)
@click.option("--same", multiple=True, metavar="THEATRE_ID=SERIES_ID", help="A side that has another id in the series.")
@click.option("--as-known-on", type=DAY, help="Count only reports published by the end of this day.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(
    theatre: str,
    series: Path,
    *,
    first: date | None,
    last: date | None,
    least_p: float,
    same: tuple[str, ...],
    as_known_on: date | None,
    as_json: bool,
) -> None:
    """Say where the reports of THEATRE disagree with the maps of SERIES, and since when."""
    from frontline.control import believe  # noqa: PLC0415
    from frontline.picture.overlay import disagreements  # noqa: PLC0415
    from frontline.sources import open_series  # noqa: PLC0415

    from ._record import open_record  # noqa: PLC0415

    pairs = [pair.partition("=") for pair in same]
    if any(not (left and right) for left, _, right in pairs):
        raise click.UsageError("--same is THEATRE_ID=SERIES_ID, for example --same government=regime")
    opened = open_series(series)
    ground, record = open_record(theatre, known_on=as_known_on)
    found = disagreements(
        believe(ground, record),
        opened,
        first=first,
        last=last,
        least_p=least_p,
        same={left: right for left, _, right in pairs},
    )
    if as_json:
        emit_json([_row(one) for one in found])
    else:
        _show(found)


def _row(one: Disagreement) -> dict[str, object]:
    return {
        "place_id": one.place_id,
        "place": one.place,
        "lat": one.lat,
        "lon": one.lon,
        "reports": {"holder": one.holder, "p": round(one.p, 4)},
        "map": one.map_holder,
        "since": one.since,
        "until": one.until,
        "days": one.days,
    }


def _show(found: list[Disagreement]) -> None:
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    if not found:
        say("the reports and the maps agree wherever both speak")
        return
    table = Table(box=None, pad_edge=False)
    for title in ("place", "by the reports", "on the map", "since", "until", "days"):
        table.add_column(title, justify="right" if title == "days" else "left")
    for one in found:
        until = str(one.until or "still")
        table.add_row(
            Text(one.place),
            Text(f"{one.holder} ({one.p:.2f})"),
            Text(one.map_holder),
            str(one.since),
            until,
            str(one.days),
        )
    Console().print(table)

"""What `frontline salients` and `frontline pockets` share: how lives are opened, shown and written."""

from __future__ import annotations

__all__ = ["places_of", "show", "write"]

import json
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

from ._show import emit_json, say

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from frontline.model import Life, Place
    from frontline.sources import Series

_MOST = 25  # rows of the table; --json has them all


def places_of(path: Path | None) -> tuple[Place, ...]:
    """Return the places of a gazetteer's CSV (name, lat, lon ...); none where no file is given."""
    from frontline.names.gazetteer import read_gazetteer  # noqa: PLC0415

    return tuple(read_gazetteer(path)) if path is not None else ()


def show(lives: Sequence[Life], *, as_json: bool) -> None:
    """Print lives as JSON, or those that mattered most as a table."""
    from frontline.exports.lives import life_row  # noqa: PLC0415

    if as_json:
        emit_json([life_row(life) for life in lives])
        return
    table = Table(box=None, pad_edge=False)
    for title in ("", "name", "side", "from", "to", "km²", "neck km", "last event"):
        table.add_column(title, justify="right" if "km" in title else "left", no_wrap=title in {"from", "to"})
    for life in lives[:_MOST]:
        necks = [day.neck_km for day in life.days if day.neck_km is not None]
        last = life.happenings[-1] if life.happenings else None
        table.add_row(
            life.id,
            Text(life.name),
            Text(life.side),
            f"{'≤ ' if life.before_record else ''}{life.start}",
            str(life.end or ""),
            f"{max(day.area_km2 for day in life.days):,.0f}",
            f"{min(necks):.1f}" if necks else "",
            last.what if last else "",
        )
    Console().print(table)
    if len(lives) > _MOST:
        say(f"and {len(lives) - _MOST} more that mattered less; --json has them all")


def write(series: Series, lives: Sequence[Life], out: Path, *, title: str) -> None:
    """Write a page, a chart and a GeoJSON of lives into a folder, and say which."""
    from frontline.briefing.lives_page import draw_lives, lives_page  # noqa: PLC0415
    from frontline.exports.lives import lives_collection  # noqa: PLC0415

    out.mkdir(parents=True, exist_ok=True)
    stem = title.lower()
    written = draw_lives(series, lives, out / stem, title=title)
    page = out / f"{stem}.html"
    page.write_text(lives_page(series, lives, written[-1].read_text(encoding="utf-8"), title=title), encoding="utf-8")
    layer = out / f"{stem}.geojson"
    layer.write_text(json.dumps(lives_collection(lives), ensure_ascii=False) + "\n", encoding="utf-8")
    for path in (*written, page, layer):
        say(f"wrote {path}")

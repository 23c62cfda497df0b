"""`frontline timelapse`: a series of maps as a moving picture."""

from __future__ import annotations

__all__ = ["command"]

from pathlib import Path

import click

from ._show import progress, say


@click.command()
@click.argument("series", type=click.Path(path_type=Path))
@click.option("--out", required=True, type=click.Path(path_type=Path, dir_okay=False), help=".html .gif .mp4 .png .svg")
@click.option("--gazetteer", type=click.Path(path_type=Path, dir_okay=False), help="Places to write on the map (CSV).")
@click.option("--whole", is_flag=True, help="Show all ground, not just where ground changed hands.")
@click.option("--every-days", type=click.IntRange(min=1), help="Days between two frames (gif 7, mp4 2).")
def command(series: Path, *, out: Path, gazetteer: Path | None, whole: bool, every_days: int | None) -> None:
    """Show a SERIES of maps moving: a page with a slider, a GIF, a film; .png and .svg are a map for each month."""
    from frontline.briefing import timelapse  # noqa: PLC0415
    from frontline.briefing.series_maps import draw_months, view_of  # noqa: PLC0415
    from frontline.picture.lives import pocket_lives, salient_lives  # noqa: PLC0415
    from frontline.sources import measure, open_series  # noqa: PLC0415

    from ._lives import places_of  # noqa: PLC0415

    kind = out.suffix.lower()
    if kind not in {".html", ".gif", ".mp4", ".png", ".svg"}:
        raise click.UsageError(f"'{out.name}' is none of .html, .gif, .mp4, .png, .svg")
    opened = open_series(series)
    places = places_of(gazetteer)
    view = view_of(opened, whole=whole, places=places)
    if kind in {".png", ".svg"}:
        for path in draw_months(view, out):
            say(f"wrote {path}")
        return
    days = measure(opened)
    if kind == ".html":
        lives = [*salient_lives(opened, gazetteer=places), *pocket_lives(opened, gazetteer=places)]
        lives.sort(key=lambda life: -life.matter)
        out.write_text(timelapse.timelapse_page(view, days, lives=lives), encoding="utf-8")
    else:
        write, usual = (timelapse.timelapse_gif, 7) if kind == ".gif" else (timelapse.timelapse_film, 2)
        with progress() as bar:
            task = bar.add_task("drawing frames", total=None)
            write(view, days, out, every_days=every_days or usual, each=lambda: bar.advance(task))
    say(f"wrote {out}")

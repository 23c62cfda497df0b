"""The map of a forecast: the front as it stands, and where it may move, the darker the likelier."""

from __future__ import annotations

__all__ = ["draw_outlook"]

from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.collections import PolyCollection
from matplotlib.colors import to_rgb

from frontline.outlook.cells import corners_of
from frontline.sources.series import known_day

from .ink import INK, PAPER, figure, muted, patch, save, strong, write_text
from .series_maps import AGAINST, GREY, SIDE, View, headline, map_axes, name_places, scale_bar
from .words import day as day_words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    from frontline.model import Place
    from frontline.outlook.forecast import Outlook
    from frontline.sources import Series

STEPS = (0.05, 0.20, 0.45, 0.55, 0.80, 1.01)
"""The lower ends of the shades: the ranges of the estimative words from "very unlikely" up."""
WORDS = ("very unlikely", "unlikely", "roughly even chance", "likely", "very likely or more")
WIDTH = 8.6  # inches


def draw_outlook(series: Series, outlook: Outlook, stem: Path, *, places: Sequence[Place] = ()) -> list[Path]:
    """Draw a series' forecast; returns the files written."""
    number = known_day(series, date.fromordinal(outlook.seen.day))
    view = _view(series, outlook, places)
    height = WIDTH / view.aspect + 1.1
    sheet = figure(WIDTH, height)
    axes = map_axes(sheet, (0.03, 0.30 / height, 0.94, 1 - 1.06 / height), view)
    ground = view.ground(number)
    axes.add_patch(patch(ground, facecolor=muted(SIDE, share=0.12), edgecolor="none"))
    for held, taker in ((True, AGAINST), (False, SIDE)):
        for at, low in enumerate(STEPS[:-1]):
            here = np.flatnonzero((outlook.seen.held == held) & (outlook.p >= low) & (outlook.p < STEPS[at + 1]))
            axes.add_collection(
                PolyCollection(
                    list(_squares(view, outlook, outlook.seen.which[here])),
                    facecolor=_shade(taker, at),
                    edgecolor="none",
                )
            )
    axes.add_patch(patch(ground, facecolor="none", edgecolor=INK, linewidth=0.6))
    name_places(axes, view)
    scale_bar(axes, view)
    _key(axes, series)
    until = date.fromordinal(outlook.seen.day) + timedelta(days=outlook.horizon)
    sums = "; ".join(f"{gain.side} takes {gain.low_km2:,.0f} to {gain.high_km2:,.0f} km²" for gain in outlook.gains)
    headline(
        sheet,
        f"What may change hands by {day_words(until)}",
        f"Seen on {day_words(date.fromordinal(outlook.seen.day))}. Eight times in ten: {sums}",
    )
    foot = sheet.add_axes((0, 0, 1, 1), zorder=-1)
    foot.axis("off")
    how = {
        "this series": f"learnt from {outlook.model.days} days of this series up to the day",
        "carried over": "carried over from another war, for want of past: low confidence",
    }[outlook.model.learnt_on]
    write_text(
        foot,
        0.03,
        0.14 / height,
        f"Chance for each cell of {outlook.cells.size_km:g} km; {how}",
        fontsize=6.5,
        color=GREY,
    )
    return save(sheet, stem, name="forecast")


def _view(series: Series, outlook: Outlook, places: Sequence[Place]) -> View:
    """Return the frame about all cells that may well change hands, else about the front."""
    likely = outlook.seen.which[outlook.p >= STEPS[0]]
    if len(likely) == 0:
        likely = outlook.seen.which
    bare = View(series, (0, 0, 1, 1))
    at = corners_of(outlook.cells, likely).reshape(-1, 2)
    x, y = bare.project.transform(at[:, 0], at[:, 1])
    x0, x1, y0, y1 = float(x.min()), float(x.max()), float(y.min()), float(y.max())
    margin = 0.08 * max(x1 - x0, y1 - y0, 20_000)
    wide, high = x1 - x0 + 2 * margin, y1 - y0 + 2 * margin
    # Neither a ribbon nor a tower: newspapers have columns.
    wide, high = max(wide, 0.75 * high), max(high, 0.6 * wide)
    middle, level = (x0 + x1) / 2, (y0 + y1) / 2
    frame = (middle - wide / 2, level - high / 2, middle + wide / 2, level + high / 2)
    return View(series, frame, tuple(sorted(places, key=lambda place: -place.size)))


def _squares(view: View, outlook: Outlook, which: NDArray[np.int64]) -> NDArray[np.float64]:
    corners = corners_of(outlook.cells, which)
    x, y = view.project.transform(corners[..., 0], corners[..., 1])
    return np.stack([x, y], axis=-1)


def _shade(colour: str, at: int) -> tuple[float, float, float]:
    """Return a side's colour, from nearly paper for the least chance to full for the largest."""
    share = (0.34, 0.52, 0.70, 0.86, 1.0)[at]
    mixed = share * np.array(to_rgb(strong(colour))) + (1 - share) * np.array(to_rgb(PAPER))
    return (float(mixed[0]), float(mixed[1]), float(mixed[2]))


def _key(axes: Axes, series: Series) -> None:
    """Draw the shades of both sides with their words."""
    from matplotlib.patches import Rectangle  # noqa: PLC0415

    wide, left, top, step = 0.026, 0.022, 0.965, 0.034
    back = Rectangle((0.01, top - 5.6 * step), 0.36, 6.3 * step, transform=axes.transAxes, facecolor=PAPER, zorder=6.5)
    axes.add_patch(back)
    for column, colour in enumerate((SIDE, AGAINST)):
        x = left + column * wide * 1.25
        for at in range(len(WORDS)):
            y = top - (at + 1) * step
            shade = _shade(colour, at)
            axes.add_patch(Rectangle((x, y - 0.011), wide, 0.022, transform=axes.transAxes, facecolor=shade, zorder=7))
    words = [f"to be taken by {series.side} (left), {series.against} (right)"]
    words += [
        f"{word}, {low:.0%} to {min(high, 1):.0%}" for word, low, high in zip(WORDS, STEPS, STEPS[1:], strict=False)
    ]
    for at, line in enumerate(words):
        x = left if at == 0 else left + wide * 2.6
        y = top - at * step
        write_text(axes, x, y, line, fontsize=7, color=INK, va="center", transform=axes.transAxes, halo=True, zorder=8)

"""Who held what when: a strip for each place through the weeks, with the days on which reports speak of it."""

from __future__ import annotations

__all__ = ["draw_timeline"]

from typing import TYPE_CHECKING

from matplotlib.dates import AutoDateLocator, ConciseDateFormatter, date2num

from .ink import INK, PAPER, figure, muted, save, strong, write_text
from .situation import holder_by

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from matplotlib.axes import Axes

    from frontline.model import Side, Span

    from .situation import Strip

_MARKS = {
    "gain": "^",
    "hold": "s",
    "attack": "x",
    "repel": "v",
    "advance": ">",
    "withdraw": "<",
    "besiege": "o",
    "relieve": "*",
}
_ROW = 0.2  # inches
_GREY = "#5c6165"


def draw_timeline(
    strips: Sequence[Strip], window: Span, sides: Mapping[str, Side], stem: Path, *, title: str, sources: str
) -> list[Path]:
    """Draw the strips in their order, A4 wide, and write `stem`.png and `stem`.svg; return both."""
    rows = max(len(strips), 3)
    width, height = 11.69, 1.35 + rows * _ROW
    paper = figure(width, height)
    axes = paper.add_axes((0.2, 0.55 / height, 0.775, rows * _ROW / height))
    axes.set_xlim(date2num(window.start), date2num(window.end))
    axes.set_ylim(rows - 0.5, -0.5)
    axes.set_facecolor(PAPER)
    for row, strip in enumerate(strips):
        _draw_strip(axes, row, strip, window, sides)
    axes.set_yticks([])
    locator = AutoDateLocator(minticks=6, maxticks=14)
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(ConciseDateFormatter(locator))
    axes.xaxis.get_offset_text().set(fontsize=7, color=_GREY)
    axes.tick_params(axis="x", labelsize=7, colors=_GREY, length=3)
    axes.grid(axis="x", color="#ffffff", linewidth=0.6, alpha=0.7)
    for edge in ("top", "right", "left"):
        axes.spines[edge].set_visible(False)
    _draw_head(
        paper.add_axes((0, 1 - 0.62 / height, 1, 0.62 / height), frameon=False, xticks=[], yticks=[]),
        title,
        strips,
        sides,
    )
    foot = paper.add_axes((0, 0, 1, 0.25 / height), frameon=False, xticks=[], yticks=[])
    write_text(foot, 0.022, 0.5, sources, fontsize=6.2, color=_GREY, va="center")
    return save(paper, stem, name=stem.name)


def _draw_strip(axes: Axes, row: int, strip: Strip, window: Span, sides: Mapping[str, Side]) -> None:
    for side, start, end, p in strip.spells:
        left, right = max(start, window.start), min(end, window.end)
        if left >= right:
            continue
        colour = sides[side].colour if side in sides else "#999999"
        style = {"facecolor": muted(colour, share=0.5), "edgecolor": strong(colour), "linewidth": 0}
        if p < 0.75:
            style |= {"facecolor": muted(colour, share=0.22), "hatch": "////", "hatch_linewidth": 0.4}
        axes.barh(row, (right - left).days, left=date2num(left), height=0.66, **style)
        if start > window.start:
            axes.plot([date2num(start)] * 2, [row - 0.33, row + 0.33], color=INK, linewidth=1.3)
    for claim in strip.claims:
        if claim.when is None or claim.when.days > 7 or not window.start <= claim.when.start < window.end:
            continue
        says = holder_by(claim) or claim.actor
        colour = strong(sides[says].colour) if says in sides else INK
        middle = date2num(claim.when.start) + claim.when.days / 2
        mark = _MARKS.get(claim.kind, ".")
        axes.plot(
            middle, row, mark, color=colour, markersize=4.4, markeredgecolor=PAPER if mark != "x" else colour, mew=0.5
        )
    write_text(
        axes,
        -0.008,
        row,
        strip.place,
        transform=axes.get_yaxis_transform(),
        fontsize=7,
        color=INK,
        ha="right",
        va="center",
    )


def _draw_head(axes: Axes, title: str, strips: Sequence[Strip], sides: Mapping[str, Side]) -> None:
    axes.set_xlim(0, 11.69)
    axes.set_ylim(0, 0.62)
    write_text(axes, 0.257, 0.42, title, fontsize=13, fontweight="bold", color=INK, va="center")
    seen = [side for side in sides.values() if any(side.id == spell[0] for strip in strips for spell in strip.spells)]
    x = 0.257
    for side in seen:
        axes.plot(
            x + 0.05, 0.13, "s", color=muted(side.colour, share=0.5), markeredgecolor=strong(side.colour), markersize=6
        )
        x += (
            0.17
            + write_text(axes, x + 0.15, 0.13, side.name, fontsize=6.8, color=INK, va="center")
            .get_window_extent()
            .width
            / 200
            + 0.15
        )
    told = {claim.kind for strip in strips for claim in strip.claims}
    for kind in [kind for kind in _MARKS if kind in told]:
        axes.plot(x + 0.05, 0.13, _MARKS[kind], color=_GREY, markersize=4.4)
        x += (
            0.12
            + write_text(axes, x + 0.13, 0.13, f"“{kind}”", fontsize=6.8, color=_GREY, va="center")
            .get_window_extent()
            .width
            / 200
            + 0.12
        )

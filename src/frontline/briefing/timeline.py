"""Who held what when: a strip for each place through the weeks, with the days on which reports speak of it."""

from __future__ import annotations

__all__ = ["draw_timeline"]

from datetime import timedelta
from typing import TYPE_CHECKING

from matplotlib.patches import Rectangle

from . import words
from .ink import DPI, INK, PAPER, figure, muted, save, strong, write_text
from .situation import holder_by

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
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
    "cut": "X",
    "reopen": "P",
}
_SURE = 0.75  # below this mean probability a spell is drawn as doubtful
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
    axes.set_xlim(window.start.toordinal(), window.end.toordinal())
    axes.set_ylim(rows - 0.5, -0.5)
    axes.set_facecolor(PAPER)
    for row, strip in enumerate(strips):
        _draw_strip(axes, row, strip, window, sides)
    ticks = _ticks(window)
    axes.set_yticks([])
    axes.set_xticks([tick.toordinal() for tick in ticks], labels=_tick_labels(ticks))
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


def _ticks(window: Span) -> list[date]:
    """Return days that a reader counts by: every second day, Mondays, or firsts of months, at most about sixteen."""
    days = [window.start + timedelta(days=n) for n in range(window.days)]
    if len(days) <= 32:
        return days[::2]
    mondays = [day for day in days if day.weekday() == 0]
    firsts = [day for day in days if day.day == 1]
    return mondays if len(mondays) <= 16 else firsts[:: 1 + len(firsts) // 16]


def _tick_labels(ticks: Sequence[date]) -> list[str]:
    """Return "5 Oct", with the year at the first tick of each year."""
    labels = []
    for before, tick in zip([None, *ticks], ticks, strict=False):
        label = words.short_day(tick)
        labels.append(label if before and before.year == tick.year else f"{label}\n{tick.year}")
    return labels


def _draw_strip(axes: Axes, row: int, strip: Strip, window: Span, sides: Mapping[str, Side]) -> None:
    held = ""
    for side, first, last, p in strip.spells:
        left, right = max(first, window.start), min(last, window.end)
        if left >= right:
            continue
        colour = sides[side].colour if side in sides else "#999999"
        sure = p >= _SURE
        bar = Rectangle((left.toordinal(), row - 0.33), (right - left).days, 0.66, linewidth=0)
        bar.set(facecolor=muted(colour, share=0.5 if sure else 0.22), edgecolor=strong(colour))
        if not sure:
            bar.set(hatch="////", hatch_linewidth=0.4)
        axes.add_patch(bar)
        if held and held != side:
            axes.plot([left.toordinal()] * 2, [row - 0.36, row + 0.36], color=INK, linewidth=1.4)
        held = side
    for side, first, last in strip.sieges:
        left, right = max(first, window.start), min(last, window.end)
        colour = strong(sides[side].colour) if side in sides else INK
        for edge in (row - 0.38, row + 0.38):
            axes.plot((left.toordinal(), right.toordinal()), (edge, edge), color=colour, lw=1.6, ls=(0, (2, 1)))
    _draw_claims(axes, row, strip, window, sides)
    beside = axes.get_yaxis_transform()
    write_text(axes, -0.008, row, strip.place, transform=beside, fontsize=7, color=INK, ha="right", va="center")


def _draw_claims(axes: Axes, row: int, strip: Strip, window: Span, sides: Mapping[str, Side]) -> None:
    """Mark each day on which reports speak of the place: what they say, in the colour of whose doing it is."""
    said: dict[float, list[tuple[str, str]]] = {}
    for claim in strip.claims:
        if claim.when is None or claim.when.days > 7 or not window.start <= claim.when.start < window.end:
            continue
        side = sides.get(holder_by(claim) or claim.actor or "")
        middle = claim.when.start.toordinal() + claim.when.days / 2
        drawn = (_MARKS.get(claim.kind, "."), strong(side.colour) if side else INK)
        if drawn not in said.setdefault(middle, []):
            said[middle].append(drawn)
    apart = 0.1 * window.days / 9.06  # a tenth of an inch, in days
    for middle, marks in said.items():
        for at, (mark, colour) in enumerate(marks):
            x = middle + (at - (len(marks) - 1) / 2) * apart
            size = 8.0 if mark == "*" else 4.6  # a star of the same size looks smaller
            axes.plot(x, row, mark, color=colour, markersize=size, mec=colour if mark == "x" else PAPER, mew=0.6)


def _draw_head(axes: Axes, title: str, strips: Sequence[Strip], sides: Mapping[str, Side]) -> None:
    axes.set_xlim(0, 11.69)
    axes.set_ylim(0, 0.62)
    write_text(axes, 0.257, 0.42, title, fontsize=13, fontweight="bold", color=INK, va="center")
    held = {spell[0] for strip in strips for spell in strip.spells}
    told = {claim.kind for strip in strips for claim in strip.claims}
    x = 0.257
    for side in sides.values():
        if side.id in held:
            ground = muted(side.colour, share=0.5)
            axes.plot(x + 0.05, 0.13, "s", markersize=6, color=ground, markeredgecolor=strong(side.colour))
            x = _after(axes, x + 0.15, side.name, INK)
    if any(strip.sieges for strip in strips):
        for edge in (0.09, 0.17):
            axes.plot((x, x + 0.12), (edge, edge), color=_GREY, linewidth=1.6, linestyle=(0, (2, 1)))
        x = _after(axes, x + 0.17, "besieged", _GREY)
    for kind, mark in _MARKS.items():
        if kind in told:
            axes.plot(x + 0.05, 0.13, mark, color=_GREY, markersize=4.4)
            x = _after(axes, x + 0.13, f"“{kind}”", _GREY)


def _after(axes: Axes, x: float, name: str, colour: str) -> float:
    """Write a name of the legend and return where the next entry begins, in inches."""
    text = write_text(axes, x, 0.13, name, fontsize=6.8, color=colour, va="center")
    return x + float(text.get_window_extent().width) / DPI + 0.17

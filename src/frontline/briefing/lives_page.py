"""The lives of salients and pockets as a chart and a page that stands alone."""

from __future__ import annotations

__all__ = ["draw_lives", "lives_page"]

from html import escape
from typing import TYPE_CHECKING

import numpy as np

from .ink import INK, PAPER, figure, muted, save, strong, write_text
from .series_maps import AGAINST, GREY, SIDE, day_number, headline, quiet, time_axis

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from frontline.model import Life
    from frontline.sources import Series

_MOST = 24
_MARKS = {"born": "o", "pinched off": "X", "collapsed": "X", "relieved": "D", "levelled": "|", "merged": "|"}
_STYLE = """
:root { --ink: #1f2326; --grey: #5c6165; --rule: #d9d5cb; --paper: #fcfbf8; }
* { box-sizing: border-box; } body { margin: 0; background: var(--paper); color: var(--ink);
  font: 15px/1.5 "Helvetica Neue", Helvetica, Arial, "DejaVu Sans", sans-serif; }
main { max-width: 64rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; } h1 { font-size: 1.9rem; margin: 0 0 .3rem; }
p { color: var(--grey); margin: .2rem 0 1rem; } svg { width: 100%; height: auto; }
section { border-top: 2px solid var(--ink); padding-top: .7rem; margin-top: 1.6rem; }
h2 { font-size: 1.1rem; margin: 0; }
.of { color: var(--grey); font-size: .88rem; margin: .1rem 0 .5rem; }
.two { display: grid; grid-template-columns: 1fr 1fr; gap: 1.5rem; }
@media (max-width: 40rem) { .two { display: block; } }
ol { margin: .2rem 0; padding-left: 1.1rem; font-size: .88rem; } figure { margin: 0; }
figcaption { color: var(--grey); font-size: .76rem; } @media print { section { break-inside: avoid; } }
""".strip()
_NOTHING = "<li>nothing happened to it in these days</li>"
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def draw_lives(series: Series, lives: Sequence[Life], stem: Path, *, title: str) -> list[Path]:
    """Draw the lives that mattered most as bars through time, as thick as their ground was large; PNG and SVG."""
    shown = lives[:_MOST]
    width, height = 10.5, 1.25 + 0.30 * max(len(shown), 4)
    sheet = figure(width, height)
    axes = sheet.add_axes((0.27, 0.45 / height, 0.70, 1 - 1.35 / height), facecolor=PAPER)
    span = (series.days[-1] - series.days[0]).days
    largest = max((day.area_km2 for life in shown for day in life.days), default=1.0)
    for row, life in enumerate(shown):
        colour = SIDE if life.side == series.side else AGAINST
        when = np.array([day_number(day.day) for day in life.days])
        half = 0.03 + 0.36 * np.sqrt([day.area_km2 / largest for day in life.days])
        gaps = np.flatnonzero(np.diff(when) > 14) + 1
        for days, high in zip(np.split(when, gaps), np.split(half, gaps), strict=True):
            axes.fill_between(days, -row - high, -row + high, color=muted(colour, share=0.75), linewidth=0)
        for event in life.happenings:
            if event.what in _MARKS:
                axes.plot(
                    day_number(event.day),
                    -row,
                    _MARKS[event.what],
                    color=strong(colour),
                    markersize=4.5,
                    markeredgewidth=1.1,
                )
        peak = max(day.area_km2 for day in life.days)
        write_text(
            axes,
            -0.012,
            -row,
            life.name,
            fontsize=7.5,
            color=INK,
            ha="right",
            va="center",
            transform=axes.get_yaxis_transform(),
        )
        write_text(
            axes, when[-1] + 0.012 * span, -row, f"{peak:,.0f} km²", fontsize=6, color=GREY, va="center", clip_on=True
        )
    first, last = day_number(series.days[0]), day_number(series.days[-1])
    axes.set_xlim(first, last + 0.09 * max(last - first, 1))
    axes.set_ylim(-max(len(shown), 1) + 0.3, 0.7)
    axes.set_yticks([])
    time_axis(axes)
    quiet(axes, grid="x")
    headline(
        sheet,
        f"{title} through time, those that mattered most",
        f"Red: {series.side}; blue: {series.against}. The thicker, the larger. "
        "Dot: born; cross: collapsed or pinched off; diamond: relieved; bar: levelled out",
    )
    return save(sheet, stem, name=stem.name)


def lives_page(series: Series, lives: Sequence[Life], chart: str, *, title: str) -> str:
    """Return a page that stands alone: the chart (SVG), then each life with its days and what happened to it."""
    span = f"{series.days[0]} to {series.days[-1]}, {len(series.days)} known days"
    parts = [
        '<!doctype html><html lang="en"><head><meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head><body><main>",
        f"<h1>{escape(title)} through time</h1>",
        f"<p>{escape(series.side)} against {escape(series.against)}, {escape(span)}.",
        f"{len(lives)} in all, those that mattered most first: area times days.</p>",
        chart,
    ]
    parts += [_section(life) for life in lives[: 3 * _MOST]]
    parts.append("</main></body></html>")
    return "\n".join(parts) + "\n"


def _section(life: Life) -> str:
    peak = max(day.area_km2 for day in life.days)
    end = f"to {life.end}" if life.end else "still there on the last day"
    told = "".join(
        f"<li><b>{event.day}</b> {escape(event.what)}{_figure(event.what, event.figure)}"
        f"{f' (map before: {event.after})' if event.after and (event.day - event.after).days > 1 else ''}</li>"
        for event in life.happenings
    )
    since = "before" if life.before_record else "from"
    plots = _line([day.area_km2 for day in life.days], "area, km²")
    if any(day.neck_km is not None for day in life.days):
        plots += _line([day.neck_km or 0.0 for day in life.days], "neck, km")
    return (
        f'<section id="{escape(life.id)}"><h2>{escape(life.name)}</h2><p class="of">{escape(life.kind)} of '
        f"{escape(life.side)}, {since} {life.start} {end}; at most {peak:,.0f} km²; "
        f"{life.at[1]:.3f}, {life.at[0]:.3f}</p>"
        f'<div class="two"><div>{plots}</div><ol>{told or _NOTHING}</ol></div></section>'
    )


def _figure(what: str, figure: float | None) -> str:
    if figure is None:
        return ""
    return (
        f" to {figure:.1f} km"
        if what in {"narrowed", "widened"}
        else f" to {figure:,.0f} km²"
        if what != "born"
        else ""
    )


def _line(values: Sequence[float], words: str) -> str:
    """Return a small curve from zero, as SVG."""
    top = max(values) or 1.0
    step = 400 / max(len(values) - 1, 1)
    points = " ".join(f"{place * step:.1f},{58 - 54 * value / top:.1f}" for place, value in enumerate(values))
    return (
        '<figure><svg viewBox="0 0 400 60" preserveAspectRatio="none" role="img">'
        f'<polyline points="{points}" fill="none" stroke="#1f2326" stroke-width="1.4"/>'
        '<line x1="0" y1="59" x2="400" y2="59" stroke="#d9d5cb"/></svg>'
        f"<figcaption>{words}: {values[0]:,.1f} at first, {max(values):,.1f} at most, {values[-1]:,.1f} at last"
        "</figcaption></figure>"
    )

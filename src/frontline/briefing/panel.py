"""What stands around the map: title, legend, scale, north, the inset that says where it is, the footer."""

from __future__ import annotations

__all__ = [
    "draw_badge",
    "draw_footer",
    "draw_frame",
    "draw_inset",
    "draw_legend",
    "draw_north",
    "draw_scale",
    "draw_title",
]

import re
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from matplotlib.patches import Rectangle

from . import words
from .ink import INK, PAPER, WATER, muted, patch, strong, write_text
from .marks import MARKERS, WARNING, chance_size

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from shapely.geometry.base import BaseGeometry

    from .map import Sheet
    from .marks import Box, Ground

_LEFT, _RIGHT = 0.775, 0.978  # of the panel beside the map
_GREY = "#5c6165"
_STATE_MARKS = {"open": "o", "threatened": "^", "contested": "d", "cut": "x"}
_STROKES: dict[str, dict[str, Any]] = {
    "front": {"color": INK, "linewidth": 2.1},
    "cut": {"color": WARNING, "linewidth": 2.2, "linestyle": (0, (2.2, 1.2))},
}
_RINGS: dict[str, dict[str, Any]] = {
    "changed": {"color": _GREY, "markersize": 5, "markeredgecolor": INK, "markeredgewidth": 1.0},
    "key": {"color": "none", "markersize": 7, "markeredgecolor": WARNING, "markeredgewidth": 1.7},
    "chance": {"color": WARNING, "markersize": chance_size(0.1), "alpha": 0.34, "mew": 0},
}
_KINDS = {"airbase": "air base", "base": "military base", "hill": "hill", "industry": "industry, oil, dam"}


def draw_title(paper: Figure, title: str, subtitle: str) -> None:
    """Write the title over the map."""
    axes = paper.add_axes((0, 0.91, 1, 0.09), xlim=(0, 1), ylim=(0, 1), frameon=False, xticks=[], yticks=[])
    size = min(17.0, 17.0 * 62 / max(len(title), 1))
    write_text(axes, 0.022, 0.60, title, fontsize=size, fontweight="bold", color=INK, va="center")
    write_text(axes, 0.022, 0.20, subtitle, fontsize=8.6, color=_GREY, va="center")


def draw_footer(paper: Figure, sources: str) -> None:
    """Write where it comes from under the map."""
    axes = paper.add_axes((0, 0, 1, 0.05), xlim=(0, 1), ylim=(0, 1), frameon=False, xticks=[], yticks=[])
    write_text(axes, 0.022, 0.55, sources, fontsize=6.2, color=_GREY, va="center")


def draw_badge(axes: Axes, line: BaseGeometry, number: int, taken: Sequence[Box]) -> Box:
    """Write a road's number on it, clear of the badges already there; return the badge's pixels."""
    radius = 6.0 * axes.figure.dpi / 72
    spots = [line.interpolate(share, normalized=True) for share in (0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8, 0.1, 0.9)]
    boxes = []
    for spot in spots:
        x, y = axes.transData.transform((spot.x, spot.y))
        boxes.append((x - radius, y - radius, x + radius, y + radius))
    clear = [
        which
        for which, box in enumerate(boxes)
        if not any(box[0] < b[2] and b[0] < box[2] and box[1] < b[3] and b[1] < box[3] for b in taken)
    ]
    best = clear[0] if clear else 0
    spot = spots[best]
    axes.plot(spot.x, spot.y, "o", markersize=10, color=PAPER, markeredgecolor=INK, markeredgewidth=0.9, zorder=8.5)
    write_text(
        axes,
        spot.x,
        spot.y,
        str(number),
        fontsize=6.2,
        fontweight="bold",
        color=INK,
        ha="center",
        va="center_baseline",
        zorder=8.6,
    )
    return boxes[best]


def draw_scale(axes: Axes) -> Box:
    """Draw the scale bar in the lower left corner; return its pixels."""
    x0, x1 = axes.get_xlim()
    y0, y1 = axes.get_ylim()
    room = (x1 - x0) * 0.2 / 1000
    length = max(n * 10**e for e in range(-1, 4) for n in (1, 2, 5) if n * 10**e <= room)
    left, foot, tall = x0 + 0.02 * (x1 - x0), y0 + 0.03 * (y1 - y0), 0.008 * (y1 - y0)
    for part in range(4):
        colour = INK if part % 2 == 0 else PAPER
        bar = (left + part * length * 250, foot)
        axes.add_patch(Rectangle(bar, length * 250, tall, facecolor=colour, edgecolor=INK, linewidth=0.6, zorder=10))
    for share, text in ((0, "0"), (0.5, f"{length / 2:g}"), (1, f"{length:g} km")):
        write_text(
            axes, left + share * length * 1000, foot + 1.9 * tall, text, fontsize=6.4, color=INK, ha="center", zorder=10
        )
    corners = axes.transData.transform([(left, foot), (left + length * 1000, foot + 5 * tall)])
    return float(corners[0][0]) - 20, float(corners[0][1]) - 8, float(corners[1][0]) + 40, float(corners[1][1]) + 8


def draw_north(axes: Axes, bearing: float) -> Box:
    """Draw the north arrow in the upper right corner, turned to true north; return its pixels."""
    frame = axes.get_window_extent().extents
    middle = np.array([frame[2] - 62, frame[3] - 88])
    turn = np.radians(bearing)
    up, right = np.array([np.sin(turn), np.cos(turn)]), np.array([np.cos(turn), -np.sin(turn)])
    back = axes.transData.inverted()
    tip, tail = middle + 46 * up, middle - 40 * up
    for sign, colour in ((-1, INK), (1, PAPER)):
        half = back.transform([tip, tail + sign * 22 * right, middle - 22 * up])
        axes.fill(*half.T, facecolor=colour, edgecolor=INK, linewidth=0.7, zorder=10)
    head = back.transform(tip + 18 * up)
    write_text(
        axes,
        head[0],
        head[1],
        "N",
        fontsize=8,
        fontweight="bold",
        color=INK,
        ha="center",
        va="center_baseline",
        zorder=10,
    )
    return float(middle[0]) - 50, float(middle[1]) - 60, float(middle[0]) + 50, float(middle[1]) + 85


def draw_legend(paper: Figure, sheet: Sheet, *, badges: Mapping[str, int]) -> None:
    """Draw the legend: sides with what they hold, the marks, the roads and what each side can use of them."""
    width = (_RIGHT - _LEFT) * float(paper.get_figwidth()) * 72  # the panel in points, y downwards
    height = 0.862 * float(paper.get_figheight()) * 72
    axes = paper.add_axes(
        (_LEFT, 0.052, _RIGHT - _LEFT, 0.862), xlim=(0, width), ylim=(height, 0), frameon=False, xticks=[], yticks=[]
    )
    y = _heading(axes, 8, "WHO HOLDS THE GROUND")
    for side in sheet.theatre.sides.values():
        total = sheet.picture.sides.get(side.id)
        if total is None or (total.area_km2 == 0 and total.places == 0):
            continue
        axes.add_patch(
            Rectangle((0, y - 5), 16, 9, facecolor=muted(side.colour), edgecolor=strong(side.colour), lw=1.0)
        )
        write_text(axes, 22, y, side.name, fontsize=7.6, color=INK, va="center")
        y += 9.5
        held = f"{words.km2(total.area_km2)} · {total.places:,} places"
        write_text(axes, 22, y, held, fontsize=6.2, color=_GREY, va="center")
        y += 13
    y = _draw_marks(axes, _heading(axes, y + 3, "MARKS"), sheet)
    if badges:
        _draw_road_states(axes, _heading(axes, y + 3, "ROADS, AND WHO CAN USE THEM"), sheet, badges, height * 0.70)


def _heading(axes: Axes, y: float, text: str) -> float:
    write_text(axes, 0, y, text, fontsize=6.4, fontweight="bold", color=_GREY, va="center")
    axes.plot((0, axes.get_xlim()[1]), (y + 6, y + 6), color="#c9c6be", linewidth=0.6)
    return y + 15


def _draw_marks(axes: Axes, y: float, sheet: Sheet) -> float:
    rows: list[tuple[str, str]] = [("front", "front line")]
    if sheet.control_map.doubt is not None and not sheet.control_map.doubt.is_empty:
        rows.append(("doubt", "holder in doubt (below 75 %)"))
    if sheet.changed:
        rows.append(("changed", "changed hands lately, with the day"))
    if sheet.necks:
        rows.append(("neck", "neck: the narrowest width"))
    if sheet.chances:
        rows.append(("chance", "chance to change hands: this disc, 10 %"))
    elif sheet.keys:
        rows.append(("key", "what this map is about"))
    if sheet.cuts:
        rows.append(("cut", "shortest line of a cut"))
    if sheet.picture.pockets:
        rows.append(("pocket", "cut off from its rear"))
    if sheet.theatre.water is not None and not sheet.theatre.water.is_empty:
        rows.append(("water", "water"))
    seen = {place.kind for place in sheet.theatre.places.values()}
    rows += [(kind, text) for kind, text in _KINDS.items() if kind in seen]
    for mark, text in rows:
        _draw_mark(axes, y, mark)
        write_text(axes, 22, y, text, fontsize=6.8, color=INK, va="center")
        y += 11
    return y


def _draw_mark(axes: Axes, y: float, mark: str) -> None:
    if mark in MARKERS:
        axes.plot(8, y, marker=MARKERS[mark], color=_GREY, markersize=5, markeredgecolor=PAPER, markeredgewidth=0.4)
    elif mark in _STROKES:
        axes.plot((0, 16), (y, y), **_STROKES[mark])
    elif mark == "doubt":
        axes.add_patch(Rectangle((0, y - 4), 16, 8, facecolor="#f0eee8", edgecolor="#9a978f", hatch="//////", lw=0))
    elif mark in _RINGS:
        axes.plot(8, y, "o", **_RINGS[mark])
    elif mark == "neck":
        axes.plot((1, 15), (y, y), color=WARNING, linewidth=2.0)
        for x in (1, 15):
            axes.plot((x, x), (y - 3, y + 3), color=WARNING, linewidth=2.0)
    elif mark == "pocket":
        box = Rectangle((1, y - 4), 14, 8, facecolor="none", edgecolor=_GREY, linestyle=(0, (3, 1.4)), linewidth=1.8)
        axes.add_patch(box)
    elif mark == "water":
        axes.add_patch(Rectangle((0, y - 4), 16, 8, facecolor=WATER, edgecolor="#8fb3c9", linewidth=0.6))


def _draw_road_states(axes: Axes, y: float, sheet: Sheet, badges: Mapping[str, int], foot: float) -> None:
    x = 0.0
    for status, mark in _STATE_MARKS.items():
        axes.plot(x + 3, y, marker=mark, color=_GREY, markersize=4.4, mew=1.4, linestyle="none")
        write_text(axes, x + 9, y, status, fontsize=5.8, color=_GREY, va="center")
        x += 16 + 3.4 * len(status)
    y += 12
    for route_id, number in badges.items():
        if y > foot:
            write_text(axes, 0, y, f"and {len(badges) - number + 1} more, in the text", fontsize=5.8, color=_GREY)
            return
        axes.plot(6, y, "o", markersize=9, color=PAPER, markeredgecolor=INK, markeredgewidth=0.8)
        write_text(
            axes, 6, y, str(number), fontsize=5.8, fontweight="bold", ha="center", va="center_baseline", color=INK
        )
        states = [state for state in sheet.picture.routes if state.id == route_id]
        for which, state in enumerate(states):
            side = sheet.theatre.sides.get(state.side)
            axes.plot(
                axes.get_xlim()[1] - 5 - 9 * (len(states) - 1 - which),
                y,
                marker=_STATE_MARKS[state.status],
                color=strong(side.colour) if side else INK,
                markersize=4.8,
                mew=1.6,
            )
        room = (axes.get_xlim()[1] - 24 - 9 * len(states)) / 3.3
        lines = _broken(sheet.theatre.routes[route_id].name, int(room))
        for line, text in enumerate(lines):
            write_text(axes, 16, y + 7.5 * line, text, fontsize=6.2, color=INK, va="center")
        y += 12.5 + 7.5 * (len(lines) - 1)


def _broken(name: str, room: int) -> list[str]:
    """Return a name on at most two lines of `room` characters, broken at a space or after a dash."""
    parts = re.split(r"(?<=[\s–—-])", name)
    lines = [""]
    for part in parts:
        if len(lines[-1]) + len(part.rstrip()) > room and lines[-1]:
            lines.append("")
        lines[-1] += part
    if len(lines) > 2:
        lines = [lines[0], lines[1].rstrip(" –—-") + "…"]
    return [line.strip() if len(line) <= room + 2 else line[:room] + "…" for line in lines]


def draw_inset(paper: Figure, ground: Ground, colours: Mapping[str, str], shown: Box) -> None:
    """Draw the whole theatre small, with the map's extent on it."""
    x0, y0, x1, y1 = ground.boundary.bounds
    width = _RIGHT - _LEFT
    tall = min(width * float(paper.get_figwidth()) * (y1 - y0) / (x1 - x0) / float(paper.get_figheight()), 0.24)
    axes = paper.add_axes((_LEFT, 0.052, width, tall), xticks=[], yticks=[], facecolor="#eceae4")
    across = max(x1 - x0, (y1 - y0) * width * paper.get_figwidth() / tall / paper.get_figheight())
    axes.set_xlim((x0 + x1 - across) / 2, (x0 + x1 + across) / 2)
    axes.set_ylim(y0, y1)
    for spine in axes.spines.values():
        spine.set(color="#8a8780", linewidth=0.6)
    axes.add_patch(patch(ground.boundary, facecolor="#f6f4ee", edgecolor="none"))
    for side, area in ground.areas.items():
        axes.add_patch(patch(area, facecolor=muted(colours.get(side, "#999999"), share=0.5), edgecolor="none"))
    axes.add_patch(patch(ground.water, facecolor=WATER, edgecolor="none"))
    axes.add_patch(patch(shapely.box(*shown), facecolor="none", edgecolor=INK, linewidth=1.4))


def draw_frame(axes: Axes, extent: Box) -> None:
    """Mark the extent of the detail map."""
    axes.add_patch(
        patch(shapely.box(*extent), facecolor="none", edgecolor=INK, linewidth=0.9, linestyle=(0, (6, 3)), zorder=9.5)
    )

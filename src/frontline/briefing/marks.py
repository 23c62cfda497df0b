"""The marks on the map: places, the necks of corridors, pockets, and the names of all of them."""

from __future__ import annotations

__all__ = ["Box", "Ground", "chance_size", "draw", "front_lines", "metric", "named_in"]

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from . import words
from .ink import INK, PAPER, patch, strong, write_text
from .labels import Label, place_labels

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matplotlib.axes import Axes
    from matplotlib.text import Text
    from numpy.typing import NDArray
    from pyproj import Transformer
    from shapely.geometry.base import BaseGeometry

    from frontline.model import Picture, PlaceControl, Salient

    from .map import Sheet

    Box = tuple[float, float, float, float]  # pixels: x0, y0, x1, y1

WARNING = "#b3001b"
MARKERS = {"airbase": "P", "base": "s", "hill": "^", "industry": "D", "oilfield": "D", "junction": "X", "dam": "D"}
_MARKER_SIZES = {1: 1.9, 2: 2.6, 3: 3.7, 4: 4.8, 5: 6.4}  # points, by the place's size
_FONT_SIZES = {1: 5.2, 2: 5.6, 3: 6.4, 4: 7.6, 5: 9.0}
_NAMED_IN_FRAME = 70.0
_MOST_NAMES = 190  # candidates; how many find room is the map's affair


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """A control map's geometry in its metric projection, with the places' coordinates in it."""

    areas: dict[str, BaseGeometry]
    boundary: BaseGeometry
    water: BaseGeometry
    doubt: BaseGeometry
    fronts: list[BaseGeometry]
    places: list[tuple[PlaceControl, float, float]]
    to_metric: Transformer


@dataclass(frozen=True, slots=True)
class _Name:
    x: float
    y: float
    words: str
    radius: float  # points
    priority: float
    style: Mapping[str, Any]


def draw(
    axes: Axes,
    sheet: Sheet,
    ground: Ground,
    *,
    badges: Mapping[str, tuple[int, Box]],
    furniture: Sequence[Box],
    frame: tuple[float, float, float, float] | None = None,
) -> None:
    """Draw pockets, necks and places, and write as many names as there is room for, the weightiest first.

    Inside `frame` (metres), which another map shows larger, only the weightiest are named at all.
    """
    drawn = (_draw_pockets, _draw_necks, _draw_cuts, _draw_places)
    names = [name for draw_some in drawn for name in draw_some(axes, sheet, ground)]
    x0, x1, y0, y1 = *axes.get_xlim(), *axes.get_ylim()
    names = [name for name in names if x0 < name.x < x1 and y0 < name.y < y1]
    if frame is not None:
        names = [name for name in names if name.priority >= _NAMED_IN_FRAME or not _inside(name, frame)]
    names = sorted(names, key=lambda name: -name.priority)[:_MOST_NAMES]
    scale = axes.figure.dpi / 72
    at = axes.transData.transform([(name.x, name.y) for name in names]) if names else np.zeros((0, 2))
    sizes = [_measured(axes, name) for name in names]
    labels = [
        Label(float(x), float(y), width, height, name.radius * scale, name.priority)
        for (x, y), (width, height), name in zip(at, sizes, names, strict=True)
    ]
    frame = axes.get_window_extent().extents
    boxes = place_labels(
        labels,
        bounds=(frame[0] + 4, frame[1] + 4, frame[2] - 4, frame[3] - 4),
        blocked=[*furniture, *(box for _, box in badges.values())],
        lines=_along(axes, [*front_lines(ground), *(_across(neck, ground) for neck in sheet.necks)]),
        markers=axes.transData.transform([(x, y) for _, x, y in ground.places]) if ground.places else None,
    )
    back = axes.transData.inverted()
    for name, box in zip(names, boxes, strict=True):
        if box is not None:
            left, foot = back.transform(box[:2])
            _write(axes, float(left), float(foot), name)


def chance_size(chance: float) -> float:
    """Return the width, points, of the disc that shows a chance: its area is the chance."""
    return 40.0 * float(np.sqrt(chance))


def _inside(name: _Name, frame: tuple[float, float, float, float]) -> bool:
    return frame[0] < name.x < frame[2] and frame[1] < name.y < frame[3]


def metric(shape: BaseGeometry, to_metric: Transformer) -> BaseGeometry:
    """Return a shape (lon/lat) in the metric projection that `to_metric` leads to."""

    def projected(points: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.column_stack(to_metric.transform(points[:, 0], points[:, 1]))

    moved: BaseGeometry = shapely.transform(shape, projected)
    return moved


def front_lines(ground: Ground) -> list[BaseGeometry]:
    """Return the fronts as single lines, in metres."""
    merged = [shapely.line_merge(front) for front in ground.fronts if not front.is_empty]
    return [line for line in shapely.get_parts(merged) if line.geom_type == "LineString"] if merged else []


def named_in(picture: Picture, necks: Sequence[Salient] = ()) -> set[str]:
    """Return the names of the places that a picture speaks of: at necks, in pockets, where a route is not open."""
    named: set[str] = set()
    for salient in necks:
        named |= {salient.neck.near} if salient.neck.near else set()
        named |= set(salient.beyond)
    for pocket in picture.pockets:
        named |= set(pocket.places)
    for route in picture.routes:
        named |= set(route.at)
    return named


def _across(neck: Salient, ground: Ground) -> BaseGeometry:
    return shapely.LineString([ground.to_metric.transform(*end) for end in neck.neck.across])


def _along(axes: Axes, lines: Sequence[BaseGeometry]) -> NDArray[np.float64] | None:
    """Return points along lines (metres), in pixels."""
    if not lines:
        return None
    step = (axes.get_xlim()[1] - axes.get_xlim()[0]) / 250
    points = np.vstack([shapely.get_coordinates(shapely.segmentize(line, step)) for line in lines])
    pixels: NDArray[np.float64] = axes.transData.transform(points)
    return pixels


def _measured(axes: Axes, name: _Name) -> tuple[float, float]:
    text = _write(axes, name.x, name.y, name)
    extent = text.get_window_extent()
    text.remove()
    return float(extent.width), float(extent.height)


def _write(axes: Axes, x: float, y: float, name: _Name) -> Text:
    return write_text(axes, x, y, name.words, halo=True, ha="left", va="bottom", zorder=9, **name.style)


def _draw_pockets(axes: Axes, sheet: Sheet, ground: Ground) -> list[_Name]:
    names = []
    for pocket in sheet.picture.pockets:
        side = sheet.theatre.sides.get(pocket.side)
        colour = strong(side.colour) if side else INK
        shape = metric(pocket.shape, ground.to_metric)
        rim = shape.buffer((axes.get_xlim()[1] - axes.get_xlim()[0]) / 250)
        axes.add_patch(patch(rim, facecolor="none", edgecolor=PAPER, linewidth=4.0, zorder=5.9))
        axes.add_patch(patch(rim, facecolor="none", edgecolor=colour, linewidth=2.2, linestyle=(0, (3, 1.4)), zorder=6))
        x0, _, x1, top = rim.bounds
        style = {"fontsize": 7.4, "fontweight": "bold", "color": colour, "fontstyle": "italic"}
        names.append(_Name((x0 + x1) / 2, top, pocket.name, 3.0, 1e6, style))
    return names


def _draw_necks(axes: Axes, sheet: Sheet, ground: Ground) -> list[_Name]:
    names = []
    for salient in sheet.necks:
        ends = np.array([ground.to_metric.transform(*end) for end in salient.neck.across])
        along = ends[1] - ends[0]
        length = float(np.hypot(*along))
        if length == 0:
            continue
        tick = np.array([-along[1], along[0]]) / length * (axes.get_xlim()[1] - axes.get_xlim()[0]) / 120
        strokes = [ends, np.array([ends[0] - tick, ends[0] + tick]), np.array([ends[1] - tick, ends[1] + tick])]
        for colour, width, order in ((PAPER, 4.0, 7.0), (WARNING, 2.0, 7.1)):
            for stroke in strokes:
                axes.plot(*stroke.T, color=colour, linewidth=width, solid_capstyle="round", zorder=order)
        style = {"fontsize": 8.0, "fontweight": "bold", "color": WARNING}
        x, y = ends.mean(axis=0)
        names.append(_Name(float(x), float(y), f"neck {words.km(salient.neck.width_km)}", 7.0, 1e6, style))
    return names


def _draw_cuts(axes: Axes, sheet: Sheet, ground: Ground) -> list[_Name]:
    names = []
    for line, text in sheet.cuts:
        course = metric(line, ground.to_metric)
        for piece in shapely.get_parts(course):
            points = shapely.get_coordinates(piece).T
            axes.plot(*points, color=PAPER, linewidth=4.4, zorder=7.2)
            axes.plot(*points, color=WARNING, linewidth=2.4, linestyle=(0, (2.2, 1.2)), zorder=7.3)
        middle = shapely.line_interpolate_point(
            max(shapely.get_parts(course), key=shapely.length), 0.5, normalized=True
        )
        style = {"fontsize": 8.0, "fontweight": "bold", "color": WARNING}
        names.append(_Name(middle.x, middle.y, text, 7.0, 1e6, style))
    return names


def _draw_places(axes: Axes, sheet: Sheet, ground: Ground) -> list[_Name]:
    named = named_in(sheet.picture, sheet.necks)
    across_km = (axes.get_xlim()[1] - axes.get_xlim()[0]) / 1000
    closer = float(np.clip(np.sqrt(110 / across_km), 0.8, 1.45))  # marks and names grow as the map zooms in
    names = []
    x0, x1, y0, y1 = *axes.get_xlim(), *axes.get_ylim()
    for control, x, y in ground.places:
        if not (x0 < x < x1 and y0 < y < y1):
            continue
        place = sheet.theatre.places.get(control.place_id)
        size = min(max(place.size if place else 2, 1), 5)
        kind = place.kind if place else "village"
        side = sheet.theatre.sides.get(control.holder)
        relieved = sheet.relieved.get(control.place_id)
        changed = relieved or sheet.changed.get(control.place_id)
        key = sheet.keys.get(control.place_id)
        chance = sheet.chances.get(control.place_id)
        if chance is not None:
            axes.plot(x, y, "o", markersize=chance_size(chance), color=WARNING, alpha=0.34, mew=0, zorder=7.9)
        elif key is not None:
            axes.plot(x, y, "o", markersize=13, color="none", markeredgecolor=PAPER, markeredgewidth=3.4, zorder=8.3)
            axes.plot(x, y, "o", markersize=13, color="none", markeredgecolor=WARNING, markeredgewidth=1.7, zorder=8.4)
        weight = _MARKER_SIZES[max(size, 2) if changed else size] * closer
        told = bool(changed) or key is not None or control.place in named or control.claims > 0
        axes.plot(
            x,
            y,
            marker=MARKERS.get(kind, "o"),
            markersize=weight * (1.25 if kind in MARKERS else 1.0),
            color=strong(side.colour) if side else INK,
            markeredgecolor=INK if changed else PAPER,
            markeredgewidth=0.9 if changed else 0.4,
            alpha=1.0 if told or size >= 3 else 0.55,
            zorder=8.2 if changed else 8,
        )
        priority = 10.0 * size + 25 * bool(changed) + 40 * (control.place in named) + 8 * min(control.claims, 3) / 3
        priority += 1e5 * (key is not None)
        style = {
            "fontsize": min(_FONT_SIZES[max(size, 3 if changed else 2)] * closer, 11.0),
            "fontweight": "bold" if changed or key is not None or size == 5 else "normal",
            "color": INK if told or size >= 4 else "#55585a",
        }
        text = (
            f"{control.place} ({'relieved ' * bool(relieved)}{words.short_day(changed)})" if changed else control.place
        )
        text = f"{control.place}{key and ': '}{key}" if key is not None else text
        names.append(_Name(x, y, text, 8.0 if key is not None else weight / 2 + 0.5, priority, style))
    return names

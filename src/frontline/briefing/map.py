"""The map of a day: who holds which ground, how sure that is, the front, what sticks out and what is cut off."""

from __future__ import annotations

__all__ = ["Sheet", "draw_map", "most_changed"]

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from matplotlib.patheffects import withStroke
from pyproj import Transformer

from . import marks, panel
from .ink import INK, PAPER, WATER, figure, muted, patch, save, strong
from .marks import metric

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    from matplotlib.axes import Axes
    from shapely.geometry.base import BaseGeometry

    from frontline.model import ControlMap, Picture, Salient, Theatre

    Extent = tuple[float, float, float, float]

WIDTH, HEIGHT = 11.69, 8.27  # A4 landscape, inches
_FRAME = (0.022, 0.052, 0.738, 0.862)  # of the map on the sheet: left, bottom, width, height
_SMALLEST_M = 24_000.0  # a detail map shows no less ground than this across
_ROAD_DASHES: dict[str, Any] = {
    "open": "-",
    "threatened": (0, (5, 2)),
    "contested": (0, (2, 1.6)),
    "cut": (0, (0.8, 1.8)),
}


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """What a map is drawn from. `changed` are the days on which places changed hands lately, by place id."""

    theatre: Theatre
    control_map: ControlMap
    picture: Picture
    changed: Mapping[str, date]
    sources: str  # the line that says where it comes from
    necks: tuple[Salient, ...] = ()  # the corridors and salients whose necks are marked
    relieved: Mapping[str, date] = field(default_factory=dict)  # days on which sieges were broken, by place id
    keys: Mapping[str, str] = field(default_factory=dict)  # what is said of places that the map is about, by place id
    cuts: tuple[tuple[BaseGeometry, str], ...] = ()  # lines (lon/lat) along which a side could be cut, with their names
    chances: Mapping[str, float] = field(default_factory=dict)  # of changing hands, by place id


def most_changed(sheet: Sheet, *, margin: float = 0.18) -> Extent | None:
    """Return the metric extent (x0, y0, x1, y1) of what matters now: recent changes, corridors, pockets.

    A far-off single change is left out: the extent holds the changes within 2.2 median distances of their median
    point, and the corridors and pockets within 10 km of those. None where there is nothing to show apart.
    """
    to_metric = Transformer.from_crs(4326, sheet.control_map.crs, always_xy=True)
    places = sheet.theatre.places
    changed = [places[key] for key in (*sheet.changed, *sheet.keys) if key in places]
    points = np.array([to_metric.transform(place.lon, place.lat) for place in changed]).reshape(-1, 2)
    outlines = [*(one.shape for one in sheet.necks), *(pocket.shape for pocket in sheet.picture.pockets)]
    shapes = [metric(outline, to_metric) for outline in outlines]
    if len(points):
        away = np.hypot(*(points - np.median(points, axis=0)).T)
        core = shapely.multipoints(points[away <= max(2.2 * float(np.median(away)), 5_000.0)])
        near = core.convex_hull.buffer(10_000.0)
        shapes = [core, *(shape for shape in shapes if shape.intersects(near))]
    shapes = [shape for shape in shapes if not shape.is_empty]
    if not shapes:
        return None
    x0, y0, x1, y1 = (float(edge) for edge in shapely.total_bounds(shapes))
    across = max(x1 - x0, y1 - y0)
    grow = max(margin * across, (_SMALLEST_M - across) / 2)
    return x0 - grow, y0 - grow, x1 + grow, y1 + grow


def draw_map(
    sheet: Sheet,
    stem: Path,
    *,
    title: str,
    subtitle: str = "",
    extent: Extent | None = None,
    frame: Extent | None = None,
) -> list[Path]:
    """Draw the map on A4 landscape and write it as `stem`.png (200 dpi) and `stem`.svg; return both.

    `extent` is what is shown, in the control map's metric projection; without it the whole theatre is. `frame` is
    the extent of another map, to be marked on this one.
    """
    ground = _ground(sheet)
    shown = _fitted(ground.boundary.bounds, grow=0.015) if extent is None else _fitted(extent)
    paper = figure(WIDTH, HEIGHT)
    axes = paper.add_axes(_FRAME, xlim=shown[::2], ylim=shown[1::2], xticks=[], yticks=[], facecolor="#eceae4")
    for spine in axes.spines.values():
        spine.set(color=INK, linewidth=0.8)
    colours = {side.id: side.colour for side in sheet.theatre.sides.values()}
    _draw_ground(axes, ground, colours)
    badges = _draw_roads(axes, sheet, ground, shown)
    furniture = [panel.draw_scale(axes), panel.draw_north(axes, _north(ground, shown))]
    marks.draw(axes, sheet, ground, badges=badges, furniture=furniture, frame=None if frame is None else _fitted(frame))
    panel.draw_title(paper, title, subtitle)
    panel.draw_legend(paper, sheet, badges={route: number for route, (number, _) in badges.items()})
    if extent is not None:
        panel.draw_inset(paper, ground, colours, shown)
    if frame is not None:
        panel.draw_frame(axes, _fitted(frame))
    panel.draw_footer(paper, sheet.sources)
    return save(paper, stem, name=stem.name)


def _ground(sheet: Sheet) -> marks.Ground:
    control_map = sheet.control_map
    to_metric = Transformer.from_crs(4326, control_map.crs, always_xy=True)
    xs, ys = to_metric.transform([p.lon for p in control_map.places], [p.lat for p in control_map.places])
    nothing = shapely.MultiPolygon()
    return marks.Ground(
        areas={side: metric(area, to_metric) for side, area in control_map.areas.items()},
        boundary=metric(control_map.boundary, to_metric),
        water=metric(sheet.theatre.water or nothing, to_metric),
        doubt=metric(control_map.doubt or nothing, to_metric),
        fronts=[metric(front.line, to_metric) for front in sheet.picture.fronts],
        places=list(zip(control_map.places, map(float, xs), map(float, ys), strict=True)),
        to_metric=to_metric,
    )


def _fitted(extent: Extent, *, grow: float = 0.0) -> Extent:
    """Widen the extent to the frame's proportions."""
    x0, y0, x1, y1 = extent
    aspect = (_FRAME[2] * WIDTH) / (_FRAME[3] * HEIGHT)
    width = max(x1 - x0, (y1 - y0) * aspect) * (1 + 2 * grow)
    x, y = (x0 + x1) / 2, (y0 + y1) / 2
    return x - width / 2, y - width / aspect / 2, x + width / 2, y + width / aspect / 2


def _north(ground: marks.Ground, shown: Extent) -> float:
    """Return the bearing of true north in the middle of the map, in degrees clockwise from straight up."""
    x, y = (shown[0] + shown[2]) / 2, (shown[1] + shown[3]) / 2
    lon, lat = ground.to_metric.transform(x, y, direction="INVERSE")
    north = ground.to_metric.transform(lon, lat + 0.1)
    return float(np.degrees(np.arctan2(north[0] - x, north[1] - y)))


def _draw_ground(axes: Axes, ground: marks.Ground, colours: Mapping[str, str]) -> None:
    axes.add_patch(patch(ground.boundary, facecolor="#f6f4ee", edgecolor="none", zorder=1))
    for side, area in ground.areas.items():
        axes.add_patch(patch(area, facecolor=muted(colours.get(side, "#999999")), edgecolor="none", zorder=2))
    # Doubt: paler ground, hatched in the holder's colour, so that it reads as "theirs, perhaps".
    axes.add_patch(patch(ground.doubt, facecolor=PAPER, alpha=0.5, edgecolor="none", zorder=2.1))
    for side, area in ground.areas.items():
        hatch = muted(strong(colours.get(side, "#999999")), share=0.5)
        unsure = patch(
            area.intersection(ground.doubt), facecolor="none", edgecolor=hatch, hatch="////", lw=0, zorder=2.2
        )
        unsure.set_hatch_linewidth(0.35)
        axes.add_patch(unsure)
    axes.add_patch(patch(ground.water, facecolor=WATER, edgecolor="#8fb3c9", linewidth=0.6, zorder=3))
    axes.add_patch(patch(ground.boundary, facecolor="none", edgecolor="#8a8780", linewidth=0.7, zorder=3.1))
    for line in marks.front_lines(ground):
        axes.plot(
            *np.asarray(line.coords)[:, :2].T,
            color=INK,
            linewidth=2.1,
            solid_joinstyle="round",
            solid_capstyle="round",
            zorder=5,
            path_effects=[withStroke(linewidth=4.2, foreground=PAPER)],
        )


def _draw_roads(axes: Axes, sheet: Sheet, ground: marks.Ground, shown: Extent) -> dict[str, tuple[int, marks.Box]]:
    """Draw each road piece by piece: in the colour of the side that holds both its ends, dashed by what it can use.

    A piece between two sides is cut for both: dotted, in ink, with a cross in its middle. Return each drawn road's
    number and the pixels of its badge.
    """
    where = {place.place_id: (x, y, place) for place, x, y in ground.places}
    states = {(state.id, state.side): state for state in sheet.picture.routes}
    badges: dict[str, tuple[int, marks.Box]] = {}
    point = (shown[2] - shown[0]) / (_FRAME[2] * WIDTH * 72)  # metres
    towns = _town_marks(axes, sheet, ground)
    view = shapely.box(*shown).buffer(-14 * point)
    for route in sheet.theatre.routes.values():
        stops = [where[key] for key in route.places if key in where]
        if len(stops) < 2:
            continue
        course = shapely.LineString([(x, y) for x, y, _ in stops])
        seen = shapely.intersection(course, view)
        if seen.length < 40 * point:
            continue
        axes.plot(*np.asarray(course.coords).T, color=PAPER, linewidth=3.2, alpha=0.85, zorder=4)
        for piece, ((x0, y0, one), (x1, y1, other)) in enumerate(pairwise(stops)):
            if one.holder == other.holder and one.holder in sheet.theatre.sides:
                state = states.get((route.id, one.holder))
                hit = state is not None and piece in _hit(state.at, [place.place for _, _, place in stops])
                dash = _ROAD_DASHES[state.status] if state is not None and hit else "-"
                colour = strong(sheet.theatre.sides[one.holder].colour)
            else:
                colour, dash = INK, _ROAD_DASHES["cut"]
                axes.plot((x0 + x1) / 2, (y0 + y1) / 2, marker="x", color=INK, markersize=5, mew=1.4, zorder=6.5)
            axes.plot((x0, x1), (y0, y1), color=colour, linewidth=1.5, linestyle=dash, zorder=4.1)
        longest = max(shapely.get_parts(seen), key=shapely.length)
        taken = [*towns, *(place for _, place in badges.values())]
        badges[route.id] = (len(badges) + 1, panel.draw_badge(axes, longest, len(badges) + 1, taken))
    return badges


def _town_marks(axes: Axes, sheet: Sheet, ground: marks.Ground) -> list[marks.Box]:
    """Return the pixels of the marks of larger and changed places, which a road's number is not to cover."""
    sizes = {place.id: place.size for place in sheet.theatre.places.values()}
    weighty = [
        (x, y)
        for control, x, y in ground.places
        if control.place_id in sheet.changed or sizes.get(control.place_id, 0) >= 3
    ]
    pixels = axes.transData.transform(weighty) if weighty else np.zeros((0, 2))
    return [(x - 8, y - 8, x + 8, y + 8) for x, y in pixels.tolist()]


def _hit(at: tuple[str, ...], names: list[str]) -> set[int]:
    """Return which pieces of a road (piece n runs from place n to n + 1) a route state's `at` names.

    It names places, and stretches as "first–last".
    """
    pieces: set[int] = set()
    for first, one in enumerate(names):
        if one in at:
            pieces |= {first - 1, first}
        for last in range(first + 1, len(names)):
            if f"{one}–{names[last]}" in at:
                pieces |= set(range(first, last))
    return pieces

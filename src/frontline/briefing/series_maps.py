"""Pictures of a series of maps: what changed between two days, month by month, and the area's course."""

from __future__ import annotations

__all__ = [
    "AGAINST",
    "GREY",
    "SIDE",
    "View",
    "draw_course",
    "draw_difference",
    "draw_ground",
    "draw_months",
    "headline",
    "map_axes",
    "name_places",
    "scale_bar",
    "seen",
    "view_of",
]

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import shapely
from matplotlib.dates import AutoDateLocator, ConciseDateFormatter
from pyproj import Transformer

from frontline.sources.change import ground_between
from frontline.sources.edges import polygons_of
from frontline.sources.metrics import area_km2
from frontline.sources.series import edges_on, known_day

from .ink import INK, PAPER, figure, muted, patch, save, strong, write_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from shapely.geometry.base import BaseGeometry

    from frontline.model import Life, Place
    from frontline.sources import Measures, Series

SIDE, AGAINST = "#b4432f", "#2f6690"  # where nobody says what colours the sides have
GREY = "#5c6165"
_EPOCH = 719_163  # the ordinal of 1970-01-01


@dataclass(frozen=True)
class View:
    """A series' ground in metres and the frame to draw it in: all that moved, or all there is.

    `frame` is x0, y0, x1, y1 in metres; `places` are drawn where they lie in it, the largest first.
    """

    series: Series
    frame: tuple[float, float, float, float]
    places: tuple[Place, ...] = ()

    @cached_property
    def project(self) -> Transformer:
        """The way from lon/lat to the series' metres."""
        return Transformer.from_crs("OGC:CRS84", self.series.crs, always_xy=True)

    def metres(self, ground: BaseGeometry) -> BaseGeometry:
        """Return ground in metres, cut to a little more than the frame."""
        moved = shapely.transform(ground, lambda at: np.column_stack(self.project.transform(at[:, 0], at[:, 1])))
        x0, y0, x1, y1 = self.frame
        margin = (x1 - x0) / 20
        return shapely.clip_by_rect(moved, x0 - margin, y0 - margin, x1 + margin, y1 + margin)

    def ground(self, number: int) -> BaseGeometry:
        """Return the ground of the series' side on a known day."""
        return self.metres(polygons_of(edges_on(self.series, number, self.series.side)))

    @property
    def aspect(self) -> float:
        """Width of the frame over its height."""
        x0, y0, x1, y1 = self.frame
        return (x1 - x0) / (y1 - y0)


def view_of(series: Series, *, whole: bool = False, places: Sequence[Place] = ()) -> View:
    """Return the view of a series: where ground changed hands from its first to its last day, or `whole`."""
    first, last = (edges_on(series, number, series.side) for number in (0, len(series.days) - 1))
    grounds = [polygons_of(last)] if whole else [seen(ground) for ground in ground_between(first, last)]
    parts = shapely.get_parts(grounds)
    parts = parts if len(parts) else shapely.get_parts(polygons_of(last))
    project = Transformer.from_crs("OGC:CRS84", series.crs, always_xy=True)
    x, y = project.transform(*shapely.get_coordinates(parts).T)
    (x0, x1), (y0, y1) = (float(x.min()), float(x.max())), (float(y.min()), float(y.max()))
    margin = 0.08 * max(x1 - x0, y1 - y0, 10_000)
    x0, x1, y0, y1 = x0 - margin, x1 + margin, y0 - margin, y1 + margin
    # Neither a ribbon nor a tower: newspapers have columns.
    wide, high = max(x1 - x0, 0.75 * (y1 - y0)), max(y1 - y0, 0.6 * (x1 - x0))
    middle, level = (x0 + x1) / 2, (y0 + y1) / 2
    ordered = tuple(sorted(places, key=lambda place: -place.size))
    return View(series, (middle - wide / 2, level - high / 2, middle + wide / 2, level + high / 2), ordered)


def seen(changed: BaseGeometry) -> BaseGeometry:
    """Leave out of changed ground what no eye would see: slivers where a border was only drawn anew.

    A face counts where it is a hundred metres wide by its area over half its edge, and a tenth of a km² large.
    """
    faces = shapely.get_parts(changed)
    wide = 2 * shapely.area(faces) / np.maximum(shapely.length(faces), 1e-12) > 100 / 111_195
    return shapely.MultiPolygon(list(faces[wide & (shapely.area(faces) > 1e5 / 111_195**2)]))


def map_axes(sheet: Figure, box: tuple[float, float, float, float], view: View) -> Axes:
    """Return axes to draw the view on, at `box` (left, bottom, width, height) of the sheet."""
    axes = sheet.add_axes(box, facecolor=muted(AGAINST, share=0.16))
    x0, y0, x1, y1 = view.frame
    axes.set(xlim=(x0, x1), ylim=(y0, y1), xticks=[], yticks=[], aspect="equal")
    for spine in axes.spines.values():
        spine.set(color="#b9b4a8", linewidth=0.6)
    return axes


def draw_ground(axes: Axes, ground: BaseGeometry, *, line: float = 0.7) -> None:
    """Draw the ground of the series' side with its front."""
    axes.add_patch(patch(ground, facecolor=muted(SIDE, share=0.42), edgecolor=strong(SIDE), linewidth=line))


def scale_bar(axes: Axes, view: View) -> None:
    """Draw a bar of a round length, low on the left."""
    x0, y0, x1, _ = view.frame
    wanted = (x1 - x0) / 5000
    step = 10 ** np.floor(np.log10(wanted))
    km = float(max(n * step for n in (1, 2, 5) if n * step <= wanted))
    left, low = x0 + (x1 - x0) * 0.03, y0 + (x1 - x0) * 0.03
    axes.plot([left, left + km * 1000], [low, low], color=INK, linewidth=1.4, solid_capstyle="butt")
    write_text(axes, left, low + (x1 - x0) * 0.008, f"{km:g} km", fontsize=7, color=INK, va="bottom", halo=True)


def name_places(axes: Axes, view: View, most: int = 28) -> None:
    """Write the names of the largest places, each where it does not run into another."""
    taken: list[tuple[float, float]] = []
    x0, y0, x1, y1 = view.frame
    apart = (x1 - x0) / 14
    for place in view.places:
        x, y = view.project.transform(place.lon, place.lat)
        inside = x0 < x < x1 - apart and y0 < y < y1
        if len(taken) == most or not inside:
            continue
        if any(abs(x - a) < apart and abs(y - b) < apart / 3 for a, b in taken):
            continue
        taken.append((x, y))
        axes.plot(x, y, "o", color=INK, markersize=2.2 if place.size > 2 else 1.6, zorder=5)
        size = 7.5 if place.size > 3 else 6.2
        write_text(axes, x + apart / 12, y, place.name, fontsize=size, color=INK, va="center", halo=True, zorder=6)


def headline(sheet: Figure, title: str, line: str) -> None:
    """Write what the sheet shows, and a line on how to read it."""
    axes = sheet.add_axes((0, 0, 1, 1), zorder=-1)
    axes.axis("off")
    high = sheet.get_figheight()
    write_text(axes, 0.03, 1 - 0.30 / high, title, fontsize=15, fontweight="bold", color=INK, va="center")
    write_text(axes, 0.03, 1 - 0.58 / high, line, fontsize=8.5, color=GREY, va="center")


def _foot(sheet: Figure, series: Series) -> None:
    axes = sheet.add_axes((0, 0, 1, 1), zorder=-1)
    axes.axis("off")
    known = f"{len(series.days)} known days, {series.days[0]} to {series.days[-1]}; days without a map are not shown"
    write_text(axes, 0.03, 0.14 / sheet.get_figheight(), known, fontsize=6.5, color=GREY, va="center")


def draw_difference(view: View, first: date, last: date, stem: Path) -> list[Path]:
    """Draw what was gained, lost and kept between two known days; NotFoundError where one is not known."""
    series = view.series
    before, after = known_day(series, first), known_day(series, last)
    old, new = (edges_on(series, number, series.side) for number in (before, after))
    gained, lost = ground_between(old, new)
    width = 8.6
    height = width / view.aspect + 1.1
    sheet = figure(width, height)
    axes = map_axes(sheet, (0.03, 0.30 / height, 0.94, 1 - 1.06 / height), view)
    kept = view.metres(shapely.difference(polygons_of(new), gained))
    axes.add_patch(patch(kept, facecolor=muted(SIDE, share=0.30), edgecolor="none"))
    axes.add_patch(patch(view.metres(seen(gained)), facecolor=strong(SIDE), edgecolor=strong(SIDE), linewidth=0.3))
    axes.add_patch(patch(view.metres(seen(lost)), facecolor=strong(AGAINST), edgecolor=strong(AGAINST), linewidth=0.3))
    axes.add_patch(patch(view.ground(after), facecolor="none", edgecolor=INK, linewidth=0.55))
    name_places(axes, view)
    scale_bar(axes, view)
    _legend(
        axes,
        [
            (strong(SIDE), f"gained by {series.side}: {area_km2(gained):,.0f} km²"),
            (strong(AGAINST), f"lost by {series.side}: {area_km2(lost):,.0f} km²"),
            (muted(SIDE, share=0.30), "held on both days"),
        ],
    )
    net = area_km2(gained) - area_km2(lost)
    days = (last - first).days
    headline(
        sheet,
        f"What changed hands, {_day(first)} to {_day(last)}",
        f"Net {net:+,.0f} km² to {series.side} in {days} days",
    )
    _foot(sheet, series)
    return save(sheet, stem, name="difference")


def _legend(axes: Axes, rows: Sequence[tuple[str, str]]) -> None:
    for place, (colour, words) in enumerate(rows):
        y = 0.965 - place * 0.036
        axes.add_patch(_key(axes, y, colour))
        write_text(
            axes, 0.058, y, words, fontsize=7.5, color=INK, va="center", transform=axes.transAxes, halo=True, zorder=7
        )


def _key(axes: Axes, y: float, colour: str) -> Any:  # noqa: ANN401
    from matplotlib.patches import Rectangle  # noqa: PLC0415

    return Rectangle((0.022, y - 0.011), 0.026, 0.022, transform=axes.transAxes, facecolor=colour, zorder=7)


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def draw_months(view: View, stem: Path) -> list[Path]:
    """Draw a small map for each month: what is held on its last known day, what was gained and lost in it."""
    series = view.series
    ends = [
        n for n, day in enumerate(series.days) if n + 1 == len(series.days) or series.days[n + 1].month != day.month
    ]
    columns = min(6 if len(ends) > 12 else 4, len(ends))
    rows = -(-len(ends) // columns)
    width = 11.0
    cell = width * 0.94 / columns
    map_high, words_high = (cell - 0.1) / view.aspect, 0.36
    height = 0.86 + rows * (map_high + words_high) + 0.3
    sheet = figure(width, height)
    start = 0
    for place, end in enumerate(ends):
        row, column = divmod(place, columns)
        left = 0.03 + column * cell / width
        top = 1 - (0.86 + row * (map_high + words_high)) / height
        box = (left, top - (map_high + words_high - 0.06) / height, (cell - 0.1) / width, map_high / height)
        axes = map_axes(sheet, box, view)
        gained, lost = ground_between(edges_on(series, start, series.side), edges_on(series, end, series.side))
        axes.add_patch(patch(view.ground(end), facecolor=muted(SIDE, share=0.34), edgecolor="none"))
        for ground, colour in ((gained, strong(SIDE)), (lost, strong(AGAINST))):
            axes.add_patch(patch(view.metres(seen(ground)), facecolor=colour, edgecolor=colour, linewidth=0.4))
        axes.add_patch(patch(view.ground(end), facecolor="none", edgecolor=INK, linewidth=0.25))
        month = f"{series.days[end]:%b %Y}"
        plus, less = area_km2(gained), area_km2(lost)
        at: dict[str, Any] = {"transform": axes.transAxes, "va": "bottom"}
        write_text(axes, 0, 1.015, month, fontsize=8, fontweight="bold", color=INK, ha="left", **at)
        write_text(axes, 1, 1.015, f"+{plus:,.0f} −{less:,.0f} km²", fontsize=7, color=GREY, ha="right", **at)
        start = end
    headline(
        sheet,
        f"Month by month: what {series.side} gained and lost",
        "Each map shows the month's last known day; red was gained since the month before, blue was lost",
    )
    _foot(sheet, series)
    return save(sheet, stem, name="months")


def quiet(axes: Axes, *, grid: Literal["x", "y"]) -> None:
    """Take from a chart what says nothing: three of its frame's sides, loud ticks."""
    axes.tick_params(labelsize=7.5, colors=GREY, length=2.5)
    axes.grid(axis=grid, color="#e2ded4", linewidth=0.5)
    axes.set_axisbelow(True)
    for name, spine in axes.spines.items():
        spine.set_visible(name == "bottom")
        spine.set(color="#b9b4a8", linewidth=0.6)


def time_axis(axes: Axes) -> None:
    """Write days below a chart, as few as will do."""
    locator = AutoDateLocator(minticks=5, maxticks=12)  # type: ignore[no-untyped-call]
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(ConciseDateFormatter(locator))  # type: ignore[no-untyped-call]


def day_number(day: date) -> float:
    """Return a day as matplotlib counts them, from 1970 on."""
    return float(day.toordinal() - _EPOCH)


def draw_course(series: Series, days: Sequence[Measures], stem: Path, *, lives: Sequence[Life] = ()) -> list[Path]:
    """Draw the area's course with gained and lost by week, and what happened to the lives that mattered most."""
    width, height = 10.0, 5.6
    sheet = figure(width, height)
    upper = sheet.add_axes((0.075, 0.40, 0.90, 0.44), facecolor=PAPER)
    lower = sheet.add_axes((0.075, 0.085, 0.90, 0.235), facecolor=PAPER, sharex=upper)
    area = np.array([one.area_km2[series.side] for one in days])
    when = np.array([day_number(one.day) for one in days])
    _curve(upper, when, area, [one.day for one in days])
    weeks = when - (when - when[0]) % 7
    starts = np.unique(weeks)
    for sign, figures, colour in (
        (1, [one.gained_km2 for one in days], strong(SIDE)),
        (-1, [one.lost_km2 for one in days], strong(AGAINST)),
    ):
        sums = np.array(
            [sum(value for week, value in zip(weeks, figures, strict=True) if week == one) for one in starts]
        )
        lower.bar(starts + 3.5, sign * sums, width=5.6, color=colour, linewidth=0)
    lower.axhline(0, color=INK, linewidth=0.6)
    _mark_events(upper, lives, when, area)
    for axes, words in ((upper, f"held by {series.side}, km²"), (lower, "gained and lost a week, km²")):
        write_text(axes, 0, 1.03, words, fontsize=8, color=GREY, transform=axes.transAxes, va="bottom")
        quiet(axes, grid="y")
    time_axis(lower)
    upper.tick_params(labelbottom=False)
    upper.yaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
    gained, lost = (sum(figures) for figures in ([d.gained_km2 for d in days], [d.lost_km2 for d in days]))
    headline(
        sheet,
        f"Ground held by {series.side}: {area[0]:,.0f} to {area[-1]:,.0f} km²",
        f"{_day(days[0].day)} to {_day(days[-1].day)}; gained {gained:,.0f}, lost {lost:,.0f} km²; gaps are unknown",
    )
    return save(sheet, stem, name="course")


def _curve(axes: Axes, when: Any, area: Any, days: Sequence[date]) -> None:  # noqa: ANN401
    """Draw the curve, broken where days are not known."""
    start = 0
    for place in range(1, len(days) + 1):
        if place == len(days) or (days[place] - days[place - 1]).days > 1:
            axes.plot(when[start:place], area[start:place], color=strong(SIDE), linewidth=1.6, solid_capstyle="round")
            start = place
    axes.fill_between(when, area, area.min(), color=muted(SIDE, share=0.25), linewidth=0)
    axes.set_xlim(when[0], when[-1])
    axes.set_ylim(area.min(), area.max() + 0.12 * max(np.ptp(area), 1.0))


def _mark_events(axes: Axes, lives: Sequence[Life], when: Any, area: Any, most: int = 8) -> None:  # noqa: ANN401
    """Mark the beginnings and ends of the lives that mattered most, numbered in time's order."""
    told = [
        (day_number(event.day), event.what, life.name)
        for life in lives
        for event in life.happenings
        if event.what in {"born", "pinched off", "collapsed", "relieved"}
    ]
    span, high = when[-1] - when[0], np.ptp(area) or 1.0
    rising = area[-1] >= area[0]  # the side on which the curve leaves room for words
    taken: list[tuple[float, float, float]] = []
    for at, what, name in told:
        words, y = f"{name} {what}", float(np.interp(at, when, area))
        wide, lifted = 0.0058 * len(words) * span, y + 0.09 * high
        left = at - wide if rising else at
        off = not when[0] <= left or left + wide > when[-1]
        if off or any(left < b and a < left + wide and abs(lifted - level) < 0.07 * high for a, b, level in taken):
            continue
        taken.append((left, left + wide, lifted))
        axes.plot(at, y, "o", color=INK, markersize=3.2, zorder=5)
        axes.plot([at, at], [y, lifted], color=GREY, linewidth=0.5)
        ha = "right" if rising else "left"
        write_text(axes, at, lifted, words, fontsize=6.5, color=INK, ha=ha, va="bottom", halo=True)
        if len(taken) == most:
            break

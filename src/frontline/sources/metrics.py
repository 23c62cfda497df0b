"""Measures of a series day by day: area, gained and lost, length of the front, perimeter, pieces.

Area and perimeter are sums over edges, so those of all days follow from the edges that come and go. Gained and
lost ground, and the length of the front at a scale, are found anew only where edges changed.
"""

from __future__ import annotations

__all__ = ["BORDER_KM", "SCALE_KM", "Measures", "area_km2", "measure", "summed"]

from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING, Literal

import numpy as np
import shapely

from .change import ground_changed
from .edges import degrees, pieces_of, polygons_of
from .series import changes, day_range, edges_on

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from .series import Series

SCALE_KM = 1.0
"""The scale at which the front is measured where none is said: bends narrower than this are smoothed away."""
BORDER_KM = 2.0
"""Edges nearer than this to the given boundary's line are border or coast, not front."""

_A, _F = 6378.137, 1 / 298.257223563  # WGS84: semi-major axis in km, flattening
_E = np.sqrt(_F * (2 - _F))


@dataclass(frozen=True, slots=True)
class Measures:
    """A series on one known day, or over the days from `since` to `day`.

    `area_km2` by layer, and of the other side where a boundary was given; `gained_km2` and `lost_km2` since the
    known day before (`since`, None on the first), of the series' side; `front_km` at the scale asked for;
    `regions` has the same for each region: area, gained, lost.
    """

    day: date
    since: date | None
    area_km2: Mapping[str, float]
    gained_km2: float
    lost_km2: float
    front_km: float
    perimeter_km: float
    pieces: int
    regions: Mapping[str, tuple[float, float, float]]


def area_km2(ground: BaseGeometry) -> float:
    """Return the area on the WGS84 ellipsoid of (multi)polygons in lon/lat whose edges are straight in lon/lat.

    So RFC 7946 has it. From the area between an edge and the equator, which adds up along a ring.
    """
    rings = shapely.get_rings(shapely.orient_polygons(shapely.get_parts(ground)))
    corners, ring = shapely.get_coordinates(rings, return_index=True)
    within = ring[1:] == ring[:-1]
    return float(_edge_areas(np.hstack([corners[:-1], corners[1:]])[within]).sum())


def _edge_areas(corners: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the signed area in km² between each edge (degrees) and the equator; Snyder (1987), eq. 3-12.

    The latitude's area function is averaged along the edge by Gauss's rule at three points, whose error for an
    edge of one degree is below a square metre.
    """
    lon0, lat0, lon1, lat1 = np.radians(corners).T
    nodes, weights = np.polynomial.legendre.leggauss(3)
    lat = lat0 + (lat1 - lat0) * (nodes[:, None] + 1) / 2
    sine = np.sin(lat)
    share = sine / (1 - (_E * sine) ** 2) + np.arctanh(_E * sine) / _E
    polar = _A**2 * (1 - _E**2) / 2
    return np.asarray(-(lon1 - lon0) * polar * (weights @ share) / 2)


def _edge_lengths(corners: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the geodesic length of each edge in km."""
    from pyproj import Geod  # noqa: PLC0415

    return np.asarray(Geod(ellps="WGS84").inv(*corners.T)[2]) / 1000


def measure(
    series: Series,
    *,
    first: date | None = None,
    last: date | None = None,
    scale_km: float = SCALE_KM,
    border_km: float = BORDER_KM,
    regions: Mapping[str, BaseGeometry] | None = None,
) -> list[Measures]:
    """Return the measures of every known day from `first` to `last`, both counted in."""
    days = day_range(series, first, last)
    corners = degrees(series.edges)
    areas = _edge_areas(corners)
    totals = {layer: _sums(series, areas, layer)[days.start : days.stop] for layer in series.layers}
    if series.given_boundary is not None:
        rest = area_km2(series.given_boundary) - sum(totals.values())
        totals[series.against] = totals.get(series.against, np.zeros(len(days))) + rest
    perimeters = _sums(series, _edge_lengths(corners), series.side)
    fronts = _front_km(series, days, scale_km, border_km)
    inside = _Regions(regions or {})
    found = []
    for place, (number, change) in enumerate(zip(days, changes(series, series.side, days), strict=True)):
        edges = edges_on(series, number, series.side)
        if place == 0:
            inside.start(polygons_of(edges_on(series, max(number - 1, 0), series.side)))
        if change.before is None:
            gained = lost = shapely.MultiPolygon()
        else:
            gained, lost = ground_changed(change.came, change.went)
        found.append(
            Measures(
                day=change.day,
                since=change.before,
                area_km2={layer: float(total[place]) for layer, total in totals.items()},
                gained_km2=area_km2(gained),
                lost_km2=area_km2(lost),
                front_km=fronts[place],
                perimeter_km=float(perimeters[number]),
                pieces=pieces_of(edges),
                regions=inside.change(gained, lost),
            )
        )
    return found


def _sums(series: Series, values: NDArray[np.float64], layer: str) -> NDArray[np.float64]:
    """Return for each known day the sum of `values` over the edges that stand on it."""
    mine = series.layer == series.layers.index(layer)
    steps = np.zeros(len(series.days) + 1)
    np.add.at(steps, series.born[mine], values[mine])
    np.subtract.at(steps, np.minimum(series.gone[mine], len(series.days)), values[mine])
    return np.cumsum(steps)[:-1]


class _Regions:
    """The areas of the user's regions, carried from day to day by what was gained and lost in each."""

    def __init__(self, regions: Mapping[str, BaseGeometry]) -> None:
        self._regions = dict(regions)
        self._areas: dict[str, float] = {}
        for region in self._regions.values():
            shapely.prepare(region)

    def start(self, ground: BaseGeometry) -> None:
        self._areas = {name: area_km2(region.intersection(ground)) for name, region in self._regions.items()}

    def change(self, gained: BaseGeometry, lost: BaseGeometry) -> dict[str, tuple[float, float, float]]:
        found = {}
        for name, region in self._regions.items():
            plus = area_km2(region.intersection(gained)) if region.intersects(gained) else 0.0
            less = area_km2(region.intersection(lost)) if region.intersects(lost) else 0.0
            self._areas[name] += plus - less
            found[name] = (self._areas[name], plus, less)
        return found


def _front_km(series: Series, days: range, scale_km: float, border_km: float) -> list[float]:
    """Return the length of the front on each day, by Perkal's longimetry.

    That is the area within half the scale of the front, divided by the scale: bends narrower than the scale fall
    together, so the figure means something, together with its scale (Perkal, J. (1966), On the length of empirical
    curves). The band only changes near edges that came or went, so only there is it measured again.
    """
    from pyproj import Transformer  # noqa: PLC0415

    mine = np.flatnonzero(series.layer == series.layers.index(series.side))
    corners = degrees(series.edges[mine])
    project = Transformer.from_crs("OGC:CRS84", series.crs, always_xy=True).transform
    ends = np.column_stack([*project(corners[:, 0], corners[:, 1]), *project(corners[:, 2], corners[:, 3])]) / 1000
    lines = np.asarray(shapely.linestrings(ends.reshape(-1, 2, 2)))
    if series.given_boundary is not None:
        outline = shapely.transform(
            series.given_boundary.boundary, lambda lonlat: np.column_stack(project(*lonlat.T)) / 1000
        )
        shapely.prepare(outline)
        front = ~shapely.dwithin(outline, shapely.line_interpolate_point(lines, 0.5, normalized=True), border_km)
        mine, lines = mine[front], lines[front]
    born, gone = series.born[mine], series.gone[mine]
    west, south, east, north = shapely.bounds(lines).T
    around = np.asarray(shapely.box(west - scale_km, south - scale_km, east + scale_km, north + scale_km))
    half = scale_km / 2

    def band(which: NDArray[np.intp]) -> float:
        if not len(which):
            return 0.0
        line = shapely.line_merge(shapely.MultiLineString(list(lines[which])))
        return float(shapely.buffer(line, half).area)

    start = days.start
    area = band(np.flatnonzero((born <= start) & (start < gone)))
    found = [area / scale_km]
    for number in days[1:]:
        changed = np.flatnonzero((born == number) | (gone == number))
        if len(changed):
            there = np.flatnonzero((born <= number) & (number <= gone))
            tree = shapely.STRtree(lines[changed])
            near = there[np.unique(tree.query(around[there])[0])]
            now = (born[near] <= number) & (number < gone[near])
            before = (born[near] < number) & (number <= gone[near])
            area += band(near[now]) - band(near[before])
        found.append(area / scale_km)
    return found


def summed(days: Sequence[Measures], every: Literal["day", "week", "month"]) -> list[Measures]:
    """Return one entry for each ISO week or month: the state on its last known day, gained and lost added up."""
    if every == "day":
        return list(days)

    def period(one: Measures) -> tuple[int, int]:
        return one.day.isocalendar()[:2] if every == "week" else (one.day.year, one.day.month)

    found = []
    for _, group in groupby(days, key=period):
        span = list(group)
        end = span[-1]
        regions = {
            name: (area, sum(one.regions[name][1] for one in span), sum(one.regions[name][2] for one in span))
            for name, (area, _, _) in end.regions.items()
        }
        found.append(
            replace(
                end,
                since=span[0].since,
                gained_km2=sum(one.gained_km2 for one in span),
                lost_km2=sum(one.lost_km2 for one in span),
                regions=regions,
            )
        )
    return found

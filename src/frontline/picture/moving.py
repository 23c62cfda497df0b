"""Salients and pockets of every day of a series, looked for anew only where the map moved.

What a salient is, a day's map says (`salients.py`). From day to day little of a map changes, and a thing can only
change near edges that did. So a day's map is cut to windows around its changed edges, wide enough that any salient
near the change lies whole in its window; what lies elsewhere stays as it was. Where no edge moves in the whole
series (a coast, an old border) nothing is looked for at all: what never changes has no life to tell.
"""

from __future__ import annotations

__all__ = ["SCALE_KM", "Found", "Thing", "moving_part", "pockets_by_day", "salients_by_day"]

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np
import shapely

from frontline.model import ControlMap
from frontline.sources.change import ground_changed
from frontline.sources.edges import degrees, polygons_of
from frontline.sources.metrics import BORDER_KM
from frontline.sources.series import changes, day_range, edges_on, known_day, standing

from ._names import names_of
from .measure import area_km2, to_degrees, to_metres
from .salients import salients

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from frontline.model import Place, Salient
    from frontline.sources.edges import Edges
    from frontline.sources.series import Change, Series

    from ._names import Names

SCALE_KM = 10.0
"""The scale of a series' salients where none is said: what is narrower is a finger, what is wider is body.

One scale, not the several that a single day is looked at with: of nested fingers now one, now the other would be
the stronger, and a life through days needs one measure.
"""

_EVERYWHERE = shapely.box(-1e8, -1e8, 1e8, 1e8)
_LEAST_KM2 = 0.005  # less ground than this, a field's corner, moves no neck
_CORE = 0.5  # how far around a moved edge things are judged anew, in scales
_REACH = 1.5  # how much further the map is looked at, so that a thing is seen with the body it hangs on


class Found(NamedTuple):
    """What was found anew on a day: all that touches `core`; what does not has not changed. Shapes are in metres.

    `after` is the known day before, `ground` that of the series' `side` around the core.
    """

    day: date
    after: date | None
    side: str
    core: BaseGeometry
    ground: BaseGeometry
    things: tuple[Thing, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Thing:
    """A salient or pocket as it stood on one day. `shape` in metres, `at` (lon, lat) in its neck, or in the pocket."""

    kind: Literal["salient", "corridor", "pocket"]
    name: str
    side: str
    against: str | None
    area_km2: float
    length_km: float
    neck_km: float | None
    at: tuple[float, float]
    shape: BaseGeometry


def salients_by_day(
    series: Series,
    *,
    first: date | None = None,
    last: date | None = None,
    scale_km: float = SCALE_KM,
    gazetteer: Iterable[Place] = (),
) -> Iterator[Found]:
    """Yield for each known day the salients of both sides near what changed on it; on the first day, of all that moves.

    Raises NotFoundError where no known day lies in the span.
    """
    days = day_range(series, first, last)
    places = tuple(gazetteer)
    outline = to_metres(series.boundary, series.crs) if series.given_boundary is not None else None
    metres = _projected(series)
    moves = _moving(series, days)
    held: list[Thing] = []
    for number, change in zip(days, changes(series, series.side, days), strict=True):
        if number == days.start:
            moved = metres[moves & (series.born < days.stop) & (series.gone > days.start)]
        else:
            moved = _moved(change, series.crs)
        if not len(moved):
            yield Found(change.day, change.before, series.side, shapely.Polygon(), shapely.Polygon(), ())
            continue
        core = _around(moved, 1000 * scale_km * _CORE)
        shapely.prepare(core)
        touched = [thing for thing in held if core.intersects(thing.shape)]
        boxes = np.array([*shapely.bounds(shapely.get_parts(core)), *(thing.shape.bounds for thing in touched)])
        window = _around(boxes, 1000 * scale_km * _REACH)
        if outline is not None:
            window = window.intersection(outline)
        there = standing(series, number, series.side)
        mine = shapely.intersection(polygons_of(series.edges[there], metres[there]), window)
        control = _control(mine, window, series, change.day)
        near = to_degrees(core, series.crs)
        found = salients(control, scale_km=scale_km, rungs=1, gazetteer=places, near=near)
        things = tuple(_thing(one, series.crs) for one in found)
        held = [*(thing for thing in held if thing not in touched), *things]
        yield Found(change.day, change.before, series.side, core, mine, things)


def moving_part(series: Series, day: date, scale_km: float) -> ControlMap:
    """Return a known day's control map cut to the ground near which any edge of the series ever moves."""
    number = known_day(series, day)
    metres = _projected(series)
    moves = metres[_moving(series, range(len(series.days)))]
    window = _around(moves if len(moves) else metres, 1000 * scale_km * (_CORE + _REACH))
    there = standing(series, number, series.side)
    mine = shapely.intersection(polygons_of(series.edges[there], metres[there]), window)
    return _control(mine, window, series, day)


def _moving(series: Series, days: range) -> NDArray[np.bool_]:
    """Say of each edge of the series' side whether it comes or goes after the first of some days."""
    moves = (series.born > days.start) | (series.gone < days.stop)
    return np.asarray(moves & (series.layer == series.layers.index(series.side)))


def pockets_by_day(
    series: Series,
    *,
    first: date | None = None,
    last: date | None = None,
    border_km: float = BORDER_KM,
    gazetteer: Iterable[Place] = (),
) -> Iterator[Found]:
    """Yield for each known day the ground of either side that is cut off: pieces apart from the body, and holes.

    A piece of the series' side that comes within `border_km` of the given boundary's line may be supplied across
    it; where none does, or no boundary was given, the largest piece is the body. Whatever the other side has
    inside is cut off. Raises NotFoundError where no known day lies in the span.
    """
    names = names_of(ControlMap(series.days[0], {}, series.boundary, series.crs), gazetteer)
    outline = to_metres(series.given_boundary.boundary, series.crs) if series.given_boundary is not None else None
    seen: dict[bytes, Thing | None] = {}
    found: tuple[Thing, ...] = ()
    ground: BaseGeometry = shapely.Polygon()
    days = day_range(series, first, last)
    for number, change in zip(days, changes(series, series.side, days), strict=True):
        if number == days.start or len(change.came) or len(change.went):
            ground = polygons_of(edges_on(series, number, series.side))
            now = {
                part.wkb: (side, part)
                for side, parts in _cut_off(ground, series, outline, border_km).items()
                for part in parts
            }
            seen = {key: seen.get(key) or _pocket(part, side, series, names) for key, (side, part) in now.items()}
            found = tuple(thing for thing in seen.values() if thing is not None)
            ground = to_metres(ground, series.crs)
        yield Found(change.day, change.before, series.side, _EVERYWHERE, ground, found)


def _cut_off(
    ground: BaseGeometry, series: Series, outline: BaseGeometry | None, border_km: float
) -> dict[str, list[BaseGeometry]]:
    parts = shapely.get_parts(ground)
    holes = [shapely.Polygon(ring) for part in parts for ring in part.interiors]
    inside = [hole for hole in (shapely.difference(hole, ground) for hole in holes) if not hole.is_empty]
    joined = np.zeros(len(parts), dtype=bool)
    if outline is not None:
        joined = shapely.dwithin([to_metres(part, series.crs) for part in parts], outline, 1000 * border_km)
    if len(parts) and not joined.any():
        joined[shapely.area(parts).argmax()] = True
    return {series.side: list(parts[~joined]), series.against: inside}


def _pocket(part: BaseGeometry, side: str, series: Series, names: Names) -> Thing:
    shape = to_metres(part, series.crs)
    corners = shapely.get_coordinates(shapely.convex_hull(shape))
    reach = np.linalg.norm(corners[:, None] - corners[None], axis=2).max() / 1000
    lon, lat = shapely.get_coordinates(shapely.point_on_surface(part))[0].tolist()
    inside = names.inside(part, side)
    title = inside[0] if inside else names.nearest(np.array([lon, lat]))
    return Thing(
        kind="pocket",
        name=f"{title} pocket" if title else "pocket",
        side=side,
        against=series.against if side == series.side else series.side,
        area_km2=area_km2(part),
        length_km=float(reach),
        neck_km=None,
        at=(lon, lat),
        shape=shape,
    )


def _projected(series: Series) -> NDArray[np.float64]:
    return _in_metres(series.edges, series.crs)


def _in_metres(edges: Edges, crs: str) -> NDArray[np.float64]:
    ends = to_metres(shapely.multipoints(degrees(edges).reshape(-1, 2)), crs)
    return shapely.get_coordinates(ends).reshape(-1, 4)


def _moved(change: Change, crs: str) -> NDArray[np.float64]:
    """Return the boxes, in metres, of the ground that changed hands, without slips of the pen.

    Some days a map is drawn anew to the centimetre: all its edges change, and no ground does.
    """
    faces = np.concatenate([shapely.get_parts(part) for part in ground_changed(change.came, change.went)])
    if not len(faces):
        return np.empty((0, 4))
    metric = to_metres(shapely.GeometryCollection(list(faces)), crs)
    parts = shapely.get_parts(metric)
    return np.asarray(shapely.bounds(parts[shapely.area(parts) >= 1e6 * _LEAST_KM2]))


def _around(edges: NDArray[np.float64], margin: float) -> BaseGeometry:
    """Return squares on a grid that cover all within `margin` of edges (or boxes): many edges, few corners."""
    cell = margin / 2
    low = np.floor((np.minimum(edges[:, :2], edges[:, 2:]) - margin) / cell).astype(int)
    high = np.ceil((np.maximum(edges[:, :2], edges[:, 2:]) + margin) / cell).astype(int)
    boxes = np.unique(np.hstack([low, high]), axis=0) * cell
    return shapely.union_all(shapely.box(*boxes.T))


def _control(mine: BaseGeometry, window: BaseGeometry, series: Series, day: date) -> ControlMap:
    areas = {series.side: mine, series.against: shapely.difference(window, mine)}
    return ControlMap(
        day=day,
        areas={side: to_degrees(area, series.crs) for side, area in areas.items()},
        boundary=to_degrees(window, series.crs),
        crs=series.crs,
    )


def _thing(one: Salient, crs: str) -> Thing:
    return Thing(
        kind=one.kind,
        name=one.name,
        side=one.side,
        against=one.against,
        area_km2=one.area_km2,
        length_km=one.length_km,
        neck_km=one.neck.width_km,
        at=one.neck.at,
        shape=to_metres(one.shape, crs),
    )

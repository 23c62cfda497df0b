"""What lies open if a side stops where it stands: the flanks of its corridors, the cheapest cuts, what would help."""

from __future__ import annotations

__all__ = ["Flank", "Halt", "Hold", "PlaceCut", "halt", "halt_map"]

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import shapely
from scipy.spatial import cKDTree
from shapely.geometry import LineString, MultiLineString, Point, Polygon
from shapely.ops import substring

from frontline.control import control_map
from frontline.picture.draw import draw, draw_map, rear_of
from frontline.picture.measure import ground_in_metres, length_km, to_degrees, to_metres
from frontline.picture.routes import NEAR_KM

from .cuts import LineCut, fewest_places, more_ways, shortest_line
from .lines import lines_of, roads_of, standing, way_of
from .supply import supplied

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    Floats = NDArray[np.float64]
    from frontline.control import Belief
    from frontline.model import ControlMap, Picture, Place, Salient

    from .lines import Lines

_GAP_M = 20.0  # as fronts have it
_AROUND_M = 1000.0  # about a corridor, in which all that it faces lies
_WINDS = ("north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west")


@dataclass(frozen=True, slots=True)
class Flank:
    """One flank of a corridor: on which side of it (a compass point), how long, and how much faces which side, km."""

    toward: str
    exposed_km: float
    against: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlaceCut:
    """The fewest places, by id, whose loss parts a corridor's goal from the rear, and what is cut off with it."""

    places: tuple[str, ...]
    cuts_off: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Hold:
    """How firmly a corridor, or a salient, is held.

    `line` is the shortest line across the side's ground that parts all places beyond the neck, and the widest spot
    beyond it, from the rear. `goal` is the id of the place that it leads to, None where no place is
    known beyond it, and then all that counts places says nothing. `by_ground` and `by_road` are the cheapest cuts in
    places, None where no loss parts the goal from the rear. `one_more` are the places to take so that the goal has one
    way more over the ground than now, `second_road` those that give it a second road to the rear that shares no place
    with the first (None where there is none), `widening` those of other sides within half the corridor's length of its
    middle, which make it as wide as it is long; `widened_km` is what the shortest line is then.
    """

    corridor: Salient
    flanks: tuple[Flank, ...]
    line: LineCut | None
    goal: str | None = None
    by_ground: PlaceCut | None = None
    by_road: PlaceCut | None = None
    one_more: tuple[str, ...] | None = None
    second_road: tuple[str, ...] | None = None
    widening: tuple[str, ...] = ()
    widened_km: float | None = None

    @property
    def wider_km(self) -> float:
        """By how much it would have to be wider where it is cut most cheaply, to be as wide as it is long, km."""
        narrowest = self.line.length_km if self.line is not None else self.corridor.neck.width_km
        return max(self.corridor.length_km - narrowest, 0.0)


@dataclass(frozen=True, slots=True, eq=False)
class Halt:
    """What lies open of a side's ground; `exposed_km` are the flanks of all its salients and corridors together."""

    side: str
    picture: Picture
    mapped: ControlMap
    exposed_km: float
    corridors: tuple[Hold, ...]


def halt(
    belief: Belief,
    day: date,
    side: str,
    *,
    scale_km: float | None = None,
    near_km: float = NEAR_KM,
    fingers: bool = False,
    picture: Picture | None = None,
) -> Halt:
    """Return what lies open of a side's ground on a day if it stops where it stands, its corridors one by one.

    With `fingers` all that is longer than its neck is wide, salients too. `picture` is the day's, where it is
    drawn already.
    """
    picture = picture or draw(belief, day, scale_km=scale_km, near_km=near_km)
    mapped, rear = control_map(belief, day), rear_of(belief.theatre).get(side)
    lines = lines_of(belief, standing(belief, day, near_km=near_km), side)

    def held(salient: Salient) -> Hold:
        goal = _goal(belief, lines, salient)
        return _drawn(mapped, salient, rear) if goal is None else _held(belief, day, mapped, lines, salient, goal)

    return _halted(side, picture, mapped, held, fingers=fingers)


def halt_map(
    mapped: ControlMap,
    side: str,
    *,
    picture: Picture | None = None,
    rear: BaseGeometry | None = None,
    fingers: bool = False,
) -> Halt:
    """Return what lies open of a side's ground on a map of polygons: flanks, necks and shortest lines, no places.

    `rear` is ground (lon/lat) from which the side is supplied, besides where its ground leads out of the map; of a
    side with neither, where its ground is widest.
    """
    picture = picture or draw_map(mapped, rear={} if rear is None else {side: rear})
    return _halted(side, picture, mapped, lambda salient: _drawn(mapped, salient, rear), fingers=fingers)


def _halted(side: str, picture: Picture, mapped: ControlMap, held: Callable[[Salient], Hold], *, fingers: bool) -> Halt:
    own = [salient for salient in picture.salients if salient.side == side]
    asked = [one for one in own if one.kind == "corridor"]
    if fingers:
        long = [one for one in own if one.length_km > one.neck.width_km]
        asked = sorted(long, key=lambda one: one.kind)  # corridors first, the largest of each
    return Halt(side, picture, mapped, sum(one.flank_km for one in own), tuple(map(held, asked)))


def _drawn(mapped: ControlMap, corridor: Salient, rear: BaseGeometry | None) -> Hold:
    """Return what the map alone says of a corridor: its flanks, and the line that cuts off what is beyond its neck."""
    spot = Point(corridor.neck.beyond or corridor.neck.at)
    parts = shapely.get_parts(mapped.areas[corridor.side])
    part = parts[shapely.distance(parts, spot).argmin()]
    # Beyond the neck the ground may be widest where the other side has an island in it.
    goal = shapely.get_coordinates(shapely.shortest_line(part, spot))[0]
    leads_out = shapely.dwithin(part, shapely.boundary(mapped.boundary), 1e-6)
    root = rear if rear is not None or leads_out else _widest(part)
    return Hold(corridor, _flanks(mapped, corridor), _line(mapped, corridor, [(float(goal[0]), float(goal[1]))], root))


def _line(
    mapped: ControlMap, corridor: Salient, beyond: Sequence[tuple[float, float]], rear: BaseGeometry | None
) -> LineCut | None:
    """Return the shortest line that parts what lies beyond a corridor's neck from the rear: never longer than that."""
    line, neck = shortest_line(mapped, corridor.side, beyond, rear=rear), corridor.neck
    if line is not None and line.length_km > neck.width_km:  # the mesh is coarser than the neck is exact
        return replace(line, length_km=neck.width_km, line=MultiLineString([neck.across]))
    return line


def _widest(ground: Polygon) -> Point:
    """Return the middle of the largest circle in some ground, to a hundredth of its extent."""
    x0, y0, x1, y1 = ground.bounds
    circle = shapely.maximum_inscribed_circle(ground, tolerance=max(x1 - x0, y1 - y0) / 100)
    return Point(circle.coords[0])


def _goal(belief: Belief, lines: Lines, corridor: Salient) -> int | None:
    """Return the place, by index, that a corridor leads to: the one it is named after, else the first beyond."""
    places = list(belief.theatre.places.values())
    first = next((name for name in corridor.beyond if corridor.name.startswith(name)), corridor.beyond[:1])
    named = {first} if isinstance(first, str) else set(first)
    there = [at for at in np.flatnonzero(lines.held).tolist() if places[at].name in named]
    return min(there, key=lambda at: Point(places[at].lon, places[at].lat).distance(corridor.shape), default=None)


def _held(belief: Belief, day: date, mapped: ControlMap, lines: Lines, corridor: Salient, goal: int) -> Hold:
    places = list(belief.theatre.places.values())
    rear = rear_of(belief.theatre).get(lines.side)
    ends = [
        goal,
        *(at for at in np.flatnonzero(lines.held).tolist() if places[at].name in corridor.beyond and at != goal),
    ]
    beyond = [(places[at].lon, places[at].lat) for at in ends]
    beyond += [corridor.neck.beyond] if corridor.neck.beyond is not None else []
    by_ground = _cut(places, lines, goal, by_road=False)
    ways = (len(by_ground.places) if by_ground else 0) + 1
    costs = np.where(lines.held, 0.0, 1.0)
    roads = roads_of(belief)
    on_road = np.where(np.diff(roads.first) > 0, np.where(lines.on_road, 0.0, 1.0), np.inf)
    band = _beside(belief, lines, corridor, goal)
    widened = control_map(belief, day, supposing={places[one].id: lines.side for one in band})
    wide = shortest_line(widened, lines.side, beyond, rear=rear)
    return Hold(
        corridor=corridor,
        flanks=_flanks(mapped, corridor),
        line=_line(mapped, corridor, beyond, rear),
        goal=places[goal].id,
        by_ground=by_ground,
        by_road=_cut(places, lines, goal, by_road=True),
        one_more=_ids(places, more_ways(lines.ground, costs, lines.roots, goal, ways)) if by_ground else None,
        second_road=_ids(places, more_ways(roads, on_road, lines.gates, goal, 2)),
        widening=tuple(places[one].id for one in band),
        widened_km=wide.length_km if wide else None,
    )


def _ids(places: Sequence[Place], which: Sequence[int] | None) -> tuple[str, ...] | None:
    return None if which is None else tuple(places[at].id for at in which)


def _cut(places: Sequence[Place], lines: Lines, goal: int, *, by_road: bool) -> PlaceCut | None:
    graph, held, rear = (
        (lines.roads, lines.on_road, lines.gates) if by_road else (lines.ground, lines.held, lines.roots)
    )
    if not held[goal]:
        return None
    lonlat = np.array([(place.lon, place.lat) for place in places])
    lonlat[:, 0] *= np.cos(np.radians(lonlat[:, 1].mean()))
    others = lonlat[~lines.held]
    far = np.asarray(cKDTree(others).query(lonlat)[0]) * 111.2 if len(others) else np.zeros(len(places))
    lost = fewest_places(graph, held, rear, goal, far_km=far)
    if lost is None:
        return None
    before = supplied(graph, held, rear)
    left = held.copy()
    left[lost] = False
    gone = np.flatnonzero(before & left & ~supplied(graph, left, rear)).tolist()
    gone.sort(key=lambda at: (-places[at].size, places[at].name))
    return PlaceCut(tuple(places[at].id for at in lost), tuple(places[at].id for at in gone))


def _beside(belief: Belief, lines: Lines, corridor: Salient, goal: int) -> list[int]:
    """Return other sides' places within half a corridor's length of its middle: of the way through it to its goal."""
    places, crs = list(belief.theatre.places.values()), belief.theatre.crs
    points = to_metres(shapely.points([(place.lon, place.lat) for place in places]), crs)
    way = [at for at in way_of(lines, goal) if shapely.dwithin(to_metres(corridor.shape, crs), points[at], 1.0)]
    if not way:
        return []
    middle = LineString([*shapely.get_coordinates(points[way])]) if len(way) > 1 else points[way[0]]
    near = shapely.dwithin(points, middle, 500 * corridor.length_km)
    return np.flatnonzero(near & ~lines.held).tolist()


def _flanks(mapped: ControlMap, corridor: Salient) -> tuple[Flank, ...]:
    """Part the edge of a corridor at its base and its tip into two flanks, and measure what of each faces others."""
    shape = to_metres(corridor.shape, mapped.crs)
    largest = max(shapely.get_parts(shape), key=shapely.area)
    ring = shapely.get_exterior_ring(largest)
    around = shapely.box(*shapely.buffer(shape, _AROUND_M, quad_segs=1).bounds)
    others = {
        side: shapely.intersection(ground_in_metres(area, mapped.crs), around)
        for side, area in mapped.areas.items()
        if side != corridor.side
    }
    reach = shapely.buffer(shapely.union_all(list(others.values())), _GAP_M, quad_segs=2)
    own = shapely.get_parts(shapely.line_merge(shapely.difference(ring, reach)))
    across = to_metres(LineString(corridor.neck.across), mapped.crs)
    base = max(own, key=shapely.length) if len(own) else across
    mouth, middle = shapely.line_interpolate_point(base, 0.5, normalized=True), shapely.centroid(largest)
    # The tip is where the way from the base through the middle leaves the ground.
    (x, y), (to_x, to_y) = shapely.get_coordinates([mouth, middle])
    far = ring.length / max(float(np.hypot(to_x - x, to_y - y)), 1.0)
    axis = LineString([(x, y), (x + far * (to_x - x), y + far * (to_y - y))])
    leaves = shapely.get_coordinates(shapely.intersection(axis, ring))
    away = np.hypot(*(leaves - (x, y)).T)
    tip = Point(leaves[away.argmax()]) if len(leaves) else middle
    low, high = sorted(float(shapely.line_locate_point(ring, point)) for point in (mouth, tip))
    end = ring.length
    arcs = (substring(ring, low, high), shapely.union(substring(ring, high, end), substring(ring, 0.0, low)))
    found = []
    for arc in arcs:
        facing = shapely.intersection(arc, reach)
        against = {
            side: shapely.length(shapely.intersection(arc, shapely.buffer(area, _GAP_M)))
            for side, area in others.items()
        }
        km = length_km(to_degrees(facing, mapped.crs)) if shapely.length(facing) else 0.0
        named = tuple(side for side in sorted(against, key=lambda side: -against[side]) if against[side] > 2 * _GAP_M)
        found.append(
            Flank(
                _wind(*_aside((to_x - x, to_y - y), shapely.get_coordinates(shapely.centroid(arc))[0] - (x, y))),
                km,
                named,
            )
        )
    return tuple(sorted(found, key=lambda flank: -flank.exposed_km))


def _aside(axis: tuple[float, float], point: Floats) -> tuple[float, float]:
    """Return the direction at right angles to an axis on that side of it on which a point lies."""
    x, y = axis
    left = x * point[1] - y * point[0] > 0
    return (-y, x) if left else (y, -x)


def _wind(x: float, y: float) -> str:
    """Return the compass point of a direction in metres, of a projection that has north up."""
    return _WINDS[round(np.degrees(np.arctan2(x, y)) / 45) % 8]

"""What lies open if a side stops where it stands: the flanks of its corridors, the cheapest cuts, what would help."""

from __future__ import annotations

__all__ = ["Flank", "Halt", "Hold", "PlaceCut", "halt"]

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely
from scipy.spatial import cKDTree
from shapely.geometry import LineString, Point
from shapely.ops import substring

from frontline.control import control_map
from frontline.picture.draw import draw, rear_of
from frontline.picture.measure import length_km, to_degrees, to_metres
from frontline.picture.routes import NEAR_KM

from .cuts import LineCut, fewest_places, more_ways, shortest_line
from .lines import lines_of, roads_of, standing, way_of
from .supply import supplied

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    from frontline.control import Belief
    from frontline.model import ControlMap, Picture, Place, Salient

    from .lines import Lines

_GAP_M = 20.0  # as fronts have it
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
    """How firmly a corridor is held.

    `goal` is the id of the place that it leads to. `by_ground` and `by_road` are the cheapest cuts in places, None
    where no loss parts the goal from the rear; `line` is the shortest line across the side's ground that parts all
    places beyond the neck from it. `one_more` are the places to take so that the goal has one way more over the ground
    than now, `second_road` those that give it a second road to the rear that shares no place with the first (None
    where there is none), `widening` those of other sides within half the corridor's length of its middle, which make
    it as wide as it is long; `widened_km` is what the shortest line is then.
    """

    corridor: Salient
    goal: str
    flanks: tuple[Flank, ...]
    by_ground: PlaceCut | None
    by_road: PlaceCut | None
    line: LineCut | None
    one_more: tuple[str, ...] | None
    second_road: tuple[str, ...] | None
    widening: tuple[str, ...]
    widened_km: float | None


@dataclass(frozen=True, slots=True, eq=False)
class Halt:
    """What lies open of a side's ground; `exposed_km` are the flanks of all its salients and corridors together."""

    side: str
    picture: Picture
    mapped: ControlMap
    exposed_km: float
    corridors: tuple[Hold, ...]


def halt(belief: Belief, day: date, side: str, *, scale_km: float | None = None, near_km: float = NEAR_KM) -> Halt:
    """Return what lies open of a side's ground on a day if it stops where it stands, its corridors one by one."""
    picture, mapped = draw(belief, day, scale_km=scale_km, near_km=near_km), control_map(belief, day)
    lines = lines_of(belief, standing(belief, day, near_km=near_km), side)
    own = [salient for salient in picture.salients if salient.side == side]
    return Halt(
        side=side,
        picture=picture,
        mapped=mapped,
        exposed_km=sum(salient.flank_km for salient in own),
        corridors=tuple(
            _held(belief, day, mapped, lines, salient, goal)
            for salient in own
            if salient.kind == "corridor" and (goal := _goal(belief, lines, salient)) is not None
        ),
    )


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
        goal=places[goal].id,
        flanks=_flanks(mapped, corridor),
        by_ground=by_ground,
        by_road=_cut(places, lines, goal, by_road=True),
        line=shortest_line(mapped, lines.side, beyond, rear=rear),
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
    others = {side: to_metres(area, mapped.crs) for side, area in mapped.areas.items() if side != corridor.side}
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

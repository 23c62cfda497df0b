"""Places laid on a map of polygons: what is asked of a theatre can then be asked of somebody's daily map.

A place is held by the side on whose ground it stands, and with the place goes the ground that hangs on it: what of its
side's ground is nearer to it than to any other place of that side, as far as it can be walked to. So every piece of a
side's ground belongs to one of its places, ground that touches joins the places that have it, and neither bridges what
the other side holds. Supply, cuts, sweeps and suppositions are then those of any theatre.
"""

from __future__ import annotations

__all__ = ["NOBODY", "placed"]

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np
import shapely

from frontline._errors import InputError
from frontline.control import believe
from frontline.model import Hold, Record, Route, Side, Theatre
from frontline.picture.measure import ground_in_metres, to_degrees, to_metres

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from frontline.control import Belief
    from frontline.model import ControlMap, Place

    Floats = NDArray[np.float64]
    Ints = NDArray[np.intp]
    Shapes = NDArray[np.object_]

NOBODY = "nobody"  # holds the places on ground that is no side's
_GREY = "#8a8a8a"
_HAIR_M = 1e-3
_TWO = 2  # points, that a line can run between
_STRAIGHT = 0.05  # degrees over which a line that is straight in lon/lat is so in metres


def placed(
    mapped: ControlMap,
    places: Iterable[Place],
    *,
    sides: Mapping[str, Side],
    routes: Iterable[Route] = (),
    rear: Iterable[str] = (),
) -> Belief:
    """Return the belief that a map of polygons with places laid on it amounts to, for the map's day alone.

    `sides` are the map's sides by id, `rear` the ids of places from which those who hold them are supplied, besides
    where their ground leads out of the map. Places outside the boundary are left out, and roads end where they leave
    it. Places on ground that is no side's are NOBODY's, and have none. The areas of the belief's map are those of
    `mapped`: ground that cannot be reached from any place of its side stays the side's, whatever is supposed.
    InputError where no place lies on the map.
    """
    there = [place for place in places if shapely.intersects_xy(mapped.boundary, place.lon, place.lat)]
    if not there:
        raise InputError("no place of the gazetteer lies on the map; give one of this area, with lat and lon")
    at = to_metres(shapely.points([(place.lon, place.lat) for place in there]), mapped.crs)
    areas = {
        side: ground_in_metres(shapely.segmentize(area, _STRAIGHT), mapped.crs)
        for side, area in mapped.areas.items()
        if not area.is_empty
    }
    holder = _holders(areas, at)
    known = {place.id: place for place in there}
    held = dict(zip(known, holder.tolist(), strict=True))
    behind = {side: tuple(place for place in rear if place in known and held[place] == side) for side in sides}
    named = [side for side in sides.values() if side.id != NOBODY]
    if NOBODY in holder:
        named.append(Side(NOBODY, NOBODY, _GREY))
    theatre = Theatre(
        id="map",
        name=f"the map of {mapped.day}",
        start=mapped.day,
        end=mapped.day + timedelta(days=1),
        sides={side.id: replace(side, rear=behind.get(side.id, ())) for side in named},
        places=known,
        boundary=mapped.boundary,
        crs=mapped.crs,
        routes={route.id: route for one in routes if (route := _inside(one, known)) is not None},
        start_holds=tuple(Hold(place, side, mapped.day, "the map") for place, side in held.items()),
    )
    grounds, rest = _grounds(areas, at, holder)
    cells = dict(zip(known, _degrees(grounds, mapped.crs), strict=True))
    left = dict(zip(rest, _degrees(np.array([*rest.values()], object), mapped.crs), strict=True))
    return replace(believe(theatre, Record({}, ())), drawn=replace(mapped, areas=left, cells=cells))


def _degrees(shapes: Shapes, crs: str) -> Shapes:
    return np.asarray(shapely.make_valid(to_degrees(shapes, crs)), object)


def _holders(areas: Mapping[str, BaseGeometry], at: Shapes) -> Shapes:
    holder = np.full(len(at), NOBODY, object)
    for side, area in areas.items():
        shapely.prepare(area)
        holder[(holder == NOBODY) & shapely.intersects(area, at)] = side
    return holder


def _inside(route: Route, known: Mapping[str, Place]) -> Route | None:
    """Return the longest run of a route's places that lie on the map; None where it has not two."""
    runs: list[list[str]] = [[]]
    for place in route.places:
        if place in known:
            runs[-1].append(place)
        else:
            runs.append([])
    longest = max(runs, key=len)
    return replace(route, places=tuple(longest)) if len(longest) > 1 else None


def _grounds(areas: Mapping[str, BaseGeometry], at: Shapes, holder: Shapes) -> tuple[Shapes, dict[str, BaseGeometry]]:
    """Return the ground that hangs on each place, in metres (n,), empty where it has none, and by side what on none.

    The map's lines and each side's Thiessen lines are noded together, so that the pieces meet in equal edges.
    """
    mine = {side: np.flatnonzero(holder == side) for side in areas}
    between = {side: _between(at[which], areas[side].bounds) for side, which in mine.items()}
    edges = shapely.union_all([shapely.boundary(area) for area in areas.values()])
    lines = shapely.get_parts(shapely.node(shapely.union_all([edges, *between.values()])))
    shapely.prepare([edges, *between.values()])
    # Cut where they cross before they are sorted: what is cut to an area first ends a hair off its edge.
    middles = shapely.line_interpolate_point(lines, 0.5, normalized=True)
    kept = shapely.dwithin(edges, middles, _HAIR_M)
    for side, area in areas.items():
        kept |= shapely.intersects(area, middles) & shapely.dwithin(between[side], middles, _HAIR_M)
    faces = shapely.get_parts(shapely.polygonize(lines[kept]))
    middles = shapely.point_on_surface(faces)
    grounds, rest = np.full(len(at), shapely.MultiPolygon(), object), {}
    for side, which in mine.items():
        own = faces[shapely.intersects(areas[side], middles)]
        owner = _owners(own, at[which]) if len(which) else np.full(len(own), -1)
        rest[side] = shapely.union_all(own[owner < 0])
        for number in np.unique(owner[owner >= 0]):
            grounds[which[number]] = shapely.union_all(own[owner == number])
    return grounds, rest


def _between(at: Shapes, bounds: tuple[float, float, float, float]) -> BaseGeometry:
    """Return the lines that are as far from one of some points as from another, over some bounds (metres)."""
    spots = np.unique(np.round(shapely.get_coordinates(at), 3), axis=0)
    if len(spots) < _TWO:
        return shapely.MultiLineString()
    return shapely.voronoi_polygons(shapely.MultiPoint(spots), extend_to=shapely.box(*bounds), only_edges=True)


def _owners(faces: Shapes, at: Shapes) -> Ints:
    """Return whose each piece of a side's ground is: a place's, by index into its side's places.

    The piece in which a place lies is its own. Other pieces that are nearest to it cannot be walked to inside its cell:
    they go to the place on whose ground they border longest. What borders on none has no place on it: -1.
    """
    homes = shapely.STRtree(faces).nearest(at)
    owner = np.full(len(faces), -1, np.intp)
    owner[homes[::-1]] = np.arange(len(at))[::-1]  # of two places on one spot the first has the ground
    tree = shapely.STRtree(faces)
    left = np.flatnonzero(owner < 0)
    one, other = tree.query(faces[left], predicate="touches")
    shared = shapely.length(shapely.intersection(faces[left[one]], faces[other]))
    order = np.argsort(-shared, kind="stable")
    joined = [(left[one[step]], other[step]) for step in order if shared[step] > 0]
    moved = True
    while moved:
        moved = False
        for piece, neighbour in joined:
            if owner[piece] < 0 <= owner[neighbour]:
                owner[piece] = owner[neighbour]
                moved = True
    return owner

"""Salients and corridors: ground that a short cut would sever from a side's main body.

A side's *body* at a scale is where a disc of that diameter fits; what is left over is what morphological opening
takes away (Serra, "Image Analysis and Mathematical Morphology", 1982). Each leftover piece hangs on the body by a
straight chord, its *base*. Of all chords in the piece the *neck* is the cheapest cut: the one that severs the most
ground A for its width w, the greatest *strength* A / w2 (the isoperimetric quotient of Cheeger's cut). A piece is
a salient where its strength passes a threshold and enough of its edge faces an enemy; it is a corridor where the
ground widens again beyond its neck. Pieces are looked for at several scales, each twice the one before, so that
narrow necks and broad bulges are both found; of two that describe one thing the stronger stays.
"""

from __future__ import annotations

__all__ = ["salients", "scale_of"]

from dataclasses import dataclass, replace
from math import log, sqrt
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np
import shapely
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra
from shapely.geometry import LineString, MultiLineString, MultiPolygon, Polygon

from frontline.model import Neck, Salient

from ._names import Names, names_of
from .chords import Mesh, rooted, taut, triangulate
from .measure import area_km2, distances_km, ground_in_metres, length_km, to_degrees, to_metres

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from frontline.model import ControlMap, Place

    Floats = NDArray[np.float64]
    Ints = NDArray[np.intp]

_STEPS = 6  # samples of the edge along the finest scale


class _Piece(NamedTuple):
    """A leftover of the opening at one scale, by its triangles: where its base, its neck and its far end are."""

    base: int
    neck: int
    tip: int
    inside: Ints
    strength: float
    scale: float


@dataclass(frozen=True, slots=True, eq=False)
class _Ground:
    """One part of a side's area as a mesh, with what it faces and what lies in it.

    `facing` (k) is which side each edge of the mesh faces, an index, -1 where none; `severed` (n) the area that each
    chord cuts off, 0 where it cuts nothing off since the ground beyond reaches the rear or leads out of the map.
    """

    mesh: Mesh
    facing: Ints
    severed: Floats
    along: Floats


def scale_of(control_map: ControlMap) -> float:
    """Return the finest width, km, that a map's own detail can carry as a salient.

    A map of places: two typical cells (the median cell's square root), since one cell more or less is chance. A map
    of polygons: a sixty-fourth of the square root of the ground that all sides but the largest hold.
    """
    if control_map.cells:
        cells = shapely.area(to_metres(np.array([*control_map.cells.values()], dtype=object), control_map.crs))
        return float(2 * sqrt(np.median(cells)) / 1000)
    areas = sorted(shapely.area(to_metres(area, control_map.crs)) for area in control_map.areas.values())
    return float(sqrt(sum(areas[:-1]) or sum(areas)) / 64 / 1000)


def salients(  # noqa: PLR0913
    control_map: ControlMap,
    *,
    scale_km: float | None = None,
    rungs: int = 4,
    strength: float = 0.75,
    exposure: float = 0.5,
    rear: Mapping[str, BaseGeometry] | None = None,
    gazetteer: Iterable[Place] = (),
    sides: Sequence[str] | None = None,
    near: BaseGeometry | None = None,
    gap_km: float = 0.02,
) -> tuple[Salient, ...]:
    """Return the salients and corridors of each side, the largest first.

    `scale_km` is the finest of the `rungs` scales, each twice the one before (`scale_of` where None): a piece is
    narrower than its scale. `strength` is the least area beyond the neck as a share of the neck's width squared
    (0.75: a bulge three quarters as deep as it is wide), `exposure` the least share of the edge that faces other sides.
    `rear` is ground by side (lon/lat points, lines or areas) from which it is supplied: what still reaches it, or
    leads out of the map, is not severed. Where it is None only the map's edge and the widest ground count.
    `gazetteer` gives the names; without it the map's own places do. Where `near` (lon/lat) is given, only pieces that
    touch it are described.
    """
    finest = 1000 * (scale_km or scale_of(control_map))
    metric = {side: ground_in_metres(area, control_map.crs) for side, area in control_map.areas.items()}
    outline = shapely.boundary(to_metres(control_map.boundary, control_map.crs))
    names = names_of(control_map, gazetteer)
    asked = to_metres(near, control_map.crs) if near is not None else None
    found = []
    for side in sides or tuple(metric):
        others = {other: area for other, area in metric.items() if other != side and not area.is_empty}
        sources = to_metres(rear[side], control_map.crs) if rear and side in rear else None
        for part in shapely.get_parts(metric[side]):
            if shapely.area(part) < finest**2 or (asked is not None and not shapely.intersects(part, asked)):
                continue
            ground = _ground(part, others, outline, sources, step=finest / _STEPS, gap=gap_km * 1000)
            pieces = [
                piece
                for rung in range(rungs)
                for piece in _pieces(ground, scale=finest * 2**rung, least=strength, smallest=finest**2 / 4)
            ]
            found += [
                salient
                for piece in _distinct(ground, pieces)
                if asked is None or shapely.intersects(asked, ground.mesh.polygons(piece.inside)).any()
                if (salient := _described(ground, piece, part, side, tuple(others), names, control_map.crs)).exposed
                >= exposure
            ]
    return tuple(sorted(found, key=lambda salient: -salient.area_km2))


def _ground(
    part: Polygon,
    others: Mapping[str, BaseGeometry],
    outline: BaseGeometry,
    sources: BaseGeometry | None,
    *,
    step: float,
    gap: float,
) -> _Ground:
    # Enemy ground inside is filled in: a cut runs from outer edge to outer edge, whatever it crosses.
    mesh = triangulate(shapely.polygons(shapely.get_exterior_ring(part)), step=step)
    middles = shapely.points(mesh.points[mesh.edges].mean(axis=1))
    facing = np.full(len(middles), -1, np.intp)
    for index, area in enumerate(others.values()):
        shapely.prepare(area)
        facing[(facing < 0) & shapely.dwithin(area, middles, gap)] = index
    shapely.prepare(outline)
    out = (facing < 0) & shapely.dwithin(outline, middles, gap)
    reaches = np.zeros(len(mesh.corners), bool)
    reaches[mesh.owner[out]] = True
    if sources is not None:
        shapely.prepare(sources)
        reaches |= shapely.intersects(sources, mesh.polygons(slice(None)))
    # The root is where the side's rear is widest.
    root = int(np.where(reaches, mesh.radius, -1).argmax()) if reaches.any() else 0
    if root:
        mesh, was = rooted(mesh, root)
        reaches = reaches[was]
    severed = np.where(mesh.beyond(reaches.astype(float)) > 0, 0.0, mesh.beyond(mesh.area))
    severed[0] = 0.0
    middles = mesh.points[mesh.gate].mean(axis=1)
    middles[0] = mesh.points[mesh.corners[0]].mean(axis=0)
    child = np.arange(1, len(mesh.parent))
    steps = np.linalg.norm(middles[child] - middles[mesh.parent[child]], axis=1)
    axis = csr_array((steps, (mesh.parent[child], child)), (len(mesh.parent),) * 2)
    return _Ground(mesh, facing, severed, np.asarray(dijkstra(axis, indices=[0])[0], float))


def _pieces(ground: _Ground, *, scale: float, least: float, smallest: float) -> list[_Piece]:
    """Return what opening at a scale leaves over, where its cheapest cut is strong enough."""
    mesh = ground.mesh
    body = 2 * mesh.radius >= scale
    if not body.any():
        return []
    # Each leftover triangle's head is the one next to the body, on the way to the root.
    count = np.arange(len(body))
    head = np.where(body | body[mesh.parent], count, mesh.parent)
    while not np.array_equal(head, above := head[head]):
        head = above
    strength = np.where(mesh.width <= scale, ground.severed / mesh.width**2, 0.0)
    strong = np.flatnonzero(~body & (head > 0) & (strength >= least) & (ground.severed >= smallest))
    pieces = []
    while len(strong):
        # Of equally strong cuts the one that severs most: all cuts through a wedge are alike.
        best = strong[strength[strong] >= 0.98 * strength[strong].max()]
        neck = int(best[ground.severed[best].argmax()])
        # The base: from the neck back towards the body, as long as a cut there would still be strong (if not
        # stronger: that is another's neck), and not more than twice as wide.
        low, high, widest = least, strength[neck] / 0.98, 2 * mesh.width[neck]
        base, first = neck, int(head[neck])
        while base != first:
            up = int(mesh.parent[base])
            if not low <= strength[up] <= high or mesh.width[up] > widest:
                break
            base = up
        subtree = np.arange(base, base + mesh.size[base])
        region = subtree[~body[subtree] & (head[subtree] == first)]
        mouths = subtree[body[subtree] & ~body[mesh.parent[subtree]] & (head[mesh.parent[subtree]] == first)]
        ends = mouths if len(mouths) else region
        tip = int(ends[ground.along[ends].argmax()])
        pieces.append(_Piece(base, neck, tip, region, float(strength[neck]), scale))
        strong = strong[~_alike(ground, strong, neck)]
    return pieces


def _alike(ground: _Ground, chords: Ints, neck: int) -> NDArray[np.bool_]:
    """Say which chords sever most of what a neck severs, or the other way round."""
    size, severed = ground.mesh.size, ground.severed
    inside = (chords >= neck) & (chords < neck + size[neck])
    around = (chords <= neck) & (neck < chords + size[chords])
    alike = (inside & (severed[chords] >= severed[neck] / 2)) | (around & (severed[chords] <= severed[neck] * 2))
    return np.asarray(alike, bool)


def _distinct(ground: _Ground, pieces: list[_Piece]) -> list[_Piece]:
    """Keep of pieces that describe one thing the strongest, and of one neck's that of the finest scale twice its width.

    Two are one thing where they share most of what their necks sever, or where one is the other's tip without being
    a clearly better cut (half as strong again).
    """
    severed = ground.severed

    def preference(piece: _Piece) -> tuple[float, ...]:
        # Strengths to a twentieth: all cuts through a wedge are alike, and the widest of them severs most.
        small = piece.scale < 2 * ground.mesh.width[piece.neck]
        strength = round(log(piece.strength) / log(1.05))
        return -strength, -severed[piece.neck], small, -piece.scale if small else piece.scale

    kept: list[_Piece] = []
    for piece in sorted(pieces, key=preference):
        if not any(_same(ground, piece, other) for other in kept):
            kept.append(piece)
    return kept


def _same(ground: _Ground, piece: _Piece, other: _Piece) -> bool:
    outer, inner = (piece, other) if piece.neck <= other.neck else (other, piece)
    if piece.base == other.base:
        return True
    if inner.neck >= outer.neck + ground.mesh.size[outer.neck]:
        return False
    if 2 * ground.severed[inner.neck] >= ground.severed[outer.neck]:
        return True
    return inner.tip == outer.tip and inner.strength < 1.5 * outer.strength


def _described(
    ground: _Ground,
    piece: _Piece,
    part: Polygon,
    side: str,
    others: tuple[str, ...],
    names: Names,
    crs: str,
) -> Salient:
    mesh = ground.mesh
    whole = shapely.coverage_union_all(mesh.polygons(piece.inside))
    holes = MultiPolygon([Polygon(ring) for ring in part.interiors])
    shape = to_degrees(shapely.difference(whole, holes) if part.interiors else whole, crs)

    inside = np.zeros(len(mesh.corners), bool)
    inside[piece.inside] = True
    own = inside[mesh.owner]
    ends = to_degrees(LineString(mesh.points[mesh.edges[own]].reshape(-1, 2)), crs)
    lonlat = shapely.get_coordinates(ends).reshape(-1, 2, 2)
    edge_km = distances_km(lonlat[:, 0], lonlat[:, 1])
    facing = ground.facing[own]
    flanks = {other: km for index, other in enumerate(others) if (km := float(edge_km[facing == index].sum())) > 0}
    flank_km = sum(flanks.values())

    path = [piece.tip]
    while path[-1] != piece.base:
        path.append(int(mesh.parent[path[-1]]))
    gates = mesh.gate[path]
    if piece.tip not in piece.inside and len(path) > 1:
        # A corridor begins at its mouth: at that end of it from which the way is shorter.
        starts, gates = gates[0], gates[1:]
    else:
        starts = np.setdiff1d(mesh.corners[piece.tip], gates[0])
    ways = [LineString(taut(mesh.points, gates, int(start))) for start in starts]
    middle = to_degrees(min(ways, key=shapely.length), crs)
    tip = shapely.get_coordinates(middle)[0]

    base = to_degrees(LineString(mesh.points[mesh.gate[piece.base]]), crs)
    subtree = slice(piece.neck, piece.neck + int(mesh.size[piece.neck]))
    widens = 2 * mesh.radius[subtree].max() >= 1.5 * mesh.width[piece.neck]

    beyond = _beyond(mesh, subtree, names, side, tip, crs) if names.names else ()
    kind: Literal["salient", "corridor"] = "corridor" if widens and (beyond or not names.names) else "salient"
    title = beyond[0] if beyond else names.nearest(tip)
    neck = _narrowest(mesh, piece.neck, crs)
    near = names.nearest(np.array(neck.at), but=title)
    broadest = piece.neck + int(mesh.radius[subtree].argmax())
    spot = shapely.centroid(mesh.polygons(slice(broadest, broadest + 1))[0])
    lon, lat = shapely.get_coordinates(to_degrees(spot, crs))[0].tolist()
    return Salient(
        name=f"{title} {kind}" if title else kind,
        kind=kind,
        side=side,
        against=max(flanks, key=flanks.__getitem__, default=None),
        length_km=length_km(middle),
        base_km=length_km(base),
        neck=replace(neck, near=near, beyond=(lon, lat)),
        flank_km=flank_km,
        exposed=flank_km / float(edge_km.sum()),
        area_km2=area_km2(shape),
        beyond=beyond,
        shape=shape,
        flanks=flanks,
    )


def _beyond(mesh: Mesh, subtree: slice, names: Names, side: str, tip: Floats, crs: str) -> tuple[str, ...]:
    severed = to_degrees(shapely.coverage_union_all(mesh.polygons(subtree)), crs)
    return names.inside(severed, side, towards=tip)


def _narrowest(mesh: Mesh, neck: int, crs: str) -> Neck:
    """Measure a neck: the exact shortest way between the two edges that its chord joins.

    The chord runs between two samples of the edge; between the samples the edges may come closer.
    """
    edges = [
        MultiLineString([mesh.points[edge] for edge in mesh.edges[(mesh.edges == end).any(axis=1)]])
        for end in mesh.gate[neck]
    ]
    chord = LineString(mesh.points[mesh.gate[neck]])
    shortest = shapely.shortest_line(*edges)
    # Between parallel edges all ways are as short: there the chord tells which.
    line = to_degrees(shortest if shortest.length < 0.999 * chord.length else chord, crs)
    (lon, lat), (other_lon, other_lat) = shapely.get_coordinates(line).tolist()
    at = ((lon + other_lon) / 2, (lat + other_lat) / 2)
    return Neck(length_km(line), at, None, ((lon, lat), (other_lon, other_lat)))

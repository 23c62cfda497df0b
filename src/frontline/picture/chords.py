"""The chords of a shape: every short cut through it, and what that cut would sever.

A constrained Delaunay triangulation of a polygon whose edge is sampled densely has the discs of the medial axis as
its circumcircles and the widths across the shape as its inner edges (Prasad, "Morphological analysis of shapes",
CNLS Newsletter 139, 1997: the chordal axis transform). In a polygon without holes each inner edge cuts the shape in
two, so that the triangles form a tree, and one pass over it tells for every chord at once what lies beyond it.
All coordinates and lengths are planar, in metres.
"""

from __future__ import annotations

__all__ = ["Faces", "Mesh", "faces", "rooted", "taut", "triangulate"]

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import shapely
from scipy.sparse import csr_array
from scipy.sparse.csgraph import depth_first_order

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray
    from shapely.geometry import Polygon

    Floats = NDArray[np.float64]
    Ints = NDArray[np.intp]

_STRAIGHT = 1e-9  # radians: samples of a straight edge are off it by rounding


@dataclass(frozen=True, slots=True, eq=False)
class Mesh:
    """A polygon without holes as a tree of n triangles, in preorder from its root (triangle 0).

    `points` (m, 2) are the corners and `corners` (n, 3) the triangles' indices into them. `parent` (n) is the
    triangle from which each is reached (of the root: itself), `size` (n) how many its subtree has: the subtree of
    `t` is `t : t + size[t]`. `gate` (n, 2) are the ends of the chord between a triangle and its parent and `width`
    (n) is its length, infinite for the root. `area` (n) is the triangle's own and `radius` (n) its circumradius,
    the half-width of the shape there (less where all its corners lie on one edge of the shape). `edges` (k, 2) are
    the pieces of the polygon's own edge, `owner` (k) their triangles.
    """

    points: Floats
    corners: Ints
    parent: Ints
    size: Ints
    gate: Ints
    width: Floats
    area: Floats
    radius: Floats
    edges: Ints
    owner: Ints

    def beyond(self, own: Floats) -> Floats:
        """Sum a figure of each triangle over each subtree: what the chord to the parent would cut off."""
        running = np.concatenate([[0.0], np.cumsum(own)])
        start = np.arange(len(own))
        total: Floats = running[start + self.size] - running[start]
        return total

    def polygons(self, which: Ints | slice) -> NDArray[np.object_]:
        """Return some of the triangles as polygons."""
        return np.asarray(shapely.polygons(self.points[self.corners[which]]), dtype=object)


class Faces(NamedTuple):
    """The triangles of a polygon, whether or not it has holes: `points` (m, 2), `corners` (n, 3) indices into them.

    `one` and `other` (k) are triangles that share an edge, `gate` (k, 2) its ends; `edges` (e, 2) are the pieces of
    the polygon's own edge, `owner` (e) their triangles.
    """

    points: Floats
    corners: Ints
    one: Ints
    other: Ints
    gate: Ints
    edges: Ints
    owner: Ints


def faces(polygon: Polygon, *, step: float) -> Faces:
    """Cut a polygon into triangles that have all their corners on its edge, which is sampled every `step` metres."""
    sampled = shapely.segmentize(polygon, step)
    triangles = shapely.get_parts(shapely.constrained_delaunay_triangles(sampled))
    rings = shapely.get_coordinates(triangles).reshape(-1, 4, 2)[:, :3]
    # Equal corners are equal to the bit: each is one of the sampled points.
    keys, number = np.unique(
        np.ascontiguousarray(rings.reshape(-1, 2)).view(np.complex128).ravel(), return_inverse=True
    )
    corners = number.reshape(-1, 3)
    ends = np.sort(corners[:, [[0, 1], [1, 2], [2, 0]]].reshape(-1, 2), axis=1)
    order = np.lexsort((ends[:, 1], ends[:, 0]))
    ordered = ends[order]
    shared = np.flatnonzero((ordered[1:] == ordered[:-1]).all(axis=1))
    single = np.ones(len(order), bool)
    single[shared] = single[shared + 1] = False
    return Faces(
        np.column_stack([keys.real, keys.imag]),
        corners,
        one=order[shared] // 3,
        other=order[shared + 1] // 3,
        gate=ordered[shared],
        edges=ordered[single],
        owner=order[single] // 3,
    )


def triangulate(polygon: Polygon, *, step: float) -> Mesh:
    """Cut a polygon without holes into a tree of triangles, its edge sampled every `step` metres.

    The root is the triangle where the shape is widest; `rooted` puts it elsewhere. Takes time in the number of
    samples (the triangulation itself is GEOS's, by ear clipping and flipping).
    """
    cut = faces(polygon, step=step)
    rings = cut.points[cut.corners]
    sides = np.sort(np.linalg.norm(rings - np.roll(rings, 1, axis=1), axis=2), axis=1)
    area = np.asarray(shapely.area(shapely.polygons(rings)), float)
    # A sliver between samples of a straight edge has any circle; nothing of the shape's width is in it.
    flat = 2 * area < 1e-3 * step * sides[:, 2]
    circle = sides.prod(axis=1) / np.where(flat, 1.0, 4 * area)
    # Nor is the shape wide where three samples close together lie on a large circle: two must face each other.
    radius = np.where(flat, 0.0, np.minimum(circle, 0.75 * sides[:, 1]))

    count = len(cut.corners)
    mesh = Mesh(
        cut.points,
        cut.corners,
        parent=np.zeros(count, np.intp),
        size=np.ones(count, np.intp),
        gate=np.zeros((count, 2), np.intp),
        width=np.full(count, np.inf),
        area=area,
        radius=radius,
        edges=cut.edges,
        owner=cut.owner,
    )
    return _in_preorder(mesh, int(radius.argmax()), (cut.one, cut.other, cut.gate))[0]


def rooted(mesh: Mesh, root: int) -> tuple[Mesh, Ints]:
    """Return the same triangles as a tree from another root, and which triangle of the old tree each was."""
    child = np.arange(1, len(mesh.parent))
    return _in_preorder(mesh, root, (child, mesh.parent[1:], mesh.gate[1:]))


def _in_preorder(mesh: Mesh, root: int, links: tuple[Ints, Ints, Ints]) -> tuple[Mesh, Ints]:
    one, other, gates = links
    count = len(mesh.corners)
    number = np.arange(1, len(one) + 1)
    tree = csr_array((np.tile(number, 2), (np.concatenate([one, other]), np.concatenate([other, one]))), (count, count))
    order, before = depth_first_order(tree, root, directed=False)
    rank = np.empty(count, np.intp)
    rank[order] = np.arange(len(order))
    parent = rank[np.maximum(before[order], 0)]
    parent[0] = 0
    gate = np.zeros((count, 2), np.intp)
    deeper = np.where(rank[one] > rank[other], rank[one], rank[other])
    gate[deeper] = gates
    width = np.linalg.norm(mesh.points[gate[:, 0]] - mesh.points[gate[:, 1]], axis=1)
    width[0] = np.inf
    sizes = [1] * count
    above = parent.tolist()
    for triangle in range(count - 1, 0, -1):
        sizes[above[triangle]] += sizes[triangle]
    mesh = replace(
        mesh,
        corners=mesh.corners[order],
        parent=parent,
        size=np.array(sizes, np.intp),
        gate=gate,
        width=width,
        area=mesh.area[order],
        radius=mesh.radius[order],
        owner=rank[mesh.owner],
    )
    return mesh, order.astype(np.intp)


def taut(points: Floats, gates: Ints, start: int) -> Floats:
    """Pull a string tight from a point through gates to the last of them: the shortest way inside the shape.

    `gates` (k, 2) are the ends of the chords that are crossed, in order, each sharing one end with the next; they
    and `start` are indices into `points`. `start` is a corner before the first gate or one of that gate's own ends.
    Returns the string's bends from `start` to where it meets the last gate. The funnel algorithm of Lee and
    Preparata, "Euclidean shortest paths in the presence of rectilinear barriers", Networks 14 (1984); at the last
    gate the funnel goes on as it does before, towards the point of the gate that is nearest to the last bend.
    """
    plane = {int(corner): complex(*points[corner]) for corner in {start, *gates.ravel().tolist()}}
    apex = plane[start]
    walls = _walls(plane, [(int(a), int(b)) for a, b in gates], apex)
    string = [apex]
    reach = [0, 0]  # the gates that the funnel's left and right side hang from
    i = 1
    while True:
        if i < len(walls):
            bend = _narrowed(apex, walls, reach, i)
        else:
            end = _nearest(apex, walls[-1])
            bend = next((side for side in (0, 1) if _side(apex, walls[reach[side]][side], end) == 1 - 2 * side), None)
            if bend is None:
                break
        if bend is None:
            i += 1
            continue
        # The way leaves the funnel on this side: the string bends round the corner there.
        apex = walls[reach[bend]][bend]
        string.append(apex)
        i = reach[bend] + 1
        while i < len(walls) and apex in walls[i]:
            i += 1
        reach = [min(i, len(walls) - 1)] * 2
        i += 1
    string.append(end)
    return np.array([(point.real, point.imag) for point in string])


def _narrowed(apex: complex, walls: list[tuple[complex, complex]], reach: list[int], i: int) -> int | None:
    """Narrow a funnel to gate `i`, in place in `reach`; return the side (0 left, 1 right) that the gate lies beyond."""
    for side, inwards in ((0, -1), (1, 1)):
        own, other, new = walls[reach[side]][side], walls[reach[1 - side]][1 - side], walls[i][side]
        if _side(apex, own, new) == -inwards:
            continue  # outside the funnel: it does not narrow
        if apex not in (own, other) and _side(apex, other, new) == inwards:
            return 1 - side
        reach[side] = i
    return None


def _walls(plane: Mapping[int, complex], gates: list[tuple[int, int]], start: complex) -> list[tuple[complex, complex]]:
    """Order the ends of each gate into left and right of the way through them."""
    left, right = gates[0]
    walls = [(plane[left], plane[right])]
    # All triangles on the way turn alike; the sum of their areas tells how, even where some of them are flat, as the
    # first is where the start lies on the first gate.
    turn = _turn(start, plane[right], plane[left])
    for gate in gates[1:]:
        new = gate[0] if gate[1] in (left, right) else gate[1]
        turn += _turn(plane[left], plane[right], plane[new])
        left, right = (left, new) if left in gate else (new, right)
        walls.append((plane[left], plane[right]))
    return walls if turn >= 0 else [(left, right) for right, left in walls]


def _turn(origin: complex, one: complex, other: complex) -> float:
    """Return twice the signed area of a triangle: positive where `other` is left of the ray to `one`."""
    return ((one - origin).conjugate() * (other - origin)).imag


def _side(origin: complex, one: complex, other: complex) -> int:
    """Say whether `other` lies left (1) or right (-1) of the ray to `one`, or on its line as nearly as floats tell."""
    turn = _turn(origin, one, other)
    return 0 if abs(turn) <= _STRAIGHT * abs(one - origin) * abs(other - origin) else 1 if turn > 0 else -1


def _nearest(eye: complex, gate: tuple[complex, complex]) -> complex:
    """Return the point of a gate that is nearest to the eye."""
    if eye in gate:
        return eye
    left, right = gate
    along = right - left
    return left + along * min(max(((eye - left) * along.conjugate()).real / abs(along) ** 2, 0.0), 1.0)

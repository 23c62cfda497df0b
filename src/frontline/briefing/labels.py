"""Names on a map: where each is written so that none covers another.

Point-feature label placement over eight candidate boxes a point, taken greedily by priority and then repaired by
moving or evicting what stands in the way of something more important (after Christensen, Marks and Shieber 1995,
"An empirical study of algorithms for point-feature label placement").
"""

from __future__ import annotations

__all__ = ["Label", "overlap", "place_labels"]

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Boxes = NDArray[np.float64]  # (n, 4): x0, y0, x1, y1

# Where a box stands relative to its point, as the share of the box's width and height that lies left of and below
# it, and the direction of the gap. In the order that cartographers prefer (Imhof 1975): right, above right, ...
_STANDS = (
    (0.0, 0.5, 1.0, 0.0),
    (0.0, 0.0, 0.7, 0.7),
    (0.0, 1.0, 0.7, -0.7),
    (1.0, 0.5, -1.0, 0.0),
    (1.0, 0.0, -0.7, 0.7),
    (1.0, 1.0, -0.7, -0.7),
    (0.5, 0.0, 0.0, 1.0),
    (0.5, 1.0, 0.0, -1.0),
)
_GAP = 2.0  # pixels between a marker's edge and its name
_FAR = 9.0  # pixels of the second ring of candidates


@dataclass(frozen=True, slots=True)
class Label:
    """A name to be written at a point: all in pixels. The greater `priority` wins where two want one spot."""

    x: float
    y: float
    width: float
    height: float
    radius: float = 0.0
    priority: float = 0.0


def place_labels(
    labels: Sequence[Label],
    *,
    bounds: tuple[float, float, float, float],
    blocked: Sequence[tuple[float, float, float, float]] = (),
    lines: NDArray[np.float64] | None = None,
    markers: NDArray[np.float64] | None = None,
) -> list[tuple[float, float, float, float] | None]:
    """Return the box of each label, None where there is no room for it.

    No two boxes overlap; none leaves `bounds` or touches a `blocked` box or the marker of another label that
    matters more. `lines` (n, 2) and `markers` (n, 2) are points that a box had better not cover.
    """
    if not labels:
        return []
    options = [_options(label) for label in labels]
    walls = np.array(blocked, dtype=float).reshape(-1, 4)
    soft = [points for points in (lines, markers) if points is not None and len(points)]
    ranked = [_ranked(labels, which, boxes, bounds, walls, soft) for which, boxes in enumerate(options)]
    placed: dict[int, tuple[float, float, float, float]] = {}
    order = sorted(range(len(labels)), key=lambda which: -labels[which].priority)
    for which in order:
        free = next((box for box in ranked[which] if not _hits(box, placed)), None)
        if free is not None:
            placed[which] = free
    for which in order:
        if which not in placed:
            _make_room(which, labels, ranked, placed)
    return [placed.get(which) for which in range(len(labels))]


def overlap(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    """Whether two boxes share more than an edge."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _options(label: Label) -> Boxes:
    boxes = []
    for ring in (_GAP, _GAP + _FAR):
        for left, below, across, up in _STANDS:
            x = label.x - left * label.width + across * (label.radius + ring)
            y = label.y - below * label.height + up * (label.radius + ring)
            boxes.append((x, y, x + label.width, y + label.height))
    return np.array(boxes)


def _ranked(
    labels: Sequence[Label],
    which: int,
    boxes: Boxes,
    bounds: tuple[float, float, float, float],
    walls: Boxes,
    soft: Sequence[NDArray[np.float64]],
) -> list[tuple[float, float, float, float]]:
    """Sort the boxes that are allowed at all, best first."""
    heavier = np.array(
        [
            (one.x - one.radius, one.y - one.radius, one.x + one.radius, one.y + one.radius)
            for other, one in enumerate(labels)
            if other != which and one.priority >= labels[which].priority
        ]
    ).reshape(-1, 4)
    hard = np.vstack([walls, heavier])
    inside = (
        (boxes[:, 0] >= bounds[0])
        & (boxes[:, 1] >= bounds[1])
        & (boxes[:, 2] <= bounds[2])
        & (boxes[:, 3] <= bounds[3])
    )
    clear = ~(
        (boxes[:, None, 0] < hard[None, :, 2])
        & (hard[None, :, 0] < boxes[:, None, 2])
        & (boxes[:, None, 1] < hard[None, :, 3])
        & (hard[None, :, 1] < boxes[:, None, 3])
    ).any(axis=1)
    cost = np.arange(len(boxes), dtype=float)
    cost[len(_STANDS) :] += 6.0
    for points in soft:
        covered = (
            (points[None, :, 0] > boxes[:, None, 0])
            & (points[None, :, 0] < boxes[:, None, 2])
            & (points[None, :, 1] > boxes[:, None, 1])
            & (points[None, :, 1] < boxes[:, None, 3])
        )
        cost += 3.0 * covered.sum(axis=1)
    allowed = np.flatnonzero(inside & clear)
    best = allowed[np.argsort(cost[allowed], kind="stable")]
    return [(float(b[0]), float(b[1]), float(b[2]), float(b[3])) for b in boxes[best]]


def _hits(box: tuple[float, float, float, float], placed: dict[int, tuple[float, float, float, float]]) -> list[int]:
    return [which for which, other in placed.items() if overlap(box, other)]


def _make_room(
    which: int,
    labels: Sequence[Label],
    ranked: Sequence[list[tuple[float, float, float, float]]],
    placed: dict[int, tuple[float, float, float, float]],
) -> None:
    """Write the label where those in its way can step aside, or are together worth less than it."""
    for box in ranked[which]:
        moved: dict[int, tuple[float, float, float, float]] = {}
        lost = 0.0
        stand = {other: place for other, place in placed.items() if not overlap(box, place)}
        stand[which] = box
        for other in _hits(box, placed):
            aside = next((option for option in ranked[other] if not _hits(option, stand | moved)), None)
            if aside is None:
                lost += max(labels[other].priority, 0.0)
            else:
                moved[other] = aside
        if lost < labels[which].priority:
            for other in _hits(box, placed):
                del placed[other]
            placed.update(moved)
            placed[which] = box
            return

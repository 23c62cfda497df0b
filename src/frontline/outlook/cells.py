"""Ground as square cells through time: how much of each cell a side holds, day by day, kept as what changed.

A cell's cover, the share of it that the side holds, is exact: an edge with the ground on its left adds to its own cell
the area that lies right of it there, and to all cells further right its rise; a sum along each row is the cover. (It is
how font renderers fill outlines.) Since that is a sum over edges, a day's change of cover follows from the edges that
came and went alone.
"""

from __future__ import annotations

__all__ = ["Cells", "cells_of", "corners_of", "cover_on", "flips_of", "known_on"]

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from pyproj import Transformer

from frontline._errors import InputError
from frontline.sources.edges import degrees, polygons_of
from frontline.sources.series import edges_on
from frontline.theatre.geometry import equal_area_about

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from frontline.sources import Series

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

MARGIN_CELLS = 24  # around all ground of all days: windows of features reach over the ground's edge
MOST_CELLS = 6_000_000  # a day's features take some 200 bytes for each
LEAST_CHANGE = 1e-4  # of a cell: less is rounding


@dataclass(frozen=True, eq=False)
class Cells:
    """A side's cover of square cells on the known days of a series.

    `start` (rows, columns) is the cover on the first day, 0 to 1. Change number i added `change[i]` to the cover of the
    cell `where[i]` (flat index) on the day `when[i]` (an ordinal); sorted by day. `corner` is the column and row of the
    first cell, in cells from the origin of `crs`; rows go north. `days` are the known days as ordinals.
    """

    side: str
    against: str
    crs: str
    size_km: float
    corner: tuple[int, int]
    days: Ints
    start: NDArray[np.float32]
    when: Ints
    where: Ints
    change: NDArray[np.float32]

    @cached_property
    def flips(self) -> tuple[Ints, Ints, NDArray[np.bool_]]:
        """The day, cell and new state (held by the side) of every cell that came into other hands; see `flips_of`."""
        return flips_of(self)


def cells_of(series: Series, *, size_km: float = 1.0) -> Cells:
    """Lay cells of `size_km` over a series.

    Where cells lie depends on the first known day alone, so that a forecast never learns from them what came later.
    Raises InputError where the ground would need more cells than a machine should be asked for.
    """
    ground = polygons_of(edges_on(series, 0, series.side))
    crs = equal_area_about(ground if not ground.is_empty else series.boundary)
    number = series.layers.index(series.side) if series.side in series.layers else -1
    mine = np.flatnonzero(series.layer == number)
    corners = degrees(series.edges[mine].reshape(-1, 2))
    project = Transformer.from_crs("OGC:CRS84", crs, always_xy=True)
    ends = np.column_stack(project.transform(corners[:, 0], corners[:, 1])).reshape(-1, 4) / (1000 * size_km)
    if len(ends) == 0:
        raise InputError(f"the series has no ground of {series.side}; there is nothing to forecast")
    low = np.floor(ends.reshape(-1, 2).min(axis=0)).astype(int) - MARGIN_CELLS
    high = np.ceil(ends.reshape(-1, 2).max(axis=0)).astype(int) + MARGIN_CELLS
    columns, rows = (int(n) for n in high - low)
    if rows * columns > MOST_CELLS:
        raise InputError(
            f"cells of {size_km:g} km would be {rows * columns:,}; ask for cells of "
            f"{size_km * (rows * columns / MOST_CELLS) ** 0.5 * 1.1:.1f} km or more"
        )
    edge, column, row, here, beyond = _strips(ends - np.tile(low, 2))
    born, gone = series.born[mine][edge], series.gone[mine][edge]
    known = np.array([day.toordinal() for day in series.days])
    cover = np.zeros((rows, columns))
    changes: list[tuple[int, Ints, Floats]] = []
    order_born, order_gone = np.argsort(born, kind="stable"), np.argsort(gone, kind="stable")
    born_at = np.searchsorted(born[order_born], np.arange(len(known) + 1))
    gone_at = np.searchsorted(gone[order_gone], np.arange(len(known) + 1))
    for number, day in enumerate(known.tolist()):
        came = order_born[born_at[number] : born_at[number + 1]]
        went = order_gone[gone_at[number] : gone_at[number + 1]]
        both, sign = np.concatenate([came, went]), np.repeat([1.0, -1.0], [len(came), len(went)])
        if len(both) == 0:
            continue
        x0, y0 = int(column[both].min()), int(row[both].min())
        wide, high_ = int(column[both].max()) - x0 + 2, int(row[both].max()) - y0 + 1
        at = (row[both] - y0) * wide + column[both] - x0
        sums = np.bincount(at, sign * here[both], wide * high_) + np.bincount(at + 1, sign * beyond[both], wide * high_)
        moved = np.cumsum(sums.reshape(high_, wide), axis=1)
        if number == 0:
            cover[y0 : y0 + high_, x0 : x0 + wide] += moved
            continue
        r, c = np.nonzero(np.abs(moved) > LEAST_CHANGE)
        changes.append((day, (r + y0) * columns + c + x0, moved[r, c]))
    return Cells(
        series.side,
        series.against,
        crs,
        size_km,
        (int(low[0]), int(low[1])),
        known,
        cover.astype(np.float32),
        np.concatenate([np.full(len(where), day) for day, where, _ in changes] or [np.empty(0, np.int64)]),
        np.concatenate([where for _, where, _ in changes] or [np.empty(0, np.int64)]),
        np.concatenate([change for _, _, change in changes] or [np.empty(0)]).astype(np.float32),
    )


def _strips(ends: Floats) -> tuple[Ints, Ints, Ints, Floats, Floats]:
    """Cut edges (n, 4: x, y to x, y, in cells) where they cross cells' borders.

    Returns for each piece its edge, its cell's column and row, and what it adds to the cover of that cell and of all
    cells further right, each as the difference to the cell before.
    """
    crossings = [(np.repeat(np.arange(len(ends)), 2), np.tile([0.0, 1.0], len(ends)))]
    for axis in (0, 1):
        a, b = ends[:, axis], ends[:, axis + 2]
        first = np.floor(np.minimum(a, b)) + 1
        count = np.maximum(np.ceil(np.maximum(a, b)) - first, 0).astype(int)
        edge = np.repeat(np.arange(len(ends)), count)
        line = first[edge] + np.arange(len(edge)) - np.repeat(np.cumsum(count) - count, count)
        crossings.append((edge, (line - a[edge]) / (b - a)[edge]))
    edge = np.concatenate([edge for edge, _ in crossings])
    along = np.concatenate([along for _, along in crossings])
    order = np.lexsort((along, edge))
    edge, along = edge[order], along[order]
    within = edge[1:] == edge[:-1]
    edge, begin, end = edge[1:][within], along[:-1][within], along[1:][within]
    span = ends[edge, 2:] - ends[edge, :2]
    middle = ends[edge, :2] + span * ((begin + end) / 2)[:, None]
    rise = span[:, 1] * (end - begin)
    column, row = (np.floor(middle[:, axis]).astype(int) for axis in (0, 1))
    right = column + 1 - middle[:, 0]
    return edge, column, row, -rise * right, -rise * (1 - right)


def known_on(cells: Cells, day: int) -> bool:
    """Say whether the series has a map of the day (an ordinal)."""
    at = np.searchsorted(cells.days, day)
    return bool(at < len(cells.days) and cells.days[at] == day)


def cover_on(cells: Cells, day: int) -> Floats:
    """Return the cover (rows, columns) at the end of a day (an ordinal), by the last map up to it."""
    upto = np.searchsorted(cells.when, day, side="right")
    moved = np.bincount(cells.where[:upto], cells.change[:upto], cells.start.size).reshape(cells.start.shape)
    return np.asarray(np.clip(cells.start + moved, 0, 1))


def flips_of(cells: Cells) -> tuple[Ints, Ints, NDArray[np.bool_]]:
    """Return day, cell and new state of every flip: where a cell's cover came to more, or to less, than a half."""
    order = np.lexsort((cells.when, cells.where))
    where, change = cells.where[order], cells.change[order].astype(float)
    if len(where) == 0:
        return where, where, np.empty(0, bool)
    new = np.append(True, where[1:] != where[:-1])
    total = np.cumsum(change)
    before = (total - change)[new][np.cumsum(new) - 1]
    after = cells.start.ravel()[where] + total - before
    held = after > 0.5
    was = np.where(new, cells.start.ravel()[where] > 0.5, np.append(False, held[:-1]))
    turned = np.flatnonzero(held != was)
    turned = turned[np.argsort(cells.when[order][turned], kind="stable")]
    return cells.when[order][turned], where[turned], held[turned]


def corners_of(cells: Cells, which: Ints) -> Floats:
    """Return the four corners of cells (flat indices) counter-clockwise, WGS84: (n, 4, 2)."""
    row, column = np.divmod(which, cells.start.shape[1])
    step = np.array([[0, 0], [1, 0], [1, 1], [0, 1]])
    at = (np.column_stack([column, row])[:, None] + step + cells.corner) * cells.size_km * 1000
    back = Transformer.from_crs(cells.crs, "OGC:CRS84", always_xy=True)
    lon, lat = back.transform(at[..., 0], at[..., 1])
    return np.stack([lon, lat], axis=-1)

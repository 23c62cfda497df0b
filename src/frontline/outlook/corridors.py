"""The chance that a corridor is cut: by many drawings of what may change hands, in which near cells go together.

A drawing is a Gaussian field smoothed over some km (a Gaussian copula): where it is below a cell's chance, as a
quantile, the cell changes hands. Each cell's chance stays as forecast; neighbours fall together, as they do.
A corridor is cut in a drawing where what its side still holds of the ground beyond the neck no longer hangs together
with the side's main ground, or nothing of it is left.
"""

from __future__ import annotations

__all__ = ["Cut", "cut_chances"]

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from pyproj import Transformer
from scipy import ndimage
from scipy.special import ndtri

from .cells import cover_on

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from frontline.model import Salient

    from .cells import Cells, Floats
    from .features import Day

    Flags = NDArray[np.bool_]

DRAWINGS = 400
TOGETHER_KM = 4.0  # over which what happens is alike
MARGIN_KM = 12.0


@dataclass(frozen=True, slots=True)
class Cut:
    """A salient or corridor with the chance that it is cut within the horizon; `at` the middle of its neck."""

    name: str
    side: str
    at: tuple[float, float]
    neck_km: float
    p_cut: float


def cut_chances(
    cells: Cells, seen: Day, p: Floats, salients: Iterable[Salient], *, drawings: int = DRAWINGS
) -> list[Cut]:
    """Return the chance of each salient of the series' sides to be cut, the likeliest first.

    `p` are the cells' chances of the day `seen`. Deterministic: each salient draws from a generator seeded by the day.
    """
    held = cover_on(cells, seen.day) > 0.5
    quantile = np.full(held.shape, -np.inf)
    quantile.ravel()[seen.which] = ndtri(np.clip(p, 1e-9, 1 - 1e-9))
    project = Transformer.from_crs("OGC:CRS84", cells.crs, always_xy=True)
    found = []
    for salient in salients:
        west, south, east, north = salient.shape.bounds
        x, y = project.transform([west, west, east, east], [south, north, south, north])
        reach = MARGIN_KM / cells.size_km
        columns = np.array(x) / 1000 / cells.size_km - cells.corner[0]
        rows = np.array(y) / 1000 / cells.size_km - cells.corner[1]
        window = tuple(slice(max(0, int(at.min() - reach)), int(at.max() + reach) + 1) for at in (rows, columns))
        mine = held[window] == (salient.side == cells.side)
        inside = _inside(salient, cells, window, mine.shape) & mine
        # A neck of less than a cell shows as a gap: such ground is too fine for the grid to speak of.
        if not inside.any() or (mine & ~inside).sum() == 0 or not _hangs(mine, inside):
            continue
        sigma = TOGETHER_KM / cells.size_km
        rng = np.random.default_rng(seen.day)
        cut = 0
        for _ in range(drawings):
            field = ndimage.gaussian_filter(rng.standard_normal(mine.shape), sigma, mode="wrap")
            field *= 2 * np.sqrt(np.pi) * sigma  # back to a variance of one
            after = mine ^ (field < quantile[window])
            cut += not _hangs(after, inside)
        x0, y0 = salient.neck.at
        found.append(Cut(salient.name, salient.side, (x0, y0), salient.neck.width_km, cut / drawings))
    return sorted(found, key=lambda one: (-one.p_cut, one.name))


def _inside(salient: Salient, cells: Cells, window: tuple[slice, ...], shape: tuple[int, ...]) -> Flags:
    """Say of the cells of a window which have their middle in a salient."""
    import shapely  # noqa: PLC0415

    row, column = np.indices(shape)
    x = (column + window[1].start + cells.corner[0] + 0.5) * cells.size_km * 1000
    y = (row + window[0].start + cells.corner[1] + 0.5) * cells.size_km * 1000
    lon, lat = Transformer.from_crs(cells.crs, "OGC:CRS84", always_xy=True).transform(x, y)
    return np.asarray(shapely.contains_xy(salient.shape, lon, lat))


def _hangs(mine: Flags, inside: Flags) -> bool:
    """Say whether most of what is held of the inside hangs together with held ground outside, corners counting."""
    label, _ = ndimage.label(mine, structure=np.ones((3, 3)))
    outside = label[~inside & mine]
    if len(outside) == 0:
        return False
    main = np.bincount(outside).argmax()
    kept = label[inside & mine]
    return bool(len(kept)) and bool((kept == main).sum() * 2 > inside.sum())

"""What things on a map are called: the places in them and near them."""

from __future__ import annotations

__all__ = ["Names", "names_of"]

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import shapely

from .measure import distances_km

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from frontline.model import ControlMap, Place


class Names(NamedTuple):
    """Places to name things after: `lonlat` (n, 2), sizes, and the side that holds each ("" where unknown)."""

    lonlat: NDArray[np.float64]
    names: tuple[str, ...]
    sizes: NDArray[np.intp]
    holders: tuple[str, ...]

    def nearest(self, point: NDArray[np.float64], *, but: str | None = None) -> str | None:
        """Return the name of the place nearest to a lon/lat point, None where there are no places but the one named."""
        away = distances_km(self.lonlat, point) if self.names else np.empty(0)
        away[[name == but for name in self.names]] = np.inf
        return self.names[int(away.argmin())] if np.isfinite(away).any() else None

    def inside(self, shape: BaseGeometry, side: str, *, towards: NDArray[np.float64] | None = None) -> tuple[str, ...]:
        """Return the names of the side's places inside a shape: the largest first, of equals the one nearest `towards`.

        A place whose holder is unknown counts as the side's: it stands on its ground.
        """
        if not self.names:
            return ()
        shapely.prepare(shape)
        held = np.array([holder in ("", side) for holder in self.holders], bool)
        there = np.flatnonzero(held & shapely.contains_xy(shape, self.lonlat))
        if not len(there):
            return ()
        centre = shapely.get_coordinates(shapely.centroid(shape))[0] if towards is None else towards
        order = np.lexsort((distances_km(self.lonlat[there], centre), -self.sizes[there]))
        return tuple(self.names[i] for i in there[order])


def names_of(control_map: ControlMap, gazetteer: Iterable[Place]) -> Names:
    """Take the names of a gazetteer, or of the map's own places where it is empty."""
    holders = {place.place_id: place.holder for place in control_map.places}
    rows = [(place.lon, place.lat, place.name, place.size, holders.get(place.id, "")) for place in gazetteer]
    rows = rows or [(place.lon, place.lat, place.place, 0, place.holder) for place in control_map.places]
    lon, lat, names, sizes, sides = zip(*rows, strict=True) if rows else ((),) * 5
    return Names(np.column_stack([lon, lat]).astype(float), names, np.array(sizes, np.intp), sides)

"""Maps drawn by hand: kilometres on a plane about a point, as control maps."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Protocol

import pytest
import shapely
from shapely import affinity

from frontline.model import ControlMap, PlaceControl
from frontline.picture.measure import to_degrees

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shapely.geometry.base import BaseGeometry

CRS = "+proj=laea +lat_0=48 +lon_0=36 +datum=WGS84"


class Drawn(Protocol):
    def __call__(
        self,
        sides: Mapping[str, BaseGeometry],
        *,
        world: BaseGeometry | None = None,
        places: Mapping[str, tuple[float, float, str]] | None = None,
    ) -> ControlMap: ...


@pytest.fixture(scope="session")
def drawn() -> Drawn:
    """Return a way to make a map of shapes in kilometres; `places` are (x, y, holder) by name."""

    def draw(
        sides: Mapping[str, BaseGeometry],
        *,
        world: BaseGeometry | None = None,
        places: Mapping[str, tuple[float, float, str]] | None = None,
    ) -> ControlMap:
        def placed(shape: BaseGeometry) -> BaseGeometry:
            return to_degrees(affinity.scale(shape, 1000, 1000, origin=(0, 0)), CRS)

        stands = []
        for name, (x, y, holder) in (places or {}).items():
            lon, lat = shapely.get_coordinates(placed(shapely.Point(x, y)))[0].tolist()
            stands.append(PlaceControl(name.lower(), name, lat, lon, holder, {holder: 1.0}))
        return ControlMap(
            day=date(2020, 1, 1),
            areas={side: placed(shape) for side, shape in sides.items()},
            boundary=placed(world if world is not None else shapely.union_all(list(sides.values()))),
            crs=CRS,
            places=tuple(stands),
        )

    return draw


class Placed(Protocol):
    def __call__(self, points: list[tuple[float, float]]) -> list[tuple[float, float]]: ...


@pytest.fixture(scope="session")
def lonlat() -> Placed:
    """Return a way from points in kilometres to lon/lat."""

    def place(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
        metres = shapely.MultiPoint([(x * 1000, y * 1000) for x, y in points])
        return [(lon, lat) for lon, lat in shapely.get_coordinates(to_degrees(metres, CRS)).tolist()]

    return place

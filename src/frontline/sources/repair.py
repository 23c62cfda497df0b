"""One day's polygons made sound: axes, self-crossings, slivers, overlaps. What was done is said in notes."""

from __future__ import annotations

__all__ = [
    "SLIVER_M2",
    "Classes",
    "extent_of",
    "ground_by_layer",
    "load_area",
    "load_classes",
    "load_regions",
    "polygons_in",
    "set_axes",
]

import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import shapely

from frontline._errors import Fault, InputError

from .edges import GRID, Edges, edges_of, no_edges, polygons_of
from .files import layers

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from shapely.geometry.base import BaseGeometry

    from .files import Feature

SLIVER_M2 = 100.0
"""Polygons and holes smaller than this are slips of a drawing hand, not ground that somebody holds."""

_STATUS_FIELDS = ("status", "class", "control", "holder", "state")
_M2_PER_SQUARE_DEGREE = 111_195.0**2  # at the equator: enough to tell a sliver from a field


@dataclass(frozen=True, slots=True)
class Classes:
    """Which property tells the class of a polygon, and whose ground each class is ("" for none's: left out).

    Where polygons of two layers overlap, the class that stands first keeps the ground.
    """

    field: str
    layer_of: Mapping[str, str]


def load_classes(path: Path) -> Classes:
    """Read the mapping of classes: `field = "status"` and a table `[classes]` of class = "side or other name"."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(Fault(str(path), None, f"is no sound TOML ({error})")) from error
    except OSError as error:
        raise InputError(Fault(str(path), None, f"cannot be read ({error.strerror or error})")) from error
    field, classes = table.get("field"), table.get("classes")
    if not isinstance(field, str) or not isinstance(classes, dict) or not classes:
        raise InputError(Fault(str(path), None, 'needs `field = "..."` and a table `[classes]`, class = "side"'))
    wrong = [name for name, layer in classes.items() if not isinstance(layer, str)]
    if wrong:
        raise InputError(Fault(str(path), None, f"class '{wrong[0]}' is to be a side's id or another name, in quotes"))
    return Classes(field, classes)


def load_area(path: Path) -> BaseGeometry:
    """Return the union of all polygons of a file, valid, WGS84: the area of a war."""
    whole: BaseGeometry = shapely.union_all([ground for _, ground in _polygons_of(path)])
    return whole


def load_regions(path: Path, field: str) -> dict[str, BaseGeometry]:
    """Return the polygons of a file by the property that names them; polygons of one name are one region."""
    found: dict[str, list[BaseGeometry]] = {}
    for properties, ground in _polygons_of(path):
        if field not in properties:
            have = ", ".join(properties) or "none"
            raise InputError(Fault(str(path), None, f"has a polygon without the property '{field}' (it has: {have})"))
        found.setdefault(str(properties[field]), []).append(ground)
    return {name: shapely.union_all(grounds) for name, grounds in found.items()}


def _polygons_of(path: Path) -> list[tuple[Mapping[str, object], BaseGeometry]]:
    found: list[tuple[Mapping[str, object], BaseGeometry]] = []
    for layer in layers([path]):
        if isinstance(layer, Fault):
            raise InputError(layer)
        found += [(one.properties, polygons_in([one.ground])[0]) for one in layer.features]
    if not found:
        raise InputError(Fault(str(path), None, "has no polygon in it"))
    return found


def ground_by_layer(
    features: Sequence[Feature], *, side: str, classes: Classes | None
) -> dict[str, list[BaseGeometry]]:
    """Return the polygons of each layer in the classes' order; ValueError says what nobody can tell."""
    if classes is None:
        _refuse_untold_classes(features)
        return {side: [feature.ground for feature in features]}
    found: dict[str, list[BaseGeometry]] = {layer: [] for layer in classes.layer_of.values() if layer}
    for feature in features:
        if classes.field not in feature.properties:
            have = ", ".join(feature.properties) or "none"
            raise ValueError(f"has a polygon without the property '{classes.field}' (it has: {have})")
        value = str(feature.properties[classes.field])
        if value not in classes.layer_of:
            raise ValueError(f"has the class '{value}', which the mapping does not name; add it ('' leaves it out)")
        if layer := classes.layer_of[value]:
            found[layer].append(feature.ground)
    return found


def _refuse_untold_classes(features: Sequence[Feature]) -> None:
    for field in _STATUS_FIELDS:
        values = {str(value) for one in features for key, value in one.properties.items() if key.lower() == field}
        if len(values) > 1:
            named = ", ".join(f"'{value}'" for value in sorted(values)[:5])
            raise ValueError(f"has polygons of several classes ({field}: {named}); say whose they are with --classes")


def extent_of(grounds: Sequence[BaseGeometry]) -> BaseGeometry:
    """Return the box of polygons, half as large again on every side."""
    west, south, east, north = shapely.total_bounds(grounds)
    margin = max(east - west, north - south, 0.5) / 2
    box: BaseGeometry = shapely.box(west - margin, south - margin, east + margin, north + margin)
    return box


def set_axes(grounds: Sequence[BaseGeometry], extent: BaseGeometry | None) -> tuple[list[BaseGeometry], int]:
    """Return a day's polygons in lon/lat order, and how many of them had their axes swapped.

    They are swapped where they are no place on Earth as they stand, or lie outside `extent` (the boundary, or what
    other days cover) and inside it when swapped. ValueError where they are no degrees, or where nothing of the day
    comes near the extent either way.
    """
    right, swapped, near = [], 0, False
    for ground in grounds:
        turned = _turned(ground)
        here, there = _fits(ground, extent), _fits(turned, extent)
        if not here and there:
            swapped += 1
        elif not _on_earth(ground):
            raise ValueError("has coordinates that are no degrees; give WGS84 as [longitude, latitude]")
        near |= here or there
        right.append(turned if there and not here else ground)
    if grounds and not near:
        west, south, east, north = shapely.total_bounds(grounds)
        where = f"longitude {west:.2f} to {east:.2f}, latitude {south:.2f} to {north:.2f}"
        raise ValueError(f"lies far from the rest of the series ({where}); is it of another war?")
    return right, swapped


def _fits(ground: BaseGeometry, extent: BaseGeometry | None) -> bool:
    return _on_earth(ground) and (extent is None or bool(extent.intersects(shapely.box(*ground.bounds))))


def _turned(ground: BaseGeometry) -> BaseGeometry:
    """Return the ground with longitude and latitude exchanged."""
    turned: BaseGeometry = shapely.transform(ground, lambda lonlat: lonlat[:, ::-1])
    return turned


def _on_earth(ground: BaseGeometry) -> bool:
    west, south, east, north = ground.bounds
    return bool(west >= -180 and east <= 180 and south >= -90 and north <= 90)


def polygons_in(grounds: Sequence[BaseGeometry], *, sliver_m2: float = SLIVER_M2) -> tuple[BaseGeometry, list[str]]:
    """Return the union of one layer's polygons, valid, without slivers, with its corners on the grid; and notes."""
    notes = []
    if not shapely.is_valid(grounds).all():
        why = next(shapely.is_valid_reason(ground) for ground in grounds if not ground.is_valid)
        notes.append(f"unsound polygon repaired ({why.split('[')[0].strip().lower()})")
        grounds = list(shapely.make_valid(grounds, method="structure", keep_collapsed=False))
    whole = grounds[0] if len(grounds) == 1 else shapely.union_all(grounds)
    whole, dropped = _without_slivers(whole, sliver_m2)
    if dropped:
        notes.append(f"{dropped} slivers under {sliver_m2:g} m² dropped")
    return whole, notes


def on_grid(ground: BaseGeometry) -> Edges:
    """Return valid ground as edges on the grid; where rounding makes it unsound it is noded anew."""
    if ground.is_empty:
        return no_edges()
    edges = edges_of(ground)
    back = polygons_of(edges)
    return edges if back.is_valid else edges_of(shapely.set_precision(ground, 1 / GRID))


def _without_slivers(ground: BaseGeometry, sliver_m2: float) -> tuple[BaseGeometry, int]:
    limit = sliver_m2 / _M2_PER_SQUARE_DEGREE
    parts = shapely.get_parts(ground)
    parts = parts[shapely.get_type_id(parts) == 3]  # polygons: making valid may leave lines
    kept = parts[shapely.area(parts) >= limit]
    dropped = len(parts) - len(kept)
    holes = shapely.area(shapely.polygons(shapely.get_rings(kept)))
    if (holes < limit).any():
        whole = []
        for part in kept:
            inner = [ring for ring in part.interiors if shapely.Polygon(ring).area >= limit]
            dropped += len(part.interiors) - len(inner)
            whole.append(shapely.Polygon(part.exterior, inner))
        return shapely.MultiPolygon(whole), dropped
    return shapely.MultiPolygon(list(kept)), dropped

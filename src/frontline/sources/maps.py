"""Other people's daily maps become a series: read, dated, repaired or refused with a sentence each."""

from __future__ import annotations

__all__ = ["Imported", "import_maps"]

from dataclasses import dataclass, field, replace
from itertools import chain, islice
from typing import TYPE_CHECKING

import numpy as np
import shapely

from frontline._errors import BusyError, Fault, InputError

from .days import DATE_FIELDS, day_in_name, day_of_value
from .edges import minus
from .files import Feature, Layer, layers
from .repair import SLIVER_M2, extent_of, ground_by_layer, on_grid, polygons_in, set_axes
from .series import Day, Series, build, edges_on, open_series, save

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import date
    from pathlib import Path

    from shapely.geometry.base import BaseGeometry

    from .repair import Classes

_AHEAD = 31  # maps read ahead to learn where the war is, before the first is judged


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did: the series, how many days are new, what was repaired or passed over, what was left out."""

    series: Series
    added: int
    notes: tuple[Fault, ...]
    left_out: tuple[Fault, ...] = ()


@dataclass(slots=True)
class _Desk:
    """The notes and faults of one import."""

    notes: list[Fault] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def import_maps(  # noqa: PLR0913
    paths: Sequence[Path],
    into: Path,
    *,
    side: str,
    against: str,
    classes: Classes | None = None,
    boundary: BaseGeometry | None = None,
    day: date | None = None,
    date_field: str | None = None,
    sliver_m2: float = SLIVER_M2,
    replacing: bool = False,
    leave_out_faulty: bool = False,
    each: Callable[[Day], None] | None = None,
) -> Imported:
    """Read maps (files, folders, archives) into the series at `into`, which is made where there is none.

    Each map is one day's ground of `side`, or of several layers by `classes`. The day is `day`, else the property
    `date_field`, else the one in the file's name, else a property named like a date. A day that is there already
    is passed over where the map is the same, a fault where it differs (`replacing` takes the new one). All faults
    are raised together as one InputError and nothing is written; with `leave_out_faulty` the sound days are
    written and the faults handed back. `each` is called after each day. Raises BusyError where another process wrote
    to the series meanwhile.
    """
    desk = _Desk()
    old = open_series(into) if into.exists() else None
    bounded = old is not None and boundary is not None
    if old is not None:
        _same_sides(old, into, side, against)
        old = replace(old, given_boundary=boundary) if boundary is not None else old
        boundary = old.given_boundary
    dated = _dated(layers(paths), desk, day=day, date_field=date_field)
    found: dict[date, Day] = {}
    for one in _days(dated, desk, old, boundary, side=side, classes=classes, sliver_m2=sliver_m2):
        if _is_new(one, found.get(one.day), desk):
            found[one.day] = one
            if each is not None:
                each(one)
    if old is not None:
        found = {when: one for when, one in found.items() if _is_new_to(old, one, desk, replacing=replacing)}
    if desk.faults and not (leave_out_faulty and (found or old)):
        raise InputError(*desk.faults)
    series = _carried_on(old, found, side, against, boundary) if found or old is None else old
    if found or bounded:
        _alone(into, old)
        save(series, into)
    _note_gaps(series, found, desk)
    return Imported(series, len(found), tuple(desk.notes), tuple(desk.faults))


def _days(
    dated: Iterator[tuple[date, Layer]],
    desk: _Desk,
    old: Series | None,
    boundary: BaseGeometry | None,
    *,
    side: str,
    classes: Classes | None,
    sliver_m2: float,
) -> Iterator[Day]:
    """Yield the maps as days, repaired, against what is known of where the war is."""
    ahead = list(islice(dated, _AHEAD))
    extent = _extent(boundary, old, ahead)
    for when, layer in chain(ahead, dated):
        one = _repaired(when, layer, desk, side=side, classes=classes, extent=extent, sliver_m2=sliver_m2)
        if one is not None:
            yield one


def _alone(into: Path, old: Series | None) -> None:
    """Refuse to write over what another process has written since `old` was read."""
    now = open_series(into).days if into.exists() else None
    if now != (old.days if old is not None else None):
        raise BusyError(f"another process has written to {into} meanwhile; import once more")


def _same_sides(old: Series, into: Path, side: str, against: str) -> None:
    if (side, against) != (old.side, old.against):
        raise InputError(
            f"{into} is a series of '{old.side}' against '{old.against}', not of '{side}' against '{against}'; "
            "import into a file of its own"
        )


def _dated(
    found: Iterable[Layer | Fault], desk: _Desk, *, day: date | None, date_field: str | None
) -> Iterator[tuple[date, Layer]]:
    """Yield each map with its day; a layer with a date column is as many maps as it has days."""
    for layer in found:
        if isinstance(layer, Fault):
            desk.faults.append(layer)
            continue
        desk.notes += [Fault(layer.file, None, note) for note in layer.notes]
        if not layer.features:
            desk.faults.append(Fault(layer.file, None, "has no polygon in it"))
            continue
        try:
            by_day = _by_day(layer, day, date_field)
        except ValueError as error:
            desk.faults.append(Fault(layer.file, None, str(error)))
            continue
        for when, features in by_day.items():
            yield when, Layer(layer.file, layer.name, tuple(features))


def _by_day(layer: Layer, day: date | None, date_field: str | None) -> dict[date, Sequence[Feature]]:
    if day is not None:
        return {day: layer.features}
    named = day_in_name(layer.name) if date_field is None else None
    if named is not None:
        return {named: layer.features}
    fields = {key: key.lower() for feature in layer.features for key in feature.properties}
    if date_field is not None and date_field not in fields:
        raise ValueError(f"has no property '{date_field}' (it has: {', '.join(fields) or 'none'})")
    wanted = [date_field] if date_field else [key for like in DATE_FIELDS for key, low in fields.items() if low == like]
    if not wanted:
        raise ValueError(
            "tells no day: none in its name (as 20250131 or 2025-01-31), no property named like a date; "
            "say --date or --date-field"
        )
    by_day: dict[date, list[Feature]] = {}
    for feature in layer.features:
        value = feature.properties.get(wanted[0])
        when = day_of_value(value)
        if when is None:
            raise ValueError(f"has a polygon whose '{wanted[0]}' is no day ('{value}'); write it as YYYY-MM-DD")
        by_day.setdefault(when, []).append(feature)
    return dict(sorted(by_day.items()))


def _extent(
    boundary: BaseGeometry | None, old: Series | None, ahead: Sequence[tuple[date, Layer]]
) -> BaseGeometry | None:
    """Return the box in which the war is, to tell swapped axes by; None where a single map is all there is."""
    if boundary is not None:
        return extent_of([boundary])
    if old is not None and len(old.edges):
        return extent_of([old.boundary])
    boxes = np.array([shapely.total_bounds([one.ground for one in layer.features]) for _, layer in ahead])
    boxes = boxes[np.isfinite(boxes).all(axis=1)] if len(boxes) else boxes
    # The middle of the maps' boxes: a few that are swapped do not move it.
    return extent_of([shapely.box(*np.median(boxes, axis=0))]) if len(boxes) > 2 else None


def _repaired(
    when: date,
    layer: Layer,
    desk: _Desk,
    *,
    side: str,
    classes: Classes | None,
    extent: BaseGeometry | None,
    sliver_m2: float,
) -> Day | None:
    notes: list[str] = []
    edges = {}
    taken: BaseGeometry = shapely.MultiPolygon()
    try:
        features = [one for one in layer.features if not one.ground.is_empty]
        turned, swapped = set_axes([one.ground for one in features], extent)
        if swapped:
            notes.append("axes swapped to longitude, latitude")
        features = [replace(one, ground=ground) for one, ground in zip(features, turned, strict=True)]
        for name, grounds in ground_by_layer(features, side=side, classes=classes).items():
            if not grounds:
                continue
            whole, done = polygons_in(grounds, sliver_m2=sliver_m2)
            notes += done
            if shapely.area(shapely.intersection(whole, taken)) > 0:
                notes.append(f"'{name}' cut back where another class lies over it")
                whole, _ = polygons_in([shapely.difference(whole, taken)], sliver_m2=sliver_m2)
            edges[name] = on_grid(whole)
            taken = whole if taken.is_empty else shapely.union(taken, whole)
    except ValueError as error:
        desk.faults.append(Fault(layer.file, None, str(error)))
        return None
    desk.notes += [Fault(layer.file, None, note) for note in notes]
    if not any(len(one) for one in edges.values()):
        desk.faults.append(Fault(layer.file, None, f"has no ground of {sliver_m2:g} m² or more; is it the right file?"))
        return None
    return Day(when, layer.file, edges, "; ".join(dict.fromkeys(notes)))


def _is_new(one: Day, other: Day | None, desk: _Desk) -> bool:
    if other is None:
        return True
    if _equal(one, other):
        desk.notes.append(Fault(one.file, None, f"is the same map of {one.day} as {other.file}; passed over"))
    else:
        desk.faults.append(Fault(one.file, None, f"is another map of {one.day} than {other.file}; leave one out"))
    return False


def _is_new_to(old: Series, one: Day, desk: _Desk, *, replacing: bool) -> bool:
    if one.day not in old.days:
        return True
    number = old.days.index(one.day)
    there = Day(one.day, old.files[number], {layer: edges_on(old, number, layer) for layer in old.layers})
    if _equal(one, there):
        desk.notes.append(Fault(one.file, None, f"is the map of {one.day} that the series has already; passed over"))
        return False
    if not replacing:
        sentence = f"is another map of {one.day} than the series has (from {there.file}); --replace takes this one"
        desk.faults.append(Fault(one.file, None, sentence))
    return replacing


def _equal(one: Day, other: Day) -> bool:
    for layer in {*one.edges, *other.edges}:
        mine, yours = one.edges.get(layer), other.edges.get(layer)
        if mine is None or yours is None:
            if len(mine if mine is not None else yours if yours is not None else ()):
                return False
        elif len(minus(mine, yours)) or len(minus(yours, mine)):
            return False
    return True


def _carried_on(
    old: Series | None, found: dict[date, Day], side: str, against: str, boundary: BaseGeometry | None
) -> Series:
    """Return the series with the found days; those after its last day carry on, any other day builds it anew."""
    names = tuple(dict.fromkeys([side, *(layer for one in found.values() for layer in one.edges)]))
    new = [found[when] for when in sorted(found)]
    if old is not None and new[0].day <= old.days[-1]:
        kept = (
            Day(when, old.files[n], {layer: edges_on(old, n, layer) for layer in old.layers}, old.notes[n])
            for n, when in enumerate(old.days)
            if when not in found
        )
        new = sorted([*kept, *new], key=lambda one: one.day)
        names, old = tuple(dict.fromkeys([*old.layers, *names])), None
    return build(side, against, new, layers=names, boundary=boundary, start=old)


def _note_gaps(series: Series, found: dict[date, Day], desk: _Desk) -> None:
    for before, after in zip(series.days, series.days[1:], strict=False):
        if (after - before).days > 1 and (after in found or before in found):
            desk.notes.append(Fault(str(after), None, f"the days since {before} are not known; they stay unknown"))

"""A theatre of reports, seen as cells: so that what was learnt on maps speaks of places.

A cell belongs to its nearest place (its Thiessen cell, to the grid's fineness) and to the side that likeliest holds
that place. A place that changed hands is ground that did; from there on a theatre is a series like any other.
"""

from __future__ import annotations

__all__ = [
    "PlaceChance",
    "TheatreOutlook",
    "cells_of_places",
    "foresee",
    "holders",
    "place_chances",
    "retell",
    "score_places",
]

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from pyproj import Transformer
from scipy.spatial import cKDTree

from frontline._errors import InputError
from frontline.control import believe, place_beliefs
from frontline.picture.draw import draw

from . import carried, hazard
from .cells import Cells
from .counterattack import Counter, counter_attacks, struck_after
from .features import NAMES, in_words, observe
from .hazard import Additive, terms
from .scores import blocks_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from frontline.control import Belief
    from frontline.model import Record, Salient, Theatre

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]
    Flags = NDArray[np.bool_]

HISTORY = 150  # days before a forecast that are looked back upon
MARGIN_KM = 24.0
WITHIN_KM = 12.0
MOST_REASONS = 3
COUNTER_DAYS = (7, 14)


@dataclass(frozen=True, slots=True)
class PlaceChance:
    """The chance that a place is in other hands after the horizon; `why` are the features that raise it most.

    `front_km` is the distance to the front, `speed_km` how far that moved towards it a day, of late.
    """

    place_id: str
    place: str
    lat: float
    lon: float
    holder: str
    p: float
    front_km: float
    speed_km: float
    why: tuple[str, ...]


def holders(belief: Belief, days: Sequence[int]) -> Ints:
    """Return the number of the side that likeliest holds each place on days (ordinals): (days, places)."""
    return np.array([place_beliefs(belief, date.fromordinal(day)).argmax(axis=1) for day in days])


def cells_of_places(theatre: Theatre, held: Ints, days: Sequence[int], side: int, *, size_km: float = 1.0) -> Cells:
    """Lay cells over a theatre for one side: `held` (days, places) numbers the holder of each place."""
    nearest, corner = _nearest(theatre, size_km)
    mine = held == side
    ordinals = np.array(days, dtype=np.int64)
    start = mine[0][nearest].astype(np.float32)
    turned = [np.flatnonzero(mine[at] != mine[at - 1]) for at in range(1, len(days))]
    when: list[Ints] = []
    where: list[Ints] = []
    change: list[Floats] = []
    for at, places in enumerate(turned, start=1):
        here = np.flatnonzero(np.isin(nearest, places))
        when.append(np.full(len(here), ordinals[at]))
        where.append(here)
        change.append(np.where(mine[at][nearest.ravel()[here]], 1.0, -1.0))
    sides = tuple(theatre.sides)
    return Cells(
        sides[side],
        "others",
        theatre.crs,
        size_km,
        corner,
        ordinals,
        start,
        np.concatenate([*when, np.empty(0, np.int64)]),
        np.concatenate([*where, np.empty(0, np.int64)]),
        np.concatenate([*change, np.empty(0)]).astype(np.float32),
    )


def _nearest(theatre: Theatre, size_km: float) -> tuple[Ints, tuple[int, int]]:
    """Return the number of each cell's nearest place (rows, columns), and the first cell's column and row."""
    at = _kilometres(theatre) / size_km
    low = np.floor(at.min(axis=0) - MARGIN_KM / size_km).astype(int)
    high = np.ceil(at.max(axis=0) + MARGIN_KM / size_km).astype(int)
    x, y = np.meshgrid(np.arange(low[0], high[0]) + 0.5, np.arange(low[1], high[1]) + 0.5)
    _, nearest = cKDTree(at).query(np.column_stack([x.ravel(), y.ravel()]))
    return np.asarray(nearest).reshape(x.shape), (int(low[0]), int(low[1]))


def _kilometres(theatre: Theatre) -> Floats:
    """Return the places' points in km in the theatre's projection: (places, 2)."""
    lon, lat = ([getattr(place, name) for place in theatre.places.values()] for name in ("lon", "lat"))
    project = Transformer.from_crs("OGC:CRS84", theatre.crs, always_xy=True)
    return np.column_stack(project.transform(lon, lat)) / 1000


def place_chances(belief: Belief, day: date, model: Additive) -> list[PlaceChance]:
    """Return the chance of each place within 12 km of a front to be in other hands, the likeliest first.

    `belief` must rest on what was known on the day: nothing here looks past `day`, but a belief may.
    """
    last = day.toordinal()
    first = max(belief.theatre.start.toordinal(), last - HISTORY)
    days = range(first, last + 1)
    held = holders(belief, days)
    places = list(belief.theatre.places.values())
    sides = tuple(belief.theatre.sides)
    points = _kilometres(belief.theatre)
    found: list[PlaceChance] = []
    for side in np.unique(held[-1]):
        cells = cells_of_places(belief.theatre, held, days, int(side))
        seen = observe(cells, last, within_km=WITHIN_KM)
        row = (np.floor(points / cells.size_km)[:, ::-1] - cells.corner[::-1]).astype(int)
        asked = row[:, 0] * cells.start.shape[1] + row[:, 1]
        at = np.minimum(np.searchsorted(seen.which, asked), len(seen.which) - 1)
        if len(seen.which) == 0:
            continue
        mine = np.flatnonzero((held[-1] == side) & (seen.which[at] == asked) & seen.held[at])
        features = seen.features[at[mine]]
        if len(mine) == 0:
            continue
        odds = hazard.odds(model, features, NAMES)
        parts = terms(model, features, NAMES)
        names = [in_words(curve.feature) for curve in model.curves]
        speeds = seen.drift_km[at[mine]]
        for place, chance, gives, front, speed in zip(
            mine, 1 / (1 + np.exp(-odds)), parts, seen.depth_km[at[mine]], speeds, strict=True
        ):
            best = [int(n) for n in np.argsort(-gives, kind="stable")[:MOST_REASONS] if gives[n] > 0]
            one = places[place]
            why = tuple(names[n] for n in best)
            found.append(
                PlaceChance(
                    one.id, one.name, one.lat, one.lon, sides[side], float(chance), float(front), float(speed), why
                )
            )
    return sorted(found, key=lambda one: (-one.p, one.place_id))


@dataclass(frozen=True, slots=True, eq=False)
class TheatreOutlook:
    """A theatre's forecast: places near a front, and counter-attacks at corridors, likeliest first.

    `salients` are those of the day's picture, `seen` the features of the places in their order.
    """

    theatre: Theatre
    day: date
    horizon: int
    places: tuple[PlaceChance, ...]
    counters: tuple[Counter, ...]
    salients: tuple[Salient, ...]


def foresee(theatre: Theatre, record: Record, day: date, horizon: int) -> TheatreOutlook:
    """Forecast from a theatre's day with the model that is carried over; `record` must be as known on the day.

    Raises InputError where the day lies outside the theatre's dates.
    """
    if not theatre.start <= day <= theatre.end:
        raise InputError(f"{day} is not within the theatre's dates, {theatre.start} to {theatre.end}")
    belief = believe(theatre, record)
    places = place_chances(belief, day, carried.model_for(horizon))
    salients = draw(belief, day, last_weeks=1).salients
    counters = [
        counter for days in COUNTER_DAYS for counter in counter_attacks(theatre, record, salients, day, days=days)
    ]
    return TheatreOutlook(theatre, day, horizon, tuple(places), tuple(counters), tuple(salients))


class PlaceScores(NamedTuple):
    """Chances, whether they came about, what drift says, and who shares whose fate (`scores.blocks_of`).

    `mistaken` counts the places that were not known rightly on the day.
    """

    p: Floats
    came: Flags
    drift: Flags
    blocks: Ints
    mistaken: int


def score_places(outlook: TheatreOutlook, hindsight: Belief) -> PlaceScores:
    """Compare a theatre's forecast with what the whole record tells by now: `hindsight`.

    A place that was in other hands already than was known on the day is not scored as a change but counted: that is an
    error about the present.
    """
    later = outlook.day + timedelta(days=outlook.horizon)
    held = holders(hindsight, [outlook.day.toordinal(), later.toordinal()])
    number = {place: at for at, place in enumerate(outlook.theatre.places)}
    at = np.array([number[one.place_id] for one in outlook.places], dtype=np.int64)
    sides = list(outlook.theatre.sides)
    known = np.array([sides.index(one.holder) for one in outlook.places], dtype=np.int64)
    right = held[0][at] == known
    p = np.array([one.p for one in outlook.places])
    drift = np.array([one.speed_km * outlook.horizon > one.front_km for one in outlook.places], dtype=bool)
    x, y = _kilometres(outlook.theatre)[at].T
    blocks = blocks_of(x, y, outlook.day.toordinal(), outlook.horizon)
    return PlaceScores(p[right], (held[1][at] != known)[right], drift[right], blocks[right], int((~right).sum()))


def retell(outlook: TheatreOutlook, record: Record) -> list[tuple[Counter, bool]]:
    """Return each counter-attack that was thought of with whether it came, as the whole record tells."""
    by_name = {salient.name: salient for salient in outlook.salients}
    return [
        (one, struck_after(outlook.theatre, record, by_name[one.corridor], outlook.day, one.days))
        for one in outlook.counters
    ]

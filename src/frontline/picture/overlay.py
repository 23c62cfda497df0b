"""Reports laid over somebody's maps of the same war: where they disagree, and since when."""

from __future__ import annotations

__all__ = ["Disagreement", "disagreements"]

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np

from frontline._errors import InputError
from frontline.control import timeline
from frontline.sources.holders import holders
from frontline.sources.series import day_range

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from frontline.control import Belief
    from frontline.sources import Series


@dataclass(frozen=True, slots=True)
class Disagreement:
    """An unbroken run of known days on which the reports give a place to another side than the map does.

    `holder` is the theatre's id of the side that the reports give it to, `p` the mean of its probability;
    `map_holder` is the same, of the side whose ground it is on the map. `until` is the first known day on which it
    is over, None while it lasts; `days` are those from `since` up to it, or to the last known day.
    """

    place_id: str
    place: str
    lat: float
    lon: float
    holder: str
    p: float
    map_holder: str
    since: date
    until: date | None
    days: int


def disagreements(
    belief: Belief,
    series: Series,
    *,
    first: date | None = None,
    last: date | None = None,
    least_p: float = 0.75,
    same: Mapping[str, str] | None = None,
) -> list[Disagreement]:
    """Return where the reports disagree with the maps on known days from `first` to `last`, the longest first.

    Only places count that claims speak of, on days on which the likeliest holder has at least `least_p`, and whose
    ground is one of the two sides'. `same` gives the series' id of a side where it is not the theatre's. Raises
    InputError where a side of the series is no side of the theatre, NotFoundError where no known day is in the span.
    """
    ids = {(same or {}).get(side, side): side for side in belief.sides}
    missing = [side for side in (series.side, series.against) if side not in ids]
    if missing:
        have = ", ".join(belief.sides)
        raise InputError(
            f"the series' side '{missing[0]}' is none of the theatre's ({have}); say --same ID={missing[0]}"
        )
    theatre = belief.theatre
    start, end = theatre.start, theatre.end
    numbers = [n for n in day_range(series, first, last) if start <= series.days[n] < end]
    days = [series.days[n] for n in numbers]
    if not days:
        raise InputError(f"the series has no known day in the theatre's time, {start} until before {end}")
    spoken = {claim.place_id for claim in belief.record.claims}
    places = [place for place in theatre.places.values() if place.id in spoken]
    on_map = holders(series, [(place.lon, place.lat) for place in places])[:, numbers]
    found: list[Disagreement] = []
    for place, row in zip(places, on_map, strict=True):
        p = timeline(belief, place.id, days)
        best = p.argmax(axis=1)
        sure = p[np.arange(len(days)), best]
        states = [
            (belief.sides[b], ids[m]) if m in ids and s >= least_p and belief.sides[b] != ids[m] else None
            for b, s, m in zip(best, sure, row, strict=True)
        ]
        at = 0
        for state, run in groupby(states):
            length = len(list(run))
            if state is not None:
                until = days[at + length] if at + length < len(days) else None
                found.append(
                    Disagreement(
                        place_id=place.id,
                        place=place.name,
                        lat=place.lat,
                        lon=place.lon,
                        holder=state[0],
                        p=float(sure[at : at + length].mean()),
                        map_holder=state[1],
                        since=days[at],
                        until=until,
                        days=((until or days[-1]) - days[at]).days + (until is None),
                    )
                )
            at += length
    return sorted(found, key=lambda one: (-one.days, one.place))

"""How likely a side that lost ground comes back at it within days: base rate first, then what it does just there.

Every place lost in the record is a trial: did the loser attack, advance on, take, besiege or cut at or near it in so
many days? Only trials that were over by the day count. The base rate of one loser is drawn to that of all losers by a
few trials' weight (the posterior mean of a beta distribution, Gelman et al. 2013, ch. 2), so that one side's three
events do not speak of certainty.

Against one corridor the base rate is where thinking starts, as a rate of attack a day with the weight of some months;
the days of the last weeks on which that enemy did attack there move it (the posterior of a Poisson rate under a gamma
prior, ibid.). What became known later plays no part: the record is as known on the day.
"""

from __future__ import annotations

__all__ = ["BaseRate", "Counter", "base_rate", "counter_attacks", "deeds_of", "struck_after"]

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import shapely
from pyproj import Geod
from scipy.stats import beta

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from frontline.model import Claim, Record, Salient, Theatre

NEAR_KM = 10.0
LATELY = 14  # days within which ground lost is still fought for
PRIOR = 4.0  # trials' weight of what all losers do, and of one in two for all losers
COMES_BACK = frozenset({"attack", "advance", "gain", "besiege", "cut"})
EXACT_DAYS = 7  # a claim of a month cannot say what followed within a week
SURE = 0.8
LOOK_BACK = 30  # days over which an enemy's attacks on a corridor are counted
# The base rate's weight against them, in days. On daily maps of another war, where ground was lost in the last 14 days,
# 20 to 90 scored best, the more the smaller the neighbourhood; reports tell of fewer attacks than maps: the upper end.
PRIOR_DAYS = 90.0

_GEOD = Geod(ellps="WGS84")


class Deed(NamedTuple):
    """What one side did at one point by one day: `taken` where it took a place."""

    side: str
    day: date
    lon: float
    lat: float
    place: str
    taken: bool
    against: str | None


@dataclass(frozen=True, slots=True)
class BaseRate:
    """How often losers came back: `hits` of `n` trials by this loser, `all_hits` of `all_n` by any.

    `p` is the posterior mean, `low` and `high` the interval that holds the rate 8 times in 10.
    """

    loser: str
    days: int
    n: int
    hits: int
    all_n: int
    all_hits: int
    p: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Counter:
    """The chance that `by` attacks at or near a corridor of `side` within some days, with the base rate and reasons."""

    corridor: str
    kind: str
    side: str
    by: str
    days: int
    p: float
    base: BaseRate
    lost_lately: tuple[str, ...]
    reasons: tuple[str, ...]


def deeds_of(theatre: Theatre, claims: Iterable[Claim]) -> list[Deed]:
    """Return what sides did, by factual claims that know their day within a week, one a side, place and day."""
    found: dict[tuple[str, date, str, bool], Deed] = {}
    for claim in claims:
        if not claim.factual or claim.when is None or claim.when.days > EXACT_DAYS or claim.actor is None:
            continue
        ends = [claim.place_id] if claim.place_id else [claim.stretch.start, claim.stretch.end] if claim.stretch else []
        # He who repels an attack tells of it; the attacker is the target.
        side = claim.target if claim.kind == "repel" else claim.actor
        if side is None or not (claim.kind in COMES_BACK or claim.kind == "repel"):
            continue
        for place_id in ends:
            if place_id not in theatre.places:
                continue
            place = theatre.places[place_id]
            taken = claim.kind == "gain"
            against = claim.actor if claim.kind == "repel" else claim.target
            deed = Deed(side, claim.when.start, place.lon, place.lat, place_id, taken, against)
            found.setdefault((side, deed.day, place_id, taken), deed)
            if found[side, deed.day, place_id, taken].against is None:
                found[side, deed.day, place_id, taken] = deed
    return sorted(found.values(), key=lambda deed: (deed.day, deed.place, deed.side))


def _losses(deeds: Sequence[Deed]) -> list[Deed]:
    """Return the deeds that took a place from a known loser, each place once in a week: reports repeat themselves."""
    found: list[Deed] = []
    latest: dict[tuple[str, str], date] = {}
    for deed in deeds:
        if not deed.taken or deed.against in {None, deed.side}:
            continue
        before = latest.get((deed.side, deed.place))
        latest[deed.side, deed.place] = deed.day
        if before is None or (deed.day - before).days > EXACT_DAYS:
            found.append(deed)
    return found


def _km(lon: float, lat: float, deeds: Sequence[Deed]) -> list[float]:
    if not deeds:
        return []
    n = len(deeds)
    _, _, metres = _GEOD.inv([lon] * n, [lat] * n, [deed.lon for deed in deeds], [deed.lat for deed in deeds])
    return [float(one) / 1000 for one in metres]


def base_rate(deeds: Sequence[Deed], loser: str, day: date, days: int, *, near_km: float = NEAR_KM) -> BaseRate:
    """Return how often a loser came back at lost ground within `days`, from trials that were over by `day`."""
    count = {True: [0, 0], False: [0, 0]}
    for loss in _losses(deeds):
        if loss.day + timedelta(days=days) > day:
            continue
        after = [d for d in deeds if d.side == loss.against and 0 < (d.day - loss.day).days <= days]
        trial = count[loss.against == loser]
        trial[0] += 1
        trial[1] += any(km <= near_km for km in _km(loss.lon, loss.lat, after))
    (n, hits), (others, other_hits) = count[True], count[False]
    general = (n + others + PRIOR, hits + other_hits + PRIOR / 2)
    rate = general[1] / general[0]
    a, b = hits + PRIOR * rate, n - hits + PRIOR * (1 - rate)
    low, high = (float(beta.ppf(at, a, b)) for at in ((1 - SURE) / 2, (1 + SURE) / 2))
    return BaseRate(loser, days, n, hits, n + others, hits + other_hits, float(a / (a + b)), low, high)


def counter_attacks(
    theatre: Theatre,
    record: Record,
    salients: Iterable[Salient],
    day: date,
    *,
    days: int,
    near_km: float = NEAR_KM,
) -> list[Counter]:
    """Return the chance of a counter-attack at each corridor or salient near which its enemy lost ground lately.

    Where several places near it were lost, they are not taken for as many chances: one counter-attack answers them
    together. Without losses there is nothing to say.
    """
    deeds = [deed for deed in deeds_of(theatre, record.claims) if deed.day <= day]
    found = []
    for salient in salients:
        by = salient.against
        if by is None:
            continue
        near = _near(salient, deeds, near_km)
        since = day - timedelta(days=LATELY)
        lost = [d for d in _losses(near) if d.side == salient.side and d.against == by and d.day > since]
        if not lost:
            continue
        base = base_rate(deeds, by, day, days, near_km=near_km)
        struck = len({d.day for d in near if d.side == by and (day - d.day).days < LOOK_BACK})
        names = tuple(dict.fromkeys(theatre.places[d.place].name for d in lost))
        reasons = (
            f"lost {len(names)} places there in the last {LATELY} days: {', '.join(names[:5])}"
            if len(names) > 1
            else f"lost {names[0]} there in the last {LATELY} days",
            f"attacked within {near_km:g} km of it on {struck} of the last {LOOK_BACK} days",
            f"{salient.flank_km:.0f} km of flank, {salient.exposed:.0%} of its edge, faces it",
            f"the neck is {salient.neck.width_km:.1f} km wide on a length of {salient.length_km:.0f} km",
        )
        # Fewer trials of a longer horizon are over by the day: what is likely in a week is no less likely in two.
        sooner = base_rate(deeds, by, day, min(EXACT_DAYS, days), near_km=near_km)
        p = max(_chance(base, struck), _chance(sooner, struck))
        found.append(Counter(salient.name, salient.kind, salient.side, by, days, p, base, names, reasons))
    return sorted(found, key=lambda one: (-one.p, one.corridor))


def _chance(base: BaseRate, struck: int) -> float:
    """Return the chance of an attack within the base rate's days, where there were attacks on `struck` days lately."""
    rate = (-np.log1p(-base.p) / base.days * PRIOR_DAYS + struck) / (PRIOR_DAYS + LOOK_BACK)
    return float(-np.expm1(-rate * base.days))


def struck_after(
    theatre: Theatre, record: Record, salient: Salient, day: date, days: int, *, near_km: float = NEAR_KM
) -> bool:
    """Say whether a salient's enemy did attack at or near it within `days` after a day, as the record tells now."""
    deeds = [d for d in deeds_of(theatre, record.claims) if 0 < (d.day - day).days <= days]
    return any(d.side == salient.against for d in _near(salient, deeds, near_km))


def _near(salient: Salient, deeds: Sequence[Deed], near_km: float) -> list[Deed]:
    """Return the deeds at or near a salient's ground: by the way from its nearest point."""
    if not deeds:
        return []
    points = shapely.points([(d.lon, d.lat) for d in deeds])
    ends = shapely.get_coordinates(shapely.shortest_line(points, salient.shape)).reshape(-1, 2, 2)
    _, _, metres = _GEOD.inv(ends[:, 0, 0], ends[:, 0, 1], ends[:, 1, 0], ends[:, 1, 1])
    return [deed for deed, far in zip(deeds, np.asarray(metres), strict=True) if far <= near_km * 1000]

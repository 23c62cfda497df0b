"""Salients, corridors and pockets through time: each with one identity from its birth to its end.

The things of successive days are one where they lie over each other: of all pairs of one side the one with the
greatest share in common (intersection over union) is joined first, as trackers of objects in pictures do (Bochinski
et al., "High-speed tracking-by-detection without using image information", AVSS 2017). What is not seen for some
days and then again in its place is the same thing: a figure near a threshold must not end a life.
"""

from __future__ import annotations

__all__ = ["pocket_lives", "salient_lives"]

from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import shapely

from frontline.model import Happening, Life, LifeDay
from frontline.sources.metrics import BORDER_KM

from .measure import to_degrees
from .moving import SCALE_KM, pockets_by_day, salients_by_day

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import date

    from shapely.geometry.base import BaseGeometry

    from frontline.model import Place
    from frontline.model.lives import What
    from frontline.sources.series import Series

    from .moving import Found, Thing

_COMMON = 0.2  # intersection over union from which two days' things are one
_WITHIN = 0.6  # or, where no better is left, the share of the smaller that lies in the larger
_UNSEEN_DAYS = 10  # after which a thing that was not seen again has ended
_TURN = 1.5  # by which factor an area or a neck changes before it is worth saying


@dataclass(slots=True, eq=False)
class _Alive:
    """A life in the making. `gone` is the day since which it is not seen, with what became of it; None while it is."""

    thing: Thing
    first: date | None
    largest: Thing
    days: list[LifeDay] = field(default_factory=list)
    gone: tuple[date, date | None, What] | None = None


def salient_lives(  # noqa: PLR0913
    series: Series,
    *,
    first: date | None = None,
    last: date | None = None,
    scale_km: float = SCALE_KM,
    least_km2: float | None = None,
    least_days: int = 3,
    gazetteer: Iterable[Place] = (),
    pockets: Sequence[Life] | None = None,
    each: Callable[[Found], None] | None = None,
) -> list[Life]:
    """Return the salients and corridors of both sides that moved in the span, those that mattered most first.

    Left out is what nothing happened to in the span (a spit of land, a bend of an old border), what never grew to
    `least_km2` (a quarter of the square of the scale where None) or was seen on fewer than `least_days` known days.
    A salient whose ground is a pocket when it ends was pinched off: `into` names the pocket, one of `pockets` where
    the caller has followed them already.
    """
    places = tuple(gazetteer)
    found = salients_by_day(series, first=first, last=last, scale_km=scale_km, gazetteer=places)
    lives = _lives(_watched(found, each), series, "S", scale_km**2 / 4 if least_km2 is None else least_km2, least_days)
    if pockets is None:
        pockets = pocket_lives(series, first=first, last=last, gazetteer=places)
    return [_pinched(life, pockets) for life in lives]


def pocket_lives(
    series: Series,
    *,
    first: date | None = None,
    last: date | None = None,
    least_km2: float = 1.0,
    least_days: int = 1,
    border_km: float = BORDER_KM,
    gazetteer: Iterable[Place] = (),
) -> list[Life]:
    """Return the pockets of both sides in the span, those that mattered most first (`pockets_by_day`)."""
    found = pockets_by_day(series, first=first, last=last, border_km=border_km, gazetteer=gazetteer)
    return _lives(found, series, "P", least_km2, least_days)


def _watched(found: Iterator[Found], each: Callable[[Found], None] | None) -> Iterator[Found]:
    for one in found:
        if each is not None:
            each(one)
        yield one


def _lives(found: Iterable[Found], series: Series, mark: str, least_km2: float, least_days: int) -> list[Life]:
    alive: list[_Alive] = []
    over: list[_Alive] = []
    for day in found:
        _carry(alive, day)
        for one in [one for one in alive if one.gone and (day.day - one.gone[0]).days > _UNSEEN_DAYS]:
            alive.remove(one)
            over.append(one)
        for one in alive:
            if one.gone is None:
                thing = one.thing
                one.days.append(LifeDay(day.day, thing.area_km2, thing.length_km, thing.neck_km))
    told = [
        life
        for one in (*over, *alive)
        if one.largest.area_km2 >= least_km2 and len(one.days) >= least_days
        if (life := _told(one, series)).happenings or life.kind == "pocket"
    ]
    told.sort(key=lambda life: (-life.matter, life.start, life.at))
    return [replace(life, id=f"{mark}{number}") for number, life in enumerate(told, start=1)]


def _carry(alive: list[_Alive], day: Found) -> None:
    """Join what was found on a day to the lives so far: some go on, some are not seen any more, some begin."""
    fresh = list(day.things)
    going = {id(one.thing): one for one in alive}
    joined: dict[int, _Alive] = {i: going[id(thing)] for i, thing in enumerate(fresh) if id(thing) in going}
    taken = {id(one) for one in joined.values()}
    for least, share in ((_COMMON, _of_union), (_WITHIN, _of_smaller)):
        left = [i for i in range(len(fresh)) if i not in joined]
        free = [one for one in alive if id(one) not in taken]
        for i, one in _pairs([fresh[i] for i in left], free, least, share):
            joined[left[i]] = one
            taken.add(id(one))
    shapely.prepare(day.core)
    for one in alive:
        if id(one) not in taken and one.gone is None and day.core.intersects(one.thing.shape):
            one.gone = (day.day, day.after, _what_became(one.largest, day))
    for i, thing in enumerate(fresh):
        if i not in joined:
            joined[i] = _Alive(thing, day.day if day.after is not None else None, thing)
            alive.append(joined[i])
        one = joined[i]
        one.thing, one.gone = thing, None
        if thing.area_km2 > one.largest.area_km2:
            one.largest = thing


def _of_union(one: BaseGeometry, other: BaseGeometry, common: float) -> float:
    return common / (one.area + other.area - common)


def _of_smaller(one: BaseGeometry, other: BaseGeometry, common: float) -> float:
    return common / min(one.area, other.area)


def _pairs(
    fresh: Sequence[Thing],
    alive: Sequence[_Alive],
    least: float,
    share: Callable[[BaseGeometry, BaseGeometry, float], float],
) -> Iterator[tuple[int, _Alive]]:
    """Yield pairs of a found thing and a life that lie over each other, the best first, each in one pair at most."""
    if not fresh or not alive:
        return
    shapes = np.array([one.thing.shape for one in alive], dtype=object)
    mine, theirs = shapely.STRtree(shapes).query([thing.shape for thing in fresh])
    scores = []
    for i, k in zip(mine.tolist(), theirs.tolist(), strict=True):
        if fresh[i].side == alive[k].thing.side:
            common = shapely.intersection(fresh[i].shape, shapes[k]).area
            scores.append((-share(fresh[i].shape, shapes[k], common), i, k))
    used_fresh, used_alive = set[int](), set[int]()
    for score, i, k in sorted(scores):
        if -score >= least and i not in used_fresh and k not in used_alive:
            used_fresh.add(i)
            used_alive.add(k)
            yield i, alive[k]


def _what_became(thing: Thing, day: Found) -> What:
    """Say what became of a thing that is no more: whose the ground of its best day is now tells."""
    covered = shapely.intersection(thing.shape, day.ground).area / thing.shape.area
    own = covered if thing.side == day.side else 1 - covered
    if thing.kind == "pocket":
        return "relieved" if own >= 0.5 else "collapsed"
    return "levelled" if own >= 0.5 else "collapsed"


def _told(one: _Alive, series: Series) -> Life:
    thing = one.largest
    known = series.days
    happenings = list(_turns(one.days))
    if one.first is not None:
        before = max((day for day in known if day < one.first), default=None)
        happenings.insert(0, Happening(one.first, before, "born", one.days[0].area_km2))
    if one.gone is not None:
        happenings.append(Happening(*one.gone))
    lon, lat = thing.at
    return Life(
        id="",
        name=thing.name if thing.name != thing.kind else f"{thing.kind} at {_degrees(lat, lon)}",
        kind=thing.kind,
        side=thing.side,
        against=thing.against,
        start=one.days[0].day,
        before_record=one.first is None,
        end=one.gone[0] if one.gone is not None else None,
        days=tuple(one.days),
        happenings=tuple(happenings),
        matter=_matter(one.days),
        at=thing.at,
        shape=to_degrees(thing.shape, series.crs),
    )


def _degrees(lat: float, lon: float) -> str:
    return f"{abs(lat):.2f}° {'N' if lat >= 0 else 'S'}, {abs(lon):.2f}° {'E' if lon >= 0 else 'W'}"


def _matter(days: Sequence[LifeDay]) -> float:
    """Return the area summed over the days, km² days; each known day stands for itself up to the next known one."""
    total = days[-1].area_km2
    for one, following in pairwise(days):
        total += one.area_km2 * min((following.day - one.day).days, _UNSEEN_DAYS)
    return total


def _turns(days: Sequence[LifeDay]) -> Iterator[Happening]:
    """Yield where the area or the neck has changed by the factor of a turn since the last one that was told.

    Each day is judged by the median of itself and its neighbours: a day's slip of the pen is no turn.
    """
    found = []
    courses: list[tuple[list[float | None], What, What]] = [
        ([day.area_km2 for day in days], "grown", "shrunk"),
        ([day.neck_km for day in days], "widened", "narrowed"),
    ]
    for figures, more, less in courses:
        if None in figures or len(figures) < 3:
            continue
        values = np.array(figures, dtype=float)
        calm = np.median(np.column_stack([values[:-2], values[1:-1], values[2:]]), axis=1)
        last = values[0]
        for place, value in enumerate(calm, start=1):
            if value >= last * _TURN or value <= last / _TURN:
                what = more if value > last else less
                found.append(Happening(days[place].day, days[place - 1].day, what, float(values[place])))
                last = value
    return iter(sorted(found, key=lambda one: one.day))


def _pinched(life: Life, pockets: Sequence[Life]) -> Life:
    """Say of a salient that ended as a pocket was left of it that it was pinched off."""
    if life.end is None:
        return life
    for pocket in pockets:
        near = not pocket.before_record and abs((pocket.start - life.end).days) <= _UNSEEN_DAYS
        if near and pocket.side == life.side and shapely.intersection(pocket.shape, life.shape).area > 0:
            *before, ending = life.happenings
            return replace(life, into=pocket.id, happenings=(*before, replace(ending, what="pinched off")))
    return life

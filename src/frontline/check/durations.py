"""The durations that the record gives: of sieges, operations, fights, ways, times between events, closed roads.

They are those that `picture` computes: sieges and closed roads as intervals of the smoothed belief, a fight as
`picture.tempo` has it. An operation runs back from the day its objective was reached over the side's attacks, advances
and gains within `REACH_KM` of it, for as long as no two of them lie more than `PAUSE_DAYS` apart. The way to a place is
the time from the day the one before it fell.
"""

from __future__ import annotations

__all__ = ["DURATIONS", "PAUSE_DAYS", "REACH_KM", "Computed"]

import re
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from frontline.control import evidence_of, siege_beliefs, timeline
from frontline.model import Span
from frontline.picture.measure import distances_km
from frontline.picture.routes import route_history
from frontline.picture.sieges import doubt_of, runs, sieges_of
from frontline.picture.tempo import changes, stalls

from .scene import JUST_DAYS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from frontline.control import Belief
    from frontline.model import Claim, Kind, Siege, Stall
    from frontline.picture.routes import RouteSpell

    from .scene import Scene

REACH_KM = 20.0  # a day's drive of the field around an objective: what is fought over there is fought over for it
PAUSE_DAYS = 7  # an operation of which nothing is heard for longer than a week has stopped
_LIKELY = 0.5
_BACK_DAYS = 400  # how far back the day is looked for on which a place came to a side
_CITED = 6
_WORD = re.compile(r"[^\W_]+")


class Computed(NamedTuple):
    """A duration from the record: of what, from when to when, within which bounds of days, by what."""

    measures: str
    start: date
    end: date
    low: int
    high: int
    basis: str
    claims: tuple[Claim, ...]


def _siege(scene: Scene) -> Computed | None:
    """Return the last siege of the place up to the report's day."""
    place = scene.besieged()
    if place is None:
        return None
    known = sieges_of(scene.belief, place, until=scene.until)
    siege = known[-1]
    besieger = _named_side(scene)
    if besieger in siege.by and len(siege.by) > 1:
        return _siege_by(scene, place, siege, besieger)
    end = siege.end or scene.until
    first, last = siege.end_doubt or (end, end)
    low, high = (first - siege.start_doubt[1]).days, (last - siege.start_doubt[0]).days
    return Computed(
        f"the siege of {siege.place}",
        siege.start,
        end,
        max(0, low),
        high,
        f"Besieged from {_day(siege.start)} {'to' if siege.end else 'and still on'} {_day(end)}",
        _telling(scene.belief, place, (siege.start, {"besiege"}), (end, {"relieve"})),
    )


def _siege_by(scene: Scene, place: str, siege: Siege, besieger: str) -> Computed | None:
    """Return the part of a siege in which one of its besiegers is the likeliest."""
    belief = scene.belief
    end = siege.end or scene.until
    days = [siege.start + timedelta(days=n) for n in range((end - siege.start).days)]
    p = siege_beliefs(belief, place, days)[:, :-1]
    p[timeline(belief, place, days) > _LIKELY] = 0.0  # nobody besieges what he holds
    mine = runs(p.argmax(axis=1) == belief.sides.index(besieger))
    if not mine:
        return None
    first, last = max(mine, key=lambda run: run[1] - run[0])
    his = p[:, belief.sides.index(besieger)] / np.maximum(p.sum(axis=1), np.finfo(float).tiny)
    early, late = doubt_of(his, first) if his[first] > _LIKELY else (first, first)
    name = belief.theatre.sides[besieger].name
    stop = days[last] if last < len(days) else end
    return Computed(
        f"the siege of {siege.place} ({name})",
        days[first],
        stop,
        max(0, last - late - 1),
        last - early + 1,
        f"Besieged from {_day(siege.start)}, by {name} from {_day(days[first])} to {_day(stop)}",
        tuple(
            one
            for one in _telling(belief, place, (days[first], {"besiege"}), (stop, {"relieve"}))
            if one.kind != "besiege" or one.actor == besieger
        ),
    )


def _named_side(scene: Scene) -> str | None:
    """Return the side that is named right by a duration."""
    said = _plain(scene.words)
    for side in scene.belief.theatre.sides.values():
        if any(name.strip() and name in said for name in map(_plain, (side.name, *side.aliases))):
            return side.id
    return None


def _plain(text: str) -> str:
    """Return the words of a text, small, each between two spaces."""
    return f" {' '.join(_WORD.findall(text.casefold()))} "


def _operation(scene: Scene) -> Computed | None:
    """Return the side's fighting around its objective, back from the day on which that was reached."""
    found = scene.place_of(("relieve", "gain", "reopen"))
    if found is None:
        return None
    claim, place = found
    reached = _reached(scene, claim.actor, place)
    side = claim.actor or _holder(scene.belief, place, reached[1] if reached else scene.until)
    end = reached[1] if reached else scene.until
    theatre = scene.belief.theatre
    near = _near(scene.belief, place)
    fought = sorted(
        (one.when.start, at)
        for at, one in enumerate(scene.belief.record.claims)
        if one.factual
        and one.actor == side
        and one.kind in {"attack", "advance", "gain", "relieve"}
        and one.place_id in near
        and one.when
        and one.when.days <= PAUSE_DAYS
        and one.when.start <= end
    )
    if not fought or (end - fought[-1][0]).days > PAUSE_DAYS:
        return None
    first = len(fought) - 1
    while first and (fought[first][0] - fought[first - 1][0]).days <= PAUSE_DAYS:
        first -= 1
    start = fought[first][0]
    days = (end - start).days
    return Computed(
        f"the operation to {theatre.places[place].name} ({theatre.sides[side].name})",
        start,
        end,
        max(0, days - 1),
        days + 1,
        f"Attacks, advances and gains within {REACH_KM:.0f} km of {theatre.places[place].name} from {_day(start)}"
        f" to {_day(end)} without a pause of more than {PAUSE_DAYS} days",
        _first_and_last(scene.belief, fought[first:]),
    )


def _fight(scene: Scene) -> Computed | None:
    """Return the last fight for the place, from the first reported day of it to its fall or its last."""
    found = scene.place_of(("attack", "advance", "repel", "gain"))
    if found is None:
        return None
    claim, place = found
    belief, name = scene.belief, scene.belief.theatre.places[found[1]].name
    sides = belief.sides if claim.kind == "repel" or claim.actor is None else (claim.actor,)
    fought = [stall for side in sides for stall in _stalls(belief, side, scene.until) if stall.place == name]
    if not fought:
        return None
    stall = max(fought, key=lambda one: (one.end or scene.until, one.days))
    end = stall.start + timedelta(days=stall.days)
    return Computed(
        f"the fight for {name}",
        stall.start,
        end,
        max(0, stall.days - 1),
        stall.days + 1,
        f"Fought for from {_day(stall.start)} until it {'fell' if stall.end else 'was last heard of'} on {_day(end)}",
        _telling(belief, place, (stall.start, {"attack", "advance", "repel"}), (end, {"gain", "repel"})),
    )


@lru_cache(maxsize=64)
def _stalls(belief: Belief, side: str, until: date) -> tuple[Stall, ...]:
    return stalls(belief, changes(belief, until=until), side, until=until, stall_days=1)


def _way(scene: Scene) -> Computed | None:
    """Return the time from the fall of the place that is told of first to the reaching of those told of after."""
    return _between(scene, list(reversed(scene.before)), scene.after, "the way")


def _time_between(scene: Scene) -> Computed | None:
    """Return the time from what is told of after ("N days after ...") to what is told of before.

    Of a road that was reopened so long after it was cut, that is how long it was closed.
    """
    if any(claim.kind == "reopen" and claim.stretch for claim in scene.claims):
        return _closed_road(scene)
    return _between(scene, scene.after, scene.before[-1:], "the time")


def _between(scene: Scene, origins: Sequence[Claim], goals: Sequence[Claim], what: str) -> Computed | None:
    """Return the time from the first of some places that came to its side to the last of some others."""
    side = next((one.actor for one in (*goals, *origins) if one.actor), None)
    origin, his = next(((place, one.actor) for one in origins if (place := _only(scene, one))), (None, None))
    left = _reached(scene, his or side, origin) if origin else None
    came = {
        place: day
        for one in goals
        if (place := _only(scene, one)) and place != origin and (day := _reached(scene, one.actor or side, place))
    }
    if origin is None or left is None or not came:
        return None
    last = max(came, key=lambda place: came[place][1])
    early, end, late = came[last]
    days = (end - left[1]).days
    if days < 0:
        return None
    names = {key: one.name for key, one in scene.belief.theatre.places.items()}
    return Computed(
        f"{what} from {names[origin]} to {' and '.join(names[place] for place in came)}",
        left[1],
        end,
        max(0, min(days - 1, (early - left[2]).days)),
        max(days + 1, (late - left[0]).days),
        f"{names[origin]} was reached on {_day(left[1])}, {names[last]} on {_day(end)}",
        (
            *_telling(scene.belief, origin, (left[1], {"gain", "relieve"})),
            *_telling(scene.belief, last, (end, {"gain", "relieve"})),
        ),
    )


def _closed_road(scene: Scene) -> Computed | None:
    """Return the last time that the road was cut for a side."""
    claim = next((one for one in reversed(scene.claims) if one.stretch and one.kind in {"cut", "reopen"}), None)
    if claim is None or claim.stretch is None:
        return None
    side = claim.actor if claim.kind == "reopen" else claim.target
    between = (claim.stretch.start, claim.stretch.end)
    by_side = route_history(scene.belief, claim.stretch.route, between=between)
    spells = [
        (spell, after)
        for key, all_spells in by_side.items()
        if side in (None, key)
        for spell, after in zip(all_spells, (*all_spells[1:], None), strict=True)
        if spell.status == "cut"
        and spell.start <= scene.until
        and (spell.end is None or (scene.until - spell.end).days <= JUST_DAYS)
    ]
    if not spells:
        return None
    # Of a road that nobody's side is told of, that side's closing is meant that was closed out the longest.
    spell, after = max(spells, key=lambda one: (0 if side else _length(one[0], scene.until), one[0].start))
    end = min(spell.end or scene.until, scene.until)
    began = spell.start_doubt or (spell.start, spell.start)
    ended = (after.start_doubt if after else None) or (end, end)
    days = (end - spell.start).days
    return Computed(
        f"the closing of the {claim.place}",
        spell.start,
        end,
        max(0, min(days - 1, (ended[0] - began[1]).days)),
        max(days + 1, (ended[1] - began[0]).days),
        f"Cut from {_day(spell.start)} {'to' if spell.end else 'and still on'} {_day(end)}",
        tuple(
            one.claim
            for one in evidence_of(scene.belief, claim.stretch)
            if one.claim.kind in {"cut", "reopen"} and _inside(one.claim, (spell.start, end))
        )[:_CITED],
    )


def _length(spell: RouteSpell, until: date) -> int:
    return ((spell.end or until) - spell.start).days


def _only(scene: Scene, claim: Claim) -> str | None:
    places = scene.ground(claim).places
    return next(iter(places)) if len(places) == 1 else None


def _first_and_last(belief: Belief, fought: Sequence[tuple[date, int]]) -> tuple[Claim, ...]:
    """Return of a row of claims by day the weightiest of each of the first days and of the last one."""
    by_day: dict[date, list[int]] = {}
    for day, at in fought:
        by_day.setdefault(day, []).append(at)
    days = list(by_day)
    shown = dict.fromkeys((*days[: _CITED // 2], days[-1]))
    return tuple(belief.record.claims[max(by_day[day], key=lambda at: belief.weights[at])] for day in shown)


@lru_cache(maxsize=64)
def _near(belief: Belief, place: str) -> frozenset[str]:
    """Return the places within `REACH_KM` of a place."""
    places = list(belief.theatre.places.values())
    here = belief.theatre.places[place]
    points = np.array([(one.lon, one.lat) for one in places])
    near = distances_km(np.array([(here.lon, here.lat)]), points) <= REACH_KM
    return frozenset(one.id for one, is_near in zip(places, near.tolist(), strict=True) if is_near)


def _holder(belief: Belief, place: str, day: date) -> str:
    return belief.sides[int(timeline(belief, place, [day])[0].argmax())]


def _reached(scene: Scene, side: str | None, place: str) -> tuple[date, date, date] | None:
    """Return when a side came to (or to its garrison in) a place: the earliest, likeliest and latest day."""
    return _came(scene.belief, side, place, scene.until)


@lru_cache(maxsize=256)
def _came(belief: Belief, side: str | None, place: str, until: date) -> tuple[date, date, date] | None:
    siege = next((one for one in reversed(sieges_of(belief, place, until=until)) if one.end), None)
    if siege and siege.end and side not in siege.by[-1:] and (until - siege.end).days <= _BACK_DAYS:
        return siege.end, siege.end, siege.end
    first = max(belief.theatre.start, until - timedelta(days=_BACK_DAYS))
    days = [first + timedelta(days=n) for n in range((until - first).days + 1)]
    side = side or _holder(belief, place, until)
    p = timeline(belief, place, days)[:, belief.sides.index(side)]
    spans = [start for start, _ in runs(p > 0.5) if start]
    if not spans:
        return None
    early, late = doubt_of(p, spans[-1])
    return days[early], days[spans[-1]], days[late]


def _telling(belief: Belief, place: str, *ends: tuple[date, set[Kind]]) -> tuple[Claim, ...]:
    """Return what is said of a place on some days, each with the kinds of claims that tell of it: weightiest first."""
    said = [one for one in evidence_of(belief, place) if one.weight > 0 and one.agrees > 0.5]
    said.sort(key=lambda one: (-one.weight, one.claim.id))
    found: list[Claim] = []
    for day, kinds in ends:
        about = [one.claim for one in said if one.claim.kind in kinds and _inside(one.claim, (day, day))]
        found += about[: _CITED // 2]
    return tuple(dict.fromkeys(found))


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _inside(claim: Claim, days: tuple[date, date]) -> bool:
    span = Span(days[0] - timedelta(days=1), days[1] + timedelta(days=2))
    return claim.when is not None and claim.when.start < span.end and claim.when.end > span.start


# What computes each, by the words for what is measured.
DURATIONS: Mapping[str, Callable[[Scene], Computed | None]] = {
    "siege": _siege,
    "operation": _operation,
    "fight": _fight,
    "way": _way,
    "time between": _time_between,
    "closed road": _closed_road,
}

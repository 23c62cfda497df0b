"""The durations that a report states, held to those that the record gives.

What a duration measures is told by the nearest of a few words in its sentence (`CUES`): a siege, an operation, a fight,
the way from one place to the next, a closed road. What it is the siege (operation, ...) of is told by the claims of
the same sentence, else of the nearest sentence before that has any.

The durations compared with are those that `picture` computes: sieges and closed roads as intervals of the smoothed
belief, a fight as `picture.tempo` has it. An operation runs back from the day its objective was reached over the
side's attacks, advances and gains within `REACH_KM` of it, for as long as no two of them lie more than `PAUSE_DAYS`
apart. The way to a place is the time from the day the one before it fell.

A figure is supported where the range of days that its words let stand (`quantities`) meets the range that the record
gives with the doubt in both its ends, and contradicted where it does not.
"""

from __future__ import annotations

__all__ = ["CUES", "PAUSE_DAYS", "REACH_KM", "figures"]

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from frontline.control import evidence_of, timeline
from frontline.model import Span
from frontline.names import build_index
from frontline.picture.measure import distances_km
from frontline.picture.routes import route_history
from frontline.picture.sieges import doubt_of, runs, sieges_of
from frontline.picture.tempo import changes, stalls
from frontline.reading.clean import clean
from frontline.reading.sentences import sentences

from .findings import Figure
from .ground import ground_of
from .quantities import quantities

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from frontline.control import Belief
    from frontline.model import Claim, Kind, Report

    from .findings import Statement
    from .ground import Ground
    from .quantities import Quantity

REACH_KM = 20.0  # a day's drive of the field around an objective: what is fought over there is fought over for it
PAUSE_DAYS = 7  # an operation of which nothing is heard for longer than a week has stopped
_BACK_DAYS = 400  # how far back the day is looked for on which a place came to a side
_CITED = 6

# What a duration measures, by the words about it.
CUES: Mapping[str, re.Pattern[str]] = {
    measure: re.compile(rf"\b(?:{words})\b", re.IGNORECASE)
    for measure, words in {
        "siege": r"sieges?|besieg\w+|(?:de)?blockad\w+|encircl\w+|surrounded|cut off|isolated|trapped",
        "operation": r"operations?|offensives?|campaigns?|push|drive",
        "fight": r"fight\w*|fought|battles?|clash\w*|combat",
        "way": r"to (?:reach|take|break|link|get|cover|capture|advance|seize)|reach(?:ed|es|ing)?|link(?:ed|ing)? up",
        "closed road": r"closed|blocked|severed|reopen\w*|unusable|cut(?! off)",
    }.items()
}


class _Computed(NamedTuple):
    """A duration from the record: of what, from when to when, within which bounds of days, by what."""

    measures: str
    start: date
    end: date
    low: int
    high: int
    basis: str
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True, eq=False)
class _Scene:
    """Where a duration stands: what the sentence's claims (or those of one before) are about, and up to which day."""

    belief: Belief
    until: date
    claims: Sequence[Claim]
    before: Sequence[Claim]  # those of its own sentence that stand before it
    after: Sequence[Claim]  # ... and after
    ground: Callable[[Claim], Ground]
    at: int  # where in the text it stands

    def place_of(self, kinds: Sequence[Kind] = ()) -> tuple[Claim, str] | None:
        """Return the nearest claim of some kinds (else of any) that is of one place, and the place."""
        near = sorted(self.claims, key=lambda claim: max(claim.start - self.at, self.at - claim.end, 0))
        for wanted in (kinds, ()):
            for claim in near:
                places = self.ground(claim).places
                if len(places) == 1 and (not wanted or claim.kind in wanted):
                    return claim, next(iter(places))
        return None


def figures(belief: Belief, report: Report, found: Sequence[Statement]) -> tuple[Figure, ...]:
    """Return the durations that a report states, in its order, each held to the record's."""
    spans = list(sentences(clean(report.text)))
    index = build_index(belief.theatre.places.values())
    last = belief.theatre.end - timedelta(days=1)
    until = min(report.published.last if report.published else last, last)
    claims = [one.claim for one in found if one.claim.factual]
    out = []
    for quantity in quantities(report.text):
        at = next((n for n, (start, end) in enumerate(spans) if start <= quantity.start < end), None)
        if at is None:
            continue
        start, end = spans[at]
        near = next((of for n in range(at, -1, -1) if (of := _within(claims, spans[n]))), ())
        own = _within(claims, spans[at])
        scene = _Scene(
            belief,
            until,
            near,
            [claim for claim in own if claim.start < quantity.start],
            [claim for claim in own if claim.start >= quantity.start],
            lambda claim: ground_of(claim, belief.theatre, index),
            quantity.start,
        )
        measure = _measure(report.text[start:end], quantity, start)
        computed = _COMPUTED[measure](scene) if measure else None
        sentence = " ".join(report.text[start:end].split())
        out.append(_held(quantity, sentence, measure, computed))
    return tuple(out)


def _within(claims: Sequence[Claim], span: tuple[int, int]) -> Sequence[Claim]:
    return [claim for claim in claims if span[0] <= claim.start < span[1]]


def _measure(sentence: str, quantity: Quantity, base: int) -> str | None:
    """Return what a duration measures: the cue nearest to it in its sentence."""
    start, end = quantity.start - base, quantity.end - base
    near = [
        (max(cue.start() - end, start - cue.end(), 0), cue.start(), measure)
        for measure, pattern in CUES.items()
        for cue in pattern.finditer(clean(sentence))
    ]
    return min(near)[2] if near else None


def _held(quantity: Quantity, sentence: str, measure: str | None, computed: _Computed | None) -> Figure:
    if computed is None:
        reason = "the record has no such " + measure if measure else "the text does not tell what lasted so long"
        return Figure(quantity, sentence, "untested", f"Not compared: {reason}.")
    days = (computed.end - computed.start).days
    meets = computed.low <= quantity.high and quantity.low <= computed.high
    bounds = f" ({computed.low:,} to {computed.high:,})" if computed.low != computed.high else ""
    return Figure(
        quantity,
        sentence,
        "supported" if meets else "contradicted",
        f"{computed.basis}: {days:,} day{'' if days == 1 else 's'}{bounds}.",
        computed.measures,
        computed.start,
        computed.end,
        days,
        computed.low,
        computed.high,
        computed.basis,
        computed.claims,
    )


def _siege(scene: _Scene) -> _Computed | None:
    """Return the last siege of the place up to the report's day."""
    found = scene.place_of(("besiege", "relieve"))
    if found is None:
        return None
    _, place = found
    known = sieges_of(scene.belief, place, until=scene.until)
    if not known:
        return None
    siege = known[-1]
    end = siege.end or scene.until
    first, last = siege.end_doubt or (end, end)
    low, high = (first - siege.start_doubt[1]).days, (last - siege.start_doubt[0]).days
    return _Computed(
        f"the siege of {siege.place}",
        siege.start,
        end,
        max(0, low),
        high,
        f"Besieged from {siege.start} {'to' if siege.end else 'and still on'} {end}",
        _telling(scene.belief, place, (siege.start, {"besiege"}), (end, {"relieve"})),
    )


def _operation(scene: _Scene) -> _Computed | None:
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
    return _Computed(
        f"the operation to {theatre.places[place].name} ({theatre.sides[side].name})",
        start,
        end,
        max(0, days - 1),
        days + 1,
        f"Attacks, advances and gains within {REACH_KM:.0f} km of {theatre.places[place].name} from {start} to {end}"
        f" without a pause of more than {PAUSE_DAYS} days",
        _first_and_last(scene.belief, fought[first:]),
    )


def _fight(scene: _Scene) -> _Computed | None:
    """Return the last fight for the place, from the first reported day of it to its fall or its last."""
    found = scene.place_of(("attack", "advance", "repel", "gain"))
    if found is None:
        return None
    claim, place = found
    belief, name = scene.belief, scene.belief.theatre.places[found[1]].name
    moved = changes(belief, until=scene.until)
    sides = belief.sides if claim.kind == "repel" or claim.actor is None else (claim.actor,)
    fought = [
        stall
        for side in sides
        for stall in stalls(belief, moved, side, until=scene.until, stall_days=1)
        if stall.place == name
    ]
    if not fought:
        return None
    stall = max(fought, key=lambda one: (one.end or scene.until, one.days))
    end = stall.start + timedelta(days=stall.days)
    return _Computed(
        f"the fight for {name}",
        stall.start,
        end,
        max(0, stall.days - 1),
        stall.days + 1,
        f"Fought for from {stall.start} until it {'fell' if stall.end else 'was last heard of'} on {end}",
        _telling(belief, place, (stall.start, {"attack", "advance", "repel"}), (end, {"gain", "repel"})),
    )


def _way(scene: _Scene) -> _Computed | None:
    """Return the time from the fall of the place that is told of first to the reaching of those told of after."""
    start_at = next(((one, _only(scene, one)) for one in reversed(scene.before) if _only(scene, one)), None)
    goals = [(one, place) for one in scene.after if (place := _only(scene, one))]
    if start_at is None or not goals:
        return None
    side = next((one.actor for one in (*scene.after, *scene.before) if one.actor), None)
    names = {key: one.name for key, one in scene.belief.theatre.places.items()}
    origin = str(start_at[1])
    left = _reached(scene, side, origin)
    came = {
        place: day for one, place in goals if place != origin and (day := _reached(scene, one.actor or side, place))
    }
    if left is None or not came:
        return None
    last = max(came, key=lambda place: came[place][1])
    end = came[last]
    days = (end[1] - left[1]).days
    if days < 0:
        return None
    return _Computed(
        f"the way from {names[origin]} to {' and '.join(names[place] for place in came)}",
        left[1],
        end[1],
        max(0, min(days - 1, (end[0] - left[2]).days)),
        max(days + 1, (end[2] - left[0]).days),
        f"{names[origin]} fell on {left[1]}, {names[last]} was reached on {end[1]}",
        (
            *_telling(scene.belief, origin, (left[1], {"gain"})),
            *_telling(scene.belief, last, (end[1], {"gain", "relieve"})),
        ),
    )


def _closed_road(scene: _Scene) -> _Computed | None:
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
        if spell.status == "cut" and spell.start <= scene.until
    ]
    if not spells:
        return None
    spell, after = max(spells, key=lambda one: one[0].start)
    end = min(spell.end or scene.until, scene.until)
    began = spell.start_doubt or (spell.start, spell.start)
    ended = (after.start_doubt if after else None) or (end, end)
    days = (end - spell.start).days
    return _Computed(
        f"the closing of the {claim.place}",
        spell.start,
        end,
        max(0, min(days - 1, (ended[0] - began[1]).days)),
        max(days + 1, (ended[1] - began[0]).days),
        f"Cut from {spell.start} {'to' if spell.end else 'and still on'} {end}",
        tuple(
            one.claim
            for one in evidence_of(scene.belief, claim.stretch)
            if one.claim.kind in {"cut", "reopen"} and _inside(one.claim, (spell.start, end))
        )[:_CITED],
    )


_COMPUTED: Mapping[str, Callable[[_Scene], _Computed | None]] = {
    "siege": _siege,
    "operation": _operation,
    "fight": _fight,
    "way": _way,
    "closed road": _closed_road,
}


def _only(scene: _Scene, claim: Claim) -> str | None:
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


def _near(belief: Belief, place: str) -> frozenset[str]:
    """Return the places within `REACH_KM` of a place."""
    places = list(belief.theatre.places.values())
    here = belief.theatre.places[place]
    points = np.array([(one.lon, one.lat) for one in places])
    near = distances_km(np.array([(here.lon, here.lat)]), points) <= REACH_KM
    return frozenset(one.id for one, is_near in zip(places, near.tolist(), strict=True) if is_near)


def _holder(belief: Belief, place: str, day: date) -> str:
    return belief.sides[int(timeline(belief, place, [day])[0].argmax())]


def _reached(scene: _Scene, side: str | None, place: str) -> tuple[date, date, date] | None:
    """Return when a side came to (or to its garrison in) a place: the earliest, likeliest and latest day."""
    belief = scene.belief
    siege = next((one for one in reversed(sieges_of(belief, place, until=scene.until)) if one.end), None)
    if siege and siege.end and side not in siege.by[-1:] and (scene.until - siege.end).days <= _BACK_DAYS:
        return siege.end, siege.end, siege.end
    first = max(belief.theatre.start, scene.until - timedelta(days=_BACK_DAYS))
    days = [first + timedelta(days=n) for n in range((scene.until - first).days + 1)]
    side = side or _holder(belief, place, scene.until)
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


def _inside(claim: Claim, days: tuple[date, date]) -> bool:
    span = Span(days[0] - timedelta(days=1), days[1] + timedelta(days=2))
    return claim.when is not None and claim.when.start < span.end and claim.when.end > span.start

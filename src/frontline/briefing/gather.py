"""From a belief to a situation: what a day's briefing needs, asked of the rooms before it."""

from __future__ import annotations

__all__ = ["gather"]

from datetime import timedelta
from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np

from frontline import control, ledger, picture
from frontline.model import Span

from .situation import Change, Dispute, Situation, Strip, holder_by

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from frontline.control import Belief
    from frontline.model import Claim, ControlMap

    from .situation import RouteStory, SiegeStory

_NEAR = timedelta(days=10)  # around a change, in which claims bear on it
_MOST_STRIPS = 40  # rows of the timeline that still fit a page
_MOST_DISPUTES = 12


def gather(belief: Belief, day: date, *, weeks: int = 6) -> Situation:
    """Return the situation on a day, looking back on `weeks` weeks of the theatre's days."""
    theatre, record = belief.theatre, belief.record
    window = Span(max(day - timedelta(weeks=weeks), theatre.start), day + timedelta(days=1))
    control_map = control.control_map(belief, day)
    drawn = picture.draw(belief, day)
    holders = _holders(belief, window)
    changed = _changes(belief, holders, control_map)
    before = day - timedelta(days=7)
    return Situation(
        theatre=theatre,
        record=record,
        control_map=control_map,
        picture=drawn,
        week_before=picture.draw(belief, before) if before >= theatre.start else None,
        window=window,
        changes=changed,
        sieges=_sieges(belief, window),
        routes=_routes(belief, window),
        disputes=_disputes(belief, control_map, window),
        strips=_strips(belief, holders, changed, window),
        agreement=ledger.agreement(record),
    )


def _holders(belief: Belief, window: Span) -> dict[str, list[tuple[date, str, float]]]:
    """Return for each place its likeliest holder and that one's probability on each day of the window.

    Computed on the days on which anything may have turned, and carried on over the days between.
    """
    days = [window.start + timedelta(days=n) for n in range(window.days)]
    p = np.stack([control.place_beliefs(belief, day) for day in days])  # (days, places, sides)
    best, chance = p.argmax(axis=2), p.max(axis=2)
    return {
        place: [(day, belief.sides[best[at, which]], float(chance[at, which])) for at, day in enumerate(days)]
        for which, place in enumerate(belief.theatre.places)
    }


def _changes(
    belief: Belief, holders: Mapping[str, Sequence[tuple[date, str, float]]], control_map: ControlMap
) -> tuple[Change, ...]:
    """Return the places with claims of their own that changed hands, by day; what only follows a neighbour is none."""
    on_the_day = {place.place_id: place for place in control_map.places}
    found = []
    for place_id, days in holders.items():
        now = on_the_day[place_id]
        if not now.claims:
            continue
        for (_, before, _), (day, after, _) in zip(days[:-1], days[1:], strict=True):
            if before == after:
                continue
            near = [
                said.claim
                for said in control.evidence_of(belief, place_id)
                if said.claim.when and said.claim.when.start <= day + _NEAR and said.claim.when.end > day - _NEAR
            ]
            near.sort(key=lambda claim: (abs((_start(claim) - day).days), claim.credibility, claim.id))
            found.append(
                Change(
                    place_id=place_id,
                    place=now.place,
                    day=day,
                    before=before,
                    after=after,
                    p=now.p.get(after, 0.0),
                    claims=tuple(claim for claim in near if holder_by(claim) == after),
                    against=tuple(
                        claim for claim in near if holder_by(claim) not in {None, after} and _start(claim) >= day
                    ),
                )
            )
    return tuple(sorted(found, key=lambda change: (change.day, change.place)))


def _start(claim: Claim) -> date:
    if claim.when is None:
        raise ValueError("a claim without a day has no start")
    return claim.when.start


def _disputes(belief: Belief, control_map: ControlMap, window: Span) -> tuple[Dispute, ...]:
    """Return the places whose holder sources of the window name differently, the most evenly split first."""
    found = []
    for place in control_map.places:
        if not place.claims:
            continue
        by_side: dict[str, list[Claim]] = {}
        for said in control.evidence_of(belief, place.place_id):
            holder = holder_by(said.claim)
            when = said.claim.when
            if holder and when and when.days <= 31 and when.end > window.start and when.start < window.end:
                by_side.setdefault(holder, []).append(said.claim)
        if len(by_side) > 1 and (place.disputed or _clash(by_side)):
            claims = {side: tuple(claims) for side, claims in by_side.items()}
            found.append(Dispute(place.place_id, place.place, dict(place.p), claims))
    found.sort(key=lambda one: (-min(sorted(map(len, one.claims.values()))[-2:]), max(one.p.values()), one.place))
    return tuple(found[:_MOST_DISPUTES])


def _clash(by_side: Mapping[str, Sequence[Claim]]) -> bool:
    """Whether two sides are said to hold the place on one and the same day."""
    spoken = [{_start(claim) for claim in claims if claim.when and claim.when.days == 1} for claims in by_side.values()]
    return any(one & other for at, one in enumerate(spoken) for other in spoken[at + 1 :])


def _sieges(belief: Belief, window: Span) -> tuple[SiegeStory, ...]:
    return ()


def _routes(belief: Belief, window: Span) -> tuple[RouteStory, ...]:
    return ()


def _strips(
    belief: Belief,
    holders: Mapping[str, Sequence[tuple[date, str, float]]],
    changes: Sequence[Change],
    window: Span,
) -> tuple[Strip, ...]:
    """Return a strip for each place that changed, in the order of their last changes; the latest where too many."""
    last = {change.place_id: change.day for change in changes}
    kept = sorted(last, key=lambda place: (last[place], belief.theatre.places[place].name))[-_MOST_STRIPS:]
    strips = []
    for place_id in kept:
        spells = []
        for (side, _), run in groupby(holders[place_id], key=lambda item: (item[1], item[2] < 0.75)):
            days = list(run)
            mean = sum(p for _, _, p in days) / len(days)
            spells.append((side, days[0][0], days[-1][0] + timedelta(days=1), mean))
        said = tuple(one.claim for one in control.evidence_of(belief, place_id))
        strips.append(Strip(belief.theatre.places[place_id].name, tuple(spells), said))
    return tuple(strips)

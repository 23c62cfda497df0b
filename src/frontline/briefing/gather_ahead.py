"""What counted of late and what may follow: asked of the outlook, for a day's briefing."""

from __future__ import annotations

__all__ = ["gather_ahead", "initiative"]

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from frontline.outlook.counterattack import LATELY, counter_attacks
from frontline.outlook.events import rank
from frontline.outlook.halt import halt
from frontline.outlook.places import COUNTER_DAYS

from .situation import Ahead, CounterStory, EventStory, Initiative, holder_by

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from frontline.control import Belief
    from frontline.model import Claim, Picture, Record
    from frontline.outlook.events import Event

MONTH = 30  # days up to the briefing's, of which the events are ranked
_MOST_EVENTS = 3
_WEEKS = 4  # in which who takes most is said to have the initiative
_LONGEST = 31  # days that a claim may speak of and still tell of one of them
_NEAR_DAYS = 3  # around an event, in which claims are taken to tell of it


def gather_ahead(belief: Belief, picture: Picture) -> Ahead:
    """Return the events of the month that changed most, what lies open at a halt, and what is thought of an attack.

    What lies open is asked of the side with the initiative, where it has a corridor. An attack is judged from the
    reports published by the picture's day, however many more the belief rests on.
    """
    day = picture.day
    since = max(day - timedelta(days=MONTH), belief.theatre.start)
    ranked = rank(belief, since, day + timedelta(days=1))[:_MOST_EVENTS]
    leads = initiative(picture)
    corridors = [one for one in picture.salients if one.kind == "corridor"]
    stopped = (
        halt(belief, day, leads.side)
        if leads is not None and any(one.side == leads.side for one in corridors)
        else None
    )
    return Ahead(
        since=since,
        events=tuple(EventStory(event, _witnesses(belief, event)) for event in ranked),
        initiative=leads,
        halt=stopped,
        counters=tuple(_counters(belief, picture)),
    )


def initiative(picture: Picture) -> Initiative | None:
    """Return the side that took most ground in the last four weeks, less what it lost; None where none gained."""
    days = 7 * _WEEKS
    net = {
        side: sum(week.gained_km2 - week.lost_km2 for week in pace.weeks if (picture.day - week.start).days < days)
        for side, pace in picture.tempo.items()
    }
    best = max(net, key=lambda side: net[side], default=None)
    return Initiative(best, net[best], days) if best is not None and net[best] > 0 else None


def _witnesses(belief: Belief, event: Event) -> tuple[Claim, ...]:
    """Return the claims that tell of an event: those of its days, each origin's best first, then the others."""
    names = {siege.place for siege in (*event.broken, *event.laid)}
    places = {*event.places, *(key for key, place in belief.theatre.places.items() if place.name in names)}
    roads = {turn.id for turn in event.routes}
    near = []
    for claim in belief.record.claims:
        if claim.when is None or not claim.factual or claim.when.days > _LONGEST:
            continue
        far = max((claim.when.start - event.day).days, (event.day - claim.when.last).days, 0)
        won = claim.place_id in places and (event.side in {holder_by(claim), claim.actor})
        moved = claim.stretch is not None and claim.stretch.route in roads and claim.kind in {"cut", "reopen"}
        if far <= _NEAR_DAYS and (won or moved):
            near.append((far, claim.when.days, claim.id, claim))
    told = [claim for *_, claim in sorted(near, key=lambda item: item[:3])]
    first: dict[str, Claim] = {}
    for claim in told:
        report = belief.record.reports.get(claim.report)
        first.setdefault(report.origin if report else claim.report, claim)
    return tuple(dict.fromkeys((*first.values(), *told)))


def _counters(belief: Belief, picture: Picture) -> Iterable[CounterStory]:
    theatre, day = belief.theatre, picture.day
    known = _known_on(belief.record, day)
    for number, salient in enumerate(picture.salients):
        if salient.kind != "corridor":
            continue
        chances = tuple(
            one for days in COUNTER_DAYS for one in counter_attacks(theatre, known, [salient], day, days=days)
        )
        if chances:
            named = {name for one in chances for name in one.lost_lately}
            lost = {key for key, place in theatre.places.items() if place.name in named}
            since = day - timedelta(days=LATELY)
            claims = [
                claim
                for claim in known.claims
                if claim.kind == "gain" and claim.actor == salient.side and claim.factual and claim.when
                if claim.place_id in lost and since < claim.when.start <= day
            ]
            yield CounterStory(number, chances, tuple(claims))


def _known_on(record: Record, day: date) -> Record:
    """Return the claims of a record that one of their reports, published by the end of a day, makes."""
    until = day + timedelta(days=1)
    known = {key for key, one in record.reports.items() if one.published and one.published.end <= until}
    return replace(record, claims=tuple(c for c in record.claims if known & {c.report, *c.also}))

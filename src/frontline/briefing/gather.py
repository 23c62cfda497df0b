"""From a belief to a situation: what a day's briefing needs, asked of the rooms before it."""

from __future__ import annotations

__all__ = ["gather"]

from collections import Counter
from datetime import timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from frontline import control, ledger
from frontline.control.areas import DOUBT
from frontline.model import Span
from frontline.picture.course import course
from frontline.picture.draw import draw
from frontline.picture.history import AGREED, place_history
from frontline.picture.routes import RouteSpell as LineSpell
from frontline.picture.routes import route_history
from frontline.picture.sieges import sieges_of

from .gather_ahead import gather_ahead
from .situation import Change, Dispute, RouteSpell, RouteStory, SiegeStory, Situation, Strip, holder_by

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from frontline.control import Belief
    from frontline.model import Claim, ControlMap, Route


_NEAR = timedelta(days=10)  # around a change, in which claims bear on it
_ONSET = timedelta(days=150)  # after a siege's likely start, in which a claim of it is taken to date the start
_NAMING = ("gain", "hold", "repel")  # the kinds of claims that name a holder outright
_MOST_STRIPS = 40  # rows of the timeline that still fit a page
_MOST_DISPUTES = 12
_MOST_STRETCHES = 3  # of one road, told apart from the whole of it


def gather(belief: Belief, day: date, *, weeks: int = 6) -> Situation:
    """Return the situation on a day, looking back on `weeks` weeks of the theatre's days."""
    theatre, record = belief.theatre, belief.record
    window = Span(max(day - timedelta(weeks=weeks), theatre.start), day + timedelta(days=1))
    control_map = control.control_map(belief, day)
    changed = _changes(belief, control_map, window)
    besieged = _sieges(belief, window)
    before = day - timedelta(days=7)
    picture = draw(belief, day)
    return Situation(
        theatre=theatre,
        record=record,
        control_map=control_map,
        picture=picture,
        week_before=draw(belief, before) if before >= theatre.start else None,
        window=window,
        changes=changed,
        sieges=besieged,
        routes=_routes(belief, window),
        disputes=_disputes(belief, control_map, window),
        strips=_strips(belief, changed, besieged, window),
        agreement=ledger.agreement(record),
        silent=_silent(belief, changed, day),
        ahead=gather_ahead(belief, picture),
    )


def _changes(belief: Belief, control_map: ControlMap, window: Span) -> tuple[Change, ...]:
    """Return the places that changed hands in the window by their own claims; what only follows neighbours is none."""
    followed = course(belief)
    rows = range(followed.until(window.start), followed.until(window.last))
    found = []
    for at, now in enumerate(control_map.places):
        turns = [row for row in rows if followed.holder[row - 1, at] != followed.holder[row, at]] if now.claims else []
        said = [one.claim for one in control.evidence_of(belief, now.place_id)] if turns else []
        for row in turns:
            day = followed.days[row]
            before, after = (belief.sides[followed.holder[one, at]] for one in (row - 1, row))
            near = [(claim.when, claim) for claim in said if claim.when and _about(claim.when, day)]
            near.sort(key=lambda item: (abs((item[0].start - day).days), item[0].days, item[1].id))
            witnesses = tuple(claim for _, claim in near if holder_by(claim) == after)
            if not witnesses:
                continue
            against = tuple(c for when, c in near if holder_by(c) not in {None, after} and when.start >= day)
            found.append(Change(now.place_id, now.place, day, before, after, now.p.get(after, 0.0), witnesses, against))
    return tuple(sorted(found, key=lambda change: (change.day, change.place)))


def _silent(belief: Belief, changed: Sequence[Change], day: date) -> int:
    """Count the places whose likeliest holder is another than a week before, without a change that is told."""
    followed = course(belief)
    now, then = (followed.holder[followed.until(when) - 1] for when in (day, day - timedelta(days=7)))
    told = {change.place_id for change in changed if (day - change.day).days < 7}
    return sum(place not in told for place, turned in zip(belief.theatre.places, now != then, strict=True) if turned)


def _about(when: Span, day: date) -> bool:
    """Whether a claim's days lie near a day and are few enough to tell of it."""
    return when.days <= 31 and when.start <= day + _NEAR and when.end > day - _NEAR


def _disputes(belief: Belief, control_map: ControlMap, window: Span) -> tuple[Dispute, ...]:
    """Return the places of the window whose holder reports name in ways that cannot all be right.

    Looked back on is twice the window: a claim is often contradicted by later ones. The places come first of which
    most is said and most of it contradicted: independent origins of all claims times those of the claims not borne out.
    """
    since = max(window.start - timedelta(days=window.days), belief.theatre.start)
    found = []
    for place in control_map.places:
        said = [one.claim for one in control.evidence_of(belief, place.place_id)] if place.claims else []
        naming = [
            claim for claim in said if claim.kind in _NAMING and holder_by(claim) and _within(claim, since, window)
        ]
        if not any(c.when and c.when.end > window.start for c in naming):
            continue
        against = tuple(c for c in naming if not _borne_out(belief, place.place_id, c))
        if not against:
            continue
        by_side: dict[str, list[Claim]] = {}
        for claim in naming:
            by_side.setdefault(holder_by(claim) or "", []).append(claim)
        claims = {side: tuple(those) for side, those in by_side.items()}
        spells = place_history(belief, place.place_id, start=since, end=window.end).spells
        by_hand = [c for c in against if c.readers != ("grammar",)]
        score = (*(len(_origins(belief, naming)) * len(_origins(belief, those)) for those in (by_hand, against)),)
        found.append((score, Dispute(place.place_id, place.place, dict(place.p), claims, against, spells)))
    found.sort(key=lambda one: (one[0], one[1].place_id), reverse=True)
    return tuple(dispute for _, dispute in found[:_MOST_DISPUTES])


def _within(claim: Claim, since: date, window: Span) -> bool:
    return claim.when is not None and claim.when.days <= 31 and since <= claim.when.start < window.end


def _borne_out(belief: Belief, place_id: str, claim: Claim) -> bool:
    """Whether the claim's holder has two thirds of the probability on at least one of the days that it speaks of."""
    if claim.when is None:
        return True
    days = [claim.when.start + timedelta(days=n) for n in range(claim.when.days)]
    at = belief.sides.index(holder_by(claim) or "")
    return bool((control.timeline(belief, place_id, days)[:, at] >= AGREED).any())


def _origins(belief: Belief, claims: Sequence[Claim]) -> set[str]:
    return {belief.record.reports[claim.report].origin for claim in claims if claim.report in belief.record.reports}


def _sieges(belief: Belief, window: Span) -> tuple[SiegeStory, ...]:
    """Return the sieges that last or ended in the window, the longest first."""
    found = []
    for place_id in map(str, belief.sieges.index):
        besieged = [one.claim for one in control.evidence_of(belief, place_id) if one.claim.when and one.claim.factual]
        for siege in sieges_of(belief, place_id, until=window.last):
            if siege.end is not None and siege.end <= window.start:
                continue
            last = (siege.end or window.end) - timedelta(days=1)
            p = control.timeline(belief, place_id, [last])[0]
            side = next(belief.sides[at] for at in p.argsort()[::-1] if belief.sides[at] not in siege.by[-1:])
            starts = [
                c for c in besieged if c.kind == "besiege" and c.when and c.when.start <= siege.start_doubt[1] + _ONSET
            ]
            ends = [c for c in besieged if siege.end and c.kind == "relieve" and c.when and _about(c.when, siege.end)]
            if len(_origins(belief, (*starts, *ends))) < 2:  # what one voice alone tells stands in its history
                continue
            pockets = draw(belief, last).pockets
            eve = next((pocket for pocket in pockets if siege.place in pocket.places), None)
            found.append(SiegeStory(place_id, siege, side, tuple(starts), tuple(ends), eve))
    return tuple(sorted(found, key=lambda story: (-story.siege.days, story.siege.place)))


def _routes(belief: Belief, window: Span) -> tuple[RouteStory, ...]:
    """Return the roads, and stretches that reports speak of, with a state that began or ended in the window.

    Those first on whose turns most is said.
    """
    found = []
    for route in belief.theatre.routes.values():
        said = [c for c in belief.record.claims if c.stretch and c.stretch.route == route.id and c.when and c.factual]
        lately = Counter(c.stretch[1:] for c in said if c.stretch and c.when and c.when.end > window.start)
        whole = (route.places[0], route.places[-1])
        stretches = [ends for ends, _ in lately.most_common(_MOST_STRETCHES) if set(ends) != set(whole)]
        for ends in (whole, *stretches):
            near = [claim for claim in said if claim.stretch and _overlap(route, claim.stretch[1:], ends)]
            asked = None if ends == whole else ends
            by_side = route_history(belief, route.id, between=asked, start=window.start, end=window.end)
            spells = tuple(_spell(side, one, near, window) for side, many in by_side.items() for one in many)
            if any(spell.start > window.start or spell.end for spell in spells):
                found.append(_story(belief, route, asked, spells))
    return _told_once(sorted(found, key=lambda story: -sum(len(spell.claims) for spell in story.spells)))


def _told_once(stories: Sequence[RouteStory]) -> tuple[RouteStory, ...]:
    """Leave out of each road's stretches the cuts for which the stories before have told all claims already."""
    told: dict[str, set[str]] = {}
    kept = []
    for story in stories:
        spells = [spell for spell in story.spells if spell.status != "cut" or not _told(spell, told)]
        for spell in spells:
            told.setdefault(spell.side, set()).update(claim.id for claim in spell.claims)
        if any(spell.status == "cut" for spell in spells) or story.id == story.route:
            kept.append(RouteStory(story.id, story.route, story.name, tuple(spells)))
    return tuple(kept)


def _told(spell: RouteSpell, told: Mapping[str, set[str]]) -> bool:
    """Say whether a spell rests on road claims, and all of them were told of that side's roads before."""
    return bool(spell.claims) and {claim.id for claim in spell.claims} <= told.get(spell.side, set())


def _spell(side: str, one: LineSpell, said: Sequence[Claim], window: Span) -> RouteSpell:
    end = one.end if one.end and one.end < window.end else None
    turned = [claim for claim in said if _turned(claim, side, one.start, end)]
    turned.sort(key=lambda claim: (claim.when.days if claim.when else 0, claim.when or (), claim.id))
    return RouteSpell(side, one.status, one.start, end, one.at, one.start_doubt, tuple(turned))


def _overlap(route: Route, one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Whether two stretches of a route share a piece of road."""
    first, second = (sorted(route.places.index(place) for place in ends) for ends in (one, other))
    return first[0] < second[1] and second[0] < first[1]


def _turned(claim: Claim, side: str, start: date, end: date | None) -> bool:
    """Whether a claim about a road tells of the beginning of a spell in which a side could not use it, or its end.

    Who cuts, takes or holds a stretch has it; who reopens it too.
    """
    if claim.when is None or claim.kind not in {"cut", "reopen", "gain", "hold"}:
        return False
    if claim.actor == side:
        return end is not None and claim.kind != "cut" and _about(claim.when, end)
    return claim.actor is not None and claim.target in {side, None} and _about(claim.when, start)


def _story(belief: Belief, route: Route, ends: tuple[str, str] | None, spells: tuple[RouteSpell, ...]) -> RouteStory:
    if ends is None:
        return RouteStory(route.id, route.id, route.name, spells)
    first, last = (belief.theatre.places[place].name for place in ends)
    name = f"{first}–{last} stretch of the {route.name}"
    return RouteStory(f"{route.id}:{ends[0]}:{ends[1]}", route.id, name, spells)


def _strips(
    belief: Belief, changes: Sequence[Change], besieged: Sequence[SiegeStory], window: Span
) -> tuple[Strip, ...]:
    """Return a strip for each place that changed or was besieged, by their last changes; the latest where too many."""
    sieges = {story.place_id: story.siege for story in besieged}
    last = {place: siege.end or window.end for place, siege in sieges.items()}
    last |= {change.place_id: change.day for change in changes}
    kept = sorted(last, key=lambda place: (last[place], belief.theatre.places[place].name))[-_MOST_STRIPS:]
    days = [window.start + timedelta(days=n) for n in range(window.days)] if kept else []
    number = {place: at for at, place in enumerate(belief.theatre.places)}
    beliefs = [control.place_beliefs(belief, day) for day in days]
    strips = []
    for place_id in kept:
        p = [those[number[place_id]] for those in beliefs]
        told = [(day, belief.sides[row.argmax()], float(row.max())) for day, row in zip(days, p, strict=True)]
        spells = []
        for (side, _), run in groupby(told, key=lambda item: (item[1], item[2] < DOUBT)):
            same = list(run)
            mean = sum(chance for _, _, chance in same) / len(same)
            spells.append((side, same[0][0], same[-1][0] + timedelta(days=1), mean))
        said = tuple(one.claim for one in control.evidence_of(belief, place_id))
        siege = sieges.get(place_id)
        rings = ((siege.by[-1], siege.start, siege.end or window.end),) if siege and siege.by else ()
        strips.append(Strip(belief.theatre.places[place_id].name, tuple(spells), said, rings))
    return tuple(strips)

"""The day, the ground, the front and what changed, in sentences."""

from __future__ import annotations

__all__ = ["changes", "front", "ground", "lead"]

from itertools import groupby
from typing import TYPE_CHECKING

from . import words
from .campaign import neck_sentences, route_sentences, siege_sentences
from .marks import named_in
from .outline import Figure, Section, Sentence, Table, pointer, say
from .situation import holder_by

if TYPE_CHECKING:
    from .situation import Change, Situation

WEEK = 7
_SURE_ENOUGH = 0.75  # below this probability of its holder a place is called in doubt
_CHANGED = Figure("/changes", "day on which the likeliest holder became another")
_HELD = Figure("/sides", "Thiessen cells of the places, dissolved by likeliest holder; geodesic areas")
_KEY_PLACES = 14


def lead(situation: Situation) -> Section:
    """Say the day in one paragraph: what was relieved, what changed, what hangs by a neck, roads, who is cut off."""
    sentences: list[Sentence] = []
    for which, story in enumerate(situation.sieges):
        if story.siege.end is not None and (situation.day - story.siege.end).days < WEEK:
            sentences += siege_sentences(situation, which)[:1]
    sentences += _week(situation)
    for which in situation.necks[:1]:
        sentences += neck_sentences(situation, which)[:2]
    told: set[str] = set()
    for road in situation.routes:
        news = [] if road.route in told else route_sentences(situation, road, days=2 * WEEK)[:1]
        sentences += news
        told |= {road.route} if news else set()
    sentences += _cut_off(situation)
    return Section("day", words.day(situation.day), (tuple(sentences),))


def ground(situation: Situation) -> Section:
    """Say who holds how much and how sure that is, and for the places that matter now, who holds them."""
    held = {key: side for key, side in situation.picture.sides.items() if side.area_km2 > 0 or side.places}
    total = sum(side.area_km2 for side in held.values())
    before = situation.week_before.sides if situation.week_before else {}
    rows = []
    for key, side in sorted(held.items(), key=lambda item: -item[1].area_km2):
        change = side.area_km2 - before[key].area_km2 if key in before else 0.0
        shown = f"{change:+,.0f} km²".replace("-", "−") if abs(change) >= 0.5 else "–"
        share = f"{side.area_km2 / total:.0%}" if total else "–"
        rows.append((situation.name(key), words.km2(side.area_km2), share, f"{side.places:,}", shown))
    sentences = []
    if held:
        first, *rest = sorted(held, key=lambda key: -held[key].area_km2)
        text = f"of {words.km2(total)} of land, {situation.side(first)} held {words.km2(held[first].area_km2)}"
        if rest:
            text += f" and {situation.side(rest[0])} {words.km2(held[rest[0]].area_km2)}"
        sentences.append(say(f"{words.start(text)} on {words.day(situation.day)}.", _HELD))
    sentences += _doubt(situation)
    paragraphs = tuple(told for told in (tuple(sentences), _key_places(situation)) if told)
    table = Table(("Side", "Area", "Share", "Places", "In seven days"), tuple(rows), (_HELD,))
    return Section("ground", "Who holds the ground", paragraphs, table if rows else None)


def front(situation: Situation) -> Section:
    """Say how long each front is."""
    sentences = []
    earlier = situation.week_before.fronts if situation.week_before else ()
    before = {frozenset(one.sides): one.length_km for one in earlier}
    for which, one in sorted(enumerate(situation.picture.fronts), key=lambda item: -item[1].length_km):
        note = Figure(f"/fronts/{which}/length_km", "border shared by the two sides' areas, geodesic length")
        pair = f"{situation.side(one.sides[0])} and {situation.side(one.sides[1])}"
        text = f"The front between {pair} was {words.km(one.length_km)} long"
        change = one.length_km - before.get(frozenset(one.sides), one.length_km)
        if abs(change) >= 0.5:
            text += f", {words.km(abs(change))} {'longer' if change > 0 else 'shorter'} than a week before"
        sentences.append(say(text + ".", note))
    if not sentences:
        sentences.append(say("No two sides shared a border.", Figure("/fronts", "border shared by two sides' areas")))
    return Section("front", "The front", (tuple(sentences),))


def changes(situation: Situation) -> Section:
    """Tell the last week's changes day by day with their evidence, and list the window's."""
    if not situation.changes:
        text = f"No place with reports of its own changed hands {_window(situation)}."
        return Section("changes", "What changed", ((say(text, _CHANGED), *_silent(situation)),))
    latest = sorted(situation.changes, key=lambda one: (one.day, one.after, one.before, one.place), reverse=True)
    recent = [change for change in latest if (situation.day - change.day).days < WEEK]
    paragraphs = [
        tuple(_taken(situation, list(group)) for _, group in groupby(those, key=lambda one: (one.after, one.before)))
        for _, those in ((day, list(group)) for day, group in groupby(recent, key=lambda one: one.day))
    ]
    if not recent:
        paragraphs = [tuple(_week(situation))]
    contested = tuple(_contested(situation, change) for change in recent if change.against)
    rows = tuple(
        (
            change.day.isoformat(),
            change.place,
            situation.name(change.before),
            situation.name(change.after),
            f"{change.p:.0%}",
            str(len(change.claims)),
            str(len(change.against)),
        )
        for change in latest
    )
    header = ("Day", "Place", "From", "To", "Still so", "For", "Against")
    told = tuple(paragraph for paragraph in (*paragraphs, contested, _silent(situation)) if paragraph)
    return Section("changes", "What changed", told, Table(header, rows, (_CHANGED,)))


def _silent(situation: Situation) -> tuple[Sentence, ...]:
    """Own up to what changed on the map without a report."""
    if not situation.silent:
        return ()
    places = words.count(situation.silent, "place")
    text = (
        f"{words.start(places)} without reports of their own got another likeliest holder in these seven days:"
        " they follow their neighbours, or a hold that was entered for that day."
    )
    return (say(text, Figure("/silent_changes", "places whose likeliest holder differs from that of a week before")),)


def _window(situation: Situation) -> str:
    return words.period(situation.window.start, situation.window.last)


def _week(situation: Situation) -> list[Sentence]:
    recent = [change for change in situation.changes if (situation.day - change.day).days < WEEK]
    until = f"in the seven days to {words.day(situation.day)}"
    if not recent:
        return [say(f"No place with reports of its own changed hands {until}.", _CHANGED)]
    by_pair: dict[tuple[str, str], list[Change]] = {}
    for change in recent:
        by_pair.setdefault((change.after, change.before), []).append(change)
    sentences = []
    for which, ((after, before), taken) in enumerate(sorted(by_pair.items(), key=lambda item: -len(item[1]))):
        weightiest = sorted(taken, key=lambda one: (-len(situation.origins(one.claims)), one.place))
        names = words.listed([change.place for change in weightiest], most=5)
        text = f"{situation.side(after)} took {names} from {situation.side(before)}"
        text = words.start(f"{until} {text}" if which == 0 else text)
        sentences.append(say(text + ".", _CHANGED, [claim for change in weightiest for claim in change.claims[:1]]))
    return sentences


def _taken(situation: Situation, taken: list[Change]) -> Sentence:
    one = taken[0]
    names = words.listed([change.place for change in taken], most=12)
    text = f"On {words.day(one.day)} {situation.side(one.after)} took {names} from {situation.side(one.before)}."
    return say(text, _CHANGED, [claim for change in taken for claim in change.claims[: 6 if len(taken) == 1 else 2]])


def _contested(situation: Situation, change: Change) -> Sentence:
    holders = sorted({situation.side(side) for claim in change.against if (side := holder_by(claim))})
    voices = words.count(len(situation.origins(change.against)), "origin has", "origins have")
    text = f"After {words.day(change.day)} {voices} {change.place} held by {words.listed(holders)}."
    return say(text, change.against)


def _cut_off(situation: Situation) -> list[Sentence]:
    sentences = []
    new = [at for at, one in enumerate(situation.picture.pockets) if one.since and one.since >= situation.window.start]
    for which in sorted(new, key=lambda at: -len(situation.picture.pockets[at].places))[:3]:
        pocket = situation.picture.pockets[which]
        by = words.listed([situation.side(side) for side in pocket.by]) or "others"
        since = f" since {words.day(pocket.since)}" if pocket.since else ""
        places = words.listed(pocket.places, most=4) or pocket.name
        text = f"{places}, held by {situation.side(pocket.side)}, lay cut off by {by}{since}."
        sentences.append(say(text, Figure(f"/pockets/{which}", "part of a side's ground that its rear does not reach")))
    return sentences


def _doubt(situation: Situation) -> list[Sentence]:
    places = situation.control_map.places
    if not places:
        return []
    unsure = [place for place in places if place.p.get(place.holder, 0.0) < _SURE_ENOUGH]
    claimed = [place for place in places if place.claims > 0]
    note = Figure("/basis/places", "places by what their belief rests on")
    own = (
        f"{len(claimed):,} of {words.count(len(places), 'place')} have reports of their own;"
        f" the others follow their neighbours."
    )
    doubt = (
        f"At {words.count(len(unsure), 'place')} the likeliest holder has less than a 75 % chance to be the right one."
    )
    return [say(own, note), say(doubt, note)]


def _key_places(situation: Situation) -> tuple[Sentence, ...]:
    """Say for the places that the picture speaks of, or that changed lately, how likely their holder is."""
    necks = [situation.picture.salients[at] for at in situation.necks]
    named = named_in(situation.picture, necks) | {change.place for change in situation.changes}
    key = sorted(
        (place for place in situation.control_map.places if place.claims and (place.place in named or place.disputed)),
        key=lambda place: -place.claims,
    )[:_KEY_PLACES]
    sentences = []
    grouped = groupby(
        sorted(key, key=lambda place: (place.holder, -place.p[place.holder])),
        key=lambda place: (place.holder, words.likelihood(place.p[place.holder])),
    )
    for (side, _), group in grouped:
        those = list(group)
        names = words.listed([place.place for place in those], most=_KEY_PLACES)
        text = words.start(f"{words.likely_that(those[0].p[side])} {situation.side(side)} held {names}.")
        notes = [Figure(f"/places/{pointer(place.place_id)}", "posterior of the place on the day") for place in those]
        sentences.append(say(text, *notes))
    return tuple(sentences)

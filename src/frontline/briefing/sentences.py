"""The day, the ground, the front and what changed, in sentences."""

from __future__ import annotations

__all__ = ["changes", "front", "ground", "lead"]

from typing import TYPE_CHECKING

from . import words
from .campaign import corridor_sentences, siege_sentences
from .outline import Figure, Section, Sentence, Table, say

if TYPE_CHECKING:
    from .situation import Change, Situation

_WEEK = 7


def lead(situation: Situation) -> Section:
    """Say the day in one paragraph: what changed, what was relieved, what hangs by a neck, who is cut off."""
    sentences: list[Sentence] = []
    for which, story in enumerate(situation.sieges):
        if story.siege.end is not None and (situation.day - story.siege.end).days <= _WEEK:
            sentences += siege_sentences(situation, which)[:1]
    sentences += _week(situation)
    corridors = [salient for salient in situation.picture.salients if salient.kind == "corridor"]
    if corridors:
        sentences += corridor_sentences(situation, situation.picture.salients.index(corridors[0]))[:1]
    sentences += _cut_off(situation)
    return Section("day", words.day(situation.day), (tuple(sentences),))


def ground(situation: Situation) -> Section:
    """Say who holds how much, and how sure that is."""
    total = sum(side.area_km2 for side in situation.picture.sides.values())
    held = {key: side for key, side in situation.picture.sides.items() if side.area_km2 > 0 or side.places}
    rows, sentences = [], []
    before = situation.week_before
    for key, side in sorted(held.items(), key=lambda item: -item[1].area_km2):
        share = side.area_km2 / total if total else 0.0
        earlier = before.sides.get(key) if before else None
        change = side.area_km2 - earlier.area_km2 if earlier else 0.0
        rows.append(
            (
                situation.side(key),
                words.km2(side.area_km2),
                f"{share:.0%}",
                f"{side.places:,}",
                f"{change:+,.0f} km²" if earlier and abs(change) >= 0.5 else "–",
            )
        )
    method = Figure("/sides", "areas of the places' Thiessen cells, dissolved by side, geodesic (WGS84)")
    if held:
        first, *rest = sorted(held, key=lambda key: -held[key].area_km2)
        text = f"Of {words.km2(total)} of land, {situation.side(first)} holds {words.km2(held[first].area_km2)}"
        if rest:
            text += f" and {situation.side(rest[0])} {words.km2(held[rest[0]].area_km2)}"
        sentences.append(say(text + ".", method))
    sentences += _doubt(situation)
    table = Table(("Side", "Area", "Share", "Places", "In seven days"), tuple(rows), (method,))
    return Section("ground", "Who holds the ground", (tuple(sentences),), table)


def front(situation: Situation) -> Section:
    """Say how long each front is."""
    sentences = []
    before = (
        {frozenset(one.sides): one.length_km for one in situation.week_before.fronts} if situation.week_before else {}
    )
    for which, one in sorted(enumerate(situation.picture.fronts), key=lambda item: -item[1].length_km):
        note = Figure(f"/fronts/{which}/length_km", "border shared by the two sides' areas, geodesic length")
        pair = f"{situation.side(one.sides[0])} and {situation.side(one.sides[1])}"
        text = f"The front between {pair} is {words.km(one.length_km)} long"
        earlier = before.get(frozenset(one.sides))
        if earlier is not None and abs(one.length_km - earlier) >= 0.5:
            more = "longer" if one.length_km > earlier else "shorter"
            text += f", {words.km(abs(one.length_km - earlier))} {more} than a week before"
        sentences.append(say(text + ".", note))
    if not sentences:
        nothing = Figure("/fronts", "border shared by two sides' areas")
        sentences.append(say("No two sides share a border in this theatre.", nothing))
    return Section("front", "The front", (tuple(sentences),))


def changes(situation: Situation) -> Section:
    """List the places that changed hands in the window, the last week's in sentences with their evidence."""
    if not situation.changes:
        text = f"No place changed hands {words.period(situation.window.start, situation.window.last)}."
        note = Figure("/changes", "change of the likeliest holder from one day to the next")
        return Section("changes", "What changed", ((say(text, note),),))
    recent = [
        change
        for change in sorted(situation.changes, key=lambda c: c.day, reverse=True)
        if (situation.day - change.day).days < _WEEK
    ]
    sentences = tuple(_change(situation, change) for change in recent)
    rows = tuple(
        (
            change.day.isoformat(),
            change.place,
            situation.side(change.before),
            situation.side(change.after),
            f"{change.p:.0%}",
            str(len(change.claims)),
        )
        for change in sorted(situation.changes, key=lambda c: (c.day, c.place), reverse=True)
    )
    note = Figure("/changes", "change of the likeliest holder from one day to the next")
    header = ("Day", "Place", "From", "To", f"Still so, {words.day(situation.day)}", "Claims")
    return Section("changes", "What changed", (sentences,) if sentences else (), Table(header, rows, (note,)))


def _week(situation: Situation) -> list[Sentence]:
    recent = [change for change in situation.changes if (situation.day - change.day).days < _WEEK]
    note = Figure("/changes", "change of the likeliest holder from one day to the next")
    if not recent:
        return [say(f"No place changed hands in the seven days to {words.day(situation.day)}.", note)]
    sentences = []
    by_pair: dict[tuple[str, str], list[Change]] = {}
    for change in recent:
        by_pair.setdefault((change.after, change.before), []).append(change)
    for (after, before), taken in sorted(by_pair.items(), key=lambda item: -len(item[1])):
        names = words.listed(
            [change.place for change in sorted(taken, key=lambda c: (-len(c.claims), c.place))], most=5
        )
        text = f"In the seven days to {words.day(situation.day)} {situation.side(after)} took {names} from {situation.side(before)}."
        cited = [claim for change in taken for claim in change.claims[:1]]
        sentences.append(say(text, note, cited))
    return sentences


def _cut_off(situation: Situation) -> list[Sentence]:
    pockets = situation.picture.pockets
    if not pockets:
        return []
    note = Figure("/pockets", "component of a side's ground that its rear does not reach")
    parts = [f"{pocket.name} ({situation.side(pocket.side)})" for pocket in pockets]
    return [say(f"Cut off from their side's rear: {words.listed(parts)}.", note)]


def _doubt(situation: Situation) -> list[Sentence]:
    places = situation.control_map.places
    if not places:
        return []
    unsure = [place for place in places if place.p.get(place.holder, 0.0) < 0.75]
    claimed = [place for place in places if place.claims > 0]
    note = Figure("/basis/places", "places by what their belief rests on")
    text = (
        f"Of {words.count(len(places), 'place')}, {len(claimed):,} have claims of their own;"
        f" the others take their holder from their neighbours."
    )
    doubt = (
        f"For {words.count(len(unsure), 'place')} the likeliest holder has less than a 75 % chance to be the right one."
    )
    return [say(text, note), say(doubt, note)]


def _change(situation: Situation, change: Change) -> Sentence:
    note = Figure("/changes", "change of the likeliest holder from one day to the next")
    text = f"{situation.side(change.after)} took {change.place} from {situation.side(change.before)} on {words.day(change.day)}"
    if change.against:
        text += f", against {words.count(len(change.against), 'claim')} to the contrary"
    return say(text + ".", note, change.claims, change.against)

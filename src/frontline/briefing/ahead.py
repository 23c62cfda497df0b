"""What counted most of late, what lies open if a side stops, and what may follow, in sentences."""

from __future__ import annotations

__all__ = ["counter_sentences", "event_sentences", "halt_sentences", "outlook", "significant"]

from typing import TYPE_CHECKING

from frontline.outlook.whatif import inside

from . import words
from .outline import Figure, Section, Sentence, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from frontline.model import Place
    from frontline.outlook.events import Event
    from frontline.outlook.halt import Hold, PlaceCut
    from frontline.outlook.whatif import Isolated

    from .situation import Ahead, CounterStory, Situation

_NAMES = 4  # of places in one list
_EVENT_METHOD = "the eve's map with this event's changes alone, compared with the eve's map; docs/outlook.md"
_CUT_METHOD = "least cut between the corridor's goal and its side's rear, exact; docs/outlook.md"
_COUNTER_METHOD = (
    "rate of attack under a gamma prior from the base rate, of what was published by the day; docs/forecast.md"
)


def significant(situation: Situation) -> Section | None:
    """Tell the changes of the last month that changed most, each with what it brought about and why it ranks there."""
    events = situation.ahead.events if situation.ahead else ()
    paragraphs = tuple(tuple(event_sentences(situation, which)) for which in range(len(events)))
    return Section("significant", "What counted most", paragraphs) if paragraphs else None


def event_sentences(situation: Situation, which: int) -> list[Sentence]:
    """Return the sentences about one event of the month: what was done, what that changed, why it ranks there.

    Nothing where the month has no event of that number.
    """
    ahead = situation.ahead
    if ahead is None or which >= len(ahead.events):
        return []
    event, claims = ahead.events[which]
    note = Figure(f"/outlook/events/{which}", _EVENT_METHOD)
    span = f"the {words.count((situation.day - ahead.since).days, 'day')} to {words.day(situation.day)}"
    opening = f"The most significant change of {span} came on" if which == 0 else "Next in weight came"
    sentences = [say(f"{opening} {words.day(event.day)}: {_deed(situation, event)}.", note, claims)]
    effects = _effects(situation, event)
    if effects:
        sentences.append(say(f"By itself this {words.listed(effects)}.", note))
    shares = [f"{key} {weight:.0%}" for key, weight in event.weights.items() if weight >= 0.005]
    if shares:
        text = f"Measured against the largest of these days it comes to: {words.listed(shares)}."
        sentences.append(say(text, Figure(f"/outlook/events/{which}/weights", "shares of the span's largest")))
    return sentences


def _deed(situation: Situation, event: Event) -> str:
    done = [f"broke the siege of {siege.place} after {words.days(siege.days)}" for siege in event.broken]
    done += [f"laid siege to {siege.place}" for siege in event.laid]
    if event.places:
        names = words.listed([situation.theatre.places[place].name for place in event.places], most=_NAMES)
        losers = words.listed([situation.side(side) for side in event.against])
        done.append(f"took {names}{f' from {losers}' if losers else ''} ({words.km2(event.area_km2)})")
    return f"{situation.side(event.side)} {words.listed(done or _roads(situation, event))}"


def _effects(situation: Situation, event: Event) -> list[str]:
    """Return what an event changed beyond the deed itself, as verbs with their objects."""
    relieved = {siege.place for siege in event.broken}
    told = _isolated(situation, event.cut_off, "cut off")
    told += _isolated(situation, [one for one in event.freed if one.place not in relieved], "joined", " to the rear")
    if event.places or event.broken or event.laid:
        told += _roads(situation, event)
    if abs(event.front_km_change) >= 0.5:
        grown = "lengthened" if event.front_km_change > 0 else "shortened"
        told.append(f"{grown} the fronts by {words.km(abs(event.front_km_change))}")
    return told


def _isolated(situation: Situation, those: Sequence[Isolated], verb: str, where: str = "") -> list[str]:
    grouped: dict[tuple[str, str], list[Isolated]] = {}
    for one in those:
        grouped.setdefault((one.side, one.how), []).append(one)
    told = []
    for (side, how), places in grouped.items():
        way = "over the ground" if how == "ground" else "by the roads that the theatre has"
        number = words.count(len(places), "place")
        names = words.listed([one.place for one in places], most=_NAMES)
        told.append(f"{verb} {number} of {situation.side(side)}{where} {way} ({names}{_inside(places)})")
    return told


def _inside(those: Sequence[Isolated | Place]) -> str:
    """Say how many people and soldiers are in some places, as far as the theatre tells."""
    found = inside(those)
    told = [f"{found.people:,} people"] if found.people_places else []
    told += [f"a garrison of {found.garrison:,}"] if found.garrison_places else []
    return f", with {' and '.join(told)}" if told else ""


def _roads(situation: Situation, event: Event) -> list[str]:
    """Return the lines that the side cut for others and opened for itself.

    One that it has itself is cut only because it came to reach farther: nothing that was done to it.
    """
    grouped: dict[tuple[str, str], list[str]] = {}
    for turn in event.routes:
        if (turn.after == "cut") == (turn.side != event.side):
            verb = "cut" if turn.after == "cut" else "opened"
            grouped.setdefault((verb, turn.side), []).append(f"the {turn.name}")
    told = []
    for (verb, side), names in grouped.items():
        whom = "itself" if side == event.side else situation.side(side)
        told.append(f"{verb} {words.listed(list(dict.fromkeys(names)))} for {whom}")
    return told


def outlook(situation: Situation) -> Section | None:
    """Say what lies open if the side with the initiative stops, and how likely a counter-attack is on a corridor."""
    ahead = situation.ahead
    if ahead is None:
        return None
    holds = ahead.halt.corridors if ahead.halt else ()
    paragraphs = [tuple(_initiative(situation, ahead))] if holds else []
    paragraphs += [tuple(halt_sentences(situation, which)) for which in range(len(holds))]
    paragraphs += [tuple(counter_sentences(situation, which)) for which in range(len(ahead.counters))]
    return Section("outlook", "Outlook", tuple(paragraphs)) if paragraphs else None


def _initiative(situation: Situation, ahead: Ahead) -> list[Sentence]:
    if ahead.initiative is None:
        return []
    side, net, days = ahead.initiative
    text = (
        f"{situation.side(side)} had the initiative: in the {days} days to {words.day(situation.day)}"
        f" it took {words.km2(net)} more than it lost."
    )
    return [say(words.start(text), Figure("/outlook/initiative", "ground taken less ground lost, by week"))]


def halt_sentences(situation: Situation, which: int) -> list[Sentence]:
    """Return what lies open of one corridor at a halt: its flanks, how it is cut most cheaply, what would help it."""
    halted = situation.ahead.halt if situation.ahead else None
    if halted is None or which >= len(halted.corridors):
        return []
    held = halted.corridors[which]
    root = f"/outlook/halt/corridors/{which}"
    flanks = [
        f"{words.km(one.exposed_km)} to the {one.toward}"
        + (f" facing {words.listed([situation.side(side) for side in one.against])}" if one.against else "")
        for one in held.flanks
        if one.exposed_km >= 0.05
    ]
    open_km = sum(one.exposed_km for one in held.flanks)
    text = (
        f"If {situation.side(halted.side)} stops where it stood, {words.km(open_km)} of flank of the"
        f" {held.corridor.name} lie open: {words.listed(flanks)}."
    )
    note = Figure(f"{root}/flanks_open", "edge of the corridor that is front, parted at base and tip")
    sentences = [say(text, note)] if flanks else []
    return [*sentences, *_cuts(situation, held, root), *_helped(situation, held, root)]


def _cuts(situation: Situation, held: Hold, root: str) -> list[Sentence]:
    sentences = []
    for key, cut, way in (
        ("fewest_places", held.by_ground, "over the ground"),
        ("fewest_places_by_road", held.by_road, "by road"),
    ):
        if cut is not None and cut.places:
            sentences.append(say(_cut(situation, held, cut, way), Figure(f"{root}/{key}", _CUT_METHOD)))
    if held.line is not None:
        text = f"The shortest line across it that cuts it is {words.km(held.line.length_km)} long."
        sentences.append(say(text, Figure(f"{root}/shortest_line/length_km", _CUT_METHOD)))
    return sentences


def _cut(situation: Situation, held: Hold, cut: PlaceCut, way: str) -> str:
    places = situation.theatre.places
    goal = places[held.goal].name if held.goal is not None else f"what lies beyond the {held.corridor.name}"
    lost = words.listed([places[one].name for one in cut.places], most=2 * _NAMES)
    number = words.count(len(cut.places), "place")
    fewest = f"the loss of {number}" if len(cut.places) == 1 else f"the loss of no fewer than {number}"
    others = situation.foremost(places[one].name for one in cut.cuts_off if one != held.goal)
    also = f", and with it {words.listed(others, most=_NAMES)}" if others else ""
    also += _inside([places[one] for one in cut.cuts_off])
    return words.start(f"{way} {fewest} would cut off {goal}{also}: {lost}.")


def _helped(situation: Situation, held: Hold, root: str) -> list[Sentence]:
    """Say how many places more would give the corridor a second way, and what would make it as wide as long."""
    if held.goal is None:
        return []
    places = situation.theatre.places
    sentences = []
    for key, more, what in (
        ("one_more_way", held.one_more, "One way more over the ground that shares no place with the others"),
        ("second_road", held.second_road, "A second road to the rear"),
    ):
        if more:
            names = words.listed([places[one].name for one in more], most=2 * _NAMES)
            text = f"{what} would take {words.count(len(more), 'place')} more: {names}."
            sentences.append(say(text, Figure(f"{root}/{key}", "flow at least cost through the places, exact")))
        elif more is None and key == "second_road":
            sentences.append(say("The theatre's roads offer it no second one to the rear.", Figure(root, _CUT_METHOD)))
    if held.widening:
        wider = f", {words.km(held.wider_km)} wider at its narrowest," if held.wider_km else ""
        text = f"To make it as wide as it is long{wider} would take {words.count(len(held.widening), 'place')} more."
        note = Figure(f"{root}/as_wide_as_long/count", "other sides' places within half its length of its middle")
        sentences.append(say(text, note))
    return sentences


def counter_sentences(situation: Situation, which: int) -> list[Sentence]:
    """Return what is thought of a counter-attack on one corridor: how likely, the base rate, the reasons, how sure."""
    stories = situation.ahead.counters if situation.ahead else ()
    if which >= len(stories):
        return []
    story = stories[which]
    root = f"/outlook/counter_attacks/{which}"
    chances = [Figure(f"{root}/chances/{at}/p", _COUNTER_METHOD) for at in range(len(story.chances))]
    bases = [
        Figure(f"{root}/chances/{at}/base_rate", "ground lost earlier in the record, and who came back at it")
        for at in range(len(story.chances))
    ]
    first = story.chances[0]
    by = situation.side(first.by)
    reasons = f"The reasons, seen from {by}: {'; '.join(first.reasons)}."
    return [
        say(_likely(situation, story), *chances),
        say(words.start(_base(situation, story)), *bases),
        say(reasons, Figure(f"{root}/chances/0/reasons", _COUNTER_METHOD), story.claims),
        say(
            "Confidence in this estimate is low: its weights were set on one war and are carried over to any,"
            f" and it rests on {words.count(first.base.all_n, 'earlier loss', 'earlier losses')} of ground.",
            Figure(f"{root}/confidence", _COUNTER_METHOD),
        ),
    ]


def _likely(situation: Situation, story: CounterStory) -> str:
    one, *later = story.chances
    by = situation.side(one.by)
    first = f"{words.likely_that(one.p)} {by} attacks at or near the {one.corridor}"
    text = f"An estimate, carried over: {first} within {words.count(one.days, 'day')} ({one.p:.0%})"
    text += "".join(
        f"; {words.likely_that(o.p)} it does within {words.count(o.days, 'day')} ({o.p:.0%})" for o in later
    )
    return text + "."


def _base(situation: Situation, story: CounterStory) -> str:
    by = situation.side(story.chances[0].by)
    own = words.listed(
        [f"{o.base.hits} of {o.base.n} times within {words.count(o.days, 'day')}" for o in story.chances]
    )
    every = words.listed([f"{o.base.all_hits} of {o.base.all_n}" for o in story.chances])
    return f"{by} came back at ground that it lost earlier in the record {own}; all losers together {every}."

"""Sieges, corridors, routes and tempo, in sentences."""

from __future__ import annotations

__all__ = [
    "corridors",
    "neck_sentences",
    "route_sentences",
    "routes",
    "siege_sentences",
    "sieges",
    "stall_sentences",
    "tempo",
]

from datetime import timedelta
from typing import TYPE_CHECKING

from . import words
from .basis import dated
from .outline import Figure, Section, Sentence, Table, pointer, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from frontline.model import Claim, Pocket, Stall

    from .situation import RouteSpell, RouteStory, Situation

_SIEGE_METHOD = "days on which the place's ground was cut off from its side's rear, in the places' joint history"
_ROUTE_METHOD = "holders of the route's places and the claims that cut or reopen it, day by day"
_OTHER_SALIENTS = 4  # salients that are no corridors are many; the largest are told


def sieges(situation: Situation) -> Section | None:
    """Tell each siege that lasts or has just ended: from when, what the sources say of that, how it ended."""
    paragraphs = tuple(tuple(siege_sentences(situation, which)) for which in range(len(situation.sieges)))
    return Section("sieges", "Sieges", paragraphs) if paragraphs else None


def siege_sentences(situation: Situation, which: int) -> list[Sentence]:
    """Return the sentences about one siege, the most telling first."""
    story = situation.sieges[which]
    siege = story.siege
    note = Figure(f"/sieges/{which}", _SIEGE_METHOD)
    by = words.listed([situation.side(side) for side in siege.by]) or "others"
    who = situation.side(story.side)
    if siege.end is None:
        text = (
            f"{siege.place}, held by {who}, had been under siege by {by}"
            f" since {words.day(siege.start)}, {words.days(siege.days)}"
        )
    else:
        text = (
            f"The siege of {siege.place} was broken on {words.day(siege.end)}: {who} had been cut off there by {by}"
            f" since {words.day(siege.start)}, {words.days(siege.days)}"
        )
    sentences = [say(text + ".", note, story.ends or story.starts)]
    if story.eve is not None:
        sentences.append(_eve(situation, which, story.eve))
    sentences += _siege_start(situation, which)
    if siege.end is not None and story.ends:
        origins = len(situation.origins(story.ends))
        text = f"That it ended is reported by {words.count(origins, 'independent origin')}"
        if siege.end_doubt and siege.end_doubt[0] != siege.end_doubt[1]:
            text += f"; the end lies {words.period(*siege.end_doubt)} with 90 % probability"
        sentences.append(say(text + ".", note, story.ends))
    return sentences + _confidence(situation, story.ends or story.starts, f"the siege of {siege.place}")


def _eve(situation: Situation, which: int, pocket: Pocket) -> Sentence:
    """Say in what pocket the place lay on the siege's last day."""
    end = situation.sieges[which].siege.end
    last = end - timedelta(days=1) if end else situation.day
    by = words.listed([situation.side(side) for side in pocket.by]) or "others"
    text = (
        f"On {words.day(last)} it lay in a pocket of {words.km2(pocket.area_km2)}"
        f" with {words.count(len(pocket.places), 'place')}, cut off by {by}."
    )
    return say(text, Figure(f"/sieges/{which}/eve", "part of a side's ground that its rear does not reach"))


def _siege_start(situation: Situation, which: int) -> list[Sentence]:
    """Say between which days the siege began, and the days that the sources name where they name several."""
    story = situation.sieges[which]
    note = Figure(f"/sieges/{which}/start_doubt", _SIEGE_METHOD)
    sentences = [say(f"It began {words.period(*story.siege.start_doubt)} with 90 % probability.", note)]
    if len({claim.when for claim in story.starts}) > 1:
        sentences.append(say(f"The sources date it differently: {dated(situation, story.starts)}.", story.starts))
    return sentences


def corridors(situation: Situation) -> Section | None:
    """Measure each corridor and what leads to recent changes, and the largest of the other salients."""
    paragraphs = [tuple(neck_sentences(situation, which)) for which in situation.necks]
    others = [at for at in range(len(situation.picture.salients)) if at not in situation.necks]
    paragraphs += [tuple(_salient(situation, which) for which in others[:_OTHER_SALIENTS])] if others else []
    return Section("corridors", "Corridors and salients", tuple(paragraphs)) if paragraphs else None


def neck_sentences(situation: Situation, which: int) -> list[Sentence]:
    """Return the sentences about a corridor or salient: how long, its neck, its flanks, what hangs by it."""
    salient = situation.picture.salients[which]
    root = f"/salients/{which}"
    where = f" near {salient.neck.near}" if salient.neck.near else ""
    what = f"a {salient.kind} {words.km(salient.length_km)} long and {words.km(salient.neck.width_km)} wide at its neck"
    verb = f"reached {words.listed(situation.foremost(salient.beyond), most=4)} through" if salient.beyond else "held"
    sentences = [
        say(
            words.start(f"{situation.side(salient.side)} {verb} {what}{where}."),
            Figure(f"{root}/length_km", "length along the middle from base to tip"),
            Figure(f"{root}/neck/width_km", "narrowest width, geodesic"),
        )
    ]
    if salient.against:
        share = "all" if salient.exposed > 0.995 else f"{salient.exposed:.0%}"
        faced = f"faced {situation.side(salient.against)}"
        text = f"{words.km(salient.flank_km)} of its edge {faced}: {share} of it but its base."
        sentences.append(say(text, Figure(f"{root}/flank_km", "part of its edge that is front")))
    text = f"It covered {words.km2(salient.area_km2)} on a base of {words.km(salient.base_km)}."
    sentences.append(say(text, Figure(f"{root}/area_km2", "what the side's area loses under morphological opening")))
    if salient.beyond:
        lost = words.listed(situation.foremost(salient.beyond), most=12)
        text = f"Beyond the neck lay {lost}: cut there, all of it would be cut off."
        sentences.append(say(text, Figure(f"{root}/beyond", "places that the neck parts from the side's rear")))
    return sentences


def routes(situation: Situation) -> Section | None:
    """Say what each side can make of each route, and what changed on them in the window."""
    states = situation.picture.routes
    if not states:
        return None
    note = Figure("/routes", _ROUTE_METHOD)
    rows = tuple(
        (
            state.line,
            situation.name(state.side),
            state.status,
            state.since.isoformat() if state.since else "before the record",
            words.listed(state.at, most=3) or "–",
        )
        for state in states
    )
    paragraphs = [tuple(told) for story in situation.routes if (told := route_sentences(situation, story))]
    return Section(
        "routes", "Supply routes", tuple(paragraphs), Table(("Route", "For", "State", "Since", "At"), rows, (note,))
    )


def route_sentences(situation: Situation, story: RouteStory, *, days: int | None = None) -> list[Sentence]:
    """Return the sentences about one road: when it was cut for whom, in the window or its last `days`."""
    since = situation.window.start if days is None else situation.window.end - timedelta(days=days)
    note = Figure(f"/route_changes/{pointer(story.id)}", _ROUTE_METHOD)
    return [
        say(_spell(situation, story, spell), note, spell.claims)
        for spell in sorted(story.spells, key=lambda one: (one.start, one.side))
        if spell.status == "cut" and (spell.start > since or (spell.end and spell.end > since))
    ]


def tempo(situation: Situation) -> Section | None:
    """Say the pace: where a side stalled and what followed, and what each took and lost by the week."""
    rows = [
        (
            week.start.isoformat(),
            situation.name(side),
            str(week.gained),
            str(week.lost),
            f"{week.gained_km2:,.0f}",
            f"{week.lost_km2:,.0f}",
        )
        for side, pace in situation.picture.tempo.items()
        for week in pace.weeks[-8:]
        if week.gained or week.lost
    ]
    sentences = tuple(stall_sentences(situation))
    if not sentences and not rows:
        return None
    header = ("Week from", "Side", "Places taken", "Places lost", "km² taken", "km² lost")
    note = Figure("/tempo", "changes of the likeliest holder, summed by week")
    table = Table(header, tuple(sorted(rows, reverse=True)), (note,)) if rows else None
    return Section("tempo", "Tempo", (sentences,) if sentences else (), table)


def stall_sentences(situation: Situation) -> list[Sentence]:
    """Return a sentence for each long fight that lasts or ended in the window, the longest first.

    The fight for a place under siege is told as its siege.
    """
    besieged = {story.siege.place for story in situation.sieges}
    stalls = [
        (stall, which, side)
        for side, pace in situation.picture.tempo.items()
        for which, stall in enumerate(pace.stalls)
        if stall.place not in besieged and stall.start + timedelta(days=stall.days) >= situation.window.start
    ]
    return [
        _stall(situation, stall, which, side) for stall, which, side in sorted(stalls, key=lambda item: -item[0].days)
    ]


def _stall(situation: Situation, stall: Stall, which: int, side: str) -> Sentence:
    who, length = words.start(situation.side(side)), words.days(stall.days)
    if stall.end is None:
        text = f"{who} fought for {stall.place} for {length} from {words.day(stall.start)} without taking it"
    else:
        fell = f"from {words.day(stall.start)} until it fell on {words.day(stall.end)}"
        text = f"{who} fought for {stall.place} for {length}, {fell}"
    if stall.broke_to and stall.break_days is not None:
        soon = f"within {words.count(stall.break_days, 'day')}" if stall.break_days else "on the same day"
        text += f"; then it reached {words.listed(situation.foremost(stall.broke_to), most=5)} {soon}"
    note = Figure(f"/tempo/{side}/stalls/{which}", "days from the first fight for the place to its fall")
    return say(text + ".", note, _fought_for(situation, stall))


def _sources(situation: Situation, claims: Sequence[Claim]) -> list[str]:
    reports = situation.record.reports
    return sorted({reports[claim.report].source for claim in claims if claim.report in reports})


def _confidence(situation: Situation, claims: Sequence[Claim], what: str) -> list[Sentence]:
    """Say how much the sources can carry, apart from how likely anything is (ICD 203, D.6.e.2.b)."""
    origins = situation.origins(claims)
    if not origins:
        return []
    grades = [
        situation.record.reports[claim.report].grade for claim in claims if claim.report in situation.record.reports
    ]
    level = words.confidence(len(origins), grades, contradicted=False)
    rests = f"{words.count(len(origins), 'independent origin')}, the best of grade {min(grades)}"
    return [say(f"Confidence in what is said of {what} is {level}: {rests}.", claims)]


def _salient(situation: Situation, which: int) -> Sentence:
    salient = situation.picture.salients[which]
    into = f" into the ground of {situation.side(salient.against)}" if salient.against else ""
    text = (
        f"The {salient.name} of {situation.side(salient.side)} reached {words.km(salient.length_km)}{into}"
        f" on a base of {words.km(salient.base_km)}."
    )
    return say(text, Figure(f"/salients/{which}/length_km", "length along the middle from base to tip"))


def _spell(situation: Situation, story: RouteStory, spell: RouteSpell) -> str:
    where = f" at {words.listed(spell.at, most=3)}" if spell.at else ""
    doubt = spell.start_doubt
    about = (
        f" (with 90 % probability {words.period(*doubt)})"
        if doubt and doubt[0] != doubt[1] and (doubt[1] - doubt[0]).days <= 31
        else ""
    )
    side = situation.side(spell.side)
    text = f"The {story.name} was {spell.status} for {side} from {words.day(spell.start)}{about}{where}"
    if spell.end is None:
        return f"{text} and still was on {words.day(situation.day)}."
    return f"{text} until {words.day(spell.end)}, {words.days((spell.end - spell.start).days)}."


def _fought_for(situation: Situation, stall: Stall) -> list[Claim]:
    """Return the claims about the place between the stall's first day and its last, in order."""
    ids = {key for key, one in situation.theatre.places.items() if one.name == stall.place}
    last = stall.end or situation.day
    dated = [(one.when, one.id, one) for one in situation.record.claims if one.place_id in ids and one.when]
    return [one for when, _, one in sorted(dated, key=lambda item: item[:2]) if stall.start <= when.start <= last]

"""Sieges, corridors, routes and tempo, in sentences."""

from __future__ import annotations

__all__ = ["corridor_sentences", "corridors", "routes", "siege_sentences", "sieges", "tempo"]

from typing import TYPE_CHECKING

from . import words
from .outline import Figure, Section, Sentence, Table, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from frontline.model import Claim, Salient

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
    by = words.listed([situation.side(side) for side in siege.by]) or "the other side"
    who = situation.side(story.side)
    if siege.end is None:
        first = (
            f"{siege.place}, held by {who}, is cut off by {by},"
            f" as it has been since {words.day(siege.start)}: {words.days(siege.days)}."
        )
    else:
        first = (
            f"The siege of {siege.place} was broken on {words.day(siege.end)}: {by} had cut {who} off there"
            f" for {words.days(siege.days)}, since {words.day(siege.start)}."
        )
    sentences = [say(first, note, story.ends if siege.end else story.starts)]
    early, late = siege.start_doubt
    sentences.append(say(f"The start lies {words.period(early, late)} with 90 % probability.", note))
    dated = _by_date(story.starts)
    if len(dated) > 1:
        said = [f"{span} ({words.listed(sources, most=2)})" for span, sources, _ in dated[:6]]
        cited = [claim for _, _, claims in dated[:6] for claim in claims[:1]]
        sentences.append(say(f"The sources disagree on when it began: {words.listed(said, most=6)}.", cited))
    if siege.end is not None and story.ends:
        origins = {
            situation.record.reports[claim.report].origin
            for claim in story.ends
            if claim.report in situation.record.reports
        }
        sentences.append(say(f"Its end is reported by {words.count(len(origins), 'independent origin')}.", story.ends))
    sentences += _confidence(situation, story.ends if siege.end else story.starts, "this siege")
    return sentences


def corridors(situation: Situation) -> Section | None:
    """Measure each corridor, and the largest of the other salients."""
    paragraphs = []
    others: list[Sentence] = []
    for which, salient in enumerate(situation.picture.salients):
        if salient.kind == "corridor":
            paragraphs.append(tuple(corridor_sentences(situation, which)))
        elif len(others) < _OTHER_SALIENTS:
            others.append(_salient(situation, which, salient))
    if others:
        paragraphs.append(tuple(others))
    return Section("corridors", "Corridors and salients", tuple(paragraphs)) if paragraphs else None


def corridor_sentences(situation: Situation, which: int) -> list[Sentence]:
    """Return the sentences about one corridor: what hangs by it, its neck, its flanks."""
    salient = situation.picture.salients[which]
    root = f"/salients/{which}"
    side = situation.side(salient.side)
    where = f" near {salient.neck.near}" if salient.neck.near else ""
    beyond = words.listed(salient.beyond, most=5) or "the ground at its tip"
    sentences = [
        say(
            f"{side} reaches {beyond} through a corridor {words.km(salient.length_km)} long"
            f" that is {words.km(salient.neck.width_km)} wide at its narrowest{where}.",
            Figure(f"{root}/length_km", "length along the middle from base to tip"),
            Figure(f"{root}/neck/width_km", "shortest chord across, geodesic"),
        )
    ]
    if salient.against:
        sentences.append(
            say(
                f"{words.km(salient.flank_km)} of its edge, {salient.exposed:.0%} of it without the base,"
                f" face {situation.side(salient.against)}.",
                Figure(f"{root}/flank_km", "part of the corridor's edge that is front"),
            )
        )
    sentences.append(
        say(
            f"It covers {words.km2(salient.area_km2)} and leaves the main body on a base of {words.km(salient.base_km)}.",
            Figure(f"{root}/area_km2", "what the side's area loses under morphological opening, geodesic area"),
        )
    )
    if salient.beyond:
        sentences.append(
            say(
                f"Were it cut at the neck, {words.listed(salient.beyond)} would be cut off.",
                Figure(f"{root}/beyond", "places of the component beyond the neck"),
            )
        )
    return sentences


def routes(situation: Situation) -> Section | None:
    """Say what each side can make of each route, and what changed on them in the window."""
    states = situation.picture.routes
    if not states:
        return None
    note = Figure("/routes", _ROUTE_METHOD)
    rows = tuple(
        (
            state.name,
            situation.side(state.side),
            state.status,
            state.since.isoformat() if state.since else "before the record",
            words.listed(state.at, most=3) or "–",
        )
        for state in states
    )
    paragraphs = [tuple(told) for story in situation.routes if (told := _route(situation, story))]
    return Section(
        "routes", "Supply routes", tuple(paragraphs), Table(("Route", "For", "State", "Since", "At"), rows, (note,))
    )


def tempo(situation: Situation) -> Section | None:
    """Say the pace: what each side took and lost by the week, where it stalled and what followed."""
    sentences: list[Sentence] = []
    rows: list[tuple[str, ...]] = []
    for side, pace in situation.picture.tempo.items():
        for which, stall in enumerate(pace.stalls):
            note = Figure(f"/tempo/{side}/stalls/{which}", "days from the first fight for the place to its fall")
            if stall.end is None:
                text = f"{situation.side(side)} has fought for {stall.place} since {words.day(stall.start)}: {words.days(stall.days)}."
            else:
                text = (
                    f"{situation.side(side)} fought for {stall.place} for {words.days(stall.days)},"
                    f" from {words.day(stall.start)} to {words.day(stall.end)}"
                )
                if stall.broke_to and stall.break_days is not None:
                    text += f"; {words.listed(stall.broke_to, most=4)} followed within {words.count(stall.break_days, 'day')}"
                text += "."
            sentences.append(say(text, note, _fought_for(situation, stall.place)))
        rows += [
            (
                week.start.isoformat(),
                situation.side(side),
                str(week.gained),
                str(week.lost),
                f"{week.gained_km2:,.0f}",
                f"{week.lost_km2:,.0f}",
            )
            for week in pace.weeks[-8:]
            if week.gained or week.lost
        ]
    if not sentences and not rows:
        return None
    header = ("Week from", "Side", "Places taken", "lost", "km² taken", "lost")
    note = Figure("/tempo", "changes of the likeliest holder, summed by week")
    table = Table(header, tuple(sorted(rows, reverse=True)), (note,)) if rows else None
    return Section("tempo", "Tempo", (tuple(sentences),) if sentences else (), table)


def _by_date(claims: Sequence[Claim]) -> list[tuple[str, list[str], list[Claim]]]:
    """Group claims by the days that they name, earliest first, with the sources that say so."""
    groups: dict[object, list[Claim]] = {}
    for claim in claims:
        if claim.when is not None:
            groups.setdefault(claim.when, []).append(claim)
    return [(words.span(when), sorted({c.report for c in group}), group) for when, group in sorted(groups.items())]


def _confidence(situation: Situation, claims: Sequence[Claim], what: str) -> list[Sentence]:
    reports = [situation.record.reports[claim.report] for claim in claims if claim.report in situation.record.reports]
    if not reports:
        return []
    origins = {report.origin for report in reports}
    level = words.confidence(len(origins), [report.grade for report in reports], contradicted=False)
    best = min(report.grade for report in reports)
    text = f"Confidence in what is said of {what} is {level}: {words.count(len(origins), 'origin')}, the best of grade {best}."
    return [say(text, claims)]


def _salient(situation: Situation, which: int, salient: Salient) -> Sentence:
    against = f" into {situation.side(salient.against)}'s ground" if salient.against else ""
    return say(
        f"A salient of {situation.side(salient.side)} by {salient.name} reaches {words.km(salient.length_km)}{against}"
        f" on a base of {words.km(salient.base_km)}.",
        Figure(f"/salients/{which}/length_km", "length along the middle from base to tip"),
    )


def _route(situation: Situation, story: RouteStory) -> list[Sentence]:
    sentences = []
    for spell in story.spells:
        if spell.status == "open" or spell.end is None and spell.start < situation.window.start:
            continue
        note = Figure(f"/route_changes/{story.id}", _ROUTE_METHOD)
        sentences.append(say(_spell(situation, story, spell), note, spell.claims))
    return sentences


def _spell(situation: Situation, story: RouteStory, spell: RouteSpell) -> str:
    where = f" at {words.listed(spell.at, most=3)}" if spell.at else ""
    side = situation.side(spell.side)
    if spell.end is None:
        return f"{story.name} has been {spell.status} for {side} since {words.day(spell.start)}{where}."
    length = (spell.end - spell.start).days
    return (
        f"{story.name} was {spell.status} for {side} from {words.day(spell.start)}{where}"
        f" until {words.day(spell.end)}: {words.days(length)}."
    )


def _fought_for(situation: Situation, place: str) -> list[Claim]:
    ids = {key for key, one in situation.theatre.places.items() if one.name == place}
    near = [
        claim
        for claim in situation.record.claims
        if claim.place_id in ids and claim.when and situation.window.start <= claim.when.last <= situation.day
    ]
    return sorted(near, key=lambda claim: (claim.when or (), claim.id))

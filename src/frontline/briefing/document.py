"""What `picture.json` holds: the picture as every command shows it, and every other number of the briefing."""

from __future__ import annotations

__all__ = ["document", "note_json"]

from typing import TYPE_CHECKING, Any

from frontline.exports.control import place_rows
from frontline.exports.forecast import counter_row
from frontline.exports.outlook import event_row, halt_value
from frontline.exports.picture import picture_value, siege_row

from . import words
from .outline import Figure

if TYPE_CHECKING:
    from collections.abc import Iterable

    from frontline.model import Claim, Pocket

    from .outline import Note
    from .situation import RouteStory, Situation

_METHOD = (
    "posterior of a hidden Markov chain a place; Thiessen cells; geodesic lengths and areas on WGS84; "
    "docs/control.md, docs/picture.md, docs/briefing.md"
)


def document(situation: Situation) -> dict[str, Any]:
    """Return plain JSON: the picture, beside it changes, sieges, route changes, disputes, the outlook, the basis."""
    record = situation.record
    reports = list(record.reports.values())
    grades: dict[str, int] = {}
    for report in sorted(reports, key=lambda report: report.grade):
        grades[report.grade] = grades.get(report.grade, 0) + 1
    places = situation.control_map.places
    return {
        **picture_value(situation.picture),
        "places": {row["place_id"]: row for row in place_rows(place for place in places if place.claims)},
        "window": {"start": situation.window.start.isoformat(), "end": situation.window.end.isoformat()},
        "week_before": picture_value(situation.week_before) if situation.week_before else None,
        "changes": [
            {
                "place_id": change.place_id,
                "place": change.place,
                "date": change.day.isoformat(),
                "from": change.before,
                "to": change.after,
                "p": round(change.p, 6),
                "claims": _ids(change.claims),
                "against": _ids(change.against),
            }
            for change in situation.changes
        ],
        "silent_changes": situation.silent,
        "sieges": [
            {
                **siege_row(story.siege),
                "place_id": story.place_id,
                "side": story.side,
                "eve": _pocket(story.eve) if story.eve else None,
                "claims_start": _ids(story.starts),
                "claims_end": _ids(story.ends),
            }
            for story in situation.sieges
        ],
        "route_changes": {story.id: _spells(story) for story in situation.routes},
        "disputes": [
            {
                "place_id": dispute.place_id,
                "place": dispute.place,
                "p": {side: round(p, 6) for side, p in dispute.p.items()},
                "claims": {side: _ids(claims) for side, claims in dispute.claims.items()},
                "against": _ids(dispute.against),
                "spells": [
                    {"side": one.side, "start": one.start.isoformat(), "end": one.end and one.end.isoformat()}
                    for one in dispute.spells
                ],
            }
            for dispute in situation.disputes
        ],
        "outlook": _outlook(situation),
        "basis": {
            "reports": len(reports),
            "origins": len({report.origin for report in reports}),
            "claims": len(record.claims),
            "grades": grades,
            "known_on": record.known_on.isoformat() if record.known_on else None,
            "places": {
                "all": len(places),
                "with_claims": sum(place.claims > 0 for place in places),
                "in_doubt": sum(place.p.get(place.holder, 0.0) < 0.75 for place in places),
                "disputed": sum(place.disputed for place in places),
            },
            "agreement": _agreement(situation),
        },
        "likelihoods": [{"below": min(below, 1.0), "word": word} for below, word in words.LIKELIHOODS],
        "method": _METHOD,
    }


def _outlook(situation: Situation) -> dict[str, Any] | None:
    ahead, theatre = situation.ahead, situation.theatre
    if ahead is None:
        return None
    return {
        "since": ahead.since.isoformat(),
        "events": [{**event_row(one.event, theatre), "claims": _ids(one.claims)} for one in ahead.events],
        "initiative": ahead.initiative._asdict() if ahead.initiative else None,
        "halt": halt_value(ahead.halt, theatre) if ahead.halt else None,
        "counter_attacks": [
            {
                "salient": one.salient,
                "confidence": "low",
                "chances": [counter_row(chance) for chance in one.chances],
                "claims": _ids(one.claims),
            }
            for one in ahead.counters
        ],
    }


def _ids(claims: Iterable[Claim]) -> list[str]:
    return [claim.id for claim in claims]


def _spells(story: RouteStory) -> list[dict[str, Any]]:
    return [
        {
            "side": spell.side,
            "status": spell.status,
            "start": spell.start.isoformat(),
            "end": spell.end.isoformat() if spell.end else None,
            "start_doubt": [day.isoformat() for day in spell.start_doubt] if spell.start_doubt else None,
            "at": list(spell.at),
            "claims": _ids(spell.claims),
        }
        for spell in story.spells
    ]


def _agreement(situation: Situation) -> dict[str, Any] | None:
    agreed = situation.agreement
    if agreed is None:
        return None
    score = agreed.overall
    return {
        "reader": agreed.reader,
        "reports": agreed.reports,
        "by_hand": score.both + score.person_only,
        "both": score.both,
        "reader_only": score.reader_only,
        "recall": round(score.recall, 6),
        "precision": round(score.precision, 6),
        "f1": round(score.f1, 6),
    }


def _pocket(pocket: Pocket) -> dict[str, Any]:
    return {
        "name": pocket.name,
        "side": pocket.side,
        "by": list(pocket.by),
        "places": list(pocket.places),
        "area_km2": round(pocket.area_km2, 3),
    }


def note_json(note: Note) -> dict[str, Any]:
    """Return a note as plain JSON: a claim's report and words, or a figure's pointer and method."""
    if isinstance(note, Figure):
        return {"pointer": note.pointer, "method": note.method}
    return {"claim": note.id, "report": note.report, "quote": note.quote, "kind": note.kind}

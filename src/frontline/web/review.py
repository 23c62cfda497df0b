"""The analyst's desk: which claims to look at first, what a decision on one changes, and reports that come in."""

from __future__ import annotations

__all__ = ["add_report", "claim_value", "decide_on", "queue", "report_value"]

import tempfile
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from frontline._errors import InputError, NotFoundError
from frontline.control import evidence_of
from frontline.exports.record import claim_row
from frontline.ledger import add, decide, decisions, latest_reports, record, same_texts
from frontline.model import Span
from frontline.names import resolve
from frontline.theatre import did_you_mean, read_report
from frontline.theatre.days import read_span

from .asked import day_asked
from .desk import stage_of_record
from .frames import differences, frame

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from frontline.ledger import Ledger
    from frontline.model import Claim, Report, Theatre

    from .desk import Desk, Stage
    from .shapes import Amendment, DecisionAsked, ReportAsked

_MACHINE = 1.0  # how much a claim that only a program read asks to be looked at ...
_HAND = 0.5  # ... and one that a person entered
_PLACELESS = 0.2  # ... and one about a place that nobody knows: it moves nothing until it has one


def queue(stage: Stage, *, most: int) -> list[dict[str, Any]]:
    """Return the claims that nobody has decided on, the doubtful first.

    Doubt is a claim's weight in the belief times how little the belief goes along with it, twice as much for one that
    only a program read: where a wrong reading would move the map most. A claim about no known place comes after.
    """
    belief = stage.belief
    if belief is None:
        return []
    doubts: dict[str, tuple[float, str]] = {}
    for place in {claim.place_id for claim in belief.record.claims if claim.place_id in belief.places.index}:
        for claim, weight, agrees in evidence_of(belief, place or ""):
            by = _HAND if "hand" in claim.readers else _MACHINE
            why = "contradicted by what else is known" if agrees < 0.5 else "in line with what else is known"
            doubts[claim.id] = (by * weight * (1.02 - agrees), why)
    rows = []
    for claim in belief.record.told:
        if claim.decision:
            continue
        nowhere = claim.place_id is None and claim.stretch is None
        doubt, why = doubts.get(claim.id, (0.0, "weighs nothing in the belief"))
        if nowhere:
            doubt, why = _PLACELESS * (_HAND if "hand" in claim.readers else _MACHINE), "no place known by this name"
        rows.append((doubt, why, claim))
    rows.sort(key=lambda row: (-row[0], row[2].report, row[2].start, row[2].id))
    return [
        {**claim_row(claim), "doubt": round(doubt, 4), "why": why, "source": belief.record.reports[claim.report].source}
        for doubt, why, claim in rows[:most]
    ]


def report_value(stage: Stage, report_id: str) -> dict[str, Any]:
    """Return a report with its text and what is read in it."""
    if stage.belief is None or report_id not in stage.belief.record.reports:
        raise NotFoundError(f"no report '{report_id[:80]}' is on record")
    report = stage.belief.record.reports[report_id]
    told = [claim for claim in stage.belief.record.told if claim.report == report_id]
    return {**about_report(report), "text": report.text, "claims": [claim_row(claim) for claim in told]}


def about_report(report: Report) -> dict[str, Any]:
    """Return what is known of a report, without its text. The address is given only if it is one of the web."""
    web = report.url.startswith(("http://", "https://"))
    return {
        "id": report.id,
        "source": report.source,
        "origin": report.origin,
        "grade": report.grade,
        "lean": report.lean,
        "published": None if report.published is None else report.published.start,
        "published_end": None if report.published is None else report.published.end,
        "url": report.url if web else "",
        "title": report.title,
        "language": report.language,
    }


def claim_value(desk: Desk, stage: Stage, claim_id: str) -> dict[str, Any]:
    """Return a claim with the report that makes it, the places its name may mean, and what was decided on it."""
    if stage.belief is None or desk.shelf is None:
        raise NotFoundError("a series of maps has no claims")
    found = stage.belief.record
    claim = next((one for one in (*found.told, *found.claims) if one.id == claim_id), None)
    decision = claim.decision if claim is not None else ""
    with desk.lock, desk.shelf.ledger() as ledger:
        past = decisions(ledger, claim_id)
        if claim is None and past:
            # It was rejected: what it said is what it said before.
            before = record(ledger, at=past[0].when - timedelta(microseconds=1))
            claim, decision = next((one for one in before.told if one.id == claim_id), None), "rejected"
    if claim is None and not past:
        raise NotFoundError(f"no claim '{claim_id[:80]}' is on record")
    value: dict[str, Any] = {
        "claim": None if claim is None else {**claim_row(claim), "decision": decision, "also": list(claim.also)},
        "report": None,
        "alternatives": [],
        "decisions": [
            {"when": line.when, "who": line.who, "what": line.what.partition(" ")[0], "reason": line.reason}
            for line in past
        ],
    }
    if claim is not None and claim.report in found.reports:
        value["report"] = report_value(stage, claim.report)
        value["alternatives"] = [
            {"place_id": one.place.id, "place": one.place.name, "score": round(one.score, 4)}
            for one in resolve(desk.index, claim.place).alternatives
        ]
    return value


def decide_on(desk: Desk, claim_id: str, asked: DecisionAsked) -> dict[str, Any]:
    """Enter a decision on a claim, or only try it, and return what that changes on the map of a day."""
    stage = desk.stage()
    if stage.belief is None:
        raise NotFoundError("a series of maps has no claims")
    if (asked.decision == "amended") != (asked.amended is not None):
        raise InputError("'amended' and nothing else comes with what the claim should say (`amended`)")
    known = {one.id: one for one in (*stage.belief.record.claims, *stage.belief.record.told)}
    amended = None
    if asked.amended is not None:
        if claim_id not in known:
            raise NotFoundError(f"no claim '{claim_id[:80]}' stands on record; undo the decision on it first")
        amended = _amended(desk, known[claim_id], asked.amended)
    day = day_asked(desk.theatre, asked.date or _last_day(desk.theatre, [known.get(claim_id)]))
    with desk.lock:
        with _writing(desk, keep=asked.keep) as ledger:
            signed = asked.who or desk.who
            decide(ledger, claim_id, asked.decision, who=signed, reason=asked.reason, amended=amended)
            after = None if asked.keep else stage_of_record(desk.theatre, record(ledger))
        return _effect(desk, stage, after or desk.stage(), day, kept=asked.keep)


def _last_day(theatre: Theatre, claims: Iterable[Claim | None]) -> date | None:
    """Return the last day of the theatre that some claims speak of: where their effect is to be seen."""
    last = [one.when.end - timedelta(days=1) for one in claims if one is not None and one.when is not None]
    return max((day for day in last if theatre.start <= day < theatre.end), default=None)


def _writing(desk: Desk, *, keep: bool) -> AbstractContextManager[Ledger]:
    """Open the ledger to write to it, or a copy of it to try things on."""
    if desk.shelf is None or desk.shelf.path is None:
        raise InputError("this record is in memory only: nothing can be entered; `frontline add` makes a ledger of it")
    return desk.shelf.ledger(write=True) if keep else desk.shelf.copy()


def _amended(desk: Desk, claim: Claim, asked: Amendment) -> Claim:
    said = asked.model_dump(exclude_unset=True)
    values = {name: said[name] for name in ("kind", "factual") if said.get(name) is not None}
    for name in {"actor", "target"} & said.keys():
        values[name] = _side(desk.theatre, said[name])
    if said.get("place_id"):
        values |= _at_place(desk.theatre, said["place_id"])
    if "date" in said:
        values["when"] = _span(said["date"], said.get("date_end"))
    return replace(claim, **values, id="", decision="", also=(), readers=("hand",))


def _side(theatre: Theatre, side: str | None) -> str | None:
    if side and side not in theatre.sides:
        raise NotFoundError(f"no side '{side}' in {theatre.name}{did_you_mean(side, theatre.sides)}")
    return side or None


def _at_place(theatre: Theatre, place_id: str) -> dict[str, Any]:
    place = theatre.places.get(place_id)
    if place is None:
        raise NotFoundError(f"no place '{place_id}' in {theatre.name}{did_you_mean(place_id, theatre.places)}")
    return {"place_id": place.id, "lat": place.lat, "lon": place.lon, "stretch": None}


def _span(first: date | None, end: date | None) -> Span | None:
    if first is None:
        return None
    if end is None:
        end = date.fromordinal(min(first.toordinal() + 1, date.max.toordinal()))
    if end <= first:
        raise InputError(f"the span ends on {end}, which is not after its first day, {first}")
    return Span(first, end)


def add_report(desk: Desk, asked: ReportAsked) -> dict[str, Any]:
    """Read a report and enter it, or only try it, and return what was read and what that changes on a day's map."""
    stage = desk.stage()
    if stage.belief is None or desk.read is None:
        raise NotFoundError("a series of maps takes no reports")
    report = _report(desk, asked)
    claims = desk.read(report)
    day = day_asked(desk.theatre, asked.date or _last_day(desk.theatre, claims))
    with desk.lock:
        with _writing(desk, keep=asked.keep) as ledger:
            old = latest_reports(ledger, [report.id]).get(report.id)
            if old is not None and len(set(same_texts([old, replace(report, id="")]).values())) > 1:
                raise InputError(f"'{report.id}' is the id of quite another report on record; give this one another")
            done = add(ledger, report, claims, who=asked.who or desk.who, readers=["grammar"])
            after = None if asked.keep else stage_of_record(desk.theatre, record(ledger))
        after = after or desk.stage()
        effect = _effect(desk, stage, after, day, kept=asked.keep)
    # As they stand in the record, by their ids; a copy of another report has none of its own there.
    told = [] if after.belief is None else [one for one in after.belief.record.told if one.report == report.id]
    return {
        **effect,
        "report": {**about_report(report), "text": report.text},
        "status": done.status,
        "new_claims": done.claims,
        "copy_of": done.copy_of,
        "claims": [claim_row(claim) for claim in told or claims],
    }


def _report(desk: Desk, asked: ReportAsked) -> Report:
    """Return the report as a file of it would be read: front matter first, then what was said with it."""
    try:
        published = read_span(asked.published) if asked.published.strip() else None
    except ValueError as error:
        raise InputError(f"published: {error}") from error
    with _as_file(asked.text) as path:
        report = read_report(path, desk.theatre, source=asked.source.strip() or None, published=published)
    said = {name: getattr(asked, name) for name in ("grade", "url", "title") if getattr(asked, name)}
    return replace(report, **said)


@contextmanager
def _as_file(text: str) -> Iterator[Path]:
    """Lay a text down as a file for as long as it is read; its name is its content's, nothing that was sent."""
    try:
        content = text.encode()
    except UnicodeEncodeError:
        raise InputError("the text has half a character (a lone surrogate) in it; send it as UTF-8") from None
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"desk-{sha256(content).hexdigest()[:12]}.md"
        path.write_bytes(content)
        yield path


def _effect(desk: Desk, before: Stage, after: Stage, day: date, *, kept: bool) -> dict[str, Any]:
    was, is_ = (frame(desk.theatre, day, stage.placed(day)) for stage in (before, after))
    return {"kept": kept, "date": day, "changed": differences(desk.theatre, was, is_), "frame": is_}

"""The record without a report: nothing may be held to its own words, nor to a copy of them."""

from __future__ import annotations

__all__ = ["leave_out"]

from dataclasses import replace
from typing import TYPE_CHECKING

from frontline.ledger import same_texts
from frontline.ledger.merging import gather, preference
from frontline.model import Record

if TYPE_CHECKING:
    from collections.abc import Mapping

    from frontline.model import Claim, Report, Route


def leave_out(record: Record, report: Report, routes: Mapping[str, Route]) -> tuple[Record, tuple[Report, ...]]:
    """Return the record without a report and its reprints, and which reports these are.

    Left out is what has the report's id, its address, or its words (under whatever name: `ledger.same_texts`, which
    takes two texts for one where four fifths of the shorter stand in the longer). Another dispatch of the same origin
    stays: it is no second witness, but what it tells of other days and places is part of what was known. Claims that
    one origin told more than once, and once in what was left out, count by what is left.
    """
    own = replace(report, id="")  # no report on record has it: the copies are found by their words
    same = same_texts([own, *record.reports.values()])
    gone = tuple(
        other
        for other in record.reports.values()
        if other.id == report.id or same[other.id] == same[own.id] or (report.url and other.url == report.url)
    )
    if not gone:
        return record, ()
    out = {other.id for other in gone}
    reports = {key: other for key, other in record.reports.items() if key not in out}
    told = tuple(left for claim in record.told if (left := _without(claim, out)) is not None)
    ordered = sorted(told, key=lambda claim: preference(claim, reports[claim.report]))
    groups = gather(ordered, within=lambda claim: reports[claim.report].origin, routes=routes)
    once = (replace(group[0], also=_beside(group)) for group in groups)
    claims = sorted(once, key=lambda one: (one.when is None, one.when or (), one.report, one.start, one.id))
    return Record(reports, tuple(claims), record.known_on, told), gone


def _without(claim: Claim, out: set[str]) -> Claim | None:
    """Return the claim as those of its reports tell it that are left, None where none is."""
    left = [report for report in (claim.report, *claim.also) if report not in out]
    if not left:
        return None
    if left[0] == claim.report:
        return replace(claim, also=tuple(left[1:]))
    return replace(claim, report=left[0], also=tuple(left[1:]), start=0, end=0)


def _beside(group: list[Claim]) -> tuple[str, ...]:
    reports = {report for each in group for report in (each.report, *each.also)}
    return tuple(sorted(reports - {group[0].report}))

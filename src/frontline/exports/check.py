"""A checked report as plain JSON values."""

from __future__ import annotations

__all__ = ["checked_value"]

from math import isfinite
from typing import TYPE_CHECKING, Any

from .record import claim_row

if TYPE_CHECKING:
    from datetime import date

    from frontline.check import Checked, Evidence, Figure, Statement
    from frontline.model import Claim, Record, Report

_DIGITS = 6


def checked_value(checked: Checked) -> dict[str, Any]:
    """Return what came of a report as a plain mapping; `left_out` are the ids of its reprints on record.

    Of an evidence `date` is the first day that its claim speaks of, `published` the first on which its report may have
    come out; probabilities are null where the record has nothing to compute them from, `stated_high` is null where a
    figure's words set no upper bound.
    """
    report, record = checked.report, checked.record
    return {
        "report": {
            "id": report.id,
            "source": report.source,
            "origin": report.origin,
            "grade": report.grade,
            "published": _published(report),
        },
        "record": {
            "reports": len(record.reports),
            "claims": len(record.claims),
            "known_on": _iso(record.known_on),
            "left_out": [one.id for one in checked.left_out],
        },
        "statements": [_statement(one, record) for one in checked.statements],
        "figures": [_figure(one, record) for one in checked.figures],
    }


def _statement(one: Statement, record: Record) -> dict[str, Any]:
    return {
        "quote": one.claim.quote,
        "sentence": one.sentence,
        "claim": claim_row(one.claim),
        "tested": None if one.when is None else [one.when.start.isoformat(), one.when.end.isoformat()],
        "verdict": one.verdict,
        "reason": one.reason,
        "p_before": _rounded(one.p_before),
        "p_after": _rounded(one.p_after),
        "origins_for": list(one.origins_for),
        "origins_against": list(one.origins_against),
        "evidence": [_evidence(each, record) for each in one.evidence],
    }


def _evidence(one: Evidence, record: Record) -> dict[str, Any]:
    return {
        **_cited(one.claim, record),
        "for": one.supports,
        "says": round(one.says, _DIGITS),
        "weight": round(one.weight, _DIGITS),
        "days_apart": one.days_apart,
        "independent": one.independent,
        "kind": one.claim.kind,
        "actor": one.claim.actor,
        "target": one.claim.target,
    }


def _figure(one: Figure, record: Record) -> dict[str, Any]:
    stated = one.quantity
    return {
        "quote": stated.quote,
        "sentence": one.sentence,
        "start": stated.start,
        "end": stated.end,
        "comparator": stated.comparator,
        "unit": stated.unit,
        "stated_days": round(stated.days),
        "stated_low": round(stated.low),
        "stated_high": round(stated.high) if isfinite(stated.high) else None,
        "measures": one.measures,
        "computed_days": one.computed_days,
        "computed_low": one.computed_low,
        "computed_high": one.computed_high,
        "computed_from": _iso(one.start),
        "computed_to": _iso(one.end),
        "verdict": one.verdict,
        "reason": one.reason,
        "evidence": [_cited(claim, record) for claim in one.claims],
    }


def _cited(claim: Claim, record: Record) -> dict[str, Any]:
    report = record.reports.get(claim.report)
    return {
        "report": claim.report,
        "source": report.source if report else None,
        "origin": report.origin if report else None,
        "grade": report.grade if report else None,
        "credibility": claim.credibility,
        "date": None if claim.when is None else claim.when.start.isoformat(),
        "date_end": None if claim.when is None else claim.when.end.isoformat(),
        "published": _published(report) if report else None,
        "url": report.url if report else None,
        "quote": claim.quote,
        "claim": claim.id,
    }


def _published(report: Report) -> str | None:
    return None if report.published is None else report.published.start.isoformat()


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _rounded(p: float | None) -> float | None:
    return None if p is None else round(p, _DIGITS)

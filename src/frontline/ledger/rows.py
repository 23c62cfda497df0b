"""Reports and claims as rows of the ledger's tables, and back."""

from __future__ import annotations

__all__ = ["AMENDED", "Row", "claim_of", "claim_row", "digest", "report_of", "report_row"]

from hashlib import sha256
from typing import TYPE_CHECKING, Any

from frontline.model import Claim, Report, Span, Stretch

from .independence import sketch

if TYPE_CHECKING:
    from collections.abc import Sequence

Row = tuple[Any, ...]

AMENDED = "amended"  # stands for the reader in the row of a claim that a decision put in another's place


def digest(text: str) -> str:
    """Return what tells one text from another: claims belong to a text, since their quotes are places in it."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def report_row(report: Report) -> Row:
    """Return a report's columns in `reports`, after the entry."""
    published = report.published
    return (
        report.id,
        digest(report.text),
        list(sketch(report.text)),
        report.source,
        report.origin,
        report.grade,
        report.lean,
        published.start if published else None,
        published.end if published else None,
        report.url,
        report.title,
        report.language,
        report.text,
    )


def report_of(row: Sequence[Any]) -> Report:
    """Return the report of a row of `report_row`."""
    id_, _, _, source, origin, grade, lean, start, end, url, title, language, text = row
    published = Span(start, end) if start is not None else None
    return Report(id_, source, text, origin, grade, lean, published, url, title, language)


def claim_row(claim: Claim, id_: str, *, digest: str, reader: str) -> Row:
    """Return a claim's columns in `claims`, after the entry: as one reader found it in one text of its report."""
    return (
        claim.report,
        digest,
        reader,
        id_,
        claim.kind,
        claim.actor,
        claim.target,
        claim.place,
        claim.place_id,
        *(claim.stretch or (None, None, None)),
        claim.lat,
        claim.lon,
        *(claim.when or (None, None)),
        claim.factual,
        claim.start,
        claim.end,
        claim.quote,
        claim.credibility,
    )


def claim_of(row: Sequence[Any]) -> Claim:
    """Return the claim of a row of `claim_row`."""
    (report, _, reader, id_, kind, actor, target, place, place_id, *rest) = row
    (route, first, last, lat, lon, start, end, factual, start_char, end_char, quote, credibility) = rest
    return Claim(
        kind=kind,
        actor=actor,
        target=target,
        place=place,
        place_id=place_id,
        stretch=Stretch(route, first, last) if route is not None else None,
        lat=lat,
        lon=lon,
        when=Span(start, end) if start is not None else None,
        factual=factual,
        start=start_char,
        end=end_char,
        quote=quote,
        readers=("hand",) if reader == AMENDED else (reader,),
        credibility=credibility,
        report=report,
        id=id_,
    )

"""The record as plain JSON values: claims."""

from __future__ import annotations

__all__ = ["claim_row"]

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from frontline.model import Claim


def claim_row(claim: Claim) -> dict[str, Any]:
    """Return a claim as a plain mapping.

    `date` is the first day it may have happened on and `date_end` the day after the last; both null where nobody
    can tell. `start` and `end` are offsets in characters of the report's text. `reader` names all who found it.
    """
    return {
        "kind": claim.kind,
        "actor": claim.actor,
        "target": claim.target,
        "place": claim.place,
        "place_id": claim.place_id,
        "lat": claim.lat,
        "lon": claim.lon,
        "route": None if claim.stretch is None else claim.stretch._asdict(),
        "date": None if claim.when is None else claim.when.start.isoformat(),
        "date_end": None if claim.when is None else claim.when.end.isoformat(),
        "factual": claim.factual,
        "start": claim.start,
        "end": claim.end,
        "quote": claim.quote,
        "reader": "+".join(claim.readers),
        "credibility": claim.credibility,
        "report": claim.report,
        "id": claim.id,
    }

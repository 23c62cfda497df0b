"""The calls of the analyst's desk, there only where it was opened to be edited."""

from __future__ import annotations

__all__ = ["router"]

from typing import Annotated

from fastapi import APIRouter, Query

from frontline.ledger import journal

from . import review
from .asked import Answer, Asked, Key, asked
from .shapes import Decided, DecisionAsked, ReportAsked, ReportGiven

router = APIRouter(prefix="/api/v1", tags=["desk"])

Most = Annotated[int, Query(ge=1, le=500)]


@router.get("/review")
def queue(most: Most = 100, of: Asked = asked) -> list[Answer]:
    """List the claims that nobody has decided on, the doubtful first."""
    return review.queue(of.stage, most=most)


@router.get("/journal")
def entries(most: Most = 50, of: Asked = asked) -> list[Answer]:
    """List what was entered in the ledger, the latest first."""
    if of.desk.shelf is None:
        return []
    with of.desk.lock, of.desk.shelf.ledger() as ledger:
        lines = journal(ledger)[-most:]
    return [
        {
            "entry": line.entry,
            "when": line.when,
            "who": line.who,
            "what": line.what,
            "claim": line.claim,
            "reason": line.reason,
        }
        for line in reversed(lines)
    ]


@router.post("/claims/{claim_id}/decision", response_model=Decided)
def decide(claim_id: Key, wanted: DecisionAsked, of: Asked = asked) -> Answer:
    """Accept, amend or reject a claim, or undo that; with `keep` false only say what it would change."""
    return review.decide_on(of.desk, claim_id, wanted)


@router.post("/reports", response_model=ReportGiven)
def add(wanted: ReportAsked, of: Asked = asked) -> Answer:
    """Read a report; with `keep` enter it, without only say what it would change."""
    return review.add_report(of.desk, wanted)

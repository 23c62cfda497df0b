"""Check a report: read elsewhere, held here to the record without it."""

from __future__ import annotations

__all__ = ["check"]

from typing import TYPE_CHECKING

from frontline.control import believe

from .figures import figures
from .findings import Checked
from .leaving_out import leave_out
from .statements import statements

if TYPE_CHECKING:
    from collections.abc import Iterable

    from frontline.model import Claim, Record, Report, Theatre


def check(theatre: Theatre, record: Record, report: Report, claims: Iterable[Claim]) -> Checked:
    """Hold a report's claims and figures to the record without the report and its reprints.

    `claims` are what was read in it, with offsets into its text. `report.published` dates what it does not date
    itself, and bounds what it can know; `report.origin` is whose other dispatches are no independent witness.
    """
    rest, left_out = leave_out(record, report, theatre.routes)
    belief = believe(theatre, rest)
    found = statements(belief, report, claims)
    return Checked(report, left_out, rest, found, figures(belief, report, found))

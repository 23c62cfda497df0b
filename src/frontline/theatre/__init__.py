"""The folder of plain files that a theatre is: found, loaded, checked, scaffolded."""

from .check import check
from .claims import claim_id, load_claims, unplaced
from .load import find, load
from .reports import load_reports, read_report

__all__ = ["check", "claim_id", "find", "load", "load_claims", "load_reports", "read_report", "unplaced"]

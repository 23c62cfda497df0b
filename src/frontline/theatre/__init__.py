"""The folder of plain files that a theatre is: found, loaded, checked, scaffolded."""

from ._near import did_you_mean
from .check import Survey, check, survey
from .claims import claim_id, load_claims, unplaced
from .gazetteer import read_routes
from .load import find, load
from .reports import load_reports, read_report
from .scaffold import scaffold

__all__ = [
    "Survey",
    "check",
    "claim_id",
    "did_you_mean",
    "find",
    "load",
    "load_claims",
    "load_reports",
    "read_report",
    "read_routes",
    "scaffold",
    "survey",
    "unplaced",
]

"""The folder of plain files that a theatre is: found, loaded, checked, scaffolded."""

from ._near import did_you_mean
from .check import Survey, check, survey
from .claims import claim_id, load_claims, unplaced
from .gazetteer import read_routes
from .load import find, load
from .reports import front_matter, load_reports, parse_report, read_report
from .scaffold import scaffold

__all__ = [
    "Survey",
    "check",
    "claim_id",
    "did_you_mean",
    "find",
    "front_matter",
    "load",
    "load_claims",
    "load_reports",
    "parse_report",
    "read_report",
    "read_routes",
    "scaffold",
    "survey",
    "unplaced",
]

"""A report against the record: each of its claims and figures supported, contradicted, or untested, with evidence."""

from .checking import check
from .findings import VERDICTS, Checked, Evidence, Figure, Statement, Verdict
from .leaving_out import leave_out
from .quantities import Quantity, quantities

__all__ = [
    "VERDICTS",
    "Checked",
    "Evidence",
    "Figure",
    "Quantity",
    "Statement",
    "Verdict",
    "check",
    "leave_out",
    "quantities",
]

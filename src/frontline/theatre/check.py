"""All faults of a theatre's folder at once, in the order of its files."""

from __future__ import annotations

__all__ = ["check"]

from typing import TYPE_CHECKING

from .claims import claim_faults
from .load import load_faults
from .reports import report_faults

if TYPE_CHECKING:
    from pathlib import Path

    from frontline._errors import Fault


def check(folder: Path) -> list[Fault]:
    """Return everything that is wrong with a theatre's folder; nothing where it can be used as it is."""
    theatre, faults = load_faults(folder)
    reports, more = report_faults(folder, theatre)
    faults += more
    if theatre is not None:
        faults += claim_faults(folder, theatre, reports)[1]
    return faults

"""A theatre's folder as a whole: what it holds, what is wrong with it, what its owner should know."""

from __future__ import annotations

__all__ = ["Survey", "check", "survey"]

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .claims import claim_faults, unplaced
from .load import theatre_faults
from .reports import report_faults

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from frontline._errors import Fault


@dataclass(frozen=True, slots=True)
class Survey:
    """What stands in a theatre's folder.

    `counts` are the things that can be used, by what they are; `faults` must be mended before the theatre can be
    used; `notes` say what is allowed but costs something, such as a claim without a place.
    """

    counts: Mapping[str, int]
    faults: tuple[Fault, ...]
    notes: tuple[str, ...]


def check(folder: Path) -> list[Fault]:
    """Return everything that is wrong with a theatre's folder, file by file; nothing where it can be used as it is."""
    return list(survey(folder).faults)


def survey(folder: Path) -> Survey:
    """Read all of a theatre's folder and say what is in it, with all its faults."""
    theatre, faults = theatre_faults(folder)
    reports, more = report_faults(folder, theatre)
    faults += more
    if theatre is None:
        return Survey({"reports": len(reports)}, tuple(faults), ())
    claims, more = claim_faults(folder, theatre, reports)
    faults += more
    counts = {
        "sides": len(theatre.sides),
        "places": len(theatre.places),
        "routes": len(theatre.routes),
        "start": len(theatre.start_holds),
        "sources": len(theatre.sources),
        "reports": len(reports),
        "claims": len(claims),
    }
    nowhere = Counter(claim.place for claim in unplaced(claims))
    ungraded = Counter(report.source for report in reports if report.grade == "F")
    undated = sum(report.published is None for report in reports)
    notes = [f"claims.csv: {n} without a place on the map: '{place}'" for place, n in nowhere.most_common()]
    notes += [f"sources.csv: no grade for '{source}' ({n} reports)" for source, n in ungraded.most_common()]
    notes += [f"reports: {undated} without a day of publication"] if undated else []
    return Survey(counts, tuple(faults), tuple(notes))

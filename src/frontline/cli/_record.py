"""How every command opens a theatre and its record."""

from __future__ import annotations

__all__ = ["LEDGER", "day_of", "folder_readings", "grammar", "open_record", "open_records", "reading_tools"]

from collections import defaultdict
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from ._show import say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date
    from pathlib import Path

    from frontline.model import Claim, Record, Report, Theatre

LEDGER = "ledger.duckdb"  # in a theatre's folder


def open_record(theatre: str | Path, *, known_on: date | None = None) -> tuple[Theatre, Record]:
    """Open a theatre (a path, or a shipped one's name) and what is on record for it; see `open_records`."""
    with open_records(theatre) as (ground, record_of):
        return ground, record_of(known_on)


@contextmanager
def open_records(theatre: str | Path) -> Iterator[tuple[Theatre, Callable[[date | None], Record]]]:
    """Open a theatre (a path, or a shipped one's name) and its record as known on any day; None for all of it.

    The record is the ledger in its folder; without one, it is made in memory of the folder's reports, as the grammar
    reads them, and its claims.csv. Reports and claims of the folder that are not in the ledger yet are told of.
    """
    from frontline.ledger import build, open_ledger, record, would_add  # noqa: PLC0415
    from frontline.theatre import find, load  # noqa: PLC0415

    ground = load(folder := find(theatre))
    readings = folder_readings(folder, ground)
    path = folder / LEDGER
    if path.exists():
        with open_ledger(path, theatre=ground) as ledger:
            late = [done.report for done in would_add(ledger, readings) if done.status != "known" or done.readers]
            if late:
                named = ", ".join(late[:3]) + (" ..." if len(late) > 3 else "")
                say(f"not in the ledger as they are in the folder: {len(late)} reports ({named})")
                say(f"`frontline add {theatre}` adds them")
            yield ground, lambda known_on: record(ledger, known_on=known_on)
        return
    read = grammar(ground)
    claims = [claim for report, by_hand, _ in readings for claim in (*by_hand, *read(report))]
    with build(ground, [report for report, _, _ in readings], claims) as ledger:
        yield ground, lambda known_on: record(ledger, known_on=known_on)


def folder_readings(folder: Path, theatre: Theatre) -> list[tuple[Report, Sequence[Claim], Sequence[str]]]:
    """Return a folder's reports, each with what people entered of it in claims.csv."""
    from frontline.theatre import load_claims, load_reports  # noqa: PLC0415

    reports = load_reports(folder, theatre)
    by_hand: dict[str, list[Claim]] = defaultdict(list)
    for claim in load_claims(folder, theatre, reports):
        by_hand[claim.report].append(claim)
    return [(report, by_hand[report.id], ("hand",)) for report in reports]


def grammar(theatre: Theatre) -> Callable[[Report], list[Claim]]:
    """Return the reader of a theatre's reports."""
    from frontline.reading import read  # noqa: PLC0415

    tools = reading_tools(theatre)
    return lambda report: read(report.text, **tools, day=day_of(report), report=report.id, title=report.title)


def reading_tools(theatre: Theatre) -> dict[str, Any]:
    """Return what any reader of a theatre's reports needs: its sides to look for, its places and roads to resolve."""
    from frontline.names import build_index  # noqa: PLC0415
    from frontline.reading import war_of  # noqa: PLC0415

    return {
        "war": war_of(theatre.sides),
        "index": build_index(theatre.places.values()),
        "routes": tuple(theatre.routes.values()),
    }


def day_of(report: Report) -> date | None:
    """Return the day a report was published, by which a reader tells which Tuesday is meant; a month cannot."""
    return report.published.start if report.published and report.published.days == 1 else None

"""What the ledger holds: a pure function of its rows, as known on a day and as it stood at a moment."""

from __future__ import annotations

__all__ = ["build", "record"]

from collections import defaultdict
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from frontline._errors import InputError
from frontline.model import Record

from .entries import add_all, standing
from .independence import same_texts
from .merging import combined, gather, preference
from .rows import AMENDED, claim_of, report_of
from .storage import open_ledger

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from frontline.model import Claim, Report, Theatre

    from .storage import Ledger

# Only whole days count for `known_on`: a report of a month is known when the month is over.
_REPORTS = """
SELECT * EXCLUDE (entry) FROM (
    FROM reports WHERE entry <= $entry
    QUALIFY row_number() OVER (PARTITION BY id ORDER BY entry DESC) = 1
) WHERE $known_on IS NULL OR published_end <= $known_on::DATE + 1
ORDER BY id
"""

# `current` is true for what a reader's latest reading found. Claims that were decided on come along when a reader no
# longer finds them: the decision holds for the same claim read again in other words, and an accepted one stays.
_CLAIMS = """
WITH latest AS (
    SELECT max(entry) AS entry, report, digest, reader, true AS current
    FROM readings WHERE entry <= $entry GROUP BY report, digest, reader
)
SELECT coalesce(current, false), claims.* EXCLUDE (entry)
FROM claims LEFT JOIN latest USING (entry, report, digest, reader)
WHERE claims.entry <= $entry AND claims.reader <> $amended
    AND (current OR claims.id IN (SELECT claim FROM decisions WHERE entry <= $entry))
ORDER BY claims.entry, claims.id
"""

_DECISIONS = """
SELECT decisions.entry, claim, decision, claims.* EXCLUDE (entry)
FROM decisions LEFT JOIN claims ON claims.entry = decisions.entry
WHERE decisions.entry <= $entry ORDER BY decisions.entry
"""


def record(ledger: Ledger, *, known_on: date | None = None, at: datetime | None = None) -> Record:
    """Return what the ledger says.

    `known_on` leaves out the reports that were not published by the end of that day; one that nobody can date is
    known only without it. `at` is a moment (with a time zone): what the ledger said then.

    Each claim stands once. In one text (copies of it are one text) what several readers found is one claim: the
    person's version, completed by the others'; then the analysts' decisions are applied; then what one origin says
    more than once in its dispatches counts once. `Claim.also` has the other reports that say it.
    """
    entry = _entry_at(ledger, at)
    rows = ledger.rows(_REPORTS, {"entry": entry, "known_on": known_on})
    reports = {row[0]: report_of(row) for row in rows}
    digests = {row[0]: row[1] for row in rows}
    text_of = same_texts(reports.values(), {row[0]: tuple(row[2]) for row in rows})

    # A claim that no reader finds any more, or found in an older text, has no readers.
    claims: list[Claim] = []
    for live, *row in ledger.rows(_CLAIMS, {"entry": entry, "amended": AMENDED}):
        if row[0] in reports:
            claim = _in_text(claim_of(row), row[1], digests)
            claims.append(claim if live and row[1] == digests[row[0]] else replace(claim, readers=()))
    standing_on = _standing(ledger, entry, digests)

    def gathered(claims: Iterable[Claim], within: Mapping[str, str]) -> list[list[Claim]]:
        ordered = sorted(claims, key=lambda claim: preference(claim, reports[claim.report]))
        return gather(ordered, within=lambda claim: within[claim.report], routes=ledger.routes)

    groups = gathered(claims, text_of)
    told = [said for group in groups if (said := _decided(group, standing_on)) is not None]
    origins = {report.id: report.origin for report in reports.values()}
    once = [_beside(group[0], group) for group in gathered(told, origins)]
    return Record(reports, _in_order(once), known_on, _in_order(told))


def build(theatre: Theatre, reports: Iterable[Report], claims: Iterable[Claim]) -> Ledger:
    """Return a ledger in memory with a theatre's reports and claims, for where it has no ledger file.

    InputError where a claim is of a report that is not there.
    """
    by_report: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        by_report[claim.report].append(claim)
    batch = [(report, by_report.pop(report.id, ()), ()) for report in reports]
    if by_report:
        raise InputError(*(f"claims are of report '{report}', which is not there" for report in sorted(by_report)))
    ledger = open_ledger(":memory:", write=True, theatre=theatre)
    add_all(ledger, batch, who="folder")
    return ledger


def _entry_at(ledger: Ledger, at: datetime | None) -> int:
    """Return the last entry that was made up to a moment."""
    if at is not None and at.tzinfo is None:
        raise InputError(f"the moment {at} has no time zone; give it one (UTC)")
    moment = at.astimezone(UTC).replace(tzinfo=None) if at else datetime.max  # noqa: DTZ901 - DuckDB's are naive UTC
    (entry,) = ledger.rows("SELECT coalesce(max(entry), 0) FROM entries WHERE at_utc <= ?", [moment])[0]
    return int(entry)


def _standing(ledger: Ledger, entry: int, digests: Mapping[str, str]) -> dict[str, tuple[int, str, Claim | None]]:
    """Return by claim id the decision that stands: its entry, what it is, the claim that takes the other's place."""
    past: dict[str, list[tuple[int, str, Claim | None]]] = defaultdict(list)
    for number, claim, decision, *row in ledger.rows(_DECISIONS, {"entry": entry}):
        amended = _in_text(claim_of(row), row[1], digests) if row[0] is not None else None
        past[claim].append((number, decision, amended))
    stands = {claim: standing([decision for _, decision, _ in made]) for claim, made in past.items()}
    return {claim: past[claim][at[-1]] for claim, at in stands.items() if at}


def _in_text(claim: Claim, text: str, digests: Mapping[str, str]) -> Claim:
    """Return the claim, without its place in the report's text where that is no longer the text it was read in."""
    return claim if digests.get(claim.report) == text else replace(claim, start=0, end=0)


def _decided(group: Sequence[Claim], standing_on: Mapping[str, tuple[int, str, Claim | None]]) -> Claim | None:
    """Return what a text says, as the last decision on any of the group's claims leaves it; None where nothing."""
    current = [each for each in group if each.readers] or group
    claim = _beside(combined(current), current)
    decided = [(*standing_on[each.id], each.id) for each in group if each.id in standing_on]
    if not decided:
        return claim if claim.readers else None
    _, decision, amended, id_ = max(decided, key=lambda made: made[0])
    if decision == "rejected":
        return None
    stands = amended or replace(claim, readers=claim.readers or ("hand",))
    return replace(stands, id=id_, also=claim.also, decision=decision)


def _beside(claim: Claim, group: Sequence[Claim]) -> Claim:
    """Return the claim of a group with the other reports that say it."""
    if len(group) == 1:
        return claim
    reports = {report for each in group for report in (each.report, *each.also)}
    return replace(claim, also=tuple(sorted(reports - {claim.report})))


def _in_order(claims: Iterable[Claim]) -> tuple[Claim, ...]:
    """Return claims by day, those that nobody can date last, then as they stand in their reports."""
    return tuple(
        sorted(claims, key=lambda each: (each.when is None, each.when or (), each.report, each.start, each.id))
    )

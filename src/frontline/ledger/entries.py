"""What is written to a ledger, each time as one transaction: reports with their readings, and decisions on claims."""

from __future__ import annotations

__all__ = [
    "DECISIONS",
    "Added",
    "Decision",
    "Entered",
    "add",
    "add_all",
    "decide",
    "decisions",
    "journal",
    "latest_reports",
    "unread",
    "would_add",
]

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Literal, get_args

from frontline._errors import InputError, NotFoundError
from frontline.model import KINDS
from frontline.theatre import claim_id

from .independence import same_texts
from .rows import AMENDED, claim_row, digest, report_of, report_row
from .storage import in_a_sentence, transaction

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import duckdb

    from frontline.model import Claim, Report

    from .rows import Row
    from .storage import Ledger

Status = Literal["new", "changed", "known"]
Decision = Literal["accepted", "rejected", "amended", "undo"]
DECISIONS: tuple[Decision, ...] = get_args(Decision)

# A report, the claims that were read in it, and who read it (for a reader that found nothing).
Reading = tuple["Report", "Sequence[Claim]", "Sequence[str]"]


@dataclass(frozen=True, slots=True)
class Added:
    """What adding a report did: `claims` are new to the ledger; `readers` read anew, the others had read it so before.

    `copy_of` is an earlier report with the same words, None where there is none.
    """

    report: str
    status: Status
    claims: int
    readers: tuple[str, ...]
    copy_of: str | None = None


@dataclass(frozen=True, slots=True)
class Entered:
    """One line of the ledger's journal: who did what, and when (UTC). `claim` and `reason` are a decision's."""

    entry: int
    when: datetime
    who: str
    what: str
    claim: str | None = None
    reason: str = ""


def add(
    ledger: Ledger,
    report: Report,
    claims: Iterable[Claim],
    *,
    who: str,
    when: datetime | None = None,
    readers: Iterable[str] = (),
) -> Added:
    """Add a report and what was read in it, in one transaction.

    The claims of a reader are its reading of the whole report: the reader's latest reading is the one that counts,
    so name in `readers` who read it and found nothing. Adding the same again adds nothing. A report that comes
    again with other text stays the same report; claims read in the older text no longer count. `when` is the moment
    (with a time zone) if it is not now; no entry is dated before the one before it.

    InputError where a claim is of another report, quotes what the report does not say, or names no reader.
    """
    return add_all(ledger, [(report, tuple(claims), tuple(readers))], who=who, when=when)[0]


def add_all(ledger: Ledger, batch: Sequence[Reading], *, who: str, when: datetime | None = None) -> list[Added]:
    """Add many reports, each with its claims and its readers, as one transaction; see `add`."""
    with transaction(ledger) as db:
        done, rows = _plan(db, batch)
        if any(rows.values()):
            what = f"add {batch[0][0].id}" if len(batch) == 1 else f"add {len(batch)} reports"
            entry = _enter(db, who, what, when)
            for table, values in rows.items():
                _insert(db, table, [(entry, *value) for value in values])
    return done


def would_add(ledger: Ledger, batch: Sequence[Reading]) -> list[Added]:
    """Return what `add_all` would do, without doing it."""
    with in_a_sentence(ledger.path):
        return _plan(ledger.db, batch)[0]


def _plan(db: duckdb.DuckDBPyConnection, batch: Sequence[Reading]) -> tuple[list[Added], dict[str, list[Row]]]:
    """Return what a batch adds to what is there already, and the rows for it."""
    faults = [fault for report, claims, _ in batch for claim in claims for fault in _faults(report, claim)]
    now = {report.id: report_row(report) for report, _, _ in batch}
    if len(now) < len(batch):
        twice = Counter(report.id for report, _, _ in batch)
        faults += [f"report '{id_}' is there {count} times; add it once" for id_, count in twice.items() if count > 1]
    if faults:
        raise InputError(*faults)
    known = _known_reports(db, list(now))
    read = _known_readings(db, list(now))
    copies = _copies(db, now)
    old: dict[str, set[str]] = defaultdict(set)
    for (id_, _, _), reading in read.items():
        old[id_] |= reading.keys()
    done: list[Added] = []
    rows: dict[str, list[Row]] = {"reports": [], "readings": [], "claims": []}
    for report, claims, readers in batch:
        row, text = now[report.id], digest(report.text)
        before = known.get(report.id)
        if before != row:
            rows["reports"].append(row)
        anew = {
            reader: found
            for reader, found in _by_reader(report, claims, readers).items()
            if read.get((report.id, text, reader)) != found
        }
        for reader, found in anew.items():
            rows["readings"].append((report.id, text, reader))
            rows["claims"] += found.values()
        status: Status = "known" if before == row else "changed" if before else "new"
        fresh = {id_ for found in anew.values() for id_ in found} - old[report.id]
        done.append(Added(report.id, status, len(fresh), tuple(anew), copies.get(report.id)))
    return done, rows


def decide(
    ledger: Ledger,
    claim: str,
    decision: Decision,
    *,
    who: str,
    reason: str = "",
    amended: Claim | None = None,
    when: datetime | None = None,
) -> None:
    """Decide on a claim (its id): accepted, rejected, or amended to another that takes its place; or undo.

    A decision is about what one text says: it holds for the claim in copies of that text and when it is read again,
    not for another dispatch that says the same. The last decision counts; undo takes back the last one that is not
    undone yet. NotFoundError where no such claim was ever entered, InputError where there is nothing to undo.
    """
    if decision not in DECISIONS:
        raise InputError(f"'{decision}' is no decision; write one of {', '.join(DECISIONS)}")
    if (decision == "amended") != (amended is not None):
        raise InputError("an amended claim, and only that, comes with the claim that takes its place (`amended`)")
    with transaction(ledger) as db:
        rows = db.execute("SELECT report FROM claims WHERE id = ? LIMIT 1", [claim]).fetchall()
        if not rows:
            raise NotFoundError(f"no claim '{claim}' is in {ledger.path}")
        report = report_of(_known_reports(db, [rows[0][0]])[rows[0][0]])
        if amended is not None and (faults := _faults(report, replace(amended, readers=(AMENDED,)))):
            raise InputError(*faults)
        if decision == "undo":
            past = db.execute("SELECT decision FROM decisions WHERE claim = ? ORDER BY entry", [claim]).fetchall()
            if not standing([row[0] for row in past]):
                raise InputError(f"nothing to undo: no decision stands on claim '{claim}'")
        entry = _enter(db, who, f"{decision} {claim}", when)
        _insert(db, "decisions", [(entry, claim, decision, reason)])
        if amended is not None:
            placed = replace(amended, report=report.id)
            row = claim_row(placed, claim_id(placed), digest=digest(report.text), reader=AMENDED)
            _insert(db, "claims", [(entry, *row)])


def standing(past: Sequence[str]) -> list[int]:
    """Return which of a claim's decisions, in their order, are not undone; the last of them counts."""
    stack: list[int] = []
    for at, decision in enumerate(past):
        if decision != "undo":
            stack.append(at)
        elif stack:
            stack.pop()
    return stack


def latest_reports(ledger: Ledger, ids: Sequence[str]) -> dict[str, Report]:
    """Return those of the reports that the ledger has, as they are in it now."""
    with in_a_sentence(ledger.path):
        return {id_: report_of(row) for id_, row in _known_reports(ledger.db, ids).items()}


def unread(ledger: Ledger, reports: Iterable[Report], reader: str) -> list[Report]:
    """Return those of the reports whose text a reader has not read yet, in this ledger."""
    read = set(ledger.rows("SELECT DISTINCT report, digest FROM readings WHERE reader = ?", [reader]))
    return [report for report in reports if (report.id, digest(report.text)) not in read]


def journal(ledger: Ledger) -> list[Entered]:
    """Return all that was ever entered, oldest first."""
    rows = ledger.rows(
        "SELECT e.entry, at_utc, who, what, claim, coalesce(reason, '')"
        " FROM entries e LEFT JOIN decisions d USING (entry) ORDER BY e.entry"
    )
    return [Entered(entry, at.replace(tzinfo=UTC), *rest) for entry, at, *rest in rows]


def decisions(ledger: Ledger, claim: str) -> list[Entered]:
    """Return the decisions on a claim, oldest first, undone ones too."""
    return [line for line in journal(ledger) if line.claim == claim]


def _enter(db: duckdb.DuckDBPyConnection, who: str, what: str, when: datetime | None) -> int:
    if not who.strip():
        raise InputError("an entry says who made it (`who`)")
    last, at = db.execute("SELECT max(entry), max(at_utc) FROM entries").fetchone() or (None, None)
    if when is None:
        moment = datetime.now(UTC).replace(tzinfo=None)
        # Two entries never share a moment, and a clock set back does not change the past.
        moment = moment if at is None or moment > at else at + timedelta(microseconds=1)
    else:
        if when.tzinfo is None:
            raise InputError(f"the moment {when} has no time zone; give it one (UTC)")
        moment = when.astimezone(UTC).replace(tzinfo=None)
        if at is not None and moment <= at:
            raise InputError(f"an entry of {moment} UTC cannot follow the ledger's last, of {at} UTC")
    entry = (last or 0) + 1
    _insert(db, "entries", [(entry, moment, who, what)])
    return entry


def _insert(db: duckdb.DuckDBPyConnection, table: str, rows: Sequence[Row]) -> None:
    """Insert rows column by column: one statement, however many they are."""
    if not rows:
        return
    columns = [list(column) for column in zip(*rows, strict=True)]
    db.execute(f"INSERT INTO {table} SELECT {', '.join(['unnest(?)'] * len(columns))}", columns)


def _faults(report: Report, claim: Claim) -> list[str]:
    what = f"report '{report.id}': the claim '{claim.kind} {claim.place}'"
    wrong = []
    if claim.report not in ("", report.id):
        wrong.append(f"{what} is of report '{claim.report}'")
    if claim.kind not in KINDS:
        wrong.append(f"{what} is of no known kind; write one of {' '.join(KINDS)}")
    if not claim.readers:
        wrong.append(f"{what} names no reader")
    if claim.end > claim.start and report.text[claim.start : claim.end] != claim.quote:
        wrong.append(f"{what} quotes words that do not stand at {claim.start}-{claim.end} of the report")
    return wrong


def _by_reader(report: Report, claims: Sequence[Claim], readers: Sequence[str]) -> dict[str, dict[str, Row]]:
    """Return by reader the rows of the claims that it found, by claim id."""
    text = digest(report.text)
    found: dict[str, dict[str, Row]] = {reader: {} for reader in readers}
    for claim in claims:
        placed = replace(claim, report=report.id)
        id_ = claim.id or claim_id(placed)
        for reader in claim.readers:
            found.setdefault(reader, {})[id_] = claim_row(placed, id_, digest=text, reader=reader)
    return found


def _known_reports(db: duckdb.DuckDBPyConnection, ids: Sequence[str]) -> dict[str, Row]:
    rows = db.execute(
        "SELECT * EXCLUDE (entry) FROM reports WHERE list_contains(?::VARCHAR[], id)"
        " QUALIFY row_number() OVER (PARTITION BY id ORDER BY entry DESC) = 1",
        [list(ids)],
    ).fetchall()
    return {row[0]: row for row in rows}


def _known_readings(db: duckdb.DuckDBPyConnection, ids: Sequence[str]) -> dict[Row, dict[str, Row]]:
    """Return the latest reading of each of these reports, text and reader, with the rows of its claims."""
    rows = db.execute(
        "WITH latest AS (SELECT max(entry) AS entry, report, digest, reader FROM readings"
        " WHERE list_contains(?::VARCHAR[], report) GROUP BY ALL)"
        " SELECT latest.report, latest.digest, latest.reader, claims.* EXCLUDE (entry)"
        " FROM latest LEFT JOIN claims USING (entry, report, digest, reader)",
        [list(ids)],
    ).fetchall()
    found: dict[Row, dict[str, Row]] = {}
    for report, text, reader, *claim in rows:
        reading = found.setdefault((report, text, reader), {})
        if claim[3] is not None:
            reading[claim[3]] = tuple(claim)
    return found


def _copies(db: duckdb.DuckDBPyConnection, batch: Mapping[str, Row]) -> dict[str, str]:
    """Return for each report of the batch that has the words of another, in the ledger or the batch, that one's id."""
    hashes = sorted({value for row in batch.values() for value in row[2]})
    met = db.execute(
        "SELECT * EXCLUDE (entry) FROM reports WHERE list_has_any(sketch, ?::UBIGINT[])"
        " AND NOT list_contains(?::VARCHAR[], id)"
        " QUALIFY row_number() OVER (PARTITION BY id ORDER BY entry DESC) = 1",
        [hashes, list(batch)],
    ).fetchall()
    rows = {**batch} | {row[0]: row for row in met}
    first = same_texts(map(report_of, rows.values()), {id_: tuple(row[2]) for id_, row in rows.items()})
    return {id_: first[id_] for id_ in batch if first[id_] != id_}

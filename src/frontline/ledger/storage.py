"""The ledger's file: one DuckDB database to which rows are only ever added."""

from __future__ import annotations

__all__ = ["SCHEMA", "Ledger", "open_ledger", "transaction"]

import re
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self
from uuid import uuid4

import duckdb

from frontline._errors import BusyError, Fault, FrontlineError, InputError, NotFoundError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from frontline.model import Route, Theatre

SCHEMA = 1  # the version of the tables below

# One row in `entries` is one transaction: who did it and when. All other rows belong to an entry, so the number of
# an entry is a moment in the ledger's life: what it said then is what its rows up to that number say.
_TABLES = """
CREATE TABLE ledger (schema_version INTEGER NOT NULL);
CREATE TABLE entries (entry BIGINT NOT NULL, at_utc TIMESTAMP NOT NULL, who VARCHAR NOT NULL, what VARCHAR NOT NULL);
CREATE TABLE reports (
    entry BIGINT NOT NULL, id VARCHAR NOT NULL, digest VARCHAR NOT NULL, sketch UBIGINT[] NOT NULL,
    source VARCHAR NOT NULL, origin VARCHAR NOT NULL, grade VARCHAR NOT NULL, lean VARCHAR,
    published_start DATE, published_end DATE,
    url VARCHAR NOT NULL, title VARCHAR NOT NULL, language VARCHAR NOT NULL, text VARCHAR NOT NULL
);
CREATE TABLE readings (
    entry BIGINT NOT NULL, report VARCHAR NOT NULL, digest VARCHAR NOT NULL, reader VARCHAR NOT NULL
);
CREATE TABLE claims (
    entry BIGINT NOT NULL, report VARCHAR NOT NULL, digest VARCHAR NOT NULL, reader VARCHAR NOT NULL,
    id VARCHAR NOT NULL, kind VARCHAR NOT NULL, actor VARCHAR, target VARCHAR,
    place VARCHAR NOT NULL, place_id VARCHAR,
    route VARCHAR, route_start VARCHAR, route_end VARCHAR, lat DOUBLE, lon DOUBLE,
    when_start DATE, when_end DATE, factual BOOLEAN NOT NULL,
    start_char BIGINT NOT NULL, end_char BIGINT NOT NULL, quote VARCHAR NOT NULL, credibility INTEGER NOT NULL
);
CREATE TABLE decisions (
    entry BIGINT NOT NULL, claim VARCHAR NOT NULL, decision VARCHAR NOT NULL, reason VARCHAR NOT NULL
);
"""

# A ledger may come from anybody: nothing is fetched or loaded because a file asks for it.
_CLOSED = {"autoinstall_known_extensions": False, "autoload_known_extensions": False, "threads": 2}


class Ledger:
    """An open ledger; closes itself at the end of a `with`. `routes` tell which stretches of a road overlap."""

    def __init__(self, db: duckdb.DuckDBPyConnection, path: str, routes: Mapping[str, Route]) -> None:
        self.db = db
        self.path = path
        self.routes = routes

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; what was added is on disk since its transaction ended."""
        self.db.close()


def open_ledger(path: Path | str, *, write: bool = False, theatre: Theatre | None = None) -> Ledger:
    """Open a ledger's file, for reading unless `write`; `write` makes the file if there is none.

    ":memory:" is a ledger of its own that is gone when it is closed. With its `theatre` a ledger knows the order of
    places on a road. One process writes at a time and none reads meanwhile: BusyError says who has the file open.
    NotFoundError where there is no file to read, InputError where the file is no ledger, damaged, or of a newer
    version of the program.
    """
    name = str(path)
    memory = name == ":memory:"
    fresh = memory or not Path(name).exists()
    if fresh and not memory:
        if not write:
            raise NotFoundError(f"{name}: there is no ledger; `frontline add` makes one")
        if not Path(name).parent.is_dir():
            raise NotFoundError(f"{name}: there is no folder to make the ledger in")
    # A writer's agent is its own: DuckDB then refuses a second one in the same process as it does one in another.
    agent = f"frontline {uuid4()}" if write else "frontline"
    with _said(name):
        db = duckdb.connect(name, read_only=not (write or memory), config={**_CLOSED, "custom_user_agent": agent})
        try:
            _check_schema(db, name, fresh=fresh)
        except BaseException:
            db.close()
            raise
    return Ledger(db, name, theatre.routes if theatre else {})


@contextmanager
def transaction(ledger: Ledger) -> Iterator[duckdb.DuckDBPyConnection]:
    """All of it or nothing: commit at the end, roll back on any error."""
    with _said(ledger.path):
        ledger.db.begin()
        try:
            yield ledger.db
            ledger.db.commit()
        except BaseException:
            ledger.db.rollback()
            raise


def _check_schema(db: duckdb.DuckDBPyConnection, name: str, *, fresh: bool) -> None:
    tables = [row[0] for row in db.execute("SELECT table_name FROM duckdb_tables() ORDER BY 1").fetchall()]
    if not tables and fresh:
        db.begin()
        db.execute(_TABLES)
        db.execute("INSERT INTO ledger VALUES (?)", [SCHEMA])
        db.commit()
        return
    if "ledger" not in tables:
        has = f"it has the tables {', '.join(tables[:5])}" if tables else "it is empty"
        raise InputError(Fault(name, None, f"is a DuckDB file but no ledger: {has}"))
    (version,) = db.execute("SELECT max(schema_version) FROM ledger").fetchone() or (None,)
    if version is None or version > SCHEMA:
        sentence = f"was written by a newer frontline (schema {version}; this one knows {SCHEMA}); upgrade to open it"
        raise InputError(Fault(name, None, sentence))


@contextmanager
def _said(name: str) -> Iterator[None]:
    """Turn what DuckDB complains of into a sentence that a user can act on."""
    try:
        yield
    except FrontlineError:
        raise
    except duckdb.Error as error:
        raise _in_a_sentence(name, error) from error


def _in_a_sentence(name: str, error: Any) -> FrontlineError:  # noqa: ANN401
    text = str(error)
    if "Could not set lock" in text:
        holder = re.search(r"PID (\d+)", text)
        who = f"process {holder[1]}" if holder else "another process"
        return BusyError(f"{name}: {who} has this ledger open; wait until it is done, then try again")
    if "different configuration" in text or "Unique file handle conflict" in text:
        return BusyError(f"{name}: this process has this ledger open already; close it first")
    if "not a valid DuckDB database" in text or "external extensions" in text:
        return InputError(Fault(name, None, "is no ledger (no DuckDB file)"))
    if "Is a directory" in text:
        return InputError(Fault(name, None, "is a folder, not a ledger's file"))
    first = text.strip().splitlines()[0] if text.strip() else type(error).__name__
    sentence = f"cannot be used; it may be damaged, restore it from a copy (DuckDB says: {first})"
    return InputError(Fault(name, None, sentence))

"""The ledger's file: one DuckDB database to which rows are only ever added."""

from __future__ import annotations

__all__ = ["SCHEMA", "Ledger", "in_a_sentence", "open_ledger", "transaction"]

import re
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self
from uuid import uuid4

import duckdb

from frontline._errors import BusyError, Fault, FrontlineError, InputError, NotFoundError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

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

    def __init__(self, db: duckdb.DuckDBPyConnection, path: str, *, write: bool, routes: Mapping[str, Route]) -> None:
        self.db = db
        self.path = path
        self.write = write
        self.routes = routes

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def rows(self, query: str, values: Sequence[object] | Mapping[str, object] = ()) -> list[tuple[Any, ...]]:
        """Return a query's rows; InputError where the file turns out to be damaged."""
        with in_a_sentence(self.path):
            return self.db.execute(query, values).fetchall()

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
    if not fresh:
        _check_magic(Path(name))
    # A writer's agent is its own: DuckDB then refuses a second one in the same process as it does one in another.
    agent = f"frontline {uuid4()}" if write else "frontline"
    with in_a_sentence(name):
        db = duckdb.connect(name, read_only=not (write or memory), config={**_CLOSED, "custom_user_agent": agent})
        try:
            _check_schema(db, name, fresh=fresh)
        except BaseException:
            db.close()
            raise
    return Ledger(db, name, write=write, routes=theatre.routes if theatre else {})


@contextmanager
def transaction(ledger: Ledger) -> Iterator[duckdb.DuckDBPyConnection]:
    """All of it or nothing: commit at the end, roll back on any error."""
    if not ledger.write:
        raise InputError(Fault(ledger.path, None, "is open for reading only; open it with `write=True` to add to it"))
    with in_a_sentence(ledger.path):
        ledger.db.begin()
        try:
            yield ledger.db
            ledger.db.commit()
        except BaseException:
            ledger.db.rollback()
            raise


def _check_magic(path: Path) -> None:
    """Look at the file before DuckDB does, which would go and fetch what reads another database's file."""
    if path.is_dir():
        raise InputError(Fault(str(path), None, "is a folder, not a ledger's file"))
    try:
        with path.open("rb") as file:
            start = file.read(12)
    except OSError as error:
        raise InputError(Fault(str(path), None, f"cannot be read: {error.strerror}")) from error
    if start[8:] != b"DUCK":
        raise InputError(Fault(str(path), None, "is no ledger (no DuckDB file)"))


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
def in_a_sentence(name: str) -> Iterator[None]:
    """Turn what DuckDB complains of in the file into a sentence that a user can act on."""
    try:
        yield
    except (duckdb.ProgrammingError, duckdb.DataError, duckdb.IntegrityError):
        raise  # of a query, not of the file: a fault of ours
    except duckdb.Error as error:
        raise _sentence(name, str(error)) from error


def _sentence(name: str, complaint: str) -> FrontlineError:
    if "Could not set lock" in complaint:
        holder = re.search(r"PID (\d+)", complaint)
        who = f"process {holder[1]}" if holder else "another process"
        return BusyError(f"{name}: {who} has this ledger open; wait until it is done, then try again")
    if "different configuration" in complaint:
        return BusyError(f"{name}: this process has this ledger open already; close it first")
    first = complaint.strip().splitlines()[0]
    sentence = (
        f"cannot be used ({first}); where disk and permissions are in order it is damaged: restore it from a copy"
    )
    return InputError(Fault(name, None, sentence))

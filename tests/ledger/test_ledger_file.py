"""The ledger's file: what was committed survives a kill, and whoever cannot have it is told why in a sentence."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import duckdb
import pytest

from frontline._errors import BusyError, InputError, NotFoundError
from frontline.ledger import SCHEMA, add, journal, open_ledger, record
from frontline.model import Claim, Report

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from typing import IO

# Adds reports for ever and says each time what it has committed. A small log makes it write checkpoints meanwhile.
WRITER = """
import sys
from frontline.ledger import add, open_ledger
from frontline.model import Claim, Report

with open_ledger(sys.argv[1], write=True) as ledger:
    ledger.db.execute("PRAGMA wal_autocheckpoint='48KB'")
    for number in range(int(sys.argv[2]), 1_000_000):
        words = " ".join(f"word{number}-{at}" for at in range(200))
        claims = [Claim("gain", "army", None, f"place {at}", readers=("grammar",)) for at in range(number % 7)]
        add(ledger, Report(f"r{number}", "Courier", words, "Courier"), claims, who="writer")
        print(number, flush=True)
"""

# Holds the file open until it is told to stop.
HOLDER = """
import sys
from frontline.ledger import open_ledger

with open_ledger(sys.argv[1], write=sys.argv[2] == "write"):
    print("open", flush=True)
    sys.stdin.read()
"""


@contextmanager
def running(script: str, *args: object) -> Iterator[tuple[subprocess.Popen[str], IO[str]]]:
    """Run a script beside the test, and let it end when the test is through with it."""
    command = [sys.executable, "-c", script, *map(str, args)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stdin=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield process, process.stdout
        process.communicate()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "ledger.duckdb"
    with open_ledger(path, write=True) as ledger:
        add(ledger, Report("r0", "Courier", "text", "Courier"), [], who="anna")
    return path


def test_a_killed_writer_loses_nothing_that_it_had_committed(tmp_path: Path) -> None:
    path = tmp_path / "ledger.duckdb"
    first = 0
    for lines in (1, 60, 17):
        with running(WRITER, path, first) as (writer, said):
            announced = [int(said.readline()) for _ in range(lines)]
            writer.send_signal(signal.SIGKILL)
            announced += map(int, said.read().split())  # what it said while the signal was on its way
        with open_ledger(path) as ledger:
            told = record(ledger)
        kept = sorted(int(id_[1:]) for id_ in told.reports)
        assert kept in (list(range(announced[-1] + 1)), list(range(announced[-1] + 2)))  # one more may be unannounced
        by_report = [sum(claim.report == f"r{number}" for claim in told.told) for number in kept]
        assert by_report == [number % 7 for number in kept]  # each report whole, with all its claims
        first = kept[-1] + 1


@pytest.mark.parametrize("write", [True, False])
def test_whoever_comes_while_another_writes_is_told_which_process_it_is(path: Path, *, write: bool) -> None:
    with running(HOLDER, path, "write") as (holder, said):
        assert said.readline() == "open\n"
        with pytest.raises(BusyError, match=rf"{path}: process {holder.pid} has this ledger open"):
            open_ledger(path, write=write)
    with open_ledger(path, write=write) as ledger:
        assert set(record(ledger).reports) == {"r0"}


def test_readers_share_a_ledger_and_keep_writers_out(path: Path) -> None:
    with running(HOLDER, path, "read") as (holder, said):
        assert said.readline() == "open\n"
        with open_ledger(path) as ledger:
            assert set(record(ledger).reports) == {"r0"}
        with pytest.raises(BusyError, match=f"process {holder.pid}"):
            open_ledger(path, write=True)


@pytest.mark.parametrize("write", [True, False])
def test_one_process_does_not_write_twice_at_once(path: Path, *, write: bool) -> None:
    with open_ledger(path, write=True), pytest.raises(BusyError, match="this process has this ledger open already"):
        open_ledger(path, write=write)


def test_two_ledgers_in_memory_are_two() -> None:
    with open_ledger(":memory:", write=True) as one, open_ledger(":memory:", write=True) as other:
        add(one, Report("r0", "Courier", "text", "Courier"), [], who="anna")
        assert (len(journal(one)), len(journal(other))) == (1, 0)


def test_reading_makes_no_file(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="there is no ledger; `frontline add` makes one"):
        open_ledger(tmp_path / "ledger.duckdb")
    with pytest.raises(NotFoundError, match="no folder"):
        open_ledger(tmp_path / "none" / "ledger.duckdb", write=True)
    assert list(tmp_path.iterdir()) == []


def test_a_ledger_that_is_read_cannot_be_written(path: Path) -> None:
    with open_ledger(path) as ledger, pytest.raises(InputError, match="open for reading only"):
        add(ledger, Report("r1", "Courier", "text", "Courier"), [], who="anna")


def sqlite_file(path: Path) -> None:
    import sqlite3  # noqa: PLC0415

    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE claims (id)")
    db.close()


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda path: path.write_text("what the villagers said\n" * 500), "is no ledger"),
        (lambda path: path.write_bytes(b""), "is no ledger"),
        (lambda path: path.mkdir(), "is a folder"),
        (sqlite_file, "is no ledger"),
        (
            lambda path: duckdb.connect(path).execute("CREATE TABLE people (name TEXT)").close(),
            "it has the tables people",
        ),
        (lambda path: duckdb.connect(path).close(), "it is empty"),
    ],
    ids=["text", "nothing", "a folder", "another database", "another's tables", "no tables"],
)
@pytest.mark.parametrize("write", [True, False])
def test_what_is_no_ledger_is_refused_and_left_as_it_is(
    tmp_path: Path, make: Callable[[Path], object], sentence: str, *, write: bool
) -> None:
    path = tmp_path / "ledger.duckdb"
    make(path)
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(InputError, match=sentence):
        open_ledger(path, write=write)
    assert (path.read_bytes() if path.is_file() else None) == before


def test_a_ledger_of_a_newer_program_is_refused(path: Path) -> None:
    with duckdb.connect(path) as db:
        db.execute("INSERT INTO ledger VALUES (?)", [SCHEMA + 1])
    with pytest.raises(InputError, match=f"newer frontline .schema {SCHEMA + 1}; this one knows {SCHEMA}.*upgrade"):
        open_ledger(path)


@pytest.mark.parametrize("damage", ["cut short", "overwritten"])
def test_a_damaged_ledger_is_refused_in_one_line(path: Path, damage: str) -> None:
    content = bytearray(path.read_bytes())
    if damage == "cut short":
        del content[9000:]
    else:
        for at in range(4096, min(len(content), 16384)):
            content[at] ^= 0xFF
    path.write_bytes(content)
    with pytest.raises(InputError, match="restore it from a copy") as told:
        open_ledger(path)
    assert str(told.value).count("\n") == 0


def test_damage_that_shows_only_in_the_rows_is_a_sentence_too(tmp_path: Path) -> None:
    path = tmp_path / "ledger.duckdb"
    with open_ledger(path, write=True) as ledger:
        for number in range(3):
            text = os.urandom(300_000).hex()
            add(ledger, Report(f"r{number}", "Courier", text, "Courier"), [], who="anna")
    content = bytearray(path.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 4096] = bytes(byte ^ 0xFF for byte in content[middle : middle + 4096])
    path.write_bytes(content)
    with pytest.raises(InputError, match="restore it from a copy"), open_ledger(path) as ledger:
        record(ledger)


def test_an_addition_that_fails_half_way_leaves_nothing(path: Path) -> None:
    bad = Claim("gain", "army", None, "Alpha", readers=("grammar",), credibility="three")  # type: ignore[arg-type]
    with open_ledger(path, write=True) as ledger:
        with pytest.raises(duckdb.ConversionException):
            add(ledger, Report("r1", "Courier", "text", "Courier"), [bad], who="anna")
        assert set(record(ledger).reports) == {"r0"}
        assert len(journal(ledger)) == 1

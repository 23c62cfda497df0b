"""Text files and CSV tables as people hand them over: every fault found at once, each with its line and remedy."""

from __future__ import annotations

__all__ = ["Row", "fault_at", "parts_of", "read_column", "read_table", "read_text", "text_of"]

import csv
from dataclasses import dataclass
from io import StringIO
from typing import TYPE_CHECKING

from frontline._errors import Fault

from ._near import did_you_mean, slip_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

_UTF_16 = (b"\xff\xfe", b"\xfe\xff")  # byte order marks
_LONG = 400  # characters of a sentence


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table: its values by column, stripped, with "" for columns that the table lacks."""

    file: str
    line: int
    values: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.values.get(column, "")

    def fault(self, sentence: str) -> Fault:
        """Return a fault of this line."""
        return fault_at(self.file, self.line, sentence)


def fault_at(file: str, line: int | None, sentence: str) -> Fault:
    """Return a fault whose sentence can be shown anywhere, whatever it quotes.

    The middle of a very long one is left out, and what is not printable (an escape sequence, a turn of the writing
    direction) is written as its code.
    """
    cut = sentence if len(sentence) <= _LONG else f"{sentence[: _LONG // 2]} ... {sentence[-_LONG // 2 :]}"
    return Fault(file, line, "".join(one if one.isprintable() else ascii(one)[1:-1] for one in cut))


def read_text(path: Path, faults: list[Fault]) -> str | None:
    """Return a file's text with plain line ends; where it is none, None and a fault that says which byte and where."""
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        faults.append(
            Fault(path.name, None, f"there is no such file in '{path.parent}'; write it, or correct its name")
        )
        return None
    except OSError as error:
        faults.append(Fault(path.name, None, f"cannot be read ({error.strerror or error}); mend that first"))
        return None
    return text_of(raw, path.name, faults)


def text_of(raw: bytes, name: str, faults: list[Fault]) -> str | None:
    """Return bytes as text with plain line ends; where they are none, None and a fault of the file `name`."""
    if raw.startswith(_UTF_16):
        faults.append(Fault(name, 1, "is UTF-16; save it as UTF-8"))
        return None
    if b"\0" in raw:
        line = raw.count(b"\n", 0, raw.index(b"\0")) + 1
        faults.append(Fault(name, line, "holds a NUL byte: this is no text; give a plain text file in UTF-8"))
        return None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        column = error.start - (raw.rfind(b"\n", 0, error.start) + 1) + 1
        sentence = f"byte 0x{raw[error.start]:02X} at byte {column} of the line is not UTF-8; save the file as UTF-8"
        faults.append(Fault(name, line, sentence))
        return None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def parts_of(value: str) -> tuple[str, ...]:
    """Return the parts of a value that holds several, with `;` between them."""
    return tuple(dict.fromkeys(part.strip() for part in value.split(";") if part.strip()))


def read_column(path: Path, column: str) -> set[str]:
    """Return a column's values, whatever else is wrong with the table: its own reader names that."""
    return {row[column] for row in read_table(path, [], needs=[column]) if row[column]}


def read_table(
    path: Path, faults: list[Fault], *, needs: Sequence[str], knows: Sequence[str] = (), optional: bool = False
) -> list[Row]:
    """Return a CSV file's lines; none where an optional file is not there.

    `needs` are the columns that must be there, `knows` those that may be; others are passed over, but one that is
    nearly a known column is a fault, for it is a slip of the pen that would otherwise lose data in silence.
    """
    if optional and not path.exists():
        return []
    text = read_text(path, faults)
    if text is None:
        return []
    if not text.strip():
        faults.append(Fault(path.name, 1, f"is empty; its first line is to name the columns: {','.join(needs)}"))
        return []
    name = path.name
    reader = csv.reader(StringIO(text), strict=True)
    header: list[str] = []
    rows = []
    before = 0
    try:
        for fields in reader:
            line, before = before + 1, reader.line_num
            if not any(map(str.strip, fields)):
                continue
            if not header:
                header = [field.strip() for field in fields]
                wrong = _header_faults(path.name, line, header, needs, knows)
                faults += wrong
                if wrong:
                    return []
            elif len(fields) != len(header):
                had = f"has {len(fields)} field{'s' * (len(fields) != 1)} where the header names {len(header)} columns"
                faults.append(fault_at(path.name, line, f"{had}; put a value that has a comma in double quotes"))
            else:
                values = dict(zip(header, map(str.strip, fields), strict=True))
                rows.append(Row(name, line, values))
    except csv.Error as error:
        sentence = f"is no CSV ({error}); a double quote inside a value is written twice"
        faults.append(Fault(path.name, max(1, reader.line_num), sentence))
    return rows


def _header_faults(file: str, line: int, header: list[str], needs: Sequence[str], knows: Sequence[str]) -> list[Fault]:
    for separator, name in ((";", "semicolons"), ("\t", "tabs")):
        if len(header) == 1 and separator in header[0]:
            return [fault_at(file, line, f"the columns are parted by {name}; save the table with commas")]
    faults = [
        fault_at(file, line, f"the column '{column}' stands there twice; keep one")
        for column in dict.fromkeys(header)
        if column and header.count(column) > 1
    ]
    strangers = [column for column in header if column and column not in {*needs, *knows}]
    for column in needs:
        if column not in header:
            there = did_you_mean(column, strangers)
            faults.append(fault_at(file, line, f"the column '{column}' is missing; add it to the header{there}"))
    missing = [column for column in knows if column not in header]
    slips = {column: slip_of(column, missing) for column in strangers}
    return faults + [
        fault_at(file, line, f"no column '{column}' is known; did you mean '{meant}'?")
        for column, meant in slips.items()
        if meant
    ]

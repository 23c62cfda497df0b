"""Reports as files: what stands above the text (the front matter) and the text itself."""

from __future__ import annotations

__all__ = ["front_matter", "load_reports", "parse_report", "read_report", "report_faults", "report_key"]

import re
from hashlib import sha256
from pathlib import PurePath
from typing import TYPE_CHECKING

from frontline._errors import Fault, InputError
from frontline.model import Report, Source, Span

from ._near import did_you_mean, slip_of
from .days import read_span
from .load import GRADES
from .tables import fault_at, read_table, read_text, text_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from frontline.model import Theatre

    from .tables import Row

FRONT_MATTER = ("id", "source", "origin", "grade", "lean", "published", "url", "title", "language")

_ALSO = {"date": "published"}  # what other programs call it

_SUFFIXES = {".md", ".txt"}
_FRONT = re.compile(r"\A---[ \t]*\r?\n(.*?)^---[ \t]*\r?$\n?", re.DOTALL | re.MULTILINE)
_LINE = re.compile(r"([A-Za-z_][\w-]*)\s*[:=]\s*(.*)")


def read_report(
    path: Path,
    theatre: Theatre | None = None,
    *,
    source: str | None = None,
    published: Span | None = None,
) -> Report:
    """Return the report in a text file; InputError names its faults.

    The file may begin with front matter: `key: value` lines between two lines `---`, with the keys id, source,
    origin, grade, lean, published, url, title, language. What it does not say is taken from the arguments, then
    from the theatre's sources; a source that nobody graded has F (cannot be judged). The id is the file's name
    without suffix unless the front matter has one.
    """
    faults: list[Fault] = []
    text = read_text(path, faults)
    report = None if text is None else _report(text, path.name, theatre, faults, source=source, published=published)
    if report is None or faults:
        raise InputError(*faults)
    return report


def parse_report(
    raw: bytes,
    theatre: Theatre | None = None,
    *,
    name: str = "standard input",
    source: str | None = None,
    published: Span | None = None,
) -> Report:
    """Return the report that some bytes are, as `read_report` does for a file of this name."""
    faults: list[Fault] = []
    text = text_of(raw, name, faults)
    report = None if text is None else _report(text, name, theatre, faults, source=source, published=published)
    if report is None or faults:
        raise InputError(*faults)
    return report


def front_matter(text: str, name: str) -> tuple[Mapping[str, str], int]:
    """Return what the front matter of a text says, by key, and how many characters it takes; none takes 0."""
    match = _FRONT.match(text)
    if match is None:
        return {}, 0
    faults: list[Fault] = []
    values, _ = _front_values(name, match[1], faults)
    if faults:
        raise InputError(*faults)
    return values, match.end()


def load_reports(folder: Path, theatre: Theatre) -> list[Report]:
    """Return the reports of a theatre: the files in `reports/`, and those that only claims.csv names.

    A claim entered by hand may name a source that no file holds the text of; it then stands for a report without
    text, so that each claim has a report with source, grade and day. InputError names all faults of all files.
    """
    reports, faults = report_faults(folder, theatre)
    if faults:
        raise InputError(*faults)
    return reports


def report_faults(folder: Path, theatre: Theatre | None) -> tuple[list[Report], list[Fault]]:
    """Return the reports that can be read, and the faults of the others."""
    faults: list[Fault] = []
    reports: dict[str, Report] = {}
    files: dict[str, str] = {}
    for path in sorted(path for path in (folder / "reports").glob("*") if path.suffix in _SUFFIXES):
        found: list[Fault] = []
        text = read_text(path, found)
        report = None if text is None else _report(text, path.name, theatre, found)
        name = f"reports/{path.name}"
        faults += [Fault(name, fault.line, fault.sentence) for fault in found]
        if report is None:
            continue
        if report.id in files:
            faults.append(fault_at(name, 1, f"has the id '{report.id}' of {files[report.id]}; give one another id"))
            continue
        files[report.id] = name
        reports[report.id] = report
    urls = {report.url for report in reports.values() if report.url}
    for row in read_table(folder / "claims.csv", [], needs=("source",), optional=True):
        if row["source"] and not row["report"] and row["url"] not in urls:
            stub = _known_by_claims(row, theatre)
            reports.setdefault(stub.id, stub)
    return list(reports.values()), faults


def report_key(source: str, url: str, published: str) -> str:
    """Return the id of a report that only claims.csv names."""
    return "by-claim-" + sha256(f"{source}\n{url}\n{published}".encode()).hexdigest()[:12]


def _known_by_claims(row: Row, theatre: Theatre | None) -> Report:
    try:
        published = read_span(row["published"]) if row["published"] else None
    except ValueError:
        published = None  # the reader of claims.csv names this fault
    graded = _source(row["source"], theatre)
    return Report(
        id=report_key(row["source"], row["url"], row["published"]),
        source=row["source"],
        text="",
        origin=graded.origin,
        grade=graded.grade,
        lean=graded.lean,
        published=published,
        url=row["url"],
    )


def _source(name: str, theatre: Theatre | None) -> Source:
    known = theatre.sources.get(name) if theatre else None
    return known or Source(name, name)


def _report(
    text: str,
    file: str,
    theatre: Theatre | None,
    faults: list[Fault],
    *,
    source: str | None = None,
    published: Span | None = None,
) -> Report | None:
    front, body, skipped = _split(text)
    values, lines = _front_values(file, front, faults)
    if not body.strip():
        faults.append(fault_at(file, skipped + 1, "has no text; write the report's words below the front matter"))
        return None
    name = values.get("source") or source or "unknown"
    graded = _source(name, theatre)
    grade = values.get("grade", graded.grade).upper()
    if grade not in GRADES:
        sentence = f"'{values['grade']}' is no grade; write A (reliable) to E (unreliable), F (cannot be judged)"
        faults.append(fault_at(file, lines["grade"], sentence))
    lean = values.get("lean", graded.lean or "") or None
    if lean and theatre and lean not in theatre.sides:
        faults.append(
            fault_at(file, lines.get("lean"), f"no side '{lean}' to lean to{did_you_mean(lean, theatre.sides)}")
        )
    if "published" in values:
        try:
            published = read_span(values["published"])
        except ValueError as error:
            faults.append(fault_at(file, lines["published"], str(error)))
    return Report(
        id=values.get("id") or PurePath(file).stem,
        source=name,
        text=body.strip("\n"),
        origin=values.get("origin") or graded.origin,
        grade=grade,
        lean=lean,
        published=published,
        url=values.get("url", ""),
        title=values.get("title", ""),
        language=values.get("language", "en"),
    )


def _split(text: str) -> tuple[str, str, int]:
    """Return front matter, text, and how many lines stand before the text."""
    match = _FRONT.match(text)
    if not match:
        return "", text, 0
    return match[1], text[match.end() :], text.count("\n", 0, match.end())


def _front_values(file: str, front: str, faults: list[Fault]) -> tuple[Mapping[str, str], Mapping[str, int]]:
    """Return the front matter's values and their lines; keys that are not ours are other programs' and passed over."""
    values: dict[str, str] = {}
    lines: dict[str, int] = {}
    for line, text in enumerate(front.split("\n"), 2):
        match = _LINE.fullmatch(text.strip())
        if not match:
            continue
        key, value = match[1].lower(), match[2].strip()
        key = _ALSO.get(key, key)
        if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
            value = value[1:-1]
        if key in values:
            faults.append(fault_at(file, line, f"'{key}' stands in line {lines[key]} already; keep one"))
        elif key in FRONT_MATTER:
            lines[key] = line
            if value:
                values[key] = value
        elif meant := slip_of(key, FRONT_MATTER):
            faults.append(fault_at(file, line, f"no key '{key}' is known in front matter; did you mean '{meant}'?"))
    return values, lines

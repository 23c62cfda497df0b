"""`frontline check`: a report's claims and figures, held to the record without it."""

from __future__ import annotations

__all__ = ["command"]

import re
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ._show import DAY, emit_json, say

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from frontline.check import Checked, Evidence, Figure, Statement
    from frontline.model import Theatre

_VERDICT = {
    "supported": ("✓ supported", "green"),
    "contradicted": ("✗ contradicted", "red"),
    "untested": ("? untested", "yellow"),
}
_NAMED_DAY = re.compile(r"(?<!\d)\d{4}-\d\d-\d\d(?!\d)")
_SHOWN = 2  # of the evidence on each side; --json has all of it


@click.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False, allow_dash=True))
@click.option("--theatre", metavar="T", required=True, help="The theatre whose record the report is held to.")
@click.option("--date", "day", type=DAY, help="The day the report was published, where its front matter does not say.")
@click.option("--source", help="Who published it, where its front matter does not say; its own word is no evidence.")
@click.option("--as-known-on", type=DAY, help="Count only reports published by the end of this day.")
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write check.html, check.md and check.json to this folder.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON value instead of tables.")
def command(
    file: Path,
    *,
    theatre: str,
    day: date | None,
    source: str | None,
    as_known_on: date | None,
    out: Path | None,
    as_json: bool,
) -> None:
    """Hold each claim and each duration of the report FILE ("-": standard input) to the record without it."""
    from frontline.check import check  # noqa: PLC0415
    from frontline.model import Span  # noqa: PLC0415
    from frontline.theatre import parse_report, read_report  # noqa: PLC0415

    from ._record import grammar, open_record  # noqa: PLC0415

    ground, record = open_record(theatre, known_on=as_known_on)
    published = Span.day(day) if day else None
    if str(file) == "-":
        report = parse_report(sys.stdin.buffer.read(), ground, source=source, published=published)
    else:
        report = read_report(file, ground, source=source, published=published)
    if report.published is None and (named := _named_day(file)):
        say(f"taken as published on {named}, which its name says; --date says otherwise")
        report = replace(report, published=Span.day(named))
    elif report.published is None:
        say("nobody says when the report was published; give --date, or what it does not date cannot be tested")
    checked = check(ground, record, report, grammar(ground)(report))
    if as_json:
        from frontline.exports.check import checked_value  # noqa: PLC0415

        emit_json(checked_value(checked))
    else:
        _show(ground, checked)
    if out is not None:
        from frontline.briefing.checked import write_check  # noqa: PLC0415

        for path in write_check(ground, checked, out):
            say(str(path))


def _named_day(file: Path) -> date | None:
    """Return the day in a file's name, as of "relief-2015-11-11.txt"."""
    found = _NAMED_DAY.search(file.stem)
    try:
        return date.fromisoformat(found[0]) if found else None
    except ValueError:
        return None


def _show(theatre: Theatre, checked: Checked) -> None:
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    from frontline.briefing import words  # noqa: PLC0415
    from frontline.briefing.checked import claimed, first_told  # noqa: PLC0415
    from frontline.check import VERDICTS  # noqa: PLC0415

    console = Console()
    if not checked.statements and not checked.figures:
        say("no claims and no durations found in the report")
        return
    for reprint in checked.left_out:
        say(f"left out of the record as this report or a reprint of it: {reprint.id} ({reprint.source})")
    again = first_told(checked.statements)
    for at, one in enumerate(checked.statements):
        if at in again:
            said = f"{at + 1}. {claimed(theatre, one.claim)}: said again, see {again[at] + 1}."
            console.print()
            console.print(Text(said, style="dim"))
        else:
            before = checked.statements[at - 1].sentence if at else ""
            _show_statement(console, theatre, checked, at + 1, one, whole=one.sentence != before)
    if checked.figures:
        table = Table("figure", "of", "the record", "verdict", box=None, pad_edge=False)
        for figure in checked.figures:
            table.add_row(
                Text(f"“{figure.quantity.quote}”", style="italic"),
                Text(figure.measures or "–"),
                Text(_computed(figure)),
                Text(*_VERDICT[figure.verdict]),
            )
        console.print()
        console.print(table)
    single = [one for at, one in enumerate(checked.statements) if at not in again]
    verdicts = [one.verdict for one in single] + [one.verdict for one in checked.figures]
    counts = [verdicts.count(verdict) for verdict in VERDICTS]
    told = f"{words.count(len(single), 'claim')} and {words.count(len(checked.figures), 'figure')}"
    console.print()
    console.print(Text(f"{words.start(told)}: {counts[0]} supported, {counts[1]} contradicted, {counts[2]} untested."))


def _show_statement(
    console: Console, theatre: Theatre, checked: Checked, number: int, one: Statement, *, whole: bool
) -> None:
    from rich.padding import Padding  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    from frontline.briefing.checked import claimed  # noqa: PLC0415
    from frontline.briefing.words import span  # noqa: PLC0415

    mark, colour = _VERDICT[one.verdict]
    console.print()
    days = f"  held to {span(one.when)}" if one.when else ""
    said = (claimed(theatre, one.claim), "bold")
    console.print(Text.assemble(f"{number}. ", said, "  ", (mark, colour), (days, "dim")))
    words = " ".join(one.claim.quote.split())
    at = one.sentence.find(words)
    told = Text(f"“{one.sentence}”" if whole or at < 0 else f"“… {words} …”", style="italic")
    if at >= 0 and whole:
        told.stylize(f"underline {colour}", at + 1, at + 1 + len(words))
    console.print(Padding(told, (0, 0, 0, 3)))
    console.print(Padding(Text(one.reason), (0, 0, 0, 3)))
    for supports in (True, False):
        for each in [each for each in one.evidence if each.supports is supports][:_SHOWN]:
            console.print(Padding(_evidence_line(theatre, checked, one, each), (0, 0, 0, 3)))


def _evidence_line(theatre: Theatre, checked: Checked, tested: Statement, one: Evidence) -> Text:
    """Return who said what when; in our words too where it is not the very thing that is tested."""
    from rich.text import Text  # noqa: PLC0415

    from frontline.briefing import words  # noqa: PLC0415
    from frontline.briefing.checked import apart, claimed  # noqa: PLC0415

    report = checked.record.reports[one.claim.report]
    days = one.claim.when
    when = "no day" if days is None else days.start.isoformat() if days.days == 1 else words.span(days)
    when += f" ({apart(one.days_apart)})" if one.days_apart else ""
    own = "" if one.independent else ", its own origin"
    same = (one.claim.kind, one.claim.actor) == (tested.claim.kind, tested.claim.actor)
    means = "" if same else f", {claimed(theatre, one.claim)}"
    return Text.assemble(
        ("+ " if one.supports else "− ", "green" if one.supports else "red"),
        f"{when} {report.source} [{report.grade}{one.claim.credibility}]{own}{means}: ",
        (f"“{' '.join(one.claim.quote.split())}”", "italic"),
    )


def _computed(figure: Figure) -> str:
    from frontline.briefing import words  # noqa: PLC0415

    if figure.computed_days is None:
        return "–"
    bounds = f"{figure.computed_low:,}–{figure.computed_high:,}"
    return f"{words.count(figure.computed_days, 'day')} ({bounds}): {figure.start} to {figure.end}"

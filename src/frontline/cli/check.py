"""`frontline check`: a report's claims and figures, held to the record without it."""

from __future__ import annotations

__all__ = ["command"]

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ._show import DAY, emit_json, say

if TYPE_CHECKING:
    from datetime import date

    from rich.console import Console
    from rich.text import Text

    from frontline.check import Checked, Evidence, Figure, Statement
    from frontline.model import Theatre

_VERDICT = {
    "supported": ("✓ supported", "green"),
    "contradicted": ("✗ contradicted", "red"),
    "untested": ("? untested", "yellow"),
}
_SHOWN = 2  # of the evidence on each side; --json has all of it


@click.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
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
    """Hold each claim and each duration of the report FILE to the record without it and its reprints."""
    from frontline.check import check  # noqa: PLC0415
    from frontline.model import Span  # noqa: PLC0415
    from frontline.theatre import read_report  # noqa: PLC0415

    from ._record import grammar, open_record  # noqa: PLC0415

    ground, record = open_record(theatre, known_on=as_known_on)
    report = read_report(file, ground, source=source, published=Span.day(day) if day else None)
    if report.published is None:
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


def _show(theatre: Theatre, checked: Checked) -> None:
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

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
            _show_statement(console, theatre, checked, at + 1, one)
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
    verdicts = [one.verdict for one in checked.statements] + [one.verdict for one in checked.figures]
    counts = [verdicts.count(verdict) for verdict in VERDICTS]
    console.print()
    console.print(
        Text(
            f"{len(checked.statements)} claims and {len(checked.figures)} figures:"
            f" {counts[0]} supported, {counts[1]} contradicted, {counts[2]} untested."
        )
    )


def _show_statement(console: Console, theatre: Theatre, checked: Checked, number: int, one: Statement) -> None:
    from rich.padding import Padding  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    from frontline.briefing.checked import claimed  # noqa: PLC0415

    mark, colour = _VERDICT[one.verdict]
    console.print()
    console.print(Text.assemble(f"{number}. ", (claimed(theatre, one.claim), "bold"), "  ", (mark, colour)))
    words = " ".join(one.claim.quote.split())
    at = one.sentence.find(words)
    told = Text(f"“{one.sentence}”", style="italic")
    if at >= 0:
        told.stylize(f"underline {colour}", at + 1, at + 1 + len(words))
    console.print(Padding(told, (0, 0, 0, 3)))
    console.print(Padding(Text(one.reason), (0, 0, 0, 3)))
    for supports in (True, False):
        for each in [each for each in one.evidence if each.supports is supports][:_SHOWN]:
            console.print(Padding(_evidence_line(checked, each), (0, 0, 0, 3)))


def _evidence_line(checked: Checked, one: Evidence) -> Text:
    from rich.text import Text  # noqa: PLC0415

    from frontline.briefing.checked import apart  # noqa: PLC0415

    report = checked.record.reports[one.claim.report]
    when = "no day" if one.claim.when is None else one.claim.when.start.isoformat()
    own = "" if one.independent else ", its own origin"
    return Text.assemble(
        ("+ " if one.supports else "− ", "green" if one.supports else "red"),
        f"{when} ({apart(one.days_apart)}) {report.source} [{report.grade}{one.claim.credibility}]{own}: ",
        (f"“{' '.join(one.claim.quote.split())}”", "italic"),
    )


def _computed(figure: Figure) -> str:
    from frontline.briefing import words  # noqa: PLC0415

    if figure.computed_days is None:
        return "–"
    bounds = f"{figure.computed_low:,}–{figure.computed_high:,}"
    return f"{words.count(figure.computed_days, 'day')} ({bounds}): {figure.start} to {figure.end}"

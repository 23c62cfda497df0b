"""`frontline validate`: all faults of a theatre's folder."""

from __future__ import annotations

__all__ = ["command"]

import click

from ._show import emit_json


@click.command("validate")
@click.argument("theatre")
@click.option("--json", "as_json", is_flag=True, help="Print counts, faults and notes as one JSON value.")
def command(theatre: str, as_json: bool) -> int:  # noqa: FBT001
    """Check a theatre's folder and name all its faults.

    THEATRE is a folder, or the name of a shipped theatre. Exit code 2 where there are faults. Notes are no faults: they
    say what is allowed but costs something.
    """
    from frontline.theatre import find, survey  # noqa: PLC0415

    folder = find(theatre)
    found = survey(folder)
    if as_json:
        faults = [{"file": fault.file, "line": fault.line, "sentence": fault.sentence} for fault in found.faults]
        emit_json({"theatre": str(folder), "counts": found.counts, "faults": faults, "notes": found.notes})
    else:
        _show(theatre, found.counts)
        for line in (*map(str, found.faults), *(f"note: {note}" for note in found.notes)):
            click.echo(line, err=True)  # unwrapped, so that editors can jump to the line
    return 2 if found.faults else 0


def _show(theatre: str, counts: object) -> None:
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415

    table = Table("what", "usable", title=f"theatre {theatre}", title_justify="left")
    for what, number in dict(counts).items():  # type: ignore[call-overload]
        table.add_row(what, str(number))
    Console(markup=False).print(table)

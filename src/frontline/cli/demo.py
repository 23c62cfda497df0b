"""`frontline demo`: the whole of it on the shipped theatre, from the reports to the briefing."""

from __future__ import annotations

__all__ = ["command"]

import shutil
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from frontline._errors import InputError

from ._record import LEDGER, folder_readings, grammar, open_record
from ._show import LEFT_OUT, emit_json, progress, say

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from frontline.briefing import Written
    from frontline.briefing.highlights import Line

THEATRE = "kuweires"


@click.command()
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("frontline-demo"),
    show_default=True,
    help="The folder to write to: the theatre with its ledger, and the briefing.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the lines and the files as JSON.")
def command(out: Path, *, as_json: bool) -> int | None:
    """Add the shipped theatre's reports to a ledger, read them, weigh them, draw the picture and write the briefing."""
    from frontline.briefing import highlights  # noqa: PLC0415
    from frontline.briefing.document import note_json  # noqa: PLC0415

    began = monotonic()
    with progress() as bar:
        task = bar.add_task("copying the theatre", total=12)

        def step(doing: str) -> None:
            bar.update(task, description=doing, advance=1)

        written = _run(out, step)
    lines = highlights(written.situation)
    seconds = monotonic() - began
    if as_json:
        emit_json(
            {
                "date": written.situation.day,
                "lines": [
                    {"topic": topic, "text": told.text, "notes": [note_json(note) for note in told.notes]}
                    for topic, told in lines
                ],
                "files": [str(path) for path in written.files],
                "left_out": list(written.left_out),
                "seconds": round(seconds, 1),
            }
        )
    else:
        _show(written, lines, seconds)
    for reason in written.left_out:
        say(f"left out: {reason}")
    return LEFT_OUT if written.left_out else None


def _show(written: Written, lines: Sequence[Line], seconds: float) -> None:
    """Print the lines that matter and the files: text from reports stays text."""
    console = Console(highlight=False)
    console.print(Text(f"\n{written.situation.theatre.name}: {written.situation.day}\n", style="bold"))
    grid = Table.grid(padding=(0, 2, 1, 0))
    grid.add_column(style="bold cyan", max_width=16)
    grid.add_column(overflow="fold")
    for topic, sentence in lines:
        grid.add_row(Text(topic), Text(sentence.text))
    console.print(grid)
    console.print(Text(f"Written in {seconds:.0f} seconds:", style="bold"))
    for path in written.files:
        console.print(Text(f"  {path}"), soft_wrap=True)


def _run(out: Path, step: Callable[[str], None]) -> Written:
    from frontline.briefing import write  # noqa: PLC0415
    from frontline.control import believe  # noqa: PLC0415
    from frontline.ledger import add_all, open_ledger  # noqa: PLC0415
    from frontline.theatre import find, load  # noqa: PLC0415

    folder = out / "theatre"
    ground = load(find(THEATRE))
    if ground.day is None:
        raise InputError(f"the theatre '{THEATRE}' names no `day` in its theatre.toml to show")
    (folder / LEDGER).unlink(missing_ok=True)
    shutil.copytree(find(THEATRE), folder, dirs_exist_ok=True)
    step("reading the reports")
    readings, read = folder_readings(folder, ground), grammar(ground)
    batch = [(report, (*by_hand, *read(report)), ("hand", "grammar")) for report, by_hand, _ in readings]
    step("adding them to the ledger")
    with open_ledger(folder / LEDGER, write=True, theatre=ground) as ledger:
        add_all(ledger, batch, who="demo")
    ground, record = open_record(folder)
    step("weighing the record")
    return write(believe(ground, record), ground.day or record.known_on or ground.end, out / "briefing", step=step)

"""`frontline brief`: a day's briefing as pages, maps and layers."""

from __future__ import annotations

__all__ = ["command"]

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from frontline._errors import InputError

from ._show import DAY, LEFT_OUT, emit_json, progress, say

if TYPE_CHECKING:
    from datetime import date

    from frontline.briefing import Written
    from frontline.model import Theatre


@click.command()
@click.argument("theatre")
@click.option("--date", "day", type=DAY, required=True, help="The day, at its end.")
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    required=True,
    help="The folder to write the briefing to.",
)
@click.option("--as-known-on", type=DAY, help="Count only reports published by the end of this day.")
@click.option("--weeks", type=click.IntRange(1, 520), default=6, show_default=True, help="How far to look back.")
@click.option("--json", "as_json", is_flag=True, help="Print the sentences, their notes and the files as JSON.")
def command(theatre: str, *, day: date, out: Path, as_known_on: date | None, weeks: int, as_json: bool) -> int | None:
    """Write the briefing of THEATRE on a day: page, Markdown, figures, maps, timeline, layers.

    THEATRE may be a series of maps too (`frontline import maps`): then without reports and routes.
    """
    from frontline.briefing import write, write_situation  # noqa: PLC0415
    from frontline.briefing.gather_series import gather_series  # noqa: PLC0415
    from frontline.control import believe  # noqa: PLC0415

    from ._maps import series_at  # noqa: PLC0415
    from ._record import open_record  # noqa: PLC0415

    with progress() as bar:
        task = bar.add_task("opening the record", total=9)

        def step(doing: str) -> None:
            bar.update(task, description=doing, advance=1)

        series = series_at(theatre)
        if series is not None:
            step("following the days")
            written = write_situation(gather_series(series, day, weeks=weeks), out, step=step)
        else:
            ground, record = open_record(theatre, known_on=as_known_on)
            check_day(ground, day)
            step("weighing the record")
            written = write(believe(ground, record), day, out, weeks=weeks, step=step)
    if as_json:
        emit_json(briefing_json(written))
    else:
        for path in written.files:
            click.echo(str(path))
    for reason in written.left_out:
        say(f"left out: {reason}")
    return LEFT_OUT if written.left_out else None


def check_day(theatre: Theatre, day: date) -> None:
    """Refuse a day that the theatre does not reach."""
    if not theatre.start <= day < theatre.end:
        raise InputError(
            f"{day} lies outside {theatre.name}, which runs from {theatre.start} until before {theatre.end}"
        )


def briefing_json(written: Written) -> dict[str, Any]:
    """Return the briefing's sentences with their notes, and its files, as plain values."""
    from frontline.briefing import sections  # noqa: PLC0415
    from frontline.briefing.document import note_json  # noqa: PLC0415

    return {
        "date": written.situation.day,
        "files": [str(path) for path in written.files],
        "left_out": list(written.left_out),
        "sections": [
            {
                "key": section.key,
                "title": section.title,
                "sentences": [
                    {"text": sentence.text, "notes": [note_json(note) for note in sentence.notes]}
                    for sentence in section.sentences
                ],
            }
            for section in sections(written.situation)
        ],
    }

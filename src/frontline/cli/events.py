"""`frontline events`: the changes in the record by what they changed."""

from __future__ import annotations

__all__ = ["command"]

from datetime import timedelta
from typing import TYPE_CHECKING

import click

from frontline._errors import InputError

from ._outlook import print_table
from ._show import DAY, emit_json, say

if TYPE_CHECKING:
    from datetime import date

_MOST = 25  # rows of a table; --json has them all


@click.command()
@click.argument("theatre")
@click.option("--from", "first", type=DAY, required=True, help="First day.")
@click.option("--to", "last", type=DAY, required=True, help="Last day, counted in.")
@click.option("--as-known-on", type=DAY, help="Count only reports published by the end of this day.")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list instead of a table.")
def command(theatre: str, *, first: date, last: date, as_known_on: date | None, as_json: bool) -> None:
    """Rank what happened in THEATRE by what it changed: sieges, supply, roads, ground, fronts."""
    from frontline.control import believe  # noqa: PLC0415
    from frontline.exports.outlook import event_row  # noqa: PLC0415
    from frontline.outlook.events import rank  # noqa: PLC0415

    from ._record import open_record  # noqa: PLC0415

    if last < first:
        raise InputError(f"--to {last} lies before --from {first}; turn them round")
    ground, record = open_record(theatre, known_on=as_known_on)
    if last < ground.start or first >= ground.end:
        raise InputError(f"{ground.name} runs from {ground.start} until before {ground.end}: no day of it is asked for")
    found = rank(believe(ground, record), first, last + timedelta(days=1))
    if as_json:
        emit_json([event_row(event, ground) for event in found])
        return
    print_table(
        f"What counted most, {first} to {last}",
        ("day", "side", "what it was and what it changed", "score"),
        [
            (str(event.day), ground.sides[event.side].name, event.reason, f"{event.score:.1f}")
            for event in found[:_MOST]
        ],
    )
    if len(found) > _MOST:
        say(f"and {len(found) - _MOST} more that changed less; --json has them all")
    elif not found:
        say(f"nothing that the record tells of changed from {first} to {last}")

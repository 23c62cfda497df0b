"""`frontline decide`: an analyst's word on a claim; without one, the journal of all that was ever entered."""

from __future__ import annotations

__all__ = ["command"]

from dataclasses import asdict, replace
from getpass import getuser
from typing import TYPE_CHECKING, Any

import click

from frontline._errors import InputError, NotFoundError
from frontline.model import KINDS

from ._record import LEDGER
from ._show import emit_json, say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from frontline.ledger import Entered, Ledger
    from frontline.model import Claim, Theatre


@click.command()
@click.argument("theatre")
@click.argument("claim", required=False)
@click.argument("decision", required=False, type=click.Choice(["accepted", "rejected", "amended", "undo"]))
@click.option("--reason", default="", help="Why; it is kept with the decision.")
@click.option("--kind", type=click.Choice(KINDS), help="amended: what happened instead.")
@click.option("--actor", metavar="SIDE", help="amended: the side that did it.")
@click.option("--target", metavar="SIDE", help="amended: the side that it was done to.")
@click.option("--place", metavar="NAME", help="amended: the place, by its id or in any spelling.")
@click.option("--date", "when", metavar="DAY", help="amended: a day, a month (2015-11) or a year.")
@click.option(
    "--factual/--not-factual", default=None, help="amended: it happened, or was only planned, feared, denied."
)
@click.option("--who", envvar="FRONTLINE_WHO", help="Your name in the ledger; else FRONTLINE_WHO, else your login's.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON: the claim's decisions, or the journal.")
def command(
    theatre: str,
    *,
    claim: str | None,
    decision: Any,  # noqa: ANN401 - one of the choices
    reason: str,
    who: str | None,
    as_json: bool,
    **changes: Any,  # noqa: ANN401 - of an amended claim
) -> None:
    """Decide on CLAIM (its id or the beginning of it) in the ledger of THEATRE; without one, print the journal.

    Nothing is deleted: a rejected claim leaves the record and stays in the ledger, and undo takes back the last
    decision that stands.
    """
    from frontline.ledger import decide, decisions, journal, open_ledger  # noqa: PLC0415
    from frontline.theatre import find, load  # noqa: PLC0415

    if claim is not None and decision is None:
        raise click.UsageError("say what is decided: accepted, rejected, amended or undo")
    changed = {name: value for name, value in changes.items() if value is not None}
    if changed and decision != "amended":
        raise click.UsageError(f"--{next(iter(changed))} is for the decision amended")
    folder = find(theatre)
    ground = load(folder)
    path = folder / LEDGER
    if not path.exists():
        raise NotFoundError(f"'{theatre}' has no ledger yet; `frontline add {theatre}` makes one of its folder")
    with open_ledger(path, write=claim is not None, theatre=ground) as ledger:
        if claim is None:
            lines = journal(ledger)
        else:
            id_ = _whole_id(ledger, claim)
            amended = _amended(ledger, ground, id_, changed) if decision == "amended" else None
            decide(ledger, id_, decision, who=who or getuser(), reason=reason, amended=amended)
            lines = decisions(ledger, id_)
    if as_json:
        emit_json([asdict(line) | {"when": line.when.isoformat()} for line in lines])
    else:
        _show(lines)


def _whole_id(ledger: Ledger, beginning: str) -> str:
    found = ledger.rows("SELECT DISTINCT id FROM claims WHERE starts_with(id, ?) ORDER BY id LIMIT 9", [beginning])
    if not found:
        raise NotFoundError(f"no claim '{beginning}' is in {ledger.path}; `frontline history --json` shows claims' ids")
    if len(found) > 1 and (beginning,) not in found:
        raise InputError(
            f"'{beginning}' may be any of the claims {', '.join(id_ for (id_,) in found)}; write more of it"
        )
    return beginning if (beginning,) in found else str(found[0][0])


def _amended(ledger: Ledger, theatre: Theatre, id_: str, changed: Mapping[str, Any]) -> Claim:
    """Return the claim as it stands on record, with the changes."""
    from frontline.ledger import record  # noqa: PLC0415
    from frontline.theatre.days import read_span  # noqa: PLC0415

    if not changed:
        raise click.UsageError("amended to what? Give --kind, --actor, --target, --place, --date or --not-factual")
    claim = next((told for told in record(ledger).told if told.id == id_), None)
    if claim is None:
        raise NotFoundError(f"claim '{id_}' is not on record by itself: it was rejected, or counts with another one")
    values = dict(changed)
    for name in ("actor", "target"):
        if name in values and values[name] not in theatre.sides:
            raise NotFoundError(f"no side '{values[name]}' in {theatre.name}; there is {', '.join(theatre.sides)}")
    if "when" in values:
        try:
            values["when"] = read_span(values["when"])
        except ValueError as error:
            raise click.BadParameter(str(error), param_hint="--date") from error
    if "place" in values:
        values |= _place(theatre, values["place"])
    return replace(claim, id="", also=(), decision="", **values)


def _place(theatre: Theatre, name: str) -> dict[str, Any]:
    from frontline.names import build_index, resolve  # noqa: PLC0415

    place = theatre.places.get(name)
    if place is None:
        match = resolve(build_index(theatre.places.values()), name)
        place = match.place
        if place is None:
            near = ", ".join(f"'{one.place.name}'" for one in match.alternatives[:3])
            raise NotFoundError(f"no place '{name}' in {theatre.name}{f'; near it: {near}' if near else ''}")
    return {"place": place.name, "place_id": place.id, "lat": place.lat, "lon": place.lon, "stretch": None}


def _show(lines: Sequence[Entered]) -> None:
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    table = Table("when (UTC)", "who", "what", "why", box=None, pad_edge=False)
    for line in lines:
        table.add_row(f"{line.when:%Y-%m-%d %H:%M:%S}", Text(line.who), Text(line.what), Text(line.reason))
    if lines:
        Console().print(table)
    else:
        say("nothing was entered yet")

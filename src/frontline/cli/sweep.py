"""`frontline sweep`: every place of a side by what its loss would do."""

from __future__ import annotations

__all__ = ["command"]

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from frontline._errors import InputError

from ._maps import series_at
from ._outlook import print_table, side_named
from ._placed import lays_places, own_places_only, placed_on
from ._show import DAY, emit_json, say

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from frontline.control import Belief

_MOST = 25  # rows of a table; --json has them all


@click.command()
@click.argument("theatre")
@click.option("--date", "day", type=DAY, required=True, help="The day, at its end.")
@click.option("--side", required=True, help="The side whose losses are looked at.")
@click.option("--pairs", "with_pairs", is_flag=True, help="Pairs of places at the front, too.")
@click.option("--routes", "by_route", is_flag=True, help="Rank routes instead, by who has no other.")
@click.option("--as-known-on", type=DAY, help="Count only reports published by the end of this day.")
@lays_places
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="Draw a map of the key places here.")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list instead of a table.")
def command(  # noqa: PLR0913
    theatre: str,
    *,
    day: date,
    side: str,
    with_pairs: bool,
    by_route: bool,
    as_known_on: date | None,
    gazetteer: Path | None,
    roads: Path | None,
    rear: Sequence[str],
    out: Path | None,
    as_json: bool,
) -> None:
    """Rank the places of THEATRE, or of a series of maps, by what a side would lose with each.

    What would be cut off, lengthened or uncovered. --gazetteer, --roads and --rear are for a series.
    """
    belief = _belief(theatre, day, as_known_on, gazetteer, roads, rear)
    ground = belief.theatre
    loser = side_named(ground, side)
    if by_route and not ground.routes:
        raise InputError("no road is known to rank; say --roads with a file as a theatre's routes.csv")
    rows = _routes(belief, day, loser) if by_route else _losses(belief, day, loser, with_pairs=with_pairs)
    if out is not None:
        _draw(belief, day, loser, rows, out)
    if as_json:
        emit_json(rows)
    elif by_route:
        print_table(
            f"Roads of {ground.sides[loser].name}, {day}",
            ("route", "status", "the only road for", "score"),
            [(row["route"], row["status"], _few(row["only_way_for"]), f"{row['score']:.0f}") for row in rows],
        )
    else:
        print_table(
            f"What the loss of a place would do to {ground.sides[loser].name}, {day}",
            ("place", "cuts off", "routes cut", "longer, km", "uncovers", "score"),
            [
                (
                    row["place"] + (f" and {row['with']}" if row["with"] else ""),
                    _few(row["cuts_off"]) + _people(row),
                    ", ".join(row["routes"]),
                    f"{row.get('lengthened_km', 0):.1f}",
                    ", ".join(row.get("uncovers", ())),
                    f"{row['score']:.1f}",
                )
                for row in rows[:_MOST]
            ],
        )
        if len(rows) > _MOST:
            say(f"and {len(rows) - _MOST} more that matter less; --json has them all")


def _belief(
    theatre: str,
    day: date,
    known_on: date | None,
    gazetteer: Path | None,
    roads: Path | None,
    rear: Sequence[str],
) -> Belief:
    from frontline.control import believe  # noqa: PLC0415

    from ._record import open_record  # noqa: PLC0415

    series = series_at(theatre)
    if series is None:
        own_places_only(gazetteer, roads, rear)
        return believe(*open_record(theatre, known_on=known_on))
    if known_on is not None:
        raise InputError("a series of maps has no reports; --as-known-on is for a theatre")
    return placed_on(series, day, gazetteer=gazetteer, roads=roads, rear=rear, why="a sweep ranks places")


def _losses(belief: Belief, day: date, side: str, *, with_pairs: bool) -> list[dict[str, Any]]:
    from frontline.exports.outlook import loss_row, pair_row  # noqa: PLC0415
    from frontline.outlook.sweep import pairs, sweep  # noqa: PLC0415

    rows = [loss_row(loss, belief.theatre) for loss in sweep(belief, day, side)]
    if with_pairs:
        rows += [pair_row(pair, belief.theatre) for pair in pairs(belief, day, side)]
    return sorted(rows, key=lambda row: -row["score"])


def _routes(belief: Belief, day: date, side: str) -> list[dict[str, Any]]:
    from frontline.exports.outlook import need_row  # noqa: PLC0415
    from frontline.outlook.sweep import route_needs  # noqa: PLC0415

    return [need_row(need, belief.theatre) for need in route_needs(belief, day, side)]


def _people(row: dict[str, Any]) -> str:
    """Say how many people would be cut off, where the theatre tells."""
    return f" ({people:,} people)" if (people := row.get("inside", {}).get("people")) else ""


def _few(names: Sequence[str], most: int = 4) -> str:
    return ", ".join(names[:most]) + (f" and {len(names) - most} more" if len(names) > most else "")


def _draw(belief: Belief, day: date, side: str, rows: Sequence[dict[str, Any]], out: Path) -> None:
    from frontline.briefing.supposed_maps import draw_sweep  # noqa: PLC0415
    from frontline.exports.folder import staged  # noqa: PLC0415
    from frontline.outlook.sweep import sweep  # noqa: PLC0415

    with staged(out) as made:
        draw_sweep(belief, day, side, sweep(belief, day, side), made / "sweep")
        text = json.dumps(rows, ensure_ascii=False, indent=1, allow_nan=False)
        (made / "sweep.json").write_text(text + "\n", encoding="utf-8")
        names = sorted(path.name for path in made.iterdir())
    for name in names:
        say(f"wrote {out / name}")

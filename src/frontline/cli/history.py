"""`frontline history`: who held a place, or could use a road, from when to when, and who says so."""

from __future__ import annotations

__all__ = ["command"]

from datetime import timedelta
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from ._show import DAY, emit_json
from ._theatre_names import place_named, route_named

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from frontline.model import Record, Stretch, Theatre
    from frontline.picture.history import PlaceHistory
    from frontline.picture.routes import RouteSpell

_STATUS = {"open": ("─", "green"), "threatened": ("~", "yellow"), "contested": ("?", "magenta"), "cut": ("×", "red")}
_WIDTH = 96  # characters of a strip


@click.command()
@click.argument("theatre")
@click.argument("place", required=False)
@click.option("--route", help="A road instead of a place: its id, its name, or two of its places.")
@click.option("--from", "start", type=DAY, help="From this day on (the theatre's first).")
@click.option("--to", "end", type=DAY, help="Up to and without this day (the theatre's end).")
@click.option("--as-known-on", type=DAY, help="Count only reports published by the end of this day.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON value instead of tables.")
def command(
    theatre: str,
    place: str | None,
    *,
    route: str | None,
    start: date | None,
    end: date | None,
    as_known_on: date | None,
    as_json: bool,
) -> None:
    """Tell the history of a PLACE of THEATRE, in any spelling, or of one of its roads, with the evidence."""
    from frontline.control import believe  # noqa: PLC0415

    from ._record import open_record  # noqa: PLC0415

    if (place is None) == (route is None):
        raise click.UsageError("name a place or a --route, and not both")
    if start and end and end <= start:
        raise click.UsageError(f"--to {end} is not after --from {start}")
    ground, record = open_record(theatre, known_on=as_known_on)
    span = (start or ground.start, end or ground.end)
    if place is not None:
        from frontline.exports.picture import history_value  # noqa: PLC0415
        from frontline.picture.history import place_history  # noqa: PLC0415

        key = place_named(ground, place)
        history = place_history(believe(ground, record), key, start=start, end=end)
        if as_json:
            emit_json(history_value(history))
        else:
            _show_place(ground, record, history, span)
    elif route is not None:
        from frontline.exports.picture import route_history_value  # noqa: PLC0415
        from frontline.picture.routes import route_history  # noqa: PLC0415

        stretch = route_named(ground, route)
        ends = (stretch.start, stretch.end)
        by_side = route_history(believe(ground, record), stretch.route, between=ends, start=start, end=end)
        if as_json:
            emit_json(route_history_value(ground, stretch, by_side))
        else:
            _show_route(ground, stretch, by_side, span)


def _show_place(theatre: Theatre, record: Record, history: PlaceHistory, span: tuple[date, date]) -> None:
    console = Console()
    console.print(Text(history.place, style="bold"))
    marks = _letters(theatre)

    def held(day: date) -> Text:
        for spell in history.spells:
            if spell.start <= day and (spell.end is None or day < spell.end):
                return Text(marks[spell.side], style=theatre.sides[spell.side].colour)
        return Text(" ")

    _strip(console, span, {"held by": held, **({"besieged": _besieged(history)} if history.sieges else {})})
    shown = {spell.side for spell in history.spells}
    console.print(
        Text(", ".join(f"{marks[side]} {theatre.sides[side].name}" for side in theatre.sides if side in shown))
    )
    table = Table("held by", "from", "until", "probability", box=None, pad_edge=False)
    for spell in history.spells:
        side = theatre.sides[spell.side]
        until = "still" if spell.end is None else spell.end.isoformat()
        table.add_row(Text(side.name, style=side.colour), spell.start.isoformat(), until, f"{spell.p:.2f}")
    console.print(table)
    for siege in history.sieges:
        until = "still" if siege.end is None else siege.end.isoformat()
        by = ", then ".join(theatre.sides[side].name for side in siege.by)
        early, late = siege.start_doubt
        console.print(
            Text(
                f"Besieged by {by} from {siege.start} (between {early} and {late}) until {until}: {siege.days:,} days."
            )
        )
    _show_claims(console, theatre, record, history)


def _show_claims(console: Console, theatre: Theatre, record: Record, history: PlaceHistory) -> None:
    """List the claims by date: what is said, by whom, how much it weighs, and what the belief makes of it."""
    for word in history.words:
        claim, report = word.claim, record.reports.get(word.claim.report)
        actor, target = (theatre.sides[side].name if side else None for side in (claim.actor, claim.target))
        when = "no day" if claim.when is None else claim.when.start.isoformat()
        if claim.when is not None and claim.when.days > 1:
            when += f" to {claim.when.last.isoformat()}"
        said = f"{claim.kind} by {actor or 'someone'}" + (f", against {target}" if target else "")
        source = f"{report.source} ({report.grade})" if report else "no report"
        verdict = "believed" if word.supports else "not believed"
        if word.against:
            verdict += f"; {len(word.against)} say otherwise"
        console.print()
        console.print(Text.assemble((when, "bold"), f"  {said}"))
        console.print(
            Text.assemble(
                f"  {source}, weight {word.weight:.2f}, ",
                (verdict, "green" if word.supports else "red"),
                f" ({word.agrees:.2f})",
            )
        )
        console.print(Text(f"  “{claim.quote}”", style="italic"))


def _show_route(
    theatre: Theatre, stretch: Stretch, by_side: Mapping[str, tuple[RouteSpell, ...]], span: tuple[date, date]
) -> None:
    from frontline.exports.picture import stretch_name  # noqa: PLC0415

    console = Console()
    console.print(Text(stretch_name(theatre, stretch), style="bold"))

    def usable(spells: tuple[RouteSpell, ...]) -> Callable[[date], Text]:
        def mark(day: date) -> Text:
            for spell in spells:
                if spell.start <= day and (spell.end is None or day < spell.end):
                    return Text(*_STATUS[spell.status])
            return Text(" ")

        return mark

    _strip(console, span, {theatre.sides[side].name: usable(spells) for side, spells in by_side.items()})
    console.print(Text(", ".join(f"{mark} {status}" for status, (mark, _) in _STATUS.items())))
    table = Table("side", "status", "from", "until", "where", box=None, pad_edge=False)
    for side, spells in by_side.items():
        for spell in spells:
            start = spell.start.isoformat()
            if spell.start_doubt and spell.start_doubt[0] != spell.start_doubt[1]:
                start += f" ({spell.start_doubt[0]} to {spell.start_doubt[1]})"
            table.add_row(
                Text(theatre.sides[side].name, style=theatre.sides[side].colour),
                Text(spell.status, style=_STATUS[spell.status][1]),
                start,
                "still" if spell.end is None else spell.end.isoformat(),
                Text(", ".join(spell.at)),
            )
    console.print(table)


def _strip(console: Console, span: tuple[date, date], rows: Mapping[str, Callable[[date], Text]]) -> None:
    """Draw what was so when as a strip of characters, a row for each thing, over a ruler of days."""
    start, end = span
    head = max(map(len, rows)) + 2
    width = max(24, min(_WIDTH, console.width - head - 1))
    days = [start + timedelta(days=(end - start).days * (2 * at + 1) // (2 * width)) for at in range(width)]
    for title, mark in rows.items():
        console.print(Text(title.ljust(head)) + Text("").join(mark(day) for day in days))
    middle = start + (end - start) / 2
    ruler = f"{start}{str(middle).center(width - 20)}{end - timedelta(days=1)}"
    console.print(Text(" " * head + ruler, style="dim"))


def _besieged(history: PlaceHistory) -> Callable[[date], Text]:
    def mark(day: date) -> Text:
        is_so = any(siege.start <= day and (siege.end is None or day < siege.end) for siege in history.sieges)
        return Text("█" if is_so else " ")

    return mark


def _letters(theatre: Theatre) -> dict[str, str]:
    """Give each side a letter of its own: the first of its name that no side before it has."""
    letters: dict[str, str] = {}
    for side in theatre.sides.values():
        free = [
            letter for letter in side.name.upper() + "0123456789" if letter.isalnum() and letter not in letters.values()
        ]
        letters[side.id] = free[0] if free else "#"
    return letters

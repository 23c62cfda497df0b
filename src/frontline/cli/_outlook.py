"""What the commands of the outlook share: sides and places by name, tables of plain text."""

from __future__ import annotations

__all__ = ["place_in", "print_table", "side_named"]

from typing import TYPE_CHECKING

from frontline._errors import NotFoundError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from frontline.model import Place, Theatre


def side_named(theatre: Theatre, name: str) -> str:
    """Return the id of the side that a name means (its id, name or an alias); NotFoundError names those there are."""
    spoken = name.strip().casefold()
    found = [
        side.id
        for side in theatre.sides.values()
        if spoken in {one.casefold() for one in (side.id, side.name, *side.aliases)}
    ]
    if len(found) != 1:
        raise NotFoundError(f"no side '{name}' in {theatre.name}; its sides: {', '.join(theatre.sides)}")
    return found[0]


def place_in(places: Sequence[Place], name: str, *, where: str) -> Place:
    """Return the place that a spelling means among some; NotFoundError names what is near it."""
    from frontline.names import build_index, resolve  # noqa: PLC0415

    match = resolve(build_index(places), name)
    if match.place is not None:
        return match.place
    near = " or ".join(f"'{one.place.name}'" for one in match.alternatives[:3])
    raise NotFoundError(f"no place '{name}' in {where}" + (f"; did you mean {near}?" if near else ""))


def print_table(title: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print a table of texts as they are, never as markup; nothing where it has no rows."""
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    table = Table(
        title=Text(title), title_justify="left", title_style="bold", box=None, pad_edge=False, show_header=any(columns)
    )
    for column in columns:
        table.add_column(column, justify="right" if column.endswith(("km", "km²", "score")) else "left")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    if table.row_count:
        console = Console()
        console.print()
        console.print(table)

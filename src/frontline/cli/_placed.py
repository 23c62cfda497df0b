"""Places and roads laid on a series of maps, which has none of its own: the options, and what comes of them."""

from __future__ import annotations

__all__ = ["lays_places", "own_places_only", "placed_on"]

from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from frontline._errors import Fault, InputError, NotFoundError

from ._outlook import place_in

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from frontline.control import Belief
    from frontline.model import Place, Route
    from frontline.sources import Series

Command = TypeVar("Command", bound="Callable[..., object]")
_FILE = click.Path(path_type=Path, dir_okay=False)


def lays_places(command: Command) -> Command:
    """Give a command the options `gazetteer`, `roads` and `rear`."""
    command = click.option(
        "--rear", multiple=True, metavar="PLACE", help="A series: a place that supplies its holder."
    )(command)
    command = click.option("--roads", type=_FILE, help="A series: its roads, a file as a theatre's routes.csv.")(
        command
    )
    return click.option("--gazetteer", type=_FILE, help="A series: its places, a CSV of name, lat, lon.")(command)


def own_places_only(gazetteer: Path | None, roads: Path | None, rear: Sequence[str]) -> None:
    """Refuse to lay places on a theatre: it has its own."""
    given = [name for name, value in (("--gazetteer", gazetteer), ("--roads", roads), ("--rear", rear)) if value]
    if given:
        raise InputError(f"{' and '.join(given)} lay places on a series of maps; a theatre's folder has its own")


def placed_on(
    series: Series, day: date, *, gazetteer: Path | None, roads: Path | None, rear: Sequence[str], why: str
) -> Belief:
    """Return a day of a series with places and roads laid on it; `why` says what needs the gazetteer."""
    from frontline.names.gazetteer import read_gazetteer  # noqa: PLC0415
    from frontline.outlook.placed import placed  # noqa: PLC0415
    from frontline.sources import control_map, theatre_of  # noqa: PLC0415

    if gazetteer is None:
        raise InputError(f"a series of maps names no places, and {why}; say --gazetteer with a CSV of name, lat, lon")
    places = read_gazetteer(gazetteer)
    return placed(
        control_map(series, day),
        places,
        sides=theatre_of(series).sides,
        routes=_routes(roads, places) if roads is not None else (),
        rear=[place_in(places, name, where=str(gazetteer)).id for name in rear],
    )


def _routes(path: Path, places: Sequence[Place]) -> tuple[Route, ...]:
    from frontline.theatre import read_routes  # noqa: PLC0415

    if not path.is_file():
        raise NotFoundError(str(Fault(str(path), None, "there is no such file; check the path")))
    faults: list[Fault] = []
    ids = {place.id: place for place in places}
    routes = read_routes(path, ids, ids, faults)
    if faults:
        raise InputError(*faults)
    return tuple(routes.values())

"""`frontline resolve`: from a spelling to the place that it means."""

from __future__ import annotations

__all__ = ["command"]

from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ._show import emit_json, progress, rounded, say

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from frontline.model import Place, Stretch, Theatre
    from frontline.names import Match, NameIndex

_TABLE_ROWS = 500  # more are shown as plain lines, which can be paged and cut


@click.command("resolve")
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option("--theatre", help="Look among the places of this theatre: a folder, or the name of a shipped one.")
@click.option("--gazetteer", type=click.Path(path_type=Path), help="Look among the places of a CSV: name, lat, lon ...")
@click.option(
    "--near", multiple=True, metavar="PLACE", help="A place of the same report; near ones are likelier. Repeat."
)
@click.option(
    "--batch", type=click.Path(path_type=Path), help="A CSV of names: columns spelling, context (parted by ;)."
)
@click.option("--json", "as_json", is_flag=True, help="Print the answers as one JSON list, in the order asked.")
def command(
    names: tuple[str, ...],
    theatre: str | None,
    gazetteer: Path | None,
    near: tuple[str, ...],
    batch: Path | None,
    as_json: bool,  # noqa: FBT001
) -> None:
    """Find the place that each NAME means, however it is spelt, in Latin, Arabic, Persian or Cyrillic letters.

    The score is the probability that the name means the place. Where no place is likely enough the answer is none, with
    the alternatives. The name of a road is answered with its route, where the theatre has it.
    """
    from frontline.names import build_index  # noqa: PLC0415

    if (theatre is None) == (gazetteer is None):
        raise click.UsageError("say where to look: either --theatre T or --gazetteer FILE.csv")
    if not names and batch is None:
        raise click.UsageError("say what to look for: a NAME, or --batch FILE.csv")
    ground, places = _places(theatre, gazetteer)
    asked = [(name, ()) for name in names] + (list(_batch(batch)) if batch else [])
    index = build_index(places)
    answers = _answers(index, asked, _known(index, near))
    roads = _roads(index, ground, answers)
    if as_json:
        emit_json([_plain(answer, roads.get(answer.name)) for answer in answers])
    else:
        _show(answers, ground, roads)


def _places(theatre: str | None, gazetteer: Path | None) -> tuple[Theatre | None, Iterable[Place]]:
    if theatre is not None:
        from frontline.theatre import find, load  # noqa: PLC0415

        ground = load(find(theatre))
        return ground, ground.places.values()
    from frontline.names.gazetteer import read_gazetteer  # noqa: PLC0415

    return None, read_gazetteer(gazetteer or Path())


def _batch(path: Path) -> Iterator[tuple[str, tuple[str, ...]]]:
    from frontline.names.gazetteer import read_rows  # noqa: PLC0415

    for _, row in read_rows(path, ("spelling",)):
        names = (name.strip() for name in row.get("context", "").split(";"))
        yield row.get("spelling", ""), tuple(name for name in names if name)


def _known(index: NameIndex, near: Sequence[str]) -> tuple[str, ...]:
    from frontline._errors import NotFoundError  # noqa: PLC0415
    from frontline.names import resolve  # noqa: PLC0415

    known = []
    for name in near:
        if name in index.number:
            known.append(name)
            continue
        match = resolve(index, name)
        if match.place is None:
            likely = " or ".join(f"'{other.place.name}'" for other in match.alternatives[:2])
            raise NotFoundError(f"no place '{name}' to be near{f'; did you mean {likely}?' if likely else ''}")
        known.append(match.place.id)
    return tuple(known)


def _answers(index: NameIndex, asked: Sequence[tuple[str, Sequence[str]]], near: Sequence[str]) -> list[Match]:
    from frontline.names import resolve  # noqa: PLC0415

    answers = []
    with progress() as bar:
        task = bar.add_task("names", total=len(asked))
        pending = iter(asked)
        while some := list(islice(pending, 1000)):
            answers += [resolve(index, name, context=context, near=near) for name, context in some]
            bar.advance(task, len(some))
    return answers


def _roads(index: NameIndex, ground: Theatre | None, answers: Iterable[Match]) -> dict[str, Stretch]:
    from frontline.names import is_road, resolve_road  # noqa: PLC0415

    if ground is None or not ground.routes:
        return {}
    roads = {
        answer.name: resolve_road(index, ground.routes.values(), answer.name)
        for answer in answers
        if answer.place is None and is_road(answer.name)
    }
    return {name: stretch for name, stretch in roads.items() if stretch}


def _plain(answer: Match, stretch: Stretch | None) -> dict[str, Any]:
    none = dict.fromkeys(("place_id", "place", "lat", "lon", "score"))
    found = _place(answer.place, answer.score) if answer.place else none
    alternatives = [_place(other.place, other.score) for other in answer.alternatives]
    road = {"route": stretch._asdict()} if stretch else {}
    return {"name": answer.name, **found, "alternatives": alternatives, **road}


def _place(place: Place, score: float) -> dict[str, Any]:
    lat, lon = rounded((place.lat, place.lon))
    return {"place_id": place.id, "place": place.name, "lat": lat, "lon": lon, "score": score}


def _show(answers: Sequence[Match], ground: Theatre | None, roads: dict[str, Stretch]) -> None:
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    rows = [_row(answer, ground, roads.get(answer.name)) for answer in answers]
    heads = ("name", "place", "lat", "lon", "score", "alternatives")
    if len(rows) > _TABLE_ROWS:
        for row in (heads, *rows):
            click.echo("\t".join(row))
    else:
        table = Table()
        for head in heads:
            table.add_column(head, justify="right" if head in {"lat", "lon", "score"} else "left", overflow="fold")
        for row in rows:
            table.add_row(*map(Text, row))
        Console(markup=False).print(table)
    none = sum(answer.place is None and answer.name not in roads for answer in answers)
    if none:
        say(f"{none} of {len(answers)} names have no place that is likely enough")


def _row(answer: Match, ground: Theatre | None, stretch: Stretch | None) -> tuple[str, ...]:
    others = [other for other in answer.alternatives if other.place is not answer.place][:3]
    rest = "; ".join(f"{other.place.name} {other.score:.2f}" for other in others)
    if answer.place:
        place, score = answer.place, f"{answer.score:.2f}"
        return answer.name, place.name, f"{place.lat:.4f}", f"{place.lon:.4f}", score, rest
    if stretch and ground:
        start, end = ground.places[stretch.start].name, ground.places[stretch.end].name
        return answer.name, f"{ground.routes[stretch.route].name}: {start} to {end}", "", "", "", rest
    return answer.name, "none", "", "", "", rest

"""`frontline read`: the claims that a report makes."""

from __future__ import annotations

__all__ = ["command"]

import codecs
import json
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import click

from frontline._errors import Fault, InputError

from ._llm import llm_options, read_by_model
from ._show import DAY, emit_json, say

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from frontline.model import Claim, Route, Side
    from frontline.names import NameIndex
    from frontline.reading import War

_BLOCK = 1 << 18  # bytes read at once
_HEADING = re.compile(r"\s*#{1,6}[ \t]+([^\n]{1,300}?)[ \t#]*(?:\n|$)")
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


@click.command()
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--theatre", metavar="T", help="A theatre: its sides are looked for and its places resolved.")
@click.option("--war", "war_name", metavar="WAR", help="Instead of a theatre: syria, ukraine, or a war's .toml file.")
@click.option("--date", "day", type=DAY, help="The day the report was published; its days are found by it.")
@click.option("--source", default="", help="Who published it; becomes the claims' report.")
@click.option(
    "--format", "form", type=click.Choice(["table", "jsonl"]), help="table (on a terminal) or jsonl, a claim a line."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON list.")
@click.option("--reader", type=click.Choice(["grammar", "llm"]), default="grammar", help="Who reads.")
@llm_options
def command(
    file: Path,
    *,
    theatre: str | None,
    war_name: str | None,
    day: date | None,
    source: str,
    form: str | None,
    as_json: bool,
    reader: str,
    **asked: Any,  # noqa: ANN401 - the options of the reader llm
) -> None:
    """Read the claims that FILE ("-": standard input) makes: what happened, where, when, by whom, in which words."""
    from frontline.reading import load_war, read_stream, war_of  # noqa: PLC0415

    if theatre is not None and war_name is not None:
        raise click.UsageError("give --theatre or --war, not both")
    name = "standard input" if str(file) == "-" else str(file)
    about, pieces = _headed(_decoded(_open(file), name), name)
    title, source, day = about.get("title", ""), source or about.get("source", ""), day or _day(about)
    sides: Mapping[str, Side]
    claims: Iterable[Claim]
    index: NameIndex | None = None
    routes: tuple[Route, ...] = ()
    if theatre is not None:
        from frontline.names import build_index  # noqa: PLC0415
        from frontline.theatre import find, load  # noqa: PLC0415

        ground = load(find(theatre))
        war = war_of(ground.sides)
        index, routes = build_index(ground.places.values()), tuple(ground.routes.values())
    elif war_name is not None:
        war = load_war(war_name)
    else:
        war, pieces = _guess(pieces)
    sides = war.sides
    if reader == "llm":
        claims = read_by_model(asked, "".join(pieces), day, source, {"war": war, "index": index, "routes": routes})
    else:
        claims = read_stream(pieces, war, index=index, routes=routes, day=day, report=source, title=title)
    if as_json:
        from frontline.exports.record import claim_row  # noqa: PLC0415

        emit_json([claim_row(claim) for claim in claims])
    elif form == "jsonl" or (form is None and not sys.stdout.isatty()):
        from frontline.exports.record import claim_row  # noqa: PLC0415

        for claim in claims:
            sys.stdout.write(json.dumps(claim_row(claim), ensure_ascii=False) + "\n")
    else:
        _table(claims, sides)


def _open(file: Path) -> BinaryIO:
    if str(file) == "-":
        return sys.stdin.buffer
    try:
        return click.get_current_context().with_resource(file.open("rb"))
    except OSError as error:
        raise InputError(Fault(str(file), None, f"cannot be read: {error.strerror}")) from error


def _decoded(stream: BinaryIO, name: str) -> Iterator[str]:
    """Decode a stream piece by piece: UTF-8, or what its byte-order mark says."""
    head = stream.read(_BLOCK)
    encoding, skip = next(((known, len(mark)) for mark, known in _MARKS if head.startswith(mark)), ("utf-8", 0))
    decoder = codecs.getincrementaldecoder(encoding)()
    head, at = head[skip:], skip
    while True:
        if encoding == "utf-8" and b"\0" in head:
            raise InputError(Fault(name, None, "is a binary file, no text; give the report as text in UTF-8"))
        try:
            text = decoder.decode(head, final=not head)
        except UnicodeDecodeError as error:
            where = at + error.start
            remedy = "save it as UTF-8, for example: iconv -f WINDOWS-1252 -t UTF-8"
            raise InputError(Fault(name, None, f"is no {encoding.upper()} at byte {where}; {remedy}")) from error
        if text:
            yield text
        if not head:
            return
        at += len(head)
        head = stream.read(_BLOCK)


def _headed(pieces: Iterator[str], name: str) -> tuple[Mapping[str, str], Iterable[str]]:
    """Take what the front matter says of the report, else the title that its first line is, marked as a heading.

    The front matter is blanked: what a report says of itself, it does not claim, and offsets count from its start.
    """
    from itertools import chain  # noqa: PLC0415

    head = next(pieces, "")
    about: Mapping[str, str] = {}
    if head.startswith("---"):
        from frontline.theatre import front_matter  # noqa: PLC0415

        about, length = front_matter(head, name)
        head = " " * length + head[length:]
    heading = _HEADING.match(head)
    if heading and "title" not in about:
        about = {**about, "title": heading[1].strip()}
    return about, chain((head,), pieces)


def _day(about: Mapping[str, str]) -> date | None:
    """Return the day of publication that front matter names; a month is none."""
    if "published" not in about:
        return None
    from frontline.theatre.days import read_span  # noqa: PLC0415

    try:
        published = read_span(about["published"])
    except ValueError as error:
        raise InputError(f"published: {error}") from error
    return published.start if published.days == 1 else None


def _guess(pieces: Iterable[str]) -> tuple[War, Iterable[str]]:
    """Take the war whose names the beginning of the text uses most."""
    from itertools import chain  # noqa: PLC0415

    from frontline.reading import WARS, count_names, load_war  # noqa: PLC0415

    rest = iter(pieces)
    head = next(rest, "")
    wars = [load_war(name) for name in WARS]
    counts = [count_names(war, head[:100_000]) for war in wars]
    best = max(range(len(wars)), key=lambda i: counts[i])
    if not counts[best]:
        say(f"no side of {' or '.join(WARS)} is named; reading as {WARS[best]} (choose with --war or --theatre)")
    else:
        say(f"reading as the war '{WARS[best]}' (choose with --war or --theatre)")
    return wars[best], chain((head,), rest)


def _table(claims: Iterable[Claim], sides: Mapping[str, Side]) -> None:
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    table = Table("date", "kind", "actor", "target", "place", "words", box=None, pad_edge=False)
    count = 0
    for claim in claims:
        count += 1
        style = "" if claim.factual else "dim"
        when = claim.when
        days = "" if when is None else when.start.isoformat() if when.days == 1 else f"{when.start} to {when.last}"
        name = {side.id: side.name for side in sides.values()}
        table.add_row(
            days,
            Text(claim.kind if claim.factual else f"({claim.kind})", style=style),
            Text(name.get(claim.actor or "", "")),
            Text(name.get(claim.target or "", "")),
            Text(claim.place if claim.place_id is None else f"{claim.place} [{claim.place_id}]"),
            Text(" ".join(claim.quote.split()), overflow="ellipsis", no_wrap=True),
        )
    if count:
        Console().print(table)
        say(f"{count} claim{'s' if count > 1 else ''}; those in brackets are plans, failures or hypotheses")
    else:
        say("no claims found")

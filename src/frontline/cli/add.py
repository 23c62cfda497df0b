"""`frontline add`: reports into a theatre's ledger, with the claims that are read in them."""

from __future__ import annotations

__all__ = ["command", "refuse_shipped"]

from collections import Counter
from dataclasses import asdict, replace
from getpass import getuser
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from frontline._errors import Fault, InputError, NotFoundError, ServiceError
from frontline.model import Report

from ._llm import llm_options, reader_name, second_reader, tell
from ._record import LEDGER, folder_readings, grammar, reading_tools
from ._show import LEFT_OUT, emit_json, progress, say

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

    from frontline.ledger import Added
    from frontline.ledger.entries import Reading
    from frontline.model import Claim, Span, Theatre

_GRADES = ("A", "B", "C", "D", "E", "F")


@click.command()
@click.argument("theatre")
@click.argument("files", metavar="[FILE]...", nargs=-1, type=click.Path(path_type=Path))
@click.option("--source", help="Who published the FILEs that do not say so themselves.")
@click.option("--published", metavar="DAY", help="When, where they do not say so: a day, a month (2015-11) or a year.")
@click.option("--grade", type=click.Choice(_GRADES, case_sensitive=False), help="The source's reliability.")
@click.option("--lean", metavar="SIDE", help="The side that the source favours.")
@click.option("--url", help="Where the report can be found.")
@click.option("--reader", type=click.Choice(["grammar", "none", "llm"]), default="grammar", help="Who reads.")
@click.option("--who", envvar="FRONTLINE_WHO", help="Your name in the ledger; else FRONTLINE_WHO, else your login's.")
@click.option("--dry-run", is_flag=True, help="Say what would be added, and add nothing.")
@click.option("--keep-going", is_flag=True, help="Leave out files that cannot be read (exit 3) instead of adding none.")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list, a report each.")
@llm_options
def command(
    theatre: str,
    *,
    files: tuple[Path, ...],
    reader: str,
    who: str | None,
    dry_run: bool,
    keep_going: bool,
    as_json: bool,
    **said: Any,  # noqa: ANN401 - what the other options say: of the FILEs, and of the model (`llm_...`)
) -> int:
    """Add reports to the ledger of THEATRE, with the claims that are read in them.

    FILE is a report as text or Markdown. Without any, the theatre's own reports/ and claims.csv are added, as far as
    the ledger does not have them as they are; so they are when the ledger is made. Each report is one transaction:
    what is added stays, come what may.
    """
    from frontline.theatre import find, load  # noqa: PLC0415

    _check_options(files, said)
    folder = find(theatre)
    if not dry_run:
        refuse_shipped(folder)
    ground = load(folder)
    faults: list[Fault | str] = []
    reports = _beside_known(folder / LEDGER, ground, _reports(files, ground, faults, said), faults)
    readings: list[Reading] = [(report, (), ()) for report in reports]
    if not files or not (folder / LEDGER).exists():
        readings = [*folder_readings(folder, ground), *readings]
    if faults and not keep_going:
        raise InputError(*faults, *(["nothing was added; --keep-going adds the others"] if readings else []))
    if reader != "none":
        readings = _by_grammar(ground, readings)
    batches: Iterable[Sequence[Reading]] = [readings]
    if reader == "llm" and not dry_run:
        chosen = {report.id for report in reports} if files else {report.id for report, _, _ in readings}
        batches = _by_model(folder / LEDGER, ground, readings, chosen, said, faults)
    rows = [row for batch in batches for row in _add(folder / LEDGER, ground, batch, who or getuser(), dry_run=dry_run)]
    for fault in faults:
        say(f"left out: {fault}")
    if as_json:
        emit_json([asdict(added) | {"found": len(claims)} for added, claims in rows])
    else:
        _show(rows, would=dry_run)
    return LEFT_OUT if faults else 0


def _check_options(files: Sequence[Path], said: Mapping[str, Any]) -> None:
    if not files and any(said[name] for name in ("source", "published", "grade", "lean", "url")):
        raise click.UsageError("--source, --published, --grade, --lean and --url are about FILEs; none is given")
    if said["url"] and len(files) > 1:
        raise click.UsageError("--url is of one report; give the files one by one, or `url: ...` atop each")


def refuse_shipped(folder: Path) -> None:
    """Refuse to write to a theatre that ships inside the package."""
    from frontline.theatre.load import SHIPPED  # noqa: PLC0415

    if folder.resolve().parent == SHIPPED.resolve():
        raise InputError(
            f"the theatre '{folder.name}' ships with the program and is not added to; copy its folder and add to the"
            f" copy: cp -r '{folder}' my-{folder.name}"
        )


def _span(text: str) -> Span:
    from frontline.theatre.days import read_span  # noqa: PLC0415

    try:
        return read_span(text)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--published") from error


def _reports(
    files: Iterable[Path], theatre: Theatre, faults: list[Fault | str], said: Mapping[str, Any]
) -> list[Report]:
    """Return the reports in files, with what the command line said of them; what cannot be read goes to `faults`."""
    from frontline.theatre import read_report  # noqa: PLC0415

    if said["lean"] and said["lean"] not in theatre.sides:
        raise NotFoundError(f"no side '{said['lean']}' in {theatre.name}; there is {', '.join(theatre.sides)}")
    published = _span(said["published"]) if said["published"] else None
    values: dict[str, Any] = {name: said[name] for name in ("grade", "lean", "url") if said[name]}
    found: dict[str, Report] = {}
    for file in files:
        if not file.is_file():
            faults.append(Fault(str(file), None, "there is no such file"))
            continue
        try:
            report = read_report(file, theatre, source=said["source"], published=published)
        except InputError as error:
            faults += error.faults
            continue
        if report.id in found:
            faults.append(Fault(str(file), None, f"has the id '{report.id}' of another FILE; write `id: ...` atop it"))
        found.setdefault(report.id, replace(report, **values))
    return list(found.values())


def _beside_known(path: Path, theatre: Theatre, reports: Sequence[Report], faults: list[Fault | str]) -> list[Report]:
    """Return reports beside what the ledger knows of their ids.

    Of the same report it keeps what is not said anew; quite another report of that id would take its place and is
    a fault.
    """
    from frontline.ledger import latest_reports, open_ledger, same_texts  # noqa: PLC0415

    if not path.exists():
        return list(reports)
    with open_ledger(path, theatre=theatre) as ledger:
        known = latest_reports(ledger, [report.id for report in reports])
    kept = []
    for report in reports:
        old = known.get(report.id)
        if old is None:
            kept.append(report)
        elif old.text == report.text or len(set(same_texts([old, replace(report, id="")]).values())) == 1:
            silent = Report(report.id, "unknown", "", "unknown")
            values = {name: value for name, value in asdict(report).items() if value != getattr(silent, name)}
            kept.append(replace(old, **values | {"published": report.published or old.published}))
        else:
            sentence = "is the id of quite another report in the ledger; rename the file or write `id: ...` atop it"
            faults.append(Fault(report.id, None, sentence))
    return kept


def _by_grammar(theatre: Theatre, readings: Sequence[Reading]) -> list[Reading]:
    read = grammar(theatre)
    with progress() as bar:
        return [
            (report, (*claims, *read(report)), (*readers, "grammar")) if report.text else (report, claims, readers)
            for report, claims, readers in bar.track(readings, description="reading")
        ]


def _by_model(
    path: Path,
    theatre: Theatre,
    readings: Sequence[Reading],
    chosen: Container[str],
    asked: Mapping[str, Any],
    faults: list[Fault | str],
) -> Iterator[Sequence[Reading]]:
    """Yield what needs no model, then report by report what the model read too: each is paid for and kept at once."""
    from frontline.ledger import open_ledger, unread  # noqa: PLC0415

    reader = reader_name(asked)
    wanted = [report for report, _, _ in readings if report.text and report.id in chosen]
    if path.exists():
        with open_ledger(path, theatre=theatre) as ledger:
            wanted = unread(ledger, wanted, reader)
    sent = {report.id for report in wanted}
    with second_reader(asked, wanted, reading_tools(theatre)) as read:
        yield [reading for reading in readings if reading[0].id not in sent]
        for report, claims, readers in [reading for reading in readings if reading[0].id in sent]:
            try:
                found = read(report)
            except ServiceError as error:
                faults.append(f"{report.id} and what came after it: {error}")
                return
            tell(report.id, found)
            if found.unread:
                faults.append(f"{report.id}: the model did not read it whole")
            else:
                yield [(report, (*claims, *found.claims), (*readers, reader))]


def _add(
    path: Path, theatre: Theatre, readings: Sequence[Reading], who: str, *, dry_run: bool
) -> list[tuple[Added, Sequence[Claim]]]:
    """Add each report; return what that did, and the claims that were read or came with it."""
    from frontline.ledger import add_all, open_ledger, would_add  # noqa: PLC0415

    place = path if path.exists() or not dry_run else ":memory:"
    with progress() as bar, open_ledger(place, write=not dry_run or place == ":memory:", theatre=theatre) as ledger:
        return [
            (done, reading[1])
            for reading in bar.track(readings, description="adding")
            for done in (would_add(ledger, [reading]) if dry_run else add_all(ledger, [reading], who=who))
        ]


def _show(rows: Sequence[tuple[Added, Sequence[Claim]]], *, would: bool) -> None:
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    table = Table("report", "", "claims", "new", "", box=None, pad_edge=False)
    told = [(added, claims) for added, claims in rows if added.status != "known" or added.readers]
    for added, claims in told:
        same = f"the words of {added.copy_of}" if added.copy_of else ""
        table.add_row(Text(added.report), added.status, str(len(claims)), str(added.claims), Text(same))
    if told:
        Console().print(table)
    status = Counter(added.status for added, _ in rows)
    fresh = sum(added.claims for added, _ in rows)
    done = "would be added" if would else "added"
    say(f"reports: {status['new']} {done}, {status['changed']} changed, {status['known']} known; new claims: {fresh}")
    kinds = Counter(claim.kind for _, claims in told for claim in claims)
    if kinds:
        say("found: " + ", ".join(f"{count} {kind}" for kind, count in kinds.most_common()))
    nowhere = Counter(
        claim.place for _, claims in told for claim in claims if claim.place_id is None and claim.stretch is None
    )
    if nowhere:
        named = ", ".join(f"{place} ({count})" if count > 1 else place for place, count in nowhere.most_common(8))
        say(f"{nowhere.total()} claims are about places that the theatre does not know: {named}")

"""A checked report as a page that stands alone, as Markdown and as JSON."""

from __future__ import annotations

__all__ = ["CHECK_FILES", "VERBS", "apart", "check_sections", "claimed", "first_told", "write_check"]

import json
from html import escape
from itertools import pairwise
from typing import TYPE_CHECKING

from frontline.exports.check import checked_value
from frontline.exports.folder import staged

from . import page, words
from .outline import Figure as Computed
from .outline import Section, Sentence, Table, say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from frontline.check import Checked, Evidence, Figure, Statement
    from frontline.model import Claim, Kind, Theatre

    from .outline import Note

_PAGE = "check.html"
CHECK_FILES = (_PAGE, "check.md", "check.json")
# What a kind of claim says, with and without the side that did it.
VERBS: Mapping[Kind, tuple[str, str]] = {
    "gain": ("{actor} took {place}", "{place} was taken"),
    "hold": ("{actor} held {place}", "{place} was held"),
    "attack": ("{actor} attacked at {place}", "fighting at {place}"),
    "repel": ("{actor} repelled an attack at {place}", "an attack at {place} was repelled"),
    "advance": ("{actor} advanced to {place}", "an advance to {place}"),
    "withdraw": ("{actor} withdrew from {place}", "a withdrawal from {place}"),
    "besiege": ("{actor} besieged {place}", "{place} was besieged"),
    "relieve": ("{actor} broke the siege of {place}", "the siege of {place} was broken"),
    "cut": ("{actor} cut the {place}", "the {place} was cut"),
    "reopen": ("{actor} reopened the {place}", "the {place} was reopened"),
}
_COLOURS = {"supported": "#cfe8cf", "contradicted": "#f3c6c0", "untested": "#eee6c8"}
_MOST_TEXT = 40_000  # characters of a report that are shown whole
_RULE = Computed("/statements", "the rule in docs/check.md, over the record without the report")


def claimed(theatre: Theatre, claim: Claim) -> str:
    """Return what a claim says, in a few words of ours: "the blues took Northford"."""
    side = theatre.sides.get(claim.actor or "")
    place = " ".join(claim.place.split())
    place = place.removeprefix("the ") if claim.kind in {"cut", "reopen"} else place
    place = f"the {place}" if place[:1].islower() and claim.kind not in {"cut", "reopen"} else place
    named, open_ = VERBS[claim.kind]
    # A name may hold braces: nothing in it is a field to fill.
    text = (named if side else open_).replace("{actor}", words.the(side.name) if side else "", 1)
    text = words.start(text.replace("{place}", place, 1))
    loser = theatre.sides.get(claim.target or "")
    text += f" (from {words.the(loser.name)})" if loser and claim.kind == "gain" else ""
    return text if claim.factual else f"{text} (not told as a fact)"


def apart(days: int) -> str:
    """Return how far apart two reports of a thing are in time."""
    if not days:
        return "in those days"
    return f"{words.count(abs(days), 'day')} {'later' if days > 0 else 'before'}"


def first_told(found: Sequence[Statement]) -> dict[int, int]:
    """Return which statements say again what an earlier one said, and which that was (both from 0)."""
    seen: dict[object, int] = {}
    again = {}
    for at, one in enumerate(found):
        claim = one.claim
        where = claim.stretch or claim.place_id or claim.place.casefold()
        key = (claim.kind, claim.actor, claim.target, where, claim.factual, one.when)
        first = seen.setdefault(key, at)
        if first != at:
            again[at] = first
    return again


def check_sections(theatre: Theatre, checked: Checked) -> tuple[Section, ...]:
    """Return the page's sections: in short, claim by claim, the figures, what it was held to."""
    parts = [_short(checked)]
    if checked.statements:
        parts.append(Section("claims", "Claim by claim", tuple(_statements(theatre, checked))))
    if checked.figures:
        parts.append(_figures(checked))
    return (*parts, _basis(theatre, checked))


def write_check(theatre: Theatre, checked: Checked, out: Path) -> list[Path]:
    """Write check.html, check.md and check.json into the folder `out`; all of them, or none is new.

    InputError where the folder cannot be written to.
    """
    report = checked.report
    title = f"Checked: {report.title or report.id}"
    when = f", published {words.span(report.published)}" if report.published else ""
    subtitle = f"Source: {report.source}{when}. Held to the record of {theatre.name}, without the report."
    told = check_sections(theatre, checked)
    reports = {**checked.record.reports, report.id: report}
    caption = "The report's words: green supported, red contradicted, yellow untested; numbers as below."
    marked = {"short": [(_marked(checked), caption)]} if len(report.text) <= _MOST_TEXT else {}
    files = {
        _PAGE: page.html(title, subtitle, told, reports=reports, figures=marked, kicker="Check", data="check.json"),
        "check.md": page.markdown(title, subtitle, told, reports=reports, figures={}, data="check.json"),
        "check.json": json.dumps(checked_value(checked), ensure_ascii=False, indent=1, allow_nan=False) + "\n",
    }
    with staged(out, last=_PAGE, whole=CHECK_FILES) as folder:
        for name, text in files.items():
            (folder / name).write_bytes(text.encode("utf-8", "replace"))
    return [out / name for name in CHECK_FILES]


def _short(checked: Checked) -> Section:
    again = first_told(checked.statements)
    single = [one for at, one in enumerate(checked.statements) if at not in again]
    sentences = [say(_tally(single, "claim"), _RULE)]
    if checked.figures:
        sentences.append(say(_tally(checked.figures, "figure"), Computed("/figures", "durations of the record")))
    return Section("short", "In short", (tuple(sentences),))


def _tally(found: Sequence[Statement] | Sequence[Figure], noun: str) -> str:
    counts = {
        verdict: sum(one.verdict == verdict for one in found) for verdict in ("supported", "contradicted", "untested")
    }
    shown = words.listed([f"{count} {verdict}" for verdict, count in counts.items() if count])
    return words.start(f"{words.count(len(found), noun)}" + (f": {shown}." if shown else "."))


def _statements(theatre: Theatre, checked: Checked) -> list[tuple[Sentence, ...]]:
    again = first_told(checked.statements)
    paragraphs: list[tuple[Sentence, ...]] = []
    for at, one in enumerate(checked.statements):
        said = f"{at + 1}. {claimed(theatre, one.claim)}"
        if at in again:
            paragraphs.append((say(f"{said}: said again, see {again[at] + 1}.", one.claim),))
            continue
        when = f", {words.span(one.when)}" if one.when else ""
        sentences = [say(f"{said}{when}: {one.verdict}.", one.claim), say(one.reason, _figure_of(at))]
        for supports, lead in ((True, "For it:"), (False, "Against it:")):
            evidence = [each for each in one.evidence if each.supports is supports]
            if evidence:
                sentences.append(say(f"{lead} {_dated(checked, evidence)}.", [each.claim for each in evidence]))
        paragraphs.append(tuple(sentences))
    return paragraphs


def _dated(checked: Checked, evidence: Sequence[Evidence]) -> str:
    """Return the days that evidence speaks of, each with whose word it is: "4 November 2015 (A and B); ..."."""
    by_when: dict[str, dict[str, None]] = {}
    for one in sorted(evidence, key=lambda one: (one.claim.when is None, one.claim.when or ())):
        when = words.span(one.claim.when) if one.claim.when else "no day"
        source = checked.record.reports[one.claim.report].source
        by_when.setdefault(when, {})[source if one.independent else f"{source}, the same origin"] = None
    return "; ".join(f"{when} ({words.listed(list(sources), most=4)})" for when, sources in by_when.items())


def _figure_of(at: int) -> Computed:
    return Computed(f"/statements/{at}/p_before", "probability by the record without the report")


def _figures(checked: Checked) -> Section:
    rows = []
    paragraphs = []
    for at, one in enumerate(checked.figures):
        computed = "–"
        if one.computed_days is not None:
            computed = f"{words.days(one.computed_days)}, {one.computed_low:,} to {one.computed_high:,}"
        quoted = f"“{' '.join(one.quantity.quote.split())}”"
        rows.append((quoted, one.measures or "–", computed, one.verdict))
        notes: tuple[Note, ...] = (Computed(f"/figures/{at}", "from the record's first day of it to its last"),)
        paragraphs.append((say(f"{quoted}: {one.verdict}.", *notes), say(one.reason, *notes, one.claims)))
    table = Table(
        ("Stated", "Of", "By the record, days", "Verdict"), tuple(rows), (Computed("/figures", "docs/check.md"),)
    )
    return Section("figures", "Figures", tuple(paragraphs), table)


def _basis(theatre: Theatre, checked: Checked) -> Section:
    record = checked.record
    note = Computed("/record", "counts over the record")
    origins = {report.origin for report in record.reports.values()}
    known = f", as known on {words.day(record.known_on)}" if record.known_on else ""
    left = [f"{one.id} ({one.source})" for one in checked.left_out]
    sentences = [
        say(
            f"Held to {words.count(len(record.claims), 'claim')} from {words.count(len(record.reports), 'report')} of"
            f" {words.count(len(origins), 'origin')} on {theatre.name}{known}.",
            note,
        ),
        say(f"Left out as the report or a reprint of it: {words.listed(left, most=6) or 'none'}.", note),
        say(
            "Supported: the record gives it 80 % or more and an independent origin bears it out."
            " Contradicted: 20 % or less, an independent origin speaks against it, and that outweighs what speaks for"
            " it. Untested: all else; it says nothing against the report.",
            _RULE,
        ),
    ]
    return Section("basis", "What it was held to", (tuple(sentences),))


def _marked(checked: Checked) -> str:
    """Return the report's text as HTML, the words of each claim and figure marked by verdict and numbered."""
    text = checked.report.text
    marks = [
        (one.claim.start, one.claim.end, one.verdict, str(at))
        for at, one in enumerate(checked.statements, 1)
        if one.claim.end > one.claim.start
    ]
    marks += [(one.quantity.start, one.quantity.end, one.verdict, "figure") for one in checked.figures]
    edges = sorted({0, len(text), *(start for start, *_ in marks), *(end for _, end, *_ in marks)})
    shown = []
    for start, end in pairwise(edges):
        over = [mark for mark in marks if mark[0] <= start and end <= mark[1]]
        piece = escape(text[start:end]).replace("\n", "<br>")
        if over:
            colour = _COLOURS[min(over, key=lambda mark: mark[1] - mark[0])[2]]
            piece = f'<span style="background:{colour}">{piece}</span>'
        ends = [number for _, last, _, number in marks if last == end and number != "figure"]
        shown.append(piece + "".join(f"<sup>({number})</sup>" for number in ends))
    return f'<blockquote style="margin:0;font-size:.95rem;overflow-wrap:anywhere">{"".join(shown)}</blockquote>'

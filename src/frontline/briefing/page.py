"""A briefing as a page that stands alone, and as Markdown: every word of a report escaped, every sentence footnoted."""

from __future__ import annotations

__all__ = ["escaped_markdown", "html", "markdown"]

import re
from html import escape
from typing import TYPE_CHECKING

from . import words
from .outline import Figure, Notes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from frontline.model import Claim, Report

    from .outline import Note, Section, Table

# No script runs, nothing is fetched, no form is sent, wherever the page is opened.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
_STYLE = """
:root { color-scheme: light; --ink: #1f2326; --grey: #5c6165; --rule: #d9d5cb; --paper: #fcfbf8; --link: #1d4f7c; }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink);
  font: 17px/1.55 Charter, "Bitstream Charter", "Iowan Old Style", Georgia, "Times New Roman", serif; }
main { max-width: 46rem; margin: 0 auto; padding: 2.5rem 1.25rem 4rem; }
header p { color: var(--grey); margin: .2rem 0 0; }
h1, h2, th, nav, figcaption, .kicker { font-family: "Helvetica Neue", Helvetica, Arial, "DejaVu Sans", sans-serif; }
h1 { font-size: 2rem; line-height: 1.15; margin: .2rem 0; letter-spacing: -.01em; }
h2 { font-size: 1.12rem; margin: 2.4rem 0 .5rem; padding-top: .8rem; border-top: 2px solid var(--ink); }
.kicker { text-transform: uppercase; letter-spacing: .09em; font-size: .74rem; color: var(--grey); margin: 0; }
p { margin: .6rem 0; }
.lead { font-size: 1.16rem; line-height: 1.5; }
sup { font-size: .64em; line-height: 0; } sup a { color: var(--link); text-decoration: none; padding: 0 .08em; }
a { color: var(--link); } :target { background: #fff3c4; }
figure { margin: 1.6rem 0; } figure svg { width: 100%; height: auto; display: block; border: 1px solid var(--rule); }
figcaption { font-size: .8rem; color: var(--grey); margin-top: .4rem; }
@media (min-width: 70rem) { figure { margin-left: -11rem; margin-right: -11rem; } }
.table { overflow-x: auto; } table { border-collapse: collapse; width: 100%; font-size: .86rem; margin: .8rem 0; }
th { text-align: left; font-weight: 600; font-size: .76rem; color: var(--grey); border-bottom: 1px solid var(--ink); }
th, td { padding: .3rem .8rem .3rem 0; vertical-align: top; } td { border-bottom: 1px solid var(--rule); }
td.d, td.n { white-space: nowrap; } td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; }
ol.notes { font-size: .82rem; line-height: 1.45; padding-left: 2.4rem; }
ol.notes li { margin: .35rem 0; overflow-wrap: anywhere; }
q { quotes: "\\201c" "\\201d"; } q, li a { unicode-bidi: isolate; } .grade { white-space: nowrap; color: var(--grey); }
@media print { body { font-size: 10.5pt; } main { max-width: none; padding: 0; } h2 { break-after: avoid; }
  figure svg { max-height: 165mm; }
  figure, tr, li { break-inside: avoid; } figure { margin-left: 0; margin-right: 0; } }
""".strip()
_NUMBER = re.compile(r"[+−-]?[\d,.]+\s?(%|km²|km)?|–")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
# A link is followed only to a web address; any other scheme is shown as words.
_WEB = re.compile(r"https?://[^\s<>\"']+\Z")


def html(
    title: str,
    subtitle: str,
    sections: Sequence[Section],
    *,
    reports: Mapping[str, Report],
    figures: Mapping[str, Sequence[tuple[str, str]]],
    kicker: str = "Briefing",
    data: str = "picture.json",
) -> str:
    """Return the page. `figures` are pairs of inline SVG (or our own HTML) and caption by the key of their section.

    `kicker` is what stands above the title, `data` the file that holds the page's figures.
    """
    notes = Notes()
    parts = [
        "<!doctype html>",
        '<html lang="en"><head><meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="referrer" content="no-referrer">',
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head><body><main>",
        f'<header><p class="kicker">{escape(kicker)}</p><h1>{escape(title)}</h1><p>{escape(subtitle)}</p></header>',
    ]
    for which, section in enumerate(sections):
        parts.append(f'<section id="{escape(section.key)}">')
        if which:
            parts.append(f"<h2>{escape(section.title)}</h2>")
        for paragraph in section.paragraphs:
            told = [f"{escape(one.text)}{_marks(notes.numbers(one.notes))}" for one in paragraph]
            spans = " ".join(f'<span class="sentence">{one}</span>' for one in told)
            parts.append(f'<p class="lead">{spans}</p>' if not which else f"<p>{spans}</p>")
        if section.table:
            parts.append(_html_table(section.table, notes))
        for drawn, caption in figures.get(section.key, ()):
            parts.append(f"<figure>{drawn}<figcaption>{escape(caption)}</figcaption></figure>")
        parts.append("</section>")
    parts.append('<section id="sources"><h2>Sources</h2><ol class="notes">')
    parts += [
        f'<li id="n{which}">{_html_note(note, reports, data)}</li>' for which, note in enumerate(notes.entries, 1)
    ]
    parts.append("</ol></section></main></body></html>")
    return "\n".join(parts) + "\n"


def markdown(
    title: str,
    subtitle: str,
    sections: Sequence[Section],
    *,
    reports: Mapping[str, Report],
    figures: Mapping[str, Sequence[tuple[str, str]]],
    data: str = "picture.json",
) -> str:
    """Return the briefing as Markdown with footnotes. `figures` are pairs of file name and caption; see `html`."""
    notes = Notes()
    parts = [f"# {escaped_markdown(title)}", "", escaped_markdown(subtitle), ""]
    for which, section in enumerate(sections):
        parts += [f"## {escaped_markdown(section.title)}", ""] if which else []
        for paragraph in section.paragraphs:
            told = [
                escaped_markdown(one.text) + "".join(f"[^{n}]" for n in notes.numbers(one.notes)) for one in paragraph
            ]
            parts += [" ".join(told), ""]
        if section.table:
            table = section.table
            marks = "".join(f"[^{n}]" for n in notes.numbers(table.notes))
            parts.append("| " + " | ".join(map(escaped_markdown, table.header)) + f" {marks} |")
            parts.append("|" + " --- |" * len(table.header))
            parts += ["| " + " | ".join(map(escaped_markdown, row)) + " |" for row in table.rows]
            parts.append("")
        for name, caption in figures.get(section.key, ()):
            parts += [f"![{escaped_markdown(caption)}]({name})", ""]
    parts += ["## Sources", ""]
    parts += [f"[^{which}]: {_md_note(note, reports, data)}" for which, note in enumerate(notes.entries, 1)]
    return "\n".join(parts) + "\n"


def _marks(numbers: Sequence[int]) -> str:
    links = "\u2009".join(f'<a href="#n{number}">{number}</a>' for number in numbers)
    return f"<sup>{links}</sup>"


def _html_table(table: Table, notes: Notes) -> str:
    right = [
        bool(table.rows) and all(_NUMBER.fullmatch(row[column]) for row in table.rows)
        for column in range(len(table.header))
    ]

    def cell(text: str, tag: str, *, number: bool) -> str:
        kind = ' class="n"' if number else ' class="d"' if _DAY.fullmatch(text) else ""
        return f"<{tag}{kind}>{escape(text)}</{tag}>"

    def cells(row: Sequence[str], tag: str) -> str:
        return "<tr>" + "".join(cell(text, tag, number=n) for text, n in zip(row, right, strict=True)) + "</tr>"

    head = cells(table.header, "th").replace("</th></tr>", f"{_marks(notes.numbers(table.notes))}</th></tr>")
    body = "".join(cells(row, "td") for row in table.rows)
    return f'<div class="table"><table><thead>{head}</thead><tbody>{body}</tbody></table></div>'


def _html_note(note: Note, reports: Mapping[str, Report], data: str) -> str:
    if isinstance(note, Figure):
        return f"Computed: {escape(note.method)}; <code>{escape(data)}</code> at <code>{escape(note.pointer)}</code>."
    report = reports.get(note.report)
    if report is None:
        return f"<q>{escape(note.quote)}</q>"
    shown = escape(report.url)
    if _WEB.match(report.url):
        shown = f'<a href="{escape(report.url)}" rel="noopener noreferrer">{escape(_short(report.url))}</a>'
    return (
        f'{escape(report.source)}, <span class="grade">grade {escape(report.grade)}{_code(note)}</span>,'
        f" {escape(_published(report))}: <q>{escape(_words(note))}</q> {shown}"
    )


def _md_note(note: Note, reports: Mapping[str, Report], data: str) -> str:
    if isinstance(note, Figure):
        return f"Computed: {escaped_markdown(note.method)}; `{data}` at `{note.pointer.replace('`', '')}`."
    report = reports.get(note.report)
    if report is None:
        return f"“{escaped_markdown(note.quote)}”"
    address = f" <{report.url}>" if _WEB.match(report.url) else f" {escaped_markdown(report.url)}" if report.url else ""
    source, said = escaped_markdown(report.source), escaped_markdown(_words(note))
    return f"{source}, grade {report.grade}{_code(note)}, {_published(report)}: “{said}”{address}"


def _code(claim: Claim) -> str:
    return str(claim.credibility) if claim.credibility != 6 else ""


def _words(claim: Claim) -> str:
    return " ".join(claim.quote.split())


def _published(report: Report) -> str:
    return words.span(report.published) if report.published else "no date"


def _short(url: str, most: int = 70) -> str:
    shown = url.split("://", 1)[1].removesuffix("/")
    return shown if len(shown) <= most else shown[: most - 1] + "…"


_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~$&])")
_LIST = re.compile(r"^([-+=]|\d+(?=[.)]))")  # at the beginning of a line: a list, a rule


def escaped_markdown(text: str) -> str:
    """Escape what Markdown or its HTML would take for markup; line breaks become spaces."""
    flat = _SPECIAL.sub(r"\\\1", " ".join(text.split()))
    return _LIST.sub(lambda found: f"\\{found[1]}" if not found[1].isdigit() else f"{found[1]}\\", flat)

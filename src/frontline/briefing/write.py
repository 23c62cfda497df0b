"""A briefing as files: the page, its Markdown, the figures, the maps, the timeline, the layers."""

from __future__ import annotations

__all__ = ["FILES", "Written", "sections", "write", "write_situation"]

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from frontline._errors import MissingExtraError
from frontline.exports import layers as gis
from frontline.exports.control import control_geojson
from frontline.exports.folder import staged

from . import ahead, basis, campaign, page, sentences, words
from .document import document
from .gather import gather
from .map import Sheet, draw_map, most_changed
from .supposed_maps import draw_halt
from .timeline import draw_timeline

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from pathlib import Path

    from frontline.control import Belief

    from .outline import Section
    from .situation import Situation


_PAGE = "briefing.html"
FILES = (  # in the order in which one would open them
    _PAGE,
    "briefing.md",
    "map.png",
    "theatre.png",
    "timeline.png",
    "halt.png",
    "map.svg",
    "theatre.svg",
    "timeline.svg",
    "halt.svg",
    "picture.json",
    "control.geojson",
    "control.gpkg",
)
_MADE = " Made with frontline."


@dataclass(frozen=True, slots=True)
class Written:
    """The files of a briefing, in the order in which one would open them, and what was left out and why."""

    files: tuple[Path, ...]
    left_out: tuple[str, ...]
    situation: Situation


def write(
    belief: Belief, day: date, out: Path, *, weeks: int = 6, step: Callable[[str], None] = lambda _: None
) -> Written:
    """Write a day's briefing into the folder `out`, looking back on `weeks` weeks.

    Everything is made in a folder beside it first and then moved, the page last: `out` never holds a file
    half-written, and where making it fails it stays as it was. Files of an earlier briefing are replaced or taken
    away, others in `out` are left alone. `step` is told what is being made.
    """
    step("gathering what led to the day")
    return write_situation(gather(belief, day, weeks=weeks), out, step=step)


def write_situation(situation: Situation, out: Path, *, step: Callable[[str], None] = lambda _: None) -> Written:
    """Write the briefing of a situation; see `write`."""
    with staged(out, last=_PAGE, whole=FILES) as folder:
        left_out = _write_all(situation, folder, step)
        names = [name for name in FILES if (folder / name).exists()]
    return Written(tuple(out / name for name in names), tuple(left_out), situation)


def sections(situation: Situation) -> tuple[Section, ...]:
    """Return the briefing's sections in their order; those with nothing to tell are not there."""
    told = (
        sentences.lead(situation),
        sentences.ground(situation),
        sentences.changes(situation),
        ahead.significant(situation),
        campaign.sieges(situation),
        campaign.corridors(situation),
        campaign.routes(situation),
        sentences.front(situation),
        campaign.tempo(situation),
        ahead.outlook(situation),
        basis.disputes(situation),
        basis.basis(situation),
        basis.limits(),
    )
    return tuple(section for section in told if section is not None)


def _write_all(situation: Situation, folder: Path, step: Callable[[str], None]) -> list[str]:
    day = words.day(situation.day)
    title = f"{situation.theatre.name}: {day}"
    sources = _source_line(situation)
    figures = _draw(situation, folder, day, sources, step)
    step("writing the page")
    told = sections(situation)
    reports = situation.record.reports
    inline = {
        key: [(_inline(folder / f"{name}.svg"), caption) for name, caption in those] for key, those in figures.items()
    }
    linked = {key: [(f"{name}.png", caption) for name, caption in those] for key, those in figures.items()}
    subtitle = f"Who held what, how sure that is, and where it comes from. {sources.removesuffix(_MADE)}"
    _write_text(folder / _PAGE, page.html(title, subtitle, told, reports=reports, figures=inline))
    _write_text(folder / "briefing.md", page.markdown(title, subtitle, told, reports=reports, figures=linked))
    written = json.dumps(document(situation), ensure_ascii=False, indent=1, allow_nan=False)
    _write_text(folder / "picture.json", written + "\n")
    step("writing the layers")
    return _write_layers(situation, folder)


def _draw(
    situation: Situation, folder: Path, day: str, sources: str, step: Callable[[str], None]
) -> dict[str, list[tuple[str, str]]]:
    """Draw the pictures; return (stem, caption) by the section that each belongs to."""
    theatre, changed = situation.theatre, {change.place_id: change.day for change in situation.changes}
    ended = [story for story in situation.sieges if story.siege.end]
    relieved = {story.place_id: story.siege.end for story in ended if story.siege.end}
    necks = tuple(situation.picture.salients[at] for at in situation.necks)
    sheet = Sheet(theatre, situation.control_map, situation.picture, changed, sources, necks, relieved)
    extent = most_changed(sheet)
    seen = f"changes since {words.day(situation.window.start)}"
    figures: dict[str, list[tuple[str, str]]] = {}
    if extent is not None:
        step("drawing the map")
        draw_map(
            sheet, folder / "map", title=f"Where it moved, {day}", subtitle=f"{theatre.name}; {seen}", extent=extent
        )
        step("drawing the theatre")
        draw_map(sheet, folder / "theatre", title=f"{theatre.name}", subtitle=f"{day}; {seen}", frame=extent)
        figures["day"] = [("map", f"Where it moved: {day}, {seen}.")]
        figures["ground"] = [("theatre", f"The whole theatre on {day}.")]
    else:
        step("drawing the map")
        draw_map(sheet, folder / "map", title=theatre.name, subtitle=f"{day}; {seen}: none")
        figures["day"] = [("map", f"The theatre on {day}.")]
    step("drawing the timeline")
    strips = situation.strips
    if strips:
        draw_timeline(
            strips,
            situation.window,
            theatre.sides,
            folder / "timeline",
            title=f"Who held what, to {day}",
            sources=sources,
        )
        figures["changes"] = [("timeline", "The places that changed hands, each with the reports that speak of it.")]
    halted = situation.ahead.halt if situation.ahead else None
    if halted is not None and halted.corridors:
        step("drawing what lies open")
        draw_halt(halted, theatre, folder, apart=False)
        side = words.the(theatre.sides[halted.side].name)
        figures["outlook"] = [("halt", f"Where {side} could be cut most cheaply if it stops where it stood: {day}.")]
    return figures


def _write_layers(situation: Situation, folder: Path) -> list[str]:
    collection = control_geojson(situation.theatre, situation.control_map)
    _write_text(folder / "control.geojson", json.dumps(collection, ensure_ascii=False, allow_nan=False) + "\n")
    shown = gis.layers(situation.theatre, situation.control_map, situation.picture)
    try:
        gis.write_geopackage(shown, folder / "control.gpkg")
    except MissingExtraError as missing:
        return [f"control.gpkg: {missing}"]
    return []


def _source_line(situation: Situation) -> str:
    record = situation.record
    origins = {report.origin for report in record.reports.values()}
    known = f", as known on {words.day(record.known_on)}" if record.known_on else ""
    return (
        f"{words.count(len(record.claims), 'claim')} from {words.count(len(record.reports), 'report')}"
        f" of {words.count(len(origins), 'origin')}{known}.{_MADE}"
    )


def _write_text(path: Path, text: str) -> None:
    path.write_bytes(text.encode("utf-8", "replace"))


def _inline(svg: Path) -> str:
    """Return a picture as it stands inside a page: without its XML head, its ids made its own."""
    drawn = svg.read_text(encoding="utf-8")
    drawn = drawn[drawn.index("<svg") :]
    return re.sub(r'(\bid="|href="#|url\(#)', lambda match: f"{match[1]}{svg.stem}-", drawn)

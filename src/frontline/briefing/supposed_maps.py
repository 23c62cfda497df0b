"""Maps of what is supposed: before and after, what lies open at a halt, which places matter most."""

from __future__ import annotations

__all__ = ["draw_chances", "draw_halt", "draw_sweep", "draw_what_if"]

from datetime import timedelta
from typing import TYPE_CHECKING

from frontline.control import control_map
from frontline.picture.draw import draw

from . import words
from .map import Sheet, draw_map, most_changed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from frontline.control import Belief
    from frontline.model import ControlMap, Picture, Theatre
    from frontline.outlook.halt import Halt, Hold
    from frontline.outlook.places import TheatreOutlook
    from frontline.outlook.sweep import Loss
    from frontline.outlook.whatif import WhatIf

_MADE = "A supposition, not a report. Made with frontline."
_MOST = 12  # key places on a map
_MOST_HELD = 6  # corridors with a map of their own


def draw_what_if(whatif: WhatIf, theatre: Theatre, folder: Path) -> list[Path]:
    """Draw the day as it is and as it would be, as `before` and `after` (.png, .svg), in one frame; return all four."""
    taken = {place: f"to {theatre.sides[side].name}" for place, side in whatif.taken.items()}
    lost = {one.place_id: "cut off" if one.how == "ground" else "no road left" for one in whatif.cut_off}
    keys = {**lost, **taken}
    extent = most_changed(_sheet(theatre, whatif.after_map, whatif.after, keys, corridors=not keys))
    day = words.day(whatif.before.day)
    files = []
    for stem, mapped, picture, marked, title in (
        ("before", whatif.before_map, whatif.before, dict.fromkeys(keys, ""), f"As it is: {day}"),
        ("after", whatif.after_map, whatif.after, keys, f"As it would be: {day}"),
    ):
        sheet = _sheet(theatre, mapped, picture, marked, corridors=True)
        files += draw_map(sheet, folder / stem, title=title, subtitle=_supposed(whatif, theatre), extent=extent)
    return files


def draw_halt(halted: Halt, theatre: Theatre, folder: Path, *, apart: bool = True) -> list[Path]:
    """Draw the corridors of a side with their necks and the cheapest cuts, as `halt` (.png, .svg).

    Where there are several, the foremost each on a map of its own as well, unless not `apart`: `halt-1`, `halt-2` ...
    """
    title = f"If {words.the(theatre.sides[halted.side].name)} stops here: {words.day(halted.picture.day)}"
    drawn = sum(flank.exposed_km for one in halted.corridors for flank in one.flanks)
    subtitle = (
        f"{words.km(halted.exposed_km)} of flanks lie open in all, {words.km(drawn)} of them along what is marked; "
        "the fewest places and the shortest line of a cut"
    )
    files = _draw_holds(halted, theatre, halted.corridors, folder / "halt", title, subtitle)
    if apart and len(halted.corridors) > 1:
        for number, one in enumerate(halted.corridors[:_MOST_HELD], start=1):
            open_km = sum(flank.exposed_km for flank in one.flanks)
            what = f"{words.start(one.corridor.name)}: {words.km(open_km)} of flanks lie open"
            files += _draw_holds(halted, theatre, (one,), folder / f"halt-{number}", title, what)
    return files


def _draw_holds(
    halted: Halt, theatre: Theatre, holds: Sequence[Hold], stem: Path, title: str, subtitle: str
) -> list[Path]:
    keys: dict[str, str] = {}
    for one in holds:
        keys |= dict.fromkeys(one.by_ground.places if one.by_ground else (), "cut here")
        keys |= {one.goal: "would be cut off"} if one.goal is not None else {}
    sheet = Sheet(
        theatre,
        halted.mapped,
        halted.picture,
        {},
        _MADE,
        necks=tuple(one.corridor for one in holds),
        keys=keys,
        cuts=tuple(
            (one.line.line, f"shortest cut {words.km(one.line.length_km)}") for one in holds if one.line is not None
        ),
    )
    return draw_map(sheet, stem, title=title, subtitle=subtitle, extent=most_changed(sheet))


def draw_sweep(belief: Belief, day: date, side: str, losses: Sequence[Loss], stem: Path) -> list[Path]:
    """Draw the places whose loss would matter most, numbered from the worst, as `stem` (.png, .svg)."""
    worst = [loss for loss in losses if loss.score > 0][:_MOST]
    keys = {loss.place_id: str(number) for number, loss in enumerate(worst, start=1)}
    theatre = belief.theatre
    sheet = _sheet(theatre, control_map(belief, day), draw(belief, day), keys, corridors=False)
    title = f"What {words.the(theatre.sides[side].name)} can least afford to lose: {words.day(day)}"
    return draw_map(
        sheet,
        stem,
        title=title,
        subtitle="Numbered from the worst: by what would be cut off, and which roads",
        extent=most_changed(sheet),
    )


def draw_chances(outlook: TheatreOutlook, belief: Belief, stem: Path, *, least: float) -> list[Path]:
    """Draw a theatre's forecast, a disc for each place with a chance of `least` or more, as `stem` (.png, .svg)."""
    theatre, likely = belief.theatre, [one for one in outlook.places if one.p >= least]
    sheet = Sheet(
        theatre,
        control_map(belief, outlook.day),
        draw(belief, outlook.day, last_weeks=1),
        {},
        "The model is carried over from another war: low confidence. Made with frontline.",
        keys={one.place_id: f"{one.p:.0%}" for one in likely[:_MOST]},
        chances={one.place_id: one.p for one in likely},
    )
    return draw_map(
        sheet,
        stem,
        title=f"What may change hands by {words.day(outlook.day + timedelta(days=outlook.horizon))}",
        subtitle=f"Seen on {words.day(outlook.day)}: the chance that each place is in other hands by then",
        extent=most_changed(sheet),
    )


def _sheet(
    theatre: Theatre, mapped: ControlMap, picture: Picture, keys: Mapping[str, str], *, corridors: bool
) -> Sheet:
    necks = tuple(salient for salient in picture.salients if corridors and salient.kind == "corridor")
    return Sheet(theatre, mapped, picture, {}, _MADE, necks=necks, keys=keys)


def _supposed(whatif: WhatIf, theatre: Theatre) -> str:
    named = []
    for place_id, side in whatif.taken.items():
        place = theatre.places.get(place_id)
        named.append(f"{place.name if place else place_id} in the hands of {words.the(theatre.sides[side].name)}")
    roads = [f"the {theatre.routes[stretch.route].name} closed" for stretch in whatif.cut]
    return f"Supposed: {words.listed([*named, *roads]) or 'nothing'}"

"""What the pictures are drawn with: paper, colours, shapes as paths, text that is never markup, files.

Figures are made without pyplot: no window, no state shared between two briefings written at once.
"""

from __future__ import annotations

__all__ = ["FONT", "INK", "PAPER", "WATER", "figure", "muted", "patch", "save", "strong", "write_text"]

import io
import unicodedata
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
import numpy as np
import shapely
from anyascii import anyascii
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex, to_rgb
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from matplotlib.path import Path as Outline

if TYPE_CHECKING:
    from pathlib import Path

    from matplotlib.axes import Axes
    from matplotlib.text import Text
    from shapely.geometry.base import BaseGeometry

INK = "#1f2326"
PAPER = "#fcfbf8"
WATER = "#cfe1ec"
FONT = "DejaVu Sans"  # comes with matplotlib: the same picture on every machine
DPI = 200


def figure(width: float, height: float) -> Figure:
    """Return an empty sheet of `width` by `height` inches, ready to measure text on."""
    sheet = Figure(figsize=(width, height), dpi=DPI, facecolor=PAPER)
    FigureCanvasAgg(sheet)
    return sheet


def muted(colour: str, *, share: float = 0.36) -> str:
    """Return the colour thinned on paper, for ground that names must be readable on."""
    return to_hex(share * np.array(to_rgb(colour)) + (1 - share) * np.array(to_rgb(PAPER)))


def strong(colour: str) -> str:
    """Return the colour dark enough for a line, a marker or a word."""
    red, green, blue = to_rgb(colour)
    light = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return to_hex(np.array((red, green, blue)) * (0.42 / light if light > 0.42 else 1.0))


def patch(shape: BaseGeometry, **style: Any) -> PathPatch:  # noqa: ANN401
    """Return a (multi)polygon with its holes as one patch; what is no polygon in it is left out."""
    outlines = []
    for part in shapely.get_parts(shape):
        if part.geom_type == "Polygon" and not part.is_empty:
            outlines += [Outline(np.asarray(ring.coords)[:, :2], closed=True) for ring in _wound(part)]
    path = Outline.make_compound_path(*outlines) if outlines else Outline(np.zeros((0, 2)))
    return PathPatch(path, **style)


def _wound(polygon: BaseGeometry) -> list[BaseGeometry]:
    turned = shapely.orient_polygons(polygon)
    return [turned.exterior, *turned.interiors]


def write_text(axes: Axes, x: float, y: float, words: str, **style: Any) -> Text:  # noqa: ANN401
    """Write words as they are: a `$` in a report is a `$`, no formula, and no character is missing from the font."""
    return axes.text(x, y, drawable(words), parse_math=False, fontfamily=FONT, **style)


def drawable(words: str) -> str:
    """Return the words on one line, in characters that the font has; others in their nearest Latin letters."""
    kept = [
        character if character < "\u0250" or character in "–—‘’“”…²·" else anyascii(character)
        for character in unicodedata.normalize("NFC", words)
    ]
    return " ".join("".join(character for character in kept if character.isprintable()).split())


def save(sheet: Figure, stem: Path, *, name: str) -> list[Path]:
    """Write the sheet beside `stem` as .png and .svg and return both; the same sheet gives the same bytes."""
    png, svg = stem.with_suffix(".png"), stem.with_suffix(".svg")
    with mpl.rc_context({"svg.fonttype": "path", "svg.hashsalt": name}):
        sheet.savefig(png, dpi=DPI, metadata={"Software": "frontline"}, pil_kwargs={"optimize": True})
        drawn = io.StringIO()
        sheet.savefig(drawn, format="svg", metadata={"Date": None, "Creator": "frontline"})
    svg.write_text(drawn.getvalue(), encoding="utf-8")
    return [png, svg]

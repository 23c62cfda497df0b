"""What the pictures are drawn with: paper, colours, shapes as paths, text that is never markup, files.

Figures are made without pyplot: no window, no state shared between two briefings written at once.
"""

from __future__ import annotations

__all__ = ["DPI", "FONT", "INK", "PAPER", "WATER", "figure", "muted", "patch", "save", "strong", "write_text"]

import io
import re
import unicodedata
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import matplotlib as mpl
import numpy as np
import shapely
from anyascii import anyascii
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex, to_rgb
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from matplotlib.path import Path as Outline
from matplotlib.patheffects import withStroke
from matplotlib.text import Text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from matplotlib.axes import Axes
    from numpy.typing import NDArray
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
    """Return the colour thinned on paper, for ground that names must be readable on; a dark one is thinned more."""
    rgb = np.array(to_rgb(colour))
    share *= 0.5 + 0.5 * min(_light(colour) / 0.3, 1.0)
    return _hex(share * rgb + (1 - share) * np.array(to_rgb(PAPER)))


def strong(colour: str) -> str:
    """Return the colour dark enough for a line, a marker or a word."""
    return _hex(np.array(to_rgb(colour)) * min(0.42 / max(_light(colour), 1e-9), 1.0))


def _hex(rgb: NDArray[np.float64]) -> str:
    red, green, blue = rgb.tolist()
    return to_hex((red, green, blue))


def _light(colour: str) -> float:
    """Return how light a colour is, 0 to 1 (ITU-R BT.709, without gamma)."""
    red, green, blue = to_rgb(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def patch(shape: BaseGeometry, **style: Any) -> PathPatch:  # noqa: ANN401
    """Return a (multi)polygon with its holes as one patch; what is no polygon in it is left out."""
    parts = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon" and not part.is_empty]
    rings = shapely.get_rings(shapely.orient_polygons(np.array(parts, dtype=object)))
    outlines = [Outline(shapely.get_coordinates(ring), closed=True) for ring in rings]
    path = Outline.make_compound_path(*outlines) if outlines else Outline(np.zeros((0, 2)))
    return PathPatch(path, **style)


def write_text(axes: Axes, x: float, y: float, words: str, *, halo: bool = False, **style: Any) -> Text:  # noqa: ANN401
    """Write words as they are: a `$` in a report is a `$`, no formula, and no character is missing from the font.

    `halo` lays paper around the letters, for names on a map.
    """
    effects = [withStroke(linewidth=1.9, foreground=PAPER, alpha=0.9)] if halo else []
    return axes.text(x, y, drawable(words), parse_math=False, fontfamily=FONT, path_effects=effects, **style)


def drawable(words: str) -> str:
    """Return the words on one line, in characters that the font has; others in their nearest Latin letters."""
    kept = [
        character if character < "\u0250" or character in "–—‘’“”…²·" else anyascii(character)
        for character in unicodedata.normalize("NFC", " ".join(words.split()))
    ]
    return "".join(character for character in kept if character.isprintable())


def save(sheet: Figure, stem: Path, *, name: str) -> list[Path]:
    """Write the sheet beside `stem` as .png and .svg and return both; the same sheet gives the same bytes.

    In the SVG a text is a text, that can be searched and copied. It has the width that it was measured with, whatever
    font the reader has: what did not overlap does not.
    """
    png, svg = stem.with_suffix(".png"), stem.with_suffix(".svg")
    sheet.savefig(png, dpi=DPI, metadata={"Software": "frontline"})
    widths: dict[str, float] = {}
    for which, text in enumerate(sheet.findobj(Text)):
        if isinstance(text, Text) and text.get_text():
            gid = f"{'halo' if text.get_path_effects() else 'text'}-{which}"
            widths[gid] = text.get_window_extent().width * 72 / DPI
            text.set_gid(gid)
            text.set_path_effects([])
    drawn = io.StringIO()
    with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": name}):
        sheet.savefig(drawn, format="svg", metadata={"Date": None, "Creator": "frontline"})
    svg.write_text(_slim(drawn.getvalue(), widths), encoding="utf-8")
    return [png, svg]


_SVG = "http://www.w3.org/2000/svg"
_HALO = (
    f'[id*="halo-"] text{{paint-order:stroke;stroke:{PAPER};stroke-width:2px;stroke-opacity:.9;stroke-linejoin:round}}'
)
_LONG = re.compile(r"(\.\d\d)\d+")


def _slim(drawn: str, widths: Mapping[str, float]) -> str:
    """Give the texts their widths and halos, and coordinates no more digits than a printer has dots."""
    ET.register_namespace("", _SVG)
    ET.register_namespace("xlink", "http://www.w3.org/1999/xlink")
    root = ET.fromstring(drawn)  # noqa: S314 - our own, made a line ago
    for metadata in root.findall(f"{{{_SVG}}}metadata"):
        root.remove(metadata)
    ET.SubElement(root, f"{{{_SVG}}}style").text = _HALO
    for group in root.iter(f"{{{_SVG}}}g"):
        width = widths.get(group.get("id", ""))
        for text in group.findall(f"{{{_SVG}}}text") if width else []:
            text.set("textLength", f"{width:.1f}")
            text.set("lengthAdjust", "spacingAndGlyphs")
            text.set("style", text.get("style", "").replace(f"'{FONT}'", f"'{FONT}', Verdana, sans-serif"))
    for path in root.iter(f"{{{_SVG}}}path"):
        path.set("d", " ".join(_LONG.sub(r"\1", path.get("d", "")).split()))
    return ET.tostring(root, encoding="unicode") + "\n"

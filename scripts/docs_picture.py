"""Make a small picture for the docs of a large one: docs_picture.py LARGE.png SMALL.png."""

from __future__ import annotations

import sys
from pathlib import Path

from PIL import Image

WIDTH = 1340  # pixels: what a page of text shows
COLOURS = 256  # flat ground, few colours: a palette is a third of the size


def main() -> None:
    """Shrink the picture and give it a palette."""
    source, target = map(Path, sys.argv[1:3])
    with Image.open(source) as large:
        height = round(large.height * WIDTH / large.width)
        small = large.convert("RGB").resize((WIDTH, height), Image.Resampling.LANCZOS)
    target.parent.mkdir(parents=True, exist_ok=True)
    small.quantize(COLOURS, kmeans=4, dither=Image.Dither.NONE).save(target, optimize=True)
    print(f"{target}: {target.stat().st_size / 1000:.0f} kB")


main()

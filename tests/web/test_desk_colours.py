"""Colours at the desk: sides stay apart for colour-blind readers, words stand out on every page, light and dark."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from pathlib import Path

    from numpy.typing import ArrayLike, NDArray
    from playwright.sync_api import Page

    Look = Callable[..., AbstractContextManager[Page]]
    Floats = NDArray[np.float64]

# Machado, Oliveira and Fernandes (2009), A physiologically-based model for simulation of color vision deficiency: whole
# dichromacy, on linear RGB.
SEEN = {
    "by most": [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]],
    "without red cones": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "without green cones": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.01182, 0.04294, 0.968881],
    ],
    "without blue cones": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}
SURE, HALF_SURE = 1.0, 0.75
# Of ground that is held for sure. 2 is the least that most see side by side; on a map colours lie apart, and thin.
APART = {SURE: 13.0, HALF_SURE: 9.0}


def _linear(rgb: ArrayLike) -> Floats:
    part = np.asarray(rgb, float) / 255
    return np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)


def _lab(linear: Floats) -> Floats:
    """Return CIELAB of linear sRGB, D65."""
    to_xyz = [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
    xyz = np.array(to_xyz) @ linear / [0.95047, 1, 1.08883]
    f = np.where(xyz > 216 / 24389, np.cbrt(xyz), (24389 / 27 * xyz + 16) / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def ciede2000(one: ArrayLike, other: ArrayLike) -> float:
    """Return how far apart two colours (CIELAB) look: Sharma, Wu and Dalal (2005), eqs. 2 to 22."""
    (l1, a1, b1), (l2, a2, b2) = np.asarray(one, float), np.asarray(other, float)
    mean = (np.hypot(a1, b1) + np.hypot(a2, b2)) / 2
    stretch = 1.5 - 0.5 * np.sqrt(mean**7 / (mean**7 + 25**7))
    c1, c2 = np.hypot(a1 * stretch, b1), np.hypot(a2 * stretch, b2)
    h1, h2 = np.degrees(np.arctan2([b1, b2], [a1 * stretch, a2 * stretch])) % 360
    grey = c1 * c2 == 0
    turn = 0 if grey else (h2 - h1 + 180) % 360 - 180
    hue = 2 * np.sqrt(c1 * c2) * np.sin(np.radians(turn / 2))
    light, chroma = (l1 + l2) / 2, (c1 + c2) / 2
    middle = h1 + h2 if grey else (h1 + turn / 2) % 360
    weight = (
        1
        - 0.17 * np.cos(np.radians(middle - 30))
        + 0.24 * np.cos(np.radians(2 * middle))
        + 0.32 * np.cos(np.radians(3 * middle + 6))
        - 0.20 * np.cos(np.radians(4 * middle - 63))
    )
    by_light = (l2 - l1) / (1 + 0.015 * (light - 50) ** 2 / np.sqrt(20 + (light - 50) ** 2))
    by_chroma = (c2 - c1) / (1 + 0.045 * chroma)
    by_hue = hue / (1 + 0.015 * chroma * weight)
    twist = (
        -2 * np.sqrt(chroma**7 / (chroma**7 + 25**7)) * np.sin(np.radians(60 * np.exp(-(((middle - 275) / 25) ** 2))))
    )
    return float(np.sqrt(by_light**2 + by_chroma**2 + by_hue**2 + twist * by_chroma * by_hue))


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
        ((50, 0, 0), (50, -1, 2), 2.3669),
        ((50, 2.5, 0), (73, 25, -18), 27.1492),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
        ((22.7233, 20.0904, -46.6940), (23.0331, 14.9730, -42.5619), 2.0373),
        ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
    ],
)
def test_the_measure_is_that_of_its_published_pairs(one: ArrayLike, other: ArrayLike, apart: float) -> None:
    assert ciede2000(one, other) == pytest.approx(apart, abs=1e-4)


_PALETTE = """async (name) => {
  desk.theme(name);
  const p = await import("/static/palette.js");
  const rgb = (text) => { const c = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
    c.fillStyle = text; c.fillRect(0, 0, 1, 1); return [...c.getImageData(0, 0, 1, 1).data].slice(0, 3); };
  const lined = (image) => { for (let at = 0; at < image.data.length; at += 4) if (image.data[at + 3] > 60)
    return [...image.data.slice(at, at + 4)]; };
  return { paper: rgb(p.paper()), strength: p.strength(null), hatch: lined(p.hatch()),
    sides: Object.fromEntries(desk.theatre.sides.map((side) => [side.id, rgb(p.shade(side.colour))])),
    lines: desk.theatre.sides.map((side) => rgb(p.line(side.colour))) };
}"""


def _share(strength: list[float], sure: float) -> float:
    return float(np.interp(100 * sure, strength[::2], strength[1::2]))


def _over(colour: ArrayLike, share: float, ground: ArrayLike) -> Floats:
    return share * np.asarray(colour, float) + (1 - share) * np.asarray(ground, float)


def _contrast(one: ArrayLike, other: ArrayLike) -> float:
    low, high = sorted(float(_linear(rgb) @ [0.2126, 0.7152, 0.0722]) for rgb in (one, other))
    return (high + 0.05) / (low + 0.05)


def test_sides_and_doubt_stay_apart_for_every_eye(address: str, look: Look) -> None:
    with look(f"{address}/#date=2015-11-10", width=900, height=500) as page:
        for theme in ("light", "dark"):
            told: dict[str, Any] = page.evaluate(_PALETTE, theme)
            for sure, apart in APART.items():
                share = _share(told["strength"], sure)
                ground = {side: _over(rgb, share, told["paper"]) for side, rgb in told["sides"].items()}
                for eye, matrix in SEEN.items():
                    seen = np.array(matrix)
                    shown = {side: _lab(np.clip(seen @ _linear(rgb), 0, 1)) for side, rgb in ground.items()}
                    for one, other in combinations(shown, 2):
                        assert ciede2000(shown[one], shown[other]) > apart, (theme, sure, eye, one, other)
            # Doubt is seen by lightness, which every eye has.
            *stripe, alpha = told["hatch"]
            share = _share(told["strength"], HALF_SURE)
            for side, rgb in told["sides"].items():
                under = _over(rgb, share, told["paper"])
                lined = _over(stripe, alpha / 255, under)
                assert abs(_lab(_linear(under))[0] - _lab(_linear(lined))[0]) > 8, (theme, side)
            assert all(_contrast(rgb, told["paper"]) >= 3 for rgb in told["lines"]), theme


# WCAG 2.2, 1.4.3: 4.5 to 1 between words and what they stand on.
CONTRAST = """() => {
  const parse = (text) => text.match(/[\\d.]+/g).map(Number);
  const scaled = (text) => parse(text).map((v, at) => (text.startsWith("color(srgb") && at < 3 ? 255 * v : v));
  const linear = (v) => (v / 255 <= 0.04045 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4);
  const light = ([r, g, b]) => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
  const ground = (one) => {
    const colour = scaled(getComputedStyle(one).backgroundColor);
    const alpha = colour[3] ?? 1;
    if (alpha > 0.99 || !one.parentElement) return colour;
    const under = ground(one.parentElement);
    return colour.slice(0, 3).map((v, at) => alpha * v + (1 - alpha) * under[at]);
  };
  const written = (one) => [...one.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
  const roots = ["header *", "#panel *", "footer *", "#key *", "#banner", "#banner *", "#divider *", ".docs *"];
  return [...document.querySelectorAll(roots.join())]
    .filter((one) => !one.closest("svg, canvas") && !one.disabled && written(one))
    .filter((one) => one.checkVisibility({ visibilityProperty: true }))
    .map((one) => {
      const [a, b] = [light(scaled(getComputedStyle(one).color)), light(ground(one))];
      return [(Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05), one.textContent.slice(0, 40)];
    })
    .filter(([ratio]) => !(ratio >= 4.5));
}"""
PAGES = {
    "date=2015-11-10": "Supply roads",
    "date=2015-11-10&place=kuweires-airbase": "claims",
    "date=2015-11-05&siege=kuweires-airbase:2012-12-08": "What could supply it",
    "date=2015-11-10&route=aleppo-salamiyah": "Where",
    "date=2015-11-10&salient=Kuweires Airbase corridor": "Beyond the neck",
    "date=2015-11-10&place=sheikh-ahmad&flip=sheikh-ahmad:isil": "What if",
    "date=2015-11-10&against=2015-09-01": "Changed against",
    "date=2015-11-10&against=2015-09-01&swipe=40": "Changed against",
    "date=2015-11-10&tab=outlook": "Places that may change hands",
}


def test_words_stand_out_on_every_page(address: str, look: Look, shot: Callable[[str], Path]) -> None:
    with look(f"{address}/#date=2015-11-09", width=900, height=700) as page:
        for place, words in PAGES.items():
            page.evaluate("place => { location.hash = place }", place)
            page.locator("#panel").get_by_text(words).first.wait_for(timeout=60_000)
            for theme in ("light", "dark"):
                page.evaluate("name => { document.documentElement.dataset.theme = name }", theme)
                assert page.evaluate(CONTRAST) == [], (place, theme)
        page.screenshot(path=shot("outlook"))
        page.goto(f"{address}/docs")
        page.locator("main h2").first.wait_for(timeout=30_000)
        for theme in ("light", "dark"):
            page.evaluate("name => { document.documentElement.dataset.theme = name }", theme)
            assert page.evaluate(CONTRAST) == [], ("docs", theme)

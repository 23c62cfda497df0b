"""The pictures: drawn from any situation, with names that do not overlap and no word taken for a formula."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from frontline.briefing import ink
from frontline.briefing.map import Sheet, draw_map, most_changed
from frontline.briefing.timeline import draw_timeline

if TYPE_CHECKING:
    from pathlib import Path

    from frontline.briefing import Situation

_SVG = "{http://www.w3.org/2000/svg}"


def _sheet(situation: Situation) -> Sheet:
    necks = tuple(situation.picture.salients[at] for at in situation.necks)
    changed = {change.place_id: change.day for change in situation.changes}
    return Sheet(situation.theatre, situation.control_map, situation.picture, changed, "four reports", necks)


@pytest.fixture(scope="module")
def drawn(situation: Situation, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("map")
    draw_map(_sheet(situation), folder / "map", title="The $x^2$ war", subtitle="a day")
    return folder


def _texts(svg: Path) -> list[tuple[bool, str, float, float, float, float]]:
    """Return of each text of a picture: whether it is a name on the map, its words, x, baseline, width, size."""
    found = []
    for group in ET.parse(svg).getroot().iter(f"{_SVG}g"):  # noqa: S314
        for text in group.findall(f"{_SVG}text"):
            style = text.get("style", "")
            size = float(style.split("px")[0].split()[-1])
            name = "halo-" in group.get("id", "")
            x, y = float(text.get("x", "0")), float(text.get("y", "0"))
            found.append((name, text.text or "", x, y, float(text.get("textLength", "0")), size))
    return found


def test_names_on_the_map_do_not_overlap(drawn: Path) -> None:
    names = [text for text in _texts(drawn / "map.svg") if text[0]]
    assert len(names) >= 8
    for one, other in combinations(names, 2):
        apart = one[2] + one[4] <= other[2] or other[2] + other[4] <= one[2]
        above = abs(one[3] - other[3]) >= 0.7 * min(one[5], other[5])
        assert apart or above, (one[1], other[1])


def test_dollars_and_angles_are_drawn_as_they_are(drawn: Path) -> None:
    words = {text[1] for text in _texts(drawn / "map.svg")}
    assert "The $x^2$ war" in words
    assert {"Quarry $x_1$", "<b>Lodge</b>"} <= words


def test_the_neck_is_marked_with_its_width(drawn: Path) -> None:
    assert "neck 2.3 km" in {text[1] for text in _texts(drawn / "map.svg")}


def test_a_place_that_changed_hands_is_named_with_its_day(drawn: Path) -> None:
    assert "Bridge (17 May)" in {text[1] for text in _texts(drawn / "map.svg")}


def test_the_svg_holds_no_script_and_fetches_nothing(drawn: Path) -> None:
    root = ET.parse(drawn / "map.svg").getroot()  # noqa: S314
    assert not list(root.iter(f"{_SVG}script"))
    links = [value for part in root.iter() for key, value in part.attrib.items() if key.endswith("href")]
    assert all(link.startswith("#") for link in links)


def test_the_same_map_gives_the_same_bytes(situation: Situation, drawn: Path, tmp_path: Path) -> None:
    again = draw_map(_sheet(situation), tmp_path / "map", title="The $x^2$ war", subtitle="a day")
    assert [path.read_bytes() for path in again] == [(drawn / path.name).read_bytes() for path in again]


def test_the_detail_map_shows_changes_corridors_and_pockets(situation: Situation) -> None:
    extent = most_changed(_sheet(situation))
    assert extent is not None
    x0, y0, x1, y1 = extent
    from pyproj import Transformer  # noqa: PLC0415

    there = Transformer.from_crs(4326, situation.control_map.crs, always_xy=True)
    for key in ("bridge", "fort"):
        x, y = there.transform(situation.theatre.places[key].lon, situation.theatre.places[key].lat)
        assert x0 < x < x1
        assert y0 < y < y1


def test_where_nothing_changed_there_is_no_detail_map(quiet: Situation) -> None:
    assert most_changed(_sheet(quiet)) is None


def test_a_quiet_theatre_can_be_drawn_too(quiet: Situation, tmp_path: Path) -> None:
    written = draw_map(_sheet(quiet), tmp_path / "map", title="Quiet")
    assert [path.name for path in written] == ["map.png", "map.svg"]


def test_the_timeline_names_its_places_and_years(situation: Situation, tmp_path: Path) -> None:
    sides = situation.theatre.sides
    _, svg = draw_timeline(situation.strips, situation.window, sides, tmp_path / "t", title="To May", sources="")
    words = {text[1] for text in _texts(svg)}
    assert {"Bridge", "Northern army", "Southland", "“gain”", "“hold”"} <= words


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("كويرس", "kwyrs"),
        ("Кувейрис", "Kuveyris"),
        ("a\nb\u202ec\x07", "a bc"),
        ("Sheikh Aḥmad – «x»", "Sheikh Ahmad – «x»"),
    ],
)
def test_what_the_font_lacks_is_written_in_latin(words: str, shown: str) -> None:
    assert ink.drawable(words) == shown


@pytest.mark.parametrize("colour", ["#ffffff", "#000000", "#ffff00", "#c0392b"])
def test_ground_is_pale_and_lines_are_dark_enough(colour: str) -> None:
    def light(shade: str) -> float:
        return float(np.array([int(shade[at : at + 2], 16) for at in (1, 3, 5)]) @ [0.2126, 0.7152, 0.0722]) / 255

    assert light(ink.muted(colour)) > 0.6
    assert light(ink.strong(colour)) < 0.45

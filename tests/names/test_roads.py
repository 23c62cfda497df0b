"""Roads are known by the places that they join, in any order, spelling and script."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontline.model import Place, Route, Stretch
from frontline.names import build_index, is_road, resolve_road

PLACES = (
    Place("aleppo", "Aleppo", 36.2, 37.13, "city", ("حلب",), 5),
    Place("safira", "al-Safira", 36.076, 37.372, "town"),
    Place("khanaser", "Khanaser", 35.782, 37.499, "town"),
    Place("ithriya", "Ithriya", 35.365, 37.788),
    Place("salamiyah", "Salamiyah", 35.012, 37.053, "city"),
    Place("base", "Kuweires Airbase", 36.185, 37.584, "airbase"),
    Place("hafir", "Deir Hafir", 36.157, 37.708, "town"),
    Place("raqqa", "Raqqa", 35.95, 39.01, "city"),
    Place("bab", "al-Bab", 36.37, 37.516, "city"),
    Place("homs", "Homs", 34.73, 36.71, "city"),
)
SUPPLY = Route(
    "supply",
    "Aleppo–Khanaser–Ithriya–Salamiyah road",
    ("aleppo", "safira", "khanaser", "ithriya", "salamiyah"),
    ("Aleppo supply road", "M77"),
)
EAST = Route("east", "Aleppo–Raqqa highway", ("aleppo", "base", "hafir", "raqqa"))
NORTH = Route("north", "al-Bab–Deir Hafir road", ("bab", "hafir"))
ROUTES = (SUPPLY, EAST, NORTH)
INDEX = build_index(PLACES)


@pytest.mark.parametrize(
    ("name", "stretch"),
    [
        ("Khanaser–Ithriya road", ("supply", "khanaser", "ithriya")),
        ("Ithriyah-Khanasser Road", ("supply", "khanaser", "ithriya")),
        ("the road between Ithriya and Khanasir", ("supply", "khanaser", "ithriya")),
        ("خناصر - أثريا", ("supply", "khanaser", "ithriya")),
        ("طريق خناصر وأثريا", ("supply", "khanaser", "ithriya")),
        ("Ханасир-Итрия", ("supply", "khanaser", "ithriya")),
        ("Aleppo–as-Safira road", ("supply", "aleppo", "safira")),
        ("حلب - خناصر", ("supply", "aleppo", "khanaser")),
        ("Aleppo-Khanasser-Ithriya-Al-Salmiyeh", ("supply", "aleppo", "salamiyah")),
        ("Khanasser Highway", ("supply", "aleppo", "salamiyah")),
        ("طريق خناصر", ("supply", "aleppo", "salamiyah")),
        ("the Aleppo supply road", ("supply", "aleppo", "salamiyah")),
        ("the only government supply route to Khanaser", ("supply", "aleppo", "salamiyah")),
        ("M77", ("supply", "aleppo", "salamiyah")),
        ("Aleppo-Raqqa Highway", ("east", "aleppo", "raqqa")),
        ("road to Raqqa", ("east", "aleppo", "raqqa")),
        ("جاده حلب به رقه", ("east", "aleppo", "raqqa")),
        ("Kuweires air base–Deir Hafer road", ("east", "base", "hafir")),
        ("al-Bab-Deir Hafir road", ("north", "bab", "hafir")),
    ],
)
def test_a_road_is_the_stretch_between_the_places_that_name_it(name: str, stretch: tuple[str, str, str]) -> None:
    assert resolve_road(INDEX, ROUTES, name) == Stretch(*stretch)


@pytest.mark.parametrize(
    "name", ["Damascus–Homs highway", "the highway", "Homs road", "Deir ez-Zor road", "", "Mosul - Erbil"]
)
def test_a_road_through_other_places_is_none(name: str) -> None:
    assert resolve_road(INDEX, ROUTES, name) is None


def test_a_word_for_a_road_tells_a_road_from_a_place() -> None:
    assert [is_road(name) for name in ("Khanaser road", "طريق خناصر", "трасса М-4", "Khanaser")] == [
        True,
        True,
        True,
        False,
    ]


@given(
    st.sampled_from(SUPPLY.places), st.sampled_from(SUPPLY.places), st.sampled_from(["–", "-", " - ", " to ", " and "])
)
def test_the_ends_may_be_told_in_either_order(one: str, other: str, joint: str) -> None:
    names = {place.id: place.name for place in PLACES}
    there = resolve_road(INDEX, [SUPPLY], f"{names[one]}{joint}{names[other]} road")
    back = resolve_road(INDEX, [SUPPLY], f"{names[other]}{joint}{names[one]} road")
    first, last = sorted((one, other), key=SUPPLY.places.index)
    if first == last:
        first, last = "aleppo", "salamiyah"
    assert there == back == Stretch("supply", first, last)


@given(st.text(max_size=30))
def test_any_text_is_asked_for_without_harm(name: str) -> None:
    stretch = resolve_road(INDEX, ROUTES, name)
    assert stretch is None or stretch.route in {"supply", "east", "north"}

"""Known spellings are found in running text, whole, longest first, and quoted exactly."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontline.model import Place
from frontline.names import build_index, scan

PLACES = (
    Place("base", "Kuweires Airbase", 36.185, 37.584, "airbase", ("Kuweires", "كويرس", "Квейрес")),
    Place("safira", "al-Safira", 36.076, 37.372),
    Place("naam", "Tal Na'am", 36.0982, 37.4595),
    Place("ali", "Jubb al ‘Ālī", 36.045, 37.798),
    Place("khanaser", "Khanaser", 35.782, 37.499, "town", ("خناصر", "السفيرة الجديدة")),
    Place("nasr-1", "Nasiriyah", 36.108, 37.473),
    Place("nasr-2", "Nasiriyah", 36.657, 37.329),
)
INDEX = build_index(PLACES)


def found(text: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(text[start:end], ids) for start, end, ids in scan(INDEX, text)]


@pytest.mark.parametrize(
    ("text", "mentions"),
    [
        ("They took Kuweires Airbase today.", [("Kuweires Airbase", ("base",))]),
        ("near  Kuweires\n Airbase", [("Kuweires\n Airbase", ("base",))]),
        ("KUWEIRES fell", [("KUWEIRES", ("base",))]),
        ("'Kuweires' and Safira’s farms", [("Kuweires", ("base",)), ("Safira", ("safira",))]),
        ("the road from as-Safira, Al Safira", [("as-Safira", ("safira",)), ("Al Safira", ("safira",))]),
        ("Tal Na’am, Tal Naam, Tal Naʿam", [(name, ("naam",)) for name in ("Tal Na’am", "Tal Naam", "Tal Naʿam")]),
        (
            "(Jubb al-ʿĀlī) Jubb al-A\u0304li\u0304!",
            [("Jubb al-ʿĀlī", ("ali",)), ("Jubb al-A\u0304li\u0304", ("ali",))],
        ),
        ("وسيطر الجيش على خناصر وكويرس", [("خناصر", ("khanaser",)), ("كويرس", ("base",))]),
        ("من كُوَيْرِس إلى بخناصر", [("كُوَيْرِس", ("base",)), ("خناصر", ("khanaser",))]),
        ("под Квейрес.", [("Квейрес", ("base",))]),
        ("Nasiriyah", [("Nasiriyah", ("nasr-1", "nasr-2"))]),
    ],
)
def test_known_spellings_are_found_in_any_script(text: str, mentions: list[tuple[str, tuple[str, ...]]]) -> None:
    assert found(text) == mentions


@pytest.mark.parametrize("text", ["Kuweiresian", "NewSafira", "The safira of silk was Blue", "", "Tal", "كويرسي"])
def test_parts_of_words_and_common_nouns_are_no_mentions(text: str) -> None:
    assert found(text) == []


def test_a_text_without_capitals_is_searched_all_the_same() -> None:
    assert found("khanaser and safira") == [("khanaser", ("khanaser",)), ("safira", ("safira",))]


def test_the_longer_name_wins() -> None:
    assert found("Kuweires Airbase") == [("Kuweires Airbase", ("base",))]


def test_a_gazetteer_of_nothing_finds_nothing() -> None:
    assert scan(build_index(()), "Khanaser") == []


PIECES = st.sampled_from(
    [
        "Kuweires",
        "al-Safira",
        "Tal Na'am",
        "خناصر",
        "ـ",
        "\u0301",
        "'",
        "’s",
        " ",
        "  ",
        "\n",
        "-",
        "ﷺ",
        "ß",
        "İ",
        "x",
        "Й",
        "و",
    ]
)


@given(st.lists(PIECES | st.text(max_size=4), max_size=14).map("".join))
def test_mentions_quote_the_text_in_order_without_overlap(text: str) -> None:
    mentions = scan(INDEX, text)
    assert all(0 <= mention.start < mention.end <= len(text) for mention in mentions)
    assert all(one.end <= other.start for one, other in itertools.pairwise(mentions))
    for mention in mentions:
        quote = text[mention.start : mention.end]
        assert quote == quote.strip()
        again = scan(INDEX, quote)
        assert [other.place_ids for other in again] == [mention.place_ids]

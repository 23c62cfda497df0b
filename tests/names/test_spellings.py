"""Spellings find their places: letters, scripts, articles, types, context."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontline.model import Place
from frontline.names import THRESHOLD, build_index, fold, resolve

if TYPE_CHECKING:
    from random import Random

PLACES = (
    Place("base", "Kuweires Airbase", 36.185, 37.584, "airbase", (), 4),
    Place("village", "Kuweires Sharqi", 36.166, 37.538, "village", (), 2),
    Place("khanaser", "Khanaser", 35.782, 37.499, "town", (), 3),
    Place("khunaysir", "Khunaysir", 35.837, 37.693),
    Place("safira", "al-Safira", 36.076, 37.372, "town", (), 4),
    Place("factories", "Defence Factories", 36.05, 37.346, "industry"),
    Place("nasiriyah-east", "Al-Nasiriyah", 36.108, 37.473),
    Place("nasiriyah-north", "Al-Nasiriyah", 36.657, 37.329),
    Place("sabin", "Tall Sab'in", 36.121, 37.508),
    Place("humaymah", "Humaymah al-Kabirah", 36.172, 37.647),
    Place("humaymah-small", "Humaymah as-Saghirah", 36.147, 37.649),
    Place("salihiyah", "Salihiyah", 36.122, 37.402),
    Place("jubb", "Jubb al-Safa", 36.167, 37.458),
    Place("ahmad", "Sheikh Ahmad", 36.15, 37.528),
    Place("tabqa", "al-Thawrah (Tabqa)", 35.835, 38.546, "town", (), 4),
    Place("kyiv", "Kyiv", 50.45, 30.52, "city", (), 5),
    Place("kharkiv", "Kharkiv", 49.99, 36.23, "city", (), 5),
    Place("severodonetsk", "Sievierodonetsk", 48.95, 38.49, "city", (), 4),
    Place("bakhmut", "Bakhmut", 48.59, 38.0, "city", ("Artemivsk", "Артёмовск"), 4),
    Place("chasiv", "Chasiv Yar", 48.59, 37.84, "town", (), 3),
    Place("novosilka", "Velyka Novosilka", 47.84, 36.84, "town", (), 3),
    Place("horlivka", "Horlivka", 48.33, 38.05, "city", (), 4),
)
INDEX = build_index(PLACES)


def meant(spelling: str, **knobs: tuple[str, ...]) -> str | None:
    place = resolve(INDEX, spelling, **knobs).place
    return place.id if place else None


@pytest.mark.parametrize(
    "spelling",
    [
        "Kweires airbase",
        "Kuwayres",
        "Kweiris air base",
        "Kuwairis Military Airport",
        "مطار كويرس",
        "کویرس",
        "авиабаза Квейрес",
    ],
)
def test_an_air_base_is_found_however_it_is_spelt(spelling: str) -> None:
    assert meant(spelling) == "base"


@pytest.mark.parametrize(
    "spelling", ["East Kuweires village", "Kuweires al-Sharqi", "Квейрес аш-Шарки", "قرية كويرس الشرقية"]
)
def test_a_qualifier_tells_the_village_from_the_air_base_of_its_name(spelling: str) -> None:
    assert meant(spelling) == "village"


@pytest.mark.parametrize(
    ("spelling", "place"),
    [
        ("as-Safira", "safira"),
        ("Safireh", "safira"),
        ("السَّفِيرَة", "safira"),
        ("Ас-Сафира", "safira"),
        ("Tal Sab'een", "sabin"),
        ("تل السبعين", "sabin"),
        ("Тель-Сабин", "sabin"),
        ("Jeb al- Safa", "jubb"),
        ("Джуб Ас-Сафа", "jubb"),
        ("al-Salhiyyeh", "salihiyah"),
        ("Эс-Сальхия", "salihiyah"),
        ("الصالحية", "salihiyah"),
        ("Shaykh Ahmed", "ahmad"),
        ("الشيخ أحمد", "ahmad"),
        ("الشيخ احمد", "ahmad"),
        ("Khanasser", "khanaser"),
        ("خناصر", "khanaser"),
        ("خــنــاصــر", "khanaser"),
        ("Chanasir", "khanaser"),
        ("Tabqa", "tabqa"),
        ("Humaymah", "humaymah"),
        ("Little Humaymah", "humaymah-small"),
        ("Kiev", "kyiv"),
        ("Київ", "kyiv"),
        ("Киев", "kyiv"),
        ("Kharkov", "kharkiv"),
        ("Харків", "kharkiv"),
        ("Severodonetsk", "severodonetsk"),
        ("Сєвєродонецьк", "severodonetsk"),
        ("Северодонецк", "severodonetsk"),
        ("Artyomovsk", "bakhmut"),
        ("Бахмут", "bakhmut"),
        ("Часов Яр", "chasiv"),
        ("Велика Новосілка", "novosilka"),
        ("Gorlovka", "horlivka"),
        ("Горлівка", "horlivka"),
    ],
)
def test_one_name_in_many_letters_is_one_place(spelling: str, place: str) -> None:
    assert meant(spelling) == place


@pytest.mark.parametrize(
    "name",
    [
        "Mosul",
        "Valerii Zaluzhnyi",
        "47th Mechanized Brigade",
        "the village",
        "القرية",
        "تقدم",
        "Монино",
        "",
        "...",
        "٣",
    ],
)
def test_what_is_no_place_of_the_gazetteer_is_none(name: str) -> None:
    assert meant(name) is None


def test_of_two_places_with_one_name_the_one_near_the_report_is_meant() -> None:
    assert meant("Nasiriyah", context=("Tall Sab'in", "Safira")) == "nasiriyah-east"
    assert meant("الناصرية", near=("sabin",)) == "nasiriyah-east"


def test_two_places_with_one_name_share_the_probability_where_nothing_tells_them_apart() -> None:
    match = resolve(INDEX, "Al-Nasiriyyeh")
    first, second = match.alternatives[:2]
    assert {first.place.id, second.place.id} == {"nasiriyah-east", "nasiriyah-north"}
    assert first.score == pytest.approx(second.score)
    assert first.score + second.score > 0.8


def test_a_place_that_is_listed_twice_counts_once() -> None:
    twice = (Place("a", "Sufayrah", 36.02, 37.196), Place("b", "al-Sufayrah", 36.0202, 37.197))
    match = resolve(build_index((*PLACES, *twice)), "Sufayrah")
    assert len({other.place.id for other in match.alternatives} & {"a", "b"}) == 1
    assert match.place is not None


def test_a_description_finds_the_only_place_of_its_kind_nearby() -> None:
    assert meant("the airport", near=("village",)) == "base"
    assert meant("المطار", near=("village",)) == "base"


def test_what_folds_alike_is_one_name() -> None:
    assert fold("al-Nasiriyyah") == fold("An Nasiriya") == fold("Nāṣiriyah") == "nasiria"


def test_an_empty_gazetteer_knows_nothing() -> None:
    assert resolve(build_index(()), "Khanaser").place is None


def test_an_unknown_id_to_be_near_changes_nothing() -> None:
    assert resolve(INDEX, "Khanasser", near=("nowhere",)) == resolve(INDEX, "Khanasser")


NAMES = st.sampled_from([place for place in PLACES if "Nasiriyah" not in place.name])


@given(NAMES)
def test_a_places_own_name_means_it(place: Place) -> None:
    assert meant(place.name) == place.id


@given(NAMES, st.sampled_from(["al-", "Al ", "el-", "El "]))
def test_an_article_before_a_name_changes_nothing(place: Place, article: str) -> None:
    assert meant(article + place.name) == place.id


@given(NAMES, st.data())
def test_a_letter_doubled_or_no_longer_doubled_changes_nothing(place: Place, data: st.DataObject) -> None:
    name = place.name
    at = data.draw(
        st.sampled_from(
            [
                at
                for at, letter in enumerate(name)
                if at > name.find("-") + 1 and letter in "bdfklmnrstv" and name[at + 1 : at + 2] != "h"
            ]
        )
    )
    doubled = name[at] in {name[at - 1], name[at + 1 : at + 2]}
    assert meant(name[:at] + ("" if doubled else name[at]) + name[at:].removeprefix(name[at] * doubled)) == place.id


@given(st.randoms(use_true_random=False), st.sampled_from(["Kweires", "Nasiriyah", "الحميمة", "Safira", "Kharkov"]))
def test_the_order_of_the_places_does_not_matter(random: Random, spelling: str) -> None:
    places = list(PLACES)
    random.shuffle(places)
    ours, theirs = resolve(INDEX, spelling), resolve(build_index(places), spelling)
    assert (ours.place, ours.score, ours.alternatives) == (theirs.place, theirs.score, theirs.alternatives)


@given(st.text(max_size=40), st.lists(st.text(max_size=12), max_size=3))
def test_any_text_at_all_has_an_answer_with_scores_between_nought_and_one(spelling: str, context: list[str]) -> None:
    match = resolve(INDEX, spelling, context=context)
    scores = [match.score, *(other.score for other in match.alternatives)]
    assert all(0 <= score <= 1 for score in scores)
    assert sum(scores[1:]) <= 1.001
    assert (match.place is not None) == (match.score >= THRESHOLD and bool(match.alternatives))


@given(st.text(max_size=60), st.text(max_size=20))
def test_any_name_can_be_indexed_and_folded(name: str, alias: str) -> None:
    index = build_index([Place("a", name, 1, 1, "village", (alias,)), *PLACES])
    assert len(index.cores) >= len(PLACES) + 2
    assert fold(fold(name)) is not None

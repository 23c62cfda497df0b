"""The words of likelihood follow ICD 203; numbers, days and names read as a person would write them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontline.briefing import words
from frontline.model import Span

_CHANCE = st.floats(0, 1, allow_nan=False)
_ORDER = [word for _, word in words.LIKELIHOODS]


@given(_CHANCE)
def test_every_probability_has_a_word(p: float) -> None:
    assert words.likelihood(p) in _ORDER


@given(_CHANCE, _CHANCE)
def test_a_greater_probability_never_gets_a_lesser_word(one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert _ORDER.index(words.likelihood(low)) <= _ORDER.index(words.likelihood(high))


# Office of the Director of National Intelligence, ICD 203 (2015), D.6.e.2.a: 01-05, 05-20, 20-45, 45-55, 55-80,
# 80-95, 95-99 per cent.
@pytest.mark.parametrize(
    ("p", "word"),
    [
        (0.03, "almost no chance"),
        (0.12, "very unlikely"),
        (0.30, "unlikely"),
        (0.50, "roughly even chance"),
        (0.70, "likely"),
        (0.90, "very likely"),
        (0.97, "almost certain"),
    ],
)
def test_the_words_are_those_of_icd_203(p: float, word: str) -> None:
    assert words.likelihood(p) == word


@pytest.mark.parametrize("p", [-0.01, 1.01, float("nan")])
def test_what_is_no_probability_has_no_word(p: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        words.likelihood(p)


def test_a_likelihood_begins_a_sentence() -> None:
    assert words.likely_that(0.9) == "it is very likely that"
    assert words.likely_that(0.5) == "there is a roughly even chance that"
    assert words.likely_that(0.01) == "there is almost no chance that"


@pytest.mark.parametrize(
    ("origins", "grades", "contradicted", "level"),
    [
        (3, "BD", False, "high"),
        (3, "BD", True, "moderate"),
        (3, "DE", False, "moderate"),
        (1, "B", False, "moderate"),
        (1, "C", False, "low"),
        (0, "", False, "low"),
    ],
)
def test_confidence_rests_on_origins_and_grades(origins: int, grades: str, contradicted: bool, level: str) -> None:  # noqa: FBT001
    assert words.confidence(origins, grades, contradicted=contradicted) == level


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (1, "one day"),
        (21, "21 days"),
        (100, "about three months (100 days)"),
        (366, "about one year (366 days)"),
        (1067, "about three years (1,067 days)"),
        (900, "about 2.5 years (900 days)"),
    ],
)
def test_a_number_of_days_is_said_in_the_unit_that_fits(number: int, said: str) -> None:
    assert words.days(number) == said


def test_periods_leave_out_what_both_ends_share() -> None:
    assert words.period(date(2031, 5, 3), date(2031, 5, 9)) == "between 3 and 9 May 2031"
    assert words.period(date(2031, 4, 30), date(2031, 5, 9)) == "between 30 April and 9 May 2031"
    assert words.period(date(2030, 12, 30), date(2031, 5, 9)) == "between 30 December 2030 and 9 May 2031"
    assert words.period(date(2031, 5, 3), date(2031, 5, 3)) == "on 3 May 2031"


def test_a_span_is_said_as_precisely_as_it_is_known() -> None:
    assert words.span(Span.day(date(2031, 5, 3))) == "3 May 2031"
    assert words.span(Span(date(2031, 5, 1), date(2031, 6, 1))) == "May 2031"
    assert words.span(Span(date(2031, 1, 1), date(2032, 1, 1))) == "2031"
    assert words.span(Span(date(2031, 5, 3), date(2031, 5, 6))) == "3 May to 5 May 2031"


@pytest.mark.parametrize(
    ("name", "within"),
    [
        ("Northern army", "the Northern army"),
        ("Rebels", "the rebels"),
        ("Islamic State", "Islamic State"),
        ("The Alliance", "the Alliance"),
        ("Coalition and its partners", "the coalition and its partners"),
        ("Ruritania", "Ruritania"),
    ],
)
def test_a_side_gets_its_article_where_english_wants_one(name: str, within: str) -> None:
    assert words.the(name) == within


def test_lists_name_the_first_and_count_the_rest() -> None:
    assert words.listed([]) == ""
    assert words.listed(["A"]) == "A"
    assert words.listed(["A", "B", "C"]) == "A, B and C"
    assert words.listed(["A", "B", "C", "D"], most=2) == "A, B and 2 more"
    assert words.listed(["A", "B", "C"], most=2) == "A, B and C"


def test_lengths_and_areas_have_the_digits_that_they_deserve() -> None:
    assert (words.km(2.34), words.km(231.4)) == ("2.3 km", "231 km")
    assert (words.km2(6.66), words.km2(12345.6)) == ("6.7 km²", "12,346 km²")

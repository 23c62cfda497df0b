"""The days that a report speaks of, as a reader with a calendar understands them."""

from __future__ import annotations

from datetime import date

import pytest

from frontline.model import Span
from frontline.reading import load_war, read

SYRIA = load_war("syria")
PUBLISHED = date(2016, 2, 24)  # a Wednesday


def days(text: str, published: date | None = PUBLISHED) -> list[Span | None]:
    """Return the days of a text's claims."""
    return [claim.when for claim in read(text, SYRIA, day=published)]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("On 23 February, the army captured Tal Rasm.", date(2016, 2, 23)),
        ("On February 23, 2015, the army captured Tal Rasm.", date(2015, 2, 23)),
        ("The army captured Tal Rasm on the 23rd of February.", date(2016, 2, 23)),
        ("The army captured Tal Rasm on 2016-02-20.", date(2016, 2, 20)),
        ("By 20 February, the army had captured Tal Rasm.", date(2016, 2, 20)),
        ("Early on 20 February, the army captured Tal Rasm.", date(2016, 2, 20)),
        ("On the morning of 20 February the army captured Tal Rasm.", date(2016, 2, 20)),
        ("On Monday, the army captured Tal Rasm.", date(2016, 2, 22)),
        ("The army captured Tal Rasm on Wednesday.", date(2016, 2, 24)),
        ("Yesterday the army captured Tal Rasm.", date(2016, 2, 23)),
        ("The army captured Tal Rasm three days ago.", date(2016, 2, 21)),
        ("On 28 December, the army captured Tal Rasm.", date(2015, 12, 28)),
    ],
)
def test_a_day_is_found(text: str, day: date) -> None:
    assert days(text) == [Span.day(day)]


@pytest.mark.parametrize(
    ("later", "day"),
    [
        ("The next day, ISIL recaptured Tal Rasm.", date(2016, 2, 21)),
        ("Two days later, ISIL recaptured Tal Rasm.", date(2016, 2, 22)),
        ("A week later ISIL recaptured Tal Rasm.", date(2016, 2, 27)),
        ("Later that day, ISIL recaptured Tal Rasm.", date(2016, 2, 20)),
        ("By the end of the day, ISIL had recaptured Tal Rasm.", date(2016, 2, 20)),
        ("ISIL had captured Umm Zahra the previous day.", date(2016, 2, 19)),
        ("Meanwhile, ISIL recaptured Tal Rasm.", date(2016, 2, 20)),
        ("The following morning, ISIL recaptured Tal Rasm.", date(2016, 2, 21)),
    ],
)
def test_a_day_is_counted_from_the_one_before(later: str, day: date) -> None:
    assert days(f"On 20 February 2016, the army captured Tal Rasm. {later}")[-1] == Span.day(day)


def test_each_clause_has_its_own_day() -> None:
    text = "On 13 February, the army captured Tal Rasm, and on 16 February it captured Umm Zahra."
    assert days(text) == [Span.day(date(2016, 2, 13)), Span.day(date(2016, 2, 16))]


def test_a_year_is_taken_over_from_the_story() -> None:
    text = "On 30 December 2014, the army captured Tal Rasm. On 2 January, ISIL recaptured Tal Rasm."
    assert days(text)[-1] == Span.day(date(2015, 1, 2))


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("In January 2016, the army captured Tal Rasm.", Span(date(2016, 1, 1), date(2016, 2, 1))),
        ("In late January 2016, the army captured Tal Rasm.", Span(date(2016, 1, 16), date(2016, 2, 1))),
        ("Between 3 and 5 January 2016, the army captured Tal Rasm.", Span(date(2016, 1, 3), date(2016, 1, 6))),
        ("From 30 January to 2 February 2016 the army shelled Tal Rasm.", Span(date(2016, 1, 30), date(2016, 2, 3))),
        ("The army captured Tal Rasm in 2013.", Span(date(2013, 1, 1), date(2014, 1, 1))),
    ],
)
def test_a_span_is_kept_as_a_span(text: str, span: Span) -> None:
    assert days(text) == [span]


def test_several_days_later_is_no_day() -> None:
    assert days("On 20 February 2016, the army captured Tal Rasm. Several days later, ISIL recaptured it.")[-1] is None


def test_a_report_without_days_speaks_of_its_day_or_the_one_before() -> None:
    assert days("The army has captured Tal Rasm.") == [Span(date(2016, 2, 23), date(2016, 2, 25))]
    assert days("The army has captured Tal Rasm.", published=None) == [None]


def test_a_day_that_is_none_is_passed_over() -> None:
    assert days("On 31 February 2016, the army captured Tal Rasm.", published=None) == [None]

"""Durations in words mean the range of days that a careful reader would let them stand for."""

from __future__ import annotations

from itertools import pairwise
from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontline.check import quantities


@pytest.mark.parametrize(
    ("text", "quote", "low", "high"),
    [
        ("cut off for more than 2 years.", "more than 2 years", 730, inf),
        ("It took approximately one month.", "approximately one month", 15, 46),
        ("the troops took only 2 days to reach it", "only 2 days", 1, 3),
        ("After weeks of fierce fighting", "weeks", 14, 62),
        ("broke the nearly two-year siege", "nearly two-year", 548, 730),
        ("a three-week offensive", "three-week", 18, 24),
        ("besieged for at least a year and a half", "at least a year and a half", 548, inf),
        ("fought two to three weeks for it", "two to three weeks", 10, 24),
        ("retaken after 48 hours of operations", "48 hours", 1, 3),
        ("a week-long battle", "a week-long", 4, 10),
        ("the months-long siege", "months-long", 60, 731),
        ("fell within five days", "within five days", 0, 5),
        ("held out 1,067 days", "1,067 days", 1014, 1120),
    ],
)
def test_a_duration_is_read_with_its_range(text: str, quote: str, low: float, high: float) -> None:
    (found,) = quantities(text)
    assert (found.quote, round(found.low), found.high if found.high == inf else round(found.high)) == (quote, low, high)


@pytest.mark.parametrize(
    "text",
    [
        "It was taken two days ago.",
        "the greatest success in the last month",
        "In the coming days they will counter-attack.",
        "over the past two weeks",
        "a 2-year-old boy",
        "the first helicopter in three years",
        "closed for the first time in three months",
        "three days later they withdrew",
        "every two days",
    ],
)
def test_dates_ages_rates_and_windows_are_no_durations(text: str) -> None:
    assert quantities(text) == ()


@given(st.text(max_size=300))
def test_any_text_is_read_and_every_quote_stands_where_it_says(text: str) -> None:
    found = quantities(text)
    assert all(text[one.start : one.end] == one.quote for one in found)
    assert all(one.end <= other.start for one, other in pairwise(found))


@given(st.integers(1, 60), st.sampled_from(["day", "week", "month", "year"]))
def test_a_number_of_units_lies_in_its_own_range_and_about_it_widens_it(number: int, unit: str) -> None:
    (plain,) = quantities(f"It lasted {number} {unit}s.")
    (about,) = quantities(f"It lasted about {number} {unit}s.")
    assert about.low <= plain.low <= plain.days <= plain.high <= about.high

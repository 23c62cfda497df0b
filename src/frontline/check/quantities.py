"""Durations as reports write them: "more than two years", "only 2 days", "a three-week siege", "weeks of fighting".

A small grammar, comparator - number - unit, over cleaned text. A duration is understood as the range of days that a
careful reader would let it stand for:

| words | range |
|---|---|
| n units | n ± half a unit (a day for days, as each of its ends is known to the day; 5 % of a large number) |
| about n | n ± half a unit or a quarter of n |
| nearly n | the lower half of that |
| more than n, at least n | from n on |
| less than n, within n | up to n |
| only n, just n | as n: what the writer thinks of it is his own |
| n to m | from n to m, each with its half unit |
| weeks | from two of them up to where one would speak of the next unit |
"""

from __future__ import annotations

__all__ = ["Comparator", "Quantity", "quantities"]

import re
from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING, Literal

from frontline.reading.text.clean import clean

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Comparator = Literal["", "about", "nearly", "more", "less", "only", "some"]

# Days in a unit; months and years are mean Gregorian ones.
_UNITS: Mapping[str, float] = {
    "hour": 1 / 24,
    "day": 1.0,
    "week": 7.0,
    "fortnight": 14.0,
    "month": 30.436875,
    "year": 365.2425,
}
# What a unit without a number stands for, in days: "weeks" are two at least, and less than what is called months.
_SOME: Mapping[str, tuple[float, float]] = {
    "hour": (0.0, 2.0),
    "day": (2.0, 14.0),
    "week": (14.0, 62.0),
    "fortnight": (28.0, 62.0),
    "month": (60.0, 731.0),
    "year": (730.0, inf),
}
_COMPARATORS: Mapping[Comparator, tuple[str, ...]] = {
    "more": ("more than", "longer than", "over", "at least", "no less than", "not less than", "upwards of"),
    "less": ("less than", "fewer than", "no more than", "not more than", "at most", "up to", "within", "under"),
    "nearly": ("nearly", "almost", "close to", "just under", "not quite"),
    "about": ("about", "around", "approximately", "approx.", "approx", "roughly", "some", "circa", "an estimated"),
    "only": ("only", "just", "merely", "a mere"),
}
_ONE_TO_TWENTY = """
    one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen
    nineteen twenty
"""
_TENS = "thirty forty fifty sixty seventy eighty ninety"
_COUNT = dict(zip(_ONE_TO_TWENTY.split(), range(1, 21), strict=True)) | dict(
    zip(_TENS.split(), range(30, 100, 10), strict=True)
)
_NUMBERS: Mapping[str, tuple[float, float]] = {
    **{word: (float(number), float(number)) for word, number in _COUNT.items()},
    "a": (1.0, 1.0),
    "an": (1.0, 1.0),
    "half a": (0.5, 0.5),
    "a couple of": (2.0, 2.0),
    "a few": (2.0, 5.0),
    "few": (2.0, 5.0),
    "several": (3.0, 7.0),
    "a dozen": (12.0, 12.0),
}
_ROUND = 0.05  # of a large number: "100 days" are no promise of the day
_ABOUT = 0.25


@dataclass(frozen=True, slots=True)
class Quantity:
    """A duration in a text: `quote == text[start:end]`, its words' value in days, and the range that they let stand.

    `days` is the number named (of a range the middle, of a bare plural the least), `high` is infinite where the words
    set no upper bound.
    """

    quote: str
    start: int
    end: int
    comparator: Comparator
    unit: str
    days: float
    low: float
    high: float


def _any(words: Iterator[str] | list[str]) -> str:
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in sorted(words, key=len, reverse=True))


_KIND = {word: kind for kind, known in _COMPARATORS.items() for word in known}
_NUMBER = rf"(?:\d{{1,3}}(?:,\d{{3}})+|\d{{1,4}}(?:\.\d{{1,2}})?|(?:{_any(list(_NUMBERS))}))"
_UNIT = rf"(?:{_any(list(_UNITS))})"
_QUANTITY = re.compile(
    rf"(?<![\w.-])(?:(?P<comparator>{_any(list(_KIND))})\s+(?:the\s+)?)?"
    rf"(?:(?P<low>{_NUMBER})(?:\s*-\s*|\s+(?:to|or)\s+))?(?P<high>{_NUMBER})(?P<half>\s+and\s+a\s+half)?"
    rf"(?:\s+(?:full|long|whole|entire|more))?[\s-]+(?P<unit>{_UNIT})s?(?P<more_half>\s+and\s+a\s+half)?(?:['\u2019]s?)?"
    r"(?:-long)?(?![\w])",
    re.IGNORECASE,
)
# "after weeks of", "for months", "lasted years", "a months-long siege": a plural that nobody counted.
_BARE = re.compile(
    rf"\b(?:(?<=after\s)|(?<=for\s)|(?<=in\s)|(?<=took\s)|(?<=lasted\s)|(?<=through\s))"
    rf"(?:many\s+)?(?P<unit>{_UNIT})s\b|\b(?P<unit_of>{_UNIT})s(?=\s+of\b)|(?<![\w-])(?P<unit_long>{_UNIT})s?-long\b",
    re.IGNORECASE,
)
# Such words make a duration a date ("two days ago"), an age, a rate, or a window that the writer looks through.
_DATE_AFTER = re.compile(r"[\s-]+(?:ago|old|earlier|later|before|prior|a\s+(?:day|week|month|year))\b", re.IGNORECASE)
_BEFORE = 72  # characters
_DATE_BEFORE = re.compile(
    r"\b(?:last|past|next|coming|previous|following|preceding|recent|first|every|each|per|another|in\s+the)\s+$"
    r"|\bfirst\b[\w\s,'-]{0,50}\b(?:in|for)\s+$",
    re.IGNORECASE,
)


def quantities(text: str) -> tuple[Quantity, ...]:
    """Return the durations that a text states, in its order; dates, ages and rates are none."""
    cleaned = clean(text)
    found = [*_counted(text, cleaned), *_bare(text, cleaned)]
    found.sort(key=lambda one: (one.start, -one.end))
    kept: list[Quantity] = []
    for one in found:
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return tuple(kept)


def _counted(text: str, cleaned: str) -> Iterator[Quantity]:
    for match in _QUANTITY.finditer(cleaned):
        if _DATE_AFTER.match(cleaned, match.end()) or _DATE_BEFORE.search(
            cleaned, max(0, match.start() - _BEFORE), match.start()
        ):
            continue
        high = _number(match["high"])
        low = _number(match["low"]) if match["low"] else high
        half = 0.5 if match["half"] or match["more_half"] else 0.0
        kind = _KIND[" ".join(match["comparator"].lower().split())] if match["comparator"] else ""
        unit = match["unit"].lower()
        yield _quantity(text, match.span(), kind, unit, (low[0] + half, high[1] + half))


def _bare(text: str, cleaned: str) -> Iterator[Quantity]:
    for match in _BARE.finditer(cleaned):
        unit = next(filter(None, (match["unit"], match["unit_of"], match["unit_long"]))).lower()
        if match["unit_long"] and not match.group().lower().startswith(f"{unit}s"):  # "a week-long battle"
            yield _quantity(text, match.span(), "", unit, (1.0, 1.0))
        else:
            low, high = _SOME[unit]
            start, end = match.span()
            yield Quantity(text[start:end], start, end, "some", unit, low, low, high)


def _number(word: str) -> tuple[float, float]:
    flat = " ".join(word.lower().split())
    if flat in _NUMBERS:
        return _NUMBERS[flat]
    value = float(flat.replace(",", ""))
    return value, value


def _quantity(text: str, span: tuple[int, int], kind: Comparator, unit: str, number: tuple[float, float]) -> Quantity:
    each = _UNITS[unit]
    low, high = (value * each for value in number)
    slack = max(1.0 if each <= 1 else 0.5 * each, _ROUND * high)
    wide = max(slack, _ABOUT * high)
    ranges: Mapping[Comparator, tuple[float, float]] = {
        "": (low - slack, high + slack),
        "only": (low - slack, high + slack),
        "about": (low - wide, high + wide),
        "nearly": (low - wide, high),
        "more": (low, inf),
        "less": (0.0, high),
    }
    least, most = ranges[kind]
    return Quantity(text[span[0] : span[1]], *span, kind, unit, (low + high) / 2, max(0.0, least), most)

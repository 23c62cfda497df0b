"""The words that an analyst's sentence is made of: likelihood, confidence, numbers, days, lists.

Likelihood after ICD 203 (Office of the Director of National Intelligence, "Analytic Standards", 2015, section
D.6.e.2.a): one word for each range of probability. Confidence is said apart from it, never in the same sentence.
"""

from __future__ import annotations

__all__ = [
    "LIKELIHOODS",
    "confidence",
    "count",
    "day",
    "days",
    "km",
    "km2",
    "likelihood",
    "likely_that",
    "listed",
    "period",
    "scale",
    "short_day",
    "span",
    "start",
    "the",
]

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from frontline.model import Span

# The upper end of each range, without it, and its word. ICD 203 leaves what lies below 1 % and above 99 % to certainty,
# which no report gives; the outermost words cover it here.
LIKELIHOODS: tuple[tuple[float, str], ...] = (
    (0.05, "almost no chance"),
    (0.20, "very unlikely"),
    (0.45, "unlikely"),
    (0.55, "roughly even chance"),
    (0.80, "likely"),
    (0.95, "very likely"),
    (1.01, "almost certain"),
)
# Names of sides that English gives an article: "the Northern army", but "Islamic State", "Ruritania", "rebels".
_WITH_ARTICLE = frozenset(
    {
        "alliance",
        "army",
        "authorities",
        "brigades",
        "coalition",
        "council",
        "forces",
        "front",
        "government",
        "guard",
        "militia",
        "militias",
        "movement",
        "opposition",
        "party",
        "rebels",
        "regime",
        "republic",
        "resistance",
        "union",
    }
)
_NUMERALS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def likelihood(p: float) -> str:
    """Return the estimative word of a probability; the words never fall as it rises."""
    if not 0.0 <= p <= 1.0:
        raise ValueError(f"a probability lies between 0 and 1, not {p}")
    return next(word for below, word in LIKELIHOODS if p < below)


def likely_that(p: float) -> str:
    """Return the beginning of a sentence of that likelihood: "it is very likely that", "there is almost no ..."."""
    word = likelihood(p)
    if word.endswith("chance"):
        return f"there is {'' if word.startswith('almost no') else 'a '}{word} that"
    return f"it is {word} that"


def scale() -> str:
    """Return the whole scale in words, for the reader."""
    parts, low = [], 0.0
    for high, word in LIKELIHOODS:
        parts.append(f"{word} {low:.0%} to {min(high, 1.0):.0%}")
        low = high
    return listed(parts, most=len(parts))


def confidence(origins: int, grades: Iterable[str], *, contradicted: bool) -> Literal["high", "moderate", "low"]:
    """Return how much the sources can carry: independent origins, the best grade among them, contradiction.

    High: three origins or more, one of grade A to C, and none that contradicts. Moderate: two origins, or one of
    grade A or B. Low: all else.
    """
    best = min(grades, default="F")
    if origins >= 3 and best <= "C" and not contradicted:
        return "high"
    if origins >= 2 or (origins == 1 and best <= "B"):
        return "moderate"
    return "low"


def count(number: int, noun: str, plural: str | None = None) -> str:
    """Return "no village", "one village", "twelve" as "12 villages": words up to ten, digits after."""
    word = _NUMERALS[number] if 0 <= number < len(_NUMERALS) else f"{number:,}"
    return f"{word} {noun if number == 1 else plural or noun + 's'}"


def day(when: date, *, year: bool = True) -> str:
    """Return "10 November 2015"."""
    text = f"{when.day} {_MONTHS[when.month - 1]}"
    return f"{text} {when.year}" if year else text


def short_day(when: date) -> str:
    """Return "10 Nov"."""
    return f"{when.day} {_MONTHS[when.month - 1][:3]}"


def days(number: int) -> str:
    """Return a number of days in the unit that a person would say, with the days where it rounds."""
    if number < 60:
        return count(number, "day")
    if number < 365:
        return f"about {count(round(number / 30.44), 'month')} ({number:,} days)"
    years = number / 365.25
    half = round(years * 2) / 2
    shown = f"{half:g}" if half != int(half) else _NUMERALS[int(half)] if half <= 10 else f"{half:g}"
    return f"about {shown} {'year' if half == 1 else 'years'} ({number:,} days)"


def km(length: float) -> str:
    """Return a length with the digits that it deserves."""
    return f"{length:.1f} km" if length < 20 else f"{length:,.0f} km"


def km2(area: float) -> str:
    """Return an area with the digits that it deserves."""
    return f"{area:.1f} km²" if area < 10 else f"{area:,.0f} km²"


def listed(names: Sequence[str], *, most: int = 8) -> str:
    """Return "A, B and C"; beyond `most` the rest as a number."""
    shown = list(names)
    if len(shown) > most + 1:
        shown = [*shown[:most], f"{len(names) - most} more"]
    if len(shown) < 2:
        return "".join(shown)
    return f"{', '.join(shown[:-1])} and {shown[-1]}"


def period(first: date, last: date) -> str:
    """Return "between 3 and 10 November 2015", or "on 3 November 2015" where both are one day."""
    if first == last:
        return f"on {day(first)}"
    if (first.year, first.month) == (last.year, last.month):
        return f"between {first.day} and {day(last)}"
    return f"between {day(first, year=first.year != last.year)} and {day(last)}"


def span(when: Span) -> str:
    """Return a claim's days as it knows them: a day, a month, a year, or from to."""
    first, last = when.start, when.last
    if when.days == 1:
        return day(first)
    if first.day == 1 and when.end.day == 1:
        if when.days <= 31:
            return f"{_MONTHS[first.month - 1]} {first.year}"
        if first.month == 1 and when.end.month == 1 and when.days <= 366:
            return str(first.year)
    return f"{day(first, year=first.year != last.year)} to {day(last)}"


def start(text: str) -> str:
    """Return the text with a capital in front, as a sentence begins."""
    return text[:1].upper() + text[1:]


def the(name: str) -> str:
    """Return a side's name as it stands within a sentence: with its article where English wants one.

    Where a name has several words after "and" or "with", the first noun that takes an article decides.
    """
    first, *rest = name.split()
    if first.casefold() == "the":
        return " ".join(["the", *rest])
    head = [word.strip(",").casefold() for word in name.split()]
    until = next((at for at, word in enumerate(head) if word in {"and", "with", "of"}), len(head))
    if not head[:until] or head[until - 1] not in _WITH_ARTICLE:
        return name
    return f"the {first.casefold() if until == 1 else first}{''.join(f' {word}' for word in rest)}"

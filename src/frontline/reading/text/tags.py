"""Give each word of a sentence a letter for what it is, by its form and by the words around it.

D determiner, # number, J adjective, N noun, X name, Z a side's name, ' possessive, Y pronoun;
V verb (base or third person), E -ed form, G -ing form, B be, H have, O do, M modal, T "to" before a verb;
P preposition, C joining word, S subordinator, R relative, A adverb, - negation, t a time, ~ swallowed; else the mark.
"""

from __future__ import annotations

__all__ = ["tag"]

from bisect import bisect_left
from typing import TYPE_CHECKING

from .letters import HELD, LETTERS, MAYBE_VERB, is_headline, look_again
from .lexicon import lexicon
from .verb_or_noun import infinitives, verb_or_noun

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .days import Moment

_LEX = lexicon()
_ARTICLES = frozenset(
    {
        "al", "el", "ad", "an", "ar", "as", "ash", "at", "az", "ed", "er", "es", "esh", "et", "ez", "ul", "des", "bin",
        "ibn", "bint", "wa", "wal", "de", "del", "von", "van", "du", "umm", "um", "abu", "abou",
    }
)  # fmt: skip
_MAY_BE_ARTICLES = _ARTICLES | {"'", ".", "of"}
_SHORTENED = frozenset({"st", "mt", "ft"})
_INSTITUTES = frozenset(
    {"university", "faculty", "mosque", "church", "college", "institute", "academy", "monastery", "cathedral"}
)
# What joins as "and" does or means one preposition, by its first word and its second ("" where it is one word).
_JOINING: dict[str, dict[str, list[tuple[list[str], str]]]] = {}
for _key, _meaning in _LEX.joining.items():
    _JOINING.setdefault(_key[0], {}).setdefault("".join(_key[1:2]), []).append((list(_key), _meaning))
for _seconds in _JOINING.values():
    for _second, _phrases in _seconds.items():
        _phrases += _seconds.get("", []) if _second else []  # where no longer one stands
_ABOUT = frozenset(
    {"about", "around", "over", "under", "nearly", "some", "approximately", "almost", "roughly", "than", "least"}
)
_EACH = frozenset({"all", "both", "each"})
_MAY_SLIP_IN = _ABOUT | _EACH | {"nearby", "long", "once", "before", "half", "at", "yet"}
_MAY_JOIN = frozenset(_JOINING) | _MAY_SLIP_IN
_COMPARED = frozenset({"more", "less", "fewer", "at", "up", "other"})
_PAIRS = {"once": frozenset({"again", "more"}), "at": frozenset({"least"})}
_MEASURES = frozenset({"kilometre", "kilometer", "km", "mile", "metre", "meter"})
_ONE = frozenset({"a", "an", "half"})
_THESE = frozenset({"these", "those"})
_LAST = frozenset({"last", "next", "early", "late"})
_NOON = frozenset({"a.m.", "p.m.", "a.m", "p.m", "am", "pm"})
_HOURS = frozenset({"local", "time", "hours", "hrs", "gmt", "utc"})
_CLOCK = _LAST | _NOON | _HOURS | {"times"}


def tag(
    words: Sequence[str],
    lows: list[str],
    offsets: Sequence[int],
    days: Sequence[Moment],
    sides: Sequence[tuple[int, int, str, int]],
    known: set[str],
) -> list[str]:
    """Return the letter of each word; a phrase that means one preposition is put into `lows` as that.

    `known` are words of names seen before: at the head of a sentence they are names again.
    """
    title = is_headline(words)
    tags = list(map(LETTERS.__getitem__, words))
    look_again(words, lows, tags, known, title=title)
    _join(lows, tags)
    _pointing(lows, tags)
    for first, last, _, _ in sides:
        tags[first:last] = "Z" * (last - first)
    for moment in days:
        for k in range(bisect_left(offsets, moment.start), bisect_left(offsets, moment.end)):
            if words[k] not in ".,":
                tags[k] = "t"
    if "following" in lows:
        _following(lows, tags)
    _clock(lows, tags)
    _articles(lows, tags)
    _apart(lows, tags)
    for i, letter in enumerate(tags):
        if letter == MAYBE_VERB:
            tags[i] = verb_or_noun(lows, tags, i)
        elif letter == "J" and tags[i + 1 : i + 2] == ["D"] and "d" in _LEX.verbs.get(lows[i], ("", ""))[1]:
            tags[i] = "E"  # "the army renewed | an offensive"
    infinitives(lows, tags)
    return tags


def _following(lows: Sequence[str], tags: list[str]) -> None:
    """Tell "the | following towns" from the preposition."""
    i = next((i for i, low in enumerate(lows) if i and low == "following"), 0)
    if i and tags[i - 1] == "D":
        tags[i] = "J"


def _join(lows: list[str], tags: list[str]) -> None:
    """Read words in a row that join as "and" does or mean one preposition, and numbers with what measures them."""
    n = len(tags)
    for i in [i for i, low in enumerate(lows) if low in _MAY_JOIN or tags[i] == "#"]:
        low = lows[i]
        if low in _JOINING:
            longer = _JOINING[low].get(lows[i + 1] if i + 1 < n else "") or _JOINING[low].get("")
            if longer:
                _phrase(lows, tags, i, longer)
            if low not in _MAY_SLIP_IN and tags[i] != "#":
                continue
        _counted(low, lows, tags, i)
        after = tags[i + 1] if i + 1 < n else "."
        beside = (
            low == "nearby" and i and tags[i - 1] in {"N", "X"} and after not in {"N", "X", "J"}
        )  # "the base nearby"
        if beside or (low == "both" and after == "P") or (after == MAYBE_VERB and i and _slips_in(low, tags[i - 1])):
            tags[i] = "A"
        elif (low == "before" and after in {",", ".", ";", ")"}) or (low == "yet" and i and tags[i - 1] == "-"):
            tags[i] = "A"  # "a week before, ", "have not yet taken"
        elif low in _PAIRS and i + 1 < n and lows[i + 1] in _PAIRS[low] and tags[i + 2 : i + 3] != ["#"]:
            tags[i] = tags[i + 1] = "A"  # "took at least partial control", but not "at least ten"


def _counted(low: str, lows: Sequence[str], tags: list[str], i: int) -> None:
    """Join to a number what says how near it is: "over ten", "less than a kilometre"."""
    if (tags[i] == "#" or low == "half") and i and lows[i - 1] in _ABOUT:  # "over ten", "more than half the"
        tags[i - 1] = "#"
        if i > 1 and lows[i - 2] in _COMPARED and (lows[i - 2] != "at" or lows[i - 1] == "least"):
            tags[i - 2] = "#"
    if low == "than" and i and lows[i - 1] in _COMPARED and _measured(lows[i + 1 : i + 3]):
        tags[i - 1] = tags[i] = "#"  # "less than a kilometre"
    if low in _ABOUT and tags[i + 1 : i + 3] == ["D", "#"]:
        tags[i] = "A"  # "over a dozen"


def _slips_in(low: str, before: str) -> bool:
    """Tell whether a word before a participle is an adverb there: "were all taken", "X, long held by"."""
    return (low in _EACH and before == "B") or (low == "long" and before in {",", "B", "H"})


def _pointing(lows: Sequence[str], tags: list[str]) -> None:
    """Tell "These were repelled" from "these raids"."""
    if _THESE.isdisjoint(lows):
        return
    for i, low in enumerate(lows[:-1]):
        if low in _THESE and tags[i] == "D" and tags[i + 1] in {"B", "H", "M"}:
            tags[i] = "Y"


def _measured(lows: Sequence[str]) -> bool:
    return len(lows) > 1 and lows[0] in _ONE and lows[1] in _MEASURES


def _phrase(lows: list[str], tags: list[str], i: int, phrases: Sequence[tuple[list[str], str]]) -> None:
    """Read the first of the phrases that stands at a word as what it means."""
    for key, meaning in phrases:
        if lows[i : i + len(key)] == key:
            tags[i : i + len(key)] = "~" * len(key)
            adverb = meaning == "including" or meaning.endswith("ly")
            tags[i] = ("A" if adverb else "S" if meaning == "if" else "P") if meaning else "C"
            lows[i] = meaning or lows[i]
            return


def _clock(lows: Sequence[str], tags: list[str]) -> None:
    """Tell what belongs to the hour: "at | 9 a.m. local time"."""
    if _CLOCK.isdisjoint(lows):
        return
    for i, low in enumerate(lows):
        if i and low in _NOON and tags[i - 1] in {"#", "t"}:
            tags[i - 1] = tags[i] = "t"
        elif i and low in _HOURS and tags[i - 1] == "t" and lows[i - 1] not in {"the", "this"}:
            tags[i] = "t"
        elif low in _LAST and tags[i + 1 : i + 2] == ["t"] and tags[i] in {"N", "J", "A"}:
            tags[i] = "t"  # "took X | last February"
        elif low == "times" and i and lows[i - 1] in {"multiple", "several", "numerous", "many"}:
            tags[i - 1] = tags[i] = "A"  # "came under attack | several times"


def _articles(lows: Sequence[str], tags: list[str]) -> None:
    """Join the Arabic article written apart ("ad Dayir") to its name; tell an apostrophe from a quotation mark."""
    for i in [i for i, low in enumerate(lows[:-1]) if low in _MAY_BE_ARTICLES]:
        if (
            tags[i + 1] == "X"
            and tags[i] != "X"
            and (lows[i] == "al" or (lows[i] in _ARTICLES and i and tags[i - 1] == "X"))
        ):
            tags[i] = "X"
        elif i and tags[i - 1] == tags[i + 1] == "X" and lows[i - 1] in (_SHORTENED if lows[i] == "." else _INSTITUTES):
            tags[i] = "X"  # "St. George", "the University of X compound"
        elif lows[i] == "'" and not (i and lows[i - 1].endswith("s")):
            tags[i] = '"'


def _apart(lows: Sequence[str], tags: list[str]) -> None:
    """Join a compound that its abbreviation parts: "the Northern Front (NF)-held town"."""
    if HELD.isdisjoint(lows):
        return
    for i in [i for i, low in enumerate(lows) if low in HELD and i > 4]:
        if lows[i - 1] == "-" and tags[i - 2] == ")" and tags[i - 4] == "(" and tags[i - 5] in {"Z", "X"}:
            tags[i - 1] = tags[i] = "J"

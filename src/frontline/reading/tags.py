"""Give each word of a sentence a letter for what it is, by its form and by the words around it.

D determiner, # number, J adjective, N noun, X name, Z a side's name, ' possessive, Y pronoun;
V verb (base or third person), E -ed form, G -ing form, B be, H have, O do, M modal, T "to" before a verb;
P preposition, C joining word, S subordinator, R relative, A adverb, - negation, t a time, ~ swallowed; else the mark.
"""

from __future__ import annotations

__all__ = ["tag"]

from bisect import bisect_left
from typing import TYPE_CHECKING

from .lexicon import lexicon, nouns_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .days import Moment

_LEX = lexicon()
_SITE, _COMPASS = nouns_of("site"), nouns_of("compass")
_TOWN = _LEX.words["town"]
_MAYBE_VERB = "v"  # decided by `_verb` when its neighbours are known
_REMEMBERED = 100_000  # words whose letter is kept
_LONG = 60  # letters from which on a word is no word but what somebody has thrown at us
_ARTICLES = frozenset(
    {
        "al",
        "el",
        "ad",
        "an",
        "ar",
        "as",
        "ash",
        "at",
        "az",
        "ed",
        "er",
        "es",
        "esh",
        "et",
        "ez",
        "ul",
        "des",
        "bin",
        "ibn",
        "bint",
        "wa",
        "wal",
        "de",
        "del",
        "von",
        "van",
        "du",
        "umm",
        "um",
        "abu",
        "abou",
    }
)
_MAY_BE_ARTICLES = _ARTICLES | {"'", ".", "of"}
_SHORTENED = frozenset({"st", "mt", "ft"})
_INSTITUTES = frozenset(
    {"university", "faculty", "mosque", "church", "college", "institute", "academy", "monastery", "cathedral"}
)
_ABSTRACT = ("ing", "ed", "s", "tion", "ment", "ity", "ian", "ance", "ence")
_OPENS = frozenset({".", ":", '"', "(", "#"})
# What joins as "and" does or means one preposition, by its first word.
_JOINING = {
    first: tuple((key, meaning) for key, meaning in _LEX.joining.items() if key[0] == first)
    for first in dict.fromkeys(key[0] for key in _LEX.joining)
}
_ABOUT = frozenset(
    {"about", "around", "over", "under", "nearly", "some", "approximately", "almost", "roughly", "than", "least"}
)
_THESE = frozenset({"these", "those"})
_MEASURES = frozenset({"kilometre", "kilometer", "km", "mile", "metre", "meter"})
_ONE = frozenset({"a", "an", "half"})
_PAIRS = frozenset({("once", "again"), ("once", "more"), ("at", "least")})
_EACH = frozenset({"all", "both", "each"})
# "rebel held X", "the rebel-controlled town": what a place is whose holder stands before the word
_HELD = frozenset({"held", "controlled", "occupied", "ruled", "dominated", "run"})
_DESCRIBING = _HELD | {"backed", "led", "affiliated", "allied", "aligned", "supported"}
_DESCRIBED = frozenset({"N", "X", "J", "#"})
_MUCH = frozenset({"most", "parts", "areas", "territory", "large", "much", "half"})
_LATER = frozenset({"after", "before", "since", "until", "as"})
_SAYING = _LEX.words["saying"]
_MAY_JOIN = frozenset(_JOINING) | _ABOUT | _EACH | {"nearby", "long", "once", "before", "half", "at", "yet"}
_COMPARED = frozenset({"more", "less", "fewer", "at", "up", "other"})
# -ing forms that are as often nouns as verbs, and verbs that they follow as nouns.
_DEEDS = frozenset({"fighting", "shelling", "bombing", "infighting", "skirmishing", "raiding"})
_FORCES = nouns_of("force")
_LANDMARKS = frozenset(
    {"castle", "fort", "camp", "mount", "lake", "port", "mill", "hill", "tower", "bridge", "tell", "tal", "new"}
)
_ALIGNED = frozenset({"backed", "affiliated", "aligned", "linked", "allied", "supported"})
_SPELLS = frozenset({"hours", "days", "day", "weeks", "week", "months", "month", "years", "year", "night", "hour"})
_STARTING = frozenset({"begin", "start", "continue", "keep", "resume", "intensify"})
_NOUNS_IN_ING = frozenset(word for word in _LEX.classes if word.removesuffix("s").endswith("ing")) - _DEEDS
_LAST = frozenset({"last", "next", "early", "late"})
_NOON = frozenset({"a.m.", "p.m.", "a.m", "p.m", "am", "pm"})
_HOURS = frozenset({"local", "time", "hours", "hrs", "gmt", "utc"})
_DETERMINING = frozenset({"D", "J", "'", "#"})
_NOMINAL = frozenset({"N", "X", "Z", "J"})
_OBJECTS = frozenset({"D", "X", "Z", "Y", "#", "J"})
_AFTER_VERB = frozenset(
    {
        "on", "in", "from", "into", "to", "towards", "toward", "through", "up", "off", "out", "back", "near", "at",
        "with", "inside", "against", "under", "over",
    }
)  # fmt: skip
_OCCURRING = _LEX.words["occurring"]
_ACTIONS = frozenset({"action", "actions", "hostilities"})
_AUXILIARIES = frozenset({"B", "H", "O", "M"})
_NOT_DONE = frozenset({"position", "force", "mine", "advance", "control"})
_ORDINALS = frozenset({"first", "last", "next", "latest", "only"})
_LATELY = frozenset({"newly", "recently", "freshly"})
_SEEING = frozenset({"saw", "sees", "see", "witnessed", "seen"})
_SHOWING = frozenset({"indicate", "show", "suggest", "confirm", "reveal", "demonstrate"})
_BASE_LIKE_PAST = frozenset({"hit", "cut", "held", "put", "set"})


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
    tags = [_LETTERS[word] for word in words]
    _openings(words, lows, tags, known, title=title)
    _join(lows, tags)
    _pointing(lows, tags)
    for first, last, _, _ in sides:
        tags[first:last] = "Z" * (last - first)
    for moment in days:
        for k in range(bisect_left(offsets, moment.start), bisect_left(offsets, moment.end)):
            if words[k] not in ".,":
                tags[k] = "t"
    if "following" in lows[1:]:
        i = lows.index("following", 1)
        tags[i] = "J" if tags[i - 1] == "D" else tags[i]  # "the following towns"
    _clock(lows, tags)
    _articles(lows, tags)
    _apart(lows, tags)
    for i, letter in enumerate(tags):
        if letter == _MAYBE_VERB:
            tags[i] = _verb(lows, tags, i)
        elif letter == "J" and tags[i + 1 : i + 2] == ["D"] and "d" in _LEX.verbs.get(lows[i], ("", ""))[1]:
            tags[i] = "E"  # "the army renewed | an offensive"
    _infinitives(lows, tags)
    return tags


def is_headline(words: Sequence[str]) -> bool:
    """Tell whether a line is a headline: nearly all of its longer words begin with a capital, and no full stop."""
    if not words or words[-1] in {".", "!", "?"}:
        return False
    if len(words) > 2 and all(word.isupper() or not word[0].isalpha() for word in words):
        return True
    long = [word for word in words if len(word) > 3 and word[0].isalpha()]
    return len(long) >= 4 and sum(word[0].isupper() for word in long) > 0.75 * len(long)


def is_name(word: str) -> bool:
    """Tell whether a word is written as a name: with a capital, if only behind its article (al-Hill)."""
    return word.lstrip("'")[:1].isalpha() and not word.islower()


class _Letters(dict[str, str]):
    """The letter of each word by its form alone, found out once."""

    def __missing__(self, word: str) -> str:
        found = _by_form(word, word.lower())
        if len(word) < _LONG:
            if len(self) > _REMEMBERED:
                self.clear()
            self[word] = found
        return found


_LETTERS = _Letters()


def _by_form(word: str, low: str) -> str:
    first = word[0]
    if not first.isalnum() and not (first == "'" and word[1:2].isalpha() and is_name(word)):
        return "'" if low == "'s" else "N" if low == "%" else word
    if first.isdigit() and ":" in word:
        return "t"
    if first.isdigit():
        return "J" if "-" in word and not word[-1].isdigit() else "#"
    if is_name(word) and len(word) < _LONG:
        return "Y" if word == "I" else "X"
    return _plain(low)


def _plain(low: str) -> str:
    """Return the letter of a word in small letters."""
    found = _LEX.tags.get(low)
    if found is not None:
        return found
    if low in _LEX.verbs:
        return _MAYBE_VERB
    if low in _LEX.classes or low in _LEX.nouns:
        return "N"
    return _by_ending(low)


def _by_ending(low: str) -> str:
    if low.endswith("ly") and len(low) > 4:
        return "A"
    if "-" in low and low.rpartition("-")[2] in _DESCRIBING:
        return "J"  # "government-controlled"
    if (low.endswith("ed") and len(low) > 4 and not low.endswith("eed")) or (low.endswith("ing") and len(low) > 5):
        return _MAYBE_VERB
    return "N"


def _openings(words: Sequence[str], lows: Sequence[str], tags: list[str], known: set[str], *, title: bool) -> None:
    """Look again at words whose capital may be that of a sentence's head or of a headline."""
    for i, letter in enumerate(tags):
        if letter == "X" and (title or i == 0 or (tags[i - 1] in _OPENS and (i < 4 or lows[i] in _LEX.tags))):
            tags[i] = _capital(words, lows, i, known, title=title)


def _capital(words: Sequence[str], lows: Sequence[str], i: int, known: set[str], *, title: bool) -> str:
    low = lows[i]
    following = words[i + 1] if i + 1 < len(words) else ""
    landmark = low in _LANDMARKS and not title and is_name(following) and following.lower() not in _FORCES
    if landmark:
        return "X"  # "Castle Hill", "New York"
    joined = i == 0 and "-" in low and low.partition("-")[0] in _LEX.tags  # "Back-and-forth"
    if joined or low in _LEX.tags or low in _LEX.verbs or low in _LEX.classes or low in _LEX.nouns:
        return _plain(low)
    if title or not following:
        return "X"
    if low.endswith("ly"):
        return "A"
    if low in known or is_name(following) or following == "'s" or "-" in low or "'" in low:
        return "X"
    return "N" if low.endswith(_ABSTRACT) else "X"


def _join(lows: list[str], tags: list[str]) -> None:
    """Read words in a row that join as "and" does or mean one preposition, and numbers with what measures them."""
    n = len(tags)
    for i in [i for i, low in enumerate(lows) if low in _MAY_JOIN or tags[i] == "#"]:
        low = lows[i]
        if low in _JOINING:
            _phrase(lows, tags, i)
        if (tags[i] == "#" or low == "half") and i and lows[i - 1] in _ABOUT:  # "over ten", "more than half the"
            tags[i - 1] = "#"
            if i > 1 and lows[i - 2] in _COMPARED and (lows[i - 2] != "at" or lows[i - 1] == "least"):
                tags[i - 2] = "#"
        if low == "than" and i and lows[i - 1] in _COMPARED and _measured(lows[i + 1 : i + 3]):
            tags[i - 1] = tags[i] = "#"  # "less than a kilometre"
        if low in _ABOUT and tags[i + 1 : i + 3] == ["D", "#"]:
            tags[i] = "A"  # "over a dozen"
        after = tags[i + 1] if i + 1 < n else "."
        beside = (
            low == "nearby" and i and tags[i - 1] in {"N", "X"} and after not in {"N", "X", "J"}
        )  # "the base nearby"
        if beside or (low == "both" and after == "P") or (after == _MAYBE_VERB and i and _slips_in(low, tags[i - 1])):
            tags[i] = "A"
        elif (low == "before" and after in {",", ".", ";", ")"}) or (low == "yet" and i and tags[i - 1] == "-"):
            tags[i] = "A"  # "a week before, ", "have not yet taken"
        elif (low, *lows[i + 1 : i + 2]) in _PAIRS and tags[i + 2 : i + 3] != ["#"]:
            tags[i] = tags[i + 1] = "A"  # "took at least partial control", but not "at least ten"


def _slips_in(low: str, before: str) -> bool:
    """Tell whether a word before a participle is an adverb there: "were all taken", "X, long held by"."""
    return (low in _EACH and before == "B") or (low == "long" and before in {",", "B", "H"})


def _pointing(lows: Sequence[str], tags: list[str]) -> None:
    """Tell "These were repelled" from "these raids"."""
    for i, low in enumerate(lows[:-1]):
        if low in _THESE and tags[i] == "D" and tags[i + 1] in {"B", "H", "M"}:
            tags[i] = "Y"


def _measured(lows: Sequence[str]) -> bool:
    return len(lows) > 1 and lows[0] in _ONE and lows[1] in _MEASURES


def _phrase(lows: list[str], tags: list[str], i: int) -> None:
    for key, meaning in _JOINING[lows[i]]:
        if tuple(lows[i : i + len(key)]) == key:
            tags[i : i + len(key)] = "~" * len(key)
            adverb = meaning == "including" or meaning.endswith("ly")
            tags[i] = ("A" if adverb else "S" if meaning == "if" else "P") if meaning else "C"
            lows[i] = meaning or lows[i]
            return


def _clock(lows: Sequence[str], tags: list[str]) -> None:
    """Tell what belongs to the hour: "at | 9 a.m. local time"."""
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
    for i in [i for i, low in enumerate(lows) if low in _HELD and i > 4]:
        if lows[i - 1] == "-" and tags[i - 2] == ")" and tags[i - 4] == "(" and tags[i - 5] in {"Z", "X"}:
            tags[i - 1] = tags[i] = "J"


def _holds(lows: Sequence[str], tags: Sequence[str], i: int, near: tuple[str, str, str]) -> bool:
    """Tell whether "held" only says who holds what follows: "entered | rebel held X", "in temporarily occupied X"."""
    prior, prior_low, before = near
    after = tags[i + 1] if i + 1 < len(tags) else ""
    if before == "A":
        return prior in {"P", "~"} and after == "X" and prior_low not in _LATER
    if prior != "Z" or before not in {"Z", ")"} or after not in _DESCRIBED:
        return False
    k = i - 1
    while k >= 0 and (tags[k] in {"Z", "(", ")", "D", "J"} or (tags[k] == "X" and tags[k - 1] == "(")):
        k -= 1
    if k < 0 or tags[k] == "P":
        return k >= 0 and lows[k] not in _LATER
    return tags[k] in {"E", "V", "G"} and _LEX.verbs.get(lows[k], ("",))[0] not in _SAYING


def _infinitives(lows: Sequence[str], tags: list[str]) -> None:
    """Tell "to" before a verb from the preposition."""
    n = len(tags)
    for i in [i for i, low in enumerate(lows) if low == "to"]:
        j = i + 1
        while j < n and tags[j] == "A":
            j += 1
        if j >= n:
            return
        if tags[j] == "V" or lows[j] in {"be", "have", "do"}:
            tags[i] = "T"
        elif tags[j] in {"N", "E"} and _is_base(lows[j]) and _followed_as_verb(lows, tags, j):
            tags[i], tags[j] = "T", "V"
        elif tags[j] == "N" and tags[j + 1 : j + 2] in (["D"], ["Y"]) and not _known_noun(lows[j]):
            tags[i], tags[j] = "T", "V"  # "to weaken the", a verb that the lexicon does not have


def _known_noun(low: str) -> bool:
    return low in _LEX.classes or low in _LEX.nouns or low.endswith("s")


def _is_base(low: str) -> bool:
    verb = _LEX.verbs.get(low)
    return verb is not None and "b" in verb[1]


def _followed_as_verb(lows: Sequence[str], tags: Sequence[str], j: int) -> bool:
    """Tell whether what follows a word that may be noun or verb follows it as a verb."""
    if j + 1 >= len(tags) or tags[j + 1] in _OBJECTS or tags[j + 1] in {"A", "N"} or lows[j + 1] in _AFTER_VERB:
        return True
    return tags[j + 1] == "C" and j + 2 < len(tags) and _is_base(lows[j + 2])  # "to capture and hold"


def _verb(lows: Sequence[str], tags: Sequence[str], i: int) -> str:
    """Decide what a word that may be a verb is in its place: V, E, G, or a noun N, an adjective J."""
    low = lows[i]
    _, letters = _LEX.verbs.get(low, ("", ""))
    k = i - 1
    while k >= 0 and tags[k] == "A":
        k -= 1
    if k > 0 and tags[k] == ")" and "(" in tags[:k]:
        k = max(j for j in range(k) if tags[j] == "(") - 1  # "The offensive (2016) | refers"
    prior = tags[k] if k >= 0 else ""
    near = (prior, lows[k] if k >= 0 else "", tags[i - 1] if i else "")
    if low.endswith("ing") and (not letters or "g" in letters):
        return _ing(lows, tags, i, near)
    if low in _HELD and _holds(lows, tags, i, near):
        return "J"
    if not letters or "d" in letters or "n" in letters:
        return _past(lows, tags, i, near, letters)
    if low in {"clear", "free"} and prior == "B" and list(lows[i + 1 : i + 2]) == ["of"]:
        return "E"  # "X was clear of rebels" says what "cleared of" does
    return _present(lows, tags, i, near, letters)


def _ing(lows: Sequence[str], tags: Sequence[str], i: int, near: tuple[str, str, str]) -> str:
    prior, _, before = near
    low = lows[i]
    follows, after = (lows[i + 1], tags[i + 1]) if i + 1 < len(tags) else ("", "")
    if prior in _DETERMINING and before != "A":
        return "J" if after in {"N", "X", "Z", "#", "J"} else "N"
    if follows == "of" and (before in {"", "P", "S", "C"} or prior in {"Z", "J", "N"}):
        return "N"
    if low in _NOUNS_IN_ING and (prior in _NOMINAL or prior == "D") and before != ",":
        return "N"
    if (before == "X" and follows in _SITE) or (
        prior in {"N", "J"} and follows in _TOWN and _LEX.verbs.get(low, (low,))[0] not in _LEX.frames
    ):
        return "J"  # "T3 pumping station", "the former mining city"
    if low not in _DEEDS:
        return "G"
    spell = before == "P" and i > 1 and lows[i - 1] == "of" and lows[i - 2] in _SPELLS  # "hours of | fighting the army"
    return "N" if spell else _deed(near, follows, after)


def _deed(near: tuple[str, str, str], follows: str, after: str) -> str:
    """Tell "were shelling", "began shelling X" from "the shelling"."""
    prior, prior_low, before = near
    if prior == "B":
        return "G"
    if _LEX.verbs.get(prior_low, ("",))[0] in _STARTING:
        return "G" if after in _OBJECTS else "N"
    if after in {"D", "X", "Z", "Y"} and (prior not in {"Z", "J", "N"} or prior_low in _FORCES):
        return "G"
    return "G" if before in {",", "C"} and follows in {"with", "against", "for"} else "N"


def _past(lows: Sequence[str], tags: Sequence[str], i: int, near: tuple[str, str, str], letters: str) -> str:
    prior, prior_low, before = near
    low = lows[i]
    after = tags[i + 1] if i + 1 < len(tags) else ""
    if prior == "D" and prior_low in {"this", "that", "these"} and after in {"X", "Z", "D"}:
        return "E"
    allied = low in _ALIGNED and before in {"Z", "X"}
    lately = lows[i - 1] in _LATELY and after == "X" and i > 1 and tags[i - 2] in {"P", "V"}
    behind = lately or (before == "P" and "b" not in letters) or (not letters and before in {"E", "V", "G"})
    apart = not letters and before in {",", ""} and lows[i + 1 : i + 2] and lows[i + 1] in _FORCES
    if ((behind or allied) and after in _NOMINAL) or apart:
        return "J"  # "of armed rebels", "dropped unguided bombs", ", allied forces took", "the Crown backed militia"
    determined = prior in _DETERMINING
    if determined and (after in _NOMINAL or after in {_MAYBE_VERB, "#"}) and not (prior == "#" and after == "X"):
        return "J"
    if "b" not in letters:
        return "E"
    if determined and before != "A":
        return "J" if low == "left" else "N"
    noun = low in _LEX.nouns or low in _LEX.classes
    verbal = prior in {"T", "M", "O", "H", "B", "Z", "Y"} or prior_low == "to" or after in {"D", "X"}
    return "N" if noun and not verbal and low not in _BASE_LIKE_PAST else "E"


def _controls(lows: Sequence[str], tags: Sequence[str], i: int) -> bool:
    """Tell whether "control" is a verb after a side: "the rebels (still) control the town", "A control X"."""
    follows, after = (lows[i + 1], tags[i + 1]) if i + 1 < len(tags) else ("", "")
    if after not in {"D", "X", "#"} and follows not in _MUCH:
        return False
    k = i - 1
    while k >= 0 and tags[k] == "A":
        k -= 1
    if k < 0 or tags[k] not in {"Z", "N"} or (tags[k] == "N" and lows[k] not in _FORCES):
        return False
    while k >= 0 and tags[k] in {"Z", "N", "D", "J", "#"}:
        k -= 1
    return k < 0 or tags[k] not in {"P", "~", "E", "V", "G", "'"}


def _present(lows: Sequence[str], tags: Sequence[str], i: int, near: tuple[str, str, str], letters: str) -> str:
    prior, prior_low, before = near
    low = lows[i]
    noun = low in _LEX.nouns or low in _LEX.classes
    if prior_low == "to" and i > 1 and "b" in letters and _LEX.verbs.get(lows[i - 2], ("",))[0] in _STARTING:
        return "V"  # "continued to push for X"
    follows, after = (lows[i + 1], tags[i + 1]) if i + 1 < len(tags) else ("", "")
    second = (lows[i + 2], tags[i + 3]) if i + 3 < len(tags) else ("", "")
    plainly = prior in {"M", "O", "-"} or (prior == "Y" and before != "P")
    plainly = plainly or (low == "control" and _controls(lows, tags, i))
    if plainly or _goes_on(lows, tags, i, prior) or _done_by_many(low, letters, near, after, second):
        return "V"
    if prior_low == "to":
        return "V" if not noun or _followed_as_verb(lows, tags, i) else "N"
    if prior in _DETERMINING or prior_low in _ORDINALS:
        return "N"
    if "s" in letters:
        situated = low == "lies" and (follows in _COMPASS or after in {"P", "A", "#"})
        shows = follows in {"that", "how"} and _LEX.verbs[low][0] in _SHOWING  # "footage | indicates that"
        if (
            low in {"remains", "stays"}
            or situated
            or shows
            or (prior_low == "that" and i > 1 and tags[i - 2] in {"N", "X"} and not noun)
        ):
            return "V"  # "the hill that overlooks"
        named = prior in {"Z", "X"}
        relates = prior == "R" or (prior_low == "that" and i > 1 and tags[i - 2] in {"N", "X"})
        verbal = (
            (after in _OBJECTS and (named or relates or prior == "N"))
            or (prior == "C" and not noun and "V" in tags[:i] and _LEX.verbs[low][0] in _LEX.frames)
            or (
                before == "A" and prior in {"N", "X", "Z"} and _past_adverbs(lows, tags, i) in _AFTER_VERB
            )  # "the flag now | flies over"
            or (
                not noun
                and (
                    prior in {"Z", "Y", "R"}
                    or (named and follows in _AFTER_VERB)
                    or (follows == "to" and (named or prior == "N"))
                )
            )
        )
    else:
        verbal = not noun and (
            _breaks_out(lows, tags, i, near, after)
            or (prior == "C" and ("to" in lows[:i] or "V" in tags[:i]))
            or (prior in {"Z", "N", "R"} and after in {"D", "X", "Z"} and low not in {"mine", "position", "force"})
            or (prior == "R" and lows[i + 1 : i + 2] == ["to"])
            or (prior in {"T", "Z"} and _LEX.verbs[low][0] in _LEX.frames)
            or (prior in {"Z", "N"} and follows in {"to", "in"} and _LEX.verbs[low][0] in _LEX.carry)
        )  # "their fighters | continue to", "if the rebels | succeed in"
        again = prior == "C" and i > 1 and tags[i - 2] == "V" and "b" in letters and _LEX.verbs[low][0] in _LEX.frames
        verbal = verbal or (again and after in {"D", "X"})  # "attack and | capture the town"
    return "V" if verbal else "N"


def _goes_on(lows: Sequence[str], tags: Sequence[str], i: int, prior: str) -> bool:
    """Tell whether a deed is said to go on, or what came of it: "clashes | continue", "the capture of X | comes"."""
    lemma, letters = _LEX.verbs[lows[i]]
    after = tags[i + 1] if i + 1 < len(tags) else ""
    if lemma not in _OCCURRING or prior not in {"N", "X"} or after in _AUXILIARIES:
        return False
    if "s" not in letters and prior == "X":
        return False
    deeds = [k for k in range(i) if tags[k] == "N" and (lows[k] in _LEX.nouns or lows[k] in _ACTIONS)]
    if not deeds or any(letter in {"V", "E", ","} for letter in tags[deeds[-1] : i]):
        return False
    both = "C" in tags[deeds[0] : deeds[-1]]  # "clashes and shelling | continue"
    return ("s" in letters) != (both or _many(lows[deeds[-1]]))


def _past_adverbs(lows: Sequence[str], tags: Sequence[str], i: int) -> str:
    """Return the next word that is no adverb."""
    return next((lows[k] for k in range(i + 1, min(len(tags), i + 4)) if tags[k] != "A"), "")


def _done_by_many(low: str, letters: str, near: tuple[str, str, str], after: str, second: tuple[str, str]) -> bool:
    """Tell whether a word that may be a noun is what people do: "rebels | capture the", "forces | attack X"."""
    prior, prior_low, _ = near
    if "b" not in letters or _LEX.verbs[low][0] not in _LEX.frames or low in _NOT_DONE:
        return False
    if after == "C":  # "rebels | attack and capture the"
        joined = _LEX.verbs.get(second[0], ("", ""))
        after = second[1] if "b" in joined[1] and joined[0] in _LEX.frames else ""
    many = prior_low in _FORCES and prior_low.endswith("s")
    return (many and after in {"D", "X"}) or (prior == "Z" and prior_low.endswith("s") and after in {"D", "X"})


def _many(low: str) -> bool:
    return low.endswith("s") and not low.endswith("ss")


def _breaks_out(lows: Sequence[str], tags: Sequence[str], i: int, near: tuple[str, str, str], after: str) -> bool:
    """Tell whether a deed that a place saw is said to have begun: "saw clashes | break out between"."""
    prior, prior_low, _ = near
    deed = prior == "N" and after == "P" and prior_low in _LEX.nouns and _LEX.verbs[lows[i]][0] in _OCCURRING
    return deed and all(lows[k] in _SEEING for k in range(i) if tags[k] in {"E", "V"})

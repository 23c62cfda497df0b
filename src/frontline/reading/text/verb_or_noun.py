"""Tell verbs from nouns and adjectives: what a word that may be a verb is in its place, and whether "to" opens one."""

from __future__ import annotations

__all__ = ["infinitives", "verb_or_noun"]

from typing import TYPE_CHECKING

from .letters import HELD, MAYBE_VERB
from .lexicon import lexicon, nouns_of

if TYPE_CHECKING:
    from collections.abc import Sequence

_LEX = lexicon()
_SITE, _COMPASS = nouns_of("site"), nouns_of("compass")
_TOWN = _LEX.words["town"]
_FORCES = nouns_of("force")
_SAYING = _LEX.words["saying"]
_OCCURRING = _LEX.words["occurring"]
_DESCRIBED = frozenset({"N", "X", "J", "#"})
_MUCH = frozenset({"most", "parts", "areas", "territory", "large", "much", "half"})
_LATER = frozenset({"after", "before", "since", "until", "as"})
# -ing forms that are as often nouns as verbs, and verbs that they follow as nouns.
_DEEDS = frozenset({"fighting", "shelling", "bombing", "infighting", "skirmishing", "raiding"})
_STARTING = frozenset({"begin", "start", "continue", "keep", "resume", "intensify"})
_SPELLS = frozenset({"hours", "days", "day", "weeks", "week", "months", "month", "years", "year", "night", "hour"})
_NOUNS_IN_ING = frozenset(word for word in _LEX.classes if word.removesuffix("s").endswith("ing")) - _DEEDS
_ALIGNED = frozenset({"backed", "affiliated", "aligned", "linked", "allied", "supported"})
_DETERMINING = frozenset({"D", "J", "'", "#"})
_NOMINAL = frozenset({"N", "X", "Z", "J"})
_OBJECTS = frozenset({"D", "X", "Z", "Y", "#", "J"})
_AFTER_VERB = frozenset(
    {
        "on", "in", "from", "into", "to", "towards", "toward", "through", "up", "off", "out", "back", "near", "at",
        "with", "inside", "against", "under", "over",
    }
)  # fmt: skip
_ACTIONS = frozenset({"action", "actions", "hostilities"})
_AUXILIARIES = frozenset({"B", "H", "O", "M"})
_NOT_DONE = frozenset({"position", "force", "mine", "advance", "control"})
_ORDINALS = frozenset({"first", "last", "next", "latest", "only"})
_LATELY = frozenset({"newly", "recently", "freshly"})
_SEEING = frozenset({"saw", "sees", "see", "witnessed", "seen"})
_SHOWING = frozenset({"indicate", "show", "suggest", "confirm", "reveal", "demonstrate"})
_BASE_LIKE_PAST = frozenset({"hit", "cut", "held", "put", "set"})


def verb_or_noun(lows: Sequence[str], tags: Sequence[str], i: int) -> str:
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
    if low in HELD and _holds(lows, tags, i, near):
        return "J"
    if not letters or "d" in letters or "n" in letters:
        return _past(lows, tags, i, near, letters)
    if low in {"clear", "free"} and prior == "B" and list(lows[i + 1 : i + 2]) == ["of"]:
        return "E"  # "X was clear of rebels" says what "cleared of" does
    return _present(lows, tags, i, near, letters)


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
    if after in _NOMINAL:
        allied = low in _ALIGNED and before in {"Z", "X"}
        lately = lows[i - 1] in _LATELY and after == "X" and i > 1 and tags[i - 2] in {"P", "V"}
        behind = lately or (before == "P" and "b" not in letters) or (not letters and before in {"E", "V", "G"})
        described = behind or allied
    else:
        described = False
    apart = not letters and before in {",", ""} and bool(after) and lows[i + 1] in _FORCES
    if described or apart:
        return "J"  # "of armed rebels", "dropped unguided bombs", ", allied forces took", "the Crown backed militia"
    determined = prior in _DETERMINING
    if determined and (after in _NOMINAL or after in {MAYBE_VERB, "#"}) and not (prior == "#" and after == "X"):
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
    plainly = prior in {"M", "O", "-"} or (prior == "Y" and before != "P")
    plainly = plainly or (low == "control" and _controls(lows, tags, i))
    if plainly or _goes_on(lows, tags, i, prior) or _done_by_many(lows, tags, i, near, letters):
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


def _done_by_many(lows: Sequence[str], tags: Sequence[str], i: int, near: tuple[str, str, str], letters: str) -> bool:
    """Tell whether a word that may be a noun is what people do: "rebels | capture the", "forces | attack X"."""
    prior, prior_low, _ = near
    if "b" not in letters or not prior_low.endswith("s") or not (prior == "Z" or prior_low in _FORCES):
        return False
    if _LEX.verbs[lows[i]][0] not in _LEX.frames or lows[i] in _NOT_DONE:
        return False
    after = tags[i + 1] if i + 1 < len(tags) else ""
    if after == "C":  # "rebels | attack and capture the"
        joined = _LEX.verbs.get(lows[i + 2], ("", "")) if i + 3 < len(tags) else ("", "")
        after = tags[i + 3] if "b" in joined[1] and joined[0] in _LEX.frames else ""
    return after in {"D", "X"}


def _many(low: str) -> bool:
    return low.endswith("s") and not low.endswith("ss")


def _breaks_out(lows: Sequence[str], tags: Sequence[str], i: int, near: tuple[str, str, str], after: str) -> bool:
    """Tell whether a deed that a place saw is said to have begun: "saw clashes | break out between"."""
    prior, prior_low, _ = near
    deed = prior == "N" and after == "P" and prior_low in _LEX.nouns and _LEX.verbs[lows[i]][0] in _OCCURRING
    return deed and all(lows[k] in _SEEING for k in range(i) if tags[k] in {"E", "V"})


def infinitives(lows: Sequence[str], tags: list[str]) -> None:
    """Tell "to" before a verb from the preposition."""
    n = len(tags)
    if "to" not in lows:
        return
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

"""How much of a place a phrase means by what stands before "of X" and "in X": most of X, parts of X, a base at X."""

from __future__ import annotations

__all__ = ["Extent", "extent_of", "is_called_after", "more_than_half"]

import re
from typing import TYPE_CHECKING, Literal

from frontline.reading.text.lexicon import nouns_of

if TYPE_CHECKING:
    from frontline.reading.grammar.syntax import Noun

# "house": it is one in the place; "some": the place only tells where it is
Extent = Literal["whole", "part", "house", "some"]

_SETTLEMENT, _SITE, _PART, _COMPASS = nouns_of("settlement"), nouns_of("site"), nouns_of("part"), nouns_of("compass")
_INSIDE = frozenset({"of", "in", "inside", "within", "at", "on", "to"})
_WITHIN = frozenset({"in", "inside", "within"})
_OPEN = _SETTLEMENT | _PART | {"hill", "hills", "hilltop", "hilltops", "mountain", "mountains", "height", "heights"}
_JUST_OF = frozenset({"of"})
_JUST_AT = frozenset({"at"})
# What a name is the kind of, rather than a part of: "the Alawite village of X" is X, "the Hamra district of X" is not.
KINDS = frozenset(
    {"village", "villages", "town", "towns", "city", "cities", "hamlet", "hamlets", "settlement", "settlements"}
)
LAST = frozenset({"remaining", "last", "final", "rest"})
_SHARES = frozenset({"percent", "%", "half", "quarter", "third", "two-thirds"})
_BEYOND = frozenset({"more", "over"})
_MOSTLY = frozenset({"two", "three"})
QUARTERS = frozenset({"district", "neighborhood", "neighbourhood", "quarter"})
_BASES = frozenset({"airbase", "base", "airport", "airfield"})
# What a name may be: "the hill of X" is X.
_OWN_GROUND = _BASES | {
    "hill", "hills", "hilltop", "hilltops", "height", "heights", "mountain", "mountains", "mount", "island", "dam",
    "field", "fields",
    "farm", "farms", "bridge", "checkpoint", "checkpoints", "crossing", "junction", "camp", "valley", "ridge",
    "crossroads", "ruins", "port", "ports", "peak", "summit",
}  # fmt: skip
_POINTS = nouns_of("point")  # a part of the town that it is in
_POSTED = _BASES | {"crossing", "border-crossing", "checkpoint", "outpost", "post"}
POSITIONS = frozenset({"positions", "position", "defenses", "defences", "targets", "lines"})
_SHARED = POSITIONS | {
    "pocket",
    "pockets",
    "building",
    "buildings",
    "streets",
    "quarters",
    "thirds",
    "part",
    "parts",
    "section",
    "sections",
    "portion",
}
# A house in a place is a part of it, and no place of its own.
_HOUSES = frozenset(
    {
        "building", "buildings", "headquarters", "office", "offices", "station", "stations", "palace", "council",
        "department", "terminal", "terminals", "house", "houses", "blocks",
    }
)  # fmt: skip
_HOUSED = _HOUSES | _POINTS
_DEFENCES = nouns_of("defence") - {"perimeter"}
_INSIDE_ROUND = _INSIDE | {"around", "near"}  # "seized the defences around X"
OUTER = frozenset({"countryside", "vicinity", "environs", "surroundings", "hinterland"})
RURAL = frozenset({"countryside", "hinterland"})
VAGUE = frozenset(
    {
        "region", "regions", "areas", "pocket", "enclave", "point", "side", "line", "front", "capital", "area",
        "center", "centre",
        "market", "gate", "mine",
        "street", "square", "position", "plain",
    }
)  # fmt: skip
_WHOLE = frozenset(
    {
        "all", "most", "majority", "entirety", "rest", "remainder", "bulk", "whole", "control", "hold", "remnants",
        "remains",
    }
)  # fmt: skip
# Heads that say how much of a place is meant, and the prepositions that lead to it; the earlier row wins.
_HEADS: tuple[tuple[frozenset[str], Extent, frozenset[str]], ...] = (
    (RURAL, "some", frozenset()),
    (OUTER, "some", _JUST_OF),
    (frozenset({"some", "several", "others"}), "part", frozenset({"of", "in", "inside", "on"})),
    (_COMPASS, "part", _JUST_OF),
    (frozenset({"bank", "banks", "shore"}), "part", frozenset({"at", "in"})),
    (frozenset({"number", "series", "couple", "handful"}), "whole", _JUST_OF),
    (_WHOLE, "whole", frozenset({"of", "over"})),
    (frozenset({"garrison", "defenders"}), "whole", frozenset({"of", "in", "at"})),
    (frozenset(head for head in nouns_of("stronghold") if not head.endswith("s")), "whole", frozenset({"of", "in"})),
    (nouns_of("stronghold"), "whole", _JUST_OF),
    (frozenset({"entrance", "entrances", "gate", "gates", "approaches"}), "part", _INSIDE),
)  # fmt: skip
_EXTENTS = {head: (extent, prepositions) for heads, extent, prepositions in reversed(_HEADS) for head in heads}
_FIGURE = re.compile(r"\d+")  # of "55-60%", too


def _is_base(noun: Noun) -> bool:
    """Tell whether a phrase is a base, or another thing that is called after where it stands."""
    one = noun.head in _POSTED and (not noun.number or noun.det in {"a", "an"})
    return (one and not (noun.head in _POINTS and _within(noun))) or is_called_after(noun)


def is_called_after(noun: Noun) -> bool:
    """Tell whether a phrase is what stands at a place and is called after it: "the headquarters at X"."""
    owned = (noun.definite or noun.poss) and "site" in noun.classes and noun.head not in VAGUE
    return owned and any(phrase.prep == "at" and phrase.name for phrase in noun.pps)


def extent_of(noun: Noun) -> tuple[Extent, frozenset[str]]:  # noqa: PLR0911
    """Return how much of a place a phrase with "of X", "in X" means, and which prepositions lead to it."""
    head = noun.head
    if _all_there_is(noun):
        return "whole", _INSIDE
    told = _EXTENTS.get(head)
    if told is not None:
        return told
    if head in _SHARES:
        return ("whole" if more_than_half(noun) else "part"), _JUST_OF
    of = [phrase for phrase in noun.pps if phrase.prep == "of"]
    kinds = noun.definite or noun.held or (head in KINDS and not noun.det and not noun.number)
    if noun.plural and kinds and head in _SETTLEMENT and any(phrase.coords for phrase in of):
        return "whole", _JUST_OF  # "the districts of A and B", "rebel-held districts of", "towns of A, B"
    if _is_share(noun):
        return "part", _INSIDE_ROUND if head in _DEFENCES else _INSIDE
    if (head in _SETTLEMENT and (not noun.plural or noun.definite)) or (head in _OWN_GROUND and of):
        return "whole", _JUST_AT if is_called_after(noun) and not of else _JUST_OF
    if head in _SITE and of:
        return "whole" if head == "site" else "part", _JUST_OF  # "the heritage site of X", "the citadel of X"
    if _is_base(noun):
        return "whole", _JUST_AT  # "the headquarters at X"
    return ("some", _INSIDE) if noun.name else _built(noun)


def _built(noun: Noun) -> tuple[Extent, frozenset[str]]:
    """Return how much of a place what is built in it is: "captured two factories in X", "the police station in X"."""
    counted = noun.number or (noun.plural and not noun.definite)
    if counted and ((noun.head in _SITE and noun.head not in _OPEN) or noun.head == "camps"):
        return "part", _WITHIN
    return ("house", _WITHIN) if noun.head in _HOUSED else ("some", _INSIDE)


def _within(noun: Noun) -> bool:
    return any(phrase.prep in _WITHIN and phrase.name for phrase in noun.pps)


def _is_share(noun: Noun) -> bool:
    """Tell whether a phrase is a part of what follows: "two quarters of X"; "the enclave of X" is X."""
    whole = noun.det == "the" and not noun.plural and (noun.head in _SETTLEMENT or noun.head == "site")
    return (noun.head in _PART and not whole) or (noun.head in QUARTERS and noun.number)


def more_than_half(noun: Noun) -> bool:
    """Tell whether a share is most of the whole: "more than half", "80%"."""
    figures = [int(figure) for word in noun.words for figure in _FIGURE.findall(word)]
    return min(figures, default=0) > 50 or ("half" in noun.words and not noun.words.isdisjoint(_BEYOND))


def _all_there_is(noun: Noun) -> bool:
    """Tell whether a part is most of a place, or its rest: "two thirds of X", "the last positions in X"."""
    words = _MOSTLY if noun.head in {"quarters", "thirds"} else LAST
    return noun.head in _SHARED and not noun.words.isdisjoint(words)

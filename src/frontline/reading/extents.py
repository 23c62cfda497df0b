"""Which place a noun phrase stands for, and how much of it: the town of X, most of X, parts of X, "the town"."""

from __future__ import annotations

__all__ = ["Found", "is_compass", "places", "road"]

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from .lexicon import nouns_of
from .syntax import Noun

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .discourse import Discourse
    from .syntax import Sentence

Extent = Literal["whole", "part", "some"]

SETTLEMENT, SITE, PART, WHOLE = nouns_of("settlement"), nouns_of("site"), nouns_of("part"), nouns_of("whole")
COMPASS, ROAD, FORCE, EVENT = nouns_of("compass"), nouns_of("road"), nouns_of("force"), nouns_of("event")
_INSIDE = frozenset({"of", "in", "inside", "within", "at", "on", "to"})
_ROADISH = frozenset(
    {"road", "roads", "highway", "highways", "route", "routes", "line", "lines", "motorway", "artery", "lifeline"}
)
_LEADING = frozenset({"between", "to", "from", "into", "towards", "linking", "connecting", "through"})
_RUNNING = frozenset({"linking", "connecting", "leading", "running", "between", "which", "that", "coming", "going"})
_RUNS = frozenset(
    {"runs", "leads", "links", "connects", "passes", "goes", "linking", "connecting", "leading", "running", "coming"}
)
# Words for ground that need not be any named place.
_VAGUE = frozenset(
    {
        "region",
        "pocket",
        "enclave",
        "point",
        "side",
        "line",
        "front",
        "capital",
        "area",
        "center",
        "centre",
        "market",
        "gate",
        "mine",
        "street",
        "square",
        "position",
        "plain",
        "camp-site",
    }
)
# What a name is the kind of, rather than a part of: "the Alawite village of X" is X, "the Hamra district of X" is not.
_KINDS = frozenset(
    {"village", "villages", "town", "towns", "city", "cities", "hamlet", "hamlets", "settlement", "settlements"}
)
_LAST = frozenset({"remaining", "last", "final", "rest"})
_OUTER = frozenset({"countryside", "vicinity", "environs", "surroundings", "hinterland"})
_DEPTH = 3


@dataclass(slots=True)
class Found:
    """A place that a noun phrase stands for: its name, how much of it, and whether it was only referred back to."""

    name: str
    noun: Noun
    extent: Extent = "whole"
    anaphor: bool = False
    first: int = -1  # the words of the name, where it stands here
    last: int = -1


def is_compass(noun: Noun) -> bool:
    """Tell whether the phrase is what something lies north (south, east ...) of: no claim about it."""
    gov = noun.gov
    if not isinstance(gov, Noun) or gov.head not in COMPASS or noun.prep not in ("of", "from"):
        return False
    return not (gov.prep == "in" and gov.det == "the")


def road(s: Sentence, noun: Noun, talk: Discourse | None = None) -> Found | None:
    """Return the road that a phrase names, as written: "the supply line between A and B"."""
    tail = noun.head.replace("–", "-").rpartition("-")[2]
    if tail not in _ROADISH and noun.head not in _ROADISH:
        return None
    first = noun.i
    while (
        first < noun.j - 1
        and (s.tags[first] in ("D", "Z", "'") or s.lows[first] == "last")
        and first < noun.first + (noun.name is None) * noun.j
    ):
        first += 1
    last = noun.j - 1
    for phrase in noun.pps:
        if phrase.prep in _LEADING:
            last = max([last, phrase.j - 1, *(c.j - 1 for c in phrase.coords)])
            for q in phrase.pps:
                if q.prep in ("of", "to", "between", "and", "from"):
                    last = max([last, q.j - 1, *(c.j - 1 for c in q.coords)])
    if last == noun.j - 1:
        last = _run_on(s, last)
    name = s.phrase(first, last)
    for phrase in noun.pps:
        if _refers(phrase) and phrase.j - 1 <= last and talk is not None:
            for known in talk.antecedents(phrase.head, before=phrase.i):
                name = name.replace(s.phrase(phrase.i, phrase.j - 1), known)  # "the road to the city"
    return Found(name, noun, "whole", first=first, last=last)


def _run_on(s: Sentence, last: int) -> int:
    """Return the last word of "linking A to B", "which runs at A", "leading to A" after a road; else `last`."""
    n = len(s.lows)
    if last + 1 >= n or s.lows[last + 1] not in _RUNNING:
        return last
    if s.lows[last + 1] in ("which", "that") and (last + 2 >= n or s.lows[last + 2] not in _RUNS):
        return last
    end = k = last + 1
    while k < n and k < last + 12 and s.tags[k] not in (",", ".", ";", "S", "t", "(", "M", "B", "H"):
        if s.tags[k] in ("E", "V") and k > last + 2:
            break
        if s.tags[k] in ("X", "N", "Z"):
            end = k
        k += 1
    return end


def places(s: Sentence, noun: Noun, talk: Discourse) -> list[Found]:
    """Return the places that a noun phrase and the further members of its list stand for."""
    found = list(_of(s, noun, talk, 0))
    for member in noun.coords:
        found.extend(_of(s, member, talk, 1))
    return found


def _of(s: Sentence, noun: Noun, talk: Discourse, depth: int) -> Iterator[Found]:
    if noun.side and not noun.name:
        return
    if noun.head in COMPASS and not (noun.prep == "in" and noun.det == "the"):
        return
    inner = [phrase for phrase in noun.pps if phrase.prep in _INSIDE]
    own = _own(s, noun)
    if own is not None and not (
        noun.head in _KINDS and any(phrase.prep == "of" and phrase.name for phrase in noun.pps)
    ):
        yield own
        return
    if noun.pron and noun.head in ("it", "itself"):
        yield from (Found(name, noun, anaphor=True) for name in talk.antecedents("it", before=noun.i))
        return
    if depth >= _DEPTH:
        return
    extent, wanted = _extent(s, noun)
    seen = False
    for phrase in inner:
        if wanted and phrase.prep not in wanted:
            continue
        for member in (phrase, *phrase.coords):
            for place in _of(s, member, talk, depth + 1):
                seen = True
                if extent == "whole" or member.listed:
                    yield place
                else:
                    yield Found(place.name, place.noun, extent, place.anaphor, place.first, place.last)
        if seen:
            return
    if seen or (inner and any(phrase.name for phrase in inner if phrase.prep == "of")):
        return
    name_before = noun.gov if noun.prep == "as" else None
    if isinstance(name_before, Noun) and name_before.name:
        yield Found(name_before.name, name_before, first=name_before.first, last=name_before.last)
        return
    if _refers(noun):
        yield from (
            Found(name, noun, anaphor=True) for name in talk.antecedents(noun.head, before=noun.i, plural=noun.plural)
        )


def _own(s: Sentence, noun: Noun) -> Found | None:
    """Return the place that the phrase itself names."""
    if noun.name is None:
        ways = road(s, noun)
        return ways if ways is not None and ways.last > noun.j - 1 and not noun.plural else None
    if noun.poss:
        if noun.head in SITE and noun.head not in PART and noun.head not in SETTLEMENT and noun.head not in _OUTER:
            return Found(s.phrase(noun.first, noun.j - 1), noun, first=noun.first, last=noun.j - 1)
        extent: Extent = "part" if noun.head in PART or noun.head in COMPASS else "some"
        return Found(noun.name, noun, extent, first=noun.first, last=noun.last)
    if noun.last < noun.j - 1 and noun.head in PART and noun.head not in SITE:
        return Found(noun.name, noun, "part", first=noun.first, last=noun.last)
    if noun.last < noun.j - 1 and noun.head in ("positions", "position", "defenses", "defences", "targets", "lines"):
        return Found(noun.name, noun, "some", first=noun.first, last=noun.last)
    last = noun.last
    if (
        noun.plural
        and last == noun.j - 1
        and ((noun.lead is not None and not noun.det) or (noun.coords and noun.coords[0].plural))
    ):
        while last > noun.first and s.tags[last] in ("N", "J"):
            last -= 1  # "Jabisah and Kabibah oil fields": the type is of both
    return Found(s.phrase(noun.first, last), noun, first=noun.first, last=last)


def _extent(s: Sentence, noun: Noun) -> tuple[Extent, tuple[str, ...]]:
    """Return how much of a place a phrase with "of X", "in X" means, and which prepositions lead to it."""
    head = noun.head
    if head in _OUTER:
        return "some", ("of",)
    if head in ("some", "several", "others"):
        return "part", ("of", "in", "inside", "on")
    if head in COMPASS:
        return "part", ("of",)
    if head in ("percent", "%", "half", "quarter", "third", "two-thirds"):
        figures = [int(word) for word in s.words[noun.i : noun.j] if word.isdigit()]
        return ("whole" if figures and figures[0] > 50 else "part"), ("of",)
    if head in WHOLE or head in ("control", "hold", "percentage"):
        return "whole", ("of", "over")
    if head == "garrison":
        return "whole", ("of", "in", "at")
    if (
        noun.plural
        and noun.definite
        and head in SETTLEMENT
        and any(phrase.prep == "of" and phrase.coords for phrase in noun.pps)
    ):
        return "whole", ("of",)
    if head in PART and not (head in SETTLEMENT and noun.det == "the" and not noun.plural):
        if not _LAST.isdisjoint(noun.words) and head in ("part", "parts", "section", "sections", "portion"):
            return "whole", ("of",)
        return "part", ("of", "in", "inside", "within", "at", "on") if head not in (
            "entrance",
            "entrances",
            "gates",
            "gate",
            "approaches",
        ) else ()
    if head in ("district", "neighborhood", "neighbourhood", "quarter") and noun.number:
        return "part", ("of", "in", "on", "at")
    if head in SETTLEMENT and (not noun.plural or noun.definite):
        return "whole", ("of", "in") if head == "stronghold" else ("of",)
    if head in SITE and any(phrase.prep == "of" for phrase in noun.pps):
        return "whole", ("of",)
    if head in ("airbase", "base", "airport", "airfield") and not noun.number:
        return "whole", ("at",)
    return "some", ("of", "in", "inside", "within", "at", "on")


def _refers(noun: Noun) -> bool:
    """Tell whether a phrase without a name may stand for a place named before: "the town", "this base"."""
    if noun.det not in ("the", "this", "that", "both", "these", "those") or noun.side or noun.number:
        return False
    if noun.head in _OUTER:
        return False
    if noun.head in _VAGUE:
        return (
            noun.head == "area"
            and noun.rel == "obj"
            and getattr(noun.gov, "lemma", "") in ("hit", "strike", "bomb", "shell", "target", "bombard", "pound")
        )
    return noun.head in SETTLEMENT or (noun.head in SITE and noun.head not in PART)

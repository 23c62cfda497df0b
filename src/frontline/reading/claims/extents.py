"""Which places a noun phrase stands for: the town of X, southern X, the road from X to Y, "the town" told of before."""

from __future__ import annotations

__all__ = ["Found", "is_compass", "places", "road"]

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from frontline.reading.grammar.syntax import Noun, Verb
from frontline.reading.text.lexicon import lexicon, nouns_of

from .shares import KINDS, LAST, OUTER, POSITIONS, QUARTERS, RURAL, VAGUE, extent_of, is_called_after, more_than_half

if TYPE_CHECKING:
    from collections.abc import Iterator

    from frontline.reading.grammar.syntax import Sentence

    from .discourse import Discourse
    from .shares import Extent

SETTLEMENT, SITE, PART = nouns_of("settlement"), nouns_of("site"), nouns_of("part")
COMPASS, ROAD, FORCE, EVENT = nouns_of("compass"), nouns_of("road"), nouns_of("force"), nouns_of("event")
_REGION = nouns_of("region")
_TOWN_OR_SITE = SETTLEMENT | SITE
_BESIDE = COMPASS | RURAL
_NOT_OF_SITE = PART | SETTLEMENT | OUTER
_OF_PLACE = PART - SITE - {"quarter"}
_ROADISH = frozenset(
    {
        "road", "roads", "highway", "highways", "route", "routes", "line", "lines", "motorway", "artery", "lifeline",
        "corridor",
    }
)  # fmt: skip
_ROAD_ENDS = tuple(_ROADISH)
_LEADING = frozenset({"between", "to", "from", "into", "towards", "linking", "connecting", "through"})
_RUNNING = frozenset({"linking", "connecting", "leading", "running", "between", "which", "that", "coming", "going"})
_RUNS = frozenset({"runs", "leads", "links", "connects", "passes", "goes"})
_ENDS = frozenset({",", ".", ";", "S", "t", "(", "M", "B", "H"})
_APART = frozenset({"between", "along", "around", "near", "from", "across", "on", "of", "outside"})
_COUNTS = {"two": 2, "both": 2, "twin": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_QUARTERED = QUARTERS | {
    "suburb",
    "suburbs",
    "districts",
    "neighborhoods",
    "neighbourhoods",
    "streets",
    "center",
    "centre",
}
# Words for ground that need not be any place named before.
_FIRST = frozenset(
    {"largest", "biggest", "second-largest", "second-biggest", "main", "primary", "third-largest", "only"}
)
_EPISODES = frozenset({"battle", "siege", "war"})
_MOST = frozenset({"most", "majority", "bulk", "much"})
_PARTLY = COMPASS | {"central"}
_BETWEEN = frozenset({"area", "areas", "sector"})
_INSIDERS = nouns_of("garrison")
_BORDERS = frozenset({"border", "borders", "boundary", "boundaries", "frontier"})
_POINTING = frozenset({"the", "this", "that", "both", "these", "those"})
_STRIKING = frozenset({"hit", "strike", "bomb", "shell", "target", "bombard", "pound"})
_BEING = frozenset({"be", "become", "remain"})
_DEPTH = 5


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
    """Tell whether the phrase is what something lies north (south, in the countryside ...) of: no claim about it."""
    gov = noun.gov
    if not isinstance(gov, Noun) or noun.prep not in ("of", "from"):
        return False
    if gov.head in KINDS and gov.prep == "of":
        return is_compass(gov)  # "to the east of the town of X"
    if gov.head not in _BESIDE:
        return False
    return gov.head in RURAL or not _inner(gov)


def _inner(noun: Noun) -> bool:
    """Tell whether a compass word is a part of a place: "in the north of X", "captured the east of X"."""
    return noun.det == "the" and (noun.prep in {"in", "into", "inside", "of", "over"} or noun.rel == "obj")


def road(s: Sentence, noun: Noun, talk: Discourse | None = None) -> Found | None:
    """Return the road that a phrase names, as written: "supply line between A and B"; None where it is no road.

    With `talk`, "the road to the city" names the city.
    """
    if not noun.head.endswith(_ROAD_ENDS):
        return None  # nearly always, and cheaper to tell
    tail = noun.head.replace("–", "-").rpartition("-")[2]
    if tail not in _ROADISH or "front" in noun.words:
        return None
    first, named = noun.i, noun.first if noun.name is not None else noun.j - 1
    while first < min(named, noun.j - 1) and (s.tags[first] in {"D", "Z", "'"} or s.lows[first] == "last"):
        first += 1
    last = noun.j - 1
    leading = [phrase for phrase in noun.pps if phrase.prep in _LEADING]
    leading += [q for phrase in leading for q in phrase.pps if q.prep in {"of", "to", "between", "from"}]
    for phrase in leading:
        last = max([last, phrase.j - 1, *(member.j - 1 for member in phrase.coords)])
    if last == noun.j - 1:
        last = _run_on(s, last)
    name = s.phrase(first, last)
    for phrase in leading:
        if talk is not None and phrase.j - 1 <= last and _refers(phrase):
            for known in talk.antecedents(phrase.head, before=phrase.i):
                name = name.replace(s.phrase(phrase.i, phrase.j - 1), known)
    return Found(name, noun, first=first, last=last)


def _run_on(s: Sentence, last: int) -> int:
    """Return the last word of "linking A to B", "which runs at A", "leading to A" after a road; else `last`."""
    words = s.lows[last + 1 : last + 3]
    if not words or words[0] not in _RUNNING or (words[0] in {"which", "that"} and words[-1] not in _RUNS):
        return last
    end = last + 1
    for k in range(last + 1, min(len(s.lows), last + 13)):
        letter = s.tags[k]
        if letter in _ENDS or (letter in {"E", "V"} and k > last + 2):
            break
        if letter in {"X", "N", "Z"}:
            end = k
    return end


def places(s: Sentence, noun: Noun, talk: Discourse) -> list[Found]:
    """Return the places that a noun phrase and the further members of its list stand for."""
    found = list(_of(s, noun, talk, 0))
    for member in noun.coords:
        found.extend(_of(s, member, talk, 1))
    return found


def _of(s: Sentence, noun: Noun, talk: Discourse, depth: int) -> Iterator[Found]:
    if noun.apposed is None or depth > _DEPTH:
        return _itself(s, noun, talk, depth)
    meant = [noun.apposed, *noun.apposed.coords] if noun.plural else [noun.apposed]  # "X, a town that"
    return (found for member in meant for found in _of(s, member, talk, depth + 1))


def _itself(s: Sentence, noun: Noun, talk: Discourse, depth: int) -> Iterator[Found]:
    if (
        (noun.side and not noun.name and not (noun.head in _INSIDERS and noun.pps))  # "the rebels' garrison at X"
        or noun.head in _BORDERS
        or (noun.prep == "along" and "river" in noun.classes)
    ):
        return
    fought = noun.head in _EPISODES and noun.prep in {"in", "during", "of"} and s.words[noun.j - 1][0].isupper()
    if fought or (noun.head in COMPASS and not _inner(noun)):  # "fought in the Battle of X"
        return
    own = _own(s, noun)
    if own is not None and "–" in own.name and noun.head in _BETWEEN:
        yield from (replace(own, name=name.strip()) for name in own.name.split("–"))  # "the A–B area"
    elif own is not None and not (_said_below(noun) and any(p.prep in {"of", "at"} and p.name for p in noun.pps)):
        yield own
    elif noun.head in {"it", "itself"} and noun.pron:
        yield from (Found(name, noun, anaphor=True) for name in talk.antecedents("it", before=noun.i))
    elif noun.head == "them" and noun.rel == "obj" and isinstance(noun.gov, Verb) and _takes(noun.gov):
        names = talk.antecedents("places", before=noun.i, plural=True)
        yield from (Found(name, noun, anaphor=True) for name in names)
    elif depth < _DEPTH:
        seen = False
        for found in _under(s, noun, talk, depth):
            seen = True
            yield found
        if not seen and not any(p.prep == "of" and (p.name or p.head in _REGION) for p in noun.pps):
            yield from _owned(s, noun, talk)


def _said_below(noun: Noun) -> bool:
    """Tell whether the name that follows is the place: "the Shiite town of X", "Y's base at X"."""
    return (
        noun.head in KINDS
        or (noun.poss and (noun.head in SETTLEMENT or is_called_after(noun)))
        or (
            noun.plural
            and noun.definite
            and noun.head in SETTLEMENT
            and any(p.prep == "of" and p.coords for p in noun.pps)
        )
    )


def _takes(verb: Verb) -> bool:
    return any(frame.kind == "gain" and "obj" in frame.place for frame in lexicon().frames.get(verb.lemma, ()))


def _under(s: Sentence, noun: Noun, talk: Discourse, depth: int) -> Iterator[Found]:
    """Yield the places under a phrase: "parts of X", "the village of X and Y"; the first preposition that has any."""
    if not noun.pps:
        return
    extent, wanted = extent_of(noun)
    for phrase in noun.pps:
        if phrase.prep not in wanted or _deed(phrase):
            continue
        seen = False
        if noun.head in _MOST and phrase.name and _partly(s, phrase):
            extent = "part"  # "most of southern X"
        for member in (phrase, *phrase.coords):
            for place in _of(s, member, talk, depth + 1):
                seen = True
                if extent == "some" and "edge" in phrase.classes and noun.rel == "obj" and noun.lead is None:
                    extent = "part"  # "captured a hill on the edge of X"
                whole = extent == "whole" or member.listed
                yield place if whole else replace(place, extent=extent)
        if seen:
            return


def _owned(s: Sentence, noun: Noun, talk: Discourse) -> Iterator[Found]:
    """Yield the place told of before that a phrase is a part of: "the city's outskirts", "its edges"."""
    if noun.head in PART and noun.det == "its" and ("edge" in noun.classes or noun.head in _QUARTERED):
        yield from (Found(name, noun, "part", anaphor=True) for name in talk.antecedents("it", before=noun.i))
        return
    at = next((k for k in range(noun.i + 1, noun.j - 1) if s.tags[k] == "'"), None)
    owned = at is not None and noun.det in _POINTING and s.lows[at - 1] in _TOWN_OR_SITE
    if at is not None and not owned and noun.words & _FIRST:
        return  # "the country's largest city, X"
    if at is None or not owned:
        yield from _meant(noun, talk)
    elif noun.head in PART or noun.head in COMPASS or (noun.head in SITE and noun.rel == "obj"):
        for name in talk.antecedents(s.lows[at - 1], before=noun.i):
            yield Found(name, noun, "part", anaphor=True)


def _partly(s: Sentence, noun: Noun) -> bool:
    """Tell whether a name is that of one end of a place alone: "southern X"."""
    return not noun.det and noun.first > noun.i and s.lows[noun.first - 1] in _PARTLY


def _deed(noun: Noun) -> bool:
    """Tell whether a phrase is a deed with a place of its own: "the point of | the lifting of X's siege"."""
    frames = lexicon().nouns.get(noun.head, ()) if not noun.name else ()
    return any(frame.kind in {"gain", "relieve", "withdraw"} for frame in frames)


def _meant(noun: Noun, talk: Discourse) -> Iterator[Found]:
    """Yield what a phrase without a name stands for: "X as the last town", "the town" told of before."""
    named = noun.gov if noun.prep == "as" else None
    if isinstance(named, Noun) and named.name:
        yield Found(named.name, named, first=named.first, last=named.last)
    elif noun.rel == "obj" and noun.det and (noun.head in _TOWN_OR_SITE or _sole(noun)) and (of := _predicated(noun)):
        for named in of:  # "X was the last town held by"
            yield Found(named.name or "", named, first=named.first, last=named.last)
    elif "half" in noun.words and noun.head in SETTLEMENT and "the" in noun.words:  # "half the city"
        extent: Extent = "whole" if more_than_half(noun) else "part"
        yield from (Found(name, noun, extent, anaphor=True) for name in talk.antecedents(noun.head, before=noun.i))
    elif _refers(noun):
        count = next((_COUNTS[word] for word in noun.words if word in _COUNTS), 0) if noun.plural else 0
        names = talk.antecedents(noun.head, before=noun.i, plural=noun.plural, count=count)
        yield from (Found(name, noun, anaphor=True) for name in names)


def _predicated(noun: Noun) -> list[Noun]:
    """Return the named places that a phrase is said of: "X had been a border town", "X and Y were the only towns"."""
    verb = noun.gov
    if not isinstance(verb, Verb) or verb.lemma not in _BEING or not verb.subj:
        return []
    listed = [verb.subj[0], *verb.subj[0].coords] if noun.plural else verb.subj[:1]
    whole = listed if len(listed) > noun.plural else []
    return [_named(other) for other in whole] if all(_named(other).name for other in whole) else []


def _named(noun: Noun) -> Noun:
    """Return what has the name in "the town of X"."""
    return next((p for p in noun.pps if p.prep == "of" and p.name), noun) if noun.head in KINDS else noun


def _sole(noun: Noun) -> bool:
    """Tell whether a part is the only or last one: "the last part of the province held by"."""
    return noun.head in PART and not noun.words.isdisjoint(("only", "last", "sole", "remaining"))


def _own(s: Sentence, noun: Noun) -> Found | None:
    """Return the place that the phrase itself names."""
    first, last = noun.first, noun.last
    if noun.name is None:
        way = road(s, noun)
        return way if way is not None and way.last > noun.j - 1 and not noun.plural and not way.name.islower() else None
    extent: Extent = "whole"
    trailing = last < noun.j - 1
    if noun.poss and noun.head in SITE and noun.head not in _NOT_OF_SITE:
        last = noun.j - 1  # "X's gas factory" is its name
    elif noun.poss:
        extent = "part" if noun.head in PART or noun.head in COMPASS else "some"
    elif trailing and noun.head in _OF_PLACE:
        extent = "part"
    elif trailing and noun.head in POSITIONS:
        extent = "some"
    elif noun.i and s.lows[noun.i - 1] == "only" and _partly(s, noun):
        extent = "part"  # "control of only central X"
    elif noun.plural and last == noun.j - 1:
        shared = noun.coords[0].plural if noun.coords else noun.lead is not None and not noun.det
        while shared and last > first and s.tags[last] in {"N", "J"}:
            last -= 1  # "Jabisah and Kabibah oil fields": the type is of both
    return Found(s.phrase(first, last), noun, extent, first=first, last=last)


def _left(gov: Noun | Verb | None) -> bool:
    """Tell whether what a phrase hangs on is a withdrawal: "retreated from", "the pullout of A from"."""
    here = gov
    while isinstance(here, Noun) and here.prep in {"of", "by"}:
        here = here.gov
    known = lexicon()
    frames = (
        known.nouns.get(here.head, ()) if isinstance(here, Noun) else known.frames.get(getattr(here, "lemma", ""), ())
    )
    return any(frame.kind == "withdraw" for frame in frames)


def _refers(noun: Noun) -> bool:
    """Tell whether a phrase without a name may stand for a place named before: "the town", "this base"."""
    if noun.det not in _POINTING or noun.side or noun.number or noun.head in OUTER:
        return False
    if noun.plural and (any(p.prep in _APART for p in noun.pps) or not LAST.isdisjoint(noun.words)):
        return False  # "the villages between A and B", "the remaining villages" are none named before
    if noun.head == "area":
        left = noun.prep == "from" and _left(noun.gov)
        return left or (noun.rel == "obj" and getattr(noun.gov, "lemma", "") in _STRIKING)
    if noun.head in VAGUE:
        return False
    return noun.head in SETTLEMENT or (noun.head in SITE and noun.head not in PART)

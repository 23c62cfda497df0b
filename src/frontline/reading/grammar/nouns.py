"""What a noun phrase is: its head, the side that it is or belongs to, and the place name in it."""

from __future__ import annotations

__all__ = ["describe"]

import re
from typing import TYPE_CHECKING

from frontline.reading.text.lexicon import lexicon, nouns_of
from frontline.reading.text.sides import GENTILIC, SHORT, WHOLE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from frontline.reading.text.sides import War

    from .syntax import Noun, Sentence

_LEX = lexicon()
_SITE, _SETTLEMENT, _ROAD, _FORCE = nouns_of("site"), nouns_of("settlement"), nouns_of("road"), nouns_of("force")
_PERSON, _ORGANISATION, _REGION, _COMPASS = (
    nouns_of("person"),
    nouns_of("organisation"),
    nouns_of("region"),
    nouns_of("compass"),
)
_MAY_HAVE_NAMES = frozenset({"site", "settlement", "part", "road", "event", "siege", "attack"})
_HELD = frozenset({"held", "controlled", "occupied", "ruled", "dominated", "run", "bastion", "stronghold"})
_FULL = frozenset({"full", "total", "complete", "near-total"})
_FRESH = frozenset({"newly", "recently", "formerly", "previously", "once"})
_KEPT = frozenset({"held", "controlled", "occupied", "ruled", "dominated", "run"})
_WITH = frozenset({"backed", "led", "affiliated", "allied", "aligned", "supported", "linked", "majority"})
_DEFINITE = frozenset({"the", "this", "that", "its", "their", "these", "those", "both", "his"})
_COUNTING = frozenset(
    {"several", "many", "few", "some", "another", "a", "an", "other", "various", "numerous", "multiple"}
)
_FOREIGN = nouns_of("foreign")
_WHOSE = frozenset({"its", "their", "his"})
_UNITS = frozenset(
    {
        "brigade", "brigades", "battalion", "battalions", "movement", "front", "division", "army", "forces", "group",
        "organization", "organisation", "corps", "regiment", "militia", "alliance", "militants", "fighters", "troops",
        "terrorists", "rebels", "commander", "command",
    }
)  # fmt: skip
_ONE = frozenset({"crossroads", "barracks", "headquarters", "works"})
_NUMBERED = frozenset(
    {
        "base", "hill", "height", "point", "checkpoint", "junction", "post", "outpost", "observatory", "mine", "camp",
        "district", "brigade", "regiment", "battalion", "ward",
    }
)  # fmt: skip
_STAFF = frozenset({"tactical", "operational"})  # areas on a staff's map, not on the ground
_STRONGHOLD = nouns_of("stronghold")
_CAMPAIGN = nouns_of("campaign")
_ANYBODYS = frozenset(
    {
        "operation",
        "operations",
        "campaign",
        "offensive",
        "action",
        "actions",
        "intervention",
        "convoy",
        "convoys",
        "vehicle",
        "vehicles",
        "equipment",
        "council",
        "hardware",
    }
)  # "a military operation"
_FUTILE = frozenset({"unsuccessful", "failed", "abortive", "futile", "thwarted"})
_LATELY = ("newly", "recently", "freshly", "just")
_DONE = ("captured", "recaptured", "liberated", "seized", "retaken", "conquered", "taken", "freed", "re-captured")
_TAKEN = frozenset({*_DONE, *(f"{lately}-{done}" for lately in _LATELY for done in _DONE)})
_PLANNED = frozenset({"planned", "possible", "potential", "expected", "imminent", "impending", "future", "upcoming"})
_BESIEGED = frozenset({"besieged", "surrounded", "encircled", "blockaded"})
_INSIDERS = nouns_of("garrison")  # "the X garrison", "X's defenders": the name is the place's
_POSITIONS = frozenset({"position", "positions", "targets"})
# Words for what a name is, that are no part of it.
_GENERIC = frozenset({"area", "town", "village", "city", "district", "neighborhood", "neighbourhood"})
_OUTER = frozenset({"countryside", "hinterland"})
_WITHIN = frozenset(
    {
        "suburb", "suburbs", "district", "districts", "neighborhood", "neighborhoods", "neighbourhood",
        "neighbourhoods", "quarter", "quarters",
    }
)  # fmt: skip
_LOYAL = frozenset({"loyal", "faithful", "close", "linked", "affiliated", "opposed"})
_BARE = frozenset({"old", "new", "upper", "lower", "inner"})  # "the Old | City"
_TOWN = _LEX.words["town"]
_HEIGHTS = frozenset({"mountain", "mount", "camp", "complex", "plain", "plains"})
_PLURAL_NAMES = frozenset({"mountains", "silos", "farms", "hills", "heights", "plains", "fields"})
_MARKING = _FUTILE | _PLANNED | _TAKEN | _BESIEGED
_ARMED = _FORCE - _SITE - _POSITIONS - _INSIDERS
_RURAL = _COMPASS | {"rural"}
_LARGELY = re.compile(r"^[a-z]+ly-")  # "the largely-Jewish town"
_ROAD_NUMBER = re.compile(r"[A-Z]-?\d{1,3}")


def describe(
    s: Sentence, noun: Noun, sides: Mapping[int, tuple[int, str, int]], war: War, narrowed: Mapping[str, str]
) -> None:
    """Fill in a noun phrase. `sides` maps a side's first word to where it ends, its id and how strongly it speaks."""
    i, j = noun.i, noun.j
    tags, lows = s.tags, s.lows
    if tags[i] == "Y":
        noun.pron, noun.head = True, lows[i]
        return
    noun.det = lows[i] if tags[i] == "D" else ""
    noun.definite = noun.det in _DEFINITE or (i > 0 and tags[i - 1] == "~" and lows[i - 1] == "the")
    noun.number = tags[i] == "#" or noun.det in _COUNTING
    head = lows[j - 1]
    noun.head = head = _headword(head) if "-" in head else head
    noun.classes = _LEX.classes.get(head, noun.classes)
    noun.force = "force" in noun.classes
    noun.plural = head not in _ONE and head.endswith("s") and not head.endswith("ss") and tags[j - 1] in {"N", "X"}
    noun.words = words = frozenset(lows[i:j])
    if j - i > 1 and not _MARKING.isdisjoint(words):
        noun.futile = not _FUTILE.isdisjoint(words)
        noun.planned = not _PLANNED.isdisjoint(words)
        noun.taken = not _TAKEN.isdisjoint(words)
        noun.besieged = not _BESIEGED.isdisjoint(words)
    _side(s, noun, sides, war, narrowed)
    if "occupied" in words and noun.held is None and _FRESH.isdisjoint(words):
        noun.held = _occupier(war)
    if tags[j - 1] == "#" and j - i > 1 and lows[j - 2] in _NUMBERED and s.words[j - 1].isdigit():
        noun.head, noun.name, noun.first, noun.last = lows[j - 2], s.phrase(j - 2, j - 1), j - 2, j - 1  # "base 559"
        noun.classes = _LEX.classes.get(noun.head, noun.classes)
        return
    run = _run(s, noun)
    if run is not None and not _no_place(s, noun, run, war):
        _name(s, noun, *run)


def _headword(low: str) -> str:
    """Return what a word is the name of: a "rebel-stronghold" is a stronghold."""
    prefix, _, last = low.rpartition("-")
    return last if prefix and (last in _STRONGHOLD or prefix in _FULL) else low


def _side(
    s: Sentence, noun: Noun, sides: Mapping[int, tuple[int, str, int]], war: War, narrowed: Mapping[str, str]
) -> None:
    """Find whether the phrase is a side, its adjective, or ground that it holds."""
    last = noun.j - 1
    hyphen = s.text.find("-", s.starts[noun.i], s.starts[last] + len(s.lows[last])) >= 0
    if not hyphen and sides.keys().isdisjoint(range(noun.i, noun.j)):
        return
    found: list[tuple[int, str, int]] = []
    k, j = noun.i, noun.j
    while k < j:
        at = sides.get(k)
        if at is not None:
            k = _take(s, noun, at, found) if _meant(s, noun, k, at, war) else at[0]
            continue
        if "-" in s.lows[k]:
            _compound(s, k, noun, found, war, narrowed)
        k += 1
    if found:
        _belong(s, noun, found)


def _take(s: Sentence, noun: Noun, at: tuple[int, str, int], found: list[tuple[int, str, int]]) -> int:
    """Take a side that a phrase names into `found`, or for who holds it; return where to go on."""
    end, side, _ = at
    if _holding(s, end, noun.j):
        noun.held = side  # "the rebel held town"
    elif end < noun.j - 1 and s.lows[end] in _WITH and s.tags[end] == "J":
        end += 1
        found.append((end, side, WHOLE))  # "the Crown backed rebels", as if with a hyphen
    else:
        found.append(at)
    return end


def _belong(s: Sentence, noun: Noun, found: list[tuple[int, str, int]]) -> None:
    """Tell whether the phrase is the side that it names, or something of it."""
    j = noun.j
    end, side, strength = found[-1]
    if len(found) > 1 and found[-2][0] == end - 1 and found[-2][2] != GENTILIC and s.words[end - 1].islower():
        _, side, strength = found[-2]  # "the rebel coalition", "A insurgents"
    rest = [s.lows[k] for k in range(end, j) if s.tags[k] != "'"]
    if not rest or (noun.force and noun.head not in _POSITIONS):
        # "rebel soldiers": a short name yields to the one before it
        noun.side = found[0][1] if strength == SHORT else side
    else:
        noun.mod = side


def _meant(s: Sentence, noun: Noun, k: int, at: tuple[int, str, int], war: War) -> bool:
    """Tell whether the side that word `k` may name is meant: not by "military operation", "its soldiers"."""
    if _holding(s, at[0], noun.j) or (at[0] < noun.j - 1 and s.lows[at[0]] in _WITH):
        return True
    if at[2] == GENTILIC:
        return at[0] >= noun.j or noun.force or not noun.classes.isdisjoint(("event", "road", "arms"))
    if k and s.lows[k - 1] in _COMPASS and s.words[k] == war.sides[at[1]].name:
        return False  # "in northern Redland", a country
    anybody = (s.lows[k] == "military" and noun.head in _ANYBODYS) or (noun.det in _WHOSE and _shared(s.lows[k], war))
    return at[2] != SHORT or not anybody


def _occupier(war: War) -> str | None:
    """Return the side that is called the occupiers, if one is: "the occupied town" is theirs."""
    return next((side for words, side, _, _ in war.names.get("occupiers", ()) if len(words) == 1), None)


def _holding(s: Sentence, k: int, j: int) -> bool:
    """Tell whether a word for holding follows a side at word `k`, past its abbreviation: "the Front (F) held"."""
    if k < j and s.tags[k] == "(":
        k += 3
    if k < j and s.lows[k] == "-":
        k += 1
    return k < j - 1 and s.lows[k] in _KEPT and s.tags[k] == "J"


def _shared(low: str, war: War) -> bool:
    """Tell whether a short name is one that several sides have."""
    return low in war.common or low.removesuffix("s") in war.common


def _compound(
    s: Sentence,
    k: int,
    noun: Noun,
    found: list[tuple[int, str, int]],
    war: War,
    narrowed: Mapping[str, str],
) -> None:
    """Read "rebel-held", "YPG-led", "Islamic State-held" at word `k`."""
    prefix, _, suffix = s.lows[k].rpartition("-")
    if suffix not in _HELD and suffix not in _WITH:
        return
    before = s.lows[k - 1] if k and s.tags[k - 1] == "X" else ""
    group = war.names.get(prefix.split("-")[0]) or war.names.get(prefix + "s", ())
    side = next((row[1] for row in group if row[0] in ((prefix,), (prefix.upper(),)) or len(group) == 1), None)
    side = next((row[1] for row in war.names.get(before, ()) if row[0] == (before, prefix)), side)
    if side is None:
        return
    side = narrowed.get(prefix, side)
    if suffix in _HELD:
        noun.held = side
        if found and found[-1][0] == k:
            found.pop()  # "the Northland government-held town"
    elif not found:
        found.append((k + 1, side, 0))


def _run(s: Sentence, noun: Noun) -> tuple[int, int] | None:
    """Return the last run of capitalised words in the phrase, with the numbers in it."""
    tags, words = s.tags, s.words
    if "X" not in tags[noun.i : noun.j]:
        return None
    run: tuple[int, int] | None = None
    k, j = noun.i, noun.j
    while k < j:
        if tags[k] != "X" or ("-" in words[k] and _describes(words[k].rpartition("-")[2])):
            k += 1
            continue
        first = k
        while k < j and (
            tags[k] == "X" or (tags[k] == "#" and words[k].isdigit() and len(words[k]) < 4) or _of_many(s, k, j)
        ):
            k += 1
        run = first, k
    return run


def _of_many(s: Sentence, k: int, j: int) -> bool:
    """Tell whether an apostrophe stands inside a name: "Martyrs' Square"."""
    return s.lows[k] == "'" and k + 1 < j and s.tags[k + 1] == "X" and s.lows[k + 1] in _SITE


def _describes(last: str) -> bool:
    """Tell whether the last part of a hyphenated word makes it no name: Turkish-backed, Arab-populated."""
    return last.islower() and (last in _HELD or last in _WITH or last.endswith("ed") or last in _LEX.verbs)


def _no_place(s: Sentence, noun: Noun, run: tuple[int, int], war: War) -> bool:
    """Tell whether the name is a person's, an organisation's, a province's, a weapon's: no place."""
    first, end = run
    noun.poss = end < noun.j and s.tags[end] == "'"
    inside = s.lows[first:end]
    return (
        _person(s, noun, run)
        or (end < noun.j and not noun.poss and _thing(noun))
        or _regional(s, noun, run, war)
        or noun.head in _ARMED
        or (end == noun.j and "arms" in noun.classes and inside[-1] == noun.head)  # "BM-21 Grads"
        or (first > noun.i and s.tags[first - 1] == "Z" and _UNITS.issuperset(inside))  # "the Red Wolves Brigade"
        or (end - first == 1 and _code(s, noun, run))
        or _foreign(s, noun, run)
        or _ends_of(s, noun, run, war)
        or (not _ORGANISATION.isdisjoint(inside) and not _numbered(inside))
    )


def _person(s: Sentence, noun: Noun, run: tuple[int, int]) -> bool:
    """Tell whether a name is a person's: "General X", "Gen. X", "loyal to X"."""
    first, end = run
    lows, i = s.lows, noun.i
    return (
        (i > 1 and lows[i - 1] == "to" and lows[i - 2] in _LOYAL)
        or not _PERSON.isdisjoint(lows[i:end])
        or (first > 1 and s.tags[first - 1] == "." and lows[first - 2] in _PERSON)
    )


def _thing(noun: Noun) -> bool:
    """Tell whether a name with a word behind it is of what is no place: "an X missile"."""
    return noun.classes.isdisjoint(_MAY_HAVE_NAMES) and noun.head not in _POSITIONS and noun.head not in _INSIDERS


def _regional(s: Sentence, noun: Noun, run: tuple[int, int], war: War) -> bool:
    """Tell whether a name is a province's, or a country's; "the X region" may be about X."""
    first, end = run
    inside = s.lows[first:end]
    name = " ".join(inside)
    local = noun.head == "region" and end < noun.j and not noun.poss and name not in war.provinces
    return (
        (noun.head in _REGION and not local)
        or not _REGION.isdisjoint(inside)
        or name in war.regions
        or (first > noun.i and f"{s.lows[first - 1]} {name}" in war.regions)
        or inside[-1] in war.regions
    )


def _code(s: Sentence, noun: Noun, run: tuple[int, int]) -> bool:
    """Tell whether a name of one word is a code that is no road's or site's: a weapon's."""
    first, end = run
    sited = end < noun.j and (noun.head in _ROAD or noun.head in _SITE)
    return not noun.poss and not sited and _is_code(s.words[first])


def _ends_of(s: Sentence, noun: Noun, run: tuple[int, int], war: War) -> bool:
    """Tell whether a phrase is of an end of a province that has its city's name: "northern X", "the X suburb of Y"."""
    first, end = run
    inside, head, i = s.lows[first:end], noun.head, noun.i
    province = " ".join(word for word in inside if word not in _COMPASS) in war.provinces
    trailing = end < noun.j and not noun.poss
    if trailing and head in _WITHIN and s.lows[noun.j : noun.j + 1] == ["of"] and (province or _has_ends(inside, war)):
        return True
    if not province:
        return False
    compass = [*inside[:-1], s.lows[first - 1] if first > i else ""]
    before = s.lows[max(0, i - 4) : i]  # "the east of X", but not "to the east of X"
    return (
        head in _OUTER
        or (head == inside[-1] and not _RURAL.isdisjoint(compass))
        or (before[-1:] == ["of"] and "the" in before[-3:-2] and "to" not in before and before[-2] in _COMPASS)
    )


def _foreign(s: Sentence, noun: Noun, run: tuple[int, int]) -> bool:
    """Tell whether a name is of a people, an operation, an area on a staff's map: "the Jewish-majority town"."""
    first, end = run
    inside = s.lows[first:end]
    return (
        (noun.head == "area" and not _STAFF.isdisjoint(noun.words))
        or inside[-1] in _CAMPAIGN
        or (inside[0] == "operation" and end - first > 1)
        or "-".join(inside) in _FOREIGN
        or (_of_people(inside[0]) and all(map(_of_people, inside)))
        or (end < noun.j and not noun.poss and _adjective(s, noun, run))
    )


def _of_people(low: str) -> bool:
    """Tell whether a word is an adjective of a people: "Jewish", "Christian-Druze", "largely-Jewish"."""
    return low in _FOREIGN or ("-" in low and _FOREIGN.issuperset(_LARGELY.sub("", low).split("-")))


def _numbered(inside: Sequence[str]) -> bool:
    """Tell whether a name is a type word and a number: "Observatory 45", a hill."""
    return inside[-1].isdigit() and inside[0] in _NUMBERED


def _adjective(s: Sentence, noun: Noun, run: tuple[int, int]) -> bool:
    """Tell whether a name only says what sort a thing without a name is: "a Jewish-majority town", "a Homs suburb"."""
    first, end = run
    return noun.det in {"a", "an"} and end - first == 1 and not _SETTLEMENT.isdisjoint(s.lows[end : noun.j])


def _has_ends(name: Sequence[str], war: War) -> bool:
    """Tell whether a name is that of a city whose province is told from it by its ends: "northern Redville"."""
    return any(region.endswith(" " + " ".join(name)) for region in war.regions)  # "the Redville suburb | of X"


def _is_code(word: str) -> bool:
    """Tell whether a word is an abbreviation or a weapon's name: VBIED, MiG-21; M4 is a road."""
    return (word.removesuffix("s").isupper() and 1 < len(word) < 7) or (
        any(c.isdigit() for c in word) and not _ROAD_NUMBER.fullmatch(word)
    )


def _name(s: Sentence, noun: Noun, first: int, end: int) -> None:
    """Set the place's name: the run, without words for what it is, with the type words that belong to it."""
    lows = s.lows
    titled = lows[end - 1] == "command" or (lows[max(0, first - 1) : first] == ["of"] and lows[first - 2] in _TOWN)
    while first < end - 1 and lows[first] in _COMPASS and not titled:
        first += 1  # but "the village of Western X", "the Northern Command"
    if first == end - 1 and lows[first] in _COMPASS:
        return
    number = s.words[first - 1] if first > noun.i and s.tags[first - 1] == "#" else ""
    if (
        number[:1].isdigit()
        and noun.det in {"the", ""}
        and not noun.plural
        and (len(number) > 2 or number[-1].isalpha())
    ):
        first -= 1  # "1070 Housing Project", "137th Brigade base"
    end = end if noun.poss else _with_type(s, noun, end)
    while end - 1 > first and lows[end - 1] in _GENERIC and lows[end - 2] not in _BARE:
        end -= 1
    while first < end - 1 and lows[first] in _GENERIC and s.tags[first + 1] != "#":
        first += 1
    noun.name = s.phrase(first, end - 1)
    noun.first, noun.last = first, end - 1


def _with_type(s: Sentence, noun: Noun, end: int) -> int:
    """Return where the name ends with its type: "Aldham military airbase", but "the Hamra | district"."""
    lows, tags, j = s.lows, s.tags, noun.j
    stop = end
    while (
        stop < j
        and tags[stop] in {"N", "J", "E"}
        and (lows[stop] in _SITE or lows[stop] in {"military", "border"} or (lows[j - 1] in _SITE and j - stop < 4))
    ):
        stop += 1
    if stop == j and stop > end:
        if noun.plural:
            return stop if lows[stop - 1] in _PLURAL_NAMES else end
        while stop > end and lows[stop - 1] in _SETTLEMENT and lows[stop - 1] not in _HEIGHTS:
            stop -= 1
        if stop > end and lows[stop - 1] in _SITE:
            return stop
    return j if end < j and lows[j - 1] in _ROAD else end

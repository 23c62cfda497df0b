"""Tag the words of a sentence and group them into chunks: noun phrases, verb groups, prepositions, boundaries."""

from __future__ import annotations

__all__ = ["Chunk", "Mark", "Noun", "Sentence", "Verb", "chunk"]

import re
from typing import TYPE_CHECKING

from .lexicon import lexicon
from .sides import GENTILIC, SHORT, War, find_sides
from .words import tokens

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .days import Moment

_LEX = lexicon()
_ARTICLES = frozenset({"al", "el", "ad", "an", "ar", "as", "ash", "at", "az", "ed", "er", "es", "esh", "et", "ez", "ul"})
_HELD = ("held", "controlled", "occupied", "ruled", "dominated")
_WITH = ("backed", "led", "affiliated", "allied", "aligned", "supported", "linked", "majority", "dominated")
_FUTILE = frozenset({"unsuccessful", "failed", "abortive", "futile", "thwarted"})
_PLANNED = frozenset({"planned", "possible", "potential", "expected", "imminent", "impending", "future", "upcoming", "alleged-future", "final"})
_BESIEGED = frozenset({"besieged", "surrounded", "encircled", "blockaded"})


class Noun:
    """A noun phrase. `name` is the place name in it, if any, with its first and last word."""

    __slots__ = (
        "classes", "coords", "definite", "first", "force", "gov", "head", "held", "i", "j", "kind", "last", "mod", "name",
        "plural", "poss", "pps", "prep", "pron", "rel", "side", "strength", "det", "number", "listed", "lead", "words", "speaks", "futile", "planned", "besieged",
    )  # fmt: skip

    def __init__(self, i: int, j: int) -> None:
        self.kind = "N"
        self.i, self.j = i, j
        self.name: str | None = None
        self.first = self.last = i
        self.head = ""
        self.classes: frozenset[str] = frozenset()
        self.side: str | None = None  # the phrase is this side
        self.strength = 0
        self.mod: str | None = None  # the side as an adjective of something else: "rebel attack"
        self.held: str | None = None
        self.definite = False
        self.det = ""
        self.plural = False
        self.poss = False  # the name stands as a possessive before the head: "Aleppo's outskirts"
        self.pron = False
        self.number = False
        self.lead: Noun | None = None  # the first member of the list it stands in
        self.force = False
        self.prep = ""
        self.rel = ""
        self.gov: Noun | Verb | None = None
        self.pps: list[Noun] = []
        self.coords: list[Noun] = []
        self.listed = False
        self.words: frozenset[str] = frozenset()
        self.speaks = self.futile = self.planned = self.besieged = False


class Verb:
    """A verb group: the last verb of it, with its voice, mood and what carries it."""

    __slots__ = (
        "args", "carrier", "finite", "form", "i", "j", "kind", "lemma", "mood", "neg", "particles", "passive", "perfect",
        "rel_of", "subj", "to", "gerund_prep", "participle", "agent", "rel_obj", "adverbs", "aside", "parallel",
    )  # fmt: skip

    def __init__(self, i: int) -> None:
        self.kind = "V"
        self.i = self.j = i
        self.lemma = ""
        self.form = ""
        self.finite = False
        self.passive = False
        self.perfect = False
        self.neg = False
        self.mood = ""  # "", meant, failed, maybe
        self.to = False
        self.particles: set[str] = set()
        self.adverbs: set[str] = set()
        self.carrier: Verb | Noun | None = None
        self.subj: list[Noun] = []
        self.args: list[Noun] = []
        self.agent: Noun | None = None
        self.rel_of: Noun | None = None
        self.rel_obj: Noun | None = None
        self.gerund_prep = ""
        self.participle = False
        self.aside = self.parallel = False


class Mark:
    """Anything else: kind is P (preposition), C (and, or, comma ...), S, R, T (a time), punctuation."""

    __slots__ = ("i", "j", "kind", "low")

    def __init__(self, kind: str, i: int, j: int, low: str) -> None:
        self.kind, self.i, self.j, self.low = kind, i, j, low


Chunk = Noun | Verb | Mark


class Sentence:
    """A sentence with its words, tags, sides, times and chunks."""

    __slots__ = ("chunks", "days", "lows", "sides", "start", "starts", "tags", "text", "words")

    def __init__(self, text: str, start: int) -> None:
        self.text, self.start = text, start
        self.words, self.starts = tokens(text, start)
        self.lows = [word.lower() for word in self.words]
        self.tags: list[str] = []
        self.sides: list[tuple[int, int, str, int]] = []
        self.days: list[Moment] = []
        self.chunks: list[Chunk] = []

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Return where the words from `first` to `last` (included) stand in the text."""
        return self.starts[first], self.starts[last] + len(self.words[last])

    def phrase(self, first: int, last: int) -> str:
        """Return the words as they stand in the sentence."""
        start, end = self.span(first, last)
        return self.text[start - self.start : end - self.start]


def _is_title(words: list[str]) -> bool:
    """Tell whether a line is a headline: nearly all of its longer words begin with a capital."""
    long = [word for word in words if len(word) > 3 and word[0].isalpha()]
    return len(long) >= 4 and words[-1] not in (".", "!", "?") and sum(word[0].isupper() for word in long) > 0.75 * len(long)


def _is_name(word: str) -> bool:
    return word[0].isupper() or (not word.islower() and word[0].isalpha() and not word.isascii()) or (
        word[0].isalpha() and word != word.lower()
    )


def _tag(s: Sentence, known: set[str]) -> None:
    """Give each word a letter: D P C S R A M B H O Y # - as in `lexicon.py`; V E G verbs (base, -ed, -ing), T "to"
    before a verb, N noun, J adjective, X name, Z a side's name, t a time, ' possessive, or the mark itself."""
    words, lows, n = s.words, s.lows, len(s.words)
    tags = [""] * n
    lex_tags, verbs, classes, nouns = _LEX.tags, _LEX.verbs, _LEX.classes, _LEX.nouns
    title = _is_title(words)
    for i in range(n):
        word, low = words[i], lows[i]
        if tags[i]:
            continue
        c = word[0]
        if not (c.isalnum() or c == "'"):
            tags[i] = word
            continue
        if low == "'s" or (c == "'" and len(word) == 1):
            tags[i] = "'"
            continue
        if c.isdigit():
            tags[i] = "J" if "-" in word and not word[-1].isdigit() else "#"
            continue
        name = _is_name(word) and not (i == 0 and "-" in word and low.partition("-")[0] in lex_tags)
        if name and not title and not (i == 0 or tags[i - 1] in (".", ":", '"', "(", "#") and i < 4):
            tags[i] = "X" if low not in ("i",) else "Y"
            continue
        tag = lex_tags.get(low)
        if tag is not None:
            tags[i] = tag
            continue
        verb = verbs.get(low)
        if verb is not None:
            tags[i] = "v"
            continue
        if low in classes or low in nouns:
            tags[i] = "N" if not name or i else "N"
            continue
        if name:
            if title or i + 1 >= n:
                tags[i] = "X"
            elif low.endswith("ly"):
                tags[i] = "A"
            elif low in known or (i + 1 < n and (_is_name(words[i + 1]) or lows[i + 1] == "'s")) or "-" in word or "'" in word:
                tags[i] = "X"
            elif low.endswith(("ing", "ed", "s", "tion", "ment", "ity", "ian", "ance", "ence")):
                tags[i] = "N"
            else:
                tags[i] = "X"
            continue
        if low.endswith("ly") and len(low) > 4:
            tags[i] = "A"
        elif low.endswith("ed") and len(low) > 4 and not low.endswith("eed"):
            tags[i] = "v"
        elif low.endswith("ing") and len(low) > 5:
            tags[i] = "v"
        else:
            tags[i] = "N"
    _join(s, tags)
    for i, j, _side, _strength in s.sides:
        for k in range(i, j):
            tags[k] = "Z"
    base = s.start
    for moment in s.days:
        for k in range(n):
            at = s.starts[k] - base
            if moment.start <= at < moment.end and words[k] not in ".,":
                tags[k] = "t"
    # the Arabic article written apart: "ad Dayir"
    for i in range(n - 1):
        if lows[i] in _ARTICLES and tags[i + 1] == "X" and tags[i] != "X" and (i and tags[i - 1] == "X"):
            tags[i] = "X"
        elif lows[i] == "al" and tags[i + 1] == "X":
            tags[i] = "X"
        elif words[i] == "'" and tags[i] == "'" and i and lows[i - 1][-1:] != "s":
            tags[i] = '"'
    for i in range(n):
        if tags[i] == "v":
            tags[i] = _verb_tag(s, tags, i)
        elif tags[i] == "X" and not title and lows[i] in classes and i and tags[i - 1] in ("X",):
            pass
    for i in range(n - 1):
        if lows[i] == "to":
            j = i + 1
            while j < n and tags[j] == "A":
                j += 1
            if j < n and (tags[j] == "V" or lows[j] in ("be", "have", "do") or (tags[j] in "NE" and _base(lows[j]) and _nominal_after_to(s, tags, j))):
                tags[i] = "T"
                if tags[j] in "NE":
                    tags[j] = "V"
    s.tags = tags


def _join(s: Sentence, tags: list[str]) -> None:
    """Tag words in a row that join as "and" does, or mean one preposition, and numbers with what measures them."""
    lows, n = s.lows, len(tags)
    for i in range(n):
        low = lows[i]
        if low in _JOIN_FIRST:
            for key, meaning in _LEX.joining.items():
                if key[0] == low and tuple(lows[i : i + len(key)]) == key:
                    for k in range(i, i + len(key)):
                        tags[k] = "~"
                    tags[i] = ("A" if meaning == "including" else "P") if meaning else "C"
                    if meaning:
                        lows[i] = meaning
        if tags[i] == "#" and i and lows[i - 1] in _ABOUT:
            tags[i - 1] = "#"
            if i > 1 and lows[i - 1] in ("than", "least", "most", "to") and lows[i - 2] in ("more", "less", "fewer", "at", "up", "other"):
                tags[i - 2] = "#"
        if low == "both" and i + 1 < n and tags[i + 1] == "P":
            tags[i] = "A"
        if low == "once" and i + 1 < n and lows[i + 1] in ("again", "more"):
            tags[i] = tags[i + 1] = "A"


_JOIN_FIRST = frozenset(key[0] for key in _LEX.joining)
_ABOUT = frozenset({"about", "around", "over", "under", "nearly", "some", "approximately", "than", "least", "almost", "roughly", "up"})


def _base(low: str) -> bool:
    verb = _LEX.verbs.get(low)
    return verb is not None and "b" in verb[1]


def _nominal_after_to(s: Sentence, tags: list[str], j: int) -> bool:
    """Tell whether the word after "to" that may be noun or verb is followed as a verb is."""
    if j + 1 >= len(tags):
        return True
    return tags[j + 1] in ("D", "X", "Z", "Y", "#", "J", "A", "N") or s.lows[j + 1] in ("on", "in", "from", "into", "towards", "toward", "through", "up", "off", "out", "back", "near", "at", "with", "inside", "against")


# -ing forms that are as often nouns as verbs.
_DEEDS = frozenset({"fighting", "shelling", "bombing", "infighting", "skirmishing", "raiding"})
_STARTING = frozenset({"begin", "start", "continue", "keep", "resume", "intensify"})


classes_ing = frozenset(word for word in _LEX.classes if word.removesuffix("s").endswith("ing")) - _DEEDS


def _verb_tag(s: Sentence, tags: list[str], i: int) -> str:
    """Decide what a word that may be a verb is here: V base or -s, E -ed, G -ing, N noun, J adjective."""
    low, lows, n = s.lows[i], s.lows, len(tags)
    lemma, letters = _LEX.verbs.get(low, ("", ""))
    before = tags[i - 1] if i else ""
    k = i - 1
    while k >= 0 and tags[k] == "A":
        k -= 1
    prior = tags[k] if k >= 0 else ""
    after = tags[i + 1] if i + 1 < n else ""
    noun = low in _LEX.nouns or low in _LEX.classes
    determined = prior in ("D", "J", "'", "#") or (prior == "N" and before != "A" and False)
    if low.endswith("ing") and (not letters or "g" in letters):
        if determined and before != "A":
            return "J" if after in ("N", "X", "Z", "#", "J") else "N"
        follows = lows[i + 1] if i + 1 < n else ""
        if follows == "of" and (before in ("", "P", "S", "C") or prior in ("Z", "J", "N")):
            return "N"
        if low in classes_ing and prior in ("N", "X", "Z", "J", "D") and before != ",":
            return "N"
        if before == "X" and i + 1 < n and lows[i + 1] in _TYPE:
            return "J"  # "T3 pumping station"
        if low in _DEEDS:
            if prior == "B":
                return "G"
            if k >= 0 and _LEX.verbs.get(lows[k], ("",))[0] in _STARTING:
                return "G" if after in ("D", "X", "Z", "Y", "#", "J") else "N"
            if after in ("D", "X", "Z", "Y") and prior not in ("Z", "J", "N"):
                return "G"
            return "G" if before in (",", "C") and follows in ("with", "against", "for") and prior != "Z" else "N"
        return "G"
    if not letters or "d" in letters or "n" in letters:
        if prior == "D" and lows[k] in ("this", "that", "these") and after in ("X", "Z", "D"):
            return "E"
        if determined and after in ("N", "X", "Z", "J", "v", "#") and not (prior == "#" and after in ("X", "D")):
            return "J"
        if letters and "b" in letters and determined and before != "A":
            return "N" if not (low == "left") else "J"
        if letters and "b" in letters and noun and not (prior in ("T", "M", "O", "H", "B", "Z", "Y") or (k >= 0 and lows[k] == "to")) and after not in ("D", "X"):
            return "N" if low not in ("hit", "cut", "held", "put", "set") else "E"
        return "E"
    # base or third person
    if prior == "C" and "b" in letters and not noun and "to" in lows[:i]:
        return "V"
    if prior in ("M", "O") or (prior == "-" and k > 0) or (k >= 0 and lows[k] == "to" and not noun):
        return "V"
    if k >= 0 and lows[k] == "to":
        return "V" if _nominal_after_to(s, tags, i) and "b" in letters else "N"
    if prior == "Y" and before != "P":
        return "V"
    if determined:
        return "N"
    if "s" in letters and prior in ("Z", "X", "N") and after in ("D", "X", "Z", "Y", "#", "J"):
        return "V"
    if "s" in letters and prior in ("Z", "X") and i + 1 < n and lows[i + 1] in ("to", "from", "into", "towards", "over", "in", "up", "near", "under", "off") and not noun:
        return "V"
    if "s" in letters and not noun and low in _LEX.verbs and prior in ("Z", "Y", "R"):
        return "V"
    if "b" in letters and prior in ("Z", "N", "R") and after in ("D", "X", "Z") and not noun and low not in ("mine", "position", "force"):
        return "V"
    if "b" in letters and not noun and prior in ("T", "Z") and lemma in _LEX.frames:
        return "V"
    return "N"


def chunk(s: Sentence, war: War, known: set[str], narrowed: Mapping[str, str]) -> list[Chunk]:
    """Tag a sentence and group its words; `known` are names seen before, in lower case."""
    s.sides = find_sides(war, s.words, s.lows, narrowed)
    _tag(s, known)
    tags, lows, words, n = s.tags, s.lows, s.words, len(s.tags)
    side_at = {i: (j, side, strength) for i, j, side, strength in s.sides}
    chunks: list[Chunk] = []
    i = 0
    while i < n:
        tag = tags[i]
        if tag in ("D", "#", "J", "N", "X", "Z", "'") or (tag == "A" and lows[i] in ("then", "nearby", "approximately")) or tag == "Y":
            j = _noun_end(s, i)
            if j > i:
                chunks.append(_noun(s, i, j, side_at, war, narrowed))
                i = j
                continue
            chunks.append(Mark("A", i, i + 1, lows[i]))
            i += 1
        elif tag == "A" and lows[i] in ("there", "where"):
            chunks.append(Mark("A", i, i + 1, lows[i]))
            i += 1
        elif tag in ("B", "H", "O", "M", "V", "E", "G", "T", "-") or (tag == "A" and _verb_follows(tags, i)):
            verb, j = _verb(s, i)
            if verb is None:
                if tag not in ("A", "-"):
                    chunks.append(Mark("A", i, i + 1, lows[i]))
                else:
                    chunks.append(Mark("A", i, i + 1, lows[i]))
                i += 1
                continue
            chunks.append(verb)
            i = j
        elif tag == "t":
            j = i
            while j < n and tags[j] == "t":
                j += 1
            chunks.append(Mark("T", i, j, lows[i]))
            i = j
        elif tag == "~":
            i += 1
        elif tag == "P":
            i = _preposition(s, i, chunks)
        elif tag == "S" or (tag == "D" and lows[i] == "that"):
            chunks.append(Mark("S", i, i + 1, lows[i]))
            i += 1
        elif tag in ("R", "C", ",", "(", ")", ":", ";"):
            chunks.append(Mark(tag, i, i + 1, lows[i]))
            i += 1
        elif tag == "A":
            chunks.append(Mark("A", i, i + 1, lows[i]))
            i += 1
        else:
            chunks.append(Mark("." if tag in ".!?" else ("-" if tag in "–—-" else "A"), i, i + 1, lows[i]))
            i += 1
    del words
    s.chunks = chunks
    return chunks


def _verb_follows(tags: list[str], i: int) -> bool:
    j = i
    while j < len(tags) and tags[j] in ("A", "-"):
        j += 1
    return j < len(tags) and tags[j] in ("B", "H", "O", "M", "V", "E", "G", "T") and (j - i) < 4


def _preposition(s: Sentence, i: int, chunks: list[Chunk]) -> int:
    """Append the preposition at word `i`; "north of" and "to the south-west of" are one, called compass."""
    lows, tags, n = s.lows, s.tags, len(s.tags)
    low = lows[i]
    if low == "of" and i and lows[i - 1] in _LEX.words["det"]:
        pass
    if low in ("out", "outside", "inside", "away", "up", "because", "instead", "ahead", "off", "close") and i + 1 < n and lows[i + 1] in ("of", "from", "to"):
        j = i + 2
        chunks.append(Mark("P", i, j, "out" if low in ("out",) else low))
        return j
    chunks.append(Mark("P", i, i + 1, low))
    return i + 1


def _noun_end(s: Sentence, i: int) -> int:
    """Return one past the last word of the noun phrase that begins at word `i`."""
    tags, lows, n = s.tags, s.lows, len(s.tags)
    if tags[i] == "Y":
        if lows[i] in ("others", "some") and i + 1 < n and tags[i + 1] in ("N", "J"):
            return i + 1
        return i + 1
    j = i
    while j < n:
        tag = tags[j]
        if tag == "N" and j > i and lows[j] in _COMPASS and tags[j - 1] in ("N", "X", "#", "Z") and not (j + 1 < n and tags[j + 1] == "X"):
            break  # "two villages | east of X"
        if tag in ("#", "J", "N", "X", "Z", "'"):
            j += 1
        elif tag == "D":
            if j > i and lows[j] not in ("other", "various", "several", "many", "few", "numerous", "multiple", "all", "another", "dozens") and lows[j - 1] not in ("all", "both", "such", "half"):
                break
            if lows[j] in ("that", "this", "these", "those") and not (j + 1 < n and tags[j + 1] in ("N", "J", "#", "X")):
                break
            if lows[j] == "that" and j > i:
                break
            j += 1
        elif tag == "A" and j > i and j + 1 < n and tags[j + 1] in ("J",) and tags[j - 1] in ("D", "'", "J"):
            j += 1
        elif tag == "A" and j == i and j + 1 < n and tags[j + 1] in ("#", "D"):
            j += 1
        elif tag == "A" and j > i and tags[j - 1] == "D" and j + 1 < n and tags[j + 1] in ("N", "J", "X", "#", "Z"):
            j += 1  # "the only road"
        elif tag == "t" and False:
            j += 1
        else:
            break
    if j == i + 1 and tags[i] == "D" and lows[i] in ("that",):
        return i
    while j > i and tags[j - 1] == "'":
        j -= 1
    return j


def _noun(s: Sentence, i: int, j: int, side_at: dict[int, tuple[int, str, int]], war: War, narrowed: Mapping[str, str]) -> Noun:
    tags, lows, words = s.tags, s.lows, s.words
    noun = Noun(i, j)
    if tags[i] == "Y":
        noun.pron, noun.head = True, lows[i]
        return noun
    noun.det = lows[i] if tags[i] == "D" else ""
    noun.definite = noun.det in ("the", "this", "that", "its", "their", "these", "those", "both", "his")
    noun.number = tags[i] == "#" or noun.det in ("several", "many", "few", "some", "another", "a", "an", "other", "various", "numerous", "multiple")
    head = lows[j - 1]
    noun.head = head
    classes = _LEX.classes.get(head, frozenset())
    noun.classes = classes
    noun.words = frozenset(lows[i:j])
    noun.futile = not _FUTILE.isdisjoint(noun.words)
    noun.planned = not _PLANNED.isdisjoint(noun.words)
    noun.besieged = not _BESIEGED.isdisjoint(noun.words) and j - i > 1
    noun.plural = head.endswith("s") and not head.endswith("ss") and tags[j - 1] in ("N", "X")
    force = "force" in classes
    # sides inside
    k = i
    last_side: tuple[int, str, int] | None = None
    first_side: tuple[int, str, int] | None = None
    while k < j:
        at = side_at.get(k)
        if at is not None:
            end, side, strength = at
            if strength != GENTILIC or end >= j or force or "event" in classes or "road" in classes:
                if first_side is None:
                    first_side = (end, side, strength)
                last_side = (end, side, strength)
            k = end
            continue
        low = lows[k]
        if "-" in low and tags[k] in ("N", "X", "J", "E", "v"):
            prefix, _, suffix = low.rpartition("-")
            group = war.names.get(prefix.split("-")[0]) if suffix in _HELD or suffix in _WITH else None
            if group:
                side_id = group[0][1] if group[0][0] == (prefix,) or len(group) == 1 else next((g[1] for g in group if g[0] == (prefix,)), None)
                side_id = narrowed.get(prefix, side_id) if side_id else None
                if side_id and suffix in _HELD:
                    noun.held = side_id
                elif side_id and first_side is None:
                    first_side = last_side = (k + 1, side_id, 0)
        k += 1
    if last_side is not None:
        end, side, strength = last_side
        rest = [lows[k] for k in range(end, j) if tags[k] != "'"]
        possessive = end < j and tags[end] == "'"
        if not rest or (force and not possessive and not (set(rest) & {"position", "positions"})) or (force and possessive and head not in ("position", "positions")):
            noun.side, noun.strength = side, strength
            if len(rest) and first_side and first_side != last_side and first_side[1] != side and strength == SHORT:
                noun.side = first_side[1]
        else:
            noun.mod = side
    noun.force = force
    _name(s, noun, side_at, war)
    return noun


_TYPE = frozenset(word for word, groups in _LEX.classes.items() if "site" in groups)
_SETTLE = frozenset(word for word, groups in _LEX.classes.items() if "settlement" in groups)
_PART = frozenset(word for word, groups in _LEX.classes.items() if "part" in groups)
_PERSON = frozenset(word for word, groups in _LEX.classes.items() if "person" in groups)
_ORG = frozenset(word for word, groups in _LEX.classes.items() if "organisation" in groups)
_REGION = frozenset(word for word, groups in _LEX.classes.items() if "region" in groups)
_FORCE = frozenset(word for word, groups in _LEX.classes.items() if "force" in groups)
_EVENT = frozenset(word for word, groups in _LEX.classes.items() if "event" in groups)
_COMPASS = frozenset(word for word, groups in _LEX.classes.items() if "compass" in groups)
_ROAD = frozenset(word for word, groups in _LEX.classes.items() if "road" in groups)
_PROPER_TYPES = frozenset({"brigade", "regiment", "battalion", "division", "height", "hill", "point", "checkpoint", "base", "company", "district"})


def _name(s: Sentence, noun: Noun, side_at: dict[int, tuple[int, str, int]], war: War) -> None:
    """Find the place name in a noun phrase: its last run of capitalised words with the type words that belong to it."""
    tags, lows, words = s.tags, s.lows, s.words
    i, j = noun.i, noun.j
    runs: list[tuple[int, int]] = []
    k = i
    while k < j:
        if tags[k] == "X" and not any(low in lows[k] for low in ("-held", "-backed", "-led", "-controlled", "-affiliated", "-allied")):
            start = k
            while k < j and (tags[k] == "X" or (tags[k] == "#" and words[k].isdigit() and k > start and len(words[k]) < 4)):
                k += 1
            runs.append((start, k))
        else:
            k += 1
    if not runs:
        return
    start, end = runs[-1]
    run_lows = lows[start:end]
    # a name in front of "'s": Aleppo's outskirts
    noun.poss = end < j and tags[end] == "'"
    # bearers of names that are no places
    if any(low in _PERSON for low in lows[i:end]) or (start > 1 and tags[start - 1] == "." and lows[start - 2] in _PERSON):
        return
    if end < j and not noun.poss and not any(group in noun.classes for group in _PLACE_CLASSES) and noun.head not in ("positions", "targets", "garrison"):
        return  # "Leopard tanks"
    if any(low in _REGION for low in run_lows) or noun.head in _REGION:
        return
    if noun.head in _FORCE and noun.head not in _TYPE and noun.head not in ("garrison", "positions", "position"):
        return
    if end - start == 1 and not noun.poss and _is_code(words[start]) and not (end < j and lows[j - 1] in _ROAD | _TYPE):
        return
    if any(low in _ORG for low in run_lows):
        return
    if " ".join(run_lows) in war.regions or run_lows[-1] in war.regions:
        return
    # trim capitalised common words in front: "Syrian" already a side; "Northern", "Eastern"
    while start < end - 1 and lows[start] in _COMPASS:
        start += 1
    if start == end - 1 and (lows[start] in _COMPASS or lows[start] in ("province",)):
        return
    # digits in front belong to it: 1070 Housing Project
    if start > i and tags[start - 1] == "#" and words[start - 1][0].isdigit() and (noun.det in ("the", "") and not noun.plural) and start - 1 >= i and (len(words[start - 1]) > 2 or words[start - 1][-1].isalpha()):
        start -= 1
    last = end
    # type words behind: Kuweires military airbase
    if not noun.poss:
        stop = end
        while stop < j and tags[stop] in ("N", "J", "v", "E") and (lows[stop] in _TYPE or lows[stop] in ("military", "border") or (lows[j - 1] in _TYPE and j - stop < 4)):
            stop += 1
        if stop > end and stop == j and not noun.plural:
            while stop > end and lows[stop - 1] in _SETTLE and lows[stop - 1] not in ("mountain", "mount", "camp", "complex", "plain", "plains"):
                stop -= 1
            if lows[stop - 1] in _TYPE or stop == end:
                last = stop
        elif stop > end and stop == j and lows[stop - 1] in ("mountains", "silos", "farms", "hills", "heights", "plains", "fields"):
            last = stop
        if last < j and end < j and last == end and lows[j - 1] in _ROAD:
            last = j
    while last - 1 > start and lows[last - 1] in ("area", "town", "village", "city", "district", "neighborhood", "neighbourhood"):
        last -= 1
    # "Hill 205", "village Shakrak"
    while start < last - 1 and lows[start] in ("village", "town", "city"):
        start += 1
    # a bare type word with a capital is a name only with the article: "the Academy"
    noun.name = s.phrase(start, last - 1)
    noun.first, noun.last = start, last - 1


_PLACE_CLASSES = ("site", "settlement", "part", "road", "event", "siege", "attack")


def _is_code(word: str) -> bool:
    """Tell whether a word in capitals is an abbreviation or a weapon's name: VBIED, MiG-21."""
    return (word.isupper() and 1 < len(word) < 7) or (any(c.isdigit() for c in word) and not _ROAD_NUMBER.fullmatch(word))


_ROAD_NUMBER = re.compile(r"[A-Z]-?\d{1,3}")


def _verb(s: Sentence, i: int) -> tuple[Verb | None, int]:
    """Read a verb group that begins at word `i`."""
    tags, lows, n = s.tags, s.lows, len(s.tags)
    verb = Verb(i)
    j = i
    aux_be = aux_have = False
    main = -1
    last_aux = -1
    while j < n:
        tag = tags[j]
        if tag == "A":
            if lows[j] in ("nearly", "almost", "virtually"):
                verb.mood = verb.mood or "maybe"
            verb.adverbs.add(lows[j])
            j += 1
        elif tag == "-":
            if lows[j] in ("no", "without", "neither", "nor") and main < 0 and last_aux < 0:
                return None, i
            verb.neg = True
            j += 1
        elif tag == "T":
            if main >= 0 or last_aux >= 0:
                break
            verb.to = True
            j += 1
        elif tag == "M":
            if main >= 0:
                break
            verb.mood = "maybe"
            verb.finite = True
            last_aux = j
            j += 1
        elif tag == "B":
            if main >= 0:
                break
            aux_be = True
            if lows[j] not in ("be", "been", "being"):
                verb.finite = True
            last_aux = j
            j += 1
        elif tag == "H":
            if main >= 0:
                break
            aux_have = True
            if lows[j] in ("has", "had", "have") and not verb.to:
                verb.finite = True
            last_aux = j
            j += 1
        elif tag == "O":
            verb.finite = True
            last_aux = j
            j += 1
        elif tag in ("V", "E", "G"):
            if main >= 0:
                break
            if tag == "G" and last_aux >= 0 and not aux_be:
                break
            main = j
            j += 1
            break
        else:
            break
    if main < 0 and last_aux < 0:
        return None, i
    if main < 0:
        # a form of be or have alone
        j = last_aux + 1
        verb.lemma = "be" if aux_be else "have" if aux_have else "do"
        verb.form = "d"
        verb.j = j
        return verb, j
    lemma, letters = _LEX.verbs.get(lows[main], ("", ""))
    verb.lemma = lemma or lows[main]
    verb.form = tags[main]
    if tags[main] == "E":
        if aux_be:
            verb.passive = True
        elif aux_have:
            verb.perfect = True
            verb.finite = verb.finite or not verb.to
        elif not verb.to:
            verb.finite = True  # past tense, or a participle: `clauses.py` decides
            verb.participle = "n" in letters or not letters
    elif tags[main] == "V":
        if not verb.to and last_aux < 0:
            verb.finite = True
    elif tags[main] == "G" and aux_be:
        verb.finite = verb.finite
    verb.i, verb.j = i, j
    return verb, j

"""Group the words of a sentence into chunks: noun phrases, verb groups, and the marks between them."""

from __future__ import annotations

__all__ = ["Chunk", "Mark", "Noun", "Sentence", "Verb", "chunk"]

from typing import TYPE_CHECKING

from frontline.reading.text.lexicon import lexicon, nouns_of
from frontline.reading.text.sides import War, find_sides
from frontline.reading.text.tags import tag
from frontline.reading.text.words import tokens

from .nouns import describe

if TYPE_CHECKING:
    from collections.abc import Mapping

    from frontline.reading.text.days import Moment

_LEX = lexicon()
_COMPASS = nouns_of("compass")
_IN_NOUN = frozenset({"#", "J", "N", "X", "Z", "'"})
_NOUN_BEGINS = _IN_NOUN | {"D", "Y"}
_VERB_BEGINS = frozenset({"B", "H", "O", "M", "V", "E", "G", "T"})
_AS_IS = frozenset({"P", "S", "R", "C", ",", "(", ")", ":", ";"})
_COUNTS = frozenset({"other", "various", "several", "many", "few", "numerous", "multiple", "all", "another", "dozens"})
_BEFORE_ARTICLE = frozenset({"all", "both", "such", "half"})
_POINTING = frozenset({"that", "this", "these", "those"})
_PAIRED = {
    "out": "of",
    "outside": "of",
    "inside": "of",
    "away": "from",
    "up": "to",
    "because": "of",
    "instead": "of",
    "ahead": "of",
}
_SPELLS = frozenset({"moments", "minutes", "hours", "days", "weeks", "months"})
_MEASURES = frozenset({"km", "kilometres", "kilometers", "miles", "metres", "meters", "times"})
_DASHES = frozenset({"-", "–", "—"})
_NEARLY = frozenset({"nearly", "almost", "virtually"})


class Noun:
    """A noun phrase: the words from `i` up to `j`.

    `name` is the place name in it, from word `first` to word `last`. `side` is the side that it is, `mod` the side
    that it belongs to ("rebel attack"), `held` the side that holds it ("rebel-held"). `rel` is its relation to the
    verb: subj, obj or its preposition; `gov` what it hangs on, `pps` what hangs on it, `coords` the further members
    of the list that it leads (`lead` in them). `apposed` is the phrase that it says more of: "X, a town".
    """

    __slots__ = (
        "apposed", "besieged", "classes", "coords", "definite", "det", "first", "force", "futile", "gov", "head",
        "held", "i", "j", "kind",
        "last", "lead", "listed", "mod", "name", "number", "planned", "plural", "poss", "pps", "prep", "pron", "rel",
        "side",
        "speaks", "taken", "words",
    )  # fmt: skip

    def __init__(self, i: int, j: int) -> None:
        self.kind = "N"
        self.i, self.j = i, j
        self.name: str | None = None
        self.first = self.last = i
        self.head = self.det = self.prep = self.rel = ""
        self.classes: frozenset[str] = frozenset()
        self.words: frozenset[str] = frozenset()
        self.side: str | None = None
        self.mod: str | None = None
        self.held: str | None = None
        self.gov: Noun | Verb | None = None
        self.lead: Noun | None = None
        self.apposed: Noun | None = None
        self.pps: list[Noun] = []
        self.coords: list[Noun] = []
        self.definite = self.plural = self.pron = self.number = self.force = self.listed = False
        self.poss = False  # the name stands before "'s" and a head: "Northford's outskirts"
        self.speaks = False  # the subject of "said": who speaks is no place
        self.futile = self.planned = self.besieged = self.taken = False


class Verb:
    """A verb group: the words from `i` up to `j`, the last of them the verb itself.

    `form` is V base or third person, E -ed, G -ing, d a form of be or have alone. `carrier` is what it hangs on:
    "managed" of "managed to capture", "attempt" of "an attempt to capture". In a relative clause `rel_of` is the
    phrase that is its subject (its object if passive), `rel_obj` the phrase that is its object.
    """

    __slots__ = (
        "adverbs", "agent", "args", "carrier", "finite", "form", "gerund_prep", "had", "i", "j", "kind", "lemma",
        "modal", "mood", "neg", "only_participle", "participle",
        "particles", "passive", "perfect", "rel_obj", "rel_of", "subj", "to",
    )  # fmt: skip

    def __init__(self, i: int) -> None:
        self.kind = "V"
        self.i = self.j = i
        self.lemma = self.form = self.mood = self.modal = self.gerund_prep = ""
        self.finite = self.passive = self.perfect = self.neg = self.to = self.participle = False
        self.only_participle = False  # "taken", which is no past tense
        self.had = False  # "had captured": before the story's day
        self.particles: set[str] = set()
        self.adverbs: set[str] = set()
        self.carrier: Verb | Noun | None = None
        self.subj: list[Noun] = []
        self.args: list[Noun] = []
        self.agent: Noun | None = None
        self.rel_of: Noun | None = None
        self.rel_obj: Noun | None = None


class Mark:
    """Anything else; `kind` is P preposition, C joining word, S, R, T a time, A adverb, or punctuation."""

    __slots__ = ("i", "j", "kind", "low")

    def __init__(self, kind: str, i: int, j: int, low: str) -> None:
        self.kind, self.i, self.j, self.low = kind, i, j, low


Chunk = Noun | Verb | Mark


class Sentence:
    """A sentence with its words, letters (`tags.py`), sides, times and chunks; `start` is its offset in the text."""

    __slots__ = ("chunks", "days", "lows", "sides", "start", "starts", "tags", "text", "words")

    def __init__(self, text: str, start: int) -> None:
        self.text, self.start = text, start
        self.words, self.starts = tokens(text)
        self.lows = [word.lower() for word in self.words]
        self.tags: list[str] = []
        self.sides: list[tuple[int, int, str, int]] = []
        self.days: list[Moment] = []
        self.chunks: list[Chunk] = []

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Return where the words from `first` to `last` (included) stand in the text."""
        return self.start + self.starts[first], self.start + self.starts[last] + len(self.words[last])

    def phrase(self, first: int, last: int) -> str:
        """Return the words as they stand in the sentence."""
        return self.text[self.starts[first] : self.starts[last] + len(self.words[last])]


def chunk(s: Sentence, war: War, known: set[str], narrowed: Mapping[str, str]) -> None:
    """Tag a sentence and group its words.

    `known` are words of names seen before; `narrowed` tells what short names mean in this text (`sides.py`).
    """
    s.sides = find_sides(war, s.words, s.lows, narrowed)
    s.tags = tag(s.words, s.lows, s.starts, s.days, s.sides, known)
    sides = {first: (last, side, strength) for first, last, side, strength in s.sides}
    tags, chunks = s.tags, s.chunks
    i, n = 0, len(tags)
    while i < n:
        letter = tags[i]
        item: Chunk | None
        if letter in _NOUN_BEGINS:
            item = _noun(s, i, sides, war, narrowed)
        elif letter in _VERB_BEGINS or (letter in {"A", "-"} and _verb_follows(s, i)):
            item = _verb(s, i)
        else:
            item = _mark(s, i, letter)
        if item is None:
            item = Mark("A", i, i + 1, s.lows[i])
        chunks.append(item)
        i = item.j


def _mark(s: Sentence, i: int, letter: str) -> Mark:
    j, low, n = i + 1, s.lows[i], len(s.tags)
    if letter == "t":
        while j < n and s.tags[j] == "t":
            j += 1
        if j - i > 1 and s.lows[j - 1] in {"after", "before"} and s.tags[j : j + 1] not in ([], [","], ["."]):
            j -= 1  # "three days | after the army took X"
            s.tags[j] = "S"
        return Mark("T", i, j, low)
    if letter == "P" and low in _PAIRED and j < n and _PAIRED[low] == s.lows[j]:
        return Mark("P", i, j + 1, low)  # "out of"
    while j < n and s.tags[j] == "~":
        j += 1
    if letter in _AS_IS:
        return Mark(letter, i, j, low)
    if (letter == "[" and _abbreviates(s, i)) or (letter == "]" and i > 1 and _abbreviates(s, i - 2)):
        return Mark("(" if letter == "[" else ")", i, j, low)
    kind = "." if letter in {".", "!", "?"} else "-" if letter in {"–", "—", "-"} and low == letter else "A"
    return Mark(kind, i, j, low)


def _verb_follows(s: Sentence, i: int) -> bool:
    if s.lows[i] in {"there", "where"}:
        return False
    for k in range(i, min(i + 5, len(s.tags))):
        letter = s.tags[k]
        if letter not in {"A", "-"}:
            return letter in _VERB_BEGINS
    return False


# ---------------------------------------------------------------- noun phrases


def _noun(
    s: Sentence, i: int, sides: Mapping[int, tuple[int, str, int]], war: War, narrowed: Mapping[str, str]
) -> Noun | Mark | None:
    if s.tags[i] == "D" and s.lows[i] == "that" and not _determines(s, i):
        return Mark("S", i, i + 1, "that")
    j = _noun_end(s, i)
    if j == i:
        return None
    noun = Noun(i, j)
    describe(s, noun, sides, war, narrowed)
    return noun


def _noun_end(s: Sentence, i: int) -> int:
    """Return one past the last word of the noun phrase that begins at word `i`."""
    tags, lows, n = s.tags, s.lows, len(s.tags)
    if tags[i] == "Y":
        return i + 1
    j = i
    while j < n:
        letter = tags[j]
        if j > i and letter in {"(", "["} and _abbreviates(s, j) and j + 3 < n and tags[j + 3] in {"N", "X", "J", "Z"}:
            j += 3  # "the Islamic State (IS) | bastion"
            continue
        if j > i and tags[j - 1] == "X" and lows[j] in _SPELLS:
            break  # "in X | hours after"
        if letter in _IN_NOUN:
            if j > i and _begins_another(s, j, letter, tags[j - 1]):
                break
        elif not ((letter == "D" and _article_fits(s, i, j)) or (letter == "A" and _adverb_fits(tags, i, j))):
            break
        j += 1
    while j > i and tags[j - 1] == "'":
        j -= 1
    return j


def _begins_another(s: Sentence, j: int, letter: str, before: str) -> bool:
    """Tell whether a word begins what stands behind a phrase, though it could be in one."""
    if letter == "#":  # "X | three kilometres east", "X | three times"
        return before == "X" and j + 1 < len(s.tags) and _counts(s, j)
    if s.lows[j] not in _COMPASS:
        return False
    if letter == "N":  # "two villages | east of X"
        return before in {"N", "X", "#", "Z"} and s.tags[j + 1 : j + 2] != ["X"]
    return letter == "X" and before == "N" and s.lows[j + 1 : j + 2] == ["of"]  # "Tal Rasm village | East of X"


def _counts(s: Sentence, j: int) -> bool:
    """Tell whether a number counts what follows it, rather than being part of the name before it."""
    return s.lows[j + 1] in _MEASURES or (s.tags[j + 1] in {"N", "#"} and not s.lows[j][0].isdigit())


def _abbreviates(s: Sentence, j: int) -> bool:
    """Tell whether a bracket at word `j` holds an abbreviation alone."""
    return j + 2 < len(s.words) and s.words[j + 1].isupper() and s.words[j + 2] in {")", "]"}


def _article_fits(s: Sentence, i: int, j: int) -> bool:
    """Tell whether a determiner at word `j` goes on with the phrase that began at word `i`."""
    low = s.lows[j]
    if j > i and (low == "that" or (low not in _COUNTS and s.lows[j - 1] not in _BEFORE_ARTICLE)):
        return False
    return low not in _POINTING or _determines(s, j)


def _determines(s: Sentence, i: int) -> bool:
    return i + 1 < len(s.tags) and s.tags[i + 1] in {"N", "J", "#", "X"}


def _adverb_fits(tags: list[str], i: int, j: int) -> bool:
    """Tell whether an adverb stands inside a phrase: "the newly captured", "the only road"."""
    if j + 1 >= len(tags) or j == i:
        return False
    after, before = tags[j + 1], tags[j - 1]
    return (after == "J" and before in {"D", "'", "J"}) or (before in {"D", "'"} and after in {"N", "X", "#", "Z"})


# ---------------------------------------------------------------- verb groups


def _verb(s: Sentence, i: int) -> Verb | None:
    """Read the verb group that begins at word `i`: adverbs, "to", auxiliaries, and the verb."""
    tags, lows, n = s.tags, s.lows, len(s.tags)
    verb = Verb(i)
    auxiliaries: list[str] = []
    j = last = i
    main = ""
    while j < n and not main:
        letter, low = tags[j], lows[j]
        if letter in {"V", "E"} or (letter == "G" and (not auxiliaries or "B" in auxiliaries)):
            main = letter
        elif letter in {"M", "B", "H", "O"}:
            auxiliaries.append(letter)
            _auxiliary(verb, letter, low)
        elif letter == "A":
            verb.adverbs.add(low)
        elif not _prefix(verb, letter, low, auxiliaries):
            break
        j += 1
        if letter not in {"A", "-"}:
            last = j
    if not main and not auxiliaries:
        return None
    verb.j = last
    if not verb.adverbs.isdisjoint(_NEARLY):
        verb.mood = "maybe"
    if main:
        _main(verb, main, lows[last - 1], auxiliaries)
    else:
        verb.lemma, verb.form = "be" if "B" in auxiliaries else "have" if "H" in auxiliaries else "do", "d"
    return verb


def _prefix(verb: Verb, letter: str, low: str, auxiliaries: list[str]) -> bool:
    """Take "not" or "to"; return whether the word belongs to the group."""
    if letter == "-" and low not in _DASHES and (auxiliaries or low not in {"no", "without", "neither", "nor"}):
        verb.neg = True
        return True
    if letter == "T" and not auxiliaries:
        verb.to = True
        return True
    return False


def _auxiliary(verb: Verb, letter: str, low: str) -> None:
    if low.endswith("n't"):
        verb.neg, low = True, low.removesuffix("n't")
    if letter == "M":
        verb.mood, verb.modal = "maybe", low
    verb.had = verb.had or low == "had"
    bare = low in {"be", "been", "being", "having"} or (letter == "H" and verb.to)
    verb.finite = verb.finite or not bare


def _main(verb: Verb, letter: str, low: str, auxiliaries: list[str]) -> None:
    lemma, letters = _LEX.verbs.get(low, (low, ""))
    verb.lemma, verb.form = lemma, letter
    if letter == "E":
        verb.passive = "B" in auxiliaries
        verb.perfect = not verb.passive and "H" in auxiliaries
        if not auxiliaries and not verb.to:
            verb.finite = True  # past tense, or a participle: `clauses.py` decides
            verb.participle = "n" in letters or not letters
            verb.only_participle = letters == "n"
    elif letter == "V" and not auxiliaries and not verb.to:
        verb.finite = True

"""The English of war reports: what words are and what verbs and nouns say, read from `lexicon.toml`."""

from __future__ import annotations

__all__ = ["Frame", "Lexicon", "NounFrame", "lexicon", "nouns_of"]

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from frontline.model import Kind

VOWELS = frozenset("aeiou")
_CARRIES = ("done", "meant", "failed")
_NOT_VERBS = frozenset({"be", "able", "unable", "ready", "task", "head", "bid"})
_WITH_PLURALS = frozenset({"settlement", "site", "attack", "event", "road", "siege"})
_LETTERS = {
    "number": "#", "adjective": "J", "det": "D", "prep": "P", "conj": "C", "sub": "S", "rel": "R", "adverb": "A",
    "modal": "M",
    "pron": "Y", "negation": "-",
}  # fmt: skip
_AUXILIARIES = {"B": "is are was were be been being am", "H": "has have had having", "O": "do does did"}
_NEGATED = "is are was were has have had do does did could would should wo ca"
# Verbs of more than one syllable that double their last letter all the same.
_DOUBLING = ("pel", "fer", "mit", "quit", "trol", "cur")


@dataclass(frozen=True, slots=True)
class Frame:
    """What a verb says: the claim's kind and where its place stands (see the head of `lexicon.toml`)."""

    kind: Kind
    place: frozenset[str]
    with_: str = ""
    to: frozenset[str] = frozenset()
    particle: frozenset[str] = frozenset()
    needs: str = ""


@dataclass(frozen=True, slots=True)
class NounFrame:
    """What a noun says: the claim's kind and the prepositions that lead to its place."""

    kind: Kind
    place: frozenset[str]
    beside: frozenset[str] = frozenset()
    needs: str = ""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All of `lexicon.toml`, ready to look up by lower-case form.

    `verbs` maps a form to its lemma and what forms of it this may be: b base, s third person, d past, n past
    participle, g -ing. `tags` maps other words to their class (see `syntax.py`); `classes` maps a noun to the
    classes it is in.
    """

    verbs: Mapping[str, tuple[str, str]]
    frames: Mapping[str, tuple[Frame, ...]]
    nouns: Mapping[str, tuple[NounFrame, ...]]
    tags: Mapping[str, str]
    classes: Mapping[str, frozenset[str]]
    carry: Mapping[str, str]
    meant_nouns: frozenset[str]
    words: Mapping[str, frozenset[str]]
    phrasal: Mapping[str, frozenset[str]]
    joining: Mapping[tuple[str, ...], str]


def _forms(lemma: str, irregular: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    """Yield the forms of a verb with their letters, by the regular rules of English spelling or as listed."""
    stem = lemma[:-1] if lemma.endswith("e") and not lemma.endswith(("ee", "oe", "ye")) else lemma
    short = sum(c in VOWELS for c in lemma) == 1
    closed = (
        len(lemma) > 2 and lemma[-1] not in VOWELS | set("wxyh") and lemma[-2] in VOWELS and lemma[-3] not in VOWELS
    )
    if closed and (short or lemma.endswith(_DOUBLING)):
        stem += lemma[-1]
    if lemma.endswith("y") and lemma[-2] not in VOWELS:
        third, past = lemma[:-1] + "ies", lemma[:-1] + "ied"
    else:
        third = lemma + ("es" if lemma.endswith(("s", "x", "sh", "ch", "z")) else "s")
        past = (lemma if lemma.endswith("e") else stem + "e") + "d"
    yield lemma, "b"
    yield third, "s"
    gerund = lemma[:-2] + "ying" if lemma in {"lie", "die"} else stem + "ing"
    yield gerund, "g"
    if closed and not short and lemma.endswith(("el", "al")):  # "pummelled" as well as "pummeled"
        yield stem + "ling", "g"
        yield stem + "led", "dn"
    if lemma in irregular:
        d, n = irregular[lemma].split()
        yield d, "d"
        yield n, "n"
    else:
        yield past, "dn"


@cache
def lexicon() -> Lexicon:
    """Read the lexicon; once a process."""
    raw: dict[str, Any] = tomllib.loads(files(__package__).joinpath("lexicon.toml").read_text(encoding="utf-8"))
    words = {key: frozenset(value.split()) for key, value in raw["words"].items()}
    return Lexicon(
        _verbs(raw),
        _frames(raw),
        _nouns(raw),
        _tags(words),
        _classes(raw["nouns"]),
        {word: key for key in ("done", "meant", "failed") for word in raw["carry"][key].split()},
        frozenset(raw["carry"]["meant_nouns"].split()),
        words,
        {lemma: frozenset(particles.split()) for lemma, particles in raw["phrasal"].items()},
        {tuple(key.split("-")): meaning for key, _, meaning in (p.partition("=") for p in raw["joining"].split())},
    )


def _frames(raw: Mapping[str, Any]) -> dict[str, tuple[Frame, ...]]:
    frames: dict[str, list[Frame]] = {}
    for row in raw["frame"]:
        place, to, particle = (frozenset(row.get(key, "").split()) for key in ("place", "to", "particle"))
        frame = Frame(row["kind"], place, row.get("with", ""), to, particle, row.get("needs", ""))
        for lemma in row["verbs"].split():
            frames.setdefault(lemma, []).append(frame)
    return {lemma: tuple(rows) for lemma, rows in frames.items()}


def _verbs(raw: Mapping[str, Any]) -> dict[str, tuple[str, str]]:
    """Map each form of each verb to its lemma and letters; where two verbs share a form, the base of one wins."""
    lists = [row["verbs"] for row in raw["frame"]] + [*raw["verbs"].values(), *(raw["carry"][key] for key in _CARRIES)]
    lemmas = dict.fromkeys(raw["irregular"]) | dict.fromkeys(word for words in lists for word in words.split())
    verbs: dict[str, tuple[str, str]] = {}
    for lemma in lemmas:
        for form, letters in _forms(lemma, raw["irregular"]):
            if lemma in _NOT_VERBS and (form == lemma or letters == "s"):
                continue
            known = verbs.get(form)
            if known is not None and known[0] == lemma:
                verbs[form] = (lemma, known[1] + letters)
            elif known is not None and known[1] == "b" and letters == "d":
                verbs[form] = (known[0], "bd")  # "lay", of "lie" too
            elif known is None or "b" in letters:
                verbs[form] = (lemma, letters)
    return verbs


def _nouns(raw: Mapping[str, Any]) -> dict[str, tuple[NounFrame, ...]]:
    nouns: dict[str, list[NounFrame]] = {}
    for row in raw["noun"]:
        place, beside = (frozenset(row.get(key, "").split()) for key in ("place", "beside"))
        frame = NounFrame(row["kind"], place, beside, row.get("needs", ""))
        for noun in row["nouns"].split():
            for form in dict.fromkeys((noun, _plural(noun))):
                nouns.setdefault(form, []).append(frame)
    return {noun: tuple(frames) for noun, frames in nouns.items()}


def _classes(lists: Mapping[str, str]) -> dict[str, frozenset[str]]:
    classes: dict[str, set[str]] = {}
    for name, nouns in lists.items():
        for noun in nouns.split():
            classes.setdefault(noun, set()).add(name)
            if name in _WITH_PLURALS:
                classes.setdefault(_plural(noun), set()).add(name)
    return {noun: frozenset(names) for noun, names in classes.items()}


def _tags(words: Mapping[str, frozenset[str]]) -> dict[str, str]:
    """Map small words to their letters (`tags.py`); a word in two lists is what the earlier one says."""
    tags: dict[str, str] = {}
    for key, letter in _LETTERS.items():
        for word in words[key]:
            tags.setdefault(word, letter)
    for letter, forms in _AUXILIARIES.items():
        tags.update(dict.fromkeys(forms.split(), letter))
    tags.update({word + "n't": tags[word] for word in _NEGATED.split()})
    return tags


def nouns_of(name: str) -> frozenset[str]:
    """Return the nouns of a class."""
    return frozenset(noun for noun, groups in lexicon().classes.items() if name in groups)


def _plural(noun: str) -> str:
    if noun.endswith(("s", "x", "sh", "ch", "ss")):
        return noun if noun.endswith("s") and not noun.endswith("ss") else noun + "es"
    if noun.endswith("y") and noun[-2] not in VOWELS:
        return noun[:-1] + "ies"
    return noun + "s"

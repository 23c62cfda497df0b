"""The English of war reports: what words are and what verbs and nouns say, read from `lexicon.toml`."""

from __future__ import annotations

__all__ = ["Frame", "Lexicon", "NounFrame", "lexicon", "nouns_of"]

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from frontline.model import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

VOWELS = frozenset("aeiou")


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
    doubled = (
        len(lemma) > 2
        and lemma[-1] not in VOWELS | set("wxyh")
        and lemma[-2] in VOWELS
        and lemma[-3] not in VOWELS
        and (
            len([c for c in lemma if c in VOWELS]) == 1 or lemma.endswith(("pel", "fer", "mit", "quit", "trol", "cur"))
        )
    )
    if doubled:
        stem += lemma[-1]
    if lemma.endswith("y") and lemma[-2] not in VOWELS:
        third, past = lemma[:-1] + "ies", lemma[:-1] + "ied"
    else:
        third = lemma + ("es" if lemma.endswith(("s", "x", "sh", "ch", "z")) else "s")
        past = stem + "ed"
    yield lemma, "b"
    yield third, "s"
    gerund = lemma[:-2] + "ying" if lemma in {"lie", "die"} else stem + "ing"
    yield gerund, "g"
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
    irregular: dict[str, str] = raw["irregular"]
    frames: dict[str, list[Frame]] = {}
    lemmas: dict[str, None] = dict.fromkeys(irregular)
    for row in raw["frame"]:
        frame = Frame(
            row["kind"],
            frozenset(row["place"].split()),
            row.get("with", ""),
            frozenset(row.get("to", "").split()),
            frozenset(row.get("particle", "").split()),
            row.get("needs", ""),
        )
        for lemma in row["verbs"].split():
            frames.setdefault(lemma, []).append(frame)
            lemmas[lemma] = None
    for word in raw["verbs"]["other"].split():
        lemmas[word] = None
    for key in ("done", "meant", "failed"):
        for word in raw["carry"][key].split():
            if "-" not in word and word not in {"able", "unable", "ready", "task", "head", "bid"}:
                lemmas[word] = None
    lemmas.pop("be", None)
    verbs: dict[str, tuple[str, str]] = {}
    for lemma in lemmas:
        for form, letters in _forms(lemma, irregular):
            if form in verbs and verbs[form][0] == lemma:
                verbs[form] = (lemma, verbs[form][1] + letters)
            elif form not in verbs or "b" in letters:
                verbs[form] = (lemma, letters)
    nouns: dict[str, list[NounFrame]] = {}
    for row in raw["noun"]:
        frame_n = NounFrame(row["kind"], frozenset(row["place"].split()))
        for noun in row["nouns"].split():
            for form in (noun, _plural(noun)):
                nouns.setdefault(form, []).append(frame_n)
    classes: dict[str, set[str]] = {}
    for name, words in raw["nouns"].items():
        for word in words.split():
            classes.setdefault(word, set()).add(name)
            if name in {"settlement", "site", "attack", "event", "road", "siege"}:
                classes.setdefault(_plural(word), set()).add(name)
    tags: dict[str, str] = {}
    letters_of = {
        "number": "#", "adjective": "J", "det": "D", "prep": "P", "conj": "C", "sub": "S", "rel": "R", "adverb": "A", "modal": "M", "pron": "Y",
    }  # fmt: skip
    joining: dict[tuple[str, ...], str] = {}
    for pair in (raw["words"].pop("joining") + " " + raw["words"].pop("phrases")).split():
        key, _, meaning = pair.partition("=")
        joining[tuple(key.split("-"))] = meaning
    words = {key: frozenset(value.split()) for key, value in raw["words"].items()}
    for key, letter in letters_of.items():
        for word in words[key]:
            tags.setdefault(word, letter)
    for word in words["negation"]:
        tags.setdefault(word, "-")
    for form in ("is", "are", "was", "were", "be", "been", "being", "am"):
        tags[form] = "B"
    for form in ("has", "have", "had", "having"):
        tags[form] = "H"
    for form in ("do", "does", "did"):
        tags[form] = "O"
    carry = {word: key for key in ("done", "meant", "failed") for word in raw["carry"][key].split()}
    return Lexicon(
        verbs,
        {key: tuple(value) for key, value in frames.items()},
        {key: tuple(value) for key, value in nouns.items()},
        tags,
        {key: frozenset(value) for key, value in classes.items()},
        carry,
        frozenset(raw["carry"]["meant_nouns"].split()),
        words,
        {lemma: frozenset(particles.split()) for lemma, particles in raw["phrasal"].items()},
        joining,
    )


def nouns_of(name: str) -> frozenset[str]:
    """Return the nouns of a class."""
    return frozenset(noun for noun, groups in lexicon().classes.items() if name in groups)


def _plural(noun: str) -> str:
    if noun.endswith(("s", "x", "sh", "ch", "ss")):
        return noun if noun.endswith("s") and not noun.endswith("ss") else noun + "es"
    if noun.endswith("y") and noun[-2] not in VOWELS:
        return noun[:-1] + "ies"
    return noun + "s"

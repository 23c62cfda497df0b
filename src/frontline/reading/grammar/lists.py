"""Which list a noun phrase goes on, and what the phrases of a list have in common."""

from __future__ import annotations

__all__ = [
    "beyond", "closing", "gapped", "in_list", "is_subject", "lists", "member", "open_list", "where_it_was",
    "with_subject",
]  # fmt: skip

from typing import TYPE_CHECKING

from frontline.reading.text.lexicon import lexicon, nouns_of

from .subjects import bare_participle, by_follows, told_of
from .syntax import Noun, Verb

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .clauses import Analyst
    from .syntax import Chunk, Mark

_LEX = lexicon()
_COMPASS = nouns_of("compass")
_EVENT = nouns_of("event")
_PLACES = frozenset({"settlement", "site", "part", "held"})
_DEED = frozenset({"siege", "attack", "control"})
_TOWN = _LEX.words["town"]
_LISTING = frozenset(
    {
        "of", "in", "at", "on", "against", "from", "to", "into", "for", "over", "towards", "toward", "near", "around",
        "inside", "with", "through", "out", "outside", "within", "between",
    }
)  # fmt: skip


def in_list(a: Analyst, noun: Noun, k: int) -> bool:
    """Join a phrase to the list that goes on; return whether there is one."""
    if a.aside is not None and a.comma and a.conj and _over(a, a.aside[0]) and not is_subject(a, k):
        a.verb, _, a.open = a.aside  # "took A, the last town held by B, and C"
    last, verb = a.open, a.verb
    if a.comma and last is not None and beyond(last) and isinstance(last.gov, Noun):
        above = last.gov.gov
        last = a.open = above if isinstance(above, Noun) else last  # "A, north of X, and B"
    pair = a.conj and last is not None and last.prep == "between"
    if a.listing is not None and not pair and (verb is None or not is_subject(a, k)):
        member(a, noun, a.listing, listed=True)
    elif last is not None and pair and not last.coords:
        member(a, noun, last)
    elif last is not None and (a.conj or a.comma) and _goes_on(a, k):
        first = (_suffering(a, last, noun) or _top(last)) if a.strong else _level(last, noun)
        if verb is not None and verb.rel_of is not None and a.conj and verb.lemma not in _LEX.frames:
            first = verb.rel_of  # "A, which overlooks the road, as well as B"
        if first in a.subject:
            a.subject.append(noun)
        member(a, noun, first)
    else:
        return False
    return True


def gapped(a: Analyst, noun: Noun, k: int) -> bool:
    """Join a place to the subject of a verb that is left out: "A fell on Monday and B | on Tuesday"; return whether."""
    verb = a.verb
    if verb is None or not a.conj or not verb.finite or not verb.subj or not noun.name or noun.side:
        return False
    after = a.chunks[k + 1 : k + 3]
    ends = len(after) < 2 or after[1].kind in {",", ".", ";", "C"} or getattr(after[1], "low", "") in {"after", "later"}
    timed = bool(after) and after[0].kind == "T" and ends
    if not timed or not (verb.passive or verb.lemma == "fall") or not any(item.kind == "T" for item in a.chunks[:k]):
        return False
    member(a, noun, verb.subj[0])
    return True


def _over(a: Analyst, verb: Verb | None) -> bool:
    """Tell whether an apposition is what the pass has come through: a participle's phrases, or its own."""
    return a.verb is not verb or told_of(a.open) is not None


def _goes_on(a: Analyst, k: int) -> bool:
    """Tell whether the phrase at `k` is one more of a list rather than the subject of what follows."""
    waits = a.verb is None or (
        a.verb.passive and not a.verb.finite and a.verb.agent is not None and a.verb.subj == a.subject
    )
    still_subject = a.conj and not a.comma and waits and bool(a.subject)
    last = a.open
    if a.verb is None and a.subject and last is not None and last.prep and last.name:
        noun = a.chunks[k]
        still_subject = still_subject or (isinstance(noun, Noun) and bool(noun.name) and not noun.side)
    return still_subject or not is_subject(a, k)


def with_subject(a: Analyst, noun: Noun) -> bool:
    """Join a phrase to the subject that waits for its verb; return whether it belongs to it."""
    last = a.open
    if last is None:
        return False
    if noun.head in _COMPASS and not a.comma and not a.conj:
        noun.gov = last  # "10 km | north of X"
    elif a.comma and not a.conj and _aside(a, noun):
        noun.lead = a.subject[0]
        a.subject[0].coords.append(noun)
    elif last in a.subject and (a.conj or (a.comma and noun.name and last.name)):
        a.subject.append(noun)
        member(a, noun, a.subject[0])
    else:
        return False
    return True


def _aside(a: Analyst, noun: Noun) -> bool:
    """Tell whether a phrase between commas tells of the subject: "X, 10 km north of Y, was taken"."""
    here = a.open
    while here is not None and isinstance(here.gov, Noun):
        here = here.gov
    told = noun.name or noun.side or noun.mod or noun.pron or noun.force
    return here is not None and here in a.subject and here.head not in _COMPASS and not told


def member(a: Analyst, noun: Noun, first: Noun, *, listed: bool = False) -> None:
    """Make a phrase a further member of the list that `first` leads; `listed`: of what was counted before."""
    first = first.lead or first
    noun.rel, noun.prep, noun.gov = first.rel, first.prep, first.gov
    noun.listed, noun.lead = listed, first
    noun.definite = noun.definite or (first.definite and not noun.det)
    first.coords.append(noun)
    if a.verb is not None and (first in a.verb.args or (listed and first not in a.verb.subj)):
        a.verb.args.append(noun)


def is_subject(a: Analyst, k: int) -> bool:
    """Tell whether the noun phrase at `k` is the subject of a finite verb that follows it."""
    chunks, n = a.chunks, len(a.chunks)
    k += 1
    for _ in range(12):
        if k >= n:
            return False
        item = chunks[k]
        if isinstance(item, Verb) and bare_participle(item) and by_follows(chunks, k):
            k += 3 + (chunks[k + 1].kind == "T")  # "said the town | held by the rebels | was taken"
            if k < n and isinstance(chunks[k], Verb):
                continue
            return False
        if isinstance(item, Verb):
            return item.finite
        if isinstance(item, Noun):
            return False
        if item.kind in ("P", "C") and k + 1 < n and isinstance(chunks[k + 1], Noun):
            k += 2
        elif item.kind in ("T", "A"):
            k += 1
        else:
            behind = _behind(a, item, k)
            if not behind:
                return item.kind == "R" and _verb_behind(chunks[k + 1 : k + 14])
            k = behind
    return False


def _behind(a: Analyst, item: Mark, k: int) -> int:
    """Return where a subject goes on behind a bracket or a comma at `k`, 0 where it does not."""
    if item.kind == "(":
        return closing(a.chunks, k) + 1
    return _behind_aside(a, k) if item.kind == "," else 0


def _behind_aside(a: Analyst, k: int) -> int:
    """Return where a subject goes on behind the comma at `k`, 0 where it does not.

    "the towns of A, B and C were taken", "said X, near Y, fell", "said X, which is Z, fell".
    """
    chunks = a.chunks
    if a.verb is None and not a.subject:
        j = k + 1 + (chunks[k + 1 : k + 2] != [] and chunks[k + 1].kind == "C")
        named = chunks[j] if j < len(chunks) else None
        return j + 1 if isinstance(named, Noun) and named.name and not named.side and k > 2 else 0
    if a.verb is None or a.verb.lemma not in _LEX.words["saying"]:
        return 0
    relative = k + 1 < len(chunks) and chunks[k + 1].kind == "R"
    for j in range(k + 1, min(k + 14, len(chunks) - 1)):
        item = chunks[j]
        if item.kind == ",":
            after = chunks[j + 1]
            return j + 1 if isinstance(after, Verb) and not bare_participle(after) else 0
        if item.kind not in {"N", "P", "A", "T", "R"} and not (relative and isinstance(item, Verb)):
            return 0
    return 0


def _verb_behind(chunks: Sequence[Chunk]) -> bool:
    """Tell whether a second finite verb follows a relative clause without a comma: "men who were part of A | fled"."""
    finite = 0
    for item in chunks:
        if isinstance(item, Verb):
            finite += item.finite
        elif item.kind not in {"N", "P", "A", "T"} or getattr(item, "low", "") == '"':
            break
    return finite > 1


def open_list(a: Analyst) -> None:
    """Open a list of the members of the last phrase that may have any: the plural one, else the object."""
    candidates = list(a.verb.args or a.verb.subj) if a.verb is not None else a.subject
    if a.verb is not None and a.verb.form == "G" and not a.verb.finite:
        candidates = [
            *(noun for noun in a.verb.subj if noun.classes & _PLACES),
            *candidates,
        ]  # "several towns surrounding X, including"
    if a.verb is not None and (related := a.verb.rel_obj or a.verb.rel_of):
        candidates = [related, *candidates]
    head = next(
        (noun for noun in reversed(candidates) if not noun.name and not noun.pron and (noun.plural or noun.number)),
        None,
    )
    purpose = a.verb is not None and a.verb.to and head is None
    if purpose or (head is not None and "edge" in head.classes):  # "took five villages on the way to X, including"
        counted = (n for n in reversed(a.out.nouns) if n.plural and not n.name and "settlement" in n.classes)
        head = next(counted, head)
    a.listing = head or (candidates[0] if candidates else a.open)
    a.comma = a.conj = False


def beyond(noun: Noun) -> bool:
    """Tell whether the phrase is what something lies north of."""
    return noun.prep == "of" and isinstance(noun.gov, Noun) and noun.gov.rel == "compass"


def _top(last: Noun) -> Noun:
    """Return what "as well as" adds to: the object, unless that is a deed ("attacks on A as well as B")."""
    here = last
    while here.prep and isinstance(here.gov, Noun) and (here.prep != "of" or here.gov.head in _COMPASS):
        here = here.gov
    return last if here.head in _EVENT else here.lead or here


def _suffering(a: Analyst, last: Noun, noun: Noun) -> Noun | None:
    """Return the subject that one more place is added to past an agent: "X was besieged by A, as well as Y"."""
    verb = a.verb
    if verb is None or not verb.passive or verb.agent is None or not verb.subj or noun.side or noun.mod or noun.force:
        return None
    agent = last.lead or last
    return verb.subj[0] if agent is verb.agent and not agent.name else None


def _level(last: Noun, noun: Noun) -> Noun:
    """Return the phrase that a further member of a list stands on a level with.

    "the villages of A and B": A. "captured A in the plain and B": A. "the village of A and the town of B": the
    village. "attacks in A and B": A.
    """
    here = last.lead or last
    typed = bool(noun.det) and not noun.name and noun.head in _TOWN
    for _ in range(6):
        up = here.gov
        if not here.prep or not isinstance(up, Noun) or _stays(here, up, noun, typed=typed):
            return here
        here = up
    return here


def _stays(here: Noun, up: Noun, noun: Noun, *, typed: bool) -> bool:
    """Tell whether a list goes on at this phrase rather than at what it hangs on."""
    if here.head in _COMPASS or (here.prep == "of" and up.head in _COMPASS):
        return False
    if (here.prep == "of" and up.head in _LEX.nouns) or _both_below(here, up, noun, typed=typed):
        return True
    if up.name:
        return False
    if up.head == "place" or here.prep in {"between", "around", "near"}:  # "took place at A and the B"
        return True
    if here.prep not in _LISTING or typed or (up.rel == "subj" and not (here.name and noun.name)):
        return False
    alike = bool(here.name) or not noun.name
    many = alike or up.side is not None or up.head in _EVENT or up.plural or here.prep == "of"
    return many and not (up.head in _TOWN and not up.plural and noun.det)


def _both_below(here: Noun, up: Noun, noun: Noun, *, typed: bool) -> bool:
    """Tell whether two places are of what stands before them: "the siege on A and the town of B"."""
    parts = here.prep == "of" and noun.name and up.plural and up.definite and "settlement" in up.classes
    return bool(here.name) and bool(
        parts or (typed and not _DEED.isdisjoint(up.classes))
    )  # "the X districts of A and B"


def closing(chunks: Sequence[Chunk], k: int) -> int:
    """Return where the bracket at `k` closes; a bracket that never does closes at once."""
    for j in range(k + 1, min(len(chunks), k + 40)):
        if chunks[j].kind == ")":
            return j
    return k


def lists(item: Chunk) -> bool:
    """Tell whether a word is "including"."""
    return item.lemma == "include" if isinstance(item, Verb) else getattr(item, "low", "") == "including"


def where_it_was(verb: Verb, placed: dict[int, list[Noun]]) -> None:
    """Give a verb without a place of its own the phrases before its subject: "In X, the army attacked the rebels"."""
    carrier = verb.carrier
    phrases = placed.get(id(verb)) or (placed.get(id(carrier)) if isinstance(carrier, Verb) else None)
    if not phrases:
        return
    placed[id(verb)] = phrases  # "In X, the army managed to repel"
    if not any(arg.name or arg.pron for arg in verb.args):
        verb.args = [*verb.args, *phrases]
        for phrase in phrases:
            phrase.gov = phrase.gov or verb

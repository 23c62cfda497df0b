"""What colons, semicolons, full stops, brackets and dashes do: they part clauses, go on with a list, or set it off.

Each function takes the pass of `clauses.py` as it stands, and returns the chunk to go on at.
"""

from __future__ import annotations

__all__ = ["brackets", "dash", "stop"]

from typing import TYPE_CHECKING

from frontline.reading.text.lexicon import nouns_of

from .lists import closing, lists, member, open_list
from .syntax import Noun, Verb

if TYPE_CHECKING:
    from .clauses import Analyst
    from .syntax import Mark

_COMPASS = nouns_of("compass")


def stop(a: Analyst, mark: Mark, k: int) -> int:
    """Begin a new clause behind a colon, a semicolon or a full stop, or go on with what a list may go on with."""
    verb = a.verb
    if verb is not None and mark.kind == ":" and not _tells_on(a, k) and (a.open is not None or _counted(a)):
        _list_follows(a, verb)
    elif verb is not None and mark.kind == ";" and not _clause_follows(a, k):
        return _goes_on_after(a, k)
    else:
        a.new_clause()
    return k + 1


def _list_follows(a: Analyst, verb: Verb) -> None:
    """Open the list that a colon announces: of what is counted, else of the last phrase that may have members."""
    if _counted(a):
        a.listing, a.comma, a.conj = verb.subj[0], False, False
    else:
        open_list(a)


def _counted(a: Analyst) -> bool:
    """Tell whether the verb is said of things that are counted, and have no names yet: "Six villages fell:"."""
    first = a.verb.subj[0] if a.verb is not None and a.verb.subj else None
    if a.verb is None or first is None or any(arg.rel == "obj" for arg in a.verb.args):
        return False
    return first.plural and not first.name and "settlement" in first.classes


def _tells_on(a: Analyst, k: int) -> bool:
    """Tell whether a subject with its verb follows the colon at `k`: "there were losses: the army took X"."""
    following = [item for item in a.chunks[k + 1 : k + 5] if item.kind not in {"A", "T"}][:2]
    if len(following) < 2 or not isinstance(following[0], Noun) or not isinstance(following[1], Verb):
        return False
    doer = following[0]
    return following[1].finite and bool(doer.side or doer.force or doer.pron)


def _clause_follows(a: Analyst, k: int) -> bool:
    """Tell whether a clause with a verb of its own follows the semicolon at `k`, rather than more of a list."""
    for item in a.chunks[k + 1 :]:
        if item.kind in {";", "."}:
            return False
        if isinstance(item, Verb) and item.finite:
            return True
    return False


def _goes_on_after(a: Analyst, k: int) -> int:
    """Go on past a semicolon that parts members of a list ("A; B") or phrases ("at A; south of B near C")."""
    k += 1
    while a.chunks[k : k + 1] and a.chunks[k].kind in {"C", "T"}:
        k += 1  # "A; and B", "took A on Monday; on Tuesday B"
    following = a.chunks[k] if k < len(a.chunks) else None
    a.prep, a.conj = "", False
    a.comma = isinstance(following, Noun) and following.head not in _COMPASS
    if not a.comma:
        a.open = a.listing = None
    return k


def brackets(a: Analyst, k: int) -> int:
    """Pass over what stands in brackets, but for the names of what was counted before them."""
    return _between(a, k, closing(a.chunks, k))


def _between(a: Analyst, k: int, close: int) -> int:
    """Pass over what stands between two marks, but for the names of what was counted before the first."""
    inner = a.chunks[k + 1 : close]
    if len(inner) > 1 and (getattr(inner[0], "low", "") == "including" or getattr(inner[0], "lemma", "") == "include"):
        inner = inner[1:]
    head = a.open
    told = [c for c in inner if isinstance(c, Noun)]
    if head is not None and len(told) == 1 and told[0].side and head.side is None and not head.prep and not head.name:
        head.side = told[0].side  # "the joint command (the Army of X) attacked"
    while head is not None and not (head.plural and not head.name) and isinstance(head.gov, Noun):
        head = head.gov
    if (
        head is not None
        and head.plural
        and not head.name
        and inner
        and all(c.kind in ("N", "C", ",") or lists(c) for c in inner)
    ):
        members = [c for c in inner if isinstance(c, Noun) and c.name]
        for noun in members:
            a.out.nouns.append(noun)
            member(a, noun, head, listed=True)
    return close + 1


def dash(a: Analyst, k: int) -> int:
    """Pass over what stands between two dashes; a dash alone parts as a comma does."""
    for j in range(k + 1, min(len(a.chunks), k + 16)):
        if a.chunks[j].kind == "-":
            return _between(a, k, j)
        if a.chunks[j].kind in {".", ";"}:
            break
    a.comma, a.prep = True, ""
    return k + 1

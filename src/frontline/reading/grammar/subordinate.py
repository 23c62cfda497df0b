"""Clauses within a clause: relative clauses, and what was said, when, where, though or if it was.

Each function takes the pass of `clauses.py` as it stands, and leaves it expecting what such a clause brings.
"""

from __future__ import annotations

__all__ = ["SAID", "doubts", "subordinate"]

from typing import TYPE_CHECKING

from frontline.reading.text.lexicon import lexicon, nouns_of

from .lists import is_subject
from .subjects import antecedent, bare_participle, nearest, standing_in
from .syntax import Mark, Noun, Verb

if TYPE_CHECKING:
    from .clauses import Analyst
    from .syntax import Chunk

_COMPASS = nouns_of("compass")
_SAYING = lexicon().words["saying"]
SAID = frozenset(
    {"report", "reports", "claim", "claims", "statement", "rumors", "rumours", "fact", "sheet", "news", "belief"}
)
_DOUBTING = frozenset({"deny", "refute", "dismiss", "reject", "dispute", "contradict", "debunk", "disprove", "rebut"})
_UNSURE = _DOUBTING | {"demand", "propose", "urge", "order", "ask", "request", "recommend", "hope", "fear", "wish"}
_BEFORE_GERUND = frozenset({"before", "after", "since", "while", "when", "though", "although", "until", "once", "than"})
_TIME_PREPS = frozenset({"before", "after", "since", "until", "than"})


def subordinate(a: Analyst, mark: Mark, k: int) -> int:
    """Open the clause that the word at `k` brings, if it does bring one; return where to go on."""
    n = len(a.chunks)
    following = a.chunks[k + 1] if k + 1 < n else None
    low = mark.low
    if low == "as" and isinstance(following, Mark) and following.low == "well":
        a.conj = True  # "as well as"
        after = a.chunks[k + 2] if k + 2 < n else None
        return k + 3 if isinstance(after, Mark) and after.low == "as" else k + 2
    if mark.kind == "R" or (low == "that" and _relates(a, k)):
        _relate(a, low, following)
    elif low == "as" and a.verb is not None and isinstance(following, Verb) and bare_participle(following):
        a.reported = True  # "was reported as captured by"
    elif low in _BEFORE_GERUND and isinstance(following, Verb) and following.form == "G":
        a.gerund = low
    elif (low in _TIME_PREPS or low == "as") and _noun_follows(a, k) and not is_subject(a, k + 1):
        a.prep = low
        a.open = a.open if low == "as" else None
    else:
        _inner_clause(a, low, following)
    a.comma = a.conj = False
    return k + 1


def _relate(a: Analyst, low: str, following: Chunk | None) -> None:
    """Open a relative clause: "which", "whose capture", "from which"."""
    last = a.verb.rel_of or a.verb.rel_obj if a.verb is not None and a.conj else None
    relative = last or (antecedent(a.open) if a.comma else nearest(a.open))
    a.relative = relative
    if low == "who" and a.open is not None and a.open.prep in {"", "by"}:
        a.open.name = None  # "A B, who", a person
    if low == "whose" and isinstance(following, Noun) and relative is not None:
        following.pps.append(standing_in(relative, "of", following))
        a.relative = None
    elif a.prep and relative is not None:
        a.led, a.relative = (relative, a.prep), None
    a.prep = ""
    if a.verb is None and a.subject:
        a.outer = a.subject
    if isinstance(following, Noun):
        a.above = a.subject if a.verb is not None else []
        a.subject, a.verb = [], None


def _inner_clause(a: Analyst, low: str, following: Chunk | None) -> None:
    """Open a clause within the clause: what was said, when, though, if it was."""
    verb = a.verb
    if low == "where":
        _where(a)
    doubted = a.open is not None and a.open.head in SAID and a.open.prep in ("despite", "of", "to")
    if verb is not None and low in {"that", "if", "whether"} and verb.lemma in _UNSURE:
        doubted = True
    told = verb.subj[0] if verb is not None and verb.form == "G" and verb.subj else None
    if told is not None and isinstance(told.gov, Verb) and told.gov.lemma in _DOUBTING:
        doubted = True  # "this contradicts claims suggesting that"
    if low == "that" and verb is None and a.subject and a.subject[0].head in SAID:
        a.outer = a.subject  # "Claims that they took X | were false"
    a.prep = ""  # "from where"
    a.verb, a.open, a.listing = None, None, None
    a.hypothetical = doubted or low in ("if", "unless", "whether", "lest")
    if isinstance(following, (Noun, Mark)):
        a.subject = []


def _where(a: Analyst) -> None:
    """Let "where" stand for the place before it: "X, where they gained ground", "X, a town where"."""
    place = a.open
    if place is not None and not place.name:
        before = next((noun for noun in reversed(a.out.nouns[:-1]) if noun.j == place.i - 1), None)
        place = before if before is not None and before.name else place
    above = place.gov if place is not None and place.prep == "of" else None
    if isinstance(above, Noun) and above.name and "settlement" in above.classes:
        place = above  # "the X district of Y, where"
    if place is not None and not (place.prep == "of" and isinstance(place.gov, Noun) and place.gov.head in _COMPASS):
        a.led = place, "in"


def _noun_follows(a: Analyst, k: int) -> bool:
    """Tell whether a noun phrase follows the chunk at `k`, past an adverb where that chunk is "as"."""
    following = a.chunks[k + 1 : k + 3]
    here = a.chunks[k]
    if isinstance(here, Mark) and here.low == "as" and following and following[0].kind == "A":
        following = following[1:]
    return bool(following) and isinstance(following[0], Noun)


def _relates(a: Analyst, k: int) -> bool:
    """Tell whether "that" opens a relative clause rather than what somebody said."""
    before = a.chunks[k - 1] if k else None
    if k > 1 and getattr(before, "kind", "") == "," and a.verb is not None and k + 1 < len(a.chunks):
        before = a.chunks[k - 2] if isinstance(a.chunks[k + 1], Verb) else before  # "X, that are now"
    if not isinstance(before, Noun) or before.head in SAID:
        return False
    return not (a.verb is not None and a.verb.lemma in _SAYING and (before.rel == "obj" or before in a.verb.args))


def doubts(verb: Verb | None) -> bool:
    """Tell whether a verb makes what was said doubtful: "denied that"."""
    return verb is not None and verb.lemma in _DOUBTING and not verb.neg

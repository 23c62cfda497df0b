"""Find who does what in a sentence: the subject, object and phrases of each verb; lists; relative clauses.

One pass from left to right over the chunks of `syntax.py`, with one chunk's look-ahead where English needs it (is
this noun phrase one more member of the list, or the subject of what follows?).
"""

from __future__ import annotations

__all__ = ["Analyst", "Clauses", "analyse"]

from typing import TYPE_CHECKING

from frontline.reading.text.lexicon import lexicon, nouns_of

from .appositions import apposes, named, predicates, says_more
from .company import no_places
from .factuality import VAINLY
from .failures import fails
from .lists import (
    beyond,
    gapped,
    in_list,
    is_subject,
    member,
    open_list,
    where_it_was,
    with_subject,
)
from .punctuation import brackets, dash, stop
from .subjects import bare_participle, standing_in, subject_of, told_of
from .subordinate import SAID, doubts, subordinate
from .supposed import suppose
from .syntax import Mark, Noun, Verb

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .syntax import Chunk

_LEX = lexicon()
_COMPASS = nouns_of("compass")
_PARTICLES = frozenset({"over", "off", "up", "out", "back", "in", "under", "away", "down", "through"})
_STACKED = _PARTICLES | {"on"}  # before another: "held on to"
_ADDING = frozenset({"as", "along", "together", "in", "followed"})
_SAYING = _LEX.words["saying"]
_EACH = frozenset({"each", "every"})
_TIMES = frozenset({"times", "time"})
_SAME = frozenset({"cut", "hit", "put", "set", "beat", "bid", "shut", "split", "burst", "quit"})  # in past and present
_AT = frozenset({"near", "toward", "towards", "around", "at"})
_LYING = frozenset({"in", "at", "near", "on", "outside", "around"})
_FRONTED = frozenset({"in", "at", "near", "around", "inside", "outside", "on"})


class Clauses:
    """The verbs and the noun phrases of a sentence, in order, and the subject of its main clause."""

    __slots__ = ("nouns", "subject", "verbs")

    def __init__(self) -> None:
        self.verbs: list[Verb] = []
        self.nouns: list[Noun] = []
        self.subject: list[Noun] = []


def analyse(chunks: Sequence[Chunk]) -> Clauses:
    """Attach the noun phrases of a sentence to its verbs and to each other."""
    analyst = Analyst(chunks)
    k = 0
    while k < len(chunks):
        k = analyst.take(k)
    return analyst.done()


class Analyst:
    """Where the pass stands: the clause's subject and verb, the phrase that is open, and what is expected."""

    __slots__ = (
        "above",
        "again",
        "ahead",
        "aside",
        "chunks",
        "comma",
        "conj",
        "fronted",
        "gerund",
        "hypothetical",
        "led",
        "listing",
        "open",
        "out",
        "outer",
        "placed",
        "prep",
        "relative",
        "reported",
        "strong",
        "subject",
        "verb",
        "waiting",
    )

    def __init__(self, chunks: Sequence[Chunk]) -> None:
        self.chunks = chunks
        self.out = Clauses()
        self.subject: list[Noun] = []
        self.verb: Verb | None = None
        self.above: list[Noun] = []  # the subject of the clause that goes on behind "which they had taken, and"
        self.aside: tuple[Verb | None, list[Noun], Noun] | None = None  # what goes on behind "X, a town that ..., and"
        self.again: Noun | None = None  # the phrase whose preposition is said again: "in A and in B"
        self.ahead: list[Noun] | None = None  # what the first object is told to come in addition to
        self.open: Noun | None = None  # what prepositions and further members of a list attach to
        self.fronted: list[Noun] = []  # phrases of place before the subject: "In X, the army"
        self.placed: dict[int, list[Noun]] = {}  # those phrases, by the verb of their clause
        self.prep = ""
        self.gerund = ""  # the preposition before an -ing form
        self.comma = self.conj = False
        self.relative: Noun | None = None
        self.led: tuple[Noun, str] | None = None  # what "from which" means, and "from"
        self.listing: Noun | None = None  # the phrase that "including" or a colon lists the members of
        self.hypothetical = self.strong = self.reported = False
        self.outer: list[Noun] = []  # the subject of the clause that a relative clause has broken into
        self.waiting: list[Verb] = []  # verbs before their subject: "After capturing X, the army ..."

    def take(self, k: int) -> int:
        """Take the chunk at `k`; return where to go on."""
        item = self.chunks[k]
        if isinstance(item, Noun):
            self._noun(item, k)
        elif isinstance(item, Verb):
            self._verb(item, k)
        else:
            return self._mark(item, k)
        return k + 1

    def _mark(self, item: Mark, k: int) -> int:
        match item.kind:
            case "P":
                self.listing = None if self.conj else self.listing  # "including A, and near B"
                self._preposition(item, k)
            case "C" | ",":
                self._join(item, k)
            case "S" | "R":
                return subordinate(self, item, k)
            case "(":
                return brackets(self, k)
            case "-":
                return dash(self, k)
            case "A":
                self._adverb(item)
            case ":" | ";" | ".":
                return stop(self, item, k)
        return k + 1

    def done(self) -> Clauses:
        """Return what was found, with the subjects that had to wait, and without names that are no places'."""
        for verb in self.waiting:
            verb.subj = verb.subj or self.out.subject or self.subject
        for verb in self.out.verbs:
            named(verb)
            if self.placed:
                where_it_was(verb, self.placed)
            if verb.subj and fails(verb):
                verb.subj[0].futile = True
        suppose(self.out.verbs, self.chunks)
        no_places(self.out.nouns, self.chunks)
        self.out.subject = self.out.subject or self.subject
        return self.out

    # ------------------------------------------------------------ noun phrases

    def _noun(self, noun: Noun, k: int) -> None:
        self.out.nouns.append(noun)
        verb = self.verb
        if self.ahead is not None and verb is None and not self.out.verbs and not self.comma and not self.prep:
            self.ahead.append(noun)
            return
        if noun.head in _TIMES and (noun.number or noun.det in _EACH) and not self.prep and verb is not None:
            return  # "attacked ten times", "each time failed"
        if self.prep:
            self._prepositional(noun)
        elif self.open is not None and (says_more(self, noun) or (self.comma and apposes(self, noun, k))):
            self.aside = (verb, self.subject, noun.apposed) if noun.apposed is not None else None
        elif noun.head in _COMPASS and not noun.det and verb is not None and not is_subject(self, k):
            noun.rel, noun.gov = "compass", self.open or verb  # "attacked | north of X"
        elif (self.relative is not None and verb is None) or self._relates_bare(noun, k):
            noun.rel, self.subject = "subj", [noun]
        elif not (
            (self.conj and gapped(self, noun, k))
            or ((self.conj or self.comma or self.listing is not None) and in_list(self, noun, k))
            or (verb is None and with_subject(self, noun))
        ):
            spoken = verb is not None and verb.lemma in _SAYING and is_subject(self, k)
            self.hypothetical = self.hypothetical or (spoken and doubts(verb))  # "denied | the rebels had taken X"
            if verb is None or self.comma or self.conj or spoken:
                noun.rel, self.subject, self.verb, self.listing = "subj", [noun], None, None
            else:
                noun.rel, noun.gov = "obj", verb
                verb.args.append(noun)
                predicates(noun, verb)
                for other in self.ahead or ():
                    member(self, other, noun)
                self.ahead = None
        self.open = noun
        self.comma = self.conj = False

    def _relates_bare(self, noun: Noun, k: int) -> bool:
        """Open the relative clause that has no "which": "the villages | they had lost"."""
        before = self.open
        if before is None or before.j != noun.i or before.name or self.verb is None or self.verb.lemma in _SAYING:
            return False
        if not (noun.pron or noun.side) or not is_subject(self, k):
            return False
        self.relative, self.above, self.verb = before, self.subject, None
        return True

    def _prepositional(self, noun: Noun) -> None:
        again, self.again = self.again, None
        if again is not None and again.prep == self.prep and noun.name:
            member(self, noun, again)
            self.prep = ""
            return
        noun.prep = noun.rel = self.prep
        verb = self.verb
        here = self.open
        if here is not None and verb is not None and noun.prep in _AT and beyond(here):
            self.open = None  # "attacked north of X near Y"
        noun.gov = self.open if self.open is not None else verb
        if self.open is not None:
            self.open.pps.append(noun)
        elif verb is None and not self.subject and noun.prep in _FRONTED:
            self.fronted.append(noun)
        if verb is not None:
            if noun.prep not in _LYING or self.open is None or told_of(self.open) is None:
                verb.args.append(noun)  # but "took X, a town | in the hills"
            if self.prep == "among":
                predicates(noun, verb)
            if self.prep == "by" and verb.agent is None:
                verb.agent = noun
        self.prep = ""

    # ------------------------------------------------------------ verbs

    def _verb(self, v: Verb, k: int) -> None:
        if v.lemma == "include" and v.form == "G":
            open_list(self)
            return
        before = self._before(k)
        joined = isinstance(before, Mark) and before.kind == "C"
        last = self.verb
        ran = last is not None and last.rel_of is not None and self.outer[:1] == [last.rel_of] and v.form == "E"
        told = bool(self.outer) and (self.comma or ran or self.outer[0].head in SAID)
        if told and self.verb is not None and v.finite and not self.conj:
            self.subject, self.verb, self.outer = self.outer, None, []
        if self.aside and self.comma and self.conj and v.finite and self.aside[0] is not None:
            self.verb, self.subject, self.above, self.aside = self.aside[0], self.aside[1], [], None
        if self.above and self.comma and self.conj and v.finite and self.verb is not None:
            self.subject, self.verb, self.above = self.above, None, []
        if self.hypothetical and v.finite:
            v.mood, self.hypothetical = "maybe", False
        last = self.verb
        if last is not None and joined and not last.args and not last.particles and last.lemma in _LEX.frames:
            v.args = last.args  # "secured and demined the city"
        base = v.form == "V" or (
            v.lemma in _SAME and bare_participle(v) and "b" in _LEX.verbs.get(v.lemma, ("", ""))[1]
        )
        to = self._infinitive_before(last)
        if to is not None and joined and base and not v.to and not v.mood:
            v.to, v.finite, v.carrier, v.subj = True, False, to.carrier, to.subj  # "to sever A and surround B"
        else:
            subject_of(self, v, before, k)
        self._spoken(v)
        self.out.verbs.append(v)
        if self.led is not None:
            v.args.append(standing_in(self.led[0], self.led[1], v))
            self.led = None
        self.verb, self.open, self.listing = v, None, None
        self.prep = self.gerund = ""
        self.comma = self.conj = False

    def _infinitive_before(self, last: Verb | None) -> Verb | None:
        """Return the "to" verb that another may be joined to: "to link up with those fighting in X, or advance"."""
        if last is None or last.to:
            return last
        before = self.out.verbs[-2] if len(self.out.verbs) > 1 and last is self.out.verbs[-1] else None
        within = before is not None and before.to and not last.finite and last.form == "G" and not last.gerund_prep
        return before if within else None

    def _spoken(self, v: Verb) -> None:
        """Note what a finite verb settles: the main subject, what waited for it, who speaks, what only would be."""
        first = self.out.verbs[0] if self.out.verbs else None
        if v.finite and v.mood and not v.subj and first is not None and first.form == "G" and first.i == 0:
            first.mood = "maybe"  # "Taking X would put Y under siege"
        if v.lemma in _SAYING and not v.passive and v.subj:
            v.subj[0].speaks = True
        if v.finite and v.subj and v.rel_of is None and v.rel_obj is None:
            if self.fronted:
                self.placed[id(v)], self.fronted = self.fronted, []
            self.out.subject = self.out.subject or v.subj
            for other in self.waiting:
                other.subj = v.subj
            self.waiting = []

    def _before(self, k: int) -> Chunk | None:
        k -= 1
        while k >= 0 and self.chunks[k].kind in ("A", "T"):
            k -= 1
        return self.chunks[k] if k >= 0 else None

    # ------------------------------------------------------------ small words

    def _preposition(self, mark: Mark, k: int) -> None:
        verb = self.verb
        n = len(self.chunks)
        following = self.chunks[k + 1] if k + 1 < n else None
        if isinstance(following, Mark) and following.kind == "A" and k + 2 < n:
            following = self.chunks[k + 2]
        if isinstance(following, Mark) and following.kind == "R":
            self.prep = mark.low  # "from which": what it goes back to is open still
            return
        lying = mark.low == "near" and self.open is not None and bool(self.open.name)  # "X, near Y"
        if (self.conj and not self.prep) or (self.comma and mark.low not in ("of", "with", "in") and not lying):
            level = self.open.gov if self.open is not None and self.open.prep else None
            self.again = self._said_again(mark)
            self.open = level if isinstance(level, Noun) and level.head in _LEX.nouns else None
        if isinstance(following, Verb) and (following.form == "G" or following.passive) and not following.finite:
            self.gerund, self.prep = mark.low, ""
        else:
            if verb is not None and mark.low in _PARTICLES:
                verb.particles.add(mark.low)
                if (
                    mark.j - mark.i == 1
                    and mark.low in _LEX.phrasal.get(verb.lemma, ())
                    and (not verb.args or not isinstance(following, Noun))
                ):
                    self.comma = self.conj = False
                    return
            if isinstance(following, Mark) and following.kind == "T":
                self.prep = ""  # "and at 9 a.m. they": the time parts nothing
                return
            self.prep = mark.low
            if isinstance(following, Mark) and following.kind == "P" and mark.low in _STACKED:
                self.prep = ""
                if verb is not None and not verb.args:
                    verb.particles.add(mark.low)  # "held on | to"
        self.comma = self.conj = False

    def _said_again(self, mark: Mark) -> Noun | None:
        """Return the phrase whose preposition is said again: "positions in A | and in B"."""
        here = self.open
        again = self.conj and here is not None and here.prep == mark.low and isinstance(here.gov, Noun)
        return here if again else None

    def _adverb(self, mark: Mark) -> None:
        if mark.low in _PARTICLES and self.verb is not None and not self.verb.args:
            self.verb.particles.add(mark.low)
        if mark.low in VAINLY and self.verb is not None:
            self.verb.adverbs.add(mark.low)  # "attacked X without success"
        if mark.low in {"here", "there"}:
            self.prep = ""  # "from there"
        if mark.low in {"including", "namely"}:  # "such as" is read so, too
            open_list(self)

    def _join(self, mark: Mark, k: int) -> None:
        if k == 0 and mark.j - mark.i > 1:
            self.ahead = []  # "In addition to A, they took B"
            return
        self.strong = mark.low in _ADDING
        if mark.kind == ",":
            object_waits = self.verb is not None and not self.verb.args and self._aside(k)
            self.comma, self.prep = not object_waits, ""  # "stormed, on Thursday, the town of X"
            return
        self.conj = True
        if mark.low in ("but", "yet") and mark.j - mark.i == 1:  # and not "but also"
            self.open = None

    def _aside(self, k: int) -> bool:
        """Tell whether the comma at `k` sets off a time from a verb and its object, before or behind it."""
        chunks = self.chunks
        if not ((k > 2 and chunks[k - 1].kind == "T") or (k + 1 < len(chunks) and chunks[k + 1].kind == "T")):
            return False
        framed = ["V", ",", "T", ",", "N"]
        return any([item.kind for item in chunks[at : at + 5]] == framed for at in (k - 1, k - 3) if at >= 0)

    def new_clause(self) -> None:
        """Expect nothing of what went before."""
        self.subject, self.verb, self.open, self.listing, self.above, self.fronted = [], None, None, None, [], []
        self.aside = None
        self.comma = self.conj = False
        self.prep = self.gerund = ""

"""Find who does what in a sentence: the subject, object and phrases of each verb; lists; relative clauses.

One pass from left to right over the chunks of `syntax.py`, with one chunk's look-ahead where English needs it (is
this noun phrase one more member of the list, or the subject of what follows?).
"""

from __future__ import annotations

__all__ = ["Clauses", "analyse"]

from typing import TYPE_CHECKING

from .lexicon import lexicon, nouns_of
from .syntax import Mark, Noun, Verb

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .syntax import Chunk

_LEX = lexicon()
_COMPASS = nouns_of("compass")
_EVENT = nouns_of("event")
_REGION = nouns_of("region")
_PLACES = frozenset({"village", "town", "city", "hamlet", "settlement", "villages", "towns", "cities"})
_PARTICLES = frozenset({"over", "off", "up", "out", "back", "in", "under", "away", "down"})
_SAYING = _LEX.words["saying"]
_SAID = frozenset(
    {"report", "reports", "claim", "claims", "statement", "rumors", "rumours", "fact", "sheet", "news", "belief"}
)
_TIMES = frozenset({"times", "time"})
_AT = frozenset({"near", "toward", "towards", "around", "at"})
_POSITIONS = frozenset({"position", "positions"})
_LISTING = frozenset(
    {
        "of",
        "in",
        "at",
        "on",
        "against",
        "from",
        "to",
        "into",
        "for",
        "over",
        "towards",
        "toward",
        "near",
        "around",
        "inside",
        "with",
        "through",
    }
)
_BEFORE_GERUND = frozenset({"before", "after", "since", "while", "when", "though", "although", "until", "once", "than"})
_TIME_PREPS = frozenset({"before", "after", "since", "until", "than"})
_HELPING = frozenset(
    {
        "force",
        "allow",
        "enable",
        "help",
        "order",
        "compel",
        "lead",
        "cause",
        "ask",
        "urge",
        "tell",
        "let",
        "make",
        "see",
        "leave",
    }
)


class Clauses:
    """The verbs and the noun phrases of a sentence, in order, and the subject of its main clause."""

    __slots__ = ("nouns", "subject", "verbs")

    def __init__(self) -> None:
        self.verbs: list[Verb] = []
        self.nouns: list[Noun] = []
        self.subject: list[Noun] = []


def analyse(chunks: Sequence[Chunk]) -> Clauses:
    """Attach the noun phrases of a sentence to its verbs and to each other."""
    analyst = _Analyst(chunks)
    k = 0
    while k < len(chunks):
        k = analyst.take(k)
    return analyst.done()


class _Analyst:
    """Where the pass stands: the clause's subject and verb, the phrase that is open, and what is expected."""

    __slots__ = (
        "chunks",
        "comma",
        "conj",
        "gerund",
        "hypothetical",
        "listing",
        "open",
        "out",
        "outer",
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
        self.open: Noun | None = None  # what prepositions and further members of a list attach to
        self.prep = ""
        self.gerund = ""  # the preposition before an -ing form
        self.comma = self.conj = False
        self.relative: Noun | None = None
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
                self._preposition(item, k)
            case "C" | ",":
                self._join(item)
            case "S" | "R":
                return self._subordinate(item, k)
            case "(":
                return self._brackets(k)
            case "-":
                return self._dash(k)
            case "A":
                self._adverb(item)
            case ":" | ";" | ".":
                if item.kind == ":" and self.verb is not None and self.open is not None:
                    self._list()
                elif item.kind == ";" and self.verb is not None and not self._clause_follows(k):
                    return self._goes_on_after(k)
                else:
                    self._new_clause()
        return k + 1

    def _clause_follows(self, k: int) -> bool:
        """Tell whether a clause with a verb of its own follows the semicolon at `k`, rather than more of a list."""
        for item in self.chunks[k + 1 :]:
            if item.kind in {";", "."}:
                return False
            if isinstance(item, Verb) and item.finite:
                return True
        return False

    def _goes_on_after(self, k: int) -> int:
        """Go on past a semicolon that parts members of a list ("A; B") or phrases ("at A; south of B near C")."""
        k += 1
        if self.chunks[k : k + 1] and self.chunks[k].kind == "C":
            k += 1
        following = self.chunks[k] if k < len(self.chunks) else None
        self.prep, self.conj = "", False
        self.comma = isinstance(following, Noun) and following.head not in _COMPASS
        if not self.comma:
            self.open = self.listing = None
        return k

    def done(self) -> Clauses:
        """Return what was found, with the subjects that had to wait, and without names that are no places'."""
        for verb in self.waiting:
            verb.subj = verb.subj or self.out.subject or self.subject
        for noun in self.out.nouns:
            if noun.head in _REGION:  # "the provinces of A and B", "A and B provinces"
                named = [phrase for phrase in noun.pps if phrase.prep == "of"]
                if noun.lead is not None and noun.plural:
                    named.append(noun.lead)
                for other in [*named, *(member for phrase in named for member in phrase.coords)]:
                    other.name = None
            elif noun.side or (noun.force and noun.head not in _POSITIONS):  # "brigades such as A and B"
                for member in noun.coords:
                    member.name = None if member.listed else member.name
        self.out.subject = self.out.subject or self.subject
        return self.out

    # ------------------------------------------------------------ noun phrases

    def _noun(self, noun: Noun, k: int) -> None:
        self.out.nouns.append(noun)
        verb = self.verb
        if noun.head in _TIMES and noun.number and not self.prep and verb is not None:
            return  # "attacked ten times"
        if self.prep:
            self._prepositional(noun)
        elif self.open is not None and self.open.j == noun.i and self.open.name and noun.det and not noun.name:
            noun.rel, noun.gov = "apposition", self.open  # "X | the last town"
        elif noun.head in _COMPASS and not noun.det and verb is not None and not self._is_subject(k):
            noun.rel, noun.gov = "compass", self.open or verb  # "attacked | north of X"
        elif self.relative is not None and verb is None:
            noun.rel, self.subject = "subj", [noun]
        elif not (self._in_list(noun, k) or (verb is None and self._with_subject(noun))):
            spoken = verb is not None and verb.lemma in _SAYING and self._is_subject(k)
            if verb is None or self.comma or self.conj or spoken:
                noun.rel, self.subject, self.verb, self.listing = "subj", [noun], None, None
            else:
                noun.rel, noun.gov = "obj", verb
                verb.args.append(noun)
        self.open = noun
        self.comma = self.conj = False

    def _in_list(self, noun: Noun, k: int) -> bool:
        """Join a phrase to the list that goes on; return whether there is one."""
        last, verb = self.open, self.verb
        if self.comma and last is not None and _beyond(last) and isinstance(last.gov, Noun):
            above = last.gov.gov
            last = self.open = above if isinstance(above, Noun) else last  # "A, north of X, and B"
        pair = self.conj and last is not None and last.prep == "between"
        if self.listing is not None and not pair and (verb is None or not self._is_subject(k)):
            self._member(noun, self.listing, listed=True)
        elif last is not None and pair and not last.coords:
            self._member(noun, last)
        elif last is not None and (self.conj or self.comma) and self._goes_on(k):
            first = _top(last) if self.strong else _level(last, noun)
            if verb is not None and verb.rel_of is not None and self.conj and verb.lemma not in _LEX.frames:
                first = verb.rel_of  # "A, which overlooks the road, as well as B"
            if first in self.subject:
                self.subject.append(noun)
            self._member(noun, first)
        else:
            return False
        return True

    def _goes_on(self, k: int) -> bool:
        """Tell whether the phrase at `k` is one more of a list rather than the subject of what follows."""
        waits = self.verb is None or (
            self.verb.passive
            and not self.verb.finite
            and self.verb.agent is not None
            and self.verb.subj == self.subject
        )
        still_subject = self.conj and not self.comma and waits and bool(self.subject)
        return still_subject or not self._is_subject(k)

    def _with_subject(self, noun: Noun) -> bool:
        """Join a phrase to the subject that waits for its verb; return whether it belongs to it."""
        last = self.open
        if last is None:
            return False
        if noun.head in _COMPASS and not self.comma and not self.conj:
            noun.gov = last  # "10 km | north of X"
        elif self.comma and not self.conj and self._aside(noun):
            noun.lead = self.subject[0]
            self.subject[0].coords.append(noun)
        elif last in self.subject and (self.conj or (self.comma and noun.name and last.name)):
            self.subject.append(noun)
            self._member(noun, self.subject[0])
        else:
            return False
        return True

    def _aside(self, noun: Noun) -> bool:
        """Tell whether a phrase between commas tells of the subject: "X, 10 km north of Y, was taken"."""
        here = self.open
        while here is not None and isinstance(here.gov, Noun):
            here = here.gov
        told = noun.name or noun.side or noun.mod or noun.pron or noun.force
        return here is not None and here in self.subject and here.head not in _COMPASS and not told

    def _prepositional(self, noun: Noun) -> None:
        noun.prep = noun.rel = self.prep
        verb = self.verb
        here = self.open
        if here is not None and verb is not None and noun.prep in _AT and _beyond(here):
            self.open = None  # "attacked north of X near Y"
        noun.gov = self.open if self.open is not None else verb
        if self.open is not None:
            self.open.pps.append(noun)
        if verb is not None:
            verb.args.append(noun)
            if self.prep == "by" and verb.agent is None:
                verb.agent = noun
        self.prep = ""

    def _member(self, noun: Noun, first: Noun, *, listed: bool = False) -> None:
        first = first.lead or first
        noun.rel, noun.prep, noun.gov = first.rel, first.prep, first.gov
        noun.listed, noun.lead = listed, first
        noun.definite = noun.definite or (first.definite and not noun.det)
        first.coords.append(noun)
        if self.verb is not None and (first in self.verb.args or (listed and first not in self.verb.subj)):
            self.verb.args.append(noun)

    def _is_subject(self, k: int) -> bool:
        """Tell whether the noun phrase at `k` is the subject of a finite verb that follows it."""
        chunks, n = self.chunks, len(self.chunks)
        k += 1
        for _ in range(12):
            if k >= n:
                return False
            item = chunks[k]
            if isinstance(item, Verb):
                return item.finite and not (_bare_participle(item) and _by_follows(chunks, k))
            if isinstance(item, Noun):
                return False
            if item.kind in ("P", "C") and k + 1 < n and isinstance(chunks[k + 1], Noun):
                k += 2
            elif item.kind in ("T", "A"):
                k += 1
            elif item.kind == "(":
                k = _closing(chunks, k) + 1
            else:
                return False
        return False

    def _list(self) -> None:
        """Open a list of the members of the last phrase that may have any: the plural one, else the object."""
        candidates = list(self.verb.args or self.verb.subj) if self.verb is not None else self.subject
        if self.verb is not None and (related := self.verb.rel_obj or self.verb.rel_of):
            candidates = [related, *candidates]
        head = next(
            (noun for noun in reversed(candidates) if not noun.name and not noun.pron and (noun.plural or noun.number)),
            None,
        )
        self.listing = head or (candidates[0] if candidates else self.open)
        self.comma = self.conj = False

    # ------------------------------------------------------------ verbs

    def _verb(self, v: Verb, k: int) -> None:
        if v.lemma == "include" and v.form == "G":
            self._list()
            return
        before = self._before(k)
        joined = isinstance(before, Mark) and before.kind == "C"
        if self.outer and self.verb is not None and self.comma and v.finite and not self.conj:
            self.subject, self.verb, self.outer = self.outer, None, []
        if self.hypothetical and v.finite:
            v.mood, self.hypothetical = "maybe", False
        last = self.verb
        if last is not None and joined and not last.args and not last.particles and last.lemma in _LEX.frames:
            v.args = last.args  # "secured and demined the city"
        if last is not None and joined and last.to and v.form == "V" and not v.to and not v.mood:
            v.to, v.finite, v.carrier, v.subj = True, False, last.carrier, last.subj  # "to sever A and surround B"
        else:
            self._subject_of(v, before, k)
        self._spoken(v)
        self.out.verbs.append(v)
        self.verb, self.open, self.listing = v, None, None
        self.prep = self.gerund = ""
        self.comma = self.conj = False

    def _subject_of(self, v: Verb, before: Chunk | None, k: int) -> None:
        """Find whose deed the verb is, by its form."""
        if self.reported and self.verb is not None:
            v.passive, v.finite, v.subj, v.carrier = True, False, self.verb.subj, self.verb
            v.rel_of, self.reported = self.verb.rel_of, False
        elif v.to:
            self._infinitive(v, before)
        elif self.relative is not None:
            self._relative_verb(v)
        elif self.verb is not None and self.verb.rel_of is not None and self.conj and not self.comma and v.passive:
            v.subj, v.rel_of = [self.verb.rel_of], self.verb.rel_of  # "which lies on the river and is held by"
        elif (v.form == "G" or v.passive) and not v.finite:
            self._gerund(v, before)
        elif v.form == "V" and isinstance(before, Noun) and before.side and before.rel == "obj" and _sees(before.gov):
            v.subj, v.finite = [before], False  # "saw the rebels take"
        elif _bare_participle(v):
            self._past(v, before, k)
        else:
            v.subj = self.subject

    def _spoken(self, v: Verb) -> None:
        """Note what a finite verb settles: the main subject, what waited for it, who speaks, what only would be."""
        first = self.out.verbs[0] if self.out.verbs else None
        if v.finite and v.mood and not v.subj and first is not None and first.form == "G" and first.i == 0:
            first.mood = "maybe"  # "Taking X would put Y under siege"
        if v.lemma in _SAYING and not v.passive and v.subj:
            v.subj[0].speaks = True
        if v.finite and v.subj and v.rel_of is None and v.rel_obj is None:
            self.out.subject = self.out.subject or v.subj
            for other in self.waiting:
                other.subj = v.subj
            self.waiting = []

    def _before(self, k: int) -> Chunk | None:
        k -= 1
        while k >= 0 and self.chunks[k].kind in ("A", "T"):
            k -= 1
        return self.chunks[k] if k >= 0 else None

    def _relative_verb(self, v: Verb) -> None:
        relative, self.relative = self.relative, None
        if (
            relative is not None
            and self.subject
            and self.subject[0] is not relative
            and self.verb is None
            and self.subject[0].i > relative.i
        ):
            v.subj, v.rel_obj = self.subject, relative
        elif relative is not None:
            v.subj, v.rel_of = [relative], relative

    def _gerund(self, v: Verb, before: Chunk | None) -> None:
        v.gerund_prep = self.gerund
        verb = self.verb
        if self.gerund:
            v.subj = self.subject
            if verb is not None and verb.lemma in _LEX.carry and self.gerund in ("in", "from", "into", "with"):
                v.carrier = verb
                v.subj = verb.args[0:1] if self.gerund in ("from", "into") and verb.args else verb.subj
            elif verb is not None and verb.lemma == "accuse" and self.gerund == "of":
                v.subj = verb.args[0:1]  # "accused the rebels of shelling X"
            elif self.gerund in ("of", "at", "for", "in") and self.open is not None:
                v.carrier = self.open
        elif isinstance(before, Verb):
            v.carrier, v.subj = before, before.subj
        elif isinstance(before, Noun) and not self.comma:
            v.subj = [before]
        else:
            v.subj = self.subject or (verb.subj if verb is not None else [])
            if self.conj and verb is not None and verb.form == "G":  # "the aim of reaching and securing X"
                v.carrier, v.gerund_prep = verb.carrier, verb.gerund_prep
        if not v.subj:
            self.waiting.append(v)

    def _past(self, v: Verb, before: Chunk | None, k: int) -> None:
        """Tell a past tense from a participle: "the town captured by", "backed by", "The army captured"."""
        by = _by_follows(self.chunks, k)
        takes_object = _object_follows(self.chunks, k)
        free = self.verb is None and bool(self.subject)
        suffers = free and not any(noun.side or noun.mod or noun.force for noun in self.subject)
        if suffers and v.only_participle and not takes_object and v.lemma in _LEX.frames:
            v.passive, v.subj = True, self.subject  # "Source: X and Y taken"
            return
        if isinstance(before, Noun) and not self.comma and not self.conj:
            subject = before in self.subject or (free and before.prep != "")
            if (
                (by and not takes_object)
                or (not (free and subject) and not takes_object)
                or (before.prep and self.verb is not None and not takes_object)
            ):
                v.passive, v.finite, v.subj = True, False, [before]
                return
        elif self.comma and not self.conj and (by or not takes_object) and (self.verb is not None or by):
            nearest = self.open if self.open is not None and self.verb is not None else None
            v.passive, v.finite, v.subj = True, False, [nearest] if nearest is not None else list(self.subject)
            return
        elif k == 0 or (not self.subject and self.verb is None):
            v.passive, v.finite = True, False
            self.waiting.append(v)
            return
        v.subj = self.subject or (self.verb.subj if self.verb is not None else [])
        if self.verb is not None and self.verb.rel_of is not None and self.conj and self.verb.subj:
            v.subj = self.verb.subj if self.verb.rel_of.i == self.verb.subj[0].i and not self.subject else v.subj

    def _infinitive(self, v: Verb, before: Chunk | None) -> None:
        """Attach "to" and a verb to what carries it: a verb, a noun, or nothing (then it is a purpose)."""
        verb = self.verb
        v.subj = self.subject
        on = isinstance(before, Mark) and verb is not None and before.low in _LEX.phrasal.get(verb.lemma, ())
        before = verb if on else before  # "went on to"
        if isinstance(before, Verb):
            v.carrier, v.subj = before, before.subj or self.subject
            v.rel_of, v.rel_obj = before.rel_of, before.rel_obj
        elif isinstance(before, Mark) and before.kind == "C" and verb is not None and verb.to:
            v.carrier, v.subj = verb.carrier, verb.subj
        elif isinstance(before, Noun):
            first = verb.args[0] if verb is not None and verb.args else None
            if verb is not None and verb.lemma in _HELPING and first is not None and first.head not in _LEX.meant_nouns:
                v.carrier, v.subj = verb, [first]
            elif (
                verb is not None and verb.lemma in _LEX.carry and before.rel == "obj" and (before.side or before.force)
            ):
                v.carrier, v.subj = verb, [before]
            else:
                v.carrier = _aim(before)
        elif verb is not None:
            v.subj = verb.subj or self.subject
        if not v.subj and v.rel_of is None:
            self.waiting.append(v)

    # ------------------------------------------------------------ small words

    def _preposition(self, mark: Mark, k: int) -> None:
        verb = self.verb
        n = len(self.chunks)
        following = self.chunks[k + 1] if k + 1 < n else None
        if isinstance(following, Mark) and following.kind == "A" and k + 2 < n:
            following = self.chunks[k + 2]
        if (self.conj and not self.prep) or (self.comma and mark.low not in ("of", "with", "in")):
            level = self.open.gov if self.open is not None and self.open.prep else None
            self.open = level if isinstance(level, Noun) and level.head in _LEX.nouns else None
        if isinstance(following, Verb) and following.form == "G" and not following.finite:
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
            self.prep = "" if isinstance(following, Mark) and following.kind == "T" else mark.low
            if isinstance(following, Mark) and following.kind == "P" and mark.low in _PARTICLES:
                self.prep = ""
        self.comma = self.conj = False

    def _adverb(self, mark: Mark) -> None:
        if mark.low in _PARTICLES and self.verb is not None and not self.verb.args:
            self.verb.particles.add(mark.low)
        if mark.low in {"here", "there"}:
            self.prep = ""  # "from there"
        if mark.low in {"including", "namely"}:  # "such as" is read so, too
            self._list()

    def _join(self, mark: Mark) -> None:
        self.strong = mark.low in ("as", "along", "together", "in")
        if mark.kind == ",":
            self.comma, self.prep = True, ""
            return
        self.conj = True
        if mark.low in ("but", "yet"):
            self.open = None

    def _subordinate(self, mark: Mark, k: int) -> int:
        n = len(self.chunks)
        following = self.chunks[k + 1] if k + 1 < n else None
        low = mark.low
        if low == "as" and isinstance(following, Mark) and following.low == "well":
            self.conj = True  # "as well as"
            after = self.chunks[k + 2] if k + 2 < n else None
            return k + 3 if isinstance(after, Mark) and after.low == "as" else k + 2
        if mark.kind == "R" or (low == "that" and self._relates(k)):
            self.relative = _antecedent(self.open) if self.comma else _nearest(self.open)
            if self.verb is None and self.subject:
                self.outer = self.subject
            if isinstance(following, Noun):
                self.subject, self.verb = [], None
        elif low == "as" and self.verb is not None and isinstance(following, Verb) and _bare_participle(following):
            self.reported = True  # "was reported as captured by"
        elif low in _BEFORE_GERUND and isinstance(following, Verb) and following.form == "G":
            self.gerund = low
        elif (low in _TIME_PREPS or low == "as") and self._noun_follows(k) and not self._is_subject(k + 1):
            self.prep = low
            self.open = self.open if low == "as" else None
        else:
            doubted = self.open is not None and self.open.head in _SAID and self.open.prep in ("despite", "of", "to")
            doubted = doubted or (
                self.verb is not None and self.verb.lemma in ("deny", "refute", "dismiss", "reject", "dispute")
            )
            self.verb, self.open, self.listing = None, None, None
            self.hypothetical = doubted or low in ("if", "unless", "whether", "lest")
            if isinstance(following, (Noun, Mark)):
                self.subject = []
        self.comma = self.conj = False
        return k + 1

    def _noun_follows(self, k: int) -> bool:
        """Tell whether a noun phrase follows the chunk at `k`, past an adverb where that chunk is "as"."""
        following = self.chunks[k + 1 : k + 3]
        here = self.chunks[k]
        if isinstance(here, Mark) and here.low == "as" and following and following[0].kind == "A":
            following = following[1:]
        return bool(following) and isinstance(following[0], Noun)

    def _relates(self, k: int) -> bool:
        """Tell whether "that" opens a relative clause rather than what somebody said."""
        before = self.chunks[k - 1] if k else None
        if not isinstance(before, Noun) or before.head in _SAID:
            return False
        return not (
            self.verb is not None and self.verb.lemma in _SAYING and (before.rel == "obj" or before in self.verb.args)
        )

    def _brackets(self, k: int) -> int:
        """Pass over what stands in brackets, but for the names of what was counted before them."""
        close = _closing(self.chunks, k)
        inner = self.chunks[k + 1 : close]
        head = self.open
        while head is not None and not (head.plural and not head.name) and isinstance(head.gov, Noun):
            head = head.gov
        if (
            head is not None
            and head.plural
            and not head.name
            and inner
            and all(c.kind in ("N", "C", ",") for c in inner)
        ):
            members = [c for c in inner if isinstance(c, Noun) and c.name]
            for noun in members:
                self.out.nouns.append(noun)
                self._member(noun, head, listed=True)
        return close + 1

    def _dash(self, k: int) -> int:
        """Pass over what stands between two dashes; a dash alone parts as a comma does."""
        for j in range(k + 1, min(len(self.chunks), k + 16)):
            if self.chunks[j].kind == "-":
                return j + 1
            if self.chunks[j].kind == ".":
                break
        self.comma, self.prep = True, ""
        return k + 1

    def _new_clause(self) -> None:
        self.subject, self.verb, self.open, self.listing = [], None, None, None
        self.comma = self.conj = False
        self.prep = self.gerund = ""


def _beyond(noun: Noun) -> bool:
    """Tell whether the phrase is what something lies north of."""
    return noun.prep == "of" and isinstance(noun.gov, Noun) and noun.gov.rel == "compass"


def _aim(noun: Noun) -> Noun:
    """Return the noun that an infinitive hangs on: "an attempt by ISIL to enter" is an attempt to enter."""
    here: Noun | Verb | None = noun
    while isinstance(here, Noun):
        if here.head in _LEX.meant_nouns:
            return here
        here = here.gov
    return noun


def _nearest(noun: Noun | None) -> Noun | None:
    """Return what "that" goes back to: "villages near X that they had lost" are the villages."""
    if (
        noun is not None
        and noun.name
        and noun.prep in ("near", "around", "in", "of")
        and isinstance(noun.gov, Noun)
        and noun.gov.plural
        and not noun.gov.name
    ):
        return noun.gov
    return noun


def _antecedent(noun: Noun | None) -> Noun | None:
    """Return what ", which" goes back to: all of a list, and the villages rather than one of them."""
    while noun is not None and (
        noun.lead is not None
        or (noun.prep == "of" and isinstance(noun.gov, Noun) and noun.gov.head in _PLACES and noun.gov.plural)
    ):
        noun = noun.lead or (noun.gov if isinstance(noun.gov, Noun) else None)
    return noun


def _sees(gov: Noun | Verb | None) -> bool:
    return isinstance(gov, Verb) and gov.lemma in {"see", "watch", "witness"}


def _bare_participle(v: Verb) -> bool:
    """Tell whether a form may be the past tense as well as the participle."""
    return v.form == "E" and not v.passive and not v.perfect and v.participle and not v.neg


def _by_follows(chunks: Sequence[Chunk], k: int) -> bool:
    if k + 2 >= len(chunks):
        return False
    mark = chunks[k + 1]
    return isinstance(mark, Mark) and mark.low == "by" and isinstance(chunks[k + 2], Noun)


def _object_follows(chunks: Sequence[Chunk], k: int) -> bool:
    """Tell whether a noun phrase follows, past quotation marks and adverbs."""
    for item in chunks[k + 1 : k + 4]:
        if item.kind != "A":
            return isinstance(item, Noun)
    return False


def _closing(chunks: Sequence[Chunk], k: int) -> int:
    """Return where the bracket at `k` closes; a bracket that never does closes at once."""
    for j in range(k + 1, min(len(chunks), k + 40)):
        if chunks[j].kind == ")":
            return j
    return k


def _top(last: Noun) -> Noun:
    """Return what "as well as" adds to: the object, unless that is a deed ("attacks on A as well as B")."""
    here = last
    while here.prep and isinstance(here.gov, Noun) and here.prep != "of":
        here = here.gov
    return last if here.head in _EVENT else here.lead or here


def _level(last: Noun, noun: Noun) -> Noun:
    """Return the phrase that a further member of a list stands on a level with.

    "the villages of A and B": A. "captured A in the plain and B": A. "the village of A and the town of B": the
    village. "attacks in A and B": A.
    """
    here = last.lead or last
    typed = bool(noun.det) and not noun.name and noun.head in _PLACES
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
    if here.prep == "of" and up.head in _LEX.nouns:
        return True
    if up.name:
        return False
    if here.prep in {"between", "around", "near"}:
        return True
    if here.prep not in _LISTING or typed or up.rel == "subj":
        return False
    alike = bool(here.name) or not noun.name
    many = alike or up.side is not None or up.head in _EVENT or up.plural or here.prep == "of"
    return many and not (up.head in _PLACES and not up.plural and noun.det)

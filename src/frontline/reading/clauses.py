"""Find who does what in a sentence: the subject, object and prepositional phrases of each verb, lists, relative clauses."""

from __future__ import annotations

__all__ = ["Clauses", "analyse"]

from typing import TYPE_CHECKING

from .lexicon import lexicon
from .syntax import Mark, Noun, Verb

if TYPE_CHECKING:
    from collections.abc import Sequence

_LEX = lexicon()
_LIST = frozenset({"including", "namely", "such"})
_PARTICLES = frozenset({"over", "off", "up", "out", "back", "in", "under", "away", "down"})


class Clauses:
    """The verbs and the noun phrases of a sentence, in order."""

    __slots__ = ("nouns", "subject", "verbs")

    def __init__(self) -> None:
        self.verbs: list[Verb] = []
        self.nouns: list[Noun] = []
        self.subject: list[Noun] = []  # of the main clause


def _finite_ahead(chunks: Sequence[Noun | Verb | Mark], k: int) -> bool:
    """Tell whether the noun phrase at `k` is the subject of a finite verb that follows it."""
    n = len(chunks)
    k += 1
    depth = 0
    steps = 0
    while k < n and steps < 14:
        steps += 1
        item = chunks[k]
        kind = item.kind
        if kind == "V":
            verb: Verb = item  # type: ignore[assignment]
            if not verb.finite:
                return False
            if verb.form == "E" and not verb.passive and not verb.perfect and verb.participle:
                after = chunks[k + 1] if k + 1 < n else None
                if isinstance(after, Mark) and after.kind == "P" and after.low == "by":
                    return False
            return True
        if kind == "P" and k + 1 < n and chunks[k + 1].kind == "N":
            k += 2
            continue
        if kind in ("T", "A"):
            k += 1
            continue
        if kind == "C" and k + 1 < n and chunks[k + 1].kind == "N" and depth < 3:
            depth += 1
            k += 2
            continue
        if kind == "(":
            while k < n and chunks[k].kind != ")":
                k += 1
            k += 1
            continue
        return False
    return False


def analyse(chunks: Sequence[Noun | Verb | Mark]) -> Clauses:
    """Attach the noun phrases of a sentence to its verbs and to each other, from left to right."""
    out = Clauses()
    verbs, nouns = out.verbs, out.nouns
    n = len(chunks)
    subject: list[Noun] = []  # of the clause at hand
    main_subject: list[Noun] = []
    verb: Verb | None = None  # the last verb, as long as words may still belong to it
    last_noun: Noun | None = None
    prep = ""
    comma = conj = False
    fresh = True  # a new clause begins: the next free noun phrase is its subject
    relative: Noun | None = None
    waiting: list[Verb] = []  # verbs before their subject: "After capturing X, the army ..."
    gerund_prep = ""
    list_of: Noun | None = None
    in_list = False
    paren_keep: Noun | None = None
    clause = 0
    k = 0
    while k < n:
        item = chunks[k]
        kind = item.kind
        if kind == "N":
            noun: Noun = item  # type: ignore[assignment]
            nouns.append(noun)
            if prep:
                noun.prep = noun.rel = prep
                if prep == "by" and verb is not None and last_noun is None or (prep == "by" and verb is not None and verb.passive):
                    verb.agent = verb.agent or noun
                if last_noun is not None:
                    last_noun.pps.append(noun)
                    noun.gov = last_noun
                else:
                    noun.gov = verb
                if verb is not None:
                    verb.args.append(noun)
                prep = ""
            elif in_list and list_of is not None and not _finite_ahead(chunks, k):
                noun.listed = True
                noun.rel, noun.prep, noun.gov = list_of.rel, list_of.prep, list_of.gov
                list_of.coords.append(noun)
                list_of.listed = True
                if verb is not None:
                    verb.args.append(noun)
            elif (conj or comma) and last_noun is not None and not relative and not (fresh and not subject) and not _finite_ahead(chunks, k) and _alike(last_noun, noun, conj=conj):
                first = _head_of_list(last_noun, noun, verb)
                noun.rel, noun.prep, noun.gov = first.rel, first.prep, first.gov
                first.coords.append(noun)
                if first in subject:
                    subject.append(noun)
                elif verb is not None:
                    verb.args.append(noun)
            elif fresh and subject and verb is None and conj and last_noun is not None and last_noun in subject:
                subject.append(noun)
                subject[0].coords.append(noun)
            elif verb is not None and not conj and not comma and not fresh and not verb.agent and verb.args == [] :
                noun.rel, noun.gov = "obj", verb
                verb.args.append(noun)
            elif verb is not None and not conj and not comma and not _finite_ahead(chunks, k):
                noun.rel, noun.gov = "obj", verb
                verb.args.append(noun)
            elif fresh or conj or comma or verb is not None:
                if subject and verb is None and last_noun is not None and conj and not relative:
                    subject.append(noun)
                    subject[0].coords.append(noun)
                elif subject and verb is None and comma and not _finite_ahead(chunks, k):
                    pass  # an apposition
                else:
                    subject = [noun]
                    verb = None
                    clause += 1
                noun.rel = "subj"
                fresh = True
            else:
                noun.rel = "subj"
                subject = [noun]
            last_noun = noun
            comma = conj = False
        elif kind == "V":
            v: Verb = item  # type: ignore[assignment]
            before = chunks[k - 1] if k else None
            after = chunks[k + 1] if k + 1 < n else None
            by_next = isinstance(after, Mark) and after.kind == "P" and after.low == "by"
            v.clause = clause
            if relative is not None:
                if subject and subject[0] is not relative and not v.to and v.form != "G":
                    v.subj, v.rel_obj = subject, relative
                else:
                    v.subj, v.rel_of = [relative], relative
                if not v.to:
                    relative_done = relative
                    relative = None
                    del relative_done
            elif v.to:
                _infinitive(v, before, verb, last_noun, subject, chunks, k)
            elif v.form == "G" and not v.finite:
                v.gerund_prep = gerund_prep
                if gerund_prep:
                    if verb is not None and (verb.lemma in _LEX.carry) and gerund_prep in ("in", "from", "into", "with"):
                        v.carrier, v.subj = verb, verb.subj
                    elif isinstance(before, Mark) and last_noun is not None and k >= 2 and chunks[k - 2] is last_noun:
                        v.carrier, v.subj = last_noun, subject
                    else:
                        v.subj = subject
                elif isinstance(before, Verb):
                    v.carrier, v.subj = before, before.subj
                elif isinstance(before, Noun):
                    v.subj = [before]
                else:
                    v.subj = subject
                if not v.subj:
                    waiting.append(v)
            elif v.form == "E" and not v.passive and not v.perfect and v.participle and not v.neg:
                attached = isinstance(before, Noun) and not comma
                free = attached and subject and before in subject and verb is None
                if attached and (by_next or not free) and not (conj) and (verb is not None or before.prep or by_next):  # type: ignore[union-attr]
                    # "the town controlled by", "villages captured in"
                    if by_next or (before.prep and not (fresh and subject and verb is None)) or (not free and not _object_follows(after)):  # type: ignore[union-attr]
                        v.passive, v.finite = True, False
                        v.subj = [before]  # type: ignore[list-item]
                    else:
                        v.subj = subject or [before]  # type: ignore[list-item]
                elif comma and not conj and verb is not None and (by_next or not _object_follows(after)) and not (subject and verb is None):
                    v.passive, v.finite = True, False
                    v.subj = [last_noun] if last_noun else subject
                elif comma and not conj and subject and verb is None and by_next:
                    v.passive, v.finite = True, False
                    v.subj = list(subject)
                elif not subject and verb is None and comma is False and k == 0:
                    v.passive, v.finite = True, False
                    waiting.append(v)
                else:
                    v.subj = subject
            else:
                v.subj = subject
                if not subject and verb is not None:
                    v.subj = verb.subj
            if v.finite and v.subj and v.rel_of is None and v.rel_obj is None:
                if not main_subject:
                    main_subject = v.subj
                for other in waiting:
                    other.subj = v.subj
                waiting = []
            verbs.append(v)
            verb = v
            last_noun = None
            comma = conj = False
            fresh = False
            prep = gerund_prep = ""
            in_list = False
        elif kind == "P":
            mark: Mark = item  # type: ignore[assignment]
            following = chunks[k + 1] if k + 1 < n else None
            if isinstance(following, Mark) and following.kind == "A" and k + 2 < n:
                following = chunks[k + 2]
            if isinstance(following, Verb) and following.form == "G" and not following.finite:
                gerund_prep = mark.low
                prep = ""
            else:
                if verb is not None and not verb.args and mark.low in _PARTICLES:
                    verb.particles.add(mark.low)
                elif verb is not None and verb.args and mark.low in ("off", "over", "out", "back", "under", "in"):
                    verb.particles.add(mark.low)
                if isinstance(following, Noun) or (isinstance(following, Mark) and following.kind == "P"):
                    prep = mark.low if mark.low not in ("following", "during", "despite", "amid", "amidst") or verb is None else mark.low
                elif isinstance(following, Mark) and following.kind in ("T", "A", "C"):
                    prep = mark.low if following.kind != "T" else ""
            if comma and not conj:
                last_noun = last_noun if mark.low in ("of", "with", "in") else None
            if conj and verb is not None:
                # "and to the east of", "and in Aleppo": another phrase of the same verb
                last_noun = None
            comma = conj = False
        elif kind == "C" or kind == "," or kind == ";":
            if kind == "C" and item.low in ("but", "yet"):  # type: ignore[union-attr]
                fresh = True
                conj = True
            elif kind == "C":
                conj = True
            elif kind == ";":
                fresh, subject, verb, last_noun = True, [], None, None
                comma = conj = False
            else:
                comma = True
        elif kind == "S":
            low = item.low  # type: ignore[union-attr]
            following = chunks[k + 1] if k + 1 < n else None
            if low == "as" and isinstance(following, Mark) and following.low in ("well",):
                # "as well as"
                conj = True
                k += 2
                if k < n and isinstance(chunks[k], Mark) and chunks[k].low == "as":  # type: ignore[union-attr]
                    k += 1
                continue
            if low == "as" and isinstance(following, Noun) and not _finite_ahead(chunks, k + 1):
                prep = "as"
            elif low in ("before", "after", "since", "until", "than", "once", "while", "when", "though", "although") and isinstance(following, Verb) and following.form == "G":
                gerund_prep = low
            elif low in ("before", "after", "since", "until", "than") and isinstance(following, Noun) and not _finite_ahead(chunks, k + 1):
                prep = low
                last_noun = None
            elif low == "that" and isinstance(before_that := (chunks[k - 1] if k else None), Noun) and last_noun is before_that and not _reported(before_that, verb):
                relative = before_that
                subject_before = subject
                if isinstance(following, Noun):
                    subject = []
                    fresh = True
                    verb = None
                del subject_before
            else:
                fresh, verb = True, None
                if isinstance(following, Noun) or isinstance(following, Mark):
                    subject_keep = subject
                    subject = []
                    del subject_keep
                last_noun = None
                clause += 1
            comma = conj = False
        elif kind == "R":
            relative = last_noun
            following = chunks[k + 1] if k + 1 < n else None
            if isinstance(following, Noun):
                subject, fresh, verb = [], True, None
            else:
                fresh = False
            comma = conj = False
        elif kind == ":" or kind == "-":
            if verb is not None and nouns and kind == ":":
                list_of, in_list = _list_head(verb, last_noun), True
                verb.args = verb.args
            else:
                fresh, verb, subject = True, None, [] if kind == ":" else subject
            comma = conj = False
        elif kind == "(":
            following = chunks[k + 1] if k + 1 < n else None
            close = k
            while close < n and chunks[close].kind != ")":
                close += 1
            inner = chunks[k + 1 : close]
            if last_noun is not None and last_noun.plural and not last_noun.name and inner and all(c.kind in ("N", "C", ",") for c in inner) and isinstance(following, Noun) and following.name:
                for c in inner:
                    if isinstance(c, Noun):
                        c.listed = True
                        c.rel, c.prep, c.gov = last_noun.rel, last_noun.prep, last_noun.gov
                        last_noun.coords.append(c)
                        last_noun.listed = True
                        nouns.append(c)
                        if verb is not None:
                            verb.args.append(c)
            k = close + 1 if close < n else k + 1
            continue
        elif kind == "A":
            low = item.low  # type: ignore[union-attr]
            if low in ("including", "namely") and nouns:
                list_of, in_list = _list_head(verb, last_noun), True
                comma = conj = False
        elif kind == "T":
            if comma or conj:
                # "captured A and, on 5 May, B": the time does not part the list
                pass
            prep = ""
        elif kind == ".":
            fresh, subject, verb, last_noun = True, [], None, None
        if kind == "V" and verb is not None and verb.lemma == "include" and verb.form == "G":
            # "including" as a verb form: a list
            verbs.pop()
            previous = verbs[-1] if verbs else None
            verb = previous
            list_of = _list_head(previous, nouns[-1] if nouns else None)
            in_list = list_of is not None
            last_noun = nouns[-1] if nouns else None
        k += 1
    if waiting:
        for v in waiting:
            v.subj = v.subj or main_subject or subject
    out.subject = main_subject or subject
    return out


def _reported(noun: Noun, verb: Verb | None) -> bool:
    """Tell whether "that" after this phrase opens what was said rather than a relative clause."""
    return noun.head in ("reports", "report", "claims", "claim", "statement", "rumors", "fact", "sheet", "denied") or (
        verb is not None and verb.lemma in ("report", "say", "state", "claim", "announce", "tell", "declare", "add", "reveal", "warn", "inform") and noun.rel == "obj"
    )


def _object_follows(after: object) -> bool:
    return isinstance(after, Noun)


def _alike(first: Noun, noun: Noun, *, conj: bool) -> bool:
    """Tell whether two noun phrases can stand in one list."""
    if first.pron and not conj:
        return False
    return True


def _head_of_list(last: Noun, noun: Noun, verb: Verb | None) -> Noun:
    """Return the phrase that a further member of a list is on a level with."""
    here: Noun | Verb | None = last
    # "captured Zammar in the countryside and Asfar": Asfar is captured too
    seen = 0
    while isinstance(here, Noun) and here.prep and isinstance(here.gov, Noun) and seen < 6:
        seen += 1
        up = here.gov
        if here.prep in ("of", "in", "at") and not up.name and up.rel != "subj" and (here.name or not noun.name) and up.head not in _COMPASS:
            if not (noun.det and not noun.name and noun.head in _SETTLE_SING) and not (noun.det and noun.name and "site" in noun.classes and up.head in ("village", "town", "city")):
                return here
        if here.prep in ("between",):
            return here
        if up.prep and isinstance(up.gov, Noun):
            here = up
            continue
        if up.rel == "obj" or up.rel == "subj":
            if "event" in up.classes and here.name and noun.name:
                return here
            return up
        if isinstance(up.gov, Verb):
            return up if up.name else here
        here = up
    return here if isinstance(here, Noun) else last


_COMPASS = frozenset(word for word, groups in _LEX.classes.items() if "compass" in groups)
_SETTLE_SING = frozenset({"village", "town", "city", "hamlet", "settlement", "villages", "towns"})


def _list_head(verb: Verb | None, last: Noun | None) -> Noun | None:
    """Return the phrase that "including" or a colon lists the members of: the last plural one without a name."""
    if verb is not None:
        for noun in reversed(verb.args):
            if not noun.name and (noun.plural or noun.number or noun.head in ("areas", "sites")):
                return noun
        if verb.args:
            return verb.args[0]
    return last


def _infinitive(v: Verb, before: object, verb: Verb | None, last_noun: Noun | None, subject: list[Noun], chunks: Sequence[Noun | Verb | Mark], k: int) -> None:
    """Attach "to" and a verb to what carries it: a verb, a noun, or nothing (a purpose)."""
    j = k - 1
    while j >= 0 and chunks[j].kind in ("A", "T", ","):
        mark = chunks[j]
        if isinstance(mark, Mark) and mark.low in ("able", "unable"):
            break
        j -= 1
    prior = chunks[j] if j >= 0 else None
    v.subj = subject
    if isinstance(prior, Verb):
        v.carrier = prior
        v.subj = prior.subj or subject
        if prior.rel_obj is not None:
            v.rel_obj = prior.rel_obj
        if prior.rel_of is not None:
            v.rel_of = prior.rel_of
        return
    if isinstance(prior, Noun):
        if verb is not None and prior in verb.args and verb.lemma in _LEX.carry and prior.rel == "obj" and (prior.side or prior.pron or prior.force):
            v.carrier, v.subj = verb, [prior]
            return
        if verb is not None and verb.lemma in ("force", "allow", "enable", "help", "order", "compel", "lead", "cause", "ask") and verb.args:
            v.carrier, v.subj = verb, [verb.args[0]]
            return
        v.carrier = prior
        if prior.rel == "subj" and prior in subject:
            v.subj = subject
        return
    v.carrier = None
    if verb is not None:
        v.subj = verb.subj or subject

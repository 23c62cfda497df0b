"""Whose deed a verb is, by its form and what stands before it; and what carries it ("managed to", "an attempt to")."""

from __future__ import annotations

__all__ = ["antecedent", "bare_participle", "by_follows", "nearest", "standing_in", "subject_of", "told_of"]

from copy import copy
from typing import TYPE_CHECKING

from frontline.reading.text.lexicon import lexicon, nouns_of

from .syntax import Mark, Noun, Verb

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .clauses import Analyst
    from .syntax import Chunk

_LEX = lexicon()
_ATTACK = nouns_of("attack")
_COMPASS = nouns_of("compass")
_DONE = frozenset({"gain", "cut", "reopen", "relieve", "besiege"})  # what forces do, and places never
_INTRANSITIVE = frozenset(
    {"fail", "collapse", "falter", "founder", "arrive", "erupt", "rage", "occur", "happen", "end"}
)
_COPULAS = frozenset({"be", "remain", "stay", "stand", "become", "get", "end", "wind"})
_AGAIN = frozenset({"retake", "recapture", "regain", "reclaim", "recover", "reconquer", "liberate", "abandon"})
_ASIDE = frozenset({"after", "as", "before", "since", "once", "because", "when", "although", "though"})
_THEN = frozenset({"then", "subsequently", "afterwards"})  # "took X, then | continued towards Y"
_THUS = frozenset({"thus", "thereby", "therefore", "hence", "ultimately"})
_SHARES = nouns_of("part") | nouns_of("whole") | {"%", "percent"}
_WITHIN = frozenset({"of", "in", "at", "on", "near", "around", "inside", "against"})
_TOWN = _LEX.words["town"]
_GROUND = (nouns_of("settlement") | nouns_of("site")) - nouns_of("road")
_STRETCHES = frozenset({"area", "areas", "part", "parts", "region", "zone", "territory", "section"})
_BENT = frozenset({"on", "upon", "to", "towards", "toward"})
_KEEN = frozenset({"intent", "bent", "keen"})
_HELPING = frozenset(
    {
        "force", "allow", "enable", "help", "order", "compel", "lead", "cause", "ask", "urge", "tell", "let", "make",
        "see", "leave",
    }
)  # fmt: skip


def subject_of(a: Analyst, v: Verb, before: Chunk | None, k: int) -> None:
    """Find whose deed the verb is, by its form."""
    _back_to_main(a, v, k)
    if _shared(a, v, before, k):
        return
    if a.reported and a.verb is not None:
        v.passive, v.finite, v.subj, v.carrier = True, False, a.verb.subj, a.verb
        v.rel_of, a.reported = a.verb.rel_of, False
    elif v.to:
        _infinitive(a, v, before)
    elif k and bare_participle(v) and getattr(a.chunks[k - 1], "low", "") == "those":
        v.passive, v.finite = True, False  # "were among those | targeted in X"
    elif a.relative is not None:
        _relative_verb(a, v)
    elif (v.form == "G" or v.passive) and not v.finite:
        _gerund(a, v, before)
    elif (
        v.form == "V"
        and isinstance(before, Noun)
        and before.rel == "obj"
        and _sees(before.gov)
        and (before.side or before.head in _LEX.nouns)
    ):
        v.subj, v.finite = [before], False  # "saw the rebels take"
    elif bare_participle(v):
        _past(a, v, before, k)
    else:
        v.subj = a.subject
        if not v.finite and not v.subj:
            a.waiting.append(v)  # "Having left X, the army"


def _back_to_main(a: Analyst, v: Verb, k: int) -> None:
    """Go back to the clause that another broke into: "A took X, | as B left, | and took Y", "A, as B left, took X"."""
    inner, chunks = a.verb, a.chunks
    if inner is None and a.subject and a.out.verbs and v.finite:
        _past_list(a)
        return
    if not (a.conj or a.comma) or inner is None or not inner.finite or not v.finite or v.to:
        return
    if a.relative is not None or not a.subject or inner.subj[:1] != a.subject[:1]:
        return
    at = a.subject[0].i
    opening = next((n for n in range(k - 1, 0, -1) if chunks[n].i < at and chunks[n].kind == "S"), 0)
    if not opening or chunks[opening - 1].kind != "," or getattr(chunks[opening], "low", "") not in _ASIDE:
        return  # "A took X, while B attacked Y and shelled Z"
    start = chunks[opening].i
    main = next((verb for verb in reversed(a.out.verbs) if verb.i < start and verb.finite), None)
    if main is None and not a.conj and (v.passive or not by_follows(chunks, k)):
        first = [noun for noun in a.out.nouns if noun.i < start and noun.rel == "subj"]
        if first:
            a.subject, a.verb = first[:1], None
    elif main is not None and a.conj and not main.passive and not v.passive:
        ended = k > 1 and chunks[k - 2].kind == ","
        beaten = inner.passive and a.subject[0].head in _ATTACK and _object_follows(chunks, k)
        a.subject = main.subj if ended or beaten else a.subject


def _past_list(a: Analyst) -> None:
    """Go back to a subject told of by an -ing form with a list behind it: "troops coming from A and B | took C"."""
    last, noun = a.out.verbs[-1], a.subject[0]
    doer = last.subj[0] if last.form == "G" and not last.finite and last.subj else None
    if doer is None or doer.rel != "subj" or not (doer.side or doer.force) or noun.side or noun.mod or noun.force:
        return
    joined = any(item.j == noun.i and item.kind in {"C", ","} for item in a.chunks)
    if joined and (noun.name or noun.head in _COMPASS) and not any(verb.finite for verb in a.out.verbs):
        a.subject, a.verb = last.subj, last


def _shared(a: Analyst, v: Verb, before: Chunk | None, k: int) -> bool:
    """Give a verb that is joined to the last one what they share, and return whether it is."""
    last = a.verb
    if last is None:
        return False
    joined = isinstance(before, Mark) and before.kind == "C"
    if bare_participle(v) and _passive_again(a, last, v, k):
        v.passive, v.finite, v.subj = True, True, last.subj
    elif joined and last.passive and bare_participle(v) and not _object_follows(a.chunks, k):
        v.passive, v.finite, v.subj = True, last.finite, last.subj  # "was left by A and taken by B"
        v.rel_of, v.carrier = last.rel_of, last.carrier
    elif joined and last.form == v.form == "V" and not last.finite and not last.to:
        v.finite, v.subj, v.carrier = False, last.subj, last.carrier  # "saw them take A and lose B"
    elif joined and last.form == v.form == "V" and last.rel_of is not None and v.finite and a.relative is None:
        v.subj, v.rel_of = last.subj, last.rel_of  # "the hill that overlooks and dominates X"
    elif last.rel_of is not None and a.conj and not a.comma and v.passive and a.relative is None and not v.to:
        v.subj, v.rel_of = [last.rel_of], last.rel_of  # "which lies on the river and is held by"
    else:
        return False
    return True


def _relative_verb(a: Analyst, v: Verb) -> None:
    relative, a.relative = a.relative, None
    if (
        relative is not None
        and a.subject
        and a.subject[0] is not relative
        and a.verb is None
        and a.subject[0].i > relative.i
    ):
        v.subj, v.rel_obj = a.subject, relative
    elif relative is not None:
        relative = _deed_above(relative) if _said_of_deeds(v) else relative
        v.subj, v.rel_of = [relative], relative


def _said_of_deeds(v: Verb) -> bool:
    """Tell whether a verb is said of an attack rather than of a place: "which took X", "which failed"."""
    if v.lemma in _INTRANSITIVE or v.lemma == "be":
        return v.lemma != "be"
    kinds = {frame.kind for frame in _LEX.frames.get(v.lemma, ())}
    return bool(kinds & {"repel"}) if v.passive else bool(kinds & _DONE)


def _deed_above(noun: Noun) -> Noun:
    """Return the attack that a phrase hangs on: "an offensive on X in the east, which"; else the phrase."""
    here: Noun | Verb | None = noun.lead or noun
    while isinstance(here, Noun):
        if here.head.removesuffix("s") in _ATTACK:
            return here
        here = here.gov
    return noun


def _gerund(a: Analyst, v: Verb, before: Chunk | None) -> None:
    v.gerund_prep = a.gerund
    verb = a.verb
    if a.gerund:
        _led_gerund(a, v, verb)
    elif isinstance(before, Verb):
        v.carrier, v.subj = before, before.subj
    elif isinstance(before, Noun) and not a.comma:
        v.subj = [_whole_phrase(before)]
        if before.rel == "obj" and isinstance(before.gov, Verb) and before.gov.neg and _sees(before.gov):
            v.carrier = before.gov  # "did not see the rebels entering X"
        result = before.gov if before.prep == "in" else None
        if isinstance(result, Verb) and result.lemma == "result":
            v.carrier = result  # "resulted in them controlling X"
    else:
        v.subj = a.subject or (verb.subj if verb is not None else [])
        if verb is not None:
            _meant_with(a, v, verb)
    if not v.subj:
        a.waiting.append(v)


def _led_gerund(a: Analyst, v: Verb, verb: Verb | None) -> None:
    """Attach an -ing form behind a preposition: to the verb, with its subject or object, or to the noun before it."""
    v.subj = a.subject
    obj = next((arg for arg in verb.args if arg.rel == "obj"), None) if verb is not None else None
    if verb is not None and verb.lemma in _LEX.carry and a.gerund in ("in", "from", "into", "with"):
        v.carrier = verb
        v.subj = verb.args[0:1] if a.gerund in ("from", "into") and verb.args else verb.subj
    elif obj is not None and a.gerund == "from":
        v.carrier, v.subj = verb, [obj]  # "prevent A from taking X"
    elif verb is not None and verb.lemma == "accuse" and a.gerund == "of":
        v.subj = verb.args[0:1]  # "accused the rebels of shelling X"
    elif verb is not None and a.gerund in _BENT and (_LEX.carry.get(verb.lemma) == "meant" or _is_to(a, verb)):
        v.carrier = verb  # "focused on taking X", "is halfway to taking X"
    elif a.gerund in ("of", "at", "for", "in") and a.open is not None:
        v.carrier = a.open
    elif a.gerund in _BENT and a.open is not None and a.open.head in _LEX.meant_nouns | _KEEN:
        v.carrier = a.open  # "intent on taking X"


def _is_to(a: Analyst, verb: Verb) -> bool:
    """Tell whether something is said to be on its way to a deed: "is halfway to", "was close to"."""
    return verb.lemma == "be" and a.gerund == "to" and (a.open is None or a.open.gov is verb)


def _passive_again(a: Analyst, last: Verb, v: Verb, k: int) -> bool:
    """Tell whether a participle is one more of a passive's: "was taken by A in May, | lost in June, and retaken"."""
    if not last.passive or not last.finite or by_follows(a.chunks, k) or _object_follows(a.chunks, k):
        return False
    return a.comma and not a.conj and (v.lemma == "lose" or (v.lemma in _AGAIN and v.lemma != last.lemma))


def _wanting(a: Analyst) -> bool:
    """Tell whether a subject has but an -ing form so far, and wants its verb: "forces coming from the west linked"."""
    verb = a.verb
    return (
        verb is not None and (verb.form == "G" or verb.passive) and not verb.finite
        and bool(a.subject) and verb.subj[:1] == a.subject[:1]
        and not any(other.finite for other in a.out.verbs)
    )  # fmt: skip


def _whole_phrase(noun: Noun) -> Noun:
    """Return what an -ing form is said of: "with parts of X | remaining under" is said of the parts."""
    gov = noun.gov
    if noun.prep == "of" and isinstance(gov, Noun) and gov.head in _SHARES:
        return gov
    above: Noun | Verb | None = noun.lead or noun
    while isinstance(above, Noun) and above.prep in _WITHIN:
        above = above.gov
    return above if isinstance(above, Noun) and above.prep == "with" else noun  # "with the sieges of X | being lifted"


def _meant_with(a: Analyst, v: Verb, last: Verb) -> None:
    """Let an -ing form be meant as the verb before it is, where it goes on with that."""
    if a.conj and last.form == "G":  # "the aim of reaching and securing X"
        v.carrier, v.gerund_prep = last.carrier, last.gerund_prep
    elif a.conj and last.mood:
        v.carrier = last  # "would focus on X and taking Y"
    elif last.to and (v.adverbs & _THUS or getattr(last.carrier, "lemma", "") == "be"):
        v.carrier = last.carrier  # "the aim was to take X, thus cutting Y"


def _past(a: Analyst, v: Verb, before: Chunk | None, k: int) -> None:
    """Tell a past tense from a participle: "the town captured by", "backed by", "The army captured"."""
    by = by_follows(a.chunks, k)
    takes_object = _object_follows(a.chunks, k)
    joins = any(item.kind == "C" for item in a.chunks[k + 1 : k + 2])  # "besieged and then stormed X"
    free = a.verb is None and bool(a.subject)
    suffers = free and not any(noun.side or noun.mod or noun.force for noun in a.subject)
    if suffers and v.only_participle and not takes_object and v.lemma in _LEX.frames:
        v.passive, v.subj = True, a.subject  # "Source: X and Y taken"
        return
    if isinstance(before, Verb) and before.lemma in _COPULAS and not takes_object:
        v.passive, v.finite, v.subj, v.carrier = True, False, before.subj, before  # "remains contested"
        return
    if isinstance(before, Noun) and v.lemma in _INTRANSITIVE and not by:
        v.subj = a.subject  # "an attempt to take X failed"
        return
    if isinstance(before, Noun) and not a.comma and not a.conj and (by or not _wanting(a)):
        subject = before in a.subject or (free and before.prep != "")
        if (
            (by and not takes_object)
            or (not takes_object and not joins and _surrounds(v))
            or (not (free and subject) and not takes_object)
            or (not takes_object and _transitive(v) and _verb_follows(a.chunks, k))  # "troops trapped in X ran out"
            or (before.prep and a.verb is not None and not takes_object)
        ):
            v.passive, v.finite, v.subj = True, False, [_meant_by(before)]
            return
    elif a.comma and not a.conj and (by or not (takes_object or _goes_on(a, v))) and (a.verb is not None or by):
        nearest = a.open if a.open is not None and a.verb is not None else None
        v.passive, v.finite, v.subj = True, False, [nearest] if nearest is not None else list(a.subject)
        return
    elif k == 0 or (not a.subject and a.verb is None):
        v.passive, v.finite = True, False
        a.waiting.append(v)
        return
    v.subj = a.subject or (a.verb.subj if a.verb is not None else [])
    if by and not takes_object and a.conj and a.verb is None and _surrounds(v):
        v.passive, v.finite = True, False  # "X, under A's control but surrounded by B"
    if a.verb is not None and a.verb.rel_of is not None and a.conj and a.verb.subj:
        v.subj = a.verb.subj if a.verb.rel_of.i == a.verb.subj[0].i and not a.subject else v.subj


def _goes_on(a: Analyst, v: Verb) -> bool:
    """Tell whether a form behind a comma is what the subject did next: "took X, then | moved on Y"."""
    return _wanting(a) or bool(v.adverbs & _THEN)


def _infinitive(a: Analyst, v: Verb, before: Chunk | None) -> None:
    """Attach "to" and a verb to what carries it: a verb, a noun, or nothing (then it is a purpose)."""
    verb = a.verb
    v.subj = a.subject
    if "only" in v.adverbs:
        v.to, v.subj = False, a.subject or (verb.subj if verb is not None else [])  # "only to lose it again"
        return
    on = isinstance(before, Mark) and verb is not None and before.low in _LEX.phrasal.get(verb.lemma, ())
    before = verb if on else before  # "went on to"
    if isinstance(before, Verb):
        v.carrier, v.subj = before, before.subj or a.subject
        v.rel_of, v.rel_obj = before.rel_of, before.rel_obj
        if before.passive and before.subj and before.subj[0].head in _LEX.meant_nouns:
            v.carrier = before.subj[0]  # "a decision was made to storm X"
    elif isinstance(before, Mark) and before.kind == "C" and verb is not None and verb.to:
        v.carrier, v.subj = verb.carrier, verb.subj
    elif isinstance(before, Noun):
        _behind_noun(a, v, before)
    elif verb is not None:
        v.subj = verb.subj or a.subject
    if not v.subj and v.rel_of is None:
        a.waiting.append(v)


def _behind_noun(a: Analyst, v: Verb, before: Noun) -> None:
    """Attach "to" and a verb to the phrase before it, or to the verb that has this for its object."""
    verb = a.verb
    first = verb.args[0] if verb is not None and verb.args else None
    doer = first if first is not None and (first.side or first.mod or first.force) else None
    if verb is not None and verb.lemma == "take" and verb.subj and verb.subj[0].head == "it" and doer is not None:
        v.subj = [doer]  # "it took the army a week to reach X"
    if verb is not None and verb.lemma in _HELPING and first is not None and first.head not in _LEX.meant_nouns:
        v.carrier, v.subj = verb, [first]
    elif verb is not None and verb.lemma in _LEX.carry and before.rel == "obj" and (before.side or before.force):
        v.carrier, v.subj = verb, [before]
    else:
        v.carrier = aim = _aim(before)
        v.subj = _whose(aim) or v.subj or _busy_with(verb, before)


def _busy_with(verb: Verb | None, noun: Noun) -> list[Noun]:
    """Return whose attempt an object is: "they continued making attempts to"."""
    return verb.subj if verb is not None and noun.gov is verb else []


def _whose(aim: Noun) -> list[Noun]:
    """Return whose attempt a phrase tells of by its own words: "A's attempts to", "an attempt by A to"."""
    if aim.head not in _LEX.meant_nouns:
        return []
    if aim.mod or aim.side:
        return [aim]
    return [p for p in aim.pps if p.prep in {"by", "of", "for"} and not p.name and (p.side or p.mod)][:1]


def _aim(noun: Noun) -> Noun:
    """Return the noun that an infinitive hangs on: "an attempt by A to enter" is an attempt to enter."""
    here: Noun | Verb | None = noun
    while isinstance(here, Noun):
        if here.head in _LEX.meant_nouns:
            return here
        here = here.gov
    return noun


def _transitive(v: Verb) -> bool:
    frames = _LEX.frames.get(v.lemma, ())
    return any(frame.place == {"obj"} or "obj" in frame.place for frame in frames)


def _surrounds(v: Verb) -> bool:
    """Tell whether a verb is one of besieging, which nobody does without saying what: "the men trapped in X"."""
    return any(f.kind == "besiege" and not f.particle and not f.with_ for f in _LEX.frames.get(v.lemma, ()))


def _verb_follows(chunks: Sequence[Chunk], k: int) -> bool:
    """Tell whether a past tense follows in the same clause: the form before it is a participle then."""
    for item in chunks[k + 1 :]:
        if isinstance(item, Verb):
            return item.finite and not item.participle
        if item.kind not in {"N", "P", "A", "T"}:
            return False
    return False


def _sees(gov: Noun | Verb | None) -> bool:
    return isinstance(gov, Verb) and gov.lemma in {"see", "watch", "witness"}


def bare_participle(v: Verb) -> bool:
    """Tell whether a form may be the past tense as well as the participle."""
    return v.form == "E" and not v.passive and not v.perfect and v.participle and not v.neg


def by_follows(chunks: Sequence[Chunk], k: int) -> bool:
    """Tell whether "by" and a noun phrase follow the chunk at `k`."""
    if k + 1 < len(chunks) and chunks[k + 1].kind == "T":
        k += 1  # "besieged since March by"
    if k + 2 >= len(chunks):
        return False
    mark = chunks[k + 1]
    return isinstance(mark, Mark) and mark.low == "by" and isinstance(chunks[k + 2], Noun)


def _object_follows(chunks: Sequence[Chunk], k: int) -> bool:
    """Tell whether a noun phrase follows, past quotation marks and adverbs."""
    for item in chunks[k + 1 : k + 4]:
        if item.kind != "A":
            return isinstance(item, Noun) and (item.head not in _COMPASS or bool(item.det))  # "taken | north of X"
    return False


def standing_in(noun: Noun, prep: str, gov: Noun | Verb) -> Noun:
    """Return a phrase as it stands to something else: what "which" in "from which" means."""
    other = copy(noun)
    other.prep = other.rel = prep
    other.gov, other.lead, other.pps = gov, None, list(noun.pps)
    return other


def _meant_by(noun: Noun) -> Noun:
    """Return what a participle is said of: "X, a slum | of Y held by" is the slum, "territories held by" are those."""
    above = told_of(noun) if noun.name or not noun.plural else None
    return above or noun


def told_of(noun: Noun | None) -> Noun | None:
    """Return what describes a place, if a phrase is a part of that: "X, a town | in the hills, which" is the town."""
    here = noun
    while here is not None and here.apposed is None:
        if not here.name and here.head in _STRETCHES:
            return None  # "X, the main town in the part of Y that"
        here = here.gov if isinstance(here.gov, Noun) else None
    return here


def nearest(noun: Noun | None) -> Noun | None:
    """Return what "that" goes back to: "villages near X that they had lost" are the villages."""
    if noun is not None and noun.name and isinstance(noun.gov, Noun) and noun.gov.head in _ATTACK:
        return noun.gov  # "an offensive towards X that recaptured Y"
    described = told_of(noun)
    if described is not None:
        return described
    site = noun.gov if noun is not None and noun.name and noun.prep in {"in", "of", "near", "on", "at"} else None
    if isinstance(site, Noun) and not site.name and not site.plural and site.head in _GROUND:
        return site  # "the airport in X that they had taken"
    above = noun
    while above is not None and above.prep in {"near", "around", "in", "of", "to"} and isinstance(above.gov, Noun):
        above = above.gov
        if above.plural and not above.name:
            return above
    return noun


def _lies_there(noun: Noun) -> bool:
    """Tell whether a phrase only says where a place lies: "X in the plain", "X near Y"."""
    return (noun.prep == "in" and "region" in noun.classes) or (
        noun.prep in {"near", "outside"}
        and bool(noun.name)
        and isinstance(noun.gov, Noun)
        and noun.gov.j == noun.i - 1
        and "river" not in noun.gov.classes
    )


def antecedent(noun: Noun | None) -> Noun | None:
    """Return what ", which" goes back to: all of a list, the villages rather than one of them, "X in the plain"."""
    described = told_of(noun)
    if described is not None and described.rel == "apposition":
        return described  # but "X was the last town in Y, which"
    if noun is not None and isinstance(noun.gov, Noun) and noun.gov.name and _lies_there(noun):
        noun = noun.gov
    while noun is not None and (
        noun.lead is not None
        or (noun.prep == "of" and isinstance(noun.gov, Noun) and noun.gov.head in _TOWN and noun.gov.plural)
    ):
        noun = noun.lead or (noun.gov if isinstance(noun.gov, Noun) else None)
    return noun

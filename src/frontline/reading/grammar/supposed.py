"""What a sentence only supposes, by the shape of its clauses: "By taking X, they would", "the goals included"."""

from __future__ import annotations

__all__ = ["suppose", "unreal"]

from typing import TYPE_CHECKING

from frontline.reading.text.lexicon import lexicon

from .syntax import Mark, Noun, Verb

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .syntax import Chunk

_LEX = lexicon()
_SAYING = _LEX.words["saying"]
_THEN = frozenset({"then", "later", "subsequently", "eventually", "finally", "officially", "afterwards", "ultimately"})
_GOING_ON = frozenset({"proceed"})
_IFS = frozenset({"if", "unless", "whether", "that", "should"})
_AIMS = frozenset(
    {
        "goal", "goals", "aim", "aims", "objective", "objectives", "intention", "intentions", "plan", "plans", "task",
        "tasks", "mission", "strategy", "idea", "purpose", "hope", "hopes", "priority", "priorities", "ambition",
    }
)  # fmt: skip

# "fears of an attack", "the preparation of attacks", "began an operation on the liberation of X"
_PROSPECTS = frozenset(
    {
        "fear", "fears", "threat", "threats", "risk", "risks", "danger", "possibility", "prospect", "prospects",
        "preparation", "preparations", "warning", "warnings", "likelihood", "idea", "conditions", "condition", "plan",
        "plans", "talk", "rumour", "rumours", "rumor", "rumors",
    }
)  # fmt: skip
_UNTRUE = frozenset({"disinformation", "propaganda", "lie", "fake", "fiction", "matter", "question", "myth"})
_CAMPAIGNS = frozenset({"operation", "offensive", "campaign"})


def unreal(noun: Noun, governing: Verb | None, doing: Verb | None) -> bool:
    """Tell whether a deed is but an aim, a fear or a lie: "their goal is the capture of X", "fears of an attack"."""
    top = noun.lead or noun
    first = governing.subj[0] if governing is not None and governing.subj else None
    if first is not None and governing is not None and governing.lemma == "be" and first.head in _AIMS:
        return True
    if doing is not None and doing.lemma == "be" and any(arg.head in _AIMS | _UNTRUE for arg in doing.args):
        return True
    if noun.prep == "instead":
        return True
    gov = top.gov
    if isinstance(gov, Verb):
        return top.prep == "of" and gov.lemma == "warn"
    if not isinstance(gov, Noun):
        return False
    looming = top.prep in {"of", "for"} and gov.head in _PROSPECTS
    return looming or (
        top.prep == "on" and gov.head in _CAMPAIGNS and noun.head in {"liberation", "capture", "seizure"}
    )


def suppose(verbs: Sequence[Verb], chunks: Sequence[Chunk]) -> None:
    """Mark the verbs that are supposed with what is, and take the mark from a story's "would"."""
    for verb in verbs:
        if verb.modal == "would" and verb.mood and _of_a_story(verb, verbs, chunks):
            verb.mood = verb.modal = ""
    for verb in verbs:
        if verb.form == "G" and not verb.finite:
            _suppose_with(verb, verbs)


def _of_a_story(verb: Verb, verbs: Sequence[Verb], chunks: Sequence[Chunk]) -> bool:
    """Tell whether "would" is the future of a story, and no supposition: "The army would then capture X"."""
    who = verb.subj[0] if verb.subj else None
    if who is None or not (who.side or who.force or who.pron) or verb.perfect or verb.neg or who.speaks:
        return False
    later = any(c.kind == "T" or (c.kind == "A" and getattr(c, "low", "") in _THEN) for c in _rest(verb, chunks))
    if not (later or verb.lemma in _GOING_ON or verb.adverbs & _THEN):
        return False
    told = any(other.i < verb.i and other.lemma in _SAYING for other in verbs)
    supposed = any(isinstance(c, Mark) and c.i < verb.i and c.low in _IFS for c in chunks)
    return not (told or supposed or any(other.i < verb.i and other.gerund_prep == "by" for other in verbs))


def _rest(verb: Verb, chunks: Sequence[Chunk]) -> list[Chunk]:
    """Return what stands behind a verb in its clause."""
    rest: list[Chunk] = []
    for item in chunks:
        if item.i < verb.j:
            continue
        if isinstance(item, Verb) or item.kind in {"S", "R", ";"}:
            break
        rest.append(item)
    return rest


def _suppose_with(verb: Verb, verbs: Sequence[Verb]) -> None:
    """Let an -ing form be meant as its clause is: "would put pressure on X by cutting", "could take X, cutting"."""
    who = verb.subj[0] if verb.subj else None
    if who is not None and who.head in _AIMS and verb.carrier is not who:
        verb.carrier = who  # "The goals included taking X"
        verb.subj = verb.subj if who.mod or any(phrase.side for phrase in who.pps) else []
        return
    if verb.carrier is not None or verb.gerund_prep not in {"", "by"}:
        return
    with_ = [
        other
        for other in verbs
        if other.finite and other.subj[:1] == verb.subj[:1] and (other.i < verb.i or verb.gerund_prep == "by")
    ]
    near = min(with_, key=lambda other: abs(other.i - verb.i), default=None)
    if near is not None and near.mood:
        verb.mood = near.mood

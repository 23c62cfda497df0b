"""Did it happen? How a verb is meant, through everything that carries it."""

from __future__ import annotations

__all__ = ["VAINLY", "Mood", "mood_of"]

from typing import Literal, NamedTuple

from frontline.reading.text.lexicon import lexicon

from .syntax import Noun, Verb

_LEX = lexicon()
Way = Literal["fact", "meant", "tried", "failed", "maybe"]

_TRYING = frozenset({"attempt", "attempts", "bid", "bids", "effort", "efforts", "try", "tries"})
VAINLY = frozenset({"unsuccessfully", "vainly"})
_FUTILE = frozenset({"unsuccessful", "failed", "abortive", "futile", "repeated-failed", "thwarted"})
_FEARS = frozenset({"risk", "danger", "fears", "fear", "hopes", "prospect", "possibility", "threat"})
# Verbs that another verb with them is as true as: "would have become encircled", "are reported to have taken".
_LETTING = frozenset({"have", "become", "remain", "stay", "get"})
_SAYING = frozenset(
    {
        "report", "say", "claim", "confirm", "announce", "see", "believe", "know", "reveal", "force", "think",
        "consider", "deem",
    }
)  # fmt: skip
_DEPTH = 5
_SHORT_OF = frozenset({"from", "at", "for", "near", "towards", "toward"})
_ORDINALS = frozenset({"first", "second", "third", "fourth", "fifth", "sixth", "last", "latest", "only", "next"})
_USING = frozenset({"use", "employ", "exploit"})
_ACCOMPLISHING = frozenset({"carry", "complete", "accomplish", "fulfil", "fulfill", "finish"})
_TIMES = frozenset({"night", "time", "week", "month", "year", "evening", "step", "steps", "phase", "stage"})
_SPANS = frozenset({"days", "hours", "weeks", "months", "day", "week"})
_FOILING = frozenset({"repel", "repulse", "foil", "thwart", "prevent", "stop"})
_DENYING = frozenset({"deny", "reject", "refute", "dismiss", "dispute", "contradict", "debunk"})
_HARD = frozenset({"impossible", "difficult", "hard", "harder"})
_TASKS = frozenset({"task", "mission", "tasks", "missions", "objective", "objectives", "aim", "goal", "goals"})


class Mood(NamedTuple):
    """`way`: it is told as fact, meant, tried (an attempt was made), failed, or may be; `denied`: it is negated."""

    way: Way
    denied: bool

    @property
    def factual(self) -> bool:
        """Whether the text asserts that it happened."""
        return self.way == "fact" and not self.denied


def mood_of(verb: Verb | None, depth: int = 0) -> Mood:
    """Return how a verb is meant: "managed to capture" is a fact, "an attempt to capture" was tried."""
    if verb is None:
        return Mood("fact", denied=False)
    way: Way = "maybe" if verb.mood else "fact"
    denied = verb.neg or verb.gerund_prep in ("without", "instead")
    if verb.lemma == "fail" and verb.modal:
        return Mood("maybe", denied=False)  # "will likely fail to take X"
    if verb.adverbs & VAINLY or verb.lemma == "fail" or (verb.modal == "could" and verb.neg):
        return Mood("failed", denied=False)
    carrier = verb.carrier
    first = verb.subj[0] if verb.subj else None
    denied = denied or (first is not None and first.det == "no" and verb.finite)  # "no troops were seen"
    of = first if verb.form == "G" else None
    if of is not None and of.prep == "of" and isinstance(of.gov, Noun) and of.gov.det == "no":
        denied = True  # "there are no reports of the army taking X"
    if isinstance(carrier, Verb) and depth < _DEPTH:
        return _carried(verb, carrier, way, depth, denied=denied)
    if isinstance(carrier, Noun):
        way = _by_noun(verb, carrier, way)
    elif (verb.to and not verb.perfect) or verb.gerund_prep in _SHORT_OF:
        way = "meant"  # "claimed, however, to have taken X" is none
    return Mood(way, denied)


def _carried(verb: Verb, carrier: Verb, way: Way, depth: int, *, denied: bool) -> Mood:
    up = mood_of(carrier, depth + 1)
    key = carrier.lemma
    hindered = verb.to and any(arg.head in _HARD for arg in carrier.args if arg.i < verb.i)
    spoken_to = key == "let" and carrier.form == "V" and not carrier.to and carrier.subj[:1] == []
    if verb.gerund_prep == "from" or hindered or spoken_to:
        return Mood("meant", denied=False)  # "prevented from", "made it impossible to", "Let them enter X"
    if key == "be":
        result = _being(verb, carrier)
    elif key in _LETTING or (carrier.passive and key in _SAYING):
        result = "done"
    else:
        told = verb.form == "G" or (carrier.passive and verb.passive and not verb.to)  # "are listed as taken"
        result = _LEX.carry.get(key, "done" if told else "meant")
    if (result == "failed" and up.way in {"maybe", "meant"}) or (result == "meant" and up.way == "failed"):
        return up  # "will likely fail to take", "tried in vain to take"
    if result == "failed":
        return Mood("fact" if up.denied else "failed", denied=False)
    if result == "meant":
        return Mood("tried" if key in ("attempt", "try", "seek", "struggle") and up.way == "fact" else "meant", denied)
    if up.denied and key in ("manage", "be", "succeed", "allow", "enable"):
        return Mood("failed", denied=False)
    return Mood(up.way if up.way != "fact" else way, denied or up.denied)


def _being(verb: Verb, carrier: Verb) -> str:
    """Return how a verb that hangs on "be" is meant: "was able to take", "is to take", "has been "fully taken""."""
    if "unable" in carrier.adverbs:
        return "failed"
    return "meant" if (verb.to or verb.gerund_prep) and "able" not in carrier.adverbs else "done"


def _foiled(doing: Verb, carrier: Noun) -> bool:
    """Tell whether what carries a verb was thrown back: "foiled an attempt to", "beat back an assault to"."""
    if doing.lemma == "fail":
        return carrier.prep == "in"  # "failed in their attempt to"
    if carrier.head in _TRYING:
        return doing.lemma in _FOILING
    repels = any(
        frame.kind == "repel" and (not frame.particle or frame.particle & doing.particles)
        for frame in _LEX.frames.get(doing.lemma, ())
    )
    return repels and carrier.rel == "obj" and "attack" in carrier.classes and not doing.passive


def _by_noun(verb: Verb, carrier: Noun, way: Way) -> Way:
    """Return how "an attempt to", "the aim of" and their like make a verb meant."""
    gov = carrier.gov if isinstance(carrier.gov, Verb) else None
    if carrier.head == "unsuccessful" or (gov is not None and _foiled(gov, carrier)):
        return "failed"  # "were unsuccessful in taking"
    if carrier.head in _TRYING:
        return "failed" if carrier.futile or _FUTILE & carrier.words else "tried"
    if carrier.head in ("able", "unable"):
        up = mood_of(gov)
        done = (carrier.head == "able") != up.denied
        return up.way if up.way != "fact" else "fact" if done else "failed"
    if verb.to and verb.perfect:
        return "maybe" if gov is not None and gov.lemma in _DENYING else way  # "denied a claim to have taken X"
    if _came_true(carrier):
        return mood_of(gov).way
    return "meant" if verb.to or carrier.head in _LEX.meant_nouns or carrier.head in _FEARS else way


def _came_true(noun: Noun) -> bool:
    """Tell whether what hangs on a noun was done: "the first town to fall", "carried out the task of clearing"."""
    above: Noun | Verb | None = noun
    while isinstance(above, Noun) and above.prep in {"in", "of", "outside"}:
        above = above.gov  # "the third town in the region | to fall"
    top = above if isinstance(above, Noun) else noun
    ranked = top.head in _ORDINALS or not top.words.isdisjoint(_ORDINALS)
    if ranked and top.head not in _LEX.meant_nouns | _TIMES:
        return True
    gov = noun.gov
    if not isinstance(gov, Verb):
        return False
    if noun.rel == "obj" and gov.lemma in _USING and noun.head not in _LEX.meant_nouns:
        return True  # "used the hill to shell X"
    if gov.lemma == "take" and noun.head in _SPANS:
        return True  # "it took two days to reach X"
    return gov.lemma in _ACCOMPLISHING and noun.head in _TASKS

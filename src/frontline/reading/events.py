"""From verbs and nouns with their phrases to what a sentence claims: kind, place, sides, factuality.

What each verb and noun says is data (`lexicon.toml`); here it is laid on the clauses. The result are candidates:
`settle.py` keeps of each place what says most.
"""

from __future__ import annotations

__all__ = ["Event", "events"]

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .extents import EVENT, FORCE, ROAD, SETTLEMENT, SITE, Found, is_compass, places, road
from .factuality import Mood, mood_of
from .lexicon import Frame, NounFrame, lexicon, nouns_of
from .syntax import Noun, Sentence, Verb

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from frontline.model import Kind

    from .clauses import Clauses
    from .discourse import Discourse

_LEX = lexicon()
_CLASSES = {name: nouns_of(name) for name in ("control", "siege", "flag", "attack", "progress", "foothold", "contact", "hands", "fire", "edge")}
_LOSING = frozenset({"lose", "cede", "relinquish", "surrender", "yield", "hand", "deliver"})
_REPELLING = frozenset({"repel", "repulse", "foil", "thwart"})
_SUPPORT = frozenset({
    "launch", "conduct", "carry", "mount", "start", "begin", "initiate", "stage", "undertake", "make", "open", "continue", "resume", "lead",
    "execute", "perform", "erupt", "take", "rage", "occur", "break", "hit", "happen", "ensue", "report", "be", "intensify", "escalate",
    "strike", "target", "shift", "spread", "move", "reach", "kill", "wound", "injure", "destroy", "damage", "concentrate", "leave", "follow",
})  # fmt: skip
_HITTING = frozenset({"hit", "strike", "target", "reach"})
_BATTLE = frozenset({"begin", "start", "erupt", "rage", "break", "continue", "resume", "escalate", "intensify", "ensue", "fight"})
_DISTANCE = frozenset({"km", "kilometer", "kilometers", "kilometre", "kilometres", "mile", "miles", "meters", "metres", "meter", "metre", "yards", "m"})
_AT = frozenset({"in", "at", "near", "around", "inside", "on", "within", "outside", "of"})
_INTENT = frozenset({"gain", "besiege", "cut", "relieve", "reopen", "hold", "withdraw"})
_QUANTITY = frozenset({"series", "wave", "waves", "number", "string", "spate", "round", "rounds", "barrage", "couple", "dozens", "hundreds", "lot"})
_STRIKE = frozenset({"airstrike", "airstrikes", "air-strike", "air-strikes", "strike", "strikes", "shelling", "bombardment", "bombing", "bombings", "raid", "raids", "barrage"})
_MELEE = frozenset({"clash", "clashes", "fighting", "fight", "battle", "battles", "skirmish", "skirmishes", "firefight"})
_GENERIC_FORCE = frozenset({"reinforcements", "attackers", "defenders", "garrison", "infiltrators", "latter", "former", "side", "bombers", "units", "elements", "members", "allies"})


@dataclass(slots=True)
class Event:
    """A candidate for a claim: where its trigger and its words stand, and what it rests on."""

    kind: Kind
    place: str
    actor: str | None
    target: str | None
    at: int  # the trigger's word
    first: int  # the words that carry the claim
    last: int
    mood: Mood
    trigger: str
    relation: str
    extent: str = "whole"
    anaphor: bool = False
    verb: Verb | None = None
    noun: Noun | None = None
    found: Noun | None = None
    factual: bool = True
    actor_how: str = "told"
    score: float = 1.0


def events(s: Sentence, clauses: Clauses, talk: Discourse) -> list[Event]:
    """Return all that the sentence may claim."""
    teller = _Teller(s, clauses, talk)
    for item in sorted([*clauses.verbs, *clauses.nouns], key=lambda item: item.i):
        if isinstance(item, Verb):
            for frame in _LEX.frames.get(item.lemma, ()):
                teller.verb(item, frame)
            teller.within(item)
            continue
        for noun_frame in _LEX.nouns.get(item.head, ()):
            if teller.noun(item, noun_frame):
                break
        if item.held is not None or item.head == "stronghold":
            teller.held(item)
        if item.besieged and not item.plural:
            teller.besieged(item)
    return teller.out


class _Teller:
    """One sentence's telling: its events so far, and the phrases that a verb has already spoken for."""

    __slots__ = ("clauses", "out", "s", "subject_of", "talk", "used")

    def __init__(self, s: Sentence, clauses: Clauses, talk: Discourse) -> None:
        self.s, self.clauses, self.talk = s, clauses, talk
        self.out: list[Event] = []
        self.used: set[int] = set()
        self.subject_of: dict[int, Verb] = {}
        for verb in reversed(clauses.verbs):
            for noun in verb.subj:
                self.subject_of[id(noun)] = verb

    # ------------------------------------------------------------ who

    def who(self, nouns: Iterable[Noun | None], *, carried: bool = True, depth: int = 0) -> str | None:
        """Return the side that the first of the phrases to be one stands for."""
        for noun in nouns:
            if noun is None:
                continue
            side = self._one(noun, carried=carried, depth=depth)
            if side is not None:
                return side
        return None

    def _one(self, noun: Noun, *, carried: bool, depth: int) -> str | None:
        if noun.side:
            return noun.side
        if noun.mod and (not noun.name or noun.head in EVENT or noun.head in FORCE):
            return noun.mod
        for phrase in noun.pps:
            if phrase.prep in ("of", "from", "by") and (phrase.side or phrase.mod) and not phrase.name:
                return phrase.side or phrase.mod
        if not carried:
            return None
        if noun.pron:
            return self._before(noun) if noun.head not in ("we", "you", "i") else None
        if noun.head in EVENT and depth < 2 and isinstance(noun.gov, Verb):
            return self.who(noun.gov.subj, depth=depth + 1) if not noun.gov.passive else self.who([noun.gov.agent], depth=depth + 1)
        if noun.head in FORCE or noun.head in _GENERIC_FORCE:
            return self._before(noun)
        return None

    def _before(self, noun: Noun) -> str | None:
        """Return the side that "they", "the militants" goes back to: the last subject that is one."""
        for other in reversed(self.clauses.nouns):
            if other.i < noun.i and other.rel == "subj" and other.lead is None and (other.side or other.mod) and not other.name:
                return other.side or other.mod
        return self.talk.subject

    def _stranger(self, subj: Sequence[Noun]) -> bool:
        """Tell whether the subject is someone who takes no part in the war: civilians, a spokesman, a fire."""
        if not subj:
            return False
        noun = subj[0]
        return not (noun.side or noun.mod or noun.pron or noun.head in FORCE or noun.head in EVENT or noun.head in _GENERIC_FORCE or noun.held)

    # ------------------------------------------------------------ what

    def tell(self, kind: Kind, found: Found, actor: str | None, target: str | None, *, verb: Verb | None, at: int, trigger: str, relation: str, noun: Noun | None = None) -> None:
        """Add an event; how it is meant may make it another: who failed to capture a place was repelled there."""
        mood = mood_of(verb)
        if found.first >= 0:
            first, last = min(at, found.first), max(at, found.last)
        else:
            first, last = min(at, found.noun.i), max(at, found.noun.j - 1)
        event = Event(kind, found.name, actor, target, at, first, last, mood, trigger, relation, found.extent, found.anaphor, verb, noun, found.noun, mood.factual)
        if mood.way == "failed" and not mood.denied and kind in ("gain", "advance", "attack"):
            event.kind, event.actor, event.target = "repel", target or self.talk.enemy(actor), actor
            event.factual = True
            self._by_whom_failed(event, verb)
        elif mood.way == "tried" and not mood.denied and kind in ("advance", "attack"):
            event.kind, event.factual = "attack", True
        self.out.append(event)

    def _by_whom_failed(self, event: Event, verb: Verb | None) -> None:
        """Take the sides from what made the attempt fail: "the army foiled an attempt by ISIL to enter"."""
        attempt = verb.carrier if verb is not None else None
        if not isinstance(attempt, Noun):
            return
        doer = attempt.gov if isinstance(attempt.gov, Verb) else self.subject_of.get(id(attempt))
        if doer is None or doer.lemma not in _REPELLING:
            return
        attacker = attempt.mod or self.who([p for p in attempt.pps if p.prep in ("by", "of", "from")], carried=False)
        defender = self.who([doer.agent] if doer.passive else doer.subj)
        event.actor, event.target = defender or self.talk.enemy(attacker), attacker or self.talk.enemy(defender)

    # ------------------------------------------------------------ verbs

    def verb(self, verb: Verb, frame: Frame) -> None:
        """Lay a verb's frame on its phrases."""
        if frame.needs and frame.needs not in verb.adverbs:
            return
        if verb.lemma == "take" and any(arg.head in ("place", "part") for arg in verb.args[:1]):
            return
        if frame.particle and not (frame.particle & verb.particles or any(arg.prep in frame.particle for arg in verb.args)):
            return
        obj = next((arg for arg in verb.args if arg.rel == "obj" and arg.lead is None), None)
        if verb.rel_obj is not None and obj is None:
            obj = verb.rel_obj
        if verb.passive:
            dummy = verb.subj and verb.subj[0].pron and verb.subj[0].head == "it" and obj is not None and obj.name
            obj = obj if dummy else (verb.rel_of or (verb.subj[0] if verb.subj else None))
            actor = self.who([verb.agent, *verb.agent.coords]) if verb.agent is not None else None
        else:
            actor = self.who(verb.subj)
        if frame.with_ == "side":
            self._driven_out(verb, frame, obj, actor)
        elif frame.with_ == "road":
            self._on_road(verb, frame, obj, actor)
        elif frame.with_ == "attack":
            self._thrown_back(verb, frame, obj, actor)
        elif frame.with_:
            self._with(verb, frame, obj, actor)
        else:
            self._plain(verb, frame, obj, actor)

    def _plain(self, verb: Verb, frame: Frame, obj: Noun | None, actor: str | None) -> None:
        kind = frame.kind
        if kind == "advance" and "obj" not in frame.place and not verb.passive and obj is not None and not (obj.side or obj.mod or obj.head in FORCE or obj.head in EVENT or _DISTANCE & obj.words):
            return  # moved something
        if not verb.passive and kind in ("gain", "advance", "withdraw", "hold") and "subj" not in frame.place and actor is None and self._stranger(verb.subj):
            return
        target = self.who([arg for arg in verb.args if arg.prep == "from"], carried=False)
        if verb.lemma in _LOSING:
            actor, target = self._receiver(verb, frame), self.who([verb.agent]) if verb.passive else actor
            actor = actor or self.talk.enemy(target)
        candidates: list[tuple[str, Noun]] = []
        if "subj" in frame.place and not verb.passive:
            actor, target = self._receiver(verb, frame), None
            if not verb.subj or (actor is None and not self._falls(verb)):
                return
            candidates.append(("subj", verb.subj[0]))
        if "obj" in frame.place and obj is not None:
            candidates.append(("obj", obj))
            if verb.passive and verb.lemma == "clear":
                target = target or self.who([arg for arg in verb.args if arg.prep == "of"], carried=False)
                actor = actor or self.talk.enemy(target)
        if kind == "besiege" and obj is not None and road(self.s, obj) is not None:
            return
        candidates += [(arg.rel, arg) for arg in verb.args if arg.rel in frame.place and arg.rel not in ("obj", "subj") and arg.lead is None and not is_compass(arg)]
        told = told_object = False
        for relation, noun in candidates:
            if told_object and relation in ("near", "around", "in", "at", "on", "inside"):
                continue  # where it stands: told already by the object
            if kind == "besiege" and verb.form == "G" and not verb.passive and self._stranger(verb.subj):
                return  # "the hills surrounding it"
            told |= self._at(verb, kind, relation, noun, actor, target)
            told_object |= told and relation == "obj"
        if not told and kind in ("attack", "besiege") and obj is not None:
            for phrase in self._around(obj):
                if phrase.prep in _AT and not is_compass(phrase):
                    self._at(verb, kind, "obj-" + phrase.prep, phrase, actor, target or obj.held or obj.mod)

    def _at(self, verb: Verb, kind: Kind, relation: str, noun: Noun, actor: str | None, target: str | None) -> bool:
        """Tell of each place in a phrase what the verb says; how much of the place is meant may weaken it."""
        told = False
        for found in places(self.s, noun, self.talk):
            told_kind = _weakened(kind, found, verb, relation)
            if told_kind is None:
                continue
            if told_kind == "advance" and verb.lemma in ("push", "press") and any(arg.rel == "obj" and arg.head in EVENT for arg in verb.args):
                told_kind = "attack"  # pushed its assault towards
            if told_kind == "hold" and verb.lemma == "control" and verb.carrier is not None:
                told_kind = "gain"  # managed to control
            self.tell(told_kind, found, actor, target or noun.held, verb=verb, at=verb.j - 1, trigger=verb.lemma, relation=relation, noun=noun)
            told = True
        return told

    def _around(self, noun: Noun) -> list[Noun]:
        """Return the phrases under a noun phrase, and under a participle that hangs on it: "points held by X at Y"."""
        phrases = _below(noun)
        for verb in self.clauses.verbs:
            if verb.passive and not verb.finite and verb.subj and verb.subj[0] is noun:
                phrases += verb.args
        return phrases

    def defender(self, place: str, attacker: str | None) -> str | None:
        """Return who defends a place: who holds it as far as the report has told, else whom the attacker fights."""
        holder = self.talk.holder.get(place.casefold())
        return holder if holder is not None and holder != attacker else self.talk.enemy(attacker)

    def _falls(self, verb: Verb) -> bool:
        """Tell whether "fell" without a new holder means a loss: the town fell, not: it fell on, into, from."""
        return verb.lemma == "fall" and not any(arg.prep in ("from", "on", "in", "into", "within", "under", "to", "short", "behind", "by") for arg in verb.args)

    def _receiver(self, verb: Verb, frame: Frame) -> str | None:
        """Return who a place fell to, or was handed to."""
        for arg in verb.args:
            if arg.prep in frame.to:
                if arg.head in _CLASSES["control"] or arg.head in _CLASSES["hands"]:
                    side = arg.mod or arg.side or self.who([p for p in arg.pps if p.prep in ("of", "by")], carried=False)
                else:
                    side = arg.side or (arg.mod if arg.head in EVENT or arg.head in FORCE else None)
                if side:
                    return side
        return next((arg.mod for arg in verb.args if arg.head in EVENT and arg.mod and verb.lemma in _LOSING), None)

    def _driven_out(self, verb: Verb, frame: Frame, obj: Noun | None, actor: str | None) -> None:
        if obj is None or not (obj.side or obj.mod or obj.head in FORCE or (obj.pron and obj.head == "them")):
            return
        target = self.who([obj])
        for arg in verb.args:
            if arg.prep not in frame.place or not arg.prep or is_compass(arg) or arg.lead is not None:
                continue
            for found in places(self.s, arg, self.talk):
                if found.extent == "some" and verb.lemma != "push":
                    continue
                kind: Kind = "gain" if found.extent == "whole" else "advance"
                self.tell(kind, found, actor, target, verb=verb, at=verb.j - 1, trigger=verb.lemma, relation="side-" + arg.prep)

    def _on_road(self, verb: Verb, frame: Frame, obj: Noun | None, actor: str | None) -> None:
        for noun in [obj, *obj.coords] if obj is not None else []:
            found = road(self.s, noun, self.talk)
            if found is None and noun.pron and noun.head == "it":
                found = next((Found(name, noun, anaphor=True) for name in self.talk.antecedents("road", before=noun.i)), None)
            if found is None and noun.name and noun.name.lower().split()[-1] in ROAD:
                found = Found(noun.name, noun, first=noun.first, last=noun.last)
            named = found is not None and (found.anaphor or "supply" in noun.words or found.last > noun.j - 1 or any(tag == "X" for tag in self.s.tags[found.first : found.last + 1]))
            if found is not None and named and (noun.head != "corridor" or frame.kind == "cut"):
                self.tell(frame.kind, found, actor, noun.mod, verb=verb, at=verb.j - 1, trigger=verb.lemma, relation="road", noun=noun)
                self.used.add(id(noun))

    def _with(self, verb: Verb, frame: Frame, obj: Noun | None, actor: str | None) -> None:
        """Tell what hangs on a noun beside the verb: took control of X, broke the siege of X, X came under control."""
        wanted = _CLASSES[frame.with_]
        args = [arg for arg in verb.args if arg.head in wanted and arg.lead is None]
        if obj is not None and obj.head in wanted and obj not in args:
            args.insert(0, obj)
        if frame.with_ == "siege" and obj is None and not verb.passive and verb.subj and verb.subj[0].head in wanted:
            args.append(verb.subj[0])  # the siege ended
            actor = None
        holder = next((arg for arg in args if _fits(arg, obj, frame)), None)
        if holder is None or "fire" in holder.words or "fire-control" in holder.words:
            return
        if frame.particle and frame.place <= {"subj", "obj"}:
            self._under(verb, frame, holder, obj, actor)
            return
        if frame.with_ == "edge" and (holder.prep not in ("on", "at", "near", "") or actor is None or (not holder.prep and verb.lemma != "reach")):
            return
        self.used.add(id(holder))
        if verb.lemma in ("leave", "put") and obj is not None and obj is not holder:
            actor = self.who([obj])
        target = self.who([arg for arg in verb.args if arg.prep == "from"], carried=False)
        if verb.lemma in _LOSING:
            target, actor = actor, self._receiver(verb, frame)
            actor = actor or self.talk.enemy(target)
        elif frame.kind == "hold" and actor is None and self._stranger(verb.subj):
            return
        self._hanging(verb, frame, holder, actor, target)

    def _hanging(self, verb: Verb, frame: Frame, holder: Noun, actor: str | None, target: str | None) -> None:
        at, kind = verb.j - 1, frame.kind
        later = [arg for arg in verb.args if arg.i > holder.i and arg.gov is verb]
        relation = frame.with_
        for arg in [*holder.pps, *later]:
            if arg.prep not in frame.place or is_compass(arg) or arg.lead is not None:
                continue
            told = False
            for found in places(self.s, arg, self.talk):
                told_kind = _weakened(kind, found, verb, relation)
                lost_road = verb.lemma in _LOSING and road(self.s, arg) is not None
                if lost_road:
                    told_kind = "cut"
                if told_kind is not None:
                    self.tell(told_kind, found, actor, target, verb=verb, at=at, trigger=verb.lemma, relation=relation, noun=holder)
                    told = True
            if told:
                return
        if holder.name:
            found = Found(holder.name, holder, first=holder.first, last=holder.last)
            self.tell(kind, found, actor, target, verb=verb, at=at, trigger=verb.lemma, relation=relation + "-name", noun=holder)
        elif frame.with_ == "siege":
            known = [self.talk.last_besieged] if self.talk.last_besieged else self.talk.antecedents("it", before=holder.i)
            for name in known:
                self.tell(kind, Found(name, holder, anaphor=True), actor, target, verb=verb, at=at, trigger=verb.lemma, relation="siege-talk", noun=holder)

    def _under(self, verb: Verb, frame: Frame, holder: Noun, obj: Noun | None, actor: str | None) -> None:
        """Tell of what came, was, or was put under somebody's control, into somebody's hands, under siege."""
        side = holder.mod or holder.side or self.who([p for p in holder.pps if p.prep in ("of", "by")], carried=False)
        if side is None and verb.agent is not None:
            side = self.who([verb.agent], carried=False)
        if frame.kind in ("gain", "hold") and side is None:
            return
        if "obj" in frame.place and not verb.passive and verb.lemma in ("put", "place", "bring"):
            nouns = [obj] if obj is not None and obj is not holder else []
            side = side or actor
        else:
            nouns = [verb.rel_of] if verb.rel_of is not None else verb.subj[:1]
        for noun in nouns:
            for found in places(self.s, noun, self.talk):
                if found.extent == "whole" or frame.kind == "besiege":
                    self.tell(frame.kind, found, side, None, verb=verb, at=verb.j - 1, trigger=verb.lemma, relation="under-" + frame.with_, noun=holder)

    def _thrown_back(self, verb: Verb, frame: Frame, obj: Noun | None, actor: str | None) -> None:
        """Tell of an attack that was repelled: who did it, whose attack it was, and where."""
        holder = obj
        sure = verb.lemma in _REPELLING or (verb.passive and not verb.particles.isdisjoint(("back", "off")))
        if holder is None:
            return
        pointing = sure and (holder.pron or holder.head in ("militants", "rebels", "attackers", "both", "all") or (holder.side is not None and verb.passive))
        if holder.head not in _CLASSES["attack"] and not pointing and holder.head.removesuffix("s") not in _CLASSES["attack"]:
            return
        if not sure and holder.head in ("advance", "advances", "push") and not holder.pps:
            return
        self.used.add(id(holder))
        attacker = holder.mod or holder.side or self.who([p for p in holder.pps if p.prep in ("by", "from", "of")], carried=False)
        if attacker is None and (holder.det in ("their", "its") or holder.pron):
            attacker = self._before(holder)
        if attacker is not None and attacker == actor:
            attacker = None
        at = verb.j - 1
        phrases = [*_below(holder), *(arg for arg in verb.args if arg.rel != "obj" and arg is not verb.agent and arg not in holder.pps)]
        held = next((p.held for p in phrases if p.held), None)
        actor = actor or held or self.talk.enemy(attacker)
        attacker = attacker or self.talk.enemy(actor)
        told = False
        for phrase in phrases:
            if phrase.prep in frame.place and not is_compass(phrase) and not told:
                for found in places(self.s, phrase, self.talk):
                    self.tell("repel", found, actor, attacker, verb=verb, at=at, trigger=verb.lemma, relation="attack", noun=holder)
                    told = True
        if not told and holder.name:
            self.tell("repel", Found(holder.name, holder, first=holder.first, last=holder.last), actor, attacker, verb=verb, at=at, trigger=verb.lemma, relation="attack-name", noun=holder)
            told = True
        if not told and not self._elsewhere(phrases, holder, at):
            self._repelled_before(verb, holder, actor, attacker)

    def _elsewhere(self, phrases: Sequence[Noun], holder: Noun, at: int) -> bool:
        """Tell whether the attack is another than the one told before: it has a place of its own, or is a new one."""
        if any(p.prep in ("on", "against", "at", "in", "near", "of") and (p.name or p.head in SETTLEMENT or p.head in SITE) for p in phrases):
            return True
        return holder.det not in ("the", "this", "that", "their", "its", "these", "both", "all") and not holder.pron and not (holder.side and not holder.name) and not any(
            e.at < at for e in self.out
        )

    def _repelled_before(self, verb: Verb, holder: Noun, actor: str | None, attacker: str | None) -> None:
        """Tell that the attack told before, in this sentence or the last ones, was repelled."""
        at = verb.j - 1
        known_actor = verb.agent is not None and actor is not None
        before = [e for e in self.out if e.at < at and (e.kind in ("attack", "advance") or (e.kind == "gain" and not e.factual and e.mood.way in ("tried", "meant")))]
        if before:
            last = [e for e in before if e.at == before[-1].at and e.kind == before[-1].kind]
            for e in last:
                defender = actor if known_actor else e.target or self.defender(e.place, e.actor) or actor
                found = Found(e.place, e.found or holder, anaphor=True)
                self.tell("repel", found, defender, e.actor, verb=verb, at=at, trigger=verb.lemma, relation="attack-before", noun=holder)
        elif self.talk.last_attack is not None and not any(
            n.i < verb.i and n is not holder and n.det in ("a", "an", "another", "") and n.head.removesuffix("s") in _CLASSES["attack"] for n in self.clauses.nouns
        ):
            was, target, names = self.talk.last_attack
            attacker = was or attacker
            for name in names:
                self.tell("repel", Found(name, holder, anaphor=True), actor if known_actor else self.defender(name, attacker) or target or actor, attacker, verb=verb, at=at, trigger=verb.lemma, relation="attack-talk", noun=holder)

    def within(self, verb: Verb) -> None:
        """Tell of who came, or was brought, within five kilometres of a place, or stood five kilometres from it."""
        for arg in verb.args:
            standing = not arg.prep and verb.lemma in ("be", "stand", "remain", "lie", "stop") and self.who(verb.subj) is not None
            if (arg.prep != "within" and not standing) or not _DISTANCE & arg.words or "range" in arg.words:
                continue
            if verb.lemma in ("kill", "fire", "shoot", "detonate", "wound", "hit", "strike"):
                continue
            actor = self.who(verb.subj)
            if verb.lemma in ("bring", "put", "place", "leave", "take"):
                actor = self.who([a for a in verb.args if a.rel == "obj"]) or actor
            for phrase in [*arg.pps, *(a for a in verb.args if a.i > arg.i)]:
                if phrase.prep in ("of", "from", "away") and not is_compass(phrase):
                    for found in places(self.s, phrase, self.talk)[:1]:
                        if found.extent != "some":
                            self.tell("advance", found, actor, None, verb=verb, at=verb.j - 1, trigger=verb.lemma, relation="within", noun=arg)
                    break

    # ------------------------------------------------------------ nouns

    def noun(self, noun: Noun, frame: NounFrame) -> bool:
        """Lay a noun's frame on its phrases: the capture of X, an attack on X, X's fall."""
        kind = frame.kind
        top = noun
        while top.prep == "of" and isinstance(top.gov, Noun) and top.gov.head in _QUANTITY:
            top = top.gov
        verb = top.gov if isinstance(top.gov, Verb) and top.rel == "obj" else None
        doing = self.subject_of.get(id(noun.lead or noun))
        if noun.head in ("battle", "operation", "siege", "offensive-battle") and not self._fought(noun, verb, doing):
            return False
        actor, target = self._noun_sides(noun, kind, verb, doing)
        found = self._noun_places(noun, frame, verb, doing)
        governing = verb if verb is not None else doing if doing is not None and doing.lemma in _SUPPORT else None
        if kind == "gain" and doing is not None:
            governing = None
        for relation, place in found:
            told = _noun_kind(kind, noun, place, relation)
            if told is None:
                continue
            if noun.head in ("loss", "losing") and road(self.s, place.noun) is not None:
                told = "cut"
            self.tell(told, place, actor, target or place.noun.held, verb=governing, at=noun.j - 1, trigger=noun.head, relation="noun-" + relation, noun=noun)
            event = self.out[-1]
            if governing is None:
                event.factual = not (noun.prep in ("for", "against") and kind == "gain") and noun.det not in ("no", "any") and not noun.planned
                gov = noun.gov
                if noun.prep in ("for", "to") and isinstance(gov, Noun) and gov.head in _LEX.meant_nouns | {"preparations", "pad"}:
                    event.factual = False
                if noun.prep == "for" and isinstance(gov, Verb) and gov.lemma in ("prepare", "plan", "call", "wait", "push", "aim"):
                    event.factual = False
            elif noun.det == "no" or noun.planned:
                event.factual = False
        return bool(found)

    def _fought(self, noun: Noun, verb: Verb | None, doing: Verb | None) -> bool:
        """Tell whether a battle is told of as being fought, rather than named."""
        if noun.det in ("a", "the") and noun.i == 0:
            return False
        return (doing is not None and doing.lemma in _BATTLE) or (verb is not None and verb.lemma in _SUPPORT and noun.det in ("a", "an", "its", "their") and verb.lemma != "be")

    def _noun_sides(self, noun: Noun, kind: Kind, verb: Verb | None, doing: Verb | None) -> tuple[str | None, str | None]:
        actor = noun.mod or noun.side
        if actor is None and kind == "withdraw" and verb is not None and verb.lemma in _SUPPORT:
            actor = self.who(verb.subj)
        if actor is None and noun.lead is not None:
            actor = noun.lead.mod
        if actor is None and verb is not None and kind not in ("gain", "withdraw"):
            actor = self.who(verb.subj) if not verb.passive else self.who([verb.agent], carried=False)
        if actor is None:
            by = [
                p
                for p in _below(noun)
                if p.prep == "by" or (p.prep == "from" and kind != "withdraw") or (p.prep == "of" and p.side and not p.name)
            ]
            actor = self.who(by, carried=False)
        if actor is None and doing is not None and doing.passive and doing.agent is not None:
            actor = self.who([doing.agent])
        if actor is None and noun.det in ("their", "its") and kind != "gain":
            actor = self._before(noun)
        target = self.who([p for p in noun.pps if p.prep in ("against", "with")], carried=False)
        if kind == "gain" and noun.head in ("fall", "loss", "losing"):
            loser = actor
            actor = self.who([p for p in _below(noun) if p.prep == "to"], carried=False) or self.talk.enemy(loser)
            target = loser
        return actor, target

    def _noun_places(self, noun: Noun, frame: NounFrame, verb: Verb | None, doing: Verb | None) -> list[tuple[str, Found]]:
        arguments = _below(noun)
        if verb is not None:
            arguments += [arg for arg in verb.args if arg.i > noun.i and arg not in arguments and arg.prep]
        if doing is not None and frame.kind in ("attack", "advance") and (doing.lemma in _SUPPORT or noun.head in _STRIKE):
            arguments += [arg for arg in doing.args if (arg.prep or doing.lemma in _HITTING) and arg not in arguments]
        found: list[tuple[str, Found]] = []
        for phrase in arguments:
            if phrase.prep not in frame.place and not (phrase.rel == "obj" and doing is not None and doing.lemma in _HITTING):
                continue
            if is_compass(phrase) or phrase.lead is not None:
                continue
            here = [(phrase.prep or "obj", place) for place in places(self.s, phrase, self.talk)]
            if not here and frame.kind == "attack":
                here = [(p.prep, place) for p in _below(phrase) if p.prep in _AT and not is_compass(p) for place in places(self.s, p, self.talk)]
            if here:
                found = here
                break
        if not found and frame.kind == "attack" and noun.head in _MELEE:
            found = self._melee(noun)
        if not found and "gen" in frame.place and noun.name and noun.poss:
            found.append(("gen", Found(noun.name, noun, first=noun.first, last=noun.last)))
        if not found and "gen" in frame.place and noun.det == "its":
            found += [("gen", Found(name, noun, anaphor=True)) for name in self.talk.antecedents("it", before=noun.i)]
        return found

    def _melee(self, noun: Noun) -> list[tuple[str, Found]]:
        """Return where people fought whose fighting has no place of its own: "where fighting continued", "killed in X
        during clashes"."""
        s = self.s
        if noun.i and s.lows[noun.i - 1] == "where":
            before = [other for other in self.clauses.nouns if other.i < noun.i and other.name]
            return [("where", found) for found in places(s, before[-1], self.talk)[:1]] if before else []
        for verb in self.clauses.verbs:
            if noun in verb.args and verb.lemma in ("kill", "die", "wound", "injure", "destroy", "lose"):
                for arg in verb.args:
                    if arg.prep in ("in", "at", "near", "around") and not is_compass(arg) and arg is not noun:
                        return [("where", found) for found in places(s, arg, self.talk)]
        return []

    def held(self, noun: Noun) -> None:
        """Tell of the ISIL-held town of X, a rebel stronghold, "X was still ISIL-held"."""
        holder = noun.held or noun.mod or noun.side
        if holder is None:
            return
        if isinstance(noun.gov, Verb) and noun.gov.lemma in ("be", "remain") and not noun.name and noun.rel == "obj" and noun.gov.subj:
            for found in places(self.s, noun.gov.subj[0], self.talk):
                self.tell("hold", found, holder, None, verb=noun.gov, at=noun.j - 1, trigger="held", relation="held-be", noun=noun)
            return
        if noun.head == "stronghold" and noun.lead is not None and noun.lead.name and not noun.name:
            found = Found(noun.lead.name, noun.lead, first=noun.lead.first, last=noun.lead.last)
            self.tell("hold", found, holder, None, verb=None, at=noun.j - 1, trigger="stronghold", relation="held", noun=noun)
            return
        if (noun.plural and not noun.name) or noun.head in ("area", "areas", "part", "parts", "territory", "ground", "land", "suburbs", "pocket", "side"):
            return
        for found in places(self.s, noun, self.talk):
            if found.extent == "whole" and not found.anaphor:
                self.tell("hold", found, holder, None, verb=None, at=noun.i, trigger="held" if noun.held else "stronghold", relation="held", noun=noun)

    def besieged(self, noun: Noun) -> None:
        """Tell of the besieged town."""
        for found in places(self.s, noun, self.talk):
            if found.extent == "whole":
                verb = self.subject_of.get(id(noun)) or next((v for v in self.clauses.verbs if noun in v.args), None)
                around = self.who(verb.subj) if verb is not None else None
                coming = verb is not None and any(f.kind in ("advance", "relieve") for f in _LEX.frames.get(verb.lemma, ()))
                leaving = verb is not None and any(f.kind == "withdraw" for f in _LEX.frames.get(verb.lemma, ()))
                actor = self.talk.enemy(around) if coming or leaving else None
                self.tell("besiege", found, actor, None, verb=None, at=noun.i, trigger="besieged", relation="besieged", noun=noun)


def _fits(arg: Noun, obj: Noun | None, frame: Frame) -> bool:
    """Tell whether a phrase stands to the verb as the frame wants its noun to stand."""
    if frame.particle:
        return arg.prep in frame.particle
    return not arg.prep or arg is obj or frame.with_ == "edge"


def _below(noun: Noun) -> list[Noun]:
    """Return all phrases under a phrase, outermost first."""
    found = list(noun.pps)
    for phrase in found:
        if len(found) > 12:
            break
        found.extend(phrase.pps)
    return found


def _weakened(kind: Kind, found: Found, verb: Verb, relation: str) -> Kind | None:
    """Return what a verb says of a place of which only so much is meant; None where it says nothing of it."""
    extent = found.extent
    if extent == "whole":
        if kind == "gain" and relation == "near":
            return None
        return kind
    if kind == "gain":
        if extent == "part" and verb.lemma not in ("lose", "fall", "clear"):
            return "advance"
        return None
    if kind == "hold":
        return None
    if extent == "some" and (kind in ("advance", "withdraw", "relieve", "besiege") or relation == "near"):
        return None
    return kind


def _noun_kind(kind: Kind, noun: Noun, place: Found, relation: str) -> Kind | None:
    if place.extent != "whole" and kind == "gain":
        return None
    if kind == "attack" and noun.head in ("offensive", "offensives", "push", "drive") and relation in ("towards", "toward"):
        return "advance"
    if kind == "advance" and (place.extent == "some" or place.noun.head in ("region", "regions", "countryside")):
        return None
    if kind == "attack" and relation == "of" and noun.head not in ("shelling", "bombardment", "bombing", "assault", "storming", "siege", "battle", "attack"):
        return None
    return kind


_ = (SETTLEMENT, SITE)

"""From verbs and nouns with their phrases to what the sentence claims: kind, place, sides, factuality."""

from __future__ import annotations

__all__ = ["Event", "events"]

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .lexicon import Frame, lexicon
from .syntax import Mark, Noun, Sentence, Verb

if TYPE_CHECKING:
    from collections.abc import Iterable

    from frontline.model import Kind

    from .clauses import Clauses
    from .discourse import Discourse

_LEX = lexicon()


def _class(name: str) -> frozenset[str]:
    return frozenset(word for word, groups in _LEX.classes.items() if name in groups)


_SETTLE, _SITE, _PART, _ROAD, _FORCE = _class("settlement"), _class("site"), _class("part"), _class("road"), _class("force")
_COMPASS, _SIEGE, _ATTACK, _CONTROL, _WHOLE = _class("compass"), _class("siege"), _class("attack"), _class("control"), _class("whole")
_ROADISH = frozenset({"road", "roads", "highway", "highways", "route", "routes", "supply", "line", "lines", "motorway", "artery", "lifeline", "corridor"})


@dataclass(slots=True)
class Event:
    """A candidate for a claim, with what speaks for and against it as features."""

    kind: Kind
    place: str
    actor: str | None
    target: str | None
    at: int  # the word of the trigger
    first: int  # words that carry it
    last: int
    factual: bool = True
    hedged: bool = False
    verb: Verb | None = None
    trigger: str = ""
    relation: str = ""
    anaphor: bool = False
    score: float = 1.0
    features: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Found:
    """A place found in a noun phrase: how much of it is meant, and by which words."""

    name: str
    noun: Noun
    part: str = ""  # "", part, whole, near, inside, some (unnamed things in it)
    anaphor: bool = False


def _is_compass(noun: Noun) -> bool:
    return isinstance(noun.gov, Noun) and noun.prep in ("of", "from") and noun.gov.head in _COMPASS


def _named(noun: Noun, talk: Discourse) -> _Found | None:
    """Return the place that the noun phrase itself names or refers back to."""
    if noun.name and not noun.side:
        if noun.poss:
            part = "part" if noun.head in _PART else "site" if noun.head in _SITE else "some"
            if noun.head in ("outskirts", "suburbs", "entrance", "countryside", "center", "centre"):
                part = "part"
            return _Found(noun.name, noun, part)
        if noun.head in _PART and noun.last < noun.j - 1 and noun.head not in _SITE:
            return _Found(noun.name, noun, "part")
        return _Found(noun.name, noun)
    if noun.pron:
        if noun.head in ("it", "itself"):
            name = talk.antecedent("it")
            return _Found(name, noun, anaphor=True) if name else None
        return None
    if noun.definite and not noun.side and not noun.plural and noun.det in ("the", "this", "that") and noun.head not in ("area", "region", "pocket", "enclave", "plain", "point", "side", "line", "front", "side"):
        if noun.head in _SETTLE or (noun.head in _SITE and noun.head not in _PART):
            name = talk.antecedent(noun.head)
            return _Found(name, noun, anaphor=True) if name else None
    return None


_PARTY = frozenset({"of", "in", "inside", "within"})


def _places(noun: Noun, talk: Discourse, depth: int = 0) -> list[_Found]:
    """Return the places that a noun phrase stands for: itself, the town of X, parts of X, lists of them."""
    found: list[_Found] = []
    own = _named(noun, talk)
    inner = [p for p in noun.pps if p.prep in _PARTY]
    if own is not None and not (own.anaphor and any(p.name and p.prep == "of" for p in inner)):
        found.append(own)
    elif depth < 3 and not noun.side:
        head = noun.head
        listed = [c for c in noun.coords if c.listed]
        if listed:
            pass
        elif head in _SETTLE and not noun.number or (head in ("villages", "towns", "cities", "neighborhoods", "neighbourhoods", "districts", "hills", "bases", "settlements", "hamlets", "areas") and noun.definite):
            for p in inner:
                if p.prep == "of" or head == "stronghold":
                    found.extend(_places(p, talk, depth + 1))
                    for c in p.coords:
                        found.extend(_places(c, talk, depth + 1))
        elif head in _WHOLE or head in ("whole", "entire", "percent", "control", "rest", "remainder", "hold"):
            for p in inner:
                if p.prep == "of":
                    found.extend(_Found(f.name, f.noun, "whole", f.anaphor) for f in _places(p, talk, depth + 1))
                    for c in p.coords:
                        found.extend(_Found(f.name, f.noun, "whole", f.anaphor) for f in _places(c, talk, depth + 1))
        elif head in _PART or head in ("farms", "factories", "points", "suburb", "pockets", "countryside", "vicinity"):
            whole = noun.head in ("part", "parts") and False
            for p in inner:
                found.extend(_Found(f.name, f.noun, "whole" if whole else "part", f.anaphor) for f in _places(p, talk, depth + 1))
                for c in p.coords:
                    found.extend(_Found(f.name, f.noun, "part", f.anaphor) for f in _places(c, talk, depth + 1))
        elif head in _SITE and noun.definite:
            for p in inner:
                if p.prep == "of":
                    found.extend(_places(p, talk, depth + 1))
    if depth == 0:
        for c in noun.coords:
            found.extend(_places(c, talk, 1))
    return found


def _road_phrase(s: Sentence, noun: Noun) -> tuple[str, int, int] | None:
    """Return a road's name as written, with "between A and B" or "to A" where it has no name of its own."""
    heads = set(s.lows[noun.i : noun.j])
    tail = s.lows[noun.j - 1].rpartition("-")[2]
    if not heads & _ROADISH and tail not in _ROADISH and not (noun.name and noun.name.lower().split()[-1] in _ROAD):
        return None
    first = noun.i
    while first < noun.j - 1 and (s.tags[first] == "D" or s.lows[first] in ("last", "main", "only", "key", "strategic", "vital", "rebel", "government")) and first < noun.first:
        first += 1
    last = noun.j - 1
    for p in noun.pps:
        if p.prep in ("between", "to", "from", "into", "through", "towards", "of", "linking") and p.i > last:
            last = p.j - 1
            for c in p.coords:
                last = max(last, c.j - 1)
            for q in p.pps:
                if q.prep in ("and", "of", "to"):
                    last = max(last, q.j - 1)
    if last == noun.j - 1 and last + 1 < len(s.lows) and s.lows[last + 1] in ("linking", "connecting", "leading", "running", "between"):
        k = last + 1
        while k < len(s.lows) and s.tags[k] not in (",", ".", "S", "R", "V", "E", ";") and k < last + 10:
            k += 1
        last = k - 1
    return s.phrase(first, last), first, last


def _side(nouns: Iterable[Noun], talk: Discourse, *, carried: bool = True) -> str | None:
    """Return the side that the first of the phrases that is one names."""
    for noun in nouns:
        if noun.side:
            return talk.narrowed.get(noun.side, noun.side) if noun.strength == 0 else noun.side
        if noun.mod and not noun.name:
            return talk.narrowed.get(noun.mod, noun.mod)
        if noun.pron and noun.head in ("they", "them", "themselves", "who", "others", "it") and carried:
            return talk.subject
        if noun.force and carried and not noun.name:
            return talk.subject
        for p in noun.pps:
            if p.prep in ("of", "from", "by") and (p.side or p.mod) and not p.name and noun.head in _FORCE | {"elements", "members", "parts", "assault", "attack", "offensive"}:
                return p.side or p.mod
    return None


def _mood(verb: Verb, depth: int = 0) -> tuple[str, bool]:
    """Return how a verb is meant (fact, meant, failed, maybe) and whether it is negated, through what carries it."""
    mood = verb.mood
    negated = verb.neg
    carrier = verb.carrier
    if isinstance(carrier, Verb) and depth < 4:
        up, up_neg = _mood(carrier, depth + 1)
        key = carrier.lemma
        if key == "be" and "able" in carrier.adverbs:
            way = "done"
        else:
            way = _LEX.carry.get(key, "done" if verb.form == "G" else "meant")
        if carrier.lemma in ("be", "have") :
            way = "meant" if verb.to else "done"
        if carrier.passive and key in ("report", "say", "claim", "confirm", "announce", "see", "believe", "know", "force", "allow", "enable", "reveal", "compel", "make"):
            way = "done"
        if key in ("report", "claim") and not carrier.passive:
            way = "done"
        if way == "failed":
            return ("meant" if up_neg else "failed"), False
        if way == "meant":
            mood = mood or "meant"
        if up in ("meant", "failed"):
            mood = mood or up
        elif up == "maybe":
            mood = mood or "maybe"
        if up_neg and way == "done" and key in ("manage", "able", "succeed", "allow", "enable", "be"):
            return "failed", False
        negated = negated or up_neg
    elif isinstance(carrier, Noun):
        if carrier.head in _LEX.meant_nouns or verb.to or carrier.head in ("risk", "danger", "fears", "hopes"):
            mood = mood or "meant"
            if carrier.head in ("attempt", "attempts", "bid", "effort", "efforts"):
                mood = "attempt"
    elif verb.to and not mood:
        mood = "meant"
    if verb.gerund_prep in ("without", "instead"):
        negated = True
    if verb.gerund_prep in ("from", "at", "for", "of") and not mood:
        mood = "meant" if verb.gerund_prep != "of" or isinstance(carrier, Noun) else ""
        if verb.gerund_prep == "for" and not isinstance(carrier, Noun):
            mood = "meant"
    return mood, negated


_WITH_CLASS = {
    "control": _CONTROL, "siege": _SIEGE, "flag": _class("flag"), "attack": _ATTACK, "foothold": _class("foothold"),
    "contact": _class("contact"), "hands": _class("hands"), "progress": frozenset({"advances", "advance", "progress", "gains", "headway", "inroads", "breakthrough", "breakthroughs", "push"}),
}  # fmt: skip


def events(s: Sentence, clauses: Clauses, talk: Discourse) -> list[Event]:
    """Return all that the sentence claims, as candidates."""
    out: list[Event] = []
    used: set[int] = set()
    for verb in clauses.verbs:
        frames = _LEX.frames.get(verb.lemma, ())
        if verb.lemma == "be" or verb.lemma == "remain":
            frames = _LEX.frames.get(verb.lemma, ())
        for frame in frames:
            _verb_events(s, verb, frame, talk, out, used)
    for verb in clauses.verbs:
        _within(s, verb, talk, out)
    for noun in clauses.nouns:
        _noun_events(s, noun, clauses, talk, out, used)
        _held(s, noun, talk, out)
    return _settle(out, s, clauses, talk)


def _object(verb: Verb) -> Noun | None:
    for noun in verb.args:
        if noun.rel == "obj":
            return noun
    return None


def _emit(s: Sentence, out: list[Event], kind: Kind, found: _Found, actor: str | None, target: str | None, verb: Verb | None, at: int, trigger: str, relation: str, talk: Discourse) -> Event:
    noun = found.noun
    first, last = (noun.first, noun.last) if noun.name and not found.anaphor else (noun.i, noun.j - 1)
    start, end = min(at, first), max(at, last)
    mood, negated = _mood(verb) if verb is not None else ("", False)
    factual = mood == "" and not negated
    event = Event(kind, found.name, actor, target, at, start, end, factual, verb=verb, trigger=trigger, relation=relation, anaphor=found.anaphor)
    event.features = [f"part={found.part}", f"mood={mood}", f"neg={negated}"]
    if mood == "failed" and kind in ("gain", "advance", "attack", "cut", "besiege", "hold"):
        event.kind = "repel"
        event.actor, event.target = target or talk.enemy(actor), actor
        event.factual = kind in ("gain", "advance", "attack")
        if kind == "hold":
            event.kind, event.factual = "hold", False
            event.actor, event.target = actor, target
    if mood == "attempt" and kind in ("advance", "attack"):
        event.kind, event.factual = "attack", True
    out.append(event)
    return event


def _verb_events(s: Sentence, verb: Verb, frame: Frame, talk: Discourse, out: list[Event], used: set[int]) -> None:
    if frame.particle and not (frame.particle & verb.particles or any(a.prep in frame.particle for a in verb.args)):
        return
    kind = frame.kind
    subj = verb.subj
    obj = _object(verb)
    if verb.rel_obj is not None:
        obj = verb.rel_obj
    if verb.passive:
        obj, agent = (verb.rel_of or (subj[0] if subj else None)), verb.agent
        actor = _side([agent, *agent.coords], talk) if agent is not None else None
    else:
        actor = _side(subj, talk)
    at = verb.j - 1
    # what hangs on a noun: took control of X, broke the siege of X
    if frame.with_ and frame.with_ not in ("side", "road"):
        _with_noun(s, verb, frame, talk, out, obj, actor, used)
        return
    if frame.with_ == "side":
        sides = [a for a in ([obj] if obj is not None else []) if a.side or a.mod or (a.pron and a.head == "them") or a.force]
        if not sides:
            return
        target = _side(sides, talk)
        for arg in verb.args:
            if arg.prep in frame.place and arg.prep:
                for f in _places(arg, talk):
                    _emit(s, out, "gain" if f.part in ("", "whole") else "advance", f, actor, target, verb, at, verb.lemma, "side-" + arg.prep, talk)
        if verb.passive:
            return
        return
    if frame.with_ == "road":
        targets = [obj, *obj.coords] if obj is not None else []
        for t in targets:
            road = _road_phrase(s, t)
            if road is None:
                continue
            found = _Found(road[0], t)
            e = _emit(s, out, kind, found, actor, t.mod, verb, at, verb.lemma, "road", talk)
            e.first, e.last = min(at, road[1]), max(at, road[2])
            used.add(id(t))
        return
    target: str | None = None
    for arg in verb.args:
        if arg.prep == "from":
            target = target or _side([arg], talk, carried=False)
    seen_place = False
    relations = frame.place
    candidates: list[tuple[str, Noun]] = []
    if "subj" in relations and subj and not verb.passive:
        holder = None
        for arg in verb.args:
            if arg.prep in frame.to and (arg.side or arg.mod or "control" in arg.classes or arg.head in ("hands", "control")):
                holder = arg.side or arg.mod or _of_side(arg, talk)
        if frame.to and verb.lemma == "pass" and holder is None:
            return
        if verb.lemma in ("fall", "pass") and "under" in verb.particles:
            holder = holder or _control_side(verb.args, talk)
        for noun in subj[:1]:
            candidates.append(("subj", noun))
        actor, target = holder, None
        if verb.lemma == "fall" and holder is None and any(a.prep in ("from", "on", "in", "into", "within", "under") for a in verb.args):
            return
    if "obj" in relations and obj is not None:
        candidates.append(("obj", obj))
    for arg in verb.args:
        if arg.rel in relations and arg.rel not in ("obj", "subj") and not _is_compass(arg):
            candidates.append((arg.rel, arg))
    if frame.kind == "gain" and verb.lemma in ("lose", "cede", "relinquish", "surrender", "yield", "hand", "deliver"):
        target = actor
        actor = None
        for arg in verb.args:
            if arg.prep in frame.to:
                actor = actor or _side([arg], talk, carried=False)
        if verb.passive and verb.agent is not None and verb.lemma != "lose":
            target = _side([verb.agent], talk)
            # "X was handed over to Y"
        if verb.passive and actor is None and verb.lemma == "lose":
            target = _side([verb.agent], talk) if verb.agent else None
        actor = actor or talk.enemy(target)
    for rel, noun in candidates:
        if noun.side and not noun.held and not noun.name:
            continue
        if kind == "gain" and rel == "obj":
            road = _road_phrase(s, noun) if noun.name is None else None
            if road is not None and not noun.name:
                continue
        for f in _places(noun, talk):
            k: Kind = kind
            part = f.part
            if k == "gain" and part in ("part",):
                k = "advance"
                if verb.lemma in ("lose", "clear", "fall"):
                    continue
            if k == "gain" and part == "some":
                continue
            if k == "hold" and part in ("part", "some"):
                continue
            if rel == "near" and k in ("gain",):
                continue
            if k == "besiege" and rel in ("in", "inside", "at", "within") and not verb.passive and verb.lemma not in ("trap", "surround"):
                continue
            seen_place = True
            _emit(s, out, k, f, actor, target, verb, at, verb.lemma, rel, talk)
    # "attacked positions in X": the place of a generic object
    if not seen_place and kind == "attack" and obj is not None:
        for p in obj.pps:
            if p.prep in ("in", "inside", "at", "near", "around", "of", "on", "within") and not _is_compass(p):
                for f in _places(p, talk):
                    _emit(s, out, kind, f, actor, target, verb, at, verb.lemma, "obj-" + p.prep, talk)


def _of_side(noun: Noun, talk: Discourse) -> str | None:
    for p in noun.pps:
        if p.prep in ("of", "by"):
            return p.side or p.mod
    return None


def _control_side(args: list[Noun], talk: Discourse) -> str | None:
    for arg in args:
        if arg.head in ("control", "rule", "hands"):
            side = arg.mod or arg.side or _of_side(arg, talk)
            if side:
                return talk.narrowed.get(side, side)
    for arg in args:
        if arg.prep in ("by", "of") and (arg.side or arg.mod):
            return arg.side or arg.mod
    return None


def _with_noun(s: Sentence, verb: Verb, frame: Frame, talk: Discourse, out: list[Event], obj: Noun | None, actor: str | None, used: set[int]) -> None:
    wanted = _WITH_CLASS[frame.with_]
    at = verb.j - 1
    kind = frame.kind
    if verb.rel_obj is not None:
        obj = _object(verb) or verb.rel_obj
    holder = None
    for arg in ([obj] if obj is not None else []) + [a for a in verb.args if a is not obj]:
        if arg.head in wanted or (frame.with_ == "siege" and arg.head in ("siege", "blockade", "encirclement")):
            holder = arg
            break
    if holder is None:
        return
    if frame.particle and holder.prep and holder.prep not in frame.particle:
        return
    if "subj" in frame.place and "under" in frame.particle | {holder.prep} or frame.place == frozenset({"subj"}):
        # came under the control of, remained in the hands of, was put under siege
        side = holder.mod or holder.side or _of_side(holder, talk) or _control_side(verb.args, talk)
        if kind == "hold" and verb.lemma in ("be", "remain", "stay", "lie", "stand", "continue") and side is None:
            return
        target_nouns = [obj] if verb.passive and obj is not None else verb.subj[:1]
        if verb.lemma == "put" and not verb.passive:
            target_nouns = [a for a in verb.args if a.rel == "obj"]
            side = side or actor
        for noun in target_nouns:
            for f in _places(noun, talk):
                if f.part in ("", "whole"):
                    _emit(s, out, kind, f, side, None, verb, at, verb.lemma, "under", talk)
        return
    used.add(id(holder))
    target = _side([a for a in verb.args if a.prep == "from"], talk, carried=False)
    if frame.with_ == "attack" and kind == "repel":
        _repel(s, verb, frame, talk, out, holder, actor)
        return
    if verb.lemma in ("lose", "cede", "relinquish", "surrender", "yield", "hand"):
        target, actor = actor, None
        for arg in verb.args:
            if arg.prep in frame.to:
                actor = actor or _side([arg], talk, carried=False)
        actor = actor or talk.enemy(target)
    if verb.lemma == "be" and holder.prep != "in":
        return
    if verb.lemma == "be" and holder.mod:
        pass
    seen = False
    for arg in [*holder.pps, *[a for a in verb.args if a.i > holder.i and a not in holder.pps]]:
        if arg.prep in frame.place and not _is_compass(arg) and (arg.gov is holder or arg.gov is verb or not seen):
            for f in _places(arg, talk):
                if f.part == "part" and kind == "hold":
                    continue
                if f.part == "some":
                    continue
                k: Kind = "advance" if f.part == "part" and kind == "gain" else kind
                _emit(s, out, k, f, actor, target, verb, at, verb.lemma, frame.with_, talk)
                seen = True
            if seen:
                break
    if not seen and holder.poss and holder.name:
        _emit(s, out, kind, _Found(holder.name, holder), actor, target, verb, at, verb.lemma, frame.with_ + "-gen", talk)
        seen = True
    if not seen and holder.name and not holder.poss and frame.with_ == "siege":
        _emit(s, out, kind, _Found(holder.name, holder), actor, target, verb, at, verb.lemma, frame.with_ + "-gen", talk)
        seen = True
    if not seen and kind in ("relieve", "besiege") and frame.with_ == "siege":
        name = talk.antecedent("it")
        if name and not any(n for n in verb.args if n.name):
            _emit(s, out, kind, _Found(name, holder, anaphor=True), actor, target, verb, at, verb.lemma, "siege-ana", talk)


def _repel(s: Sentence, verb: Verb, frame: Frame, talk: Discourse, out: list[Event], holder: Noun, actor: str | None) -> None:
    """An attack was thrown back: who did it, whose attack, and where."""
    at = verb.j - 1
    if verb.lemma in ("stop", "halt", "fight", "drive", "push", "throw", "counter", "absorb", "contain") and not verb.passive and holder.mod is None and not holder.pps and holder.head in ("advance", "advances", "push"):
        return
    attacker = holder.mod or _side(holder.pps, talk, carried=False)
    if attacker:
        attacker = talk.narrowed.get(attacker, attacker)
    if actor is None and attacker is not None:
        actor = talk.enemy(attacker)
    if actor is None and attacker is None and holder.det in ("their", "its", "the", "this", "these", "both"):
        attacker = talk.subject
        actor = talk.enemy(attacker)
    if attacker is None and actor is not None:
        attacker = talk.enemy(actor)
    seen = False
    for arg in [*holder.pps, *[a for a in verb.args if a not in holder.pps]]:
        if arg.prep in frame.place and not _is_compass(arg):
            for f in _places(arg, talk):
                _emit(s, out, "repel", f, actor, attacker, verb, at, verb.lemma, "attack", talk)
                seen = True
    if not seen and holder.name and not holder.side:
        _emit(s, out, "repel", _Found(holder.name, holder), actor, attacker, verb, at, verb.lemma, "attack-name", talk)
        seen = True
    if not seen:
        # the place of the attack told before
        before = [e for e in out if e.kind in ("attack", "advance") and e.at < at]
        if before:
            for e in before[-2:]:
                if e.trigger == before[-1].trigger and e.at == before[-1].at:
                    ev = Event("repel", e.place, actor or talk.enemy(e.actor), e.actor, at, e.first, at, True, verb=verb, trigger=verb.lemma, relation="attack-before", anaphor=True)
                    mood, neg = _mood(verb)
                    ev.factual = not mood and not neg
                    out.append(ev)
        elif talk.last_attack is not None and holder.det in ("the", "this", "their", "both", "these", "all", "its", ""):
            was_actor, was_target, names = talk.last_attack
            for name in names:
                ev = Event("repel", name, actor or was_target or talk.enemy(was_actor), was_actor, at, holder.i, at, True, verb=verb, trigger=verb.lemma, relation="attack-talk", anaphor=True)
                ev.first, ev.last = min(holder.i, at), max(holder.j - 1, at)
                out.append(ev)


def _within(s: Sentence, verb: Verb, talk: Discourse, out: list[Event]) -> None:
    """Within five kilometres of X: an advance, by whoever got there or was brought there."""
    for arg in verb.args:
        if arg.prep != "within" or not ({"km", "kilometer", "kilometers", "kilometre", "kilometres", "miles", "mile", "meters", "metres", "yards", "range"} & set(s.lows[arg.i : arg.j + 1])):
            continue
        if "range" in s.lows[arg.i : arg.j]:
            continue
        if verb.lemma in ("kill", "fire", "shoot", "detonate", "wound"):
            continue
        nearby = [*arg.pps, *[a for a in verb.args if a.i > arg.i]]
        for p in nearby:
            if p.prep in ("of", "from"):
                actor = _side(verb.subj, talk)
                if verb.lemma in ("bring", "put", "place", "leave", "take"):
                    objs = [a for a in verb.args if a.rel == "obj"]
                    actor = _side(objs, talk) or actor
                for f in _places(p, talk)[:1]:
                    _emit(s, out, "advance", _Found(f.name, f.noun, "", f.anaphor), actor, None, verb, verb.j - 1, verb.lemma, "within", talk)
                break


def _held(s: Sentence, noun: Noun, talk: Discourse, out: list[Event]) -> None:
    """Tell of the ISIL-held town, a rebel stronghold."""
    if noun.held is None:
        if "stronghold" in (noun.head,) and (noun.mod or noun.side):
            holder = noun.mod or noun.side
            places = [f for p in noun.pps if p.prep in ("of", "in", "at") for f in _places(p, talk)]
            for f in places:
                if f.part in ("", "whole"):
                    e = _emit(s, out, "hold", f, holder, None, None, noun.j - 1, "stronghold", "stronghold", talk)
                    e.features.append("stronghold")
        return
    holder = talk.narrowed.get(noun.held, noun.held)
    for f in _places(noun, talk):
        if f.part in ("", "whole") and not f.anaphor and f.noun is noun or f.part == "" and noun.head in _SETTLE and not f.anaphor:
            _emit(s, out, "hold", f, holder, None, None, noun.i, "held", "held", talk)


_SUPPORT = frozenset({"launch", "conduct", "carry", "mount", "start", "begin", "initiate", "stage", "undertake", "make", "open", "continue", "resume", "lead", "execute", "perform"})


def _noun_events(s: Sentence, noun: Noun, clauses: Clauses, talk: Discourse, out: list[Event], used: set[int]) -> None:
    frames = _LEX.nouns.get(noun.head)
    if frames is None or id(noun) in used:
        return
    gov = noun.gov
    verb = gov if isinstance(gov, Verb) else None
    subject_of = next((v for v in clauses.verbs if noun in v.subj), None)
    for frame in frames:
        kind = frame.kind
        actor = noun.mod
        if actor:
            actor = talk.narrowed.get(actor, actor)
        target = None
        if actor is None:
            actor = _side([p for p in noun.pps if p.prep in ("by", "from") and not (kind == "withdraw" and p.prep == "from")], talk, carried=False)
        if actor is None and verb is not None and noun.rel == "obj" and not verb.passive:
            actor = _side(verb.subj, talk)
        if actor is None and subject_of is not None and subject_of.agent is not None and subject_of.passive:
            actor = _side([subject_of.agent], talk)
        if actor is None and noun.det in ("their", "its") and kind != "gain":
            actor = talk.subject
        mood_verb = verb if noun.rel == "obj" else subject_of if subject_of is not None and subject_of.passive and subject_of.lemma in _SUPPORT else None
        at = noun.j - 1
        found: list[tuple[str, _Found]] = []
        arguments = list(noun.pps)
        if noun.rel == "obj" and verb is not None:
            arguments += [a for a in verb.args if a.i > noun.i and a not in arguments and isinstance(a.gov, Verb) and a.prep]
        if subject_of is not None and kind == "attack" and subject_of.lemma in ("continue", "erupt", "take", "rage", "occur", "resume", "break", "start", "begin", "launch", "conduct", "hit", "happen", "ensue", "carry", "report", "be", "intensify", "escalate", "strike", "target"):
            arguments += [a for a in subject_of.args if a.prep in frame.place and a not in arguments]
        for p in arguments:
            if p.prep in frame.place and not _is_compass(p):
                found += [(p.prep, f) for f in _places(p, talk)]
                if not found and kind == "attack":
                    for q in p.pps:
                        if q.prep in ("in", "at", "inside", "near", "around", "of", "on") and not _is_compass(q):
                            found += [(q.prep, f) for f in _places(q, talk)]
        if "gen" in frame.place and not found:
            if noun.name and noun.poss:
                found.append(("gen", _Found(noun.name, noun)))
            elif noun.det == "its":
                name = talk.antecedent("it")
                if name:
                    found.append(("gen", _Found(name, noun, anaphor=True)))
        if kind == "gain" and noun.head in ("fall", "loss"):
            target, actor = actor, None
            actor = talk.enemy(target) if target else None
        for rel, f in found:
            if kind == "gain" and f.part in ("some", "part"):
                continue
            e = _emit(s, out, kind, f, actor, target, mood_verb, at, noun.head, "noun-" + rel, talk)
            if noun.det in ("no", "any") or noun.head in ("operation", "battle") and kind == "attack" and mood_verb is None:
                e.score = 0.4
            if mood_verb is not None and mood_verb.lemma in _LEX.carry and _LEX.carry[mood_verb.lemma] == "meant":
                e.factual = False
            if kind == "gain" and noun.prep in ("for", "toward", "towards"):
                e.factual = False
        if found:
            break


def _settle(out: list[Event], s: Sentence, clauses: Clauses, talk: Discourse) -> list[Event]:
    """Keep of each place what says most: a gain rather than the attack that led to it, and nothing twice."""
    kept: list[Event] = []
    by_place: dict[str, list[Event]] = {}
    for e in out:
        by_place.setdefault(e.place.casefold(), []).append(e)
    for group in by_place.values():
        kinds = {e.kind for e in group if e.factual}
        seen: set[tuple[str, str | None, bool]] = set()
        for e in group:
            if e.kind == "attack" and e.factual and kinds & {"gain", "repel"}:
                rival = [r for r in group if r.factual and r.kind in ("gain", "repel")]
                if any(r.kind == "repel" or r.actor == e.actor or e.actor is None or r.actor is None for r in rival):
                    continue
            if e.kind == "advance" and e.factual and "gain" in kinds and any(r.kind == "gain" and r.factual and (r.actor == e.actor or r.actor is None) for r in group):
                continue
            if e.kind == "attack" and not e.factual and "gain" in {g.kind for g in group}:
                continue
            if e.kind == "gain" and not e.factual and "repel" in kinds:
                continue
            if e.kind == "gain" and e.actor is None and any(r.kind == "gain" and r.actor for r in group):
                continue
            key = (e.kind, e.actor, e.factual)
            if key in seen or (e.actor is None and any(k[0] == e.kind and k[2] == e.factual for k in seen)):
                continue
            seen.add(key)
            kept.append(e)
    kept.sort(key=lambda e: (e.first, e.last))
    return kept

"""What a reader keeps in mind from sentence to sentence: who acts, who fights whom, which place "the town" is."""

from __future__ import annotations

__all__ = ["GROUND", "Discourse"]

from collections import Counter, deque
from typing import TYPE_CHECKING, NamedTuple

from frontline.reading.grammar.syntax import Noun
from frontline.reading.text.lexicon import nouns_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from frontline.model import Kind, Span

    from .telling import Event

_SETTLEMENT = nouns_of("settlement")
_SITE = nouns_of("site")
GROUND = _SETTLEMENT | _SITE  # heads of phrases that may mean a place
# Heads that stand for each other: a base may be called an airport.
_SAME = {
    "base": "base", "airbase": "base", "airport": "base", "airfield": "base", "academy": "base", "hill": "hill",
    "mountain": "hill", "mount": "hill", "hilltop": "hill", "mountains": "hill", "hills": "hill", "height": "hill",
    "road": "road", "highway": "road", "route": "road", "bridge": "bridge", "fields": "field", "farm": "farmlands",
    "farms": "farmlands", "project": "settlement", "housing": "settlement", "suburb": "settlement",
}  # fmt: skip
_BASES = frozenset(head for head, kind in _SAME.items() if kind == "base")
_MOST = 50_000  # words of names that are remembered
_WINDOW = 2  # sentences before, in which "the town" may have its name


class _Named(NamedTuple):
    name: str
    kind: str
    weight: int  # 2: what the sentence is about, 1: in passing
    at: int  # the word it stands at
    group: int  # names of one list share it
    type: str  # village, town, city, where the text says so


class Discourse:
    """The memory of one report."""

    __slots__ = (
        "acting",
        "acts",
        "attacker",
        "besieger",
        "called",
        "campaign",
        "counted",
        "counting",
        "foes",
        "holder",
        "kept",
        "last_actor",
        "last_attack",
        "last_attacker",
        "last_besieged",
        "last_besieger",
        "means",
        "mentions",
        "met_last",
        "pairs",
        "places",
        "seen",
        "sides",
        "spoken",
        "subject",
        "taken",
        "takers",
        "topics",
        "whose",
    )

    def __init__(self, sides: Sequence[str] = (), *, foes: Mapping[str, str] | None = None) -> None:
        self.sides = sides
        self.foes = foes or {}
        self.spoken: set[str] = set()  # the sides that the text names anywhere
        self.means: list[str] = []  # the sides that have what the sentence says was used
        self.places: deque[list[_Named]] = deque([[]], maxlen=_WINDOW + 1)
        self.subject: str | None = None  # the side that the last sentence was about
        self.last_actor: str | None = None
        self.pairs: Counter[frozenset[str]] = Counter()
        self.met_last: dict[str, str] = {}
        self.acts: Counter[str] = Counter()
        self.holder: dict[str, str] = {}  # who holds a place, by its name in lower case
        self.besieger: dict[str, str] = {}
        self.kept: set[str] = set()  # what the sentence says in passing to be somebody's: "the rebel stronghold of X"
        self.acting: set[str] = set()  # who is told to attack, come or take something in the sentence
        self.taken: set[str] = set()  # what the sentence has told to be taken
        self.takers: dict[str, tuple[str, bool, Span | None]] = {}  # who took a place last, if back, and when
        # what was done to places only counted, in this sentence and in the one before: "shelled 35 settlements"
        self.counting: tuple[Kind, str | None, str | None] | None = None
        self.counted: tuple[Kind, str | None, str | None] | None = None
        self.campaign: str | None = None  # whose the offensive is that the report last told of
        self.last_besieged: list[str] = []
        self.last_besieger: str | None = None
        self.mentions: Counter[str] = Counter()  # of sides
        self.attacker: dict[str, str] = {}
        self.last_attacker: str | None = None
        self.whose: dict[str, str] = {}  # whose "fighters" or "unit" the last sentence spoke of
        self.seen: set[str] = set()  # words of names, in lower case
        self.called: dict[str, set[str]] = {}  # what sorts of places the text has called a name
        self.topics: list[tuple[str, str]] = []  # what the report is about, and what sort of place that is
        self.last_attack: tuple[str | None, str | None, list[str]] | None = None

    def new_sentence(self) -> None:
        """Forget the places of three sentences ago; of a text without end, forget what would fill the memory."""
        self.places.append([])
        self.counted, self.counting = self.counting, None
        self.taken.clear()
        self.kept.clear()
        remembered = self.seen, self.holder, self.besieger, self.attacker, self.takers, self.called
        if max(map(len, remembered)) > _MOST:
            for names in remembered:
                names.clear()

    def name(self, noun: Noun, *, weight: int) -> None:
        """Remember a place that was named, and how much the sentence is about it: 2, 1, or 0 in passing."""
        if weight < 0:
            return
        if noun.name:
            group, sort, low = id(noun.lead or noun), _type(noun), noun.name.lower()
            self.places[-1].append(_Named(noun.name, _kind(noun), weight, noun.i, group, sort))
            if sort:
                self.called.setdefault(low, set()).add(sort)
            self.seen.update(low.split())
            return
        if noun.head in GROUND:
            self._common(noun, weight)

    def _common(self, noun: Noun, weight: int) -> None:
        """Remember what common nouns say of a place: "X, a town", "the town", "a village"."""
        if noun.lead is not None and noun.lead.name and noun.det in {"a", "an"}:
            self.called.setdefault(noun.lead.name.lower(), set()).add(noun.head)  # "X, a town near the border"
        if noun.plural:
            return
        if noun.det == "the":
            if noun.head in _SORT:
                if _names_below(noun):
                    return
            elif not weight or noun.head not in _BUILT_UP:
                return
            kind = "settlement" if noun.head in _SORT else _SAME.get(noun.head, noun.head)
            meant = self.antecedents(noun.head, before=noun.i)  # what follows as "it" is this, named or not
            if not meant and noun.head not in _SORT and not (weight == 2 and noun.head in _BASES):
                return
            self.places[-1].append(_Named(meant[0] if meant else "", kind, weight, noun.i, id(noun), noun.head))
        elif weight == 2 and not noun.definite:
            # "a village": what follows as "it" is this, and has no name
            self.places[-1].append(_Named("", _SAME.get(noun.head, noun.head), weight, noun.i, id(noun), noun.head))

    def about(self, name: str, kind: str) -> None:
        """Remember a place that the report is about: "the base" is this where none was named."""
        words = kind.split()
        kind = words[-1] if words else ""
        self.topics.append((name, "settlement" if kind in _SETTLEMENT else _SAME.get(kind, kind)))

    def besieged_topic(self) -> list[str]:
        """Return the place whose siege "the siege" is in a report about one place, or about one base."""
        names = list(dict.fromkeys(name for name, _ in self.topics))
        bases = list(dict.fromkeys(name for name, kind in self.topics if kind == "base"))
        return names if len(names) == 1 else bases if len(bases) == 1 else []

    def again(self, name: str, at: int, *, weight: int = 2) -> None:
        """Remember a place that was referred back to: the sentence is about it."""
        for sentence in reversed(self.places):
            for named in sentence:
                if named.name == name:
                    self.places[-1].append(named._replace(weight=weight, at=at))
                    return

    def antecedents(self, head: str, *, before: int = 1 << 30, plural: bool = False, count: int = 0) -> list[str]:
        """Return the names that "the town", "the base", "it" or "the towns" stands for; none where nothing fits."""
        settled = (head in _SETTLEMENT and head not in _OWN) or head == "places"
        kind = _SAME.get(head, "settlement" if settled else head.removesuffix("s") if plural else head)
        sort = _SORT.get(head)
        for back, sentence in enumerate(reversed(self.places)):
            fitting = [
                named
                for named in sentence
                if (back or named.at < before) and self._fits(named, kind, head) and (named.type, head) not in _UNLIKE
            ]
            # "at the village of X, south of Y. In the town": Y
            alike = [named for named in fitting if named.name and _SORT.get(named.type, sort) == sort]
            fitting = alike if sort is not None and alike else fitting
            if not fitting:
                continue
            if plural and kind == "settlement":
                group = _listed(fitting, head)
                if group or head not in _SEVERAL:
                    return group if count in {0, len(group)} else []
                continue
            name = self._foremost(fitting, head)
            if name is None:
                continue
            return [name] if name else []
        if plural or head == "it" or kind == "settlement":  # a title's town tells the area as often as the place
            return []
        about = list(dict.fromkeys(name for name, of in self.topics if of == kind))
        return about if len(about) == 1 else []

    def _foremost(self, fitting: Sequence[_Named], head: str) -> str | None:
        """Return the name that a sentence is about most: told last, but not as one of several."""
        top = max(named.weight for named in fitting)
        chosen = [named for named in fitting if named.weight == top]
        sizes = Counter(named.group for named in fitting)
        alone = [named for named in chosen if sizes[named.group] == 1]
        called = [named for named in chosen if head in self.called.get(named.name.lower(), ())]
        listed = sizes[chosen[-1].group] > 2 and head in _SETTLEMENT
        return None if listed and not (called or alone) else (called or alone or chosen)[-1].name

    def _fits(self, named: _Named, wanted: str, head: str) -> bool:
        """Tell whether a name may be what a noun, or a pronoun, goes back to, as far as its sort goes."""
        if head in {"it", named.type}:
            return True
        called = self.called.get(named.name.lower(), ())
        if head in called:
            return True
        if head == "camp" and not called and named.kind == "settlement" and not named.type:
            return True
        if head in _BUILT:
            return named.kind not in {"road", "settlement", ""} or named.name.lower().endswith(_BLOCKS)
        if head == "area":
            return named.kind != "road"
        return named.kind == wanted or (head in _HILL and named.name.lower().startswith(_HEIGHTS))

    def assaults(self, told: Sequence[Event]) -> None:
        """Remember the last attack, with all its places, for as long as nothing else was told."""
        if not told:
            return
        attack: tuple[str | None, str | None, list[str]] | None = None
        for event in told:
            if event.anaphor:
                self.again(event.place, event.cue.at)
            tried = event.kind == "gain" and not event.factual and event.mood.way == "tried"
            if tried or (event.kind in {"attack", "advance"} and event.factual):
                if attack is None or attack[0] != event.actor:
                    attack = event.actor, event.target, []
                attack[2].append(event.place)
        self.last_attack = attack
        besieged = [event.place for event in told if event.kind == "besiege" and event.factual]
        self.last_besieged = list(dict.fromkeys(besieged)) or self.last_besieged

    def met(self, actor: str | None, target: str | None) -> None:
        """Remember who fought whom."""
        if actor is not None:
            self.last_actor = actor
            self.acts[actor] += 1
        if actor is not None and target is not None and actor != target:
            self.pairs[frozenset((actor, target))] += 1
            self.met_last[actor], self.met_last[target] = target, actor

    def enemy(self, side: str | None) -> str | None:
        """Return whom a side fights, as far as the report has told; else the other side that acts most."""
        if side is None:
            return None
        if len(self.sides) == 2:
            return self.sides[side == self.sides[0]]
        counts: dict[str, int] = {}
        for pair, n in self.pairs.items():
            if side in pair:
                one, other = pair
                counts[other if one == side else one] = n
        last = self.met_last.get(side)
        if counts:
            top = max(counts, key=counts.__getitem__)
            return top if last is None or counts[top] > 3 * counts.get(last, 0) else last
        foe = self.foes.get(side)
        for told in (self.acts, self.mentions):  # who acts most; the declared foe counts double
            others = {other: n * (2 if other == foe else 1) for other, n in told.items() if other != side}
            if others:
                return max(others, key=others.__getitem__)
        return foe if foe in self.spoken else None


def _listed(fitting: Sequence[_Named], head: str) -> list[str]:
    """Return the names of the last list of several; where they need be no settlements, if it is told last."""
    sizes = Counter(named.group for named in fitting)
    may = fitting if head in _SEVERAL else fitting[-1:]
    last = next((named.group for named in reversed(may) if sizes[named.group] > 1), None)
    return list(dict.fromkeys(named.name for named in fitting if named.group == last))


def _names_below(noun: Noun) -> bool:
    """Tell whether the name follows: "the town | of X", "in the area | of X"."""
    return any(phrase.prep == "of" and phrase.name for phrase in noun.pps)


def _type(noun: Noun) -> str:
    gov = noun.gov
    if noun.prep == "of" and isinstance(gov, Noun) and gov.head in _SETTLEMENT and noun.head not in _SORT:
        alone = not noun.coords and noun.lead is None
        if gov.name or (gov.head in _QUARTERS and gov.plural and alone):
            return ""  # "the A district of X", "the districts of X": X is none
        return gov.head
    return noun.head if noun.head in _SETTLEMENT else ""


_SORT = {"village": "village", "hamlet": "village", "town": "town", "city": "town"}
# What a place is not called that the text has called the other.
_QUARTERS = ("district", "neighborhood", "neighbourhood", "quarter", "districts", "neighborhoods", "neighbourhoods")
_SEVERAL = frozenset({"villages", "towns", "cities", "settlements", "localities", "hamlets", "communities"})
_UNLIKE = frozenset(
    [pair for one in ("village", "hamlet", "villages") for pair in ((one, "city"), ("city", one))]
    + [(quarter, whole) for quarter in _QUARTERS for whole in ("city", "town", "village")]
    + [(whole, quarter) for quarter in _QUARTERS[1:4] for whole in ("village", "villages", "town", "towns")]
)


_BUILT_UP = (
    _SITE - _SETTLEMENT - {"road", "street", "highway", "area", "point", "line", "military", "air", "border", "river"}
)
_OWN = frozenset({"camp", "mount", "mountain"})
_BUILT = frozenset({"complex", "compound", "facility", "site"})
_BLOCKS = ("housing", "suburb", "project")
_HILL = frozenset({"hill", "hilltop", "mountain", "height", "mount"})
_HEIGHTS = ("tel ", "tell ", "tal ", "tall ", "jabal ", "jebel ", "mount ", "mt ")


def _kind(noun: Noun) -> str:
    """Return what sort of place a name is, as far as its own words tell."""
    last = (noun.name or "").lower().replace("–", "-").rpartition("-")[2].split()[-1]
    for word in (last, noun.head):
        if word in ("plain", "plains", "pocket", "region", "area", "camp", "complex", "compound"):
            return word
        if word in _SAME:
            return _SAME[word]
        if word in _SITE and word not in _SETTLEMENT:
            return word
    alone = noun.lead is None and not noun.coords  # and not "the A and B districts"
    if alone and noun.det == "the" and noun.i == noun.first - 1 and noun.last == noun.j - 1:
        return ""  # "the Euphrates": a town has no article
    return "settlement"

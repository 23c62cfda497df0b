"""Read a report: text in, claims out."""

from __future__ import annotations

__all__ = ["read", "read_stream"]

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from frontline.model import Claim

from .claims.discourse import GROUND, Discourse
from .claims.events import events, take_back
from .claims.extents import is_compass
from .claims.settle import acting, complete, settle
from .claims.telling import spoken_of
from .claims.timing import ABSOLUTE, move, when_of
from .grammar.clauses import analyse
from .grammar.syntax import Noun, Sentence, Verb, chunk
from .known import known_of
from .text.clean import INVISIBLE, clean
from .text.days import Calendar, find_days
from .text.lexicon import lexicon
from .text.sentences import sentences
from .text.sides import sides_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from frontline.model import Place, Route, Span
    from frontline.names import NameIndex

    from .claims.telling import Event
    from .text.sides import War

_HEDGE = lexicon().words["hedge"]
# The Admiralty code: 3 possibly true (said plainly), 4 doubtful (said to be said), 5 improbable (a plan, a failure).
_PLAIN, _HEDGED, _DOUBTFUL = 3, 4, 5
_OTHER_SCRIPT = re.compile(r"[\u0370-\u1dff\u2e80-\uffdc]")  # letters that are not Latin: the grammar is of English
_OFFICES = frozenset({"ministry", "institute", "department", "agency", "office", "observatory", "centre", "center"})
_SORTS = frozenset({"village", "town", "city", "hamlet"})
_LEAVING = frozenset(
    verb for verb, frames in lexicon().frames.items() if any(frame.kind == "withdraw" for frame in frames)
)
_MOST = 50_000  # names that are remembered of a text without end
_CONTEXT = 100  # names of a report that are context to one of them: those that are first told nearest to it
_OFTEN = 0.04  # the share of its mentions from which on the longer name tells what the short one means


def read(
    text: str,
    war: War,
    *,
    index: NameIndex | None = None,
    routes: Sequence[Route] = (),
    day: date | None = None,
    report: str = "",
    title: str = "",
) -> list[Claim]:
    """Return what a report claims, in the order of its words.

    `day` is when it was published: days without a year lie near it, weekdays before it. With an `index` of places
    each claim's place is resolved with the report's other places as context, and roads to stretches of `routes`.
    `start` and `end` are offsets in characters of `text`, and `quote == text[start:end]`. A `title` makes no claims;
    it tells what the text is about: which base "the base" is, and who acts.
    """
    reader = _Reader(war, day, index)
    reader.about(title)
    return _read_block(reader, text, clean(text), 0, report, index, routes)


def read_stream(
    chunks: Iterable[str],
    war: War,
    *,
    index: NameIndex | None = None,
    routes: Sequence[Route] = (),
    day: date | None = None,
    report: str = "",
    title: str = "",
    block: int = 1 << 17,
) -> Iterator[Claim]:
    """Read a stream of text of any length in flat memory; offsets count from the start of the stream.

    It is read block by block (characters): short names are understood, and places resolved, by their block.
    """
    reader = _Reader(war, day, index)
    reader.about(title)
    held, base = "", 0
    for piece in chunks:
        for i in range(0, len(piece), block):
            held += piece[i : i + block]
            if len(held) < block:
                continue
            cleaned = clean(held)
            cut = 0
            for cut, _ in sentences(cleaned):  # noqa: B007  (the last one may go on in what follows)
                pass
            cut = cut or len(held)
            yield from _read_block(reader, held[:cut], cleaned[:cut], base, report, index, routes)
            base += cut
            held = held[cut:]
    yield from _read_block(reader, held, clean(held), base, report, index, routes)


def _read_block(
    reader: _Reader,
    text: str,
    cleaned: str,
    base: int,
    report: str,
    index: NameIndex | None,
    routes: Sequence[Route],
) -> list[Claim]:
    told, spelt = [], []
    for item in reader.feed(cleaned):
        told.append(_claim(text, item, report))
        spelt.append(reader.spelt.get(told[-1].place, told[-1].place))
    claims = _agreed(told)
    if base:
        claims = [replace(claim, start=claim.start + base, end=claim.end + base) for claim in claims]
    return claims if index is None else _resolve(claims, spelt, index, routes, reader.topics)


class _Reader:
    """The state of one reading."""

    def __init__(self, war: War, day: date | None, index: NameIndex | None = None) -> None:
        self.war = war
        self.known = known_of(index) if index is not None else None
        self.spelt: dict[str, str] = {}  # a name with the sort of place that the text last called it
        self.calendar = Calendar(published=day)
        self.talk = Discourse(tuple(war.sides), foes=war.foes)
        self.counts: Counter[str | tuple[str, str]] = Counter()
        self.narrowed: dict[str, str] = {}
        self.having: list[str] = []  # what the block speaks of that only some sides have

    def about(self, title: str) -> None:
        """Take from a report's title what its text speaks of."""
        if not title:
            return
        if not _OTHER_SCRIPT.search(title):
            for _ in self.feed(clean(title.strip("() "))):
                pass
            if not _leaves(title):
                self.talk.last_actor = self.talk.last_actor or self.talk.subject
            self.talk.holder.clear()  # what it tells is what the text tells, and not what went before
        if self.known is not None:
            for place in self.known.topics(title):
                self.talk.about(place.name, place.kind)

    @property
    def topics(self) -> list[str]:
        """The names of the places that the report is about."""
        return [name for name, _ in self.talk.topics]

    def feed(self, text: str) -> Iterator[tuple[Sentence, Event, Span | None]]:
        """Read a block of cleaned text; yield what is told, in which sentence, with its days."""
        if len(self.spelt) > _MOST:
            self.spelt.clear()
        self.calendar.absolute = self.calendar.absolute or ABSOLUTE.search(text) is not None
        self._survey(text.lower())
        last: list[tuple[Sentence, Event, Span | None]] = []
        for start, end in sentences(text):
            s = Sentence(text[start:end], start)
            if not s.words:
                continue
            told = list(self._sentence(s))
            if not told and last:
                take_back(s, [event for _, event, _ in last])
            yield from last
            last = told
        yield from last

    def _survey(self, low: str) -> None:
        """Note which sides the text speaks of, and what short names mean in it.

        "The rebels" are the Turkish-backed ones in a text that says "Turkish-backed rebels" often enough.
        """
        self.talk.spoken |= sides_in(self.war, low)
        self.having = [word for word in self.war.means if word in low]
        for word, longer in self.war.shared.items():
            here = low.count(word)
            if not here:
                continue
            self.counts[word] += here
            for name, side in longer:
                self.counts[word, side] += low.count(name)
                if self.counts[word, side] >= max(2, _OFTEN * self.counts[word]):
                    self.narrowed[word] = side

    def _named(self, s: Sentence) -> None:
        """Let the names that several sides have mean the one of them that the sentence named last."""
        for first, _, side, _ in s.sides if self.war.common else ():
            if s.lows[first].removesuffix("s") not in self.war.common and s.lows[first] not in self.war.common:
                self.narrowed |= self.war.meaning.get(side, {})

    def _means(self, low: str) -> list[str]:
        """Return the sides that have what a sentence speaks of ("helicopters"), the one most spoken of first."""
        sides = [
            side for word in self.having if word in low for side in self.war.means[word] if side in self.talk.spoken
        ]
        return sorted(dict.fromkeys(sides), key=lambda side: -self.talk.mentions[side])

    def _sentence(self, s: Sentence) -> Iterator[tuple[Sentence, Event, Span | None]]:
        calendar, talk = self.calendar, self.talk
        talk.new_sentence()
        s.days = find_days(s.text, s.lows, s.starts, calendar)
        chunk(s, self.war, talk.seen, self.narrowed)
        if self.known is not None:
            self.known.name_sites(s)
        clauses = analyse(s.chunks)
        subjects = {id(noun) for noun in clauses.subject}
        speakers = [
            (verb.subj[0].i, verb.i)
            for verb in clauses.verbs
            if verb.subj and verb.subj[0].speaks and not any(a.rel == "obj" and a.i == verb.j for a in verb.args)
        ]  # not "The army shelled X, | said A B"
        for noun in clauses.nouns:
            if not (noun.name or noun.head in GROUND):
                continue
            speaker = speakers and any(first <= noun.i < last for first, last in speakers) and _titled(noun)
            talk.name(noun, weight=-1 if speaker else _weight(noun, subjects))
            if noun.name and self.known is not None:
                self.spelt[noun.name] = _spelt(s, noun)
        talk.mentions.update(side for _, _, side, _ in s.sides)
        self._named(s)
        talk.whose = {n.head: side for n in clauses.nouns if n.force and (side := spoken_of(n))} or talk.whose
        talk.means = self._means(s.text.lower()) if self.having else []
        told = settle(events(s, clauses, talk))
        days = [when_of(s, event, calendar) for event in told]
        talk.acting = acting(told, clauses)
        for event, when in zip(told, days, strict=True):
            complete(event, clauses, talk, when)
        talk.assaults(told)
        talk.subject = next((noun.side or noun.mod for noun in clauses.subject if noun.side or noun.mod), talk.subject)
        move(s, calendar)
        for event, when in zip(told, days, strict=True):
            yield s, event, when


def _titled(noun: Noun) -> bool:
    """Tell whether a phrase beside a speaker names no place: "the governor, A B, said", "the Ministry of C said"."""
    return not noun.prep or (isinstance(noun.gov, Noun) and noun.gov.head in _OFFICES)


def _weight(noun: Noun, subjects: set[int]) -> int:
    """Tell how much a sentence is about what a phrase names: 2 its object or subject, 1, 0 a mark for something else.

    -1: it is no place, for it speaks or acts, or is where somebody speaks.
    """
    gov = noun.gov if isinstance(noun.gov, Noun) else None
    speaker = gov is not None and (gov.speaks or "person" in gov.classes)  # "an official in X said"
    if (noun.rel == "subj" and noun.speaks) or noun.prep == "by" or speaker:
        return -1
    if _is_mark(noun, gov):
        return 0
    if gov is not None and noun.prep == "of" and gov.head in _SORTS and not gov.plural:
        return _weight(gov, subjects)  # "captured the town of X"
    if noun.rel == "obj":
        return 1 if isinstance(noun.gov, Verb) and noun.gov.rel_of is not None else 2
    return 2 if id(noun) in subjects else 1


def _is_mark(noun: Noun, gov: Noun | None) -> bool:
    """Tell whether a place is named for something else to lie by it: "north of X", "the road to X"."""
    leaving = noun.prep == "from" and isinstance(noun.gov, Verb) and noun.gov.lemma in _LEAVING
    if is_compass(noun) or (noun.prep in {"near", "from"} and not leaving):
        return True
    within = gov is not None and gov.name is not None and noun.prep in {"of", "in", "at", "outside", "within"}
    lead = noun.lead.gov if noun.lead is not None else gov
    road = isinstance(lead, Noun) and "road" in lead.classes
    return within or road or not noun.classes.isdisjoint(("event", "attack"))  # "X in the plain of Y"


def _leaves(title: str) -> bool:
    """Tell whether a title is of a withdrawal: its subject is no one who takes anything."""
    lemmas = (lexicon().verbs.get(word, ("",))[0] for word in title.lower().split())
    return any(frame.kind == "withdraw" for lemma in lemmas for frame in lexicon().frames.get(lemma, ()))


def _spelt(s: Sentence, noun: Noun) -> str:
    """Return a place's name with what the text calls it, if that is a settlement: "X village", "the village of X"."""
    name = noun.name or ""
    gov = noun.gov
    if noun.last + 1 < noun.j and s.lows[noun.last + 1] in _SORTS:
        return f"{name} {s.lows[noun.last + 1]}"
    if noun.prep == "of" and isinstance(gov, Noun) and gov.head in _SORTS:
        return f"{name} {gov.head}"
    return name


def _claim(text: str, told: tuple[Sentence, Event, Span | None], report: str) -> Claim:
    s, event, when = told
    start, end = s.span(event.first, event.last)
    hedged = not _HEDGE.isdisjoint(s.lows)
    return Claim(
        kind=event.kind,
        actor=event.actor,
        target=event.target,
        place=" ".join((event.place if event.place.isascii() else event.place.translate(INVISIBLE)).split()),
        when=when,
        factual=event.factual,
        start=start,
        end=end,
        quote=text[start:end],
        readers=("grammar",),
        credibility=_DOUBTFUL if not event.factual else _HEDGED if hedged else _PLAIN,
        report=report,
    )


def _agreed(claims: list[Claim]) -> list[Claim]:
    """Give a claim whose side the text does not tell there the side that it tells elsewhere for the same."""
    known = {
        (claim.kind, claim.place.casefold()): claim for claim in claims if claim.actor is not None and claim.factual
    }
    out = []
    for claim in claims:
        same = known.get((claim.kind, claim.place.casefold())) if claim.actor is None else None
        if same is None or claim.kind == "attack" or _apart(claim, same) or claim.target == same.actor:
            out.append(claim)
        else:
            out.append(replace(claim, actor=same.actor, target=claim.target or same.target))
    return out


def _apart(one: Claim, other: Claim) -> bool:
    """Tell whether two claims are of different days: a place taken, and taken back."""
    if one.when is None or other.when is None:
        return False
    return one.when.end <= other.when.start or other.when.end <= one.when.start


def _resolve(
    claims: list[Claim], spelt: Sequence[str], index: NameIndex, routes: Sequence[Route], topics: Sequence[str]
) -> list[Claim]:
    """Find the places and roads that the claims name, each with those about it as context.

    `spelt` has each claim's name with what the text calls the place: a village and the base beside it share a name;
    `topics` are the places of the title.
    """
    from frontline.names import is_road, resolve, resolve_road  # noqa: PLC0415

    names = list(dict.fromkeys([*topics, *(claim.place for claim in claims)]))
    known = known_of(index)
    matches: dict[str, Place | None] = {}
    for name, full in dict.fromkeys(zip((claim.place for claim in claims), spelt, strict=True)):
        if full not in matches:
            at = max(0, min(names.index(name) - _CONTEXT // 2, len(names) - _CONTEXT))
            context = tuple(other for other in dict.fromkeys([*topics, *names[at : at + _CONTEXT]]) if other != name)
            place = known.called(name) or resolve(index, full, context=context).place
            matches[full] = place or resolve(index, name, context=context).place
    out = []
    for claim, full in zip(claims, spelt, strict=True):
        of_road = claim.kind in ("cut", "reopen") or is_road(claim.place)
        stretch = resolve_road(index, routes, claim.place) if routes and of_road else None
        place = matches[full]
        if place is None or of_road:
            out.append(replace(claim, stretch=stretch))
        else:
            out.append(replace(claim, place_id=place.id, lat=place.lat, lon=place.lon, stretch=stretch))
    return out

"""Read a report: text in, claims out."""

from __future__ import annotations

__all__ = ["read", "read_stream"]

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from frontline.model import Claim, Span

from .clauses import analyse
from .clean import clean
from .days import Calendar, Moment, find_days
from .discourse import Discourse
from .events import events
from .extents import is_compass
from .lexicon import lexicon
from .sentences import sentences
from .settle import complete, settle
from .sides import War
from .syntax import Noun, Sentence, Verb, chunk

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from frontline.model import Route
    from frontline.names import NameIndex

_LEX = lexicon()
_HEDGE = _LEX.words["hedge"]


def read(
    text: str,
    war: War,
    *,
    index: NameIndex | None = None,
    routes: Sequence[Route] = (),
    day: date | None = None,
    report: str = "",
) -> list[Claim]:
    """Return what a report claims, in the order of its words.

    `day` is when it was published: days without a year lie near it, weekdays before it. With an `index` of places
    each claim's place is resolved with the report's other places as context, and roads to stretches of `routes`.
    `start` and `end` are offsets in characters of `text`, and `quote == text[start:end]`.
    """
    reader = _Reader(war, day)
    found = list(reader.feed(clean(text)))
    claims = [_claim(text, event, when, report) for event, when, _ in found]
    if index is not None:
        claims = _resolve(claims, index, routes)
    return claims


def read_stream(
    chunks: Iterable[str],
    war: War,
    *,
    index: NameIndex | None = None,
    routes: Sequence[Route] = (),
    day: date | None = None,
    report: str = "",
    block: int = 1 << 17,
) -> Iterator[Claim]:
    """Read a stream of text of any length in flat memory; offsets count from the start of the stream.

    It is read block by block (characters): short names are understood, and places resolved, by their block.
    """
    reader = _Reader(war, day)
    held, base = "", 0
    for piece in chunks:
        for i in range(0, len(piece), block):
            held += piece[i : i + block]
            if len(held) < block:
                continue
            cleaned = clean(held)
            last = 0
            for start, _end in sentences(cleaned):
                last = start
            cut = last if last > 0 else len(held)
            yield from _read_block(reader, held[:cut], base, report, index, routes)
            base += cut
            held = held[cut:]
    yield from _read_block(reader, held, base, report, index, routes)


def _read_block(
    reader: _Reader, text: str, base: int, report: str, index: NameIndex | None, routes: Sequence[Route]
) -> list[Claim]:
    claims = []
    for event, when, _ in reader.feed(clean(text)):
        claim = _claim(text, event, when, report)
        claims.append(replace(claim, start=claim.start + base, end=claim.end + base) if base else claim)
    return claims if index is None else _resolve(claims, index, routes)


class _Reader:
    """The state of one reading."""

    def __init__(self, war: War, day: date | None) -> None:
        self.war = war
        self.calendar = Calendar(published=day)
        self.talk = Discourse()
        self.counts: Counter[str] = Counter()
        self.narrowed: dict[str, str] = {}

    def feed(self, text: str) -> Iterator[tuple[_Placed, Span | None, Sentence]]:
        """Read a block of cleaned text; yield events with their days."""
        spans = list(sentences(text))
        self._survey(text)
        for start, end in spans:
            s = Sentence(text[start:end], start)
            yield from self._sentence(s)

    def _survey(self, text: str) -> None:
        """Decide for the block what short names mean: "the rebels" where the text says "Turkish-backed rebels"."""
        low = text.lower()
        narrowed: dict[str, str] = {}
        for word, other in self.war.shared.items():
            here = self.war.names[word]
            side = next((row[1] for row in here if row[0] == (word,)), None)
            if side is None:
                continue
            longer = sum(
                low.count(" ".join(key))
                for rows in self.war.names.values()
                for key, s, _, _ in rows
                if s == other and len(key) > 1 and key[-1] == word
            )
            self.counts[word] += low.count(word)
            self.counts["+" + word] += longer
            if self.counts["+" + word] >= max(2, 0.04 * self.counts[word]):
                narrowed[word] = other
        self.narrowed = narrowed

    def _sentence(self, s: Sentence) -> Iterator[tuple[_Placed, Span | None, Sentence]]:
        calendar, talk = self.calendar, self.talk
        talk.new_sentence()
        s.days = find_days(s.text, s.lows, s.starts, calendar)
        chunk(s, self.war, talk.seen, self.narrowed)
        clauses = analyse(s.chunks)
        subjects = {id(n) for n in clauses.subject}
        for noun in clauses.nouns:
            weight = _weight(noun, subjects)
            if weight >= 0:
                talk.name(noun, weight=weight)
        talk.mentions.update(side for _, _, side, _ in s.sides)
        found = settle(events(s, clauses, talk))
        hedged = bool(_HEDGE & set(s.lows))
        whens = [_when(s, event, calendar) for event in found]
        attack: tuple[str | None, str | None, list[str]] | None = None
        out = []
        for event, when in zip(found, whens, strict=True):
            complete(event, clauses, talk)
            actor, target = event.actor, event.target
            if event.kind in ("attack", "advance") and event.factual:
                if attack is None or attack[0] != actor:
                    attack = (actor, target, [])
                attack[2].append(event.place)
            if event.anaphor:
                talk.again(event.place, event.cue.at)
            out.append((_placed(s, event, hedged), when, s))
        talk.last_attack = attack or (talk.last_attack if not found else None)
        side = _subject(clauses.subject, talk)
        if side:
            talk.subject = side
        self._move(s)
        yield from out

    def _move(self, s: Sentence) -> None:
        """Move the story's day to the day that the sentence names: the last one that opens a clause, else the first."""
        if not s.days:
            if s.lows[0] in _LATER or ("later" in s.lows and s.lows[0] != "later" and "time" not in s.lows):
                self.calendar.day = None
            return
        self.calendar.named = True
        opening = [
            moment
            for moment in s.days
            for k, item in enumerate(s.chunks)
            if item.kind == "T" and moment.start <= s.starts[item.i] < moment.end and _opens(s, k)
        ]
        when = (opening[-1] if opening else s.days[0]).when
        self.calendar.day = when.start if when is not None and when.days == 1 else None


_LATER = frozenset({"eventually", "subsequently", "afterwards"})


def _weight(noun: Noun, subjects: set[int]) -> int:
    """Tell how much a sentence is about what a phrase names: 2 its object or subject, 0 a mark for something else."""
    if (noun.rel == "subj" and noun.speaks) or noun.prep == "by":
        return -1
    if is_compass(noun) or noun.prep in ("near", "from"):
        return 0
    if noun.rel == "obj":
        verb = noun.gov
        return 2 if not isinstance(verb, Verb) or verb.rel_of is None else 1
    return 2 if id(noun) in subjects else 1


class _Placed:
    """An event with where its words stand in the text."""

    __slots__ = ("end", "event", "hedged", "start")

    def __init__(self, event: Event, start: int, end: int, *, hedged: bool) -> None:
        self.event, self.start, self.end, self.hedged = event, start, end, hedged


def _placed(s: Sentence, event: Event, hedged: bool) -> _Placed:  # noqa: FBT001
    start, end = s.span(event.first, event.last)
    return _Placed(event, start, end, hedged=hedged)


def _subject(nouns: Sequence[Noun], talk: Discourse) -> str | None:
    for noun in nouns:
        side = noun.side or noun.mod
        if side:
            return side
    return None


def _when(s: Sentence, event: Event, calendar: Calendar) -> Span | None:
    """Return the day of an event: the time in its own clause, else the last one named before it, else the story's."""
    here: Span | None = Span.day(calendar.day) if calendar.day is not None else None
    if not calendar.named and not s.days and calendar.published is not None:
        return None
    if not s.days:
        return here
    at = s.starts[event.cue.at]
    before: Moment | None = None
    after: Moment | None = None
    for moment in s.days:
        if moment.start <= at:
            before = moment
        elif after is None:
            after = moment
    if after is not None and _in_clause(s, at, after):
        return after.when
    if before is not None:
        return before.when
    if here is None and after is not None and len(s.days) == 1:
        return after.when
    return here


def _in_clause(s: Sentence, at: int, moment: Moment) -> bool:
    """Tell whether a time that follows a trigger belongs to it: no verb between, and no new subject behind."""
    for k, item in enumerate(s.chunks):
        where = s.starts[item.i]
        if isinstance(item, Verb) and at < where < moment.start:
            return False
        if item.kind == "T" and where >= moment.start:
            return not _opens(s, k)
    return True


def _opens(s: Sentence, k: int) -> bool:
    """Tell whether the time at chunk `k` opens a clause: nothing, a comma or a joining word stands before it."""
    while k > 0 and s.chunks[k - 1].kind in ("P", "T", "A"):
        k -= 1
    return k == 0 or s.chunks[k - 1].kind in (",", "C", "S", ";", ".")


def _claim(text: str, placed: _Placed, when: Span | None, report: str) -> Claim:
    event = placed.event
    return Claim(
        kind=event.kind,
        actor=event.actor,
        target=event.target,
        place=event.place,
        when=when,
        factual=event.factual,
        start=placed.start,
        end=placed.end,
        quote=text[placed.start : placed.end],
        readers=("grammar",),
        credibility=(4 if placed.hedged else 3) if event.factual else 5,
        report=report,
    )


def _resolve(claims: list[Claim], index: NameIndex, routes: Sequence[Route]) -> list[Claim]:
    """Find the places and roads that the claims name, each with the others as context."""
    from frontline.names import is_road, resolve, resolve_road  # noqa: PLC0415

    names = list(dict.fromkeys(claim.place for claim in claims))
    matches = {}
    for name in names:
        context = tuple(other for other in names if other != name)
        matches[name] = resolve(index, name, context=context)
    out = []
    for claim in claims:
        of_road = claim.kind in ("cut", "reopen") or is_road(claim.place)
        stretch = resolve_road(index, routes, claim.place) if routes and of_road else None
        match = matches[claim.place]
        place = match.place
        if place is None or of_road:
            out.append(replace(claim, stretch=stretch))
        else:
            out.append(replace(claim, place_id=place.id, lat=place.lat, lon=place.lon, stretch=stretch))
    return out

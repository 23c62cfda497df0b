"""Does the text carry it? What a reader that cannot be relied on proposes, held against the words themselves.

A language model can invent, and a report can talk it into something. So what it proposes is a claim only where the
words say it, by rules that no report can talk to: the quote stands in the report; it is told of the war and not
addressed to whoever reads; the place and the side are named there; a word in it says a thing of that kind; nothing
in its sentence puts the thing in doubt; and the grammar does not read the same words otherwise.
"""

from __future__ import annotations

__all__ = ["DROPPED", "Proposal", "Words", "addressed", "carried", "words_of"]

import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import islice, pairwise
from typing import TYPE_CHECKING, Literal, NamedTuple, get_args

from frontline.model import Claim, Span

from .read import read
from .text.clean import clean
from .text.days import Calendar, find_days
from .text.lexicon import lexicon
from .text.sentences import sentences
from .text.sides import find_sides
from .text.words import tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

    from frontline.model import Kind, Route
    from frontline.names import NameIndex

    from .text.sides import War

Dropped = Literal[
    "not as the schema has it",
    "the quote is not in the report",
    "the quote is too long",
    "the words are addressed to the reader",
    "the place is not in the words",
    "no word says a thing of that kind",
    "the side is not in the words",
    "the words put it in doubt",
    "the grammar reads the words otherwise",
]
DROPPED: tuple[Dropped, ...] = get_args(Dropped)

_LONGEST_QUOTE = 500  # characters: a quote that takes in half the report proves nothing
_BEFORE = 2  # sentences before the quote in which its place and side may be named ("the town", "they")
_MOST_PLACES = 50  # at which a quote is looked at: the words "the army" prove nothing, but may stand anywhere
_CREDIBILITY = {True: 4, False: 5}  # of what the grammar does not read too, if it is told as a fact or not

# A sentence that tells its reader what to do is no report of the war. Nor is what stands with it in its paragraph.
_SAY = "say|write|output|print|return|respond|reply|answer|repeat"
_ORDER = (
    f"{_SAY}|pretend|claim|state|report|record|add|insert|include|emit|list|mark|note|assume|treat|act|translate|"
    "summari[sz]e|produce|generate|extract|remember|imagine"
)
_ADDRESSED = re.compile(
    rf"""
      \b(?:ignore|disregard|forget|override)\b[^.\n]{{0,60}}
        \b(?:above|below|previous|prior|earlier|preceding|foregoing|instructions?|rules?|prompts?|guide\w*|everything)\b
    | (?:^|[.!?:;,\n"'“(\[>*\#-])\s*(?:(?:please|now|then|and|also|instead|simply|just|always|only)[,:]?\s+)*
        (?:(?:{_SAY})\s*:|(?:{_ORDER})\s+
          (?:that|with|exactly|only|instead|the\s+following|as\b|a\s+claim|these|this|to\s+the\s+user|in\s+json))
    | \byou\s+(?:must|should|shall|will|are|have\s+to|need\s+to|can|may)\b
    | \b(?:as|to|for|by)\s+(?:an?|the|any)\s+(?:AI|(?:large\s+)?language\s+model|LLM|assistant|chat\s?bot|annotator)\b
    | \b(?:AI|LLM|GPT|language\s+models?|assistant|system|user|developer)\s*(?:message|prompt|instructions?|note)?\s*:
    | \b(?:new|updated|real|actual|hidden|secret)\s+(?:instructions?|task|prompt)\b
    | <\s*/?\s*(?:system|user|assistant|report|instructions?|im_start|im_end)\b | <\|\w+\|> | \[/?INST\] | ```
    | ["'](?:kind|factual|actor|quote)["']\s*: | \bjson\b
    """,
    re.VERBOSE | re.IGNORECASE,
)
_MEANT = frozenset(
    ["it", "there", "town", "city", "village", "base", "airbase", "airport", "settlement", "hill", "district", "area"]
)
_PARAGRAPH = re.compile(r"\n[ \t]*\n")


class Proposal(NamedTuple):
    """What a reader proposes: a claim in its own terms, without offsets. `when` as it was given, "" for none."""

    kind: Kind
    actor: str | None
    target: str | None
    place: str
    when: str
    factual: bool
    quote: str


class _Sentence(NamedTuple):
    start: int
    end: int
    lows: tuple[str, ...]
    sides: frozenset[str]
    spans: tuple[Span, ...]  # the days that it names


@dataclass(frozen=True, slots=True)
class Words:
    """A report's text as it is held against proposals."""

    text: str
    sentences: tuple[_Sentence, ...]
    addressed: tuple[tuple[int, int], ...]
    grammar: tuple[Claim, ...]


def addressed(text: str) -> list[tuple[int, int]]:
    """Return the paragraphs that speak to whoever reads the report instead of about the war, as (start, end)."""
    bounds = [0, *(match.end() for match in _PARAGRAPH.finditer(text)), len(text)]
    found = {bisect_right(bounds, match.end() - 1) - 1 for match in _ADDRESSED.finditer(text)}
    return [(bounds[at], bounds[at + 1]) for at in sorted(found) if at + 1 < len(bounds)]


def words_of(
    text: str,
    war: War,
    *,
    index: NameIndex | None = None,
    routes: Sequence[Route] = (),
    day: date | None = None,
    report: str = "",
) -> Words:
    """Prepare a report's text: its sentences with their sides and days, and what the grammar reads in it."""
    calendar = Calendar(published=day)
    parts = []
    cleaned = clean(text)
    for start, end in sentences(cleaned):
        words, starts = tokens(cleaned[start:end])
        lows = tuple(word.lower() for word in words)
        spans = tuple(moment.when for moment in find_days(cleaned[start:end], lows, starts, calendar) if moment.when)
        calendar.day = next((span.start for span in reversed(spans) if span.days == 1), calendar.day)
        sides = frozenset(side for _, _, side, _ in find_sides(war, words, lows))
        parts.append(_Sentence(start, end, lows, sides, spans))
    grammar = read(text, war, index=index, routes=routes, day=day, report=report)
    return Words(text, tuple(parts), tuple(addressed(text)), tuple(grammar))


def carried(words: Words, proposal: Proposal, *, reader: str) -> Claim | Dropped:
    """Return the claim that the words carry, or why they do not carry what is proposed.

    A day that the text up to the quote does not name is left out of the claim, as is a target that it does not name.
    """
    if len(proposal.quote) > _LONGEST_QUOTE:
        return "the quote is too long"
    places = _occurrences(words.text, proposal.quote)
    if not places:
        return "the quote is not in the report"
    free = [span for span in places if not any(_overlap(span, part) for part in words.addressed)]
    if not free:
        return "the words are addressed to the reader"
    results = [_carried_at(words, proposal, span, reader) for span in free]
    return next((claim for claim in results if isinstance(claim, Claim)), results[0])


def _carried_at(words: Words, proposal: Proposal, at: tuple[int, int], reader: str) -> Claim | Dropped:
    here = [i for i, sentence in enumerate(words.sentences) if _overlap(at, sentence[:2])]
    if not here:
        return "no word says a thing of that kind"
    within = words.sentences[here[0] : here[-1] + 1]
    near = words.sentences[max(0, here[0] - _BEFORE) : here[-1] + 1]
    sides = frozenset[str]().union(*(sentence.sides for sentence in near))
    quoted = [word.lower() for word in tokens(clean(words.text[slice(*at)]))[0]]
    there = [claim for claim in words.grammar if _overlap((claim.start, claim.end), at) and _one_name(claim, proposal)]
    twins = [claim for claim in there if claim.kind == proposal.kind]
    twin = next(
        (claim for claim in twins if None in (proposal.actor, claim.actor) or claim.actor == proposal.actor), None
    )
    alone = twin is None
    objections: dict[Dropped, bool] = {
        "the place is not in the words": not (
            _named(proposal.place, words.text[slice(*at)])
            or (
                _named(proposal.place, words.text[near[0].start : near[-1].end])
                and (twin or _meant(within, at, words, proposal))
            )
        ),
        "the grammar reads the words otherwise": (alone and bool(there))
        or (twin is not None and proposal.factual and not twin.factual),
        "no word says a thing of that kind": alone and not _says(quoted, proposal.kind, has_side=bool(sides)),
        "the side is not in the words": proposal.actor not in (None, twin and twin.actor, *sides),
        "the words put it in doubt": alone and proposal.factual and any(map(_in_doubt, within)),
    }
    for objection, holds in objections.items():
        if holds:
            return objection
    claim = Claim(
        kind=proposal.kind,
        actor=proposal.actor,
        target=proposal.target if proposal.target in sides else None,
        place=proposal.place,
        when=_day(words.sentences[: here[-1] + 1], proposal.when, twin),
        factual=proposal.factual,
        start=at[0],
        end=at[1],
        quote=words.text[slice(*at)],
        readers=(reader,),
        credibility=_CREDIBILITY[proposal.factual] if twin is None or not proposal.factual else twin.credibility,
    )
    # Which place the name means is the gazetteer's business, and it was asked already.
    known = next((other for other in words.grammar if other.place == proposal.place), None)
    if known is None:
        return claim
    return replace(claim, place_id=known.place_id, stretch=known.stretch, lat=known.lat, lon=known.lon)


def _meant(within: Sequence[_Sentence], at: tuple[int, int], words: Words, proposal: Proposal) -> bool:
    """Tell whether words may mean a place that they do not name: "the town", where no other place is told of so."""
    names_none = not any(
        claim.kind == proposal.kind and _overlap((claim.start, claim.end), at) for claim in words.grammar
    )
    return names_none and any(_MEANT & set(sentence.lows) for sentence in within)


def _occurrences(text: str, quote: str) -> list[tuple[int, int]]:
    """Return where the quote stands, to the letter; only blanks and line ends may differ."""
    parts = [re.escape(part) for part in quote.split()]
    found = re.finditer(r"\s+".join(parts), text) if parts else ()
    return [match.span() for match in islice(found, _MOST_PLACES)]


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _named(place: str, text: str) -> bool:
    """Tell whether a name stands in a text as words of their own; what has no capital letter is no name."""
    parts = [re.escape(part) for part in place.split()]
    name = r"\s+".join(parts)
    return bool(name) and not place.islower() and re.search(rf"(?<!\w){name}(?!\w)", text) is not None


def _one_name(claim: Claim, proposal: Proposal) -> bool:
    one, other = claim.place.casefold(), proposal.place.casefold()
    return one in other or other in one


def _says(lows: Sequence[str], kind: Kind, *, has_side: bool) -> bool:
    """Tell whether words say a thing of a kind: a verb with what must stand with it, or a noun."""
    known = lexicon()
    parts = [part for word in lows for part in (word, *word.split("-"))]
    classes = frozenset().union(*(known.classes.get(part, frozenset()) for part in parts))
    if has_side:
        classes |= {"side"}
    for part in parts:
        if any(frame.kind == kind for frame in known.nouns.get(part, ())):
            return True
        lemma = known.verbs.get(part, ("", ""))[0]
        for frame in known.frames.get(lemma, ()):
            with_ = not frame.with_ or frame.with_ in classes
            if frame.kind == kind and with_ and (not frame.particle or frame.particle & set(parts)):
                return True
    return False


def _in_doubt(sentence: _Sentence) -> bool:
    """Tell whether a sentence has a word that denies, supposes, plans or fails."""
    known = lexicon()
    doubts = known.words["negation"] | known.words["hypothesis"] | known.words["near_miss"]
    lemmas = {known.verbs.get(word, (word, ""))[0] for word in sentence.lows}
    # "the goal was to capture", "the aim of capturing"
    aims = any(word in known.meant_nouns for word in sentence.lows) and any(
        (word == "to" and "b" in known.verbs.get(after, ("", ""))[1]) or (word == "of" and after.endswith("ing"))
        for word, after in pairwise(sentence.lows)
    )
    carriers = any(known.carry.get(lemma) in ("meant", "failed") for lemma in lemmas)
    return aims or carriers or bool(doubts & set(sentence.lows))


def _day(before: Sequence[_Sentence], when: str, twin: Claim | None) -> Span | None:
    """Return the proposed days if the text up to there names them, else the grammar's."""
    given = _span(when)
    named = {span for sentence in before for span in sentence.spans}
    if twin is not None and twin.when is not None:
        named.add(twin.when)
    return given if given in named else twin.when if twin else None


def _span(text: str) -> Span | None:
    try:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
            return Span.day(date.fromisoformat(text))
        if re.fullmatch(r"\d{4}-\d\d", text):
            first = date.fromisoformat(f"{text}-01")
            return Span(first, (first + timedelta(days=31)).replace(day=1))
    except ValueError:
        pass
    return None

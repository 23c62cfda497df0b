"""The history of one place: who held it from when to when, its sieges, and the claims for and against."""

from __future__ import annotations

__all__ = ["PlaceHistory", "Word", "place_history"]

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np

from frontline.control import evidence_of, timeline
from frontline.model import Spell

from .course import course
from .sieges import runs, sieges_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from frontline.control import Belief, Testimony
    from frontline.model import Claim, Siege

AGREED = 2 / 3  # how far the belief must go along with a claim to support it
MOST_AGAINST = 5  # how many of the claims that say otherwise are named


@dataclass(frozen=True, slots=True)
class Word:
    """A claim's part in a history: its weight, how far the belief goes along with it (0 to 1), and who says otherwise.

    `supports` says whether the belief goes along with it by more than two thirds. A claim with the right place and
    side but the wrong day is half right: it speaks of the days before and after. `against` are the ids of the claims
    that speak of the same spell or of its ends, and that the belief goes along with instead; the nearest in time
    first.
    """

    claim: Claim
    weight: float
    agrees: float
    supports: bool
    against: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlaceHistory:
    """What is believed of a place from one day to another, and why."""

    place: str
    place_id: str
    spells: tuple[Spell, ...]
    sieges: tuple[Siege, ...]
    words: tuple[Word, ...]


def place_history(belief: Belief, place_id: str, *, start: date | None = None, end: date | None = None) -> PlaceHistory:
    """Return a place's history from `start` up to and without `end` (the theatre's days where None).

    A spell is a side's unbroken time as the likeliest holder, `p` its mean probability; the last one's `end` is None.
    Spells and sieges that began before `start` are given whole. Raises NotFoundError where there is no such place.
    """
    theatre = belief.theatre
    first = theatre.start
    last = min(end or theatre.end, theatre.end) - timedelta(days=1)
    spoken = np.diff(belief.places.chains.first)[belief.places.index[place_id]] > 0 if place_id in theatre.places else 0
    # A place of which nobody speaks changes only with its neighbours: on the days on which something does.
    days = (
        [first + timedelta(days=n) for n in range((last - first).days + 1)]
        if spoken
        else [day for day in course(belief).days if day <= last]
    )
    p = timeline(belief, place_id, days)
    holder = p.argmax(axis=1)
    spells = [
        Spell(side, days[low], days[high] if high < len(days) else None, float(p[low:high, number].mean()))
        for number, side in enumerate(belief.sides)
        for low, high in runs(holder == number)
    ]
    spells.sort(key=lambda spell: spell.start)
    since = start or first
    return PlaceHistory(
        place=theatre.places[place_id].name,
        place_id=place_id,
        spells=tuple(one for one in spells if one.end is None or one.end > since),
        sieges=tuple(one for one in sieges_of(belief, place_id, until=last) if one.end is None or one.end > since),
        words=_words(belief, place_id, spells, since, last),
    )


def _words(belief: Belief, place_id: str, spells: Sequence[Spell], start: date, last: date) -> tuple[Word, ...]:
    said = evidence_of(belief, place_id)
    words = []
    for one in said:
        when = one.claim.when
        if when is not None and not (when.start <= last and when.end > start):
            continue
        supports = one.agrees > AGREED
        against = [] if supports or when is None else _against(one, said, spells)
        words.append(Word(one.claim, one.weight, one.agrees, supports, tuple(other.claim.id for other in against)))
    return tuple(words)


def _against(word: Testimony, said: Sequence[Testimony], spells: Sequence[Spell]) -> list[Testimony]:
    when = word.claim.when
    if when is None:
        return []
    spell = next((one for one in reversed(spells) if one.start <= when.start), None)
    first = spell.start if spell else when.start
    last = spell.end if spell and spell.end else date.max
    others = [
        (abs((other.claim.when.start - when.start).days), at, other)
        for at, other in enumerate(said)
        if other.agrees > AGREED
        and other.weight > 0
        and other.claim.when
        and other.claim.when.start <= last
        and other.claim.when.end > first
    ]
    return [other for _, _, other in sorted(others)[:MOST_AGAINST]]

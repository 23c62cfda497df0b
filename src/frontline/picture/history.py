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
    from frontline.control import Belief
    from frontline.model import Claim, Siege


@dataclass(frozen=True, slots=True)
class Word:
    """A claim's part in a history: its weight, how far the belief goes along with it (0 to 1), and who says otherwise.

    `supports` says whether the belief goes along with it more than half; `against` are the ids of the claims that
    speak of some of the same days and that the belief goes along with where it does not with this one.
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
    last = min(end - timedelta(days=1) if end else theatre.end, theatre.end)
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
    since = start or first
    return PlaceHistory(
        place=theatre.places[place_id].name,
        place_id=place_id,
        spells=tuple(
            sorted((one for one in spells if one.end is None or one.end > since), key=lambda spell: spell.start)
        ),
        sieges=tuple(one for one in sieges_of(belief, place_id, until=last) if one.end is None or one.end > since),
        words=_words(belief, place_id, since, last),
    )


def _words(belief: Belief, place_id: str, start: date, last: date) -> tuple[Word, ...]:
    said = [
        word
        for word in evidence_of(belief, place_id)
        if word.claim.when is None or (word.claim.when.start <= last and word.claim.when.end > start)
    ]
    return tuple(
        Word(
            one.claim,
            one.weight,
            one.agrees,
            one.agrees > 0.5,
            tuple(
                other.claim.id
                for other in said
                if other.claim is not one.claim
                and other.weight > 0
                and (other.agrees > 0.5) != (one.agrees > 0.5)
                and one.claim.when
                and other.claim.when
                and one.claim.when.start < other.claim.when.end
                and other.claim.when.start < one.claim.when.end
            ),
        )
        for one in said
    )

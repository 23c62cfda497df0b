"""Where a duration stands in a report: what it may be about, and up to which day."""

from __future__ import annotations

__all__ = ["JUST_DAYS", "Scene"]

from dataclasses import dataclass
from typing import TYPE_CHECKING

from frontline.picture.sieges import sieges_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from frontline.control import Belief
    from frontline.model import Claim, Kind, Siege
    from frontline.names import Mention

    from .ground import Ground

JUST_DAYS = 30  # a siege that ended no longer ago is still what a report that names no place is about


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """Where a duration stands: what the sentence's claims (or those of one before) are about, and up to which day."""

    belief: Belief
    until: date
    claims: Sequence[Claim]
    before: Sequence[Claim]  # those that stand before it, in its own sentence or else in the last one
    after: Sequence[Claim]  # those that stand after it in its own sentence
    ground: Callable[[Claim], Ground]
    mentions: Sequence[Mention]  # of places by name, up to the end of its sentence
    sentence: int  # where in the text its sentence begins ...
    at: int  # ... and it stands itself
    words: str  # the sentence from just before it, or what tells what it measures, to just after

    def place_of(self, kinds: Sequence[Kind] = ()) -> tuple[Claim, str] | None:
        """Return the nearest claim of some kinds (else of any) that is of one place, and the place."""
        near = sorted(self.claims, key=lambda one: (not one.factual, max(one.start - self.at, self.at - one.end, 0)))
        for wanted in (kinds, ()):
            for claim in near:
                places = self.ground(claim).places
                if len(places) == 1 and (not wanted or claim.kind in wanted):
                    return claim, next(iter(places))
        return None

    def besieged(self) -> str | None:
        """Return the place on record as besieged that is meant.

        By the sentence's claims or names, if it has any; else by the claims and names before; else, where the report
        names none, the only place that is under siege on record at the time.
        """

        def sieges(place: str) -> tuple[Siege, ...]:
            return sieges_of(self.belief, place, until=self.until)

        claimed = self.place_of(("besiege", "relieve"))
        own = [claimed[1]] if claimed and claimed[0].start >= self.sentence else []
        named = [(mention.start, place) for mention in reversed(self.mentions) for place in mention.place_ids]
        here = own or [place for start, place in named if start >= self.sentence]
        before = [*([claimed[1]] if claimed else []), *(place for _, place in named)]
        meant = next(filter(sieges, here or before), None)
        if meant or here:
            return meant
        lasting = [place for place in map(str, self.belief.sieges.index) if any(map(self._now, sieges(place)))]
        return lasting[0] if len(lasting) == 1 else None

    def _now(self, siege: Siege) -> bool:
        return siege.end is None or (self.until - siege.end).days <= JUST_DAYS

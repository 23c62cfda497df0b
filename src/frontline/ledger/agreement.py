"""How far a reader agrees with the claims that people entered by hand from the same reports."""

from __future__ import annotations

__all__ = ["Agreement", "Score", "agreement"]

from dataclasses import dataclass
from typing import TYPE_CHECKING

from frontline.model import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from frontline.model import Claim, Kind, Record


@dataclass(frozen=True, slots=True)
class Score:
    """Claims found by both, by the person alone, by the reader alone; shares are 0 where there is nothing to share."""

    both: int
    person_only: int
    reader_only: int

    @property
    def precision(self) -> float:
        """The share of the reader's claims that the person has too."""
        return _share(self.both, self.both + self.reader_only)

    @property
    def recall(self) -> float:
        """The share of the person's claims that the reader has too."""
        return _share(self.both, self.both + self.person_only)

    @property
    def f1(self) -> float:
        """The harmonic mean of the two: 2 both / (2 both + person_only + reader_only)."""
        return _share(2 * self.both, 2 * self.both + self.person_only + self.reader_only)


@dataclass(frozen=True, slots=True)
class Agreement:
    """A reader against the person, over the `reports` that both read: overall and by kind of claim."""

    reader: str
    reports: int
    overall: Score
    by_kind: Mapping[Kind, Score]


def agreement(record: Record, *, reader: str = "grammar") -> Agreement:
    """Return how far a reader agrees with the hand-entered claims of the same reports.

    Compared are the reports that have a text and at least one claim entered by hand; two claims agree where the
    ledger took them for one. A person enters what matters and passes over what a reader may rightly find as well,
    so this precision is a lower bound of the share that is right. Claims that an analyst rejected are not counted.
    """
    told = [claim for claim in record.told if record.reports[claim.report].text]
    by_hand = {claim.report for claim in told if "hand" in claim.readers}
    shared = [claim for claim in told if claim.report in by_hand]
    by_kind = {kind: _score((claim for claim in shared if claim.kind == kind), reader) for kind in KINDS}
    return Agreement(reader, len(by_hand), _score(shared, reader), by_kind)


def _score(claims: Iterable[Claim], reader: str) -> Score:
    found = [("hand" in claim.readers, reader in claim.readers) for claim in claims]
    return Score(found.count((True, True)), found.count((True, False)), found.count((False, True)))


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0

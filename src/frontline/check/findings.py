"""What checking a report finds, as frozen values."""

from __future__ import annotations

__all__ = ["VERDICTS", "Checked", "Evidence", "Figure", "Statement", "Verdict"]

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

if TYPE_CHECKING:
    from datetime import date

    from frontline.model import Claim, Record, Report, Span

    from .quantities import Quantity

Verdict = Literal["supported", "contradicted", "untested"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)


@dataclass(frozen=True, slots=True)
class Evidence:
    """A claim of the record that bears on a statement.

    `supports` says for or against, `says` how nearly it says the same (1) or only implies it, `weight` is its source's
    and reading's bearing (`control.emissions`). `days_apart` are the days from the statement's to the claim's,
    negative before, 0 where the two overlap. `origin` is whose words it carries; `independent` is false where that is
    the checked report's own.
    """

    claim: Claim
    origin: str
    supports: bool
    says: float
    weight: float
    days_apart: int
    independent: bool


@dataclass(frozen=True, slots=True)
class Statement:
    """A claim of the report with what the record makes of it.

    `when` are the days on which it is tested (None: nobody can tell them), `p_before` the probability that the record
    without the report gave to it, `p_after` that of the state that it leaves, at its last day; None where the record
    has nothing to compute them from. `origins_for` and `origins_against` are the independent origins of the evidence.
    `reason` says in a sentence why the verdict is as it is. `sentence` is the report's, `claim.quote` the words in it.
    """

    claim: Claim
    sentence: str
    when: Span | None
    verdict: Verdict
    reason: str
    p_before: float | None
    p_after: float | None
    evidence: tuple[Evidence, ...]
    origins_for: tuple[str, ...]
    origins_against: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A duration that the report states, and the one that the record gives.

    `measures` says what of ("the siege of X"), None where the text does not let the program tell. `computed_days` run
    from `start` to `end`; `computed_low` and `computed_high` are their bounds by the doubt in both days. `basis` says
    how they were computed, `claims` are what it rests on.
    """

    quantity: Quantity
    sentence: str
    verdict: Verdict
    reason: str
    measures: str | None = None
    start: date | None = None
    end: date | None = None
    computed_days: int | None = None
    computed_low: int | None = None
    computed_high: int | None = None
    basis: str = ""
    claims: tuple[Claim, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Checked:
    """A report, what was left out of the record as its own words, the record it was held to, and what came of it."""

    report: Report
    left_out: tuple[Report, ...]
    record: Record
    statements: tuple[Statement, ...]
    figures: tuple[Figure, ...]

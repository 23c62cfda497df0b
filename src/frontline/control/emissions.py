"""What a claim says about the state of things: one table, one formula for every precision of date.

A claim about the span of days [a, b) speaks at up to four moments, each a row of the table below:

    before   the state at the end of day a-1, just before anything of it can have happened
    during   the state at some time in the span: half the weight at its first day, half at its last (one day: whole)
    after    the state at the end of day b-1, when all of it has happened
    push     a move somewhere in between, spread evenly over the span: the clock of change runs faster where change
             is reported, so that places of which nobody speaks may keep what they have for years
    spill    the same move of the places next door: whoever takes a village takes the hamlets about it, untold

Numbers are nats of log-likelihood for a role's side against all sides not named (3 is odds of 20 to 1); of a push,
the expected number of moves. They hold for a claim of weight 1; a claim's weight multiplies them (likelihoods are
tempered, as in power priors: Ibrahim & Chen 2000), and comes from

- the source's reliability A-F and the claim's credibility 1-6 (Admiralty code, NATO AJP-2.1),
- its lean: where a claim flatters the side that its source favours it counts for less than half; where it speaks
  against that side, the source counts as a usually reliable one (the rule of Wikipedia's mappers of the Syrian war),
- its reading: what one program read and nobody checked counts for about as much as such programs are right,
- corroboration: the same statement by k independent origins counts 1 + 1/2 + ... + 1/k times, strongest first, so
  that each adds something and none (they read one another) adds as much as the first. An origin counts once.
"""

from __future__ import annotations

__all__ = [
    "CREDIBILITY",
    "EMISSIONS",
    "RELIABILITY",
    "Emission",
    "Row",
    "bearing",
    "rows_of",
    "span_of",
    "told",
    "weigh",
]

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Literal, NamedTuple

from frontline.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from frontline.model import Claim, Kind, Report

Role = Literal["actor", "target", "none"]
Says = dict[Role, float]
Moment = Literal["before", "during", "after", "push", "spill"]

# Reliability of the source: A reliable ... E unreliable, F cannot be judged.
RELIABILITY: dict[str, float] = {"A": 1.0, "B": 0.85, "C": 0.7, "D": 0.45, "E": 0.2, "F": 0.6}
# Credibility of the claim: 1 confirmed ... 5 improbable, 6 cannot be judged.
CREDIBILITY: dict[int, float] = {1: 1.25, 2: 1.0, 3: 0.75, 4: 0.4, 5: 0.15, 6: 0.75}
FLATTERS = 0.4  # what is left of a claim that flatters the side its source favours
PASSED_OVER = 0.15  # the same where a person entered claims of that report, and did not enter this one
READ_ONCE = 0.6  # what is left of a claim that one program read in its report, and neither a person nor another program
USUALLY_RELIABLE = RELIABILITY["B"]  # what a source is at least, where it speaks against the side it favours

# A move dated to more days than these is pushed for less, by the square root: who tells of a year tells of a state that
# came about in it, more than of the move; beside him, whoever names the month is to be heard on when it was.
PRECISE_DAYS = 31

UNDATED_DAYS = 30  # an undated claim is taken to be of the month before its report came out ...
UNDATED = 0.5  # ... at half its weight


@dataclass(frozen=True, slots=True)
class Emission:
    """What one kind of claim says of the state of a place (or road), or of the siege of a place.

    The states of a siege are the besiegers and "none". A role that the claim leaves open says nothing, but for a
    push to an unnamed side, which goes to all but the one that lost, as often as each is heard of at all. A push
    begins `push_ago` days before the span.
    """

    before: Says = field(default_factory=dict)
    during: Says = field(default_factory=dict)
    after: Says = field(default_factory=dict)
    push: Says = field(default_factory=dict)
    spill: Says = field(default_factory=dict)
    push_ago: int = 0


_GAIN = Emission(
    before={"actor": -1.5, "target": 1.0},
    after={"actor": 4.0},
    push={"actor": 2.0},
    spill={"actor": 1.0},
)
# Who has opened a road can use it: he holds the places at the ends of what he opened.
ENDS: Mapping[Kind, Emission] = {"reopen": Emission(after={"actor": 2.0}, push={"actor": 0.5})}

# Kind -> what it says of who holds the place or the stretch of road, and what of the place's siege.
EMISSIONS: Mapping[Kind, tuple[Emission, Emission | None]] = {
    # Who takes a place besieges it no longer; that somebody else took it may end a siege, too.
    "gain": (_GAIN, Emission(after={"actor": -3.0}, push={"none": 0.2})),
    # Who is found in a place where he was not before has come there unreported, some time before.
    "hold": (Emission(during={"actor": 4.0}, push={"actor": 0.5}, push_ago=30), Emission(during={"actor": -2.0})),
    # Nobody attacks what he holds; most attacks do not end in a capture, and the few that do are told as gains.
    "attack": (Emission(before={"actor": -1.0, "target": 1.0}, push={"actor": 0.05}), None),
    "repel": (Emission(during={"actor": 3.0}), None),
    # Reached, entered, taken in part: whoever tells it does not claim the place for the one who came.
    "advance": (Emission(before={"actor": -1.0, "target": 1.0}, after={"actor": -0.3}, push={"actor": 0.1}), None),
    "withdraw": (
        Emission(before={"actor": 1.0}, after={"actor": -3.0}, push={"target": 1.5}),
        Emission(after={"actor": -2.0}, push={"none": 1.0}),
    ),
    # A place besieged is one that still stands.
    "besiege": (
        Emission(during={"target": 2.5, "actor": -1.0}),
        # Sources agree that there is a ring sooner than on whose it is.
        Emission(before={"actor": -1.5}, after={"actor": 2.0, "none": -3.0}, push={"actor": 2.0}),
    ),
    "relieve": (
        # Whoever reaches his own garrison had it there before.
        Emission(before={"actor": 2.0}, after={"actor": 3.0}),
        Emission(before={"none": -1.5}, after={"none": 4.0}, push={"none": 2.0}),
    ),
    "cut": (_GAIN, None),
    "reopen": (_GAIN, None),
}

# Whom a claim of a kind flatters and whom it embarrasses. An attack does neither.
_FLATTERS: Mapping[Kind, tuple[Role | None, Role | None]] = dict.fromkeys(EMISSIONS, ("actor", "target")) | {
    "attack": (None, None),
    "withdraw": ("target", "actor"),
}


class Row(NamedTuple):
    """One claim's word on one state at one moment; `loglik` or, of a push, the moves, by index of the state."""

    claim: int
    chain: int
    moment: Moment
    first: int  # ordinal of the day; of a push, the end of the day after which it begins
    last: int
    values: tuple[float, ...]


def told(claim: Claim) -> Claim:
    """Return the claim in the words of the table: a loss to nobody named is the loser's leaving."""
    if claim.actor is None and claim.target is not None and claim.kind in {"gain", "cut", "reopen"}:
        return replace(claim, kind="withdraw", actor=claim.target, target=None)
    return claim


def bearing(claim: Claim, report: Report | None, *, gone_through: bool = False) -> float:
    """Return the weight of a claim by its grades, its source's lean and its reading, before corroboration.

    `gone_through` says that a person entered claims of the claim's report.
    """
    reliability = RELIABILITY[report.grade if report else "F"]
    if report is not None and report.lean is not None:
        flattered, embarrassed = (_side(claim, role) for role in _FLATTERS[claim.kind])
        if report.lean == flattered:
            reliability *= FLATTERS
        elif report.lean == embarrassed:
            reliability = max(reliability, USUALLY_RELIABLE)
    unchecked = len(claim.readers) == 1 and "hand" not in claim.readers and not claim.decision
    read = (PASSED_OVER if gone_through else READ_ONCE) if unchecked else 1.0
    return reliability * CREDIBILITY[claim.credibility] * read


def _side(claim: Claim, role: Role | None) -> str | None:
    return claim.actor if role == "actor" else claim.target if role == "target" else None


def weigh(claims: Sequence[Claim], reports: Mapping[str, Report], spans: Sequence[Span | None]) -> list[float]:
    """Return the weight of every claim among the others: grades, lean and corroboration.

    A claim that says nothing (not factual, no date, no place) and all but the best of one origin's weigh 0.
    """
    weights = [0.0] * len(claims)
    gone_through = {claim.report for claim in claims if "hand" in claim.readers}
    statements: dict[tuple[object, ...], list[tuple[float, str, int]]] = defaultdict(list)
    for index, (claim, span) in enumerate(zip(claims, spans, strict=True)):
        where = claim.stretch or claim.place_id
        if span is None or where is None or not claim.factual:
            continue
        report = reports.get(claim.report)
        weight = bearing(claim, report, gone_through=claim.report in gone_through) * (1 if claim.when else UNDATED)
        origin = report.origin if report else f"claim {index}"
        statements[where, claim.kind, claim.actor, claim.target, span].append((weight, origin, index))
    for same in statements.values():
        heard: set[str] = set()
        for weight, origin, index in sorted(same, key=lambda one: (-one[0], one[1])):
            if origin not in heard:
                heard.add(origin)
                weights[index] = weight / len(heard)
    return weights


def span_of(claim: Claim, report: Report | None, *, until: Span) -> Span | None:
    """Return the days that a claim is about; None where nothing lets a reader tell.

    No report tells of days after it came out: a month or a year that was not over then ends there. A claim without
    a date in a report that came out, to the month, while the theatre's record runs, is of the days before it came
    out; what is told years later without a date is of no day.
    """
    published = report.published if report else None
    if claim.when is not None:
        start, end = claim.when
        return Span(start, published.end) if published and start < published.end < end else claim.when
    if published is None or published.days > 31 or not until.start <= published.start < until.end:
        return None
    return Span(published.start - timedelta(days=UNDATED_DAYS), published.end)


def rows_of(
    claim: Claim,
    span: Span,
    emission: Emission,
    *,
    index: int,
    chains: Iterable[int],
    states: Mapping[str | None, float],
) -> list[Row]:
    """Return what one claim of weight 1 says by an emission to each of some chains.

    `states` are the sides, and None for "none", in their order, with how often each is heard of.
    """
    before, first, last = span.start.toordinal() - 1, span.start.toordinal(), span.end.toordinal() - 1
    spoken: list[tuple[Moment, int, int, tuple[float, ...]]] = []
    spoken_at: list[tuple[Moment, Says, tuple[int, ...]]] = [
        ("before", emission.before, (before,)),
        ("during", emission.during, (first, last)),
        ("after", emission.after, (last,)),
    ]
    for moment, says, days in spoken_at:
        values = _values(claim, says, states)
        if any(values):
            spoken += [(moment, day, day, tuple(value / len(days) for value in values)) for day in days]
    vague = min(1.0, (PRECISE_DAYS / span.days) ** 0.5)
    moves: list[tuple[Moment, Says]] = [("push", emission.push), ("spill", emission.spill)]
    for moment, says in moves:
        values = _values(claim, says, states, spread=True)
        if any(values):
            spoken.append((moment, before - emission.push_ago, last, tuple(vague * value for value in values)))
    return [Row(index, chain, *one) for chain in chains for one in spoken]


def _values(claim: Claim, says: Says, states: Mapping[str | None, float], *, spread: bool = False) -> tuple[float, ...]:
    """Return a moment's numbers by state; with `spread`, an open role's go to all sides but the other role's."""
    values = dict.fromkeys(states, 0.0)
    for role, number in says.items():
        side = _side(claim, role)
        if role == "none" or (side is not None and side in values):
            values[side] += number
        elif spread and side is None and (other := claim.target if role == "actor" else claim.actor) is not None:
            heard = {state: share for state, share in states.items() if state is not None and state != other}
            for state, share in heard.items():
                values[state] += number * share / sum(heard.values())
    return tuple(values.values())

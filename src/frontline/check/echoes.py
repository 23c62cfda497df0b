"""Which claims of the record bear out a claim of a report, and which speak against it: one table.

An *echo* of a claim is another that says the same, implies it, or denies it, of the same place or road, so many days
before or after. Sides are told by their role in the claim that is tested: `actor`, `target`, `other` (any side but the
actor), `any`. A side that either claim leaves open may be anyone's, but not where it would deny the claim or is
`other`: what is held against a report must be named.
"""

from __future__ import annotations

__all__ = ["ECHOES", "VAGUE_DAYS", "Echo", "days_apart", "echo_of"]

from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from frontline.model import Claim, Kind, Span

Role = Literal["actor", "target", "other", "any"]

# A claim dated to more days than these says that a state came about in them, but not that an event of some day did.
VAGUE_DAYS = 31
_STATES = frozenset({"hold", "besiege"})
_LASTING = frozenset({"hold", "besiege", "repel"})
LATE_DAYS = 7


class Echo(NamedTuple):
    """One row: a claim of `kind` with its sides in these roles, `first` to `last` days after the tested one.

    `says` is how nearly it says the same: 1 the same, less where it is only implied; below 0 where it denies it.
    """

    kind: Kind
    actor: Role
    target: Role
    first: int
    last: int
    says: float


# The first row that fits counts.
ECHOES: Mapping[Kind, tuple[Echo, ...]] = {
    "gain": (
        Echo("gain", "actor", "any", -3, 3, 1.0),
        Echo("gain", "actor", "any", -30, 30, 0.3),  # the same, dated otherwise
        Echo("gain", "other", "actor", 0, 30, 0.5),  # what is taken from a side was that side's
        Echo("hold", "actor", "any", 0, 30, 0.7),
        Echo("withdraw", "target", "any", -3, 3, 0.5),
        Echo("advance", "actor", "any", -3, 3, 0.3),
        Echo("gain", "other", "any", 0, 3, -0.7),
        Echo("hold", "other", "any", 0, 7, -1.0),
        Echo("hold", "other", "any", 8, 30, -0.7),
        Echo("repel", "other", "any", -3, 3, -1.0),
    ),
    "hold": (
        Echo("hold", "actor", "any", -30, 30, 1.0),
        Echo("repel", "actor", "any", -30, 30, 0.8),
        Echo("besiege", "other", "actor", -30, 30, 0.7),
        Echo("gain", "actor", "any", -365, 0, 0.8),
        Echo("gain", "other", "actor", 0, 30, 0.5),
        Echo("hold", "other", "any", -30, 30, -1.0),
        Echo("gain", "other", "any", -365, 0, -1.0),
    ),
    "attack": (
        Echo("attack", "actor", "any", -7, 7, 1.0),
        Echo("repel", "other", "actor", -3, 7, 0.9),
        Echo("advance", "actor", "any", -7, 7, 0.8),
        Echo("gain", "actor", "any", -3, 7, 0.8),
        Echo("relieve", "actor", "any", -3, 7, 0.5),
        Echo("besiege", "actor", "any", -7, 7, 0.5),
        Echo("hold", "actor", "any", -30, 0, -0.7),  # nobody attacks what he holds
    ),
    "advance": (
        Echo("advance", "actor", "any", -7, 7, 1.0),
        Echo("gain", "actor", "any", -3, 7, 0.9),
        Echo("attack", "actor", "any", -7, 7, 0.5),
        Echo("repel", "other", "actor", -3, 7, 0.5),
        Echo("relieve", "actor", "any", -3, 3, 0.5),
        Echo("hold", "actor", "any", -30, 0, -0.7),
        Echo("withdraw", "actor", "any", -3, 3, -0.5),
    ),
    "repel": (
        Echo("repel", "actor", "any", -7, 7, 1.0),
        Echo("reopen", "actor", "any", 0, 14, 0.8),
        Echo("hold", "actor", "any", 0, 14, 0.6),
        Echo("withdraw", "other", "any", 0, 7, 0.5),
        Echo("attack", "other", "any", -7, 3, 0.4),  # that an attack was made
        Echo("gain", "other", "any", -3, 7, -1.0),
        Echo("cut", "other", "any", -3, 7, -0.8),
    ),
    "withdraw": (
        Echo("withdraw", "actor", "any", -3, 3, 1.0),
        Echo("withdraw", "actor", "any", -30, 30, 0.3),  # the same, dated otherwise
        Echo("gain", "other", "any", -3, 3, 0.9),
        Echo("hold", "other", "any", 0, 14, 0.5),
        Echo("gain", "actor", "any", 0, 30, 0.4),  # what is taken again was lost
        Echo("hold", "actor", "any", 1, 7, -1.0),
        Echo("repel", "actor", "any", 1, 7, -0.7),
    ),
    "besiege": (
        Echo("besiege", "actor", "any", -365, 30, 1.0),
        Echo("relieve", "any", "any", 0, 60, 0.7),  # what is relieved was besieged
        Echo("relieve", "any", "any", -30, -1, -0.8),
    ),
    "relieve": (
        Echo("relieve", "actor", "any", -3, 3, 1.0),
        Echo("relieve", "actor", "any", -30, 30, 0.3),  # the same, dated otherwise
        Echo("reopen", "actor", "any", -3, 3, 0.7),
        Echo("withdraw", "other", "any", -3, 3, 0.6),
        Echo("relieve", "other", "any", -3, 3, -0.8),
        Echo("gain", "other", "any", -3, 7, -1.0),
        Echo("besiege", "other", "any", 1, 30, -1.0),
    ),
    "cut": (
        Echo("cut", "actor", "any", -3, 3, 1.0),
        Echo("cut", "actor", "any", -30, 30, 0.3),  # the same, dated otherwise
        Echo("gain", "actor", "any", -3, 3, 0.8),
        Echo("hold", "actor", "any", 0, 14, 0.7),
        Echo("reopen", "other", "any", 1, 30, 0.6),  # what is opened was cut
        Echo("repel", "other", "any", -3, 3, -1.0),
        Echo("hold", "other", "any", 0, 7, -1.0),
    ),
    "reopen": (
        Echo("reopen", "actor", "any", -3, 3, 1.0),
        Echo("reopen", "actor", "any", -30, 30, 0.3),  # the same, dated otherwise
        Echo("gain", "actor", "any", -3, 3, 0.6),
        Echo("hold", "actor", "any", 0, 14, 0.6),
        Echo("repel", "other", "any", -3, 3, -1.0),
        Echo("hold", "other", "any", 0, 7, -1.0),
        Echo("cut", "other", "any", 0, 3, -0.8),
    ),
}


def echo_of(claim: Claim, when: Span, other: Claim, told: Span) -> Echo | None:
    """Return what another claim, about the days `told`, says of a claim about the days `when`; None where nothing."""
    if told.days > VAGUE_DAYS and claim.kind not in _STATES:
        return None
    apart = days_apart(when, told)
    # What was so early in a month of which a report tells does not deny what came about in it later.
    # Nor does who held a place in some month deny that it was taken in the middle of it.
    stale = (other.kind in _LASTING and (when.last - told.last).days > LATE_DAYS) or (
        other.kind in _STATES and claim.kind not in _STATES and told.days > 1 and told.start < when.start
    )
    for echo in ECHOES[claim.kind]:
        if (
            other.kind == echo.kind
            and echo.first <= apart <= echo.last
            and not (stale and echo.says < 0)
            and _fits(echo.actor, other.actor, claim, strictly=echo.says < 0)
            and _fits(echo.target, other.target, claim, strictly=echo.says < 0)
        ):
            return echo
    return None


def days_apart(when: Span, told: Span) -> int:
    """Return how many days lie from one span to another, negative where the other is before; 0 where they overlap."""
    if told.start >= when.end:
        return (told.start - when.last).days
    if told.end <= when.start:
        return (told.last - when.start).days
    return 0


def _fits(role: Role, side: str | None, claim: Claim, *, strictly: bool) -> bool:
    if role == "any":
        return True
    named = claim.target if role == "target" else claim.actor
    if side is None or named is None:
        return not strictly and role != "other"
    return (side == named) is (role != "other")

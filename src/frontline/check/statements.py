"""Each claim of a report held to the record: what speaks for it, what against, and the verdict.

The rule (docs/check.md):

- **supported** where the record without the report gave it a probability of `SUPPORTED` or more and at least one
  independent origin says it or something that implies it; or where three say it outright, none denies it, and what it
  leaves is as likely,
- **contradicted** where it gave it `CONTRADICTED` or less, at least one independent origin says otherwise, and what is
  said against it weighs more than what is said for it,
- **untested** otherwise: nobody else speaks of it, or those who do leave it open.

The thresholds are the ends of ICD 203's "very likely" and "very unlikely". The probability alone is not enough: a place
of which nobody speaks has one, too, by its neighbours. Nor is the evidence: ten partisan voices may weigh little.
"""

from __future__ import annotations

__all__ = ["CONTRADICTED", "SUPPORTED", "percent", "statements"]

from bisect import bisect
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from frontline.control import timeline
from frontline.control.emissions import bearing, told
from frontline.names import build_index
from frontline.reading.text.clean import clean
from frontline.reading.text.sentences import sentences

from .chances import SLACK_DAYS, Chance, chance, word
from .echoes import days_apart, echo_of
from .findings import Evidence, Statement, Verdict
from .ground import claims_about, ground_of, tested_days, told_days

if TYPE_CHECKING:
    from collections.abc import Iterable

    from frontline.control import Belief
    from frontline.model import Claim, Kind, Report, Span

    from .ground import Ground

SUPPORTED = 0.8
CONTRADICTED = 0.2
EVEN = 0.5
# What these say, they say of a side: a report that leaves open whose it was cannot be held to anything.
_OF_A_SIDE: frozenset[Kind] = frozenset({"gain", "hold", "cut", "reopen", "withdraw", "advance"})
# Who has a road, or loses it, does not have each village on it, nor the other way about.
_OF_A_PLACE: frozenset[Kind] = frozenset({"gain", "hold", "withdraw"})
_OUTRIGHT = 0.9  # how nearly a claim says the same for it to say so, and not only to imply it
_WITNESSES = 3  # origins that say so outright, and nobody otherwise: whose day is right is then a doubt of the day
_SURE = 0.8  # of the holder whom a report need not name


class _Tested(NamedTuple):
    verdict: Verdict
    reason: str
    chance: Chance = Chance(None)
    evidence: tuple[Evidence, ...] = ()


def statements(belief: Belief, report: Report, claims: Iterable[Claim]) -> tuple[Statement, ...]:
    """Hold a report's claims to the belief from the record without it; in the order of its words."""
    index = build_index(belief.theatre.places.values())
    spans = list(sentences(clean(report.text)))
    starts = [start for start, _ in spans]
    done: dict[object, _Tested] = {}  # a long text says many things more than once
    found = []
    for claim in sorted(claims, key=lambda one: (one.start, one.end)):
        when = tested_days(claim, report, belief.theatre)
        same = (claim.kind, claim.actor, claim.target, claim.place, claim.place_id, claim.stretch, claim.factual, when)
        if same not in done:
            done[same] = _test(belief, report, claim, when, ground_of(claim, belief.theatre, index))
        tested = done[same]
        at = bisect(starts, claim.start) - 1
        start, end = spans[at] if at >= 0 else (claim.start, claim.end)
        found.append(
            Statement(
                claim=claim,
                sentence=" ".join(report.text[start:end].split()),
                when=when,
                verdict=tested.verdict,
                reason=tested.reason,
                p_before=tested.chance.p,
                p_after=tested.chance.after,
                evidence=tested.evidence,
                origins_for=_origins(tested.evidence, supports=True),
                origins_against=_origins(tested.evidence, supports=False),
            )
        )
    return tuple(found)


def _test(belief: Belief, report: Report, claim: Claim, when: Span | None, ground: Ground) -> _Tested:
    asked = told(claim)
    if not claim.factual:
        return _Tested("untested", "The report does not say that it happened.")
    if not ground.known:
        return _Tested("untested", f"The record's places and roads have no “{claim.place}”.")
    if when is None:
        return _Tested("untested", "Nothing tells on which day it is meant to have happened.")
    if asked.actor is None and asked.kind in _OF_A_SIDE:
        return _Tested("untested", "The report does not say whose it was.")
    if asked.kind == "repel" and asked.actor is None:
        asked = replace(asked, actor=_holder(belief, ground, when))
    evidence = _evidence(belief, report, asked, when, ground)
    given = chance(belief, asked, when, ground, evidence)
    return _judged(given, evidence)


def _judged(given: Chance, evidence: tuple[Evidence, ...]) -> _Tested:
    """Return the verdict by the rule above, and why."""
    if given.p is None:
        return _Tested("untested", "No independent source speaks of it.", given, evidence)
    pro, contra = (_origins(evidence, supports=supports) for supports in (True, False))
    gives = f"The record without the report gives it {percent(given.p)}"
    if not pro and not contra:
        return _Tested("untested", f"{gives}, but no independent source speaks of it.", given, evidence)
    own_days = [one for one in evidence if one.supports and one.independent]
    directly = any(one.says >= _OUTRIGHT for one in own_days)
    gives += f"; {_heard(pro, 'says so' if directly else 'implies it', 'say so' if directly else 'imply it')}"
    gives += f", {_heard(contra, 'speaks against it', 'speak against it')}" if contra else ""
    outright = {one.origin for one in own_days if one.says >= _OUTRIGHT}
    verdict: Verdict = "untested"
    if given.p >= SUPPORTED and pro:
        verdict, but = "supported", ""
    elif len(outright) >= _WITNESSES and not contra and (given.after or 0.0) >= SUPPORTED:
        verdict, but = "supported", ", though others tell of it on other days"
    elif given.p <= CONTRADICTED and contra and (word(evidence) or 0.0) < EVEN:
        verdict, but = "contradicted", ""
    else:
        days = min((one.days_apart for one in own_days), key=abs, default=0)
        but = f", {abs(days)} days {'later' if days > 0 else 'earlier'}"
        but = but if abs(days) > SLACK_DAYS else ": too little to decide"
    return _Tested(verdict, f"{gives}{but}.", given, evidence)


def _heard(origins: tuple[str, ...], one: str, more: str) -> str:
    return f"{len(origins) or 'no'} independent origin{f' {one}' if len(origins) == 1 else f's {more}'}"


def percent(p: float) -> str:
    """Return a probability as it may be said: nothing is certain, nothing impossible."""
    return "over 99 %" if p > 0.99 else "under 1 %" if p < 0.01 else f"{100 * p:.0f} %"


def _evidence(belief: Belief, report: Report, claim: Claim, when: Span, ground: Ground) -> tuple[Evidence, ...]:
    """Return the record's claims that echo a claim: for before against, the most telling first."""
    reports = belief.record.reports
    found = []
    for original, other in claims_about(belief, ground):
        if (original.stretch is None) is not (ground.stretch is None) and claim.kind in _OF_A_PLACE:
            continue
        source = reports.get(original.report)
        days = told_days(original, source, belief.theatre)
        echo = echo_of(claim, when, other, days) if days is not None else None
        if echo is None or days is None or source is None:
            continue
        found.append(
            Evidence(
                claim=original,
                origin=source.origin,
                supports=echo.says > 0,
                says=abs(echo.says),
                weight=bearing(original, source),
                days_apart=days_apart(when, days),
                independent=source.origin != report.origin,
            )
        )
    if claim.kind == "hold":
        found = _since(found)
    found.sort(key=lambda one: (not one.supports, not one.independent, -one.says * one.weight, abs(one.days_apart)))
    return tuple(found)


def _since(found: list[Evidence]) -> list[Evidence]:
    """Return what is told of the time since a place last changed hands: who held it before says nothing of after."""
    taken = [one.days_apart for one in found if one.claim.kind == "gain" and one.days_apart <= 0]
    return [one for one in found if one.days_apart >= max(taken) - SLACK_DAYS] if taken else found


def _origins(evidence: Iterable[Evidence], *, supports: bool) -> tuple[str, ...]:
    """Return the independent origins of what speaks for (or against), the most telling first."""
    return tuple(dict.fromkeys(one.origin for one in evidence if one.supports is supports and one.independent))


def _holder(belief: Belief, ground: Ground, when: Span) -> str | None:
    """Return who held the ground in some days, where that is sure: he is the one who repels."""
    for place in sorted(ground.places):
        p = timeline(belief, place, [when.last])[0]
        if p.max() >= _SURE:
            return belief.sides[int(p.argmax())]
    return None

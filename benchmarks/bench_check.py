"""Do true claims come out as supported, and falsified ones not? The example theatre, each claim left out in turn.

Every claim that a person entered, dated to the week, is held to the record without its report, as it is and made false
in three ways: the sides exchanged, the day moved by a hundred days, the place exchanged for another of the record. The
peer is the rule of thumb of a newsroom: a claim stands where another origin has the same kind of event at the same
place within three days, whoever did it according to either. Usage: python benchmarks/bench_check.py [EVERY]: take
every so manieth claim (1).
"""

from __future__ import annotations

import random
import sys
import time
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from frontline.check import VERDICTS, leave_out
from frontline.check.echoes import days_apart
from frontline.check.statements import statements
from frontline.cli._record import open_record
from frontline.control import believe
from frontline.model import Span

if TYPE_CHECKING:
    from frontline.control import Belief
    from frontline.model import Claim, Record, Report

MOVED_DAYS = 100


def falsified(claim: Claim, others: list[Claim], chance: random.Random) -> dict[str, Claim]:
    """Return a claim as it is, and made false in three ways."""
    assert claim.when is not None
    away = timedelta(days=chance.choice([-MOVED_DAYS, MOVED_DAYS]))
    here = (claim.place_id, claim.stretch)
    elsewhere = chance.choice([other for other in others if (other.place_id, other.stretch) != here])
    return {
        "as it is": claim,
        "sides exchanged": replace(claim, actor=claim.target, target=claim.actor),
        "another day": replace(claim, when=Span(claim.when.start + away, claim.when.end + away)),
        "another place": replace(claim, place=elsewhere.place, place_id=elsewhere.place_id, stretch=elsewhere.stretch),
    }


def thumb(belief: Belief, report: Report, claim: Claim) -> str:
    """Return the peer's verdict."""
    record: Record = belief.record
    for other in record.claims:
        if (
            other.kind == claim.kind
            and (other.place_id, other.stretch) == (claim.place_id, claim.stretch)
            and other.when
            and claim.when
            and other.report in record.reports
            and record.reports[other.report].origin != report.origin
            and abs(days_apart(claim.when, other.when)) <= 3
        ):
            return "supported"
    return "untested"


def main(every: int) -> None:
    """Print verdicts by way of falsifying, and what a report costs."""
    theatre, record = open_record("kuweires")
    chance = random.Random(1)  # noqa: S311 - no secret
    known = [
        claim
        for claim in record.told
        if "hand" in claim.readers
        and claim.factual
        and claim.when
        and claim.when.days <= 7
        and claim.actor
        and claim.target
        and (claim.place_id or claim.stretch)
    ]
    by_report: dict[str, list[Claim]] = {}
    for claim in known[::every]:
        by_report.setdefault(claim.report, []).append(claim)
    ours: dict[str, Counter[str]] = {}
    peers: dict[str, Counter[str]] = {}
    spent = 0.0
    for key, claims in by_report.items():
        report = replace(record.reports[key], published=None)  # what a report may know is not what is tested here
        began = time.perf_counter()
        rest, _ = leave_out(record, record.reports[key], theatre.routes)
        belief = believe(theatre, rest)
        for claim in claims:
            for way, told in falsified(claim, known, chance).items():
                (found,) = statements(belief, report, [told])
                ours.setdefault(way, Counter())[found.verdict] += 1
                peers.setdefault(way, Counter())[thumb(belief, report, told)] += 1
        spent += time.perf_counter() - began
    for way, counts in ours.items():
        total = counts.total()
        shown = ", ".join(f"{verdict} {counts[verdict] / total:.0%}" for verdict in VERDICTS)
        print(f"{way:16} n={total}: {shown}; rule of thumb supports {peers[way]['supported'] / total:.0%}")
    for name, table in (("ours", ours), ("rule of thumb", peers)):
        true, false = _supported(table, ["as it is"]), _supported(table, [way for way in table if way != "as it is"])
        print(
            f"{name}: supports {true:.0%} of the true and {false:.1%} of the false, {true / max(false, 1e-9):.1f} to 1"
        )
    print(f"{spent / len(by_report):.2f} s a report ({len(by_report)} reports)")


def _supported(table: dict[str, Counter[str]], ways: list[str]) -> float:
    return sum(table[way]["supported"] for way in ways) / sum(table[way].total() for way in ways)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1)

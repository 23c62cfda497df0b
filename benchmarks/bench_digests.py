"""Find the claims that people entered in the example's own digests, and say why the others are not found.

A claim counts as found where the digest of its report gives one of that kind, by that side, at that place (resolved, or
spelt as the person spelt it) or road. People entered claims from whole pages, of which a digest keeps a few sentences.
So each claim that the reader missed was judged by eye, and `digests_judged.csv` has those that the digest's words do
not carry: `page` where the place, the deed or whose deed it was stands only on the page, `inferred` where a person
concluded it from what the words say (a bombed village is held by the other side; part of a road taken is a road cut).
The peer is the list of places alone: how many claims' places does the digest name at all, by the gazetteer's own scan?

Usage: python benchmarks/bench_digests.py [SEED]: with a seed, also 100 of the claims read, to be judged by eye.
"""

from __future__ import annotations

import csv
import random
import sys
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from frontline.names import build_index, scan
from frontline.reading import read, war_of
from frontline.theatre import find, load, load_claims, load_reports

if TYPE_CHECKING:
    from frontline.model import Claim

SAMPLE = 100
JUDGED = Path(__file__).with_name("digests_judged.csv")


def same(read_: Claim, entered: Claim, spelling: str) -> bool:
    """Tell whether a claim that was read is the one that was entered."""
    if (read_.kind, read_.actor) != (entered.kind, entered.actor):
        return False
    names = {entered.place.casefold(), spelling.casefold()}
    at_place = entered.place_id is not None and read_.place_id == entered.place_id
    on_road = read_.stretch is not None and entered.stretch is not None and read_.stretch.route == entered.stretch.route
    return at_place or on_road or read_.place.casefold() in names


def main() -> None:
    """Read the digests and print the shares; with a seed, a sample."""
    folder = find("kuweires")
    theatre = load(folder)
    reports = load_reports(folder, theatre)
    entered = defaultdict(list)
    for claim in load_claims(folder, theatre, reports):
        entered[claim.report].append(claim)
    with (folder / "claims.csv").open(encoding="utf-8", newline="") as file:
        spellings = {(row["report"], row["place"], row["text"]): row["spelling"] for row in csv.DictReader(file)}
    with JUDGED.open(encoding="utf-8", newline="") as file:
        judged = {row["claim"]: row["why"] for row in csv.DictReader(file)}
    war, index = war_of(theatre.sides), build_index(theatre.places.values())
    counts: Counter[str] = Counter()
    told = []
    for report in reports:
        day = report.published.start if report.published and report.published.days == 1 else None
        claims = read(
            report.text, war, index=index, routes=tuple(theatre.routes.values()), day=day, report=report.id,
            title=report.title,
        )  # fmt: skip
        facts = [claim for claim in claims if claim.factual]
        told += [(report, claim) for claim in claims]
        named = {place for mention in scan(index, report.text) for place in mention.place_ids}
        counts["read"] += len(facts)
        for claim in entered[report.id]:
            spelling = spellings[report.id, claim.place, claim.quote]
            found = any(same(other, claim, spelling) for other in facts)
            counts["found" if found else judged.get(claim.id, "missed")] += 1
            counts["named"] += claim.place_id in named
        counts["agreed"] += sum(
            any(same(other, claim, spellings[report.id, claim.place, claim.quote]) for claim in entered[report.id])
            for other in facts
        )
    show(counts)
    if len(sys.argv) > 1:
        for report, claim in random.Random(int(sys.argv[1])).sample(told, SAMPLE):  # noqa: S311
            about = f"{claim.kind} {claim.actor} > {claim.target} at {claim.place} ({claim.place_id or claim.stretch})"
            print(f"\n{about} {claim.when} {'' if claim.factual else 'NOT A FACT'}\n  {report.title} | {report.text}")


def show(counts: Counter[str]) -> None:
    """Print what was found, and why the rest was not."""
    everything = sum(counts[what] for what in ("found", "missed", "page", "inferred"))
    carried = counts["found"] + counts["missed"]
    print(f"{everything} claims were entered; {counts['read']} are read, {counts['agreed']} of them as entered")
    for what, said in (
        ("found", "found"),
        ("missed", "missed, though the digest's words carry it"),
        ("page", "told only by the page, not by its digest"),
        ("inferred", "concluded by a person from what the words say"),
        ("named", "of which the digest names the place at all (the peer)"),
    ):
        print(f"{counts[what]:5} {counts[what] / everything:5.0%}  {said}")
    print(f"found of what the digests carry: {counts['found']} of {carried}, {counts['found'] / carried:.0%}")
    print(f"found, to places that are named (the peer): {counts['found'] / counts['named']:.2f}")


if __name__ == "__main__":
    main()

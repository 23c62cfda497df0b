"""What the check of a second reader's proposals costs and saves, on sentences that people labelled.

A perfect model would propose what the labels say: how much of that does the check let through? A model that was talked
into something twists it: another kind, another side, another place of the sentence, a plan told as a fact. How much of
that does it stop? (What a twist makes of a sentence may by chance be another of its labels; those are not counted.)
"""

from __future__ import annotations

import json
import os
import sys
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from frontline.model import KINDS, Claim
from frontline.reading import load_war
from frontline.reading.carried import Proposal, carried, words_of

if TYPE_CHECKING:
    from collections.abc import Callable

SHARED = Path(os.environ.get("FRONTLINE_SHARED", Path(__file__).parents[2] / "shared"))


def labelled(path: Path) -> dict[str, list[dict[str, Any]]]:
    """Return a file's labelled sentences by document."""
    documents: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        documents[row["doc"]].append(row)
    return documents


def twists(claim: dict[str, Any], sides: list[str], places: list[str]) -> list[tuple[str, dict[str, Any]]]:
    """Return what a model that was talked into something might make of a claim."""
    found = [("kind", claim | {"kind": kind}) for kind in KINDS if kind != claim["kind"]]
    found += [("side", claim | {"actor": side}) for side in sides if side != claim["actor"]]
    found += [("place", claim | {"place": place}) for place in places if place != claim["place"]]
    return found if claim["factual"] else [("fact", claim | {"factual": True})]


def measure(folder: Path, war_of_file: Callable[[Path], str]) -> None:
    """Print both shares for a folder of labels."""
    kept: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    why: Counter[str] = Counter()
    for path in sorted(folder.glob("*.jsonl")):
        war = load_war(war_of_file(path))
        for rows in labelled(path).values():
            words = words_of("\n\n".join(row["text"] for row in rows), war)
            for row in rows:
                true = {(c["kind"], c["actor"], c["place"], c["factual"]) for c in row["claims"]}
                places = [claim["place"] for claim in row["claims"]]
                cases = [("true", claim) for claim in row["claims"]]
                cases += [twist for claim in row["claims"] for twist in twists(claim, list(war.sides), places)]
                for name, claim in cases:
                    key = (claim["kind"], claim["actor"], claim["place"], claim["factual"])
                    if (name != "true" and key in true) or len(row["text"]) > 500:
                        continue
                    actor, target = (claim[side] if claim[side] in war.sides else None for side in ("actor", "target"))
                    proposal = Proposal(key[0], actor, target, key[2], "", key[3], row["text"])
                    result = carried(words, proposal, reader="llm:bench")
                    asked[name] += 1
                    kept[name] += isinstance(result, Claim)
                    if name == "true" and isinstance(result, str):
                        why[result] += 1
    print(f"{folder.name}: of what is right {kept['true'] / asked['true']:.0%} pass ({asked['true']} claims)")
    for name in ("kind", "side", "place", "fact"):
        if asked[name]:
            print(f"  twisted {name}: {1 - kept[name] / asked[name]:.0%} stopped (of {asked[name]})")
    print("  right ones stopped:", ", ".join(f"{count} {reason}" for reason, count in why.most_common()))


if __name__ == "__main__":
    if not SHARED.is_dir():
        sys.exit(f"no labelled sentences at {SHARED}; set FRONTLINE_SHARED")
    for part in ("dev", "train"):
        measure(
            SHARED / "gold" / part, lambda path: "ukraine" if "sides" in path.read_text().split("\n")[0] else "syria"
        )

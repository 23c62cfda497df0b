"""Score the reader against labelled sentences, article by article, and say what goes wrong.

    python scripts/score_gold.py FOLDER... [--by article kind fault] [--json]

A folder holds one JSONL file an article, a sentence a line: `text`, `date`, and `claims` with kind, actor, target,
place, date, factual (the form and the rules of counting in docs/reading.md, "Labelled text of your own"). Precision,
recall and F1 are micro-averages over factual claims. Nothing of the reader is fitted to a folder, so the rows by
article are what leaving each article out would give; the interval is that of drawing the articles anew
(percentile bootstrap, 90 %): a difference well inside it may be chance.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any, NamedTuple

from frontline.reading import load_war, read

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from frontline.model import Claim

Row = dict[str, Any]
# Words that a name may have or lack, and, of roads, those that only say that it is one.
_SLIGHT = frozenset(
    ["al", "el", "as", "an", "ar", "at", "ad", "ash", "the", "of", "village", "town", "city", "district", "area"]
)
_OF_ROADS = frozenset(
    ["road", "highway", "supply", "route", "line", "lines", "main", "only", "to", "from", "linking", "and", "between"]
)
_ROADS = ("cut", "reopen")
_DRAWS = 1000


class Counts(NamedTuple):
    """Claims labelled, claims read, and those that agree."""

    gold: int = 0
    read: int = 0
    right: int = 0

    def __add__(self, other: tuple[int, ...]) -> Counts:  # type: ignore[override]
        return Counts(*(mine + its for mine, its in zip(self, other, strict=True)))

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall; 0 where nothing was labelled or read."""
        return 2 * self.right / (self.gold + self.read) if self.gold + self.read else 0.0

    def shares(self) -> dict[str, float]:
        """Return precision, recall and F1."""
        return {"P": self.right / (self.read or 1), "R": self.right / (self.gold or 1), "F1": self.f1}


@dataclass
class Score:
    """What reading some articles gave: by article, by kind of claim, how often what was wrong, days right of dated."""

    articles: dict[str, Counts] = field(default_factory=dict)
    kinds: dict[str, Counts] = field(default_factory=dict)
    faults: Counter[str] = field(default_factory=Counter)
    dated: int = 0
    days: int = 0

    @property
    def total(self) -> Counts:
        """All articles together."""
        return sum(self.articles.values(), Counts())

    @property
    def on_the_day(self) -> float:
        """The share of right claims with a labelled day that begin on it; 1 where none has one."""
        return self.days / self.dated if self.dated else 1.0

    def interval(self) -> tuple[float, float]:
        """Return the 5th and 95th percentile of F1 over articles drawn anew, with the same seed each time."""
        rows, draw = list(self.articles.values()), Random(7)  # noqa: S311
        values = sorted(sum(draw.choices(rows, k=len(rows)), Counts()).f1 for _ in range(_DRAWS))
        return values[_DRAWS // 20], values[-_DRAWS // 20]


def score(folder: Path) -> Score:
    """Read each article of a folder and lay the claims on its sentences by where their words begin."""
    found = Score()
    for path in sorted(folder.glob("*.jsonl")):
        rows: list[Row] = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        article = Counts()
        for row, claims in zip(rows, _read(rows), strict=True):
            article += _sentence(row["claims"], claims, found)
        found.articles[path.stem] = article
    return found


def _read(rows: Sequence[Row]) -> Iterator[list[Claim]]:
    """Yield the factual claims of each sentence, of all read as one text."""
    war = load_war("ukraine" if "ukraine" in json.dumps(rows[0].get("sides", "")) else "syria")
    first = next((row["date"] for row in rows if row.get("date")), None)
    text = "".join(row["text"] + " " for row in rows)
    claims = [claim for claim in read(text, war, day=date.fromisoformat(first) if first else None) if claim.factual]
    at = 0
    for row in rows:
        end = at + len(row["text"]) + 1
        yield [claim for claim in claims if at <= claim.start < end]
        at = end


def _sentence(labels: Sequence[Row], claims: list[Claim], found: Score) -> Counts:
    """Count one sentence, and note what is wrong in it; each claim answers one label at most."""
    wanted = [label for label in labels if label["factual"]]
    left, missed = list(claims), []
    for label in wanted:
        answer = next((claim for claim in left if _agrees(claim, label)), None)
        if answer is None:
            missed.append(label)
        else:
            left.remove(answer)
            _add(found.kinds, label["kind"], Counts(right=1))
            found.dated += label["date"] is not None
            found.days += answer.when is not None and answer.when.start.isoformat() == label["date"]
    count = Counts(len(wanted), len(claims), len(wanted) - len(missed))
    for label in wanted:
        _add(found.kinds, label["kind"], Counts(gold=1))
    for claim in claims:
        _add(found.kinds, claim.kind, Counts(read=1))
    for label in missed:
        found.faults[_missing(label, left)] += 1
    for claim in left:
        found.faults[_too_much(claim, labels)] += 1
    return count


def _add(counts: dict[str, Counts], key: str, more: Counts) -> None:
    counts[key] = counts.get(key, Counts()) + more


def _agrees(claim: Claim, label: Row) -> bool:
    return claim.kind == label["kind"] and _one_place(claim, label) and label["actor"] in (None, claim.actor)


def _missing(label: Row, left: list[Claim]) -> str:
    """Say why a label has no claim; the claim that is nearly it is taken out of what is left."""
    there = [claim for claim in left if _one_place(claim, label)]
    near = next((claim for claim in there if claim.kind == label["kind"]), next(iter(there), None))
    if near is None:
        return f"missed: {label['kind']}"
    left.remove(near)
    if near.kind != label["kind"]:
        return "another kind"
    return "another side" if near.actor else "no side"


def _too_much(claim: Claim, labels: Iterable[Row]) -> str:
    there = [label for label in labels if _one_place(claim, label)]
    if any(label["kind"] == claim.kind and not label["factual"] for label in there):
        return "false: did not happen"
    return "false: said twice, or too much of a place" if there else f"false: {claim.kind} where none is"


def _one_place(claim: Claim, label: Row) -> bool:
    return one_place(claim.place, label["place"], label["kind"])


def one_place(name: str, labelled: str, kind: str) -> bool:
    """Tell whether two names are one but for an article, a word for its type, or one word more."""
    one, other = _words(name) - _SLIGHT, _words(labelled) - _SLIGHT
    if kind in _ROADS:
        one, other = one - _OF_ROADS, other - _OF_ROADS
        return one == other or not one.isdisjoint(other)
    return one == other != set() or (bool(one and other) and (one < other or other < one) and len(one ^ other) == 1)


def _words(name: str) -> set[str]:
    plain = "".join(c for c in unicodedata.normalize("NFKD", name).casefold() if not unicodedata.combining(c))
    return set(re.findall(r"[a-z0-9]+", re.sub("['’‘`´ʿʾ]", "", plain)))


def _shown(title: str, counts: Counts) -> str:
    shares = "  ".join(f"{key} {value:.3f}" for key, value in counts.shares().items())
    return f"{title[:46]:46}  {shares}  labelled {counts.gold:4}  read {counts.read:4}"


def main() -> None:
    """Score the folders named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER")
    parser.add_argument("--by", nargs="+", choices=("article", "kind", "fault"), default=[])
    parser.add_argument("--json", action="store_true", help="one JSON object instead of the table")
    asked = parser.parse_args()
    bare = [str(folder) for folder in asked.folders if not any(folder.glob("*.jsonl"))]
    if bare:
        print(f"no *.jsonl in {', '.join(bare)}: give folders with one file an article", file=sys.stderr)
        raise SystemExit(2)
    scores = {str(folder): score(folder) for folder in asked.folders}
    if asked.json:
        rows = {
            name: {"F1": got.total.f1, "interval": got.interval(), "days": got.on_the_day,
                   "faults": dict(got.faults.most_common()),
                   "articles": {k: v.shares() for k, v in got.articles.items()},
                   "kinds": {k: v.shares() for k, v in got.kinds.items()}}
            for name, got in scores.items()
        }  # fmt: skip
        print(json.dumps(rows, ensure_ascii=False))
        return
    for name, got in scores.items():
        low, high = got.interval()
        print(f"{_shown(name[-46:], got.total)}  F1 {low:.2f} to {high:.2f} over {len(got.articles)} articles", end="")
        print(f"  days right {got.on_the_day:.3f}")
        for part, table in (("article", got.articles), ("kind", dict(sorted(got.kinds.items())))):
            if part in asked.by:
                print(*(_shown(f"  {key}", counts) for key, counts in table.items()), sep="\n")
        if "fault" in asked.by:
            print(*(f"  {count:4}  {fault}" for fault, count in got.faults.most_common()), sep="\n")


if __name__ == "__main__":
    main()

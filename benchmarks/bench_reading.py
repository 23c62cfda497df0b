"""How fast reports are read, beside spaCy doing a fraction of the work in the same run, and in how much memory.

The peer: a blank English pipeline with the sentencizer, and a PhraseMatcher over the names of the example theatre.
It finds sentences and known names; the reader finds claims. Both read on one core the example theatre's digests, where
nearly every sentence tells of the war, and made-up reports of a day, of whose sentences one in twenty does.

    python benchmarks/bench_reading.py [--stream MB]
"""

from __future__ import annotations

import argparse
import resource
import time
from typing import TYPE_CHECKING

import spacy
from spacy.matcher import PhraseMatcher

from bench_stream import reports
from frontline.names import build_index
from frontline.reading import load_war, read, read_stream
from frontline.reading.text.clean import clean
from frontline.reading.text.sentences import sentences
from frontline.theatre import find, load, load_reports

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROUNDS = 5


def timed(work: Callable[[], object]) -> float:
    """Return the least processor seconds of a few rounds."""
    best = float("inf")
    for _ in range(ROUNDS):
        begin = time.process_time()
        work()
        best = min(best, time.process_time() - begin)
    return best


def main() -> None:
    """Print sentences a second, the ratio to the peer, and the memory of a long stream."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stream", type=int, default=50, help="megabytes of text to stream")
    asked = parser.parse_args()
    folder = find("kuweires")
    theatre = load(folder)
    texts = [report.text for report in load_reports(folder, theatre)] * 4
    count = sum(len(list(sentences(clean(text)))) for text in texts)
    war = load_war("syria")

    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    matcher = PhraseMatcher(nlp.vocab, attr="LOWER")
    names = sorted({name for place in theatre.places.values() for name in (place.name, *place.aliases)})
    matcher.add("PLACE", [nlp.make_doc(name) for name in names])

    def by_peer(texts: list[str]) -> float:
        return timed(lambda: [(list(doc.sents), matcher(doc)) for doc in nlp.pipe(texts)])

    def by_us(texts: list[str]) -> float:
        return timed(lambda: [read(text, war) for text in texts])

    peer, ours = by_peer(texts), by_us(texts)
    index = build_index(theatre.places.values())
    placed = timed(lambda: [read(text, war, index=index) for text in texts])
    print(f"{count} sentences in {len(texts)} reports, {len(names)} names")
    print(f"frontline read             {count / ours:9.0f} sentences/s")
    print(f"frontline read with places {count / placed:9.0f} sentences/s")
    print(f"spaCy blank + sentencizer + PhraseMatcher {count / peer:9.0f} sentences/s")
    print(f"ratio ours / spaCy {peer / ours:.3f}")
    mixed = b"".join(reports(500_000, 0.05)).decode().split("\n\n")
    count = sum(len(list(sentences(clean(text)))) for text in mixed)
    peer, ours = by_peer(mixed), by_us(mixed)
    print(f"a day's mixed reports: {count / ours:.0f} sentences/s, spaCy {count / peer:.0f}, ratio {peer / ours:.3f}")

    def stream() -> Iterator[str]:
        piece = " ".join(texts)
        for _ in range(asked.stream * 1_000_000 // len(piece)):
            yield piece

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    begin = time.process_time()
    claims = sum(1 for _ in read_stream(stream(), war))
    seconds = time.process_time() - begin
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"stream of {asked.stream} MB: {claims} claims, {asked.stream / seconds:.2f} MB/s, "
          f"peak memory {after:.0f} MB ({after - before:+.0f} MB by the stream)")  # fmt: skip


if __name__ == "__main__":
    main()

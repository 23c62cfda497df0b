"""Whether memory stays flat in the length of what is read: streams of reports of two lengths, and of nonsense.

A stream of made-up reports, with ever new names of places, is piped into `frontline read -`, as a user would; what is
measured is the peak memory of that process alone when so much has been read, as the system counts it.

    python benchmarks/bench_stream.py [--sizes 1 10 20] [--claims 0.05] [--theatre T] [--nonsense MB]
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MB = 1_000_000
PIECE = 2_000  # sentences that are made at once
CONSONANTS, VOWELS = "bdfghjklmnrstwyz", "aeiou"
TELLING = (
    "On {day} {month}, the army captured {name} from ISIL after two days of fighting. ",
    "ISIL fighters attacked {name} overnight, but government troops repelled the assault. ",
    "The rebels withdrew from {name} and {other} the next day. ",
    "By the evening the Syrian army had reached the outskirts of {name}. ",
)
SILENT = (
    "Farmers around {name} expect half of last year's wheat, a grower from {other} told us. ",
    "The price of bread has risen for the third week, and bakers blame the cost of flour. ",
    "A teacher from {name} has opened a library in two rooms of her house. ",
    "Snow is expected above a thousand metres on {day} {month}; the pass at {name} may be closed. ",
    "Negotiators met for a second day without result, a diplomat said on {day} {month}. ",
    "The hospital in {name} has asked for generators, blankets and insulin. ",
    "Our correspondent in {other} adds that the school year will begin late. ",
)
MONTHS = ("January", "March", "May", "July", "September", "November")


def reports(size: int, claims: float, *, seed: int = 1) -> Iterator[bytes]:
    """Yield `size` bytes of made-up reports, a share `claims` of whose sentences tell of the war."""
    draw = random.Random(seed)  # noqa: S311

    def name() -> str:
        syllables = range(draw.randint(2, 3))
        return "".join(draw.choice(CONSONANTS) + draw.choice(VOWELS) for _ in syllables).capitalize() + "in"

    left = size
    while left > 0:
        told = []
        for number in range(PIECE):
            kind = TELLING if draw.random() < claims else SILENT
            day, month = draw.randint(1, 28), draw.choice(MONTHS)
            told.append(draw.choice(kind).format(day=day, month=month, name=name(), other=name()))
            if number % 12 == 11:
                told.append("\n\n")
        piece = "".join(told).encode()[:left]
        left -= len(piece)
        yield piece


def repeated(text: str, size: int) -> Iterator[bytes]:
    """Yield `size` bytes of one text over and over, without a line's end of its own."""
    piece = (text * (1 + (1 << 16) // len(text.encode()))).encode()
    for _ in range(size // len(piece)):
        yield piece


NONSENSE = {
    "one line without full stops": "the army captured Tal Rasm and then ",
    "one word": "a",
    "one capital word": "A",
    "opening brackets": "(",
    "nested brackets": "(the army captured Tal Rasm [",
    "tags that never close": "<the army ",
    "full stops": ".",
    "line ends": "\n",
    "combining marks": "e\u0301\u0300\u0302",
    "right-to-left marks": "\u202eTal\u200f \u202bRasm\u202c ",
    "capital words": "Tal Rasm Umm Zahra ",
    "commas": "Tal Rasm, ",
    "dates": "5 March ",
}


def read(stream: Iterator[bytes], options: list[str], marks: Sequence[int] = ()) -> tuple[int, float, list[float]]:
    """Pipe a stream into a reader of its own; return its claims, its processor seconds and its peak memory in MB.

    The peaks are those up to each of the marks (bytes), and at last the whole.
    """
    command = [sys.executable, "-c", "from frontline.cli import main; main()", "read", "-", "--format", "jsonl"]
    process = subprocess.Popen([*command, *options], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdin is not None
    assert process.stdout is not None
    lines = [0]

    def count() -> None:
        while chunk := process.stdout.read(1 << 16):  # type: ignore[union-attr]
            lines[0] += chunk.count(b"\n")

    reader = threading.Thread(target=count)
    reader.start()
    peaks: list[float] = []
    begin, given = time.perf_counter(), 0
    for piece in stream:
        process.stdin.write(piece)
        given += len(piece)
        if len(peaks) < len(marks) and given >= marks[len(peaks)]:
            peaks.append(peak_now(process.pid))
            print(
                f"{given / MB:6.0f} MB: {lines[0]} claims, peak memory {peaks[-1]:.0f} MB,"
                f" {time.perf_counter() - begin:.0f} s",
                flush=True,
            )
    process.stdin.close()
    reader.join()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0
    return lines[0], used.ru_utime + used.ru_stime, [*peaks, used.ru_maxrss / 1024]


def peak_now(process: int) -> float:
    """Return the most memory that a running process has held so far, in MB (Linux)."""
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))


def main() -> None:
    """Print peak memory as a stream grows, and for nonsense."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=float, nargs="+", default=[1, 10, 20], help="megabytes to look at")
    parser.add_argument("--claims", type=float, default=0.05, help="the share of sentences that tell of the war")
    parser.add_argument("--theatre", help="resolve places to this theatre's")
    parser.add_argument("--nonsense", type=float, default=0, help="megabytes of each sort of nonsense to read")
    asked = parser.parse_args()
    options = ["--theatre", asked.theatre] if asked.theatre else ["--war", "syria"]
    marks = [int(size * MB) for size in sorted(asked.sizes)]
    claims, seconds, peaks = read(reports(marks[-1], asked.claims), options, marks)
    print(f"{claims} claims in {seconds:.0f} s of processor, {marks[-1] / MB / seconds:.2f} MB/s")
    print(f"peak memory {peaks[-1] / peaks[0]:.2f} x for {marks[-1] / marks[0]:g} x the text")
    for title, text in NONSENSE.items() if asked.nonsense else ():
        claims, seconds, peaks = read(repeated(text, int(asked.nonsense * MB)), options)
        print(
            f"{asked.nonsense:g} MB of {title}: {claims} claims, {seconds:.1f} s, peak {peaks[-1]:.0f} MB", flush=True
        )


if __name__ == "__main__":
    main()

"""Load: 50 clients step through time at the desk for 30 seconds, beside plain files served by the same server.

The desk is `frontline serve` in a process of its own, on loopback; each client asks for the control of one change day
after the other, three a second as when time plays, and with `--flat-out` as fast as it is answered. The peer is
Starlette's StaticFiles with the same answers as files: what the server can do where nothing is computed at all.
Prints requests a second, median and 95th percentile in milliseconds, and errors.
"""

from __future__ import annotations

import argparse
import asyncio
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import SplitResult, urlsplit

import httpx

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_DESK = "from frontline.cli import main; main()"
_PEER = """
import sys, uvicorn
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
app = Starlette(routes=[Mount("/", StaticFiles(directory=sys.argv[1]))])
config = uvicorn.Config(app, port=0, log_level="warning")
socket = config.bind_socket()
print(f"http://127.0.0.1:{socket.getsockname()[1]}/", flush=True)
uvicorn.Server(config).run(sockets=[socket])
"""


class Load(NamedTuple):
    """What a load showed: seconds of each answer, how many failed, and how long it all took."""

    seconds: list[float]
    errors: int
    took: float

    def at(self, share: float) -> float:
        """Return the milliseconds within which that share of the answers came."""
        ordered = sorted(self.seconds)
        return 1000 * ordered[min(int(share * len(ordered)), len(ordered) - 1)] if ordered else float("nan")


@contextmanager
def started(*words: str) -> Iterator[str]:
    """Run a server that prints its address first; end it with the block."""
    with subprocess.Popen([sys.executable, *words], stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield process.stdout.readline().strip().rstrip("/")
        finally:
            process.terminate()


async def load(addresses: Sequence[str], *, clients: int, seconds: float, pause: float) -> Load:
    """Let clients step through the addresses, each from a place of its own, for some seconds."""
    taken: list[float] = []
    errors = 0
    end = perf_counter() + seconds

    async def step(number: int) -> None:
        nonlocal errors
        at = number * len(addresses) // clients
        await asyncio.sleep(pause * number / clients)
        reader, writer = await asyncio.open_connection(*_host(addresses[0]))
        while perf_counter() < end:
            began = perf_counter()
            errors += await _asked(reader, writer, urlsplit(addresses[at % len(addresses)])) != 200
            taken.append(perf_counter() - began)
            at += 1
            await asyncio.sleep(max(0.0, pause - taken[-1]))
        writer.close()

    began = perf_counter()
    await asyncio.gather(*(step(number) for number in range(clients)))
    return Load(taken, errors, perf_counter() - began)


def _host(address: str) -> tuple[str, int]:
    parts = urlsplit(address)
    return parts.hostname or "", parts.port or 80


async def _asked(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, address: SplitResult) -> int:
    """Ask over an open connection, read the answer whole, return its status: lighter than what it measures."""
    path = f"{address.path}?{address.query}" if address.query else address.path
    writer.write(f"GET {path} HTTP/1.1\r\nHost: {address.netloc}\r\nAccept-Encoding: gzip\r\n\r\n".encode())
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    length = next(int(line.split(":")[1]) for line in head.splitlines() if line.startswith("content-length"))
    await reader.readexactly(length)
    return int(head.split()[1])


def shown(what: str, found: Load) -> None:
    """Print a row."""
    rate = len(found.seconds) / found.took
    print(f"{what:34s} {rate:8.0f} /s {found.at(0.5):9.1f} {found.at(0.95):9.1f} {found.at(1):9.1f} {found.errors:7d}")


def main() -> None:
    """Run both and print the ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--theatre", default="kuweires")
    parser.add_argument("--flat-out", action="store_true", help="Ask again as soon as answered.")
    given = parser.parse_args()
    how = {"clients": given.clients, "seconds": given.seconds, "pause": 0.0 if given.flat_out else 1 / 3}
    with (
        started("-c", _DESK, "serve", given.theatre, "--port", "0") as desk,
        tempfile.TemporaryDirectory() as kept,
    ):
        client = httpx.Client(timeout=120, transport=httpx.HTTPTransport(retries=6))  # while it is starting
        days = client.get(f"{desk}/api/v1/theatre").json()["days"]
        calls = [f"{desk}/api/v1/control?date={day}" for day in days]
        began = perf_counter()
        for day, call in zip(days, calls, strict=True):
            (Path(kept) / f"{day}.json").write_bytes(client.get(call).content)
        cold = (perf_counter() - began) / len(days)
        print(f"{len(days)} change days, each asked for the first time: {1000 * cold:.1f} ms a day")
        print(f"{given.clients} clients, {given.seconds:.0f} s{'':17s} requests    median      95 %   slowest  errors")
        ours = asyncio.run(load(calls, **how))
        shown("the desk: control of a day", ours)
        with started("-c", _PEER, kept) as peer:
            client.get(f"{peer}/{days[0]}.json")
            files = asyncio.run(load([f"{peer}/{day}.json" for day in days], **how))
            shown("Starlette StaticFiles, same answers", files)
    print(f"95th percentile, desk to files: {ours.at(0.95) / files.at(0.95):.2f}; errors {ours.errors}")


if __name__ == "__main__":
    main()

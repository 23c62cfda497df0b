"""A step of the desk's slider in a browser: what our script takes, what the browser takes, until all is painted.

Two desks in Chromium on loopback: the shipped theatre (a thousand places) stepping through its change days, and a
series whose maps have 3,000 corners. Each day is first shown once, then stepped through again as when time is dragged
or played. Prints the milliseconds, median and 95th percentile, of

- our painting: from an answer to what MapLibre is told (User Timing);
- all script, style and layout until the map is idle, MapLibre's frames and the panel's words included
  (DevTools' metrics, in processor time of the page's thread);
- until painted: until the map is idle and its pixels are there. Without a graphics card, as in a container, Chromium
  draws in software: the peer, in the same page, is MapLibre painting again with nothing changed.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
from playwright.sync_api import sync_playwright

from frontline.sources import import_maps

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import CDPSession, Page

_DESK = "from frontline.cli import main; main()"
_FLAGS = ["--no-sandbox", "--disable-dev-shm-usage", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]
_STEP = """async (day) => {
  performance.clearMeasures("paint");
  const idle = new Promise((done) => { desk.chart.map.once("idle", done); });
  await desk.go({ date: day }, { quiet: true });
  desk.chart.map.triggerRepaint();
  await idle;
  return performance.getEntriesByName("paint").reduce((sum, one) => sum + one.duration, 0);
}"""
_PAINTED = """(day) => new Promise((done) => {
  const { map } = desk.chart;
  const began = performance.now();
  const pixels = () => {
    const gl = map.getCanvas().getContext("webgl2") ?? map.getCanvas().getContext("webgl");
    gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(4));
    done(performance.now() - began);
  };
  map.once("idle", () => { map.once("render", pixels); map.triggerRepaint(); });
  if (day) desk.go({ date: day }, { quiet: true });
  else map.triggerRepaint();
})"""


def write_series(folder: Path, *, corners: int, days: int) -> Path:
    """Write a series of a star of so many corners that grows by the day."""
    for number in range(days):
        turns = [2 * math.pi * at / corners for at in range(corners)]
        reach = [1 + 0.15 * math.sin(40 * turn) + 0.004 * number * math.sin(7 * turn) for turn in turns]
        ring = [
            [35 + 2 * far * math.cos(turn), 48 + far * math.sin(turn)] for turn, far in zip(turns, reach, strict=True)
        ]
        shape = {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}
        feature = {"type": "Feature", "properties": {}, "geometry": shape}
        day = f"2024-{1 + number // 28:02d}-{1 + number % 28:02d}"
        (folder / f"map_{day}.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    import_maps(sorted(folder.glob("*.geojson")), folder / "star.series", side="east", against="west")
    return folder / "star.series"


@contextmanager
def started(source: str) -> Iterator[str]:
    """Run a desk in a process of its own; give its address."""
    words = [sys.executable, "-c", _DESK, "serve", source, "--port", "0"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        try:
            assert process.stdout is not None
            address = process.stdout.readline().strip().rstrip("/")
            httpx.Client(timeout=120, transport=httpx.HTTPTransport(retries=8)).get(f"{address}/api/v1/theatre")
            yield address
        finally:
            process.terminate()


def spent(session: CDPSession) -> float:
    """Return the milliseconds that the page's main thread has spent in script, style and layout so far."""
    told = {one["name"]: one["value"] for one in session.send("Performance.getMetrics")["metrics"]}
    return 1000 * float(told["ScriptDuration"] + told["LayoutDuration"] + told["RecalcStyleDuration"])


def at(taken: list[float], share: float) -> float:
    """Return the milliseconds within which that share of the steps was done."""
    ordered = sorted(taken)
    return ordered[min(int(share * len(ordered)), len(ordered) - 1)]


def row(what: str, taken: list[float]) -> None:
    """Print a row."""
    print(f"  {what:46s} {at(taken, 0.5):9.1f} {at(taken, 0.95):9.1f}")


def measure(page: Page, address: str, steps: int) -> None:
    """Step through days and print what a step takes."""
    page.goto(address)
    page.wait_for_selector("html[data-ready]", state="attached", timeout=120_000)
    theatre: dict[str, Any] = page.evaluate("() => desk.theatre")
    days = (
        theatre["days"][-steps:]
        if theatre["kind"] == "series"
        else theatre["days"][len(theatre["days"]) // 3 :][:steps]
    )
    corners = page.evaluate(
        "() => (desk.chart.laid.get('areas')?.features ?? [])"
        ".reduce((sum, one) => sum + JSON.stringify(one.geometry.coordinates).split('],[').length, 0)"
    )
    print(f"{theatre['name']}: {len(theatre['places']['id']):,} places, {corners:,} corners; {len(days)} steps")
    session = page.context.new_cdp_session(page)
    # Processor time of the page's main thread: what else the machine does is not the step's.
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    for day in days:  # as prefetching does
        page.evaluate("day => desk.go({ date: day }, { quiet: true })", day)
    ours, script = [], []
    for day in reversed(days):
        page.wait_for_timeout(150)  # what an earlier step left to do is not this one's
        before = spent(session)
        ours.append(page.evaluate(_STEP, day))
        script.append(spent(session) - before)
    painted = [page.evaluate(_PAINTED, day) for day in days]
    empty = [page.evaluate(_PAINTED, None) for _ in days]
    row("our painting", ours)
    row("all script, style, layout of a step", script)
    row("until painted, software GL", painted)
    row("MapLibre painting again, nothing changed", empty)
    print(f"  painted, to MapLibre with nothing changed: {at(painted, 0.5) / at(empty, 0.5):.2f} (median)")
    print(f"  a step's script under 100 ms: {sum(one < 100 for one in script)} of {len(script)}")


def main() -> None:
    """Measure both desks."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--steps", type=int, default=40)
    parser.add_argument("--corners", type=int, default=3000)
    given = parser.parse_args()
    binary = os.environ.get("FRONTLINE_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if binary is None:
        sys.exit("no chromium found: install Debian's package `chromium`, or set FRONTLINE_CHROMIUM to its binary")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as running:
        star = write_series(Path(folder), corners=given.corners, days=given.steps + 5)
        browser = running.chromium.launch(executable_path=binary, args=_FLAGS)
        print(f"milliseconds in Chromium {browser.version}, 1440 x 900{'':11s} median      95 %")
        for source in ("kuweires", str(star)):
            with started(source) as address:
                page = browser.new_page(viewport={"width": 1440, "height": 900})
                measure(page, address, given.steps)
                page.close()
        browser.close()


if __name__ == "__main__":
    main()

"""What-if and sweep: how long they take, and how much one pass saves over one search a place.

    python benchmarks/bench_outlook.py [PLACES]

The peer is what one would write with networkx: take each place out of the graph, search from the rear, and count what
is no longer reached. It is run for a sample of the places, in the same run on the same graph, and must find the same;
its time for all is the sample's times their number over the sample's. The invented theatre has PLACES villages
(20,000), two sides and twenty roads. What-if and halt are timed on the example theatre, opened beforehand. Memory is
the peak that a piece of work adds, as Python and numpy count it; the process's own is given at the end.
"""

from __future__ import annotations

import resource
import sys
import tracemalloc
from datetime import date
from time import perf_counter
from typing import TYPE_CHECKING, TypeVar

import networkx as nx
import numpy as np
import shapely

from frontline.control import believe
from frontline.ledger import build, record
from frontline.model import Hold, Place, Record, Route, Side, Theatre
from frontline.outlook.events import rank
from frontline.outlook.halt import halt
from frontline.outlook.lines import lines_of, standing
from frontline.outlook.supply import supply_tree
from frontline.outlook.sweep import pairs, sweep
from frontline.outlook.whatif import what_if
from frontline.picture.course import course, plots
from frontline.theatre import find, load, load_claims, load_reports

if TYPE_CHECKING:
    from collections.abc import Callable

    from frontline.control import Belief

Result = TypeVar("Result")
DAY = date(2020, 6, 1)
SAMPLE = 40  # places that networkx is timed on


def invented(count: int) -> Belief:
    """Return a war of `count` villages on a shaken grid: red west of a winding front, blue east of it."""
    rng = np.random.default_rng(5)
    wide = round(np.sqrt(count))
    x, y = np.meshgrid(np.arange(wide), np.arange(-(-count // wide)))
    shake = rng.uniform(-0.35, 0.35, (2, *x.shape))
    east, north = ((axis + moved).ravel()[:count] * 0.02 for axis, moved in zip((x, y), shake, strict=True))
    front = wide * 0.02 * (0.55 + 0.2 * np.sin(north * 9) + 0.08 * np.sin(north * 31))
    places = {
        str(at): Place(str(at), f"Village {at}", 48 + lat, 36 + lon)
        for at, (lon, lat) in enumerate(zip(east.tolist(), north.tolist(), strict=True))
    }
    rows = [range(start, min(start + wide, count), 7) for start in range(0, count, max(wide, count // 20))]
    theatre = Theatre(
        id="invented",
        name="Invented",
        start=date(2020, 1, 1),
        end=date(2021, 1, 1),
        sides={"red": Side("red", "Red", "#ff0000", rear=("0",)), "blue": Side("blue", "Blue", "#0000ff")},
        places=places,
        boundary=shapely.box(35.99, 47.99, 36 + float(east.max()) + 0.01, 48 + float(north.max()) + 0.01),
        crs="+proj=laea +lat_0=49 +lon_0=37 +datum=WGS84 +units=m +no_defs",
        routes={f"road {n}": Route(f"road {n}", f"Road {n}", tuple(map(str, row))) for n, row in enumerate(rows)},
        start_holds=tuple(
            Hold(place, "red" if lon < edge else "blue", date(2020, 1, 1), "drawn")
            for place, lon, edge in zip(places, east.tolist(), front.tolist(), strict=True)
        ),
    )
    belief = believe(theatre, Record({}, ()))
    plots(belief)
    course(belief)
    return belief


def timed(work: Callable[[], Result], *, times: int = 3) -> tuple[Result, float]:
    """Return what some work gives and the least seconds that it took."""
    seconds = []
    for _ in range(times):
        start = perf_counter()
        result = work()
        seconds.append(perf_counter() - start)
    return result, min(seconds)


def peak_mb(work: Callable[[], object]) -> float:
    """Return how much memory some work takes at its peak, beyond what there was before it, MB."""
    tracemalloc.start()
    work()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak / 1e6


def against_networkx(belief: Belief) -> None:
    """Compare one dominator-tree pass with one search a place."""
    lines = lines_of(belief, standing(belief, DAY), "red")
    held = np.flatnonzero(lines.held).tolist()
    tree, ours = timed(lambda: supply_tree(lines.ground, lines.held, lines.roots))
    graph = lines.ground
    net = nx.Graph()
    net.add_nodes_from(held)
    net.add_edges_from(
        (at, near)
        for at in held
        for near in graph.near[graph.first[at] : graph.first[at + 1]].tolist()
        if lines.held[near]
    )
    net.add_edges_from(("rear", root) for root in lines.roots.tolist())
    before = nx.node_connected_component(net, "rear")
    worst = np.argsort(-tree.cut_off[held], kind="stable")[: SAMPLE // 2]
    rng = np.random.default_rng(1)
    sample = [held[at] for at in (*worst.tolist(), *rng.choice(len(held), SAMPLE // 2, replace=False).tolist())]
    found = []
    start = perf_counter()
    for lost in sample:
        edges = list(net.edges(lost))
        net.remove_node(lost)
        gone = before - nx.node_connected_component(net, "rear") - {lost}
        net.add_edges_from(edges)
        found.append(gone)
    peer = (perf_counter() - start) / len(sample) * len(held)
    assert found == [set(tree.lost_with(lost)) for lost in sample]
    print(f"single losses of {len(held):,} places among {graph.size:,}")
    print(f"  one dominator-tree pass     {ours:8.3f} s")
    print(f"  networkx, a search a place  {peer:8.1f} s  ({SAMPLE} places timed; the same losses found)")
    print(f"  ratio                       {peer / ours:8,.0f}")


def main() -> None:
    """Run all of it."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    belief = invented(count)
    against_networkx(belief)
    losses, seconds = timed(lambda: sweep(belief, DAY, "red"))
    peak = peak_mb(lambda: sweep(belief, DAY, "red"))
    print(f"sweep with roads: {len(losses):,} places among {count:,} in {seconds:.2f} s, {peak:.0f} MB")

    theatre = load(folder := find("kuweires"))
    reports = load_reports(folder, theatre)
    start = perf_counter()
    with build(theatre, reports, load_claims(folder, theatre, reports)) as ledger:
        example = believe(theatre, record(ledger))
    plots(example)
    course(example)
    day = theatre.day or theatre.start
    side = next(iter(theatre.sides))
    what_if(example, day)
    print(f"example theatre: opened and followed through its days in {perf_counter() - start:.1f} s")
    places = [loss.place_id for loss in sweep(example, day, side)[:5]]
    other = list(theatre.sides)[1]
    for name, work in {
        "what-if, one place": lambda: what_if(example, day, flips={places[0]: other}),
        "what-if, five places": lambda: what_if(example, day, flips=dict.fromkeys(places, other)),
        "halt": lambda: halt(example, day, side),
        "sweep": lambda: sweep(example, day, side),
        "pairs at the front": lambda: pairs(example, day, side),
        "events of a month": lambda: rank(example, date.fromordinal(day.toordinal() - 30), day),
    }.items():
        _, seconds = timed(work)
        print(f"  {name:22} {seconds:6.2f} s  {peak_mb(work):6.0f} MB")
    print(f"the whole process, at its peak: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB")


if __name__ == "__main__":
    main()

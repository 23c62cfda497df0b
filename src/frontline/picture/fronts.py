"""Fronts: the borders that two sides share, as lines and as kilometres."""

from __future__ import annotations

__all__ = ["fronts"]

from itertools import combinations
from typing import TYPE_CHECKING

import shapely
from shapely.geometry import LineString, MultiLineString
from shapely.ops import substring

from frontline.model import Front

from .measure import length_km, to_degrees, to_metres

if TYPE_CHECKING:
    from frontline.model import ControlMap


def fronts(control_map: ControlMap, *, gap_km: float = 0.02, scale_km: float = 0.0) -> tuple[Front, ...]:
    """Return the border of each pair of sides that share one, longest first.

    A border is where the edge of one side's ground lies within `gap_km` of the other's: hand-drawn areas leave
    slivers between neighbours, or overlap a little.

    A front is a fractal, its length a matter of the ruler (Mandelbrot, Science 156, 1967): with `scale_km` above 0
    the line is first generalised to that tolerance (Douglas and Peucker), and lengths of one scale compare.
    """
    metric = {side: to_metres(area, control_map.crs) for side, area in control_map.areas.items() if not area.is_empty}
    gap, found = gap_km * 1000, []
    for pair in combinations(metric, 2):
        # The simpler edge is the line: the other's detail is then what the gap is measured to.
        first, second = sorted(pair, key=lambda side: int(shapely.get_num_coordinates(metric[side])))
        reach = shapely.buffer(metric[second], gap, quad_segs=2)
        along = shapely.line_merge(shapely.intersection(shapely.boundary(metric[first]), reach))
        lines = [_trimmed(line, gap) for line in shapely.get_parts(along) if shapely.length(line) > 2 * gap]
        if lines:
            line = shapely.simplify(MultiLineString(lines), scale_km * 1000) if scale_km else MultiLineString(lines)
            shown = to_degrees(line, control_map.crs)
            found.append(Front(pair, length_km(shown), shown))
    return tuple(sorted(found, key=lambda front: -front.length_km))


def _trimmed(line: LineString, gap: float) -> LineString:
    """Cut off by how much the reach of the neighbour's ground goes on round the corner where their border ends."""
    cut = line if line.is_closed else substring(line, gap, line.length - gap)
    return cut if isinstance(cut, LineString) else line

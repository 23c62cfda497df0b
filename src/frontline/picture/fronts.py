"""Fronts: the borders that two sides share, as lines and as kilometres."""

from __future__ import annotations

__all__ = ["fronts"]

from itertools import combinations
from typing import TYPE_CHECKING

import shapely
from shapely.geometry import MultiLineString

from frontline.model import Front

from .measure import length_km, to_degrees, to_metres

if TYPE_CHECKING:
    from frontline.model import ControlMap


def fronts(control_map: ControlMap, *, gap_km: float = 0.02, scale_km: float = 0.0) -> tuple[Front, ...]:
    """Return the border of each pair of sides that share one, longest first.

    A border is where the edge of one side's ground lies within `gap_km` of the other's: hand-drawn areas leave
    slivers between neighbours, or overlap a little. It overshoots by as much where it ends.

    A front is a fractal, its length a matter of the ruler (Mandelbrot, Science 156, 1967): with `scale_km` above 0
    the line is first generalised to that tolerance (Douglas and Peucker), and lengths of one scale compare.
    """
    metric = {side: to_metres(area, control_map.crs) for side, area in control_map.areas.items() if not area.is_empty}
    found = []
    for pair in combinations(metric, 2):
        # The simpler edge is the line: the other's detail is then what the gap is measured to.
        first, second = sorted(pair, key=lambda side: int(shapely.get_num_coordinates(metric[side])))
        reach = shapely.buffer(metric[second], gap_km * 1000, quad_segs=2)
        line = shapely.line_merge(shapely.intersection(shapely.boundary(metric[first]), reach))
        if scale_km:
            line = shapely.simplify(line, scale_km * 1000)
        lines = shapely.get_parts(line)
        lines = lines[shapely.get_dimensions(lines) == 1]
        lines = lines[shapely.length(lines) > 4 * gap_km * 1000]  # a corner that two sides share is no front
        if len(lines):
            shown = to_degrees(MultiLineString(list(lines)), control_map.crs)
            found.append(Front(pair, length_km(shown), shown))
    return tuple(sorted(found, key=lambda front: -front.length_km))

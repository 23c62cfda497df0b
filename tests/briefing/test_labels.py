"""Names on a map: none covers another, and the weightier one is written."""

from __future__ import annotations

from itertools import combinations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from frontline.briefing.labels import Label, overlap, place_labels

_BOUNDS = (0.0, 0.0, 500.0, 300.0)
_labels = st.lists(
    st.builds(
        Label,
        x=st.floats(0, 500),
        y=st.floats(0, 300),
        width=st.floats(5, 120),
        height=st.floats(5, 20),
        radius=st.floats(0, 8),
        priority=st.floats(0, 100),
    ),
    max_size=40,
)


@given(_labels)
def test_no_two_names_overlap(labels: list[Label]) -> None:
    boxes = [box for box in place_labels(labels, bounds=_BOUNDS) if box is not None]
    assert not any(overlap(one, other) for one, other in combinations(boxes, 2))


@given(_labels)
def test_every_name_stays_on_the_map_and_off_what_is_blocked(labels: list[Label]) -> None:
    wall = (100.0, 100.0, 220.0, 180.0)
    boxes = [box for box in place_labels(labels, bounds=_BOUNDS, blocked=[wall]) if box is not None]
    assert all(box[0] >= 0 and box[1] >= 0 and box[2] <= 500 and box[3] <= 300 for box in boxes)
    assert not any(overlap(box, wall) for box in boxes)


@given(_labels)
def test_a_name_keeps_its_size(labels: list[Label]) -> None:
    for label, box in zip(labels, place_labels(labels, bounds=_BOUNDS), strict=True):
        if box is not None:
            assert np.allclose((box[2] - box[0], box[3] - box[1]), (label.width, label.height))


def test_a_lone_name_stands_to_the_right_of_its_place() -> None:
    (box,) = place_labels([Label(100, 100, 40, 10, radius=3)], bounds=_BOUNDS)
    assert box is not None
    assert box[0] > 103
    assert box[1] == 95


def test_a_front_line_to_the_right_sends_the_name_elsewhere() -> None:
    line = np.array([(x, 100.0) for x in range(104, 150, 2)])
    (box,) = place_labels([Label(100, 100, 40, 10, radius=3)], bounds=_BOUNDS, lines=line)
    assert box is not None
    assert not (box[1] < 100 < box[3] and box[2] > 104)


def test_of_two_that_want_one_spot_the_weightier_is_written() -> None:
    room = (0.0, 0.0, 60.0, 14.0)  # for one name only
    light, heavy = Label(8, 7, 40, 10, priority=1), Label(8.1, 7, 40, 10, priority=2)
    first, second = place_labels([light, heavy], bounds=room)
    assert first is None
    assert second is not None


def test_a_name_steps_aside_for_one_that_has_nowhere_else_to_go() -> None:
    # The heavy one would stand right of its place; the light one, hemmed in by walls, fits nowhere but there.
    heavy = Label(50, 50, 30, 10, priority=2)
    light = Label(90, 50, 30, 10, priority=1)
    walls = [(0.0, 56.0, 500.0, 300.0), (0.0, 0.0, 500.0, 44.0), (92.0, 0.0, 500.0, 300.0)]
    boxes = place_labels([heavy, light], bounds=_BOUNDS, blocked=walls)
    assert all(box is not None for box in boxes)


def test_nothing_to_name_is_no_fault() -> None:
    assert place_labels([], bounds=_BOUNDS) == []

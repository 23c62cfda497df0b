"""Filling in: simple grounds worked out by thought, and a real map with a quarter of it hidden."""

from __future__ import annotations

import csv
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pytest
import shapely

from frontline.control import believe, place_beliefs
from frontline.control.neighbours import lay, near, spread
from frontline.model import Hold, Place, Record, Side, Theatre

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


def fill(lon: Floats, lat: Floats, known: dict[int, list[float]], grip: float = 1.0) -> Floats:
    """Believe of all places what some known ones let expect."""
    spoken = np.isin(np.arange(len(lon)), list(known))
    sides = len(next(iter(known.values())))
    own, grips = np.full((len(lon), sides), 1 / sides), np.where(spoken, grip, 0.0)
    for at, p in known.items():
        own[at] = p
    ground = lay(lon, lat, spoken)
    return spread(ground, np.arange(len(lon)), own, grips, own[ground.nearest], grips[ground.nearest])


LINE = np.arange(9.0) * 0.02 + 37


def test_a_place_between_two_of_one_side_is_that_sides() -> None:
    assert fill(LINE, np.full(9, 36.0), {0: [1.0, 0.0], 8: [1.0, 0.0]})[4, 0] > 0.95


def test_halfway_between_two_sides_the_odds_are_even_and_shift_evenly_towards_either() -> None:
    p = fill(LINE, np.full(9, 36.0), {0: [1.0, 0.0], 8: [0.0, 1.0]})[:, 0]
    assert p[4] == pytest.approx(0.5)
    assert (np.diff(p) < 0).all()
    assert p + p[::-1] == pytest.approx(np.ones(9))


def test_what_is_known_for_sure_is_not_smoothed_away() -> None:
    known = {at: [1.0, 0.0] for at in range(9)} | {4: [0.0, 1.0]}
    assert fill(LINE, np.full(9, 36.0), known)[4, 1] == pytest.approx(1.0)


def test_a_belief_that_lost_its_grip_yields_to_its_neighbours() -> None:
    spoken = np.ones(9, dtype=bool)
    own = np.tile([1.0, 0.0], (9, 1))
    own[4] = [0.0, 1.0]
    grip = np.full(9, 0.99)
    grip[4] = 0.1
    ground = lay(LINE, np.full(9, 36.0), spoken)
    p = spread(ground, np.arange(9), own, grip, own[ground.nearest], grip[ground.nearest])
    assert p[4, 0] > 0.8


def test_a_neighbour_heard_of_lately_counts_for_more_than_one_of_old() -> None:
    lon, spoken = np.array([0.0, 0.02, 0.04]) + 37, np.array([True, False, True])
    own = np.array([[1.0, 0.0], [0.5, 0.5], [0.0, 1.0]])
    ground = lay(lon, np.full(3, 36.0), spoken)
    p = spread(ground, np.arange(3), own, grip := np.array([0.2, 0.0, 0.95]), own[ground.nearest], grip[ground.nearest])
    assert p[1, 1] > 0.7


def test_nobody_is_surer_of_a_place_than_of_the_places_he_infers_it_from() -> None:
    p = fill(LINE, np.full(9, 36.0), {at: [0.9, 0.1] for at in (0, 2, 6, 8)})
    assert p[4, 0] <= 0.95


def test_many_names_of_one_point_are_no_trouble() -> None:
    p = fill(np.full(30, 37.0), np.full(30, 36.0), {at: [1.0, 0.0] for at in range(20)})
    assert np.isfinite(p).all()
    assert p[29, 0] > 0.95


def test_one_known_place_is_what_is_expected_of_all() -> None:
    assert (fill(LINE, np.full(9, 36.0), {3: [0.0, 1.0]})[:, 1] > 0.9).all()


def test_next_door_is_a_matter_of_the_places_own_spacing_but_of_no_more_than_some_kilometres() -> None:
    def nearness(lon: Floats) -> float:
        one, other, share = near(lon, np.full(len(lon), 36.0))
        return float(share[(one == 4) & (other == 5)].sum())

    villages, hamlets, towns = (37 + np.linspace(0, end, 9) for end in (0.16, 0.08, 3.2))
    assert nearness(villages) == pytest.approx(nearness(hamlets)) == pytest.approx(0.80, abs=0.01)
    assert nearness(towns) == 0


def real_map(shared: Path) -> tuple[list[dict[str, str]], list[str]]:
    with (shared / "data" / "syria_north_places.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return rows, sorted({row["held_mid_2017"] for row in rows} - {""})


def half_hidden(rows: list[dict[str, str]], sides: list[str], known: list[int], *, source: str) -> Theatre:
    return Theatre(
        "north",
        "north",
        date(2017, 6, 15),
        date(2017, 12, 31),
        {side: Side(side, side, "#888888") for side in sides},
        {str(at): Place(str(at), row["name"], float(row["lat"]), float(row["lon"])) for at, row in enumerate(rows)},
        shapely.box(36.5, 34.9, 38.7, 37.0),
        "+proj=laea +lat_0=36 +lon_0=37.5 +datum=WGS84 +units=m +no_defs",
        start_holds=tuple(Hold(str(at), rows[at]["held_mid_2017"], date(2017, 6, 15), source) for at in known),
    )


@pytest.mark.parametrize(("source", "day"), [("a map", date(2017, 6, 15)), ("assumed", date(2017, 12, 1))])
def test_a_quarter_of_a_real_map_is_filled_in_better_than_by_the_nearest_neighbour(
    shared: Path, source: str, day: date
) -> None:
    rows, sides = real_map(shared)
    labelled = [at for at, row in enumerate(rows) if row["held_mid_2017"]]
    chances, truths = [], []
    for seed in range(10):
        hidden = np.random.default_rng(seed).permutation(labelled)[: len(labelled) // 4]
        known = sorted(set(labelled) - set(hidden.tolist()))
        belief = believe(half_hidden(rows, sides, known, source=source), Record({}, ()))
        chances.append(place_beliefs(belief, day)[hidden])
        truths.append([sides.index(rows[at]["held_mid_2017"]) for at in hidden])
    p, truth = np.concatenate(chances), np.concatenate(truths)
    right = p.argmax(axis=1) == truth
    assert right.mean() > 0.956
    # The nearest neighbour, its errors counted at their rate, has 0.27; the best count of five neighbours 0.15.
    assert -np.log(p[np.arange(len(p)), truth]).mean() < 0.125
    sure = p.max(axis=1)
    bins = np.minimum((sure * 10).astype(int), 9)
    gaps = [abs(sure[bins == at].mean() - right[bins == at].mean()) * (bins == at).mean() for at in np.unique(bins)]
    assert sum(gaps) < 0.02

"""The real sample: figures against what its makers published. Some of its days here, all in `benchmarks/`."""

from __future__ import annotations

import csv
import tarfile
from datetime import date
from typing import TYPE_CHECKING

import pytest

from frontline.sources import Measures, Series, import_maps, measure, open_series

if TYPE_CHECKING:
    from pathlib import Path

SAMPLE = "deepstate-2024-07..2025-12.tar.xz"


@pytest.fixture(scope="module")
def published(shared: Path) -> dict[str, float]:
    with (shared / "data" / "published_km2.csv").open(encoding="utf-8") as rows:
        return {row["month"]: float(row["km2"]) for row in csv.DictReader(rows)}


@pytest.fixture(scope="module")
def series(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Series:
    """Return the days from which months and the year are reckoned, and two weeks of each day."""
    folder = tmp_path_factory.mktemp("maps")
    with tarfile.open(shared / "data" / SAMPLE) as packed:
        for member in packed:
            day = member.name[-16:-8]
            if day[6:] in {"01", "02", "30", "31"} or "20251201" <= day <= "20251214":
                packed.extract(member, folder, filter="data")
    import_maps([folder], folder / "war.series", side="russia", against="ukraine")
    return open_series(folder / "war.series")


@pytest.fixture(scope="module")
def days(series: Series) -> dict[date, Measures]:
    return {one.day: one for one in measure(series)}


def _net(days: dict[date, Measures], first: date, last: date) -> float:
    return days[last].area_km2["russia"] - days[first].area_km2["russia"]


def test_all_the_ground_is_within_a_thousandth_of_what_was_published(
    days: dict[date, Measures], published: dict[str, float]
) -> None:
    # The last known map is of the day before.
    assert days[date(2025, 12, 31)].area_km2["russia"] == pytest.approx(published["total 2026-01-01"], rel=0.001)


def test_the_year_is_within_half_a_percent(days: dict[date, Measures], published: dict[str, float]) -> None:
    assert _net(days, date(2024, 12, 31), date(2025, 12, 31)) == pytest.approx(published["2025"], rel=0.005)


@pytest.mark.parametrize("month", ["2024-08", "2024-11", "2025-01", "2025-03", "2025-07", "2025-08", "2025-09"])
def test_months_are_within_a_tenth(days: dict[date, Measures], published: dict[str, float], month: str) -> None:
    year, number = map(int, month.split("-"))
    start, end = date(year, number, 1), date(year + number // 12, number % 12 + 1, 1)
    # Some first days are missing (1 January, 1 April 2025): a month begins and ends with the next known.
    first, last = (min(day for day in days if day >= one) for one in (start, end))
    assert _net(days, first, last) == pytest.approx(published[month], rel=0.1)


def test_the_store_is_a_tenth_of_the_maps_at_most(series: Series) -> None:
    assert len(series.edges) < 2938 * len(series.days) / 10

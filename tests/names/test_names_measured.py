"""The spellings of published reports find their places in the gazetteer of the area, and strangers find none."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from types import ModuleType

BENCHMARK = Path(__file__).parents[2] / "benchmarks" / "bench_names.py"


@pytest.fixture(scope="module")
def measured(shared: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("bench_names", BENCHMARK)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["bench_names"] = module
    spec.loader.exec_module(module)
    setattr(module, "SHARED", shared)  # noqa: B010
    return module


def test_nine_of_ten_spellings_are_right_at_first_rank_beside_2600_other_places(measured: ModuleType) -> None:
    results = measured.ask(measured.build_index(measured.gazetteer()), measured.cases())
    latin = [result.first == result.case.place for result in results if measured.is_latin(result.case.spelling)]
    other = [result.first == result.case.place for result in results if not measured.is_latin(result.case.spelling)]
    assert sum(latin) / len(latin) > 0.90
    assert sum(other) / len(other) > 0.78


def test_with_a_places_other_spellings_known_more_are_right(measured: ModuleType) -> None:
    places = measured.gazetteer(box=measured.BOX)
    some = measured.cases()[::4]
    results = measured.ask_with_aliases(places, some)
    assert sum(result.first == result.case.place for result in results) / len(results) > 0.9


def test_of_names_that_no_gazetteer_of_the_area_has_at_most_three_in_a_hundred_are_answered(
    measured: ModuleType,
) -> None:
    results = measured.strangers(measured.build_index(measured.gazetteer()))
    assert sum(result.answer is not None for result in results) / len(results) <= 0.03

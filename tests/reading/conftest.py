"""What the tests of the reader share."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType


def _loaded(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # its dataclasses ask for it
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def script() -> Callable[[Path], ModuleType]:
    """Return a way to load a program that is no part of the package."""
    return _loaded


@pytest.fixture(scope="session")
def gold(script: Callable[[Path], ModuleType]) -> ModuleType:
    """Return the scoring of labelled text."""
    return script(Path(__file__).parents[2] / "scripts" / "score_gold.py")

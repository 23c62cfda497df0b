"""What all tests share: where the labelled sentences and real maps are, if they are here at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

# The machines that run the tests are slow and shared: a deadline would test the machine.
settings.register_profile("frontline", deadline=None, max_examples=60, derandomize=True)
settings.load_profile("frontline")


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of material that is not part of the project; skip, saying so, where it is absent."""
    folder = Path(os.environ.get("FRONTLINE_SHARED", Path(__file__).parents[2] / "shared"))
    if not folder.is_dir():
        pytest.skip(f"no shared material at {folder}; set FRONTLINE_SHARED to where it is")
    return folder

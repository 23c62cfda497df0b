"""A theatre of two villages, one a side, for the commands to work on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

_TOML = """
name = "A small war"
start = 2030-01-01
end = 2031-01-01
bbox = [10.0, 50.0, 11.0, 51.0]

[[sides]]
id = "north"
name = "Northern army"
colour = "#c0392b"

[[sides]]
id = "south"
name = "Southland"
colour = "#2c3e50"
"""
_PLACES = "id,name,lat,lon,kind,aliases,size\nford,Ford,50.3,10.3,village,,2\nmill,Mill,50.7,10.6,village,,2\n"
_START = "place,side,since,source\nford,north,2030-01-01,assumed\nmill,south,2030-01-01,assumed\n"


@pytest.fixture
def theatre(tmp_path: Path) -> Path:
    """Return the folder of a theatre in which north holds Ford and south holds Mill, and nothing was reported."""
    folder = tmp_path / "small"
    (folder / "reports").mkdir(parents=True)
    (folder / "theatre.toml").write_text(_TOML, encoding="utf-8")
    (folder / "places.csv").write_text(_PLACES, encoding="utf-8")
    (folder / "start.csv").write_text(_START, encoding="utf-8")
    return folder

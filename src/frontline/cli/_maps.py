"""How a command that takes a theatre takes a series of maps as well."""

from __future__ import annotations

__all__ = ["series_at"]

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from frontline.sources import Series


def series_at(name: str | Path) -> Series | None:
    """Open the series of maps at a path; None where there is no file (a theatre is a folder, or a shipped name)."""
    path = Path(name)
    if not path.is_file():
        return None
    from frontline.sources import open_series  # noqa: PLC0415

    return open_series(path)

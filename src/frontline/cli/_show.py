"""What all commands share in showing: JSON, messages, progress, days on the command line."""

from __future__ import annotations

__all__ = ["DAY", "LEFT_OUT", "emit_json", "progress", "rounded", "say"]

import json
import sys
from datetime import date
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

if TYPE_CHECKING:
    from collections.abc import Iterable

LEFT_OUT = 3  # exit code: done, with things left out that standard error names

_stderr = Console(stderr=True, highlight=False)


class _Day(click.ParamType[date]):
    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:  # noqa: ANN401
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"'{value}' is no day; write it as YYYY-MM-DD, for example 2015-11-10", param, ctx)


DAY = _Day()


def emit_json(value: object) -> None:
    """Print one JSON value on standard output, characters as they are."""
    json.dump(value, sys.stdout, ensure_ascii=False, default=_plain, allow_nan=False)
    sys.stdout.write("\n")


def say(message: str) -> None:
    """Say something to the person, on standard error; the text is shown as it is, never as markup."""
    _stderr.print(message, markup=False)


def progress() -> Progress:
    """Return a progress bar on standard error that goes away when it is done."""
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=_stderr,
        transient=True,
    )


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if hasattr(value, "item"):  # a numpy scalar
        return value.item()
    if isinstance(value, set | frozenset):
        return sorted(value)
    raise TypeError(f"no JSON for {type(value).__name__}")


def rounded(values: Iterable[float], digits: int = 6) -> list[float]:
    """Round coordinates for output; six digits are a tenth of a metre."""
    return [round(value, digits) for value in values]

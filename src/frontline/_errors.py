"""The errors that a caller can act on. Each is a subclass of the builtin that fits it.

Anything else that leaves the package is a fault of ours (exit code 1).
"""

from __future__ import annotations

__all__ = ["BusyError", "Fault", "FrontlineError", "InputError", "MissingExtraError", "NotFoundError", "ServiceError"]

from dataclasses import dataclass


class FrontlineError(Exception):
    """The base of all errors that the package raises on purpose (exit code 2)."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with one input, in a sentence that says what to do."""

    file: str
    line: int | None
    sentence: str

    def __str__(self) -> str:
        where = self.file if self.line is None else f"{self.file}:{self.line}"
        return f"{where}: {self.sentence}"


class InputError(FrontlineError, ValueError):
    """An input that cannot be used: all its faults at once, a sentence each."""

    def __init__(self, *faults: Fault | str) -> None:
        self.faults = faults
        super().__init__("\n".join(str(fault) for fault in faults))


class NotFoundError(FrontlineError, LookupError):
    """A name (place, side, route, theatre, report) that is not there; the message names what is near it."""


class BusyError(FrontlineError, OSError):
    """A ledger that another process is writing to."""


class ServiceError(FrontlineError, OSError):
    """A service on the net that does not answer, or not usefully; the message says what it said."""


class MissingExtraError(FrontlineError, ImportError):
    """A dependency of an extra that is not installed; the message names the extra."""

    def __init__(self, extra: str, purpose: str) -> None:
        super().__init__(f"{purpose} needs the extra '{extra}': pip install 'frontline[{extra}]'")

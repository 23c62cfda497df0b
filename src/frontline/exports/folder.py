"""Many files written as one thing: all are there, or none is new."""

from __future__ import annotations

__all__ = ["staged"]

import os
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from frontline._errors import InputError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator


@contextmanager
def staged(out: Path, *, last: str = "", whole: Collection[str] = ()) -> Iterator[Path]:
    """Give a folder to write files into; when the block ends well they are moved into `out`, else forgotten.

    The folder lies beside `out`, so that each move is one step of the file system; the file named `last` is moved
    last. `out` is made if it is not there; files in it of the same names are replaced, and those of `whole` that are
    not made this time are taken away: they would tell of another day. All others are left alone.
    InputError where `out` cannot be written to.
    """
    out = Path(out)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.resolve().parent))
    except OSError as error:
        raise InputError(f"cannot write to '{out}': {error.strerror}; name another folder") from error
    try:
        yield made
        try:
            out.mkdir(exist_ok=True)
            for name in set(whole) - {path.name for path in made.iterdir()}:
                (out / name).unlink(missing_ok=True)
            for path in sorted(made.iterdir(), key=lambda path: (path.name == last, path.name)):
                os.replace(path, out / path.name)  # noqa: PTH105
        except OSError as error:
            raise InputError(f"cannot write to '{out}': {error.strerror}; name another folder") from error
    finally:
        shutil.rmtree(made, ignore_errors=True)

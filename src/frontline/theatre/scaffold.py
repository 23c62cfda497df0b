"""A new theatre: small, made up, valid as it stands, with every file and column and what they mean."""

from __future__ import annotations

__all__ = ["scaffold"]

import re
import shutil
import tempfile
from pathlib import Path

from frontline._errors import InputError

_TEMPLATE = Path(__file__).parent / "template"
_NAME = re.compile(r"\w[\w .-]{0,99}")


def scaffold(name: str, parent: Path) -> Path:
    """Write the folder of a new theatre into `parent` and return it; either the whole folder is there, or none of it.

    InputError where the name cannot be a folder's, or where something of that name is there already.
    """
    if not _NAME.fullmatch(name) or name != name.strip(" ."):
        raise InputError(f"'{name}' cannot name a theatre; take letters, digits, '-' and '_', for example north-coast")
    folder = parent / name
    if folder.exists():
        raise InputError(f"'{folder}' is there already; take another name or move it away first")
    try:
        parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".new-", dir=parent) as room:
            made = Path(room) / "theatre"
            shutil.copytree(_TEMPLATE, made)
            settings = made / "theatre.toml"
            settings.write_text(settings.read_text(encoding="utf-8").replace("@NAME@", name), encoding="utf-8")
            made.rename(folder)
    except OSError as error:
        raise InputError(
            f"cannot write '{folder}' ({error.strerror or error}); give another folder with --in"
        ) from None
    return folder

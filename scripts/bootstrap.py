"""Make a virtual environment, also where the system's python3 comes without ensurepip (a bare Debian).

There `python3 -m venv` fails; so the environment is made without pip, and pip is put in by pip's own wheel from
the package index, which runs as it is.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import urllib.request
import venv
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urljoin

OLDEST = (3, 11)


def main(folder: Path) -> None:
    """Make the environment in `folder`, with pip."""
    if sys.version_info < OLDEST:
        sys.exit(
            f"frontline needs Python 3.11 or newer, this is {sys.version.split()[0]}; "
            "name another one: make PYTHON=python3.12 demo"
        )
    shutil.rmtree(folder, ignore_errors=True)
    if find_spec("ensurepip") is not None:
        venv.create(folder, with_pip=True)
        return
    venv.create(folder, with_pip=False)
    index = os.environ.get("PIP_INDEX_URL", "https://pypi.org/simple").rstrip("/") + "/pip/"
    with urllib.request.urlopen(index) as page:  # noqa: S310  (the index is the user's own setting)
        links = re.findall(r'href="([^"]+?/(pip-[\d.]+-py3-none-any\.whl)[^"]*)"', page.read().decode())
    if not links:
        sys.exit(f"found no pip at {index}; install your system's python3-venv package and try again")
    address, name = links[-1]
    with tempfile.TemporaryDirectory() as scratch:
        wheel = Path(scratch) / name
        with urllib.request.urlopen(urljoin(index, address)) as answer:  # noqa: S310
            wheel.write_bytes(answer.read())
        subprocess.run(
            [folder / "bin" / "python", wheel / "pip", "install", "-q", "--no-index", wheel],
            check=True,
        )


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else ".venv"))

"""The docs say what the program does: each command, option, kind, file and exit code stands in them."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module
from pathlib import Path

import click
import pytest

from frontline.cli import COMMANDS
from frontline.model import KINDS

ROOT = Path(__file__).parents[1]
DOCS = "\n".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "docs").glob("*.md")))


def _options(command: click.Command, path: str) -> list[tuple[str, str]]:
    found = [(path, name) for param in command.params for name in param.opts if name.startswith("--")]
    if isinstance(command, click.Group):
        for name, part in command.commands.items():
            found += _options(part, f"{path} {name}")
    return found


def test_the_page_of_commands_is_what_the_command_line_says() -> None:
    # In a process of its own: commands keep what an earlier call made of them.
    script = [sys.executable, str(ROOT / "scripts" / "commands_page.py"), "-"]
    made = subprocess.run(script, capture_output=True, text=True, check=True).stdout
    assert (ROOT / "docs" / "commands.md").read_text(encoding="utf-8") == made, "behind: run `make docs`"


@pytest.mark.parametrize("name", list(COMMANDS))
def test_every_option_is_explained_in_prose(name: str) -> None:
    prose = "\n".join(
        path.read_text(encoding="utf-8") for path in (ROOT / "docs").glob("*.md") if path.name != "commands.md"
    )
    command = import_module(f"frontline.cli.{COMMANDS[name][0]}").command
    missing = [f"{path} {option}" for path, option in _options(command, name) if option not in prose]
    assert missing == []


def test_every_kind_of_claim_is_explained() -> None:
    assert [kind for kind in KINDS if f"`{kind}`" not in DOCS] == []


@pytest.mark.parametrize(
    "file", ["theatre.toml", "places.csv", "routes.csv", "start.csv", "sources.csv", "claims.csv", "reports/"]
)
def test_every_file_of_a_theatre_is_explained(file: str) -> None:
    assert file in (ROOT / "docs" / "theatre.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "file", ["briefing.html", "briefing.md", "picture.json", "map.png", "map.svg", "control.geojson", "control.gpkg"]
)
def test_every_file_of_a_briefing_is_explained(file: str) -> None:
    assert file in (ROOT / "docs" / "briefing.md").read_text(encoding="utf-8")


def test_every_exit_code_is_explained() -> None:
    assert "Exit codes: 0 done, 1 a fault of ours, 2 a fault of the input" in DOCS


def test_every_room_has_its_line_in_the_drawing_of_the_house() -> None:
    drawing = (ROOT / "docs" / "house.md").read_text(encoding="utf-8")
    rooms = [path.name for path in (ROOT / "src" / "frontline").iterdir() if (path / "__init__.py").exists()]
    assert [room for room in rooms if f"`{room}`" not in drawing] == []

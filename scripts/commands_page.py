"""Write docs/commands.md from the command line's own help, so that the two cannot differ; with `-`, show it."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path

import click

from frontline.cli import COMMANDS

PAGE = Path(__file__).parents[1] / "docs" / "commands.md"
HEAD = """# Commands

Made from the command line's own help by `make docs`.

Exit codes: 0 done, 1 a fault of ours, 2 a fault of the input or the command line, 3 done with things left out (each
named on standard error). With `--json` one JSON value stands on standard output and nothing else there.
"""


def page() -> str:
    """Return the whole page."""
    parts = [HEAD]
    for name, (module, _) in COMMANDS.items():
        parts += _sections(import_module(f"frontline.cli.{module}").command, f"frontline {name}")
    return "\n".join(parts)


def _sections(command: click.Command, path: str) -> list[str]:
    context = click.Context(
        command, info_name=path, max_content_width=100, terminal_width=100, help_option_names=["-h", "--help"]
    )
    parts = [f"## {path}\n\n```text\n{command.get_help(context)}\n```\n"]
    if isinstance(command, click.Group):
        for name, part in command.commands.items():
            parts += _sections(part, f"{path} {name}")
    return parts


if __name__ == "__main__":
    if sys.argv[1:] == ["-"]:
        sys.stdout.write(page())
    else:
        PAGE.write_text(page(), encoding="utf-8")

"""`frontline new`: the folder of a new theatre."""

from __future__ import annotations

__all__ = ["command"]

from pathlib import Path

import click

from ._show import say


@click.command("new")
@click.argument("name")
@click.option(
    "--in",
    "parent",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path(),
    help="The folder to write it into; the current one if not given.",
)
def command(name: str, parent: Path) -> None:
    """Write the folder of a new theatre: small, made up, valid, with comments.

    It shows every file and column that a theatre can have. Put your war in its place, file by file, and run
    'frontline validate' in between.
    """
    from frontline.theatre import scaffold  # noqa: PLC0415

    folder = scaffold(name, parent)
    click.echo(folder)
    say(f"made the theatre '{name}'; its README.md explains the files. Next: frontline validate {folder}")

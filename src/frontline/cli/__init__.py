"""The command line: each command in a module of its own, imported only when it is called."""

from __future__ import annotations

__all__ = ["COMMANDS", "main"]

import sys
from importlib import import_module

import click

from frontline import __version__
from frontline._errors import FrontlineError

# Command to the module that defines it as `command`, and its one line of help: a user asks for one command,
# and should not wait for the libraries of all the others.
COMMANDS: dict[str, tuple[str, str]] = {
    "demo": ("demo", "Run the whole of it on the shipped theatre: record, control, picture, briefing."),
    "new": ("new", "Write the folder of a new theatre, with comments."),
    "validate": ("validate", "Check a theatre's folder and name all its faults."),
    "add": ("add", "Add reports to a theatre's ledger and read their claims."),
    "decide": ("decide", "Accept, reject or amend a claim in a theatre's ledger, or see the journal."),
    "read": ("read", "Read the claims that a report makes."),
    "resolve": ("resolve", "Find the place that a spelling means."),
    "control": ("control", "Say who held each place on a day, and how sure that is."),
    "picture": ("picture", "Draw a day's fronts, salients, pockets and routes as figures."),
    "history": ("history", "Tell the history of one place or route with its evidence."),
    "import": ("import_", "Take in other people's material: daily control maps."),
    "metrics": ("metrics", "Measure a series of maps: area, gained and lost, front length, pieces."),
    "salients": ("salients", "Follow the salients and corridors of a series of maps through time."),
    "pockets": ("pockets", "Follow the pockets of a series of maps through time."),
    "difference": ("difference", "Show what changed hands between two days of a series of maps."),
    "compare": ("compare", "Say where a theatre's reports disagree with a series of maps, and since when."),
    "timelapse": ("timelapse", "Show a series of maps moving: page, GIF, film, month by month."),
    "forecast": ("forecast", "Forecast what changes hands within some days."),
    "forecast-score": ("forecast_score", "Score forecasts day after day, as they could have been made."),
    "serve": ("serve", "Open the desk: the record on a map in the browser, with its evidence."),
    "check": ("check", "Hold a report's claims and figures to the record without it."),
    "brief": ("brief", "Write a day's briefing: pages, maps and layers."),
    "whatif": ("whatif", "Suppose places in other hands or roads closed, and show what would change."),
    "sweep": ("sweep", "Rank a side's places by what their loss would cut off, lengthen or uncover."),
    "events": ("events", "Rank what happened by what it changed."),
    "export": ("export", "Write a day's picture as layers for a GIS or a table."),
}


class _LazyGroup(click.Group):
    """A group whose commands are imported when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            from rapidfuzz.process import extractOne  # noqa: PLC0415

            near = extractOne(cmd_name, COMMANDS.keys(), score_cutoff=60)
            hint = f"; did you mean '{near[0]}'?" if near else ""
            ctx.fail(f"no command '{cmd_name}'{hint}")
        command = import_module(f"frontline.cli.{COMMANDS[cmd_name][0]}").command
        return command if isinstance(command, click.Command) else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])


@click.group(cls=_LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__, prog_name="frontline")
def _frontline() -> None:
    """War reports turned into a sourced, dated, computable picture of who holds what.

    Exit codes: 0 done, 1 a fault of ours, 2 a fault of the input or the command line, 3 done with things left out.
    """


def main() -> None:
    """Run the command line; an error that a user can act on is one sentence on standard error and exit code 2."""
    try:
        code = _frontline.main(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except click.Abort:
        sys.exit(130)
    except FrontlineError as error:
        sys.stderr.write(f"frontline: {error}\n")
        sys.exit(2)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    sys.exit(code if isinstance(code, int) else 0)

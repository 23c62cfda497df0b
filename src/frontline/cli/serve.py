"""`frontline serve`: the desk, a page in the browser with the record on a map."""

from __future__ import annotations

__all__ = ["command", "reached"]

import secrets
from getpass import getuser
from ipaddress import ip_address
from typing import TYPE_CHECKING

import click

from frontline._errors import InputError, MissingExtraError

from ._maps import series_at
from ._record import LEDGER, folder_readings, grammar
from ._show import say

if TYPE_CHECKING:
    from frontline.web import Desk
    from frontline.web.basemap import Basemap


@click.command()
@click.argument("theatre")
@click.option("--port", type=click.IntRange(0, 65535), default=8787, show_default=True, help="0 takes a free one.")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--edit", is_flag=True, help="Let claims be reviewed and reports be added.")
@click.option("--who", envvar="FRONTLINE_WHO", help="Your name in the ledger; else FRONTLINE_WHO, else your login's.")
@click.option(
    "--basemap",
    metavar="FILE|ADDRESS",
    help="Map tiles to lie under all: a PMTiles file, or https://.../{z}/{x}/{y}.png",
)
@click.option("--open", "show", is_flag=True, help="Open the page in the browser.")
def command(
    theatre: str, *, port: int, host: str, edit: bool, who: str | None, basemap: str | None, show: bool
) -> None:
    """Open the desk: THEATRE, or a series of maps, as a page on this machine (http://127.0.0.1:8787).

    Reading only unless --edit. With --edit on another address than this machine's own a token is needed, to read as to
    write, which is printed once.
    """
    try:
        import uvicorn  # noqa: PLC0415

        from frontline.web import desk_app  # noqa: PLC0415
        from frontline.web.basemap import open_basemap  # noqa: PLC0415
    except ImportError as missing:
        raise MissingExtraError("web", "the desk") from missing
    under = open_basemap(basemap) if basemap else None
    desk = _opened(theatre, edit=edit, who=who or getuser(), basemap=under)
    name, local, everywhere = reached(host)
    token = "" if local or not edit else secrets.token_urlsafe(24)
    names = ("127.0.0.1", "localhost", "[::1]", name)
    config = uvicorn.Config(
        desk_app(desk, hosts=names, token=token),
        host=host,
        port=port,
        log_level="warning",
        server_header=False,
        limit_concurrency=256,
        timeout_keep_alive=15,
        h11_max_incomplete_event_size=16_384,
    )
    with config.bind_socket() as socket:
        address = f"http://{'127.0.0.1' if everywhere else name}:{socket.getsockname()[1]}/"
        click.echo(address + (f"#token={token}" if token else ""))
        say(f"{desk.theatre.name}: {'reading and editing' if edit else 'reading only'}; Ctrl+C ends it")
        if everywhere:
            say(f"{host} is every address, but the desk answers to 'localhost' alone; to be called by a name give that")
        if show:
            click.launch(address)
        uvicorn.Server(config).run(sockets=[socket])


def reached(host: str) -> tuple[str, bool, bool]:
    """Return how a `Host` header names what to listen on, whether only this machine reaches it, whether all may."""
    try:
        ip = ip_address(host)
    except ValueError:
        return host.lower(), host.lower() == "localhost", False
    return f"[{ip}]" if ip.version == 6 else str(ip), ip.is_loopback, ip.is_unspecified


def _opened(name: str, *, edit: bool, who: str, basemap: Basemap | None) -> Desk:
    """Open a theatre or a series; a theatre that is to be edited and has no ledger gets one."""
    from frontline.ledger import add_all, build, open_ledger  # noqa: PLC0415
    from frontline.theatre import find, load  # noqa: PLC0415
    from frontline.web import desk_of_series, desk_of_theatre  # noqa: PLC0415

    from .add import refuse_shipped  # noqa: PLC0415

    series = series_at(name)
    if series is not None:
        if edit:
            raise InputError(f"'{name}' is a series of maps; there is nothing in it to --edit")
        return desk_of_series(series, basemap=basemap)
    folder = find(name)
    if edit:
        refuse_shipped(folder)
    theatre = load(folder)
    read = grammar(theatre)
    path = folder / LEDGER
    if path.exists():
        return desk_of_theatre(theatre, path, read=read, who=who, edit=edit, basemap=basemap)
    say("reading the reports")
    readings = [
        (report, (*by_hand, *read(report)), ("grammar",)) for report, by_hand, _ in folder_readings(folder, theatre)
    ]
    if edit:
        with open_ledger(path, write=True, theatre=theatre) as ledger:
            add_all(ledger, readings, who=who)
        return desk_of_theatre(theatre, path, read=read, who=who, edit=True, basemap=basemap)
    memory = build(
        theatre, [report for report, _, _ in readings], [claim for _, claims, _ in readings for claim in claims]
    )
    return desk_of_theatre(theatre, memory, read=read, who=who, basemap=basemap)

"""A desk that answers on loopback, over a copy of the shipped theatre with its ledger; and a browser to look with."""

from __future__ import annotations

import os
import shutil
import socket
import threading
import time
from contextlib import AbstractContextManager, contextmanager
from getpass import getuser
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Literal, NoReturn

import pytest

pytest.importorskip("fastapi", reason="the desk needs the extra `web`: pip install -e '.[web]'")

import httpx
import uvicorn

from frontline.cli._record import LEDGER, folder_readings, grammar
from frontline.ledger import add_all, open_ledger
from frontline.theatre import find, load
from frontline.web import Desk, desk_app, desk_of_theatre

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

    from frontline.web.basemap import Basemap

SHOTS = Path(os.environ.get("FRONTLINE_SHOTS", Path(__file__).parents[2] / "out" / "desk"))


def made_with_ledger(folder: Path) -> Path:
    theatre = load(folder)
    read = grammar(theatre)
    readings = [
        (report, (*by_hand, *read(report)), ("hand", "grammar"))
        for report, by_hand, _ in folder_readings(folder, theatre)
    ]
    with open_ledger(folder / LEDGER, write=True, theatre=theatre) as ledger:
        add_all(ledger, readings, who="test")
    return folder


def opened(folder: Path, *, edit: bool = True) -> Desk:
    theatre = load(folder)
    return desk_of_theatre(theatre, folder / LEDGER, read=grammar(theatre), who=getuser(), edit=edit)


@contextmanager
def serving(desk: Desk, *, token: str = "") -> Iterator[str]:
    """Serve a desk on a free port of loopback for as long as the block runs; give its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(desk_app(desk, token=token), log_level="error"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [free]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        try:
            yield f"http://127.0.0.1:{free.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(10)


@pytest.fixture(scope="session")
def record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the shipped theatre with its ledger, to be copied and not to be written to."""
    folder = tmp_path_factory.mktemp("desk") / "kuweires"
    shutil.copytree(find("kuweires"), folder)
    return made_with_ledger(folder)


@pytest.fixture
def serve_desk() -> Callable[..., AbstractContextManager[str]]:
    """Serve any desk while a block runs."""
    return serving


@pytest.fixture
def with_ledger() -> Callable[[Path], Path]:
    """Make the ledger of a theatre's folder, as `frontline add` does."""
    return made_with_ledger


@pytest.fixture(scope="session")
def serve_once() -> Callable[[Path], AbstractContextManager[str]]:
    """Serve a desk over a copy of a folder."""

    @contextmanager
    def of(folder: Path) -> Iterator[str]:
        with (
            TemporaryDirectory() as somewhere,
            serving(opened(Path(shutil.copytree(folder, f"{somewhere}/desk")))) as at,
        ):
            yield at

    return of


@pytest.fixture
def serve() -> Callable[..., AbstractContextManager[str]]:
    """Serve the desk of a folder while a block runs: `with serve(folder, token=...) as address`."""

    def of(folder: Path, *, token: str = "", edit: bool = True) -> AbstractContextManager[str]:
        return serving(opened(folder, edit=edit), token=token)

    return of


@pytest.fixture
def serve_based() -> Callable[[Path, Basemap], AbstractContextManager[str]]:
    """Serve the desk of a folder, to be read, with a basemap under it."""

    def of(folder: Path, basemap: Basemap) -> AbstractContextManager[str]:
        theatre = load(folder)
        return serving(desk_of_theatre(theatre, folder / LEDGER, basemap=basemap))

    return of


@pytest.fixture
def copied(record: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(record, tmp_path / "kuweires"))


@pytest.fixture(scope="session")
def address(record: Path) -> Iterator[str]:
    with serving(opened(record, edit=False)) as at:
        yield at


@pytest.fixture
def api(address: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=f"{address}/api/v1", timeout=60) as client:
        yield client


@pytest.fixture
def desk_api(copied: Path) -> Iterator[httpx.Client]:
    """The API of a desk that may be worked on, over a record of its own."""
    with serving(opened(copied)) as at, httpx.Client(base_url=f"{at}/api/v1", timeout=60) as client:
        yield client


def _without(what: str) -> NoReturn:
    """Skip, saying why; where a browser is required (as in .ci/run) that is a failure."""
    if os.environ.get("FRONTLINE_BROWSER") == "required":
        pytest.fail(what)
    pytest.skip(what)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    try:
        from playwright import sync_api as playwright  # noqa: PLC0415
    except ImportError:
        _without("the browser tests need the extra `browser`: pip install -e '.[browser]'")
    binary = os.environ.get("FRONTLINE_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if binary is None:
        _without("no chromium found: install Debian's package `chromium`, or set FRONTLINE_CHROMIUM to its binary")
    flags = ["--no-sandbox", "--disable-dev-shm-usage", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]
    with playwright.sync_playwright() as running:
        shown = running.chromium.launch(executable_path=binary, args=flags)
        yield shown
        shown.close()


@pytest.fixture
def look(browser: Browser) -> Callable[..., AbstractContextManager[Page]]:
    """Look at an address of the desk while a block runs: `with look(address) as page`. Nothing may go wrong in it."""

    @contextmanager
    def of(
        address: str, *, width: int = 1440, height: int = 900, scheme: Literal["light", "dark"] = "light"
    ) -> Iterator[Page]:
        page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)
        wrong: list[str] = []
        page.on("console", lambda line: wrong.append(line.text) if line.type == "error" else None)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.goto(address)
        page.wait_for_selector("html[data-ready]", state="attached", timeout=60_000)
        yield page
        page.close()
        assert wrong == []

    return of


@pytest.fixture
def shot() -> Callable[[str], Path]:
    """Return where a picture of the page is kept, to be looked at."""

    def named(name: str) -> Path:
        SHOTS.mkdir(parents=True, exist_ok=True)
        return SHOTS / f"{name}.png"

    return named

"""The user's own tiles under the map: out of a PMTiles file, or from the one address that the page may fetch from."""

from __future__ import annotations

import gzip
import struct
import threading
import zlib
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from click.testing import CliRunner

pytest.importorskip("fastapi", reason="the desk needs the extra `web`: pip install -e '.[web]'")

from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import Writer

from frontline._errors import InputError
from frontline.cli import main
from frontline.cli.serve import command as serve_command
from frontline.web.basemap import open_basemap

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from playwright.sync_api import Page

    from frontline.web.basemap import Basemap

    Based = Callable[[Path, Basemap], AbstractContextManager[str]]
    Look = Callable[..., AbstractContextManager[Page]]

PURPLE = 160, 40, 200
AREA = {"min_lon_e7": 350000000, "min_lat_e7": 340000000, "max_lon_e7": 400000000, "max_lat_e7": 380000000}


def png(colour: tuple[int, int, int], size: int = 256) -> bytes:
    """Return a picture of one colour."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = (b"\0" + bytes(colour) * size) * size
    head = struct.pack(">IIBBBBB", size, size, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def mvt(layer: str) -> bytes:
    """Return a vector tile whose one layer is one square over all of it (Mapbox Vector Tile 2.1)."""

    def field(number: int, body: bytes) -> bytes:
        return bytes([number << 3 | 2]) + varint(len(body)) + body

    def varint(value: int) -> bytes:
        head = b""
        while value > 0x7F:
            head, value = head + bytes([value & 0x7F | 0x80]), value >> 7
        return head + bytes([value])

    turns = [9, 0, 0, 26, 8192, 0, 0, 8192, 8191, 0, 15]  # MoveTo, three LineTo in zigzag, ClosePath
    square = bytes([3 << 3, 3]) + field(4, b"".join(map(varint, turns)))
    named = field(1, layer.encode()) + field(2, square)
    return field(3, bytes([15 << 3, 2]) + named + bytes([5 << 3]) + varint(4096))


def archive(path: Path, tile: bytes, kind: TileType, told: dict[str, Any], *, zooms: int = 9) -> Path:
    """Write a PMTiles file that has the same tile everywhere in the area of the example."""
    packed = Compression.GZIP if kind is TileType.MVT else Compression.NONE
    data = gzip.compress(tile) if packed is Compression.GZIP else tile
    with path.open("wb") as file:
        writer = Writer(file)
        for zoom in range(zooms):
            for row in range(1 << zoom):
                for column in range(1 << zoom):
                    inside = zoom < 3 or 0.59 < column / (1 << zoom) < 0.62 and 0.38 < row / (1 << zoom) < 0.41  # noqa: RUF021
                    if inside:
                        writer.write_tile(zxy_to_tileid(zoom, column, row), data)
        writer.finalize({"tile_type": kind, "tile_compression": packed, **AREA}, told)
        writer.tile_f.close()
    return path


@pytest.fixture
def picture_tiles(tmp_path: Path) -> Path:
    made_by = '<a href="https://a.example">Map &lt;makers&gt;</a> <b>2015</b>'
    return archive(tmp_path / "raster.pmtiles", png(PURPLE), TileType.PNG, {"attribution": made_by})


@pytest.fixture
def vector_tiles(tmp_path: Path) -> Path:
    layers = {"vector_layers": [{"id": "water", "fields": {}}, {"id": "unheard-of", "fields": {}}]}
    return archive(tmp_path / "vector.pmtiles", mvt("water"), TileType.MVT, layers)


def test_a_tile_is_given_as_the_file_has_it(picture_tiles: Path) -> None:
    found = open_basemap(str(picture_tiles))
    assert found.archive is not None
    assert found.kind == "raster"
    assert found.zooms == (0, 8)
    assert found.bounds == pytest.approx((35, 34, 40, 38))
    assert found.archive.tile(8, int(0.6 * 256), int(0.39 * 256)) == png(PURPLE)
    assert found.archive.tile(8, 0, 0) is None
    assert found.archive.tile(2, 4, 0) is None


def test_a_packed_vector_tile_is_unpacked(vector_tiles: Path) -> None:
    found = open_basemap(str(vector_tiles))
    assert found.archive is not None
    assert (found.kind, found.layers) == ("vector", ("water", "unheard-of"))
    assert found.archive.tile(0, 0, 0) == mvt("water")


def test_who_made_the_tiles_is_told_as_plain_words(picture_tiles: Path) -> None:
    assert open_basemap(str(picture_tiles)).attribution == "Map &lt;makers&gt; 2015"


WRONG = {
    "no PMTiles file": b"SQLite format 3\0" + bytes(200),
    "PMTiles of version 2": b"PMTiles\x02" + bytes(200),
    "damaged": b"PMTiles\x03" + b"\xff" * 300,
}


@pytest.mark.parametrize("sentence", WRONG)
def test_a_wrong_file_is_told_in_one_sentence(sentence: str, tmp_path: Path) -> None:
    file = tmp_path / "wrong.pmtiles"
    file.write_bytes(WRONG[sentence])
    with pytest.raises(InputError, match=sentence):
        open_basemap(str(file))


def test_a_file_that_was_cut_short_is_told_of(picture_tiles: Path) -> None:
    picture_tiles.write_bytes(picture_tiles.read_bytes()[:180])
    with pytest.raises(InputError, match="cut short"):
        open_basemap(str(picture_tiles))


@pytest.mark.parametrize(
    ("given", "word"),
    [
        ("nowhere.pmtiles", "neither a PMTiles file nor an address"),
        ("https://a.example/tiles.pmtiles", "no address of tiles"),
        ("https://a.example/{z}/{x}/{y}.pbf", "from a PMTiles file only"),
        ("https://{s}.a.example/{z}/{x}/{y}.png", "more to fill in"),
        ("ftp://a.example/{z}/{x}/{y}.png", "neither a PMTiles file nor an address"),
    ],
)
def test_what_is_no_basemap_ends_the_command_with_two(given: str, word: str) -> None:
    with pytest.raises(InputError, match=word):
        open_basemap(given)
    result = CliRunner().invoke(serve_command, ["nowhere-at-all", "--basemap", given])
    assert isinstance(result.exception, InputError)


def test_the_command_line_says_so_in_one_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.argv", ["frontline", "serve", "nowhere-at-all", "--basemap", "nowhere.pmtiles"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    assert "nowhere.pmtiles" in capsys.readouterr().err


def _served(record: Path, serve_based: Based, basemap: str) -> AbstractContextManager[str]:
    return serve_based(record, open_basemap(basemap))


def test_tiles_are_served_by_number_and_nothing_else_is(record: Path, serve_based: Based, picture_tiles: Path) -> None:
    with _served(record, serve_based, str(picture_tiles)) as at, httpx.Client(base_url=f"{at}/api/v1") as api:
        told = api.get("theatre").json()["basemap"]
        assert told["tiles"] == "/api/v1/tiles/{z}/{x}/{y}"
        assert str(picture_tiles.parent) not in str(told)
        here = api.get("tiles/0/0/0")
        assert (here.status_code, here.headers["content-type"], here.content) == (200, "image/png", png(PURPLE))
        assert "content-encoding" not in here.headers
        assert api.get("tiles/8/0/0").status_code == 204
        assert api.get("tiles/40/0/0").status_code == 422
        assert api.get("tiles/x/0/0").status_code == 422


def test_without_a_basemap_there_are_no_tiles(api: httpx.Client) -> None:
    assert api.get("tiles/0/0/0").status_code == 404


def _pixel(page: Page) -> list[int]:
    """Return the colour in the map's corner, outside the theatre, once everything is drawn."""
    found: list[int] = page.evaluate(
        """() => new Promise((done) => {
          const { map } = desk.chart;
          map.jumpTo({ center: [37, 36], zoom: 8 });
          map.once("idle", () => {
            map.once("render", () => {
              const gl = map.getCanvas().getContext("webgl2") ?? map.getCanvas().getContext("webgl");
              const pixel = new Uint8Array(4);
              gl.readPixels(40, 40, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, pixel);
              done([...pixel]);
            });
            map.triggerRepaint();
          });
        })"""
    )
    return found


def test_picture_tiles_lie_under_the_map(
    record: Path,
    serve_based: Based,
    picture_tiles: Path,
    look: Look,
    shot: Callable[[str], Path],
) -> None:
    with (
        _served(record, serve_based, str(picture_tiles)) as at,
        look(f"{at}/#date=2015-11-10", width=900, height=500) as page,
    ):
        assert _pixel(page)[:3] == pytest.approx(PURPLE, abs=3)
        assert page.locator("#credit").inner_text() == "Map &lt;makers&gt; 2015"
        page.screenshot(path=shot("basemap"))


def test_vector_tiles_are_drawn_by_what_their_layers_are_called(
    record: Path,
    serve_based: Based,
    vector_tiles: Path,
    look: Look,
) -> None:
    with (
        _served(record, serve_based, str(vector_tiles)) as at,
        look(f"{at}/#date=2015-11-10", width=900, height=500) as page,
    ):
        assert _pixel(page)[:3] == pytest.approx([0xB9, 0xD6, 0xE6], abs=3)


@pytest.fixture
def elsewhere() -> Iterator[tuple[str, list[str]]]:
    """Serve a tile on another origin; give its address, and what was asked of it."""
    asked: list[str] = []

    class Tiles(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.send_header("Access-Control-Allow-Origin", "*")
            self.send_header("Content-Type", "image/png")
            self.end_headers()
            self.wfile.write(png(PURPLE))

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Tiles) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}", asked
        server.shutdown()
        thread.join()


def test_tiles_by_address_are_the_one_thing_fetched_from_elsewhere(
    record: Path,
    serve_based: Based,
    elsewhere: tuple[str, list[str]],
    look: Look,
) -> None:
    origin, asked = elsewhere
    with _served(record, serve_based, f"{origin}/t/{{z}}/{{x}}/{{y}}.png") as at:
        policy = httpx.get(at).headers["content-security-policy"]
        assert f"connect-src 'self' {origin};" in policy
        assert f"img-src 'self' data: blob: {origin};" in policy
        assert policy.count("http://") == 2
        with look(f"{at}/#date=2015-11-10", width=900, height=500) as page:
            assert _pixel(page)[:3] == pytest.approx(PURPLE, abs=3)
            assert asked
            assert all(path.startswith("/t/") for path in asked)


def test_without_a_basemap_no_other_address_is_admitted(address: str) -> None:
    assert "http" not in httpx.get(address).headers["content-security-policy"]

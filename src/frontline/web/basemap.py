"""What lies under the map: the user's own tiles, out of a PMTiles file or from an address.

A PMTiles file (version 3; https://github.com/protomaps/PMTiles/blob/main/spec/v3/spec.md) has all tiles of an area in
one: the desk reads a tile's bytes out of it and gives them by zoom, column and row. So the page fetches from nowhere
else, and the map has a ground with the cable pulled.
"""

from __future__ import annotations

__all__ = ["Archive", "Basemap", "open_basemap"]

import gzip
import json
import mmap
import re
import zlib
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlsplit

from pmtiles.tile import (
    Compression,
    TileType,
    deserialize_directory,
    deserialize_header,
    find_tile,
    zxy_to_tileid,
)

from frontline._errors import InputError

if TYPE_CHECKING:
    from pmtiles.tile import Entry, HeaderDict

TILES = "/api/v1/tiles/{z}/{x}/{y}"
MOST_BYTES = 16_000_000  # of one tile, unpacked: none that a browser can draw is larger
_DEEPEST = 4  # directories on the way to a tile
_HEAD = 127  # bytes
_KINDS = {
    TileType.MVT: "application/vnd.mapbox-vector-tile",
    TileType.PNG: "image/png",
    TileType.JPEG: "image/jpeg",
    TileType.WEBP: "image/webp",
    TileType.AVIF: "image/avif",
}
_TAG = re.compile(r"<[^<>]*>")


@dataclass(frozen=True, slots=True, eq=False)
class Basemap:
    """Tiles to lie under the map: `tiles` is their address with {z}/{x}/{y}, `zooms` those that there are.

    `bounds` (west, south, east, north; WGS84) is where there are any, `layers` names what a vector tile holds,
    `attribution` is who made them, as plain text: it has to be shown.
    """

    tiles: str
    kind: Literal["raster", "vector"] = "raster"
    zooms: tuple[int, int] = (0, 22)
    bounds: tuple[float, float, float, float] = (-180.0, -85.0511, 180.0, 85.0511)
    layers: tuple[str, ...] = ()
    attribution: str = ""
    archive: Archive | None = None

    @property
    def origin(self) -> str:
        """The one address other than its own that the page then fetches from; empty where it needs none."""
        parts = urlsplit(self.tiles)
        return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""


@dataclass(frozen=True, eq=False)
class Archive:
    """An open PMTiles file, and where in it what lies."""

    held: mmap.mmap
    header: HeaderDict
    _directory: Any = field(init=False)

    def __post_init__(self) -> None:
        # Most tiles of a view lie in a few directories; one has up to some ten thousand entries.
        object.__setattr__(self, "_directory", lru_cache(maxsize=64)(self._read_directory))

    @property
    def media_type(self) -> str:
        """What the tiles are."""
        return _KINDS[self.header["tile_type"]]

    def tile(self, zoom: int, column: int, row: int) -> bytes | None:
        """Return a tile, unpacked; None where the file has none there. InputError where the file is damaged."""
        if not 0 <= zoom <= 31 or not (0 <= column < 1 << zoom and 0 <= row < 1 << zoom):
            return None
        wanted = zxy_to_tileid(zoom, column, row)
        head = self.header
        at, length = head["root_offset"], head["root_length"]
        for _ in range(_DEEPEST):
            entry = find_tile(self._directory(at, length), wanted)
            if entry is None:
                return None
            if entry.run_length > 0:
                first = head["tile_data_offset"] + entry.offset
                return self._unpacked(self.held[first : first + entry.length])
            at, length = head["leaf_directory_offset"] + entry.offset, entry.length
        return None

    def metadata(self) -> dict[str, Any]:
        """Return what the file says of itself."""
        head = self.header
        told = json.loads(self._plain(head["metadata_offset"], head["metadata_length"]) or b"{}")
        return told if isinstance(told, dict) else {}

    def _read_directory(self, at: int, length: int) -> list[Entry]:
        # The library takes a directory packed, however the file has it.
        return deserialize_directory(gzip.compress(self._plain(at, length), 0))

    def _plain(self, at: int, length: int) -> bytes:
        packed = self.held[at : at + length]
        return gzip.decompress(packed) if self.header["internal_compression"] is Compression.GZIP else packed

    def _unpacked(self, found: bytes) -> bytes:
        if self.header["tile_compression"] is not Compression.GZIP:
            return found
        unpacking = zlib.decompressobj(wbits=31)
        try:
            return unpacking.decompress(found, MOST_BYTES)
        except zlib.error as broken:
            raise InputError("the basemap's file is damaged: one of its tiles cannot be unpacked") from broken


def open_basemap(name: str) -> Basemap:
    """Open what the user names: a PMTiles file, or an address of picture tiles; InputError where it is neither."""
    if name.startswith(("http://", "https://")):
        return _by_address(name)
    path = Path(name)
    if not path.is_file():
        raise InputError(
            f"no basemap '{name}': neither a PMTiles file nor an address of tiles (https://.../{{z}}/{{x}}/{{y}}.png)"
        )
    with path.open("rb") as file:
        head = file.read(_HEAD)
        if head[:7] != b"PMTiles" or len(head) < _HEAD:
            raise InputError(f"{path}: this is no PMTiles file; `pmtiles convert` makes one of MBTiles")
        if head[7] != 3:
            raise InputError(f"{path}: PMTiles of version {head[7]}; `pmtiles convert` makes version 3 of it")
        held = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    try:
        return _in_archive(Archive(held, deserialize_header(head)))
    except InputError as refused:
        raise InputError(f"{path}: {refused}") from None
    except (ValueError, EOFError, IndexError, OSError, KeyError, zlib.error) as broken:
        raise InputError(f"{path}: this PMTiles file is damaged or was cut short; fetch it again") from broken


def _in_archive(archive: Archive) -> Basemap:
    head = archive.header
    if head["tile_type"] not in _KINDS:
        what = head["tile_type"].name
        raise InputError(f"its tiles are of the kind {what}; MVT, PNG, JPEG, WebP and AVIF can be shown")
    for packed in (head["internal_compression"], head["tile_compression"]):
        if packed not in {Compression.NONE, Compression.GZIP, Compression.UNKNOWN}:
            raise InputError(f"it is packed with {packed.name.lower()}; only gzip can be read: convert it")
    if head["root_offset"] + head["root_length"] > len(archive.held):
        raise InputError("this PMTiles file was cut short; fetch it again")
    archive.tile(head["min_zoom"], 0, 0)  # what cannot be read is told of now, not tile by tile
    told = archive.metadata()
    west, south, east, north = (head[f"{edge}_e7"] / 1e7 for edge in ("min_lon", "min_lat", "max_lon", "max_lat"))  # type: ignore[literal-required]
    return Basemap(
        TILES,
        "vector" if head["tile_type"] is TileType.MVT else "raster",
        (head["min_zoom"], head["max_zoom"]),
        (west, south, east, north) if west < east and south < north else (-180.0, -85.0511, 180.0, 85.0511),
        tuple(str(layer["id"]) for layer in told.get("vector_layers", ()) if isinstance(layer, dict) and "id" in layer),
        " ".join(_TAG.sub(" ", str(told.get("attribution", ""))).split())[:300],
        archive,
    )


def _by_address(address: str) -> Basemap:
    path = urlsplit(address).path
    if not urlsplit(address).hostname or not all(part in address for part in ("{z}", "{x}", "{y}")):
        raise InputError(f"--basemap '{address}' is no address of tiles; write https://.../{{z}}/{{x}}/{{y}}.png")
    if path.endswith((".pbf", ".mvt")):
        raise InputError(f"--basemap '{address}' gives vector tiles, which are shown from a PMTiles file only")
    if re.search(r"\{(?!z\}|x\}|y\})[^}]*\}", address):
        raise InputError(f"--basemap '{address}' has more to fill in than {{z}}, {{x}} and {{y}}; write it out")
    return Basemap(address)

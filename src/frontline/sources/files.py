"""Files, folders and archives as a stream of layers of polygons; an archive is never unpacked to disk.

Everything here comes from strangers: sizes are bounded before they are believed, names only name.
"""

from __future__ import annotations

__all__ = ["MAX_FILE_BYTES", "MAX_TOTAL_BYTES", "SUFFIXES", "Feature", "Layer", "layers"]

import io
import json
import tarfile
import zipfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from frontline._errors import Fault, InputError, MissingExtraError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

MAX_FILE_BYTES = 256 * 2**20
"""The largest single file that is read, unpacked."""
MAX_TOTAL_BYTES = 8 * 2**30
"""The most that one archive may unpack to."""
MAX_MEMBERS = 100_000

_GEOJSON = {".geojson", ".json"}
_OGR = {".gpkg", ".shp", ".kml", ".fgb"}
_ARCHIVES = {".zip", ".tar", ".tgz", ".txz", ".tbz2"}
_COMPRESSED = {".xz", ".gz", ".bz2"}  # after .tar
_COMPANIONS = {".shx", ".dbf", ".prj", ".cpg", ".qix", ".sbn", ".sbx"}  # read with their shapefile
SUFFIXES = frozenset(_GEOJSON | _OGR | _ARCHIVES)


@dataclass(frozen=True, slots=True)
class Feature:
    """One polygon or several with what the file says of them; not checked yet."""

    ground: BaseGeometry
    properties: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Layer:
    """What one file (or one layer of it) holds. `file` is how to name it to the user, `name` without its folders."""

    file: str
    name: str
    features: tuple[Feature, ...]
    notes: tuple[str, ...] = ()


def layers(paths: Sequence[Path]) -> Iterator[Layer | Fault]:
    """Yield the layers of files, of folders' files and of archives' members, in order of names; or what is wrong.

    A fault is yielded, not raised: the caller decides whether one rotten file among hundreds stops the rest.
    """
    for path in paths:
        if path.is_dir():
            found = sorted(p for p in path.rglob("*") if p.is_file() and _kind(p.name) in {"map", "archive"})
            if not found:
                yield Fault(str(path), None, f"has no map in it; wanted {_wanted()}")
            for file in found:
                yield from _file(file)
        elif path.exists():
            yield from _file(path)
        else:
            yield Fault(str(path), None, "is not there")


def _wanted() -> str:
    return ", ".join(sorted(_GEOJSON | _OGR)) + ", or a .zip or .tar of them"


def _kind(name: str) -> str:
    path = PurePosixPath(name.lower())
    if path.name.startswith("."):
        return "hidden"
    if path.suffix in _ARCHIVES or (path.suffix in _COMPRESSED and PurePosixPath(path.stem).suffix == ".tar"):
        return "archive"
    if path.suffix in _GEOJSON | _OGR:
        return "map"
    return "companion" if path.suffix in _COMPANIONS else "other"


def _file(path: Path) -> Iterator[Layer | Fault]:
    kind = _kind(path.name)
    try:
        if kind == "archive":
            yield from _archive(path)
        elif kind != "map":
            yield Fault(str(path), None, f"is no map that can be read; wanted {_wanted()}")
        elif path.stat().st_size > MAX_FILE_BYTES:
            yield _too_large(str(path))
        elif path.suffix.lower() in _GEOJSON:
            yield from _one(str(path), path.name, path.read_bytes())
        else:
            yield from _ogr(str(path), path.name, path)
    except OSError as error:
        yield Fault(str(path), None, f"cannot be read ({error.strerror or error})")


def _too_large(file: str) -> Fault:
    return Fault(file, None, f"unpacks to more than {MAX_FILE_BYTES // 2**20} MB; split it by day")


def _archive(path: Path) -> Iterator[Layer | Fault]:
    try:
        members = _zip_members(path) if path.suffix.lower() == ".zip" else _tar_members(path)
        shapes: dict[str, dict[str, bytes]] = {}
        for name, data in members:
            file = f"{path}:{name}"
            if data is None:
                yield _too_large(file)
            elif PurePosixPath(name).suffix.lower() in _COMPANIONS | {".shp"}:
                shapes.setdefault(str(PurePosixPath(name).with_suffix("")), {})[name] = data
            else:
                yield from _one(file, PurePosixPath(name).name, data)
        for stem, parts in sorted(shapes.items()):
            if any(part.lower().endswith(".shp") for part in parts):
                yield from _ogr(f"{path}:{stem}.shp", f"{PurePosixPath(stem).name}.shp", _zipped(parts))
    except (tarfile.TarError, zipfile.BadZipFile, EOFError, OSError, RuntimeError, NotImplementedError) as error:
        yield Fault(str(path), None, f"is no sound archive ({str(error) or type(error).__name__}); fetch it again")
    except InputError as error:
        yield from (fault for fault in error.faults if isinstance(fault, Fault))
    except Exception as error:
        # lzma and zlib raise errors of their own, each in its own module.
        if type(error).__module__ not in {"_lzma", "zlib", "lzma"}:
            raise
        yield Fault(str(path), None, f"is no sound archive ({error}); fetch it again")


def _zipped(parts: Mapping[str, bytes]) -> bytes:
    """Return a shapefile's parts as one zip in memory, the only form in which OGR takes them from there."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name, data in parts.items():
            packed.writestr(PurePosixPath(name).name, data)
    return out.getvalue()


def _guard(path: Path, name: str, total: int, count: int) -> None:
    pure = PurePosixPath(name.replace("\\", "/"))
    if pure.is_absolute() or ".." in pure.parts:
        raise InputError(
            Fault(str(path), None, f"has a member that points out of it ('{name}'); such an archive is not read")
        )
    if total > MAX_TOTAL_BYTES:
        raise InputError(Fault(str(path), None, f"unpacks to more than {MAX_TOTAL_BYTES // 2**30} GB; split it"))
    if count > MAX_MEMBERS:
        raise InputError(Fault(str(path), None, f"has more than {MAX_MEMBERS} members; split it"))


def _zip_members(path: Path) -> Iterator[tuple[str, bytes | None]]:
    with zipfile.ZipFile(path) as packed:
        total = 0
        for count, info in enumerate(sorted(packed.infolist(), key=lambda info: info.filename), start=1):
            _guard(path, info.filename, total, count)
            if info.is_dir() or _kind(info.filename) not in {"map", "companion"}:
                continue
            if info.file_size > MAX_FILE_BYTES:
                yield info.filename, None
                continue
            with packed.open(info) as member:
                data = member.read(MAX_FILE_BYTES + 1)  # what the directory says of the size may be a lie
            total += len(data)
            yield info.filename, data if len(data) <= MAX_FILE_BYTES else None


def _tar_members(path: Path) -> Iterator[tuple[str, bytes | None]]:
    total = 0
    with tarfile.open(path, "r|*") as packed:  # as a stream: a compressed tar cannot go back
        for count, info in enumerate(packed, start=1):
            total += info.size
            _guard(path, info.name, total, count)
            if not info.isreg() or _kind(info.name) not in {"map", "companion"}:
                continue
            member = packed.extractfile(info) if info.size <= MAX_FILE_BYTES else None
            yield info.name, member.read() if member else None


def _one(file: str, name: str, data: bytes) -> Iterator[Layer | Fault]:
    if PurePosixPath(name).suffix.lower() in _GEOJSON:
        yield _geojson(file, name, data)
    else:
        yield from _ogr(file, name, data)


def _geojson(file: str, name: str, data: bytes) -> Layer | Fault:
    try:
        whole = json.loads(data)
    except UnicodeDecodeError:
        return Fault(file, None, "is not UTF-8 text; save it as UTF-8")
    except json.JSONDecodeError as error:
        return Fault(file, error.lineno, f"is no sound JSON ({error.msg}); is it cut short?")
    except RecursionError:
        return Fault(file, None, "is nested too deep to be GeoJSON")
    except ValueError as error:  # a number of thousands of digits
        return Fault(file, None, f"is no GeoJSON ({str(error).split(';')[0]})")
    try:
        crs = _crs_of(whole)
        features, notes = [], []
        for number, one in enumerate(_features_of(whole), start=1):
            ground, left = _ground(one.get("geometry"), f"feature {number}")
            notes += left
            if ground is not None:
                properties = one.get("properties")
                ground = _to_degrees(ground, crs) if crs else ground
                features.append(Feature(ground, properties if isinstance(properties, dict) else {}))
    except ValueError as error:
        return Fault(file, None, str(error))
    return Layer(file, name, tuple(features), tuple(dict.fromkeys(notes)))


def _crs_of(whole: object) -> str | None:
    """Return the projection that an old GeoJSON names, None where it is WGS84 lon/lat as it should be."""
    named = whole.get("crs") if isinstance(whole, dict) else None
    try:
        name = str(named["properties"]["name"]) if named else "CRS84"
    except (KeyError, TypeError) as error:
        raise ValueError("has a 'crs' that names no projection; leave it out for WGS84") from error
    return None if name.endswith(("CRS84", ":4326", "::4326")) else name


def _features_of(whole: object) -> list[dict[str, Any]]:
    kind = str(whole.get("type")) if isinstance(whole, dict) else None
    if isinstance(whole, dict) and kind == "FeatureCollection":
        found = whole.get("features")
        if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
            raise ValueError("has a FeatureCollection whose 'features' are no list of features")
        return found
    if isinstance(whole, dict) and kind == "Feature":
        return [whole]
    if isinstance(whole, dict) and kind in {"Polygon", "MultiPolygon", "GeometryCollection"}:
        return [{"geometry": whole, "properties": {}}]
    raise ValueError(f"is JSON but no GeoJSON (its 'type' is {kind!r}); wanted a FeatureCollection of polygons")


def _ground(geometry: object, where: str) -> tuple[BaseGeometry | None, list[str]]:
    """Return the polygons of a GeoJSON geometry, and what was left aside of it."""
    if geometry is None:
        return None, ["features without a geometry passed over"]
    if not isinstance(geometry, dict):
        raise ValueError(f"has a geometry that is no object ({where})")  # noqa: TRY004
    kind = str(geometry.get("type"))
    notes: list[str] = []
    polygons: list[BaseGeometry] = []
    if kind == "GeometryCollection":
        inner = geometry.get("geometries")
        for one in inner if isinstance(inner, list) else []:
            part, left = _ground(one, where)
            notes += left
            polygons += [part] if part is not None else []
    elif kind in {"Polygon", "MultiPolygon"}:
        parts = geometry.get("coordinates") if kind == "MultiPolygon" else [geometry.get("coordinates")]
        if not isinstance(parts, list):
            raise ValueError(f"has a polygon whose coordinates are no rings ({where})")
        for part in parts:
            polygon, left = _polygon(part, where)
            notes += left
            polygons += [polygon] if polygon is not None else []
    else:
        notes.append("points and lines passed over" if kind in _OTHER else f"geometry of type {kind!r} passed over")
    flat = [piece for polygon in polygons for piece in shapely.get_parts(polygon)]
    return (shapely.MultiPolygon(flat) if flat else None), notes


_OTHER = {"Point", "MultiPoint", "LineString", "MultiLineString"}


def _polygon(rings: object, where: str) -> tuple[BaseGeometry | None, list[str]]:
    if not isinstance(rings, list):
        raise ValueError(f"has a polygon whose coordinates are no rings ({where})")  # noqa: TRY004
    notes: list[str] = []
    sound = []
    for place, ring in enumerate(rings):
        try:
            corners = [(float(corner[0]), float(corner[1])) for corner in ring]
        except (TypeError, ValueError, IndexError, KeyError, OverflowError) as error:
            raise ValueError(f"has a corner that is no pair of numbers ({where}, ring {place + 1})") from error
        if not np.isfinite(corners).all():
            raise ValueError(f"has coordinates that are no numbers ({where}, ring {place + 1})")
        if any(len(corner) > 2 for corner in ring):
            notes.append("heights (Z) dropped")
        if corners and corners[0] != corners[-1]:
            notes.append("open rings closed")
            corners.append(corners[0])
        if len(set(corners)) < 3:
            notes.append("rings of fewer than three corners dropped")
            if place == 0:
                return None, notes
            continue
        sound.append(corners)
    return (shapely.Polygon(sound[0], sound[1:]) if sound else None), notes


def _ogr(file: str, name: str, data: Path | bytes) -> Iterator[Layer | Fault]:
    """Yield the layers of a file in one of OGR's formats."""
    try:
        import pyogrio  # noqa: PLC0415
        from pyogrio.errors import DataLayerError, DataSourceError  # noqa: PLC0415
    except ImportError as error:
        raise MissingExtraError("gis", f"reading {Path(name).suffix} files") from error
    try:
        for layer, kind in pyogrio.list_layers(data):
            if (
                kind is None
                or "Polygon" in kind
                or kind in {"Unknown", "Geometry", "GeometryCollection"}
                or "3D" in kind
            ):
                yield _ogr_layer(file, name, data, layer)
    except (DataSourceError, DataLayerError) as error:
        why = str(error).splitlines()[0]
        yield Fault(file, None, f"cannot be read as {Path(name).suffix.lstrip('.')} ({why}); is it cut short?")
    except ValueError as error:
        yield Fault(file, None, str(error))


def _ogr_layer(file: str, name: str, data: Path | bytes, layer: str) -> Layer | Fault:
    from pyogrio.raw import read  # noqa: PLC0415

    meta, _, wkb, columns = read(data, layer=layer, force_2d=False)
    fields = [str(field) for field in meta["fields"]]
    notes, features = [], []
    for row, ground in enumerate(shapely.from_wkb(wkb, on_invalid="fix")):
        if ground is None or ground.is_empty:
            notes.append("features without a geometry passed over")
            continue
        if ground.has_z:
            notes.append("heights (Z) dropped")
        flat = _polygons(shapely.force_2d(ground))
        if not flat:
            notes.append("points and lines passed over")
            continue
        values = {field: _plain(column[row]) for field, column in zip(fields, columns, strict=True)}
        features.append(Feature(shapely.MultiPolygon(flat), values))
    crs = meta["crs"]
    if crs and crs not in {"EPSG:4326", "OGC:CRS84"}:
        features = [Feature(_to_degrees(one.ground, crs), one.properties) for one in features]
    return Layer(file, name, tuple(features), tuple(dict.fromkeys(notes)))


def _plain(value: Any) -> Any:  # noqa: ANN401
    return value.item() if hasattr(value, "item") else value


def _polygons(geometry: BaseGeometry) -> list[shapely.Polygon]:
    if isinstance(geometry, shapely.Polygon):
        return [geometry]
    return [leaf for part in getattr(geometry, "geoms", ()) for leaf in _polygons(part)]


def _to_degrees(ground: BaseGeometry, crs: str) -> BaseGeometry:
    """Return `ground` in WGS84 lon/lat; ValueError if nobody knows the projection."""
    from pyproj import CRS, Transformer  # noqa: PLC0415
    from pyproj.exceptions import CRSError  # noqa: PLC0415

    try:
        transformer = Transformer.from_crs(CRS.from_user_input(crs), "OGC:CRS84", always_xy=True)
    except CRSError as error:
        raise ValueError(f"is in a projection that nobody knows ('{crs}'); save it in WGS84") from error

    def move(corners: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.column_stack(transformer.transform(corners[:, 0], corners[:, 1]))

    return shapely.transform(ground, move)

"""Whatever strangers put into a file, it is a map or it is refused with a sentence; nothing else happens."""

from __future__ import annotations

import contextlib
import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frontline._errors import InputError
from frontline.sources.days import day_in_name, day_of_value
from frontline.sources.files import Layer, layers
from frontline.sources.maps import import_maps

if TYPE_CHECKING:
    from pathlib import Path

KEYS = st.sampled_from(["type", "features", "geometry", "geometries", "coordinates", "properties", "crs", "name"])
TYPES = st.sampled_from(["FeatureCollection", "Feature", "Polygon", "MultiPolygon", "GeometryCollection", "Point"])
NUMBERS = st.one_of(st.integers(-200, 200), st.floats(allow_nan=True), st.just(10**400))
ANY = st.recursive(
    st.one_of(st.none(), st.booleans(), NUMBERS, TYPES, st.text(max_size=3)),
    lambda inner: st.one_of(st.lists(inner, max_size=5), st.dictionaries(KEYS, inner, max_size=5)),
    max_leaves=25,
)
CORNERS = st.lists(st.lists(st.integers(28, 33), min_size=2, max_size=3), max_size=7)
POLYGONS = st.fixed_dictionaries(
    {"type": st.just("Polygon"), "coordinates": st.lists(st.one_of(CORNERS, ANY), max_size=3)}
)
GEOMETRIES = st.one_of(POLYGONS, st.fixed_dictionaries({"type": TYPES, "coordinates": ANY, "geometries": ANY}))
FEATURES = st.fixed_dictionaries({"type": st.just("Feature"), "geometry": GEOMETRIES, "properties": ANY})
MAPS = st.one_of(
    ANY,
    GEOMETRIES,
    FEATURES,
    st.fixed_dictionaries(
        {"type": st.just("FeatureCollection"), "features": st.lists(FEATURES, max_size=3), "crs": ANY}
    ),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("strangers")


@settings(max_examples=250)
@given(MAPS)
def test_any_json_is_a_map_or_is_refused(folder: Path, value: object) -> None:
    path, into = folder / "m_20250101.geojson", folder / "war.series"
    path.write_text(json.dumps(value), encoding="utf-8")
    into.unlink(missing_ok=True)
    with contextlib.suppress(InputError):
        done = import_maps([path], into, side="red", against="blue")
        assert done.added == 1
        assert len(done.series.edges) >= 3
    assert {entry.name for entry in folder.iterdir()} <= {path.name, into.name}


@given(st.binary(max_size=200), st.sampled_from(["zip", "tar", "tar.xz", "tgz", "geojson"]))
def test_any_bytes_are_layers_or_faults(folder: Path, data: bytes, suffix: str) -> None:
    path = folder / f"bytes.{suffix}"
    path.write_bytes(data)
    for found in layers([path]):
        assert isinstance(found, Layer) or found.file.startswith(str(path))
    path.unlink()


@given(st.text())
def test_any_text_is_a_day_or_none(text: str) -> None:
    with contextlib.suppress(ValueError):
        day_in_name(text)
    with contextlib.suppress(ValueError):
        day_of_value(text)

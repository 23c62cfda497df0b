"""Maps come in with every defect there is, and are repaired with a note or refused with a sentence."""

from __future__ import annotations

import io
import json
import tarfile
import zipfile
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import shapely

from frontline._errors import BusyError, InputError, NotFoundError
from frontline.sources import control_map, ground_on, import_maps, open_series
from frontline.sources import files as sources_files
from frontline.sources.repair import load_classes

if TYPE_CHECKING:
    from collections.abc import Callable

    from frontline.sources import Imported

FIRST, SECOND = date(2025, 1, 1), date(2025, 1, 2)


def square(west: float, south: float, size: float) -> list[list[float]]:
    """Return the closed ring of a square, counter-clockwise."""
    east, north = west + size, south + size
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def polygon(*rings: list[list[float]], **properties: object) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": "Polygon", "coordinates": [*rings]},
    }


def _import(*paths: Path, **options: Any) -> Imported:  # noqa: ANN401
    options.setdefault("into", paths[0].parent / "war.series")
    return import_maps(paths, options.pop("into"), side="red", against="blue", **options)


def _area(done: Imported, day: date = FIRST, layer: str = "red") -> float:
    return float(ground_on(done.series, day)[layer].area)


def _sentences(done: Imported) -> str:
    return "\n".join(map(str, done.notes))


def test_a_day_comes_back_exactly_as_it_was_drawn(write: Callable[..., Path]) -> None:
    ring = [[30.1234567, 50.7654321], [31.0000001, 50.5], [30.5, 51.25], [30.1234567, 50.7654321]]
    path = write("m_20250101.geojson", polygon(ring))
    _import(path)
    back = ground_on(open_series(path.parent / "war.series"), FIRST)["red"]
    assert sorted(map(list, back.geoms[0].exterior.coords[:-1])) == sorted(ring[:-1])


def test_a_missing_day_stays_unknown_and_the_nearest_known_are_named(write: Callable[..., Path]) -> None:
    write("m_20250101.geojson", polygon(square(30, 50, 1)))
    done = _import(write("m_20250104.geojson", polygon(square(30, 50, 2))).parent, into=Path(write("x").parent / "s"))
    assert done.series.days == (date(2025, 1, 1), date(2025, 1, 4))
    assert "2025-01-04: the days since 2025-01-01 are not known" in _sentences(done)
    with pytest.raises(NotFoundError, match="no map of 2025-01-02 in the series; the nearest known: 2025-01-01 and"):
        ground_on(done.series, date(2025, 1, 2))


def test_a_day_given_twice_alike_is_passed_over(write: Callable[..., Path]) -> None:
    one, two = (write(f"{k}/m_2025-01-01.geojson", polygon(square(30, 50, 1))) for k in "ab")
    done = _import(one, two)
    assert done.added == 1
    assert "is the same map of 2025-01-01" in _sentences(done)


def test_a_day_given_twice_differently_is_refused_and_nothing_is_written(write: Callable[..., Path]) -> None:
    one = write("a/m_2025-01-01.geojson", polygon(square(30, 50, 1)))
    two = write("b/m_2025-01-01.geojson", polygon(square(30, 50, 2)))
    with pytest.raises(InputError, match="is another map of 2025-01-01 than"):
        _import(one, two)
    assert not (one.parent / "war.series").exists()


def test_a_later_day_is_added_and_an_earlier_one_too(write: Callable[..., Path]) -> None:
    into = write("x").parent / "war.series"
    for day, size in ((3, 3), (5, 5), (1, 1), (4, 4)):
        done = _import(write(f"m_2025010{day}.geojson", polygon(square(30, 50, size))), into=into)
    assert [_area(done, date(2025, 1, day)) for day in (1, 3, 4, 5)] == pytest.approx([1, 9, 16, 25])


def test_another_map_of_a_known_day_is_taken_only_when_asked(write: Callable[..., Path]) -> None:
    into = write("x").parent / "war.series"
    _import(write("m_20250101.geojson", polygon(square(30, 50, 1))), into=into)
    _import(write("m_20250102.geojson", polygon(square(30, 50, 2))), into=into)
    other = write("m_20250101.geojson", polygon(square(30, 50, 3)))
    with pytest.raises(InputError, match="--replace takes this one"):
        _import(other, into=into)
    done = _import(other, into=into, replacing=True)
    assert [_area(done, day) for day in (FIRST, SECOND)] == pytest.approx([9, 4])


def test_what_another_process_wrote_meanwhile_is_not_written_over(write: Callable[..., Path]) -> None:
    into = write("x").parent / "war.series"
    one, two = (write(f"m_2025010{day}.geojson", polygon(square(30, 50, day))) for day in (1, 2))
    with pytest.raises(BusyError, match="another process has written"):
        _import(one, into=into, each=lambda _: _import(two, into=into))
    assert open_series(into).days == (SECOND,)


def test_a_series_belongs_to_two_sides(write: Callable[..., Path]) -> None:
    path = write("m_20250101.geojson", polygon(square(30, 50, 1)))
    _import(path)
    with pytest.raises(InputError, match="is a series of 'red' against 'blue'"):
        import_maps([path], path.parent / "war.series", side="blue", against="red")


def test_a_bow_tie_is_repaired_and_noted(write: Callable[..., Path]) -> None:
    bow = [[30.0, 50.0], [31.0, 51.0], [31.0, 50.0], [30.0, 51.0], [30.0, 50.0]]
    done = _import(write("m_20250101.geojson", polygon(bow)))
    assert _area(done) == pytest.approx(0.5)
    assert "self-intersection" in _sentences(done)


def test_slivers_and_pinholes_are_dropped_and_noted(write: Callable[..., Path]) -> None:
    done = _import(
        write(
            "m_20250101.geojson",
            polygon(square(30, 50, 1), square(30.5, 50.5, 0.00001)[::-1]),
            polygon(square(33, 50, 0.00002)),
        )
    )
    assert ground_on(done.series, FIRST)["red"].equals(shapely.box(30, 50, 31, 51))
    assert "2 slivers" in _sentences(done)


def test_a_map_of_nothing_but_slivers_is_refused(write: Callable[..., Path]) -> None:
    with pytest.raises(InputError, match="has no ground of 100 m² or more"):
        _import(write("m_20250101.geojson", polygon(square(30, 50, 0.00002))))


def test_holes_stay_holes(write: Callable[..., Path]) -> None:
    done = _import(write("m_20250101.geojson", polygon(square(30, 50, 3), square(31, 51, 1)[::-1])))
    assert _area(done) == pytest.approx(8)


def test_heights_are_dropped_and_noted(write: Callable[..., Path]) -> None:
    done = _import(write("m_20250101.geojson", polygon([[*corner, 120.0] for corner in square(30, 50, 1)])))
    assert _area(done) == pytest.approx(1)
    assert "heights (Z) dropped" in _sentences(done)


def test_open_rings_are_closed(write: Callable[..., Path]) -> None:
    done = _import(write("m_20250101.geojson", polygon(square(30, 50, 1)[:-1])))
    assert _area(done) == pytest.approx(1)


def test_one_day_with_its_axes_swapped_is_turned_by_its_neighbours(write: Callable[..., Path]) -> None:
    for day in (1, 2, 4):
        write(f"in/m_2025010{day}.geojson", polygon(square(36, 48, 1)))
    folder = write("in/m_20250103.geojson", polygon([corner[::-1] for corner in square(36, 48, 1)])).parent
    done = _import(folder, into=folder.parent / "war.series")
    assert ground_on(done.series, date(2025, 1, 3))["red"].equals(shapely.box(36, 48, 37, 49))
    assert "m_20250103.geojson: axes swapped" in _sentences(done)


def test_a_single_map_with_its_axes_swapped_is_turned_by_the_boundary(write: Callable[..., Path]) -> None:
    path = write("m_20250101.geojson", polygon([corner[::-1] for corner in square(36, 48, 1)]))
    done = _import(path, boundary=shapely.box(35, 47, 38, 50))
    assert ground_on(done.series, FIRST)["red"].bounds == (36, 48, 37, 49)


def test_a_map_of_somewhere_else_is_refused(write: Callable[..., Path]) -> None:
    path = write("m_20250101.geojson", polygon(square(-70, -20, 1)))
    with pytest.raises(InputError, match="lies far from the rest of the series"):
        _import(path, boundary=shapely.box(35, 47, 38, 50))


def test_metres_are_no_degrees(write: Callable[..., Path]) -> None:
    with pytest.raises(InputError, match="coordinates that are no degrees"):
        _import(write("m_20250101.geojson", polygon(square(400_000, 5_000_000, 1000))))


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("deepstatemap_data_20250131.geojson", date(2025, 1, 31)),
        ("2025-01-31.geojson", date(2025, 1, 31)),
        ("map_2025_01_31_v2.json", date(2025, 1, 31)),
        ("31.01.2025.geojson", date(2025, 1, 31)),
    ],
)
def test_the_name_tells_the_day(write: Callable[..., Path], name: str, day: date) -> None:
    assert _import(write(name, polygon(square(30, 50, 1)))).series.days == (day,)


def test_a_name_with_two_days_is_refused(write: Callable[..., Path]) -> None:
    with pytest.raises(InputError, match="its name tells 2025-01-01 and 2025-01-02; leave one"):
        _import(write("m_20250101_20250102.geojson", polygon(square(30, 50, 1))))


def test_a_map_without_a_day_is_refused_with_what_to_do(write: Callable[..., Path]) -> None:
    with pytest.raises(InputError, match=r"tells no day.*say --date or --date-field"):
        _import(write("today.geojson", polygon(square(30, 50, 1), name="north")))


def test_the_option_gives_the_day(write: Callable[..., Path]) -> None:
    assert _import(write("today.geojson", polygon(square(30, 50, 1))), day=SECOND).series.days == (SECOND,)


@pytest.mark.parametrize("value", ["2025-01-02", "2025-01-02T06:00:00Z", "20250102", "02.01.2025"])
def test_a_property_tells_the_day(write: Callable[..., Path], value: str) -> None:
    assert _import(write("layer.geojson", polygon(square(30, 50, 1), Date=value))).series.days == (SECOND,)


def test_one_layer_with_a_date_column_is_as_many_days(write: Callable[..., Path]) -> None:
    rows = [polygon(square(30, 50, day), when=f"2025-01-0{day}") for day in (1, 2, 3)]
    done = _import(write("all.geojson", *rows, polygon(square(40, 50, 1), when="2025-01-03")), date_field="when")
    assert [_area(done, day) for day in done.series.days] == pytest.approx([1, 4, 10])


def test_a_property_that_is_not_there_is_named_with_those_that_are(write: Callable[..., Path]) -> None:
    with pytest.raises(InputError, match=r"has no property 'When' \(it has: when\)"):
        _import(write("all.geojson", polygon(square(30, 50, 1), when="2025-01-01")), date_field="When")


def test_classes_are_laid_out_by_the_mapping(write: Callable[..., Path], tmp_path: Path) -> None:
    toml = tmp_path / "classes.toml"
    toml.write_text('field = "status"\n[classes]\noccupied = "red"\ncontested = "contested"\nliberated = ""\n')
    path = write(
        "m_20250101.geojson",
        polygon(square(30, 50, 2), status="occupied"),
        polygon(square(31, 50, 2), status="contested"),
        polygon(square(40, 50, 1), status="liberated"),
    )
    done = _import(path, classes=load_classes(toml))
    ground = ground_on(done.series, FIRST)
    assert ground["red"].area == pytest.approx(4)
    assert ground["contested"].area == pytest.approx(2)  # what the first class covers stays its own
    assert "'contested' cut back" in _sentences(done)
    mapped = control_map(done.series, FIRST)
    assert mapped.doubt is not None
    assert mapped.doubt.equals(ground["contested"])
    assert mapped.areas["blue"].intersection(mapped.doubt).area == pytest.approx(0)


def test_a_class_that_the_mapping_does_not_name_is_refused(write: Callable[..., Path], tmp_path: Path) -> None:
    toml = tmp_path / "classes.toml"
    toml.write_text('field = "status"\n[classes]\noccupied = "red"\n')
    with pytest.raises(InputError, match="has the class 'grey', which the mapping does not name"):
        _import(write("m_20250101.geojson", polygon(square(30, 50, 2), status="grey")), classes=load_classes(toml))


def test_several_classes_without_a_mapping_are_refused(write: Callable[..., Path]) -> None:
    rows = [polygon(square(30 + k, 50, 1), status=name) for k, name in enumerate(("occupied", "liberated"))]
    with pytest.raises(InputError, match=r"several classes .status: 'liberated', 'occupied'.; say whose"):
        _import(write("m_20250101.geojson", *rows))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "is no sound JSON"),
        ('{"type": "FeatureCollection", "features": [', "is no sound JSON"),
        ("[1, 2]", "is JSON but no GeoJSON"),
        ('{"type": "FeatureCollection", "features": 3}', "'features' are no list"),
        ('{"type": "Polygon", "coordinates": [[["a", 2], [1, 2], [2, 2]]]}', "a corner that is no pair of numbers"),
        ('{"type": "Polygon", "coordinates": [[[NaN, 2], [1, 2], [2, 3]]]}', "coordinates that are no numbers"),
        ('{"type": "Polygon", "coordinates": 7}', "whose coordinates are no rings"),
        ('{"type": "MultiPolygon", "coordinates": 7}', "whose coordinates are no rings"),
        ('{"type": ["Polygon"]}', "is JSON but no GeoJSON"),
        ('{"type": "Feature", "geometry": {"type": ["Polygon"]}}', "has no polygon in it"),
        ('{"type": "Feature", "geometry": {"type": "GeometryCollection", "geometries": 5}}', "has no polygon in it"),
        (
            '{"type": "Polygon", "coordinates": [[[1, 2], [3, 2], [3, 3]]], "crs": {"properties": {"name": "X:1"}}}',
            "a projection that nobody knows",
        ),
        ('{"type": "FeatureCollection", "features": []}', "has no polygon in it"),
        ("[" * 100_000, "nested too deep"),
        ("1" * 5000, "is no GeoJSON"),
        ('{"type": "Polygon", "coordinates": [[[1' + "0" * 400 + ", 2], [1, 2], [2, 3]]]}", "no pair of numbers"),
    ],
)
def test_what_is_no_map_is_refused_with_its_file(tmp_path: Path, text: str, sentence: str) -> None:
    path = tmp_path / "m_20250101.geojson"
    path.write_text(text)
    with pytest.raises(InputError, match=sentence) as error:
        _import(path)
    assert str(path) in str(error.value)
    assert list(tmp_path.iterdir()) == [path]


def test_properties_that_are_no_table_say_nothing(tmp_path: Path) -> None:
    path = tmp_path / "m_20250101.geojson"
    path.write_text(json.dumps({**polygon(square(30, 50, 1)), "properties": [1]}))
    assert _area(_import(path)) == pytest.approx(1)


def test_sound_days_are_kept_when_faulty_ones_may_be_left_out(write: Callable[..., Path]) -> None:
    good = write("m_20250101.geojson", polygon(square(30, 50, 1)))
    bad = write("m_20250102.geojson")
    done = _import(good, bad, leave_out_faulty=True)
    assert done.series.days == (FIRST,)
    assert [Path(fault.file).name for fault in done.left_out] == ["m_20250102.geojson"]


def _member(name: str, size: float) -> tuple[str, bytes]:
    return name, json.dumps(polygon(square(30, 50, size))).encode()


@pytest.mark.parametrize("name", ["maps.zip", "maps.tar", "maps.tar.xz", "maps.tgz"])
def test_archives_are_read_without_unpacking(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    members = [_member("in/m_20250101.geojson", 1), _member("in/m_20250102.geojson", 2), ("in/README", b"hello")]
    if name.endswith("zip"):
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
            for member, data in members:
                packed.writestr(member, data)
    else:
        mode = {"maps.tar": "w", "maps.tar.xz": "w:xz", "maps.tgz": "w:gz"}[name]
        with tarfile.open(path, mode) as packed:  # type: ignore[call-overload]
            for member, data in members:
                info = tarfile.TarInfo(member)
                info.size = len(data)
                packed.addfile(info, io.BytesIO(data))
    done = _import(path)
    assert [_area(done, day) for day in (FIRST, SECOND)] == pytest.approx([1, 4])
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted([name, "war.series"])


def test_an_archive_that_points_out_of_itself_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "maps.zip"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr(*_member("../m_20250101.geojson", 1))
    with pytest.raises(InputError, match="a member that points out of it"):
        _import(path)


def test_an_archive_that_unpacks_to_too_much_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources_files, "MAX_FILE_BYTES", 2**20)
    path = tmp_path / "maps.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("m_20250101.geojson", b" " * 2**22)
    assert path.stat().st_size < 2**14
    with pytest.raises(InputError, match="unpacks to more than 1 MB"):
        _import(path)


@pytest.mark.parametrize("name", ["maps.zip", "maps.tar.xz", "maps.tar"])
def test_a_broken_archive_is_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"PK\x03\x04 nothing that anybody could unpack")
    with pytest.raises(InputError, match="is no sound archive"):
        _import(path)


@pytest.mark.parametrize("suffix", ["gpkg", "shp", "kml", "fgb"])
def test_formats_of_a_gis_are_read(tmp_path: Path, suffix: str) -> None:
    geopandas = pytest.importorskip("geopandas")
    frame = geopandas.GeoDataFrame({"name": ["north"]}, geometry=[shapely.box(30, 50, 31, 51)], crs=4326)
    path = tmp_path / f"m_20250101.{suffix}"
    frame.to_file(path)
    assert _area(_import(path)) == pytest.approx(1)


def test_a_layer_in_metres_is_brought_to_degrees(tmp_path: Path) -> None:
    geopandas = pytest.importorskip("geopandas")
    frame = geopandas.GeoDataFrame({"day": ["2025-01-01"]}, geometry=[shapely.box(30, 50, 31, 51)], crs=4326)
    path = tmp_path / "layer.gpkg"
    frame.to_crs(3857).to_file(path)
    assert _area(_import(path)) == pytest.approx(1, abs=1e-5)


def test_a_zipped_shapefile_is_read_in_memory(tmp_path: Path) -> None:
    geopandas = pytest.importorskip("geopandas")
    frame = geopandas.GeoDataFrame({"name": ["n"]}, geometry=[shapely.box(30, 50, 31, 51)], crs=4326)
    folder = tmp_path / "shape"
    folder.mkdir()
    frame.to_file(folder / "m_20250101.shp")
    path = tmp_path / "maps.zip"
    with zipfile.ZipFile(path, "w") as packed:
        for part in folder.iterdir():
            packed.write(part, part.name)
    assert _area(_import(path)) == pytest.approx(1)


def test_what_is_no_series_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "war.series"
    path.write_text("hello")
    with pytest.raises(InputError, match="is no series of maps"):
        open_series(path)
    with pytest.raises(NotFoundError, match="no series at"):
        open_series(tmp_path / "none.series")


def test_a_boundary_given_later_is_kept(write: Callable[..., Path]) -> None:
    path = write("m_20250101.geojson", polygon(square(30, 50, 1)))
    _import(path)
    done = _import(path, boundary=shapely.box(29, 49, 33, 53))
    assert done.added == 0
    assert open_series(path.parent / "war.series").boundary.bounds == (29, 49, 33, 53)


def test_the_other_side_holds_the_rest_of_the_boundary(write: Callable[..., Path]) -> None:
    done = _import(write("m_20250101.geojson", polygon(square(30, 50, 1))), boundary=shapely.box(30, 50, 33, 53))
    areas = control_map(done.series, FIRST).areas
    assert areas["red"].area == pytest.approx(1)
    assert areas["blue"].area == pytest.approx(8)

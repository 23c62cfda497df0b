"""What is wrong with a theatre's folder is said at once, a sentence each, with file, line, remedy and near names."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontline import theatre as room
from frontline._errors import InputError, NotFoundError

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return room.scaffold("fords", tmp_path)


def _faults(folder: Path) -> list[str]:
    return [str(fault) for fault in room.check(folder)]


def _change(folder: Path, file: str, old: str, new: str) -> None:
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")


HEADER = "id,name,lat,lon,kind,aliases,size,people,garrison,note"


@pytest.mark.parametrize(
    ("file", "old", "new", "fault"),
    [
        ("places.csv", "ash-hill,", "millbridge,", "places.csv:4: the id 'millbridge' stands in line 3 already"),
        ("places.csv", "50.20,30.20", "30.20,50.20", "lat 30.2 and lon 50.2 are swapped"),
        ("places.csv", "50.20,30.20", "95,30.20", "places.csv:3: lat 95 is out of range"),
        ("places.csv", "50.20,30.20", "50.20,230", "lon 230 is out of range"),
        ("places.csv", "50.20,30.20", "51.20,30.20", "'Ash Hill' at lat 51.2, lon 30.2 lies outside the boundary"),
        ("places.csv", "50.20,30.20", '"50,20",30.20', "lat '50,20' is no number; write degrees with a point"),
        ("places.csv", "50.20,30.20", "nan,30.20", "lat 'nan' is no number"),
        ("places.csv", ",900,", ",about 900,", "people 'about 900' is no number of people; write digits alone"),
        ("places.csv", ",80,made", ",-80,made", "garrison '-80' is no number of people"),
        ("places.csv", "Hill 214,1,", "Hill 214,9,", "'9' is no size; write 1 (a checkpoint) to 5 (a city)"),
        ("places.csv", "id,name,lat", "id,name,latt", "the column 'lat' is missing"),
        ("places.csv", "kind,aliases", "kind,alises", "no column 'alises' is known; did you mean 'aliases'?"),
        ("places.csv", ",80,made up", ",80,made, up", "places.csv:3: has 11 fields where the header names 10 columns"),
        ("places.csv", HEADER, "id;name;lat;lon", "parted by semicolons"),
        ("places.csv", "Ash Hill", '"Ash "Hill"', "places.csv:3: is no CSV"),
        ("routes.csv", "2,millbridge", "2,milbridge", "unknown place 'milbridge'; did you mean 'millbridge'"),
        ("routes.csv", "3,stone-cross", "third,stone-cross", "routes.csv:4: order 'third' is no number"),
        ("routes.csv", "3,stone-cross", "2,stone-cross", "routes.csv:4: route 'ford-road' has its order 2 in line 3"),
        ("start.csv", "ash-hill,north", "ash-hill,nort", "start.csv:3: no side 'nort'; did you mean 'north'?"),
        ("start.csv", "ash-hill,north", "ash-hil,north", "no place has the id 'ash-hil'; did you mean 'ash-hill'"),
        ("start.csv", "2024-03-01,assumed,who", "01.03.2024,assumed,who", "'01.03.2024' is no date; write a day as"),
        ("start.csv", "2024-03-01,assumed,who", "2024-02-30,assumed,who", "'2024-02-30' is no date of the calendar"),
        ("start.csv", "2024-03-01,assumed,who", "2025-03-01,assumed,who", "is not before the theatre's end 2024-06-01"),
        ("start.csv", "2024-03-01,assumed,who", "2024-03-01,,who", "has no source; name it, or write 'assumed'"),
        ("sources.csv", ",B,,local", ",Z,,local", "sources.csv:2: 'Z' is no grade; write A (reliable)"),
        ("sources.csv", ",D,north,", ",D,norht,", "no side 'norht' to lean to; did you mean 'north'?"),
        ("claims.csv", "gain,north", "gian,north", "claims.csv:3: 'gian' is no kind of claim; did you mean 'gain'"),
        ("claims.csv", "gain,north", "gain,nroth", "no side 'nroth' as actor; did you mean 'north'?"),
        ("claims.csv", "hold,south,,Millbridge", "hold,south,,Millbrigde", "no place or road 'Millbrigde'; did"),
        ("claims.csv", "Millbridge,,2024-04-02", "Millbridge,mill,2024-04-02", "no place has the id 'mill'"),
        ("claims.csv", "millbridge..stone", "ash-hill..stone", "no route goes through both 'ash-hill' and"),
        ("claims.csv", "2024-04-11,day", "2024-04-11,week", "'week' is no precision of a date"),
        ("claims.csv", "2024-04-02", "2024-04-09/2024-04-02", "ends before it starts; put the earlier day first"),
        ("claims.csv", "stood in Millbridge.,first", "stood.,frist", "no report has the id 'frist'; did you"),
        ("claims.csv", ",2024-05-20,,,a month", ",May 20,,,a month", "'May 20' is no date"),
        ("claims.csv", ",2,,by the", ",8,,by the", "'8' is no credibility; write 1 (confirmed)"),
        ("claims.csv", "2024-05-20,,no,", "2024-05-20,,nope,", "factual is 'nope'; write yes or no"),
        ("theatre.toml", "#1b6ca8", "blue", "the side 'north' has 'blue' for a colour; write it as \"#rrggbb\""),
        ("theatre.toml", "rear = [", 'foe = "nobody"\nrear = [', "is to be the id of another, not 'nobody'"),
        ("theatre.toml", '["upper-ford"]', '["uper-ford"]', "the rear 'uper-ford' is no place's id; did you mean"),
        ("theatre.toml", "end = 2024-06-01", "end = 2024-01-01", "end 2024-01-01 is not after start 2024-03-01"),
        ("theatre.toml", "start = 2024-03-01", "start = 2024", "needs 'start' as a day"),
        ("theatre.toml", "start = 2024-03-01", "strat = 2024-03-01", "no setting 'strat' is known; did you"),
        ("theatre.toml", "[30.0, 50.0, 30.6, 50.3]", "[30.6, 50.0, 30.0, 50.3]", "is no box; write [west, south, east"),
        ("theatre.toml", "[30.0, 50.0, 30.6, 50.3]", "[nan, 50.0, 30.6, 50.3]", "is no box; write [west, south, east"),
        ("theatre.toml", "30.6, 50.3]", "1" + "0" * 400 + ", 50.3]", "is no box; write [west, south, east"),
        ("theatre.toml", "# crs = ", 'crs = "\\u0000" #', "is no projection in metres"),
        ("theatre.toml", "[30.0, 50.0, 30.6, 50.3]", "[30.0, 50.0]", "bbox is to be four numbers"),
        ("theatre.toml", 'id = "south"', 'id = "north"', "the side 'north' stands there twice"),
        ("theatre.toml", '"River Battalion"', '"1st Brigade"', "'1st Brigade' names both 'north' and 'south'"),
        ("theatre.toml", "name = ", "name : ", "is no TOML"),
        ("theatre.toml", "# crs = ", "crs = 'EPSG:4326' #", "crs 'EPSG:4326' is no projection in metres"),
        ("reports/first.md", "published: 2024-04-12", "published: last Friday", "first.md:3: 'last Friday' is no date"),
        ("reports/first.md", "published:", "publishd:", "no key 'publishd' is known in front matter; did you"),
        ("reports/first.md", "language: en", "grade: G", "reports/first.md:6: 'G' is no grade"),
        ("reports/first.md", "language: en", "lean: nroth", "no side 'nroth' to lean to; did you mean 'north'?"),
    ],
)  # fmt: skip
def test_a_fault_is_named_with_its_remedy(folder: Path, file: str, old: str, new: str, fault: str) -> None:
    _change(folder, file, old, new)
    assert [found for found in _faults(folder) if fault in found], _faults(folder)


def test_faults_of_several_files_are_told_together(folder: Path) -> None:
    _change(folder, "places.csv", "50.20,30.20", "30.20,50.20")
    _change(folder, "routes.csv", "1,upper-ford", "1,uper-ford")
    _change(folder, "start.csv", "ash-hill,north,2024-03-01", "ash-hill,nort,2024-13-01")
    _change(folder, "claims.csv", "hold,south,,Millbridge", "hodl,south,,Millbrigde")
    files = [found.partition(":")[0] for found in _faults(folder)]
    assert files == ["places.csv", "routes.csv", "start.csv", "start.csv", "claims.csv", "claims.csv"]


def test_loading_raises_all_faults_of_the_theatre(folder: Path) -> None:
    _change(folder, "places.csv", "50.20,30.20", "30.20,50.20")
    _change(folder, "theatre.toml", "#1b6ca8", "blue")
    with pytest.raises(InputError) as raised:
        room.load(folder)
    assert len(raised.value.faults) == 2


def test_a_wrong_encoding_is_named_with_its_byte_and_line(folder: Path) -> None:
    _change(folder, "places.csv", "Ash Hill", "Côte")
    text = (folder / "places.csv").read_text(encoding="utf-8")
    (folder / "places.csv").write_bytes(text.encode("latin-1"))
    assert "places.csv:3: byte 0xF4 at byte 11 of the line is not UTF-8; save the file as UTF-8" in _faults(folder)


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", "is empty; its first line is to name the columns"),
        ("id,name,lat,lon\n".encode("utf-16"), "is UTF-16; save it as UTF-8"),
        (b"id,name\0,lat", "places.csv:1: holds a NUL byte"),
    ],
)
def test_a_file_that_is_no_table_is_refused(folder: Path, content: bytes, fault: str) -> None:
    (folder / "places.csv").write_bytes(content)
    assert any(fault in found for found in _faults(folder))


def test_an_unsound_boundary_is_refused(folder: Path) -> None:
    _change(folder, "theatre.toml", "bbox = [30.0, 50.0, 30.6, 50.3]", 'boundary = "boundary.geojson"')
    boundary = folder / "boundary.geojson"
    for content, fault in (
        ("{", "boundary.geojson:1: is no JSON"),
        ('{"type": "Polygon", "coordinates": [[[30, 50], [31, 51], [31, 50], [30, 51], [30, 50]]]}', "not sound"),
        ('{"type": "Point", "coordinates": [30, 50]}', "has no polygon in it"),
        ('{"type": "Polygon", "coordinates": [[[300, 50], [310, 50], [310, 51], [300, 50]]]}', "are no degrees"),
        ('{"type": "Nonsense"}', "is no GeoJSON"),
        ("[" * 100_000, "boundary.geojson"),
    ):
        boundary.write_text(content, encoding="utf-8")
        assert any(fault in found for found in _faults(folder)), (content[:40], _faults(folder))


def test_a_name_that_several_places_bear_asks_for_an_id(folder: Path) -> None:
    with (folder / "places.csv").open("a", encoding="utf-8") as table:
        table.write("millbridge-2,Millbridge,50.10,30.10,village,,1,,,\n")
    assert any(
        "'Millbridge' may be any of millbridge, millbridge-2; write the one you mean" in f for f in _faults(folder)
    )


def test_two_reports_of_one_id_are_refused(folder: Path) -> None:
    (folder / "reports/second.md").write_text("---\nid: first\n---\nWords.", encoding="utf-8")
    assert _faults(folder) == ["reports/second.md:1: has the id 'first' of reports/first.md; give one another id"]


def test_a_claim_entered_twice_is_refused(folder: Path) -> None:
    lines = (folder / "claims.csv").read_text(encoding="utf-8").splitlines()
    (folder / "claims.csv").write_text("\n".join([*lines, lines[1]]), encoding="utf-8")
    assert _faults(folder) == ["claims.csv:8: says the same as line 2; keep one"]


def test_what_a_fault_quotes_can_be_shown_on_any_terminal(folder: Path) -> None:
    _change(folder, "routes.csv", "2,millbridge", "2,\x1b[2J\u202e" + "x" * 5000)
    (fault, *_) = _faults(folder)
    assert fault.isprintable()
    assert "\\x1b[2J\\u202exxx" in fault
    assert len(fault) < 600


def test_a_missing_theatre_names_near_ones(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match=r"no theatre 'kuwiers'.*did you mean 'kuweires'"):
        room.find("kuwiers")
    with pytest.raises(NotFoundError, match=r"has no theatre\.toml"):
        room.find(tmp_path)


FILES = (
    "theatre.toml",
    "places.csv",
    "routes.csv",
    "start.csv",
    "sources.csv",
    "claims.csv",
    "reports/first.md",
    "b.json",
)


@given(file=st.sampled_from(FILES), garbage=st.binary(max_size=200), at=st.none() | st.integers(0, 2000))
def test_garbage_in_any_file_is_a_fault_and_never_a_crash(
    tmp_path_factory: pytest.TempPathFactory, file: str, garbage: bytes, at: int | None
) -> None:
    folder = room.scaffold("fords", tmp_path_factory.mktemp("any"))
    _change(folder, "theatre.toml", '# water = "water.geojson"', 'water = "b.json"')
    (folder / "b.json").write_text('{"type":"Polygon","coordinates":[[[30,50],[30.1,50],[30.1,50.1],[30,50]]]}')
    before = (folder / file).read_bytes()
    (folder / file).write_bytes(garbage if at is None else before[:at] + garbage + before[at:])
    faults = room.check(folder)
    if faults:
        with pytest.raises(InputError):
            _load_all(folder)
    else:
        _load_all(folder)


def _load_all(folder: Path) -> None:
    theatre = room.load(folder)
    room.load_claims(folder, theatre, room.load_reports(folder, theatre))


@given(rows=st.lists(st.lists(st.text(max_size=12), min_size=4, max_size=6), max_size=8))
def test_any_table_of_places_loads_or_says_why(tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]]) -> None:
    folder = room.scaffold("fords", tmp_path_factory.mktemp("any"))
    lines = [",".join('"' + value.replace('"', '""') + '"' for value in row) for row in rows]
    (folder / "places.csv").write_text("\n".join(["id,name,lat,lon", *lines]), encoding="utf-8")
    assert all(fault.sentence for fault in room.check(folder))

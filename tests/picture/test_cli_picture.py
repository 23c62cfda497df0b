"""`frontline picture` and `frontline history`: the shapes they print, and what they say of what they cannot use."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any, Protocol

import jsonschema
import pytest

from frontline.cli import main

if TYPE_CHECKING:
    from pathlib import Path

THEATRE = """name = "Three [bold]villages[/bold]"
start = 2020-01-01
end = 2020-12-31
bbox = [36.7, 35.9, 37.3, 36.1]

[[sides]]
id = "red"
name = "Red [red]Army"
colour = "#ff0000"
rear = ["ford"]

[[sides]]
id = "blue"
name = "Blue"
colour = "#0000ff"
"""
PLACES = """id,name,lat,lon,kind,aliases
ford,Ford,36.0,36.8,village,
mill,Mill,36.0,37.0,village,
weir,Weir,36.0,37.2,village,
"""
ROUTES = "route,order,place,name\nriver,1,ford,River road\nriver,2,mill,\nriver,3,weir,\n"
STARTS = "place,side,since,source\nford,red,2020-01-01,a map\nmill,red,2020-01-01,a map\nweir,red,2020-01-01,a map\n"
CLAIMS = (
    "kind,actor,target,place,date,text,source\n"
    "gain,blue,red,Mill,2020-03-01,Blue took [link=x]Mill[/link].,Gazette\n"
    "gain,red,blue,Mill,2020-05-01,Red took Mill back.,Gazette\n"
)
DAY = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\d$"}
PICTURE = {
    "type": "object",
    "required": ["date", "sides", "fronts", "salients", "pockets", "routes", "tempo"],
    "properties": {
        "date": DAY,
        "sides": {"additionalProperties": {"required": ["area_km2", "places"]}},
        "fronts": {"items": {"required": ["sides", "length_km"], "properties": {"sides": {"minItems": 2}}}},
        "salients": {
            "items": {
                "required": [
                    *["name", "side", "against", "length_km", "base_km", "neck", "flank_km", "area_km2", "beyond"]
                ],
                "properties": {"neck": {"required": ["width_km", "at", "near"]}},
            }
        },
        "pockets": {"items": {"required": ["name", "side", "by", "places", "area_km2", "since", "days"]}},
        "routes": {
            "minItems": 1,
            "items": {
                "required": ["id", "name", "side", "status", "since", "at"],
                "properties": {"status": {"enum": ["open", "threatened", "contested", "cut"]}},
            },
        },
        "tempo": {"additionalProperties": {"required": ["weeks", "stalls", "phases"]}},
    },
}
HISTORY = {
    "type": "object",
    "required": ["place", "spells", "sieges", "claims"],
    "properties": {
        "spells": {
            "minItems": 3,
            "items": {"required": ["side", "start", "end", "p"], "properties": {"start": DAY}},
        },
        "claims": {"minItems": 2, "items": {"required": ["kind", "quote", "report", "for", "against", "agrees"]}},
    },
}
ROUTE = {
    "type": "object",
    "required": ["route", "sides"],
    "properties": {
        "sides": {
            "minProperties": 1,
            "additionalProperties": {"minItems": 1, "items": {"required": ["status", "start", "end", "at"]}},
        }
    },
}


class Run(Protocol):
    def __call__(self, *words: str) -> tuple[int, str, str]: ...


@pytest.fixture
def theatre(tmp_path: Path) -> str:
    for name, text in {
        "theatre.toml": THEATRE,
        "places.csv": PLACES,
        "routes.csv": ROUTES,
        "start.csv": STARTS,
        "claims.csv": CLAIMS,
    }.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return str(tmp_path)


@pytest.fixture
def frontline(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Return a way to run the command line: its exit code, what it printed, what it said."""

    def run(*words: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["frontline", *words])
        monkeypatch.setenv("COLUMNS", "160")
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        return int(ended.value.code or 0), said.out, said.err

    return run


def _value(run: Run, *words: str) -> Any:  # noqa: ANN401
    code, out, err = run(*words, "--json")
    assert (code, err) == (0, "")
    return json.loads(out)


def test_a_picture_has_the_shape_that_the_design_promises(frontline: Run, theatre: str) -> None:
    jsonschema.validate(_value(frontline, "picture", theatre, "--date", "2020-04-01"), PICTURE)


def test_a_picture_says_where_the_road_is_cut_and_since_when(frontline: Run, theatre: str) -> None:
    picture = _value(frontline, "picture", theatre, "--date", "2020-04-01")
    (red,) = [route for route in picture["routes"] if route["side"] == "red"]
    assert (red["id"], red["status"], red["since"], red["at"]) == ("river", "cut", "2020-03-01", ["Mill"])


def test_what_was_not_known_yet_is_not_in_the_picture(frontline: Run, theatre: str) -> None:
    picture = _value(frontline, "picture", theatre, "--date", "2020-04-01", "--as-known-on", "2020-02-01")
    assert all(route["status"] != "cut" for route in picture["routes"])


def test_the_weeks_of_a_picture_are_as_many_as_are_asked_for(frontline: Run, theatre: str) -> None:
    picture = _value(frontline, "picture", theatre, "--date", "2020-04-01", "--weeks", "3")
    assert [len(tempo["weeks"]) for tempo in picture["tempo"].values()] == [3, 3]


def test_tables_show_names_as_they_are_never_as_markup(frontline: Run, theatre: str) -> None:
    _, out, _ = frontline("picture", theatre, "--date", "2020-04-01")
    assert "Three [bold]villages[/bold]" in out
    assert "Red [red]Army" in out


def test_a_history_has_the_shape_that_the_design_promises(frontline: Run, theatre: str) -> None:
    jsonschema.validate(_value(frontline, "history", theatre, "Mill"), HISTORY)


def test_a_history_tells_who_held_the_place_from_when_to_when(frontline: Run, theatre: str) -> None:
    spells = _value(frontline, "history", theatre, "Mill")["spells"]
    assert [(spell["side"], spell["start"], spell["end"]) for spell in spells] == [
        ("red", "2020-01-01", "2020-03-01"),
        ("blue", "2020-03-01", "2020-05-01"),
        ("red", "2020-05-01", None),
    ]


def test_a_history_takes_a_place_in_another_spelling(frontline: Run, theatre: str) -> None:
    assert _value(frontline, "history", theatre, "al-Mill")["place"] == "Mill"


def test_a_roads_history_has_the_shape_that_the_design_promises(frontline: Run, theatre: str) -> None:
    jsonschema.validate(_value(frontline, "history", theatre, "--route", "river"), ROUTE)


def test_a_road_may_be_named_by_two_of_its_places(frontline: Run, theatre: str) -> None:
    stretch = _value(frontline, "history", theatre, "--route", "Mill–Weir road")
    assert (stretch["id"], stretch["between"]) == ("river", ["mill", "weir"])


def test_a_history_of_some_days_has_only_what_touches_them(frontline: Run, theatre: str) -> None:
    words = ("history", theatre, "--route", "river", "--from", "2020-03-10", "--to", "2020-03-20")
    spells = _value(frontline, *words)["sides"]["red"]
    assert [(spell["status"], spell["start"]) for spell in spells] == [("cut", "2020-03-01")]


def test_a_history_shows_the_claims_in_their_own_words(frontline: Run, theatre: str) -> None:
    _, out, _ = frontline("history", theatre, "Mill")
    assert "Blue took [link=x]Mill[/link]." in out


def test_a_roads_history_is_shown_as_a_strip_and_a_table(frontline: Run, theatre: str) -> None:
    _, out, _ = frontline("history", theatre, "--route", "river")
    assert "×" in out
    assert "2020-03-01" in out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("history", "{}"), "name a place or a --route"),
        (("history", "{}", "Mill", "--route", "river"), "not both"),
        (("history", "{}", "Mill", "--from", "2020-05-01", "--to", "2020-04-01"), "not after"),
        (("history", "{}", "Mill", "--from", "May"), "no day"),
        (("history", "{}", "Nowhereville"), "no place 'Nowhereville'"),
        (("history", "{}", "--route", "Nowhere"), "its routes: river"),
        (("history", "no such folder", "Mill"), "no theatre"),
        (("picture", "{}", "--date", "2020-02-30"), "no day"),
        (("picture", "{}"), "--date"),
        (("picture", "{}", "--date", "2020-12-31"), "from 2020-01-01 up to 2020-12-31"),
        (("picture", "{}", "--date", "2020-02-01", "--scale", "-1"), "--scale"),
    ],
)
def test_what_cannot_be_used_is_told_in_a_sentence_and_nothing_is_printed(
    frontline: Run, theatre: str, words: tuple[str, ...], said: str
) -> None:
    code, out, err = frontline(*(word.format(theatre) for word in words))
    assert (code, out) == (2, "")
    assert said in err

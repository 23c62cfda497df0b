"""`frontline decide`: an analyst's word on a claim, kept with who, when and why."""

from __future__ import annotations

import json
from importlib import import_module
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from click import UsageError
from click.testing import CliRunner

from frontline._errors import InputError, NotFoundError
from frontline.cli._record import open_record

if TYPE_CHECKING:
    from pathlib import Path

TOML = """
name = "A small war"
start = 2015-01-01
end = 2016-01-01
bbox = [37.0, 35.0, 38.0, 37.0]
sides = [
  { id = "army", name = "Army", colour = "#c00000", aliases = ["the army"] },
  { id = "rebels", name = "Rebels", colour = "#00a000", aliases = ["the rebels"] },
]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "small"
    (folder / "reports").mkdir(parents=True)
    (folder / "theatre.toml").write_text(TOML)
    (folder / "places.csv").write_text("id,name,lat,lon\nalpha,Alpha,36.0,37.5\nbeta,Beta,36.1,37.6\n")
    (folder / "claims.csv").write_text(
        "date,kind,actor,target,place,text,source\n2015-11-10,gain,army,,Alpha,taken,Courier\n"
    )
    run("add", folder)
    return folder


def run(command: str, *words: object) -> Any:  # noqa: ANN401
    module = import_module(f"frontline.cli.{command}")
    arguments = [*map(str, words), "--who", "anna", "--json"]
    return json.loads(
        CliRunner().invoke(module.command, arguments, standalone_mode=False, catch_exceptions=False).stdout
    )


def claim_id(folder: Path) -> str:
    return open_record(folder)[1].claims[0].id


def test_a_rejected_claim_leaves_the_record_until_that_is_undone(folder: Path) -> None:
    id_ = claim_id(folder)
    (line,) = run("decide", folder, id_[:6], "rejected", "--reason", "a plan")
    assert (line["who"], line["what"], line["reason"]) == ("anna", f"rejected {id_}", "a plan")
    assert open_record(folder)[1].claims == ()
    run("decide", folder, id_, "undo")
    assert claim_id(folder) == id_


def test_an_amended_claim_differs_in_what_was_said_and_in_nothing_else(folder: Path) -> None:
    before = open_record(folder)[1].claims[0]
    run(
        "decide",
        folder,
        before.id,
        "amended",
        "--kind",
        "advance",
        "--place",
        "beta",
        "--not-factual",
        "--date",
        "2015-11",
    )
    after = open_record(folder)[1].claims[0]
    assert (after.kind, after.place_id, after.lat, after.factual) == ("advance", "beta", 36.1, False)
    assert after.when is not None
    assert after.when.days == 30
    assert (after.id, after.actor, after.quote, after.report) == (before.id, before.actor, before.quote, before.report)


def test_the_journal_tells_all_that_was_entered(folder: Path) -> None:
    run("decide", folder, claim_id(folder), "accepted")
    assert [line["what"].split()[0] for line in run("decide", folder)] == ["add", "accepted"]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["zzz", "rejected"], "no claim 'zzz'"),
        (["", "rejected", "--kind", "hold"], "--kind is for the decision amended"),
        ([""], "say what is decided"),
        (["", "amended"], "amended to what"),
        (["", "amended", "--actor", "navy"], "no side 'navy'"),
        (["", "amended", "--place", "Omega"], "no place 'Omega'"),
        (["", "amended", "--date", "soon"], "'soon' is no date"),
        (["", "undo"], "nothing to undo"),
    ],
)
def test_what_cannot_be_decided_is_explained(folder: Path, words: list[str], sentence: str) -> None:
    words = [words[0] or claim_id(folder), *words[1:]]
    with pytest.raises((InputError, NotFoundError, UsageError)) as told:
        run("decide", folder, *words)
    assert sentence in getattr(told.value, "message", str(told.value))
    assert len(open_record(folder)[1].claims) == 1


def test_a_beginning_that_several_claims_share_is_not_guessed_at(folder: Path) -> None:
    with (folder / "claims.csv").open("a") as file:
        file.writelines(f"2015-11-{day},gain,army,,Alpha,taken,Courier\n" for day in range(11, 29))
    run("add", folder)
    ids = sorted(claim.id for claim in open_record(folder)[1].claims)
    shared = next(one[:1] for one, other in pairwise(ids) if one[0] == other[0])
    with pytest.raises(InputError, match=f"'{shared}' may be any of"):
        run("decide", folder, shared, "rejected")


def test_a_theatre_without_a_ledger_has_nothing_to_decide_on() -> None:
    with pytest.raises(NotFoundError, match="'kuweires' has no ledger yet; `frontline add kuweires`"):
        run("decide", "kuweires", "abc", "rejected")

"""`frontline check` on the example theatre: a report of our own, and the model case."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

# The model case in our own words, with a capture that nobody saw and a figure that is wrong.
REPORT = """\
The Syrian army broke the siege of Kuweires airbase on 10 November 2015. The garrison had been cut off for more than
two years. On 9 November 2015 the army captured Sheikh Ahmad after weeks of fighting, and it took only two days to
reach Kuweires Sharqi. <script>alert(1)</script>

On 10 November 2015 ISIS captured Safira. The siege of Kuweires airbase had lasted six months.
"""


def run(*args: str) -> subprocess.CompletedProcess[str]:
    words = [sys.executable, "-c", "from frontline.cli import main; main()", "check", *args]
    return subprocess.run(words, capture_output=True, text=True, check=False, timeout=120)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Any], Path]:
    """Check the report once, with --json and --out."""
    folder = tmp_path_factory.mktemp("check")
    file = folder / "report.txt"
    file.write_text(REPORT, encoding="utf-8")
    out = folder / "out"
    done = run(
        str(file), "--theatre", "kuweires", "--date", "2015-11-11", "--source", "me", "--out", str(out), "--json"
    )
    assert done.returncode == 0, done.stderr
    value: dict[str, Any] = json.loads(done.stdout)
    return value, out


def _verdicts(value: dict[str, Any], kind: str, place: str) -> set[str]:
    return {
        one["verdict"]
        for one in value["statements"]
        if (one["claim"]["kind"], one["claim"]["place_id"]) == (kind, place) and one["claim"]["factual"]
    }


def test_each_claim_has_the_verdict_of_the_record(written: tuple[dict[str, Any], Path]) -> None:
    value, _ = written
    assert _verdicts(value, "relieve", "kuweires-airbase") == {"supported"}
    assert _verdicts(value, "gain", "sheikh-ahmad") == {"supported"}
    assert "supported" not in _verdicts(value, "gain", "safira")


def test_each_figure_is_held_to_the_record(written: tuple[dict[str, Any], Path]) -> None:
    value, _ = written
    found = {one["quote"].replace("\n", " "): one for one in value["figures"]}
    assert {quote: one["verdict"] for quote, one in found.items()} == {
        "more than two years": "supported",
        "weeks": "supported",
        "only two days": "supported",
        "six months": "contradicted",
    }
    assert 1000 < found["more than two years"]["computed_days"] < 1150


def test_the_shape_is_the_documented_one(written: tuple[dict[str, Any], Path]) -> None:
    value, _ = written
    for one in value["statements"]:
        assert {"quote", "claim", "verdict", "p_before", "evidence"} <= one.keys()
        for each in one["evidence"]:
            assert {"report", "source", "date", "quote", "for"} <= each.keys()
            assert each["source"] != "me"
    for one in value["figures"]:
        assert {"quote", "stated_days", "computed_days", "verdict"} <= one.keys()


def test_the_page_stands_alone_and_the_report_is_shown_as_text(written: tuple[dict[str, Any], Path]) -> None:
    _, out = written
    page = (out / "check.html").read_text(encoding="utf-8")
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert 'src="http' not in page
    assert (out / "check.md").read_text(encoding="utf-8").startswith("# Checked")
    assert json.loads((out / "check.json").read_text(encoding="utf-8")) == written[0]


def test_what_cannot_be_read_is_said_in_a_sentence(tmp_path: Path) -> None:
    file = tmp_path / "report.bin"
    file.write_bytes(b"\0\xff\xfe" * 50)
    done = run(str(file), "--theatre", "kuweires")
    assert (done.returncode, done.stdout) == (2, "")
    assert "report.bin" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_model_case_is_borne_out_by_the_record(shared: Path) -> None:
    file = shared / "seed" / "kuweires-2015-11-11.txt"
    done = run(str(file), "--theatre", "kuweires", "--date", "2015-11-11", "--json")
    value = json.loads(done.stdout)
    assert "supported" in _verdicts(value, "relieve", "kuweires-airbase")
    assert _verdicts(value, "repel", "khanaser") == {"supported"}
    figures = {one["quote"]: (one["verdict"], one["computed_days"]) for one in value["figures"]}
    assert figures["more than 2 years"][0] == "supported"
    assert 1000 < figures["more than 2 years"][1] < 1150
    assert figures["approximately one month"][0] == "supported"
    assert 24 <= figures["approximately one month"][1] <= 35
    assert figures["weeks"] == ("supported", 19)
    assert figures["only 2 days"][0] == "supported"
    assert "contradicted" not in {one["verdict"] for one in value["statements"]}

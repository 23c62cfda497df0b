"""Reports are hostile text: whatever comes, a result or a sentence, never a traceback, and no time without bound."""

from __future__ import annotations

import json
import random
from importlib import import_module
from itertools import product
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from frontline._errors import InputError
from frontline.cli.read import command
from frontline.reading import load_war, read, read_stream
from frontline.reading.read import _Reader

if TYPE_CHECKING:
    from pathlib import Path

SYRIA = load_war("syria")
STORY = "On 5 March 2016, the army captured Tal Rasm from ISIL. The next day, ISIL recaptured the village. "

NASTY = {
    "ten thousand brackets": "(" * 10_000 + " the army captured Tal Rasm " + ")" * 10_000,
    "brackets that never close": "The army captured Tal Rasm (" * 2_000,
    "square brackets": "[" * 10_000,
    "one word": "a" * 200_000,
    "one capital word": "A" * 200_000,
    "hyphens": "al-" * 20_000,
    "apostrophes": "'" * 20_000,
    "quotes": '"' * 20_000,
    "commas": "Tal Rasm, " * 5_000,
    "ands": "the army and " * 5_000,
    "of of of": "the village of " * 5_000,
    "to to to": "to " * 20_000,
    "which which": "which " * 20_000,
    "captured": "captured " * 10_000,
    "digits": "1" * 100_000,
    "dates": "5 March " * 5_000,
    "numbers": "5 and 6 and 7 and " * 5_000,
    "full stops": "." * 50_000,
    "blanks": " " * 200_000,
    "lines": "\n" * 50_000,
    "tags": "<" * 20_000,
    "markup": "**_`~|" * 10_000,
    "links": "https://" * 5_000,
    "pictures": ".png large" * 5_000,
    "right to left": "\u202e\u200f" * 10_000 + STORY,
    "invisible": "\u200b" * 20_000 + STORY,
    "combining": "e\u0301" * 20_000,
    "emoji": "🔥" * 20_000,
    "nulls": "\0" * 1_000,
    "surrogate escapes": "\ud800 the army captured Tal Rasm.",
    "Arabic": "سيطر الجيش على تل رسم. " * 500,
    "Cyrillic": "Армия заняла Тель-Расм. " * 500,
    "commands": "Ignore the above. $(rm -rf /) `id` ; DROP TABLE claims; <script>alert(1)</script>",
    "no full stop": "the army captured Tal Rasm and then " * 5_000,
    "nested brackets": "(the army captured Tal Rasm [" * 3_000,
    "tags that never close": "<the army " * 5_000,
    "combining marks by the thousand": "The army captured Tal" + "\u0301\u0323" * 20_000 + " Rasm.",
    "right-to-left marks everywhere": "".join(f"{letter}\u200f" for letter in STORY * 20),
    "words of a thousand letters": ("Tal" + "x" * 1_000 + " ") * 100,
    "a headline without end": "THE ARMY CAPTURED TAL RASM AND " * 2_000,
    "semicolons": "Tal Rasm; " * 5_000,
    "dashes": "Tal Rasm – " * 5_000,
    "a list of a thousand places": "The army captured " + ", ".join(f"Tal {n} Rasm" for n in range(1_000)) + ".",
    "lone surrogates": "The army \udc80captured Tal\udfff Rasm. " * 500,
    "digits of another script": "The army captured Tal Rasm on ٥ March ٢٠١٦ and ²³ March. " * 200,
}


@pytest.mark.parametrize("text", NASTY.values(), ids=NASTY.keys())
def test_a_nasty_text_gives_claims_that_quote_it(text: str) -> None:
    assert all(claim.quote == text[claim.start : claim.end] for claim in read(text, SYRIA))


@pytest.mark.parametrize("text", NASTY.values(), ids=NASTY.keys())
def test_a_nasty_text_is_read_the_same_in_a_stream(text: str) -> None:
    claims = list(read_stream((text[i : i + 4_999] for i in range(0, len(text), 4_999)), SYRIA, block=20_000))
    assert all(claim.quote == text[claim.start : claim.end] for claim in claims)


WAR = [
    "The army captured ", "Tal Rasm", " from ISIL", " on 5 March 2016", " the next day", ". ", ", ", "\n\n", " (", ") ",
]  # fmt: skip
DIRT = [
    "\u200f", "\u202e", "\u0301", "\0", "\ud800", "[", "<b>", "“", "’s", "…", "- ", "x.png", "http://a/", "٣", "№", "#",
]  # fmt: skip


@given(st.lists(st.sampled_from([*WAR, *DIRT]), max_size=60).map("".join), st.integers(20, 400))
def test_war_in_dirt_is_read_whole_and_in_a_stream(text: str, block: int) -> None:
    for claims in (read(text, SYRIA), list(read_stream(iter([text]), SYRIA, block=block))):
        assert all(claim.quote == text[claim.start : claim.end] and claim.place for claim in claims)


@given(st.text(max_size=200), st.binary(max_size=60))
def test_any_bytes_are_read_or_refused_in_a_sentence(text: str, dirt: bytes) -> None:
    content = STORY.encode() + text.encode("utf-8", "replace") + dirt
    result = CliRunner().invoke(command, ["-", "--war", "syria", "--format", "jsonl"], input=content)
    assert result.exception is None or isinstance(result.exception, InputError)


def test_what_is_remembered_of_a_stream_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("read", "claims.discourse"):
        monkeypatch.setattr(import_module(f"frontline.reading.{module}"), "_MOST", 100)
    reader = _Reader(SYRIA, None)
    names = ["".join(pair) for pair in product("BDGKLMNRST", "aeiou", "bdgklmnrst", "aeiou", "n")]
    for start in range(0, len(names), 500):
        text = " ".join(f"The army captured {name} from ISIL." for name in names[start : start + 500])
        assert len(list(reader.feed(text))) == 500
    kept = (reader.spelt, reader.talk.seen, reader.talk.holder)
    assert all(len(names) <= 700 for names in kept)


@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    assert all(claim.quote == text[claim.start : claim.end] for claim in read(text, SYRIA))


@given(st.integers(0, 10_000), st.integers(5, 60))
def test_any_order_of_the_words_of_war_is_read(seed: int, count: int) -> None:
    bag = """
        the a of in to by from and , . ; ( ) : - after which that who was had been not captured captures
        capturing attack attacks repelled control siege road army ISIL rebels rebel-held Tal Rasm Umm Zahra
        town village villages north km within 5 March 2016 next day they it its their including both part
        most were managed attempt offensive 'Abbud said under fell lost
    """.split()  # noqa: SIM905  (a list would hide the words among quotes)
    text = " ".join(random.Random(seed).choices(bag, k=count))  # noqa: S311
    for claim in read(text, SYRIA):
        assert claim.quote == text[claim.start : claim.end]
        assert claim.place
        assert claim.actor in {None, *SYRIA.sides}


def test_a_stream_is_read_as_the_whole_is() -> None:
    text = STORY * 400
    whole = [(claim.start, claim.end, claim.kind, claim.place) for claim in read(text, SYRIA)]
    pieces = (text[i : i + 997] for i in range(0, len(text), 997))
    streamed = [(claim.start, claim.end, claim.kind, claim.place) for claim in read_stream(pieces, SYRIA, block=5_000)]
    assert streamed == whole


def test_a_line_without_end_is_read_in_pieces() -> None:
    text = "the army captured Tal Rasm and " * 5_000
    claims = list(read_stream(iter([text]), SYRIA, block=4_000))
    assert claims
    assert all(claim.quote == text[claim.start : claim.end] for claim in claims)


# ---------------------------------------------------------------- the command


def run(*args: str, text: str | None = None) -> tuple[int, str, str, BaseException | None]:
    result = CliRunner().invoke(command, list(args), input=text)
    return result.exit_code, result.stdout, result.stderr, result.exception


def test_the_command_prints_a_claim_a_line_with_all_keys() -> None:
    code, out, _, _ = run("-", "--war", "syria", "--date", "2016-03-07", "--format", "jsonl", text=STORY)
    rows = [json.loads(line) for line in out.splitlines()]
    assert code == 0
    assert [(row["kind"], row["actor"], row["place"], row["date"], row["date_end"]) for row in rows] == [
        ("gain", "government", "Tal Rasm", "2016-03-05", "2016-03-06"),
        ("gain", "isil", "Tal Rasm", "2016-03-06", "2016-03-07"),
    ]
    wanted = "kind actor target place place_id lat lon date date_end factual start end quote reader credibility"
    assert set(wanted.split()) <= set(rows[0])
    assert all(STORY[row["start"] : row["end"]] == row["quote"] for row in rows)


def test_front_matter_tells_day_source_and_title_and_claims_nothing() -> None:
    front = "---\ntitle: ISIL captured Umm Zahra\npublished: 2016-03-09\nsource: The Herald\n---\n"
    text = front + "The army took Tal Rasm on Monday."
    code, out, _, _ = run("-", "--war", "syria", "--json", text=text)
    rows = json.loads(out)
    assert code == 0
    assert [(row["place"], row["date"], row["report"]) for row in rows] == [("Tal Rasm", "2016-03-07", "The Herald")]
    assert text[rows[0]["start"] : rows[0]["end"]] == rows[0]["quote"]


def test_a_heading_tells_whose_deeds_they_are() -> None:
    _, headed, _, _ = run("-", "--war", "syria", "--json", text="# The army moves on\n\nTal Rasm was captured.")
    _, bare, _, _ = run("-", "--war", "syria", "--json", text="Tal Rasm was captured.")
    assert [row["actor"] for row in json.loads(headed)] == ["government"]
    assert [row["actor"] for row in json.loads(bare)] == [None]


def test_front_matter_that_is_wrong_is_refused_in_a_sentence() -> None:
    _, _, _, error = run("-", "--war", "syria", text="---\npublished: soon\n---\nThe army took Tal Rasm.")
    assert isinstance(error, InputError)


def test_without_a_war_the_text_decides_and_the_command_says_so() -> None:
    code, out, err, _ = run("-", "--json", text="Russian forces captured Bakhmut. Ukrainian troops left Soledar.")
    assert code == 0
    assert [row["actor"] for row in json.loads(out)] == ["russia", "ukraine"]
    assert "ukraine" in err


def test_a_table_shows_the_words_as_they_are() -> None:
    code, out, _, _ = run("-", "--war", "syria", "--format", "table", text="ISIL took Umm [b]Zahra[/b] and Tal Rasm.")
    assert code == 0
    assert "[b]Zahra" in out


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "PNG|binary|no UTF-8"),
        (b"GIF89a\0\0\0", "binary"),
        ("Das Heer nahm Köln ein.".encode("latin-1"), "no UTF-8 at byte 15.*iconv"),
        (b"The army captured Tal Rasm." * 10_000 + b"\xff", "no UTF-8 at byte 270000"),
    ],
)
def test_what_is_no_text_is_refused_in_a_sentence(tmp_path: Path, content: bytes, says: str) -> None:
    file = tmp_path / "report.txt"
    file.write_bytes(content)
    _, _, _, error = run(str(file), "--war", "syria", "--format", "jsonl")
    assert isinstance(error, InputError)
    with pytest.raises(InputError, match=says):
        raise error


def test_a_file_that_is_not_there_is_refused_in_a_sentence(tmp_path: Path) -> None:
    _, _, _, error = run(str(tmp_path / "none.txt"), "--war", "syria")
    assert isinstance(error, InputError)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_says_the_encoding(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "report.txt"
    file.write_text(STORY, encoding=encoding)
    code, out, _, _ = run(str(file), "--war", "syria", "--json")
    assert (code, len(json.loads(out))) == (0, 2)

"""The page stands alone, trusts no word of a report, and leads from every sentence to its sources."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontline.briefing import page, sections
from frontline.briefing.outline import Section, Sentence
from frontline.model import Claim, Report

if TYPE_CHECKING:
    from frontline.briefing import Situation

_DRAWN = {"day": [('<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>', "A map <of> it")]}


class _Page(HTMLParser):
    """Collects what matters of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.sentences: list[list[str]] = []
        self._open = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.tags.append((tag, values))
        if tag == "span":
            self._open += 1
            if values.get("class") == "sentence":
                self.sentences.append([])
        elif tag == "a" and self._open and self.sentences:
            self.sentences[-1].append(values.get("href") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "span":
            self._open -= 1


@pytest.fixture(scope="module")
def written(situation: Situation) -> str:
    return page.html(
        "The <river> war", "as told", sections(situation), reports=situation.record.reports, figures=_DRAWN
    )


@pytest.fixture(scope="module")
def parsed(written: str) -> _Page:
    parser = _Page()
    parser.feed(written)
    return parser


def test_no_script_of_a_report_gets_into_the_page(written: str, parsed: _Page) -> None:
    assert "script" not in {tag for tag, _ in parsed.tags}
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in written


def test_no_link_leads_anywhere_but_the_web_and_the_page_itself(parsed: _Page) -> None:
    links = [values["href"] for tag, values in parsed.tags if tag == "a"]
    assert links
    assert all(link is not None and re.match(r"https?://|#n\d+\Z", link) for link in links)


def test_nothing_is_fetched_and_nothing_runs(parsed: _Page) -> None:
    policy = next(values["content"] for tag, values in parsed.tags if values.get("http-equiv"))
    assert policy is not None
    assert policy.startswith("default-src 'none'")
    assert "script-src" not in policy
    assert not [tag for tag, values in parsed.tags if "src" in values or tag in {"link", "iframe", "object", "form"}]
    assert not [name for _, values in parsed.tags for name in values if name.startswith("on")]


def test_every_footnote_leads_to_a_source_that_stands_there(parsed: _Page) -> None:
    targets = {values["id"] for tag, values in parsed.tags if tag == "li"}
    cited = {values["href"] for tag, values in parsed.tags if tag == "a" and (values["href"] or "").startswith("#")}
    assert cited
    assert cited == {f"#{target}" for target in targets}


def test_every_sentence_has_a_footnote(situation: Situation, parsed: _Page) -> None:
    told = [sentence for section in sections(situation) for sentence in section.sentences]
    assert len(parsed.sentences) == len(told)
    assert all(parsed.sentences)


def test_a_source_is_given_with_its_grade_day_and_words(written: str) -> None:
    assert 'The Gazette, <span class="grade">grade B</span>, 18 May 2031: <q>relieve of fort</q>' in written
    assert '<a href="https://gazette.example/1" rel="noopener noreferrer">gazette.example/1</a>' in written


@given(st.text(max_size=60))
def test_whatever_a_report_says_is_text_and_nothing_else(words: str) -> None:
    claim = Claim("gain", None, None, "", quote=words, report="r")
    report = Report("r", words, words, words, url=words)
    section = Section("day", words, ((Sentence(words, (claim,)),),))
    told = page.html(words, words, [section], reports={"r": report}, figures={})
    plain = page.html("", "", [Section("day", "", ((Sentence("", (claim,)),),))], reports={}, figures={})
    seen, expected = _Page(), _Page()
    seen.feed(told)
    expected.feed(plain)
    tags = [tag for tag, _ in seen.tags if tag not in {"a", "span"}]
    assert tags == [tag for tag, _ in expected.tags if tag not in {"a", "span"}]


def test_markdown_of_a_report_stays_words(situation: Situation) -> None:
    told = page.markdown("War", "told", sections(situation), reports=situation.record.reports, figures={})
    assert "<script" not in told.replace("\\<script", "")
    assert "[x](javascript" not in told
    assert "\\[x\\](javascript:alert(1))" in told
    assert "\\`=1+1\\`" in told or "\\`=1+1" in told


def test_every_footnote_of_the_markdown_is_there(situation: Situation) -> None:
    told = page.markdown("War", "told", sections(situation), reports=situation.record.reports, figures={})
    cited = set(re.findall(r"(?<!\n)\[\^(\d+)\]", told))
    given = set(re.findall(r"^\[\^(\d+)\]: ", told, re.MULTILINE))
    assert cited == given != set()


@pytest.mark.parametrize("line", ["- a list", "1. a list", "# a heading", "> a quote", "| a | table", "=== rule"])
def test_a_line_that_looks_like_markdown_is_escaped(line: str) -> None:
    assert page.escaped_markdown(line) != line
    assert page.escaped_markdown(line).replace("\\", "") == line

"""Work that takes longer than an answer may: done once for all who ask, one at a time, and what is unwanted dropped."""

from __future__ import annotations

from threading import Event

import pytest

pytest.importorskip("fastapi", reason="the desk needs the extra `web`: pip install -e '.[web]'")

from frontline.web.slow import Slow, Working


def test_work_that_is_done_in_time_is_answered_at_once() -> None:
    assert Slow(patience=30).ask("a", lambda: 7) == 7


def test_work_that_takes_long_is_under_way_until_it_is_done_and_is_done_once() -> None:
    go, done, made = Event(), Event(), []

    def work() -> str:
        go.wait(30)
        made.append(1)
        done.set()
        return "made"

    slow = Slow(patience=0)
    assert isinstance(slow.ask("a", work), Working)
    assert isinstance(slow.ask("a", work), Working)
    go.set()
    done.wait(30)
    slow.patience = 30
    assert slow.ask("a", work) == "made"
    assert made == [1]


def test_what_waits_is_dropped_for_what_was_asked_for_since() -> None:
    go, begun, made = Event(), Event(), []

    def first() -> str:
        begun.set()
        go.wait(30)
        return "first"

    def other(name: str) -> str:
        made.append(name)
        return name

    slow = Slow(patience=0)
    slow.ask("first", first)
    begun.wait(30)
    slow.ask("second", lambda: other("second"))
    slow.ask("third", lambda: other("third"))
    go.set()
    slow.patience = 30
    assert slow.ask("third", lambda: other("third")) == "third"
    assert slow.ask("first", first) == "first"
    assert made == ["third"]


def test_an_error_is_told_to_who_asks_and_not_kept() -> None:
    def broken() -> None:
        raise ValueError("no")

    slow = Slow(patience=30)
    with pytest.raises(ValueError, match="no"):
        slow.ask("a", broken)
    assert slow.ask("a", lambda: 1) == 1

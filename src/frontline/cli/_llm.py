"""The options of the second reader, and the user's word before anything is sent."""

from __future__ import annotations

__all__ = ["llm_options", "read_by_model", "reader_name", "second_reader", "tell"]

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from frontline._errors import InputError, ServiceError
from frontline.model import Report, Span

from ._record import day_of
from ._show import say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date

    from frontline.model import Claim
    from frontline.reading.llm import ModelReading
    from frontline.reading.service import Price

    Asked = Callable[[Report], ModelReading]

_OPTIONS = (
    click.option(
        "--base-url", "llm_base_url", metavar="URL", help="llm: the service's address, such as https://host/v1."
    ),
    click.option("--model", "llm_model", metavar="NAME", help="llm: the model to ask for."),
    click.option("--price", "llm_price", metavar="IN/OUT", help="llm: what a million tokens cost, read and written."),
    click.option("--max-cost", "llm_max_cost", type=click.FloatRange(min=0), help="llm: stop when so much is spent."),
    click.option(
        "--max-reports",
        "llm_max_reports",
        type=click.IntRange(1),
        default=200,
        help="llm: most reports to send at once.",
    ),
    click.option(
        "--max-tokens", "llm_max_tokens", type=click.IntRange(256), default=4096, help="llm: longest answer to a piece."
    ),
    click.option(
        "--timeout", "llm_timeout", type=click.FloatRange(1), default=120.0, help="llm: seconds to wait for an answer."
    ),
    click.option("--yes", "llm_yes", is_flag=True, help="llm: send without asking."),
)


def llm_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the second reader's options; they come as keywords that begin with `llm_`."""
    for option in reversed(_OPTIONS):
        function = option(function)
    return function


@contextmanager
def second_reader(
    asked: Mapping[str, Any],
    reports: Sequence[Report],
    tools: Mapping[str, Any],
) -> Iterator[Asked]:
    """Yield a reader of reports that asks the model, once the user has agreed to send these; then tell what it cost.

    `tools` are the war, and index and routes if there are any, as `read` takes them.
    """
    from frontline.reading.llm import read_with_model  # noqa: PLC0415
    from frontline.reading.service import connect  # noqa: PLC0415

    if not asked["llm_base_url"] or not asked["llm_model"]:
        raise click.UsageError("the reader llm needs --base-url and --model")
    if len(reports) > asked["llm_max_reports"]:
        raise InputError(
            f"{len(reports)} reports are more than --max-reports {asked['llm_max_reports']}; nothing was sent"
        )
    service = connect(
        asked["llm_base_url"],
        asked["llm_model"],
        price=_price(asked["llm_price"]),
        max_cost=asked["llm_max_cost"],
        max_tokens=asked["llm_max_tokens"],
        timeout_s=asked["llm_timeout"],
    )

    def read(report: Report) -> ModelReading:
        return read_with_model(
            report.text, ask=service.ask, reader=reader_name(asked), day=day_of(report), report=report.id, **tools
        )

    with service:
        if reports:
            _agree(asked, reports)
        try:
            yield read
        finally:
            spent = service.spent
            if spent.calls:
                cost = "" if spent.cost is None else f", cost {spent.cost:.4f}"
                about = " (estimated)" if spent.estimated else ""
                tokens = f"{spent.tokens_read} tokens read, {spent.tokens_written} written{about}"
                say(f"{asked['llm_model']}: {spent.calls} requests, {tokens}{cost}")


def read_by_model(
    asked: Mapping[str, Any], text: str, day: date | None, source: str, tools: Mapping[str, Any]
) -> list[Claim]:
    """Return what the model reads in one text, once the user agrees to send it; ServiceError where it does not."""
    report = Report(source, source, text, source, published=Span.day(day) if day else None)
    with second_reader(asked, [report], tools) as read:
        found = read(report)
    tell(source or "the text", found)
    if found.unread:
        raise ServiceError(f"the model did not read the text whole: {found.unread[0]}")
    return list(found.claims)


def reader_name(asked: Mapping[str, Any]) -> str:
    """Return the reader's name in the claims."""
    return f"llm:{asked['llm_model']}"


def tell(report: str, reading: ModelReading) -> None:
    """Say what of a model's reading was not taken."""
    if reading.dropped:
        reasons = ", ".join(f"{count}: {reason}" for reason, count in reading.dropped.items())
        say(f"{report}: {sum(reading.dropped.values())} proposals dropped ({reasons})")
    if reading.addressed:
        say(
            f"{report}: {reading.addressed} paragraphs speak to the reader instead of about the war; they were not sent"
        )
    for why in dict.fromkeys(reading.unread):
        say(f"{report}: not read whole: {why}")


def _agree(asked: Mapping[str, Any], reports: Sequence[Report]) -> None:
    characters = sum(len(report.text) for report in reports)
    what = f"{len(reports)} report{'s' * (len(reports) != 1)} ({characters:,} characters)"
    what += f" to {asked['llm_base_url']} (model {asked['llm_model']})"
    if asked["llm_yes"]:
        say(f"sending {what}")
    elif not _is_terminal():
        raise InputError(f"nothing was sent; say --yes to send {what}")
    elif not click.confirm(f"Send {what}?", err=True):
        raise InputError("nothing was sent")


def _is_terminal() -> bool:
    return sys.stdin.isatty()


def _price(text: str | None) -> Price | None:
    from frontline.reading.service import Price  # noqa: PLC0415

    if text is None:
        return None
    try:
        read, written = map(float, text.split("/"))
    except ValueError:
        read = written = -1.0
    if not (0 <= read < 1e6 and 0 <= written < 1e6):
        raise click.BadParameter(
            f"'{text}' is no price; write what a million tokens cost, as 0.15/0.60", param_hint="--price"
        )
    return Price(read, written)

"""A language model's service, as it is asked over HTTP: patience, limits, and what it has cost.

Any service that speaks the OpenAI protocol's chat completions will do. Nothing is sent before `Service.ask` is called.
"""

from __future__ import annotations

__all__ = ["KEY", "Answer", "Price", "Service", "Spent", "connect"]

import os
import time
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any, NamedTuple, Self
from urllib.parse import urlsplit

from frontline._errors import InputError, MissingExtraError, ServiceError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import httpx

KEY = "FRONTLINE_LLM_KEY"  # the only place that the key is taken from

_LARGEST_ANSWER = 4_000_000  # bytes
_LONGEST_WAIT_S = 60.0  # between two attempts, whatever the service asks for
_PASSING = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 520, 529})


class Price(NamedTuple):
    """What a million tokens cost, read and written, in any one currency."""

    read: float
    written: float


@dataclass(slots=True)
class Spent:
    """What the service was asked for so far. `cost` is None where no price is known.

    `estimated` says that the service did not tell all its tokens: a third of the characters was counted for them.
    """

    calls: int = 0
    tokens_read: int = 0
    tokens_written: int = 0
    price: Price | None = None
    estimated: bool = False

    @property
    def cost(self) -> float | None:
        """Tokens times their price."""
        if self.price is None:
            return None
        return (self.tokens_read * self.price.read + self.tokens_written * self.price.written) / 1e6


class Answer(NamedTuple):
    """What the model answered: its text ("" where it refused, which `refusal` then says); `cut` if it broke off."""

    text: str
    refusal: str = ""
    cut: bool = False


@dataclass(slots=True)
class Service:
    """An address, a model, and how far one is ready to go; closes at the end of a `with`."""

    address: str
    model: str
    client: httpx.Client
    timeout_s: float
    attempts: int
    max_tokens: int
    max_cost: float | None
    pause: Callable[[float], None]
    spent: Spent = field(default_factory=Spent)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.client.close()

    def ask(self, messages: Sequence[Mapping[str, str]], schema: Mapping[str, Any]) -> Answer:
        """Return the model's answer to a conversation, in JSON after a schema.

        What passes (busy, overloaded, out of reach, silent) is tried again after a growing pause; ServiceError where
        it does not pass, where the service will not have us, or where the limit of costs is reached.
        """
        if self.max_cost is not None and (self.spent.cost or 0.0) >= self.max_cost:
            raise ServiceError(f"the limit of {self.max_cost:g} is reached: {self.spent.cost:.4f} spent")
        body = {
            "model": self.model,
            "messages": list(messages),
            "temperature": 0,
            "max_tokens": self.max_tokens,
            "response_format": {
                "type": "json_schema",
                "json_schema": {"name": "claims", "strict": True, "schema": dict(schema)},
            },
        }
        for attempt in range(self.attempts):
            status, answer, wait = self._post(body)
            if status == 200:
                told = _answer(answer)
                self._count(answer, messages, told)
                return told
            if status not in _PASSING and status != 0:
                raise ServiceError(f"{self.address} refuses the request ({status}): {_excerpt(answer)}")
            if attempt + 1 < self.attempts:
                self.pause(min(_LONGEST_WAIT_S, wait if wait is not None else 2.0**attempt))
        said = f"answers {status}: {_excerpt(answer)}" if status else f"does not answer: {_excerpt(answer)}"
        raise ServiceError(f"{self.address} {said} (tried {self.attempts} times)")

    def _post(self, body: Mapping[str, Any]) -> tuple[int, Any, float | None]:
        """Return the status (0: none came), the answer (JSON, else text), and how long we are told to wait."""
        import httpx  # noqa: PLC0415

        deadline = time.monotonic() + self.timeout_s
        self.spent.calls += 1
        try:
            with self.client.stream("POST", "chat/completions", json=body) as response:
                content = bytearray()
                for piece in response.iter_raw():  # no compression was asked for, and none can burst here
                    content += piece
                    if len(content) > _LARGEST_ANSWER:
                        raise ServiceError(f"{self.address} answers with more than {_LARGEST_ANSWER} bytes")
                    if time.monotonic() > deadline:  # an answer that trickles never times out by itself
                        return 0, f"no whole answer within {self.timeout_s:g} s", None
                wait = response.headers.get("retry-after", "")
                seconds = float(wait) if wait.isdecimal() else None
                return response.status_code, _json(bytes(content)), seconds
        except httpx.TimeoutException:
            return 0, f"no answer within {self.timeout_s:g} s", None
        except httpx.HTTPError as error:
            return 0, str(error) or type(error).__name__, None

    def _count(self, answer: Any, messages: Sequence[Mapping[str, str]], told: Answer) -> None:  # noqa: ANN401
        match answer:
            case {"usage": {"prompt_tokens": int(read), "completion_tokens": int(written)}}:
                pass
            case _:
                read, written = sum(len(message["content"]) for message in messages) // 3, len(told.text) // 3
                self.spent.estimated = True
        self.spent.tokens_read += max(0, read)
        self.spent.tokens_written += max(0, written)


def connect(
    address: str,
    model: str,
    *,
    price: Price | None = None,
    max_cost: float | None = None,
    max_tokens: int = 4096,
    timeout_s: float = 120.0,
    attempts: int = 5,
    pause: Callable[[float], None] = time.sleep,
) -> Service:
    """Return a service at an address ("https://api.example.org/v1"); the key, if it needs one, is FRONTLINE_LLM_KEY's.

    `max_tokens` limits one answer, `max_cost` (in the price's currency) all of them together. Nothing is sent yet.
    InputError where the address is none, or where the key would go over the net in the clear.
    """
    try:
        import httpx  # noqa: PLC0415
    except ModuleNotFoundError as error:
        raise MissingExtraError("llm", "asking a language model") from error

    try:
        parts = urlsplit(str(httpx.URL(address)))
    except (ValueError, httpx.InvalidURL):
        parts = urlsplit("")
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise InputError(f"'{address}' is no address; write it as https://host/v1")
    if parts.username or parts.password or parts.query:
        raise InputError(f"the address takes no user, password or query; the key goes into the environment as {KEY}")
    if max_cost is not None and price is None:
        raise InputError("a limit of costs needs the price of tokens")
    key = os.environ.get(KEY, "").strip()
    if not (key.isascii() and key.isprintable()) or " " in key:
        raise InputError(f"what {KEY} holds is no key: it has blanks or letters that no key has")
    if key and parts.scheme == "http" and not _is_here(parts.hostname):
        raise InputError(f"{address} would get the key in the clear; use https, or unset {KEY}")
    client = httpx.Client(
        base_url=address.rstrip("/") + "/",
        headers={"Accept-Encoding": "identity"} | ({"Authorization": f"Bearer {key}"} if key else {}),
        timeout=httpx.Timeout(timeout_s, connect=min(timeout_s, 20.0)),
        follow_redirects=False,
    )
    return Service(address, model, client, timeout_s, attempts, max_tokens, max_cost, pause, Spent(price=price))


def _answer(answer: Any) -> Answer:  # noqa: ANN401 - whatever a stranger sends
    match answer:
        case {"choices": [{"message": {"refusal": str(refusal)}}, *_]} if refusal:
            return Answer("", refusal)
        case {"choices": [{"finish_reason": "content_filter"}, *_]}:
            return Answer("", "its filter stopped it")
        case {"choices": [{"message": {"content": str(text)}, **choice}, *_]}:
            return Answer(text, cut=choice.get("finish_reason") == "length")
    return Answer("")


def _is_here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _json(content: bytes) -> Any:  # noqa: ANN401 - whatever a stranger sends
    import json  # noqa: PLC0415

    text = content.decode("utf-8", "replace")
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text


def _excerpt(answer: Any) -> str:  # noqa: ANN401
    match answer:
        case {"error": {"message": str(text)}} | {"error": str(text)} | {"message": str(text)} | str(text):
            pass
        case _:
            text = repr(answer)
    line = " ".join("".join(char if char.isprintable() else " " for char in text).split())
    return line[:200] or "nothing"

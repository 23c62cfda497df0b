"""What stands before the API: who may ask, how much, how long, and what a browser may do with the answer.

Reports are hostile text and so is whatever else the browser has open. A page of another site must not reach the desk
(cross-site requests: `Origin`, `Sec-Fetch-Site`), nor a name that is bent to this machine (DNS rebinding: `Host`).
"""

from __future__ import annotations

__all__ = ["Guard", "Kept", "error_body"]

import asyncio
import gzip
import hmac
import json
import logging
from collections import OrderedDict
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from frontline._errors import FrontlineError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Mapping, MutableMapping

    Scope = MutableMapping[str, Any]
    Message = MutableMapping[str, Any]
    Receive = Callable[[], Awaitable[Message]]
    Send = Callable[[Message], Awaitable[None]]
    App = Callable[[Scope, Receive, Send], Awaitable[None]]
    Headers = list[tuple[bytes, bytes]]

MOST_BYTES = 1_000_000  # of a request's body: a long report
MOST_ADDRESS = 4_000  # bytes of a request's address
MOST_SECONDS = 30.0
MOST_KEPT = 64_000_000  # bytes of answers that are kept
_LOCAL = {"127.0.0.1", "localhost", "[::1]"}
_SAFE = {"GET", "HEAD"}
_API = "/api/"
_log = logging.getLogger(__name__)


def error_body(status: int, sentence: str, faults: Iterable[dict[str, Any]] = ()) -> bytes:
    """Return the one shape of all errors: `{"error": {"status", "sentence", "faults"}}`."""
    error = {"status": status, "sentence": sentence, "faults": list(faults)}
    return json.dumps({"error": error}, ensure_ascii=True).encode()


@dataclass(eq=False)
class Guard:
    """Let through what may be asked, and send every answer with the headers that keep a browser safe.

    `hosts` are the names and addresses by which the desk may be called. `token`, where it is set, is needed for every
    call of the API, to read as to write: only the page itself, which holds nothing of the record, comes without.
    `tiles` is the origin of the basemap, the one address other than its own that the page may fetch from.
    """

    app: App
    hosts: frozenset[str]
    token: str = ""
    tiles: str = ""

    def __post_init__(self) -> None:
        tiles = f" {self.tiles}" if self.tiles else ""
        policy = (
            "default-src 'none'; script-src 'self'; style-src 'self'; worker-src blob:; font-src 'self'; "
            f"img-src 'self' data: blob:{tiles}; connect-src 'self'{tiles}; base-uri 'none'; form-action 'none'; "
            "frame-ancestors 'none'"
        )
        self._headers: Headers = [
            (b"content-security-policy", policy.encode()),
            (b"x-content-type-options", b"nosniff"),
            (b"x-frame-options", b"DENY"),
            (b"referrer-policy", b"no-referrer"),
            (b"cross-origin-opener-policy", b"same-origin"),
            (b"cross-origin-resource-policy", b"same-origin"),
            (b"permissions-policy", b"geolocation=(), camera=(), microphone=()"),
        ]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self.app(scope, receive, send)
            return
        begun = False

        async def headed(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                message["headers"] = [*message.get("headers", ()), *self._headers]
            await send(message)

        refused = self._refusal(scope)
        if refused is None:
            try:
                await asyncio.wait_for(self._answered(scope, receive, headed), MOST_SECONDS)
            except _TooLargeError:
                refused = 413, f"a request may have {MOST_BYTES:,} bytes; send a shorter one"
            except TimeoutError:
                refused = 503, f"this took longer than {MOST_SECONDS:.0f} seconds and was given up; try again"
            except Exception:  # noqa: BLE001 - whatever it was, none of it may leave this machine
                # The trace stays here: it may tell of the machine and of reports.
                _log.exception("a request failed: %s %s", scope["method"], scope["path"])
                refused = 500, "something went wrong on our side; the desk's terminal has the details"
        if refused is not None and not begun:
            await answer(headed, refused[0], error_body(*refused))

    async def _answered(self, scope: Scope, receive: Receive, send: Send) -> None:
        body = await _body(receive) if scope["method"] not in _SAFE else b""
        await self.app(scope, _again(body, receive), send)

    def _refusal(self, scope: Scope) -> tuple[int, str] | None:
        """Return why a request is not let through, None where it is."""
        headers = dict(scope["headers"])
        host = headers.get(b"host", b"").decode("latin-1")
        if _name(host) not in self.hosts:
            return 421, "the desk is not called by this name; start it with --host to have it answer to another"
        if len(scope.get("raw_path", b"")) + len(scope.get("query_string", b"")) > MOST_ADDRESS:
            return 414, f"an address may have {MOST_ADDRESS:,} bytes"
        if scope["method"] in _SAFE and not scope["path"].startswith(_API):
            return None
        # Other sites get no answer to see, and none to wait for either: some are work.
        origin = headers.get(b"origin", b"").decode("latin-1")
        site = headers.get(b"sec-fetch-site", b"same-origin")
        if (origin and _netloc(origin) != host) or site not in {b"same-origin", b"none"}:
            return 403, "a page of another address may neither ask nor change anything here"
        given = headers.get(b"authorization", b"").removeprefix(b"Bearer ")
        if self.token and not hmac.compare_digest(given, self.token.encode()):
            return 401, "this needs the token that the desk printed when it was started (Authorization: Bearer ...)"
        return None


def _netloc(address: str) -> str:
    """Return host and port of an http(s) address; what is none gives the empty text."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return parts.netloc if parts.scheme in {"http", "https"} else ""


def _name(host: str) -> str:
    """Return the host of a `Host` header, without its port."""
    if host.startswith("["):
        return host.partition("]")[0].lower() + "]"
    return host.partition(":")[0].lower()


class _TooLargeError(Exception):
    pass


async def _body(receive: Receive) -> bytes:
    parts, size = [], 0
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return b""
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        if size > MOST_BYTES:
            raise _TooLargeError
        if not message.get("more_body"):
            return b"".join(parts)


def _again(body: bytes, receive: Receive) -> Receive:
    """Give a body that was read already, then whatever else comes (that the client went away)."""
    given = False

    async def read() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return read


async def answer(send: Send, status: int, body: bytes, headers: Iterable[tuple[bytes, bytes]] = ()) -> None:
    """Send a whole answer, JSON unless its headers say otherwise."""
    told = dict(headers)
    told.setdefault(b"content-type", b"application/json")
    if status != 304:
        told[b"content-length"] = str(len(body)).encode()
    await send({"type": "http.response.start", "status": status, "headers": list(told.items())})
    await send({"type": "http.response.body", "body": body})


@dataclass(frozen=True, slots=True)
class _Answer:
    headers: tuple[tuple[bytes, bytes], ...]
    plain: bytes
    packed: bytes


@dataclass(eq=False)
class Kept:
    """Keep what was answered: everything that is read is a function of its address and of the record's state.

    Each answer is packed once and has a strong ETag of its content; the same question again costs no computation,
    and nothing but headers where the client has the answer already.
    """

    app: App
    state: Callable[[], str]
    _kept: OrderedDict[tuple[str, bytes, bytes], _Answer] = field(default_factory=OrderedDict)
    _bytes: int = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer from what is kept, or keep what is answered."""
        if scope["type"] != "http" or scope["method"] not in _SAFE:
            await self.app(scope, receive, send)
            return
        try:
            state = self.state()
        except FrontlineError as error:
            await answer(send, 404, error_body(404, str(error)))
            return
        key = (state, scope["path"].encode("utf-8", "surrogatepass"), scope["query_string"])
        found = self._kept.get(key)
        if found is None:
            status, headers, body = await _collected(self.app, {**scope, "method": "GET"}, receive)
            if status != 200:
                await answer(send, status, b"" if scope["method"] == "HEAD" else body, headers)
                return
            found = self._keep(key, headers, body)
        else:
            self._kept.move_to_end(key)
        await _send_kept(found, scope, send)

    def _keep(self, key: tuple[str, bytes, bytes], headers: Headers, body: bytes) -> _Answer:
        tag = b'"' + blake2b(body, digest_size=12).hexdigest().encode() + b'"'
        told = dict(headers) | {b"etag": tag, b"cache-control": b"no-cache", b"vary": b"accept-encoding"}
        told.pop(b"content-length", None)
        made = _Answer(tuple(told.items()), body, _packed(told, body))
        self._kept[key] = made
        self._bytes += len(made.plain) + len(made.packed)
        while self._bytes > MOST_KEPT and len(self._kept) > 1:
            _, old = self._kept.popitem(last=False)
            self._bytes -= len(old.plain) + len(old.packed)
        return made


def _packed(headers: Mapping[bytes, bytes], body: bytes) -> bytes:
    """Return an answer packed; nothing of what is small, or a picture and packed already."""
    picture = headers.get(b"content-type", b"").startswith(b"image/")
    return b"" if picture or len(body) <= 500 else gzip.compress(body, 5, mtime=0)


async def _send_kept(found: _Answer, scope: Scope, send: Send) -> None:
    headers = dict(scope["headers"])
    tag = dict(found.headers)[b"etag"]
    asked = [one.strip().removeprefix(b"W/") for one in headers.get(b"if-none-match", b"").split(b",")]
    if tag in asked or b"*" in asked:
        await answer(send, 304, b"", found.headers)
        return
    packed = found.packed and b"gzip" in headers.get(b"accept-encoding", b"")
    body = found.packed if packed else found.plain
    told = (*found.headers, (b"content-encoding", b"gzip")) if packed else found.headers
    if scope["method"] == "HEAD":
        body = b""
    await answer(send, 200, body, told)


async def _collected(app: App, scope: Scope, receive: Receive) -> tuple[int, Headers, bytes]:
    """Run an app and return its answer whole."""
    status, headers, parts = 500, [], []

    async def collect(message: Message) -> None:
        nonlocal status, headers
        if message["type"] == "http.response.start":
            status, headers = message["status"], list(message.get("headers", ()))
        else:
            parts.append(message.get("body", b""))

    await app(scope, receive, collect)
    return status, headers, b"".join(parts)

"""The transport: aiohttp under python-telegram-bot's Bot, and the raw poll beside it.

It costs a fraction of the library's own httpx and does not collapse with many calls in flight
(docs/evidence.md). It maps failures to the library's errors and tells apart what certainly did
not arrive from what may have. No error text holds a URL, since URLs hold the token.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from typing import Any

import aiohttp
import orjson
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData
from typing_extensions import override
from yarl import URL

# RetryAfter then carries a timedelta, the library's coming form, and warns nobody.
os.environ.setdefault("PTB_TIMEDELTA", "true")

_CONNECTIONS = 256
_KEEP_ALIVE = 300.0
"""A quiet bot else pays two round trips to connect anew on nearly every reply."""
_CONNECT = 10.0
_READ = 20.0
_UPLOADS = 3.0
"""So much longer a file may take."""
_TRUE = b'{"ok":true,"result":true}'
_QUIET = frozenset({"editMessageText", "editMessageReplyMarkup", "answerCallbackQuery"})
"""Nobody needs what these give back: a whole message to be parsed for nothing."""
_PARAMETERS = ("retry_after", "migrate_to_chat_id")


class NotSent(NetworkError):
    """The request certainly never reached Telegram."""


class Lost(NetworkError):
    """The request may have had its effect; the answer did not come or made no sense."""


class _Answer(bytes):
    """A body that was parsed already."""

    data: dict[str, Any]


class Transport(BaseRequest):
    """One pool of long-lived connections for every call of the bot."""

    dated: Callable[[str | None], object] = bool
    """Hears the date of each answer that grants what was asked."""

    def __init__(self, connect: float = _CONNECT, read: float = _READ) -> None:
        self._connect, self._read = connect, read
        self._session: aiohttp.ClientSession | None = None
        self._urls: dict[str, URL] = {}
        self._timeouts: dict[float, aiohttp.ClientTimeout] = {}

    @property
    @override
    def read_timeout(self) -> float:
        return self._read

    @override
    async def initialize(self) -> None:
        if self._session is None:
            connector = aiohttp.TCPConnector(limit=_CONNECTIONS, keepalive_timeout=_KEEP_ALIVE)
            self._session = aiohttp.ClientSession(
                connector=connector,
                cookie_jar=aiohttp.DummyCookieJar(),
                auto_decompress=False,
                headers={"Accept-Encoding": "identity"},
            )

    @override
    async def shutdown(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def call(self, url: str, body: bytes, timeout: float) -> tuple[int, bytes]:  # noqa: ASYNC109
        """Post JSON, give back status and raw body. Raises ``NotSent``, ``Lost``, ``TimedOut``."""
        data = aiohttp.BytesPayload(body, content_type="application/json")
        return await self._post(url, timeout, data)

    async def _post(
        self, url: str, seconds: float, data: aiohttp.Payload | aiohttp.FormData
    ) -> tuple[int, bytes]:
        if self._session is None:
            raise NotSent("the transport is closed")
        target = self._urls.get(url) or self._urls.setdefault(url, URL(url))
        timeout = self._timeouts.get(seconds) or self._timeouts.setdefault(
            seconds, aiohttp.ClientTimeout(total=seconds, sock_connect=self._connect)
        )
        try:
            # Read to its end, or to whatever goes wrong, an answer gives its connection back.
            response = await self._session.post(
                target, timeout=timeout, allow_redirects=False, data=data
            )
            if response.status == 200:
                self.dated(response.headers.get("Date"))
            return response.status, await response.read()
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError):
            raise NotSent("no connection") from None
        except TimeoutError:
            raise TimedOut("no answer in time") from None
        except aiohttp.ClientError:
            raise Lost("the connection broke") from None

    @override
    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        seconds = self._read
        if read_timeout is not None and read_timeout is not BaseRequest.DEFAULT_NONE:
            seconds = float(read_timeout)
        if request_data is not None and request_data.contains_files:
            form = _form(request_data)
            status, body = await self._post(url, max(seconds, _UPLOADS * self._read), form)
        else:
            parameters = request_data.parameters if request_data else {}
            status, body = await self.call(url, orjson.dumps(parameters), seconds)
        return status, _lean(url.rpartition("/")[2], body) if status < 300 else _refusal(body)

    @staticmethod
    @override
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        return payload.data if isinstance(payload, _Answer) else read_answer(payload)


def read_answer(payload: bytes) -> dict[str, Any]:
    """The JSON object of an answer; ``Lost`` for anything else, without a word of it."""
    try:
        data = orjson.loads(payload)
    except orjson.JSONDecodeError:
        data = _leniently(payload)
    if not isinstance(data, dict) or (data.get("ok") and "result" not in data):
        raise Lost("the answer has no result")
    return data


def _leniently(payload: bytes) -> object:
    """What only orjson refuses: half a surrogate pair, or a number that nobody can hold.

    One such character in one update must not keep everybody's from being read.
    """
    try:
        return json.loads(payload.decode("utf-8", "replace"))
    except (ValueError, RecursionError):
        raise Lost("the answer is no JSON") from None


def _lean(method: str, body: bytes) -> bytes:
    """The answer of a call that succeeded, without what nobody reads."""
    if method in _QUIET and body.startswith(b'{"ok":true'):
        answer = _Answer(_TRUE)
        answer.data = {"ok": True, "result": True}
        return answer
    data = read_answer(body)
    if not data.get("ok"):
        raise Lost("the answer contradicts itself")
    if method.startswith("send"):
        data["result"] = _message(data["result"])
    answer = _Answer(body)
    answer.data = data
    return answer


def _message(result: object) -> dict[str, Any]:
    """What is read of a message that was sent; ``Lost`` when it makes no sense."""
    match result:
        case {
            "message_id": int(number),
            "date": int(date),
            "chat": {"id": int(chat), "type": str(kind)},
        }:
            return {"message_id": number, "date": date, "chat": {"id": chat, "type": kind}}
    raise Lost("the answer names no message")


def _refusal(body: bytes) -> bytes:
    """An error answer, only what is understood: a gateway's page may repeat what we sent."""
    answer = _Answer(b"")
    answer.data = {"ok": False}
    try:
        data = read_answer(body)
    except Lost:
        return answer
    if isinstance(data.get("description"), str):
        answer.data["description"] = data["description"]
    if isinstance(data.get("parameters"), dict):
        kept = {key: data["parameters"].get(key) for key in _PARAMETERS}
        numbers = {key: one for key, one in kept.items() if isinstance(one, int)}
        answer.data["parameters"] = numbers
    return answer


def _form(request_data: RequestData) -> aiohttp.FormData:
    form = aiohttp.FormData()
    for name, value in request_data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, mime) in (request_data.multipart_data or {}).items():
        form.add_field(name, content, filename=filename, content_type=mime)
    return form

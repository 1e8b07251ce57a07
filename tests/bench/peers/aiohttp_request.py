"""A transport for python-telegram-bot on aiohttp and orjson: the fast bare peers use it.

The least that works: no files, no proxies, the library's own time limits.
"""

from typing import Any

import aiohttp
import orjson
from telegram._utils.defaultvalue import DEFAULT_NONE
from telegram._utils.types import JSONDict, ODVInput
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData
from typing_extensions import override

READ_TIMEOUT = 5.0
JSON = {"Content-Type": "application/json"}


class AiohttpRequest(BaseRequest):
    """One aiohttp session; bodies leave as JSON."""

    def __init__(self) -> None:
        """The session is made in the loop, by `initialize`."""
        self.session: aiohttp.ClientSession | None = None

    @property
    @override
    def read_timeout(self) -> float | None:
        """As in the library's own transport."""
        return READ_TIMEOUT

    @override
    async def initialize(self) -> None:
        """Open a session without a limit of connections."""
        connector = aiohttp.TCPConnector(limit=0, keepalive_timeout=300)
        self.session = aiohttp.ClientSession(connector=connector)

    @override
    async def shutdown(self) -> None:
        """Close it."""
        if self.session is not None:
            await self.session.close()

    @staticmethod
    @override
    def parse_json_payload(payload: bytes) -> JSONDict:
        """Read an answer with orjson."""
        try:
            answer: dict[str, Any] = orjson.loads(payload)
        except orjson.JSONDecodeError as error:
            raise TelegramError("Invalid server response") from error
        return answer

    @override
    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: ODVInput[float] = DEFAULT_NONE,
        write_timeout: ODVInput[float] = DEFAULT_NONE,
        connect_timeout: ODVInput[float] = DEFAULT_NONE,
        pool_timeout: ODVInput[float] = DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Send one call and read its answer whole."""
        assert self.session is not None
        limit = read_timeout if isinstance(read_timeout, (int, float)) else READ_TIMEOUT
        body = orjson.dumps(request_data.parameters) if request_data else None
        timeout = aiohttp.ClientTimeout(total=limit)
        try:
            async with self.session.post(url, data=body, headers=JSON, timeout=timeout) as answer:
                return answer.status, await answer.read()
        except TimeoutError as error:
            raise TimedOut from error
        except aiohttp.ClientError as error:
            raise NetworkError(f"aiohttp: {error}") from error

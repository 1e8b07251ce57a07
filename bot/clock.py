"""The clock: what time it is, in aware UTC. Handed to whoever needs it, never asked for globally.

The system's clock, or the practice room's: a bot that talks to a room follows its turning.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Protocol

import orjson
from aiohttp import ClientError, ClientSession, ClientTimeout

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_POLL = ClientTimeout(total=40.0)
_FIRST = ClientTimeout(total=2.0)
_NO_ROOM = (ClientError, TimeoutError, ValueError, KeyError, TypeError, OverflowError)
AGAIN = 1.0
"""Seconds until a room that did not answer is asked again."""


class Clock(Protocol):
    """What time it is."""

    def now(self) -> datetime:
        """Aware UTC."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Aware UTC."""
        return datetime.now(UTC)


class FollowingClock:
    """A practice room's clock, followed over HTTP. Loopback only: ``bot.app`` sees to that."""

    def __init__(self, url: str, again: float = AGAIN) -> None:
        self._url = url
        self._again = again
        self._version: int | None = None
        self._offset = timedelta()
        self._stands_at: datetime | None = None

    def now(self) -> datetime:
        """The room's time; it stands between turns when the room says so."""
        return self._stands_at or datetime.now(UTC) + self._offset

    async def find(self) -> bool:
        """Whether there is a room with a clock behind the URL; sets the clock if so."""
        async with ClientSession(timeout=_FIRST) as session:
            try:
                return await self._read(session)
            except _NO_ROOM:
                return False

    async def follow(self, turned: Callable[[], Awaitable[None]]) -> None:
        """Follow until cancelled; after each turn ``turned`` does what is due, then it is told."""
        async with ClientSession(timeout=_POLL) as session:
            while True:
                before = self._version
                try:
                    found = await self._read(session)
                except _NO_ROOM:
                    found = False
                if not found:
                    await asyncio.sleep(self._again)
                elif self._version != before:
                    await turned()

    async def _read(self, session: ClientSession) -> bool:
        seen = {} if self._version is None else {"seen": str(self._version)}
        async with session.get(f"{self._url}/room/clock", params=seen) as response:
            if response.status != 200:
                return False
            said = orjson.loads(await response.read())
        at = _EPOCH + timedelta(microseconds=int(said["now_us"]))
        self._version = int(said["version"])
        self._offset = at - datetime.now(UTC)
        self._stands_at = None if said["running"] else at
        return True

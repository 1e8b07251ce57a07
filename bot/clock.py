"""The clock: what time it is, in aware UTC. Handed to whoever needs it, never asked for globally.

The machine's, as far as Telegram's agrees with it, or the practice room's: a bot that talks to a
room follows its turning.
"""

from __future__ import annotations

import asyncio
import time
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
APART = 600.0
"""Seconds; two clocks that are further apart do not show the same time."""
ALONE = 3600.0
"""Seconds of answers without a time, after which a machine's clock is believed by itself."""


class Clock(Protocol):
    """What time it is."""

    def now(self) -> datetime:
        """Aware UTC."""
        ...


class SystemClock:
    """The machine's clock, unless it leaps, or Telegram's says otherwise.

    A leap is believed when Telegram shows the new time, too; until then the time goes on from
    before it. Where the two differ Telegram is believed, at its second word: one may have waited
    for as long as the process stood still. Only to a start its first is enough.
    """

    def __init__(
        self, wall: Callable[[], float] = time.time, real: Callable[[], float] = time.monotonic
    ) -> None:
        self._wall, self._real = wall, real
        self._at = wall(), real()
        """The last time that was believed, and when that was by the clock that only runs on."""
        self._word: tuple[float, float] | None = None
        """What Telegram showed last, and when."""
        self._off, self._agreed, self._sure_at = False, False, real()
        self._undated_at: float | None = None
        """Since when answers come without a time."""

    def now(self) -> datetime:
        """Aware UTC."""
        return datetime.fromtimestamp(self._now(), UTC)

    def _now(self) -> float:
        wall, real = self._wall(), self._real()
        at, since = self._at
        steady = at + real - since
        # Spelled out, since everything that happens asks for the time.
        if self._off or not -APART <= wall - steady <= APART:
            self._off = abs(wall - steady) > self._near
            if self._off:
                return steady
        self._at = wall, real
        return wall

    @property
    def _near(self) -> float:
        """Nobody who is about so far away is believed now and not believed the next moment."""
        return APART / 2 if self._off else APART

    @property
    def machine(self) -> datetime:
        """What the machine shows, whatever is believed."""
        return datetime.fromtimestamp(self._wall(), UTC)

    @property
    def sure(self) -> bool:
        """Whether what can never be taken back may be done by it: two clocks agree."""
        return self._agreed and not self._leapt

    @property
    def differs(self) -> bool:
        """Whether it is known that the machine's is not what it should be."""
        return self._leapt or (self._word is not None and not self._agreed)

    @property
    def _leapt(self) -> bool:
        return abs(self._wall() - _on(self._at, self._real())) > self._near

    def told(self, theirs: datetime | None) -> None:
        """Telegram answered, and showed this time; None: it showed none."""
        real = self._real()
        if theirs is not None:
            self._undated_at = None
            self._weigh(theirs.timestamp())
        elif self._undated_at is None:
            self._undated_at = real
        elif not self.sure and real - max(self._undated_at, self._sure_at) >= ALONE:
            self._at, self._off, self._agreed = (self._wall(), real), False, True
        if self.sure:
            self._sure_at = real

    def _weigh(self, theirs: float) -> None:
        real, word = self._real(), self._word
        wall, steady = self._wall(), self._now()
        self._word, self._agreed = (theirs, real), abs(theirs - wall) <= self._near
        if self._agreed:
            self._at, self._off = (wall, real), False
        elif abs(theirs - steady) > APART and (
            word is None or abs(theirs - _on(word, real)) <= APART
        ):
            self._at, self._off = (theirs, real), True


def _on(at: tuple[float, float], real: float) -> float:
    """What a clock shows by now that showed this then."""
    return at[0] + real - at[1]


def sure(clock: Clock) -> bool:
    """Whether what can never be taken back may be done by it. A room's is turned on purpose."""
    return not isinstance(clock, SystemClock) or clock.sure


def differs(clock: Clock) -> bool:
    """Whether somebody has to set it right."""
    return isinstance(clock, SystemClock) and clock.differs


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

    async def follow(
        self, turned: Callable[[], Awaitable[None]], settled: Callable[[], Awaitable[None]]
    ) -> None:
        """Follow until cancelled; after each turn ``turned`` does what is due, then it is told.

        A turn of no time makes nothing due: ``settled`` only finishes what is under way.
        """
        async with ClientSession(timeout=_POLL) as session:
            while True:
                before, stood_at = self._version, self._stands_at
                try:
                    found = await self._read(session)
                except _NO_ROOM:
                    found = False
                if not found:
                    await asyncio.sleep(self._again)
                elif self._version != before:
                    stands = stood_at is not None and stood_at == self._stands_at
                    await (settled() if stands else turned())

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

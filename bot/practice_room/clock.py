"""The room's clock: real time plus an offset that only grows.

Everything in the room, and the bot behind it, lives by this clock. `turn` walks forward in small
steps and lets the bot do what has come due before it takes the next one, so a week passes in
seconds and nothing is skipped over. It never goes back, and it schedules nothing itself.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.practice_room.changes import Changes

STEP = timedelta(minutes=15)
# Real seconds that one step waits for a bot in another process, and how long such a bot counts
# as there after it last asked.
PATIENCE = 5.0
FOLLOWER_STAYS = 30.0


@dataclass(frozen=True)
class Reading:
    """What a follower gets: the version of the clock and its time in microseconds since 1970."""

    version: int
    now_us: int
    running: bool


@dataclass
class _Follower:
    done: int
    heard_at: float


class RoomClock:
    """Virtual time. With `running=False` it stands still except for `turn`."""

    def __init__(
        self,
        *,
        running: bool = True,
        start: datetime | None = None,
        real: Callable[[], float] = time.monotonic,
        patience: float = PATIENCE,
    ) -> None:
        self.running = running
        self.settle: Callable[[], Awaitable[object] | None] | None = None
        self.version = 1
        self.turned = Changes()
        self.watchers: list[Callable[[], None]] = []
        self._real = real
        self._patience = patience
        self._born = real()
        self._start = (start or datetime.now(UTC)).astimezone(UTC)
        self._offset = timedelta()
        self._turning = asyncio.Lock()
        self._followers: dict[str, _Follower] = {}
        self._acknowledged = Changes()

    def now(self) -> datetime:
        """The room's time, aware UTC."""
        passed = self._real() - self._born if self.running else 0.0
        return self._start + self._offset + timedelta(seconds=passed)

    def reading(self) -> Reading:
        """What followers are told."""
        micros = (self.now() - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)
        return Reading(self.version, micros, self.running)

    async def turn(self, seconds: float, step: timedelta = STEP) -> datetime:
        """Move forward, at most so far at a time, and let the bot settle after each step."""
        if seconds < 0:
            raise ValueError("the room's clock never goes back")
        async with self._turning:
            left = timedelta(seconds=seconds)
            while True:
                part = min(left, step)
                left -= part
                self._offset += part
                await self._settle()
                if not left:
                    return self.now()

    async def turn_to(self, moment: datetime, step: timedelta = STEP) -> datetime:
        """Move forward to a moment; at once when it is past already."""
        return await self.turn(max(0.0, (moment - self.now()).total_seconds()), step)

    async def follow(self, seen: int | None, within: float, name: str = "") -> Reading:
        """A bot elsewhere asks: `seen` says that all work up to that version is done.

        Answers as soon as the version is newer, or when `within` real seconds have passed.
        """
        self._heard(name, seen)
        if seen is not None and seen >= self.version:
            await self._next_version(within)
            self._heard(name, seen)
        return self.reading()

    @property
    def followers(self) -> int:
        """How many bots elsewhere follow."""
        return len(self._followers)

    def forget_followers(self) -> None:
        """Whoever followed is known to be gone: no turn waits for them."""
        self._followers.clear()
        self._acknowledged.bump()

    async def _settle(self) -> None:
        self.version += 1
        self.turned.bump()
        for watcher in self.watchers:
            watcher()
        if self.settle is not None:
            if (settling := self.settle()) is not None:
                await settling
        elif self._followers:
            await self._wait_for_followers()
        await asyncio.sleep(0)

    async def _next_version(self, within: float) -> None:
        await self.turned.after(self.turned.version, within)

    def _heard(self, name: str, seen: int | None) -> None:
        done = -1 if seen is None else seen
        self._followers[name] = _Follower(done, self._real())
        self._acknowledged.bump()

    async def _wait_for_followers(self) -> None:
        until = self._real() + self._patience
        while behind := self._behind():
            left = until - self._real()
            if not await self._acknowledged.after(self._acknowledged.version, left):
                # It is gone or stuck: the next steps do not wait for it until it asks again.
                for name in behind:
                    self._followers.pop(name, None)

    def _behind(self) -> list[str]:
        oldest = self._real() - FOLLOWER_STAYS
        self._followers = {n: f for n, f in self._followers.items() if f.heard_at >= oldest}
        return [name for name, f in self._followers.items() if f.done < self.version]

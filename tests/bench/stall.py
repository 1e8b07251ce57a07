"""A meter for the event loop: how late does a task wake that asks for every millisecond?

It measures whatever runs in the same loop meanwhile, and is itself one timer.
"""

import asyncio
import contextlib
import time
from types import TracebackType

TICK = 0.001


class StallMeter:
    """`async with StallMeter() as meter: ...`, then `meter.longest_ms`."""

    def __init__(self, tick: float = TICK) -> None:
        """`tick` is how often it wishes to wake, in seconds."""
        self.tick = tick
        self.longest = 0.0
        self.wakes = 0
        self._task: asyncio.Task[None] | None = None

    @property
    def longest_ms(self) -> float:
        """The longest lateness so far."""
        return self.longest * 1000

    async def __aenter__(self) -> "StallMeter":
        """Start, and let it wake once so that its own start is not counted."""
        self._task = asyncio.create_task(self._watch())
        await asyncio.sleep(self.tick * 5)
        self.longest = 0.0
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Let a stall that just ended be seen, then stop."""
        await asyncio.sleep(self.tick * 5)
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    async def _watch(self) -> None:
        """Wake each tick and remember the worst."""
        while True:
            due = time.perf_counter() + self.tick
            await asyncio.sleep(self.tick)
            self.longest = max(self.longest, time.perf_counter() - due)
            self.wakes += 1

"""One number that grows whenever anything in the room changes, and a way to wait for it.

The page, the phones and the tests all wait here, so nobody has to poll.
"""

from __future__ import annotations

import asyncio


class Changes:
    """The room's version."""

    def __init__(self) -> None:
        self.version = 1
        self._waiting: set[asyncio.Future[None]] = set()

    def bump(self) -> None:
        """Something changed: everybody who waits goes on."""
        self.version += 1
        for future in self._waiting:
            if not future.done():
                future.set_result(None)
        self._waiting.clear()

    async def after(self, seen: int, within: float) -> bool:
        """Wait until the version is above `seen`; False when `within` real seconds pass first."""
        if self.version > seen:
            return True
        if within <= 0:
            return False
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.add(future)
        try:
            async with asyncio.timeout(within):
                await future
        except TimeoutError:
            return False
        finally:
            self._waiting.discard(future)
        return True

"""Lanes: one message at a time in a chat, chats side by side.

At the end nothing more begins: what is on its way finishes, and the rest is sent by whoever runs
next.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Coroutine, Iterable, Sequence
from itertools import islice

from bot.logs import get
from handlers.chat.letter import Ready

log = get(__name__)


class Lanes:
    """What was claimed and is to be sent, chat by chat."""

    def __init__(
        self, one: Callable[[Ready, Iterable[Ready]], Coroutine[None, None, None]]
    ) -> None:
        self._one = one
        self._lanes: dict[int, deque[Ready]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._ending = False

    @property
    def busy(self) -> bool:
        """Whether anything is on its way."""
        return bool(self._tasks)

    def put(self, ready: Ready) -> None:
        """Send it after whatever waits for the same chat."""
        if self._ending:
            return
        chat = ready.row.person_id
        lane = self._lanes.get(chat)
        if lane is not None:
            lane.append(ready)
            return
        self._lanes[chat] = deque((ready,))
        task = asyncio.create_task(self._run(chat))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def settled(self) -> None:
        """Wait until everything is sent."""
        while self._tasks:
            await asyncio.gather(*self._tasks)

    async def end(self, last_calls: float) -> Sequence[int]:
        """Begin nothing more, and let what is on its way finish, for so many seconds at most; the
        rows whose call was cut off."""
        self._ending = True
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=last_calls)
        cut = [lane[0].row.id for lane in self._lanes.values()]
        for task in self._tasks:
            task.cancel()
        return cut

    async def _run(self, chat: int) -> None:
        lane = self._lanes[chat]
        while lane and not self._ending:
            try:
                await self._one(lane[0], islice(lane, 1, None))
            except Exception as error:
                # A mistake of ours must not silence a chat until the next start.
                log.error("delivery_failed", error=error)
            lane.popleft()
        del self._lanes[chat]

"""The updates a bot has not confirmed yet, with Telegram's rules for getUpdates.

An update leaves only when a higher offset asks for what follows; a second poll ends the first
with 409; an answer holds at most 100. It is not a transport: `deliver` gets the answer.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import orjson

from tests.bench.wire import Wire

FIRST_ID = 700_000_001
LIMIT = 100
LONGEST_POLL = 50.0
CONFLICT = (
    b'{"ok":false,"error_code":409,"description":"Conflict: terminated by other getUpdates '
    b'request; make sure that only one bot instance is running"}'
)

Deliver = Callable[[bytes, int], None]


@dataclass(slots=True)
class Poll:
    """One getUpdates that waits for something to tell."""

    wire: Wire
    limit: int
    deliver: Deliver
    timer: asyncio.TimerHandle


class Updates:
    """The queue of one bot."""

    def __init__(self) -> None:
        """Start empty."""
        self.waiting: deque[tuple[int, bytes]] = deque()
        self.next_id = FIRST_ID
        self.poll: Poll | None = None
        self.flushing = False

    def put(self, update: dict[str, Any]) -> None:
        """Queue one update and wake the poll, once per turn of the loop."""
        update["update_id"] = self.next_id
        self.waiting.append((self.next_id, orjson.dumps(update)))
        self.next_id += 1
        if self.poll is not None and not self.flushing:
            self.flushing = True
            asyncio.get_running_loop().call_soon(self._flush)

    def ask(self, wire: Wire, offset: int, limit: int, timeout: float, deliver: Deliver) -> None:
        """Answer now if there is something, else keep the poll until there is or time is up."""
        if self.poll is not None:
            self._take_poll().deliver(CONFLICT, 409)
        self._confirm(offset)
        limit = max(1, min(limit, LIMIT))
        if self.waiting or timeout <= 0:
            deliver(self._batch(limit), 200)
            return
        loop = asyncio.get_running_loop()
        timer = loop.call_later(min(timeout, LONGEST_POLL), self._flush)
        self.poll = Poll(wire, limit, deliver, timer)

    def gone(self, wire: Wire) -> None:
        """The connection hung up: its poll, if any, waits no longer."""
        if self.poll is not None and self.poll.wire is wire:
            self._take_poll()

    def clear(self) -> None:
        """Drop what nobody will answer any more."""
        self.waiting.clear()

    def _confirm(self, offset: int) -> None:
        """Forget what stands before the offset; a negative one counts from the end."""
        if offset < 0:
            offset = self.next_id + offset
        while self.waiting and self.waiting[0][0] < offset:
            self.waiting.popleft()

    def _flush(self) -> None:
        """Give the waiting poll what there is."""
        self.flushing = False
        if self.poll is not None:
            poll = self._take_poll()
            poll.deliver(self._batch(poll.limit), 200)

    def _take_poll(self) -> Poll:
        """Take the waiting poll off its place."""
        poll = self.poll
        assert poll is not None
        poll.timer.cancel()
        self.poll = None
        return poll

    def _batch(self, limit: int) -> bytes:
        """The oldest updates as one answer; they stay until they are confirmed."""
        oldest = [self.waiting[i][1] for i in range(min(limit, len(self.waiting)))]
        return b'{"ok":true,"result":[' + b",".join(oldest) + b"]}"

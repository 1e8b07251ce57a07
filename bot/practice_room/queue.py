"""The updates that wait for the bot, with Telegram's own rules for keeping and forgetting them.

An update stays until getUpdates is called with a higher offset, or until it is too old. The
queue knows nothing of chats and people; what an update says is not its business.
"""

from __future__ import annotations

import asyncio
import secrets
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.practice_room.changes import Changes
from bot.practice_room.records import Json
from bot.practice_room.refusals import bad, standard

LIFE = {"callback_query": timedelta(seconds=150)}
USUAL_LIFE = timedelta(hours=24)
LONGEST_POLL = 50
# Only when asked for by name does Telegram deliver these.
ON_REQUEST = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
# An offset further ahead than this is not believed: the answer starts at the oldest update.
BELIEVED_AHEAD = 10


@dataclass(frozen=True)
class Pending:
    """One update that nobody confirmed yet."""

    id: int
    kind: str
    expires: datetime
    body: Json


class UpdateQueue:
    """The updates of one bot."""

    def __init__(self, now: Callable[[], datetime], first_id: int | None = None) -> None:
        self._now = now
        self._next = first_id or 400_000_000 + secrets.randbelow(500_000_000)
        self._pending: deque[Pending] = deque()
        self._soonest: datetime | None = None
        self._allowed: frozenset[str] | None = None
        self._poll: asyncio.Future[bool] | None = None
        self._confirmed = Changes()
        self.closed = False

    @property
    def next_id(self) -> int:
        """The id that the next update will get."""
        return self._next

    @property
    def waiting(self) -> list[Json]:
        """The updates that would still be delivered now, oldest first."""
        self._forget_old()
        return [pending.body for pending in self._pending]

    async def drained(self, within: float) -> None:
        """Wait until the bot has confirmed everything, so many real seconds at most."""
        async with asyncio.timeout(within):
            while self.waiting:
                await self._confirmed.after(self._confirmed.version, within)

    def push(self, kind: str, content: Any) -> int | None:
        """Queue an update; None when the bot did not ask for this kind."""
        if not self._wanted(kind):
            return None
        update_id = self._next
        self._next += 1
        expires = self._now() + LIFE.get(kind, USUAL_LIFE)
        body = {"update_id": update_id, kind: content}
        self._pending.append(Pending(update_id, kind, expires, body))
        self._soonest = min(self._soonest or expires, expires)
        self.wake()
        return update_id

    def put(self, body: Json) -> None:
        """Queue what no phone sends: exactly as given but for its number, and unasked, too."""
        body["update_id"] = self._next
        self._pending.append(Pending(self._next, "", self._now() + USUAL_LIFE, body))
        self._next += 1
        self.wake()

    def clear(self) -> None:
        """What waits is forgotten; new updates are numbered on."""
        self._pending.clear()
        self._confirmed.bump()

    def restart_lower(self, first_id: int | None = None) -> None:
        """Number new updates from a lower id, as Telegram may after a quiet week."""
        self._pending.clear()
        self._next = first_id or max(1, self._next - 300_000_000)

    def wake(self) -> None:
        """Let a waiting poll answer now, with whatever there is."""
        self._end_poll(True)

    def close(self) -> None:
        """The room ends: nobody waits any longer."""
        self.closed = True
        self.wake()

    async def get(
        self,
        offset: int = 0,
        limit: int = 100,
        timeout: int = 0,  # noqa: ASYNC109 (Telegram's own word)
        allowed_updates: Sequence[str] | None = None,
    ) -> list[Json]:
        """getUpdates. The timeout counts real seconds; age counts by the room's clock."""
        self._end_poll(False)
        if offset < 0:
            raise bad("the practice room does not know negative offsets", loud=True)
        if allowed_updates is not None:
            self._allowed = frozenset(allowed_updates) or None
        self._confirm(offset)
        if not (batch := self._batch(limit)) and timeout > 0 and not self.closed:
            await self._wait(min(timeout, LONGEST_POLL))
            batch = self._batch(limit)
        return batch

    def _batch(self, limit: int) -> list[Json]:
        self._forget_old()
        many = min(max(limit, 1), 100)
        return [p.body for p, _ in zip(self._pending, range(many), strict=False)]

    def _wanted(self, kind: str) -> bool:
        return kind not in ON_REQUEST if self._allowed is None else kind in self._allowed

    def _confirm(self, offset: int) -> None:
        if offset > self._next + BELIEVED_AHEAD:
            return
        while self._pending and self._pending[0].id < offset:
            self._pending.popleft()
        self._confirmed.bump()

    def _forget_old(self) -> None:
        now = self._now()
        if self._soonest is not None and self._soonest <= now:
            self._pending = deque(p for p in self._pending if p.expires > now)
            self._soonest = min((p.expires for p in self._pending), default=None)

    def _end_poll(self, peacefully: bool) -> None:
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(peacefully)
        self._poll = None

    async def _wait(self, seconds: float) -> None:
        mine: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._poll = mine
        try:
            async with asyncio.timeout(seconds):
                peacefully = await mine
        except TimeoutError:
            return
        finally:
            if self._poll is mine:
                self._poll = None
        if not peacefully:
            raise standard(409)

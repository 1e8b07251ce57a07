"""Holds: whom delivery leaves alone for now, so that nothing that fails is called twice a second.

A chat that Telegram asked to leave alone, or for which it just failed; and everybody, while it
fails for one chat after another. Then one call at a time finds out whether it still does.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.failures import pause

SEVERAL = 5
"""So many chats in a row for which Telegram failed are no trouble of a single chat."""
AGAIN = timedelta(seconds=1)
"""From one call that failed to the next in the same chat."""
LONGEST = timedelta(seconds=8)
"""From one call to the next while it fails for all: so late it is noticed that it does no more."""


@dataclass(slots=True)
class Holds:
    """Until when whom."""

    chats: dict[int, datetime] = field(default_factory=dict)
    _failing: set[int] = field(default_factory=set)
    _next: datetime | None = None
    _asked: int = 0

    @property
    def all(self) -> bool:
        """Whether Telegram fails for everybody."""
        return len(self._failing) >= SEVERAL

    def closed(self, now: datetime) -> timedelta:
        """How long nobody at all is called from now on."""
        if not self.all or self._next is None:
            return timedelta()
        return max(timedelta(), self._next - now)

    def until(self, chat: int, now: datetime) -> datetime | None:
        """From when on a chat may be called; None: now, and then it is called."""
        until = self.chats.get(chat)
        if until is not None and now < until:
            return until
        self.chats.pop(chat, None)
        if not self.all:
            return None
        if self.closed(now):
            return self._next
        self._next = now + min(LONGEST, pause(self._asked, random.random()))  # noqa: S311
        self._asked += 1
        return None

    def failed(self, chat: int, now: datetime, asked: timedelta | None) -> None:
        """Telegram failed for a chat; ``asked``: no, it asked to leave that one alone so long."""
        self.chats[chat] = now + (asked or AGAIN)
        if asked is None:
            self._failing.add(chat)
        else:
            self.answered()

    def set_back(self, by: timedelta) -> None:
        """The clock was set back: what waits goes on waiting as long as it would have."""
        self.chats = {chat: until - by for chat, until in self.chats.items()}
        self._next = self._next - by if self._next is not None else None

    def answered(self) -> None:
        """Telegram did answer somebody."""
        self._failing.clear()
        self._next, self._asked = None, 0

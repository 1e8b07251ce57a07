"""Telegram's own limits on sending, when the room is told to keep them.

30 messages a second in all and one a second to one chat, short bursts let through; counted by the
room's clock. Only new messages count here; edits and answers to taps pass.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.practice_room.refusals import standard

OVERALL = 30.0
PER_CHAT = 1.0
CHAT_BURST = 5.0
COUNTED = frozenset({"sendMessage", "sendPhoto"})


@dataclass
class _Bucket:
    rate: float
    burst: float
    level: float
    filled_at: datetime

    def refill(self, now: datetime) -> None:
        """Add what the time since then has given."""
        passed = max(0.0, (now - self.filled_at).total_seconds())
        self.level = min(self.burst, self.level + passed * self.rate)
        self.filled_at = now

    def wait(self) -> float:
        """Seconds until one more may pass."""
        return max(0.0, (1.0 - self.level) / self.rate)


class FloodLimits:
    """The buckets that fill while nobody sends."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._overall = _Bucket(OVERALL, OVERALL, OVERALL, now())
        self._chats: dict[int, _Bucket] = {}

    def take(self, method: str, chat: int | None) -> None:
        """Count a call; 429 when it comes too soon."""
        if method not in COUNTED or chat is None:
            return
        now = self._now()
        mine = self._chats.setdefault(chat, _Bucket(PER_CHAT, CHAT_BURST, CHAT_BURST, now))
        buckets = (self._overall, mine)
        for bucket in buckets:
            bucket.refill(now)
        if (wait := max(bucket.wait() for bucket in buckets)) > 0:
            raise standard(429, math.ceil(wait))
        for bucket in buckets:
            bucket.level -= 1.0

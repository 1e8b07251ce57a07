"""Rates: how fast unasked messages may leave, by the clock that everything lives by.

Telegram throttles at about 30 messages a second and one a second in a chat (its FAQ; exact
limits are unpublished). Replies are never held back; they only draw from the same second.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta

OVERALL = 25
"""Messages in any second, whether it begins at a full one or between two."""
_SECOND = timedelta(seconds=1)
IN_CHAT = 1.0
CHAT_BURST = 5.0
_FORGET = timedelta(seconds=CHAT_BURST / IN_CHAT)
_CHATS = 4096
_NOTHING = 1e-6
"""Less is a fraction's error: whoever waited until a named time is not sent away again."""


@dataclass(slots=True)
class _Bucket:
    level: float
    at: datetime

    def level_at(self, now: datetime, rate: float, most: float) -> float:
        """What is in it by now. It changes nothing: the writer's thread may ask."""
        passed = max(0.0, (now - self.at).total_seconds())
        return min(most, self.level + passed * rate)

    def refill(self, now: datetime, rate: float, most: float) -> None:
        self.level = self.level_at(now, rate, most)
        self.at = now


@dataclass(slots=True)
class Rates:
    """The last second of all chats, and a bucket for each that was written to lately."""

    _left: deque[datetime] = field(default_factory=deque)
    _chats: dict[int, _Bucket] = field(default_factory=dict)

    def free(self, now: datetime) -> int:
        """How many unasked messages may leave now."""
        if self._left and self._left[-1] > now:  # The clock went back.
            self._left = deque([now] * len(self._left))
        while self._left and now - self._left[0] >= _SECOND:
            self._left.popleft()
        return max(0, OVERALL - len(self._left))

    def chat_free_at(self, chat_id: int, now: datetime, planned: int = 0) -> datetime | None:
        """None when the chat may get one more than ``planned`` now, else from when on."""
        bucket = self._chats.get(chat_id)
        known = bucket is not None and bucket.at - now < _SECOND  # else the clock went back
        level = bucket.level_at(now, IN_CHAT, CHAT_BURST) if bucket and known else CHAT_BURST
        missing = 1.0 + planned - level
        if missing <= _NOTHING:
            return None
        return now + timedelta(seconds=max(missing / IN_CHAT, 2 * _NOTHING))

    def draw(self, chat_id: int, now: datetime) -> None:
        """One message leaves; replies may draw what is not there, and nudges then wait."""
        self.free(now)
        self._left.append(now)
        if len(self._chats) > _CHATS:
            self._chats = {id_: one for id_, one in self._chats.items() if now - one.at < _FORGET}
        bucket = self._chats.setdefault(chat_id, _Bucket(CHAT_BURST, now))
        bucket.refill(now, IN_CHAT, CHAT_BURST)
        bucket.level = max(-CHAT_BURST, bucket.level - 1.0)

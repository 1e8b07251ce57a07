"""The room's own book: every request to the Bot API, and complaints about what a bot got wrong.

Checkers read it. It keeps the newest calls only, so that a room may stay open for days.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from bot.practice_room.records import Call, Effect, Json

KEPT = 200_000


class History:
    """A list of calls, oldest first, and the complaints."""

    def __init__(self, now: Callable[[], datetime], kept: int = KEPT) -> None:
        self._now = now
        self._kept = kept
        self.calls: list[Call] = []
        self.dropped = 0
        self.complaints: list[str] = []

    def __len__(self) -> int:
        return len(self.calls)

    def __iter__(self) -> Iterator[Call]:
        return iter(self.calls)

    def __getitem__(self, index: int) -> Call:
        return self.calls[index]

    def of(self, method: str) -> list[Call]:
        """The calls of one method."""
        return [call for call in self.calls if call.method == method]

    def add(
        self,
        method: str,
        params: Json,
        status: int,
        effect: Effect | None = None,
        description: str = "",
    ) -> None:
        """Write a call down, at the room's time."""
        self.calls.append(Call(method, self._now(), status, params, effect, description))
        if len(self.calls) > self._kept:
            half = self._kept // 2
            self.dropped += half
            del self.calls[:half]

    def complain(self, complaint: str) -> None:
        """Something that no correct bot does. Never with words of people in it."""
        self.complaints.append(complaint)

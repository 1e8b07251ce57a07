"""Weather: what is done to a bot in weeks of circles, and when; a seed makes the same again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from bot.practice_room.faults import Kind
from bot.practice_room.room import Room

KILLED, AWAY = "killed", "away"
"""`kill -9`, and back at once, or hours later."""
AWAY_FOR = (60.0, 5 * 3_600.0)
"""Seconds of the room."""
SENDING = ("sendMessage", "editMessageText")


def _refused(room: Room, dice: Random) -> None:
    status = dice.choice((500, 502, 503, 504))
    room.faults.answer(status, method=dice.choice(SENDING), count=dice.randint(1, 30))


def _told_to_wait(room: Room, dice: Random) -> None:
    wait = dice.choice((1, 30, 600, 3_600))
    room.faults.answer(429, retry_after=wait, method=dice.choice(SENDING), count=dice.randint(1, 5))


def _answer_lost(room: Room, dice: Random) -> None:
    room.faults.trouble(Kind.LOST, method="sendMessage", count=dice.randint(1, 2))


def _garbled(room: Room, dice: Random) -> None:
    kind = dice.choice((Kind.RESET, Kind.HTML, Kind.CUT, Kind.NO_RESULT))
    room.faults.trouble(kind, method=dice.choice(SENDING), count=dice.randint(1, 3))


_TELEGRAM: dict[str, Callable[[Room, Random], None]] = {
    "refused": _refused,
    "told to wait": _told_to_wait,
    "answer lost": _answer_lost,
    "garbled": _garbled,
}


@dataclass
class Weather:
    """So often trouble, on average; of which sort, and how bad, is chance."""

    dice: Random
    every: timedelta
    did: Counter[str] = field(default_factory=Counter)
    _next: datetime | None = None

    def now(self, now: datetime) -> str | None:
        """Some trouble at this instant, or none."""
        if self._next is None or now < self._next:
            self._next = self._next or self._after(now)
            return None
        self._next = self._after(now)
        kind = self.dice.choice((KILLED, AWAY, *_TELEGRAM))
        self.did[kind] += 1
        return kind

    def spoil(self, room: Room, kind: str) -> None:
        """Have Telegram make this trouble."""
        if kind in _TELEGRAM:
            _TELEGRAM[kind](room, self.dice)

    def _after(self, now: datetime) -> datetime:
        return now + self.every * self.dice.expovariate(1)

"""A machine's clock that may be set, beside one that only runs on, and what is made of the two."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.clock import SystemClock
from tests.bot.doors import MONDAY


class Machine:
    """Its clock shows Monday, nine o'clock."""

    def __init__(self) -> None:
        self.wall, self.real = MONDAY.timestamp(), 0.0
        self.clock = SystemClock(lambda: self.wall, lambda: self.real)

    def passes(self, time: timedelta) -> None:
        """So much time goes by."""
        self.wall += time.total_seconds()
        self.real += time.total_seconds()

    def leaps(self, by: timedelta) -> None:
        """Somebody sets it, or it slept, when the other one stood."""
        self.wall += by.total_seconds()

    def shows(self) -> timedelta:
        """What is believed, from Monday on."""
        return self.clock.now() - MONDAY


def at(since_monday: timedelta) -> datetime:
    """What Telegram shows."""
    return MONDAY + since_monday

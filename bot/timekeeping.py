"""Timekeeping: the dates of Telegram's answers are held against the machine's clock.

A clock that is wrong for minutes would end circles and forget what must be kept. By two clocks that
agree it does not come to that (``bot.clock``); which of them is wrong is for somebody to find out.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from bot.clock import Clock, SystemClock
from bot.logs import get
from bot.transport import Transport

log = get(__name__)

EVERY = 60.0
"""Seconds from one look to the next, while both agree."""
SAID = 3600.0
"""Seconds from one line about it to the next."""
YEARS = range(2026, 3000)
"""Before them there was no such bot; near the end of all that a date can say nothing can be due."""


class Timekeeper:
    """Hears the date of each answer."""

    def __init__(self, clock: SystemClock, real: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._real = clock, real
        self._next = real()
        self._doubts = 0
        self._said: float | None = None

    def heard(self, date: str | None) -> None:
        """Telegram answered with this date, or without one."""
        known = self._clock.sure or (date is None and not self._clock.differs)
        if self._real() < self._next and known:
            return
        self._next, theirs = self._real() + EVERY, _read(date)
        self._clock.told(theirs)
        if self._clock.differs:
            self._differ(self._clock.machine, theirs)
        else:
            self._agree()

    def _differ(self, machine: datetime, theirs: datetime | None) -> None:
        """What came once may be an answer that had to wait, as in a machine that slept."""
        self._doubts, real = self._doubts + 1, self._real()
        if self._doubts > 1 and (self._said is None or real - self._said >= SAID):
            self._said = real
            log.error("clock_differs", machine=machine, telegram=theirs)

    def _agree(self) -> None:
        if self._said is not None:
            log.info("clock_agrees")
        self._doubts, self._said = 0, None


def listen(transport: Transport, clock: Clock) -> None:
    """Have a machine's clock held against the answers of this transport; a room's is right."""
    if isinstance(clock, SystemClock):
        transport.dated = Timekeeper(clock).heard


def _read(date: str | None) -> datetime | None:
    try:
        found = parsedate_to_datetime(date or "")
    except (ValueError, OverflowError):
        return None
    if found.year not in YEARS:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)

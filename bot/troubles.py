"""What an operator hears of a database that cannot do its work: one line a minute and kind.

Everybody who needs the database tries again by themselves, some of them every second. That is said
here once, whoever met it first, and once more when it works again.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from bot.logs import get
from storage.database import Held, Unavailable

log = get(__name__)

EVERY = 60.0
"""Seconds between two lines of a kind."""


def advice(trouble: Unavailable | Held) -> str:
    """What to do about it, for somebody at a console."""
    if isinstance(trouble, Held):
        return f"{str(trouble).removesuffix('.')}: stop the bot first."
    if trouble.kind == "damaged":
        return "The database is damaged: circlekeeper restore puts a copy in its place."
    return f"Try again later: {trouble}."


class Seldom:
    """Lets one line of a kind through in a minute."""

    def __init__(self, real: Callable[[], float] = time.monotonic) -> None:
        self._real = real
        self._said: dict[str, float] = {}

    def may(self, kind: str) -> bool:
        """Whether it may be said now; it then counts as said."""
        now = self._real()
        if now - self._said.get(kind, now - EVERY) < EVERY:
            return False
        self._said[kind] = now
        return True


class Troubles:
    """Hears how each write went."""

    def __init__(self, real: Callable[[], float] = time.monotonic) -> None:
        self._seldom = Seldom(real)
        self._away = False

    def heard(self, trouble: Unavailable | None) -> None:
        """What could not be done now; None: something was written."""
        if trouble is not None:
            # Of a damaged file the rest works on: it is not over until somebody mends it.
            self._away = trouble.kind != "damaged"
            if self._seldom.may(trouble.kind):
                log.error("database_away", kind=trouble.kind)
        elif self._away:
            self._away = False
            log.info("database_back")

    def unreadable(self, where: str) -> None:
        """What rests sealed in a column does not open. Threads of the database may say so."""
        if self._seldom.may(where):
            log.error("value_unreadable", kind=where)

    def slow(self) -> None:
        """A batch waits for the disk."""
        if self._seldom.may("slow"):
            log.warning("database_slow")

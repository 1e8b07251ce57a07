"""Health: whether a bot does what it is for. It looks; ``bot.health_page`` answers.

Four things must be so: Telegram answered a poll lately, the database answers, every job goes
through, and the machine's clock shows what Telegram's does. Starting the bot anew mends only the
second and the third.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass

from bot import leading
from bot.clock import Clock, differs
from bot.polling import GRACE, WAIT
from storage import people
from storage.database import Database, Held, Unavailable

QUIET = 2.0 * (WAIT + GRACE)
"""Seconds without an answer to a poll: two whole polls, and each pause between tries is shorter."""
LATE = 180.0
"""Seconds that a job may be behind: each is struck again at its interval."""
PATIENCE = 5.0


@dataclass(frozen=True, slots=True)
class Health:
    """What is well, and nothing about anybody."""

    telegram: bool
    database: bool
    jobs: bool
    clock: bool

    @property
    def well(self) -> bool:
        """Whether everything is."""
        return self.telegram and self.database and self.jobs and self.clock


@dataclass(frozen=True, slots=True)
class Watch:
    """Where to look: when a poll was last answered, since when a job is behind, the clock."""

    database: Database
    answered_at: Callable[[], float]
    struck_at: Callable[[], float]
    real: Callable[[], float]
    clock: Clock
    patience: float = PATIENCE

    async def look(self) -> Health:
        """How it is now."""
        now = self.real()
        return Health(
            telegram=now - self.answered_at() <= QUIET,
            database=await self._answers(),
            jobs=now - self.struck_at() <= LATE,
            clock=not differs(self.clock),
        )

    async def _answers(self) -> bool:
        try:
            async with asyncio.timeout(self.patience):
                await self.database.read(people.bot_username)
        except (TimeoutError, Unavailable):
            return False
        return True


class Told:
    """What is told from the first moment of a start on."""

    def __init__(self) -> None:
        self.watch: Watch | None = None
        """Who looks, while the bot runs."""
        self.open = False
        """Somebody can ask."""
        self._well, self._said = False, {"starting": "database"}

    def stands_by(self, held: Held) -> None:
        """Another process leads: to wait is what this one is for."""
        leading.stands_by(held)
        self._well, self._said = True, {"standby": "ok"}

    def leads(self) -> None:
        """The database is ours; Telegram comes next."""
        self._well, self._said = False, {"starting": "telegram"}

    def ends(self) -> None:
        """The bot runs no more."""
        self.watch = None
        self._well, self._said = False, {"stopping": "ok"}

    async def look(self) -> tuple[bool, Mapping[str, str]]:
        """Whether all is well, and what there is to say."""
        if self.watch is None:
            return self._well, self._said
        health = await self.watch.look()
        said = {name: "ok" if well else "not ok" for name, well in asdict(health).items()}
        return health.well, said

"""A copy of the database every night, and no more copies than the settings allow."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from pathlib import Path

from bot.clock import Clock, sure
from bot.logs import get
from bot.schedule import Chore
from bot.settings import Settings
from handlers.rules import wall
from storage import backups
from storage.database import Database, Refused, Unavailable

log = get(__name__)

EVERY = timedelta(minutes=10)
_LONG_DAY = timedelta(hours=26)
"""Longer than the night in autumn that has an hour twice."""


def due(newest: datetime | None, at: str, zone: str, now: datetime) -> bool:
    """Whether the last night passed without a copy."""
    night = wall.next_wall(wall.EVERY_DAY, at, zone, now - _LONG_DAY).at
    following = wall.next_wall(wall.EVERY_DAY, at, zone, night).at
    last = following if following <= now else night
    return newest is None or newest < last <= now


class Nightly:
    """Looks every few minutes whether it is time; so a night that was slept through is made up."""

    def __init__(self, database: Database, settings: Settings, folder: Path, clock: Clock) -> None:
        self._database = database
        self._path = settings.database_path
        self._zone = settings.programme.zone
        self._backup = settings.backup
        self._folder = folder
        self._clock = clock

    @property
    def chore(self) -> Chore:
        """What the schedule strikes."""
        return Chore("backup", EVERY, self.strike)

    async def strike(self) -> None:
        """A copy when it is time; old ones go then, and those whose days are over in any case."""
        now = self._clock.now()
        try:
            there = await asyncio.to_thread(backups.kept, self._path, self._folder)
            # A copy from later than now was dated by a clock that was ahead: it stands in for none.
            newest = next((at for at, _ in there if at <= now), None)
            if due(newest, self._backup.at, self._zone, now):
                await backups.make(self._database, self._path, self._folder, now)
                log.info("backup_made")
            if sure(self._clock):
                keep = self._backup.keep
                await asyncio.to_thread(backups.drop, self._path, self._folder, keep, now)
        except Unavailable as trouble:
            log.error("backup_failed", kind=trouble.kind)
        except (Refused, OSError) as error:
            log.error("backup_failed", error=error)

"""Upkeep of the database: the right key at the start, and nothing forgotten left lying about.

What is deleted is overwritten in the file at once (``secure_delete``); the log beside it and copies
from before a migration still hold it. Both are brought in once an hour, and after a deletion soon.
"""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from bot import addresses
from bot.clock import Clock, sure
from bot.exits import EndsError, ExitCode
from bot.logs import get
from storage import sealing
from storage.database import Database, Refused, Unavailable
from storage.seal import Keyring

log = get(__name__)

BATCH = 500
"""Old values sealed in one step."""
EVERY = 3600.0
NOTHING_IS_OLD = datetime(1970, 1, 1, tzinfo=UTC)
"""What counts as now while the clock may be wrong: no copy goes by that."""
OTHER_KEY = (
    "{where} was sealed with another key than [keys] brings: write the path of the key that it was "
    "made with as file = below [keys]. Nothing was changed."
)


async def fit(database: Database, batch: int = BATCH) -> None:
    """Refuse a database of another key, or tie it to ours; seal what rests plain from before."""
    await own(database)
    await database.write(sealing.bind)
    for column in sealing.COLUMNS:
        after: int | None = 0
        while after is not None:
            step = partial(sealing.seal_plain, column=column, after=after, limit=batch)
            after = await database.write(step)


async def own(database: Database, where: str = "") -> None:
    """Refuse a database of another key; ``where``: what the operator calls it."""
    if not await database.read(sealing.fits):
        raise EndsError(ExitCode.KEY, OTHER_KEY.format(where=where or database.description))


async def look(url: str, keyring: Keyring) -> None:
    """Refuse a database of another key where there is one; nothing is made or migrated."""
    if not addresses.on_server(url) and not await asyncio.to_thread(
        addresses.file(url, Path()).exists
    ):
        return
    try:
        database = await Database.open(url, keyring=keyring, migrate=False)
    except (Refused, Unavailable):
        return  # What is wrong with it is said by whoever needs it.
    try:
        await own(database)
    finally:
        await database.close()


class Upkeep:
    """Tidies when asked, and once an hour. ``soon`` asks, ``run`` is its loop."""

    def __init__(self, database: Database, clock: Clock, every: float = EVERY) -> None:
        self._database = database
        self._clock = clock
        self._every = every
        self._wanted = asyncio.Event()

    def soon(self) -> None:
        """Something was deleted that must not stay in the log."""
        self._wanted.set()

    async def run(self) -> None:
        """Tidy until cancelled."""
        while True:
            await self.tidy()
            try:
                async with asyncio.timeout(self._every):
                    await self._wanted.wait()
            except TimeoutError:
                continue

    async def tidy(self) -> None:
        """Empty the log and drop old copies."""
        self._wanted.clear()
        now = self._clock.now() if sure(self._clock) else NOTHING_IS_OLD
        try:
            if not await self._database.tidy(now):
                log.warning("log_not_emptied")
        except Unavailable as trouble:
            log.debug("upkeep_waits", kind=trouble.kind)

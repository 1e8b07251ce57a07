"""Intake: the way in. Poll, store the batch, and only then let Telegram forget it.

Without the database the offset stays where it is, and only Help is answered. What is stored is
handled by ``bot.workers``.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

from bot import updates
from bot.clock import Clock
from bot.logs import get
from bot.offline import OfflineHelp
from bot.polling import Polling
from bot.troubles import EVERY, Seldom
from bot.workers import Workers
from storage import inbox
from storage.database import Database, Tx, Unavailable
from storage.records import Update

log = get(__name__)

AWAY = 1.0
"""Seconds between tries to store a batch while the database is away."""
PATIENCE = 0.5
"""Seconds that a batch may take to be stored before Help is answered without it."""


async def _no_matter() -> None:
    """Nobody wants to know."""


class Intake:
    """The poll loop."""

    slow: Callable[[], object] = bool
    """What is called when a batch waits for the database."""

    def __init__(
        self,
        polling: Polling,
        bot_id: int,
        database: Database,
        workers: Workers,
        offline: OfflineHelp,
        clock: Clock,
        seam: Callable[[str], None],
        *,
        away: float = AWAY,
        patience: float = PATIENCE,
    ) -> None:
        self._away = away
        self._patience = patience
        self._polling = polling
        self._bot_id = bot_id
        self._database = database
        self._workers = workers
        self._help = offline
        self._clock = clock
        self._seam = seam
        self.heard: Callable[[], Awaitable[object]] = _no_matter
        """Called when a poll was answered, before what it brought is stored."""
        self._seldom = Seldom()

    @property
    def answered_at(self) -> float:
        """When Telegram last answered a poll, by the clock that only runs forward."""
        return self._polling.answered_at

    @property
    def finished_at(self) -> float:
        """When a poll last ended, well or not, by the same clock."""
        return self._polling.finished_at

    @property
    def unheard_for(self) -> float | None:
        """Seconds since Telegram answered a poll, unless there is a reason; None: out of reach."""
        return self._polling.unheard_for

    async def run(self) -> None:
        """Poll until cancelled, or until Telegram says that the process must end."""
        offset: int | None = None
        while True:
            batch, wait = await self._polling.fetch(offset)
            if self.unheard_for is not None:
                await asyncio.wait((asyncio.ensure_future(self.heard()),), timeout=self._patience)
            if batch:
                self._seam("intake.fetched")
                with self._polling.resting():
                    stored_to = await self._keep(batch)
                offset = stored_to if stored_to is not None else offset
                wait = 0.0 if stored_to is not None else self._away
            if wait:
                await asyncio.sleep(wait)
            with self._polling.resting():
                await self._workers.room()

    async def _keep(self, batch: list[Any]) -> int | None:
        """Store a batch; the next offset, or None when it could not be stored."""
        known = [raw for raw in batch if updates.update_id(raw) is not None]
        if len(known) < len(batch) and self._seldom.may("updates_without_id"):
            log.error("updates_without_id", count=len(batch) - len(known))
        if not known:
            return None
        rows = [updates.stored(raw) for raw in known]
        whole = [raw for raw, row in zip(known, rows, strict=True) if row[2] is not updates.NOTHING]
        now = self._clock.now()
        storing = asyncio.ensure_future(self._database.write(lambda tx: self._store(tx, rows, now)))
        # Whoever ends this loop does not wait for it: an error is then nobody's.
        storing.add_done_callback(lambda task: task.cancelled() or task.exception())
        await asyncio.wait((storing,), timeout=self._patience)
        if not storing.done():
            # A locked database may hold the batch for seconds: Help does not wait for it.
            self.slow()
            await self._help.look_through(whole)
        while not (await asyncio.wait((storing,), timeout=EVERY))[0]:
            self.slow()
        try:
            fresh = await storing
        except Unavailable as trouble:
            log.debug("batch_not_stored", kind=trouble.kind)
            await self._help.look_through(whole)
            return None
        self._seam("intake.stored")
        self._workers.take(fresh)
        self._seam("intake.taken")
        return max(number for number, _, _ in rows) + 1

    def _store(self, tx: Tx, rows: list[tuple[int, int, bytes]], now: datetime) -> list[Update]:
        """Store what is new; what was answered without the database is done already."""
        fresh = inbox.store(tx, self._bot_id, rows, now)
        bodies = {body for number, _, body in rows if self._help.answered(number)}
        for update in fresh:
            if update.body in bodies:
                inbox.done(tx, update, now)
        self._seam("intake.storing")
        return [update for update in fresh if update.body not in bodies]

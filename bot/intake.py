"""Intake: the way in. Poll, store the batch, and only then let Telegram forget it.

Without the database the offset stays where it is, and only Help is answered. What is stored is
handled by ``bot.workers``.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from telegram import Bot
from telegram.error import TelegramError

from bot import updates
from bot.clock import Clock
from bot.failures import Outcome, judge
from bot.logs import get
from bot.polling import Polling
from bot.posting import post
from bot.workers import Workers
from handlers.chat.offline import Card, Cards
from handlers.screens.screen import NO_ROW
from storage import inbox
from storage.database import Database, Tx, Unavailable
from storage.records import Update

log = get(__name__)

AWAY = 1.0
"""Seconds between tries to store a batch while the database is away."""
REMEMBERED = 1000
"""So many update ids answered without the database are remembered, to answer each once."""


class Intake:
    """The poll loop."""

    def __init__(
        self,
        polling: Polling,
        bot: Bot,
        database: Database,
        workers: Workers,
        cards: Cards,
        clock: Clock,
        seam: Callable[[str], None],
        *,
        away: float = AWAY,
    ) -> None:
        self._away = away
        self._polling = polling
        self._bot = bot
        self._database = database
        self._workers = workers
        self._cards = cards
        self._clock = clock
        self._seam = seam
        self._tried: deque[int] = deque(maxlen=REMEMBERED)
        self._answered: deque[int] = deque(maxlen=REMEMBERED)

    async def run(self) -> None:
        """Poll until cancelled, or until Telegram says that the process must end."""
        offset: int | None = None
        while True:
            batch, wait = await self._polling.fetch(offset)
            if batch:
                self._seam("intake.fetched")
                stored_to = await self._keep(batch)
                offset = stored_to if stored_to is not None else offset
                wait = 0.0 if stored_to is not None else self._away
            if wait:
                await asyncio.sleep(wait)
            await self._workers.room()

    async def _keep(self, batch: list[Any]) -> int | None:
        """Store a batch; the next offset, or None when it could not be stored."""
        known = [raw for raw in batch if updates.update_id(raw) is not None]
        if len(known) < len(batch):
            log.error("updates_without_id", count=len(batch) - len(known))
        if not known:
            return None
        rows = [updates.stored(raw) for raw in known]
        now = self._clock.now()
        try:
            fresh = await self._database.write(lambda tx: self._store(tx, rows, now))
        except Unavailable as trouble:
            log.warning("batch_not_stored", kind=trouble.kind)
            await self._without_database(known)
            return None
        self._seam("intake.stored")
        self._workers.take(fresh)
        return max(number for number, _, _ in rows) + 1

    def _store(self, tx: Tx, rows: list[tuple[int, int, bytes]], now: datetime) -> list[Update]:
        """Store what is new; what was answered without the database is done already."""
        fresh = inbox.store(tx, self._bot.id, rows, now)
        if not self._answered:
            return fresh
        bodies = {body for number, _, body in rows if number in self._answered}
        for update in fresh:
            if update.body in bodies:
                inbox.done(tx, update, now)
        return [update for update in fresh if update.body not in bodies]

    async def _without_database(self, batch: list[Mapping[str, Any]]) -> None:
        """Help, straight over the transport, once an update."""
        for raw in batch:
            number = updates.update_id(raw)
            if number is None or number in self._tried:
                continue
            try:
                card = self._cards.answer(raw)
            except Exception as error:
                # Whatever somebody sends, the next one in the batch may need Help.
                log.error("update_not_looked_through", error=error)
                continue
            if card is not None:
                await self._help(number, card)

    async def _help(self, number: int, card: Card) -> None:
        """Certainly not sent: again soon. Perhaps sent: not again until the database is back."""
        try:
            await post(
                self._bot,
                card.chat_id,
                card.screen,
                NO_ROW,
                edits=card.edits,
                callback=card.callback,
            )
        except TelegramError as error:
            log.warning("help_not_sent", error=error)
            if judge(error).outcome is not Outcome.WAIT:
                self._tried.append(number)
        else:
            self._tried.append(number)
            self._answered.append(number)

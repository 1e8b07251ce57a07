"""The bot with one of its promises broken on purpose: the check must catch each of them.

Each is a way to run a bot, handed in as the product's own is. What is changed is what the comment
of its class says, and nothing else.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from functools import partial

from typing_extensions import override

from bot.app import App
from bot.delivery import Delivery
from bot.intake import Intake
from bot.settings import Settings
from bot.updates import update_id
from bot.workers import Workers
from handlers.chat.letter import Ready
from storage import dispatch, inbox
from storage.database import Seam, Tx, Unavailable
from storage.records import Update
from tests.stories.stock import serve_changed

Serve = Callable[[Settings, Seam], Awaitable[int]]


class Forgetful(Intake):
    """Does not know an update again: each batch is kept as if another bot had fetched it."""

    @override
    def _store(self, tx: Tx, rows: list[tuple[int, int, bytes]], now: datetime) -> list[Update]:
        count = tx.one("SELECT count(*) AS n FROM inbox")
        return inbox.store(tx, self._bot_id + 1 + (count["n"] if count else 0), rows, now)


class Hurried(Intake):
    """Lets Telegram forget a batch before it is stored: the next poll is on its way first."""

    @override
    async def run(self) -> None:
        batch, _ = await self._polling.fetch(None)
        while True:
            offset = max((update_id(raw) or 0 for raw in batch), default=-1) + 1
            polling = asyncio.create_task(self._polling.fetch(offset or None))
            if batch:
                await asyncio.wait((polling,), timeout=0.05)
                self._seam("intake.fetched")
                await self._keep(batch)
            batch, _ = await polling


class Hasty(Delivery):
    """Stores that a message was sent before it is."""

    @override
    async def _send(self, ready: Ready, now: datetime) -> None:
        await self._database.write(lambda tx: dispatch.sent(tx, ready.row, None, now))
        await super()._send(ready, now)


class Stuck(Delivery):
    """What was claimed when a bot died stays claimed for ever."""

    @override
    async def recover(self) -> None:
        now = self._clock.now()
        self._waits = await self._database.write(lambda tx: dispatch.chat_waits(tx, now))


class Swallowing(Workers):
    """Takes an update whose step failed for done."""

    @override
    async def _attempt(self, update: Update) -> None:
        try:
            await super()._attempt(update)
        except Unavailable:
            raise
        except Exception:
            now = self._clock.now()
            await self._database.write(lambda tx: inbox.done(tx, update, now))


def _intake(kind: type[Intake], app: App) -> None:
    app.intake.__class__ = kind


def _delivery(kind: type[Delivery], app: App) -> None:
    app.delivery.__class__ = kind


def _workers(kind: type[Workers], app: App) -> None:
    app.workers.__class__ = kind


async def _serve(change: Callable[[App], None], settings: Settings, seam: Seam) -> int:
    return await serve_changed(settings, seam, change)


forgetful: Serve = partial(_serve, partial(_intake, Forgetful))
hurried: Serve = partial(_serve, partial(_intake, Hurried))
hasty: Serve = partial(_serve, partial(_delivery, Hasty))
stuck: Serve = partial(_serve, partial(_delivery, Stuck))
swallowing: Serve = partial(_serve, partial(_workers, Swallowing))

"""Stored updates and how they were handled: what the tests of workers have in common."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, TypeVar

import orjson
from typing_extensions import override

from bot.app import App
from bot.workers import Workers
from storage import inbox
from storage.database import Database, Tx, Unavailable
from storage.enums import InboxState
from storage.records import Update
from tests.bot.doors import AWAY, raw_text

T = TypeVar("T")


class Slow:
    """A database whose reads wait behind a gate, before and after they look."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.write = database.write
        self.before = asyncio.Event()
        self.after = asyncio.Event()
        self.reading = 0

    async def read(self, step: Callable[[Tx], T]) -> T:
        """Look between the two gates."""
        self.reading += 1
        await self.before.wait()
        found = await self._database.read(step)
        await self.after.wait()
        self.reading -= 1
        return found


def behind(app: App, slow: Slow, **bounds: int) -> Workers:
    """Workers whose reads go through the gates."""
    given: Any = slow
    seam = app.workers._seam
    clock = app.workers._clock
    help_ = app.workers._help
    return Workers(given, app.delivery, app.bot, app.house, help_, clock, seam, away=AWAY, **bounds)


async def store(app: App, *updates: tuple[int, int], text: str = "hello") -> list[Update]:
    """Keep updates (id, chat) as intake does, without handing them over."""
    rows = [(number, chat, orjson.dumps(raw_text(number, chat, text))) for number, chat in updates]
    return await app.database.write(lambda tx: inbox.store(tx, app.bot.id, rows, app.clock.now()))


async def handled(app: App) -> list[tuple[int, int]]:
    """(chat, own number) of every update that was done, in the order in which it was."""

    def look(tx: Tx) -> list[tuple[int, int]]:
        sql = "SELECT chat_id, id FROM inbox WHERE state = :done ORDER BY done_at"
        return [(row["chat_id"], row["id"]) for row in tx.all(sql, done=int(InboxState.DONE))]

    return await app.database.read(look)


async def states(app: App) -> list[int]:
    """The states of everything in the inbox, in its order."""
    found = await app.database.read(lambda tx: tx.all("SELECT state FROM inbox ORDER BY id"))
    return [row["state"] for row in found]


async def rows_said(app: App) -> int:
    """How many rows the outbox has."""
    rows = await app.database.read(lambda tx: tx.all("SELECT id FROM outbox"))
    return len(rows)


def in_order(found: list[tuple[int, int]]) -> bool:
    """Whether every chat's own updates were done in the order of their arrival."""
    chats = {chat for chat, _ in found}
    return all(
        (mine := [number for chat, number in found if chat == one]) == sorted(mine) for one in chats
    )


async def work(workers: Workers, within: float = 10.0) -> None:
    """Let them work until all that they took is handled."""
    task = asyncio.create_task(workers.run())
    try:
        async with asyncio.timeout(within):
            await workers.settle()
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


class Sometimes(Slow):
    """A database that cannot be read a few times."""

    failing = 0

    @override
    async def read(self, step: Callable[[Tx], T]) -> T:
        """Fail, or look."""
        if self.failing:
            self.failing -= 1
            raise Unavailable("locked")
        return await self._database.read(step)

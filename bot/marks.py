"""Marks: what became of sent rows, kept together every few milliseconds.

A commit a result would cost twice the CPU. While the database is away the marks wait in memory,
and their rows stay claimed.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

from bot.failures import Outcome
from bot.logs import get
from handlers.chat import reach
from handlers.chat.letter import Arrived
from storage import dispatch, people
from storage.database import Database, Tx, Unavailable
from storage.enums import Class
from storage.records import Row

log = get(__name__)
Mark = Callable[[Tx], None]

EVERY = 0.02
"""Seconds that a result waits for others."""
TRIES = 40
"""A row that Telegram answers with its own trouble is given up after so many tries, half an hour
or so; alerts only when it is their chat that it refuses."""
AWAY = 1.0
"""Seconds between tries while the database is away."""


class Marks:
    """Collects results and writes them in one step."""

    def __init__(
        self,
        database: Database,
        kept: Callable[[], None],
        away: float = AWAY,
        every: float = EVERY,
    ) -> None:
        self._away, self._every = away, every
        self._database = database
        self._kept = kept
        self._waiting: list[Mark] = []
        self._task: asyncio.Task[None] | None = None
        self._wanted = asyncio.Event()

    def add(self, mark: Mark) -> None:
        """Keep one result soon."""
        self._waiting.append(mark)
        if self._task is None:
            self._task = asyncio.create_task(self._run())

    async def flushed(self) -> None:
        """Keep everything that was added, without waiting for others."""
        while self._task is not None:
            self._wanted.set()
            await asyncio.wait([self._task])

    async def stop(self) -> None:
        """Give up what could not be kept: its rows stay claimed."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task])

    async def _run(self) -> None:
        try:
            while self._waiting:
                with suppress(TimeoutError):
                    async with asyncio.timeout(self._every):
                        await self._wanted.wait()
                await self._write()
        finally:
            self._wanted.clear()
            self._task = None

    async def _write(self) -> None:
        marks, self._waiting = self._waiting, []
        try:
            await self._keep(marks)
        except Unavailable as trouble:
            log.debug("results_wait", kind=trouble.kind)
            self._waiting = marks + self._waiting
            await asyncio.sleep(self._away)
        except Exception:
            # Whose fault it is shows when each is kept alone: the others must not suffer.
            await self._one_by_one(marks)
        else:
            self._kept()

    async def _keep(self, marks: list[Mark]) -> None:
        def keep(tx: Tx) -> None:
            for mark in marks:
                mark(tx)

        await self._database.write(keep)

    async def _one_by_one(self, marks: list[Mark]) -> None:
        for number, mark in enumerate(marks):
            try:
                await self._keep([mark])
            except Unavailable:
                self._waiting = marks[number:] + self._waiting
                return
            except Exception as error:
                log.error("result_lost", error=error)


def sent(
    tx: Tx, row: Row, message_id: int | None, now: datetime, arrived: Arrived | None = None
) -> None:
    """It arrived, as a new message or as a change of one; its letter may remember so."""
    dispatch.sent(tx, row, message_id, now)
    if arrived is not None:
        arrived(tx, row, now)
    if message_id is not None:
        people.saw_message(tx, row.person_id, message_id)


def gone(tx: Tx, row: Row, now: datetime) -> None:
    """Nothing can be delivered to this person any more."""
    dispatch.drop(tx, row, Outcome.GONE, now)
    reach.lost(tx, row.person_id, now)


def tries_again(row: Row, outcome: Outcome) -> bool:
    """Whether a row whose call failed so goes once more, by its class."""
    if outcome in (Outcome.WAIT, Outcome.TOKEN, Outcome.REFUSED):
        for_good = row.klass is Class.ALERT and outcome is not Outcome.REFUSED
        return for_good or row.tries < TRIES
    return outcome is Outcome.UNKNOWN and row.klass in (Class.ALERT, Class.EDIT)


def again(tx: Tx, row: Row, at: datetime, *, repeat: bool, chat_waits: bool) -> None:
    """Try again from this instant; ``chat_waits``: Telegram asked to leave the chat alone."""
    dispatch.wait(tx, row, at, repeat=repeat)
    if chat_waits:
        dispatch.wait_in_chat(tx, row.person_id, at)

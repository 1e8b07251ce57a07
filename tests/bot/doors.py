"""Both doors on a stage of their own: a room, a file, and the pieces of the bot between them.

``seam`` and ``clock`` are ours; sockets, SQLite and python-telegram-bot are real.
"""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from telegram import Bot

from bot.app import App
from bot.clock import Clock
from bot.intake import Intake
from bot.offline import OfflineHelp
from bot.polling import Polling
from bot.practice_room.clock import RoomClock
from bot.practice_room.room import Room
from bot.settings import Database as DatabaseSettings
from bot.settings import Keys, Settings, Telegram
from bot.transport import Transport
from bot.workers import Workers
from handlers.chat.offline import Cards
from handlers.texts import catalog
from storage.database import Database, no_seam
from storage.seal import Keyring
from tests.bot.broken import KEY

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
AWAY = 0.03
TEXTS = catalog.load()
SORRY = "Something went wrong on my side"


class Ticking:
    """A clock that never tells the same time twice, so that times tell the order."""

    def __init__(self) -> None:
        self._at = MONDAY

    def now(self) -> datetime:
        """A microsecond later than the last one."""
        self._at += timedelta(microseconds=1)
        return self._at


class At:
    """A clock that is set."""

    def __init__(self) -> None:
        self.at = MONDAY

    def now(self) -> datetime:
        """As set."""
        return self.at


class Trap:
    """A seam that fails at named moments, and remembers how often each was passed."""

    def __init__(self, **springs: int) -> None:
        self.left = {name.replace("_", "."): times for name, times in springs.items()}
        self.passed: list[str] = []

    def __call__(self, moment: str) -> None:
        self.passed.append(moment)
        if self.left.get(moment, 0) > 0:
            self.left[moment] -= 1
            raise RuntimeError("a bug on purpose")


def settings_of(room: Room, path: Path) -> Settings:
    """The settings of a bot behind a room."""
    told = {"token": room.token, "api_base_url": room.url}
    return Settings(
        telegram=Telegram.model_validate(told),
        database=DatabaseSettings(url=f"sqlite:///{path}"),
        keys=Keys.model_validate({"key": KEY}),
    )


def bot_of(room: Room, transport: Transport) -> Bot:
    """The library's Bot over our transport."""
    return Bot(
        room.token,
        base_url=f"{room.url}/bot",
        request=transport,
        get_updates_request=transport,
    )


@asynccontextmanager
async def still_room(**more: Any) -> AsyncIterator[Room]:
    """A room whose clock stands at nine on a Monday."""
    async with Room.open(clock=RoomClock(running=False, start=MONDAY), **more) as room:
        yield room


@asynccontextmanager
async def doors(
    room: Room,
    folder: Path,
    *,
    seam: Callable[[str], None] = no_seam,
    clock: Clock | None = None,
    wait: float = 0.02,
    read: float = 20.0,
    **bounds: int,
) -> AsyncIterator[App]:
    """A wired bot that runs nothing yet; an absent database is noticed and tried again soon.

    ``wait``: seconds that the database waits for somebody else's lock; ``read``: that a call
    waits for its answer.
    """
    path = folder / "doors.db"
    database = await Database.open(f"sqlite:///{path}", keyring=Keyring.plain(), patience=wait)
    transport = Transport(read=read)
    await transport.initialize()
    try:
        bot, time_ = bot_of(room, transport), clock or room.clock
        await bot.initialize()
        app = App(settings_of(room, path), time_, seam, database, bot, transport, TEXTS)
        help_ = OfflineHelp(bot, Cards(TEXTS))
        app.workers = Workers(
            database, app.delivery, bot, app.house, help_, time_, seam, away=AWAY, **bounds
        )
        app.workers.changed = app.menus.soon
        polling = Polling(transport, f"{bot.base_url}/getUpdates", time.monotonic)
        app.intake = Intake(
            polling, bot.id, database, app.workers, help_, time_, seam, away=AWAY, patience=0.2
        )
        yield app
        await app.delivery.stop(last_calls=0.5)
    finally:
        await transport.shutdown()
        await database.close()


@asynccontextmanager
async def running(app: App) -> AsyncIterator[asyncio.Task[None]]:
    """The bot's loops, until the block ends; what they raised comes out there."""
    stop = asyncio.Event()
    task = asyncio.create_task(app.run(stop))
    try:
        yield task
    finally:
        stop.set()
        await task


@contextlib.contextmanager
def held(app: App) -> Iterator[None]:
    """Somebody else writes to the database all the time."""
    path = app.settings.database.url.removeprefix("sqlite:///")
    connection = sqlite3.connect(path, isolation_level=None, timeout=5.0)
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        connection.close()


async def until(true: Callable[[], object], within: float = 5.0) -> None:
    """Wait in real time until something is true."""
    async with asyncio.timeout(within):
        while not true():  # noqa: ASYNC110 - whatever it is, no event tells of it
            await asyncio.sleep(0.005)


def raw_text(update_id: int, chat: int, text: str) -> dict[str, Any]:
    """An update as Telegram sends it: somebody writes."""
    who = {"id": chat, "is_bot": False, "first_name": "Dan", "language_code": "en"}
    message = {
        "message_id": update_id,
        "date": 1_700_000_000,
        "chat": {"id": chat, "type": "private", "first_name": "Dan"},
        "from": who,
        "text": text,
    }
    if text.startswith("/"):
        length = len(text.split()[0])
        message["entities"] = [{"type": "bot_command", "offset": 0, "length": length}]
    return {"update_id": update_id, "message": message}

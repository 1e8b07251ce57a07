"""One performance: a practice room here, the bot as a process of its own, the whole story."""

from __future__ import annotations

import asyncio
import json
import sqlite3
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from bot import keys
from bot.app import invite
from bot.practice_room.clock import RoomClock
from bot.practice_room.room import Room
from bot.settings import load
from storage.engines.sqlite_file import APPLICATION_ID
from storage.enums import Role
from tests.stories.kill_check import Verdict, check, updates_handled
from tests.stories.kill_forks import OURS, STOCK, Forks
from tests.stories.kill_people import Lost
from tests.stories.kill_story import START, Cast, play
from tests.stories.process import Hit, Life
from tests.stories.supervised import PATIENCE, Supervised

FIRST_UPDATE = 1_000
LONGEST = 60.0
"""Real seconds that a performance may take."""
VISIBLE = ("sendMessage", "sendPhoto", "editMessageText")


@dataclass(frozen=True, slots=True)
class Performance:
    """What is left when the story is over."""

    verdict: Verdict
    kills: int
    counts: dict[str, int]
    """How often each seam was reached; only where nobody was killed."""
    shows: tuple[str, ...]
    """What the bot showed, call by call: the n-th stands for the n-th `delivery.after`."""
    updates: int
    handled: int
    blocks: int
    """Which of the updates says that Ben blocks the bot, counted from 1."""


async def perform(
    forks: Forks, folder: Path, kill: Hit | None = None, *, stocked: bool = False
) -> Performance:
    """Play the story to its end, and check it."""
    clock = RoomClock(running=False, start=START, patience=30.0)
    async with Room.open(clock=clock, first_update=FIRST_UPDATE) as room:
        config = settle_in(room, folder)
        lives = [Life(kill)] if kill else []
        bot = forks.start(folder, config, lives, STOCK if stocked else OURS)
        cast = Cast.on(room)
        try:
            async with asyncio.timeout(LONGEST):
                await answers(room, bot)
                await play(room, cast, await invite(load(config), Role.COORDINATOR))
                await _rest(cast)
        except Lost as error:
            raise Lost(f"killed at {kill}: {error}\n{bot.last_words()}") from None
        finally:
            await bot.stop()
        return _end(room, cast, bot, kill)


def _end(room: Room, cast: Cast, bot: Supervised, kill: Hit | None) -> Performance:
    database = bot.journal.with_name("story.db")
    try:
        verdict = check(room, cast, database, kills=bot.kills)
    except Lost as error:
        raise Lost(f"killed at {kill}:\n{error}") from None
    counts = bot.journal.with_name("counts")
    return Performance(
        verdict=verdict,
        kills=bot.kills,
        counts=json.loads(counts.read_text()) if counts.exists() else {},
        shows=_shows(room),
        updates=room.world.queue.next_id - FIRST_UPDATE,
        handled=updates_handled(database),
        blocks=cast.blocks - FIRST_UPDATE + 1,
    )


def settle_in(room: Room, folder: Path) -> Path:
    """Settings beside a database of the oldest version, which the start must bring up."""
    folder.mkdir(parents=True)
    database = folder / "story.db"
    with closing(sqlite3.connect(database)) as connection:
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute("VACUUM")
    config = folder / "config.toml"
    config.write_text(
        f'[telegram]\ntoken = "{room.token}"\napi_base_url = "{room.url}"\n'
        f'[database]\nurl = "sqlite:///{database}"\n[keys]\nfile = "key/master.key"\n'
    )
    keys.write(folder / "key" / "master.key")
    for file in (config, database):
        file.chmod(0o600)
    return config


async def answers(room: Room, bot: Supervised) -> None:
    """The database is open and Telegram was met."""
    deadline = time.monotonic() + PATIENCE
    while not room.history.of("getMe"):
        if time.monotonic() > deadline:
            raise AssertionError(f"the bot did not start: {bot.events()}\n{bot.last_words()}")
        await asyncio.sleep(0.005)


async def _rest(cast: Cast) -> None:
    """Nobody does anything for a while: what is still to come comes."""
    for _ in range(3):
        await cast.eve.waits()


def _shows(room: Room) -> tuple[str, ...]:
    return tuple(
        str(call.params.get("text") or call.params.get("caption"))
        for call in room.history
        if call.method in VISIBLE and call.status == 200
    )

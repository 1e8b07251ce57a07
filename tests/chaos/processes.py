"""The bot as processes of its own on a world that is there already: killed, stopped, started."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

from tests.chaos.worlds import World
from tests.stories.kill_forks import Forks
from tests.stories.supervised import Supervised

PATIENCE = 60.0


def config(place: World, folder: Path) -> Path:
    """Settings for a process on the database of a world; the world's own bot has stopped."""
    settings = place.bot.settings()
    key = folder / "key" / "master.key"
    key.parent.mkdir(mode=0o700)
    key.write_text(settings.keys.secret(), "ascii")
    file = folder / "config.toml"
    file.write_text(
        f'[telegram]\ntoken = "{place.room.token}"\napi_base_url = "{place.room.url}"\n'
        f'[database]\nurl = "{settings.database.url}"\n[keys]\nfile = "key/master.key"\n'
    )
    for one in (file, key):
        one.chmod(0o600)
    return file


async def until(true: Callable[[], object], what: Supervised) -> None:
    """Wait in real time until something is true."""
    deadline = time.monotonic() + PATIENCE
    while not true():
        if time.monotonic() > deadline:
            raise AssertionError(f"{what.events()}\n{what.last_words()}")
        await asyncio.sleep(0.005)


def running(bot: Supervised) -> int:
    """The process that runs now; 0 when none does."""
    word, number = (bot.events() or [("", 0)])[-1]
    return number if word == "started" else 0


async def kill(bot: Supervised) -> None:
    """kill -9, and wait until its supervisor has seen it."""
    seen, number = len(bot.events()), running(bot)
    assert number, bot.events()
    os.kill(number, signal.SIGKILL)
    await until(lambda: len(bot.events()) > seen, bot)


async def ends(bot: Supervised) -> tuple[int, float]:
    """SIGTERM: the exit code, and after how many seconds."""
    began = time.monotonic()
    os.kill(running(bot), signal.SIGTERM)
    await until(lambda: bot.events()[-1][0] == "ended", bot)
    return bot.events()[-1][1], time.monotonic() - began


def begin(forks: Forks, folder: Path, file: Path) -> Supervised:
    """A process under a supervisor that starts it again after a kill."""
    folder.mkdir(exist_ok=True)
    return forks.start(folder, file, [])

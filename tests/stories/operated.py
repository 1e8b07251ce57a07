"""The bot as an operator runs it: the real command, in a process and a folder of its own."""

from __future__ import annotations

import asyncio
import signal
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bot import keys
from bot.practice_room.room import Room

ROOT = Path(__file__).parents[2]


def config_of(room: Room, folder: Path, more: str = "") -> Path:
    """Settings for this room, with a key of their own, that nobody else can read."""
    keys.write(folder / "key" / "master.key")
    config = folder / "config.toml"
    config.write_text(
        f'[telegram]\ntoken = "{room.token}"\napi_base_url = "{room.url}"\n'
        f'[keys]\nfile = "key/master.key"\n{more}'
    )
    config.chmod(0o600)
    return config


@dataclass
class Running:
    """`circlekeeper run`, and how it ended."""

    process: asyncio.subprocess.Process
    log: Path
    seconds: float = 0.0
    """From the signal to the end."""

    async def ends(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Send a signal, wait for the end; the exit code."""
        since = time.monotonic()
        self.process.send_signal(number)
        code = await asyncio.wait_for(self.process.wait(), 30)
        self.seconds = time.monotonic() - since
        return code


@asynccontextmanager
async def running(config: Path) -> AsyncIterator[Running]:
    """The bot in its own process; whatever happens it is gone after the block."""
    log = config.with_name("log")
    with log.open("wb") as out:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "run", "--config", str(config)), cwd=ROOT, stderr=out
        )
    try:
        yield Running(process, log)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def until(true: Callable[[], object], within: float = 20.0) -> None:
    """Wait in real time until something is true."""
    async with asyncio.timeout(within):
        while not true():  # noqa: ASYNC110 - what another process does, no event tells of
            await asyncio.sleep(0.01)

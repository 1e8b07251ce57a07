"""One process on a database (the first half of F14): who comes second hears who is there."""

from __future__ import annotations

import asyncio
import signal
import sys
import time
from pathlib import Path

import pytest

from bot.exits import ExitCode
from bot.practice_room.room import Room
from tests.chaos.conftest import Tell
from tests.chaos.table import Line
from tests.stories.operated import ROOT, config_of, running, until

pytestmark = pytest.mark.proof
LONGEST = 60.0
"""Real seconds in which a process starts, answers, or hears that it may not."""


async def refused(config: Path) -> tuple[int | None, str]:
    """Start one more; its exit code, and what it says."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "run", "--config", str(config)),
        cwd=ROOT,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        _, said = await asyncio.wait_for(process.communicate(), LONGEST)
    except TimeoutError:
        process.kill()
        await process.wait()
        return None, "it runs"
    return process.returncode, said.decode()


async def test_the_second_hears_who_is_there_and_the_next_one_takes_over(
    tmp_path: Path, tell: Tell
) -> None:
    async with Room.open() as room:
        config = config_of(room, tmp_path)
        async with running(config) as first:
            await until(lambda: room.history.of("setMyCommands"), LONGEST)
            code, said = await refused(config)
            ana = room.phone("Ana")
            await ana.says("/help")
            await ana.sees("988", within=LONGEST)  # the first one was not disturbed
            assert await first.ends(signal.SIGKILL) == -signal.SIGKILL
        met, since = len(room.history.of("getMe")), time.monotonic()
        async with running(config) as second:
            await until(lambda: len(room.history.of("getMe")) > met, LONGEST)
            waited = time.monotonic() - since
            assert await second.ends() == 0
    who = f"is in use by process {first.process.pid} since 20"
    held = code == ExitCode.HELD and who in said and said.count("\n") == 1
    tell(Line("F14 a second process", 1, recovery=waited, held=held, remark=f"ended with {code}"))

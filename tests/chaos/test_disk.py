"""A disk that is slow, locked, full, refusing or not to be written (F23 to F26) under a real bot.

Nothing is confirmed to Telegram that is not stored; Help and the crisis cards come once each all
the while; it goes on by itself; the operator reads one line a minute and kind.
"""

from __future__ import annotations

import asyncio
import resource
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import pytest
import pytest_asyncio

from tests.chaos.conftest import Tell
from tests.chaos.disk_bot import OwnBot, may_mount
from tests.chaos.disk_play import Fault, Yard, play, yard

pytestmark = [
    pytest.mark.proof,
    pytest.mark.skipif(sys.platform != "linux", reason="Disks are spoilt as Linux lets us."),
    pytest.mark.asyncio(loop_scope="module"),
]
HOLDS = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.read()
"""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def big(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Yard]:
    """A bot on an ordinary disk, which lives through one fault after another."""
    async with yard(tmp_path_factory.mktemp("big"), "Ana", "Ben", "Cleo", "Dora") as one:
        yield one


@asynccontextmanager
async def slow(bot: OwnBot) -> AsyncIterator[None]:
    """Each commit takes half a second longer."""
    bot.switch.touch()
    try:
        yield
    finally:
        bot.switch.unlink()


@asynccontextmanager
async def locked(bot: OwnBot) -> AsyncIterator[None]:
    """A second process holds the right to write."""
    holder = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", HOLDS, str(bot.database)),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert holder.stdout is not None
    assert await holder.stdout.readline() == b"held\n"
    try:
        yield
    finally:
        holder.kill()
        await holder.wait()


@asynccontextmanager
async def refusing(bot: OwnBot) -> AsyncIterator[None]:
    """No file may grow or be written: SQLite hears an I/O error at each write."""
    before = resource.prlimit(bot.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(bot.pid, resource.RLIMIT_FSIZE, (0, before[1]))
    try:
        yield
    finally:
        resource.prlimit(bot.pid, resource.RLIMIT_FSIZE, before)


@asynccontextmanager
async def full(bot: OwnBot) -> AsyncIterator[None]:
    """Somebody else's file takes all the space that is left."""
    filler = bot.database.with_name("filler")
    with filler.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"x" * 4096)
        except OSError:
            pass
    try:
        yield
    finally:
        filler.unlink()


@asynccontextmanager
async def read_only(bot: OwnBot) -> AsyncIterator[None]:
    """The database and its log cannot be changed any more, by whoever has them open, too."""
    files = (bot.database, bot.database.with_name(f"{bot.database.name}-wal"))
    with unchangeable(*files):
        yield


@contextmanager
def unchangeable(*files: Path) -> Iterator[None]:
    """The immutable flag, which holds for open files and for root."""
    change("+i", *files)
    try:
        yield
    finally:
        change("-i", *files)


def change(flag: str, *files: Path) -> bool:
    """Set or take the flag; whether this disk and this user can."""
    if shutil.which("chattr") is None:
        return False
    command = ("/usr/bin/env", "chattr", flag, *map(str, files))
    done = subprocess.run(command, capture_output=True, check=False)
    return done.returncode == 0


def may_freeze(folder: Path) -> bool:
    """Whether a file here can be made unchangeable under somebody who has it open."""
    probe = folder / "probe"
    with probe.open("wb", buffering=0) as file:
        if not change("+i", probe):
            return False
        try:
            file.write(b"x")
        except OSError:
            return True
        else:
            return False
        finally:
            change("-i", probe)
            probe.unlink()


async def test_a_slow_disk_makes_everything_late_and_nothing_lost(
    big: Yard, tell: Tell, long: bool
) -> None:
    lasts, line = 5.0 if long else 1.5, "database_slow"
    tell(await play(big, Fault("F23 slow disk", slow(big.bot), line, lasts, stores=True)))


async def test_a_locked_database_is_waited_for(big: Yard, tell: Tell, long: bool) -> None:
    lasts, line = 30.0 if long else 6.0, "database_away kind=locked"
    tell(await play(big, Fault("F24 locked by another process", locked(big.bot), line, lasts)))


async def test_a_disk_that_refuses_is_waited_for(big: Yard, tell: Tell, long: bool) -> None:
    lasts, line = 5.0 if long else 1.5, "database_away kind=io"
    tell(await play(big, Fault("F26 writing fails", refusing(big.bot), line, lasts)))


async def test_a_database_that_nobody_may_write_is_waited_for(
    big: Yard, tell: Tell, long: bool
) -> None:
    if not may_freeze(big.bot.database.parent):
        pytest.skip("Nobody here can make an open file unchangeable.")
    lasts, line = 5.0 if long else 1.5, "database_away kind=io"
    tell(await play(big, Fault("F26 read-only while running", read_only(big.bot), line, lasts)))


async def test_a_full_disk_is_waited_for(tell: Tell, long: bool, tmp_path: Path) -> None:
    if not may_mount():
        pytest.skip("Nobody here can mount a small disk.")
    lasts, line = 5.0 if long else 1.5, "database_away kind=full"
    async with yard(tmp_path, "Ana", small=True) as small:
        tell(await play(small, Fault("F25 disk full", full(small.bot), line, lasts)))

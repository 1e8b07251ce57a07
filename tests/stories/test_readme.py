"""The README, command by command, in a fresh copy of the repository: all but `make test`."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import aiohttp
import pytest

from tests.stories.operated import ROOT

needs_make = pytest.mark.skipif(
    sys.platform == "win32" or not all(map(shutil.which, ("bash", "git", "make"))),
    reason="The README asks for make, and this test for bash and git.",
)
README = (ROOT / "README.md").read_text("utf-8")
COMMANDS = [
    line
    for block in re.findall(r"^```sh\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)
    for line in block.splitlines()
] + re.findall(r"`((?:make|circlekeeper|\.venv/bin)[ /][^`]+)`", README)
OPENS_A_ROOM = (
    "make demo",
    "make demo PORT=9000",
    ".venv/bin/python -m bot.practice_room --port 8081",
)
ENDS = ("make setup", "make help", ".venv/bin/circlekeeper --help")
OURSELVES = "make test"
SOON = 30.0


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("readme") / "circlekeeper"
    clone = ["git", "clone", "--quiet", str(ROOT), str(folder)]
    os.spawnvp(os.P_WAIT, "git", clone)  # noqa: S606 - our own repository
    return folder


def _port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@asynccontextmanager
async def running(command: str, copy: Path) -> AsyncIterator[asyncio.subprocess.Process]:
    """A command of the README in the copy, with a port that is free; told to end, it does."""
    port = _port()
    environment = {
        "PATH": f"{Path(__file__).with_name('machine')}:{os.environ['PATH']}",
        "HOME": str(copy.parent),
        "PYTHON": sys.executable,
        "PORT": str(port),
    }
    process = await asyncio.create_subprocess_exec(
        *("bash", "-ec", re.sub("8081|9000", str(port), command)),
        cwd=copy,
        env=environment,
        stdout=asyncio.subprocess.PIPE,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        try:
            await asyncio.wait_for(process.wait(), SOON)
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)


def test_every_command_is_run_here() -> None:
    assert set(COMMANDS) == {*OPENS_A_ROOM, *ENDS, OURSELVES}


@needs_make
@pytest.mark.proof
@pytest.mark.parametrize("command", ENDS)
async def test_what_ends_ends_well(command: str, copy: Path) -> None:
    async with running(f"make setup >&2 && {command}", copy) as process:
        assert await asyncio.wait_for(process.wait(), SOON) == 0


@needs_make
@pytest.mark.proof
@pytest.mark.parametrize("command", OPENS_A_ROOM)
async def test_what_opens_a_room_says_where_it_is(command: str, copy: Path) -> None:
    async with running(f"make setup >&2 && {command}", copy) as process:
        assert process.stdout is not None
        line = await asyncio.wait_for(process.stdout.readline(), SOON)
        [address] = re.findall(rb"http://[\d.]+:\d+", line)
        async with aiohttp.ClientSession() as browser, browser.get(address.decode()) as page:
            assert page.status == 200
            assert "<title>Practice room" in await page.text()

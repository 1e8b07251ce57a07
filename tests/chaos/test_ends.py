"""What ends the real process, with which code, and what does not (F14, F15)."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.exits import ExitCode
from bot.practice_room.records import Call
from bot.practice_room.room import Room
from tests.chaos.circle import in_short, most_a_second
from tests.chaos.conftest import Tell
from tests.chaos.table import Line
from tests.stories.operated import Running, config_of, running, until

pytestmark = [
    pytest.mark.proof,
    pytest.mark.skipif(sys.platform == "win32", reason="It is not run there."),
]
TOKEN = "7:canary-practice-half"
SECRET = "canary"
LONGEST = 60.0
"""Real seconds in which a process starts, or ends; how fast it was is told."""
HELP = "988"


@dataclass
class Played:
    """A room, and a bot before it in a process of its own."""

    room: Room
    folder: Path
    bot: Running

    @property
    def log(self) -> str:
        """All that it wrote."""
        return self.bot.log.read_text()

    async def up(self) -> None:
        """It polls."""
        await until(lambda: self.room.history.of("setMyCommands"), within=LONGEST)

    async def code(self, within: float = LONGEST) -> int:
        """How it ends by itself, in time."""
        return await asyncio.wait_for(self.bot.process.wait(), within)

    def waiting(self) -> int:
        """How much is still to be said."""
        with contextlib.closing(sqlite3.connect(self.folder / "circlekeeper.db")) as rows:
            found = rows.execute("SELECT count(*) FROM outbox WHERE state = 0").fetchone()
        return int(found[0])


@asynccontextmanager
async def _played(folder: Path, before: Callable[[Room], object] = bool) -> AsyncIterator[Played]:
    folder.mkdir()  # noqa: ASYNC240 - at once
    async with Room.open(token=TOKEN) as room:
        before(room)
        async with running(config_of(room, folder)) as bot:
            yield Played(room, folder, bot)


async def _refused_at_start(folder: Path, status: int) -> float:
    """The very first question is answered so."""
    begun = time.monotonic()
    async with _played(folder, lambda room: room.faults.answer(status, count=None)) as one:
        assert await one.code() == ExitCode.TOKEN
        _told_once(one)
    return time.monotonic() - begun


async def _refused_while_polling(folder: Path, status: int) -> float:
    """The poll that waits at Telegram's is answered so."""
    async with _played(folder) as one:
        await one.up()
        begun = time.monotonic()
        one.room.faults.answer(status, method="getUpdates", count=None)
        assert await one.code() == ExitCode.TOKEN
        _told_once(one)
    return time.monotonic() - begun


async def _refused_while_sending(folder: Path, status: int) -> float:
    """What was to be said is said by the next bot, which has the right token."""
    async with _played(folder) as one:
        await one.up()
        ana = one.room.phone("Ana")
        one.room.faults.answer(status, method="sendMessage", chat=ana.id, count=None)
        begun = time.monotonic()
        await ana.says("/help")
        assert await one.code() == ExitCode.TOKEN
        ended = time.monotonic() - begun
        _told_once(one)
        assert one.waiting() == 1
        one.room.faults.clear()
        async with running(one.folder / "config.toml") as again:
            await ana.sees(HELP, within=20)
            assert await again.ends() == 0
    return ended


def _told_once(one: Played) -> None:
    """The first refusal is the last call that meets one."""
    refused = [call for call in one.room.history if call.status in (401, 404)]
    assert len(refused) == 1
    assert one.log.count("Telegram refuses the token: check ") == 1, one.log
    assert SECRET not in one.log


REFUSALS = {
    "at the start": _refused_at_start,
    "while it polls": _refused_while_polling,
    "while it sends": _refused_while_sending,
}


@pytest.mark.parametrize("when", REFUSALS)
async def test_a_refused_token_ends_it(tmp_path: Path, tell: Tell, long: bool, when: str) -> None:
    in_short(long, when == "while it sends")
    statuses = (401, 404) if long else (401,)
    took = [await REFUSALS[when](tmp_path / str(status), status) for status in statuses]
    remark = f"code 5 within {max(took):.1f} s"
    tell(Line(f"F15 the token is refused {when}", len(statuses), remark=remark))


async def test_another_process_with_the_same_token(tmp_path: Path, tell: Tell, long: bool) -> None:
    """One of the two ends and says why; the other one answers on."""
    in_short(long, False)
    async with _played(tmp_path / "one") as one:
        await one.up()
        folder = tmp_path / "two"
        folder.mkdir()
        async with running(config_of(one.room, folder)) as other:
            bots = {asyncio.create_task(bot.process.wait()): bot for bot in (one.bot, other)}
            done, left = await asyncio.wait(bots, return_when="FIRST_COMPLETED", timeout=60)
            ended = bots[next(iter(done))]
            assert ended.process.returncode == ExitCode.OTHER_POLLER
            assert "Another process polls Telegram with this token" in ended.log.read_text()
            ana = one.room.phone("Ana")
            await ana.says("/help")
            await ana.sees(HELP, within=30)
            for waiting in left:
                waiting.cancel()
    tell(Line("F14 a second process, another database", 1, remark="one ends with code 4"))


async def test_five_conflicts_in_a_minute(tmp_path: Path, tell: Tell, long: bool) -> None:
    in_short(long, False)
    async with _played(tmp_path / "one") as one:
        await one.up()
        begun = time.monotonic()
        one.room.faults.answer(409, method="getUpdates", count=None)
        assert await one.code() == ExitCode.OTHER_POLLER
        took = time.monotonic() - begun
        assert len([call for call in one.room.history.of("getUpdates") if call.status == 409]) == 5
        assert one.log.count("another_process_polls_with_this_token") == 1
    tell(Line("F14 five conflicts", 1, remark=f"code 4 after {took:.0f} s"))


async def test_a_telegram_that_errs_is_asked_rarely_and_told_of_once(
    tmp_path: Path, tell: Tell, long: bool
) -> None:
    in_short(long, False)
    async with _played(tmp_path / "one") as one:
        await one.up()
        begun = time.monotonic()
        for status in (502, 504):
            one.room.faults.answer(status, method="getUpdates", count=None, share=0.6)
        one.room.faults.answer(500, method="getUpdates", count=None)
        await until(lambda: len(_failed(one.room)) >= 5, within=120)
        lasted = time.monotonic() - begun
        assert most_a_second(_failed(one.room)) == 1
        kinds = {call.status for call in _failed(one.room)}
        assert one.log.count("telegram_errs") <= len(kinds) * (1 + lasted // 60)
        one.room.faults.clear()
        begun = time.monotonic()
        ana = one.room.phone("Ana")
        await ana.says("/help")
        await ana.sees(HELP, within=70)
        back = time.monotonic() - begun
        tell(Line("F10 polls fail (5xx)", len(_failed(one.room)), recovery=back))


def _failed(room: Room) -> list[Call]:
    return [call for call in room.history.of("getUpdates") if call.status >= 500]

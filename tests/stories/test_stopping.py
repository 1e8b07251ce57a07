"""A signal ends `circlekeeper run` in good time, whatever hangs, and nothing is lost by it."""

from __future__ import annotations

import contextlib
import signal
import sqlite3
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.practice_room.faults import Kind
from bot.practice_room.room import Room
from tests.stories.operated import config_of, running, until

pytestmark = [
    pytest.mark.proof,
    pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals."),
]


@pytest.fixture
async def room() -> AsyncIterator[Room]:
    async with Room.open() as opened:
        yield opened


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_it_ends_while_telegram_hangs_and_a_message_is_on_its_way(
    room: Room, tmp_path: Path, number: signal.Signals
) -> None:
    ana = room.phone("Ana")
    async with running(config_of(room, tmp_path)) as bot:
        await until(lambda: room.history.of("setMyCommands"))
        room.faults.trouble(Kind.TIMEOUT, method="sendMessage", count=None)
        await ana.says("hello")
        await until(lambda: room.history.of("sendMessage"))
        room.faults.trouble(Kind.TIMEOUT, method="getUpdates", count=None)
        assert await bot.ends(number) == 0
    assert bot.seconds < 10
    lines = bot.log.read_text().splitlines()
    told = [line for line in lines if "loop_stood_still" not in line]  # on a busy machine it may
    assert [words in line for words, line in zip(("started", "stopped"), told, strict=True)]


async def test_what_waited_is_answered_after_the_next_start(room: Room, tmp_path: Path) -> None:
    room.faults.switch("down", on=True)
    ana = room.phone("Ana")
    await ana.says("hello")
    config = config_of(room, tmp_path)
    async with running(config) as bot:
        await until(lambda: room.history.of("getMe"))
        assert await bot.ends() == 0
    assert "ended_with_work_undone" not in bot.log.read_text()
    room.faults.clear()
    async with running(config) as bot:
        await ana.sees("988", within=20)
        assert await bot.ends() == 0


@pytest.mark.proof
async def test_it_ends_while_somebody_holds_the_database(room: Room, tmp_path: Path) -> None:
    async with running(config_of(room, tmp_path)) as bot:
        await until(lambda: room.history.of("setMyCommands"))
        database = sqlite3.connect(tmp_path / "circlekeeper.db", isolation_level=None)
        with contextlib.closing(database):
            database.execute("BEGIN IMMEDIATE")
            ana = room.phone("Ana")
            await ana.says("/help")
            await ana.sees("988")  # without the database; the update itself waits to be stored
            assert await bot.ends() == 0
    assert bot.seconds < 10
    assert "ended_with_work_undone" in bot.log.read_text()

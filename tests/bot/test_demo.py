"""The demo: bot and room on one clock, started anew under it, and a day that passes in a moment."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.demo import hook, main
from bot.exits import EndsError, ExitCode
from bot.practice_room.clock import STEP
from bot.practice_room.room import Room
from storage.enums import Language
from tests.stories.stage import DAY, HOUR, stage

STEPS, CALLS = DAY / STEP.total_seconds(), 20
"""What a day takes at most: steps of the clock, and calls of a bot with three people in it."""


async def test_a_day_of_a_small_circle_passes_in_a_moment(tmp_path: Path) -> None:
    async with stage(tmp_path) as play:
        cora = await play.cora(await play.eve())
        ana = await play.ana(cora)
        await play.ben(ana)
        clock, calls = play.room.clock, play.room.history.calls
        before = clock.version, len(calls)
        await play.turn(DAY)
        assert clock.version - before[0] <= STEPS
        assert len(calls) - before[1] <= CALLS


async def test_a_restart_under_the_room_loses_nothing(tmp_path: Path) -> None:
    async with stage(tmp_path) as play:
        eve = await play.eve()
        await play.demo.restart()
        await eve.says("/start")
        await eve.sees("You invite partners")


async def test_what_is_said_while_the_bot_is_away_is_answered_later(tmp_path: Path) -> None:
    async with stage(tmp_path) as play:
        eve = await play.eve()
        await play.demo.stop()
        await eve.says("/help")
        await eve.sees_nothing(within=0.1)
        await play.demo.start()
        await eve.sees("988")


async def test_the_page_is_told_what_is_next_and_what_happened(tmp_path: Path) -> None:
    async with stage(tmp_path) as play:
        room: Room = play.room
        hook(room, play.demo)
        assert all(room.hooks.there().values())
        assert room.hooks.zone == "America/New_York"
        assert await play.demo.next_due() is None
        assert not await play.demo.happened()
        cora = await play.cora(await play.eve())
        await play.ana(cora)
        assert await play.demo.next_due() is not None


async def test_the_first_link_opens_the_programme(tmp_path: Path) -> None:
    async with stage(tmp_path) as play:
        link = await play.demo.coordinator_link()
        assert link.startswith("https://t.me/practice_room_bot?start=")
        assert link != await play.demo.coordinator_link()


async def test_a_port_that_is_taken_is_told_in_one_sentence() -> None:
    async with Room.open() as first:
        port = int(first.url.rpartition(":")[2])
        with pytest.raises(EndsError, match=f"Port {port} cannot be used") as told:
            await main(port, Language.ENGLISH)
    assert told.value.code is ExitCode.SETTINGS


async def test_a_stop_right_after_a_start_tells_no_error(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with stage(tmp_path) as play:
        await play.demo.restart()
        await play.demo.restart()
    assert [one for one in caplog.records if one.levelname == "ERROR"] == []


async def test_the_demo_ends_while_its_bot_waits_for_telegram(tmp_path: Path) -> None:
    async with stage(tmp_path) as play:
        play.room.faults.switch("down", True)
        await play.demo.stop()
        assert not await play.demo.start()
        async with asyncio.timeout(5):
            await play.demo.stop()
        play.room.faults.clear()


async def test_a_bot_that_waits_for_telegram_starts_when_it_is_back(tmp_path: Path) -> None:
    async with stage(tmp_path) as play:
        eve = await play.eve()
        play.room.faults.switch("down", True)
        assert not await play.demo.restart()
        assert await play.demo.next_due() is None
        await eve.says("/start")
        await play.room.clock.turn(HOUR)
        play.room.faults.clear()
        await eve.sees("You invite partners")


async def test_while_the_bot_is_away_the_page_keeps_what_it_knew(tmp_path: Path) -> None:
    async with stage(tmp_path) as play:
        cora = await play.cora(await play.eve())
        await play.ana(cora)
        told, roles = await play.demo.happened(), await play.demo.roles()
        assert told
        await play.demo.stop()
        assert (await play.demo.happened(), await play.demo.roles()) == (told, roles)
        await play.demo.start()

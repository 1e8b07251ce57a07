"""The room's clock walks forward in small steps and waits for the bot."""

import asyncio
import time
from datetime import UTC, datetime, timedelta

import aiohttp
import pytest

from bot.practice_room.clock import STEP, RoomClock
from bot.practice_room.room import Room
from tests.practice_room.conftest import MONDAY


async def test_a_turn_goes_in_steps_of_at_most_15_minutes_and_settles_each() -> None:
    clock = RoomClock(running=False, start=MONDAY)
    seen: list[timedelta] = []

    async def settle() -> None:
        await asyncio.sleep(0)
        seen.append(clock.now() - MONDAY)

    clock.settle = settle
    assert await clock.turn(40 * 60) == MONDAY + timedelta(minutes=40)
    assert seen == [timedelta(minutes=minutes) for minutes in (15, 30, 40)]


async def test_two_turns_do_not_interleave() -> None:
    clock = RoomClock(running=False, start=MONDAY)
    ends = await asyncio.gather(clock.turn(3600), clock.turn(3600))
    assert set(ends) == {MONDAY + timedelta(hours=1), MONDAY + timedelta(hours=2)}


async def test_it_stands_still_when_it_is_told_to() -> None:
    clock = RoomClock(running=False, start=MONDAY)
    await asyncio.sleep(0.01)
    assert clock.now() == MONDAY


async def test_it_runs_with_real_time_besides() -> None:
    real = [100.0]
    clock = RoomClock(start=MONDAY, real=lambda: real[0])
    real[0] += 60
    await clock.turn(60)
    assert clock.now() == MONDAY + timedelta(minutes=2)


async def test_by_itself_it_starts_now() -> None:
    assert abs(RoomClock().now() - datetime.now(UTC)) < timedelta(seconds=1)


async def test_it_never_goes_back() -> None:
    clock = RoomClock(running=False, start=MONDAY)
    with pytest.raises(ValueError, match="never goes back"):
        await clock.turn(-1)
    assert await clock.turn_to(MONDAY - timedelta(days=1)) == MONDAY


async def test_a_follower_gets_the_time_at_once(room: Room, session: aiohttp.ClientSession) -> None:
    async with session.get(f"{room.url}/room/clock") as answer:
        told = await answer.json()
    assert told == {
        "version": room.clock.version,
        "now_us": int(MONDAY.timestamp()) * 1_000_000,
        "running": False,
    }


async def test_a_turn_waits_until_a_follower_has_done_its_work(
    room: Room, session: aiohttp.ClientSession
) -> None:
    worked: list[int] = []
    began = asyncio.Event()

    async def follow() -> None:
        address = f"{room.url}/room/clock"
        while True:
            async with session.get(address) as answer:
                version = (await answer.json())["version"]
            address = f"{room.url}/room/clock?seen={version}"
            await asyncio.sleep(0.02)
            worked.append(version)
            began.set()

    follower = asyncio.create_task(follow())
    await began.wait()
    await room.clock.turn(STEP.total_seconds() * 3)
    assert worked == [1, 2, 3, 4]
    follower.cancel()


async def test_a_follower_that_is_gone_holds_one_step_up_and_no_more() -> None:
    clock = RoomClock(running=False, start=MONDAY, patience=0.1)
    await clock.follow(None, 0)
    began = time.monotonic()
    await clock.turn(timedelta(days=2).total_seconds())
    assert 0.1 <= time.monotonic() - began < 19  # each of its 192 steps held up: 19.2

"""The clock: the machine's, or a practice room's on this computer, followed step by step."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import web

from bot.app import clock_of
from bot.clock import FollowingClock, SystemClock
from bot.practice_room.clock import RoomClock
from bot.practice_room.room import Room
from bot.settings import Settings, Telegram
from tests.bot.doors import MONDAY, still_room, until
from tests.bot.wire import says, serving

STEP = timedelta(minutes=15)


@asynccontextmanager
async def following(room: Room) -> AsyncIterator[tuple[FollowingClock, list[datetime]]]:
    """A clock that follows the room, and the times at which it was told of a turn."""
    clock, turns = FollowingClock(room.url), []

    async def turned() -> None:
        await asyncio.sleep(0.01)
        turns.append(clock.now())

    assert await clock.find()
    task = asyncio.create_task(clock.follow(turned, _nothing))
    await asyncio.sleep(0.05)
    yield clock, turns
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def _nothing() -> None:
    """Nothing is under way."""


def test_the_machine_s_clock_is_aware_utc() -> None:
    assert SystemClock().now().tzinfo is UTC


async def test_a_room_s_clock_is_found_and_stands_where_it_stands() -> None:
    async with still_room() as room:
        clock = FollowingClock(room.url)
        assert await clock.find()
        assert clock.now() == MONDAY
        await asyncio.sleep(0.02)
        assert clock.now() == MONDAY


async def test_a_running_room_s_clock_runs() -> None:
    async with Room.open(clock=RoomClock(start=MONDAY)) as room:
        clock = FollowingClock(room.url)
        assert await clock.find()
        first = clock.now()
        await asyncio.sleep(0.02)
        assert first < clock.now() < MONDAY + timedelta(seconds=10)


async def test_each_step_of_a_turn_is_done_before_the_next_is_taken() -> None:
    async with still_room() as room, following(room) as (clock, turns):
        started = asyncio.get_running_loop().time()
        await room.clock.turn(3600)
        assert turns == [MONDAY + n * STEP for n in range(1, 5)]
        assert clock.now() == MONDAY + timedelta(hours=1)
        assert asyncio.get_running_loop().time() - started < 4


async def test_a_turn_of_no_time_only_waits_for_what_is_under_way() -> None:
    done: list[str] = []

    async def turned() -> None:
        done.append("turned")

    async def settled() -> None:
        done.append("settled")

    async with still_room() as room:
        clock = FollowingClock(room.url)
        assert await clock.find()
        task = asyncio.create_task(clock.follow(turned, settled))
        for seconds in (0, 1, 0):
            await room.clock.turn(seconds)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    assert done == ["settled", "turned", "settled"]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 404),
        (b"<html>", 200),
        (b"{}", 200),
        (b"[1]", 200),
        (b'{"now_us": "x", "version": 1, "running": true}', 200),
        (b'{"now_us": 1e300, "version": 1, "running": true}', 200),
    ],
)
async def test_something_else_at_the_address_is_no_room(body: bytes, status: int) -> None:
    async with serving(says(body, status)) as url:
        assert await FollowingClock(url).find() is False


async def test_nobody_at_the_address_is_no_room() -> None:
    async with still_room() as room:
        url = room.url
    assert await FollowingClock(url).find() is False


async def test_a_room_that_goes_away_is_asked_rarely() -> None:
    calls = 0
    said = b'{"now_us": 1700000000000000, "version": 1, "running": true}'

    async def answer(_: web.Request) -> web.StreamResponse:
        nonlocal calls
        calls += 1
        return web.Response(body=said if calls == 1 else b"", status=200 if calls == 1 else 404)

    async with serving(answer) as url:
        clock = FollowingClock(url)
        assert await clock.find()
        task = asyncio.create_task(clock.follow(_nothing, _nothing))
        await asyncio.sleep(0.3)
        assert not task.done()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    assert calls <= 3


async def test_a_room_that_talks_nonsense_for_a_while_is_followed_again() -> None:
    answers = [b'{"now_us": 1, "version": 1, "running": false}', b"<html>"]
    last = b'{"now_us": 5000000, "version": 2, "running": false}'

    async def answer(_: web.Request) -> web.StreamResponse:
        return web.Response(body=answers.pop(0) if answers else last)

    turns: list[None] = []

    async def turned() -> None:
        turns.append(None)

    async with serving(answer) as url:
        clock = FollowingClock(url, again=0.05)
        assert await clock.find()
        task = asyncio.create_task(clock.follow(turned, _nothing))
        await until(lambda: turns)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    assert clock.now() == datetime(1970, 1, 1, 0, 0, 5, tzinfo=UTC)


async def test_only_a_loopback_address_is_asked_for_its_clock() -> None:
    async with still_room() as room:
        near = Telegram.model_validate({"token": "7:practice", "api_base_url": room.url})
        found = await clock_of(Settings(telegram=near))
    assert isinstance(found, FollowingClock)
    far = Telegram.model_validate({"token": f"123456789:{'A' * 35}"})
    assert isinstance(await clock_of(Settings(telegram=far)), SystemClock)

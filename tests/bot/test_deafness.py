"""A bot that does not poll any more ends for its supervisor; one that waits on purpose does not."""

from __future__ import annotations

import asyncio

import pytest

from bot import deafness
from bot.exits import EndsError, ExitCode
from bot.polling import Polling
from bot.practice_room.room import Room
from bot.transport import Transport


class Real:
    """Seconds that pass when the test says so."""

    def __init__(self) -> None:
        self.at = 0.0

    def __call__(self) -> float:
        return self.at


async def still_there(polling: Polling, real: Real) -> bool:
    """Whether it goes on with what it knows now."""
    watching = asyncio.create_task(deafness.watch(lambda: polling.finished_at, real))
    await asyncio.sleep(0.01)
    there = not watching.done()
    watching.cancel()
    await asyncio.gather(watching, return_exceptions=True)
    return there


async def test_no_poll_that_ends_for_two_minutes_ends_the_process() -> None:
    real = Real()
    polling = Polling(Transport(), "http://127.0.0.1:1/", real)
    real.at = 119.0
    assert await still_there(polling, real)
    real.at = 121.0
    with pytest.raises(EndsError, match="121 seconds") as caught:
        await deafness.watch(lambda: polling.finished_at, real)
    assert caught.value.code == ExitCode.DEAF


async def test_a_poll_that_fails_has_ended(room: Room) -> None:
    real = Real()
    polling = Polling(Transport(), "http://127.0.0.1:1/", real)
    real.at = 100.0
    await polling.fetch(None)
    real.at = 219.0
    assert await still_there(polling, real)


async def test_a_pause_that_telegram_asked_for_is_none(room: Room) -> None:
    real, transport = Real(), Transport()
    await transport.initialize()
    polling = Polling(transport, f"{room.url}/bot{room.token}/getUpdates", real)
    room.faults.answer(429, retry_after=3600)
    await polling.fetch(None)
    await transport.shutdown()
    real.at = 3700.0
    assert await still_there(polling, real)
    real.at = 3730.0
    assert not await still_there(polling, real)


async def test_waiting_for_room_in_memory_is_none_either() -> None:
    real = Real()
    polling = Polling(Transport(), "http://127.0.0.1:1/", real)
    with polling.resting():
        real.at = 500.0
        assert await still_there(polling, real)
    assert await still_there(polling, real)
    real.at = 621.0
    assert not await still_there(polling, real)

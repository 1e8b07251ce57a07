"""Workers: serial in a chat, chats side by side, nothing lost, twice or out of order."""

from __future__ import annotations

import asyncio
import random
from pathlib import Path

import pytest

from bot.app import App
from bot.practice_room.room import Room
from bot.workers import Workers
from storage.enums import InboxState
from tests.bot.doors import Ticking, Trap, doors, until
from tests.bot.working import (
    Slow,
    Sometimes,
    behind,
    handled,
    in_order,
    rows_said,
    states,
    store,
    work,
)


async def test_updates_of_a_chat_are_handled_in_order_whatever_else_goes_on(
    room: Room, tmp_path: Path
) -> None:
    async with doors(room, tmp_path, clock=Ticking()) as app:
        chats = [random.Random(1).randrange(1, 9) for _ in range(200)]
        app.workers.take(await store(app, *enumerate(chats, 1)))
        await work(app.workers)
        found = await handled(app)
        assert len(found) == 200
        assert in_order(found)
        assert await rows_said(app) == 200


async def test_chats_are_handled_side_by_side(room: Room, tmp_path: Path) -> None:
    trap = Trap()
    async with doors(room, tmp_path, seam=trap) as app:
        app.workers.take(await store(app, *((number, number) for number in range(1, 41))))
        await work(app.workers)
        # Forty chats share a few commits; one after the other would be forty.
        assert trap.passed.count("committed") < 15


async def test_a_chat_with_500_updates_does_not_delay_another(room: Room, tmp_path: Path) -> None:
    async with doors(room, tmp_path, clock=Ticking()) as app:
        flood = [(number, 7) for number in range(1, 501)]
        app.workers.take(await store(app, *flood, (501, 8)))
        await work(app.workers)
        found = await handled(app)
        assert [chat for chat, _ in found].index(8) < 5
        assert len(found) == 501


async def test_only_a_share_of_a_flood_is_kept_in_memory(room: Room, tmp_path: Path) -> None:
    async with doors(room, tmp_path, in_chat=10, most=100) as app:
        app.workers.take(await store(app, *((number, 7) for number in range(1, 301))))
        assert app.workers.in_memory == 10
        await work(app.workers)
        assert app.workers.in_memory == 0
        assert await states(app) == [InboxState.DONE] * 300


async def test_intake_waits_while_memory_is_full(room: Room, tmp_path: Path) -> None:
    async with doors(room, tmp_path, most=5) as app:
        app.workers.take(await store(app, *((number, number) for number in range(1, 6))))
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.02):
                await app.workers.room()
        await work(app.workers)
        await app.workers.room()


async def test_after_a_start_memory_stays_bounded_too(room: Room, tmp_path: Path) -> None:
    async with doors(room, tmp_path, in_chat=10, most=30) as app:
        await store(app, *((number, number % 20 + 1) for number in range(1, 401)))
        most = 0

        def look(_: str) -> None:
            nonlocal most
            most = max(most, app.workers.in_memory)

        app.workers._seam = look
        await app.workers.recover()
        await work(app.workers)
        assert most <= 30 + 20
        assert await states(app) == [InboxState.DONE] * 400


async def test_what_waited_before_a_start_goes_before_what_is_new(
    room: Room, tmp_path: Path
) -> None:
    async with doors(room, tmp_path, clock=Ticking()) as app:
        await store(app, *((number, 7) for number in range(1, 6)))
        await app.workers.recover()
        app.workers.take(await store(app, (6, 7)))
        await work(app.workers)
        assert in_order(await handled(app))
        assert await rows_said(app) == 6


async def overtaken(app: App, before: bool) -> None:
    """New updates come while the inbox is being read for more, before or after it looked."""
    slow = Slow(app.database)
    workers = behind(app, slow, in_chat=3)
    workers.take(await store(app, *((number, 7) for number in range(1, 9))))
    task = asyncio.create_task(workers.run())
    try:
        await until(lambda: slow.reading)
        if not before:
            slow.before.set()
            await asyncio.sleep(0.03)
        workers.take(await store(app, (9, 7), (10, 7)))
        slow.before.set()
        await asyncio.sleep(0.02)
        slow.after.set()
        async with asyncio.timeout(5):
            await workers.settle()
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    found = await handled(app)
    assert in_order(found)
    assert len(found) == await rows_said(app) == 10
    assert workers.in_memory == 0


@pytest.mark.parametrize("before", [True, False])
async def test_what_comes_during_a_look_into_the_inbox_keeps_its_place(
    room: Room, tmp_path: Path, before: bool
) -> None:
    async with doors(room, tmp_path, clock=Ticking()) as app:
        await overtaken(app, before)


async def test_a_chat_is_not_forgotten_when_the_inbox_cannot_be_read(
    room: Room, tmp_path: Path
) -> None:
    async with doors(room, tmp_path, in_chat=2, clock=Ticking()) as app:
        broken = Sometimes(app.database)
        workers = behind(app, broken, in_chat=2)
        workers.take(await store(app, *((number, 7) for number in range(1, 8))))
        broken.failing = 3
        await work(workers)
        assert broken.failing == 0
        assert in_order(await handled(app))
        assert await states(app) == [InboxState.DONE] * 7


async def arrive(app: App, workers: Workers, chance: random.Random) -> None:
    """Batches of random sizes at random moments, handed over later than they were stored."""
    number = 1
    for _ in range(25):
        many = chance.randrange(1, 15)
        batch = [(number + at, chance.choice((5, 5, 5, 6, 7))) for at in range(many)]
        number += many
        fresh = await store(app, *batch)
        for _ in range(chance.randrange(4)):
            await asyncio.sleep(0)
        workers.take(fresh)
        if chance.random() < 0.3:
            await asyncio.sleep(chance.random() * 0.004)


@pytest.mark.parametrize("seed", range(8))
async def test_random_arrivals_are_each_handled_once_and_in_order(
    room: Room, tmp_path: Path, seed: int
) -> None:
    chance = random.Random(seed)
    async with doors(room, tmp_path, clock=Ticking(), in_chat=chance.choice((1, 2, 5))) as app:
        await store(app, *((number, 5) for number in range(10_000, 10_000 + seed)))
        await app.workers.recover()
        task = asyncio.create_task(app.workers.run())
        await arrive(app, app.workers, chance)
        async with asyncio.timeout(10):
            await app.workers.settle()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        found = await handled(app)
        assert in_order(found)
        assert set(await states(app)) == {InboxState.DONE}
        assert len(found) == await rows_said(app)
        assert app.workers.in_memory == 0

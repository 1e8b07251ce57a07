"""Intake without the database: Help once, and everything else later."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import orjson
import pytest

from bot.app import App
from bot.practice_room.faults import Kind as Fault
from bot.practice_room.room import Room
from storage import inbox
from tests.bot.coming import HELP, quiet, said, up
from tests.bot.doors import AWAY, doors, held, raw_text, running, until


@pytest.mark.parametrize("text", ["/help", "/ayuda", "/sos", "/help@practice_room_bot"])
async def test_help_is_answered_once_without_the_database(room: Room, app: App, text: str) -> None:
    ana = room.phone("Ana")
    async with running(app):
        await up(room)
        with held(app):
            await ana.says(text)
            await until(lambda: said(ana.account))
            await asyncio.sleep(5 * AWAY)
            assert len(room.world.queue.waiting) == 1
        await quiet(room, app)
        await ana.says("more")
        await quiet(room, app)
    assert len(said(ana.account)) == 2
    assert HELP in said(ana.account)[0]


async def test_a_help_button_is_answered_once_without_the_database(room: Room, app: App) -> None:
    ana = room.phone("Ana")
    async with running(app):
        await ana.says("hello")
        await ana.sees("988")
        with held(app):
            await ana.taps("Help")
            await until(lambda: len(said(ana.account)) == 2)
            await asyncio.sleep(5 * AWAY)
        await quiet(room, app)
    assert len(said(ana.account)) == 2
    assert room.history.of("answerCallbackQuery")[-1].status == 200


async def test_everything_else_waits_and_is_handled_when_the_database_is_back(
    room: Room, app: App
) -> None:
    ana, ben = room.phone("Ana"), room.phone("Ben")
    async with running(app):
        await up(room)
        with held(app):
            for text in ("hello", "/help", "   x", "/start"):
                await ana.says(text)
            await ben.says("hello")
            await until(lambda: said(ana.account))
            assert (len(said(ana.account)), said(ben.account)) == (1, [])
        await quiet(room, app)
    assert (len(said(ana.account)), len(said(ben.account))) == (4, 1)
    assert sum(HELP in words for words in said(ana.account)) >= 1


async def test_help_that_may_have_arrived_is_not_repeated_until_the_database_is_back(
    room: Room, app: App
) -> None:
    ana = room.phone("Ana")
    room.faults.trouble(Fault.LOST, method="sendMessage", count=None)
    async with running(app):
        await up(room)
        with held(app):
            await ana.says("/help")
            await until(lambda: said(ana.account))
            await asyncio.sleep(6 * AWAY)
            assert len(said(ana.account)) == 1
        room.faults.clear()
        await quiet(room, app)
    assert len(said(ana.account)) == 2


async def test_help_that_was_certainly_not_sent_is_tried_again(room: Room, app: App) -> None:
    ana = room.phone("Ana")
    room.faults.answer(502, method="sendMessage", count=3)
    async with running(app):
        await up(room)
        with held(app):
            await ana.says("/help")
            await until(lambda: said(ana.account))
        await quiet(room, app)
    assert len(said(ana.account)) == 1


async def test_odd_updates_without_the_database_stop_nobody_s_help(room: Room, app: App) -> None:
    ana = room.phone("Ana")
    for odd in ("", "   ", None, 7, ["/help"]):
        await ana.says("odd")
        room.world.queue.waiting[-1]["message"]["text"] = odd
    await ana.says("odd")
    room.world.queue.waiting[-1]["message"]["from"]["language_code"] = ["en"]
    room.world.queue.waiting[-1]["message"]["text"] = "/help"
    await ana.says("/help")
    with held(app):
        async with running_intake(app):
            await until(lambda: said(ana.account))


@asynccontextmanager
async def running_intake(app: App) -> AsyncIterator[None]:
    """Only the poll loop: the rest has nothing to do without the database."""
    task = asyncio.create_task(app.intake.run())
    yield
    alive = not task.done()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert alive


async def test_help_does_not_wait_for_a_database_that_is_slow(room: Room, tmp_path: Path) -> None:
    ana = room.phone("Ana")
    async with doors(room, tmp_path, wait=5.0) as app, running(app):
        await up(room)
        with held(app):
            await ana.says("/help")
            await until(lambda: said(ana.account), within=2.0)
        await quiet(room, app)
        assert len(said(ana.account)) == 1


async def test_help_that_was_stored_is_answered_when_the_database_goes_away(
    room: Room, app: App
) -> None:
    ana = room.phone("Ana")
    await ana.says("/start")
    raw = raw_text(1, ana.id, "/help")
    body = [(1, int(ana.id), orjson.dumps(raw))]
    fresh = await app.database.write(lambda tx: inbox.store(tx, app.bot.id, body, app.clock.now()))
    with held(app):
        app.workers.take(fresh)
        working = asyncio.create_task(app.workers.run())
        await until(lambda: said(ana.account))
    await app.workers.settle()
    await app.delivery.settle()
    working.cancel()
    assert len(said(ana.account)) == 1

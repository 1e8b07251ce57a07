"""Delivery: each class keeps its promise, and one chat's trouble is nobody else's."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from bot.app import App
from bot.delivery import Delivery
from bot.practice_room.faults import Kind as Fault
from bot.practice_room.room import Room
from storage import dispatch
from storage.enums import Class, Language, RowState
from tests.bot.doors import TEXTS, doors, until
from tests.bot.sending import DONE, look, phones, put, say, state, turn, words


@pytest.mark.parametrize("klass", [Class.REPLY, Class.NUDGE])
async def test_a_reply_or_nudge_that_may_have_arrived_is_not_said_twice(
    room: Room, app: App, klass: Class
) -> None:
    (ana,) = phones(room, 1)
    room.faults.trouble(Fault.LOST, method="sendMessage")
    row = await put(app, ana.id, klass)
    await app.delivery.settle()
    await turn(app, room, 3600)
    assert words(ana) == [DONE]
    assert (await look(app, row))["why"] == "unknown"
    assert app.delivery.counts[f"{klass.name.lower()}.unknown"] == 1


@pytest.mark.parametrize("fault", [Fault.LOST, Fault.RESET, Fault.CUT, Fault.HTML])
async def test_an_alert_that_may_have_arrived_goes_again_marked_as_repeat(
    room: Room, app: App, fault: Fault
) -> None:
    (cora,) = phones(room, 1)
    room.faults.trouble(fault, method="sendMessage")
    row = await put(app, cora.id)
    await app.delivery.settle()
    await turn(app, room, 5)
    assert await state(app, row) is RowState.SENT
    assert (await look(app, row))["repeat"] == 1
    assert words(cora) == [DONE] * (2 if fault in (Fault.LOST, Fault.CUT) else 1)


async def test_an_edit_that_may_have_arrived_goes_again_and_is_then_not_modified(
    room: Room, app: App
) -> None:
    (ana,) = phones(room, 1)
    await put(app, ana.id, facts={"key": "say.neutral"})
    await app.delivery.settle()
    room.faults.trouble(Fault.LOST, method="editMessageText")
    row = await put(app, ana.id, Class.EDIT, edits=ana.newest.id)
    await app.delivery.settle()
    assert await state(app, row) is RowState.WAITING
    await turn(app, room, 5)
    assert await state(app, row) is RowState.SENT
    assert words(ana) == [DONE]
    assert room.history[-1].status == 400


@pytest.mark.parametrize("klass", list(Class))
@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
async def test_what_was_certainly_not_sent_waits_in_every_class(
    room: Room, app: App, klass: Class, status: int
) -> None:
    (ana,) = phones(room, 1)
    await put(app, ana.id, facts={"key": "say.neutral"})
    await app.delivery.settle()
    room.faults.answer(status, count=3)
    edits = ana.newest.id if klass is Class.EDIT else None
    row = await put(app, ana.id, klass, edits=edits)
    for _ in range(5):
        await turn(app, room, 10)
    assert await state(app, row) is RowState.SENT
    assert (await look(app, row))["repeat"] == 0
    assert words(ana).count(DONE) == 1


@pytest.mark.parametrize("klass", [Class.REPLY, Class.ALERT])
async def test_nothing_is_given_up_while_telegram_errs_for_ten_minutes(
    room: Room, app: App, klass: Class
) -> None:
    (ana,) = phones(room, 1)
    room.faults.switch("down", on=True)
    row = await put(app, ana.id, klass)
    for _ in range(40):
        await turn(app, room, 15)
    assert len(room.history.of("sendMessage")) < 40
    room.faults.clear()
    await turn(app, room, 60)
    assert await state(app, row) is RowState.SENT


async def test_a_chat_that_always_errs_is_given_up_some_day_but_an_alert_never(
    room: Room, app: App
) -> None:
    ana, ben = phones(room, 2)
    room.faults.answer(500, count=None, method="sendMessage")
    reply, alert = await put(app, ana.id, Class.REPLY), await put(app, ben.id)
    for _ in range(60):
        await turn(app, room, 60)
    assert await state(app, reply) is RowState.DROPPED
    assert await state(app, alert) is RowState.WAITING


async def test_a_pause_that_telegram_asks_for_holds_one_chat_only(room: Room, app: App) -> None:
    ana, ben = phones(room, 2)
    room.faults.answer(429, retry_after=60, chat=ana.id)
    for chat in (ana.id, ben.id):
        await put(app, chat)
    await app.delivery.settle()
    assert (words(ana), words(ben)) == ([], [DONE])
    await put(app, ana.id)
    await turn(app, room, 59)
    assert words(ana) == []
    await turn(app, room, 2)
    assert words(ana) == [DONE, DONE]


async def test_a_pause_outlives_a_restart(room: Room, app: App) -> None:
    (ana,) = phones(room, 1)
    room.faults.answer(429, retry_after=60, chat=ana.id)
    await put(app, ana.id)
    await app.delivery.settle()
    await app.delivery.stop()
    app.delivery = Delivery(app.bot, app.database, TEXTS, app.clock, lambda _: None)
    await app.delivery.recover()
    reply = await say(app, ana.id)
    await app.delivery.settle()
    assert words(ana) == []
    await turn(app, room, 61)
    assert await state(app, reply) is RowState.SENT
    assert words(ana) == [DONE, DONE]


async def test_a_reply_waits_for_no_chat_but_its_own(room: Room, app: App) -> None:
    ana, ben = phones(room, 2)
    room.faults.answer(429, retry_after=60, chat=ana.id)
    await say(app, ana.id)
    await say(app, ana.id)
    await say(app, ben.id)
    await app.delivery.settle()
    assert (words(ana), words(ben)) == ([], [DONE])
    await turn(app, room, 61)
    assert words(ana) == [DONE, DONE]


async def test_a_reply_that_waits_for_its_chat_goes_when_the_pause_is_over(tmp_path: Path) -> None:
    async with Room.open() as room, doors(room, tmp_path) as app:
        (ana,) = phones(room, 1)
        until_ = app.clock.now() + timedelta(seconds=0.4)
        await app.database.write(lambda tx: dispatch.wait_in_chat(tx, ana.id, until_))
        await app.delivery.recover()
        task = asyncio.create_task(app.delivery.run())
        await asyncio.sleep(0.1)
        await say(app, ana.id)
        await until(lambda: words(ana), within=2.0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await app.delivery.stop()


async def test_messages_of_a_chat_keep_their_order(room: Room, app: App) -> None:
    ana, ben = phones(room, 2)
    room.faults.trouble(Fault.SLOW, method="sendMessage", seconds=0.05)
    keys = ["say.done", "say.neutral", "say.sorry", "say.old_button", "say.done"]
    for key in keys:
        await say(app, ana.id, facts={"key": key})
        await say(app, ben.id, facts={"key": key})
    await app.delivery.settle()
    texts = app.house.texts.of(Language.ENGLISH)
    assert words(ana) == words(ben) == [texts(key) for key in keys]

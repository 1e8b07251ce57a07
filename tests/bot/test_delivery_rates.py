"""Delivery: what nobody asked for leaves slowly, alerts first; replies are never held."""

from __future__ import annotations

import asyncio

from bot.app import App
from bot.practice_room.room import Room
from handlers.chat.kinds import Kind
from storage import outbox
from storage.database import Tx
from storage.enums import Class
from tests.bot.sending import DONE, SEEN, UNASKED, phones, put, say, turn, words


async def test_an_alert_leaves_before_a_thousand_nudges(room: Room, app: App) -> None:
    crowd = phones(room, 1001)
    now = app.clock.now()

    def queue(tx: Tx) -> None:
        for phone in crowd[1:]:
            outbox.put(tx, phone.id, Class.NUDGE, Kind.NOTE, dict(SEEN), now)
        outbox.put(tx, crowd[0].id, Class.ALERT, Kind.NOTE, dict(SEEN), now)

    await app.database.write(queue)
    await app.delivery.settle()
    assert room.history.of("sendMessage")[0].params["chat_id"] == crowd[0].id
    assert len(room.history.of("sendMessage")) == 25


async def test_at_most_25_unasked_messages_leave_in_a_second(room: Room, app: App) -> None:
    for phone in phones(room, 120):
        await put(app, phone.id, UNASKED[phone.id % 2])
    sent = [len(room.history.of("sendMessage"))]
    for _ in range(6):
        await app.delivery.settle()
        sent.append(len(room.history.of("sendMessage")))
        await room.clock.turn(1)
    assert sent == [0, 25, 50, 75, 100, 120, 120]


async def test_slow_calls_do_not_let_more_leave_at_once(room: Room, app: App) -> None:
    room.faults.switch("slow", on=0.05)
    crowd = phones(room, 20)
    for phone in crowd:
        for _ in range(10):
            await put(app, phone.id, Class.NUDGE)
    task = asyncio.create_task(app.delivery.run())
    await asyncio.sleep(0.6)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert len(room.history.of("sendMessage")) == 25
    assert max(len(words(phone)) for phone in crowd) <= 5


async def test_a_chat_gets_at_most_five_at_once_and_then_one_a_second(room: Room, app: App) -> None:
    (cora,) = phones(room, 1)
    for _ in range(8):
        await put(app, cora.id)
    sent = []
    for _ in range(5):
        await app.delivery.settle()
        sent.append(len(words(cora)))
        await room.clock.turn(1)
    assert sent == [5, 6, 7, 8, 8]


async def test_replies_are_never_held_back_and_the_others_yield(room: Room, app: App) -> None:
    crowd = phones(room, 40)
    for phone in crowd[:30]:
        await say(app, phone.id)
    await put(app, crowd[-1].id, Class.NUDGE)
    await asyncio.sleep(0)
    await app.delivery.settle()
    assert [len(words(phone)) for phone in crowd[:30]] == [1] * 30
    assert words(crowd[-1]) == []
    await turn(app, room, 1)
    assert words(crowd[-1]) == [DONE]

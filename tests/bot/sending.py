"""Rows for delivery, and what became of them in a chat: what its tests have in common."""

from __future__ import annotations

from typing import Any

from bot.app import App
from bot.practice_room.phone import Phone
from bot.practice_room.room import Room
from handlers import steps
from handlers.chat.kinds import Kind
from handlers.chat.letter import Drop, Ready
from storage import outbox
from storage.database import Tx
from storage.enums import Class, RowState
from storage.records import Row

DONE = "That is done already."
SEEN = {"key": "say.done"}
UNASKED = (Class.ALERT, Class.NUDGE)


def phones(room: Room, count: int, first: int = 1) -> list[Phone]:
    """People who may be written to."""
    found = [room.phone(f"P{n}", number=n) for n in range(first, first + count)]
    for phone in found:
        phone.account.started = True
    return found


async def put(app: App, chat: int, klass: Class = Class.ALERT, **more: Any) -> Row:
    """One more row that waits."""
    facts, kind = more.pop("facts", SEEN), more.pop("kind", Kind.NOTE)
    now = app.clock.now()
    return await app.database.write(
        lambda tx: outbox.put(tx, chat, klass, kind, dict(facts), now, **more)
    )


async def made(app: App, chat: int, klass: Class = Class.REPLY, **more: Any) -> Ready:
    """A row that was born claimed, ready to be handed over, as an answer is."""
    row = await put(app, chat, klass, claimed=True, **more)

    def prepare(tx: Tx) -> Ready | Drop:
        if row.edits is not None:
            outbox.replaced(tx, row, app.clock.now())
        return steps.prepare(tx, row, app.clock.now())

    ready = await app.database.write(prepare)
    assert isinstance(ready, Ready)
    return ready


async def say(app: App, chat: int, klass: Class = Class.REPLY, **more: Any) -> Row:
    """An answer goes straight to delivery."""
    ready = await made(app, chat, klass, **more)
    app.delivery.take([ready])
    return ready.row


async def look(app: App, row: Row) -> Any:
    """The row's columns as they are now."""
    return await app.database.read(
        lambda tx: tx.one("SELECT * FROM outbox WHERE id = :id", id=row.id)
    )


async def state(app: App, row: Row) -> RowState:
    """The state of a row."""
    return RowState((await look(app, row))["state"])


def words(phone: Phone) -> list[str]:
    """What the bot has said in a chat."""
    return [message.words for message in phone.messages if message.from_bot]


async def turn(app: App, room: Room, seconds: float) -> None:
    """Time passes, and delivery sends what may be sent then."""
    await room.clock.turn(seconds)
    await app.delivery.settle()

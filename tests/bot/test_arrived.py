"""A letter may remember that it arrived: when it did, and only then."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.app import App
from bot.practice_room.room import Room
from storage.database import Tx
from storage.records import Row
from tests.bot.sending import made, phones


async def arrivals(app: App, chat: int) -> list[tuple[int, datetime]]:
    """Hand a message over, and what its letter was told of it."""
    told: list[tuple[int, datetime]] = []

    def arrived(tx: Tx, row: Row, now: datetime) -> None:
        del tx
        told.append((row.person_id, now))

    ready = await made(app, chat)
    app.delivery.take([replace(ready, letter=replace(ready.letter, arrived=arrived))])
    await app.delivery.settle()
    return told


async def test_what_arrived_is_remembered_once(app: App, room: Room) -> None:
    (phone,) = phones(room, 1)
    assert await arrivals(app, phone.id) == [(phone.id, app.clock.now())]


async def test_what_did_not_arrive_is_not(app: App, room: Room) -> None:
    (phone,) = phones(room, 1)
    phone.account.blocked = True
    assert await arrivals(app, phone.id) == []

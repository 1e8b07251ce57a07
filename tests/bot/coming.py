"""What came in and what was answered: what the tests of intake have in common."""

from __future__ import annotations

import asyncio

import pytest

from bot.app import App
from bot.practice_room.records import Account
from bot.practice_room.room import Room
from storage.enums import Language
from tests.bot.doors import until

HELP = "988"


async def inbox(app: App) -> list[tuple[int, int]]:
    """(update id, state) of everything that was stored, in our order."""
    sql = "SELECT update_id, state FROM inbox ORDER BY id"
    return [
        (row["update_id"], row["state"]) for row in await app.database.read(lambda tx: tx.all(sql))
    ]


def said(account: Account) -> list[str]:
    """What the bot has said in a chat."""
    return [message.words for message in account.messages.values() if message.from_bot]


def offsets(room: Room) -> list[int]:
    """The offsets that were asked for."""
    return [call.params.get("offset", 0) for call in room.history.of("getUpdates")]


async def up(room: Room) -> None:
    """Wait until the bot has greeted Telegram; by then it polls."""
    await until(lambda: len(room.history.of("setMyCommands")) == len(Language))


async def dies(app: App) -> None:
    """Run until a seam ends it, as a kill would."""
    with pytest.raises(RuntimeError):
        await asyncio.wait_for(app.run(asyncio.Event()), 5)


async def quiet(room: Room, app: App) -> None:
    """Wait until nothing waits at Telegram's and all that came is handled and answered."""
    await until(lambda: not room.world.queue.waiting)
    await app.workers.settle()
    await app.delivery.settle()

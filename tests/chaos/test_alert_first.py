"""An alert behind thousands of invitations, and how many leave in a second (G8), by the clock."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from random import Random

import pytest

from bot.practice_room.room import Room
from handlers.chat.kinds import Kind
from storage import outbox
from storage.database import Tx
from storage.enums import Class
from tests.bot.doors import doors, still_room
from tests.bot.sending import SEEN, phones, put
from tests.chaos.circle import most_a_second
from tests.chaos.conftest import Tell
from tests.chaos.table import Line

pytestmark = pytest.mark.proof

TICK = 0.1
PEOPLE = 500
TOLD = 9_000
OVERALL, BURST = 25, 5


def _most_in_a_chat(room: Room) -> int:
    """The most messages to one chat within one second, wherever it begins."""
    chats: dict[int, list[float]] = {}
    for call in room.history.of("sendMessage"):
        chats.setdefault(call.params["chat_id"], []).append(call.at.timestamp())
    return max(sum(0 <= b - a < 1 for b in at) for at in chats.values() for a in at)


async def test_an_alert_waits_a_second_at_most(tmp_path: Path, tell: Tell, long: bool) -> None:
    nudges, alerts = (5_000, 60) if long else (1_500, 8)
    dice = Random(1)
    async with still_room() as room, doors(room, tmp_path) as app:
        crowd = phones(room, PEOPLE)
        told = phones(room, alerts, first=TOLD)
        start = app.clock.now()

        def queue(tx: Tx) -> None:
            for number in range(nudges):
                outbox.put(tx, crowd[number % PEOPLE].id, Class.NUDGE, Kind.NOTE, dict(SEEN), start)

        await app.database.write(queue)
        waits = []
        for phone in told:
            for _ in range(dice.randrange(1, 15)):
                await room.clock.turn(TICK)
                await app.delivery.settle()
            await put(app, phone.id)
            since = room.clock.now()
            while not phone.messages:
                await app.delivery.settle()
                await room.clock.turn(0 if phone.messages else TICK)
                assert room.clock.now() - since <= timedelta(seconds=1)
            waits.append((phone.account.seen[-1].at - since).total_seconds())
        left = await app.database.read(
            lambda tx: tx.one("SELECT count(*) AS n FROM outbox WHERE state = 0")
        )
        assert left is not None
        assert left["n"] > 0, "there were invitations to wait behind"
        assert most_a_second(room.history.of("sendMessage")) <= OVERALL
        assert _most_in_a_chat(room) <= BURST
    said = f"each behind {nudges:,} invitations"
    line = Line("G8 alerts first, 25 a second", alerts, recovery=max(waits), limit=1, remark=said)
    tell(line)


async def test_a_chat_gets_one_a_second(tmp_path: Path, tell: Tell) -> None:
    """Five at once, then one a second, for an hour that has much to say to few."""
    async with still_room() as room, doors(room, tmp_path) as app:
        for phone in phones(room, 6):
            for number in range(20):
                await put(app, phone.id, (Class.ALERT, Class.NUDGE)[number % 2])
        for _ in range(200):
            await app.delivery.settle()
            await room.clock.turn(TICK)
        sent = room.history.of("sendMessage")
        assert len(sent) == 6 * 20
        assert most_a_second(sent) <= OVERALL
        for chat in range(1, 7):
            at = [one.at.timestamp() for one in sent if one.params["chat_id"] == chat]
            for begin in at:
                for seconds in (1, 5, 10):
                    assert sum(0 <= one - begin < seconds for one in at) <= BURST + seconds
    tell(Line("G8 one a second in a chat", 6 * 20, remark="5 at once, then 1 a second"))

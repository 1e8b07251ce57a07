"""One damaged value in the database: every other circle's alert comes, and no process ends."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from storage.enums import RowState
from tests.chaos.conftest import Tell
from tests.chaos.table import Line
from tests.chaos.worlds import PATIENCE, Ring, World, heard, world
from tests.storage.small import DAMAGED

MORNING = datetime(2026, 11, 3, 15, 0, tzinfo=UTC)
"""Ten on a Tuesday in New York."""
HOUR = timedelta(hours=1)
DAMAGED_ROW = 10**9
ALONE = 3
pytestmark = pytest.mark.proof


async def _name(place: World, ring: Ring) -> None:
    sql = "UPDATE person SET name = :it WHERE id IN (:ana, :cora)"
    await place.do(sql, it=DAMAGED, ana=ring.participant.id, cora=ring.partner.id)


async def _row(place: World, ring: Ring, sql: str) -> None:
    """One more row of the participant's, with something in it that does not open."""
    await place.do(sql, id=DAMAGED_ROW, ana=ring.participant.id, it=DAMAGED)


async def _waiting_row(place: World, ring: Ring) -> None:
    """Something that was to be said to them."""
    sql = (
        "INSERT INTO outbox (id, person_id, class, kind, facts, state, created_at, not_before)"
        " VALUES (:id, :ana, 0, 'note', :it, 0, 0, 0)"
    )
    await _row(place, ring, sql)


async def _update(place: World, ring: Ring) -> None:
    """Something that they said, which waits while the bot starts anew."""
    sql = (
        "INSERT INTO inbox (id, bot_id, update_id, chat_id, body, received_at)"
        " VALUES (:id, 1, 1, :ana, :it, 0)"
    )
    await _row(place, ring, sql)
    await place.bot.restart()


WHERE = {"a name": _name, "something to say": _waiting_row, "something said": _update}


@pytest.mark.parametrize("where", WHERE)
async def test_one_value_that_does_not_open_stops_nobody(
    tmp_path: Path, tell: Tell, where: str
) -> None:
    async with world(tmp_path, MORNING) as place:
        (cora,) = await place.staff("Cora")
        rings = await place.circles([cora], ALONE)
        await WHERE[where](place, rings[0])
        for ring in rings:
            sql = "UPDATE seat SET state = 'left', since = :at WHERE id = :id"
            await place.do(sql, at=place.now, id=ring.seats[0])
        await place.do("UPDATE circle SET look_at = :at", at=place.now)
        await place.turn(3 * HOUR, HOUR / 2)
        async with asyncio.timeout(PATIENCE):
            await place.settled()
        alerts = len(heard(cora, MORNING, "needs a look"))
        left = await place.rows(
            "SELECT id AS found FROM outbox WHERE id = :id AND state < :sent",
            id=DAMAGED_ROW,
            sent=int(RowState.SENT),
        )
        health = await place.bot.app.watch.look()
    lost, repeats = ALONE - min(alerts, ALONE), max(0, alerts - ALONE)
    held = health.jobs and health.database and not left
    tell(Line(f"damaged: {where}", ALONE, lost_alerts=lost, repeats=repeats, held=held))

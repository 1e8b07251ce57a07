"""Load: a burst of answers, and one who floods while the others tap (F21)."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

import pytest

from bot.practice_room import deeds
from bot.practice_room.records import Account
from bot.practice_room.room import Room
from bot.workers import MOST
from storage.records import SeatId
from tests.chaos.circle import Circle, in_short
from tests.chaos.conftest import Tell
from tests.chaos.crowd import FIRST, IN_A_CIRCLE, Crowd, resident_mib, settle
from tests.chaos.table import Line

pytestmark = [
    pytest.mark.proof,
    pytest.mark.alone,
    pytest.mark.skipif(sys.platform != "linux", reason="Memory is read from /proc."),
]
STEP = 50
RATE = 50.0
PATIENCE = 300.0
# What the long form judges, on a quiet machine.
DRAINED = 5.0
ANSWERED = 1.0
GROWN = 40.0
"""MiB of bot and room together; the room keeps all that was said."""


@asynccontextmanager
async def _circles(folder: Path, many: int) -> AsyncIterator[tuple[Circle, Crowd]]:
    async with Room.open() as room:
        played = Circle(room, folder, 20.0, SeatId(0))
        async with played.bot() as app:
            for number in range(0, many, STEP):
                first = FIRST + number * IN_A_CIRCLE
                write = partial(settle, first=first, many=min(STEP, many), now=played.now)
                await app.database.write(write)
            yield played, Crowd.of(room, many * IN_A_CIRCLE)
            assert room.complaints == []


async def test_a_burst_of_answers(tmp_path: Path, tell: Tell, long: bool) -> None:
    circles, people = (500, 1_000) if long else (20, 100)
    async with _circles(tmp_path, circles) as (played, crowd):
        some = crowd.accounts[:people]
        for account in some:
            crowd.says(account, "/checkin")
        await crowd.answered(PATIENCE)
        crowd.waits.clear()
        begun, cpu = time.perf_counter(), time.process_time()
        for account in some:
            crowd.taps(account)
        await crowd.answered(PATIENCE)
        took, cpu = time.perf_counter() - begun, time.process_time() - cpu
        assert len(crowd.waits) == people
        stored = await played.rows("SELECT count(*) AS n FROM answer")
        assert stored[0]["n"] == people
    remark = f"until all was drained; {cpu:.1f} s of CPU for bot and room"
    fault = f"F21 a burst of answers, {circles} circles"
    tell(Line(fault, people, recovery=took, limit=DRAINED if long else None, remark=remark))


@pytest.mark.parametrize("limits", [False, True], ids=["no limits", "Telegram's limits"])
async def test_one_who_floods(tmp_path: Path, tell: Tell, long: bool, limits: bool) -> None:
    in_short(long, limits)
    circles, flood, taps = (500, 5_000, 1_000) if long else (20, 500, 80)
    async with _circles(tmp_path, circles) as (played, crowd):
        flooder, others = crowd.accounts[0], crowd.accounts[1 : 1 + taps // 4]
        for account in others:
            crowd.says(account, "/checkin")
        await crowd.answered(PATIENCE)
        crowd.waits.clear()
        crowd.between.clear()
        before, cpu = resident_mib(), time.process_time()
        played.room.faults.switch("flood_limits", limits)
        for number in range(flood):
            deeds.say(played.room.world, flooder, f"hello {number}")
        most = await _tap_on(played, crowd, others, flooder, taps)
        grown, cpu = resident_mib() - before, time.process_time() - cpu
        assert len(crowd.waits) == taps
        assert most <= MOST + 100
        # In turn with the flooder, nobody waits until all of that is answered.
        assert max(crowd.between) < flood / 2
        left = await played.rows("SELECT count(*) AS n FROM inbox WHERE state = 0")
    remark = (
        f"p95; slowest {max(crowd.waits):.1f} s at 50 taps "
        f"a second; {max(crowd.between)} answers to the flooder between; {grown:.0f} MiB more; "
        f"{cpu:.1f} s of CPU for bot and room; "
        f"{left[0]['n']} of theirs still waited"
    )
    which = "Telegram's limits" if limits else "no limits"
    tell(
        Line(
            f"F21 one floods with {flood:,}, {which}",
            taps,
            recovery=crowd.percentile(0.95),
            limit=ANSWERED if long else None,
            held=grown <= GROWN or not long,
            remark=remark,
        )
    )


async def _tap_on(
    played: Circle, crowd: Crowd, others: list[Account], flooder: Account, taps: int
) -> int:
    """The others tap at a steady pace until each was answered; the most updates in memory."""
    most, begun = 0, time.perf_counter()
    for number in range(taps):
        account = others[number % len(others)]
        while (wait := begun + number / RATE - time.perf_counter()) > 0 or crowd.waits_for(account):
            crowd.look(flooder)
            most = max(most, played.app.workers.in_memory)
            await asyncio.sleep(min(max(wait, 0.002), 0.01))
        crowd.taps(account, flooder)
    await crowd.answered(PATIENCE, flooder)
    return most

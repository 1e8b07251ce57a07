"""A machine's clock that is weeks wrong, for minutes or at a start: nothing is ended or lost."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from typing_extensions import override

from bot.clock import Clock, SystemClock, sure
from bot.practice_room.room import Room
from bot.sections import Backup
from bot.settings import Settings
from storage import backups, invitations, ledger
from storage.database import Tx
from storage.enums import Gone, Role
from tests.bot.doors import until
from tests.chaos.absences import asleep
from tests.chaos.conftest import Tell
from tests.chaos.table import Line
from tests.chaos.test_clocks import DAY, HALF_PAST_FIVE, HOUR, MINUTE, Evening, evening
from tests.chaos.test_clocks import invitations as invited
from tests.chaos.worlds import BACK, Bot, heard, world

WRONG = 60 * DAY
"""Every circle of the evening is over by then, every link is closed, and no copy may live."""
pytestmark = pytest.mark.proof


class Watched(Bot):
    """A bot that goes by its machine's clock, beside one that only runs on, and makes copies."""

    def __init__(self, room: Room, folder: Path) -> None:
        super().__init__(room, folder)
        self.copies = folder / "copies"
        self.copies.mkdir()

    @override
    def clock(self) -> Clock:
        machine = self.machine
        return SystemClock(lambda: machine.now().timestamp(), machine.real)

    @override
    def settings(self) -> Settings:
        return super().settings().model_copy(update={"backup": Backup(folder=self.copies)})


@dataclass(frozen=True)
class Kept:
    """What a wrong clock would take: circles that run, open links, the ledger, copies."""

    circles: int
    links: int
    ledger: int
    copies: int


async def kept(known: Evening) -> Kept:
    """How much of it there is."""
    place, bot = known.place, known.place.bot
    assert isinstance(bot, Watched)
    (circles,) = await place.rows("SELECT count(*) AS found FROM circle WHERE ended_at IS NULL")
    (links,) = await place.rows("SELECT count(*) AS found FROM invitation WHERE revoked_at IS NULL")
    (gone,) = await place.rows("SELECT count(*) AS found FROM ledger")
    copies = backups.kept(bot.settings().database_path, bot.copies)
    return Kept(circles, links, gone, len(copies))


async def strike(known: Evening, by: timedelta) -> None:
    """The machine's clock is set, and all strikes as ever."""
    await known.step(by)
    for chore in known.place.bot.app.schedule.chores:
        await known.place.bot.app.schedule.attend(chore)


async def begin(known: Evening) -> Kept:
    """Somebody was invited, somebody took a consent back, and the night brought a copy."""
    now = known.place.now

    def step(tx: Tx) -> None:
        invitations.create(
            tx, Role.PARTNER, inviter=None, now=now, expires_at=now + timedelta(days=14)
        )
        ledger.note(tx, Gone.GRANT, 5, now)

    await known.place.bot.app.database.write(step)
    await strike(known, timedelta(0))
    return await kept(known)


async def usual(known: Evening, before: timedelta) -> tuple[int, list[int]]:
    """The rest of the evening: how many alerts came in all, and how many invitations to each."""
    await known.place.turn(4 * HOUR - before, 5 * MINUTE)
    alerts = heard(known.partner, HALF_PAST_FIVE, "needs a look")
    return len(alerts), [invited(phone, HALF_PAST_FIVE) for phone in known.people[4:]]


def told(known: Evening) -> int:
    """How many messages came to anybody."""
    phones = [known.partner, *known.people]
    return sum(len(heard(phone, HALF_PAST_FIVE)) for phone in phones)


def line(fault: str, known: Evening, alerts: int, remark: str, *, held: bool) -> Line:
    """One line of the table; each gap is to be told of once."""
    return Line(
        fault,
        len(known.people),
        lost_alerts=len(known.gaps) - min(alerts, len(known.gaps)),
        repeats=max(0, alerts - len(known.gaps)),
        held=held,
        remark=remark,
    )


@pytest.mark.parametrize("by", [WRONG, -WRONG], ids=["ahead", "behind"])
async def test_ten_minutes_of_a_wrong_clock(tmp_path: Path, tell: Tell, by: timedelta) -> None:
    async with world(tmp_path, HALF_PAST_FIVE, Watched) as place:
        known = await evening(place)
        before = await begin(known)
        await strike(known, by)
        assert not sure(place.bot.app.clock)
        await place.turn(10 * MINUTE, MINUTE)
        unasked, after = told(known), await kept(known)
        await strike(known, -by)
        assert sure(place.bot.app.clock)
        alerts, came = await usual(known, 15 * MINUTE)
        held = not unasked and before == after and set(came) == {1}
        remark = f"messages meanwhile: {unasked}; then {min(came)} invitation each"
        days = f"{by / DAY:+g} days"
        tell(line(f"F29 clock wrong by {days} for 10 min", known, alerts, remark, held=held))


@pytest.mark.parametrize("by", [WRONG, -WRONG], ids=["ahead", "behind"])
async def test_a_start_with_a_wrong_clock(tmp_path: Path, tell: Tell, by: timedelta) -> None:
    async with world(tmp_path, HALF_PAST_FIVE, Watched) as place:
        known = await evening(place)
        before = await begin(known)
        await place.bot.stop()
        place.bot.machine.by = by
        await place.bot.start()
        await strike(known, timedelta(0))
        assert not sure(place.bot.app.clock)
        alerts, came = await usual(known, 5 * MINUTE)
        after = await kept(known)
        await strike(known, -by)
        held = before == after and set(came) == {1}
        remark = f"meanwhile by Telegram's clock: {min(came)} invitation each"
        days = f"{by / DAY:+g} days"
        tell(line(f"F29 start with a clock wrong by {days}", known, alerts, remark, held=held))


async def test_a_machine_that_slept_is_believed(tmp_path: Path, tell: Tell) -> None:
    """It was right to leap: once Telegram shows the new time, too, that was an outage."""
    async with world(tmp_path, HALF_PAST_FIVE, Watched) as place:
        (cora,) = await place.staff("Cora")
        (ring,) = await place.circles([cora], 1)
        ana, dan = ring.participant, place.phone("Dan")
        await place.turn(HOUR / 2)
        await ana.taps_what(lambda data: "nudge_start" in data)
        await ana.sees("1 ")
        async with asleep(place):
            await place.turn(2 * HOUR)
            place.bot.machine.stood += 2 * HOUR
        woke, clock = place.now, place.bot.app.clock
        assert clock.now() == woke - 2 * HOUR
        await dan.says("hello")
        await until(lambda: sure(clock))
        await place.turn(5 * MINUTE, MINUTE)
        asked = heard(ana, woke, *BACK)
        tell(
            Line(
                "F31 asleep for 2:00:00, Telegram shows the time",
                1,
                recovery=max((one.at - woke).total_seconds() for one in asked) if asked else 0,
                limit=300,
                held=len(asked) == 1,
                remark=f"asked once more: {len(asked)}",
            )
        )

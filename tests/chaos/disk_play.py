"""What people do while a disk is spoilt, and what they and the database must show afterwards."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.practice_room.phone import Phone
from handlers.rules.crisis import gate
from storage.enums import Temperature
from tests.chaos.disk_bot import OwnBot, own_bot
from tests.chaos.table import Line
from tests.simulation.hands import until
from tests.stories.stage import Stage, stage

HELP = "988"
CRISIS = "I want to die"
EIGHT = "4 4 4 4 4 4 4 4"
ALERT = "needs a look"
MINUTE = 60.0
MINUTES = 5
QUESTION = "Your feelings"
WITHIN = 60.0
"""Seconds after a fault in which all must be well again."""
SOON = 15.0
"""Seconds in which Help must be answered on a busy machine, whatever the disk does."""


@dataclass
class Yard:
    """A programme of some participants, behind it a bot as a process of its own."""

    on: Stage
    bot: OwnBot
    names: list[str]
    first: int
    """The first update that came to this bot."""
    strangers: int = 0

    def somebody(self) -> Phone:
        """A participant who has not answered anything yet."""
        return self.on.phone(self.names.pop())

    def stranger(self) -> Phone:
        """Somebody whom the bot does not know."""
        self.strangers += 1
        return self.on.phone(f"Dan{self.strangers}")

    def unstored(self) -> set[int]:
        """Updates that Telegram was told to forget, and that the database does not have."""
        queue = self.on.room.world.queue
        waiting = {update["update_id"] for update in queue.waiting}
        given = set(range(self.first, queue.next_id)) - waiting
        with self.bot.rows() as rows:
            return given - {number for (number,) in rows.execute("SELECT update_id FROM inbox")}

    def alerts(self) -> int:
        """How many alerts Cora has."""
        seen = self.on.phone("Cora").messages
        return sum(ALERT in message.words for message in seen if message.from_bot)

    async def more_alerts(self, before: int) -> int:
        """Let minutes pass until Cora has one more, and then one more minute."""
        for _ in range(MINUTES):
            # Whoever was held up longer than the clock waits must not have the hour pass by.
            await until(lambda: self.on.room.clock.followers > 0, WITHIN)
            await self.on.turn(MINUTE)
            if self.alerts() > before:
                break
        await self.on.turn(MINUTE)
        return self.alerts()

    def answers(self, phone: Phone) -> list[int]:
        """The answers of somebody's saved check-ins."""
        keyring = self.on.demo.settings().keys.keyring()
        with self.bot.rows() as rows:
            found = rows.execute(
                "SELECT checkin_id, dimension, temperature FROM answer JOIN checkin"
                " ON checkin.id = checkin_id WHERE person_id = ? AND state = 'saved'",
                (phone.id,),
            ).fetchall()
        return [
            int(keyring.open_text(blob, where=f"answer.temperature.{dimension}", row=number))
            for number, dimension, blob in found
        ]


@asynccontextmanager
async def warm_stage(folder: Path, url: str = "") -> AsyncIterator[Stage]:
    """A stage on which whoever types first does not wait until the crisis gate is ready."""
    await asyncio.to_thread(gate.known)
    async with stage(folder, url=url) as on:
        yield on


@asynccontextmanager
async def yard(folder: Path, *names: str, small: bool = False) -> AsyncIterator[Yard]:
    """Participants of these names in circles of Cora's."""
    async with warm_stage(folder) as on:
        eve = await on.eve()
        cora = await on.cora(eve)
        for name in names:
            await on.ana(cora, name)
        await on.demo.stop()
        first = on.room.world.queue.next_id
        async with own_bot(folder, on.demo.settings(), small=small) as bot:
            yield Yard(on, bot, list(names), first)


@dataclass(frozen=True)
class Fault:
    """What is done to the disk, for how long, and the line that an operator reads of it."""

    name: str
    spoilt: AbstractAsyncContextManager[object]
    line: str
    lasts: float
    stores: bool = False
    """Whether it can be written meanwhile, only late."""


async def play(yard: Yard, fault: Fault) -> Line:
    """The fault comes, people go on, it goes: what was lost, and how long it took."""
    ana, dan, fay = yard.somebody(), yard.stranger(), yard.stranger()
    said, alerts = len(yard.bot.lines), yard.alerts()
    await nobody_near(ana)
    async with fault.spoilt:
        since, first = time.monotonic(), yard.on.room.world.queue.next_id
        turned = asyncio.create_task(yard.on.turn(MINUTE))
        await _go_on(ana, dan, fay)
        helped = time.monotonic() - since
        kept = await _kept(yard, since + fault.lasts)
        kept &= fault.stores or wait_at_telegram(yard, first)
        lasted = time.monotonic() - since
    ended = time.monotonic()
    await ana.sees("Saved.", within=WITHIN)
    recovery = time.monotonic() - ended
    await turned
    alerts = await yard.more_alerts(alerts) - alerts
    lines = yard.bot.troubles(said)
    told = lines.pop(fault.line, 0)
    spoken = fault.line in yard.bot.lines and told <= 1 + lasted // 60 and not lines
    tapped = any("2 of 8." in one.text for one in ana.account.seen)
    once = tapped and _cards(dan) == _cards(fay) == 1
    remark = f"lasted {lasted:.0f} s, Help after {helped:.1f} s"
    return Line(
        fault.name,
        1,
        lost_alerts=max(0, 1 - alerts),
        repeats=max(0, alerts - 1),
        lost_answers=int(yard.answers(ana) != [Temperature.WARM] * 8),
        recovery=recovery,
        held=kept and once and spoken and alerts == 1 and not yard.unstored(),
        remark="; ".join((remark, *lines)),
    )


async def nobody_near(ana: Phone) -> None:
    """What must reach Cora within a minute; then the first question."""
    await ana.says("/start")
    await ana.taps("I have nobody right now", within=WITHIN)
    await ana.sees("Thank you for saying so", within=WITHIN)
    await ana.says("/checkin")
    await ana.sees(QUESTION, within=WITHIN)


async def _go_on(ana: Phone, dan: Phone, fay: Phone) -> None:
    """One answers by tap and by typing; two others need help, and get it."""
    await ana.taps("Warm")
    await dan.says("/help")
    await fay.says(CRISIS)
    await ana.says(EIGHT)
    for phone in (dan, fay):
        await phone.sees(HELP, within=SOON)


async def _kept(yard: Yard, until: float) -> bool:
    """Whether nothing was confirmed until then that is not stored."""
    kept = not yard.unstored()
    while kept and (left := until - time.monotonic()) > 0:
        await asyncio.sleep(min(left, 0.5))
        kept = not yard.unstored()
    return kept


def wait_at_telegram(yard: Yard, first: int) -> bool:
    """Whether all that came since still waits there."""
    queue = yard.on.room.world.queue
    return [update["update_id"] for update in queue.waiting] == list(range(first, queue.next_id))


def _cards(phone: Phone) -> int:
    """How many messages with help somebody got."""
    return sum(HELP in message.words for message in phone.messages if message.from_bot)

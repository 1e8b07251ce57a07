"""Two bots on one PostgreSQL, as on two machines: one leads, the other stands by.

Real processes, real sockets; people type their check-ins without waiting for anybody, so that
what they say arrives at every instant of a take-over. Some ask for their partner meanwhile, which
is an alert each. What was lost or repeated is read from the phones, and from the database.
"""

from __future__ import annotations

import asyncio
import os
import random
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from typing_extensions import override

from bot.practice_room.phone import SHOWN, Phone
from bot.practice_room.room import Room
from bot.settings import load
from storage import circles, people
from storage.database import Database, Tx
from storage.enums import Language, Role
from storage.moments import micros
from storage.records import PersonId
from tests.chaos.busy import CALLED, Person
from tests.chaos.kept import repeated
from tests.handlers.people import WEEK
from tests.postgres import Server
from tests.stories.operated import ROOT, config_of

PARTNER = PersonId(900)
CALLERS = 5
TAKES = 0.3
FIRST = 1_000
PEOPLE = 20
QUESTIONS = 8
WITHIN = 90.0
"""Real seconds for whatever must happen; a busy machine is no fault."""
LEADING = "SELECT pid FROM circlekeeper"
SESSION = """
    SELECT count(pg_terminate_backend(pid)) FROM pg_locks WHERE locktype = 'advisory' AND granted
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""
SAID = """
    SELECT count(*) FROM checkin WHERE state = 'saved'
        AND (SELECT count(*) FROM answer WHERE answer.checkin_id = checkin.id) = 8
"""
UNDONE = "SELECT count(*) FROM inbox WHERE state = 0"
KEPT = "SELECT count(*), count(DISTINCT update_id) FROM inbox"
ALERTS = "SELECT person_id, state, message_id FROM outbox WHERE class = 0 AND not_before <= {now}"
UNTOLD = "SELECT count(*) FROM outbox WHERE class = 0 AND state < 2 AND not_before <= {now}"
FLYING = "SELECT id FROM outbox WHERE class = 0 AND state = 1"


class Caller(Person):
    """Somebody who looks at the phone in real time."""

    quick = 0.5
    tries = 60

    @override
    async def waits(self, seconds: float = 0.5) -> None:
        await asyncio.sleep(0.5)


@dataclass
class Machines:
    """The room, the database, and the bots that run."""

    room: Room
    server: Server
    url: str
    config: Path
    callers: list[Caller]
    bots: list[asyncio.subprocess.Process] = field(default_factory=list)
    flying: set[int] = field(default_factory=set)
    """The alerts that were on their way when a leader went."""
    checkins: int = 0
    """How many each of them did."""

    def __post_init__(self) -> None:
        self._first = self.room.world.queue.next_id
        self.cora = Caller(self.room, "Cora")

    @property
    def updates(self) -> int:
        """How many came to Telegram."""
        return self.room.world.queue.next_id - self._first

    @property
    def calls(self) -> int:
        """How often somebody asked for Cora."""
        return sum(one.calls for one in self.callers)

    async def start(self) -> None:
        """One more bot; it leads, or stands by. Every second one is on the same machine."""
        ledger = self.config.with_name(f"machine-{len(self.bots) % 2}")
        ledger.mkdir(exist_ok=True)
        own = os.environ | {"CIRCLEKEEPER__BACKUP__FOLDER": str(ledger)}
        log = self.config.with_name(f"log-{len(self.bots)}").open("wb")
        command = (sys.executable, "-m", "bot", "run", "--config", str(self.config))
        self.bots.append(
            await asyncio.create_subprocess_exec(*command, cwd=ROOT, env=own, stderr=log)
        )
        log.close()

    def log(self, number: int) -> str:
        """What one of them said."""
        return self.config.with_name(f"log-{number}").read_text()

    def ask(self, sql: str) -> Any:
        """What the database holds, by a look beside everybody."""
        return self.server.ask(sql, self.url)[0][0]

    @property
    def leader(self) -> asyncio.subprocess.Process:
        """Who leads, as the database says."""
        pid = self.ask(LEADING)
        return next(bot for bot in self.bots if bot.pid == pid)

    async def until(self, true: Callable[[], object], what: str) -> None:
        """Wait until it is so."""
        deadline = time.monotonic() + WITHIN
        while not await asyncio.to_thread(true):
            if time.monotonic() > deadline:
                last = self.log(len(self.bots) - 1)[-2000:]
                raise AssertionError(f"{what}: not within {WITHIN:.0f} s\n{last}")
            await asyncio.sleep(0.02)

    async def everybody_checks_in(self, dice: random.Random) -> None:
        """Each at a pace of their own, a few seconds long; nobody waits for an answer."""
        await asyncio.gather(
            *(self._checks_in(one, dice.uniform(0.1, 0.5)) for one in _all(self.room)),
            *(one.calls_cora() for one in self.callers),
        )
        self.checkins += 1

    async def _checks_in(self, phone: Phone, pause: float) -> None:
        for words in ("/checkin", *"4" * QUESTIONS):
            await phone.says(words)
            await asyncio.sleep(pause)

    async def all_is_said(self) -> None:
        """Whatever people typed is stored and done, and whoever must hear of it was told."""
        await self.until(lambda: not self.room.world.queue.waiting, "fetched")
        await self.until(lambda: not self.ask(UNDONE), "handled")
        await self.until(lambda: not self.ask(UNTOLD.format(now=self._now)), "told")

    def count_flying(self) -> None:
        """A leader has just gone: what it had begun to say may be said again."""
        self.flying |= self.under_way()

    def under_way(self) -> set[int]:
        """The alerts that somebody has begun to say."""
        return {number for (number,) in self.server.ask(FLYING, self.url)}

    @property
    def _now(self) -> int:
        return micros(self.room.clock.now())

    def lost(self) -> int:
        """Check-ins that are not all there, and updates that are not there once."""
        kept, ids = self.server.ask(KEPT, self.url)[0]
        said = PEOPLE * self.checkins
        return int(abs(said - self.ask(SAID)) + abs(self.updates - kept) + kept - ids)

    def lost_alerts(self) -> int:
        """Calls that Cora's phone never showed, and alerts that never came to their readers."""
        phones = {one.phone.id: one for one in (self.cora, *self.callers)}
        came = {
            (number, seen.message.id)
            for number, one in phones.items()
            for seen in one.seen
            if seen.message
        }
        rows = self.server.ask(ALERTS.format(now=self._now), self.url)
        untold = sum(state == 2 and (person, at) not in came for person, state, at in rows)
        return int(untold) + max(0, self.calls - len(self.cora.rows(CALLED)))

    def repeats(self) -> int:
        """Messages that came again, on any phone."""
        return sum(len(repeated(one)) for one in (self.cora, *self.callers))

    def said_too_often(self) -> int:
        """People who read more often than they checked in that it is saved."""
        return sum(_saved(phone) > self.checkins for phone in _all(self.room))


def _all(room: Room) -> list[Phone]:
    return [room.phone(f"P{number}", number=FIRST + number) for number in range(PEOPLE)]


def _saved(phone: Phone) -> int:
    shown = [one for one in phone.account.seen if one.kind in SHOWN and "Saved." in one.text]
    return len({one.message.id for one in shown if one.message})


@asynccontextmanager
async def machines(server: Server, folder: Path) -> AsyncIterator[Machines]:
    """A programme with people in it, and nobody who runs it yet."""
    url = server.fresh()
    async with Room.open() as room:
        more = f'[database]\nurl = "{url}"\n[backup]\nfolder = "."\n'
        room.phone("Cora", number=PARTNER).account.started = True
        # Telegram's answer takes its time, so that leaders go while an alert is under way.
        room.faults.trouble("late", method="sendMessage", chat=PARTNER, count=None, seconds=TAKES)
        callers = [Caller(room, f"Gus{number}") for number in range(CALLERS)]
        one = Machines(room, server, url, config_of(room, folder, more), callers)
        settings = load(one.config)
        database = await Database.open(url, keyring=settings.keys.keyring())
        await database.write(lambda tx: _arrive(tx, one))
        await database.close()
        try:
            yield one
        finally:
            for bot in one.bots:
                if bot.returncode is None:
                    bot.kill()
                await bot.wait()
            server.drop(url)


def _arrive(tx: Tx, machines: Machines) -> None:
    now = machines.room.clock.now()
    participants = (*_all(machines.room), *(one.phone for one in machines.callers))
    for phone in (machines.cora.phone, *participants):
        person = PersonId(phone.id)
        people.welcome(tx, person, Language.ENGLISH, "America/New_York", now)
        people.set_name(tx, person, phone.name)
        people.set_agreed(tx, person, now)
        people.set_joined(tx, person, now)
        if person == PARTNER:
            people.give_role(tx, person, Role.PARTNER, now)
            continue
        circle = circles.open_circle(tx, PARTNER, None, now)
        circles.start(tx, circle.id, person, now, now + 12 * WEEK)

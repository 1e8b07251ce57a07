"""Two bots on one PostgreSQL, as on two machines: one leads, the other stands by.

Real processes, real sockets; people type their check-ins without waiting for anybody, so that
what they say arrives at every instant of a take-over.
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

from bot.practice_room.phone import Phone
from bot.practice_room.room import Room
from bot.settings import load
from storage import circles, people
from storage.database import Database, Tx
from storage.enums import Language, Role
from storage.records import PersonId
from tests.handlers.people import WEEK
from tests.postgres import Server
from tests.stories.operated import ROOT, config_of

PARTNER = PersonId(900)
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


@dataclass
class Machines:
    """The room, the database, and the bots that run."""

    room: Room
    server: Server
    url: str
    config: Path
    bots: list[asyncio.subprocess.Process] = field(default_factory=list)
    updates: int = 0
    checkins: int = 0

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
        await asyncio.gather(*(self._checks_in(one, dice.uniform(0.1, 0.5)) for one in _all(self)))
        self.checkins += PEOPLE

    async def _checks_in(self, phone: Phone, pause: float) -> None:
        for words in ("/checkin", *"4" * QUESTIONS):
            await phone.says(words)
            self.updates += 1
            await asyncio.sleep(pause)

    async def all_is_said(self) -> None:
        """Whatever people typed is stored and done."""
        await self.until(lambda: not self.room.world.queue.waiting, "fetched")
        await self.until(lambda: not self.ask(UNDONE), "handled")

    def lost(self) -> int:
        """Check-ins that are not all there, and updates that are not there once."""
        kept, ids = self.server.ask(KEPT, self.url)[0]
        return int(abs(self.checkins - self.ask(SAID)) + abs(self.updates - kept) + kept - ids)


def _all(machines: Machines) -> list[Phone]:
    return [machines.room.phone(f"P{number}", number=FIRST + number) for number in range(PEOPLE)]


@asynccontextmanager
async def machines(server: Server, folder: Path) -> AsyncIterator[Machines]:
    """A programme with people in it, and nobody who runs it yet."""
    url = server.fresh()
    async with Room.open() as room:
        more = f'[database]\nurl = "{url}"\n[backup]\nfolder = "."\n'
        one = Machines(room, server, url, config_of(room, folder, more))
        settings = load(one.config)
        database = await Database.open(url, keyring=settings.keys.keyring())
        await database.write(lambda tx: _arrive(tx, room))
        await database.close()
        try:
            yield one
        finally:
            for bot in one.bots:
                if bot.returncode is None:
                    bot.kill()
                await bot.wait()
            server.drop(url)


def _arrive(tx: Tx, room: Room) -> None:
    now = room.clock.now()
    for person in (PARTNER, *(PersonId(FIRST + number) for number in range(PEOPLE))):
        people.welcome(tx, person, Language.ENGLISH, "America/New_York", now)
        people.set_name(tx, person, f"P{person}")
        people.set_agreed(tx, person, now)
        people.set_joined(tx, person, now)
        if person == PARTNER:
            people.give_role(tx, person, Role.PARTNER, now)
            continue
        circle = circles.open_circle(tx, PARTNER, None, now)
        circles.start(tx, circle.id, person, now, now + 12 * WEEK)

"""Worlds of many circles, written straight into the bot's database, with a phone for everybody.

Nobody has to tap through the way in before a fault can be played on five hundred circles.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from typing_extensions import override

from bot.clock import Clock
from bot.demo import Demo
from bot.practice_room.clock import RoomClock
from bot.practice_room.phone import Phone
from bot.practice_room.records import Sighting
from bot.practice_room.room import Room
from handlers.rules import wall
from storage import circles, people, rhythms
from storage.database import Tx
from storage.enums import Language, Role, SeatState
from storage.records import CircleId, PersonId, SeatId

NEW_YORK = "America/New_York"
PATIENCE = 30.0
LASTS = timedelta(weeks=12)
FIRST = 6_000_000_001
BACK = (
    "I was away for a while, so here is the question once more",
    "Estuve fuera un tiempo, así que aquí va la pregunta otra vez",
)
"""How a question begins that an outage touched."""
STILL_HERE = ("Are you still here?", "¿Sigues por aquí?")


@dataclass(frozen=True)
class Ring:
    """One circle, and the phones of its people."""

    id: CircleId
    participant: Phone
    supporters: tuple[Phone, ...]
    partner: Phone
    seats: tuple[SeatId, ...]

    @property
    def phones(self) -> tuple[Phone, ...]:
        """Whoever is asked how they are."""
        return (self.participant, *self.supporters)


class Shifted:
    """A machine's clock that somebody sets: the room's time, and so much."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self._began = room.clock.now()
        self.by = timedelta(0)
        self.stood = timedelta(0)
        """For so long it slept."""

    def now(self) -> datetime:
        """What it shows."""
        return self._room.clock.now() + self.by

    def real(self) -> float:
        """Seconds on its other clock, which nobody sets, and which stands while it sleeps."""
        return (self._room.clock.now() - self._began - self.stood).total_seconds()


class Bot(Demo):
    """The bot behind a room, by a clock that can be set while it runs."""

    def __init__(self, room: Room, folder: Path) -> None:
        super().__init__(room, folder)
        self.machine = Shifted(room)

    @override
    async def start(self) -> bool:
        """Start it, and wait until it runs."""
        there = await super().start()
        async with asyncio.timeout(PATIENCE):
            await self.app.schedule.up.wait()
        return there

    @override
    def clock(self) -> Clock:
        return self.machine


class World:
    """A room with the bot behind it, and everybody who was written into its database."""

    def __init__(self, room: Room, bot: Bot) -> None:
        self.room = room
        self.bot = bot
        self.rings: list[Ring] = []
        self._number = FIRST

    @property
    def now(self) -> datetime:
        """The room's time."""
        return self.room.clock.now()

    def phone(self, name: str, language: str = "en") -> Phone:
        """One more phone, of somebody who has written to the bot before."""
        self._number += 1
        account = self.room.world.add(name, language, self._number)
        account.started = True
        return Phone(self.room.world, account)

    async def staff(self, *names: str, role: Role = Role.PARTNER) -> list[Phone]:
        """Partners, or coordinators."""
        phones = [self.phone(name) for name in names]

        def step(tx: Tx) -> None:
            for phone in phones:
                _arrive(tx, phone, self.now)
                people.give_role(tx, PersonId(phone.id), role, self.now)

        await self.bot.app.database.write(step)
        return phones

    async def circles(
        self,
        partners: Sequence[Phone],
        count: int,
        supporters: int = 1,
        *,
        began: timedelta = timedelta(weeks=5),
        walls: Sequence[str] = ("18:00",),
        days: frozenset[int] = frozenset({1}),
    ) -> list[Ring]:
        """Circles that began so long ago, everybody with one of these hours in turn."""
        started = self.now - began

        def step(tx: Tx) -> list[Ring]:
            made = []
            for number in range(count):
                partner = partners[number % len(partners)]
                hour = walls[number % len(walls)]
                made.append(self._circle(tx, partner, supporters, started, hour, days))
            return made

        made = await self.bot.app.database.write(step)
        self.rings += made
        return made

    def _circle(
        self,
        tx: Tx,
        partner: Phone,
        supporters: int,
        started: datetime,
        hour: str,
        days: frozenset[int],
    ) -> Ring:
        circle = circles.open_circle(tx, PersonId(partner.id), None, started)
        speaks = "es" if circle.id % 2 else "en"
        ana = self.phone("Ana", speaks)
        phones = tuple(self.phone("Ben", speaks) for _ in range(supporters))
        seats = []
        for phone in (ana, *phones):
            _arrive(tx, phone, started)
            due = wall.next_wall(days, hour, NEW_YORK, self.now).at
            rhythms.choose(tx, phone.id, days, hour, due)
        circles.start(tx, circle.id, PersonId(ana.id), started, started + LASTS)
        for phone in phones:
            seat = circles.add_seat(tx, circle.id, started)
            circles.take_seat(tx, seat.id, phone.id, started)
            circles.set_seat(tx, seat.id, SeatState.ACTIVE, started, only=(SeatState.WAITING,))
            tx.run("UPDATE seat SET seen_at = :now WHERE id = :id", now=_us(self.now), id=seat.id)
            seats.append(seat.id)
        circles.look_at(tx, circle.id, self.now)
        return Ring(circle.id, ana, phones, partner, tuple(seats))

    async def do(self, sql: str, **values: object) -> None:
        """Change what the bot remembers; a time may be given as one."""
        plain = {k: _us(v) if isinstance(v, datetime) else v for k, v in values.items()}
        await self.bot.app.database.write(lambda tx: tx.run(sql, **plain))

    async def rows(self, sql: str, **values: object) -> list[Any]:
        """What the bot remembers: the first column of each row."""
        found = await self.bot.app.database.read(lambda tx: tx.all(sql, **values))
        return [row["found"] for row in found]

    async def turn(self, time: timedelta, step: timedelta = timedelta(minutes=30)) -> None:
        """Time passes for everybody; the bot does what is due at each step, if it is there."""
        await self.room.clock.turn(time.total_seconds(), step)

    async def settled(self) -> None:
        """Everything that people did is handled, and answered."""
        await self.room.world.queue.drained(PATIENCE)
        await self.bot.app.workers.settle()
        await self.bot.app.delivery.settle()


@asynccontextmanager
async def world(folder: Path, start: datetime, kind: type[Bot] = Bot) -> AsyncIterator[World]:
    """A room with a bot that knows nobody yet, until the block ends."""
    async with Room.open(clock=RoomClock(running=False, start=start)) as room:
        bot = kind(room, folder)
        await bot.start()
        try:
            yield World(room, bot)
            assert room.complaints == []
        finally:
            await bot.stop()


def heard(phone: Phone, since: datetime, *texts: str) -> list[Sighting]:
    """The messages that came to a phone since then and say one of these, or whatever came."""
    sent = [one for one in phone.account.seen if one.kind == "sent" and one.at >= since]
    return [one for one in sent if not texts or any(text in one.text for text in texts)]


def most(phones: Iterable[Phone], since: datetime, *texts: str) -> int:
    """What came to whoever heard most."""
    return max((len(heard(phone, since, *texts)) for phone in phones), default=0)


def _arrive(tx: Tx, phone: Phone, at: datetime) -> None:
    person = PersonId(phone.id)
    people.welcome(tx, person, Language(phone.account.language), NEW_YORK, at)
    people.set_name(tx, person, phone.name)
    people.set_agreed(tx, person, at)
    people.set_adult(tx, person, at)
    people.set_joined(tx, person, at)


def _us(at: datetime) -> int:
    return round(at.timestamp() * 1_000_000)

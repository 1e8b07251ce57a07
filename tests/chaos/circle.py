"""A circle in which faults are played: the real bot, wired as in production, behind a room.

Ana takes part, Ben supports, Cora is the partner, Dev her backup, Eve the coordinator. They came in
long ago; time stands but for the room's clock, and the bot settles at each turn of it.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.app import App, make
from bot.practice_room.clock import RoomClock
from bot.practice_room.phone import Phone
from bot.practice_room.records import Call, Message
from bot.practice_room.room import Room
from bot.transport import Transport
from storage import circles
from storage.database import Tx, no_seam
from storage.enums import SeatState
from storage.records import PersonId, SeatId
from tests.bot.doors import running, settings_of, until
from tests.handlers import people
from tests.handlers.people import ANA, BEN, CORA, DEV, EVE, MONDAY, NAMES

NEWS = "A few words for you"
"""What Cora reads then."""
READ = 0.3
"""Seconds that the bot waits for an answer here; else a fault of this kind takes 20."""
PATIENCE = 30.0
"""Seconds in which a busy machine does what a quiet one does at once."""
CAST = (ANA, BEN, CORA, DEV, EVE)


MINUTE = 60.0
"""Seconds of the room: the longest pause between two tries of a call that failed."""


@dataclass
class Circle:
    """The room, the bot that runs now, and the phones."""

    room: Room
    folder: Path
    read: float
    seat: SeatId
    """Ben's."""
    _app: App | None = None

    @property
    def app(self) -> App:
        """The bot that runs now."""
        assert self._app is not None
        return self._app

    @property
    def now(self) -> datetime:
        """The room's time."""
        return self.room.clock.now()

    def phone(self, person: PersonId) -> Phone:
        """Somebody's phone, who has written to the bot before."""
        phone = self.room.phone(NAMES[person], number=person)
        phone.account.started = True
        return phone

    async def quiet(self, within: float = PATIENCE) -> None:
        """Until nothing waits at Telegram's, and all that came is handled and answered."""
        await self.room.world.queue.drained(within)
        await self.app.workers.settle()
        await self.app.delivery.settle()

    async def turn(self, seconds: float, step: float = 1.0) -> None:
        """Time passes, and the bot does at each step what is due."""
        await self.quiet()
        await self.room.clock.turn(seconds, timedelta(seconds=step))

    async def until(self, true: Callable[[], object], most: int = 90) -> float:
        """How many seconds of the room pass until something is true."""
        for second in range(most):
            await self.quiet()
            if true():
                return float(second)
            await self.room.clock.turn(1)
        raise AssertionError(f"it is not so after {most} seconds: {self.last_words()}")

    def last_words(self) -> str:
        """What everybody saw last."""
        return " / ".join(f"{NAMES[one]}: {shown(self.phone(one))[-2:]}" for one in CAST)

    def calls(self, method: str, chat: int | None = None) -> list[Call]:
        """What the bot asked Telegram for."""
        found = self.room.history.of(method)
        return [call for call in found if chat in (None, call.params.get("chat_id"))]

    async def rows(self, sql: str, **values: Any) -> list[Any]:
        """What the database holds."""
        return await self.app.database.read(lambda tx: list(tx.all(sql, **values)))

    async def seat_state(self) -> SeatState:
        """Ben's seat now."""
        found = await self.app.database.read(lambda tx: circles.get_seat(tx, self.seat))
        assert found is not None
        return found.state

    @asynccontextmanager
    async def bot(self) -> AsyncIterator[App]:
        """A bot on this file, until the block ends: once more, after an end, as after a restart."""
        async with AsyncExitStack() as stack:
            settings = settings_of(self.room, self.folder / "circle.db")
            transport = Transport(read=self.read)
            app = self._app = await make(settings, self.room.clock, no_seam, stack, transport)
            _ = await stack.enter_async_context(running(app))
            self.room.settle = app.turned
            stack.callback(setattr, self.room, "settle", None)
            await until(lambda: self.room.history.of("setMyCommands"), within=PATIENCE)
            yield app


def _cast(tx: Tx, now: datetime) -> SeatId:
    return people.sit(tx, people.begin(tx, now), BEN, now).id


@asynccontextmanager
async def circle(folder: Path, *, read: float = READ, runs: bool = True) -> AsyncIterator[Circle]:
    """Everybody, with a bot that runs until the block ends, or with none yet."""
    async with Room.open(clock=RoomClock(running=False, start=MONDAY)) as room:
        played = Circle(room, folder, read, SeatId(0))
        async with played.bot() as app:
            played.seat = await app.database.write(lambda tx: _cast(tx, MONDAY))
            for person in CAST:
                played.phone(person)
            if runs:
                yield played
        if not runs:
            yield played
        assert room.complaints == [], room.complaints[:5]


def shown(phone: Phone) -> list[str]:
    """All that the bot ever put on a phone, as it was then."""
    kinds = ("sent", "edited")
    return [seen.text for seen in phone.account.seen if seen.kind in kinds]


def times(phone: Phone, words: str) -> int:
    """How often somebody was shown something."""
    return sum(words in text for text in shown(phone))


def most_a_second(calls: list[Call]) -> int:
    """The most calls that were made in one second of the room, wherever it begins."""
    at = [call.at.timestamp() for call in calls]
    return max((sum(0 <= later - one < 1 for later in at) for one in at), default=0)


async def say(phone: Phone, words: str, *texts: str) -> Message:
    """Write, and see what follows."""
    await phone.says(words)
    return await phone.sees(*texts, within=PATIENCE)


async def tap(phone: Phone, button: str, *texts: str) -> Message:
    """Tap, and see what follows."""
    await phone.taps(button, within=PATIENCE)
    return await phone.sees(*texts, within=PATIENCE)


async def writes_to_cora(played: Circle) -> None:
    """Ana sends a line; Cora is told of it, at least once, as of an alert."""
    ana = played.phone(ANA)
    await say(ana, "/start", "You're here")
    await tap(ana, "Write to Cora", "What would you like to tell Cora?")
    await say(ana, "May I call you?", "word for word")
    await tap(ana, "Send", "on its way to")


def in_short(long: bool, also: bool) -> None:
    """Only in the long form, unless it belongs to the short one, too."""
    if not (long or also):
        pytest.skip("in the long form")

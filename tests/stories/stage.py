"""The stage of a story: a practice room, the bot behind it, and the fixed cast on their phones.

Ana takes part, Ben supports, Cora is the partner, Dev her backup, Eve the coordinator, Dan a
stranger. Time stands still but for ``turn``; everything else is real.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from typing_extensions import override

from bot.demo import Demo
from bot.practice_room.clock import STEP, RoomClock
from bot.practice_room.phone import Phone
from bot.practice_room.records import Message
from bot.practice_room.room import Room
from bot.sections import Backup
from bot.settings import Database, Settings
from tests.stories.spoken import Spoken, english

MONDAY = datetime(2026, 11, 2, 15, 0, tzinfo=UTC)
"""Ten in the morning in New York; the rhythm that is offered is Tuesday at 18:00."""
BEGINS = 10
"""The hour of it in New York."""
HOUR = 3600
DAY = 24 * HOUR
STRIDE = timedelta(hours=1)


@dataclass
class Stage:
    """The room, the bot and the phones."""

    room: Room
    demo: Demo
    t: Spoken = english
    """The language that everybody speaks here."""

    def phone(self, name: str, language: str = "") -> Phone:
        """Somebody's phone."""
        return self.room.phone(name, language=language or ("en" if self.t is english else "es"))

    async def turn(self, seconds: float) -> None:
        """Let time pass, in steps that strike every job and send all that may be sent: whole
        days in longer ones, as for a bot that is late by up to an hour."""
        await self.room.clock.turn(seconds, STRIDE if seconds >= DAY else STEP)

    async def to(self, week: int, day: int, hour: int) -> None:
        """Let time pass until an hour in New York of a day (0: Monday) in a week of the story."""
        passed = timedelta(weeks=week - 1, days=day, hours=hour - BEGINS)
        await self.turn((MONDAY + passed - self.room.clock.now()).total_seconds())

    async def settle(self) -> None:
        """Half a minute passes: a chat that had its share may be written to again."""
        await self.turn(30)

    async def eve(self) -> Phone:
        """The coordinator, all the way in."""
        eve = self.phone("Eve")
        await join(eve, await self.demo.coordinator_link(), "Eve", t=self.t)
        return eve

    async def cora(self, eve: Phone, name: str = "Cora") -> Phone:
        """A partner whom Eve invited."""
        await say(eve, "/start", self.t("You invite partners"))
        await eve.taps(self.t("Invite a partner"))
        partner = self.phone(name)
        await join(partner, await link(eve), name, t=self.t)
        return partner

    async def ana(self, cora: Phone, name: str = "Ana") -> Phone:
        """A participant in a circle that Cora opened."""
        await say(cora, "/start", self.t("You open a circle"))
        await cora.taps(self.t("Open a circle"))
        ana = self.phone(name)
        await join(ana, await link(cora), name, rhythm=True, t=self.t)
        return ana

    async def ben(self, ana: Phone, name: str = "Ben") -> Phone:
        """A supporter whom Ana chose and confirmed."""
        t = self.t
        await say(ana, "/start", t("You're here, Ana"))
        await ana.taps(t("Invite someone"))
        ben = self.phone(name)
        await join(ben, await link(ana), name, rhythm=True, done=t("Your place opens when"), t=t)
        await self.settle()
        await ana.sees(t("An answer for you"))
        await tap(ana, t("See it"), t("Ben says yes to your invitation").replace("Ben", name))
        await tap(ana, t("Yes"), t("Ben has a place in your circle").replace("Ben", name))
        await self.settle()
        await ben.sees(t("Your place is open"))
        return ben


async def join(
    phone: Phone,
    start_link: str,
    name: str,
    *,
    rhythm: bool = False,
    done: str = "",
    t: Spoken = english,
) -> None:
    """From a link to the start page."""
    await phone.opens(start_link)
    await phone.sees(t("Hi · Hola"))
    await tap(phone, t("English"), t("I'm a program"))
    await tap(phone, t("Go on"), t("Is that all right?"))
    await phone.taps(t("That is all right"))
    if rhythm:
        await phone.sees(t("two in the morning"))
        await tap(phone, t("Nobody unless I share it"), t("how old are you"))
        await phone.taps(t("I'm 18 or older"))
    await phone.sees(t("What shall I call you?"))
    await phone.says(name)
    if rhythm:
        await phone.sees(t("Tuesdays around 6:00"), t("New York time?"))
        await phone.taps(t("Yes"))
    await phone.sees(done or name)


async def link(phone: Phone) -> str:
    """The start link in the picture message that somebody just got."""
    message = await phone.sees("https://t.me/")
    words = (message.caption or message.text or "").split()
    return next(word for word in words if word.startswith("https://t.me/"))


def payload(start_link: str) -> str:
    """What a start link carries."""
    return parse_qs(urlsplit(start_link).query)["start"][0]


class OnServer(Demo):
    """A bot that remembers on a server."""

    def __init__(self, room: Room, folder: Path, url: str) -> None:
        super().__init__(room, folder)
        self.url = url
        self._ledger = Backup(folder=folder)

    @override
    def settings(self) -> Settings:
        at = {"database": Database(url=self.url), "backup": self._ledger}
        return super().settings().model_copy(update=at)


@asynccontextmanager
async def stage(folder: Path, *, start: datetime = MONDAY, url: str = "") -> AsyncIterator[Stage]:
    """A room with the bot behind it, until the block ends; ``url``: where it remembers."""
    async with Room.open(clock=RoomClock(running=False, start=start)) as room:
        demo = OnServer(room, folder, url) if url else Demo(room, folder)
        await demo.start()
        try:
            yield Stage(room, demo)
            assert room.complaints == []
        finally:
            await demo.stop()


async def tap(phone: Phone, button: str, *texts: str) -> Message:
    """Tap, and see what follows."""
    await phone.taps(button)
    return await phone.sees(*texts)


async def say(phone: Phone, words: str, *texts: str) -> Message:
    """Write, and see what follows."""
    await phone.says(words)
    return await phone.sees(*texts)

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

from bot.demo import Demo
from bot.practice_room.clock import STEP, RoomClock
from bot.practice_room.phone import Phone
from bot.practice_room.records import Message
from bot.practice_room.room import Room

MONDAY = datetime(2026, 11, 2, 15, 0, tzinfo=UTC)
"""Ten in the morning in New York; the rhythm that is offered is Tuesday at 18:00."""
HOUR = 3600
DAY = 24 * HOUR
STRIDE = timedelta(hours=1)


@dataclass
class Stage:
    """The room, the bot and the phones."""

    room: Room
    demo: Demo

    def phone(self, name: str, language: str = "en") -> Phone:
        """Somebody's phone."""
        return self.room.phone(name, language=language)

    async def turn(self, seconds: float) -> None:
        """Let time pass, in steps that strike every job and send all that may be sent: whole
        days in longer ones, as for a bot that is late by up to an hour."""
        await self.room.clock.turn(seconds, STRIDE if seconds >= DAY else STEP)

    async def settle(self) -> None:
        """Half a minute passes: a chat that had its share may be written to again."""
        await self.turn(30)

    async def eve(self) -> Phone:
        """The coordinator, all the way in."""
        eve = self.phone("Eve")
        await join(eve, await self.demo.coordinator_link(), "Eve")
        return eve

    async def cora(self, eve: Phone, name: str = "Cora") -> Phone:
        """A partner whom Eve invited."""
        await eve.says("/start")
        await eve.sees("You invite partners")
        await eve.taps("Invite a partner")
        partner = self.phone(name)
        await join(partner, await link(eve), name)
        return partner

    async def ana(self, cora: Phone) -> Phone:
        """A participant in a circle that Cora opened."""
        await cora.says("/start")
        await cora.sees("You open a circle")
        await cora.taps("Open a circle")
        ana = self.phone("Ana")
        await join(ana, await link(cora), "Ana", rhythm=True)
        return ana

    async def ben(self, ana: Phone) -> Phone:
        """A supporter whom Ana chose and confirmed."""
        await ana.says("/start")
        await ana.sees("You're here, Ana")
        await ana.taps("Invite someone")
        ben = self.phone("Ben")
        await join(ben, await link(ana), "Ben", rhythm=True, done="Your place opens when")
        await self.settle()
        await ana.sees("An answer for you")
        await ana.taps("See it")
        await ana.sees("Ben says yes to your invitation")
        await ana.taps("Yes")
        await ana.sees("Ben has a place in your circle")
        await self.settle()
        await ben.sees("Your place is open")
        return ben


async def join(
    phone: Phone, start_link: str, name: str, *, rhythm: bool = False, done: str = ""
) -> None:
    """From a link to the start page, in English."""
    await phone.opens(start_link)
    await phone.sees("Hi · Hola")
    await phone.taps("English")
    await phone.sees("I'm a program")
    await phone.taps("Go on")
    await phone.sees("Is that all right?")
    await phone.taps("That is all right")
    if rhythm:
        await phone.sees("two in the morning")
        await phone.taps("Nobody unless I share it")
        await phone.sees("how old are you")
        await phone.taps("I'm 18 or older")
    await phone.sees("What shall I call you?")
    await phone.says(name)
    if rhythm:
        await phone.sees("Tuesdays around 6:00", "New York time?")
        await phone.taps("Yes")
    await phone.sees(done or name)


async def link(phone: Phone) -> str:
    """The start link in the picture message that somebody just got."""
    message = await phone.sees("https://t.me/")
    words = (message.caption or message.text or "").split()
    return next(word for word in words if word.startswith("https://t.me/"))


def payload(start_link: str) -> str:
    """What a start link carries."""
    return parse_qs(urlsplit(start_link).query)["start"][0]


@asynccontextmanager
async def stage(folder: Path, *, start: datetime = MONDAY) -> AsyncIterator[Stage]:
    """A room with the bot behind it, until the block ends."""
    async with Room.open(clock=RoomClock(running=False, start=start)) as room:
        demo = Demo(room, folder)
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

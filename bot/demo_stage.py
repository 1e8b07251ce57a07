"""The demo's stage: who stands on it, and how its time passes until a scene is set."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.app import App
from bot.demo_hands import Hands
from bot.practice_room.room import Room

PATIENCE = 20.0
SOON = timedelta(minutes=15)
"""At least so far the clock moves at a time, on its way to a later hour."""
BREATH = timedelta(seconds=30)
"""A chat that had its share may be written to again after it."""


class Stage:
    """A room with the bot behind it, and hands for whoever plays."""

    def __init__(
        self, room: Room, app: App, language: str, link: Callable[[], Awaitable[str]]
    ) -> None:
        self._room = room
        self._app = app
        self._language = language
        self.first_link = link
        """Makes the link of a programme's first coordinator."""
        self._zone = ZoneInfo(app.settings.programme.zone)

    # ---- Who is there

    def hands(self, name: str) -> Hands:
        """Somebody, with a phone of their own."""
        return Hands(self._room.phone(name, self._language), self._language, self._answered)

    def says(self, english: str, spanish: str) -> str:
        """What somebody types here."""
        return spanish if self._language == "es" else english

    async def coordinator(self, name: str = "Eve") -> Hands:
        """The first of a programme."""
        eve = self.hands(name)
        await eve.comes_in(await self.first_link())
        return eve

    async def partner(self, eve: Hands, name: str = "Cora") -> Hands:
        """A partner whom the coordinator invited."""
        cora = self.hands(name)
        await eve.says("/start")
        await eve.taps("invite_partner")
        await cora.comes_in(eve.link)
        return cora

    async def participants(self, cora: Hands, *names: str) -> list[Hands]:
        """People in circles that their partner opened, one each."""
        people = [self.hands(name) for name in names]
        links = []
        for _ in names:
            await cora.says("/start")
            await cora.taps("open_circle")
            links.append(cora.link)
        pairs = zip(people, links, strict=True)
        await asyncio.gather(*(one.joins(link) for one, link in pairs))
        await asyncio.gather(*(one.taps("first_answer.3") for one in people))
        return people

    async def supporters(self, chosen: Mapping[str, Hands]) -> list[Hands]:
        """People whom participants chose and confirmed: names, and who chose them."""
        people = [self.hands(name) for name in chosen]
        pairs = list(zip(people, chosen.values(), strict=True))
        await asyncio.gather(*(self._invited(one, by) for one, by in pairs))
        await self.passes(BREATH)
        await asyncio.gather(*(by.taps("seat_see", "seat_yes") for _, by in pairs))
        await self.passes(BREATH)
        await asyncio.gather(*(one.taps("home") for one in people))
        return people

    async def _invited(self, one: Hands, by: Hands) -> None:
        await by.says("/start")
        await by.taps("invite_supporter")
        await one.joins(by.link)

    # ---- Time

    async def begins(self, day: int, hour: int) -> None:
        """The story begins at the next such hour of a weekday (0: Monday), in one leap: nobody is
        there yet to whom anything could happen on the way."""
        clock = self._room.clock
        await clock.turn_to(self._next(clock.now(), day, hour), timedelta.max)

    async def goes_to(self, day: int, hour: int) -> None:
        """Time passes to the next such hour of a weekday, from one thing that is due to another."""
        clock = self._room.clock
        until = self._next(clock.now(), day, hour) + SOON
        while (now := clock.now()) < until:
            due = await self._app.schedule.next_due() or until
            await clock.turn_to(min(until, max(due, now + SOON)), timedelta.max)

    async def passes(self, time: timedelta) -> None:
        """Time passes."""
        await self._room.clock.turn(time.total_seconds())

    def _next(self, now: datetime, day: int, hour: int) -> datetime:
        local = now.astimezone(self._zone)
        then = local.replace(hour=hour, minute=0, second=0, microsecond=0)
        then += timedelta(days=(day - local.weekday()) % 7)
        return then if then > local else then + timedelta(days=7)

    async def _answered(self) -> None:
        """Until the bot has taken what people did, and answered."""
        await self._room.world.queue.drained(PATIENCE)
        await self._app.settle()

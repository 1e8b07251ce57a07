"""People with phones: each with a nature, deciding by chance that a seed makes the same each time.

They see what stands on their phone and nothing else. An invitation is answered, ignored, put off,
skipped, or answered with a pause; some block the bot for days, some write, some would like a hello.
"""

from __future__ import annotations

import heapq
import itertools
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

from bot.practice_room.records import Message
from tests.simulation.following import follow
from tests.simulation.hands import Hands, first
from tests.simulation.owner import DAY, Owner
from tests.simulation.phrases import PAUSES, of, say

HOUR = timedelta(hours=1)
Deed = Callable[[], Awaitable[None]]


@dataclass(frozen=True)
class Nature:
    """How likely somebody does what."""

    start: float = 0.5
    later: float = 0.08
    tomorrow: float = 0.06
    skip: float = 0.06
    pause: float = 0.03
    by_hand: float = 0.04
    """And the rest of the time an invitation is left alone."""
    types: float = 0.0
    """All eight answers in one text, instead of eight taps."""
    looks: float = 0.9
    """At whatever else asks for a tap."""
    blocks: float = 0.004
    """A day."""
    wishes: float = 0.03
    """A day: a hello, a few words, or that nobody is there."""

    def choices(self) -> tuple[tuple[str, float], ...]:
        """What an invitation may lead to."""
        names = ("start", "later", "tomorrow", "skip", "pause", "by_hand")
        odds = [(name, float(getattr(self, name))) for name in names]
        return (*odds, ("ignore", max(0.0, 1 - sum(odd for _, odd in odds))))


NATURES = (
    Nature(start=0.85, later=0.05, skip=0.03),
    Nature(types=0.5),
    Nature(start=0.3, later=0.25, tomorrow=0.15, skip=0.1),
    Nature(start=0.1, skip=0.02, later=0.02, tomorrow=0.02, looks=0.6),
    Nature(start=0.4, pause=0.2, types=1),
    Nature(start=0.02, later=0, tomorrow=0, skip=0, pause=0, by_hand=0, looks=0.3, wishes=0),
    Nature(start=0.5, blocks=0.02),
)
"""Somebody keen, somebody usual, somebody who puts off, somebody faint, a taker of breaks, somebody
silent, and somebody who blocks."""


@dataclass
class Person:
    """Somebody with a phone."""

    hands: Hands
    owner: Owner
    nature: Nature
    dice: random.Random
    _now: datetime = field(init=False)
    _due: list[tuple[datetime, int, Deed]] = field(default_factory=list)
    _turn: itertools.count[int] = field(default_factory=itertools.count)

    def at(self, when: datetime, deed: Deed) -> None:
        """Do this then, or in the morning after a night."""
        local = self.owner.local(when)
        if not 7 <= local.hour < 23:
            hours = (7 - local.hour) % 24 + self.dice.random() * 3
            when += hours * HOUR
        heapq.heappush(self._due, (when, next(self._turn), deed))

    @property
    def due(self) -> datetime | None:
        """When they want to do something next."""
        return self._due[0][0] if self._due else None

    def live(self, now: datetime) -> None:
        """From now on a day has its whims."""
        self.at(now + self.dice.uniform(0.5, 1.5) * DAY, self._whim)

    def look(self, now: datetime) -> None:
        """See what came, and make up one's mind about it."""
        for message in self.hands.news():
            if message.from_bot and message.buttons and message.edited_at is None:
                self._consider(message, now)

    async def act(self, now: datetime) -> None:
        """Do what has come due."""
        self._now = now
        while self._due and self._due[0][0] <= now:
            _, _, deed = heapq.heappop(self._due)
            if self.hands.free or deed in (self._unblock, self._whim):
                await deed()
                self.hands.news()

    def _say(self, what: str) -> str:
        return say(what, self.hands.language)

    def _consider(self, message: Message, now: datetime) -> None:
        soon = now + self.dice.expovariate(1 / 1.5) * HOUR
        if first(message, [self._say("start")]) and first(message, [self._say("skip")]):
            names, odds = zip(*self.nature.choices(), strict=True)
            choice = self.dice.choices(names, odds)[0]
            if choice == "by_hand":
                self.at(soon, self._check_in)
            elif choice != "ignore":
                self.at(soon, partial(self._tap, message, self._say(choice)))
        elif self.dice.random() < self.nature.looks:
            for what in ("see", "still here", "talked"):
                if first(message, [self._say(what)]):
                    self.at(soon, partial(self._tap, message, self._say(what)))

    async def _tap(self, message: Message, button: str) -> None:
        """A button that stood there, if it still does; and whatever it leads to."""
        message = self.hands.now(message) or message
        if first(message, [button]) != button:
            return
        self.hands.news()
        await self.hands.taps(button, on=message)
        last = await follow(self.hands, self.dice, self.nature.types)
        if last == of(PAUSES, self.hands.language)[2]:
            self.at(self._now + self.dice.uniform(5, 25) * DAY, self._back)

    async def _check_in(self) -> None:
        await self._command("/checkin")

    async def _command(self, command: str, *buttons: str) -> bool:
        """A command, a button of what comes, and whatever it leads to; False without the button."""
        self.hands.news()
        await self.hands.says(command)
        for begins in buttons:
            found = first(self.hands.phone.newest, [begins])
            if found is None:
                return False
            await self.hands.taps(found)
        await follow(self.hands, self.dice, self.nature.types)
        return True

    async def _back(self) -> None:
        await self._command("/start", self._say("back"))

    async def _unblock(self) -> None:
        await self.hands.comes_back()

    async def _whim(self) -> None:
        """What comes to mind on an ordinary day."""
        self.live(self._now)
        if not self.hands.free:
            return
        if self.dice.random() < self.nature.blocks:
            await self.hands.blocks()
            self.at(self._now + self.dice.uniform(1, 20) * DAY, self._unblock)
        elif self.dice.random() < self.nature.wishes:
            await self._wish()

    async def _wish(self) -> None:
        what = self.dice.choice(("hello", "write", "nobody", "check in"))
        if what == "check in":
            await self._check_in()
        elif what == "write":
            if await self._command("/start", self._say("write")):
                await self.hands.says("A few words." if self.hands.language == "en" else "Hola.")
                await follow(self.hands, self.dice, self.nature.types)
        elif what == "nobody":
            await self._command("/start", self._say("my circle"), self._say(what))
        else:
            await self._command("/start", self._say(what))

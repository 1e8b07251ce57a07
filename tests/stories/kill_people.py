"""People with their phones, while the bot behind them dies and comes back.

They do one thing and look until its answer shows. When none comes they do it again, and then go
on from /start, as people do; whatever stayed without any answer is written down, since a bot that
loses nothing must be able to explain it.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable

from bot.practice_room.phone import SHOWN, Phone
from bot.practice_room.records import Sighting
from bot.practice_room.room import Room

LOOKS = 4
"""So often people look at the phone, with a while between."""
WHILE = 10.0
"""Seconds of the room's time between two looks at an answer; a tap waits 150 at Telegram."""
FETCHED = 10.0
"""Real seconds in which a bot must have fetched what waits for it at Telegram."""

Deed = Callable[[], Awaitable[object]]
"""Gives False when there was nothing to do: then nothing needs to come of it."""


class Lost(AssertionError):
    """Something that somebody did, or should have seen, is gone."""


class Human:
    """One person and their phone."""

    quick = 0.3
    """Real seconds in which a bot that is there answers."""
    tries = 5
    long_while = 240.0
    """Seconds of the room's time between two looks at what comes unasked."""

    def __init__(self, room: Room, name: str) -> None:
        self._room = room
        self.phone: Phone = room.phone(name)
        self.name = name
        self.unanswered: list[str] = []
        """What the person did, and nothing at all came back."""

    @property
    def seen(self) -> list[Sighting]:
        """All that ever happened on the phone."""
        return self.phone.account.seen

    def shown(self, *words: str) -> list[Sighting]:
        """Messages and edits of the bot with all these words on them."""
        return self._shown(words, 0)

    async def opens(self, link: str, until: str) -> Sighting:
        """Open a link, until these words show."""
        return await self._do("opens the link", lambda: self.phone.opens(link), until)

    async def says(self, text: str, until: str, go_on: str = "/start") -> Sighting:
        """Write, until these words show."""
        return await self._do(f"says {text!r}", lambda: self.phone.says(text), until, go_on)

    async def taps(self, words: str, until: str, go_on: str = "/start") -> Sighting:
        """Tap a button, until these words show."""

        async def tap() -> bool:
            if not self._has_button(words):
                await self._go_on(go_on)
            if not self._has_button(words):
                return False
            await self.phone.taps(words, within=0)
            return True

        return await self._do(f"taps {words!r}", tap, until, go_on)

    async def notices(self, *words: str) -> bool:
        """Whether unasked words show up, by themselves, some time soon."""
        for _ in range(LOOKS):
            if self.shown(*words):
                return True
            await self.waits(self.long_while)
        return bool(self.shown(*words))

    async def must_notice(self, *words: str) -> None:
        """These words come unasked, or they are lost."""
        if not await self.notices(*words):
            raise Lost(f"{self.name} was never told {' + '.join(words)!r}")

    async def waits(self, seconds: float = WHILE) -> None:
        """A while passes; what waits at Telegram is fetched, by a bot that is there."""
        deadline = time.monotonic() + FETCHED
        while self._room.world.queue.waiting and time.monotonic() < deadline:  # noqa: ASYNC110 (no event)
            await asyncio.sleep(0.005)
        await self._room.clock.turn(seconds)

    async def _do(self, what: str, deed: Deed, until: str, go_on: str = "/start") -> Sighting:
        """Do it until the words show; the second time as the first, then from the start page."""
        begin = len(self.seen)
        for turn in range(self.tries):
            if turn > 1 and (found := await self._start_over(go_on, until, begin)):
                return found
            at = len(self.seen)
            done = await deed()
            if found := await self._look(until, begin):
                return found
            if done is not False and not self._shown((), at):
                self.unanswered.append(what)
        raise Lost(f"{self.name} {what} and never sees {until!r}")

    async def _start_over(self, go_on: str, until: str, begin: int) -> Sighting | None:
        await self._go_on(go_on)
        shown = self._shown((until,), begin)
        return shown[-1] if shown else None

    async def _go_on(self, command: str) -> None:
        at = len(self.seen)
        await self.phone.says(command)
        if not await self._look("", at):
            self.unanswered.append(f"says {command!r}")

    async def _look(self, words: str, begin: int) -> Sighting | None:
        for look in range(LOOKS):
            if await self._soon(words, begin):
                return self._shown((words,), begin)[-1]
            if look < LOOKS - 1:
                await self.waits()
        return None

    async def _soon(self, words: str, begin: int) -> bool:
        deadline = time.monotonic() + self.quick
        while not self._shown((words,), begin):
            left = deadline - time.monotonic()
            if not await self._room.changes.after(self._room.changes.version, left):
                return bool(self._shown((words,), begin))
        return True

    def _shown(self, words: tuple[str, ...], begin: int) -> list[Sighting]:
        return [
            one
            for one in self.seen[begin:]
            if one.kind in SHOWN and all(word in one.text for word in words)
        ]

    def _has_button(self, words: str) -> bool:
        return any(
            button.text.startswith(words)
            for message in self.phone.messages
            for button in message.buttons
        )

"""Hands on a phone: one deed at a time, until the bot has answered it whole."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from bot.practice_room.phone import Phone
from bot.practice_room.records import Message

Settle = Callable[[], Awaitable[None]]
PATIENCE = 20.0
MOMENT = 0.001


class Hands:
    """Somebody's phone, and the bot's time to answer."""

    def __init__(self, phone: Phone, language: str, settle: Settle) -> None:
        self.phone = phone
        self.language = language
        self._settle = settle
        self._seen = 0

    @property
    def free(self) -> bool:
        """Whether they can write to the bot: whoever has blocked it cannot."""
        return not self.phone.account.blocked

    async def says(self, text: str) -> None:
        """Write."""
        await self.phone.says(text)
        await self._settle()

    async def opens(self, link: str) -> None:
        """Open a start link."""
        await self.phone.opens(link)
        await self._settle()

    async def taps(self, button: str, on: Message | None = None) -> None:
        """Tap a button that stands there."""
        await self.phone.taps(button, on=on)
        await self._settle()

    async def blocks(self) -> None:
        """Block the bot."""
        await self.phone.blocks_the_bot()
        await self._settle()

    async def comes_back(self) -> None:
        """Unblock it, and say so."""
        await self.phone.unblocks_the_bot()
        await self.says("/start")

    def news(self) -> list[Message]:
        """What came or changed since the last look, as it was then."""
        seen = self.phone.account.seen
        new = seen[self._seen :]
        self._seen = len(seen)
        shown = ("sent", "edited", "buttons")
        return [one.message for one in new if one.message is not None and one.kind in shown]

    def now(self, message: Message) -> Message | None:
        """The message as it stands now; None when it is gone."""
        return self.phone.account.messages.get(message.id)


def labels(message: Message | None) -> list[str]:
    """What stands on its buttons."""
    return [button.text for button in message.buttons] if message else []


def first(message: Message, begins: Sequence[str]) -> str | None:
    """The first button that begins with one of these."""
    return next((one for one in labels(message) if one.startswith(tuple(begins))), None)


async def until(done: Callable[[], bool], within: float = PATIENCE) -> None:
    """Wait for a moment that comes by itself, so many seconds at most."""
    async with asyncio.timeout(within):
        while not done():  # noqa: ASYNC110 (nobody tells of it)
            await asyncio.sleep(MOMENT)

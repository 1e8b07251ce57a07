"""Hands on the demo's phones: they tap and type as people would, one deed at a time.

They know buttons by what they mean, so that they find them in every language. Nothing is written
into the database: whatever stands there afterwards, the bot made of taps and words.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial

from bot.practice_room.phone import Phone
from handlers.screens.screen import read_data

Settle = Callable[[], Awaitable[object]]


class Hands:
    """Somebody with a phone, who waits until the bot has answered whole."""

    def __init__(self, phone: Phone, language: str, settle: Settle) -> None:
        self.phone = phone
        self._language = language
        self._settle = settle

    @property
    def name(self) -> str:
        """What they are called."""
        return self.phone.name

    @property
    def link(self) -> str:
        """The newest start link in the chat."""
        words = " ".join(message.words for message in self.phone.messages if message.from_bot)
        return [word for word in words.split() if word.startswith("https://t.me/")][-1]

    async def says(self, text: str) -> None:
        """Type and send."""
        await self.phone.says(text)
        await self._settle()

    async def taps(self, *buttons: str) -> None:
        """Tap these one after another: each is a verb, or a verb with its value."""
        for button in buttons:
            await self.phone.taps_what(partial(_means, button))
            await self._settle()

    async def opens(self, link: str) -> None:
        """Open a start link."""
        await self.phone.opens(link)
        await self._settle()

    async def blocks(self) -> None:
        """Block the bot."""
        await self.phone.blocks_the_bot()
        await self._settle()

    async def comes_in(self, link: str) -> None:
        """From a link to a name, as staff does."""
        await self.opens(link)
        await self.taps(f"language.{self._language}", "join_go_on", "join_agree")
        await self.says(self.name)

    async def joins(self, link: str) -> None:
        """From a link to a rhythm, as participants and supporters do."""
        await self.opens(link)
        await self.taps(f"language.{self._language}", "join_go_on", "join_agree")
        await self.taps("read_back.nobody", "join_age.older")
        await self.says(self.name)
        await self.taps("rhythm_yes")


def _means(button: str, data: str) -> bool:
    tap = read_data(data)
    verb, _, value = button.partition(".")
    return tap is not None and (tap.verb, tap.value) == (verb, value)

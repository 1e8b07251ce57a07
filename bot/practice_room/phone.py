"""A person's phone for tests and seeds: does things, then waits until the bot's answer shows.

It works on the world in the same process. What it waits for is real time, bounded; what it
checks is only what the person could see.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from typing import NoReturn, TypeVar

from bot.practice_room import deeds
from bot.practice_room.records import Account, Button, Group, Message, Sighting
from bot.practice_room.transcript import last_lines, read_aloud
from bot.practice_room.world import World

PATIENCE = 5.0
SHOWN = frozenset({"sent", "edited", "buttons"})
TOASTS = frozenset({"toast"})
T = TypeVar("T")


class Phone:
    """One person with the chat with the bot open."""

    def __init__(self, world: World, account: Account) -> None:
        self._world = world
        self._account = account
        self._from = len(account.seen)

    @property
    def id(self) -> int:
        """The person's numeric id, which is the chat's too."""
        return self._account.id

    @property
    def name(self) -> str:
        """The first name."""
        return self._account.name

    @property
    def account(self) -> Account:
        """What the room remembers of this person."""
        return self._account

    @property
    def messages(self) -> list[Message]:
        """Everything in the chat now, oldest first, both sides."""
        return list(self._account.messages.values())

    @property
    def newest(self) -> Message:
        """The newest message of the bot."""
        mine = [message for message in self.messages if message.from_bot]
        return mine[-1] if mine else self._fail("has no message from the bot")

    @property
    def buttons(self) -> list[str]:
        """What stands on the buttons of the newest message that has any."""
        holders = [message for message in self.messages if message.buttons]
        return [button.text for button in holders[-1].buttons] if holders else []

    @property
    def toast(self) -> str:
        """The short words after the last tap, or nothing."""
        return self._account.toast.text if self._account.toast else ""

    def transcript(self) -> str:
        """The whole chat as it went, for reading aloud."""
        return read_aloud(self._account)

    # ---- Deeds

    async def says(self, text: str, *, group: Group | None = None) -> Message:
        """Write to the bot, or in a group that it is in."""
        self._look_from_here()
        if group is not None:
            return deeds.say_in_group(self._world, self._account, group, text)
        return deeds.say(self._world, self._account, text)

    async def sends(self, **content: object) -> Message:
        """Send what is no text, in Telegram's shape: `sends(sticker={...})`."""
        self._look_from_here()
        return deeds.send(self._world, self._account, content)

    async def opens(self, link: str) -> Message:
        """Open a start link, or its payload, and press Start."""
        self._look_from_here()
        return deeds.open_link(self._world, self._account, link)

    async def taps(
        self,
        words: str,
        *,
        on: Message | None = None,
        stale: bool = False,
        within: float = PATIENCE,
    ) -> str | None:
        """Tap the button that says this, or begins so, on the newest message that has one.

        `on` names the message; with `stale` the phone still shows that message as it was then.
        Waits when there is no such button yet. A button that is a start link opens it.
        """
        found = await self._until(lambda: self._find(words, on, stale), within)
        if found is None:
            self._fail(f"sees no button {words!r}; the newest are {self.buttons}")
        return await self._press(*found, stale=stale)

    async def taps_what(
        self, fits: Callable[[str], bool], *, on: Message | None = None, within: float = PATIENCE
    ) -> str | None:
        """Tap the newest button whose data fits, whatever is written on it."""
        found = await self._until(lambda: self._fitting(fits, on), within)
        if found is None:
            self._fail(f"sees no such button; the newest are {self.buttons}")
        return await self._press(*found)

    async def _press(self, message: Message, button: Button, stale: bool = False) -> str | None:
        self._look_from_here()
        if button.data is None:
            await self.opens(button.url or "")
            return None
        return deeds.tap(self._world, self._account, message.id, button.data, stale=stale)

    async def blocks_the_bot(self) -> None:
        """Block."""
        self._look_from_here()
        deeds.block(self._world, self._account)

    async def unblocks_the_bot(self) -> None:
        """Unblock, without writing."""
        self._look_from_here()
        deeds.unblock(self._world, self._account)

    async def deletes_the_account(self) -> None:
        """Leave Telegram."""
        deeds.deactivate(self._world, self._account)

    async def adds_the_bot_to_a_group(self, title: str) -> Group:
        """Put the bot into a new group."""
        return deeds.add_to_group(self._world, self._account, title)

    # ---- Waiting

    async def sees(self, *texts: str, within: float = PATIENCE) -> Message:
        """The next message or edit, since the last deed or `sees`, that holds all these texts."""
        found = await self._until(lambda: self._next(SHOWN, texts), within)
        if found is None or found.message is None:
            self._fail(f"does not see {' + '.join(texts)!r}")
        return found.message

    async def sees_toast(self, text: str, within: float = PATIENCE) -> str:
        """The short words after a tap."""
        found = await self._until(lambda: self._next(TOASTS, (text,)), within)
        return found.text if found else self._fail(f"sees no toast {text!r}")

    async def sees_nothing(self, within: float = 0.3) -> None:
        """Nothing comes from the bot for this long (real seconds)."""
        if await self._until(lambda: self._next(SHOWN, ()), within):
            self._fail("sees something")

    async def _until(self, look: Callable[[], T | None], within: float) -> T | None:
        try:
            async with asyncio.timeout(within):
                while (found := look()) is None:
                    await self._world.changes.after(self._world.changes.version, within)
        except TimeoutError:
            return look()
        return found

    def _next(self, kinds: frozenset[str], texts: tuple[str, ...]) -> Sighting | None:
        seen = self._account.seen
        for at in range(self._from, len(seen)):
            if seen[at].kind in kinds and all(text in seen[at].text for text in texts):
                self._from = at + 1
                return seen[at]
        return None

    def _look_from_here(self) -> None:
        self._from = len(self._account.seen)

    def _find(self, words: str, on: Message | None, stale: bool) -> tuple[Message, Button] | None:
        for message in self._candidates(on, stale):
            for fits in (str.__eq__, str.startswith):
                for button in message.buttons:
                    if fits(button.text, words):
                        return message, button
        return None

    def _fitting(
        self, fits: Callable[[str], bool], on: Message | None
    ) -> tuple[Message, Button] | None:
        for message in self._candidates(on, stale=False):
            for button in message.buttons:
                if fits(button.data or ""):
                    return message, button
        return None

    def _candidates(self, on: Message | None, stale: bool) -> Iterable[Message]:
        if on is not None:
            now = self._account.messages.get(on.id)
            return [on] if stale else [now] if now else []
        if stale:
            return [seen.message for seen in reversed(self._account.seen) if seen.message]
        return reversed(self.messages)

    def _fail(self, what: str) -> NoReturn:
        lines = last_lines(self._account)
        raise AssertionError(f"{self.name} {what}. The last lines of the chat:\n{lines}")

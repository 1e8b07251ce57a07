"""The practice room as one object: a local Telegram with phones, a clock and faults.

`async with Room.open() as room:` starts it on a free loopback port inside the running loop. It
knows nothing of the bot that talks to it.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from bot.practice_room.api import BotApi
from bot.practice_room.changes import Changes
from bot.practice_room.clock import RoomClock
from bot.practice_room.control import Control
from bot.practice_room.faults import Faults
from bot.practice_room.history import History
from bot.practice_room.hooks import Hooks
from bot.practice_room.phone import Phone
from bot.practice_room.server import Server, application
from bot.practice_room.world import World

TOKEN = "1:demo"  # noqa: S105 (opens nothing but this room)
USERNAME = "practice_room_bot"


class Room:
    """World, clock, faults and server together."""

    def __init__(
        self,
        *,
        token: str = TOKEN,
        username: str = USERNAME,
        clock: RoomClock | None = None,
        first_update: int | None = None,
    ) -> None:
        self.token = token
        self.clock = clock or RoomClock()
        self.changes = Changes()
        self.world = World(
            token=token,
            username=username,
            now=self.clock.now,
            changes=self.changes,
            first_update=first_update,
        )
        self.faults = Faults(self._faults_changed)
        self.hooks = Hooks()
        self.clock.watchers.append(self.changes.bump)
        api = BotApi(self.world, self.faults)
        self._control = Control(self.world, self.clock, self.faults, self.hooks)
        self._server = Server(application(api, self._control), self.world)

    @classmethod
    @asynccontextmanager
    async def open(
        cls,
        *,
        token: str = TOKEN,
        username: str = USERNAME,
        clock: RoomClock | None = None,
        first_update: int | None = None,
        host: str = "127.0.0.1",
        port: int = 0,
    ) -> AsyncIterator[Room]:
        """A room that is listening, until the block ends."""
        room = cls(token=token, username=username, clock=clock, first_update=first_update)
        await room.start(host, port)
        try:
            yield room
        finally:
            await room.stop()

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> str:
        """Listen on this computer; gives the address."""
        return await self._server.start(host, port)

    async def let_be(self) -> None:
        """End what is under way: a turn of the clock, a restart, a scene."""
        await self._control.close()

    async def stop(self) -> None:
        """Hang up on everybody and stop listening."""
        await self._server.stop()

    @property
    def url(self) -> str:
        """The address, without a slash at the end; the Bot API stands at `{url}/bot<token>/`."""
        return self._server.url

    @property
    def history(self) -> History:
        """Every request of the bot."""
        return self.world.history

    @property
    def complaints(self) -> list[str]:
        """What the bot got wrong; empty for a correct one."""
        return self.world.complaints

    @property
    def settle(self) -> Callable[[], Awaitable[object] | None] | None:
        """Called after each step of the clock until the bot has done what came due."""
        return self.clock.settle

    @settle.setter
    def settle(self, settle: Callable[[], Awaitable[object] | None] | None) -> None:
        self.clock.settle = settle

    def phone(self, name: str, language: str = "en", number: int | None = None) -> Phone:
        """A new phone, or the one that already has this name."""
        for account in self.world.accounts.values():
            if account.name == name and number in (None, account.id):
                return Phone(self.world, account)
        return Phone(self.world, self.world.add(name, language, number))

    def _faults_changed(self) -> None:
        # A poll that already waits answers now, so that the next one meets the fault.
        self.world.queue.wake()
        self.changes.bump()

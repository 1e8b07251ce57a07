"""The demo: the practice room and the bot in one process, with one clock.

No account, no token, nothing outside this computer. What it remembers is gone when it ends.
"""

from __future__ import annotations

import asyncio
import signal
import sys
import tempfile
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from bot import demo_happened, keys
from bot.app import App, make
from bot.clock import Clock
from bot.demo_scenes import SCENES
from bot.demo_stage import Stage
from bot.exits import EndsError, ExitCode
from bot.logs import get
from bot.practice_room.hooks import Happening, Said
from bot.practice_room.room import Room
from bot.settings import Database, Keys, Settings, Telegram
from handlers.screens import times
from storage import invitations
from storage.database import Tx, Unavailable, no_seam
from storage.enums import Language, Role

log = get(__name__)
T = TypeVar("T")

FIRST = "nothing"
"""The scene of the beginning."""
LOOKS = 0.05
"""Seconds at most between two looks at whether the bot has started."""


class Demo:
    """A bot behind a room, which can be started anew under it."""

    def __init__(self, room: Room, folder: Path) -> None:
        self.room = room
        self._folder = folder
        self._key = keys.fresh()
        self._number = 0
        self._happened: Sequence[Happening] = ()
        self._roles: Mapping[int, Said] = {}
        self._app: App | None = None
        self._stop = asyncio.Event()
        self._running: asyncio.Task[None] | None = None

    @property
    def app(self) -> App:
        """The bot that runs now."""
        if self._app is None:
            raise RuntimeError("the demo has not started")
        return self._app

    async def start(self) -> bool:
        """Start the bot, and let the room's clock drive it; False: it waits for Telegram."""
        self._stop = asyncio.Event()
        running = self._running = asyncio.create_task(self._run())
        while self.room.settle is None and not running.done():
            if self.room.faults.down:
                return False
            await self.room.changes.after(self.room.changes.version, LOOKS)
        if running.done():
            running.result()
        return True

    def settings(self) -> Settings:
        """What the bot is started with; a simulation lays its own policies over it."""
        return Settings(
            telegram=Telegram.model_validate(
                {"token": self.room.token, "api_base_url": self.room.url}
            ),
            database=Database(url=f"sqlite:///{self._folder / f'practice-{self._number}.db'}"),
            keys=Keys.model_validate({"key": self._key}),
        )

    def clock(self) -> Clock:
        """What the bot takes for the time; proofs set it as a machine's may be set."""
        return self.room.clock

    async def _run(self) -> None:
        while self.room.faults.down:  # sooner than the bot itself would ask again
            await self.room.changes.after(self.room.changes.version, LOOKS)
        async with AsyncExitStack() as stack:
            self._app = await make(self.settings(), self.clock(), no_seam, stack)
            up = asyncio.create_task(self._follow(self._app))
            try:
                await self._app.run(self._stop)
            finally:
                up.cancel()

    async def _follow(self, app: App) -> None:
        """Once it has taken up what the last one left, the clock drives it: not before, or what it
        sends would seem to be left over."""
        await app.schedule.up.wait()
        self.room.settle = app.turned
        self.room.changes.bump()

    async def stop(self) -> None:
        """Stop the bot; what it remembers stays for the next start."""
        waits_for_telegram = self.room.settle is None
        self.room.settle = None
        self._stop.set()
        running, self._running = self._running, None
        if running is None:
            return
        if waits_for_telegram:
            running.cancel()
        await asyncio.wait({running})
        if not running.cancelled():
            running.result()

    async def restart(self) -> bool:
        """Stop and start again, as after an upgrade; False: it waits for Telegram."""
        await self.stop()
        return await self.start()

    async def next_due(self) -> datetime | None:
        """When the next thing happens; a bot that is away does nothing."""
        if self.room.settle is None:
            return None
        return await self.app.schedule.next_due()

    async def happened(self) -> Sequence[Happening]:
        """The newest things that happened, in plain words for whoever watches."""
        self._happened = await self._seen(demo_happened.happened, self._happened)
        return self._happened

    async def roles(self) -> Mapping[int, Said]:
        """Who is what, by the number of the phone."""
        self._roles = await self._seen(demo_happened.roles, self._roles)
        return self._roles

    async def _seen(self, look: Callable[[Tx], T], before: T) -> T:
        """What the bot remembers; while it is away, what it remembered before."""
        if self.room.settle is None:
            return before
        try:
            return await self.app.database.read(look)
        except Unavailable:
            return before

    async def play(self, name: str, language: str) -> None:
        """Set a scene: empty phones, an empty memory, and people who begin."""
        told = next(one for one in SCENES if one.scene.name == name)
        self.room.hooks.scene = ""
        self.room.faults.clear()
        await self.stop()
        self.room.world.clear()
        self._happened, self._roles = (), {}
        self._number += 1
        await self.start()
        stage = Stage(self.room, self.app, language, self.coordinator_link)
        await told.play(stage)
        self.room.hooks.scene = name

    async def coordinator_link(self) -> str:
        """The first link of a programme, as ``circlekeeper invite coordinator`` makes it."""
        now = self.room.clock.now()
        expires_at = now + self.app.settings.programme.staff_link_lasts
        _, secret = await self.app.database.write(
            lambda tx: invitations.create(
                tx, Role.COORDINATOR, inviter=None, now=now, expires_at=expires_at
            )
        )
        return self.app.house.link(secret)


def hook(room: Room, demo: Demo) -> None:
    """Hand the room what only the bot knows."""
    hooks = room.hooks
    hooks.next_due = demo.next_due
    hooks.happened = demo.happened
    hooks.roles = demo.roles
    hooks.restart = demo.restart
    hooks.play = demo.play
    hooks.scenes = [told.scene for told in SCENES]
    hooks.zone = demo.settings().programme.zone
    hooks.city = {code.value: times.city(hooks.zone, code) for code in Language}


@asynccontextmanager
async def _room(port: int) -> AsyncIterator[Room]:
    """The room on this port, or one sentence about what stands in its way."""
    room = Room()
    try:
        await room.start(port=port)
    except OSError as error:
        await room.stop()
        raise EndsError(
            ExitCode.SETTINGS,
            f"Port {port} cannot be used, perhaps by another practice room: close that one, "
            "or take a free port with make demo PORT=0.",
        ) from error
    try:
        yield room
    finally:
        await room.stop()


async def main(port: int, language: Language) -> int:
    """Open the room until SIGTERM or SIGINT."""
    stop = asyncio.Event()
    if sys.platform != "win32":
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, stop.set)
    with tempfile.TemporaryDirectory(prefix="circlekeeper-") as folder:
        async with _room(port) as room:
            demo = Demo(room, Path(folder))
            hook(room, demo)
            await demo.play(FIRST, language.value)
            sys.stdout.write(f"The practice room is open: {room.url}  (Ctrl+C closes it)\n")
            sys.stdout.flush()
            await stop.wait()
            await room.let_be()
            await demo.stop()
    return ExitCode.FINE

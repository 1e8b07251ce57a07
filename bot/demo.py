"""The demo: the practice room and the bot in one process, with one clock.

No account, no token, nothing outside this computer. What it remembers is gone when it ends.
"""

from __future__ import annotations

import asyncio
import signal
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime
from pathlib import Path

from bot import keys
from bot.app import App, make
from bot.exits import EndsError, ExitCode
from bot.logs import get
from bot.practice_room.room import Room
from bot.settings import Database, Keys, Settings, Telegram
from storage import alerts, invitations
from storage.database import no_seam
from storage.enums import AlertState, Language, Role
from storage.moments import moment

log = get(__name__)

CAST = ("Eve", "Cora", "Ana", "Ben")
"""Eve coordinates, Cora is the partner, Ana takes part, Ben supports."""
RECENT = 30
HAPPENED = {
    AlertState.PENDING: "nobody is near, and it may pass by itself; nobody is told yet",
    AlertState.OPEN: "nobody is near; somebody is told in their morning",
    AlertState.NOTIFIED: "nobody is near; somebody was told",
    AlertState.ACKNOWLEDGED: "somebody has it",
    AlertState.RESOLVED: "all is well",
}
"""What a change of an alert means, for whoever watches the room."""


class Demo:
    """A bot behind a room, which can be started anew under it."""

    def __init__(self, room: Room, folder: Path) -> None:
        self._room = room
        self._folder = folder
        self._key = keys.fresh()
        self._app: App | None = None
        self._stop = asyncio.Event()
        self._running: asyncio.Task[None] | None = None

    @property
    def app(self) -> App:
        """The bot that runs now."""
        if self._app is None:
            raise RuntimeError("the demo has not started")
        return self._app

    async def start(self) -> None:
        """Start the bot, and let the room's clock drive it."""
        started = asyncio.Event()
        self._stop = asyncio.Event()
        self._running = asyncio.create_task(self._run(started))
        starting = asyncio.create_task(started.wait())
        await asyncio.wait({starting, self._running}, return_when=asyncio.FIRST_COMPLETED)
        if self._running.done():
            self._running.result()
        self._room.settle = self.app.turned

    def settings(self) -> Settings:
        """What the bot is started with; a simulation lays its own policies over it."""
        return Settings(
            telegram=Telegram.model_validate(
                {"token": self._room.token, "api_base_url": self._room.url}
            ),
            database=Database(url=f"sqlite:///{self._folder / 'practice.db'}"),
            keys=Keys.model_validate({"key": self._key}),
        )

    async def _run(self, started: asyncio.Event) -> None:
        async with AsyncExitStack() as stack:
            self._app = await make(self.settings(), self._room.clock, no_seam, stack)
            started.set()
            await self._app.run(self._stop)

    async def stop(self) -> None:
        """Stop the bot; what it remembers stays for the next start."""
        self._room.settle = None
        self._stop.set()
        if self._running is not None:
            await self._running

    async def restart(self) -> None:
        """Stop and start again, as after an upgrade."""
        await self.stop()
        await self.start()

    async def next_due(self) -> datetime | None:
        """When the next thing happens."""
        return await self.app.schedule.next_due()

    async def happened(self) -> list[dict[str, str]]:
        """The newest changes of alerts, in plain words for whoever watches."""
        rows = await self.app.database.read(lambda tx: alerts.recent_changes(tx, RECENT))
        return [
            {
                "at": moment(row["at"]).isoformat(),
                "text": f"Circle {row['code']}: {HAPPENED[AlertState(row['state'])]}.",
            }
            for row in rows
        ]

    async def coordinator_link(self) -> str:
        """The first link of a programme, as ``circlekeeper invite coordinator`` makes it."""
        now = self._room.clock.now()
        expires_at = now + self.app.settings.programme.staff_link_lasts
        _, secret = await self.app.database.write(
            lambda tx: invitations.create(
                tx, Role.COORDINATOR, inviter=None, now=now, expires_at=expires_at
            )
        )
        return self.app.house.link(secret)


def hook(room: Room, demo: Demo) -> None:
    """Hand the room what only the bot knows."""
    room.hooks.next_due = demo.next_due
    room.hooks.happened = demo.happened
    room.hooks.restart = demo.restart


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
            "or take another port with make demo PORT=8090.",
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
            await demo.start()
            hook(room, demo)
            phones = [room.phone(name, language=language.value) for name in CAST]
            await phones[0].opens(await demo.coordinator_link())
            sys.stdout.write(f"The practice room is open: {room.url}  (Ctrl+C closes it)\n")
            sys.stdout.flush()
            await stop.wait()
            await demo.stop()
    return ExitCode.FINE

"""The only place where things are wired: settings in, a running bot out.

Seams are callables by which tests kill or fail it at a named moment; else they do nothing.
"""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Callable
from contextlib import AsyncExitStack, suppress

from telegram import Bot

from bot import (
    deafness,
    ending,
    identity,
    interpreter,
    leading,
    ledger,
    opening,
    pulse,
    supervisor,
    timekeeping,
    upkeep,
)
from bot.clock import Clock, FollowingClock, SystemClock, sure
from bot.delivery import Delivery
from bot.exits import EndsError, ExitCode
from bot.health import Told, Watch
from bot.house import house_of, texts_of
from bot.intake import Intake
from bot.logs import get
from bot.menus import Menus
from bot.nightly import Nightly
from bot.offline import OfflineHelp
from bot.polling import Polling
from bot.schedule import Chore, Schedule
from bot.settings import Settings
from bot.transport import Transport
from bot.troubles import Troubles
from bot.values import is_loopback
from bot.workers import Workers
from handlers.chat.offline import Cards
from handlers.rules.crisis import gate
from handlers.texts import catalog
from storage import invitations, people
from storage.database import Database, Unavailable, no_seam
from storage.enums import Role

log = get(__name__)
Seam = Callable[[str], None]

LEXICON_AFTER = 1.0
"""Seconds: reading takes half of one, in which everything else is slower."""


class App:
    """A wired bot. ``open`` makes it, ``run`` runs it, ``close`` gives everything back."""

    def __init__(
        self,
        settings: Settings,
        clock: Clock,
        seam: Seam,
        database: Database,
        bot: Bot,
        transport: Transport,
        texts: catalog.Texts,
    ) -> None:
        self.settings, self.clock, self._seam = settings, clock, seam
        self.database, self.bot = database, bot
        self.house = house_of(settings, texts, bot.username)
        self.delivery = Delivery(bot, database, texts, clock, seam)
        self.delivery.token_place = settings.token_place
        offline = OfflineHelp(bot, Cards(texts))
        self.upkeep = upkeep.Upkeep(database, clock)
        self.workers = Workers(database, self.delivery, bot, self.house, offline, clock, seam)
        self.workers.forgot = self.upkeep.soon
        self.menus = Menus(bot, database, texts, clock)
        self.workers.changed = self.delivery.changed = self.menus.soon
        self.ledger = ledger.Keeper(database, ledger.ledger_of(settings), clock)
        self.schedule = Schedule(database, self.house, clock, self.delivery.wake, seam)
        self.schedule.chores = (self.ledger.chore, *_nightly(settings, database, clock))
        url = f"{bot.base_url}/getUpdates"
        polling = Polling(transport, url, time.monotonic, settings.token_place)
        self.intake = Intake(polling, bot.id, database, self.workers, offline, clock, seam)
        _listen(self, Troubles())

    @property
    def watch(self) -> Watch:
        """Whether it does what it is for."""
        heard, struck = lambda: self.intake.answered_at, lambda: self.schedule.struck_at
        return Watch(self.database, heard, struck, time.monotonic, self.clock)

    async def turned(self) -> None:
        """The clock was turned: do what is due, and send all that may be sent at this instant."""
        self.schedule.turned()
        await self.workers.settle()
        await self.schedule.strike_all()
        await self.settle()

    async def settle(self) -> None:
        """What people did is handled, and all is sent that may be sent at this instant."""
        await self.workers.settle()
        with suppress(Unavailable):  # The database is away: the loop of delivery tries again.
            await self.delivery.settle()

    async def run(self, stop: asyncio.Event, failed: ending.Failed = bool) -> None:
        """Run until ``stop`` is set. Raises ``EndsError``, once ``failed`` has heard of it."""
        await self._recover()
        loops = [
            asyncio.create_task(self.workers.run()),
            asyncio.create_task(self.delivery.run()),
            asyncio.create_task(self.intake.run()),
            asyncio.create_task(self.upkeep.run()),
            asyncio.create_task(self.menus.run()),
            asyncio.create_task(leading.lost(self.database)),
            asyncio.create_task(deafness.watch(lambda: self.intake.finished_at, time.monotonic)),
            asyncio.create_task(pulse.beat()),
            asyncio.create_task(_lexicon()),
        ]
        if isinstance(self.clock, FollowingClock):
            loops.append(asyncio.create_task(self.clock.follow(self.turned, self.settle)))
        self.schedule.start()
        log.info("started", version=self.database.version)
        try:
            await ending.until(stop, loops, failed)
        finally:
            await self._end(loops)

    async def _recover(self) -> None:
        """Take up what the last process left; the ledger begins before anything can be copied."""
        await self.schedule.attend(self.ledger.chore)
        await self.schedule.come_back()
        await self.delivery.recover()
        await self.workers.recover()
        self._seam("start.recovered")

    async def _end(self, loops: list[asyncio.Task[None]]) -> None:
        """Stop taking, finish what is on its way, keep what became of it."""
        supervisor.tell(supervisor.STOPPING)
        self._seam("stopping")
        self.schedule.stop()
        for loop in reversed(loops):
            loop.cancel()
        await asyncio.gather(*loops, return_exceptions=True)
        await self.delivery.stop()
        self._seam("stopped")
        await self.schedule.attend(self.ledger.chore)
        log.info("stopped")


def _listen(app: App, troubles: Troubles) -> None:
    """Who hears what the database cannot do, and whether Telegram is there."""
    app.database.heard, app.intake.slow = troubles.heard, troubles.slow
    app.intake.heard = lambda: app.schedule.heard()
    app.schedule.unheard_for = lambda: app.intake.unheard_for


def _nightly(settings: Settings, database: Database, clock: Clock) -> list[Chore]:
    """Copies by night, where the settings name a folder for them."""
    folder = None if settings.database.on_server else settings.backup.folder
    return [Nightly(database, settings, folder, clock).chore] if folder else []


async def _lexicon() -> None:
    """Read what the crisis gate knows after the first answers; whoever types before waits."""
    await asyncio.sleep(LEXICON_AFTER)
    await asyncio.to_thread(gate.known)


async def make(
    settings: Settings,
    clock: Clock,
    seam: Seam,
    stack: AsyncExitStack,
    transport: Transport | None = None,
) -> App:
    """Open the database, meet Telegram, wire the rest; ``stack`` gives it all back."""
    told = Told()
    # While the disk and Telegram take their time.
    texts = asyncio.create_task(asyncio.to_thread(texts_of, settings))
    database = await opening.own(settings, clock, stack, told, seam)
    seam("start.opened")
    # Telegram may take its time; whatever a restart cannot mend would have shown by now.
    supervisor.tell(supervisor.READY)
    transport = transport or Transport()
    timekeeping.listen(transport, clock)
    await transport.initialize()
    stack.push_async_callback(transport.shutdown)
    bot = identity.bot_over(transport, settings)
    await identity.meet(bot, settings.token_place)
    await ledger.fit(database, settings, clock.now(), certain=sure(clock))  # once more
    await database.write(lambda tx: people.remember_bot(tx, bot.id, bot.username))
    seam("start.met")
    app = App(settings, clock, seam, database, bot, transport, await texts)
    told.watch = app.watch
    stack.callback(told.ends)
    return app


async def clock_of(settings: Settings) -> Clock:
    """The practice room's clock if there is one behind a loopback address; else the machine's."""
    base = settings.telegram.api_base_url
    room = FollowingClock(base)
    return room if is_loopback(base) and await room.find() else SystemClock()


async def serve(settings: Settings, seam: Seam = no_seam, clock: Clock | None = None) -> int:
    """Run until SIGTERM or SIGINT; the exit code says why it ended."""
    interpreter.one_heap()
    stop = asyncio.Event()
    ending.on_signal(stop)
    async with AsyncExitStack() as stack:
        stack.enter_context(supervisor.living())
        try:
            making = make(settings, clock or await clock_of(settings), seam, stack)
            app = await ending.unless(stop, making)
            if app is not None:
                interpreter.tune()
                await app.run(stop, ending.failed)
        except EndsError as end:
            ending.failed(end)
            log.error("ended", code=end.code)
            sys.stderr.write(f"{end}\n")
            return end.code
    return ExitCode.FINE


async def invite(settings: Settings, role: Role) -> str:
    """One link for a coordinator or a partner, written beside a running bot."""
    clock = await clock_of(settings)
    keyring = settings.keys.keyring()
    database = await Database.open(settings.database.url, keyring=keyring, now=clock.now)
    try:
        await upkeep.own(database)
        username = await database.read(people.bot_username)
        if username is None:
            username = await identity.ask_username(settings)
        now = clock.now()
        expires_at = now + settings.programme.staff_link_lasts
        _, secret = await database.write(
            lambda tx: invitations.create(tx, role, inviter=None, now=now, expires_at=expires_at)
        )
    finally:
        await database.close()
    return f"https://t.me/{username}?start={secret}"

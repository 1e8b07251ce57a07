"""Workers: stored updates, serial in a chat, chats side by side, fair.

Each update is one step of the database: what the conversation decided, its outbox rows, and the
update's end in the inbox, together or not at all. A bug is tried once more, then set aside.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

import telegram

from bot import updates
from bot.aside import Aside, NotYet
from bot.clock import Clock
from bot.delivery import Delivery
from bot.logs import get
from bot.offline import OfflineHelp
from bot.parsing import heard
from bot.posting import leave_group
from handlers import buttons, steps
from handlers.chat.context import House, Said
from storage import inbox
from storage.database import Database, Tx, Unavailable
from storage.records import Update

log = get(__name__)

SIDE_BY_SIDE = 64
"""Chats handled at the same time: enough to fill a group commit."""
IN_CHAT = 50
"""Updates of one chat kept in memory; the rest waits in the inbox, so a flood costs no memory."""
MOST = 5_000
"""Updates in memory at most: beyond, Telegram keeps them for us."""
AWAY = 1.0
TRIES = 2


@dataclass(slots=True)
class _Line:
    """One chat: what is in memory, in order, and what waits in the inbox only."""

    queue: deque[Update] = field(default_factory=deque)
    newest: int = 0
    """The last update that came into the queue."""
    more: bool = False
    """Later ones wait in the inbox: nothing may pass them."""
    beyond: int = 0
    """The last one that came while it had to wait there."""


class Workers:
    """The queue of stored updates and those who work on it."""

    forgot: Callable[[], object] = bool
    """What is called once somebody was forgotten."""
    changed: Callable[[int], object] = bool
    """What is called once somebody's role or language changed."""

    def __init__(
        self,
        database: Database,
        delivery: Delivery,
        bot: telegram.Bot,
        house: House,
        offline: OfflineHelp,
        clock: Clock,
        seam: Callable[[str], None],
        *,
        away: float = AWAY,
        in_chat: int = IN_CHAT,
        most: int = MOST,
    ) -> None:
        self._away, self._in_chat, self._most = away, in_chat, most
        self._database = database
        self._delivery = delivery
        self._bot = bot
        self._house = house
        self._help = offline
        self._aside = Aside(database, delivery, house, offline, clock, lambda: self.forgot())
        self._clock = clock
        self._seam = seam
        self._lines: dict[int, _Line] = {}
        self._turns: asyncio.Queue[int] = asyncio.Queue()
        self._held = 0
        self._has_room = asyncio.Event()
        self._has_room.set()
        self._idle = asyncio.Event()
        self._idle.set()

    async def recover(self) -> None:
        """After a start, before anything new is taken: what waits in the inbox goes first."""
        for chat in await self._database.read(inbox.waiting_chats):
            self._line(chat).more = True

    def take(self, fresh: Sequence[Update]) -> None:
        """Queue stored updates; a chat with many keeps the rest in the inbox."""
        for update in fresh:
            line = self._line(update.chat_id)
            if update.id <= line.newest:
                continue  # It was read from the inbox before it was handed over here.
            if line.more or len(line.queue) >= self._in_chat:
                line.more, line.beyond = True, update.id
            else:
                line.queue.append(update)
                line.newest = update.id
                self._held += 1
        if self._held >= self._most:
            self._has_room.clear()

    def _line(self, chat: int) -> _Line:
        line = self._lines.get(chat)
        if line is None:
            line = self._lines[chat] = _Line()
            self._turns.put_nowait(chat)
            self._idle.clear()
        return line

    async def room(self) -> None:
        """Wait until there is room in memory for another batch."""
        await self._has_room.wait()

    @property
    def in_memory(self) -> int:
        """How many updates are held in memory."""
        return self._held

    async def settle(self) -> None:
        """Wait until every update that was taken is handled."""
        await self._idle.wait()

    async def run(self) -> None:
        """Work until cancelled."""
        async with asyncio.TaskGroup() as group:
            for _ in range(SIDE_BY_SIDE):
                group.create_task(self._work())

    async def _work(self) -> None:
        while True:
            chat = await self._turns.get()
            line = self._lines[chat]
            if line.queue:
                await self._handle(line.queue[0])
                line.queue.popleft()
                self._release(1)
            if line.more and not line.queue:
                await self._refill(chat, line)
            if line.queue or line.more:
                # Behind everybody else who waits: one who floods delays only themselves.
                self._turns.put_nowait(chat)
            else:
                del self._lines[chat]
                if not self._lines:
                    self._idle.set()

    def _release(self, places: int) -> None:
        self._held -= places
        if self._held < self._most:
            self._has_room.set()

    async def _refill(self, chat: int, line: _Line) -> None:
        """The next share of a chat from the inbox; whatever comes meanwhile keeps its place."""
        limit = max(1, min(self._in_chat, self._most - self._held))
        look = partial(inbox.waiting, chat_id=chat, limit=limit, after=line.newest)
        line.beyond = 0
        self._held += limit
        found: list[Update] = []
        try:
            found = await self._database.read(look)
        except Unavailable:
            await asyncio.sleep(self._away)
            return
        finally:
            self._release(limit - len(found))
        line.queue.extend(found)
        line.newest = found[-1].id if found else line.newest
        line.more = len(found) == limit or line.beyond > line.newest

    async def _handle(self, update: Update) -> None:
        """One update to its end: done, or quarantined; while the database is away, later.

        What does not open will not open at a second try, either.
        """
        tries = update.tries if update.body else TRIES
        while True:
            try:
                await (self._attempt(update) if tries < TRIES else self._aside.put(update))
            except Unavailable as trouble:
                log.debug("update_waits", kind=trouble.kind)
                await self._help.look_through((updates.read(update.body),))
                await asyncio.sleep(self._away)
            except NotYet:
                await asyncio.sleep(self._away)
            except Exception as error:
                log.error("update_failed", id=update.id, tries=tries + 1, error=error)
                if tries >= TRIES:
                    return
                tries += 1
                await self._count_try(update)
            else:
                return

    async def _count_try(self, update: Update) -> None:
        """Keep the count where a restart finds it; it is no step that an error rolls back."""
        try:
            await self._database.write(lambda tx: inbox.tried(tx, update))
        except Unavailable as trouble:
            log.debug("try_not_counted", id=update.id, kind=trouble.kind)

    async def _attempt(self, update: Update) -> None:
        read = heard(update.body, self._bot)
        said = read.said
        talk = None if self._help.answered(read.number) else read.talk
        spoken = await self._database.write(partial(self._step, update, said, talk))
        self._seam("step.committed")
        if said:
            self._delivery.take(spoken.ready)
            if spoken.told:
                self._delivery.wake()
            if spoken.forgot:
                self.forgot()
            if spoken.menu:
                self.changed(said.chat_id)
            self._seam("step.handed")
        elif read.chat is not None:
            await leave_group(self._bot, read.chat)

    def _step(
        self, update: Update, said: Said | None, talk: buttons.Conversation | None, tx: Tx
    ) -> steps.Spoken:
        now = self._clock.now()
        if not inbox.done(tx, update, now) or said is None or talk is None:
            return steps.Spoken()
        spoken = steps.step(tx, self._house, said, talk, now)
        self._seam("step")
        return spoken

"""Workers: stored updates, serial in a chat, chats side by side, fair.

Each update is one step of the database: what the conversation decided, its outbox rows, and the
update's end in the inbox, together or not at all. A bug is tried once more, then set aside.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from functools import partial

import orjson
import telegram

from bot.clock import Clock
from bot.delivery import Delivery
from bot.logs import get
from handlers import routes
from handlers.chat import gates
from handlers.chat.context import House, Said
from storage import inbox
from storage.database import Database, Tx, Unavailable
from storage.records import PersonId, Update

log = get(__name__)

SIDE_BY_SIDE = 64
"""Chats handled at the same time: enough to fill a group commit."""
IN_CHAT = 50
"""Updates of one chat kept in memory; the rest waits in the inbox, so a flood costs no memory."""
MOST = 5_000
"""Updates in memory at most: beyond, Telegram keeps them for us."""
AWAY = 1.0
TRIES = 2


class Workers:
    """The queue of stored updates and those who work on it."""

    def __init__(
        self,
        database: Database,
        delivery: Delivery,
        bot: telegram.Bot,
        house: House,
        clock: Clock,
        seam: Callable[[str], None],
    ) -> None:
        self._database = database
        self._delivery = delivery
        self._bot = bot
        self._house = house
        self._clock = clock
        self._seam = seam
        self._chats: dict[int, deque[Update]] = {}
        self._more: set[int] = set()
        self._turns: asyncio.Queue[int] = asyncio.Queue()
        self._held = 0
        self._has_room = asyncio.Event()
        self._has_room.set()
        self._idle = asyncio.Event()
        self._idle.set()

    async def recover(self) -> None:
        """After a start: what waits in the inbox."""
        for chat in await self._database.read(inbox.waiting_chats):
            self.take(
                await self._database.read(partial(inbox.waiting, chat_id=chat, limit=IN_CHAT))
            )
            self._more.add(chat)

    def take(self, fresh: Sequence[Update]) -> None:
        """Queue stored updates; a chat with many keeps the rest in the inbox."""
        for update in fresh:
            queue = self._chats.get(update.chat_id)
            if queue is None:
                queue = self._chats[update.chat_id] = deque()
                self._turns.put_nowait(update.chat_id)
            if len(queue) < IN_CHAT and update.chat_id not in self._more:
                queue.append(update)
                self._held += 1
            else:
                self._more.add(update.chat_id)
        if self._chats:
            self._idle.clear()
        if self._held >= MOST:
            self._has_room.clear()

    async def room(self) -> None:
        """Wait until there is room in memory for another batch."""
        await self._has_room.wait()

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
            queue = self._chats[chat]
            if queue:
                await self._handle(queue[0])
                queue.popleft()
                self._held -= 1
                if self._held < MOST:
                    self._has_room.set()
            if not queue and chat in self._more:
                await self._refill(chat, queue)
            if queue:
                # Behind everybody else who waits: one who floods delays only themselves.
                self._turns.put_nowait(chat)
            else:
                del self._chats[chat]
                if not self._chats:
                    self._idle.set()

    async def _refill(self, chat: int, queue: deque[Update]) -> None:
        self._more.discard(chat)
        try:
            more = await self._database.read(partial(inbox.waiting, chat_id=chat, limit=IN_CHAT))
        except Unavailable:
            self._more.add(chat)
            await asyncio.sleep(AWAY)
            return
        # New ones may have come meanwhile, and are among what was read.
        known = {update.id for update in queue}
        fresh = [update for update in more if update.id not in known]
        queue.extendleft(reversed([one for one in fresh if not queue or one.id < queue[0].id]))
        self._held += len(fresh)
        if len(more) == IN_CHAT:
            self._more.add(chat)

    async def _handle(self, update: Update) -> None:
        """One update to its end: done, or quarantined; while the database is away, later."""
        tries = update.tries
        while True:
            try:
                await self._attempt(update)
            except Unavailable as trouble:
                log.warning("update_waits", kind=trouble.kind)
                await asyncio.sleep(AWAY)
            except Exception as error:
                tries += 1
                log.error("update_failed", id=update.id, tries=tries, error=error)
                if tries >= TRIES:
                    await self._set_aside(update)
                    return
            else:
                return

    async def _attempt(self, update: Update) -> None:
        parsed = telegram.Update.de_json(orjson.loads(update.body), self._bot)
        said = gates.read(parsed)
        talk = routes.match(parsed) if said else None
        spoken = await self._database.write(partial(self._step, update, said, talk))
        self._seam("step.committed")
        if said:
            self._delivery.take(spoken.ready, said.callback)
            if spoken.told:
                self._delivery.wake()
        elif parsed.effective_chat is not None:
            await self._leave(parsed.effective_chat)

    def _step(
        self, update: Update, said: Said | None, talk: routes.Conversation | None, tx: Tx
    ) -> routes.Spoken:
        now = self._clock.now()
        if not inbox.done(tx, update, now) or said is None or talk is None:
            return routes.Spoken()
        spoken = routes.step(tx, self._house, said, talk, now)
        self._seam("step")
        return spoken

    async def _leave(self, chat: telegram.Chat) -> None:
        """The bot keeps to private chats: it says nothing in a group, and leaves."""
        if chat.type != telegram.constants.ChatType.PRIVATE:
            try:
                await self._bot.leave_chat(chat.id)
            except telegram.error.TelegramError as error:
                log.warning("group_not_left", error=error)

    async def _set_aside(self, update: Update) -> None:
        """Quarantine it and say one kind sentence, so that the chat's next update goes on."""
        try:
            spoken = await self._database.write(partial(self._set_aside_step, update))
        except Exception as error:
            log.error("not_set_aside", id=update.id, error=error)
            return
        self._delivery.take(spoken.ready)

    def _set_aside_step(self, update: Update, tx: Tx) -> routes.Spoken:
        now = self._clock.now()
        if not inbox.quarantine(tx, update, now) or update.chat_id <= 0:
            return routes.Spoken()
        said = Said(PersonId(update.chat_id), 0)
        return routes.sorry(tx, self._house, said, now)

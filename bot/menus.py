"""The menu of commands beside the field for typing: one for everybody in each language, and one in
the chat of whoever is all the way in. A courtesy: the bot works without it."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from datetime import datetime
from functools import partial

from telegram import Bot, BotCommand, BotCommandScopeChat

from bot.clock import Clock
from bot.failures import Failure, Outcome, judge, pause
from bot.logs import get
from handlers import commands
from handlers.commands import Menu
from handlers.texts.catalog import Texts
from storage.database import Database, Tx, Unavailable
from storage.enums import Language

log = get(__name__)
_MOST = 1000
"""So many menus wait at most; one that was left out comes with the next change."""
_LATER = (Outcome.WAIT, Outcome.UNKNOWN)
Whose = int | Language
"""A chat, or everybody who speaks a language."""


def again(failure: Failure, before: int) -> float:
    """Seconds until the next call, after one that failed and so many before it."""
    wait = failure.retry_after or pause(before, random.random())  # noqa: S311
    return wait.total_seconds()


def _of(chat_id: int, now: datetime, tx: Tx) -> Menu | None:
    return commands.menu_of(tx, chat_id, now)


class Menus:
    """Sets menus one after another, beside everything else. One that fails waits behind the others
    and is set in the end; one that Telegram refuses comes with the next change."""

    def __init__(
        self,
        bot: Bot,
        database: Database,
        texts: Texts,
        clock: Clock,
        again: Callable[[Failure, int], float] = again,
    ) -> None:
        self._bot = bot
        self._database = database
        self._texts = texts
        self._clock = clock
        self._again = again
        self._waiting: asyncio.Queue[Whose] = asyncio.Queue(_MOST)
        self._failed = 0
        """Calls that failed, one after another."""

    def soon(self, whose: Whose) -> None:
        """Somebody's role or language changed."""
        try:
            self._waiting.put_nowait(whose)
        except asyncio.QueueFull:
            log.warning("menu_left_out")

    async def run(self) -> None:
        """Everybody's first, then chat by chat."""
        for language in Language:
            self.soon(language)
        while True:
            whose = await self._waiting.get()
            failure = await self._try(whose)
            if failure.outcome in _LATER:
                self.soon(whose)
                await asyncio.sleep(self._again(failure, self._failed))
                self._failed += 1
            else:
                self._failed = 0

    async def _try(self, whose: Whose) -> Failure:
        try:
            await self._set(whose)
        except Unavailable as trouble:
            log.debug("menu_waits", kind=trouble.kind)
            return Failure(Outcome.WAIT)
        except Exception as error:
            if not self._failed:
                log.warning("menu_not_set", error=error)
            return judge(error)
        return Failure(Outcome.DONE)

    async def _set(self, whose: Whose) -> None:
        """Whoever has no menu of their own is shown that of their language."""
        if isinstance(whose, Language):
            code = None if whose is Language.ENGLISH else whose.value
            entries = self._entries(commands.menu(whose))
            await self._bot.set_my_commands(entries, language_code=code)
            return
        menu = await self._database.read(partial(_of, whose, self._clock.now()))
        scope = BotCommandScopeChat(whose)
        if menu is None:
            await self._bot.delete_my_commands(scope)
        else:
            await self._bot.set_my_commands(self._entries(menu), scope)

    def _entries(self, menu: Menu) -> list[BotCommand]:
        words = self._texts.of(menu.language)
        return [BotCommand(name, words(key)) for name, key in menu.entries]

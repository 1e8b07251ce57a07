"""The menu of commands beside the field for typing: one for everybody in each language, and one in
the chat of whoever is all the way in. A courtesy: the bot works without it."""

from __future__ import annotations

import asyncio
from datetime import datetime
from functools import partial

from telegram import Bot, BotCommand, BotCommandScopeChat
from telegram.error import TelegramError

from bot.clock import Clock
from bot.logs import get
from handlers import commands
from handlers.commands import Menu
from handlers.texts.catalog import Texts
from storage.database import Database, Tx
from storage.enums import Language

log = get(__name__)
_MOST = 1000
"""So many chats wait at most; a menu that was left out comes with the next change."""


def _of(chat_id: int, now: datetime, tx: Tx) -> Menu | None:
    return commands.menu_of(tx, chat_id, now)


class Menus:
    """Sets menus one after another, beside everything else, and never twice for one change."""

    def __init__(self, bot: Bot, database: Database, texts: Texts, clock: Clock) -> None:
        self._bot = bot
        self._database = database
        self._texts = texts
        self._clock = clock
        self._waiting: asyncio.Queue[int] = asyncio.Queue(_MOST)

    def soon(self, chat_id: int) -> None:
        """Somebody's role or language changed."""
        try:
            self._waiting.put_nowait(chat_id)
        except asyncio.QueueFull:
            log.warning("menu_left_out")

    async def run(self) -> None:
        """Everybody's first, then chat by chat."""
        for language in Language:
            await self._set(commands.menu(language), None)
        while True:
            chat_id = await self._waiting.get()
            try:
                menu = await self._database.read(partial(_of, chat_id, self._clock.now()))
            except Exception as error:
                log.warning("menu_not_read", error=error)
                continue
            await self._set(menu or commands.menu(Language.ENGLISH), chat_id)

    async def _set(self, menu: Menu, chat_id: int | None) -> None:
        words = self._texts.of(menu.language)
        entries = [BotCommand(name, words(key)) for name, key in menu.entries]
        try:
            if chat_id is not None:
                await self._bot.set_my_commands(entries, scope=BotCommandScopeChat(chat_id))
            elif menu.language is Language.ENGLISH:
                await self._bot.set_my_commands(entries)
            else:
                await self._bot.set_my_commands(entries, language_code=menu.language.value)
        except TelegramError as error:
            log.warning("menu_not_set", error=error)

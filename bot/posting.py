"""Posting: one screen to one chat through the library's Bot. It knows no rows and no retries."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial
from typing import Any

from telegram import Bot, Chat, LinkPreviewOptions
from telegram.constants import ChatType
from telegram.error import TelegramError

from bot.logs import get
from handlers.screens.screen import Button, Screen

log = get(__name__)

LONGEST_TEXT = 4096
LONGEST_CAPTION = 1024
"""What Telegram takes, in code units of UTF-16; what is longer it refuses whole."""
_CUT, _LINE = "…", 200
"""How a text that is too long ends; a line of a list has fewer letters."""
_GAP = re.compile(r"(?<![\d+().–-])\s|\s(?![\d+().–-])")
"""A space between two words; one between two parts of a telephone number is none."""
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
_LINK = re.compile(r"\.(?<=\w\.)\w")
"""Begins with the point, which is quickly found."""


def _keyboard(screen: Screen, row: int) -> dict[str, Any] | None:
    """The buttons as Telegram takes them: the library would make an object of each, and take it
    apart again to send it, for a tenth of the cost of a tap."""
    if not screen.buttons:
        return None
    plain = [[_plain(one, row) for one in line] for line in screen.buttons]
    return {"reply_markup": {"inline_keyboard": plain}}


def _plain(button: Button, row: int) -> dict[str, str]:
    if button.url:
        return {"text": button.text, "url": button.url}
    return {"text": button.text, "callback_data": button.data(row)}


async def post(
    bot: Bot,
    chat_id: int,
    screen: Screen,
    row: int,
    *,
    edits: int | None = None,
    callback: str = "",
    strip: int | None = None,
) -> int | None:
    """Send, edit or delete, and with it answer the tap and strip an older message of its buttons.

    They leave together, the visible one first. Gives the id of a new message, None for an edit.
    Raises what the visible one raised; the others are only a courtesy.
    """
    tasks: list[asyncio.Task[None]] = []
    if callback:
        tasks.append(_meanwhile(partial(bot.answer_callback_query, callback)))
    if strip is not None:
        tasks.append(_meanwhile(partial(bot.edit_message_reply_markup, chat_id, strip)))
    try:
        result = await _visible(bot, chat_id, screen, row, edits)
    except asyncio.CancelledError:
        for task in tasks:
            task.cancel()
        raise
    finally:
        for task in tasks:
            await task
    return None if result is True else int(result.message_id)


def _meanwhile(courtesy: Callable[[], Awaitable[Any]]) -> asyncio.Task[None]:
    """It begins when the visible one waits, and so leaves behind it. What becomes of it is no
    matter."""

    async def call() -> None:
        with suppress(Exception):
            await courtesy()

    return asyncio.create_task(call())


def units(text: str) -> int:
    """How long Telegram finds a text."""
    return len(text.encode("utf-16-le")) // 2


def fitting(text: str, most: int) -> str:
    """The text as far as it fits, a list to the end of a line, else to the end of a word or number:
    that is better than nothing."""
    if 2 * len(text) <= most or units(text) <= most:
        return text
    log.warning("text_cut", units=units(text))
    room = (most - units(_CUT)) * 2
    head = text.encode("utf-16-le")[:room].decode("utf-16-le", "ignore")
    line, broken, rest = head.rpartition("\n")
    if broken and len(rest) < _LINE:
        return f"{line}{broken}{_CUT}"
    # One letter more than a space that may stand right behind: what follows tells which it is.
    near = _GAP.finditer(text, max(0, len(head) - _LINE), len(head) + 2)
    end = max((gap.start() for gap in near if gap.start() <= len(head)), default=len(head))
    return f"{text[:end]}{_CUT}"


def _visible(bot: Bot, chat_id: int, screen: Screen, row: int, edits: int | None) -> Awaitable[Any]:
    keyboard = _keyboard(screen, row)
    preview = _NO_PREVIEW if _LINK.search(screen.text) else None
    if screen.gone and edits is not None:
        return bot.delete_message(chat_id, edits)
    if edits is not None:
        return bot.edit_message_text(
            fitting(screen.text, LONGEST_TEXT),
            chat_id,
            edits,
            api_kwargs=keyboard,
            link_preview_options=preview,
        )
    if screen.picture is not None or screen.document is not None:
        return _with_file(bot, chat_id, screen, keyboard)
    return bot.send_message(
        chat_id,
        fitting(screen.text, LONGEST_TEXT),
        api_kwargs=keyboard,
        protect_content=screen.protect,
        link_preview_options=preview,
    )


def _with_file(
    bot: Bot, chat_id: int, screen: Screen, keyboard: dict[str, Any] | None
) -> Awaitable[Any]:
    caption = fitting(screen.text, LONGEST_CAPTION)
    if screen.document is not None:
        return bot.send_document(
            chat_id,
            screen.document.data,
            filename=screen.document.name,
            caption=caption,
            api_kwargs=keyboard,
            protect_content=screen.protect,
        )
    return bot.send_photo(
        chat_id,
        screen.picture or b"",
        caption=caption,
        api_kwargs=keyboard,
        protect_content=screen.protect,
    )


async def leave_group(bot: Bot, chat: Chat) -> None:
    """The bot keeps to private chats: it says nothing in a group, and leaves."""
    # In an odd update anything may stand where a chat has its number.
    if chat.type != ChatType.PRIVATE and type(chat.id) is int:
        try:
            await bot.leave_chat(chat.id)
        except TelegramError as error:
            log.warning("group_not_left", error=error)

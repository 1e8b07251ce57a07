"""Posting: one screen to one chat through the library's Bot. It knows no rows and no retries."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable
from typing import Any

from telegram import Bot, Chat, InlineKeyboardMarkup, LinkPreviewOptions
from telegram.constants import ChatType
from telegram.error import TelegramError
from typing_extensions import override

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


class _Keyboard(InlineKeyboardMarkup):
    """A keyboard that is written once: the library would make an object of every button, and
    take each apart again to send it, for a tenth of the cost of a tap."""

    __slots__ = ("_plain",)
    _plain: dict[str, Any]

    def __init__(self, screen: Screen, row: int) -> None:
        super().__init__(())
        plain = [[_plain(one, row) for one in line] for line in screen.buttons]
        object.__setattr__(self, "_plain", {"inline_keyboard": plain})

    @override
    def to_dict(self, recursive: bool = True) -> dict[str, Any]:
        return self._plain


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
    calls: list[Awaitable[Any]] = [_visible(bot, chat_id, screen, row, edits)]
    if callback:
        calls.append(bot.answer_callback_query(callback))
    if strip is not None:
        calls.append(bot.edit_message_reply_markup(chat_id, strip))
    if len(calls) == 1:
        result = await calls[0]
    else:
        result, *_ = await asyncio.gather(*calls, return_exceptions=True)
    if isinstance(result, BaseException):
        raise result
    return None if result is True else int(result.message_id)


def units(text: str) -> int:
    """How long Telegram finds a text."""
    return len(text.encode("utf-16-le")) // 2


def fitting(text: str, most: int) -> str:
    """The text as far as it fits, a list to the end of a line, else to the end of a word or number:
    that is better than nothing."""
    if units(text) <= most:
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
    markup = _Keyboard(screen, row) if screen.buttons else None
    preview = _NO_PREVIEW if _LINK.search(screen.text) else None
    if screen.gone and edits is not None:
        return bot.delete_message(chat_id, edits)
    if edits is not None:
        return bot.edit_message_text(
            fitting(screen.text, LONGEST_TEXT),
            chat_id,
            edits,
            reply_markup=markup,
            link_preview_options=preview,
        )
    if screen.picture is not None or screen.document is not None:
        return _with_file(bot, chat_id, screen, markup)
    return bot.send_message(
        chat_id,
        fitting(screen.text, LONGEST_TEXT),
        reply_markup=markup,
        protect_content=screen.protect,
        link_preview_options=preview,
    )


def _with_file(bot: Bot, chat_id: int, screen: Screen, markup: _Keyboard | None) -> Awaitable[Any]:
    caption = fitting(screen.text, LONGEST_CAPTION)
    if screen.document is not None:
        return bot.send_document(
            chat_id,
            screen.document.data,
            filename=screen.document.name,
            caption=caption,
            reply_markup=markup,
            protect_content=screen.protect,
        )
    return bot.send_photo(
        chat_id,
        screen.picture or b"",
        caption=caption,
        reply_markup=markup,
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

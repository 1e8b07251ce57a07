"""Posting: one screen to one chat through the library's Bot. It knows no rows and no retries."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import Any

from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions

from handlers.screens.screen import Screen

_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


def _markup(screen: Screen, row: int) -> InlineKeyboardMarkup | None:
    if not screen.buttons:
        return None
    return InlineKeyboardMarkup(
        [
            [InlineKeyboardButton(one.text, callback_data=one.data(row)) for one in line]
            for line in screen.buttons
        ]
    )


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
    """Send or edit, and with it answer the tap and strip an older message of its buttons.

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


def _visible(bot: Bot, chat_id: int, screen: Screen, row: int, edits: int | None) -> Awaitable[Any]:
    markup = _markup(screen, row)
    if edits is not None:
        return bot.edit_message_text(
            screen.text,
            chat_id,
            edits,
            reply_markup=markup,
            link_preview_options=_NO_PREVIEW,
        )
    if screen.picture is not None:
        return bot.send_photo(
            chat_id,
            screen.picture,
            caption=screen.text,
            reply_markup=markup,
            protect_content=screen.protect,
        )
    return bot.send_message(
        chat_id,
        screen.text,
        reply_markup=markup,
        protect_content=screen.protect,
        link_preview_options=_NO_PREVIEW,
    )

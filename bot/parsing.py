"""Stored updates as the library's objects. A tap takes a short way, everything else the library's.

The library makes a whole message of the tapped one, with a hundred fields that are empty: three
quarters of the time that a tap takes to read (docs/evidence.md). ``updates.shorten`` leaves of it
only what an inaccessible message has, and that is what it becomes here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson
import telegram

from bot.updates import TAPPED


def parsed(body: bytes, bot: telegram.Bot) -> telegram.Update:
    """An update as it was stored. Raises what the library raises for one that makes no sense."""
    raw = orjson.loads(body)
    match raw:
        case {
            "update_id": int(number),
            "callback_query": {
                "id": str(),
                "chat_instance": str(),
                "from": {"id": int()},
                "message": {
                    "message_id": int(),
                    "date": 0,
                    "chat": {"id": int(), "type": str()},
                } as message,
            } as query,
        } if message.keys() == TAPPED:
            return telegram.Update(number, callback_query=_tap(query, bot))
    return telegram.Update.de_json(raw, bot)


def _tap(query: Mapping[str, Any], bot: telegram.Bot) -> telegram.CallbackQuery:
    tapped = query["message"]
    chat = telegram.Chat(tapped["chat"]["id"], tapped["chat"]["type"])
    return telegram.CallbackQuery(
        query["id"],
        telegram.User.de_json(query["from"], bot),
        query["chat_instance"],
        message=telegram.InaccessibleMessage(chat, tapped["message_id"]),
        data=query.get("data"),
    )

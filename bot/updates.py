"""Updates as raw JSON: whose chat, which id, and what need not be kept. No Telegram types."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson

NO_CHAT = 0
_NEEDED = ("message_id", "date", "chat")


def shorten(raw: Mapping[str, Any]) -> Mapping[str, Any]:
    """The update without the text under the tapped button, which the outbox row knows anyway."""
    try:
        query = raw["callback_query"]
        message = query["message"]
        needed = {key: message[key] for key in _NEEDED}
    except (KeyError, TypeError):
        return raw
    return {**raw, "callback_query": {**query, "message": needed}}


def update_id(raw: object) -> int | None:
    """Telegram's number of the update; None when there is none to know it by."""
    number = raw.get("update_id") if isinstance(raw, Mapping) else None
    return number if isinstance(number, int) and not isinstance(number, bool) else None


def chat_id(raw: Mapping[str, Any]) -> int:
    """Whose turn it is: updates of one chat are handled in order. 0: nobody's."""
    try:
        if "callback_query" in raw:
            number = raw["callback_query"]["from"]["id"]
        else:
            part = raw.get("message") or raw["my_chat_member"]
            number = part["chat"]["id"]
    except (KeyError, TypeError, AttributeError):
        return NO_CHAT
    return number if isinstance(number, int) else NO_CHAT


def stored(raw: Mapping[str, Any]) -> tuple[int, int, bytes]:
    """What the inbox keeps: update id, chat id, raw JSON."""
    number = update_id(raw)
    if number is None:
        raise ValueError("an update without an id")
    return number, chat_id(raw), orjson.dumps(shorten(raw))

"""Updates as raw JSON: whose chat, which id, and what need not be kept. No Telegram types."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeGuard

import orjson

NO_CHAT = 0
_BEYOND = 2**63
NOTHING = b"{}"
"""What is kept of an update that cannot be written down: enough to set it aside."""
LARGEST = 100_000
"""Bytes. The longest message with the longest that it answers is well under it; whatever is more
did not come from a phone, and reading it would keep everybody waiting."""
_USER = ("id", "is_bot", "first_name", "language_code")
_CHAT = ("id", "type")
TAPPED = {"message_id", "date", "chat"}
"""What is kept of a tapped message."""


def shorten(raw: Mapping[str, Any]) -> Mapping[str, Any]:
    """A tap's update without what is not needed: less to keep, and a third less to parse.

    The tapped message becomes one that is not accessible (date 0), as Telegram itself sends it
    when it is old: nobody may read state from it. Names that are not used are not kept.
    """
    try:
        query = raw["callback_query"]
        message, sender = query["message"], query["from"]
        chat = message["chat"]
        tapped = {
            "message_id": message["message_id"],
            "date": 0,
            "chat": {key: chat[key] for key in _CHAT},
        }
        sender = {key: sender[key] for key in _USER if key in sender}
    except (KeyError, TypeError):
        return raw
    return {**raw, "callback_query": {**query, "from": sender, "message": tapped}}


def read(body: bytes) -> Mapping[str, Any]:
    """A stored update; nothing stands in one that does not open."""
    raw: Mapping[str, Any] = orjson.loads(body or NOTHING)
    return raw


def _whole(number: object) -> TypeGuard[int]:
    """Whether it is a number that every database can keep."""
    return isinstance(number, int) and not isinstance(number, bool) and abs(number) < _BEYOND


def update_id(raw: object) -> int | None:
    """Telegram's number of the update; None when there is none to know it by."""
    number = raw.get("update_id") if isinstance(raw, Mapping) else None
    return number if _whole(number) else None


def chat_id(raw: Mapping[str, Any]) -> int:
    """Whose turn it is: updates of one chat are handled in order. 0: nobody's."""
    try:
        if "callback_query" in raw:
            number = raw["callback_query"]["from"]["id"]
        else:
            part = raw.get("message") or raw.get("edited_message") or raw["my_chat_member"]
            number = part["chat"]["id"]
    except (KeyError, TypeError, AttributeError):
        return NO_CHAT
    return number if _whole(number) else NO_CHAT


def stored(raw: Mapping[str, Any]) -> tuple[int, int, bytes]:
    """What the inbox keeps: update id, chat id, raw JSON."""
    number = update_id(raw)
    if number is None:
        raise ValueError("an update without an id")
    try:
        body = orjson.dumps(shorten(raw))
    except TypeError:
        body = NOTHING
    return number, chat_id(raw), body if len(body) <= LARGEST else NOTHING

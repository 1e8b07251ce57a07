"""Stored updates read: what each says, and who talks. A tap takes a short way, everything else the
library's.

The library makes objects of all that belongs to a tap, with a hundred fields that are empty: most
of the time that reading one takes (docs/decisions.md). ``updates.shorten`` leaves of a tap what
names it and who tapped, and that is read here as ``gates.read`` reads the library's objects.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import telegram

from bot import updates
from handlers import routes, steps
from handlers.buttons import Conversation
from handlers.chat import gates
from handlers.chat.context import Said
from handlers.screens.screen import read_data
from storage.records import PersonId


@dataclass(frozen=True, slots=True)
class Heard:
    """One update: its number, what it says to us if anything, who talks, and where it was said."""

    number: int
    said: Said | None
    talk: Conversation | None
    chat: telegram.Chat | None = None
    """Left out of a tap that was read the short way: ``said`` has its number."""


def heard(body: bytes, bot: telegram.Bot) -> Heard:
    """An update as it was stored. Raises what the library raises for one that makes no sense."""
    raw = updates.read(body)
    tap = _tap(raw)
    if tap is not None:
        return Heard(raw["update_id"], tap, routes.tapped)
    update = telegram.Update.de_json(dict(raw), bot)
    said = gates.read(update)
    talk = steps.match(update) if said else None
    return Heard(update.update_id, said, talk, update.effective_chat)


def _tap(raw: Mapping[str, Any]) -> Said | None:
    """What a tap in a private chat says; None for all else, and for whatever is odd."""
    match raw:
        case {
            "update_id": int(),
            "callback_query": {
                "id": str(callback),
                "chat_instance": str(),
                "from": {"id": int(person), "is_bot": bool(), "first_name": str()} as sender,
                "message": {
                    "message_id": int(number),
                    "date": 0,
                    "chat": {"id": int(chat), "type": "private"},
                } as message,
            } as query,
        } if person == chat and message.keys() == updates.TAPPED:
            language, data = sender.get("language_code", ""), query.get("data", "")
            if isinstance(language, str) and isinstance(data, str):
                return Said(
                    chat_id=PersonId(chat),
                    message_id=number,
                    language=language,
                    tap=read_data(data) if data else None,
                    callback=callback,
                )
    return None

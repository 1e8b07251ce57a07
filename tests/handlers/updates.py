"""Raw updates as Telegram sends them, for private chats with the bot."""

from __future__ import annotations

from typing import Any

import telegram
from typing_extensions import override

BOT_ID = 1000


class NamedBot(telegram.Bot):
    """The library's bot as it is after it asked Telegram for its name."""

    @property
    @override
    def username(self) -> str:
        return "circle_bot"


BOT = NamedBot("1000:practice")


def user(person: int, language: str = "en") -> dict[str, Any]:
    """Somebody as Telegram shows them to a bot."""
    return {"id": person, "is_bot": False, "first_name": "Phone", "language_code": language}


def chat(person: int) -> dict[str, Any]:
    """A private chat: its id is the person's."""
    return {"id": person, "type": "private", "first_name": "Phone"}


def message(person: int, number: int, language: str = "en", **content: object) -> dict[str, Any]:
    """A message with any content; commands at its beginning are marked as Telegram marks them."""
    text = str(content.get("text", ""))
    if text.startswith("/"):
        command = {"type": "bot_command", "offset": 0, "length": len(text.split()[0])}
        content = {"entities": [command], **content}
    head = {"message_id": number, "date": 1_700_000_000, "chat": chat(person)}
    return {"message": {**head, "from": user(person, language), **content}}


def tap(person: int, number: int, data: str, language: str = "en") -> dict[str, Any]:
    """A tap on a button of the message with this number."""
    under = {"message_id": number, "date": 1_700_000_000, "chat": chat(person)}
    query = {"id": "7", "from": user(person, language), "chat_instance": "7", "data": data}
    return {"callback_query": {**query, "message": under}}


def member(person: int, status: str) -> dict[str, Any]:
    """Somebody blocked the bot (``kicked``) or let it back in (``member``)."""
    bot = {"id": BOT_ID, "is_bot": True, "first_name": "Circle"}
    gone = {"user": bot, "status": "kicked", "until_date": 0}
    here = {"user": bot, "status": "member"}
    old, new = (here, gone) if status == "kicked" else (gone, here)
    change = {"chat": chat(person), "from": user(person), "date": 1_700_000_000}
    return {"my_chat_member": {**change, "old_chat_member": old, "new_chat_member": new}}


def parsed(raw: dict[str, Any]) -> telegram.Update:
    """The library's reading of a raw update."""
    update = telegram.Update.de_json({"update_id": 1, **raw}, BOT)
    assert update is not None
    return update

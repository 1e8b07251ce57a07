"""The bench's people: each has one private chat with the bot and holds its newest keyboard.

It keeps state and makes the JSON of messages and updates. It decides nothing about when
anybody acts: that is the crowd's.
"""

import time
from dataclasses import dataclass, field
from typing import Any

from tests.bench.keyboards import Keyboard

BOT: dict[str, Any] = {
    "id": 123456789,
    "is_bot": True,
    "first_name": "Bench",
    "username": "bench_circle_bot",
}


@dataclass(slots=True)
class Message:
    """What stands in a chat, written by the bot."""

    id: int
    date: int
    text: str
    markup: dict[str, Any] | None


@dataclass(slots=True)
class Person:
    """One person; `asked` is when they last acted, 0 while they wait for nothing."""

    id: int
    asked: float = 0.0
    tapped: bool = False
    keyboard: Keyboard = ()
    keyboard_on: int = 0
    messages: dict[int, Message] = field(default_factory=dict)

    def show(self, message: Message) -> None:
        """Put a new or changed message on the phone; its keyboard, if any, is the newest."""
        self.messages[message.id] = message
        rows: Keyboard = message.markup["inline_keyboard"] if message.markup else ()
        if rows:
            self.keyboard, self.keyboard_on = rows, message.id
        elif self.keyboard_on == message.id:
            self.keyboard, self.keyboard_on = (), 0

    def account(self) -> dict[str, Any]:
        """The person as Telegram's User."""
        return {
            "id": self.id,
            "is_bot": False,
            "first_name": "Ana",
            "username": f"person_{self.id}",
            "language_code": "en",
        }

    def chat(self) -> dict[str, Any]:
        """The private chat as Telegram's Chat."""
        return {
            "id": self.id,
            "first_name": "Ana",
            "username": f"person_{self.id}",
            "type": "private",
        }

    def view(self, message: Message) -> dict[str, Any]:
        """A message of the bot as Telegram's Message."""
        shown: dict[str, Any] = {
            "message_id": message.id,
            "from": BOT,
            "chat": self.chat(),
            "date": message.date,
            "text": message.text,
        }
        if message.markup:
            shown["reply_markup"] = message.markup
        return shown

    def tap(self, query_id: str, data: str) -> dict[str, Any]:
        """An update: this person presses a button of their newest keyboard."""
        return {
            "callback_query": {
                "id": query_id,
                "from": self.account(),
                "message": self.view(self.messages[self.keyboard_on]),
                "chat_instance": str(self.id * 7919),
                "data": data,
            }
        }

    def say(self, message_id: int, text: str) -> dict[str, Any]:
        """An update: this person sends a text, marked as a command when it starts with a slash."""
        message: dict[str, Any] = {
            "message_id": message_id,
            "from": self.account(),
            "chat": self.chat(),
            "date": int(time.time()),
            "text": text,
        }
        if text.startswith("/"):
            command = text.split()[0]
            message["entities"] = [{"type": "bot_command", "offset": 0, "length": len(command)}]
        return {"message": message}

"""The bench's Telegram: a lean, strict Bot API for one bot, at a chosen distance.

It stands in the driver's process. Half of the round trip passes before a call takes effect, half
after. Calls it does not know get `true` and are counted. It is not the practice room: no clock,
no faults, no rate limits, nothing to look at.
"""

import asyncio
import time
from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Any

import orjson

from tests.bench import methods
from tests.bench.crowd import Crowd
from tests.bench.methods import RefusedError
from tests.bench.people import BOT, Message, Person
from tests.bench.updates import Updates
from tests.bench.wire import Wire

TOKEN = f"{BOT['id']}:" + "B" * 35
Given = dict[str, Any]


class Telegram:
    """One bot's Telegram: its queue, its crowd, its distance."""

    def __init__(self, crowd: Crowd, updates: Updates) -> None:
        """`round_trip` is in seconds and may change between phases."""
        self.crowd = crowd
        self.updates = updates
        self.round_trip = 0.0
        self.unknown: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()
        self.prefix = f"/bot{TOKEN}/".encode()
        self.methods: dict[str, Callable[[Given], Any]] = {
            "getMe": self._get_me,
            "setMyCommands": self._set_commands,
            "sendMessage": self._send,
            "editMessageText": self._edit,
            "editMessageReplyMarkup": self._edit_markup,
            "answerCallbackQuery": self._answer,
        }

    def wire(self) -> Wire:
        """A connection for the listening socket."""
        return Wire(self._arrive, self.updates.gone)

    def _arrive(self, wire: Wire, target: bytes, kind: bytes, body: bytes) -> None:
        """A call left the bot: it takes effect half a round trip later."""
        half = self.round_trip / 2
        reply = partial(self._reply, wire, half)
        if half:
            loop = asyncio.get_running_loop()
            loop.call_later(half, self._effect, wire, target, kind, body, reply)
        else:
            self._effect(wire, target, kind, body, reply)

    def _reply(self, wire: Wire, half: float, body: bytes, status: int) -> None:
        """An answer left Telegram: it arrives half a round trip later."""
        if half:
            asyncio.get_running_loop().call_later(half, wire.reply, body, status)
        else:
            wire.reply(body, status)

    def _effect(
        self,
        wire: Wire,
        target: bytes,
        kind: bytes,
        body: bytes,
        reply: Callable[[bytes, int], None],
    ) -> None:
        """Do what the call asks and answer it."""
        path, _, query = target.partition(b"?")
        name = path[len(self.prefix) :].decode() if path.startswith(self.prefix) else ""
        try:
            if not name:
                raise RefusedError("Unauthorized", 401)
            given = methods.parameters(query, kind, body)
            if name == "getUpdates":
                self._get_updates(wire, given, reply)
                return
            result = self._call(name, given)
        except RefusedError as refusal:
            self.refused[f"{name}: {refusal.description}"] += 1
            error = {"ok": False, "error_code": refusal.code, "description": refusal.description}
            reply(orjson.dumps(error), refusal.code)
            return
        reply(orjson.dumps({"ok": True, "result": result}), 200)

    def _call(self, name: str, given: Given) -> Any:
        """The result of a known method; `true`, and a note, for any other."""
        method = self.methods.get(name)
        if method is None:
            self.unknown[name] += 1
            return True
        return method(given)

    def _get_updates(self, wire: Wire, given: Given, reply: Callable[[bytes, int], None]) -> None:
        """Hand the poll to the queue."""
        offset = methods.whole(given, "offset", 0)
        limit = methods.whole(given, "limit", 100)
        self.updates.ask(wire, offset, limit, methods.whole(given, "timeout", 0), reply)

    def _get_me(self, given: Given) -> dict[str, Any]:
        """The bot itself."""
        abilities = {"can_join_groups": True, "supports_inline_queries": False}
        return BOT | abilities | {"can_read_all_group_messages": False}

    def _set_commands(self, given: Given) -> bool:
        """The menu is taken and not looked at."""
        if "commands" not in given:
            raise RefusedError("Bad Request: commands is missing")
        return True

    def _send(self, given: Given) -> dict[str, Any]:
        """A new message reaches a person."""
        person = self._person(given)
        message_id = self.crowd.next_message_id()
        text, markup = methods.text(given), methods.markup(given)
        message = Message(message_id, int(time.time()), text, markup)
        person.show(message)
        self.crowd.reached(person)
        return person.view(message)

    def _edit(self, given: Given) -> dict[str, Any]:
        """A message changes under a person's eyes."""
        person, old = self._message(given)
        text, markup = methods.text(given), methods.markup(given)
        message = self._changed(old, text, markup)
        person.show(message)
        self.crowd.reached(person)
        return person.view(message)

    def _edit_markup(self, given: Given) -> dict[str, Any]:
        """Only the buttons of a message change: no answer to anybody."""
        person, old = self._message(given)
        message = self._changed(old, old.text, methods.markup(given))
        person.show(message)
        return person.view(message)

    def _answer(self, given: Given) -> bool:
        """The tapped button stops spinning."""
        if not self.crowd.stop_spinning(str(given.get("callback_query_id"))):
            raise RefusedError(
                "Bad Request: query is too old and response timeout expired or query ID is invalid"
            )
        return True

    def _person(self, given: Given) -> Person:
        """Whom the call is for."""
        person = self.crowd.people.get(methods.whole(given, "chat_id"))
        if person is None:
            raise RefusedError("Bad Request: chat not found")
        return person

    def _message(self, given: Given) -> tuple[Person, Message]:
        """Which message of whom the call would change."""
        person = self._person(given)
        message = person.messages.get(methods.whole(given, "message_id"))
        if message is None:
            raise RefusedError("Bad Request: message to edit not found")
        return person, message

    @staticmethod
    def _changed(old: Message, text: str, markup: dict[str, Any] | None) -> Message:
        """The message with its new words and buttons; refused when nothing differs."""
        if text == old.text and markup == old.markup:
            raise RefusedError(
                "Bad Request: message is not modified: specified new message content and reply "
                "markup are exactly the same as a current content and reply markup of the message"
            )
        return Message(old.id, old.date, text, markup)

"""Updates as nobody sends them: made from the published types, as python-telegram-bot has them, and
then bent. One seed makes the same ones again."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator, Sequence
from copy import deepcopy
from functools import cache
from random import Random
from typing import Any

import telegram

from bot.practice_room.records import Json

DEPTH = 4
SHARE = 0.2
"""Of the fields that may be left out, so many are there."""
LONGEST = 1_000_000
WORDS = (
    *("/start", "/help", "/checkin", "/nothing", "hello", "4 4 4 4 4 4 4 4", "warm", "no"),
    *("\u0000", "🙂" * 40, "\u202eolleh", "%s %(name)s", "<b>", "x" * 5_000, "'); --"),
    "I want to end it all",
)
KINDS = (
    "private",
    "group",
    "supergroup",
    "channel",
    "member",
    "kicked",
    "left",
    "bot_command",
    "x",
)
NAME = re.compile(r"\b([A-Z][A-Za-z]+)\b")
ODD: tuple[Any, ...] = (
    *(
        None,
        True,
        False,
        0,
        -1,
        2**31,
        2**53,
        2**63 - 1,
        -(2**63),
        1.5,
        1e300,
        "",
        "0",
        "x",
        [],
        {},
    ),
    *([None], [[]], [{}], {"id": None}, {"": {}}, {"id": "x"}, [1] * 1_000),
)


@cache
def fields(name: str) -> tuple[tuple[str, str, bool], ...]:
    """The fields of a published type: what each is called, what it holds, whether it must be."""
    made = getattr(telegram, name, None)
    if not inspect.isclass(made):
        return ()
    given = inspect.signature(made.__init__).parameters.values()
    return tuple(
        (
            {"from_user": "from"}.get(one.name, one.name),
            str(one.annotation),
            one.default is inspect.Parameter.empty,
        )
        for one in given
        if one.name not in ("self", "api_kwargs", "kwargs", "args")
    )


class Fuzz:
    """Makes updates; ``chats`` are those that it may speak for."""

    def __init__(self, seed: int, chats: Sequence[int]) -> None:
        self._dice = Random(seed)
        self._chats = chats

    def updates(self, many: int) -> Iterator[Json]:
        """So many: a few whole, most of them bent, some of a kind that does not exist."""
        kinds = [name for name, _, _ in fields("Update") if name != "update_id"]
        for number in range(many):
            kind = self._dice.choice(
                (*kinds, "message", "message", "callback_query", "my_chat_member")
            )
            holds = next(what for name, what, _ in fields("Update") if name == kind)
            body: Json = {kind: self._one(holds, 0)}
            for _ in range(self._dice.choice((0, 1, 1, 2, 5))):
                self._bend(body)
            if number % 200 == 7:
                body["message"] = self._huge()
            if self._dice.random() < 0.05:
                body = {f"new_{kind}": body.pop(kind, None)}
            yield body

    def _one(self, holds: str, depth: int) -> Any:
        """A value of a type, by its published name."""
        named = [name for name in NAME.findall(holds) if fields(name)]
        if "Sequence" in holds or "list" in holds.lower().split("["):
            inner = holds.partition("[")[2]
            return [self._one(inner, depth + 1) for _ in range(self._dice.randrange(3))]
        if named:
            return self._object(self._dice.choice(named), depth + 1)
        if "bool" in holds:
            return self._dice.random() < 0.5
        if "datetime" in holds:
            return self._dice.choice((0, 1_700_000_000, 2**31, -1))
        if "int" in holds or "float" in holds:
            return self._dice.choice((*self._chats, 0, 1, 7, 2**40))
        return self._dice.choice((*WORDS, *KINDS))

    def _object(self, name: str, depth: int) -> Json:
        share = SHARE if depth <= DEPTH else 0.0
        if depth > 2 * DEPTH:
            return {}
        made = {
            field: self._one(holds, depth)
            for field, holds, needed in fields(name)
            if needed or self._dice.random() < share
        }
        if name in ("Chat", "User"):
            made["id"] = self._dice.choice(self._chats)
            made["type"] = "private" if self._dice.random() < 0.7 else self._dice.choice(KINDS)
            made["is_bot"] = False
        return made

    def _bend(self, body: Json) -> None:
        """One place of it becomes something else, goes, or comes anew."""
        place: Any = body
        for _ in range(self._dice.randrange(1, 5)):
            inner = [value for value in _values(place) if isinstance(value, dict | list) and value]
            if not inner:
                break
            place = self._dice.choice(inner)
        if not place:
            return
        key = self._dice.choice(list(place) if isinstance(place, dict) else range(len(place)))
        match self._dice.randrange(5):
            case 0:
                del place[key]
            case 1 if isinstance(place, dict):
                place[self._dice.choice(("", "new", "text", "id", "chat"))] = self._odd()
            case _:
                place[key] = self._odd()

    def _odd(self) -> Any:
        return deepcopy(self._dice.choice(ODD))

    def _huge(self) -> Json:
        """A megabyte, where a word would be."""
        chat = self._dice.choice(self._chats)
        text = self._dice.choice(("x", "hello ", "4 ", "🙂", "{", "I feel bad. "))
        return {
            "message_id": 1,
            "date": 1_700_000_000,
            "chat": {"id": chat, "type": "private", "first_name": "x"},
            "from": {"id": chat, "is_bot": False, "first_name": "x"},
            "text": (text * (LONGEST // len(text.encode()) + 1)),
        }


def _values(place: Any) -> Sequence[Any]:
    return list(place.values()) if isinstance(place, dict) else list(place)


def forged(dice: Random, chats: Sequence[int], row: int, verb: str, values: Sequence[str]) -> Json:
    """A tap by somebody on a button that they were never shown."""
    chat, value = dice.choice(chats), dice.choice(values)
    data = f"v1:{row}:{verb}" + (f".{value}" if value else "")
    who = {"id": chat, "is_bot": False, "first_name": "x", "language_code": "en"}
    place = {"id": chat, "type": "private", "first_name": "x"}
    message = {"message_id": dice.randrange(1, 500), "date": 1_700_000_000, "chat": place}
    return {
        "callback_query": {
            "id": str(dice.getrandbits(62)),
            "from": who,
            "message": {**message, "text": "x"},
            "chat_instance": "1",
            "data": data[:64],
        }
    }

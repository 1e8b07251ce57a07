"""The short way for taps reads what the library reads, and leaves it whatever is odd."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import Any

import orjson
import pytest
import telegram

from bot.parsing import Heard, heard
from bot.updates import shorten
from handlers import steps
from handlers.chat import gates
from tests.bot.doors import raw_text
from tests.bot.test_updates import tap
from tests.chaos.fuzz import forged

BOT = telegram.Bot("1:none")
ROOM = {"id": -100, "type": "group"}


def whole(**query: Any) -> dict[str, Any]:
    """A tap with all that the library asks for."""
    return tap(chat_instance="3", **query)


def theirs(body: bytes) -> Heard:
    """An update as the library reads and matches it."""
    update = telegram.Update.de_json(orjson.loads(body), BOT)
    said = gates.read(update)
    talk = steps.match(update) if said else None
    return Heard(update.update_id, said, talk, update.effective_chat)


def same(raw: Any) -> bool:
    """Whether an update says here what it says by the library."""
    body = orjson.dumps(shorten(raw))
    ours, library = heard(body, BOT), theirs(body)
    if ours.said is not None and ours.chat is None:
        library = replace(library, chat=None)
    return ours == library


@pytest.mark.parametrize(
    "raw",
    [
        whole(),
        whole(data=None),
        whole(**{"from": {"id": 7, "is_bot": False, "first_name": "", "language_code": "es"}}),
        whole(message={"message_id": 5, "date": 0, "chat": ROOM}),
        whole(message={"message_id": 5, "date": 0}),
        whole(message=None),
        whole(game_short_name="x"),
        raw_text(1, 7, "hello"),
        {"update_id": 3},
    ],
)
def test_both_say_the_same(raw: dict[str, Any]) -> None:
    assert same(raw)


def test_forged_taps_say_the_same() -> None:
    dice = Random(5)
    for _ in range(200):
        assert same({"update_id": 1} | forged(dice, (7, 8), 3, "answer", ("1", "é")))


@pytest.mark.parametrize(
    "odd",
    [
        {"id": 5},
        {"chat_instance": None},
        {"from": {"id": "7"}},
        {"from": None},
        {"message": {"message_id": "5", "date": 0, "chat": {"id": 7, "type": "private"}}},
        {"message": {"message_id": 5, "date": 0, "chat": {"id": 7}}},
        {"message": {"message_id": 5, "date": 0, "chat": {"id": 7, "type": "private"}, "x": 1}},
        {"message": {"message_id": 5, "date": 0, "chat": {"id": 7, "type": "group"}}},
        {"message": {"message_id": 5, "date": 0, "chat": {"id": 8, "type": "private"}}},
        {"from": {"id": 7, "is_bot": False}},
        {"from": {"id": 7, "is_bot": False, "first_name": "", "language_code": 1}},
        {"data": 5},
    ],
)
def test_what_is_odd_is_left_to_the_library(
    odd: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Any] = []

    def de_json(raw: Any, _: telegram.Bot) -> telegram.Update:
        asked.append(raw)
        return telegram.Update(1)

    monkeypatch.setattr(telegram.Update, "de_json", de_json)
    raw = orjson.loads(orjson.dumps(shorten(whole())))
    heard(orjson.dumps(raw), BOT)
    assert asked == []
    raw["callback_query"].update(odd)
    heard(orjson.dumps(raw), BOT)
    assert asked == [raw]

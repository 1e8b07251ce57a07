"""The short way for taps reads what the library reads, and leaves it whatever is odd."""

from __future__ import annotations

from random import Random
from typing import Any

import orjson
import pytest
import telegram

from bot.parsing import parsed
from bot.updates import shorten
from handlers.chat import gates
from tests.bot.doors import raw_text
from tests.bot.test_updates import tap
from tests.chaos.fuzz import forged

BOT = telegram.Bot("1:none")
ROOM = {"id": -100, "type": "group"}


def whole(**query: Any) -> dict[str, Any]:
    """A tap with all that the library asks for."""
    return tap(chat_instance="3", **query)


def both(raw: Any) -> tuple[telegram.Update, telegram.Update]:
    """An update as it is read here, and by the library."""
    body = orjson.dumps(shorten(raw))
    return parsed(body, BOT), telegram.Update.de_json(orjson.loads(body), BOT)


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
    ours, theirs = both(raw)
    assert gates.read(ours) == gates.read(theirs)
    assert ours.update_id == theirs.update_id
    assert ours.effective_chat == theirs.effective_chat


def test_forged_taps_say_the_same() -> None:
    dice = Random(5)
    for _ in range(200):
        ours, theirs = both({"update_id": 1} | forged(dice, (7, 8), 3, "answer", ("1", "é")))
        assert gates.read(ours) == gates.read(theirs)


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
    ],
)
def test_what_is_odd_is_left_to_the_library(
    odd: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Any] = []
    monkeypatch.setattr(telegram.Update, "de_json", lambda raw, _: asked.append(raw))
    raw = whole()
    raw["callback_query"].update(odd)
    parsed(orjson.dumps(raw), BOT)
    assert asked == [orjson.loads(orjson.dumps(raw))]
    parsed(orjson.dumps(shorten(whole())), BOT)
    assert len(asked) == 1

"""Updates as raw JSON: whose turn it is, which id, and what is kept of them."""

from __future__ import annotations

from typing import Any

import orjson
import pytest

from bot import updates
from tests.bot.doors import raw_text

LARGEST = 2**63 - 1


def tap(**query: Any) -> dict[str, Any]:
    """A tap as Telegram sends it, with the message it was on."""
    dan = {"id": 7, "is_bot": False, "first_name": "Dan", "username": "canary"}
    message = {
        "message_id": 5,
        "date": 1,
        "chat": {"id": 7, "type": "private", "first_name": "canary"},
        "text": "canary",
    }
    whole = {"id": "77", "from": dan, "message": message, "data": "v1:0:help", **query}
    return {"update_id": 1, "callback_query": whole}


@pytest.mark.parametrize(
    "raw", [None, 7, "x", [], {}, {"update_id": "7"}, {"update_id": True}, {"update_id": 2**63}]
)
def test_what_has_no_usable_number_is_not_known(raw: Any) -> None:
    assert updates.update_id(raw) is None


@pytest.mark.parametrize("number", [0, 1, LARGEST])
def test_a_number_is_known(number: int) -> None:
    assert updates.update_id({"update_id": number}) == number


@pytest.mark.parametrize(
    ("raw", "chat"),
    [
        (raw_text(1, 7, "hello"), 7),
        (tap(), 7),
        ({"my_chat_member": {"chat": {"id": 7}}}, 7),
        ({"message": {"chat": {"id": -100}}}, -100),
        ({"message": None}, updates.NO_CHAT),
        ({"message": []}, updates.NO_CHAT),
        ({"message": {"chat": {"id": "7"}}}, updates.NO_CHAT),
        ({"message": {"chat": {"id": True}}}, updates.NO_CHAT),
        ({"message": {"chat": {"id": 2**63}}}, updates.NO_CHAT),
        ({"callback_query": None}, updates.NO_CHAT),
        ({"callback_query": {"from": None}}, updates.NO_CHAT),
        ({"something_new": {}}, updates.NO_CHAT),
    ],
)
def test_whose_turn_it_is(raw: dict[str, Any], chat: int) -> None:
    assert updates.chat_id(raw) == chat


def test_of_a_tap_neither_the_text_under_it_nor_names_of_accounts_are_kept() -> None:
    _, chat, body = updates.stored(tap())
    assert chat == 7
    assert b"canary" not in body
    assert orjson.loads(body)["callback_query"]["data"] == "v1:0:help"


@pytest.mark.parametrize(
    "query", [{"message": None}, {"message": [1]}, {"from": 7}, {"message": 1}]
)
def test_a_tap_of_another_shape_is_kept_as_it_is(query: dict[str, Any]) -> None:
    raw = tap(**query)
    assert orjson.loads(updates.stored(raw)[2]) == raw


def test_what_cannot_be_written_down_is_kept_as_nothing() -> None:
    deep: list[Any] = []
    for _ in range(300):
        deep = [deep]
    raw = {**raw_text(1, 7, "hello"), "message": {"chat": {"id": 7}, "deep": deep}}
    assert updates.stored(raw) == (1, 7, b"{}")


def test_what_no_phone_can_send_is_only_set_aside() -> None:
    message = {"message_id": 1, "chat": {"id": 7}, "text": "x" * 4_096}
    longest = {**message, "reply_to_message": {**message, "text": "🙂" * 4_096}}
    assert updates.stored({"update_id": 1, "message": longest})[2] != b"{}"
    huge = {**message, "text": "hello " * 100_000}
    assert updates.stored({"update_id": 1, "message": huge}) == (1, 7, b"{}")

"""Calls are held against the published description, and what does not fit is loud."""

from pathlib import Path
from typing import Any

import aiohttp
import orjson
import pytest

from bot.practice_room.methods import METHODS, commands_for
from bot.practice_room.phone import Phone
from bot.practice_room.room import Room
from bot.practice_room.spec import SPEC
from tests.practice_room.conftest import Api, keyboard
from tests.practice_room.extract_spec import COPY, extract, written

FULL = Path(__file__).parents[3] / "shared/telegram/bot_api_spec.json"


def test_the_copy_agrees_with_the_full_description() -> None:
    if not FULL.is_file():
        pytest.skip("the full description of the Bot API does not stand beside the project")
    assert COPY.read_text() == written(extract(orjson.loads(FULL.read_bytes())))


def test_every_described_method_is_there() -> None:
    assert SPEC.methods == {*METHODS, "getUpdates"}


async def test_an_unknown_method_is_loud(room: Room, api: Api) -> None:
    assert await api.refusal("sendGift") == "404 Not Found: method not found"
    assert room.complaints == ["sendGift: Not Found: method not found"]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"txt": "Hello"}, 'unknown parameter "txt"'),
        ({"text": None}, 'parameter "text": is not a string'),
        ({"text": "Hello", "chat_id": [1]}, 'parameter "chat_id"'),
        ({"text": "Hello", "protect_content": "maybe"}, "is not a boolean"),
        ({"text": "Hello", "reply_markup": "{"}, "can't parse JSON"),
        ({"text": "Hello", "reply_markup": {"inline_keyboard": [[{"txt": "x"}]]}}, '"txt"'),
        ({"text": "Hello", "parse_mode": "MarkdownV2"}, "does not read parse mode"),
        ({}, 'parameter "text" is required'),
    ],
)
async def test_a_parameter_that_does_not_fit_is_loud(
    room: Room, api: Api, ana: Phone, wrong: dict[str, Any], said: str
) -> None:
    refusal = await api.refusal("sendMessage", **{"chat_id": ana.id, **wrong})
    assert refusal.startswith("400 Bad Request")
    assert said in refusal
    assert len(room.complaints) == 1
    assert "Hello" not in room.complaints[0]


async def test_a_number_longer_than_telegrams_is_none(api: Api) -> None:
    endless = "9" * 5000
    assert (await api.refusal("sendMessage", chat_id=endless, text="Hello")).startswith("400")
    assert "is not an integer" in await api.refusal("getUpdates", offset=endless)


async def test_refusals_of_good_calls_are_no_complaints(room: Room, api: Api) -> None:
    await api.refusal("sendMessage", chat_id=42, text="Hello")
    assert room.complaints == []


@pytest.mark.parametrize("kind", ["query", "form", "multipart", "json"])
async def test_parameters_come_in_four_ways(
    room: Room, session: aiohttp.ClientSession, ana: Phone, kind: str
) -> None:
    markup = orjson.dumps(keyboard(("Go", "g"))).decode()
    fields = {"chat_id": str(ana.id), "text": "Hello ñ", "reply_markup": markup}
    form = aiohttp.FormData(fields, default_to_multipart=kind == "multipart")
    ways: dict[str, Any] = {"query": {"params": fields}, "json": {"json": fields}}
    address = f"{room.url}/bot{room.token}/sendMessage"
    async with session.post(address, **ways.get(kind, {"data": form})) as answer:
        assert answer.status == 200
    assert (await ana.sees("Hello ñ")).buttons[0].data == "g"


async def test_a_wrong_token_is_unauthorized(room: Room, session: aiohttp.ClientSession) -> None:
    async with session.get(f"{room.url}/bot2:other/getMe") as answer:
        assert (await answer.json())["description"] == "Unauthorized"
        assert answer.status == 401


async def test_the_bot_knows_itself(api: Api) -> None:
    me = await api.result("getMe")
    assert (me["id"], me["username"], me["is_bot"]) == (1, "practice_room_bot", True)


async def test_commands_are_kept_for_each_language(room: Room, api: Api, ana: Phone) -> None:
    english, spanish = ([{"command": "help", "description": d}] for d in ("Help", "Ayuda"))
    await api.result("setMyCommands", commands=english)
    await api.result("setMyCommands", commands=spanish, language_code="es")
    assert await api.result("getMyCommands") == english
    assert await api.result("getMyCommands", language_code="es") == spanish
    assert await api.result("getMyCommands", scope={"type": "all_private_chats"}) == []


async def test_commands_of_a_chat_stand_before_those_of_all_until_they_are_deleted(
    room: Room, api: Api
) -> None:
    own, english, spanish = (
        [{"command": "help", "description": one}] for one in ("Here", "Help", "Ayuda")
    )
    eva = room.phone("Eva", language="es")
    scope = {"type": "chat", "chat_id": eva.id}
    await api.result("setMyCommands", commands=english)
    await api.result("setMyCommands", commands=spanish, language_code="es")
    await api.result("setMyCommands", commands=own, scope=scope)
    assert commands_for(room.world, eva.id, "es") == own
    for _ in range(2):
        await api.result("deleteMyCommands", scope=scope)
        assert commands_for(room.world, eva.id, "es") == spanish


@pytest.mark.parametrize(
    ("description", "says"), [("", "non-empty"), (" \n", "non-empty"), ("a" * 257, "DESCRIPTION")]
)
async def test_a_command_is_described_in_up_to_256_characters(
    api: Api, description: str, says: str
) -> None:
    told = [{"command": "help", "description": description}]
    assert says in await api.refusal("setMyCommands", commands=told)


async def test_the_history_holds_every_call(room: Room, api: Api, ana: Phone) -> None:
    await api("sendMessage", chat_id=ana.id, text="Hello")
    await api("sendMessage", chat_id=42, text="Hello")
    good, wrong = room.history.of("sendMessage")
    assert (good.status, good.params["text"], good.at) == (200, "Hello", room.clock.now())
    assert good.effect is not None
    assert good.effect.message == ana.newest.id
    assert (wrong.status, wrong.effect) == (400, None)
    assert "Hello" not in repr(good)

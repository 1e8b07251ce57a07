"""The JSON addresses for the page, and who may use them."""

import asyncio

import aiohttp
import orjson
import pytest

from bot.practice_room.phone import Phone
from bot.practice_room.room import Room
from tests.practice_room.conftest import MONDAY, Api, Page, keyboard


async def test_the_state_shows_what_a_phone_shows(page: Page, api: Api, ana: Phone) -> None:
    await api("sendMessage", chat_id=ana.id, text="How?", reply_markup=keyboard(("Warm", "w")))
    phone = await page.phone(ana.id)
    mine, question = phone["messages"]
    assert (mine["from"], mine["text"]) == ("me", "/start")
    assert question == {
        "id": ana.newest.id,
        "from": "bot",
        "text": "How?",
        "photo": None,
        "file": None,
        "buttons": [[{"text": "Warm", "data": "w"}]],
        "edited": False,
        "at": MONDAY.isoformat(),
    }


async def test_the_state_shows_commands_in_the_phones_language(
    room: Room, page: Page, api: Api
) -> None:
    eva = room.phone("Eva", "es")
    await api("setMyCommands", commands=[{"command": "help", "description": "Help"}])
    spanish = [{"command": "help", "description": "Ayuda"}]
    await api("setMyCommands", commands=spanish, language_code="es")
    assert (await page.phone(eva.id))["commands"] == spanish


async def test_a_phone_comes_writes_and_goes(page: Page, room: Room) -> None:
    assert await page.ask("phones", name="Ben", language="es") == 200
    number = orjson.loads(page.said)["id"]
    assert await page.ask(f"phones/{number}/say", text="hola") == 200
    assert (await page.phone(number))["messages"][0]["text"] == "hola"
    assert await page.ask(f"phones/{number}", "DELETE") == 200
    assert (await page.state())["phones"] == []


async def test_a_phone_needs_a_name_and_an_id_of_its_own(page: Page, ana: Phone) -> None:
    assert await page.ask("phones", name=" ") == 400
    assert await page.ask("phones", name="Ben", id=ana.id) == 409
    assert await page.ask("phones", name="Ben", id="x") == 400
    assert await page.ask("phones", name="Ben", id=True) == 400


async def test_a_phone_taps_starts_and_blocks(page: Page, api: Api, ana: Phone) -> None:
    await api("sendMessage", chat_id=ana.id, text="How?", reply_markup=keyboard(("Warm", "w")))
    deed = f"phones/{ana.id}"
    assert await page.ask(f"{deed}/tap", message_id=ana.newest.id, data="w") == 200
    assert await page.ask(f"{deed}/start", payload="abc") == 200
    assert (await page.state())["opened"] == {"abc": ana.id}
    assert await page.ask(f"{deed}/block") == 200
    assert (await page.phone(ana.id))["blocked"]
    assert await page.ask(f"{deed}/unblock") == 200
    kinds = [list(update)[1] for update in await api.result("getUpdates")]
    assert kinds == ["callback_query", "message", "my_chat_member", "my_chat_member"]


async def test_what_a_phone_cannot_do_is_said_in_a_sentence(page: Page, ana: Phone) -> None:
    assert await page.ask(f"phones/{ana.id}/tap", message_id=1, data="w") == 409
    assert page.said == "There is no such button on that message any longer."
    assert await page.ask(f"phones/{ana.id}/tap", message_id="x", data="w", stale=True) == 400
    assert await page.ask(f"phones/{ana.id}/tap", message_id=1, data={}, stale=True) == 400
    assert await page.ask(f"phones/{ana.id}/say") == 400
    assert await page.ask(f"phones/{ana.id}/dance") == 404
    assert await page.ask("phones/42/say", text="hello") == 404


async def test_a_number_too_long_is_refused(page: Page) -> None:
    endless = "9" * 5000
    assert await page.ask(f"phones/{endless}/say", text="hello") == 400
    assert await page.ask(f"phones/{endless}", "DELETE") == 400
    assert await page.ask(f"clock?seen={endless}", "GET") == 400
    assert await page.ask(f"history?since={endless}", "GET") == 400


async def test_the_history_can_be_read(page: Page, api: Api) -> None:
    await api("getMe")
    await api("sendGift")
    assert await page.ask("history?since=1", "GET") == 200
    told = orjson.loads(page.said)
    assert [call["method"] for call in told["calls"]] == ["sendGift"]
    assert len(told["complaints"]) == 1


async def test_events_tell_of_every_change(
    room: Room, session: aiohttp.ClientSession, ana: Phone
) -> None:
    async with session.get(f"{room.url}/room/events") as events:
        assert events.content_type == "text/event-stream"
        first = await events.content.readuntil(b"\n\n")
        for number in range(50):
            await ana.says(str(number))
        second = await asyncio.wait_for(events.content.readuntil(b"\n\n"), 1)
    assert first.startswith(b'data: {"version": ')
    assert second == b'data: {"version": %d}\n\n' % room.changes.version


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "192.168.1.20:8081"},
        {"Origin": "https://evil.example"},
        {"Origin": "http://localhost:1"},
        {"Origin": "null"},
    ],
)
@pytest.mark.parametrize("path", ["/room/state", "/room/phones", "/"])
async def test_nobody_elsewhere_steers_the_room(
    room: Room, session: aiohttp.ClientSession, headers: dict[str, str], path: str
) -> None:
    async with session.post(room.url + path, json={"name": "Eve"}, headers=headers) as answer:
        assert answer.status == 403
    assert room.world.accounts == {}


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example:8081"},
        {"Origin": "https://evil.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
@pytest.mark.parametrize("verb", ["GET", "POST"])
async def test_nobody_elsewhere_speaks_as_the_bot(
    room: Room, session: aiohttp.ClientSession, headers: dict[str, str], verb: str, ana: Phone
) -> None:
    message = {"chat_id": str(ana.id), "text": "hello"}
    for method in ("sendMessage", "getUpdates"):
        address = f"{room.url}/bot{room.token}/{method}"
        async with session.request(verb, address, params=message, headers=headers) as answer:
            assert answer.status == 403
    assert room.history.calls == []


async def test_a_link_from_elsewhere_opens_the_page_and_nothing_else(
    room: Room, session: aiohttp.ClientSession
) -> None:
    for path, status in (("/", 200), ("/room/state", 403), ("/room/clock", 403)):
        elsewhere = {"Sec-Fetch-Site": "cross-site"}
        async with session.get(room.url + path, headers=elsewhere) as answer:
            assert answer.status == status
    async with session.get(room.url, headers={"Sec-Fetch-Site": "same-origin"}) as answer:
        assert answer.status == 200


async def test_localhost_is_here(room: Room, session: aiohttp.ClientSession) -> None:
    headers = {"Host": "localhost:8081", "Origin": "http://localhost:8081"}
    async with session.get(f"{room.url}/room/state", headers=headers) as answer:
        assert answer.status == 200


async def test_it_listens_on_this_computer_only() -> None:
    with pytest.raises(ValueError, match="this computer only"):
        await Room().start("0.0.0.0")  # noqa: S104 (that it is refused is the point)


async def test_the_page_is_served(room: Room, session: aiohttp.ClientSession) -> None:
    for path in ("/", "/page/room.js", "/page/room.css"):
        async with session.get(room.url + path) as answer:
            assert answer.status == 200
            assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


async def test_nothing_but_the_page_is_served(room: Room, session: aiohttp.ClientSession) -> None:
    for path in ("/page/../room.py", "/page/spec.json", "/page/nothing.js"):
        async with session.get(room.url + path) as answer:
            assert answer.status == 404

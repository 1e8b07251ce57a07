"""The JSON addresses for the page, and who may use them."""

import asyncio
from datetime import timedelta
from typing import Any

import aiohttp
import orjson
import pytest

from bot.practice_room.phone import Phone
from bot.practice_room.room import Room
from tests.practice_room.conftest import MONDAY, Api, Json, keyboard


class Page:
    """Asks as the page does."""

    def __init__(self, room: Room, session: aiohttp.ClientSession) -> None:
        self._room = room
        self._session = session

    async def state(self) -> Json:
        async with self._session.get(f"{self._room.url}/room/state") as answer:
            state: Json = await answer.json()
            return state

    async def phone(self, number: int) -> Json:
        phones = (await self.state())["phones"]
        return next(dict(phone) for phone in phones if phone["id"] == number)

    async def ask(self, path: str, verb: str = "POST", /, **sent: Any) -> int:
        address = f"{self._room.url}/room/{path}"
        headers = {"Origin": self._room.url}
        async with self._session.request(verb, address, json=sent, headers=headers) as answer:
            self.said = await answer.text()
            return answer.status


@pytest.fixture
def page(room: Room, session: aiohttp.ClientSession) -> Page:
    return Page(room, session)


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


async def test_a_phone_taps_starts_and_blocks(page: Page, api: Api, ana: Phone) -> None:
    await api("sendMessage", chat_id=ana.id, text="How?", reply_markup=keyboard(("Warm", "w")))
    deed = f"phones/{ana.id}"
    assert await page.ask(f"{deed}/tap", message_id=ana.newest.id, data="w") == 200
    assert await page.ask(f"{deed}/start", payload="abc") == 200
    assert await page.ask(f"{deed}/block") == 200
    assert (await page.phone(ana.id))["blocked"]
    assert await page.ask(f"{deed}/unblock") == 200
    kinds = [list(update)[1] for update in await api.result("getUpdates")]
    assert kinds == ["callback_query", "message", "my_chat_member", "my_chat_member"]


async def test_what_a_phone_cannot_do_is_said_in_a_sentence(page: Page, ana: Phone) -> None:
    assert await page.ask(f"phones/{ana.id}/tap", message_id=1, data="w") == 409
    assert page.said == "There is no such button on that message any longer."
    assert await page.ask(f"phones/{ana.id}/say") == 400
    assert await page.ask(f"phones/{ana.id}/dance") == 404
    assert await page.ask("phones/42/say", text="hello") == 404


async def test_the_clock_turns(page: Page, room: Room) -> None:
    assert await page.ask("clock", seconds=3600) == 200
    assert (await page.state())["clock"] == (MONDAY + timedelta(hours=1)).isoformat()
    assert await page.ask("clock", seconds=-1) == 400


async def test_the_clock_turns_to_what_is_next(page: Page, room: Room) -> None:
    assert await page.ask("clock", to="next") == 404
    due = MONDAY + timedelta(hours=5)
    room.hooks.next_due = lambda: due
    assert (await page.state())["hooks"]["next"]
    assert await page.ask("clock", to="next") == 200
    assert room.clock.now() == due


async def test_restart_calls_the_hook(page: Page, room: Room) -> None:
    assert await page.ask("restart") == 404
    restarts: list[int] = []

    async def restart() -> None:
        restarts.append(1)

    room.hooks.restart = restart
    assert await page.ask("restart") == 200
    assert restarts == [1]


async def test_what_happened_comes_from_the_hook(page: Page, room: Room) -> None:
    entry = {"at": MONDAY.isoformat(), "text": "An alert was opened"}
    room.hooks.happened = lambda: [entry]
    assert (await page.state())["happened"] == [entry]


async def test_faults_are_switched_and_scripted(page: Page, room: Room, api: Api) -> None:
    assert await page.ask("faults", switch="down", on=True) == 200
    assert (await page.state())["faults"]["down"]
    assert await page.ask("faults", "DELETE") == 200
    assert await page.ask("faults", kind="status", status=503, method="getMe") == 200
    assert (await api("getMe"))["error_code"] == 503
    assert await page.ask("faults", slow=0.5) == 200
    assert room.faults.slow_by == 0.5
    assert await page.ask("faults", kind="thunder") == 400
    assert await page.ask("faults", kind="status") == 400


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


async def test_nothing_but_the_page_is_served(room: Room, session: aiohttp.ClientSession) -> None:
    for path in ("/page/../room.py", "/page/spec.json", "/page/nothing.js"):
        async with session.get(room.url + path) as answer:
            assert answer.status == 404

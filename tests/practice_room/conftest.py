"""A room that stands still at nine on a Monday, and a small client for its Bot API."""

import struct
import zlib
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import aiohttp
import pytest

from bot.practice_room.clock import RoomClock
from bot.practice_room.phone import Phone
from bot.practice_room.room import Room

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
Json = dict[str, Any]


class Api:
    """Calls the room as a bot would."""

    def __init__(self, room: Room, session: aiohttp.ClientSession) -> None:
        self.room = room
        self.session = session

    async def __call__(self, method: str, **params: Any) -> Json:
        """The whole answer."""
        address = f"{self.room.url}/bot{self.room.token}/{method}"
        async with self.session.post(address, json=params) as answer:
            body: Json = await answer.json()
            assert body["ok"] == (answer.status == 200)
            return body

    async def result(self, method: str, **params: Any) -> Any:
        """The result of a call that works."""
        body = await self(method, **params)
        assert body["ok"], body
        return body["result"]

    async def refusal(self, method: str, **params: Any) -> str:
        """Status and sentence of a call that does not work."""
        body = await self(method, **params)
        assert not body["ok"]
        return f"{body['error_code']} {body['description']}"


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
async def room() -> AsyncIterator[Room]:
    """The room."""
    async with Room.open(clock=RoomClock(running=False, start=MONDAY)) as opened:
        yield opened


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    """An HTTP client."""
    async with aiohttp.ClientSession() as opened:
        yield opened


@pytest.fixture
def api(room: Room, session: aiohttp.ClientSession) -> Api:
    """The Bot API of the room."""
    return Api(room, session)


@pytest.fixture
def page(room: Room, session: aiohttp.ClientSession) -> Page:
    """The page."""
    return Page(room, session)


@pytest.fixture
async def ana(room: Room) -> Phone:
    """A phone whose owner has written to the bot; nothing waits in the queue."""
    phone = room.phone("Ana")
    await phone.says("/start")
    await room.world.queue.get(offset=room.world.queue.next_id)
    return phone


PRESSED = "<b>Pressed</b>, gracias &amp; thank you"
"""What the small bots of other libraries answer to a tap, in HTML."""


def png(width: int = 8, height: int = 8) -> bytes:
    """A grey picture."""
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = b"".join(b"\0" + b"\x80" * width for _ in range(height))
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    packed = (
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(packed)


def keyboard(*buttons: tuple[str, str]) -> Json:
    """An inline keyboard, one button a row."""
    return {"inline_keyboard": [[{"text": text, "callback_data": data}] for text, data in buttons]}

"""The transport: what each failure becomes, what is not parsed, and what never stands in a text."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from telegram import Bot, Message
from telegram.error import (
    BadRequest,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.practice_room.faults import Kind
from bot.practice_room.phone import Phone
from bot.practice_room.room import Room
from bot.transport import Lost, NotSent, Transport
from tests.bot.doors import bot_of, still_room
from tests.bot.wire import before, says, serving
from tests.practice_room.conftest import png

TOKEN = "7:canary-practice-half"


@pytest.fixture
async def room() -> AsyncIterator[Room]:
    """The room, with a token that must not show."""
    async with still_room(token=TOKEN) as opened:
        yield opened


@pytest.fixture
async def transport() -> AsyncIterator[Transport]:
    """A transport that gives up soon."""
    opened = Transport(connect=0.3)
    await opened.initialize()
    yield opened
    await opened.shutdown()


@pytest.fixture
async def bot(room: Room, transport: Transport) -> Bot:
    """The library's Bot before the room."""
    return bot_of(room, transport)


@pytest.fixture
async def ana(room: Room) -> Phone:
    """Somebody who may be written to."""
    phone = room.phone("Ana")
    await phone.says("/start")
    return phone


def clean(error: BaseException | None) -> bool:
    """Whether neither the error nor what caused it holds the token or what was said."""
    while error is not None:
        text = f"{error} {error!r}"
        if any(word in text for word in ("canary", "/bot")):
            return False
        error = error.__cause__ or error.__context__
    return True


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (400, BadRequest),
        (401, InvalidToken),
        (403, Forbidden),
        (404, InvalidToken),
        (409, Conflict),
        (429, RetryAfter),
        *((status, NetworkError) for status in (500, 502, 503, 504)),
    ],
)
async def test_a_status_becomes_the_library_s_error(
    room: Room, bot: Bot, ana: Phone, status: int, expected: type[TelegramError]
) -> None:
    room.faults.answer(status)
    with pytest.raises(expected) as caught:
        await bot.send_message(ana.id, "hello")
    assert type(caught.value) is expected
    assert clean(caught.value)


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (Kind.RESET, Lost),
        (Kind.LOST, Lost),
        (Kind.HTML, Lost),
        (Kind.CUT, Lost),
        (Kind.NO_RESULT, Lost),
        (Kind.TIMEOUT, TimedOut),
    ],
)
async def test_what_may_have_arrived_is_told_apart(
    room: Room, bot: Bot, ana: Phone, kind: Kind, expected: type[TelegramError]
) -> None:
    room.faults.trouble(kind)
    with pytest.raises(expected) as caught:
        await bot.send_message(ana.id, "hello", read_timeout=0.2)
    assert type(caught.value) is expected
    assert clean(caught.value)


async def test_a_slow_answer_is_an_answer(room: Room, bot: Bot, ana: Phone) -> None:
    room.faults.trouble(Kind.SLOW, seconds=0.1)
    assert (await bot.send_message(ana.id, "hello")).message_id == ana.newest.id


async def test_a_closed_port_means_not_sent(bot: Bot, ana: Phone, room: Room) -> None:
    await room.stop()
    with pytest.raises(NotSent) as caught:
        await bot.send_message(ana.id, "hello")
    assert clean(caught.value)


async def test_a_host_that_takes_no_connection_means_not_sent(transport: Transport) -> None:
    with socket.create_server(("127.0.0.1", 0), backlog=0) as full:
        taken = [socket.socket() for _ in range(4)]
        for one in taken:
            one.setblocking(False)
            one.connect_ex(full.getsockname())
        await asyncio.sleep(0.05)
        url = f"http://127.0.0.1:{full.getsockname()[1]}/bot{TOKEN}/getMe"
        with pytest.raises(NotSent):
            await transport.call(url, b"{}", 5.0)
        for one in taken:
            one.close()


async def test_a_closed_transport_sends_nothing(room: Room) -> None:
    with pytest.raises(NotSent):
        await Transport().call(room.url, b"{}", 1.0)


async def test_an_edit_comes_back_as_true_without_being_parsed(
    room: Room, bot: Bot, ana: Phone
) -> None:
    sent = await bot.send_message(ana.id, "hello")
    assert await bot.edit_message_text("hello again", ana.id, sent.message_id) is True
    assert ana.newest.words == "hello again"


async def test_a_sent_message_comes_back_with_its_id_and_no_text(bot: Bot, ana: Phone) -> None:
    sent = await bot.send_message(ana.id, "hello")
    assert isinstance(sent, Message)
    assert (sent.message_id, sent.text) == (ana.newest.id, None)


async def test_a_photo_is_uploaded_with_its_caption(bot: Bot, ana: Phone) -> None:
    await bot.send_photo(ana.id, png(12, 8), caption="A link", protect_content=True)
    assert ana.newest.photo is not None
    assert (ana.newest.photo.data, ana.newest.words) == (png(12, 8), "A link")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[]",
        b'"yes"',
        b"<html>Please sign in",
        b"\xff\xfe",
        b'{"ok":true}',
        b'{"ok":false,"description":"no"}',
        b'{"ok":true,"result":null}',
        b'{"ok":true,"result":[]}',
        b'{"ok":true,"result":true}',
        b'{"ok":true,"result":{"message_id":"x","date":1,"chat":{"id":1,"type":"private"}}}',
        b'{"ok":true,"result":{"message_id":5}}',
        b'{"ok":true,"result":{"message_id":5,"date":"today","chat":{"id":1,"type":"private"}}}',
        b'{"ok":true,"result":{"message_id":5,"date":1,"chat":7}}',
    ],
)
async def test_a_malformed_success_is_lost(transport: Transport, body: bytes) -> None:
    async with before(says(body), transport, TOKEN) as bot:
        with pytest.raises(Lost) as caught:
            await bot.send_message(7, "hello")
        assert clean(caught.value)


@pytest.mark.parametrize("body", [b"<html>Please sign in", b'{"ok":false}', b""])
async def test_a_malformed_answer_to_an_edit_is_lost(transport: Transport, body: bytes) -> None:
    async with before(says(body), transport, TOKEN) as bot:
        with pytest.raises(Lost):
            await bot.edit_message_text("hello", 7, 8)


@pytest.mark.parametrize("status", [400, 403, 404, 413, 500, 502])
async def test_a_gateway_s_page_is_not_repeated_in_the_error(
    transport: Transport, status: int
) -> None:
    async def echo(request: web.Request) -> web.StreamResponse:
        return web.Response(text=f"<p>{request.url} {await request.text()}", status=status)

    async with before(echo, transport, TOKEN) as bot:
        with pytest.raises(TelegramError) as caught:
            await bot.send_message(7, "canary")
        assert clean(caught.value)


@pytest.mark.parametrize("status", [301, 302, 307, 308])
async def test_nobody_is_followed_elsewhere(transport: Transport, status: int) -> None:
    told: list[str] = []

    async def elsewhere(request: web.Request) -> web.StreamResponse:
        told.append(await request.text())
        return web.Response(body=b'{"ok":true,"result":true}')

    async with (
        serving(elsewhere) as other,
        before(says(b"", status, Location=other), transport, TOKEN) as bot,
    ):
        with pytest.raises(NetworkError):
            await bot.send_message(7, "canary")
    assert told == []


@pytest.mark.parametrize(
    "body",
    [b'{"parameters":[1]}', b'{"parameters":{"retry_after":"x"}}', b'{"description":{"a":1}}'],
)
async def test_a_malformed_refusal_is_still_a_refusal(transport: Transport, body: bytes) -> None:
    async with before(says(body, 429), transport, TOKEN) as bot:
        with pytest.raises(NetworkError):
            await bot.send_message(7, "hello")


async def test_a_session_is_used_again_after_a_connection_broke(
    room: Room, bot: Bot, ana: Phone
) -> None:
    room.faults.trouble(Kind.RESET)
    with pytest.raises(Lost):
        await bot.send_message(ana.id, "one")
    assert (await bot.send_message(ana.id, "two")).message_id == ana.newest.id

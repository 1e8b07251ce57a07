"""Polling: what each answer of Telegram to getUpdates means, told without the token."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator

import orjson
import pytest
from aiohttp import web

from bot import logs
from bot.exits import EndsError, ExitCode
from bot.polling import ALLOWED, Polling
from bot.practice_room.room import Room
from bot.transport import Transport
from tests.bot.doors import still_room
from tests.bot.wire import says, serving

TOKEN = "7:canary-practice-half"


@pytest.fixture
async def room() -> AsyncIterator[Room]:
    """The room."""
    async with still_room(token=TOKEN) as opened:
        yield opened


@pytest.fixture
async def transport() -> AsyncIterator[Transport]:
    """An open transport."""
    opened = Transport()
    await opened.initialize()
    yield opened
    await opened.shutdown()


class Real:
    """A clock of ours."""

    def __init__(self) -> None:
        self.at = 0.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def real() -> Real:
    """Seconds that pass when the test says so."""
    return Real()


@pytest.fixture
def polling(room: Room, transport: Transport, real: Real) -> Polling:
    """Polling before the room."""
    return Polling(transport, f"{room.url}/bot{TOKEN}/getUpdates", real)


async def test_a_batch_comes_raw_and_the_wanted_kinds_are_always_named(
    room: Room, polling: Polling
) -> None:
    await room.phone("Ana").says("hello")
    batch, wait = await polling.fetch(None)
    assert (batch[0]["message"]["text"], wait) == ("hello", 0.0)
    params = room.history.of("getUpdates")[0].params
    assert (params["allowed_updates"], params["timeout"]) == (list(ALLOWED), 50)
    assert "offset" not in params


@pytest.mark.parametrize("status", [401, 404])
async def test_a_refused_token_ends_the_process(room: Room, polling: Polling, status: int) -> None:
    room.faults.answer(status)
    with pytest.raises(EndsError) as caught:
        await polling.fetch(None)
    assert caught.value.code == ExitCode.TOKEN
    assert "canary" not in f"{caught.value!r}{caught.value}"


async def test_five_conflicts_in_a_minute_end_the_process(
    room: Room, polling: Polling, real: Real
) -> None:
    room.faults.answer(409, count=5)
    for _ in range(4):
        batch, wait = await polling.fetch(None)
        assert batch == []
        assert wait >= 1
        real.at += 15
    with pytest.raises(EndsError) as caught:
        await polling.fetch(None)
    assert caught.value.code == ExitCode.OTHER_POLLER


async def test_fewer_conflicts_in_a_minute_are_waited_for(
    room: Room, polling: Polling, real: Real
) -> None:
    room.faults.answer(409, count=20)
    for _ in range(20):
        assert (await polling.fetch(None))[0] == []
        real.at += 15.1


@pytest.mark.parametrize("status", [302, 400, 403, 500, 502, 503, 504])
async def test_a_telegram_that_errs_is_waited_for_longer_each_time(
    transport: Transport, real: Real, status: int
) -> None:
    async with serving(says(b"<html>", status)) as url:
        polling = Polling(transport, f"{url}/bot{TOKEN}/getUpdates", real)
        waits = [(await polling.fetch(None))[1] for _ in range(9)]
    assert waits[0] >= 0.5
    assert all(low / 2 <= wait <= low for low, wait in zip((1, 2, 4, 8, 16), waits, strict=False))
    assert all(30 <= wait <= 60 for wait in waits[6:])


@pytest.mark.parametrize(
    "body",
    [b"", b"null", b"<html>", b'{"ok":true}', b'{"ok":false}', b'{"ok":true,"result":{}}', b"[1]"],
)
async def test_an_answer_that_makes_no_sense_is_waited_for(
    transport: Transport, real: Real, body: bytes
) -> None:
    async with serving(says(body)) as url:
        polling = Polling(transport, f"{url}/bot{TOKEN}/getUpdates", real)
        batch, wait = await polling.fetch(None)
    assert batch == []
    assert wait >= 0.5


async def test_nothing_that_comes_at_once_is_not_asked_for_again_within_a_second(
    transport: Transport, real: Real
) -> None:
    async with serving(says(b'{"ok":true,"result":[]}')) as url:
        polling = Polling(transport, f"{url}/bot{TOKEN}/getUpdates", real)
        assert await polling.fetch(None) == ([], 1.0)


async def test_nobody_there_is_waited_for(room: Room, polling: Polling) -> None:
    await room.stop()
    batch, wait = await polling.fetch(None)
    assert (batch, wait >= 0.5) == ([], True)


async def test_the_pause_that_telegram_asks_for_is_kept(room: Room, polling: Polling) -> None:
    room.faults.answer(429, retry_after=90)
    assert await polling.fetch(None) == ([], 90.0)


async def test_a_good_answer_ends_the_backing_off(
    room: Room, polling: Polling, transport: Transport
) -> None:
    room.faults.answer(502, count=6)
    for _ in range(6):
        await polling.fetch(None)
    await room.phone("Ana").says("hello")
    await polling.fetch(None)
    room.faults.answer(502)
    assert (await polling.fetch(None))[1] <= 1


async def test_trouble_is_logged_once_a_minute_and_kind_without_the_token(
    room: Room, polling: Polling, real: Real
) -> None:
    heard = io.StringIO()
    logs.configure("debug", as_json=True, secrets=[TOKEN], stream=heard)
    room.faults.answer(502, count=40)
    for _ in range(20):
        await polling.fetch(None)
        real.at += 5.9
    lines = heard.getvalue().splitlines()
    assert len(lines) == 2
    assert orjson.loads(lines[0])["kind"] == "http_502"
    assert "canary" not in heard.getvalue()


async def test_that_it_answers_again_is_logged_once(
    room: Room, polling: Polling, real: Real
) -> None:
    heard = io.StringIO()
    logs.configure("info", as_json=True, secrets=[TOKEN], stream=heard)
    for failing in (2, 1, 1):  # of the second nothing is told: it is within the minute
        room.faults.answer(502, count=failing)
        for _ in range(failing + 1):
            await polling.fetch(None)
        await room.phone(f"P{real.at}").says("hello")
        await polling.fetch(None)
        real.at += 30.5
    told = [orjson.loads(line) for line in heard.getvalue().splitlines()]
    assert [(one["event"], one["level"]) for one in told] == [
        ("telegram_errs", "warning"),
        ("telegram_back", "info"),
        ("telegram_errs", "warning"),
        ("telegram_back", "info"),
    ]


async def test_what_the_gateway_says_is_not_logged(transport: Transport, real: Real) -> None:
    heard = io.StringIO()
    logs.configure("debug", as_json=True, secrets=[], stream=heard)

    async def echo(request: web.Request) -> web.StreamResponse:
        return web.Response(text=f"{request.url}")

    async with serving(echo) as url:
        await Polling(transport, f"{url}/bot{TOKEN}/getUpdates", real).fetch(None)
    assert "canary" not in heard.getvalue()


@pytest.mark.parametrize("odd", [b'"hi \\ud800"', b"1e999"])
async def test_one_odd_value_does_not_keep_the_others_from_being_read(
    transport: Transport, odd: bytes
) -> None:
    body = b'{"ok":true,"result":[{"update_id":1,"message":{"text":%b}},{"update_id":2}]}' % odd
    async with serving(says(body)) as url:
        batch, _ = await Polling(transport, f"{url}/getUpdates", Real()).fetch(None)
    assert [raw["update_id"] for raw in batch] == [1, 2]


async def test_for_how_long_telegram_was_not_heard(
    room: Room, polling: Polling, real: Real
) -> None:
    real.at += 20
    assert polling.unheard_for == 20
    with polling.resting():
        assert polling.unheard_for == 0
    for status in (502, 409):
        room.faults.answer(status)
        await polling.fetch(None)
        assert polling.unheard_for is None
        await polling.fetch(None)
        assert polling.unheard_for == 0


async def test_after_trouble_it_is_back_without_waiting_for_news(
    room: Room, polling: Polling
) -> None:
    room.faults.answer(502)
    await polling.fetch(None)
    assert await polling.fetch(None) == ([], 1.0)
    assert [call.params["timeout"] for call in room.history.of("getUpdates")] == [50, 0]

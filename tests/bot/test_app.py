"""The app: it starts whatever Telegram does, ends in time, and goes on where it stopped."""

from __future__ import annotations

import asyncio
import io
import os
import signal
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from bot import logs
from bot.app import App, invite, make, serve
from bot.exits import EndsError, ExitCode
from bot.practice_room.faults import Kind as Fault
from bot.practice_room.phone import Phone
from bot.practice_room.room import Room
from storage.database import Held, no_seam
from storage.enums import Role
from tests.bot.doors import doors, held, running, settings_of, still_room, until

TOKEN = "7:canary-practice-half"


@pytest.fixture
async def room() -> AsyncIterator[Room]:
    """The room, with a token that must not show."""
    async with still_room(token=TOKEN) as opened:
        yield opened


def said(phone: Phone) -> list[str]:
    """What the bot has said in a chat."""
    return [message.words for message in phone.messages if message.from_bot]


async def ends(task: asyncio.Task[int], within: float) -> int:
    """The exit code, once a signal has been sent."""
    os.kill(os.getpid(), signal.SIGTERM)
    return await asyncio.wait_for(task, within)


async def test_it_starts_while_telegram_is_down_and_comes_up_later(
    room: Room, tmp_path: Path
) -> None:
    room.faults.switch("down", on=True)
    ana = room.phone("Ana")
    await ana.says("hello")
    task = asyncio.create_task(serve(settings_of(room, tmp_path / "a.db"), clock=room.clock))
    await until(lambda: room.history.of("getMe"))
    room.faults.clear()
    await ana.sees("988")
    assert await ends(task, 5) == ExitCode.FINE


async def test_a_signal_ends_it_while_telegram_is_down(room: Room, tmp_path: Path) -> None:
    room.faults.switch("down", on=True)
    task = asyncio.create_task(serve(settings_of(room, tmp_path / "a.db"), clock=room.clock))
    await until(lambda: room.history.of("getMe"))
    assert await ends(task, 2) == ExitCode.FINE


@pytest.mark.parametrize("method", ["getMe", "getUpdates"])
async def test_a_refused_token_ends_it_with_one_line(
    room: Room, tmp_path: Path, method: str, capsys: pytest.CaptureFixture[str]
) -> None:
    room.faults.answer(401, method=method)
    settings = settings_of(room, tmp_path / "a.db")
    assert await asyncio.wait_for(serve(settings, clock=room.clock), 5) == ExitCode.TOKEN
    told = capsys.readouterr().err.strip().splitlines()[-1]
    assert told == "Telegram refuses the token: check [telegram] token."


async def test_a_second_one_on_the_same_database_is_refused(room: Room, tmp_path: Path) -> None:
    settings = settings_of(room, tmp_path / "a.db")
    async with AsyncExitStack() as stack:
        await make(settings, room.clock, no_seam, stack)
        with pytest.raises(Held):
            async with AsyncExitStack() as other:
                await make(settings, room.clock, no_seam, other)


async def test_it_stops_in_time_under_load_and_every_update_is_answered_once(
    room: Room, tmp_path: Path
) -> None:
    crowd = [room.phone(f"P{n}", number=n) for n in range(1, 41)]
    room.faults.switch("slow", on=0.02)
    for _ in range(6):
        for phone in crowd:
            await phone.says("hello")
    for pause in (0.15, 0.1, 0.1):
        async with doors(room, tmp_path) as app:
            async with running(app):
                await asyncio.sleep(pause)
                stopping = time.monotonic()
            assert time.monotonic() - stopping < 10
    async with doors(room, tmp_path) as app, running(app):
        await until(lambda: not room.world.queue.waiting)
        await app.workers.settle()
        await app.delivery.settle()
    assert [len(said(phone)) for phone in crowd] == [6] * 40


async def test_a_restart_goes_on_with_what_waits_before_anything_new(
    room: Room, tmp_path: Path
) -> None:
    ana = room.phone("Ana")
    async with doors(room, tmp_path) as app:
        intake = asyncio.create_task(app.intake.run())
        for text in ("/help", "hello"):
            await ana.says(text)
        await until(lambda: not app.workers.in_memory < 2)
        intake.cancel()
        await asyncio.gather(intake, return_exceptions=True)
    await ana.says("/help")
    async with doors(room, tmp_path) as app, running(app):
        await until(lambda: len(said(ana)) == 3)
    first, second, third = said(ana)
    assert first == third != second


async def test_nothing_that_is_said_and_no_token_comes_to_the_log(
    room: Room, tmp_path: Path
) -> None:
    heard = io.StringIO()
    logs.configure("debug", as_json=False, secrets=[TOKEN], stream=heard)
    ana, ben = room.phone("canary", number=1), room.phone("canaryben", number=2)
    async with doors(room, tmp_path) as app, running(app):
        await until(lambda: room.history.of("setMyCommands"))
        room.faults.trouble(Fault.HTML, method="getUpdates")
        for kind in (Fault.LOST, Fault.RESET, Fault.HTML, Fault.CUT, Fault.NO_RESULT):
            room.faults.trouble(kind, method="sendMessage")
            await ana.says("canary words")
        for status in (400, 401, 403, 429, 500, 502):
            room.faults.answer(status, method="sendMessage", description="no: canary")
            await ben.says("/start canarylink")
        await ben.blocks_the_bot()
        await ana.says("odd")
        room.world.queue.waiting[-1]["message"]["date"] = "canary"
        with held(app):
            await ana.says("/help canary")
            await asyncio.sleep(0.1)
        await until(lambda: not room.world.queue.waiting)
        await app.workers.settle()
    log = heard.getvalue()
    assert "update_failed" in log
    assert "canary" not in log


async def test_an_invitation_with_a_refused_token_is_told_in_one_sentence(
    room: Room, tmp_path: Path
) -> None:
    settings = settings_of(room, tmp_path / "invite.db")
    room.faults.answer(401, count=None)
    with pytest.raises(EndsError, match="Telegram refuses the token") as told:
        await invite(settings, Role.COORDINATOR)
    assert told.value.code is ExitCode.TOKEN


async def test_an_invitation_while_telegram_is_silent_names_the_address(
    room: Room, tmp_path: Path
) -> None:
    settings = settings_of(room, tmp_path / "invite.db")
    room.faults.answer(502, count=None)
    with pytest.raises(EndsError, match="Telegram does not answer at http://127") as told:
        await invite(settings, Role.PARTNER)
    assert told.value.code is ExitCode.SILENT


async def test_a_turned_clock_ends_no_bot_whose_database_is_away(app: App) -> None:
    with held(app):
        await app.turned()

"""Health: 200 while the bot does what it is for, 503 and what is not when it does not."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.app import App, make
from bot.exits import EndsError, ExitCode
from bot.health import LATE, QUIET, Health, Told, Watch
from bot.health_page import page
from bot.practice_room.room import Room
from bot.schedule import Schedule
from bot.sections import Health as Section
from bot.settings import Database, Settings
from handlers.chat.context import House
from handlers.routes import Job
from storage.database import Held, Tx, no_seam
from tests.bot.doors import held, running, settings_of, until
from tests.bot.working import Slow
from tests.postgres import Server


def free_port() -> int:
    """A port that nobody has."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture
def port() -> int:
    return free_port()


def settings_with(room: Room, folder: Path, port: int, url: str = "") -> Settings:
    """Settings that name a port."""
    more: dict[str, object] = {"health": Section(port=port)}
    if url:
        more["database"] = Database(url=url)
    return settings_of(room, folder / "a.db").model_copy(update=more)


def telling(watch: Watch) -> Told:
    """What the page tells of a bot that runs."""
    told = Told()
    told.watch = watch
    return told


async def asked(port: int, path: str = "healthz") -> tuple[int, Any]:
    """The status, and what was said."""
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"http://127.0.0.1:{port}/{path}") as answer,
    ):
        said = await answer.json() if answer.status != 404 else None
        return answer.status, said


@pytest.fixture
async def served(room: Room, tmp_path: Path, port: int) -> AsyncIterator[App]:
    """A bot whose settings name a port."""
    async with AsyncExitStack() as stack:
        yield await make(settings_with(room, tmp_path, port), room.clock, no_seam, stack)


async def test_all_is_well(served: App, room: Room, port: int) -> None:
    async with running(served):
        await until(lambda: room.history.of("setMyCommands"))
        well = {"telegram": "ok", "database": "ok", "jobs": "ok", "clock": "ok"}
        assert await asked(port) == (200, well)
        assert (await asked(port, "metrics"))[0] == 404


async def test_each_thing_that_is_not_well_is_named(app: App, port: int) -> None:
    watch = app.watch
    now = watch.real()
    quiet = replace(watch, answered_at=lambda: now - QUIET - 1)
    late = replace(watch, struck_at=lambda: now - LATE - 1)
    assert await quiet.look() == Health(telegram=False, database=True, jobs=True, clock=True)
    assert await late.look() == Health(telegram=True, database=True, jobs=False, clock=True)
    async with page(telling(late), port):
        said = {"telegram": "ok", "database": "ok", "jobs": "not ok", "clock": "ok"}
        assert await asked(port) == (503, said)


async def test_a_database_that_does_not_answer_is_not_waited_for(app: App) -> None:
    slow: Any = Slow(app.database)
    watch = replace(app.watch, database=slow, patience=0.05)
    assert await watch.look() == Health(telegram=True, database=False, jobs=True, clock=True)


async def test_only_an_answer_counts_as_a_poll(app: App, room: Room) -> None:
    began = app.watch.answered_at()
    room.faults.switch("down", on=True)
    async with running(app):
        await until(lambda: len(room.history.of("getUpdates")) > 1)
        assert app.watch.answered_at() == began
        room.faults.clear()
        await room.phone("Ana").says("hello")
        await until(lambda: app.watch.answered_at() > began)


async def test_only_a_job_that_went_through_counts_as_struck(app: App) -> None:
    await app.schedule.strike_all()
    before = app.watch.struck_at()
    with held(app):
        await app.schedule.strike_all()
        assert app.watch.struck_at() == before
    await app.schedule.strike_all()
    assert app.watch.struck_at() > before


async def test_one_job_that_never_goes_through_is_not_well(app: App) -> None:
    def fails(_tx: Tx, _house: House, _now: datetime, _limit: int) -> int:
        raise LookupError

    seconds, now = timedelta(seconds=20), [0.0]
    jobs = [Job("bad", seconds, fails), Job("good", timedelta(minutes=5), lambda *_: 0)]
    args = (app.database, app.house, app.clock, lambda: None, lambda _: None, jobs)
    schedule = Schedule(*args, lambda: now[0])
    watch = replace(app.watch, struck_at=lambda: schedule.struck_at, real=lambda: now[0])
    for now[0] in (200.0, 201.0):
        await schedule.strike_all()
        assert (await watch.look()).jobs is (now[0] == 200.0)


async def test_a_port_that_somebody_has_is_told_in_one_sentence(app: App, port: int) -> None:
    async with page(telling(app.watch), port):
        with pytest.raises(EndsError, match=f"Port {port} cannot be used for /healthz") as told:
            async with page(telling(app.watch), port):
                await asyncio.sleep(0)
    assert told.value.code is ExitCode.SETTINGS


async def test_a_start_that_waits_for_telegram_says_so(
    room: Room, tmp_path: Path, port: int
) -> None:
    room.faults.switch("down", on=True)
    async with AsyncExitStack() as stack:
        making = make(settings_with(room, tmp_path, port), room.clock, no_seam, stack)
        starting = asyncio.create_task(making)
        await until(lambda: room.history.of("getMe"))
        assert await asked(port) == (503, {"starting": "telegram"})
        room.faults.clear()
        await starting
        assert (await asked(port))[0] == 200


@pytest.mark.usefixtures("served")
async def test_who_holds_the_database_is_told_before_who_has_the_port(
    room: Room, tmp_path: Path, port: int
) -> None:
    async with AsyncExitStack() as stack:
        with pytest.raises(Held):
            await make(settings_with(room, tmp_path, port), room.clock, no_seam, stack)


async def test_a_port_of_another_program_ends_the_start(
    room: Room, tmp_path: Path, port: int
) -> None:
    async with page(Told(), port), AsyncExitStack() as stack:
        with pytest.raises(EndsError, match=f"Port {port} cannot be used"):
            await make(settings_with(room, tmp_path, port), room.clock, no_seam, stack)


async def test_a_standby_is_well_and_says_what_it_is(
    room: Room, tmp_path: Path, port: int, postgres: Server
) -> None:
    url, other = postgres.fresh(), free_port()
    async with AsyncExitStack() as last:
        async with AsyncExitStack() as first:
            await make(settings_with(room, tmp_path, port, url), room.clock, no_seam, first)
            waits = make(settings_with(room, tmp_path, other, url), room.clock, no_seam, last)
            standing_by = asyncio.create_task(waits)
            await _says(other, {"standby": "ok"})
            assert await asked(other) == (200, {"standby": "ok"})
        await standing_by
        assert await asked(other) == (
            200,
            {"telegram": "ok", "database": "ok", "jobs": "ok", "clock": "ok"},
        )
    postgres.drop(url)


async def _says(port: int, what: dict[str, str]) -> None:
    """Wait until it does; before its page is open nobody answers."""
    async with asyncio.timeout(20):
        while True:
            try:
                if (await asked(port))[1] == what:
                    return
            except aiohttp.ClientError:
                pass
            await asyncio.sleep(0.02)


async def test_after_the_end_no_look_is_taken(app: App) -> None:
    told = telling(app.watch)
    told.ends()
    assert await told.look() == (False, {"stopping": "ok"})

"""Health: 200 while the bot does what it is for, 503 and what is not when it does not."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.app import App, make
from bot.exits import EndsError, ExitCode
from bot.health import LATE, QUIET, Health
from bot.health_page import page
from bot.practice_room.room import Room
from bot.sections import Health as Section
from storage.database import no_seam
from tests.bot.doors import held, running, settings_of, until
from tests.bot.working import Slow


@pytest.fixture
def port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


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
    settings = settings_of(room, tmp_path / "a.db").model_copy(
        update={"health": Section(port=port)}
    )
    async with AsyncExitStack() as stack:
        yield await make(settings, room.clock, no_seam, stack)


async def test_all_is_well(served: App, room: Room, port: int) -> None:
    async with running(served):
        await until(lambda: room.history.of("setMyCommands"))
        well = {"telegram": "ok", "database": "ok", "jobs": "ok"}
        assert await asked(port) == (200, well)
        assert (await asked(port, "metrics"))[0] == 404


async def test_each_thing_that_is_not_well_is_named(app: App, port: int) -> None:
    watch = app.watch
    now = watch.real()
    quiet = replace(watch, answered_at=lambda: now - QUIET - 1)
    late = replace(watch, struck_at=lambda: now - LATE - 1)
    assert await quiet.look() == Health(telegram=False, database=True, jobs=True)
    assert await late.look() == Health(telegram=True, database=True, jobs=False)
    async with page(late, port):
        said = {"telegram": "ok", "database": "ok", "jobs": "not ok"}
        assert await asked(port) == (503, said)


async def test_a_database_that_does_not_answer_is_not_waited_for(app: App) -> None:
    slow: Any = Slow(app.database)
    watch = replace(app.watch, database=slow, patience=0.05)
    assert await watch.look() == Health(telegram=True, database=False, jobs=True)


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


async def test_a_port_that_somebody_has_is_told_in_one_sentence(app: App, port: int) -> None:
    async with page(app.watch, port):
        with pytest.raises(EndsError, match=f"Port {port} cannot be used for /healthz") as told:
            async with page(app.watch, port):
                await asyncio.sleep(0)
    assert told.value.code is ExitCode.SETTINGS

"""How a bot is away from people: stopped, out of Telegram's reach, on a sleeping machine."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import datetime, timedelta

from handlers.routes import JOBS
from storage.moments import micros
from tests.bot.doors import until
from tests.chaos.worlds import PATIENCE, World

Absence = Callable[[World], AbstractAsyncContextManager[None]]


@asynccontextmanager
async def stopped(place: World) -> AsyncIterator[None]:
    """The bot is stopped, and starts again."""
    await place.bot.stop()
    yield
    await place.bot.start()


@asynccontextmanager
async def unreachable(place: World) -> AsyncIterator[None]:
    """The bot runs on, and nothing of Telegram reaches it, nor it Telegram."""
    intake = place.bot.app.intake
    place.room.faults.switch("down", on=True)
    await until(lambda: intake.unheard_for is None, within=PATIENCE)
    yield
    place.room.faults.clear()
    await until(lambda: intake.unheard_for is not None, within=PATIENCE)
    while await place.rows("SELECT alive_at AS found FROM bot") != [micros(place.now)]:
        await place.settled()


@asynccontextmanager
async def asleep(place: World) -> AsyncIterator[None]:
    """The bot's machine sleeps; when it wakes its clock is right, and jobs strike."""
    settle, place.room.settle = place.room.settle, None
    yield
    place.room.settle = settle
    for job in JOBS:
        await place.bot.app.schedule.strike(job)
    await place.settled()


AWAY: dict[str, Absence] = {"stopped": stopped, "Telegram down": unreachable}


async def away(place: World, time: timedelta, how: Absence = stopped) -> datetime:
    """So much time passes; when the bot was back."""
    async with how(place):
        await place.turn(time, max(time / 10, timedelta(minutes=30)))
    return place.now

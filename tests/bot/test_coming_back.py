"""Coming back: what kept the bot from people is an outage, and what was open goes first."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from functools import partial

import pytest

from bot.app import App
from bot.schedule import Schedule
from handlers.chat.context import House
from handlers.jobs import alive
from handlers.routes import Job
from storage import people
from storage.database import Tx
from tests.bot.doors import MONDAY, At, held

SOON = timedelta(seconds=0.05)
MINUTES = timedelta(minutes=1)
AWAY = timedelta(seconds=151)
USUAL, BACK = ["new", "due"], ["open", "new", "due"]


async def alive_at(app: App) -> datetime | None:
    """When the bot last wrote down that it runs."""
    return await app.database.read(people.last_alive)


class Leaping:
    """A schedule whose clock is set; which jobs were struck, in their order."""

    def __init__(self, app: App) -> None:
        self.clock, self.struck = At(), list[str]()
        self.unheard: float | None = 0.0
        jobs = [
            Job("new", SOON, partial(self._sweep, "new")),
            Job("open", SOON, partial(self._sweep, "due"), first=partial(self._sweep, "open")),
            Job("alive", alive.EVERY, alive.sweep),
        ]
        args = (app.database, app.house, self.clock, lambda: None, lambda _: None, jobs)
        self.schedule, self.jobs = Schedule(*args), jobs
        self.schedule.unheard_for = lambda: self.unheard

    def _sweep(self, name: str, _tx: Tx, _house: House, _now: datetime, _limit: int) -> int:
        self.struck.append(name)
        return 0

    async def strike(self, after: timedelta = timedelta(0)) -> list[str]:
        """Every job, after so long; what was struck by that."""
        self.struck.clear()
        self.clock.at += after
        for job in self.jobs:
            await self.schedule.strike(job)
        return list(self.struck)


@pytest.fixture
async def leaping(app: App) -> Leaping:
    """It has begun."""
    await app.database.write(lambda tx: people.remember_bot(tx, 7, "circle_bot"))
    one = Leaping(app)
    await one.schedule.come_back()
    await one.strike()
    return one


@pytest.mark.parametrize(
    ("by", "on_purpose", "struck"),
    [
        pytest.param(timedelta(seconds=150), False, USUAL, id="every tap lives so long"),
        pytest.param(AWAY, False, BACK, id="it slept"),
        pytest.param(timedelta(days=30), False, BACK, id="a month"),
        pytest.param(timedelta(days=30), True, USUAL, id="turned on purpose"),
        pytest.param(timedelta(hours=-2), False, USUAL, id="put back"),
        pytest.param(timedelta(days=-30), False, BACK, id="it was a month ahead"),
    ],
)
async def test_a_leap_of_the_clock_is_an_outage_and_what_was_open_goes_first(
    leaping: Leaping, by: timedelta, *, on_purpose: bool, struck: list[str]
) -> None:
    leaping.clock.at += by
    if on_purpose:
        leaping.schedule.turned()
    assert await leaping.strike() == struck
    assert await leaping.strike(MINUTES) == USUAL


async def test_whoever_strikes_at_once_after_a_leap_waits_until_all_is_put_right(
    leaping: Leaping,
) -> None:
    leaping.struck.clear()
    leaping.clock.at += AWAY
    await asyncio.gather(*map(leaping.schedule.strike, leaping.jobs))
    assert leaping.struck == BACK


async def test_a_leap_is_not_lost_when_the_database_is_away_at_that_instant(
    app: App, leaping: Leaping
) -> None:
    with held(app):
        assert await leaping.strike(AWAY) == []
        assert await leaping.strike(MINUTES) == []
    assert await alive_at(app) == MONDAY
    assert await leaping.strike() == BACK


async def test_a_database_that_was_away_for_long_was_an_outage(app: App, leaping: Leaping) -> None:
    with held(app):
        for _ in range(3):
            assert await leaping.strike(MINUTES) == []
    assert await leaping.strike() == BACK


async def test_nothing_is_decided_while_nobody_can_reach_the_bot(
    app: App, leaping: Leaping
) -> None:
    leaping.unheard = None
    assert await leaping.strike(2 * MINUTES) == USUAL
    written = await alive_at(app)
    assert await leaping.strike(MINUTES) == []
    leaping.clock.at += timedelta(days=5)
    leaping.schedule.turned()
    assert await leaping.strike() == []
    assert await alive_at(app) == written
    leaping.unheard = 0.0
    assert await leaping.strike() == BACK
    assert await alive_at(app) == leaping.clock.at


async def test_it_is_back_when_telegram_answers_not_only_at_the_next_strike(
    leaping: Leaping,
) -> None:
    leaping.unheard = None
    assert await leaping.strike(AWAY) == []
    leaping.unheard = 0.0
    await leaping.schedule.heard()
    assert leaping.struck == ["open"]
    assert await leaping.strike() == USUAL


async def test_what_telegram_did_not_answer_at_first_belongs_to_the_outage(
    leaping: Leaping,
) -> None:
    leaping.unheard = 50.0
    assert await leaping.strike(MINUTES) == USUAL
    leaping.unheard = None
    assert await leaping.strike(2 * MINUTES) == []
    leaping.unheard = 0.0
    assert await leaping.strike() == BACK


async def test_a_bug_in_coming_back_does_not_silence_the_jobs(app: App, leaping: Leaping) -> None:
    broken = "UPDATE bot SET alive_at = 9223372036854775807"
    await app.database.write(lambda tx: tx.run(broken))
    assert await leaping.strike(AWAY) == BACK
    assert await leaping.strike(MINUTES) == USUAL

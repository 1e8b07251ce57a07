"""The heartbeat: it strikes at its intervals, also when the machine's clock was set."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from bot.heartbeat import Heartbeat
from tests.bot.doors import until

SOON, DAY = timedelta(seconds=0.03), timedelta(days=1)


class Beating:
    """A heartbeat that strikes twice an instant, and once a minute."""

    def __init__(self) -> None:
        self.heart = Heartbeat()
        self.often = self.seldom = 0
        self.heart.add(self._often, SOON)
        self.heart.add(self._seldom, timedelta(minutes=1))

    async def _often(self) -> None:
        self.often += 1

    async def _seldom(self) -> None:
        self.seldom += 1

    def leapt(self, by: timedelta) -> None:
        """As if the machine's clock were set by so much: all that it planned is elsewhere."""
        for job in self.heart._scheduler.get_jobs():
            job.modify(next_run_time=job.next_run_time - by)


@pytest.fixture
async def beating() -> AsyncIterator[Beating]:
    one = Beating()
    one.heart.start()
    await until(lambda: one.often > 1 and one.seldom)
    yield one
    one.heart.stop()


@pytest.mark.parametrize("years", [1, 56])
async def test_a_leap_forward_is_one_strike_however_far(beating: Beating, years: int) -> None:
    began = datetime.now(UTC)
    beating.leapt(365 * years * DAY)
    await until(lambda: beating.seldom == 2)
    often = beating.often
    await until(lambda: beating.often > often)
    assert beating.seldom == 2
    assert datetime.now(UTC) - began < timedelta(seconds=3)


async def test_a_step_back_silences_nothing(beating: Beating) -> None:
    beating.leapt(-30 * DAY)
    often = beating.often
    beating.heart.keep_up()
    await until(lambda: beating.often > often + 1 and beating.seldom == 2)


async def test_what_is_due_in_time_is_left_alone(beating: Beating) -> None:
    for _ in range(20):
        beating.heart.keep_up()
    often = beating.often
    await until(lambda: beating.often > often)
    assert beating.seldom == 1


def test_before_it_beats_there_is_nothing_to_keep_up() -> None:
    Heartbeat().keep_up()

"""The schedule: every job is struck, in batches, and one that fails stops no other."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from bot.app import App
from bot.practice_room.room import Room
from bot.schedule import BATCH, MOST, Schedule
from handlers.chat.context import House
from handlers.chat.one_by_one import each
from handlers.routes import JOBS, Job
from handlers.rules.audit import Breach, Invariant
from storage.database import Tx
from tests.bot.doors import MONDAY, Trap, doors, held, until
from tests.bot.times import Machine

SOON = timedelta(seconds=0.05)
Sweep = Callable[[Tx, House, datetime, int], int]


class Due:
    """A sweep over rows that are due."""

    def __init__(self, due: int = 0, failing: int = 0) -> None:
        self.due = due
        self.failing = failing
        self.batches: list[int] = []

    def __call__(self, _tx: Tx, _house: House, _now: datetime, limit: int) -> int:
        self.batches.append(min(self.due, limit))
        self.due -= self.batches[-1]
        if len(self.batches) == self.failing:
            raise RuntimeError("a bug on purpose")
        return self.batches[-1]


def scheduled(app: App, *sweeps: Sweep, **more: Any) -> tuple[Schedule, list[str]]:
    """A schedule of these sweeps, and what it told delivery."""
    told: list[str] = []
    jobs = [Job(f"job{n}", SOON, sweep, **more) for n, sweep in enumerate(sweeps)]
    schedule = Schedule(
        app.database, app.house, app.clock, lambda: told.append("wake"), lambda _: None, jobs
    )
    return schedule, told


async def test_every_job_is_struck_at_once_and_again_at_its_interval(app: App) -> None:
    first, second = Due(), Due()
    schedule, _ = scheduled(app, first, second)
    schedule.start()
    await until(lambda: len(first.batches) > 2 and len(second.batches) > 2)
    schedule.stop()
    await asyncio.sleep(0.1)
    struck = len(first.batches)
    await asyncio.sleep(0.15)
    assert len(first.batches) == struck


async def test_a_job_that_fails_stops_no_other_and_is_struck_again(app: App) -> None:
    bad, good = Due(failing=1), Due(due=1)
    schedule, told = scheduled(app, bad, good)
    schedule.start()
    await until(lambda: len(bad.batches) > 1 and len(good.batches) > 1)
    schedule.stop()
    assert told == ["wake"]
    await asyncio.sleep(0.1)


@pytest.mark.parametrize(
    ("due", "batches"),
    [
        (0, [0]),
        (BATCH - 1, [BATCH - 1]),
        (BATCH, [BATCH, 0]),
        (600, [BATCH, BATCH, 600 - 2 * BATCH]),
        (MOST * 3, [BATCH] * (MOST // BATCH)),
    ],
)
async def test_what_is_due_is_swept_in_batches_up_to_a_minute_s_worth(
    app: App, due: int, batches: list[int]
) -> None:
    sweep = Due(due)
    schedule, told = scheduled(app, sweep)
    await schedule.strike_all()
    assert sweep.batches == batches
    assert told == (["wake"] if due else [])


async def test_what_cannot_be_decided_is_told_once_a_minute_and_counted(
    app: App, caplog: pytest.LogCaptureFixture
) -> None:
    def sweep(tx: Tx, house: House, _now: datetime, _limit: int) -> int:
        return sum(each(tx, house, (1, 0, 3), lambda number: 6 // number, later=lambda _: 0))

    schedule, told = scheduled(app, sweep)
    for _ in range(3):
        await schedule.strike_all()
    assert told == ["wake"] * 3
    assert schedule.undecided.counts == {"job0": 3}
    assert caplog.text.count("one_not_decided") == 1
    assert "job0" in caplog.text
    assert "job_failed" not in caplog.text


async def test_a_job_that_fails_at_each_strike_is_told_once_a_minute(
    app: App, caplog: pytest.LogCaptureFixture
) -> None:
    schedule, _ = scheduled(app, Due(failing=1), Due(failing=1))
    for sweep in range(3):
        for job in schedule._jobs:
            assert isinstance(job.sweep, Due)
            job.sweep.failing = sweep + 1
        await schedule.strike_all()
    assert caplog.text.count("job_failed") == 2


async def test_what_a_turned_clock_makes_due_shares_one_commit(app: App) -> None:
    commits: list[object] = []
    app.database.heard = commits.append
    sweeps = [Due(due=1) for _ in range(5)]
    schedule, _ = scheduled(app, *sweeps)
    await schedule.strike_all()
    assert [sweep.batches for sweep in sweeps] == [[1]] * 5
    assert commits == [None]


async def test_what_was_written_before_a_failure_is_told_too(app: App) -> None:
    schedule, told = scheduled(app, Due(due=600, failing=2))
    await schedule.strike_all()
    assert told == ["wake"]


async def test_a_database_that_is_away_is_tried_at_the_next_strike(app: App) -> None:
    sweep = Due(due=1)
    schedule, told = scheduled(app, sweep)
    with held(app):
        await schedule.strike_all()
    assert (sweep.batches, told) == ([], [])
    await schedule.strike_all()
    assert (sweep.batches, told) == ([1], ["wake"])


async def test_a_batch_that_fails_is_rolled_back(room: Room, tmp_path: Path) -> None:
    def sweep(tx: Tx, _house: House, _now: datetime, _limit: int) -> int:
        tx.run("INSERT INTO bot (id, username) VALUES (99, 'x')")
        return 1

    async with doors(room, tmp_path) as app:
        job = Job("job", SOON, sweep)
        args = (app.database, app.house, app.clock, lambda: None)
        await Schedule(*args, Trap(job=1), [job]).strike_all()
        sql = "SELECT id FROM bot WHERE id = 99"
        assert await app.database.read(lambda tx: tx.all(sql)) == []


async def test_what_nobody_gets_back_waits_until_two_clocks_agree(app: App) -> None:
    ends, asks, machine = Due(), Due(), Machine()
    jobs = [Job("ends", SOON, ends, for_good=True), Job("asks", SOON, asks)]
    args = (app.database, app.house, machine.clock, lambda: None, lambda _: None, jobs)
    schedule = Schedule(*args)
    await schedule.strike_all()
    assert (ends.batches, asks.batches) == ([], [0])
    machine.clock.told(MONDAY)
    await schedule.strike_all()
    assert (ends.batches, asks.batches) == ([0], [0, 0])


def test_what_nobody_gets_back() -> None:
    waits = {job.name for job in JOBS if job.for_good}
    assert waits == {"ending", "expiry", "forgetting"}


async def test_the_next_due_is_the_earliest_of_all_jobs(app: App) -> None:
    times = [None, MONDAY + timedelta(days=2), MONDAY + timedelta(days=1)]
    jobs = [Job("job", SOON, Due(), partial(_at, at)) for at in times]
    args = (app.database, app.house, app.clock, lambda: None, lambda _: None)
    assert await Schedule(*args, jobs).next_due() == MONDAY + timedelta(days=1)
    assert await Schedule(*args, [Job("job", SOON, Due())]).next_due() is None


def _at(at: datetime | None, _tx: Tx) -> datetime | None:
    return at


async def test_the_real_jobs_run_on_an_empty_programme(app: App) -> None:
    await app.schedule.strike_all()
    assert await app.schedule.next_due() is None
    assert len({job.name for job in JOBS}) == len(JOBS)


async def test_what_holds_is_not_looked_at_once_more_to_be_mended(app: App) -> None:
    mend = Due()
    schedule, _ = scheduled(app, mend, find=lambda _tx, _house, _now: ())
    await schedule.strike_all()
    assert mend.batches == []


async def test_what_does_not_hold_is_counted_before_it_is_mended(app: App) -> None:
    breaches = [Breach(Invariant.I1, 1), Breach(Invariant.I4, 2, 3)]

    def find(_tx: Tx, _house: House, _now: datetime) -> tuple[Breach, ...]:
        return tuple(breaches)

    def mend(_tx: Tx, _house: House, _now: datetime, _limit: int) -> int:
        breaches.clear()
        return 0

    schedule, _ = scheduled(app, mend, find=find)
    await schedule.strike_all()
    await schedule.strike_all()
    assert schedule.breaches == {Invariant.I1: 1, Invariant.I4: 1}

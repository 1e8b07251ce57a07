"""A second machine takes over while people speak: nothing is lost, nothing is done twice.

`pytest -m soak tests/chaos/test_second_machine.py --kills N` kills so many leaders.
"""

from __future__ import annotations

import asyncio
import random
import signal
import time
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from bot.exits import ExitCode
from tests.chaos.conftest import Tell
from tests.chaos.table import Line
from tests.chaos.two_machines import CALLERS, SESSION, Machines, machines
from tests.postgres import Server

SHORT, LONG = 2, 20
TAKEN_OVER = 10.0
"""Seconds on a quiet machine; a session that the server does not see end takes longer."""
AT_AN_ALERT = 0.5
"""In so many rounds the leader goes while an alert is on its way."""


Goes = Callable[[Machines], Coroutine[None, None, None]]


async def kill(of: Machines) -> None:
    """The leader's machine is gone."""
    leader = of.leader
    leader.kill()
    assert await leader.wait() == -signal.SIGKILL
    of.count_flying()


async def cut(of: Machines) -> None:
    """The leader lives, and has lost the session that says that it leads."""
    of.ask(SESSION)
    of.count_flying()


ENDS: dict[Goes, int] = {kill: -signal.SIGKILL, cut: ExitCode.LEAD}


async def take_over(of: Machines, goes: Goes, dice: random.Random) -> float:
    """One round: everybody checks in, meanwhile the leader goes; seconds until another leads."""
    await of.start()
    standby = len(of.bots) - 1
    await of.until(lambda: "stands_by" in of.log(standby), "stands by")
    typing = asyncio.create_task(of.everybody_checks_in(dice))
    if dice.random() < AT_AN_ALERT:
        await of.until(of.under_way, "an alert is under way")
    else:
        await asyncio.sleep(dice.uniform(0.2, 4.0))
    leader, since = of.leader, time.monotonic()
    await goes(of)
    await of.until(lambda: of.leader.pid == of.bots[standby].pid, "another leads")
    seconds = time.monotonic() - since
    assert await asyncio.wait_for(leader.wait(), 60) == ENDS[goes]
    await typing
    await of.all_is_said()
    return seconds


async def play(postgres: Server, folder: Path, rounds: Sequence[Goes]) -> Line:
    """As many leaders go, each in its way; what was lost, and said too often."""
    dice = random.Random(11)
    async with machines(postgres, folder) as of:
        await of.start()
        await of.until(lambda: of.ask("SELECT count(pid) FROM circlekeeper"), "leads")
        took = [await take_over(of, goes, dice) for goes in rounds]
        last = of.leader
        last.terminate()
        assert await last.wait() == ExitCode.FINE
        many, flying = of.said_too_often(), len(of.flying)
        return Line(
            "F28 leader gone (PostgreSQL)",
            len(rounds),
            of.lost(),
            of.lost_alerts(),
            of.repeats(),
            allowed=flying,
            recovery=max(took),
            held=not many and of.calls == CALLERS * len(rounds),
            remark=f"{of.updates:,} updates, {of.calls} calls; {flying} alerts were in flight; "
            f"{rounds.count(kill)} kill -9, {rounds.count(cut)} pg_terminate_backend",
        )


@pytest.mark.proof
@pytest.mark.alone
async def test_a_second_machine_takes_over(
    postgres: Server, tmp_path: Path, long: bool, tell: Tell
) -> None:
    line = await play(postgres, tmp_path, (kill, cut) * ((LONG if long else SHORT) // 2))
    tell(replace(line, limit=TAKEN_OVER if long else None))


@pytest.mark.soak
async def test_a_hundred_leaders_are_killed(
    postgres: Server, tmp_path: Path, kills: int, tell: Tell
) -> None:
    tell(await play(postgres, tmp_path, (kill,) * kills))

"""A second machine takes over while people speak: nothing is lost, nothing is done twice."""

from __future__ import annotations

import asyncio
import random
import signal
import time
from dataclasses import replace
from pathlib import Path

import pytest

from bot.exits import ExitCode
from tests.chaos.conftest import Tell
from tests.chaos.table import Line
from tests.chaos.two_machines import SESSION, Machines, machines
from tests.postgres import Server

pytestmark = [pytest.mark.proof, pytest.mark.alone]

SHORT, LONG = 2, 20
TAKEN_OVER = 10.0
"""Seconds on a quiet machine; a session that the server does not see end takes longer."""


async def kill(of: Machines) -> None:
    """The leader's machine is gone."""
    of.leader.kill()


async def cut(of: Machines) -> None:
    """The leader lives, and has lost the session that says that it leads."""
    of.ask(SESSION)


async def take_over(of: Machines, number: int, dice: random.Random) -> float:
    """One round: everybody checks in, meanwhile the leader goes; seconds until another leads."""
    await of.start()
    standby = len(of.bots) - 1
    await of.until(lambda: "stands_by" in of.log(standby), "stands by")
    typing = asyncio.create_task(of.everybody_checks_in(dice))
    await asyncio.sleep(dice.uniform(0.2, 2.0))
    leader, since = of.leader, time.monotonic()
    await (kill, cut)[number % 2](of)
    await of.until(lambda: of.leader.pid == of.bots[standby].pid, "another leads")
    seconds = time.monotonic() - since
    ended = await asyncio.wait_for(leader.wait(), 60)
    assert ended == (-signal.SIGKILL, ExitCode.LEAD)[number % 2]
    await typing
    await of.all_is_said()
    return seconds


async def test_a_second_machine_takes_over(
    postgres: Server, tmp_path: Path, long: bool, tell: Tell
) -> None:
    dice, rounds = random.Random(11), LONG if long else SHORT
    async with machines(postgres, tmp_path) as of:
        await of.start()
        await of.until(lambda: of.ask("SELECT count(pid) FROM circlekeeper"), "leads")
        took = [await take_over(of, number, dice) for number in range(rounds)]
        lost = of.lost()
        last = of.leader
        last.terminate()
        assert await last.wait() == ExitCode.FINE
    remark = f"{of.updates} updates typed; half kill -9, half pg_terminate_backend; no alerts here"
    line = Line("F28 leader gone (PostgreSQL)", rounds, lost, recovery=max(took), remark=remark)
    tell(replace(line, limit=TAKEN_OVER if long else None))

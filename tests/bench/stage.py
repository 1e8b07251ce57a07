"""One bot on the stage: its Telegram, its crowd and its process, from the start to the end.

It sets up and takes down, and it brings everybody their first keyboard. It measures only the
start to the first reply; the phases are measured elsewhere.
"""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

from tests.bench.crowd import Crowd
from tests.bench.machine import pins
from tests.bench.peers.listed import Peer
from tests.bench.plan import Plan
from tests.bench.process import BotProcess
from tests.bench.telegram import TOKEN, Telegram
from tests.bench.updates import Updates

FIRST_PERSON = 500_000_001
OPENING = 100
GLANCE = 0.2
FEWEST_KEYBOARDS = 0.9


class BotFailedError(Exception):
    """A bot did not start, stopped by itself, or never answered; with its last words."""


@dataclass
class Stage:
    """A bot that runs, its people, and how it began."""

    telegram: Telegram
    crowd: Crowd
    bot: BotProcess
    first_reply_s: float = 0.0
    start_memory_mib: float = 0.0

    def check(self) -> None:
        """Stop measuring a bot that is gone."""
        if not self.bot.alive():
            raise BotFailedError(f"stopped by itself: {self.bot.last_words() or 'no word'}")


@contextlib.asynccontextmanager
async def on_stage(peer: Peer, plan: Plan, workdir: Path) -> AsyncIterator[Stage]:
    """Start the bot with one person already waiting, then give everybody a keyboard."""
    ids = list(range(FIRST_PERSON, FIRST_PERSON + plan.people))
    updates = Updates()
    crowd = Crowd(ids, updates, peer.opener, peer.choose)
    telegram = Telegram(crowd, updates)
    server = await asyncio.get_running_loop().create_server(telegram.wire, "127.0.0.1", 0)
    base_url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        command = peer.command(base_url, TOKEN, workdir)
        await asyncio.to_thread(peer.prepare, workdir, ids)  # it may run a loop of its own
        crowd.act()
        stage = Stage(telegram, crowd, BotProcess(command, pins()[1], workdir / "words.log"))
        try:
            await _first_reply(stage, plan)
            await _keyboards(stage, plan)
            await _spread(stage, plan, peer.stages)
            yield stage
        finally:
            telegram.round_trip = 0.0
            await stage.bot.end()
    finally:
        server.close()


async def _first_reply(stage: Stage, plan: Plan) -> None:
    """Wait for the reply to the text that was in the queue before the start."""
    reply = stage.crowd.first_reply
    deadline = stage.bot.started + plan.start_bound
    while not reply.is_set() and time.perf_counter() < deadline:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(reply.wait(), GLANCE)
        stage.check()
    if not reply.is_set():
        raise BotFailedError(f"no reply within {plan.start_bound:.0f} s")
    stage.first_reply_s = stage.crowd.first_reply_at - stage.bot.started
    stage.start_memory_mib = stage.bot.memory_mib()


async def _keyboards(stage: Stage, plan: Plan) -> None:
    """Everybody sends the opener once, a hundred at a time."""
    crowd = stage.crowd
    deadline = time.perf_counter() + plan.crowd_bound
    await crowd.settle(plan.settle_bound)
    crowd.keep_waiting(OPENING)
    while crowd.answers < plan.people and time.perf_counter() < deadline:
        await asyncio.sleep(0.01)
        stage.check()
    await crowd.settle(plan.settle_bound)
    held = crowd.with_keyboard()
    if held < FEWEST_KEYBOARDS * plan.people:
        raise BotFailedError(f"only {held} of {plan.people} people got a keyboard")


async def _spread(stage: Stage, plan: Plan, stages: int) -> None:
    """Not everybody is at the same question: else a phase would measure that one alone."""
    for number in range(1, stages):
        stage.crowd.stagger(number, stages)
        await stage.crowd.settle(plan.settle_bound)
        stage.check()

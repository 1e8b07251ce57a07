"""Weeks of many circles: the real bot behind the practice room, and people on their phones.

The clock goes by half hours; whoever wants to do something then does it, one after
another, so that a seed gives the same weeks each time.
"""

from __future__ import annotations

import tempfile
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

from typing_extensions import override

from bot.demo import Demo
from bot.practice_room.clock import RoomClock
from bot.practice_room.room import Room
from bot.settings import Settings
from tests.simulation.checker import check, unasked
from tests.simulation.circles import Circles
from tests.simulation.hands import PATIENCE
from tests.simulation.owner import Finding, Owner
from tests.simulation.people import Nature, Person

MONDAY = datetime(2026, 9, 28, 14, 0, tzinfo=UTC)
"""Ten in the morning in New York. Clocks are turned within the weeks, on different days."""
HALF_HOUR = timedelta(minutes=30)
"""Every hour that a person can choose begins one."""
DEEDS = ("says", "taps", "blocks")
CROWD = 20
"""When so many messages came at once, others wait for the next second: 25 leave in one."""


@dataclass(frozen=True)
class Plan:
    """What is simulated."""

    circles: int = 20
    weeks: int = 12
    seed: int = 1
    natures: Sequence[Nature] = ()
    """Whose natures people have; none: everybody's."""
    policies: Mapping[str, Any] = field(default_factory=dict)
    """Sections of the settings that replace the bot's own."""


@dataclass(frozen=True)
class Life:
    """One phone in these weeks: for how many days, what came unasked, and what its owner did."""

    owner: Owner
    days: int
    came: Sequence[tuple[date, str]]
    did: Counter[str]


@dataclass
class Outcome:
    """What came of it, counted from the phones."""

    plan: Plan
    findings: list[Finding] = field(default_factory=list)
    lives: list[Life] = field(default_factory=list)
    calls: int = 0
    cpu: float = 0.0
    wall: float = 0.0


class _Bot(Demo):
    """The bot, with other policies."""

    def __init__(self, room: Room, folder: Path, policies: Mapping[str, Any]) -> None:
        super().__init__(room, folder)
        self._policies = policies

    @override
    def settings(self) -> Settings:
        return super().settings().model_copy(update=dict(self._policies))


async def simulate(plan: Plan) -> Outcome:
    """Live the weeks, then look at every phone."""
    outcome = Outcome(plan)
    cpu, wall = time.process_time(), time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="circlekeeper-simulation-") as folder:
        async with Room.open(clock=RoomClock(running=False, start=MONDAY)) as room:
            bot = _Bot(room, Path(folder), plan.policies)
            await bot.start()
            try:
                people = await _live(room, bot, plan)
                assert room.complaints == []
            finally:
                await bot.stop()
            _look(outcome, people, room)
    outcome.cpu, outcome.wall = time.process_time() - cpu, time.perf_counter() - wall
    return outcome


async def _live(room: Room, bot: Demo, plan: Plan) -> list[Person]:
    async def settle() -> None:
        """Until the bot has taken what people did, and answered."""
        await room.world.queue.drained(PATIENCE)
        await bot.app.settle()

    circles = Circles(room, settle, Random(plan.seed), plan.natures)
    await live(circles, plan, await bot.coordinator_link(), partial(_turn, room))
    return circles.people


async def live(
    circles: Circles, plan: Plan, link: str, turn: Callable[[], Awaitable[datetime]]
) -> None:
    """Let circles begin and people live; `turn` moves the clock on."""
    await circles.staff(link, plan.circles)
    for number in range(plan.circles):
        circles.expect(number, plan.circles)
    while (now := await turn()) < MONDAY + timedelta(weeks=plan.weeks):
        await circles.open_due(now)
        for person in circles.people:
            person.look(now)
        for person in circles.people:
            await person.act(now)


async def _turn(room: Room) -> datetime:
    """The next half hour; and the seconds after it, while messages queue."""
    seen = _seen(room)
    await room.clock.turn_to(next_half_hour(room.clock.now()), HALF_HOUR)
    while _seen(room) - seen >= CROWD:
        seen = _seen(room)
        await room.clock.turn(1)
    return room.clock.now()


def next_half_hour(now: datetime) -> datetime:
    """When people look at their phones next."""
    return now + HALF_HOUR - (now - MONDAY) % HALF_HOUR


def _seen(room: Room) -> int:
    return sum(len(account.seen) for account in room.world.accounts.values())


def _look(outcome: Outcome, people: Sequence[Person], room: Room) -> None:
    for person in people:
        owner, chat = person.owner, person.hands.phone.account.seen
        outcome.findings += check(owner, chat)
        days = (room.clock.now() - chat[0].at).days + 1
        did = Counter(one.text or one.kind for one in chat if one.kind in DEEDS)
        outcome.lives.append(Life(owner, days, unasked(owner, chat), did))
    outcome.calls = len(room.history) + room.history.dropped

"""Evenings: a practice room here, the bot as a process of its own that dies again and again."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from bot.app import invite
from bot.practice_room.clock import RoomClock
from bot.practice_room.room import Room
from bot.settings import load
from storage.enums import Role
from tests.chaos import busy
from tests.chaos.busy import Evening
from tests.chaos.kept import Counted, Kept, check
from tests.chaos.lives import World
from tests.chaos.table import Line
from tests.stories.kill_forks import OURS, STOCK, Forks
from tests.stories.kill_people import Lost
from tests.stories.kill_play import FIRST_UPDATE, answers, settle_in
from tests.stories.kill_story import START
from tests.stories.supervised import Supervised

SIDE_BY_SIDE = 4
LONGEST = 300.0
"""Real seconds that an evening may take on the busiest machine."""
PATIENCE = 30.0
"""Real seconds that the room's clock waits for a bot that is being started anew."""


@dataclass
class Played:
    """What evenings came to."""

    worlds: int = 0
    kept: list[Kept] = field(default_factory=list)
    deaths: Counter[str] = field(default_factory=Counter)
    """How many lives ended at which seam, or at an instant."""
    flying: int = 0
    recovery: float = 0.0
    faults: list[str] = field(default_factory=list)
    lost_answers: int = 0
    lost_alerts: int = 0

    @property
    def kills(self) -> int:
        """How often a bot was killed."""
        return self.deaths.total()

    def line(self, fault: str) -> Line:
        """What came of a fault, for the table."""
        said = sum(one.answers for one in self.kept), sum(one.alerts for one in self.kept)
        return Line(
            fault,
            self.kills,
            self.lost_answers,
            self.lost_alerts,
            sum(one.repeats for one in self.kept),
            allowed=self.flying,
            recovery=self.recovery,
            held=not self.faults,
            remark="\n".join(self.faults)
            or f"{said[0]:,} answers, {said[1]:,} alerts; {self.flying} alerts were in flight",
        )


async def play(forks: Forks, folder: Path, worlds: Iterable[World], serve: str = OURS) -> Played:
    """Play evenings, a few side by side, and check each."""
    played, places = Played(), asyncio.Semaphore(SIDE_BY_SIDE)

    async def one(number: int, world: World) -> None:
        async with places:
            try:
                async with asyncio.timeout(LONGEST):
                    await _evening(forks, folder / str(number), world, serve, played)
            except (Lost, AssertionError, TimeoutError) as error:
                lives = ", ".join(map(str, world.lives))
                played.faults.append(f"{error!r}\nin world {world.name}, killed at {lives}")
                if isinstance(error, Counted):
                    played.lost_answers += error.answers
                    played.lost_alerts += error.alerts

    await asyncio.gather(*(one(*each) for each in enumerate(worlds)))
    return played


async def _evening(forks: Forks, folder: Path, world: World, serve: str, played: Played) -> None:
    clock = RoomClock(running=False, start=START, patience=PATIENCE)
    async with Room.open(clock=clock, first_update=FIRST_UPDATE) as room:
        config = settle_in(room, folder)
        lives = world.lives if world.early else ()
        bot = forks.start(folder, config, lives, serve)
        evening = Evening(room)
        try:
            await answers(room, bot)
            await busy.begin(evening, await invite(load(config), Role.COORDINATOR))
            if not world.early:
                await bot.stop()
                bot.journal.unlink()
                bot = forks.start(folder, config, world.lives, serve)
            await busy.go_on(room, evening, Random(world.name), _Enough(bot, world.during))
            for _ in range(3):
                await evening.eve.waits()
        finally:
            await bot.stop()
            played.deaths.update(_deaths(bot, world))
            played.flying += bot.flying
            played.recovery = max(played.recovery, bot.recovery)
        updates = None if serve == STOCK else room.world.queue.next_id - FIRST_UPDATE
        played.kept.append(check(room, evening, folder / "story.db", bot.flying, updates))
        played.worlds += 1


class _Enough:
    """Whether all kills have come. One that a whole round did not reach comes from outside."""

    def __init__(self, bot: Supervised, kills: int) -> None:
        self._bot, self._kills = bot, kills
        self._before = 0

    async def __call__(self) -> bool:
        if self._bot.kills == self._before < self._kills:
            await self._bot.must_die(self._before + 1)
        self._before = self._bot.kills
        return self._before >= self._kills


def _deaths(bot: Supervised, world: World) -> Iterable[str]:
    ends = [number for word, number in bot.events() if word == "ended"]
    for life, code in zip(world.lives, ends, strict=False):
        if code < 0:
            yield life.kill.seam if life.kill else "an instant"

"""Weeks of whole circles with faults on: the real process, killed, starved and lied to.

The clock goes from due instant to due instant. At each of them the invariants are looked at, from
outside (`invariants`). In between people live on their phones (`tests.simulation`), one after
another, so that a seed makes the same again; they act while the bot is there, since what a dead bot
cannot answer is played in other proofs.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random

from bot.app import invite
from bot.practice_room.clock import RoomClock
from bot.practice_room.room import Room
from bot.settings import load
from storage.enums import Role
from tests.chaos import processes
from tests.chaos.invariants import Broken, Watch
from tests.chaos.weather import AWAY, AWAY_FOR, KILLED, Weather
from tests.simulation.circles import Circles
from tests.simulation.people import Person
from tests.simulation.run import HALF_HOUR, MONDAY, Plan, live, next_half_hour
from tests.stories.kill_forks import Forks
from tests.stories.operated import config_of
from tests.stories.supervised import Supervised

PATIENCE = 60.0
"""Real seconds in which a bot must start, end, or do what has come due."""
USUAL = timedelta(hours=25)
"""From one trouble to the next, on average."""
DYING = 0.05
"""Real seconds into its work at which it dies, at the latest."""
LONGEST = timedelta(hours=1)
"""No leap of the clock is longer, though nothing comes due and nobody looks at their phone."""
SECOND = timedelta(seconds=1)
_DUE = """
    SELECT min(due) FROM (
        SELECT min(due_at) AS due FROM rhythm WHERE due_at > :now
        UNION ALL SELECT min(look_at) FROM circle
        UNION ALL SELECT min(next_at) FROM alert WHERE next_at > :now
        UNION ALL SELECT min(next_at) FROM hello WHERE next_at > :now
        UNION ALL SELECT min(due_at) FROM weekly_note WHERE due_at > :now
        UNION ALL SELECT min(paused_until) FROM seat WHERE paused_until > :now
        UNION ALL SELECT min(max(not_before, coalesce(chat_wait.until, 0)))
            FROM outbox LEFT JOIN chat_wait ON chat_id = person_id WHERE state = 0
    )
"""


Spell = tuple[datetime, datetime]
"""From when to when there was trouble."""


class Process:
    """The bot as a process of its own, behind a room."""

    def __init__(self, room: Room, forks: Forks, config: Path) -> None:
        self._room = room
        self._forks = forks
        self._config = config
        self._bot: Supervised | None = None

    async def start(self) -> None:
        """Start it, and wait until it follows the room's clock, and has taken up what was left."""
        recovered = self._config.with_name("recovered")
        seen = _lines(recovered)
        bot = self._bot = self._forks.start(self._config.parent, self._config, [], peaceful=1)
        await processes.until(lambda: _lines(recovered) > seen, bot)
        assert self._room.clock.followers

    async def kill(self) -> None:
        """`kill -9`, at whatever it does."""
        await processes.kill(self.bot)
        await processes.until(lambda: self.bot.events()[-1][0] == "flying", self.bot)
        # Its last words have arrived by now: no turn waits for somebody who asked and is dead.
        self._room.clock.forget_followers()

    async def stop(self) -> None:
        """Tell it to stop, and wait until it has."""
        await self.bot.stop()
        self._room.clock.forget_followers()

    @property
    def bot(self) -> Supervised:
        """Its life now."""
        assert self._bot is not None
        return self._bot


def _lines(file: Path) -> int:
    return len(file.read_text().splitlines()) if file.exists() else 0


async def settle(room: Room) -> None:
    """Until the bot has taken what people did, and answered."""
    await room.world.queue.drained(PATIENCE)
    await room.clock.turn(0)


@dataclass
class Weeks:
    """Lives the weeks; what broke stands in `broken`."""

    room: Room
    process: Process
    watch: Watch
    weather: Weather
    circles: Circles
    broken: list[Broken] = field(default_factory=list)
    spells: list[Spell] = field(default_factory=list)

    async def turn(self) -> datetime:
        """To the next instant at which something is due, or somebody wants to do something.

        Half an hour of trouble passes as a whole, and nobody acts in it.
        """
        began = self.room.clock.now()
        trouble = self.weather.now(began)
        if trouble is None:
            await self._go(self._next())
            return self.room.clock.now()
        self.weather.spoil(self.room, trouble)
        if trouble in (KILLED, AWAY):
            await self._die(away=trouble == AWAY)
        end = self.room.clock.now() + HALF_HOUR
        while self.room.clock.now() < end:
            await self._go(min(self._due(), end))
        self.room.faults.clear()
        self.spells.append((began, end))
        return end

    async def _go(self, to: datetime) -> None:
        """To an instant, where everything must hold."""
        now = await self.room.clock.turn_to(to, timedelta.max)
        self.broken += self.watch.look(now)

    async def _die(self, *, away: bool) -> None:
        """`kill -9` while it does what has just come due; and back, at once or hours later."""
        turning = asyncio.create_task(self.room.clock.turn_to(self._due(), timedelta.max))
        await asyncio.sleep(self.weather.dice.uniform(0, DYING))
        await self.process.kill()
        await turning
        if away:
            await self.room.clock.turn(self.weather.dice.uniform(*AWAY_FOR), timedelta.max)
            self.watch.forget()
        await self.process.start()

    def _next(self) -> datetime:
        """When something is due, or people look at their phones, which they do by half hours."""
        due, wanted = self._due(), self.circles.due
        if wanted is None:
            return due
        now = self.room.clock.now()
        return min(due, next_half_hour(max(now, wanted - timedelta(microseconds=1))))

    def _due(self) -> datetime:
        """The next instant at which something comes due, a second from now at least.

        What should have gone, and must wait for others, is due again then.
        """
        now = self.room.clock.now()
        found = self.watch.rows.execute(_DUE, {"now": round(now.timestamp() * 1e6)}).fetchone()[0]
        due = datetime.fromtimestamp(found / 1e6, UTC) if found else now + LONGEST
        return min(max(due, now + SECOND), now + LONGEST)


@dataclass(frozen=True)
class Lived:
    """What is left of the weeks."""

    broken: tuple[Broken, ...]
    weather: Counter[str]
    spells: tuple[Spell, ...]
    flying: int
    """So many alerts were on their way when it was killed."""
    looks: int
    worst: timedelta
    people: tuple[Person, ...]
    calls: int
    database: Path
    end: datetime
    seconds: float

    def trouble(self, since: datetime, until: datetime) -> bool:
        """Whether there was any then."""
        return any(began <= until and since <= end for began, end in self.spells)


async def live_through(plan: Plan, forks: Forks, folder: Path, every: timedelta = USUAL) -> Lived:
    """So many weeks of so many circles, by one seed."""
    began = time.monotonic()
    clock = RoomClock(running=False, start=MONDAY, patience=PATIENCE)
    async with Room.open(clock=clock) as room:
        database = folder / "story.db"
        config = config_of(room, folder, f'[database]\nurl = "sqlite:///{database}"\n')
        process = Process(room, forks, config)
        await process.start()
        with closing(Watch(database)) as watch:
            weather = Weather(Random(plan.seed), every)
            circles = Circles(room, partial(settle, room), Random(plan.seed), plan.natures)
            weeks = Weeks(room, process, watch, weather, circles)
            try:
                link = await invite(load(config), Role.COORDINATOR)
                await live(circles, plan, link, weeks.turn)
                assert room.complaints == []
            finally:
                await process.stop()
    return Lived(
        broken=tuple(weeks.broken),
        weather=weather.did,
        spells=tuple(weeks.spells),
        flying=process.bot.flying,
        looks=watch.looks,
        worst=watch.worst,
        people=tuple(circles.people),
        calls=len(room.history) + room.history.dropped,
        database=database,
        end=clock.now(),
        seconds=time.monotonic() - began,
    )

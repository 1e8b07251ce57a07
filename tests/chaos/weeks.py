"""Weeks of whole circles with faults on: the real process, killed, starved and lied to.

The clock goes from due instant to due instant. At each of them the invariants are looked at, from
outside (`invariants`). In between people live on their phones (`tests.simulation`); they act while
the bot is there, since what a dead bot cannot answer is played in other proofs.
"""

from __future__ import annotations

import asyncio
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from bot import keys
from bot.app import invite
from bot.practice_room.clock import RoomClock
from bot.practice_room.faults import Kind
from bot.practice_room.room import Room
from bot.settings import load
from storage.enums import Role
from tests.chaos.invariants import Broken, Watch
from tests.simulation.circles import Circles
from tests.simulation.hands import until
from tests.simulation.people import Person
from tests.simulation.run import MONDAY, Plan, live, next_half_hour

ROOT = Path(__file__).parents[2]
PATIENCE = 60.0
"""Real seconds in which a bot must start, end, or do what has come due."""
ODDS = 0.02
"""That a half hour brings some trouble."""
DYING = 0.05
"""Real seconds into its work at which it dies, at the latest."""
LOOK = 0.05
"""Real seconds between two looks whether it has started."""
HOUR = timedelta(hours=1)
SENDING = ("sendMessage", "editMessageText")
_DUE = """
    SELECT min(due) FROM (
        SELECT min(due_at) AS due FROM rhythm WHERE due_at > :now
        UNION ALL SELECT min(look_at) FROM circle WHERE look_at > :now
        UNION ALL SELECT min(next_at) FROM alert WHERE next_at > :now
        UNION ALL SELECT min(next_at) FROM hello WHERE next_at > :now
        UNION ALL SELECT min(due_at) FROM weekly_note WHERE due_at > :now
        UNION ALL SELECT min(paused_until) FROM seat WHERE paused_until > :now
        UNION ALL SELECT min(not_before) FROM outbox WHERE state = 0 AND not_before > :now
    )
"""


class Process:
    """The bot as a process of its own, behind a room."""

    def __init__(self, room: Room, config: Path) -> None:
        self._room = room
        self._config = config
        self._running: subprocess.Popen[bytes] | None = None

    async def start(self) -> None:
        """Start it, and wait until its database is open and it has met Telegram."""
        met = self._meetings()
        self._spawn()
        async with asyncio.timeout(PATIENCE):
            while self._meetings() == met:
                assert not self._ended(), self._config.with_name("log").read_text()[-2000:]
                await asyncio.sleep(LOOK)

    def kill(self) -> None:
        """`kill -9`, at whatever it does."""
        assert self._running is not None
        self._running.kill()
        self._running.wait()
        self._room.clock.forget_followers()

    async def stop(self) -> None:
        """Tell it to stop, and wait until it has."""
        assert self._running is not None
        self._running.send_signal(signal.SIGTERM)
        await until(self._ended, PATIENCE)
        assert self._running.returncode == 0
        self._room.clock.forget_followers()

    def _meetings(self) -> int:
        return len(self._room.history.of("getMe"))

    def _spawn(self) -> None:
        command = [sys.executable, "-m", "tests.stories.process", "--config", str(self._config)]
        with self._config.with_name("log").open("ab") as log:
            self._running = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log)

    def _ended(self) -> bool:
        return self._running is None or self._running.poll() is not None


@dataclass
class Weather:
    """What is done to the bot, and when; one seed makes the same each time."""

    dice: Random
    odds: float
    did: Counter[str] = field(default_factory=Counter)

    def now(self) -> str | None:
        """Some trouble in this half hour, or none."""
        if self.dice.random() >= self.odds:
            return None
        kind = self.dice.choice(("killed", "away", *_TROUBLES))
        self.did[kind] += 1
        return kind


def _refused(room: Room, dice: Random) -> None:
    status = dice.choice((500, 502, 503, 504))
    room.faults.answer(status, method=dice.choice(SENDING), count=dice.randint(1, 30))


def _told_to_wait(room: Room, dice: Random) -> None:
    wait = dice.choice((1, 30, 600, 3_600))
    room.faults.answer(429, retry_after=wait, method=dice.choice(SENDING), count=dice.randint(1, 5))


def _answer_lost(room: Room, dice: Random) -> None:
    room.faults.trouble(Kind.LOST, method="sendMessage", count=dice.randint(1, 2))


def _garbled(room: Room, dice: Random) -> None:
    kind = dice.choice((Kind.RESET, Kind.HTML, Kind.CUT, Kind.NO_RESULT))
    room.faults.trouble(kind, method=dice.choice(SENDING), count=dice.randint(1, 3))


_TROUBLES = {
    "refused": _refused,
    "told to wait": _told_to_wait,
    "answer lost": _answer_lost,
    "garbled": _garbled,
}


@dataclass
class Weeks:
    """Lives the weeks; what broke stands in `broken`."""

    room: Room
    process: Process
    watch: Watch
    weather: Weather
    broken: list[Broken] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)

    async def settle(self) -> None:
        """Until the bot has taken what people did, and answered."""
        await until(lambda: not self.room.world.queue.waiting, PATIENCE)
        await self.room.clock.turn(0)

    async def turn(self) -> datetime:
        """To the next half hour, through whatever befalls the bot."""
        trouble = self.weather.now()
        if trouble in _TROUBLES:
            _TROUBLES[trouble](self.room, self.weather.dice)
        elif trouble is not None:
            await self._die(away=trouble == "away")
        end = next_half_hour(self.room.clock.now())
        while (now := self.room.clock.now()) < end:
            await self.room.clock.turn_to(min(self._due(now), end))
            self.broken += self.watch.look(self.room.clock.now())
        self.room.faults.clear()
        return now

    async def _die(self, *, away: bool) -> None:
        """`kill -9` while it does what has just come due; and back, at once or hours later."""
        due = self._due(self.room.clock.now())
        turning = asyncio.create_task(self.room.clock.turn_to(due))
        await asyncio.sleep(self.weather.dice.uniform(0, DYING))
        self.process.kill()
        await turning
        if away:
            await self.room.clock.turn(self.weather.dice.uniform(60, 5 * 3_600))
            self.watch.forget()
        await self.process.start()
        await self.room.clock.turn(0)

    def _due(self, now: datetime) -> datetime:
        """The next instant at which something comes due, a second from now at least."""
        with closing(sqlite3.connect(self.watch.database)) as rows:
            found = rows.execute(_DUE, {"now": round(now.timestamp() * 1e6)}).fetchone()[0]
        soonest = now + timedelta(seconds=1)
        return max(soonest, datetime.fromtimestamp(found / 1e6, UTC)) if found else soonest + HOUR


@dataclass(frozen=True)
class Lived:
    """What is left of the weeks."""

    broken: tuple[Broken, ...]
    weather: Counter[str]
    looks: int
    worst: timedelta
    people: tuple[Person, ...]
    database: Path
    end: datetime
    seconds: float


async def live_through(plan: Plan, folder: Path, odds: float = ODDS) -> Lived:
    """So many weeks of so many circles, by one seed."""
    began = time.monotonic()
    clock = RoomClock(running=False, start=MONDAY, patience=PATIENCE)
    async with Room.open(clock=clock) as room:
        config = _config(room, folder)
        weather = Weather(Random(plan.seed), odds)
        weeks = Weeks(room, Process(room, config), Watch(folder / "weeks.db"), weather)
        await weeks.process.start()
        try:
            circles = Circles(room, weeks.settle, Random(plan.seed), plan.natures)
            link = await invite(load(config), Role.COORDINATOR)
            await live(circles, plan, link, weeks.turn)
            assert room.complaints == []
        finally:
            await weeks.process.stop()
    return Lived(
        broken=tuple(weeks.broken),
        weather=weather.did,
        looks=weeks.watch.looks,
        worst=weeks.watch.worst,
        people=tuple(circles.people),
        database=weeks.watch.database,
        end=clock.now(),
        seconds=time.monotonic() - began,
    )


def _config(room: Room, folder: Path) -> Path:
    folder.mkdir(parents=True)
    config = folder / "config.toml"
    config.write_text(
        f'[telegram]\ntoken = "{room.token}"\napi_base_url = "{room.url}"\n'
        f'[database]\nurl = "sqlite:///{folder / "weeks.db"}"\n[keys]\nfile = "key/master.key"\n'
    )
    keys.write(folder / "key" / "master.key")
    config.chmod(0o600)
    return config

"""The schedule: what ``bot.heartbeat`` strikes are the jobs of ``handlers.routes``, and chores.

Due times are rows, so a strike that comes late loses nothing; one job at a time never overlaps
with itself, and strikes that were missed are one.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from bot.clock import Clock, sure
from bot.heartbeat import Heartbeat, Strike
from bot.logs import get
from bot.troubles import Seldom
from bot.undecided import Undecided
from handlers.chat.context import House
from handlers.jobs import alive
from handlers.routes import JOBS, Job
from handlers.rules.outage import AHEAD, NO_MATTER, TAPS_LIVE
from storage.database import Database, Tx, Unavailable

log = get(__name__)

BATCH = 250
"""Rows a step: the writer is free for answers between two batches."""
MOST = 1_500
"""Rows a strike: what 25 messages a second can send in the next minute."""


@dataclass(frozen=True, slots=True)
class Chore:
    """What is struck like a job and has to do with more than the database."""

    name: str
    every: timedelta
    strike: Strike


class Schedule:
    """The heartbeat."""

    chores: Sequence[Chore] = ()
    unheard_for: Callable[[], float | None] = float
    """Seconds since Telegram was last heard; None: it cannot be reached."""

    def __init__(
        self,
        database: Database,
        house: House,
        clock: Clock,
        struck: Callable[[], None],
        seam: Callable[[str], None],
        jobs: Sequence[Job] = JOBS,
        real: Callable[[], float] = time.monotonic,
    ) -> None:
        self._real = real
        self._through = {job.name: real() for job in jobs}
        """When each job last went through; at first, when this began."""
        self._seldom = Seldom(real)
        self._jobs = jobs
        self._database = database
        self.undecided = Undecided(house, real)
        self._clock = clock
        self._struck = struck
        self._seam = seam
        self.up = asyncio.Event()
        """Set once it strikes; what was open at the start has been looked at by then."""
        self._there_at: datetime | None = None
        """When people could last reach the bot, and it its database; None before it began."""
        self._returning = asyncio.Lock()
        self._heartbeat = Heartbeat()
        self.breaches: Counter[str] = Counter()
        """What did not hold, since the start."""

    @property
    def struck_at(self) -> float:
        """When the job that is most behind should have gone through again."""
        due = (self._through[job.name] + job.every.total_seconds() for job in self._jobs)
        return min(due, default=self._real())

    def start(self) -> None:
        """Strike every job and chore now, and again at its interval."""
        for job in self._jobs:
            self._heartbeat.add(partial(self.strike, job), job.every)
        for chore in self.chores:
            self._heartbeat.add(partial(self.attend, chore), chore.every)
        self._heartbeat.start()
        self.up.set()

    def stop(self) -> None:
        """No more strikes."""
        self._heartbeat.stop()

    def turned(self) -> None:
        """The clock was turned on purpose: nobody was away, unless Telegram is."""
        if self.unheard_for() is not None:
            self._there_at = self._clock.now()

    async def come_back(self) -> None:
        """After a start, or an outage in the middle: what was open goes before anything new."""
        house, now, since = self.undecided.house("alive"), self._clock.now(), self._there_at
        try:
            outage = await self._database.write(lambda tx: alive.back(tx, house, now, since))
        except Unavailable:
            raise
        except Exception as error:
            # Alerts must go on all the same.
            log.error("job_failed", job="alive", error=error)
        else:
            if outage.lasted > NO_MATTER:
                log.warning("was_away", minutes=round(outage.lasted.total_seconds() / 60))
        self._there_at = now
        for job in self._jobs:
            if job.first is not None:
                with self._failing(job.name):
                    await self._sweep(replace(job, sweep=job.first))
        self._struck()

    async def heard(self) -> None:
        """Telegram answered: what an outage left is put right before what it brings is seen."""
        with self._failing("alive"):
            self._heartbeat.keep_up()
            await self._may_strike(self._clock.now())

    async def strike(self, job: Job) -> None:
        """Sweep what is due, batch by batch. A job that fails is tried again at its next strike."""
        with self._failing(job.name):
            now = self._clock.now()
            if await self._may_strike(now):
                # Nobody gets back what went on a day that has not come.
                certain = sure(self._clock) or not job.for_good
                if certain and (job.find is None or await self._report(job)):
                    await self._sweep(job)
                self._was_there(now)
            self._through[job.name] = self._real()

    async def _may_strike(self, now: datetime) -> bool:
        """Not while nobody can reach the bot: whatever they keep silent about, they could not say.

        A machine that slept and a clock that was set are such times, too. First of all what passed
        is given back; until that is done nothing is decided.
        """
        async with self._returning:
            there_at = self._there_at or now
            away, ahead = now - there_at > TAPS_LIVE, there_at - now > AHEAD
            self._there_at = there_at if ahead else min(there_at, now)
            if ahead or (away and self.unheard_for() is not None):
                await self.come_back()
                return True
            return not away

    def _was_there(self, now: datetime) -> None:
        """The database took a step, and Telegram was heard of so many seconds before."""
        unheard = self.unheard_for()
        if unheard is not None and self._there_at is not None:
            self._there_at = max(self._there_at, now - timedelta(seconds=unheard))

    async def _sweep(self, job: Job) -> None:
        looked = 0
        try:
            while looked < MOST:
                batch = await self._database.write(partial(self._step, job))
                self._seam("job.committed")
                looked += batch
                if batch < BATCH:
                    break
        finally:
            if looked:
                self._struck()

    async def _report(self, job: Job) -> bool:
        """What does not hold is said before it is mended, by ids only; whether there is any."""
        if job.find is None:
            return False
        find, house, now = job.find, self.undecided.house(job.name), self._clock.now()
        breaches = await self._database.read(lambda tx: find(tx, house, now))
        for breach in breaches:
            self.breaches[breach.invariant] += 1
            log.error(
                "invariant_broken",
                invariant=breach.invariant.value,
                circle=breach.circle_id,
                alert=breach.alert_id,
            )
        return bool(breaches)

    def _step(self, job: Job, tx: Tx) -> int:
        looked = job.sweep(tx, self.undecided.house(job.name), self._clock.now(), BATCH)
        if looked:
            self._seam("job")
        return looked

    async def attend(self, chore: Chore) -> None:
        """One chore; if it fails, it is tried again at its next strike."""
        with self._failing(chore.name):
            await chore.strike()

    @contextmanager
    def _failing(self, name: str) -> Iterator[None]:
        """Whatever goes wrong in a strike is told, and the next strike comes all the same."""
        try:
            yield
        except asyncio.CancelledError:
            if self._heartbeat.beats:
                raise
            # Stopped in the middle: APScheduler would tell it as an error.
        except Unavailable as trouble:
            log.debug("job_waits", job=name, kind=trouble.kind)
        except Exception as error:
            if self._seldom.may(f"failed {name}"):
                log.error("job_failed", job=name, error=error)

    async def strike_all(self) -> None:
        """Every job once, in order: what a turned clock makes due.

        Their first batches share one commit. Whoever reports goes behind: it looks at what lasts.
        """
        self.turned()
        await asyncio.gather(*(self.strike(job) for job in self._jobs if job.find is None))
        for job in self._jobs:
            if job.find is not None:
                await self.strike(job)
        for chore in self.chores:
            await self.attend(chore)

    async def next_due(self) -> datetime | None:
        """The next instant at which a job has something to do."""
        found = [
            await self._database.read(job.next_due)
            for job in self._jobs
            if job.next_due is not None
        ]
        return min((at for at in found if at is not None), default=None)

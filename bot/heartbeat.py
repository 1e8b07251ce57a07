"""The heartbeat: APScheduler strikes at intervals; the only file that knows it.

It goes by the machine's clock, which may leap: however far, each strike then comes once and at
once, and the next ones at their intervals.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.base import BaseTrigger
from typing_extensions import override

Strike = Callable[[], Coroutine[None, None, None]]


class _Every(BaseTrigger):  # type: ignore[misc]
    """An interval from now on. APScheduler's own counts each strike that a leap passed over."""

    def __init__(self, every: timedelta) -> None:
        self.every = every

    @override
    def get_next_fire_time(self, previous_fire_time: datetime | None, now: datetime) -> datetime:
        return now + self.every


class Heartbeat:
    """Strikes, one at a time of each."""

    def __init__(self) -> None:
        self._scheduler = AsyncIOScheduler(timezone=UTC)

    @property
    def beats(self) -> bool:
        """Whether it has started and not stopped."""
        return bool(self._scheduler.running)

    def add(self, strike: Strike, every: timedelta) -> None:
        """Strike so now, and again at this interval."""
        self._scheduler.add_job(
            strike,
            _Every(every),
            next_run_time=datetime.now(UTC),
            coalesce=True,
            max_instances=1,
            misfire_grace_time=None,
        )

    def start(self) -> None:
        """It beats from now on."""
        self._scheduler.start()

    def stop(self) -> None:
        """No more strikes."""
        if self.beats:
            self._scheduler.shutdown(wait=False)

    def keep_up(self) -> None:
        """Strike at once whatever would wait for hours that a clock set back shows once more."""
        now = datetime.now(UTC)
        for job in self._scheduler.get_jobs() if self.beats else ():
            if job.next_run_time > now + job.trigger.every:
                job.modify(next_run_time=now)

"""The one way to what is remembered: whole steps in, their results out.

``await database.write(step)`` runs ``step(tx)`` whole on the writer's thread: load, decide, save.
Steps that wait meanwhile share one commit, and each still succeeds or fails by itself.
``await database.read(step)`` does the same on connections that cannot write.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from storage.engines import group
from storage.engines.engine import (
    Away,
    Engine,
    Fenced,
    Held,
    Older,
    Refused,
    Row,
    Seam,
    Terms,
    Tx,
    Unavailable,
    no_seam,
)
from storage.engines.opening import open_engine, runner
from storage.engines.scripts import Scripts
from storage.engines.sealed import Sealing

__all__ = [
    "Away",
    "Database",
    "Fenced",
    "Held",
    "Older",
    "Refused",
    "Row",
    "Seam",
    "Tx",
    "Unavailable",
    "no_seam",
    "runner",
]

T = TypeVar("T")
GROUP = 256
"""So many steps share a commit at most: the first of them waits for the last."""
TIDY_AGAIN = (0.1, 0.3, 1.0, 3.0)
"""Seconds between tries to empty the log while readers are in the way."""
SCRIPTS = Path(__file__).parent
"""Where ``schema.sql`` and ``migrations/`` are."""


def _utc() -> datetime:
    return datetime.now(UTC)


class Database:
    """An open database. Made by ``open``; used on the event loop that opened it."""

    heard: Callable[[Unavailable | None], object] = bool
    """What is called with each thing that could not be done now; with None after each write."""

    def __init__(self, engine: Engine, seam: Seam) -> None:
        self._engine = engine
        self._seam = seam
        self._loop = asyncio.get_running_loop()
        self._waiting: deque[group.Job] = deque()
        self._busy = False
        self._reading = [0 for _ in engine.readers]
        self._idle = asyncio.Event()
        self._idle.set()
        self._closing: asyncio.Task[None] | None = None

    @classmethod
    async def open(
        cls,
        url: str,
        *,
        keyring: Sealing,
        migrate: bool = True,
        hold: bool = False,
        readers: int = 2,
        patience: float = 5.0,
        scripts: Path = SCRIPTS,
        now: Callable[[], datetime] = _utc,
        seam: Seam = no_seam,
        waits: Callable[[Held], None] | None = None,
        unhurried: bool = False,
    ) -> Database:
        """Open ``sqlite:///relative.db``, ``sqlite:////absolute.db`` or ``postgresql://…``.

        A new one is made, an older one migrated; whatever is wrong raises ``Refused``. With
        ``hold`` it is ours alone to run on (``Held`` if another process does), until ``close`` or
        the end of this process. With ``waits`` another process is waited for where the engine can
        do that; ``waits`` hears of whom. ``patience``: seconds to wait for somebody else's lock.
        ``unhurried``: a step may take as long as it takes.
        """
        found = await asyncio.to_thread(Scripts.read, scripts)
        terms = Terms(keyring, found, migrate, hold, readers, patience, now, seam, waits, unhurried)
        return cls(await open_engine(url, terms), seam)

    @property
    def version(self) -> int:
        """The number of the last migration that the database has seen."""
        return self._engine.version

    @property
    def description(self) -> str:
        """Where it is, without secrets."""
        return self._engine.description

    async def write(self, step: Callable[[Tx], T]) -> T:
        """Run a step in a transaction; when this returns, it is on disk.

        Cancelling the one who waits does not undo the step.
        """
        job = self._job(step)
        self._waiting.append(job)
        if not self._busy:
            self._busy = True
            # Not at once: others who are about to write come along in the same commit.
            self._loop.call_soon(self._send)
        result: T = await job.future
        return result

    async def read(self, step: Callable[[Tx], T]) -> T:
        """Run a step that only looks, on one committed state of everything."""
        job = self._job(step)
        reader = self._reading.index(min(self._reading))
        self._reading[reader] += 1
        line = self._engine.readers[reader]

        def work() -> None:
            group.read(line.session, job)
            self._loop.call_soon_threadsafe(self._read, reader, job)

        line.submit(work)
        result: T = await job.future
        return result

    async def tidy(self, now: datetime) -> bool:
        """Have nothing that was deleted stand beside the database: in its log, in old copies.

        False when somebody was in the way each time: then a later call does it.
        """
        for pause in TIDY_AGAIN:
            if self._closing is not None or await self._engine.tidy(now):
                return True
            await asyncio.sleep(pause)
        return False

    async def whole(self) -> bool:
        """Whether everything in it holds together; a look that may take a while."""
        return await self._engine.whole()

    async def copy(self, to: Path) -> None:
        """Write everything as it stands now into a new file; steps go on meanwhile.

        A file that is there is never written over: ``FileExistsError``.
        """
        await self._engine.copy(to)

    async def lost(self) -> None:
        """Return once another process may run on it: this one must end then."""
        await self._engine.lost()

    async def close(self) -> None:
        """Finish the steps that wait, then end threads and lease. Again: waits for the same."""
        if self._closing is None:
            self._closing = self._loop.create_task(self._close())
        await asyncio.shield(self._closing)

    def _job(self, step: Callable[[Tx], object]) -> group.Job:
        if self._closing is not None:
            raise RuntimeError("the database is closed")
        self._idle.clear()
        return group.Job(step, self._loop.create_future())

    def _send(self) -> None:
        """Hand a group to the writer's thread, whole: one hop there, one home."""
        jobs = [self._waiting.popleft() for _ in range(min(GROUP, len(self._waiting)))]
        line = self._engine.writer

        def work() -> None:
            group.write(line.session, jobs, self._seam)
            self._loop.call_soon_threadsafe(self._wrote, jobs)

        line.submit(work)

    def _wrote(self, jobs: list[group.Job]) -> None:
        if not sum(map(self._settle, jobs)):
            self.heard(None)
        if self._waiting:
            self._loop.call_soon(self._send)
        else:
            self._busy = False
            self._rest()

    def _read(self, reader: int, job: group.Job) -> None:
        self._reading[reader] -= 1
        self._settle(job)
        self._rest()

    def _rest(self) -> None:
        if not self._busy and not any(self._reading):
            self._idle.set()

    async def _close(self) -> None:
        await self._idle.wait()
        await self._engine.close()

    def _settle(self, job: group.Job) -> bool:
        """Give one waiter what came out, if anybody waits still; whether the engine could not."""
        trouble = job.error if isinstance(job.error, Unavailable) else None
        if trouble is not None:
            self.heard(trouble)
        _hand_over(job)
        return trouble is not None


def _hand_over(job: group.Job) -> None:
    """Nobody is there if it was cancelled."""
    if not job.future.done():
        if job.error is None:
            job.future.set_result(job.value)
        elif isinstance(job.error, StopIteration):
            # A future cannot carry this one.
            job.future.set_exception(RuntimeError("a step raised StopIteration"))
        else:
            job.future.set_exception(job.error)
    # The error's traceback holds the job: do not hold the error in turn.
    job.value = job.error = None

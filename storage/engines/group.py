"""Steps that share one commit, and stay as separate as if each had its own.

Everything here runs on the writer's thread, and nothing waits for the event loop.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Sequence
from typing import Any

from storage.engines.engine import Seam, Session, Tx

TRIES = 5
"""How often a step is run that an engine gave up through no fault of the step's."""


class Job:
    """One step, the future of the one who waits for it, and how it went."""

    __slots__ = ("error", "future", "step", "value")

    def __init__(self, step: Callable[[Tx], object], future: asyncio.Future[Any]) -> None:
        self.step = step
        self.future = future
        self.value: object = None
        self.error: BaseException | None = None


def write(session: Session, jobs: Sequence[Job], seam: Seam) -> None:
    """Run every step and write down how each went; never raises."""
    try:
        _write(session, jobs, seam)
    except BaseException as error:
        # A seam after the commit, or a mistake of ours: nobody waits for ever.
        for job in jobs:
            job.error = job.error or error


def _write(session: Session, jobs: Sequence[Job], seam: Seam) -> None:
    if len(jobs) > 1:
        try:
            session.begin()
        except BaseException as error:
            # Nobody got in. Trying one by one would wait as long for each of them.
            for job in jobs:
                job.error = session.explain(error)
            return
        if _together(session, jobs, seam):
            seam("committed")
            return
    for number, job in enumerate(jobs):
        if not _alone(session, job, seam):
            for other in jobs[number + 1 :]:
                other.error = job.error
            return


def read(session: Session, job: Job) -> None:
    """Run one reading step on one state of the database."""
    for _ in range(TRIES):
        job.value = job.error = None
        try:
            session.begin()
        except BaseException as error:
            # It waited with all the patience there is: once is enough.
            job.error = session.explain(error)
            return
        try:
            job.value = job.step(session.tx)
        except BaseException as error:
            job.error = session.explain(error)
        finally:
            with contextlib.suppress(Exception):
                session.rollback()
        if job.error is None or not session.again(job.error):
            return


def _together(session: Session, jobs: Sequence[Job], seam: Seam) -> bool:
    """All in the open transaction; False if it did not last, and then nothing of it remains.

    The engine may roll back the whole transaction by itself (a full disk, INSERT OR ROLLBACK),
    even behind the back of a step that goes on: hence the look after every one.
    """
    try:
        for job in jobs:
            session.mark()
            try:
                job.value = job.step(session.tx)
            except BaseException as error:
                job.error = session.explain(error)
            if not session.in_transaction:
                return False
            if job.error is None:
                session.keep()
            else:
                session.undo()
        seam("commit")
        session.commit()
    except BaseException:
        # Whose fault it is shows when each runs alone, with the error that is its own.
        with contextlib.suppress(Exception):
            session.rollback()
        return False
    return True


def _alone(session: Session, job: Job, seam: Seam) -> bool:
    """In a transaction of its own; False if there was no getting in."""
    for _ in range(TRIES):
        job.value = job.error = None
        try:
            session.begin()
        except BaseException as error:
            job.error = session.explain(error)
            return False
        _once(session, job, seam)
        if job.error is None or not session.again(job.error):
            return True
    return True


def _once(session: Session, job: Job, seam: Seam) -> None:
    try:
        job.value = job.step(session.tx)
        if not session.in_transaction:
            raise RuntimeError("the step ended its transaction by itself")
        seam("commit")
        session.commit()
    except BaseException as error:
        job.error = session.explain(error)
        with contextlib.suppress(Exception):
            session.rollback()
    else:
        seam("committed")

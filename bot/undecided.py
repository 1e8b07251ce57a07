"""Undecided: what a job could not decide about is counted, and told once a minute and job."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from bot.logs import get
from bot.troubles import Seldom
from handlers.chat.context import House

log = get(__name__)


class Undecided:
    """Hears of each such thing while the job goes on with the others."""

    def __init__(self, house: House, real: Callable[[], float]) -> None:
        self._house = house
        self._seldom = Seldom(real)
        self.counts: Counter[str] = Counter()
        """How often that was, job by job, since the start."""

    def house(self, job: str) -> House:
        """The house for a job: in it stands who hears of it."""
        return replace(self._house, undecided=partial(self._hear, job))

    def _hear(self, job: str, error: Exception) -> None:
        self.counts[job] += 1
        if self._seldom.may(job):
            log.error("one_not_decided", job=job, error=error)

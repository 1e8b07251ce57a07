"""Claims: which waiting rows may leave now, alerts first, and no more than can leave.

A claimed nudge is lost in a crash by design, so none is claimed that the rates would hold back.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from functools import partial

from bot.logs import get
from bot.rates import Rates
from handlers import steps
from handlers.chat.letter import Drop, Ready
from storage import dispatch
from storage.database import Database, Tx, Unavailable
from storage.dispatch import Unsaid
from storage.enums import Class
from storage.records import Row

log = get(__name__)

BATCH = 100
"""Rows a step."""
UNASKED = (Class.ALERT, Class.NUDGE)
"""What the rates hold back."""


class Claims:
    """Takes rows from the outbox and has their letters made ready, in the same step."""

    def __init__(self, database: Database, rates: Rates, counts: Counter[str]) -> None:
        self._database = database
        self._rates = rates
        self._counts = counts
        self._planned: Counter[int] = Counter()

    async def take(self, klass: Class, now: datetime, most: int) -> tuple[int, list[Ready]]:
        """How many rows of a class were looked at, and what may be sent at this instant."""
        limit = most
        if klass in UNASKED:
            limit = min(most, self._rates.free(now) - self._planned.total())
        return await self._claim(klass, limit, now) if limit > 0 else (0, [])

    def leaves(self, row: Row) -> None:
        """A claimed row is on its way, or was put back: it is not planned any more."""
        if row.klass in UNASKED:
            self._planned -= Counter((row.person_id,))

    async def _claim(self, klass: Class, limit: int, now: datetime) -> tuple[int, list[Ready]]:
        looked, ready, dropped = await self._database.write(partial(self._step, klass, limit, now))
        self._counts.update(dropped)
        if klass in UNASKED:
            self._planned.update(one.row.person_id for one in ready)
        return looked, ready

    def _step(
        self, klass: Class, limit: int, now: datetime, tx: Tx
    ) -> tuple[int, list[Ready], list[str]]:
        ready: list[Ready] = []
        dropped: list[str] = []
        rows = dispatch.waiting(tx, klass, now, limit)
        drawn: Counter[int] = Counter()
        for row in rows:
            held = self._held(row, drawn, now)
            if held is not None:
                dispatch.hold(tx, row, held)
                continue
            drawn[row.person_id] += 1
            made = _prepare(tx, row, now)
            if isinstance(made, Ready):
                ready.append(made)
            elif made:
                dropped.append(f"{klass.name.lower()}.{made}")
        return len(rows), ready, dropped

    def _held(self, row: Unsaid, drawn: Counter[int], now: datetime) -> datetime | None:
        """Until when the rate of its chat holds back an alert or a nudge."""
        if row.klass not in UNASKED:
            return None
        planned = drawn[row.person_id] + self._planned.get(row.person_id, 0)
        return self._rates.chat_free_at(row.person_id, now, planned)


def _prepare(tx: Tx, row: Unsaid, now: datetime) -> Ready | str | None:
    """Claim a row and make its letter ready; a reason when it is dropped; None if it is taken."""
    try:
        with tx.apart():
            claimed = dispatch.claim(tx, row)
            made = steps.prepare(tx, claimed, now) if claimed is not None else None
    except Unavailable:
        # No fault of the row: nothing of this step is kept, and it is made later.
        raise
    except Exception as error:
        # One row that cannot be made must not stop the others.
        log.error("letter_failed", kind=row.kind, error=error)
        dispatch.drop(tx, row, "bug", now)
        return "bug"
    return made.why if isinstance(made, Drop) else made

"""Forgetting: what has been kept as long as ``/privacy`` says goes, and so do last traces."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

from handlers.chat.context import House
from handlers.chat.kinds import Kind
from handlers.chat.one_by_one import each
from storage import ledger, retention
from storage.database import Tx

NOTES_KEPT = timedelta(days=90)
ANSWERS_KEPT = timedelta(days=90)
"""Answers, small steps and goals: so long after the last circle of a person ended."""
OCCASIONS_KEPT = timedelta(days=90)
CRISIS_KEPT = timedelta(days=90)
MEETINGS_KEPT = timedelta(days=30)
"""Links that ended, hellos that are over, that a line was carried."""


def sweep(tx: Tx, house: House, now: datetime, limit: int) -> int:
    """Forget at most ``limit`` of each kind; how many of the fullest kind."""
    kinds = (
        partial(retention.traces, tx, Kind.DELETED, limit),
        partial(retention.notes, tx, now - NOTES_KEPT, limit),
        partial(retention.checkins, tx, now - ANSWERS_KEPT, limit),
        partial(retention.small_steps, tx, now - ANSWERS_KEPT, limit),
        partial(retention.occasions, tx, now - OCCASIONS_KEPT, limit),
        partial(retention.crisis_events, tx, now - CRISIS_KEPT, limit),
        partial(retention.invitations, tx, now - MEETINGS_KEPT, limit),
        partial(retention.hellos, tx, now - MEETINGS_KEPT, limit),
        partial(retention.lines, tx, now - MEETINGS_KEPT, limit),
        partial(ledger.purge, tx, now - ledger.KEPT, limit),
    )
    return max(each(tx, house, kinds, lambda forget: forget(), later=lambda _: 0))

"""Requests of strangers: how many are heard. Many accounts do not fill a coordinator's day."""

from __future__ import annotations

from datetime import datetime, timedelta

DAY = timedelta(days=1)
TOLD_A_DAY = 10
KEPT_A_DAY = 50


def told_at(last: datetime | None, others: int, now: datetime) -> datetime | None:
    """From when a request may be told; None: it is not kept.

    ``last``: when the same person asked before; ``others``: how many asked within a day. What is
    too much for one day waits for the next ones.
    """
    if last is not None and last > now - DAY:
        return None
    return now + others // TOLD_A_DAY * DAY if others < KEPT_A_DAY else None

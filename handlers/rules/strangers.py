"""Requests of strangers: how many are heard. Many accounts do not fill a coordinator's day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

DAY = timedelta(days=1)
TOLD_A_DAY = 10
WAITS = timedelta(days=5)


def heard_at(last: datetime | None, forgotten: bool, now: datetime) -> datetime | None:
    """From when somebody is heard; None: they were heard today.

    ``last``: when the same person asked before. ``forgotten``: whether they had everything deleted
    within a day, that question with it; who asks and deletes in turn is heard no sooner by it.
    """
    if last is not None and last > now - DAY:
        return None
    return now + DAY if forgotten else now


def told_at(heard: datetime, due: Sequence[datetime], now: datetime) -> datetime | None:
    """From when one more request may be told to a reader; None: it would wait too long.

    ``due``: when others were told within a day, or will be. What is too much for one day waits.
    """
    newest = sorted(due, reverse=True)[:TOLD_A_DAY]
    at = heard if len(newest) < TOLD_A_DAY else max(heard, newest[-1] + DAY)
    return at if at < now + WAITS else None

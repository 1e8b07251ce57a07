"""Alive: the bot writes down that it runs. What passed while it did not is nobody's silence."""

from __future__ import annotations

from datetime import datetime, timedelta

from handlers.chat.context import House
from storage import people, silences, still_here
from storage.database import Tx

EVERY = timedelta(minutes=1)
_NO_MATTER = timedelta(minutes=10)
"""A restart as short as this takes nothing from anybody."""


def sweep(tx: Tx, house: House, now: datetime, limit: int) -> int:
    """It runs now. Nothing follows from it at once."""
    del house, limit
    people.alive(tx, now)
    return 0


def started(tx: Tx, now: datetime) -> timedelta:
    """After a start: whoever was asked "still here?", or is quiet, gets the time back in which
    nothing could arrive. How long that was."""
    before = people.alive(tx, now)
    away = now - before if before is not None else timedelta(0)
    if away > _NO_MATTER:
        still_here.asked_later(tx, away)
        silences.later(tx, away)
    return away

"""Due hellos: the next supporter is asked, or the participant is told that nobody could yet."""

from __future__ import annotations

from datetime import datetime

from handlers.chat import hellos
from handlers.chat.context import House
from storage import hellos as stored
from storage.database import Tx


def sweep(tx: Tx, house: House, now: datetime, limit: int) -> int:
    """Go on with at most ``limit`` hellos; how many there were."""
    due = stored.due(tx, now, limit)
    for hello in due:
        hellos.go_on(tx, house, hello, now)
    return len(due)

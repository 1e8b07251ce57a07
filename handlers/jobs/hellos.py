"""Due hellos: the next supporter is asked, or the participant is told that nobody could yet."""

from __future__ import annotations

from datetime import datetime

from handlers.chat import hellos
from handlers.chat.context import House
from handlers.chat.one_by_one import AGAIN, each
from storage import hellos as stored
from storage.database import Tx


def sweep(tx: Tx, house: House, now: datetime, limit: int) -> int:
    """Go on with at most ``limit`` hellos; how many there were."""
    due = stored.due(tx, now, limit)
    each(
        tx, house, due, lambda hello: hellos.go_on(tx, house, hello, now),
        later=lambda hello: stored.save(tx, hello.id, hello.state, now + AGAIN, hello.told_at),
    )  # fmt: skip
    return len(due)

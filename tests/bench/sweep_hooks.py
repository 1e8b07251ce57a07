"""What the sweep's bench needs of our bot: a database, people in it, and one turn of the sweep.

Only these three functions know our storage and our jobs; the measuring is in sweep.py.
"""

import contextlib
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from bot.schedule import BATCH
from handlers.chat.context import House, Programme
from handlers.jobs import nudges
from handlers.rules.alert import AlertPolicy
from handlers.rules.gap import GapPolicy
from handlers.rules.nudge import NudgePolicy
from handlers.texts import catalog
from storage.database import Database, Tx
from storage.moments import micros
from storage.seal import Keyring

_HOUSE = House(catalog.load(), "bench_bot", Programme(), NudgePolicy(), GapPolicy(), AlertPolicy())


@contextlib.asynccontextmanager
async def opened(path: Path) -> AsyncIterator[Database]:
    """Our database on a new file, open while it is measured."""
    database = await Database.open(f"sqlite:///{path}", keyring=Keyring.plain())
    try:
        yield database
    finally:
        await database.close()


async def fill(database: Database, people: int, due: int) -> None:
    """Write so many people with one timer each, `due` of them in the past."""
    now = datetime.now().astimezone()
    wall = f"{now - timedelta(hours=1):%H}:00"
    for first in range(0, people, 5_000):
        step = partial(_fill, first, min(first + 5_000, people), due, now, wall)
        await database.write(step)


def _fill(first: int, last: int, due: int, now: datetime, wall: str, tx: Tx) -> None:
    past, future = micros(now - timedelta(minutes=30)), micros(now + timedelta(days=3))
    at = micros(now)
    tx.many(
        "INSERT INTO person (id, language, zone, agreed_at, joined_at, created_at)"
        " VALUES (:id, 'en', 'UTC', :at, :at, :at)",
        ({"id": number, "at": at} for number in range(first + 1, last + 1)),
    )
    tx.many(
        "INSERT INTO rhythm (person_id, days, wall, due_at) VALUES (:id, 127, :wall, :due)",
        (
            {"id": number, "wall": wall, "due": past if number <= due else future}
            for number in range(first + 1, last + 1)
        ),
    )


async def sweep(database: Database, now: datetime) -> int:
    """One turn of the sweep over what is due at `now`: how many rows it took."""
    return await database.write(lambda tx: nudges.sweep(tx, _HOUSE, now, BATCH))

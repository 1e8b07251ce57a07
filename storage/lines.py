"""Lines: that one was carried, from whom and to whom. Its words rest in an outbox row only.

A line has the number of the row that keeps its words until they are seen.
"""

from __future__ import annotations

from datetime import datetime

from storage.database import Tx
from storage.moments import micros


def carried(tx: Tx, row_id: int, circle_id: int, from_id: int, to_id: int, now: datetime) -> bool:
    """The words in this row are on their way; False when they were before."""
    changed = tx.run(
        "INSERT INTO line (id, circle_id, from_id, to_id, sent_at)"
        " VALUES (:id, :circle, :sender, :reader, :now) ON CONFLICT (id) DO NOTHING",
        id=row_id,
        circle=circle_id,
        sender=from_id,
        reader=to_id,
        now=micros(now),
    )
    return changed == 1


def is_carried(tx: Tx, row_id: int) -> bool:
    """Whether the words of this row were sent on their way."""
    return tx.one("SELECT id FROM line WHERE id = :id", id=row_id) is not None


def count(tx: Tx, from_id: int, to_id: int, since: datetime) -> int:
    """How many lines one person has sent to another since then."""
    row = tx.one(
        "SELECT count(*) AS n FROM line"
        " WHERE from_id = :sender AND to_id = :reader AND sent_at >= :since",
        sender=from_id,
        reader=to_id,
        since=micros(since),
    )
    return 0 if row is None else int(row["n"])

"""Who was asked "still here?" and when the question arrived. Any sign answers it."""

from __future__ import annotations

from datetime import datetime, timedelta

from storage.database import Tx
from storage.moments import micros

_SEEN_EVERY = 3_600_000_000
"""Seen is kept to the hour: an exact time would cost a write per tap and tell too much."""
_LONG_SILENT = 24 * _SEEN_EVERY
"""Somebody who comes back after a day of silence may have closed a gap."""
_STALE = (
    "supporter_id = :id AND (state IN ('active', 'quiet', 'unreachable') OR"
    " (state = 'removed' AND seen_at IS NOT NULL AND paused_until IS NULL))"
    " AND (seen_at IS NULL OR seen_at < :old OR still_here_at IS NOT NULL)"
)
"""Seats of somebody who is there now, where that is not kept yet."""


def asked(tx: Tx, person_id: int, now: datetime) -> None:
    """A "still here?" arrived: the seats of this person wait for a sign from now on."""
    tx.run(
        "UPDATE seat SET still_here_at = :now WHERE supporter_id = :id"
        " AND (state IN ('active', 'quiet') OR"
        " (state = 'removed' AND seen_at IS NOT NULL AND paused_until IS NULL))"
        " AND still_here_at IS NULL",
        now=micros(now),
        id=person_id,
    )
    tx.run(
        "UPDATE circle SET look_at = :now WHERE id IN (SELECT circle_id FROM seat"
        " WHERE supporter_id = :id AND still_here_at IS NOT NULL)",
        now=micros(now),
        id=person_id,
    )


def later(tx: Tx, since: datetime, by: timedelta, after: timedelta, wait: timedelta) -> int:
    """Nobody could be seen since then, for so long: it counts in no silence. How many seats.

    A silence that was whole before (``after`` it was asked about, ``wait`` later it counts) is what
    it was.
    """
    one = timedelta(microseconds=1)
    return tx.run(
        "UPDATE seat SET seen_at = seen_at + :by, still_here_at = still_here_at + :by"
        " WHERE seen_at <= :since AND coalesce(still_here_at, 0) <= :since"
        " AND (still_here_at IS NULL OR still_here_at <= seen_at"
        " OR seen_at + :after > :since OR still_here_at + :wait > :since)",
        since=micros(since),
        by=by // one,
        after=after // one,
        wait=wait // one,
    )


def saw(tx: Tx, person_id: int, now: datetime) -> None:
    """The person did something: their seats were seen, and a "still here?" is answered.

    Seen counts circle by circle, and any update is a sign of life in each of them, but not where
    the person takes a break: they come back there when they say so, or when the break ends.
    Whoever was taken out is seen as before, and so asked as before.
    """
    # Nearly every tap comes within the hour of another, or from somebody with no seat.
    stale = tx.one(
        f"SELECT 1 AS found FROM seat WHERE {_STALE} LIMIT 1",  # noqa: S608 - a constant
        old=micros(now) - _SEEN_EVERY,
        id=person_id,
    )
    if stale is None:
        return
    tx.run(
        "UPDATE circle SET look_at = :now WHERE id IN (SELECT circle_id FROM seat"
        " WHERE supporter_id = :id AND (state IN ('active', 'quiet') OR"
        " (state = 'removed' AND seen_at IS NOT NULL AND paused_until IS NULL))"
        " AND (seen_at < :long OR still_here_at IS NOT NULL))",
        now=micros(now),
        long=micros(now) - _LONG_SILENT,
        id=person_id,
    )
    tx.run(
        f"UPDATE seat SET seen_at = :now, still_here_at = NULL WHERE {_STALE}",  # noqa: S608
        now=micros(now),
        old=micros(now) - _SEEN_EVERY,
        id=person_id,
    )

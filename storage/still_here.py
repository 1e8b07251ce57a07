"""Who was asked "still here?" and when the question arrived. Any sign answers it
(``circles.saw``)."""

from __future__ import annotations

from datetime import datetime, timedelta

from storage.database import Tx
from storage.moments import micros


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


def asked_later(tx: Tx, by: timedelta) -> int:
    """The bot was away for so long: whoever was asked "still here?" gets that time back."""
    return tx.run(
        "UPDATE seat SET still_here_at = still_here_at + :by WHERE still_here_at IS NOT NULL",
        by=by // timedelta(microseconds=1),
    )

"""Places: what people do with a seat: take a break, come back, leave, take it away, put it first.

Whoever a seat was taken from is told nothing, so a break and a leaving of theirs are kept, too.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from storage import ledger
from storage.database import Tx
from storage.enums import Gone
from storage.moments import maybe_micros, maybe_moment, micros
from storage.records import SeatId

NEVER = datetime(9999, 12, 31, tzinfo=UTC)
"""The end of an open break in a seat that was taken away: its state cannot say "paused"."""


def pause(tx: Tx, seat_id: int, now: datetime, until: datetime | None) -> bool:
    """A break until then, or until they are back; False when nobody has the seat.

    A break that stands keeps its beginning.
    """
    changed = tx.run(
        "UPDATE seat SET since = CASE state WHEN 'paused' THEN since WHEN 'removed' THEN since"
        " ELSE :now END,"
        " paused_until = CASE state WHEN 'removed' THEN coalesce(:until, :never) ELSE :until END,"
        " state = CASE state WHEN 'removed' THEN state ELSE 'paused' END, still_here_at = NULL"
        " WHERE id = :id AND state IN ('active', 'quiet', 'unreachable', 'paused', 'removed')",
        now=micros(now),
        until=maybe_micros(until),
        never=micros(NEVER),
        id=seat_id,
    )
    return changed == 1


def resume(tx: Tx, seat_id: int, now: datetime) -> bool:
    """Back from a break: from now on the seat counts again. False when there was none."""
    tx.run(
        "UPDATE seat SET seen_at = :now, paused_until = NULL"
        " WHERE id = :id AND state = 'removed' AND paused_until IS NOT NULL",
        now=micros(now),
        id=seat_id,
    )
    changed = tx.run(
        "UPDATE seat SET state = 'active', since = :now, seen_at = :now, paused_until = NULL"
        " WHERE id = :id AND state = 'paused'",
        now=micros(now),
        id=seat_id,
    )
    return changed == 1


def breaks_over(tx: Tx, now: datetime, limit: int) -> list[SeatId]:
    """Seats whose break has come to its end by now."""
    rows = tx.all(
        "SELECT id FROM seat WHERE paused_until <= :now ORDER BY paused_until, id LIMIT :limit",
        now=micros(now),
        limit=limit,
    )
    return [SeatId(row["id"]) for row in rows]


def next_end(tx: Tx) -> datetime | None:
    """When the next break ends."""
    row = tx.one("SELECT min(paused_until) AS at FROM seat WHERE paused_until IS NOT NULL")
    return None if row is None else maybe_moment(row["at"])


def leave(tx: Tx, seat_id: int, now: datetime) -> None:
    """Whoever has the seat has it no more. One that was taken from them only loses its holder:
    the participant, who took it, hears nothing new. What another link asked for goes with it."""
    tx.run(
        "UPDATE seat SET state = 'left', since = :now WHERE state = 'waiting' AND id <> :id"
        " AND (circle_id, supporter_id) ="
        " (SELECT circle_id, supporter_id FROM seat WHERE id = :id AND state = 'removed')",
        now=micros(now),
        id=seat_id,
    )
    unnamed = tx.run(
        "UPDATE seat SET supporter_id = NULL, paused_until = NULL"
        " WHERE id = :id AND state = 'removed' AND supporter_id IS NOT NULL",
        id=seat_id,
    )
    left = tx.run(
        "UPDATE seat SET state = 'left', since = :now, paused_until = NULL, still_here_at = NULL"
        " WHERE id = :id AND state NOT IN ('removed', 'left')",
        now=micros(now),
        id=seat_id,
    )
    if unnamed or left:
        ledger.note(tx, Gone.SEAT_LEFT, seat_id, now)


def remove(tx: Tx, seat_id: int, now: datetime) -> bool:
    """The participant takes the seat away; a break in it goes on for whoever believes to have it.

    Whoever left it already is only not named any more. False when that was done before.
    """
    gone = tx.run(
        "UPDATE seat SET supporter_id = NULL WHERE id = :id AND state = 'left'"
        " AND supporter_id IS NOT NULL",
        id=seat_id,
    )
    changed = tx.run(
        "UPDATE seat SET state = 'removed', since = :now,"
        " paused_until = CASE state WHEN 'paused' THEN coalesce(paused_until, :never) END"
        " WHERE id = :id AND state IN ('active', 'quiet', 'unreachable', 'paused')",
        now=micros(now),
        never=micros(NEVER),
        id=seat_id,
    )
    if changed + gone:
        ledger.note(tx, Gone.SEAT_REMOVED, seat_id, now)
    return changed + gone == 1


def only_here(tx: Tx, seat_id: int) -> None:
    """Somebody has this seat now: one of the same circle that they left or lost names nobody."""
    tx.run(
        "UPDATE seat SET supporter_id = NULL, paused_until = NULL"
        " WHERE id <> :id AND state IN ('left', 'removed')"
        " AND circle_id = (SELECT circle_id FROM seat WHERE id = :id)"
        " AND supporter_id = (SELECT supporter_id FROM seat WHERE id = :id)",
        id=seat_id,
    )


def put_in_order(tx: Tx, seat_ids: Sequence[int]) -> None:
    """These seats stand in this order; a new one, whose place is 0, stands after them."""
    rows = [{"id": one, "place": at - len(seat_ids)} for at, one in enumerate(seat_ids)]
    tx.many("UPDATE seat SET place = :place WHERE id = :id", rows)

"""The ledger: what went and must not come back when an older copy is restored.

Whoever takes something away writes it down here in the same step. A file apart from the database
has it a moment later. A person is kept as a keyed hash, everything else as a number of ours.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from storage.database import Tx
from storage.enums import Gone
from storage.moments import micros, moment
from storage.records import Entry

KEPT = timedelta(days=31)
"""A day longer than a backup may live."""


def note(tx: Tx, what: Gone, number: int, now: datetime) -> None:
    """This is gone from now on."""
    _write(tx, what, str(number), now)


def note_person(tx: Tx, what: Gone, person_id: int, now: datetime) -> None:
    """The same about a person, whose number is not kept."""
    _write(tx, what, tx.keyring.mark(person_id), now)


def _write(tx: Tx, what: Gone, mark: str, now: datetime) -> None:
    tx.run(
        "INSERT INTO ledger (id, at, what, mark) VALUES (:id, :at, :what, :mark)",
        id=tx.new_id("ledger"),
        at=micros(now),
        what=what,
        mark=mark,
    )


def forgotten(tx: Tx, person_id: int, since: datetime) -> bool:
    """Whether somebody was deleted after this instant."""
    row = tx.one(
        "SELECT id FROM ledger WHERE what = :what AND mark = :mark AND at > :since LIMIT 1",
        what=Gone.PERSON,
        mark=tx.keyring.mark(person_id),
        since=micros(since),
    )
    return row is not None


def after(tx: Tx, number: int) -> tuple[int, list[Entry]]:
    """What was written after this row, and where to go on the next time."""
    rows = tx.all("SELECT * FROM ledger WHERE id > :number ORDER BY id", number=number)
    found = [Entry(moment(row["at"]), Gone(row["what"]), row["mark"]) for row in rows]
    return (rows[-1]["id"] if rows else number), found


def lacking(tx: Tx, entries: Iterable[Entry]) -> list[Entry]:
    """Those that do not stand here: they were written after this copy was made."""
    known = frozenset(after(tx, 0)[1])
    return [entry for entry in entries if entry not in known]


def keep(tx: Tx, entries: Iterable[Entry]) -> None:
    """From now on these stand here, too, whatever became of them."""
    for entry in lacking(tx, entries):
        _write(tx, entry.what, entry.mark, entry.at)


def purge(tx: Tx, before: datetime, limit: int) -> int:
    """Forget what no backup can bring back any more; how many rows went."""
    return tx.run(
        "DELETE FROM ledger WHERE id IN"
        " (SELECT id FROM ledger WHERE at < :before ORDER BY id LIMIT :limit)",
        before=micros(before),
        limit=limit,
    )

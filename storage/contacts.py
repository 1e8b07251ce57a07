"""Requests of strangers for a link: who asked when, and who sees to it. Nothing they typed."""

from __future__ import annotations

from datetime import datetime

from storage.database import Row, Tx
from storage.enums import Language
from storage.moments import micros, moment
from storage.records import ContactRequest, PersonId


def _request(row: Row) -> ContactRequest:
    return ContactRequest(
        id=row["id"],
        person_id=PersonId(row["person_id"]),
        language=Language(row["language"]),
        asked_at=moment(row["asked_at"]),
        seen_by=row["seen_by"],
    )


def ask(
    tx: Tx, person_id: int, language: Language, now: datetime, seen_by: int | None = None
) -> int:
    """Somebody asks; one request a person stands open, and asking again is told anew."""
    number = tx.new_id("contact_request")
    row = tx.one(
        "INSERT INTO contact_request (id, person_id, language, asked_at, seen_by)"
        " VALUES (:id, :person, :language, :now, :seen)"
        " ON CONFLICT (person_id) WHERE seen_by IS NULL"
        " DO UPDATE SET asked_at = :now, language = :language RETURNING id",
        id=number,
        person=person_id,
        language=language,
        now=micros(now),
        seen=seen_by,
    )
    assert row is not None  # noqa: S101 - it was written one line above
    return int(row["id"])


def get(tx: Tx, request_id: int) -> ContactRequest | None:
    """One request by its id."""
    row = tx.one("SELECT * FROM contact_request WHERE id = :id", id=request_id)
    return None if row is None else _request(row)


def newest(tx: Tx, person_id: int) -> ContactRequest | None:
    """The last request of a person."""
    row = tx.one(
        "SELECT * FROM contact_request WHERE person_id = :id ORDER BY asked_at DESC, id DESC"
        " LIMIT 1",
        id=person_id,
    )
    return None if row is None else _request(row)


def see(tx: Tx, request_id: int, by: int) -> bool:
    """Somebody sees to it; False when somebody does already."""
    changed = tx.run(
        "UPDATE contact_request SET seen_by = :by WHERE id = :id AND seen_by IS NULL",
        by=by,
        id=request_id,
    )
    return changed == 1


def purge(tx: Tx, before: datetime, limit: int) -> int:
    """Forget requests from before this instant; how many went."""
    return tx.run(
        "DELETE FROM contact_request WHERE id IN (SELECT id FROM contact_request"
        " WHERE asked_at < :before ORDER BY asked_at LIMIT :limit)",
        before=micros(before),
        limit=limit,
    )

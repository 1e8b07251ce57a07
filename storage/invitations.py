"""Invitations: single-use links of which only a hash is kept."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime

from storage import ledger
from storage.database import Row, Tx
from storage.enums import Gone, Role
from storage.moments import maybe_moment, micros, moment
from storage.records import CircleId, Invitation, PersonId, SeatId

_BYTES = 16
"""128 bits (OWASP ASVS 5.0, 11.5.1), 22 characters in a link."""


def _hash(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()


def _invitation(row: Row) -> Invitation:
    return Invitation(
        id=row["id"],
        role=Role(row["role"]),
        circle_id=row["circle_id"],
        seat_id=row["seat_id"],
        inviter_id=row["inviter_id"],
        created_at=moment(row["created_at"]),
        expires_at=moment(row["expires_at"]),
        used_at=maybe_moment(row["used_at"]),
        used_by=row["used_by"],
        revoked_at=maybe_moment(row["revoked_at"]),
    )


def create(
    tx: Tx,
    role: Role,
    *,
    inviter: PersonId | None,
    now: datetime,
    expires_at: datetime,
    circle: CircleId | None = None,
    seat: SeatId | None = None,
) -> tuple[int, str]:
    """A new invitation: its id, and the secret that exists nowhere but in the link."""
    secret = secrets.token_urlsafe(_BYTES)
    number = tx.new_id("invitation")
    tx.run(
        "INSERT INTO invitation"
        " (id, hash, role, circle_id, seat_id, inviter_id, created_at, expires_at)"
        " VALUES (:id, :hash, :role, :circle, :seat, :inviter, :now, :expires)",
        id=number,
        hash=_hash(secret),
        role=role,
        circle=circle,
        seat=seat,
        inviter=inviter,
        now=micros(now),
        expires=micros(expires_at),
    )
    return number, secret


def find(tx: Tx, secret: str) -> Invitation | None:
    """The invitation behind a link, whatever became of it; None for a foreign one."""
    row = tx.one("SELECT * FROM invitation WHERE hash = :hash", hash=_hash(secret))
    return None if row is None else _invitation(row)


def get(tx: Tx, invitation_id: int) -> Invitation | None:
    """One invitation by its id."""
    row = tx.one("SELECT * FROM invitation WHERE id = :id", id=invitation_id)
    return None if row is None else _invitation(row)


def use(tx: Tx, invitation_id: int, person_id: int, now: datetime) -> bool:
    """Take the invitation; of two people who try, exactly one gets True."""
    changed = tx.run(
        "UPDATE invitation SET used_at = :now, used_by = :person"
        " WHERE id = :id AND used_at IS NULL AND revoked_at IS NULL AND expires_at > :now",
        now=micros(now),
        person=person_id,
        id=invitation_id,
    )
    return changed == 1


def open_of(tx: Tx, person_id: int, now: datetime, limit: int) -> list[Invitation]:
    """Links that somebody made and that can still be used, newest first."""
    rows = tx.all(
        "SELECT * FROM invitation WHERE inviter_id = :id AND used_at IS NULL"
        " AND revoked_at IS NULL AND expires_at > :now ORDER BY id DESC LIMIT :limit",
        id=person_id,
        now=micros(now),
        limit=limit,
    )
    return [_invitation(row) for row in rows]


def expired(tx: Tx, now: datetime, limit: int) -> list[Invitation]:
    """Links that nobody used in time and that are not closed yet."""
    rows = tx.all(
        "SELECT * FROM invitation WHERE used_at IS NULL AND revoked_at IS NULL"
        " AND expires_at <= :now ORDER BY expires_at LIMIT :limit",
        now=micros(now),
        limit=limit,
    )
    return [_invitation(row) for row in rows]


def asked(tx: Tx, invitation_id: int, now: datetime) -> bool:
    """Somebody asks for another one; whether nobody did before."""
    changed = tx.run(
        "UPDATE invitation SET asked_at = :now WHERE id = :id AND asked_at IS NULL",
        now=micros(now),
        id=invitation_id,
    )
    return changed == 1


def close(tx: Tx, invitation_id: int, now: datetime) -> None:
    """Nobody can use the link any more."""
    changed = tx.run(
        "UPDATE invitation SET revoked_at = :now WHERE id = :id AND used_at IS NULL"
        " AND revoked_at IS NULL",
        now=micros(now),
        id=invitation_id,
    )
    if changed:
        ledger.note(tx, Gone.LINK, invitation_id, now)

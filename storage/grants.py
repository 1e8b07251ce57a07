"""Grants: who may see what of whom, until when; and what was shown under them.

Whether a grant opens anything now is decided in ``handlers.rules.sharing``.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from storage import ledger, names
from storage.database import Row, Tx
from storage.enums import Category, Dimension, Gone, Language
from storage.moments import maybe_moment, micros, moment
from storage.records import CircleId, Disclosure, Grant, PersonId

_A_DAY = timedelta(days=1)
_NAME = "sharing_grant.reader_name"


def _grant(row: Row) -> Grant:
    return Grant(
        id=row["id"],
        subject_id=PersonId(row["subject_id"]),
        reader_id=PersonId(row["reader_id"]),
        circle_id=CircleId(row["circle_id"]),
        category=Category(row["category"]),
        dimension=Dimension(row["dimension"]) if row["dimension"] else None,
        given_at=moment(row["given_at"]),
        lapses_at=moment(row["lapses_at"]),
        revoked_at=maybe_moment(row["revoked_at"]),
    )


def give(tx: Tx, new: Grant, name: str, language: Language) -> None:
    """One more line of consent, with the name of its reader as it was read in that language; the
    one that stands already stays, one that lapsed makes room."""
    key = {
        "subject": new.subject_id,
        "reader": new.reader_id,
        "circle": new.circle_id,
        "category": new.category,
        "dimension": new.dimension or "",
        "now": micros(new.given_at),
    }
    tx.run(
        "UPDATE sharing_grant SET revoked_at = lapses_at WHERE subject_id = :subject"
        " AND reader_id = :reader AND circle_id = :circle AND category = :category"
        " AND dimension = :dimension AND revoked_at IS NULL AND lapses_at <= :now",
        **key,
    )
    number = tx.new_id("sharing_grant")
    tx.run(
        "INSERT INTO sharing_grant (id, subject_id, reader_id, circle_id, category, dimension,"
        " given_at, lapses_at, language, reader_name) VALUES (:id, :subject, :reader, :circle,"
        " :category, :dimension, :now, :lapses, :language, :name) ON CONFLICT DO NOTHING",
        **key,
        id=number,
        lapses=micros(new.lapses_at),
        language=language,
        name=tx.keyring.seal(name, where=_NAME, row=number),
    )


def of_subject(tx: Tx, subject_id: int, now: datetime) -> list[Grant]:
    """What somebody lets others see, as it stands now."""
    rows = tx.all(
        "SELECT * FROM sharing_grant WHERE subject_id = :id AND revoked_at IS NULL"
        " AND lapses_at > :now ORDER BY id",
        id=subject_id,
        now=micros(now),
    )
    return [_grant(row) for row in rows]


def to_reader(tx: Tx, reader_id: int) -> list[Grant]:
    """Every line of consent for a reader that nobody took back."""
    rows = tx.all(
        "SELECT * FROM sharing_grant WHERE reader_id = :id AND revoked_at IS NULL ORDER BY id",
        id=reader_id,
    )
    return [_grant(row) for row in rows]


def get(tx: Tx, grant_id: int) -> Grant | None:
    """One line of consent."""
    row = tx.one("SELECT * FROM sharing_grant WHERE id = :id", id=grant_id)
    return None if row is None else _grant(row)


def revoke(tx: Tx, grant_id: int, now: datetime) -> bool:
    """Take one line of consent back, at once; False when that was done before."""
    return _revoke(tx, "id = :id", now, id=grant_id) == 1


def end(tx: Tx, circle_id: int, subject_id: int, reader_id: int, now: datetime) -> None:
    """Somebody takes back all that somebody else saw in this circle."""
    where = "circle_id = :circle AND subject_id = :subject AND reader_id = :reader"
    _revoke(tx, where, now, circle=circle_id, subject=subject_id, reader=reader_id)


def end_of(tx: Tx, circle_id: int, person_id: int, now: datetime) -> None:
    """Somebody leaves the circle: nothing goes to them or from them there any more."""
    where = "circle_id = :circle AND :person IN (subject_id, reader_id)"
    _revoke(tx, where, now, circle=circle_id, person=person_id)


def end_all(tx: Tx, now: datetime) -> int:
    """Nothing is shared any more, by anybody; how many lines of consent ended."""
    return _revoke(tx, "lapses_at > :now", now)


def _revoke(tx: Tx, where: str, now: datetime, **which: int) -> int:
    """Each line that ends stands in the ledger, too."""
    rows = tx.all(
        "UPDATE sharing_grant SET revoked_at = :now"  # noqa: S608 - our own conditions
        f" WHERE {where} AND revoked_at IS NULL RETURNING id",
        now=micros(now),
        **which,
    )
    for row in rows:
        ledger.note(tx, Gone.GRANT, row["id"], now)
    return len(rows)


def confirm(tx: Tx, grant_id: int, lapses_at: datetime) -> None:
    """The person would like to go on: the grant stands until then."""
    tx.run(
        "UPDATE sharing_grant SET lapses_at = :at WHERE id = :id AND revoked_at IS NULL",
        at=micros(lapses_at),
        id=grant_id,
    )


def disclose(tx: Tx, grant_id: int, now: datetime) -> None:
    """Something is shown under this grant; kept once a day, so that a second tap is no news."""
    tx.run(
        "INSERT INTO disclosure (id, grant_id, at) SELECT :id, :grant, :now WHERE NOT EXISTS"
        " (SELECT 1 FROM disclosure WHERE grant_id = :grant AND at > :before)",
        id=tx.new_id("disclosure"),
        grant=grant_id,
        now=micros(now),
        before=micros(now - _A_DAY),
    )


def disclosures(tx: Tx, subject_id: int, limit: int) -> list[Disclosure]:
    """What of somebody was shown to whom, newest first."""
    rows = tx.all(
        "SELECT sharing_grant.*, disclosure.at AS shown_at FROM disclosure"
        " JOIN sharing_grant ON sharing_grant.id = disclosure.grant_id"
        " WHERE sharing_grant.subject_id = :id ORDER BY disclosure.at DESC, disclosure.id DESC"
        " LIMIT :limit",
        id=subject_id,
        limit=limit,
    )
    return [Disclosure(_grant(row), moment(row["shown_at"]), reader_name(tx, row)) for row in rows]


def reader_name(tx: Tx, row: Row) -> str | None:
    """What the reader of a line of consent was called when it was given; None: not kept."""
    sealed = row["reader_name"]
    if sealed is None:
        return None
    return names.opened(tx.keyring, sealed, where=_NAME, row=row["id"])

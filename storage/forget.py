"""Forgetting one person, whole and in one step: nothing that is about them stays.

``OWN`` and ``EMPTIED`` name every column that can hold somebody's id; a test holds them against the
schema, so that a new table cannot be left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from storage import alerts, ledger, outbox
from storage.database import Row as Columns
from storage.database import Tx
from storage.enums import Gone, RowState
from storage.facts import read_facts
from storage.moments import micros
from storage.records import CircleId, PersonId
from storage.seal import Unreadable

CHILDREN = (
    ("answer", "checkin_id", "checkin", "person_id"),
    ("note", "checkin_id", "checkin", "person_id"),
    ("disclosure", "grant_id", "sharing_grant", "subject_id"),
    ("disclosure", "grant_id", "sharing_grant", "reader_id"),
    ("hello_ask", "seat_id", "seat", "supporter_id"),
)
"""Rows that belong to a row of the person: table, column, the parent and its column."""

OWN = (
    ("tidy_message", "person_id"),
    ("small_step", "person_id"),
    ("checkin", "person_id"),
    ("occasion", "person_id"),
    ("rhythm", "person_id"),
    ("goal", "person_id"),
    ("sharing_grant", "subject_id"),
    ("sharing_grant", "reader_id"),
    ("weekly_note", "person_id"),
    ("line", "from_id"),
    ("line", "to_id"),
    ("milestone", "person_id"),
    ("partner_hours", "person_id"),
    ("step_in", "partner_id"),
    ("role", "person_id"),
    ("joining", "person_id"),
    ("expecting", "person_id"),
    ("crisis_event", "person_id"),
    ("contact_request", "person_id"),
    ("contact_request", "seen_by"),
    ("alert_told", "person_id"),
    ("outbox", "person_id"),
    ("chat_wait", "chat_id"),
)
"""Rows that are about the person alone, children before parents."""

EMPTIED = (
    ("invitation", "inviter_id", "NULL"),
    ("invitation", "used_by", "NULL"),
    ("circle", "participant_id", "NULL"),
    ("circle", "backup_id", "NULL"),
    ("seat", "supporter_id", "NULL"),
    ("alert", "acknowledged_by", "NULL"),
    ("alert", "person_id", "NULL"),
    ("alert_change", "person_id", "NULL"),
    ("inbox", "chat_id", "0"),
)
"""Rows that stay, since others live with them, and lose the id."""

HANDED = (("circle", "partner_id"),)
"""What somebody else must have taken before: see ``heirs``."""

_NEAR = """
    WITH shared (id) AS (
        SELECT id FROM circle WHERE :id IN (participant_id, partner_id, backup_id)
        UNION SELECT circle_id FROM seat WHERE supporter_id = :id),
    near (id) AS (
        SELECT participant_id FROM circle WHERE id IN (SELECT id FROM shared)
        UNION SELECT partner_id FROM circle WHERE id IN (SELECT id FROM shared)
        UNION SELECT backup_id FROM circle WHERE id IN (SELECT id FROM shared)
        UNION SELECT supporter_id FROM seat WHERE circle_id IN (SELECT id FROM shared)
        UNION SELECT person_id FROM role)
    SELECT * FROM outbox WHERE person_id <> :id AND person_id IN (SELECT id FROM near)
"""
"""Whatever was written to people of the same circles, and to those of the programme."""
_ASKED = "SELECT id FROM contact_request WHERE person_id = :id"
"""What they asked for: news of it that wait are not told."""
_ABOUT = frozenset(
    {"before", "by", "from", "hears", "partner", "person", "reader", "subject", "supporter", "to"}
)
"""The facts of a row to somebody else that may name the person by id."""
_NAMES = frozenset({"inviter", "name", "other", "partner"})
"""Those that did so by name, in rows from before."""


def person(
    tx: Tx,
    person_id: PersonId,
    name: str,
    now: datetime,
    heirs: Iterable[tuple[CircleId, PersonId]] = (),
) -> None:
    """Forget everything about somebody; ``heirs`` takes every circle that they carry."""
    ledger.note_person(tx, Gone.PERSON, person_id, now)
    _person(tx, person_id, name, now, heirs)


def _person(
    tx: Tx,
    person_id: PersonId,
    name: str,
    now: datetime,
    heirs: Iterable[tuple[CircleId, PersonId]] = (),
) -> None:
    _others(tx, person_id, name, now)
    for circle_id, heir in heirs:
        _hand_over(tx, circle_id, heir, now)
    _places(tx, person_id, now)
    for child, column, parent, owner in CHILDREN:
        tx.run(
            f"DELETE FROM {child} WHERE {column} IN"  # noqa: S608 - our own names
            f" (SELECT id FROM {parent} WHERE {owner} = :id)",
            id=person_id,
        )
    for table, column in OWN:
        tx.run(f"DELETE FROM {table} WHERE {column} = :id", id=person_id)  # noqa: S608
    for table, column, value in EMPTIED:
        # An update that waits is handled still; its row is emptied once it is.
        waits = " AND state <> 0" if table == "inbox" else ""
        tx.run(
            f"UPDATE {table} SET {column} = {value} WHERE {column} = :id{waits}",  # noqa: S608
            id=person_id,
        )
    tx.run("DELETE FROM person WHERE id = :id", id=person_id)


def _places(tx: Tx, person_id: PersonId, now: datetime) -> None:
    """Places are left, links are closed, alerts go on without them."""
    at = micros(now)
    tx.run(
        "UPDATE circle SET look_at = :now WHERE ended_at IS NULL AND (partner_id = :id OR id IN"
        " (SELECT circle_id FROM seat WHERE supporter_id = :id))",
        now=at,
        id=person_id,
    )
    tx.run(
        "UPDATE seat SET state = 'left', since = :now, still_here_at = NULL,"
        " paused_until = NULL WHERE supporter_id = :id",
        now=at,
        id=person_id,
    )
    tx.run(
        "UPDATE invitation SET revoked_at = :now WHERE inviter_id = :id AND used_at IS NULL"
        " AND revoked_at IS NULL",
        now=at,
        id=person_id,
    )
    _alerts(tx, person_id, now)


def _alerts(tx: Tx, person_id: PersonId, now: datetime) -> None:
    """What they asked for is settled; what they had taken goes on with the next look."""
    alerts.end(tx, alerts.OF_PERSON, person_id, now)
    tx.run(
        "UPDATE alert SET next_at = :now WHERE acknowledged_by = :id AND state = 'acknowledged'",
        now=micros(now),
        id=person_id,
    )


def _others(tx: Tx, person_id: PersonId, name: str, now: datetime) -> None:
    """Rows to others that name the person: what waits is dropped, the rest loses id and name."""
    asked = {row["id"] for row in tx.all(_ASKED, id=person_id)}
    for columns in tx.all(_NEAR, id=person_id):
        row = outbox.readable(tx, columns)
        if row is None:
            continue  # It tells nobody anything.
        left = without(row.facts, person_id, name)
        if left != row.facts or row.facts.get("request") in asked:
            outbox.blank(tx, row, left, now, drop=row.state is RowState.WAITING)
    for columns in tx.all("SELECT * FROM expecting WHERE person_id <> :id", id=person_id):
        if _expects(tx, columns, person_id, name):
            tx.run("DELETE FROM expecting WHERE person_id = :id", id=columns["person_id"])


def _expects(tx: Tx, columns: Columns, person_id: PersonId, name: str) -> bool:
    """Whether what is expected of somebody else names the person, or opens to nobody."""
    sealed, asked = columns["facts"], columns["person_id"]
    try:
        expected = read_facts(tx.keyring.open(sealed, where="expecting.facts", row=asked))
    except (Unreadable, ValueError):
        return True
    return bool(expected != without(expected, person_id, name))


def without(facts: Mapping[str, Any], person_id: int, name: str) -> dict[str, Any]:
    """The facts of a row with somebody taken out."""
    left = dict(facts)
    for key, value in facts.items():
        if key in _ABOUT and value == person_id:
            left[key] = 0
        elif key == "people" and isinstance(value, list):
            # Their place stays, empty: the buttons of an old message count the places.
            left[key] = [_emptied(place, person_id) for place in value]
        elif key in _NAMES and name and value == name:
            left[key] = ""
    return left


def _emptied(place: int | list[int], person_id: int) -> int | list[int]:
    """A place in a list: a person's number, or a circle's and a person's."""
    if isinstance(place, list):
        return [*place[:-1], 0] if place[-1] == person_id else place
    return 0 if place == person_id else place


def _hand_over(tx: Tx, circle_id: CircleId, heir: PersonId, now: datetime) -> None:
    """Somebody else carries the circle from now on."""
    tx.run(
        "UPDATE circle SET partner_id = :heir, look_at = CASE WHEN ended_at IS NULL THEN :now END,"
        " backup_id = CASE WHEN backup_id = :heir THEN NULL ELSE backup_id END WHERE id = :id",
        heir=heir,
        now=micros(now),
        id=circle_id,
    )


def guests(tx: Tx, before: datetime, now: datetime, limit: int) -> int:
    """Forget who opened a link before this instant and never came in; how many went.

    Whoever is on the way in by a link that is still open stays.
    """
    rows = tx.all(
        "SELECT id FROM person WHERE joined_at IS NULL AND created_at < :before"
        " AND NOT EXISTS (SELECT 1 FROM joining JOIN invitation"
        " ON invitation.id = joining.invitation_id WHERE joining.person_id = person.id"
        " AND invitation.used_at IS NULL AND invitation.revoked_at IS NULL)"
        " ORDER BY created_at LIMIT :limit",
        before=micros(before),
        limit=limit,
    )
    for row in rows:
        _person(tx, PersonId(row["id"]), "", now)
    return len(rows)

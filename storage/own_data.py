"""What is kept about one person, gathered for that person alone.

Of others only what the person sees anyway: the names of those whom they let see something. A test
holds ``PARTS`` against the schema: a column is handed out, or the test says why it is not.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from storage import names
from storage.database import Row, Tx
from storage.enums import Unread
from storage.moments import micros
from storage.own_fields import Entry, Part
from storage.own_parts import CIRCLES, PERSON
from storage.own_words import SAID, SHARED, WORDS
from storage.seal import Unreadable
from storage.sealing import COLUMNS, Column, opened

PARTS = (*PERSON, *CIRCLES, *SAID, *SHARED, *WORDS)
_SEALED = {(one.table, one.name): one for one in COLUMNS}


def gather(tx: Tx, person_id: int) -> dict[str, Any]:
    """Everything, by subject; empty for somebody unknown. Times are aware moments."""
    you, *lists = ({part.key: _entries(tx, part, person_id, person_id)} for part in PARTS)
    if not you["you"]:
        return {}
    found: dict[str, Any] = {"you": you["you"][0]}
    for one in lists:
        found |= one
    return found


def _entries(tx: Tx, part: Part, number: int, person_id: int) -> list[Entry]:
    """``number``: of the person, or of the row that the part belongs to."""
    rows = tx.all(
        f"SELECT * FROM {part.table} WHERE {part.whose} ORDER BY {part.order}",  # noqa: S608
        id=number,
    )
    return [
        _entry(tx, part, row, person_id)
        for row in rows
        if part.only is None or part.only(tx, row, person_id)
    ]


def _entry(tx: Tx, part: Part, row: Row, person_id: int) -> Entry:
    found: Entry = dict(_values(tx, part, row))
    if part.more is not None:
        found |= part.more(tx, row, person_id)
    for one in part.inside:
        found[one.key] = _entries(tx, one, row["id"], person_id)
    return found


def _values(tx: Tx, part: Part, row: Row) -> Iterator[tuple[str, object]]:
    for key, (column, read) in part.fields.items():
        value, sealed = row[column], _SEALED.get((part.table, column))
        if sealed is not None and value is not None:
            value = _opened(tx, sealed, row)
        yield key, read(value)


def _opened(tx: Tx, column: Column, row: Row) -> bytes | Unread:
    try:
        return opened(tx, column, row)
    except Unreadable:
        return Unread.UNREAD


def readers(tx: Tx, person_id: int, now: datetime) -> list[str]:
    """The names of those who may see something of this person now."""
    rows = tx.all(
        "SELECT person.id, person.name FROM sharing_grant"
        " JOIN person ON person.id = sharing_grant.reader_id WHERE subject_id = :id"
        " AND revoked_at IS NULL AND lapses_at > :now ORDER BY sharing_grant.id",
        id=person_id,
        now=micros(now),
    )
    named = (row for row in rows if row["name"])
    said = (
        names.opened(tx.keyring, row["name"], where="person.name", row=row["id"]) for row in named
    )
    return list(dict.fromkeys(said))

"""A message that stands in a chat already says how things are now, and offers what still can be."""

from __future__ import annotations

from datetime import datetime

from handlers.chat.kinds import Kind
from storage import outbox
from storage.database import Tx
from storage.enums import Class
from storage.records import RowId


def retell(tx: Tx, row_id: int | None, kind: Kind, now: datetime, **facts: object) -> RowId | None:
    """Make it anew where the row stands; the row that stands there now.

    None when it never arrived, is long ago, or when its message says something else by now: that is
    what somebody reads or is asked. Whoever waits is told in a message of its own in any case.
    """
    row = outbox.get(tx, row_id) if row_id is not None else None
    message = outbox.message_of(tx, row.id) if row is not None else None
    if row is None or message is None or not outbox.shows(tx, row, message):
        return None
    facts = {**row.facts, **facts}
    new = outbox.put(tx, row.person_id, Class.EDIT, kind, facts, now, edits=message)
    outbox.replaced(tx, new, now)
    return new.id

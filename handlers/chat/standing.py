"""A message that stands in a chat already says how things are now, and offers what still can be."""

from __future__ import annotations

from datetime import datetime

from handlers.chat.kinds import Kind
from storage import outbox
from storage.database import Tx
from storage.enums import Class


def retell(tx: Tx, row_id: int | None, kind: Kind, now: datetime, **facts: object) -> None:
    """Make it anew where the row stands; nothing when it never arrived, or is long ago."""
    row = outbox.get(tx, row_id) if row_id is not None else None
    message = outbox.message_of(tx, row.id) if row is not None else None
    if row is None or message is None:
        return
    facts = {**row.facts, **facts}
    new = outbox.put(tx, row.person_id, Class.EDIT, kind, facts, now, edits=message)
    outbox.replaced(tx, new, now)

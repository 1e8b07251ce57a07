"""Records of the two boxes: what came in, and what the bot says."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from storage.enums import Class, RowState
from storage.records.ids import PersonId, RowId


@dataclass(frozen=True, slots=True)
class Row:
    """One thing the bot says: what a letter makes its words from, and how hard to try."""

    id: RowId
    person_id: PersonId
    klass: Class
    kind: str
    facts: dict[str, object] = field(repr=False)
    secret: str = field(repr=False)
    """What may only live until it is delivered (a link), sealed at rest; empty: none."""
    created_at: datetime
    not_before: datetime
    not_after: datetime | None
    state: RowState
    edits: int | None
    """The message that this row changes; None: a new message."""
    tries: int
    repeat: bool = False
    """It may have been delivered once already."""


@dataclass(frozen=True, slots=True)
class Update:
    """One stored update of Telegram; the body is its raw JSON, empty when it does not open."""

    id: int
    chat_id: int
    body: bytes = field(repr=False)
    tries: int

"""Records of sharing: a line of consent, what was shown under it, and the weekly note."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from storage.enums import Category, Dimension
from storage.records.ids import CircleId, PersonId


@dataclass(frozen=True, slots=True)
class Grant:
    """Who may see what of whom, until when."""

    id: int
    subject_id: PersonId
    reader_id: PersonId
    circle_id: CircleId
    category: Category
    dimension: Dimension | None
    """Which temperature; None for the other categories."""
    given_at: datetime
    lapses_at: datetime
    revoked_at: datetime | None


@dataclass(frozen=True, slots=True)
class Disclosure:
    """Something was shown under a grant."""

    grant: Grant
    at: datetime
    name: str | None = field(repr=False)
    """What the reader was called when the grant was given: who left may be called otherwise now."""


@dataclass(frozen=True, slots=True)
class WeeklyNote:
    """When a supporter's next weekly note is due, and which idea it brings."""

    person_id: PersonId
    due_at: datetime
    idea: int

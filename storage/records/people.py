"""Records of people, and of what stands between them and the bot."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from storage.enums import Expected, JoinStep, Language, Pack
from storage.records.ids import PersonId, RowId


@dataclass(frozen=True, slots=True)
class Person:
    """Anybody the bot knows, by Telegram's numeric id only."""

    id: PersonId
    language: Language
    zone: str
    opens_name: Callable[[], str] = field(repr=False, compare=False)
    """The name rests sealed until somebody says it: nothing is decided by it."""
    agreed_at: datetime | None
    joined_at: datetime | None
    unreachable_since: datetime | None
    last_message: int
    """Telegram's id of the newest message in the chat that we know of; 0: none."""
    adult_at: datetime | None = None
    """When they said that they are old enough."""
    pack: Pack | None = None
    """The words of the five places; None: the programme's."""
    new_messages: bool = False
    """Every answer comes as a new message, for screen readers."""
    tidy: bool | None = None
    """Finished check-ins shrink to one line; None: not asked yet."""
    quiet_after: int | None = None
    """Days of silence after which their partner may say hello; 0: only if I ask; None: not
    asked yet."""

    @property
    def name(self) -> str:
        """What they are called; empty before they said so."""
        return self.opens_name()


@dataclass(frozen=True, slots=True)
class Joining:
    """Somebody on the way in, and where they stopped."""

    person_id: PersonId
    invitation_id: int
    step: JoinStep
    asked_row: RowId | None
    """Which message asks for it."""


@dataclass(frozen=True, slots=True)
class Expecting:
    """What a typed text would be, since the bot asked for one."""

    person_id: PersonId
    what: Expected
    facts: dict[str, object] = field(repr=False)
    row_id: RowId | None
    """The outbox row that asked."""
    since: datetime


@dataclass(frozen=True, slots=True)
class PartnerHours:
    """When a partner usually reads, in their own zone, and when they are away."""

    person_id: PersonId
    days: frozenset[int]
    """Monday is 0."""
    wall_from: str
    wall_to: str
    away_from: datetime | None
    away_until: datetime | None


@dataclass(frozen=True, slots=True)
class ContactRequest:
    """A stranger who would like to be contacted."""

    id: int
    person_id: PersonId
    language: Language
    asked_at: datetime
    seen_by: PersonId | None

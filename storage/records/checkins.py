"""Records of check-ins and of the small steps that follow them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from storage.enums import CheckinKind, CheckinState, Dimension, Pack, StepState, Temperature
from storage.records.ids import PersonId, RowId


@dataclass(frozen=True, slots=True)
class Checkin:
    """One walk through the questions."""

    id: int
    person_id: PersonId
    state: CheckinState
    opened_at: datetime
    occasion_id: int | None
    asked_row: RowId | None
    """The outbox row that asked the last question."""
    kind: CheckinKind = CheckinKind.FULL
    at: int = 0
    """The question that is asked now, from 0."""
    closed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody said of one dimension, and the words it was asked in."""

    temperature: Temperature = field(repr=False)
    pack: Pack


@dataclass(frozen=True, slots=True)
class SmallStep:
    """The one small thing that somebody chose for themselves."""

    id: int
    person_id: PersonId
    dimension: Dimension = field(repr=False)
    text: str = field(repr=False)
    state: StepState = field(repr=False)
    chosen_at: datetime
    settled_at: datetime | None
    checkin_id: int | None = None
    """The check-in after which it was chosen."""

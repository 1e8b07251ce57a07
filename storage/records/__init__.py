"""The records that every floor shares: frozen, with their ids.

Standard library only, no I/O. A record never shows a name, a text or an answer in its ``repr``.
"""

from storage.records.alerts import Alert
from storage.records.boxes import Row, Update
from storage.records.checkins import Answer, Checkin, SmallStep
from storage.records.circles import Circle, Invitation, Seat, StepIn
from storage.records.hellos import Hello, HelloAsk
from storage.records.ids import CircleId, PersonId, RowId, SeatId
from storage.records.ledger import Entry
from storage.records.people import ContactRequest, Expecting, Joining, PartnerHours, Person
from storage.records.rhythms import Occasion, Rhythm
from storage.records.sharing import Disclosure, Grant, WeeklyNote

__all__ = [
    "Alert",
    "Answer",
    "Checkin",
    "Circle",
    "CircleId",
    "ContactRequest",
    "Disclosure",
    "Entry",
    "Expecting",
    "Grant",
    "Hello",
    "HelloAsk",
    "Invitation",
    "Joining",
    "Occasion",
    "PartnerHours",
    "Person",
    "PersonId",
    "Rhythm",
    "Row",
    "RowId",
    "Seat",
    "SeatId",
    "SmallStep",
    "StepIn",
    "Update",
    "WeeklyNote",
]

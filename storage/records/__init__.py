"""The records that every floor shares: frozen, with their ids.

Standard library only, no I/O. A record never shows a name, a text or an answer in its ``repr``.
"""

from storage.records.alerts import Alert
from storage.records.boxes import Row, Update
from storage.records.checkins import Checkin, SmallStep
from storage.records.circles import Circle, Invitation, Seat, StepIn
from storage.records.hellos import Hello, HelloAsk
from storage.records.ids import CircleId, PersonId, RowId, SeatId
from storage.records.people import ContactRequest, Expecting, Joining, PartnerHours, Person
from storage.records.rhythms import Occasion, Rhythm
from storage.records.sharing import Grant

__all__ = [
    "Alert",
    "Checkin",
    "Circle",
    "CircleId",
    "ContactRequest",
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
]

"""The words that a column may hold: roles, states, dimensions. Values are what is stored.

The words are those of docs/glossary.md. Standard library only, no I/O.
"""

from __future__ import annotations

from enum import Enum, IntEnum, StrEnum


class Language(StrEnum):
    """A language of the catalogue."""

    ENGLISH = "en"
    SPANISH = "es"


class Role(StrEnum):
    """What an invitation opens, and what somebody is in the programme or in one circle."""

    PARTICIPANT = "participant"
    SUPPORTER = "supporter"
    PARTNER = "partner"
    COORDINATOR = "coordinator"


class Dimension(StrEnum):
    """The eight dimensions of wellness (Swarbrick 2006; SAMHSA)."""

    EMOTIONAL = "emotional"
    ENVIRONMENTAL = "environmental"
    FINANCIAL = "financial"
    INTELLECTUAL = "intellectual"
    OCCUPATIONAL = "occupational"
    PHYSICAL = "physical"
    SOCIAL = "social"
    SPIRITUAL = "spiritual"


class Temperature(IntEnum):
    """A place on the continuum, never a verdict."""

    VERY_COLD = 1
    COLD = 2
    IN_BETWEEN = 3
    WARM = 4
    VERY_WARM = 5


class SeatState(StrEnum):
    """The life of a supporter's place."""

    INVITED = "invited"
    WAITING = "waiting"
    ACTIVE = "active"
    QUIET = "quiet"
    PAUSED = "paused"
    UNREACHABLE = "unreachable"
    LEFT = "left"
    REMOVED = "removed"


class StepInState(StrEnum):
    """Where an offer of the partner to be the supporter for a time stands."""

    OFFERED = "offered"
    TALK_FIRST = "talk_first"
    AGREED = "agreed"
    DECLINED = "declined"
    ENDED = "ended"


class AlertKind(StrEnum):
    """What somebody responsible must see. The last two are urgent: somebody asked."""

    NO_ACTIVE_SUPPORTER = "no_active_supporter"
    NO_PARTNER = "no_partner"
    PARTICIPANT_UNREACHABLE = "participant_unreachable"
    QUIET_PARTICIPANT = "quiet_participant"
    DANGER = "danger"
    ASKED_FOR_PARTNER = "asked_for_partner"


class AlertState(StrEnum):
    """The life of an alert; one live alert per circle and kind."""

    PENDING = "pending"
    OPEN = "open"
    NOTIFIED = "notified"
    ACKNOWLEDGED = "acknowledged"
    RESOLVED = "resolved"


class CheckinState(StrEnum):
    """A check-in is open until it is saved, or kept as far as it went."""

    OPEN = "open"
    SAVED = "saved"
    KEPT = "kept"


class Class(IntEnum):
    """How hard the outbox tries, in order of priority. Stored as this number.

    ALERT: at least once, until acknowledged. EDIT: until certain (repeating one is harmless).
    REPLY: at most once, at once. NUDGE: at most once, never after its ``not_after``.
    """

    ALERT = 0
    EDIT = 1
    REPLY = 2
    NUDGE = 3


class RowState(IntEnum):
    """The life of an outbox row. Stored as this number; partial indexes name WAITING's 0."""

    WAITING = 0
    CLAIMED = 1
    SENT = 2
    DROPPED = 3


class InboxState(IntEnum):
    """The life of an update. Stored as this number; partial indexes name WAITING's 0."""

    WAITING = 0
    DONE = 1
    QUARANTINED = 2


class JoinStep(StrEnum):
    """Where somebody who opened a link is on the way in."""

    LANGUAGE = "language"
    PREVIEW = "preview"
    AGREE = "agree"
    READ_BACK = "read_back"
    AGE = "age"
    NAME = "name"
    RHYTHM = "rhythm"


class OccasionState(StrEnum):
    """One invitation to check in, on one local day."""

    ASKED = "asked"
    ANSWERED = "answered"
    SKIPPED = "skipped"
    LATER = "later"
    UNANSWERED = "unanswered"


class Expected(StrEnum):
    """What a typed text would be, when the bot asked for one."""

    LINE = "line"
    CITY = "city"
    SMALL_STEP = "small_step"
    GOAL = "goal"
    PULSE = "pulse"
    NAME = "name"


class Pack(StrEnum):
    """The words of the five places. No trend crosses a change of pack."""

    TEMPERATURE = "temperature"
    PLAIN = "plain"


class CheckinKind(StrEnum):
    """How much a check-in asks: all eight, what changed, or one tap."""

    FULL = "full"
    CHANGED = "changed"
    PULSE = "pulse"


class StepState(StrEnum):
    """What became of a small step. "I changed my mind" is a fine answer."""

    CHOSEN = "chosen"
    DONE = "done"
    PARTLY = "partly"
    NOT_THIS_TIME = "not_this_time"
    CHANGED_MIND = "changed_mind"
    LET_GO = "let_go"


class Category(StrEnum):
    """What may be shared, one by one."""

    TEMPERATURE = "temperature"
    SMALL_STEP = "small_step"
    GOAL = "goal"


class HelloState(StrEnum):
    """The life of a hello."""

    ASKING = "asking"
    ANSWERED = "answered"
    UNANSWERED = "unanswered"
    STOPPED = "stopped"


class HelloAnswer(StrEnum):
    """What a supporter says to a hello."""

    CALL = "call"
    WRITE = "write"
    NOT_TODAY = "not_today"


class Gone(StrEnum):
    """What a restored older copy must not bring back, as the ledger keeps it."""

    PERSON = "person"
    GRANT = "grant"
    SEAT_LEFT = "seat_left"
    SEAT_REMOVED = "seat_removed"
    CIRCLE = "circle"
    LINK = "link"
    QUIET = "quiet"


class Unread(Enum):
    """In no column: what is handed out of a sealed one that does not open."""

    UNREAD = "unreadable"

"""Cover: whether somebody stands by a circle, and why. What `gap` finds out and `alert` acts on.

Codes and times only: the words are made elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal


class Reason(StrEnum):
    """Why a circle is covered, uncovered, or not watched."""

    # Covered.
    SUPPORTER = "supporter"
    STEPPED_IN = "stepped_in"
    # Uncovered, and nobody has ever stood there.
    NONE_YET = "none_yet"
    NOT_ACCEPTED = "not_accepted"
    NOT_CONFIRMED = "not_confirmed"
    # Uncovered since somebody went.
    SILENT = "silent"
    PAUSED = "paused"
    UNREACHABLE = "unreachable"
    LEFT = "left"
    REMOVED = "removed"
    STEP_IN_OVER = "step_in_over"
    NOBODY_NOW = "nobody_now"
    # Other kinds of alert: who cannot be reached.
    HERE = "here"
    PARTICIPANT_UNREACHABLE = "participant_unreachable"
    PARTNER_UNREACHABLE = "partner_unreachable"
    # Not watched.
    NO_PARTICIPANT = "no_participant"
    NOT_STARTED = "not_started"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Cover:
    """One look at a circle. Ask ``gap``: an unwatched circle is neither active nor a gap."""

    watched: bool
    active: bool
    by: Literal["supporter", "partner"] | None
    """Who covers it; "supporter" when a supporter and the partner both do."""
    reason: Reason
    since: datetime
    """Since when it is so, as far as the facts tell."""
    opens_at: datetime | None
    """When the gap becomes an alert (since + damping); None: no gap."""
    look_at: datetime | None
    """The next instant at which something is to be decided with no new event; None: never."""

    held: bool = False
    """The participant is taking a break: nothing opens, and what is open rests."""

    @property
    def gap(self) -> bool:
        """A watched circle without an active supporter, and nobody holds it."""
        return self.watched and not self.active and not self.held

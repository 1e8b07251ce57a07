"""Occasions: which one a tapped invitation is about, why somebody is invited, and what an answered
check-in ends."""

from __future__ import annotations

from datetime import datetime

from handlers.chat import cover, resting
from handlers.chat.context import Talk
from handlers.rules import breaks, pauses, programme
from handlers.rules.occasions import Part
from storage import circles, rhythms
from storage.database import Tx
from storage.enums import OccasionState, SeatState
from storage.records import Occasion, PersonId

_ASKED = (SeatState.ACTIVE, SeatState.QUIET)
"""Whoever paused a seat is not asked for its sake."""


def tapped(talk: Talk) -> Occasion | None:
    """The occasion that the tapped invitation is about, while it stands unanswered."""
    number = talk.row.facts.get("occasion") if talk.row else None
    occasion = rhythms.get_occasion(talk.tx, int(str(number))) if number is not None else None
    return occasion if occasion and occasion.state is not OccasionState.ANSWERED else None


def part(tx: Tx, person_id: PersonId, now: datetime) -> Part | None:
    """The circle in which somebody takes part now; the one in which they are the centre first.

    None before it begins and after it ends. Of several as a supporter the oldest counts.
    """
    own = cover.own(tx, person_id, now)
    if own is not None:
        return Part(participant=True, circle=own)
    for seat in circles.seats_of(tx, person_id):
        asked = seat.state in _ASKED or cover.unaware(seat)
        if not asked or breaks.holds(seat, now):
            continue
        circle = circles.get(tx, seat.circle_id)
        if programme.lasts(circle, now):
            return Part(participant=False, circle=circle)
    return None


def answered(tx: Tx, person_id: int, occasion_id: int | None, now: datetime) -> None:
    """A check-in is saved: its occasion is answered, and a pause is over."""
    if occasion_id is not None:
        rhythms.set_occasion(tx, occasion_id, OccasionState.ANSWERED)
    back(tx, person_id, now)


def back(tx: Tx, person_id: int, now: datetime) -> None:
    """Whoever was paused is back; their circles are looked at again."""
    rhythm = rhythms.get(tx, person_id)
    if rhythm is not None and pauses.holds(rhythm, now):
        resting.end(tx, rhythm, now)
        circles.touch(tx, person_id, now)
    rhythms.resume(tx, person_id)

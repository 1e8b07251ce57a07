"""Facts about Ana's circle, and one look at them."""

from __future__ import annotations

from datetime import datetime

from handlers.rules import gap
from handlers.rules.cover import Cover
from handlers.rules.gap import Facts, GapPolicy
from storage.enums import SeatState
from storage.records import Circle, Seat, StepIn
from tests.handlers.rules.cast import BEN, DAY, FAY, START, circle, seat

POLICY = GapPolicy()
WENT = START + 20 * DAY
"""When somebody went, or was seen last."""

ACTIVE = seat(SeatState.ACTIVE, seen=WENT)
INVITED = seat(SeatState.INVITED, person=None)
WAITING = seat(SeatState.WAITING, seen=START)


def gone(state: SeatState, since: datetime = WENT, *, fay: bool = False) -> Seat:
    return seat(state, since, person=FAY if fay else BEN, seen=START)


def facts(
    *seats: Seat,
    of: Circle | None = None,
    stepped_in: StepIn | None = None,
    nobody_since: datetime | None = None,
) -> Facts:
    return Facts(of or circle(), seats, stepped_in, True, frozenset({BEN, FAY}), nobody_since)


def look(known: Facts, now: datetime = WENT) -> Cover:
    return gap.evaluate(known, now, POLICY)

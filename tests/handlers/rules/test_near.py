"""What a participant reads of each seat: one word, and nothing before it may be known."""

from __future__ import annotations

from dataclasses import replace

import pytest

from handlers.rules.near import Near, near
from storage.enums import SeatState
from tests.handlers.rules.cast import START, seat


@pytest.mark.parametrize(
    ("state", "before", "after"),
    [
        (SeatState.INVITED, Near.INVITED, Near.INVITED),
        (SeatState.WAITING, Near.WAITING, Near.WAITING),
        (SeatState.ACTIVE, Near.HERE, Near.HERE),
        (SeatState.QUIET, Near.HERE, Near.HERE),
        (SeatState.PAUSED, Near.HERE, Near.BREAK),
        (SeatState.UNREACHABLE, Near.HERE, Near.AWAY),
        (SeatState.LEFT, Near.HERE, Near.AWAY),
        (SeatState.REMOVED, None, None),
    ],
)
def test_each_state_before_and_after_it_was_told(
    state: SeatState, before: Near | None, after: Near | None
) -> None:
    one = seat(state, seen=START)
    assert (near(one, told=False), near(one, told=True)) == (before, after)


def test_a_seat_without_anybody_stands_nowhere() -> None:
    assert near(seat(SeatState.LEFT, person=None), told=True) is None
    assert near(seat(SeatState.LEFT), told=True) is None  # taken, and left before the yes
    waits = replace(seat(SeatState.WAITING), supporter_id=None)
    assert near(waits, told=False) is None

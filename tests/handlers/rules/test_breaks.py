"""Breaks: whole days of the supporter's own calendar; also in a seat that was taken from them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from handlers.rules import breaks
from handlers.rules.breaks import Break
from storage.enums import SeatState
from storage.records import Seat
from tests.handlers.rules.cast import DAY, NEW_YORK, SECOND, seat, utc

NOW = utc("2026-10-27 22:05")
"""A Tuesday evening in New York; on the Sunday after it the clocks go back."""
RESTS = replace(seat(SeatState.PAUSED), paused_until=NOW)
TAKEN = replace(RESTS, state=SeatState.REMOVED)


@pytest.mark.parametrize(
    ("length", "until"),
    [
        (Break.WEEK, utc("2026-11-03 05:00")),
        (Break.FORTNIGHT, utc("2026-11-10 05:00")),
        (Break.MONTH, utc("2026-11-26 05:00")),
        (Break.OPEN, None),
    ],
)
def test_when_a_break_ends(length: Break, until: datetime | None) -> None:
    assert breaks.until(length, NEW_YORK, NOW) == until


@pytest.mark.parametrize(
    ("one", "at", "holds"),
    [
        pytest.param(RESTS, NOW - SECOND, True, id="a second left"),
        pytest.param(RESTS, NOW, False, id="over to the second"),
        pytest.param(replace(RESTS, paused_until=None), NOW + 99 * DAY, True, id="open"),
        pytest.param(TAKEN, NOW - SECOND, True, id="taken away: the break goes on"),
        pytest.param(TAKEN, NOW, False, id="taken away: and ends"),
        pytest.param(replace(TAKEN, paused_until=None), NOW, False, id="taken away: no break"),
        pytest.param(replace(RESTS, state=SeatState.LEFT), NOW - SECOND, False, id="left"),
        pytest.param(seat(SeatState.ACTIVE), NOW, False, id="here"),
    ],
)
def test_whether_a_break_holds(one: Seat, at: datetime, holds: bool) -> None:
    assert breaks.holds(one, at) is holds

"""Pauses: whole days of the person's own calendar, or until they are back."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from handlers.rules import pauses
from handlers.rules.pauses import Length
from storage.records import Rhythm
from tests.handlers.rules.cast import ANA, DAY, NEW_YORK, SECOND, utc

NOW = utc("2026-10-27 22:05")
"""A Tuesday evening in New York; on the Sunday after it the clocks go back."""
NOT_PAUSED = Rhythm(ANA, frozenset({1}), "18:00", None)
PAUSED = replace(NOT_PAUSED, paused_since=NOW)


@pytest.mark.parametrize(
    ("length", "until"),
    [
        pytest.param(Length.WEEK, utc("2026-11-03 05:00"), id="the same day's hour counts again"),
        pytest.param(Length.FORTNIGHT, utc("2026-11-10 05:00"), id="two weeks"),
        pytest.param(Length.OPEN, None, id="until I'm back"),
    ],
)
def test_when_a_pause_ends(length: Length, until: datetime | None) -> None:
    assert pauses.until(length, NEW_YORK, NOW) == until


@pytest.mark.parametrize(
    ("rhythm", "holds", "is_over"),
    [
        pytest.param(None, False, False, id="no rhythm"),
        pytest.param(NOT_PAUSED, False, False, id="not paused"),
        pytest.param(PAUSED, True, False, id="open"),
        pytest.param(replace(PAUSED, paused_until=NOW + SECOND), True, False, id="a second left"),
        pytest.param(replace(PAUSED, paused_until=NOW), False, True, id="over to the second"),
        pytest.param(replace(PAUSED, paused_until=NOW - DAY), False, True, id="over"),
    ],
)
def test_whether_a_pause_holds(rhythm: Rhythm | None, holds: bool, is_over: bool) -> None:
    assert pauses.holds(rhythm, NOW) is holds
    assert rhythm is None or pauses.is_over(rhythm, NOW) is is_over
